/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intake - appointments come in: a file that a hall brings, or one made at the desk
 * (R-A1 … R-A8). Every mistake is named by file, line and column; identity numbers are
 * hashed where they are read and kept nowhere.
 *
 *     date,start,service,code,id
 *     2026-03-19,9:30,A,K4711,110101199003077774
 *
 * Columns in any order, `id` may be missing or empty. Service: its number or its prefix.
 *
 * Errors: mistakes go to `report`; faults are logged. Threads: none.
 */
#ifndef BOOKING_INTAKE_H
#define BOOKING_INTAKE_H

#include <stdio.h>

#include "booking/book.h"
#include "booking/no_show.h"

#define INTAKE_AHEAD 5 /* working days (R-A2) */
#define INTAKE_FILE_MAX (1u << 20)

struct intake {
    const struct hall_def *def;
    const char *state_dir;
    uint32_t today;
    uint16_t minute; /* local, now */
    bool same_day;   /* the desk may book for today, a file only from tomorrow on */
    FILE *report;
    const char *file; /* its name in the report */

    /* inside */
    uint32_t line, mistakes, taken;
    uint32_t book_count;
    struct book books[INTAKE_AHEAD + 1];
    struct day_key keys[INTAKE_AHEAD + 1];
    struct no_shows missed;
};

/* One appointment as people write it; "" = not said. */
struct intake_row {
    const char *date, *start, *service, *code, *id;
};

/* Reads what is there already. Ends with intake_close, also on an error. */
enum err intake_open(struct intake *intake) MUST_CHECK;
void intake_close(struct intake *intake);
/* Takes it into memory, or names what is wrong: mistakes. */
enum err intake_take(struct intake *intake, const struct intake_row *row) MUST_CHECK;
enum err intake_file(struct intake *intake, const void *bytes, size_t size) MUST_CHECK;
/* Writes what was taken. */
enum err intake_keep(struct intake *intake) MUST_CHECK;

#endif
