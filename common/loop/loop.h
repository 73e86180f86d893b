/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop - an event loop whose timers keep their time.
 *
 * libevent's own choice is a clock that moves every 4 ms: as long as a poll of a line and its
 * answer, and a quarter of a step of a board's ticker. Who counts in seconds takes event_base_new.
 */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

struct event_base;

/* The caller frees it; NULL without memory. */
struct event_base *loop_precise(void);

#endif
