/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slip - the printed ticket as a draw list: 576 dots wide (72 mm at 8 dots/mm), as long as
 * it needs (docs/ui 3).
 *
 * The shell rasterises it at 1:1 and takes every dot darker than mid-grey: no dithering,
 * so digits and code stay sharp on thermal paper. The number is at least 12 mm high.
 *
 * Threads: none; pure.
 */
#ifndef DEVICE_SLIP_H
#define DEVICE_SLIP_H

#include "domain/words.h"
#include "ui/draw.h"

#define SLIP_DOTS_WIDE 576
#define SLIP_DOTS_HIGH_MAX 1400
#define SLIP_NUMBER_SIZE 176 /* px em: digits of 16 mm */
#define SLIP_NUMBER_MIN 136  /* six characters: digits of 12.4 mm */

struct slip {
    const struct hall_def *def;
    const struct words *words;
    enum lang lang;
    struct label label;
    service_id service;
    uint16_t item; /* 0 = none */
    uint8_t ticket_class;
    uint16_t ahead, lo_min, hi_min, wait_min; /* as the confirm page showed (D-30) */
    msec issued;
    int16_t tz_min;
    bool training;
    struct draw_bitmap qr; /* w 0 = none */
    const uint8_t *qr_dots;
};

/* Fills the list; draw->h is the length of the paper. */
void slip_draw(const struct slip *slip, const struct text_measure *measure, struct draw *draw);

#endif
