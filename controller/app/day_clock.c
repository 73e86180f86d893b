/* SPDX-License-Identifier: Apache-2.0 */
#include "app/day_clock.h"

void day_clock_init(struct day_clock *clock, uint16_t training, msec start, msec mono)
{
    *clock = (struct day_clock){.training = training, .start = start, .mono_start = mono};
}

void day_clock_not_before(struct day_clock *clock, msec moment, msec mono)
{
    if (clock->training && day_clock_now(clock, mono, 0) < moment)
        day_clock_init(clock, clock->training, moment, mono);
    if (clock->last < moment)
        clock->last = moment;
}

msec day_clock_now(struct day_clock *clock, msec mono, msec utc)
{
    msec now = clock->training ? clock->start + (mono - clock->mono_start) * clock->training : utc;
    if (now > clock->last)
        clock->last = now;
    return clock->last;
}

msec day_clock_until(const struct day_clock *clock, msec moment)
{
    msec left = moment - clock->last;
    if (left <= 0)
        return 0;
    /* Rounded up: a timer that fires early would find nothing to do and fire again. */
    return clock->training ? (left + clock->training - 1) / clock->training : left;
}
