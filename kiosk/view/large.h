/* SPDX-License-Identifier: Apache-2.0 */
/*
 * large - parts of the pages in large text: big buttons under a line, text above it.
 * Only large.c and large_pages.c include it.
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
};
void put_choice(const struct page *page, const struct choice *choice);

/* Lines to read; drawn above the line in portrait and below it in landscape. */
struct sheet {
    const char *title;
    uint32_t count;
    struct line lines[LARGE_LINES_MAX];
};
void add_line(struct sheet *sheet, const char *text);
void put_upper(const struct page *page, const char *title);
int16_t put_sheet(const struct page *page, const struct sheet *sheet); /* y below the lines */

/* The lowest row: back, home, guide; what makes no sense now is dashed. */
void put_bottom(const struct page *page);
/* 第 1 / 2 页 with its keys; nothing for one page. */
void put_pager(const struct page *page, struct box row, uint32_t pages);
uint32_t large_pages(uint32_t count);
uint32_t large_page(const struct page *page, uint32_t count);

int16_t large_line(const struct page *page); /* y of the line */

#endif
