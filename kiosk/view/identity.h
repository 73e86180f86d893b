/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity - the pages of card and agent, k18, k19 and k26, and what they share. Only files of
 * this folder include it.
 */
#ifndef VIEW_IDENTITY_H
#define VIEW_IDENTITY_H

#include "view/page.h"

#define ID_CARD_W 420
#define ID_CARD_H 256

/* A drawing of a card; `off`: dashed. */
void put_id_card(const struct page *page, int16_t x, int16_t y, bool off);

void page_card(const struct page *page);
void page_card_take(const struct page *page);
void page_agent(const struct page *page);
void large_card(const struct page *page);
void large_card_take(const struct page *page);
void large_agent(const struct page *page);

#endif
