/* SPDX-License-Identifier: Apache-2.0 */
/* What stands on strips of every width (R-L6), and pictures of sentences (D-37): what is made of
 * the word table, what a station reads, what it puts where. */
#include <stdio.h>
#include <string.h>

#include "domain/strip_picture.h"
#include "domain/strip_text.h"
#include "golden.h"
#include "i18n/words_load.h"
#include "sdl/strip_render.h"
#include "test.h"

#define MONGOLIAN "ᠪᠠᠢᠨ᠎ᠠ ᠤᠤ" /* a greeting, for this test only: reviewed by nobody (R-G2) */

static struct words words;
static struct strip_render *render;
static struct strip_blob blob;

static int start(void **state)
{
    (void)state;
    return words_load(&words) || strip_render_open(&render);
}

static int stop(void **state)
{
    (void)state;
    strip_render_close(render);
    return 0;
}

static struct label label_of(const char *text)
{
    struct label label = {0};
    (void)label_parse(text, &label);
    return label;
}

static const char *fit(uint8_t show, enum lang lang, const char *label, const char *name,
                       uint16_t dots)
{
    static char text[STRIP_TEXT_SIZE];
    const struct strip_say say = {show, lang, label_of(label), name};
    (void)strip_text(&words, &say, dots, text);
    return text;
}

static void eight_signs_of_128_and_four_of_64(void **state) /* R-L6 */
{
    (void)state;
    assert_string_equal(fit(STRIP_CALL, LANG_ZH, "A023", "", 128), "请A023号办理");
    assert_string_equal(fit(STRIP_CALL, LANG_ZH, "A1023", "", 128), "请A1023号办理");
    assert_int_equal(strip_dots("请A1023号办理"), 104);
    assert_string_equal(fit(STRIP_CALL, LANG_ZH, "A1023", "", 64), "A1023");
    assert_string_equal(fit(STRIP_SERVING, LANG_ZH, "AB1023", "", 128), "正在办理 AB1023");
    assert_string_equal(fit(STRIP_SERVING, LANG_ZH, "A023", "", 64), "A023");
    assert_string_equal(fit(STRIP_PAUSED, LANG_ZH, "", "", 128), "暂 停 服 务");
    assert_string_equal(fit(STRIP_PAUSED, LANG_ZH, "", "", 64), "暂停");
    assert_string_equal(fit(STRIP_LUNCH, LANG_ZH, "", "", 64), "午间休息");
    assert_string_equal(fit(STRIP_EXTENDED, LANG_ZH, "", "", 128), "延时服务中");
    assert_string_equal(fit(STRIP_EXTENDED, LANG_ZH, "", "", 64), "延时");
    assert_string_equal(fit(STRIP_CALL, LANG_EN, "A023", "", 64), "A023");
    assert_string_equal(fit(STRIP_SERVING, LANG_EN, "A023", "", 64), "NOW A023");
}

static void the_windows_own_name_takes_the_place_of_the_friendly_word(void **state) /* R-L1 */
{
    (void)state;
    assert_string_equal(fit(STRIP_IDLE, LANG_ZH, "", "", 128), "热情为您服务");
    assert_string_equal(fit(STRIP_IDLE, LANG_ZH, "", "党员示范岗", 128), "党员示范岗");
    assert_string_equal(fit(STRIP_IDLE, LANG_ZH, "", "党员示范岗", 64), "示范岗");
    assert_string_equal(fit(STRIP_IDLE, LANG_ZH, "", "大学生创业绿色通道", 128), "欢迎");
    assert_string_equal(fit(STRIP_PAUSED, LANG_ZH, "", "党员示范岗", 128), "暂 停 服 务");
}

static void no_width_cuts_anything_in_any_language(void **state)
{
    (void)state;
    static const char *const labels[] = {"A023", "A1023", "AB1023", "WM9999"};
    for (uint16_t dots = 0; dots <= 256; dots++)
        for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
            for (uint8_t show = 0; show < STRIP_SHOW_COUNT; show++)
                for (size_t i = 0; i < countof(labels); i++) {
                    const char *text = fit(show, lang, labels[i], "党员示范岗", dots);
                    assert_true(strip_dots(text) <= dots);
                    bool number = show == STRIP_CALL || show == STRIP_SERVING;
                    if (number && text[0])
                        assert_non_null(strstr(text, labels[i])); /* never half a number */
                    if (number && dots >= STRIP_DOTS_MIN)
                        assert_true(text[0] != '\0');
                    if (show != STRIP_DARK && lang == LANG_ZH && dots >= STRIP_DOTS_MIN)
                        assert_true(text[0] != '\0');
                }
}

static void the_budget_is_what_the_font_takes(void **state)
{
    (void)state;
    const struct dot_style style = {.size = STRIP_PICTURE_LINES, .colour = DOT_RED};
    for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++)
        for (uint8_t show = 1; show < STRIP_SHOW_COUNT; show++)
            for (enum strip_form form = STRIP_FULL; form < STRIP_NOTHING; form++) {
                char text[STRIP_TEXT_SIZE];
                const struct strip_say say = {show, lang, label_of("AB1023"), "党员示范岗"};
                strip_sentence(&words, &say, form, text);
                assert_int_equal(strip_dots(text),
                                 dots_width(strip_render_font(render), text, &style));
            }
}

/* ---- pictures ---- */

