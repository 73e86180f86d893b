/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numbering - the numbers on tickets: A001, A002 … (R-N1 … R-N7).
 *
 * Each service counts from `first` to `last` every day; behind A999 comes A1000. A
 * number is never used twice on a day, not after a miss, a void or a restart. Two
 * services with one prefix and overlapping ranges share one counter, so that their
 * labels cannot meet.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_NUMBERING_H
#define ENGINE_NUMBERING_H

#include "engine/state.h"

/* The range of a service, its defaults filled in. */
uint16_t numbering_first(const struct service_def *def);
uint16_t numbering_last(const struct service_def *def);

void numbering_init(struct hall *hall);
/* The next label of a service; number 0 when none is left. */
struct label numbering_next(const struct hall *hall, uint16_t service);
void numbering_used(struct hall *hall, uint16_t service, uint16_t number);
/* A new day: every service begins anew, behind the first `skip` of its numbers. */
void numbering_restart(struct hall *hall, uint16_t skip);
/* The most numbers that any service has used: skipping so many repeats none. */
uint16_t numbering_most(const struct hall *hall);

/* A prefix as a number of a fact: the two letters, the first one low. */
uint16_t prefix_pack(struct label label);
struct label prefix_unpack(uint16_t prefix, uint16_t number);

#endif
