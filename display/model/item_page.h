/* SPDX-License-Identifier: Apache-2.0 */
/*
 * item_page - an item of the hall's guide as a page of public information: what to bring, the fee,
 * where, how long.
 *
 * What nobody has said is left out. A page that would be too long loses its last line first, then
 * the promised time; of many materials the first are named and all are counted.
 *
 * Ownership: the caller's page and lay. Threads: none; pure.
 * Sources:   R-L9, docs/ui t03, k09.
 */
#ifndef MODEL_ITEM_PAGE_H
#define MODEL_ITEM_PAGE_H

#include "domain/item_def.h"
#include "domain/page_text.h"
#include "domain/words.h"

/* less = 0 … ITEM_PAGE_LESS: how much is left out. False when there is nothing to say. */
#define ITEM_PAGE_LESS 2
bool item_page(const struct hall_def *def, const struct words *words, const struct item_def *item,
               enum lang lang, uint32_t less, struct page_text *page);
/* NULL when the guide has no such code. */
const struct item_def *item_page_find(const struct hall_def *def, const char *code, size_t length);

#endif
