/* SPDX-License-Identifier: Apache-2.0 */
/*
 * station - one pad, strip or rating pad: what it shows, what it wants to say.
 *
 * The same struct stands behind an RS-485 line (core/link.h) and behind a TCP session
 * (a shell feeds it): messages of the controller go in with station_take, what it has
 * to say is fetched with station_next.
 *
 * Errors:  a message that is not for this kind of station is ignored.
 * Time:    monotonic milliseconds, passed in.
 * Threads: none. No memory but this struct.
 */
#ifndef CORE_STATION_H
#define CORE_STATION_H

#include "core/pad.h"
#include "core/rating.h"
#include "core/strip.h"
#include "protocol/message.h"

#define STATION_STATUS_MS (5 * SECOND)

struct station {
    uint8_t kind; /* enum device_kind: PAD, STRIP, RATING */
    target_id target;
    const char *name; /* of its window, from whoever has the definition (R-L1); NULL = none */
    bool online;      /* the session with the controller is open */
    uint16_t training;
    uint16_t flags, rx_bad, rx_forged; /* kept by the link, told in STATUS */
    uint16_t seq;                      /* of the last PRESS or RATE */
    msec started, status_due;
    struct pad pad;
    struct strip strip;
    struct rating rating;
};

/* target: the station's window, until WELCOME says another. */
void station_init(struct station *station, uint8_t kind, target_id target, msec now);

void station_welcome(struct station *station, const struct msg_welcome *welcome, msec now);
/* The same session goes on after a silence. */
void station_online(struct station *station, msec now);
/* The session ended, or the way to the controller: presses are refused, what is shown ages. */
void station_offline(struct station *station, msec now);
/* Something may have been missed: tell what is shown, at once. */
void station_doubt(struct station *station, msec now);

/* A message of the open session. */
void station_take(struct station *station, const struct message *message, msec now);

struct station_out {
    struct message message;
    msec expires; /* not worth sending behind that */
};
/* The next thing to say, most urgent first; false when there is nothing now. */
bool station_next(struct station *station, msec now, struct station_out *out);
void station_tick(struct station *station, msec now);
/* When station_next or station_tick has something to do. */
msec station_deadline(const struct station *station);

/* A key went down. arg: key 6's choice (D-16), 0 = none. */
enum pad_taken station_press(struct station *station, uint8_t key, uint16_t arg, msec now);
/* score 5 … 1, 0 = rather not (R-E5). False when nothing is asked. */
bool station_rate(struct station *station, uint8_t score, msec now);

#endif
