/* SPDX-License-Identifier: Apache-2.0 */
/* The strip of the panel as LEDs (l01): every dot is seen, those of the sentence are lit. */
#include "i18n/words_load.h"
#include "sdl/dot_face.h"
#include "sdl/font.h"
#include "test.h"
#include "ui/leds.h"
#include "view/panel.h"

#define T0 ((msec)60000)

static struct words words;
static struct dot_face *face;
static struct fonts *fonts;
static struct draw draw;
static struct station strip;

static void show(uint8_t state, uint16_t number)
{
    struct message message = {.type = MSG_TYPE_CALL};
    message.call.entries.count = 1;
    message.call.entries.list[0] = (struct rec_call_entry){.target = 6,
                                                           .prefix = 'A',
                                                           .number = number,
                                                           .state = state,
                                                           .call = 1};
    station_init(&strip, DEVICE_STRIP, (target_id){6}, T0);
    station_online(&strip, T0);
    station_take(&strip, &message, T0);
}

static void paint(msec now)
{
    const struct station_panel panel = {.target = {6},
                                        .strip = &strip,
                                        .dots = dot_face_font(face)};
    panel_draw(&draw, &panel, &words, now, fonts_measure(fonts));
    assert_false(draw.full);
}

static uint32_t bits(uint32_t index)
{
    const struct draw_bitmap *bitmap = &draw.bitmaps[index];
    uint32_t count = 0;
    for (uint32_t i = 0; i < (bitmap->w + 7u) / 8 * bitmap->h; i++)
        for (uint8_t byte = draw.dots[bitmap->at + i]; byte; byte &= (uint8_t)(byte - 1))
            count++;
    return count;
}

static void every_dot_is_seen_and_the_sentence_lit(void **state)
{
    (void)state;
    show(WINDOW_SERVING, 1023);
    paint(T0);
    assert_int_equal(draw.bitmap_count, 2);
    assert_int_equal(bits(0), LEDS_DOTS_MAX * LEDS_LINES * 4);
    assert_in_range(bits(1), 4 * 200, 4 * 600);
}

static void in_the_dark_half_of_flashing_nothing_is_lit(void **state) /* R-L2 */
{
    (void)state;
    show(WINDOW_CALLING, 23);
    paint(T0);
    assert_true(bits(1) > 0);
    paint(T0 + STRIP_HALF_MS);
    assert_int_equal(bits(1), 0);
}

static void paused_is_amber_and_a_call_red(void **state)
{
    (void)state;
    struct rgba lit[2];
    static const uint8_t states[] = {WINDOW_PAUSED, WINDOW_CALLING};
    for (size_t i = 0; i < countof(states); i++) {
        show(states[i], 23);
        paint(T0);
        for (uint32_t k = 0; k < draw.count; k++)
            if (draw.items[k].kind == DRAW_BITMAP)
                lit[i] = draw.items[k].fill;
    }
    assert_true(lit[0].g > 0x80);
    assert_true(lit[1].g < 0x60);
}

int main(void)
{
    if (words_load(&words) || dot_face_open(&face) || fonts_open(&fonts))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_dot_is_seen_and_the_sentence_lit),
        cmocka_unit_test(in_the_dark_half_of_flashing_nothing_is_lit),
        cmocka_unit_test(paused_is_amber_and_a_call_red),
    };
    int bad = cmocka_run_group_tests_name("station_leds", tests, NULL, NULL);
    fonts_close(fonts);
    dot_face_close(face);
    return bad;
}
