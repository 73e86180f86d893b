/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lease - numbers that a kiosk may give while it has no controller (D-22).
 *
 * A lease is a block of numbers of one service, from rules.lease_first up, for one kiosk and
 * one day. Neither the series nor another lease ever gives one of them (R-N7), also not
 * after the day was closed and its date opened again: they are burnt. Leases of one series
 * grow upwards, so the list is in the order of their numbers.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_LEASE_H
#define ENGINE_LEASE_H

#include "engine/state.h"

/* The lease of that id today; NULL = none. */
struct lease *lease_find(struct hall *hall, uint32_t id);
/* The first number from `number` on that no kiosk of the series has or had. */
uint16_t lease_pass(const struct hall *hall, uint16_t series, uint16_t number);
/* Will this command never be carried out, since another number was given in its place? */
bool lease_superseded(const struct hall *hall, const struct command_id *id);
/* A day begins: nothing is leased. */
void lease_forget(struct hall *hall, uint16_t burnt_first, uint16_t burnt_last);
/* All that was ever leased on this date: what its next opening must not give again. */
void lease_burnt(const struct hall *hall, uint16_t *first, uint16_t *last);
/* Does it belong to the kiosk of that name? */
bool lease_is_of(const struct lease *lease, const char *device);
/* The lease of that label today, whosever it is; NULL = none. O(leases). */
struct lease *lease_with(struct hall *hall, struct label label);
/* A ticket of that lease came; its hash follows. */
void lease_count(struct hall *hall, struct lease *lease);
/* NULL, or what is wrong. O(leases). */
const char *lease_check(const struct hall *hall);
/* Of field list 2 (D-31). */
uint64_t lease_digest(const struct hall *hall);

#endif
