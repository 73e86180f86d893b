/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layout - boxes in boxes, and lines of text cut where a reader would cut them.
 */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include "ui/draw.h"

/* Cell `index` of a grid filled row by row. */
struct grid {
    struct box first; /* the first cell */
    int16_t columns;
    int16_t gap_x, gap_y;
};
struct box grid_cell(const struct grid *grid, uint32_t index);

struct box box_inset(struct box box, int16_t x, int16_t y);
bool box_contains(struct box box, int16_t x, int16_t y);
bool box_overlaps(struct box a, struct box b);
struct box box_join(struct box a, struct box b);

#define WRAP_LINES_MAX 8
#define WRAP_LINE_BYTES 192

struct wrapped {
    uint32_t count;
    bool cut; /* did not fit: the last line ends in an ellipsis */
    char line[WRAP_LINES_MAX][WRAP_LINE_BYTES];
};

struct wrap_style {
    uint16_t size;
    bool bold;
    int16_t width;
    uint8_t lines; /* at most; 0 = WRAP_LINES_MAX */
};

/* Breaks between hanzi and at spaces, never inside a Latin word, never before closing
 * punctuation; "\n" always breaks. */
void text_wrap(const struct draw *draw, const char *text, const struct wrap_style *style,
               struct wrapped *out);

#endif
