/* SPDX-License-Identifier: Apache-2.0 */
/* Every scene of a board in every look: nothing is cut, nothing touches, nothing is too small, too
 * faint or blinks too often. Measured with the real font. */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "display_sample.h"
#include "display_scenes.h"
#include "i18n/words_load.h"
#include "sdl/font.h"
#include "test.h"
#include "ui/fit.h"
#include "ui/layout.h"
#include "ui/theme.h"

#define LABEL_MIN 36 /* docs/ui 1.1 */
#define DATA_MIN 44
#define CONTRAST_MIN 450  /* docs/ui 8 … */
#define CONTRAST_TEXT 700 /* … and what is to be read */

static struct words words;
static struct hall_def *def;
static struct fonts *fonts;
static struct display_stage stage;
static struct draw draw, fitted;
static char name[96];

static int start(void **state)
{
    (void)state;
    if (words_load(&words) || fonts_open(&fonts) ||
        config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL))
        return 1;
    stage.def = def;
    stage.words = &words;
    return 0;
}

static int stop(void **state)
{
    (void)state;
    fonts_close(fonts);
    config_free(def);
    return 0;
}

static void paint(const struct display_look *look, enum display_scene scene)
{
    snprintf(name, sizeof(name), "%s%s", display_scene_name(scene), look->suffix);
    display_play(&stage, look, scene);
    display_draw(&stage, &draw, fonts_measure(fonts));
    if (draw.full)
        fail_msg("%s: the list is full", name);
}

static void each_scene(void (*check)(const struct display_look *look, enum display_scene scene))
{
    for (size_t i = 0; i < DISPLAY_LOOKS; i++)
        for (int scene = 0; scene < DISPLAY_SCENE_COUNT; scene++) {
            paint(&display_looks[i], (enum display_scene)scene);
            check(&display_looks[i], (enum display_scene)scene);
        }
}

/* What hanzi and capitals cover: 0.85 em above the baseline, 0.1 below. */
static struct box line_box(const struct draw_item *item)
{
    int16_t x = item->box.x;
    if (item->align == ALIGN_RIGHT)
        x = (int16_t)(x + item->box.w - item->width);
    else if (item->align == ALIGN_CENTRE)
        x = (int16_t)(x + (item->box.w - item->width) / 2);
    return BOX(x, item->baseline - item->size * 85 / 100, item->width, item->size * 95 / 100);
}

static bool is_text(const struct draw_item *item)
{
    return item->kind == DRAW_TEXT && !item->clip && draw_item_text(&draw, item)[0] != '\0' &&
           strcmp(draw_item_text(&draw, item), " ") != 0;
}

static void check_fits(const struct display_look *look, enum display_scene scene)
{
    (void)look;
    (void)scene;
    for (uint32_t i = 0; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        if (!is_text(item))
            continue;
        const char *text = draw_item_text(&draw, item);
        struct box box = line_box(item);
        if (draw_item_too_wide(item))
            fail_msg("%s: \"%s\" has %u px of %d", name, text, item->width, item->box.w);
        if (box.x < 0 || box.y < 0 || box.x + box.w > draw.w || box.y + box.h > draw.h)
            fail_msg("%s: \"%s\" leaves the screen", name, text);
        if (strstr(text, "…"))
            fail_msg("%s: \"%s\" is cut", name, text);
        for (uint32_t j = i + 1; j < draw.count; j++)
            if (is_text(&draw.items[j]) && box_overlaps(box, line_box(&draw.items[j])))
                fail_msg("%s: \"%s\" touches \"%s\"", name, text,
                         draw_item_text(&draw, &draw.items[j]));
    }
}

static void every_text_fits_in_every_look(void **state) /* docs/ui 8 */
{
    (void)state;
    each_scene(check_fits);
}

/* A number of somebody, a window, people or minutes. */
static bool is_data(const char *text)
{
    size_t digits = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return text[digits] == '\0' && strpbrk(text, "0123456789");
}

static void check_sizes(const struct display_look *look, enum display_scene scene)
{
    (void)look;
    (void)scene;
    for (uint32_t i = 0; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        if (item->kind != DRAW_TEXT)
            continue;
        const char *text = draw_item_text(&draw, item);
        if (item->size < (is_data(text) ? DATA_MIN : LABEL_MIN))
            fail_msg("%s: \"%s\" has %u px", name, text, item->size);
    }
}

static void nothing_is_smaller_than_people_can_read(void **state) /* docs/ui 1.1 */
{
    (void)state;
    each_scene(check_sizes);
}

/* The fill below a point, as it lies there when item `at` is drawn. */
static struct rgba ground_at(uint32_t at, int16_t x, int16_t y)
{
    struct rgba ground = draw.background;
    for (uint32_t i = 0; i < at; i++) {
        const struct draw_item *item = &draw.items[i];
        if (item->kind == DRAW_RECT && item->fill.a == 0xff && box_contains(item->box, x, y))
            ground = item->fill;
    }
    return ground;
}

