/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every page of the kiosk, with the real font and the definitions of the real halls: texts
 * fit, targets are large enough and apart, colours can be read, limits of lists hold.
 */
#include <string.h>

#include "golden.h"
#include "kiosk_every.h"
#include "test.h"
#include "ui/button.h"
#include "ui/layout.h"
#include "ui/theme.h"

#define GAP_MIN 12
#define LARGE_HEADING 44 /* bold */
#define TEXT_MIN 27      /* English; docs/ui 1.1 */
#define LARGE_MIN_ZH 56
#define LARGER_MIN_ZH 42 /* x1.5, and low alone */

/* ---- text ---- */

static void check_fit(const struct shape *shape, const char *where)
{
    char text[512];
    if (draw.full)
        fail_msg("%s: the list is full", where);
    for (uint32_t i = 0; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        struct box b = item->box;
        draw_item_print(&draw, item, text, sizeof(text));
        if (draw_item_too_wide(item))
            fail_msg("%s: %u px wide: %s", where, item->width, text);
        if (b.x < 0 || b.y < 0 || b.x + b.w > shape->w || b.y + b.h > shape->h)
            fail_msg("%s: outside the screen: %s", where, text);
    }
}

static void no_text_is_wider_than_its_box(void **state)
{
    (void)state;
    on_every_page(check_fit);
}

static void check_size(const struct shape *shape, const char *where)
{
    uint16_t least = TEXT_MIN;
    if (kiosk_large_pages(&model) && shape->stage.lang == LANG_ZH && !model.emergency)
        least = model.large == 2 ? LARGE_MIN_ZH : LARGER_MIN_ZH;
    for (uint32_t i = 0; i < draw.count; i++)
        if (draw.items[i].kind == DRAW_TEXT && draw.items[i].size < least)
            fail_msg("%s: %u px: %s", where, draw.items[i].size,
                     draw_item_text(&draw, &draw.items[i]));
}

static void no_text_is_smaller_than_its_class_allows(void **state)
{
    (void)state;
    on_every_page(check_size);
}

static bool ink_meets(const struct draw_item *a, const struct draw_item *b)
{
    /* Glyphs use the middle of their line: 0.75 em above the baseline, nothing below. */
    struct box x =
        BOX(a->ink.x + 2, a->baseline - a->size * 72 / 100, a->width, a->size * 72 / 100);
    struct box y =
        BOX(b->ink.x + 2, b->baseline - b->size * 72 / 100, b->width, b->size * 72 / 100);
    return box_overlaps(x, y);
}

static void check_apart(const struct shape *shape, const char *where)
{
    (void)shape;
    if (model.help != KIOSK_HELP_NONE)
        return; /* the toast lies over the page for a while */
    for (uint32_t i = draw.dimmed; i < draw.count; i++)
        for (uint32_t j = i + 1; j < draw.count; j++)
            if (draw.items[i].kind == DRAW_TEXT && draw.items[j].kind == DRAW_TEXT &&
                ink_meets(&draw.items[i], &draw.items[j]))
                fail_msg("%s: \"%s\" touches \"%s\"", where, draw_item_text(&draw, &draw.items[i]),
                         draw_item_text(&draw, &draw.items[j]));
}

static void no_two_texts_touch(void **state)
{
    (void)state;
    on_every_page(check_apart);
}

/* ---- targets ---- */

static void check_targets(const struct shape *shape, const char *where)
{
    int16_t line = shape->h > shape->w ? 944 : 416;
    for (uint32_t i = 0; i < draw.hit_count; i++) {
        const struct draw_hit *hit = &draw.hits[i];
        if (hit->box.w < TARGET_MIN || hit->box.h < TARGET_MIN)
            fail_msg("%s: target %u is %dx%d", where, hit->action, hit->box.w, hit->box.h);
        if (hit->enabled && hit->action == KIOSK_ACT_NONE)
            fail_msg("%s: an enabled place does nothing", where);
        /* R-X5: what is touched lies low. */
        if (kiosk_large_pages(&model) && !kiosk_overlay(&model) && hit->box.y < line)
            fail_msg("%s: target %u above the line", where, hit->action);
        for (uint32_t j = 0; j < i; j++)
            if (box_overlaps(box_inset(hit->box, -GAP_MIN + 1, -GAP_MIN + 1), draw.hits[j].box))
                fail_msg("%s: targets %u and %u are closer than %d px", where, hit->action,
                         draw.hits[j].action, GAP_MIN);
    }
    if (!kiosk_overlay(&model) && draw.hit_count == 0)
        fail_msg("%s: nothing can be touched", where);
}

static void every_target_is_20_mm_and_apart(void **state)
{
    (void)state;
    on_every_page(check_targets);
}

