/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/dots.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/dot_digits.h"

#define DIGIT_ADVANCE 8 /* R-L6: letters and digits are 8 x 16 */
#define DIGIT_BASELINE 15
#define NUMBER_FREE(size) ((size) < 64 ? 4 : (size) / 12) /* dots above and below, together */

void dots_clear(struct dots *dots)
{
    memset(dots->at, DOT_OFF, (size_t)dots->w * dots->h);
}

static bool is_digit(uint32_t point)
{
    return point >= '0' && point <= '9';
}

static bool is_capital(uint32_t point)
{
    return point >= 'A' && point <= 'Z';
}

/* A capital belongs to a number when one of its signs follows: AB023, but not Window. */
static bool is_number(uint32_t point, char next)
{
    return is_digit(point) ||
           (is_capital(point) && (is_digit((uint8_t)next) || is_capital((uint8_t)next)));
}

/* Twice as high and its strokes two dots wide: 6 x 14 of 8 x 16. */
static void own_glyph(uint32_t point, uint8_t bits[DOT_DIGIT_H * 2], struct dot_glyph *glyph)
{
    const uint8_t *rows = point <= '9' ? dot_digits[point - '0'] : dot_capitals[point - 'A'];
    for (uint32_t i = 0; i < DOT_DIGIT_H * 2; i++) {
        uint32_t row = rows[i / 2];
        bits[i] = (uint8_t)((row << 1 | row) << 2);
    }
    *glyph = (struct dot_glyph){.bits = bits,
                                .stride = 1,
                                .w = DOT_DIGIT_W + 1,
                                .h = DOT_DIGIT_H * 2,
                                .left = 1,
                                .up = DOT_DIGIT_H * 2,
                                .advance = DIGIT_ADVANCE};
}

/* A glyph and the row of its baseline in a line. */
static bool find(const struct dot_font *font, const char **text, const struct dot_style *style,
                 uint8_t own[DOT_DIGIT_H * 2], struct dot_glyph *glyph, int16_t *baseline)
{
    uint32_t point = utf8_next(text);
    bool number = style->number && is_number(point, **text);
    uint16_t em = style->size;
    *baseline = (int16_t)((style->size * 7 + 4) / 8); /* an em box hangs an eighth below it */
    if (number && style->size == DOTS_LINE) {
        own_glyph(point, own, glyph);
        *baseline = DIGIT_BASELINE;
        return true;
    }
    if (number) { /* capitals are 0.733 em high: they get all of the line but its edges */
        em = (uint16_t)((style->size - NUMBER_FREE(style->size)) * 1000 / 733);
        *baseline = (int16_t)(style->size - NUMBER_FREE(style->size) / 2);
    }
    return font->glyph(font->context, point, em, glyph);
}

uint16_t dots_width(const struct dot_font *font, const char *text, const struct dot_style *style)
{
    uint8_t own[DOT_DIGIT_H * 2];
    struct dot_glyph glyph;
    int16_t baseline;
    uint32_t width = 0;
    while (*text)
        if (find(font, &text, style, own, &glyph, &baseline))
            width += glyph.advance;
    return width < UINT16_MAX ? (uint16_t)width : UINT16_MAX;
}

static void put(struct dots *dots, const struct dot_area *area, int32_t x, int32_t y,
                uint8_t colour)
{
    if (x >= area->x && y >= area->y && x < area->x + area->w && y < area->y + area->h && x >= 0 &&
        y >= 0 && x < dots->w && y < dots->h)
        dots->at[y * dots->w + x] = colour;
}

static void put_glyph(struct dots *dots, const struct dot_area *area, int32_t x, int32_t baseline,
                      const struct dot_glyph *glyph, uint8_t colour)
{
    for (int32_t row = 0; row < glyph->h; row++)
        for (int32_t column = 0; column < glyph->w; column++)
            if (glyph->bits[row * glyph->stride + column / 8] >> (7 - column % 8) & 1)
                put(dots, area, x + glyph->left + column, baseline - glyph->up + row, colour);
}

void dots_text(struct dots *dots, const struct dot_font *font, struct dot_area area, int16_t x,
               int16_t y, const char *text, const struct dot_style *style)
{
    uint8_t own[DOT_DIGIT_H * 2];
    struct dot_glyph glyph;
    int16_t baseline;
    int32_t at = x;
    while (*text && at < area.x + area.w) {
        if (!find(font, &text, style, own, &glyph, &baseline))
            continue;
        if (at + glyph.left + glyph.w > area.x)
            put_glyph(dots, &area, at, y + baseline, &glyph, style->colour);
        at += glyph.advance;
    }
}

void dots_invert(struct dots *dots, struct dot_area area, uint8_t colour)
{
    for (int32_t y = area.y; y < area.y + area.h; y++)
        for (int32_t x = area.x; x < area.x + area.w; x++)
            if (x >= 0 && y >= 0 && x < dots->w && y < dots->h) {
                uint8_t *at = &dots->at[y * dots->w + x];
                *at = *at ? DOT_OFF : colour;
            }
}

void dots_reduce(struct dots *dots, uint8_t planes)
{
    for (uint32_t i = 0; planes == 1 && i < (uint32_t)dots->w * dots->h; i++)
        dots->at[i] = dots->at[i] ? DOT_RED : DOT_OFF;
}
