/* SPDX-License-Identifier: Apache-2.0 */
#include "link/hall_clock.h"

static msec factor(const struct hall_clock *clock)
{
    return clock->training ? clock->training : 1;
}

void hall_clock_welcome(struct hall_clock *clock, const struct msg_welcome *welcome, msec mono)
{
    *clock = (struct hall_clock){(msec)welcome->now_ms, mono, welcome->training, welcome->tz_min};
}

void hall_clock_pong(struct hall_clock *clock, const struct msg_pong *pong, uint32_t rtt_ms,
                     msec mono)
{
    clock->hall = (msec)pong->now_ms + (msec)(rtt_ms / 2) * factor(clock);
    clock->mono = mono;
    clock->tz_min = pong->tz_min;
}

msec hall_clock_now(const struct hall_clock *clock, msec mono)
{
    return clock->hall ? clock->hall + (mono - clock->mono) * factor(clock) : 0;
}
