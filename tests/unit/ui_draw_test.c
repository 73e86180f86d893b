/* SPDX-License-Identifier: Apache-2.0 */
/* Draw lists, layout, buttons, theme and icons: pure. */
#include <string.h>

#include "test.h"
#include "ui/button.h"
#include "ui/layout.h"

static struct draw draw, other;

static void begin(struct draw *list)
{
    draw_begin(list, 800, 480, theme_light.bg, &text_measure_rough);
}

static void put(struct draw *list, struct box box, const char *text, uint16_t size)
{
    draw_text(list, box, text, &(struct text_style){.size = {size}, .colour = theme_light.ink});
}

/* ---- text ---- */

static void the_first_size_that_fits_is_taken(void **state)
{
    (void)state;
    begin(&draw);
    struct text_style style = {.size = {50, 44, 36}, .colour = theme_light.ink};
    draw_text(&draw, BOX(0, 0, 280, 88), "便民服务区", &style);
    draw_text(&draw, BOX(0, 0, 230, 88), "便民服务区", &style);
    draw_text(&draw, BOX(0, 0, 190, 88), "便民服务区", &style);
    assert_int_equal(draw.items[0].size, 50);
    assert_int_equal(draw.items[1].size, 44);
    assert_int_equal(draw.items[2].size, 36);
    assert_int_equal(draw.overflows, 0);
}

static void what_fits_in_no_size_is_counted(void **state)
{
    (void)state;
    begin(&draw);
    put(&draw, BOX(0, 0, 100, 40), "便民服务区", 40);
    assert_int_equal(draw.overflows, 1);
    assert_true(draw_item_too_wide(&draw.items[0]));
}

static void the_baseline_lies_376_thousandths_below_the_centre(void **state)
{
    (void)state;
    begin(&draw);
    put(&draw, BOX(0, 100, 400, 80), "A023", 100);
    assert_int_equal(draw.items[0].baseline, 100 + 40 + 37);
}

static void a_full_list_says_so_and_keeps_what_it_has(void **state)
{
    (void)state;
    begin(&draw);
    for (int i = 0; i < DRAW_ITEMS_MAX; i++)
        draw_fill(&draw, BOX(i, 0, 1, 1), theme_light.ink);
    assert_false(draw.full);
    draw_fill(&draw, BOX(0, 0, 1, 1), theme_light.ink);
    assert_true(draw.full);
    assert_int_equal(draw.count, DRAW_ITEMS_MAX);
    begin(&draw);
    for (int i = 0; i < DRAW_HITS_MAX + 1; i++)
        draw_hit(&draw, BOX(0, 0, 1, 1), 1, 0, true);
    assert_true(draw.full);
    char text[1025];
    memset(text, 'x', 1024);
    text[1024] = '\0';
    begin(&draw);
    for (size_t i = 0; i < DRAW_TEXT_BYTES / 1024; i++)
        put(&draw, BOX(0, 0, 800, 40), text, 10);
    assert_true(draw.full);
    assert_int_equal(draw.count, DRAW_TEXT_BYTES / 1024 - 1);
}

/* ---- places ---- */

static void a_later_place_lies_above_an_earlier_one(void **state)
{
    (void)state;
    begin(&draw);
    draw_hit(&draw, BOX(0, 0, 200, 200), 1, 0, true);
    draw_hit(&draw, BOX(100, 100, 200, 200), 2, 7, false);
    assert_int_equal(draw_hit_at(&draw, 50, 50)->action, 1);
    assert_int_equal(draw_hit_at(&draw, 150, 150)->action, 2);
    assert_false(draw_hit_at(&draw, 150, 150)->enabled);
    assert_null(draw_hit_at(&draw, 300, 300));
}

static void a_dimmed_page_cannot_be_touched(void **state)
{
    (void)state;
    begin(&draw);
    draw_hit(&draw, BOX(0, 0, 200, 200), 1, 0, true);
    draw_dim(&draw, theme_light.veil);
    assert_null(draw_hit_at(&draw, 50, 50));
}

static void a_veil_lies_over_every_colour_that_is_there(void **state)
{
    (void)state;
    begin(&draw);
    draw_rect(&draw, BOX(0, 0, 10, 10), &(struct rect_style){.fill = RGB(0xffffff)});
    draw_dim(&draw, (struct rgba){0, 0, 0, 0x80});
    draw_fill(&draw, BOX(0, 0, 10, 10), RGB(0xffffff));
    assert_int_equal(draw.dimmed, 1);
    assert_int_equal(draw.items[0].fill.r, 127);
    assert_int_equal(draw.items[0].fill.a, 255);
    assert_int_equal(draw.items[0].line.a, 0); /* what is not painted stays so */
    assert_int_equal(draw.items[1].fill.r, 255);
}

