/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch - who is called next (docs/dispatch.md).
 *
 * Every ticket gets one number when it joins, its key, from the rule of the hall
 * (rules.dispatch); it never changes while the ticket waits. A window looks at the
 * queues of exactly its own services (R-D4) and calls
 *
 *     headstart   the smallest key, + the help delay where a comprehensive window
 *                 would help another zone
 *     fifo        the smallest time of joining
 *     strict      the best class, inside it the smallest time of joining or due time
 *     turns       R-D: in turn a privileged one, an appointment whose slot is open, anybody
 *
 * whereby the returned always go first (D-19), and a ticket that was sent to a window or
 * room is called there before all others (D-16).
 *
 * Integers only, and no clock but the moment of joining and, for turns, of the call.
 * Threads: none; pure.
 */
#ifndef ENGINE_DISPATCH_H
#define ENGINE_DISPATCH_H

#include "engine/state.h"

/* What a rule may look at. */
struct dispatch_input {
    const struct rules_def *rules;
    const struct service_def *service;
    uint8_t ticket_class;
    bool second_leg; /* transferred with place `bonus` (D-16) */
    msec joined;
    msec due; /* of an appointment; 0 = none: it counts from joining */
};
int64_t dispatch_key(const struct dispatch_input *input);
/* What goes before the key: the class under strict classes, else nothing. */
uint8_t dispatch_rank(const struct rules_def *rules, uint8_t ticket_class);

/* The place of a ticket that joins now by the rule. */
struct ticket_place dispatch_place(const struct hall *hall, uint16_t service, uint8_t ticket_class,
                                   bool second_leg, msec now);
/* Of an appointment that is in time (D-18). */
struct ticket_place dispatch_appointment(const struct hall *hall, uint16_t service, msec due,
                                         msec now);
/* Behind everybody who waits in the queue, under strict classes behind all of its class. */
struct ticket_place dispatch_tail(const struct hall *hall, const struct ticket_queue *queue,
                                  uint16_t service, uint8_t ticket_class, msec now);
/* Before everybody in the queue but the returned, under strict classes but the better ones. */
struct ticket_place dispatch_head(const struct hall *hall, const struct ticket_queue *queue,
                                  uint16_t service, uint8_t ticket_class, msec now);
/* Behind the k-th of the queue (R-C2, D-19); *places = k, or 0 when it came to the tail. */
struct ticket_place dispatch_behind(const struct hall *hall, const struct ticket_queue *queue,
                                    uint16_t service, uint8_t ticket_class, uint8_t k, msec now,
                                    uint8_t *places);

/* Why this one: what is chosen, and what would be if it were not there. */
struct dispatch_choice {
    uint32_t slot, runner_up; /* 0 = nobody */
    int64_t key, runner_key;  /* as this window sees them: with its help delay */
    uint8_t why;              /* enum call_why */
    uint8_t turn;             /* of the window, after this call (R-D) */
};
struct dispatch_choice dispatch_next(const struct hall *hall, uint16_t target, msec now);

#define DISPATCH_TURNS_MAX 4 /* letters of the longest pattern */

/* turns, R-D (dispatch_turns.c): the choice among this window's services, leaving one out. */
struct dispatch_turn {
    uint32_t slot;
    uint8_t why, turn;
};
struct dispatch_turn dispatch_by_turns(const struct hall *hall, const struct target *target,
                                       uint32_t but, msec now);

#endif