static void check_contrast(const struct display_look *look, enum display_scene scene)
{
    (void)look;
    (void)scene;
    for (uint32_t i = 0; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        bool text = item->kind == DRAW_TEXT;
        if (!text && item->kind != DRAW_ICON)
            continue;
        struct box box = text ? line_box(item) : item->box;
        struct rgba ground =
            ground_at(i, (int16_t)(box.x + box.w / 2), (int16_t)(box.y + box.h / 2));
        uint16_t contrast = theme_contrast_of(item->fill, ground);
        if (contrast < (text ? CONTRAST_TEXT : CONTRAST_MIN))
            fail_msg("%s: \"%s\" has a contrast of %u.%02u", name,
                     text ? draw_item_text(&draw, item) : icon_name((enum icon)item->icon),
                     contrast / 100, contrast % 100);
    }
}

static void every_text_stands_out(void **state) /* docs/ui 8: 4.5, and 7 for text */
{
    (void)state;
    each_scene(check_contrast);
}

/* Yellow means the newest call: one filled box, or the two bands of a take-over. */
static void check_yellow(const struct display_look *look, enum display_scene scene)
{
    (void)look;
    uint32_t filled = 0;
    for (uint32_t i = 0; i < draw.count; i++)
        filled += draw.items[i].kind == DRAW_RECT &&
                  memcmp(&draw.items[i].fill, &theme_tv.called, sizeof(theme_tv.called)) == 0;
    bool two = scene == DISPLAY_SCENE_CALL_TWO || scene == DISPLAY_SCENE_CALL_TWO_WIDEST;
    if (filled > (two ? 2 : 1))
        fail_msg("%s: %u boxes are filled with the colour of a call", name, filled);
}

static void only_the_newest_call_is_filled_with_yellow(void **state)
{
    (void)state;
    each_scene(check_yellow);
}

/* R-L11, R-P3: what no public screen says. */
static void check_confidential(const struct display_look *look, enum display_scene scene)
{
    (void)look;
    (void)scene;
    for (uint32_t s = 0; s < def->service_count; s++) {
        const struct service_def *service = &def->services[s];
        for (uint32_t i = 0; service->confidential && i < draw.count; i++)
            if (strstr(draw_item_text(&draw, &draw.items[i]), service->name.text[LANG_ZH]))
                fail_msg("%s: names %s", name, service->name.text[LANG_ZH]);
    }
}

static void no_confidential_service_is_named(void **state) /* R-L11 */
{
    (void)state;
    each_scene(check_confidential);
}

static void on_4k_every_size_is_twice_as_large(void **state) /* sharp: no picture is scaled */
{
    (void)state;
    paint(&display_looks[0], DISPLAY_SCENE_BOARD);
    struct fit fit = fit_of(draw.w, draw.h, 3840, 2160);
    fit_draw(&fit, &draw, &fitted);
    assert_int_equal(fitted.count, draw.count);
    for (uint32_t i = 0; i < draw.count; i++)
        if (draw.items[i].kind == DRAW_TEXT)
            assert_int_equal(fitted.items[i].size, draw.items[i].size * 2);
}

static bool band_is_lit(void)
{
    for (uint32_t i = 0; i < draw.count; i++)
        if (memcmp(&draw.items[i].fill, &theme_tv.called, sizeof(theme_tv.called)) == 0 &&
            draw.items[i].kind == DRAW_RECT)
            return true;
    return false;
}

static void a_call_blinks_at_most_three_times_and_once_a_second(void **state) /* R-L13 */
{
    (void)state;
    uint32_t changes = 0;
    msec last = -SECOND;
    display_play(&stage, &display_looks[0], DISPLAY_SCENE_CALL);
    stage.screen.time.mono -= 3 * SECOND;
    bool was = true;
    for (msec ms = 0; ms < ANNOUNCE_SHOW_MAX_MS - 100; ms += 50, stage.screen.time.mono += 50) {
        board_heard(&stage.board, &stage.screen.time);
        display_draw(&stage, &draw, fonts_measure(fonts));
        bool lit = band_is_lit();
        if (lit == was)
            continue;
        assert_true(ms - last >= SECOND);
        last = ms;
        was = lit;
        changes++;
    }
    assert_in_range(changes, 1, 3);
    assert_true(was); /* it ends lit */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_fits_in_every_look),
        cmocka_unit_test(nothing_is_smaller_than_people_can_read),
        cmocka_unit_test(every_text_stands_out),
        cmocka_unit_test(only_the_newest_call_is_filled_with_yellow),
        cmocka_unit_test(no_confidential_service_is_named),
        cmocka_unit_test(on_4k_every_size_is_twice_as_large),
        cmocka_unit_test(a_call_blinks_at_most_three_times_and_once_a_second),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
