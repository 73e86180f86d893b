/* SPDX-License-Identifier: Apache-2.0 */
/*
 * in_force - which definition of the hall holds: the one a day was opened with holds until
 * that date is over (D-41), whatever is edited meanwhile. Its files are kept, in one file,
 * as STATE/hall-in-force.
 *
 *     same files as kept, or nothing kept    the definition given
 *     others, and the day is open or today's the one kept; a warning
 *     others, and the day is an earlier one  the definition given; the closed day is not
 *                                            replayed with it
 *
 * Ownership: in_force_load allocates the bytes of the files; in_force_free releases them.
 * Errors:    ERR_CONFIG after every mistake was reported.
 */
#ifndef APP_IN_FORCE_H
#define APP_IN_FORCE_H

#include <stdbool.h>

#include "base/err.h"
#include "config/config.h"
#include "store/store.h"

struct in_force {
    uint8_t *bytes[CONFIG_FILES];
    size_t length[CONFIG_FILES];
    bool kept;      /* they are what STATE/hall-in-force holds */
    bool opening;   /* … and what STATE/hall-opening holds */
    bool day_apart; /* the journal's day is closed and was written under another definition */
};

/* The definition given with --hall. */
enum err in_force_load(struct in_force *files, const char *dir, struct hall_def **def) MUST_CHECK;
/* Compares it with the one kept and may replace it. `today`: the hall's date, yyyymmdd. */
enum err in_force_choose(struct in_force *files, const char *state_dir, struct store *store,
                         uint32_t today, struct hall_def **def) MUST_CHECK;
/* A day is about to be opened with it: writes the copy, as STATE/hall-opening, before the commit.
 * A death in between then leaves both, and the next start asks the journal which one holds. */
enum err in_force_opening(struct in_force *files, const char *state_dir, uint32_t day) MUST_CHECK;
/* The day was opened with it: from now on it is the one kept. */
enum err in_force_keep(struct in_force *files, const char *state_dir) MUST_CHECK;
void in_force_free(struct in_force *files);

#endif
