/* SPDX-License-Identifier: Apache-2.0 */
/* The test slip: full width, solid black, thin lines, a code. */
#include <stdio.h>

#include "device/slip_parts.h"

#define STAIR 24 /* dots: 3 mm */

/* From edge to edge in steps: a dead dot of the head shows as a white column, a crooked roll as a
 * stair that leaves the paper. */
static void put_stairs(struct strip *strip)
{
    for (int16_t x = 0; x + STAIR <= strip->wide; x = (int16_t)(x + STAIR))
        draw_fill(strip->draw, BOX(x, strip->y + x / STAIR * 2, STAIR, 8), BLACK);
    strip->y = (int16_t)(strip->y + strip->wide / STAIR * 2 + 16);
    draw_fill(strip->draw, BOX(0, strip->y, strip->wide, 24), BLACK);
    strip->y = (int16_t)(strip->y + 32);
    for (int16_t x = 0; x < strip->wide; x = (int16_t)(x + 8)) /* millimetres */
        draw_fill(strip->draw, BOX(x, strip->y, 2, x % 80 ? 12 : 24), BLACK);
    strip->y = (int16_t)(strip->y + 32);
}

void slip_draw_test(const struct test_slip *slip, const struct text_measure *measure,
                    struct draw *draw)
{
    struct strip strip = {.words = slip->words, .lang = slip->lang, .second = slip->lang};
    strip_begin(&strip, slip->roll_mm, measure, draw);
    struct text_style text = slip_plain(28);
    strip_bar(&strip, strip_say(&strip, WORD_TICKET_TEST));
    struct piece when = piece_of_time(slip->at, slip->tz_min);
    const char *lines[] = {slip->kiosk, slip->printer, slip->version, slip->at ? when.text : ""};
    for (size_t i = 0; i < countof(lines); i++)
        if (*lines[i])
            strip_wrapped(&strip, lines[i], &text, 40, 2);
    strip_wrapped(&strip, strip_say(&strip, WORD_TICKET_TEST_NOTE), &text, 40, 3);
    put_stairs(&strip);
    if (slip->qr.w) {
        draw_bitmap(strip.draw, BOX((strip.wide - 192) / 2, strip.y, 192, 192), &slip->qr,
                    slip->qr_dots, BLACK, WHITE);
        strip.y = (int16_t)(strip.y + 192);
    }
    strip_end(&strip);
}