/* The answer to a call for a guide lasts for seconds: what it covered would be pressed unseen. */
static void check_answer(const struct shape *shape, const char *where)
{
    static const enum word words_of[] = {WORD_V_HELP, WORD_K_HELP_FAILED, WORD_K_HELP_RINGS};
    struct box answer = {0};
    if (model.emergency != EMERGENCY_NONE)
        return;
    uint8_t help = model.help;
    model.help = (uint8_t)(KIOSK_HELP_COMING + model.page % countof(words_of));
    every_draw(shape, fonts_measure(fonts));
    const char *text = words_get(&words, model.lang == LANG_MN ? LANG_ZH : (enum lang)model.lang,
                                 words_of[model.help - KIOSK_HELP_COMING]);
    model.help = help;
    for (uint32_t i = 2; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        const char *line = item->kind == DRAW_TEXT ? draw_item_text(&draw, item) : "";
        if (!*line || strncmp(line, text, strlen(line)) != 0 || draw.items[i - 2].border != 6)
            continue;
        answer = draw.items[i - 2].box; /* its ground; an icon between them */
        if (draw_item_too_wide(item))
            fail_msg("%s: %u px wide: %s", where, item->width, line);
    }
    if (answer.w == 0)
        fail_msg("%s: no answer", where);
    for (uint32_t i = 0; i < draw.hit_count; i++)
        if (box_overlaps(answer, draw.hits[i].box) && !kiosk_overlay(&model))
            fail_msg("%s: the answer covers target %u", where, draw.hits[i].action);
}

static void the_answer_to_a_call_covers_no_target(void **state)
{
    (void)state;
    on_every_page(check_answer);
}

static void check_guide(const struct shape *shape, const char *where)
{
    (void)shape;
    /* A question lies over its page (docs/ui k07); either answer leads back to it. */
    bool question = model.page == KIOSK_HOLDS || model.page == KIOSK_GIVE_BACK ||
                    model.page == KIOSK_STAFF_STOP;
    if (kiosk_overlay(&model) || (question && !kiosk_large_pages(&model)))
        return;
    for (uint32_t i = 0; i < draw.hit_count; i++)
        if ((draw.hits[i].action == KIOSK_ACT_HELP ||
             draw.hits[i].action == KIOSK_ACT_CANNOT_LEAVE) &&
            draw.hits[i].enabled)
            return;
    fail_msg("%s: no guide to call", where);
}

static void a_person_is_always_one_press_away(void **state)
{
    (void)state;
    on_every_page(check_guide);
}

/* ---- colours (R-X4) ---- */

static struct rgba behind(uint32_t index, struct box ink)
{
    int16_t x = (int16_t)(ink.x + ink.w / 2), y = (int16_t)(ink.y + ink.h / 2);
    struct rgba colour = draw.background;
    for (uint32_t i = 0; i < index; i++)
        if (draw.items[i].kind == DRAW_RECT && draw.items[i].fill.a == 255 &&
            box_contains(draw.items[i].box, x, y))
            colour = draw.items[i].fill;
    return colour;
}

static bool is_off(const struct draw_item *item)
{
    int16_t x = (int16_t)(item->ink.x + item->ink.w / 2);
    const struct draw_hit *hit =
        draw_hit_at(&draw, x, (int16_t)(item->baseline - item->size * 376 / 1000));
    return hit && !hit->enabled;
}

/* 7:1 for what is read, 4.5:1 for large headings and what is off (5.6 by docs/ui 1). */
static void check_contrast(const struct shape *shape, const char *where)
{
    for (uint32_t i = draw.dimmed; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        if (item->kind != DRAW_TEXT)
            continue;
        bool less =
            (item->bold && item->size >= LARGE_HEADING) || is_off(item) || item->fill.a < 255;
        uint16_t least = less ? 450 : 700;
        uint16_t contrast = theme_contrast_of(item->fill, behind(i, item->ink));
        if (contrast < least)
            fail_msg("%s: contrast %u: %s", where, contrast, draw_item_text(&draw, item));
    }
    (void)shape;
}

static void every_text_can_be_read_on_its_ground(void **state)
{
    (void)state;
    on_every_page(check_contrast);
}

/* ---- what is said ---- */

static bool says(const char *text)
{
    for (uint32_t i = 0; i < draw.count; i++)
        if (strstr(draw_item_text(&draw, &draw.items[i]), text))
            return true;
    return false;
}

static void page(enum scene scene)
{
    struct shape shape = {"usual", 1920, 1080, every_stage()};
    every_render(&shape, scene, &text_measure_rough);
}

/* R-W3: no data leaves the figure out; alone, counts disappear and never become 0. */
static void alone_no_figures_are_shown(void **state)
{
    (void)state;
    page(SCENE_ALONE_SERVICES);
    assert_true(says("系统维护中"));
    assert_false(says("人等候"));
    assert_false(says("分钟"));
    page(SCENE_ALONE_CONFIRM);
    assert_false(says("前面等候"));
}

static void training_is_said_on_every_page(void **state)
{
    (void)state;
    for (int scene = 0; scene < SCENE_COUNT; scene++) {
        page((enum scene)scene);
        model.training = 60;
        struct kiosk_view view = {.model = &model,
                                  .words = &words,
                                  .measure = &text_measure_rough,
                                  .w = 1920,
                                  .h = 1080};
        kiosk_draw(&view, &draw);
        assert_true(says("演练模式"));
        const struct draw_item *edge = &draw.items[draw.count - 1];
        assert_int_equal(edge->border, 8);
        assert_int_equal(edge->box.w, 1920);
    }
}

