/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/leds.h"

#include <string.h>

#define CELL 3 /* pixels of the bitmap a dot takes, the last one free */

static void set(uint8_t *bits, size_t stride, uint32_t x, uint32_t y)
{
    for (uint32_t row = y * CELL; row < y * CELL + CELL - 1; row++)
        for (uint32_t column = x * CELL; column < x * CELL + CELL - 1; column++)
            bits[row * stride + column / 8] |= (uint8_t)(0x80 >> column % 8);
}

void leds_draw(struct draw *draw, struct box box, const struct dots *dots, struct rgba lit,
               struct rgba dark)
{
    uint8_t every[LEDS_DOTS_MAX * CELL / 8 * LEDS_LINES * CELL] = {0};
    uint8_t some[sizeof(every)] = {0};
    if (dots->w > LEDS_DOTS_MAX || dots->h > LEDS_LINES || dots->w % 8)
        return;
    size_t bytes = dots->w * CELL / 8u;
    for (uint32_t y = 0; y < dots->h; y++)
        for (uint32_t x = 0; x < dots->w; x++) {
            set(every, bytes, x, y);
            if (dots->at[y * dots->w + x])
                set(some, bytes, x, y);
        }
    const struct draw_bitmap size = {.w = (uint16_t)(dots->w * CELL),
                                     .h = (uint16_t)(dots->h * CELL)};
    draw_bitmap(draw, box, &size, every, dark, RGBA_NONE);
    draw_bitmap(draw, box, &size, some, lit, RGBA_NONE);
}

void leds_text(struct draw *draw, struct box box, const struct dot_font *font, const char *text,
               struct rgba lit, struct rgba dark)
{
    const struct dot_style style = {.size = LEDS_LINES, .colour = DOT_RED};
    uint8_t at[LEDS_DOTS_MAX * LEDS_LINES];
    struct dots dots = {.w = LEDS_DOTS_MAX, .h = LEDS_LINES, .at = at};
    int32_t width = dots_width(font, text, &style);
    dots_clear(&dots);
    dots_text(&dots, font, AREA(0, 0, LEDS_DOTS_MAX, LEDS_LINES),
              (int16_t)((LEDS_DOTS_MAX - width) / 2), 0, text, &style);
    leds_draw(draw, box, &dots, lit, dark);
}
