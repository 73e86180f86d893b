/* SPDX-License-Identifier: Apache-2.0 */
#include "link/hall_clock.h"

#include <stdbool.h>

static msec factor(const struct hall_clock *clock)
{
    return clock->training ? clock->training : 1;
}

void hall_clock_welcome(struct hall_clock *clock, const struct msg_welcome *welcome, msec mono)
{
    *clock = (struct hall_clock){.hall = (msec)welcome->now_ms,
                                 .mono = mono,
                                 .training = welcome->training,
                                 .tz_min = welcome->tz_min};
}

/* Is this answer as good as the best of the last ones, itself among them? The first one always is:
 * the WELCOME had no round trip to go by. */
static bool is_good(struct hall_clock *clock, uint32_t rtt_ms)
{
    clock->rtt_ms[clock->answers++ % HALL_CLOCK_TRIES] = rtt_ms;
    uint32_t best = rtt_ms;
    for (uint32_t i = 0; i < HALL_CLOCK_TRIES && i < clock->answers; i++)
        if (clock->rtt_ms[i] < best)
            best = clock->rtt_ms[i];
    return rtt_ms <= best + HALL_CLOCK_SLACK_MS;
}

void hall_clock_pong(struct hall_clock *clock, const struct msg_pong *pong, uint32_t rtt_ms,
                     msec mono)
{
    msec half = (msec)(rtt_ms / 2) * factor(clock);
    msec slack = HALL_CLOCK_SLACK_MS * factor(clock);
    msec hall = (msec)pong->now_ms + half, off = hall - hall_clock_now(clock, mono);
    /* Further off than the way can explain: the hall's clock was set. */
    bool set = off > half + slack || off < -half - slack;
    clock->tz_min = pong->tz_min;
    if (!is_good(clock, rtt_ms) && !set)
        return;
    clock->hall = hall;
    clock->mono = mono;
}

msec hall_clock_now(const struct hall_clock *clock, msec mono)
{
    return clock->hall ? clock->hall + (mono - clock->mono) * factor(clock) : 0;
}
