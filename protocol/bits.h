/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bits - flags and codes inside messages that both ends must read alike, one table each.
 *
 * As fixed as the messages: a row is added at the end and never changed. The words of the hall
 * itself (states, classes, verbs, keys, refusals) are in domain/vocab.h; docs/messages.md
 * lists all of them.
 */
#ifndef PROTOCOL_BITS_H
#define PROTOCOL_BITS_H

#include <stdint.h>

/* ---- flags ---- */

/* BEAT.flags; b7..4 which tunnel it is, counted on, so that a station sees that another one began
 * and says STATUS at once. */
#define BEAT_FLAGS(X) \
    X(BEAT_CONTROLLER_LOST, 0x01, "the bus program has no tunnel to the controller (D-14)")
#define BEAT_TUNNEL_SHIFT 4
#define BEAT_TUNNEL_MASK 0x0f

/* PADSTATE.keys: keys 1 … 16 that make sense now; 0 = not said. */
#define PAD_KEY_BIT(key) ((uint16_t)(1u << ((key)-1)))

#define STATION_FLAGS(X) \
    X(STATION_FLAG_CONFLICT, 0x0001, "another device on the line uses our address")
#define BOARD_FLAGS(X)                                                                 \
    X(BOARD_FLAG_NO_VOICE, 0x0001, "calls of its voice zone are shown but not spoken") \
    X(BOARD_FLAG_NO_PANEL, 0x0002, "its panel of dots does not answer")
#define KIOSK_FLAGS(X)                                                        \
    X(KIOSK_FLAG_ALONE, 0x0001, "issues numbers of its lease: no controller") \
    X(KIOSK_FLAG_NO_DAY_KEY, 0x0002, "does not hold the key of today (D-23)")
/* HELLO.caps, WELCOME.caps: what both know. None of them makes anything less secure. */
#define CAPABILITIES(X)                                                        \
    X(CAPABILITY_ROLL, 0x0001, "answers roll calls in its slot")               \
    X(CAPABILITY_OPEN, 0x0002, "may begin by itself on an open line")          \
    X(CAPABILITY_TRANSFER, 0x0004, "takes OFFER: pictures, firmware, media")   \
    X(CAPABILITY_VOICE, 0x0008, "speaks")                                      \
    X(CAPABILITY_COLOUR, 0x0010, "shows the colours of LED_STYLE and LED_SET") \
    X(CAPABILITY_FONT, 0x0020, "renders TEXT itself (D-37)")                   \
    X(CAPABILITY_PICTURES, 0x0040, "shows PICTURE from its memory (D-37)")     \
    X(CAPABILITY_PRINTER, 0x0080, "prints slips")                              \
    X(CAPABILITY_SOUNDER, 0x0100, "beeps when it is to be found (IDENTIFY)")
/* WATCH.on */
#define WATCHES(X)                                        \
    X(WATCH_EVENTS, 0x01, "events as they are committed") \
    X(WATCH_LOG, 0x02, "lines of the controller's log")

/* ---- codes ---- */

/* NEED.what */
#define NEEDS(X)                                                          \
    X(NEED_SESSION, 1, "a session: its keys are lost or refused")         \
    X(NEED_STATE, 2, "the state of its targets: it missed a group frame") \
    X(NEED_GROUP_KEY, 3, "the group key: frames of the group do not open")
/* ACK.status */
#define ACK_STATES(X)                                         \
    X(ACK_IDLE, 0, "nothing to say")                          \
    X(ACK_BUSY, 1, "at work, a handshake for example: later") \
    X(ACK_WAITING, 2, "a frame waits")                        \
    X(ACK_NEED, 3, "no session")
/* DISCOVER.scope */
#define DISCOVER_SCOPES(X)                        \
    X(DISCOVER_NEW, 0, "devices without address") \
    X(DISCOVER_ALL, 1, "all devices")             \
    X(DISCOVER_WHO, 2, "all devices that use this address")
/* CONFLICT.why */
#define CONFLICTS(X)                                          \
    X(CONFLICT_HEARD, 1, "a frame came from its own address") \
    X(CONFLICT_ASSIGNED, 2, "it was told an address that is taken")
