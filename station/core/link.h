/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link - a station's end of an RS-485 line: it answers when it is polled, keeps one
 * event until the master acknowledged it, and holds the session with the controller.
 *
 * What travels in TUNNEL between bus program and controller are the decoded frames of
 * this session, sealed end to end (the bus program only sets the link bits, D-01):
 *
 *     controller -> station   DST address, SRC 00
 *       NOISE1   the controller begins (SEC 3); answered by NOISE2 with the HELLO inside.
 *                boot 0 = give me the next number (D-09), else the number WELCOME gave to
 *                this start of the device.
 *       WELCOME  the first frame under the new keys (SEC 1), repeated until a frame of ours
 *                came; then CALL, PADSTATE, RESULT, RATE_OPEN, RATE_CLOSE, GKEY, BYE.
 *     station -> controller   DST 00, SRC address
 *       PRESS, RATE   answered by RESULT with session 0 and the same seq. The same seq is
 *               repeated until then, so answer a repeat with the first RESULT.
 *       STATUS  every 5 s, at once when what is shown changed, after a gap in group
 *               frames, after the line was silent and through another tunnel: where it
 *               differs from the truth, send CALL (to this address or to all) and
 *               PADSTATE again.
 *       GKEY_OK answers GKEY.
 *       NEED    (clear) instead of ACK, at most once a second: no session, or nothing that
 *               comes can be opened.
 *     controller -> all       DST FF, SRC 00, SEC 2, under the line's group key
 *       CALL, and nothing else: who knows that key can say it (D-17).
 *
 * POLL, ACK and BEAT are clear, made by the line itself: hints, and no more. The bit of a
 * key in PADSTATE.keys is PAD_KEY_BIT (protocol/bits.h).
 *
 *     SILENT -(BEAT)-> KEYING -(WELCOME)-> OPEN -(3 s without BEAT)-> SILENT
 *     any -(BEAT: controller lost)-> NO_CONTROLLER -(BEAT)-> OPEN with keys, else KEYING
 *     OPEN -(15 s without a frame that opens, or BYE)-> KEYING
 *
 * Errors:  a frame that is not for this station, damaged or forged, changes nothing but a
 *          count; frames for others are never answered.
 * Time:    milliseconds of the station's own monotonic clock, passed in.
 * Threads: none. No memory but this struct.
 */
#ifndef CORE_LINK_H
#define CORE_LINK_H

#include "core/keys.h"
#include "core/station.h"
#include "protocol/bits.h"

#define LINK_LOST_MS (3 * SECOND)   /* without BEAT: controller lost (protocol/SPEC.md 6) */
#define LINK_STALE_MS (15 * SECOND) /* the controller repeats what is shown every 5 s */
#define LINK_NEED_MS SECOND
#define LINK_DEAF_MS (3 * SECOND) /* frames come, none opens: NEED */
#define LINK_REFUSED_MS (2 * SECOND)
#define LINK_BEATS_MS 700 /* two BEATs, a second apart but for the line's own delays */
#define LINK_WIRE_MAX FRAME_WIRE_MAX(FRAME_MAX_BUS)

enum station_link_state {
    STATION_SILENT,        /* no BEAT: cable, bus program */
    STATION_NO_CONTROLLER, /* BEAT says so: presses are refused (D-14) */
    STATION_KEYING,        /* the controller is to begin */
    STATION_OPEN,
};

struct station_reply {
    size_t length; /* 0 = say nothing */
    uint8_t wire[LINK_WIRE_MAX];
};

struct station_link {
    struct station *station;
    uint8_t address;
    enum station_link_state state;
    struct frame_parser parser;
    struct station_keys keys;
    uint8_t clear_ctr; /* of ACK frames */
    uint8_t said_ctr;  /* of the last frame of ours that asked to be acknowledged */
    uint8_t got_ctr;   /* of the last frame taken from the master: our ACK bits */
    uint8_t tunnel;    /* BEAT's number of the present tunnel */
    bool welcomed;     /* boot is a number of the controller's */
    bool unopened;     /* a frame for us did not open, and none did since */
    bool confirm;      /* GKEY_OK is to be said, for … */
    uint8_t confirm_phase;
    msec beat, heard; /* heard: the last frame that opened */
    msec need_due;
    uint32_t behind, doubted; /* BEAT.gctr that waits for a second one; that was acted upon */
    msec behind_at;
    /* the event that waits for the master's acknowledgement */
    size_t waiting_length; /* 0 = none */
    msec waiting_expires;
    /* D-26: what the controller said of its history; goes back in HELLO */
    uint32_t boot, epoch;
    uint64_t instance, jseq;
    uint32_t conflicts;             /* frames from another device with our address */
    uint8_t waiting[FRAME_MAX_BUS]; /* decoded */
    uint8_t buffer[LINK_WIRE_MAX];
};

/* Both pointers must live as long as the link. */
void station_link_init(struct station_link *link, const struct station_identity *identity,
                       struct station *station, uint8_t address);
/* Forgets all keys. */
void station_link_fini(struct station_link *link);

/* Takes bytes of the line up to the end of one frame; returns how many. reply->length is not 0
 * when the master asked: then those bytes go out now, within t_turn. */
size_t station_link_feed(struct station_link *link, const uint8_t *bytes, size_t count, msec now,
                         struct station_reply *reply);

/* What time does, and what takes time: NOISE2 is made here, a point multiplication. */
void station_link_tick(struct station_link *link, msec now);
/* When station_link_tick next has something to do. */
msec station_link_deadline(const struct station_link *link);

/* The shell gives 32 fresh random bytes whenever they are wanted; without them there is no session.
 */
bool station_link_wants_seed(const struct station_link *link);
void station_link_seed(struct station_link *link, const uint8_t seed[CRYPTO_POINT]);

const char *station_link_state_name(enum station_link_state state); /* "open" */

#endif
