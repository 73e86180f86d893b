/* SPDX-License-Identifier: Apache-2.0 */
/* A list on screens of other sizes: shape kept, letters in the screen's own pixels, touches back.
 */
#include "ui/fit.h"

#include "test.h"
#include "ui/layout.h"
#include "ui/theme.h"

static struct draw list, fitted;

static void page(int16_t w, int16_t h)
{
    draw_begin(&list, w, h, theme_light.bg, &text_measure_rough);
    draw_rect(&list, BOX(48, 232, 416, 344),
              &(struct rect_style){.line = theme_light.primary, .border = 3, .radius = 16});
    draw_rect(&list, BOX(0, 102, w, 1), &(struct rect_style){.fill = theme_light.line});
    draw_text(&list, BOX(48, 120, 600, 88), "请选择业务",
              &(struct text_style){.size = {60}, .colour = theme_light.ink});
    draw_icon(&list, BOX(101, 301, 61, 61), ICON_BELL, theme_light.ink, theme_light.bg);
    draw_hit(&list, BOX(48, 232, 416, 344), 1, 0, true);
    draw_hit(&list, BOX(476, 232, 416, 344), 2, 0, true);
}

static void the_same_size_changes_nothing(void **state)
{
    (void)state;
    struct fit fit = fit_of(1920, 1080, 1920, 1080);
    assert_true(fit_is_same(&fit));
    page(1920, 1080);
    fit_draw(&fit, &list, &fitted);
    for (uint32_t i = 0; i < list.count; i++) {
        assert_memory_equal(&list.items[i].box, &fitted.items[i].box, sizeof(struct box));
        assert_int_equal(list.items[i].size, fitted.items[i].size);
    }
}

static void the_shape_is_kept_and_the_rest_is_shared_by_two_sides(void **state)
{
    (void)state;
    struct fit wide = fit_of(1920, 1080, 1280, 800);
    assert_int_equal(wide.y, 40);
    assert_int_equal(wide.x, 0);
    struct fit tall = fit_of(1080, 1920, 1280, 800);
    assert_int_equal(tall.y, 0);
    assert_int_equal(tall.x, (1280 - 450) / 2);
    struct fit four = fit_of(1920, 1080, 3840, 2160);
    assert_true(four.num == 2 * four.den && four.x == 0 && four.y == 0);
}

static void everything_grows_alike(void **state)
{
    (void)state;
    struct fit fit = fit_of(1920, 1080, 3840, 2160);
    page(1920, 1080);
    fit_draw(&fit, &list, &fitted);
    assert_int_equal(fitted.w, 3840);
    assert_int_equal(fitted.items[0].box.w, 832);
    assert_int_equal(fitted.items[0].border, 6);
    assert_int_equal(fitted.items[0].radius, 32);
    assert_int_equal(fitted.items[2].size, 120);
    assert_int_equal(fitted.items[2].baseline, 2 * list.items[2].baseline);
}

static void no_line_vanishes_and_icons_stay_square(void **state)
{
    (void)state;
    struct fit fit = fit_of(1920, 1080, 640, 360);
    page(1920, 1080);
    fit_draw(&fit, &list, &fitted);
    assert_int_equal(fitted.items[0].border, 1);
    assert_int_equal(fitted.items[1].box.h, 1);
    assert_int_equal(fitted.items[3].box.w, fitted.items[3].box.h);
}

/* A touch anywhere in a place of the screen is one in that place of the list, and in no other. */
static void touches_come_back(void **state)
{
    static const struct {
        int16_t w, h;
    } screens[] = {{1280, 800}, {3840, 2160}, {1366, 768}, {1024, 768}, {1919, 1079}};
    (void)state;
    page(1920, 1080);
    for (size_t i = 0; i < countof(screens); i++) {
        struct fit fit = fit_of(1920, 1080, screens[i].w, screens[i].h);
        fit_draw(&fit, &list, &fitted);
        for (uint32_t hit = 0; hit < list.hit_count; hit++) {
            struct box b = fitted.hits[hit].box;
            const int32_t xs[] = {b.x + 1, b.x + b.w / 2, b.x + b.w - 2};
            const int32_t ys[] = {b.y + 1, b.y + b.h / 2, b.y + b.h - 2};
            for (size_t at = 0; at < countof(xs); at++) {
                int16_t x, y;
                fit_point(&fit, xs[at], ys[at], &x, &y);
                assert_ptr_equal(draw_hit_at(&list, x, y), &list.hits[hit]);
            }
        }
    }
}

static void beside_the_list_nothing_is_touched(void **state)
{
    (void)state;
    int16_t x, y;
    struct fit fit = fit_of(1920, 1080, 1280, 800);
    page(1920, 1080);
    draw_hit(&list, BOX(0, 0, 1920, 1080), 3, 0, true);
    fit_point(&fit, 640, 39, &x, &y);
    assert_null(draw_hit_at(&list, x, y));
    fit_point(&fit, 640, 760, &x, &y);
    assert_null(draw_hit_at(&list, x, y));
    fit_point(&fit, 640, 40, &x, &y);
    assert_non_null(draw_hit_at(&list, x, y));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_size_changes_nothing),
        cmocka_unit_test(the_shape_is_kept_and_the_rest_is_shared_by_two_sides),
        cmocka_unit_test(everything_grows_alike),
        cmocka_unit_test(no_line_vanishes_and_icons_stay_square),
        cmocka_unit_test(touches_come_back),
        cmocka_unit_test(beside_the_list_nothing_is_touched),
    };
    return cmocka_run_group_tests_name("ui_fit", tests, NULL, NULL);
}