static void print_dots(struct golden *golden, const struct dots *dots)
{
    for (uint32_t y = 0; y < dots->h; y++) {
        char row[STRIP_DOTS + 1];
        for (uint32_t x = 0; x < dots->w; x++)
            row[x] = dots->at[y * dots->w + x] ? '#' : '.';
        row[dots->w] = '\0';
        golden_printf(golden, "%s\n", row);
    }
}

static void print_picture(struct golden *golden, const char *what, const char *sentence,
                          uint16_t width, const char *label)
{
    uint8_t at[STRIP_DOTS * STRIP_PICTURE_LINES];
    struct dots dots = {.w = width, .h = STRIP_PICTURE_LINES, .at = at};
    struct strip_picture picture;
    assert_true(strip_render(render, STRIP_CALL, sentence, &blob));
    assert_true(strip_picture_read(blob.bytes, blob.size, &picture));
    (void)strip_compose(render, &picture, label_of(label), &dots);
    golden_printf(golden, "%s %ux%u %s\n", what, dots.w, dots.h, label);
    print_dots(golden, &dots);
}

static void sentences_are_dots_as_reviewed(void **state)
{
    (void)state;
    struct golden golden;
    golden_open(&golden, "strip_pictures.txt");
    print_picture(&golden, "idle", "热情为您服务", 128, "");
    print_picture(&golden, "call", "请{n}号办理", 128, "A023");
    print_picture(&golden, "call", "请{n}号办理", 128, "AB1023");
    print_picture(&golden, "call", "请{n}号办理", 64, "A1023");
    print_picture(&golden, "paused", "暂 停 服 务", 128, "");
    print_picture(&golden, "english", "NOW {n}", 64, "A023");
    print_picture(&golden, "mongolian", MONGOLIAN, 128, ""); /* R-G6 */
    golden_close(&golden);
}

static void one_picture_takes_every_number(void **state) /* D-37 */
{
    (void)state;
    struct strip_picture picture;
    struct strip_place place;
    assert_true(strip_render(render, STRIP_CALL, "请{n}号办理", &blob));
    assert_true(strip_picture_read(blob.bytes, blob.size, &picture));
    assert_int_equal(picture.left, 16);
    assert_int_equal(picture.right, 48);
    assert_true(strip_place(&picture, 4, 128, &place)); /* A023: centred */
    assert_int_equal(place.left, 16);
    assert_int_equal(place.number, 32);
    assert_int_equal(place.right, 64);
    assert_true(strip_place(&picture, 6, 112, &place));
    assert_false(strip_place(&picture, 6, 111, &place));
}

static void a_blob_that_is_no_picture_is_refused(void **state)
{
    (void)state;
    struct strip_picture picture;
    assert_true(strip_render(render, STRIP_PAUSED, "暂停", &blob));
    assert_true(strip_picture_read(blob.bytes, blob.size, &picture));
    for (size_t size = 0; size < blob.size; size++)
        assert_false(strip_picture_read(blob.bytes, size, &picture));
    assert_false(strip_picture_read(blob.bytes, blob.size + 1, &picture));
    for (size_t i = 0; i < STRIP_PICTURE_HEAD; i++) {
        if (i == 3) /* the number may be any */
            continue;
        uint8_t was = blob.bytes[i];
        blob.bytes[i] = 0xee;
        assert_false(strip_picture_read(blob.bytes, blob.size, &picture));
        blob.bytes[i] = was;
    }
    assert_true(strip_picture_read(blob.bytes, blob.size, &picture));
    assert_false(strip_picture_dot(&picture, 0, STRIP_PICTURE_LINES));
    assert_false(strip_picture_dot(&picture, 32, 0));
}

static void what_no_font_has_or_no_picture_holds_is_no_picture(void **state)
{
    (void)state;
    char longest[3 * 65 + 1] = "";
    for (int i = 0; i < 64; i++)
        strcat(longest, "请");
    assert_true(strip_render(render, 1, longest, &blob)); /* 1024 dots */
    strcat(longest, "请");
    assert_false(strip_render(render, 1, longest, &blob));
    assert_false(strip_render(render, 1, "\xf3\xbf\xbf\xbd", &blob)); /* in no font */
}

static void a_script_that_is_shaped_stays_in_its_line(void **state) /* R-G5, R-G6 */
{
    (void)state;
    struct strip_picture picture;
    uint32_t lit = 0;
    assert_true(strip_render(render, 1, MONGOLIAN, &blob));
    assert_true(strip_picture_read(blob.bytes, blob.size, &picture));
    for (uint32_t y = 0; y < STRIP_PICTURE_LINES; y++)
        for (uint32_t x = 0; x < picture.left; x++)
            lit += strip_picture_dot(&picture, x, y);
    assert_in_range(lit, 40, 400);
    assert_in_range(picture.left, 24, STRIP_DOTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_signs_of_128_and_four_of_64),
        cmocka_unit_test(the_windows_own_name_takes_the_place_of_the_friendly_word),
        cmocka_unit_test(no_width_cuts_anything_in_any_language),
        cmocka_unit_test(the_budget_is_what_the_font_takes),
        cmocka_unit_test(sentences_are_dots_as_reviewed),
        cmocka_unit_test(one_picture_takes_every_number),
        cmocka_unit_test(a_blob_that_is_no_picture_is_refused),
        cmocka_unit_test(what_no_font_has_or_no_picture_holds_is_no_picture),
        cmocka_unit_test(a_script_that_is_shaped_stays_in_its_line),
    };
    return cmocka_run_group_tests_name("strip_text", tests, start, stop);
}
