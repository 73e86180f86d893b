/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall_clock - the controller's clock as a device knows it.
 *
 * WELCOME and PONG say what time it is in the hall; in between the device's own
 * monotonic clock carries it on, times the training factor (D-27, D-28). A device
 * shows this time and never decides by it.
 *
 * An answer that was long on its way says less: the hall's moment is known to half the round
 * trip. So one that took longer than the best of the last eight is taken only when it shows
 * that the hall's clock was set; otherwise the shown time would jump with each delay.
 */
#ifndef LINK_HALL_CLOCK_H
#define LINK_HALL_CLOCK_H

#include "protocol/message.h"

#define HALL_CLOCK_TRIES 8
#define HALL_CLOCK_SLACK_MS 5 /* worse than the best by so little is as good */

struct hall_clock {
    msec hall, mono; /* the hall's time at that monotonic moment; hall 0 = never told */
    uint16_t training;
    int16_t tz_min;
    uint32_t rtt_ms[HALL_CLOCK_TRIES]; /* of the last answers, round and round */
    uint32_t answers;                  /* since the WELCOME */
};

void hall_clock_welcome(struct hall_clock *clock, const struct msg_welcome *welcome, msec mono);
/* The answer left the controller half a round trip ago. Its tz_min holds in any case. */
void hall_clock_pong(struct hall_clock *clock, const struct msg_pong *pong, uint32_t rtt_ms,
                     msec mono);
msec hall_clock_now(const struct hall_clock *clock, msec mono);

#endif
