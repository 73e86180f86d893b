/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day_report - what a day was, in figures (R-Z1, R-Z2): from the facts of its date alone.
 *
 * Give it every fact up to the last close of the date, with the row that it is in, then print. What
 * was undone (D-20) does not count: the facts of the command that was taken back are left out. The
 * definitions are printed under the figures.
 *
 * Memory:  day_report_bytes(facts), the caller's, aligned for max_align_t.
 * Errors:  none; facts beyond the room are not counted and the report says so.
 * Threads: none; pure.
 */
#ifndef REPORT_DAY_REPORT_H
#define REPORT_DAY_REPORT_H

#include <stddef.h>

#include "engine/fact.h"

#define REPORT_LINK_BYTES 16
#define REPORT_CLERKS_MAX 500 /* the rest are counted as one */
#define REPORT_WAIT_LONG (30 * MINUTE)
#define REPORT_WAIT_TOO_LONG (45 * MINUTE)

struct day_report;
size_t day_report_bytes(uint32_t facts);
struct day_report *day_report_init(void *memory, uint32_t facts);
void day_report_fact(struct day_report *report, const struct fact *fact, uint64_t row);

/* The row that closed the day: its number and its link of the chain (T15). */
struct day_report_head {
    uint32_t day; /* yyyymmdd */
    uint64_t row;
    uint8_t link[REPORT_LINK_BYTES];
};
/* CSV, a line at a time with its newline. Sorts inside; print once. */
void day_report_print(struct day_report *report, const struct day_report_head *head,
                      void (*line)(void *context, const char *text), void *context);

#endif
