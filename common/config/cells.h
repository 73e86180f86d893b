/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cells - a table as spreadsheets save it, strictly: rows of cells, each with its line and column.
 *
 * UTF-8 with or without its mark, LF or CRLF, commas between cells, a cell in "quotes" or not, ""
 * is a quote in a quoted cell. A cell ends on its line. Lines that begin with # and empty
 * ones are passed over. Columns count characters from 1.
 *
 * Bounded: a cell has at most CELL_SIZE - 1 bytes. Never reads behind `end`. Pure.
 */
#ifndef CONFIG_CELLS_H
#define CONFIG_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/document.h"

#define CELL_SIZE 2048

struct cells {
    const char *at, *end;
    struct place place; /* of *at */
    bool in_row;
};

struct cell {
    struct place place;
    const char *problem; /* NULL, or what is wrong with it; the row is then left */
    char text[CELL_SIZE];
};

void cells_open(struct cells *cells, const void *bytes, size_t size);
/* To the next row that holds something; false at the end. */
bool cells_row(struct cells *cells);
/* The next cell of the row; false behind its last. */
bool cells_next(struct cells *cells, struct cell *cell);

#endif
