/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offline - what can be done with a state folder while no controller runs on it: check all of it,
 * copy it, bring a copy back.
 *
 * Nothing in a folder or a backup that is checked is changed or repaired.
 *
 * Errors: every bad place is logged with file, row and what to do; ERR_DB, ERR_IO, ERR_NEWER,
 *         ERR_OTHER_HALL. A folder that a controller has open is refused. Threads: one.
 */
#ifndef STORE_OFFLINE_H
#define STORE_OFFLINE_H

#include "base/err.h"
#include "store/store.h"

/* What was found good. */
struct offline_report {
    char hall[64];
    bool training;
    struct store_identity identity; /* boot: of the last start */
    uint64_t rows;                  /* that were read */
    uint32_t archives, removed;     /* that were read, and those of which only the list knows */
    uint32_t missing;               /* restore: archives that were not given */
};

/* The journal and all archives: every page, every row, the chain over all of them. */
enum err offline_verify(const char *dir, struct offline_report *report) MUST_CHECK;
/* Every row of a date, as store_day; the folder may be read only. */
enum err offline_day(const char *dir, uint32_t day,
                     enum err (*row)(void *context, const struct store_row *row),
                     void *context) MUST_CHECK;
/* The same for one file, a backup. Its archives are elsewhere. */
enum err offline_verify_file(const char *file, struct offline_report *report) MUST_CHECK;
/* The journal into a new file, in one piece, checked. */
enum err offline_backup(const char *dir, const char *file,
                        struct offline_report *report) MUST_CHECK;
/* A backup into a folder without a journal, checked first; it keeps its instance. Those of its
 * archives that are in the folder `archives` (NULL = none) are checked and copied, too. */
enum err offline_restore(const char *file, const char *dir, const char *archives,
                         struct offline_report *report) MUST_CHECK;

#endif
