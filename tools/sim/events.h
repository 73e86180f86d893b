/* SPDX-License-Identifier: Apache-2.0 */
/*
 * events - what happens next in virtual time: a heap in the order (at, kind, number).
 *
 * The order is total as long as no two events are the same, so a run never depends on
 * how the heap was filled.
 *
 * Ownership: grows on the heap of the program; events_free releases it.
 */
#ifndef SIM_EVENTS_H
#define SIM_EVENTS_H

#include <stdbool.h>

#include "base/base.h"

struct event {
    msec at;
    uint32_t kind, number;
};

struct events {
    struct event *list;
    uint32_t count, size;
};

/* false when there is no memory. */
bool events_add(struct events *events, struct event event) MUST_CHECK;
bool events_next(struct events *events, struct event *event);
void events_free(struct events *events);

#endif