static void a_disabled_button_keeps_its_place(void **state)
{
    (void)state;
    static const uint8_t states[] = {BUTTON_READY, BUTTON_PRESSED, BUTTON_BUSY, BUTTON_DISABLED};
    for (size_t i = 0; i < countof(states); i++) {
        begin(&draw);
        draw_button(&draw, &theme_light,
                    &(struct button){.box = BOX(10, 10, 200, 88),
                                     .label = "取号",
                                     .state = states[i],
                                     .action = 5});
        const struct draw_hit *hit = draw_hit_at(&draw, 100, 50);
        assert_non_null(hit);
        assert_int_equal(hit->enabled, i < 2);
        assert_int_equal(draw.items[0].dashed, states[i] == BUTTON_DISABLED);
    }
}

/* ---- changes (D-34) ---- */

static void page(struct draw *list, const char *clock, bool extra)
{
    begin(list);
    draw_fill(list, BOX(0, 0, 800, 60), theme_light.surface);
    put(list, BOX(600, 0, 200, 60), clock, 40);
    if (extra)
        draw_fill(list, BOX(300, 300, 50, 50), theme_light.warn);
    put(list, BOX(0, 100, 400, 60), "请选择业务", 40);
}

static void a_changed_clock_is_one_small_box(void **state)
{
    struct box boxes[8];
    (void)state;
    page(&draw, "9:41", false);
    page(&other, "9:42", false);
    assert_int_equal(draw_changes(&draw, &other, boxes, 8), 1);
    assert_true(boxes[0].w < 220 && boxes[0].h < 90);
    assert_int_equal(draw_changes(&draw, &draw, boxes, 8), 0);
}

static void what_comes_and_goes_is_found(void **state)
{
    struct box boxes[8];
    (void)state;
    page(&draw, "9:41", false);
    page(&other, "9:41", true);
    assert_int_equal(draw_changes(&draw, &other, boxes, 8), 1);
    assert_int_equal(boxes[0].x, 300);
    assert_int_equal(draw_changes(&other, &draw, boxes, 8), 1);
    assert_int_equal(boxes[0].x, 300);
}

static void too_many_changes_are_joined(void **state)
{
    struct box boxes[2];
    (void)state;
    begin(&draw);
    begin(&other);
    for (int i = 0; i < 5; i++)
        draw_fill(&other, BOX(i * 100, i * 90, 10, 10), theme_light.ink);
    assert_int_equal(draw_changes(&draw, &other, boxes, 2), 2);
    assert_true(box_contains(boxes[1], 405, 365));
}

static void a_change_within_a_larger_one_is_not_painted_again(void **state)
{
    struct box boxes[8];
    (void)state;
    begin(&draw);
    begin(&other);
    draw_fill(&other, BOX(0, 0, 50, 50), theme_light.ink);
    draw_fill(&other, BOX(100, 0, 50, 50), theme_light.ink);
    assert_int_equal(draw_changes(&draw, &other, boxes, 8), 2);
    draw_fill(&other, BOX(0, 0, 400, 300), theme_light.ink);
    assert_int_equal(draw_changes(&draw, &other, boxes, 8), 1);
    assert_int_equal(boxes[0].w, 400);
}

/* What lies across corners is not worth the whole. */
static void changes_that_hardly_meet_stay_apart(void **state)
{
    struct box boxes[8];
    (void)state;
    begin(&draw);
    begin(&other);
    draw_fill(&other, BOX(0, 0, 300, 20), theme_light.ink);
    draw_fill(&other, BOX(0, 0, 20, 300), theme_light.ink);
    assert_int_equal(draw_changes(&draw, &other, boxes, 8), 2);
}

static void another_background_is_everything(void **state)
{
    struct box boxes[2];
    (void)state;
    begin(&draw);
    draw_begin(&other, 800, 480, theme_contrast.bg, &text_measure_rough);
    assert_int_equal(draw_changes(&draw, &other, boxes, 2), 1);
    assert_int_equal(boxes[0].w, 800);
}

/* ---- lines ---- */

static void wrap(const char *text, int16_t width, uint8_t lines, struct wrapped *out)
{
    begin(&draw);
    text_wrap(&draw, text, &(struct wrap_style){.size = 40, .width = width, .lines = lines}, out);
}

static void lines_break_between_hanzi_but_not_before_a_full_stop(void **state)
{
    struct wrapped out;
    (void)state;
    wrap("请到咨询台。请稍候", 200, 0, &out);
    assert_int_equal(out.count, 2);
    assert_string_equal(out.line[0], "请到咨询");
    assert_string_equal(out.line[1], "台。请稍候");
}

