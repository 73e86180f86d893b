/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lock - protocol/schema.lock: what was published, and whether a change only appends.
 *
 * Devices in the field have the old tables for years. So a message, record or row of the
 * lock stays, with its code, direction, security and the fields it had, names included (a
 * name is what the field means); new fields stand behind the old ones, new messages have
 * new codes, and SCHEMA_REV rises with either (SPEC.md 2).
 *
 * Errors: one sentence that names the place and what to do. Threads: none.
 */
#ifndef SCHEMA_LOCK_H
#define SCHEMA_LOCK_H

#include <stdbool.h>
#include <stdio.h>

#include "schema/catalogue.h"

#define LOCK_WHY 256

/* False with `why` when the text is no lock file. */
bool lock_read(const char *text, struct catalogue *lock, char why[LOCK_WHY]) MUST_CHECK;
void lock_write(const struct catalogue *catalogue, FILE *out);

/* False with `why` when `now` is not the lock and more behind it. */
bool lock_allows(const struct catalogue *lock, const struct catalogue *now,
                 char why[LOCK_WHY]) MUST_CHECK;
/* Fills in `since`: as the lock says, and now->revision for what it does not have. */
void lock_date(const struct catalogue *lock, struct catalogue *now);

#endif