/* BUSCFG.baud */
#define LINE_RATES(X)              \
    X(LINE_RATE_9600, 1, "9600")   \
    X(LINE_RATE_19200, 2, "19200") \
    X(LINE_RATE_38400, 3, "38400") \
    X(LINE_RATE_57600, 4, "57600") \
    X(LINE_RATE_115200, 5, "115200")
/* BUSCTL.mode, DEV_CMD.arg, row line */
#define LINE_MODES(X)                                       \
    X(LINE_MODE_AUTO, 0, "the bus program chooses")         \
    X(LINE_MODE_POLL, 1, "each station is asked in turn")   \
    X(LINE_MODE_ROLL, 2, "slots in the order of addresses") \
    X(LINE_MODE_OPEN, 3, "a station with an event begins at once")
/* ALARM.code */
#define ALARMS(X)                                                               \
    X(ALARM_TAMPER, 1, "the case is open")                                      \
    X(ALARM_PAPER_OUT, 2, "no paper")                                           \
    X(ALARM_PAPER_LOW, 3, "paper for a tenth of a roll; arg = percent")         \
    X(ALARM_PRINTER, 4, "cover, cutter or jam")                                 \
    X(ALARM_KEY_STUCK, 5, "a key is down for 30 s; arg = key")                  \
    X(ALARM_LAMP, 6, "lamps or pixels fail; arg = segment")                     \
    X(ALARM_HOT, 7, "too hot; arg = degrees Celsius")                           \
    X(ALARM_FAN, 8, "a fan stands still")                                       \
    X(ALARM_FORGED, 9, "frames with right check and wrong key; arg = how many") \
    X(ALARM_ADDRESS, 10, "another device uses its address; arg = address")      \
    X(ALARM_STORAGE, 11, "its memory is full or fails")                         \
    X(ALARM_CLOCK, 12, "its clock fails")                                       \
    X(ALARM_MASTER, 13, "a foreign master talks on the line; arg = line")       \
    X(ALARM_JAM, 14, "the line is busy without frames; arg = line")             \
    X(ALARM_VOICE, 15, "no sound")                                              \
    X(ALARM_READER, 16, "the card reader does not answer")                      \
    X(ALARM_PICTURE, 17, "a board shows something else than it should")         \
    X(ALARM_PANEL, 18, "the panel of dots does not answer")
/* REBOOT.mode */
#define REBOOTS(X)                         \
    X(REBOOT_AGAIN, 1, "the same program") \
    X(REBOOT_LOADER, 2, "the loader, to take firmware")
/* LED_STYLE, LED_SET: effect */
#define LED_EFFECTS(X)                                \
    X(LED_OFF, 0, "dark")                             \
    X(LED_STEADY, 1, "steady")                        \
    X(LED_BLINK, 2, "half of each period")            \
    X(LED_FLASH, 3, "the first tenth of each period") \
    X(LED_SCROLL, 4, "runs through, one place a period (R-L14)")
/* RATE_CLOSE.why */
#define RATE_CLOSES(X)                        \
    X(RATE_CLOSE_OVER, 0, "nothing is asked") \
    X(RATE_CLOSE_RATED, 1, "rated elsewhere") \
    X(RATE_CLOSE_TIME, 2, "the time is over")
/* STATUS.printer, KIOSK_STATUS.printer */
#define PRINTER_STATES(X)                                           \
    X(PRINTER_READY, 0, "ready, or none")                           \
    X(PRINTER_NO_PAPER, 1, "no paper")                              \
    X(PRINTER_FAULT, 2, "does not print")                           \
    X(PRINTER_NEAR_END, 3, "prints; the roll is nearly at its end") \
    X(PRINTER_COVER, 4, "the cover is open")                        \
    X(PRINTER_OFFLINE, 5, "does not answer")
/* KIOSK_STATUS and row device: reader, scanner */
#define PART_STATES(X)               \
    X(PART_NONE, 0, "there is none") \
    X(PART_READY, 1, "works")        \
    X(PART_FAULT, 2, "does not answer")
