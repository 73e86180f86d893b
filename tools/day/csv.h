/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv - a file of whole numbers and words between commas, read row by row.
 *
 * The first row names the columns and must be the one expected: a column that moved
 * would otherwise be read as another. Whatever is wrong is said once, with file, line,
 * column and what was expected; after that no row is read any more.
 *
 *     csv_open(&csv, dir, "shifts.csv", "window,kind,start_ms,end_ms");
 *     while (csv_row(&csv))
 *         start = csv_number(&csv, 2, 0, 24 * HOUR);
 *     return csv_close(&csv);
 *
 * Ownership: the caller's struct, a file inside; csv_close takes any. Threads: none.
 */
#ifndef DAY_CSV_H
#define DAY_CSV_H

#include <stdbool.h>
#include <stdio.h>

#include "base/base.h"
#include "base/err.h"

#define CSV_COLUMNS_MAX 16
#define CSV_LINE_MAX 1024

struct csv {
    char path[1024];
    FILE *file;
    uint32_t line;
    enum err err;
    uint32_t columns;
    char names[CSV_COLUMNS_MAX][32];
    char text[CSV_LINE_MAX];
    char *cells[CSV_COLUMNS_MAX];
};

void csv_open(struct csv *csv, const char *dir, const char *name, const char *header);
bool csv_row(struct csv *csv);
/* Columns count from 0. A whole number from least to most; `least` when it is none. */
int64_t csv_number(struct csv *csv, uint32_t column, int64_t least, int64_t most);
/* Says what is wrong in this column of this row, unless something was wrong before. */
void csv_bad(struct csv *csv, uint32_t column, const char *fmt, ...) PRINTF_LIKE(3, 4);
enum err csv_close(struct csv *csv) MUST_CHECK;

#endif
