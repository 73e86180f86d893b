/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_lay - where the lines of a page of public information stand, and whether they fit.
 *
 * Lines are broken with text_measure_rough, never with a font, so that whoever checks the page
 * and every board that shows it break it alike. The text is broken between hanzi and at blanks, no
 * line begins with a closing mark. An image gets the height that the text leaves.
 *
 * Ownership: lines point into the struct's own pool (about 10 KB: static or allocated).
 * Errors:    `fits` false = the page is too long for its card; nothing is shown of it.
 * Threads:   none; pure.
 * Sources:   docs/ui t03.
 */
#ifndef UI_PAGE_LAY_H
#define UI_PAGE_LAY_H

#include "domain/page_text.h"
#include "ui/draw.h"

/* The card of t03 in its smaller shape; what fits there fits upright, too. */
#define PAGE_CARD_W 1032
#define PAGE_CARD_H 840
#define PAGE_HEAD_H 104
#define PAGE_MARGIN 40
#define PAGE_IMAGE_LEAST 160 /* px high: a smaller image says nothing */
#define PAGE_LINES_MAX 32

enum page_role {
    PAGE_ROLE_LABEL,
    PAGE_ROLE_STRONG,
    PAGE_ROLE_PLAIN,
    PAGE_ROLE_MARK,
    PAGE_ROLE_CELL,
    PAGE_ROLE_RULE,
    PAGE_ROLE_FOOT
};

/* In a card whose upper left corner is 0, 0. */
struct page_line {
    uint8_t role;  /* enum page_role */
    uint16_t size; /* px em */
    struct box box;
    uint16_t text; /* in the pool */
};

struct page_lay {
    uint32_t count;
    struct page_line lines[PAGE_LINES_MAX];
    struct box image; /* h 0 = none */
    bool fits;
    uint16_t used;
    char pool[PAGE_FILE_MAX * 2];
};

void page_lay(const struct page_text *page, int16_t w, int16_t h, struct page_lay *lay);
const char *page_lay_text(const struct page_lay *lay, const struct page_line *line);

#endif