/* FOUND.flags */
#define FOUND_FLAGS(X)                                               \
    X(FOUND_VOUCHED, 0x01, "the code is that of this ticket's slip") \
    X(FOUND_REJOIN, 0x02, "missed, and may come back")               \
    X(FOUND_RATE, 0x04, "may be rated, or its rating changed")       \
    X(FOUND_UNPRINTED, 0x08, "nobody holds its slip (D-21)")
/* LEASE.state */
#define LEASE_STATES(X)                \
    X(LEASE_GRANTED, 1, "may be used") \
    X(LEASE_BURNT, 2, "must not be used any more")
/* SHOW.style, row text */
#define SHOW_STYLES(X)                                      \
    X(SHOW_TICKER, 1, "in the line at the foot")            \
    X(SHOW_NOTICE, 2, "over the head of the board")         \
    X(SHOW_CLOSING, 3, "beside the calls: the hall closes") \
    X(SHOW_EVACUATION, 4, "the whole screen, nothing else") \
    X(SHOW_WARNING, 5, "as a notice, in the colour of warnings")
/* BOARD_STATUS and row board: sound */
#define SOUND_STATES(X)             \
    X(SOUND_NONE, 0, "none wanted") \
    X(SOUND_WORKS, 1, "works")      \
    X(SOUND_FAILED, 2, "failed")
/* row board: agrees */
#define AGREEMENTS(X)                                  \
    X(AGREES_UNKNOWN, 0, "not known yet")              \
    X(AGREES, 1, "it shows what the controller holds") \
    X(DISAGREES, 2, "it shows something else")
/* DEV_CMD.verb */
#define DEVICE_VERBS(X)                                               \
    X(DEVICE_VERB_IDENTIFY, 1, "IDENTIFY; arg = seconds")             \
    X(DEVICE_VERB_REBOOT, 2, "REBOOT; arg = mode")                    \
    X(DEVICE_VERB_DISCONNECT, 3, "end its session; it may come back") \
    X(DEVICE_VERB_ADDRESS, 4, "ASSIGN; arg = address")                \
    X(DEVICE_VERB_LINE_MODE, 5, "a bus program: line << 8 | mode")
/* STATS.scope */
#define STATS_SCOPES(X)                                               \
    X(STATS_HALL, 1, "the controller; id 0")                          \
    X(STATS_DEVICE, 2, "a device; id = index in the hall definition") \
    X(STATS_LINE, 3, "a line; id = line")                             \
    X(STATS_STATION, 4, "a station; id = line << 8 | address")
/* STATS.figures.key */
#define FIGURES(X)                                                                 \
    X(FIGURE_SENT, 1, "frames sent")                                               \
    X(FIGURE_TAKEN, 2, "frames taken")                                             \
    X(FIGURE_BAD, 3, "wrong check: wiring")                                        \
    X(FIGURE_FORGED, 4, "right check, wrong key: attack or key")                   \
    X(FIGURE_MISSING, 5, "frames that never came")                                 \
    X(FIGURE_REPEATED, 6, "frames that came again")                                \
    X(FIGURE_COLLISIONS, 7, "collisions on the line")                              \
    X(FIGURE_RTT_P50_US, 8, "round trip, median, us")                              \
    X(FIGURE_RTT_P99_US, 9, "round trip, 99 of 100, us")                           \
    X(FIGURE_SEEN_MS, 10, "heard last, UTC ms")                                    \
    X(FIGURE_DENIED, 11, "messages that this device may not send")                 \
    X(FIGURE_SESSIONS, 12, "sessions now")                                         \
    X(FIGURE_HANDSHAKES, 13, "handshakes that came to a session")                  \
    X(FIGURE_REFUSED, 14, "handshakes that did not")                               \
    X(FIGURE_COMMANDS, 15, "commands committed")                                   \
    X(FIGURE_COMMIT_P99_US, 16, "commit to disk, 99 of 100, us")                   \
    X(FIGURE_UPTIME_S, 17, "s since start")                                        \
    X(FIGURE_UNKNOWN, 18, "handshakes of nobody's device")                         \
    X(FIGURE_WRONG_KEY, 19, "handshakes with a wrong key")                         \
    X(FIGURE_REVOKED, 20, "handshakes with a revoked key")                         \
    X(FIGURE_CUT, 21, "sessions ended by a revocation")                            \
    X(FIGURE_WAITING, 22, "connections in their handshake now")                    \
    X(FIGURE_SHUT_OUT, 23, "connections refused without a word")                   \
    X(FIGURE_CLOCK, 24,                                                            \
      "the wall clock: 0 right, 1 ahead and not believed, 2 behind, 3 impossible") \
    X(FIGURE_CLOCK_APART_S, 25, "s between the wall clock and the hall's time")    \
    X(FIGURE_LOST_ROWS, 26, "journal rows that devices have seen and the controller has not (F24)")
