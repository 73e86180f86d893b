/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dots - a picture for a panel of LEDs, dot by dot, and texts on it.
 *
 * One byte a dot: which of its LEDs are lit. Texts stand in lines of `size` dots. In lines of 16
 * hanzi are 16 dots wide, letters 8 (R-L6); numbers are then taken from a table of our own with
 * strokes of two dots, which carry further than a font's of one.
 *
 * Ownership: the caller owns the dots. Errors: none; what lies outside is not drawn.
 * Threads:   none; pure. Glyphs come through `struct dot_font` (sdl/dot_face.h has one).
 */
#ifndef UI_DOTS_H
#define UI_DOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

enum dot_led { DOT_OFF = 0, DOT_RED = 1, DOT_GREEN = 2, DOT_BLUE = 4 };
#define DOT_AMBER (DOT_RED | DOT_GREEN)

#define DOTS_LINE 16 /* the smallest line */
#define DOTS_LINE_MAX 128

struct dots {
    uint16_t w, h;
    uint8_t *at; /* w * h, row by row */
};

/* 1 bit a dot, rows begin at a byte, most significant bit first. */
struct dot_glyph {
    const uint8_t *bits; /* valid until the next call */
    uint16_t stride, w, h;
    int16_t left, up; /* of its first dot: from its place, above the baseline */
    uint16_t advance;
};
struct dot_font {
    void *context;
    /* False when there is no such glyph. `em` dots high. */
    bool (*glyph)(void *context, uint32_t point, uint16_t em, struct dot_glyph *glyph);
};

struct dot_area {
    int16_t x, y, w, h;
};
#define AREA(x, y, w, h) ((struct dot_area){(int16_t)(x), (int16_t)(y), (int16_t)(w), (int16_t)(h)})

struct dot_style {
    uint16_t size;  /* dots of the line, at least DOTS_LINE */
    bool number;    /* digits, and capitals before them, as large as the line allows */
    uint8_t colour; /* enum dot_led, together */
};

void dots_clear(struct dots *dots);
uint16_t dots_width(const struct dot_font *font, const char *text, const struct dot_style *style);
/* From x on in a line whose first row is y; nothing outside of the area. */
void dots_text(struct dots *dots, const struct dot_font *font, struct dot_area area, int16_t x,
               int16_t y, const char *text, const struct dot_style *style);
/* Only the colours that a panel with so many kinds of LEDs has: on one kind every dot is red. */
void dots_reduce(struct dots *dots, uint8_t planes);
/* What is dark in the area is lit, and the other way round. */
void dots_invert(struct dots *dots, struct dot_area area, uint8_t colour);

#endif
