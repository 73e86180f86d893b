/* SPDX-License-Identifier: Apache-2.0 */
/*
 * subject - which ticket, targets and service a fact speaks of.
 *
 * Read from the fact's field table by name, so that a fact added to the table later is
 * shown on boards and found in histories without a line here. Threads: none; pure.
 */
#ifndef APP_SUBJECT_H
#define APP_SUBJECT_H

#include "engine/fact.h"

#define SUBJECT_TARGETS_MAX 4 /* target, from, to, sent */

struct subject {
    uint32_t ticket;
    uint16_t service;
    uint8_t target_count;
    uint16_t targets[SUBJECT_TARGETS_MAX];
};

void subject_of(const struct fact *fact, struct subject *subject);

#endif
