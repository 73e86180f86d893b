/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day_plan - does a working day begin or end now, by itself (D-28, R-O7)?
 *
 *     04:00 local, on a date that works    the day opens, and one that was left open closes
 *                                          before, once nobody is being served
 *     06:00                                it closes in any case
 *     at a start                           opens at once when no day is open
 *
 * Only by a wall clock that is believed: never when it is implausible, and while it is ahead
 * of the hall's time because somebody moved it, the open day goes on until a person
 * closes it (F09). When it went back, its date counts, not that of the hall's time.
 *
 * Threads: none; pure.
 */
#ifndef APP_DAY_PLAN_H
#define APP_DAY_PLAN_H

#include "app/day_clock.h"
#include "domain/hall_def.h"

struct day_look {
    const struct hall_def *def;
    const struct day_clock *clock;
    int16_t tz_min;
    uint32_t open, last; /* dates of the open day (0 = none) and of the last that was opened */
    bool started;        /* it was looked at before */
    bool served;         /* somebody is at a window */
};

enum verb day_plan(const struct day_look *look, uint32_t *date);
/* The date that a day opened now would have; 0 when the clock says none. */
uint32_t day_plan_date(const struct day_clock *clock, int16_t tz_min);

#endif
