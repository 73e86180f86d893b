/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day_clock - the hall's own time: the wall clock, or N times faster in training (D-27).
 *
 * It never goes back (R-O8) and never stands still: between two looks it runs with the
 * monotonic clock, and the wall clock only steers it.
 *
 *     the wall clock is behind    the hall's time runs 1/5 slower until they agree
 *     it is ahead                 the hall's time follows at once, but for a jump of
 *                                 DAY_CLOCK_JUMP or more while people are in the hall:
 *                                 that is a mistake until a person says it is not
 *     it shows an implausible     the hall's time runs on without it
 *     year
 *
 * Durations are therefore those of the monotonic clock, whatever is done to the wall clock.
 * Threads: none; pure, clocks are passed in.
 */
#ifndef APP_DAY_CLOCK_H
#define APP_DAY_CLOCK_H

#include <stdbool.h>

#include "base/base.h"

#define DAY_CLOCK_STEP (2 * SECOND)   /* a larger one goes into the journal (R-O8) */
#define DAY_CLOCK_JUMP (10 * MINUTE)  /* … and a larger one is not believed */
#define DAY_CLOCK_SLEW 5              /* one part of so many */
#define DAY_CLOCK_FIRST 1704067200000 /* 1 January 2024: no hall runs on an earlier date … */
#define DAY_CLOCK_LAST 5049216000000  /* … or after 2130 */

enum clock_doubt {
    CLOCK_RIGHT,
    CLOCK_AHEAD,      /* it jumped ahead while people were in the hall */
    CLOCK_BEHIND,     /* it went back by a jump */
    CLOCK_IMPLAUSIBLE /* 1970: a battery is empty and no time server was heard */
};

struct day_clock {
    uint16_t training; /* 0 = real time, else how much faster */
    msec start, mono_start;
    msec last;
    /* real time: */
    bool begun;      /* the clocks were read: */
    msec wall, mono; /* … last */
    bool trusted;    /* since the start the wall clock agreed with the hall's time once */
    bool held;       /* people are in the hall: a jump is not believed */
    uint8_t doubt;   /* enum clock_doubt */
    msec slewing;    /* monotonic time that is not yet paid back */
    msec step_from, step_to;
};

/* `start` is where a training begins; not used in real time. */
void day_clock_init(struct day_clock *clock, uint16_t training, msec start, msec mono);
/* The journal's last moment: time goes on from there at the earliest. */
void day_clock_not_before(struct day_clock *clock, msec moment, msec mono);
/* The process was started anew while the wall clock was not believed: the hall's time is `moment`.
 */
void day_clock_resume(struct day_clock *clock, msec moment, msec mono);
msec day_clock_now(struct day_clock *clock, msec mono, msec utc);
/* How long in monotonic time until the hall's clock shows `moment`; 0 = now or past. */
msec day_clock_until(const struct day_clock *clock, msec moment);
/* A person says that the wall clock is right. */
void day_clock_believe(struct day_clock *clock);
/* The wall clock stepped since this was asked last: from what it should have shown to what it did.
 */
bool day_clock_stepped(struct day_clock *clock, msec *from, msec *to);

#endif
