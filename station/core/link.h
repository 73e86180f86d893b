/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link - a station's end of an RS-485 line: it answers when it is polled, keeps one
 * event until the master acknowledged it, and holds the session with the controller.
 *
 * What travels in TUNNEL between bus program and controller are the decoded frames of
 * this session, end to end (the bus program only sets the link bits, D-01):
 *
 *     station -> controller   DST 00, SRC address      channel (own 00, peer address)
 *       HELLO   at start, when BEAT shows another tunnel or the controller says BYE;
 *               repeated until WELCOME. boot 0 = give me the next number (D-09), else
 *               the number WELCOME gave to this start of the device.
 *       PRESS, RATE   answered by RESULT with session 0 and the same seq. The same seq is
 *               repeated until then, so answer a repeat with the first RESULT.
 *       STATUS  every 5 s, at once when what is shown changed, after a gap in group
 *               frames and after the line was silent: where it differs from the
 *               truth, send CALL (to this address or to all) and PADSTATE again.
 *     controller -> station   DST address, SRC 00      channel (own 00, peer address)
 *       WELCOME (target = the window), then CALL or PADSTATE with the present state;
 *       PADSTATE, RESULT, RATE_OPEN, RATE_CLOSE; BYE when a frame came without session:
 *       the station says HELLO again.
 *     controller -> all       DST FF (or F0 pads, F1 strips), SRC 00, a channel of its own
 *       CALL. Each group address has its own counter.
 *
 * POLL, ACK and BEAT are made by the bus program; they never enter a channel. The bit of
 * a key in PADSTATE.keys is PAD_KEY_BIT (protocol/bits.h).
 *
 *     SILENT -(BEAT)-> GREETING -(WELCOME)-> OPEN -(3 s without BEAT)-> SILENT
 *     any -(BEAT: controller lost)-> NO_CONTROLLER -(BEAT)-> GREETING
 *
 * Errors:  a frame that is not for this station, or damaged, changes nothing and is
 *          never answered.
 * Time:    milliseconds of the station's own monotonic clock, passed in.
 * Threads: none. No memory but this struct.
 */
#ifndef CORE_LINK_H
#define CORE_LINK_H

#include "core/station.h"
#include "protocol/bits.h"
#include "protocol/channel.h"

#define LINK_LOST_MS (3 * SECOND) /* without BEAT: controller lost (protocol/SPEC.md 6) */
#define LINK_HELLO_MS (2 * SECOND)
#define LINK_HELLO_MAX_MS (5 * SECOND)
#define LINK_WIRE_MAX FRAME_WIRE_MAX(FRAME_MAX_BUS)

enum station_link_state {
    STATION_SILENT,        /* no BEAT: cable, bus program */
    STATION_NO_CONTROLLER, /* BEAT says so: presses are refused (D-14) */
    STATION_GREETING,      /* HELLO is out */
    STATION_OPEN,
};

/* What HELLO says of the device. */
struct station_identity {
    uint64_t uid;
    char name[25];
    uint8_t hall_hash[HALL_HASH_SIZE];
    uint32_t firmware;
};

struct station_reply {
    size_t length; /* 0 = say nothing */
    uint8_t wire[LINK_WIRE_MAX];
};

struct station_link {
    const struct station_identity *identity;
    struct station *station;
    uint8_t address;
    enum station_link_state state;
    struct frame_parser parser;
    struct channel pair, all, group;
    uint8_t clear_ctr; /* of ACK frames */
    uint8_t got_ctr;   /* of the last frame taken from the master: our ACK bits */
    uint8_t tunnel;    /* BEAT's number of the present session's tunnel */
    bool welcomed;     /* in that tunnel */
    bool group_known;  /* a frame to all was heard, the last one with group_ctr */
    uint8_t group_ctr;
    msec beat, hello_due, hello_wait;
    /* the event that waits for the master's acknowledgement */
    size_t waiting_length; /* 0 = none */
    msec waiting_expires;
    uint8_t waiting_ctr;
    /* D-26: what the controller said of its history; goes back in HELLO */
    uint32_t boot, epoch;
    uint64_t instance, jseq;
    uint32_t conflicts;             /* frames from another device with our address */
    uint8_t waiting[LINK_WIRE_MAX]; /* decoded */
    uint8_t buffer[LINK_WIRE_MAX];
};

/* Both pointers must live as long as the link. */
void station_link_init(struct station_link *link, const struct station_identity *identity,
                       struct station *station, uint8_t address);

/* Takes bytes of the line up to the end of one frame; returns how many. reply->length is not 0
 * when the master asked: then those bytes go out now, within t_turn. */
size_t station_link_feed(struct station_link *link, const uint8_t *bytes, size_t count, msec now,
                         struct station_reply *reply);

/* What time does: the line fell silent, HELLO is due, a press died. */
void station_link_tick(struct station_link *link, msec now);
/* When station_link_tick next has something to do. */
msec station_link_deadline(const struct station_link *link);

const char *station_link_state_name(enum station_link_state state); /* "open" */

#endif
