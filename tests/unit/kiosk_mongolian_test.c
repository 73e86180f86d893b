/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A third language is a catalogue and names: Chinese with Mongolian columns where somebody
 * reviewed the text, Chinese alone elsewhere (R-G1 to R-G5, R-G9, docs/ui 6).
 */
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "i18n/catalogue.h"
#include "kiosk_every.h"
#include "os/file.h"
#include "test.h"
#include "ui/layout.h"
#include "ui/pair.h"
#include "ui/theme.h"

static struct hall_def hall;
static struct zone_def zones[32];
static struct shape shape = {"mn", 1920, 1080, {.lang = LANG_ZH}};
static struct kiosk_effects effects;
static uint8_t *bytes;

static int start(void **state)
{
    struct catalogue reviewed;
    size_t length;
    if (every_start(state) || file_read(REVIEWED_CATALOGUE, 1 << 20, &bytes, &length) ||
        !catalogue_open(&reviewed, bytes, length))
        return -1;
    for (enum word word = 0; word < WORD_COUNT; word++)
        words.text[LANG_MN][word] = catalogue_find(&reviewed, word_key(word));
    struct stage stage = every_stage();
    hall = *stage.def;
    memcpy(zones, hall.zones, hall.zone_count * sizeof(*zones));
    strcpy(zones[0].name.text[LANG_MN], "ᠨᠡᠬᠡᠬᠡᠬᠦ ᠬᠠᠭᠠᠬᠤ");
    hall.zones = zones;
    hall.languages[LANG_MN] = true;
    shape.stage = stage;
    shape.stage.def = &hall;
    return 0;
}

static int stop(void **state)
{
    free(bytes);
    return every_stop(state);
}

static void press(uint16_t action)
{
    struct kiosk_event event = {.type = KIOSK_DOWN, .action = action, .now = model.now + SECOND};
    kiosk_step(&model, &event, &effects);
    event.type = KIOSK_UP;
    kiosk_step(&model, &event, &effects);
}

/* In Mongolian, by the button: zh, en, mn, zh. */
static void show(enum scene scene)
{
    every_render(&shape, scene, fonts_measure(fonts));
    press(KIOSK_ACT_LANGUAGE);
    assert_int_equal(model.lang, LANG_EN);
    press(KIOSK_ACT_LANGUAGE);
    assert_int_equal(model.lang, LANG_MN);
    every_draw(&shape, fonts_measure(fonts));
}

static const struct draw_item *find(const char *text, bool turned)
{
    for (uint32_t i = 0; i < draw.count; i++)
        if (draw.items[i].kind == DRAW_TEXT && draw.items[i].turned == turned &&
            strcmp(draw_item_text(&draw, &draw.items[i]), text) == 0)
            return &draw.items[i];
    return NULL;
}

static void reviewed_texts_are_columns_beside_the_chinese(void **state)
{
    (void)state;
    show(SCENE_HOME);
    const struct draw_item *column = find("ᠶᠡᠬᠡ", true), *chinese = find("咨询", false);
    assert_non_null(column);
    assert_non_null(chinese);
    assert_true(column->box.x >= chinese->box.x + chinese->width);            /* zh-first: right */
    assert_memory_equal(&column->fill, &chinese->fill, sizeof(column->fill)); /* R-G3 */
    hall.mongolian_first = true;
    every_draw(&shape, fonts_measure(fonts));
    column = find("ᠶᠡᠬᠡ", true), chinese = find("咨询", false);
    assert_true(column->box.x + column->box.w <= chinese->box.x);
    hall.mongolian_first = false;
}

/* R-G2: no box is left empty, and no Mongolian stands along a line. */
static void unreviewed_texts_are_chinese_alone(void **state)
{
    (void)state;
    show(SCENE_CHECK_IN);
    uint32_t columns = 0;
    for (uint32_t i = 0; i < draw.count; i++) {
        const char *text = draw_item_text(&draw, &draw.items[i]);
        bool mongolian = draw.items[i].kind == DRAW_TEXT && strstr(text, "\xe1\xa0");
        assert_true(!mongolian || draw.items[i].turned);
        columns += mongolian;
    }
    assert_non_null(find(words_get(&words, LANG_ZH, WORD_K_OK), false));
    assert_true(columns <= 2); /* 确定 and 呼叫引导员 */
}

