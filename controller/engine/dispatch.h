/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch - who is called next.
 *
 * Every ticket gets one number when it joins, its key; a window calls the smallest
 * key among the queues of its services (docs/dispatch.md). The rule of a hall is
 * therefore one function, dispatch_key; here it is FIFO: the time of joining.
 *
 * A ticket that was sent to a window or room is called there before all others.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_DISPATCH_H
#define ENGINE_DISPATCH_H

#include "engine/state.h"

/* What a rule may look at. */
struct dispatch_input {
    const struct hall_def *def;
    const struct service_def *service;
    uint8_t ticket_class;
    bool second_leg; /* transferred with place `bonus` (D-16) */
    msec joined;
};
int64_t dispatch_key(const struct dispatch_input *input);

/* The place of a ticket that joins now by the rule. */
struct ticket_place dispatch_place(const struct hall *hall, uint16_t service, uint8_t ticket_class,
                                   bool second_leg, msec now);
/* Behind everybody who waits by the rule without any head start. */
struct ticket_place dispatch_tail(const struct hall *hall, uint16_t service, msec now);
/* Before everybody in the queue but the returned. */
struct ticket_place dispatch_head(const struct hall *hall, const struct ticket_queue *queue,
                                  uint16_t service, msec now);
/* Behind the k-th of the queue (R-C2, D-19); *places = k, or 0 when it came to the tail. */
struct ticket_place dispatch_behind(const struct hall *hall, const struct ticket_queue *queue,
                                    uint16_t service, uint8_t k, msec now, uint8_t *places);

struct dispatch_choice {
    uint32_t slot, runner_up; /* 0 = nobody */
    uint8_t why;              /* enum call_why */
};
struct dispatch_choice dispatch_next(const struct hall *hall, uint16_t target);

#endif