static void a_closed_page_names_the_real_hours(void **state)
{
    (void)state;
    page(SCENE_HALL_CLOSED);
    assert_true(says("8:15–11:45"));
    assert_true(says("55 分钟后开始"));
}

static void see(struct kiosk_model *m)
{
    struct kiosk_view view = {.model = m,
                              .words = &words,
                              .measure = &text_measure_rough,
                              .w = 1920,
                              .h = 1080};
    kiosk_draw(&view, &draw);
}

/* R-B9, R-K4: a printer without the sensor warns by the slips counted, at a tenth of the roll. */
static void a_roll_counted_low_is_said_before_the_number(void **state)
{
    (void)state;
    page(SCENE_CONFIRM);
    const char *low = words_get(&words, LANG_ZH, WORD_S_BEFORE_NEAR_END);
    model.staff.paper = (struct kiosk_paper){.known = true, .pct = KIOSK_PAPER_LOW_PCT + 1};
    see(&model);
    assert_false(says(low));
    assert_int_equal(kiosk_printer(&model), KIOSK_PRINTER_OK);
    model.staff.paper.pct = KIOSK_PAPER_LOW_PCT;
    see(&model);
    assert_true(says(low));
    assert_true(kiosk_prints(&model));
    model.printer = KIOSK_PRINTER_COVER; /* what the printer says itself comes first */
    see(&model);
    assert_false(says(low));
    model.printer = KIOSK_PRINTER_OK;
    model.staff.paper.known = false;
    assert_int_equal(kiosk_printer(&model), KIOSK_PRINTER_OK);
}

/* NEAR_END prints: a slip can be had again. */
static void near_its_end_a_roll_still_prints_a_slip_again(void **state)
{
    (void)state;
    page(SCENE_PROGRESS_SCANNED);
    bool usual = false, low = false;
    for (uint32_t i = 0; i < draw.hit_count; i++)
        usual = usual || (draw.hits[i].action == KIOSK_ACT_REPRINT && draw.hits[i].enabled);
    model.printer = KIOSK_PRINTER_NEAR_END;
    see(&model);
    for (uint32_t i = 0; i < draw.hit_count; i++)
        low = low || (draw.hits[i].action == KIOSK_ACT_REPRINT && draw.hits[i].enabled);
    assert_true(usual);
    assert_true(low);
}

static void dump(enum scene scene, enum lang lang, const char *name)
{
    struct golden golden;
    char text[512];
    struct shape shape = {"golden", 1920, 1080, every_stage()};
    shape.stage.lang = lang;
    every_render(&shape, scene, &text_measure_rough);
    golden_open(&golden, name);
    for (uint32_t i = 0; i < draw.count; i++) {
        draw_item_print(&draw, &draw.items[i], text, sizeof(text));
        golden_printf(&golden, "%s\n", text);
    }
    for (uint32_t i = 0; i < draw.hit_count; i++) {
        const struct draw_hit *hit = &draw.hits[i];
        golden_printf(&golden, "hit %d,%d %dx%d action %u arg %u%s\n", hit->box.x, hit->box.y,
                      hit->box.w, hit->box.h, hit->action, hit->arg, hit->enabled ? "" : " off");
    }
    golden_close(&golden);
}

static void the_main_pages_are_the_reviewed_ones(void **state)
{
    (void)state;
    dump(SCENE_HOME, LANG_ZH, "kiosk_home_zh.txt");
    dump(SCENE_SERVICES, LANG_ZH, "kiosk_services_zh.txt");
    dump(SCENE_CONFIRM, LANG_ZH, "kiosk_confirm_zh.txt");
    dump(SCENE_ISSUED, LANG_ZH, "kiosk_issued_zh.txt");
    dump(SCENE_SERVICES, LANG_EN, "kiosk_services_en.txt");
    dump(SCENE_CONFIRM, LANG_EN, "kiosk_confirm_en.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_is_wider_than_its_box),
        cmocka_unit_test(no_text_is_smaller_than_its_class_allows),
        cmocka_unit_test(no_two_texts_touch),
        cmocka_unit_test(every_target_is_20_mm_and_apart),
        cmocka_unit_test(the_answer_to_a_call_covers_no_target),
        cmocka_unit_test(a_person_is_always_one_press_away),
        cmocka_unit_test(every_text_can_be_read_on_its_ground),
        cmocka_unit_test(alone_no_figures_are_shown),
        cmocka_unit_test(training_is_said_on_every_page),
        cmocka_unit_test(a_closed_page_names_the_real_hours),
        cmocka_unit_test(a_roll_counted_low_is_said_before_the_number),
        cmocka_unit_test(near_its_end_a_roll_still_prints_a_slip_again),
        cmocka_unit_test(the_main_pages_are_the_reviewed_ones),
    };
    return cmocka_run_group_tests_name("kiosk_view", tests, every_start, every_stop);
}
