/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tidy - moves the rows of closed days from the journal into archives, and removes archives whose
 * time is over.
 *
 * A date's rows leave the journal when another date has been opened: they are copied into a new
 * file (archive.h), which is synced and named; that file is read again from its first row to its
 * last; only then the rows are deleted from the journal, in the transaction that writes the archive
 * into its list. Dead or cut anywhere in between, a day is in the journal, or in both, and the next
 * start goes on. Nothing is archived that the chain does not prove.
 *
 * Pieces of TIDY_ROWS rows, one between two turns: a hall goes on meanwhile.
 *
 * Errors: what the archive's side refuses is logged and given up until the next day or start: the
 *         rows stay where they are. What the journal refuses ends the process like any turn.
 */
#ifndef STORE_TIDY_H
#define STORE_TIDY_H

#include "store/archive.h"

#define TIDY_ROWS 500

enum tidy_phase { TIDY_REST, TIDY_LOOK, TIDY_COPY, TIDY_CHECK, TIDY_EXPIRE };

struct tidy {
    enum tidy_phase phase;
    struct archive archive; /* being written, then read again */
    struct cursor cursor;
};

struct store;

/* There may be something to do: a start, or a day was opened. */
void tidy_begin(struct store *store);
/* What is half done is dropped. */
void tidy_end(struct store *store);

#endif
