/* SPDX-License-Identifier: Apache-2.0 */
/*
 * items - pages of search, guides, going online and the other ways out (docs/ui k08, k09, k20,
 * k23), and the parts they share. Only files of this folder include it.
 */
#ifndef VIEW_ITEMS_H
#define VIEW_ITEMS_H

#include "domain/item_def.h"
#include "view/page.h"

#define SEARCH_HITS 4     /* a page */
#define GUIDE_MATERIALS 4 /* a page */

/* The one looked at; NULL = none. */
const struct item_def *item_shown(const struct page *page);
/* Number `index` of the list of the page. */
const struct item_def *item_found(const struct page *page, uint32_t index);
const char *item_says(const struct page *page, const struct item_def *item, enum item_text which);
const char *item_phone(const struct page *page, const struct item_def *item);
/* "社保 · 1楼 A区 1–8号窗口" */
struct line line_of_item_place(const struct page *page, const struct item_def *item);
/* "前面 12 人，预计 15–25 分钟，1楼 A区 1–8号窗口"; what is not known is left out (R-W3). */
struct line line_of_item_facts(const struct page *page, const struct item_def *item);
/* What to bring, on a line of `w` px in the size: all of it, or the first and how many. */
struct line line_of_bring(const struct page *page, const struct service_def *service, int16_t w,
                          uint16_t size);
/* On the key that takes a number: how many are before. */
struct line line_of_take(const struct page *page, const struct item_def *item);
/* What came of the paper asked for here; "" = nothing to say. */
const char *sheet_news(const struct page *page);
/* Page of a list cut every `each`, and how many there are. */
uint32_t list_pages(uint32_t count, uint32_t each);
uint32_t list_page(const struct page *page, uint32_t count, uint32_t each);

/* ---- ways out ---- */
struct way {
    enum icon icon;
    enum word label, hint;
    uint8_t action, kind;
};
#define WAYS_MAX 4
/* What else can be done here, where no number is given now (k05, k20); `service` NULL = the whole
 * hall is closed. */
uint32_t ways_out(const struct page *page, const struct service_def *service,
                  struct way ways[WAYS_MAX]);

/* ---- usual look ---- */
/* An item to choose (R-M12: its name is never cut). */
void put_item_card(const struct page *page, struct box box, const struct item_def *item);
/* One flag; returns its width. */
int16_t put_flag(const struct page *page, struct box box, const char *text);
int16_t flag_width(const struct page *page, const char *text, uint16_t size);
/* 上一页, 下一页 side by side; one that leads nowhere is off. */
void put_turns(const struct page *page, struct box box, uint32_t pages);
/* A text on as many lines as it takes, at most `lines`. */
void put_text(const struct page *page, struct box box, const char *text,
              const struct text_style *style, int16_t step);
/* The largest size in which the text stands in the box on one line, else two lines in the least. */
void put_fitting(const struct page *page, struct box box, const char *text,
                 const struct text_style *style);
/* A page of the list: cards in the grid, count and turns in `foot`. */
void put_found(const struct page *page, const struct grid *grid, uint32_t each, struct box foot);
void put_number(const struct page *page, struct box box, uint32_t number);

void page_search(const struct page *page);
void page_items(const struct page *page);
void page_guide(const struct page *page);
void page_basis(const struct page *page);
void page_online(const struct page *page);
void page_booking_ways(const struct page *page);
void page_elsewhere(const struct page *page);

/* The same keys under what large_message says. */
void put_large_ways(const struct page *page, const struct service_def *service);
void large_search(const struct page *page);
void large_items(const struct page *page);
void large_guide(const struct page *page);
void large_basis(const struct page *page);
void large_online(const struct page *page);
void large_booking_ways(const struct page *page);
void large_elsewhere(const struct page *page);

#endif
