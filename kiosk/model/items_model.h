/* SPDX-License-Identifier: Apache-2.0 */
/*
 * items_model - what a kiosk remembers of a visitor's search, until home.
 */
#ifndef MODEL_ITEMS_MODEL_H
#define MODEL_ITEMS_MODEL_H

#include "model/search.h"

enum kiosk_sheet { KIOSK_SHEET_NONE, KIOSK_SHEET_BUSY, KIOSK_SHEET_DONE, KIOSK_SHEET_FAILED };

struct kiosk_items {
    char query[KIOSK_QUERY_SIZE];
    bool digits;         /* in place of letters */
    bool results;        /* in large text: the hits in place of the keyboard */
    uint16_t zone;       /* of the list of all items; 0 = another list */
    service_id service;  /* of the list of what can be done online; 0 = another list */
    uint16_t item;       /* id of the one looked at */
    uint8_t list;        /* page that it was chosen from … */
    uint8_t list_page;   /* … and the page of that list */
    uint8_t before;      /* page that the ways out were opened on */
    uint8_t online_from; /* page that k23 was opened on */
    bool told_online;    /* k23 was seen for this item */
    uint8_t sheet;       /* enum kiosk_sheet: the paper asked for here */
    uint16_t count;      /* of `found`: places in def->items */
    uint16_t found[ITEMS_MAX];
};

#endif
