/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario - a hall's days in small, on the disk of disk.h, stopped anywhere.
 *
 * It remembers what the store has promised: `acked` rows were committed, and a turn may have been
 * on its way up to row `attempted`. Whatever happened, a later start must find exactly `acked` rows
 * or exactly `attempted`, each as it was written, the open day from its first row on.
 */
#ifndef CRASH_SCENARIO_H
#define CRASH_SCENARIO_H

#include "store_fixture.h"

#define SCENARIO_DAYS_MAX 8

struct scenario {
    struct store_fixture f;
    size_t step;
    uint64_t acked, attempted;
    uint64_t days[SCENARIO_DAYS_MAX]; /* by day: the row that opened it; 0 = it never was */
    uint32_t day_count;
    char complaint[256];
};

/* A new folder. Logs are muted until scenario_end. */
void scenario_begin(struct scenario *s);
void scenario_end(struct scenario *s);

/* Goes on with the plan: true when it came to its end, false when the store refused. */
bool scenario_run(struct scenario *s);
/* Only the first steps: two days, checkpointed and closed. */
void scenario_fill(struct scenario *s);
/* scenario_run shall go on behind the second start, with the store as it is. */
void scenario_skip(struct scenario *s);

/* Instead of the plan: a day of 40,000 rows, and the opening of the next, which moves them. */
void scenario_fill_long(struct scenario *s);
bool scenario_open_day(struct scenario *s);

/* Drops the store, as a killed process does. */
void scenario_kill(struct scenario *s);
/* The machine starts again: the kernel has another boot id. */
void scenario_new_boot(struct scenario *s);
/* Marks the disk as failed under this boot. */
void scenario_mark(struct scenario *s);

/* Starts the store and compares: false, with a complaint, when a promise is broken. What was found
 * is promised from then on. */
bool scenario_verify(struct scenario *s);

#endif
