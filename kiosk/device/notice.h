/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice - the 一次性告知单 of an item as draw lists: all that a visitor must know and bring
 * (F-J15, F-S09, F-S10), or how it is done online (R-K13), on the paper of a slip.
 *
 * What is longer than a slip may be goes on further sheets, cut between lines; each says which of
 * how many it is.
 *
 * Threads: none; pure.
 */
#ifndef DEVICE_NOTICE_H
#define DEVICE_NOTICE_H

#include "device/slip.h"
#include "domain/item_def.h"

#define NOTICE_SHEETS_MAX 8 /* the longest item that a hall may write needs fewer */

struct notice {
    const struct hall_def *def;
    const struct words *words;
    enum lang lang;
    const struct item_def *item;
    bool online;  /* how it is done online, with the code */
    msec printed; /* hall time; 0 = not known */
    int16_t tz_min;
    uint16_t roll_mm;      /* 58; else 80 */
    struct draw_bitmap qr; /* of the address; w 0 = none */
    const uint8_t *qr_dots;
};

/* Draws sheet `index` (from 0); draw->h is its length. Returns how many there are. */
uint32_t notice_draw(const struct notice *notice, uint32_t index,
                     const struct text_measure *measure, struct draw *draw);

#endif
