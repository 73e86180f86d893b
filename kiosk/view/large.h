/* SPDX-License-Identifier: Apache-2.0 */
/*
 * large - parts of the pages in large text and of the low ones: few big places to touch, all of
 * them under a line, text above it (R-X4, R-X5).
 *
 * Sizes are given for text x2; the same page is drawn at x1.5 without the caller's doing (view.c).
 * Colours follow the theme: usual, or black, white and one yellow. Only large_*.c include it.
 */
#ifndef VIEW_LARGE_H
#define VIEW_LARGE_H

#include "view/page.h"

#define LARGE_LINES_MAX 6

struct big {
    struct box box;
    const char *label;
    uint8_t icon;
    bool off, primary, help;
    bool selected; /* a choice that is on: filled, with a check mark */
    uint16_t size[TEXT_SIZES_MAX];
    uint16_t action, arg;
};
void put_big(const struct page *page, const struct big *big);

/* A letter, a name and, when `note` is not NULL, a second line. */
struct choice {
    struct box box;
    const char *letter, *name, *note;
    bool off;
    uint16_t action, arg;
    struct rgba chip; /* a 0 = the theme's primary; high contrast has no other (docs/ui k16) */
};
void put_choice(const struct page *page, const struct choice *choice);

/* Lines to read; drawn above the line in portrait and below it in landscape. */
struct sheet {
    const char *title;
    int16_t aside; /* px at the right that stay free */
    uint32_t count;
    struct line lines[LARGE_LINES_MAX];
};
void add_line(struct sheet *sheet, const char *text);
void put_upper(const struct page *page, const char *title);
int16_t put_sheet(const struct page *page, const struct sheet *sheet); /* y below the lines */

/* White around it, also in high contrast; nothing when there is none. */
void put_code_to_scan(const struct page *page, struct box box);

/* The lowest row: back, home, guide; what makes no sense now is dashed. */
void put_bottom(const struct page *page);
/* 第 1 / 2 页 with its keys; nothing for one page. */
void put_pager(const struct page *page, struct box row, uint32_t pages);
uint32_t large_pages(uint32_t count);
uint32_t large_page(const struct page *page, uint32_t count);

/* A keypad or keyboard: rows of keys, '\n' between them. Letters and digits type themselves
 * (KIOSK_ACT_KEY), '<' deletes, '*' clears, '#' swaps letters and digits, '>' is OK, ' ' is a gap.
 * `ok`: that key makes sense now. */
struct keys {
    struct box box;
    const char *rows;
    const char *swap; /* of '#'; NULL = 选字母 */
    bool ok;
};
void put_keys(const struct page *page, const struct keys *keys);
/* Where a keypad may stand: all between the line and put_bottom's row. */
struct box large_room(const struct page *page);

int16_t large_line(const struct page *page); /* y of the line */

#endif