static void lines_break_at_spaces_not_inside_words(void **state)
{
    struct wrapped out;
    (void)state;
    wrap("Please take your ticket", 260, 0, &out);
    assert_string_equal(out.line[0], "Please take");
    assert_string_equal(out.line[1], "your ticket");
    assert_int_equal(out.count, 2);
}

static void a_newline_always_breaks(void **state)
{
    struct wrapped out;
    (void)state;
    wrap("社保 医保\n公安", 800, 0, &out);
    assert_int_equal(out.count, 2);
    assert_string_equal(out.line[1], "公安");
}

static void what_does_not_fit_ends_in_an_ellipsis(void **state)
{
    struct wrapped out;
    (void)state;
    wrap("请到咨询台请到咨询台请到咨询台", 200, 2, &out);
    assert_true(out.cut);
    assert_int_equal(out.count, 2);
    assert_non_null(strstr(out.line[1], "…"));
    wrap("Supercalifragilistic", 100, 0, &out);
    assert_true(out.count > 1); /* a word longer than the line is cut, never lost */
}

/* ---- colours and icons ---- */

static void assert_contrast(struct rgba text, struct rgba behind, uint16_t least)
{
    assert_true(theme_contrast_of(text, behind) >= least);
}

/* docs/ui 1, R-X4: text at least 7:1, controls 3:1. */
static void the_colours_keep_their_contrast(void **state)
{
    (void)state;
    assert_int_equal(theme_contrast_of(RGB(0xffffff), RGB(0x000000)), 2100);
    const struct theme *themes[] = {&theme_light, &theme_tv, &theme_contrast};
    for (size_t i = 0; i < countof(themes); i++) {
        const struct theme *t = themes[i];
        assert_contrast(t->ink, t->bg, 700);
        assert_contrast(t->ink, t->surface, 700);
        assert_contrast(t->muted, t->surface, 700);
        assert_contrast(t->muted, t->bg, 700);
        assert_contrast(t->on_primary, t->primary, 700);
        assert_contrast(t->on_called, t->called, 700);
        assert_contrast(t->on_disabled, t->disabled, 450);
        assert_contrast(t->border, t->surface, 300);
        assert_contrast(t->warn, t->tint_warn, 700);
        assert_contrast(t->success, t->tint_success, 450); /* headings only */
        for (uint8_t zone = 0; zone < ZONE_COLOURS; zone++)
            assert_contrast(t->on_zone, theme_zone(t, zone), 700);
    }
    assert_contrast(theme_contrast.ink, theme_contrast.bg, 1600);
}

static void every_icon_paints_something_and_stays_inside(void **state)
{
    static uint8_t ink[ICON_SIZE_MAX * ICON_SIZE_MAX], holes[ICON_SIZE_MAX * ICON_SIZE_MAX];
    (void)state;
    for (int icon = 1; icon < ICON_COUNT; icon++) {
        uint32_t covered = 0;
        icon_alpha((enum icon)icon, 48, ink, holes);
        for (size_t i = 0; i < (size_t)48 * 48; i++)
            covered += ink[i] > 127;
        assert_true(covered > 48 * 48 / 16 && covered < 48 * 48 * 3 / 4);
    }
    icon_alpha(ICON_STAR, ICON_SIZE_MAX, ink, NULL);
    icon_alpha(ICON_NONE, 10, ink, holes);
    assert_int_equal(ink[55], 0);
}

int main(void)
{
#define T(name) cmocka_unit_test(name)
    const struct CMUnitTest tests[] = {
        T(the_first_size_that_fits_is_taken),
        T(what_fits_in_no_size_is_counted),
        T(the_baseline_lies_376_thousandths_below_the_centre),
        T(a_full_list_says_so_and_keeps_what_it_has),
        T(a_later_place_lies_above_an_earlier_one),
        T(a_dimmed_page_cannot_be_touched),
        T(a_veil_lies_over_every_colour_that_is_there),
        T(a_disabled_button_keeps_its_place),
        T(a_changed_clock_is_one_small_box),
        T(what_comes_and_goes_is_found),
        T(too_many_changes_are_joined),
        T(a_change_within_a_larger_one_is_not_painted_again),
        T(changes_that_hardly_meet_stay_apart),
        T(another_background_is_everything),
        T(lines_break_between_hanzi_but_not_before_a_full_stop),
        T(lines_break_at_spaces_not_inside_words),
        T(a_newline_always_breaks),
        T(what_does_not_fit_ends_in_an_ellipsis),
        T(the_colours_keep_their_contrast),
        T(every_icon_paints_something_and_stays_inside),
    };
#undef T
    return cmocka_run_group_tests_name("ui_draw", tests, NULL, NULL);
}
