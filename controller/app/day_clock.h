/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day_clock - the hall's own time: the wall clock, or N times faster in training (D-27).
 *
 * Never goes back: a wall clock set back makes the hall's time wait until it is overtaken,
 * so that the journal stays in order. Threads: none; pure, clocks are passed in.
 */
#ifndef APP_DAY_CLOCK_H
#define APP_DAY_CLOCK_H

#include <stdbool.h>

#include "base/base.h"

struct day_clock {
    uint16_t training; /* 0 = real time, else how much faster */
    msec start, mono_start;
    msec last;
};

/* `start` is where a training begins; not used in real time. */
void day_clock_init(struct day_clock *clock, uint16_t training, msec start, msec mono);
/* The journal's last moment: time goes on from there at the earliest. */
void day_clock_not_before(struct day_clock *clock, msec moment, msec mono);
msec day_clock_now(struct day_clock *clock, msec mono, msec utc);
/* How long in monotonic time until the hall's clock shows `moment`; 0 = now or past. */
msec day_clock_until(const struct day_clock *clock, msec moment);

#endif
