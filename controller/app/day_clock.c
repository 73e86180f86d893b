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

void day_clock_resume(struct day_clock *clock, msec moment, msec mono)
{
    clock->last = moment;
    clock->mono = mono;
    clock->begun = clock->trusted = clock->held = true;
    clock->wall = moment;
    clock->doubt = CLOCK_AHEAD;
}

static bool plausible(msec utc)
{
    return utc >= DAY_CLOCK_FIRST && utc < DAY_CLOCK_LAST;
}

/* How long ago the clocks were read; notes a step of the wall clock. */
static msec look(struct day_clock *clock, msec mono, msec utc)
{
    msec elapsed = clock->begun && mono > clock->mono ? mono - clock->mono : 0;
    msec expected = clock->wall + elapsed, step = utc - expected;
    if (clock->begun && (step > DAY_CLOCK_STEP || step < -DAY_CLOCK_STEP)) {
        if (!clock->step_to)
            clock->step_from = expected;
        clock->step_to = utc;
    }
    clock->begun = true;
    clock->wall = utc;
    clock->mono = mono;
    return elapsed;
}

/* The hall's time is ahead of the wall clock: it gives up a part of what passes. */
static msec slew(struct day_clock *clock, msec elapsed, msec behind)
{
    clock->slewing += elapsed;
    msec back = clock->slewing / DAY_CLOCK_SLEW;
    clock->slewing %= DAY_CLOCK_SLEW;
    return back < behind ? back : behind;
}

static msec steer(struct day_clock *clock, msec mono, msec utc)
{
    msec elapsed = look(clock, mono, utc);
    msec free = clock->last ? clock->last + elapsed : utc, ahead = utc - free;
    clock->doubt = CLOCK_IMPLAUSIBLE;
    if (!plausible(utc))
        return free;
    clock->doubt = CLOCK_AHEAD;
    if (clock->trusted && clock->held && ahead >= DAY_CLOCK_JUMP)
        return free;
    clock->doubt = -ahead >= DAY_CLOCK_JUMP ? CLOCK_BEHIND : CLOCK_RIGHT;
    clock->trusted |= clock->doubt == CLOCK_RIGHT;
    return ahead >= 0 ? utc : free - slew(clock, elapsed, -ahead);
}

msec day_clock_now(struct day_clock *clock, msec mono, msec utc)
{
    msec now = clock->training ? clock->start + (mono - clock->mono_start) * clock->training
                               : steer(clock, mono, utc);
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

void day_clock_believe(struct day_clock *clock)
{
    clock->trusted = false;
}

bool day_clock_stepped(struct day_clock *clock, msec *from, msec *to)
{
    bool stepped = clock->step_to != 0;
    *from = clock->step_from;
    *to = clock->step_to;
    clock->step_from = clock->step_to = 0;
    return stepped;
}
