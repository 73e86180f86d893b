/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numbering - the numbers on tickets: A001, A002 … (R-N1 … R-N7).
 *
 * Each service counts from `first` to `last` every day; behind A999 comes A1000
 * (R-N5). A class may have a range of its own, so that the number tells it (R-N6);
 * when that is used up its tickets get the numbers of everybody. A number is never
 * used twice on a day, not after a miss, a void or a restart (R-N7). Ranges of one
 * prefix that overlap share one series, so that their labels cannot meet.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_NUMBERING_H
#define ENGINE_NUMBERING_H

#include "engine/state.h"

/* The range of a service, its defaults filled in. */
uint16_t numbering_first(const struct service_def *def);
uint16_t numbering_last(const struct service_def *def);
/* The series of the numbers of everybody; its counters. */
uint16_t numbering_series(const struct hall *hall, uint16_t service);
struct series *numbering_counts(const struct hall *hall, uint16_t series);

void numbering_init(struct hall *hall);
/* The next label for that class of a service; number 0 when none is left. */
struct label numbering_next(const struct hall *hall, uint16_t service, uint8_t ticket_class);
/* Has its series given it, or one behind it? */
bool numbering_passed(const struct hall *hall, uint16_t service, uint8_t ticket_class,
                      uint16_t number);
void numbering_used(struct hall *hall, uint16_t service, uint8_t ticket_class, uint16_t number);
/* Numbers that everybody may still get there; those that kiosks have in between are counted. */
uint32_t numbering_left(const struct hall *hall, uint16_t service);
/* A new day: every range begins anew, behind the first `skip` of its numbers. */
void numbering_restart(struct hall *hall, uint16_t skip);
/* Every series goes on behind so many more numbers. */
void numbering_pass(struct hall *hall, uint16_t numbers);
/* The highest number of everybody that was given or leased. */
uint16_t numbering_top(const struct hall *hall);
/* The most numbers that any range has used: skipping so many repeats none. */
uint16_t numbering_most(const struct hall *hall);

/* A prefix as a number of a fact: the two letters, the first one low. */
uint16_t prefix_pack(struct label label);
struct label prefix_unpack(uint16_t prefix, uint16_t number);

#endif
