/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tale - the facts of one ticket as sentences for people: where it was issued, how its place
 * came about, why it was called when it was, how it ended.
 *
 * A fact comes as its printed line, as HISTORY sends it: name, then key=value. Two keys may
 * stand behind those of the fact: `ahead` (people before it when it was issued) and `other`
 * (the number of the ticket that a call speaks of beside it).
 *
 * A score is never told: whether somebody rated is everybody's business, how is not (R-E3).
 *
 * Threads: none; pure but for the stream.
 */
#ifndef CTL_TALE_H
#define CTL_TALE_H

#include <stdint.h>
#include <stdio.h>

#include "domain/label.h"

struct tale {
    FILE *out;
    int16_t tz_min;
    char label[LABEL_TEXT_SIZE]; /* of the ticket */
    uint32_t ticket;             /* its id, from the first fact that names it */
    uint32_t lines;
    uint8_t state; /* enum ticket_state, as far as it was told */
    bool rated;
};

void tale_begin(struct tale *tale, FILE *out, const char *label, int16_t tz_min);
void tale_fact(struct tale *tale, uint64_t at_ms, const char *fact);
/* How it stands, or ended. */
void tale_end(const struct tale *tale);

#endif
