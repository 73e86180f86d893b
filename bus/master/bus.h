/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus - the master of one RS-485 line: who may speak, and when.
 *
 *     bus_step(bus, now, input) -> bytes to send | nothing, next deadline, events
 *
 * Access is by polling: POLL to one station after the other, each answers with the
 * event it has or with ACK. Frames of the controller are sent in the order they came:
 * to a group once, to one station with up to three tries, and its answer counts as a
 * poll. Every second a BEAT says whether there is a way to the controller (D-14).
 *
 * A round may leave out stations that have little to say (settings.every).
 *
 * Silence costs little: a station that did not answer is SUSPECT, after three misses
 * OFFLINE and asked at most once a second, one of them a second while others are
 * there. The first answer makes it ONLINE again.
 *
 * A station that is busy with the answer to a handshake says so in ACK and is polled
 * again soon, out of its turn.
 *
 * The program holds no keys and reads no message but POLL, ACK and BEAT. It drops every
 * frame of a station while there is no tunnel, and bytes it may have slept over (D-11).
 * It sets OPEN, ACKREQ and ACK of what it sends, nothing else (D-01). It counts the frames
 * to all, sealed or not for it, and says in BEAT where the count is (D-02).
 *
 * A frame of another master makes it silent for a second, and alarm (D-14).
 *
 * Time:    monotonic milliseconds, passed in.
 * Threads: none. No memory but this struct.
 */
#ifndef MASTER_BUS_H
#define MASTER_BUS_H

#include "domain/hall_def.h"
#include "protocol/bits.h"
#include "protocol/frame.h"

#define BUS_STATIONS_MAX STATIONS_PER_LINE_MAX
#define BUS_QUEUE_MAX 32  /* frames of the controller that wait; its credit */
#define BUS_INPUT_MAX 256 /* bytes of the line given to one step */
#define BUS_TRIES_MAX 3   /* of a frame to one station; misses until OFFLINE */
#define BUS_BEAT_MS SECOND
#define BUS_PROBE_MS SECOND
#define BUS_ROUND_MS 40 /* a poll round starts no sooner after the last one */
#define BUS_TURN_MS 10  /* a station starts its answer within that … */
#define BUS_HOST_MS 20  /* … and our own serial adapter hands it over within that */
#define BUS_GAP_MS 20   /* silence that ends a broken frame */
#define BUS_BUSY_MS 25  /* a busy station is asked again */
#define BUS_FOREIGN_MS SECOND
#define BUS_PRESS_LIFE_MS (3 * SECOND) /* D-11 */
#define BUS_DEAF_MS 50 /* what lay in the buffers when we woke from a longer sleep */
#define BUS_WIRE_MAX FRAME_WIRE_MAX(FRAME_MAX_BUS)
#define BUS_EVENTS_MAX (2 * BUS_STATIONS_MAX)

struct bus_settings {
    uint32_t baud;
    uint16_t turn_ms; /* 0 = BUS_TURN_MS */
    uint8_t count;    /* at most BUS_STATIONS_MAX */
    uint8_t addresses[BUS_STATIONS_MAX];
    /* Asked in each n-th round only, 0 = in each: what has no keys can wait. */
    uint8_t every[BUS_STATIONS_MAX];
};

enum bus_station_state { BUS_SUSPECT, BUS_ONLINE, BUS_OFFLINE };

struct bus_station {
    uint8_t address, state, misses;
    uint8_t ack;     /* CTR of its last frame: our ACK bits */
    uint16_t errors; /* answers that did not come */
    msec probed;
    msec busy;   /* it is asked again then; 0 = it is not busy */
    bool online; /* as the controller was told */
    bool wanted; /* in the round that runs */
};

enum bus_wait { BUS_WAIT_NOTHING, BUS_WAIT_POLL, BUS_WAIT_FRAME };

struct bus_frame {
    uint8_t length, tries;
    uint8_t at[FRAME_MAX_BUS];
};

struct bus {
    struct bus_settings settings;
    struct bus_station stations[BUS_STATIONS_MAX];
    uint8_t turn;          /* where the round stands */
    uint8_t rounds;        /* counted */
    msec round;            /* when it began */
    enum bus_wait waiting; /* for an answer of stations[asked] … */
    uint8_t asked;
    msec answer_by, answer_last; /* … until; never longer than */
    msec free_at, beat_due, probed, silent_until, stepped, deaf_until;
    uint8_t probe;    /* where the search among the silent ones stands */
    bool polled_last; /* frames and polls take turns */
    bool busy_last;   /* the last poll was out of turn */
    uint8_t owed;     /* credit to be granted */
    bool tunnel;
    uint8_t tunnel_number;
    uint32_t gctr; /* BEAT: counter of the next frame to all, 0 = none yet */
    uint8_t clear_ctr;
    uint8_t head, queued;
    uint32_t dropped, foreign;
    struct frame_parser parser;
    uint8_t sent[FRAME_MAX_BUS]; /* what we said last: some adapters hand it back */
    uint8_t sent_length;
    uint8_t buffer[BUS_WIRE_MAX];
    struct bus_frame queue[BUS_QUEUE_MAX];
};

enum bus_input_kind {
    BUS_TICK,
    BUS_BYTES,     /* of the line, at most BUS_INPUT_MAX */
    BUS_FRAME,     /* of the controller: decoded, for this line */
    BUS_TUNNEL_UP, /* number: another one than the last time */
    BUS_TUNNEL_DOWN,
    BUS_GCTR, /* of the controller: the counter of its next frame to all */
};

struct bus_input {
    enum bus_input_kind kind;
    const uint8_t *bytes;
    size_t length;
    uint8_t number;
    uint32_t gctr;
};

enum bus_event_kind {
    BUS_EVENT_UPLINK,  /* a station's frame for the controller */
    BUS_EVENT_STATION, /* online or not, errors */
    BUS_EVENT_CREDIT,  /* the controller may send `credit` frames more */
    BUS_EVENT_FOREIGN, /* another master is on the line */
    BUS_EVENT_DROPPED, /* a frame of the controller was given up */
};

struct bus_event {
    enum bus_event_kind kind;
    uint8_t address;
    bool online;
    uint8_t credit;
    uint16_t errors;
    const uint8_t *frame; /* inside the output */
    size_t length;
};

struct bus_output {
    msec deadline;      /* step again then at the latest */
    size_t wire_length; /* 0 = send nothing */
    uint8_t wire[BUS_WIRE_MAX];
    uint32_t count;
    struct bus_event events[BUS_EVENTS_MAX];
    size_t used;
    uint8_t frames[BUS_INPUT_MAX + BUS_WIRE_MAX]; /* of UPLINK events */
};

void bus_init(struct bus *bus, const struct bus_settings *settings, msec now);
void bus_step(struct bus *bus, msec now, const struct bus_input *input, struct bus_output *output);

/* How long that many bytes take on the line, rounded up. */
msec bus_line_ms(uint32_t baud, size_t bytes);
const char *bus_station_state_name(uint8_t state); /* "online" */

#endif
