/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slip_parts - lines, rules and labels of a slip from top to bottom; only slip.c, slip_steps.c and
 * test_slip.c include it.
 */
#ifndef DEVICE_SLIP_PARTS_H
#define DEVICE_SLIP_PARTS_H

#include "device/slip.h"
#include "ui/layout.h"

#define BLACK RGB(0x000000)
#define WHITE RGB(0xFFFFFF)

struct piece {
    char text[192];
};

/* A strip of paper that is filled downwards. */
struct strip {
    const struct words *words;
    enum lang lang, second; /* second = lang: one language only */
    struct draw *draw;
    bool narrow; /* 58 mm */
    int16_t wide, left, room, y;
};

void strip_begin(struct strip *strip, uint16_t roll_mm, const struct text_measure *measure,
                 struct draw *draw);
void strip_end(struct strip *strip);

const char *strip_say(const struct strip *strip, enum word word);
struct piece strip_fill(const struct strip *strip, enum lang lang, enum word word,
                        const struct word_arg *args, size_t count);
struct piece piece_of_number(uint32_t value);
struct piece piece_of_time(msec at, int16_t tz_min); /* "2026-03-18 9:42" */

/* The size, then smaller ones that may be taken where it does not fit. */
struct text_style slip_plain(uint16_t size);
struct text_style slip_bold(uint16_t size, uint16_t less, uint16_t least);

void strip_line(struct strip *strip, const char *text, const struct text_style *style, int16_t h);
/* At most so many lines; what is cut ends in an ellipsis. */
void strip_wrapped(struct strip *strip, const char *text, const struct text_style *style, int16_t h,
                   uint8_t lines);
void strip_rule(struct strip *strip, bool dashed);
/* White in a black bar. */
void strip_bar(struct strip *strip, const char *text);
/* A small label and what it names, beside each other; two lines where one does not hold it. */
void strip_labelled(struct strip *strip, enum word label, const char *value,
                    const struct text_style *style, int16_t h);

/* "下一步：106号窗口缴税，" "107号窗口发证，号码不变" (p03); nothing behind the last step. */
void slip_steps(struct strip *strip, const struct slip *slip, enum lang lang);

#endif
