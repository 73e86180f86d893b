/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search - items by what was typed: letters and digits only (R-M12, docs/ui k08).
 *
 * Best first: what begins with it, then what holds it, then other words for it; the official
 * code counts like the name. In Chinese the letters are pinyin initials, in English
 * the name itself; each finds what the other would, last. Items of the same rank keep the
 * order of the catalogue.
 *
 * Threads: none; pure.
 */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include "domain/item_def.h"

#define KIOSK_QUERY_SIZE 25 /* with NUL */

/* Places in def->items of what is valid on `date` (0 = not known); returns how many. */
uint32_t kiosk_search(const struct hall_def *def, const char *query, enum lang lang, uint32_t date,
                      uint16_t found[ITEMS_MAX]);

#endif
