/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pair - a Mongolian column beside a Chinese text, in one cell (docs/ui 6, R-G3 to R-G5).
 *
 * The column is shaped along a line and turned 90 degrees clockwise; it takes the full height of
 * the cell and 1.6 times the Chinese size of its width. What does not fit is set at 0.8 times,
 * then in two columns, from left to right; else there is no column and Chinese takes the space.
 * Never cut. Numbers do not belong into it: they stay upright outside.
 */
#ifndef UI_PAIR_H
#define UI_PAIR_H

#include "ui/draw.h"

struct pair {
    const char *mongolian; /* NULL or "" = none */
    uint16_t size;         /* of the Chinese text */
    struct rgba colour;
    bool first; /* the column stands left of the Chinese (mn-first), else right */
};

/* Draws the column; the room that is left for the Chinese text. */
struct box draw_pair(struct draw *draw, struct box cell, const struct pair *pair);

#endif