/* LOG.level */
#define LOG_LEVELS(X)                               \
    X(LOG_LEVEL_INFO, 1, "one fact")                \
    X(LOG_LEVEL_WARNING, 2, "somebody should look") \
    X(LOG_LEVEL_FAULT, 3, "something failed")
/* OFFER.kind, BLOB_REQ.kind */
#define BLOB_KINDS(X)                                                                              \
    X(BLOB_SCREEN, 1, "what a screen shows, PNG")                                                  \
    X(BLOB_HALL, 2, "the hall definition (D-41)")                                                  \
    X(BLOB_MEDIA, 3, "a picture, film or sound of a playlist")                                     \
    X(BLOB_PICTURE, 4, "a picture of a strip: PICTURE's number; 1 bit a pixel, rows first (D-37)") \
    X(BLOB_FIRMWARE, 5, "a program of a station")
/* OFFER.code; other codes are refusals */
#define OFFER_CODES(X)                                       \
    X(OFFER_READY, 0, "pull it")                             \
    X(OFFER_GONE, 1, "not, or not any more, or not so long") \
    X(OFFER_FAILED, 2, "it could not be made")
/* BSTAT.state */
#define TRANSFER_STATES(X)                                            \
    X(TRANSFER_HOLES, 0, "chunks are missing")                        \
    X(TRANSFER_WHOLE, 1, "all there, the hash is right")              \
    X(TRANSFER_WRONG, 2, "all there, the hash is wrong: thrown away") \
    X(TRANSFER_FULL, 3, "no memory for it")

#define X(name, code, text) name = code,
enum beat_flag { BEAT_FLAGS(X) };
enum station_flag { STATION_FLAGS(X) };
enum board_flag { BOARD_FLAGS(X) };
enum kiosk_flag { KIOSK_FLAGS(X) };
enum capability { CAPABILITIES(X) };
enum watch { WATCHES(X) };
enum need { NEEDS(X) };
enum ack_state { ACK_STATES(X) };
enum discover_scope { DISCOVER_SCOPES(X) };
enum conflict { CONFLICTS(X) };
enum line_rate { LINE_RATES(X) };
enum line_mode { LINE_MODES(X) };
enum alarm { ALARMS(X) };
enum reboot { REBOOTS(X) };
enum led_effect { LED_EFFECTS(X) };
enum rate_close { RATE_CLOSES(X) };
enum printer_state { PRINTER_STATES(X) };
enum part_state { PART_STATES(X) };
enum found_flag { FOUND_FLAGS(X) };
enum lease_state { LEASE_STATES(X) };
enum show_style { SHOW_STYLES(X) };
enum sound_state { SOUND_STATES(X) };
enum agreement { AGREEMENTS(X) };
enum device_verb { DEVICE_VERBS(X) };
enum stats_scope { STATS_SCOPES(X) };
enum figure { FIGURES(X) };
enum log_level { LOG_LEVELS(X) };
enum blob_kind { BLOB_KINDS(X) };
enum offer_code { OFFER_CODES(X) };
enum transfer_state { TRANSFER_STATES(X) };
#undef X

#endif
