/* SPDX-License-Identifier: Apache-2.0 */
/* Texts on panels of dots: the budgets of R-L6, whole dots, nothing outside of its area. */
#include <string.h>

#include "sdl/dot_face.h"
#include "test.h"

static struct dot_face *face;
static uint8_t at[256 * 96];

static const struct dot_style line = {.size = DOTS_LINE, .number = true, .colour = DOT_RED};

static uint16_t width(const char *text, const struct dot_style *style)
{
    return dots_width(dot_face_font(face), text, style);
}

static uint32_t lit(const struct dots *dots, struct dot_area area)
{
    uint32_t count = 0;
    for (int32_t y = area.y; y < area.y + area.h; y++)
        for (int32_t x = area.x; x < area.x + area.w; x++)
            count += dots->at[y * dots->w + x] != DOT_OFF;
    return count;
}

/* R-L6, docs/ui l01: 8 full-width characters on 128 dots; a number with its words fits. */
static void a_line_of_16_keeps_the_budget_of_strips(void **state)
{
    (void)state;
    assert_int_equal(width("热情为您服务您好", &line), 128);
    assert_int_equal(width("请A1023号办理", &line), 104);
    assert_int_equal(width("A1023", &line), 40);
    assert_int_equal(width("Window 7", &line), 64);
    assert_int_equal(width("", &line), 0);
}

static void numbers_fill_their_line_and_words_are_left_as_the_font_has_them(void **state)
{
    struct dots dots = {64, 16, at};
    (void)state;
    dots_clear(&dots);
    dots_text(&dots, dot_face_font(face), AREA(0, 0, 64, 16), 0, 0, "1", &line);
    assert_int_equal(lit(&dots, AREA(0, 1, 8, 1)) > 0, 1);
    assert_int_equal(lit(&dots, AREA(0, 14, 8, 1)) > 0, 1);
    dots_clear(&dots);
    dots_text(&dots, dot_face_font(face), AREA(0, 0, 64, 16), 0, 0, "W", &line);
    assert_int_equal(lit(&dots, AREA(0, 0, 8, 3)), 0); /* the font's capital is lower */
}

static void large_numbers_use_their_whole_line(void **state)
{
    static const uint16_t sizes[] = {24, 32, 48, 64, 96};
    (void)state;
    for (size_t i = 0; i < countof(sizes); i++) {
        struct dots dots = {256, sizes[i], at};
        struct dot_style style = {.size = sizes[i], .number = true, .colour = DOT_AMBER};
        dots_clear(&dots);
        dots_text(&dots, dot_face_font(face), AREA(0, 0, 256, sizes[i]), 0, 0, "A0", &style);
        assert_int_equal(lit(&dots, AREA(0, 0, 256, 1)), 0);
        assert_int_equal(lit(&dots, AREA(0, sizes[i] - 1, 256, 1)), 0);
        assert_true(lit(&dots, AREA(0, 1, 256, 4)) > 0);
        assert_true(lit(&dots, AREA(0, sizes[i] - 5, 256, 4)) > 0);
    }
}

static void nothing_is_drawn_outside_of_its_area(void **state)
{
    struct dots dots = {128, 32, at};
    (void)state;
    dots_clear(&dots);
    for (int16_t x = -200; x < 200; x = (int16_t)(x + 7))
        dots_text(&dots, dot_face_font(face), AREA(16, 8, 64, 16), x, (int16_t)(x / 10),
                  "暂停服务A023", &line);
    assert_true(lit(&dots, AREA(16, 8, 64, 16)) > 0);
    assert_int_equal(lit(&dots, AREA(0, 0, 128, 32)), lit(&dots, AREA(16, 8, 64, 16)));
    dots_text(&dots, dot_face_font(face), AREA(-50, -50, 500, 500), 100, 24, "暂停服务", &line);
}

static void inverted_twice_is_as_before(void **state)
{
    struct dots dots = {64, 16, at};
    uint8_t before[64 * 16];
    (void)state;
    dots_clear(&dots);
    dots_text(&dots, dot_face_font(face), AREA(0, 0, 64, 16), 0, 0, "A023", &line);
    memcpy(before, at, sizeof(before));
    dots_invert(&dots, AREA(0, 0, 64, 16), DOT_RED);
    assert_int_equal(dots.at[0], DOT_RED);
    dots_invert(&dots, AREA(0, 0, 64, 16), DOT_RED);
    assert_memory_equal(at, before, sizeof(before));
}

/* The glyphs kept are bounded: a whole page of others pushes them out, and they come back. */
static void more_glyphs_than_are_kept_are_drawn_all_the_same(void **state)
{
    char text[4] = {0};
    (void)state;
    for (uint32_t point = 0x4E00; point < 0x4E00 + 2 * DOT_FACE_GLYPHS; point++) {
        text[0] = (char)(0xE0 | point >> 12);
        text[1] = (char)(0x80 | (point >> 6 & 0x3F));
        text[2] = (char)(0x80 | (point & 0x3F));
        assert_int_equal(width(text, &line), 16);
    }
    assert_int_equal(width("请", &line), 16);
    assert_int_equal(width("\xF3\xB0\x80\x80", &line), 0); /* no such glyph */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_16_keeps_the_budget_of_strips),
        cmocka_unit_test(numbers_fill_their_line_and_words_are_left_as_the_font_has_them),
        cmocka_unit_test(large_numbers_use_their_whole_line),
        cmocka_unit_test(nothing_is_drawn_outside_of_its_area),
        cmocka_unit_test(inverted_twice_is_as_before),
        cmocka_unit_test(more_glyphs_than_are_kept_are_drawn_all_the_same),
    };
    if (dot_face_open(&face))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    dot_face_close(face);
    return failed;
}
