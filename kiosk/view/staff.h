/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff - the pages behind the gesture: number and PIN (k25b), the staff page (k25), out of use.
 * Only view.c and the files of these pages include it.
 */
#ifndef VIEW_STAFF_H
#define VIEW_STAFF_H

#include "view/page.h"

#define STAFF_ROWS 6

/* One row of 本机状态. */
struct staff_row {
    enum word label;
    struct line value;
    uint8_t state; /* enum kiosk_part: with a check mark, with a warning sign, or as it is */
};
void staff_rows(const struct page *page, struct staff_row rows[STAFF_ROWS]);
/* What came of the test slip, or that one is wanted; "" = nothing to say. */
const char *staff_news(const struct page *page);
/* Why nobody is signed on yet; "" = nothing to say. */
struct line line_of_sign(const struct page *page);
/* 确定 makes sense now. */
bool sign_can_ok(const struct page *page);

void page_pin(const struct page *page);
void page_staff(const struct page *page);
void dialog_staff_stop(const struct page *page);
void page_out_of_use(const struct page *page);
void large_pin(const struct page *page);
void large_staff(const struct page *page);
void large_staff_stop(const struct page *page);
void large_out_of_use(const struct page *page);

#endif
