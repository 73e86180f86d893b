/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slip - the printed ticket as a draw list: 576 dots wide (72 mm at 8 dots/mm) or 384 on a roll of
 * 58 mm, as long as it needs (docs/ui 3).
 *
 * The shell rasterises it at 1:1 and takes every dot darker than mid-grey: no dithering,
 * so digits and code stay sharp on thermal paper. The number is at least 12 mm high, 11 on the
 * narrow roll.
 *
 * Threads: none; pure.
 */
#ifndef DEVICE_SLIP_H
#define DEVICE_SLIP_H

#include "domain/words.h"
#include "ui/draw.h"

#define SLIP_DOTS_WIDE 576
#define SLIP_DOTS_NARROW 384
#define SLIP_ROLL_MM 80
#define SLIP_ROLL_NARROW_MM 58
#define SLIP_DOTS_HIGH_MAX 1920 /* the longest: both languages on the narrow roll, all said */
#define SLIP_NUMBER_SIZE 176    /* px em: digits of 16 mm */
#define SLIP_NUMBER_MIN 136     /* six characters: digits of 12.4 mm */
#define SLIP_NUMBER_NARROW 120

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

    uint16_t roll_mm;   /* 58; else 80 */
    msec slot;          /* of an appointment; 0 = none */
    msec reprinted;     /* when; 0 = it is the first slip (R-T2) */
    uint16_t journey;   /* R-M10: its next steps are said (p03); 0 = none */
    uint8_t step;       /* of the journey, from 1: where it is now */
    bool alone;         /* no controller: people and range are left out (k27) */
    uint8_t principals; /* people it stands for (R-K11); 0 and 1 = one */
};

/* Fills the list; draw->h is the length of the paper. */
void slip_draw(const struct slip *slip, const struct text_measure *measure, struct draw *draw);

/* Paper without a number: that the printer prints, straight, black and whole (k25). */
struct test_slip {
    const struct words *words;
    enum lang lang;
    const char *kiosk, *printer, *version;
    msec at; /* 0 = not known */
    int16_t tz_min;
    uint16_t roll_mm;
    struct draw_bitmap qr; /* w 0 = none */
    const uint8_t *qr_dots;
};
void slip_draw_test(const struct test_slip *slip, const struct text_measure *measure,
                    struct draw *draw);

#endif
