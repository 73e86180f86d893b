/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv - lines of a comma-separated file, one after the other, as spreadsheets write them:
 * UTF-8 with or without its mark, LF or CRLF, fields in quotes or not.
 *
 * Bounded: so many fields of so many bytes. Never reads behind `end`. Threads: none; pure.
 */
#ifndef BOOKING_CSV_H
#define BOOKING_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSV_FIELDS_MAX 8
#define CSV_FIELD_SIZE 64 /* with NUL */

struct csv {
    const char *at, *end;
    uint32_t line; /* of the row read last, from 1 */
    uint32_t next;
};

struct csv_row {
    uint32_t count;
    const char *problem; /* NULL, or what is wrong with the row; its fields are then not whole */
    char fields[CSV_FIELDS_MAX][CSV_FIELD_SIZE];
};

void csv_open(struct csv *csv, const void *bytes, size_t size);
/* The next row that is not empty; false at the end. */
bool csv_next(struct csv *csv, struct csv_row *row);

#endif