static void the_name_of_the_language_waits_for_its_review_too(void **state)
{
    (void)state;
    every_render(&shape, SCENE_HOME, fonts_measure(fonts));
    press(KIOSK_ACT_LANGUAGE);
    every_draw(&shape, fonts_measure(fonts));
    assert_non_null(find("Mongolian", false));
}

/* docs/ui 6: 0.8 times, then two columns, then none. */
static void what_does_not_fit_is_smaller_then_in_two_then_away(void **state)
{
    (void)state;
    struct pair pair = {.mongolian = "ᠰᠤᠩᠭᠤᠬᠤ ᠨᠡᠬᠡᠬᠡᠬᠦ", .size = 40};
    draw_begin(&draw, 800, 600, theme_light.bg, fonts_measure(fonts));
    int16_t full = (int16_t)(draw_measure(&draw, pair.mongolian, 40, false) + 16);
    int16_t less = (int16_t)(draw_measure(&draw, pair.mongolian, 32, false) + 16);
    assert_int_equal(draw_pair(&draw, BOX(0, 0, 400, full), &pair).w, 400 - 64);
    assert_int_equal(draw.items[0].size, 40);
    assert_int_equal(draw_pair(&draw, BOX(0, 0, 400, less), &pair).w, 400 - 51);
    assert_int_equal(draw.items[1].size, 32);
    assert_int_equal(draw_pair(&draw, BOX(0, 0, 400, less - 8), &pair).w, 400 - 102);
    assert_int_equal(draw.count, 4);
    assert_true(draw.items[2].box.x < draw.items[3].box.x); /* R-G4: columns from left to right */
    assert_int_equal(draw_pair(&draw, BOX(0, 0, 400, 60), &pair).w, 400);
    assert_int_equal(draw.count, 4);
}

/* R-G5: shaped along a line; every letter has a glyph, joined ones are narrower than alone. */
static void letters_are_joined(void **state)
{
    (void)state;
    struct font_line line;
    assert_true(fonts_line(fonts, "ᠰᠤᠩᠭᠤᠬᠤ", 64, false, &line));
    uint32_t ink = 0;
    for (uint32_t i = 0; i < line.count; i++) {
        struct font_glyph glyph;
        if (fonts_glyph(fonts, &line, i, &glyph))
            for (uint32_t j = 0; j < (uint32_t)glyph.mask.w * glyph.mask.h; j++)
                ink += glyph.mask.alpha[j] > 128;
    }
    assert_true(ink > 1000);
    uint16_t joined = fonts_measure(fonts)->width(fonts, "ᠰᠤᠩᠭᠤᠬᠤ", 64, false), alone = 0;
    static const char *const letters[] = {"ᠰ", "ᠤ", "ᠩ", "ᠭ", "ᠤ", "ᠬ", "ᠤ"};
    for (size_t i = 0; i < countof(letters); i++)
        alone = (uint16_t)(alone + fonts_measure(fonts)->width(fonts, letters[i], 64, false));
    assert_true(joined < alone);
}

/* What a visitor sees; every change of it is looked at (golden/kiosk_mongolian.txt). */
static void the_picture_is_the_reviewed_one(void **state)
{
    (void)state;
    struct golden golden;
    char text[512];
    show(SCENE_HOME);
    golden_open(&golden, "kiosk_mongolian.txt");
    for (uint32_t i = 0; i < draw.count; i++)
        if (draw.items[i].turned) {
            draw_item_print(&draw, &draw.items[i], text, sizeof(text));
            golden_printf(&golden, "%s\n", text);
        }
    golden_close(&golden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reviewed_texts_are_columns_beside_the_chinese),
        cmocka_unit_test(unreviewed_texts_are_chinese_alone),
        cmocka_unit_test(the_name_of_the_language_waits_for_its_review_too),
        cmocka_unit_test(what_does_not_fit_is_smaller_then_in_two_then_away),
        cmocka_unit_test(letters_are_joined),
        cmocka_unit_test(the_picture_is_the_reviewed_one),
    };
    return cmocka_run_group_tests_name("kiosk_mongolian", tests, start, stop);
}
