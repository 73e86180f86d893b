/* SPDX-License-Identifier: Apache-2.0 */
/* A TV above a window or beside a room (docs/ui t08): what it shows of the rows it hears, and that
 * every picture of it fits, measured with the real font. */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "display_window_scenes.h"
#include "i18n/words_load.h"
#include "sdl/font.h"
#include "test.h"
#include "ui/layout.h"
#include "ui/theme.h"

#define TEXT_MIN 24 /* docs/ui 1.1: 36 px of 1080 lines, for 720 */

static struct words words;
static struct hall_def *def;
static struct fonts *fonts;
static struct window_stage stage;
static struct window_tv tv;
static struct draw draw;

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

/* ---- the model ---- */

static void open_at(uint16_t number)
{
    window_tv_init(&tv, def, (target_id){number});
}

static void put(uint16_t number, uint8_t state, const char *label, uint32_t call, msec mono)
{
    const struct window_tv_target target = {.target = {number}, .state = state, .call = call};
    struct window_tv_target with = target;
    (void)label_parse(label, &with.label);
    window_tv_put_target(&tv, &with, mono);
}

/* A new picture in which the window is alone. */
static void hear(uint16_t number, uint8_t state, const char *label, uint32_t call, msec mono)
{
    window_tv_begin(&tv);
    put(number, state, label, call, mono);
    window_tv_end(&tv);
}

static void each_state_of_the_window_is_one_page(void **state) /* docs/ui 9 */
{
    (void)state;
    static const struct {
        uint8_t state, page;
    } pages[] = {{WINDOW_OFFLINE, WINDOW_TV_CLOSED},  {WINDOW_CLOSED, WINDOW_TV_CLOSED},
                 {WINDOW_IDLE, WINDOW_TV_IDLE},       {WINDOW_CALLING, WINDOW_TV_CALL},
                 {WINDOW_SERVING, WINDOW_TV_SERVING}, {WINDOW_RATING, WINDOW_TV_IDLE},
                 {WINDOW_PAUSED, WINDOW_TV_PAUSED}};
    open_at(6);
    assert_int_equal(window_tv_page(&tv), WINDOW_TV_UNKNOWN);
    for (size_t i = 0; i < countof(pages); i++) {
        hear(6, pages[i].state, "A023", 1, 0);
        assert_int_equal(window_tv_page(&tv), pages[i].page);
    }
    open_at(TARGET_ROOM + 3); /* nobody opens a room */
    hear(TARGET_ROOM + 3, WINDOW_OFFLINE, "", 0, 0);
    assert_int_equal(window_tv_page(&tv), WINDOW_TV_IDLE);
    window_tv_begin(&tv); /* its row is gone: nothing is made up */
    window_tv_end(&tv);
    assert_int_equal(window_tv_page(&tv), WINDOW_TV_UNKNOWN);
}

static void a_pause_for_lunch_says_so(void **state)
{
    (void)state;
    open_at(6);
    window_tv_begin(&tv);
    window_tv_put_target(&tv,
                         &(struct window_tv_target){.target = {6},
                                                    .state = WINDOW_PAUSED,
                                                    .pause_reason = PAUSE_LUNCH},
                         0);
    assert_int_equal(window_tv_page(&tv), WINDOW_TV_LUNCH);
}

static void a_call_changes_colour_at_most_three_times_a_second_each(void **state) /* R-L13 */
{
    (void)state;
    uint32_t changes = 0;
    bool was = false;
    msec last = -SECOND;
    open_at(6);
    hear(6, WINDOW_IDLE, "", 0, 0);
    hear(6, WINDOW_CALLING, "A023", 1, 100);
    for (msec ms = 100; ms < MINUTE; ms += 10) {
        bool is = window_tv_blink(&tv, ms);
        if (is == was)
            continue;
        assert_true(ms - last >= SECOND);
        was = is;
        last = ms;
        changes++;
    }
    assert_in_range(changes, 1, 3);
    assert_false(was); /* yellow until serving starts */
}

static void the_same_number_again_flashes_again_only_after_five_seconds(void **state) /* R-L4 */
{
    (void)state;
    open_at(6);
    hear(6, WINDOW_IDLE, "", 0, 0);
    hear(6, WINDOW_CALLING, "A023", 1, SECOND);
    hear(6, WINDOW_CALLING, "A023", 2, 5 * SECOND);
    assert_false(window_tv_blink(&tv, 6 * SECOND + 500));
    hear(6, WINDOW_CALLING, "A023", 3, 6 * SECOND);
    assert_true(window_tv_blink(&tv, 7 * SECOND + 500));
    hear(6, WINDOW_CALLING, "A024", 4, 8 * SECOND); /* another number always does */
    assert_true(window_tv_blink(&tv, 9 * SECOND + 500));
}

static void what_was_called_before_the_start_stands_still(void **state)
{
    (void)state;
    open_at(6);
    hear(6, WINDOW_CALLING, "A023", 1, SECOND);
    for (msec ms = SECOND; ms < 5 * SECOND; ms += 100)
        assert_false(window_tv_blink(&tv, ms));
    assert_int_equal(window_tv_page(&tv), WINDOW_TV_CALL);
}

static void those_go_on_that_take_its_people_on_its_floor(void **state)
{
    (void)state;
    open_at(6); /* 1-8 serve social security; 9 health; 33 tax, upstairs */
    window_tv_begin(&tv);
    put(8, WINDOW_SERVING, "A001", 1, 0);
    put(1, WINDOW_IDLE, "", 1, 0);
    put(2, WINDOW_PAUSED, "", 1, 0);
    put(3, WINDOW_CLOSED, "", 1, 0);
    put(4, WINDOW_RATING, "", 1, 0);
    put(9, WINDOW_IDLE, "", 1, 0);
    put(33, WINDOW_IDLE, "", 1, 0);
    put(6, WINDOW_PAUSED, "", 1, 0);
    put(TARGET_ROOM + 1, WINDOW_IDLE, "", 1, 0);
    window_tv_end(&tv);
    assert_int_equal(tv.other_count, 3);
    assert_int_equal(tv.others[0], 1);
    assert_int_equal(tv.others[1], 4);
    assert_int_equal(tv.others[2], 8);
}

static void more_windows_than_are_held_leave_the_highest_out(void **state)
{
    (void)state;
    static struct window_def many[WINDOW_TV_OTHERS_MAX + 3];
    struct hall_def hall = *def;
    for (uint16_t i = 0; i < countof(many); i++) {
        many[i] = *def_window(def, 6);
        many[i].number = (uint16_t)(i + 1);
    }
    hall.windows = many;
    hall.window_count = countof(many);
    window_tv_init(&tv, &hall, (target_id){1});
    window_tv_begin(&tv);
    for (uint16_t number = (uint16_t)countof(many); number >= 2; number--)
        put(number, WINDOW_IDLE, "", 0, 0);
    assert_int_equal(tv.other_count, WINDOW_TV_OTHERS_MAX);
    assert_int_equal(tv.others[0], 2);
    assert_int_equal(tv.others[WINDOW_TV_OTHERS_MAX - 1], WINDOW_TV_OTHERS_MAX + 1);
}

static void who_is_upstairs_or_confidential_changes_what_is_told(void **state) /* R-L11 */
{
    (void)state;
    struct window_def two[] = {*def_window(def, 6), *def_window(def, 7)};
    struct hall_def hall = *def;
    two[0].confidential = true;
    two[1].floor = 6;
    hall.windows = two;
    hall.window_count = countof(two);
    window_tv_init(&tv, &hall, (target_id){6});
    window_tv_begin(&tv);
    put(7, WINDOW_IDLE, "", 0, 0);
    window_tv_put_service(&tv, &(struct board_service){{1}, 12, 15, 25, 20});
    assert_int_equal(tv.other_count, 0);
    assert_false(tv.counted);
    two[0].confidential = false;
    two[1].floor = 1;
    put(7, WINDOW_IDLE, "", 0, 0);
    window_tv_put_service(&tv, &(struct board_service){{1}, 12, 15, 25, 20});
    assert_int_equal(tv.other_count, 1);
    assert_true(tv.counted);
}

static void people_and_minutes_of_its_services_only(void **state) /* R-W3 */
{
    (void)state;
    open_at(6);
    window_tv_begin(&tv);
    assert_false(tv.counted);
    window_tv_put_service(&tv, &(struct board_service){{1}, 12, 15, 25, 20});
    window_tv_put_service(&tv, &(struct board_service){{2}, 7, 5, 90, 50}); /* not its own */
    assert_true(tv.counted);
    assert_int_equal(tv.waiting, 12);
    assert_int_equal(tv.lo_min, 15);
    assert_int_equal(tv.hi_min, 25);
}

static void of_a_confidential_window_nothing_is_counted(void **state) /* R-L11 */
{
    (void)state;
    open_at(24);
    window_tv_begin(&tv);
    window_tv_put_service(&tv, &(struct board_service){{8}, 3, 5, 10, 5});
    assert_true(window_tv_confidential(&tv));
    assert_false(tv.counted);
    open_at(6);
    assert_false(window_tv_confidential(&tv));
}

static void no_tv_of_a_window_keeps_nothing(void **state)
{
    (void)state;
    open_at(0);
    hear(6, WINDOW_CALLING, "A023", 1, 0);
    assert_int_equal(window_tv_page(&tv), WINDOW_TV_UNKNOWN);
}

/* ---- the pictures ---- */

static struct box line_box(const struct draw_item *item)
{
    int16_t x = item->box.x;
    if (item->align == ALIGN_RIGHT)
        x = (int16_t)(x + item->box.w - item->width);
    else if (item->align == ALIGN_CENTRE)
        x = (int16_t)(x + (item->box.w - item->width) / 2);
    return BOX(x, item->baseline - item->size * 85 / 100, item->width, item->size * 95 / 100);
}

static void check_text(const char *name, uint32_t i)
{
    const struct draw_item *item = &draw.items[i];
    const char *text = draw_item_text(&draw, item);
    struct box box = line_box(item);
    if (item->width > item->box.w)
        fail_msg("%s: \"%s\" has %u px of %d", name, text, item->width, item->box.w);
    if (item->size < TEXT_MIN)
        fail_msg("%s: \"%s\" has %u px", name, text, item->size);
    if (box.x < 0 || box.y < 0 || box.x + box.w > draw.w || box.y + box.h > draw.h)
        fail_msg("%s: \"%s\" leaves the screen", name, text);
    for (uint32_t j = i + 1; j < draw.count; j++)
        if (draw.items[j].kind == DRAW_TEXT && box_overlaps(box, line_box(&draw.items[j])))
            fail_msg("%s: \"%s\" touches \"%s\"", name, text,
                     draw_item_text(&draw, &draw.items[j]));
}

static void paint(const struct window_scene_look *look, enum window_scene scene)
{
    window_play(&stage, look, scene);
    board_draw(&draw, &stage.screen, fonts_measure(fonts));
}

static bool says(const char *text)
{
    for (uint32_t i = 0; i < draw.count; i++)
        if (draw.items[i].kind == DRAW_TEXT && strstr(draw_item_text(&draw, &draw.items[i]), text))
            return true;
    return false;
}

static bool is_yellow(void)
{
    for (uint32_t i = 0; i < draw.count; i++)
        if (draw.items[i].kind == DRAW_RECT && draw.items[i].box.w == draw.w &&
            draw.items[i].box.h == draw.h)
            return memcmp(&draw.items[i].fill, &theme_tv.called, sizeof(theme_tv.called)) == 0;
    return false;
}

static void every_picture_fits_in_every_language_and_way_up(void **state)
{
    (void)state;
    for (size_t look = 0; look < WINDOW_LOOKS; look++)
        for (int scene = 0; scene < WINDOW_SCENE_COUNT; scene++) {
            char name[96];
            snprintf(name, sizeof(name), "%s%s", window_scene_name((enum window_scene)scene),
                     window_scene_looks[look].suffix);
            paint(&window_scene_looks[look], (enum window_scene)scene);
            assert_false(draw.full);
            assert_int_equal(draw.w,
                             window_scene_looks[look].portrait ? WINDOW_SHORT : WINDOW_LONG);
            for (uint32_t i = 0; i < draw.count; i++)
                if (draw.items[i].kind == DRAW_TEXT)
                    check_text(name, i);
        }
}

static void the_call_is_yellow_until_it_is_old(void **state) /* R-L13, D-13 */
{
    (void)state;
    paint(&window_scene_looks[0], WINDOW_SCENE_CALL);
    assert_true(is_yellow());
    assert_true(says("Ticket A023, window 6"));
    paint(&window_scene_looks[0], WINDOW_SCENE_CALL_BLINK);
    assert_false(is_yellow());
    paint(&window_scene_looks[0], WINDOW_SCENE_STALE_CALL);
    assert_true(is_yellow());
    assert_true(says("系统维护中"));
    paint(&window_scene_looks[0], WINDOW_SCENE_LOST_CALL);
    assert_false(is_yellow());
    assert_false(says("请办理"));
    assert_true(says("系统维护中"));
    paint(&window_scene_looks[2], WINDOW_SCENE_CALL); /* a hall without English */
    assert_false(says("Ticket"));
}

static void a_pause_says_who_goes_on_or_the_desk(void **state)
{
    (void)state;
    paint(&window_scene_looks[0], WINDOW_SCENE_PAUSED);
    assert_true(says("1–5、7、8号窗口照常叫号"));
    paint(&window_scene_looks[0], WINDOW_SCENE_PAUSED_LAST);
    assert_true(says("请到咨询台"));
}

static void no_service_is_named_where_it_is_confidential(void **state) /* R-L11 */
{
    (void)state;
    const char *service = names_get(&def_service(def, (service_id){8})->name, LANG_ZH);
    paint(&window_scene_looks[0], WINDOW_SCENE_CONFIDENTIAL);
    assert_false(says(service));
    assert_false(says("等候"));
    paint(&window_scene_looks[0], WINDOW_SCENE_IDLE);
    assert_true(says("社保"));
}

static void in_english_the_number_says_that_it_is_a_windows(void **state)
{
    (void)state;
    struct window_scene_look look = window_scene_looks[0];
    paint(&look, WINDOW_SCENE_IDLE);
    assert_false(says("Window"));
    look.english = true;
    paint(&look, WINDOW_SCENE_IDLE);
    assert_true(says("Window"));
    paint(&look, WINDOW_SCENE_ROOM);
    assert_false(says("Window"));
}

static void an_unknown_wait_is_left_out_and_0_is_a_word(void **state) /* R-W3 */
{
    (void)state;
    paint(&window_scene_looks[0], WINDOW_SCENE_UNKNOWN_WAIT);
    assert_true(says("等候 4 人"));
    assert_false(says("分钟"));
    paint(&window_scene_looks[0], WINDOW_SCENE_NOBODY);
    assert_true(says("无人等候"));
    assert_false(says("分钟"));
}

static void training_and_an_emergency_are_on_every_picture(void **state) /* t07, t06b */
{
    (void)state;
    for (int scene = 0; scene < WINDOW_SCENE_COUNT; scene++) {
        window_play(&stage, &window_scene_looks[0], (enum window_scene)scene);
        stage.screen.training = 60;
        board_draw(&draw, &stage.screen, fonts_measure(fonts));
        assert_true(says("演练"));
        stage.board.emergency = EMERGENCY_EVACUATE;
        board_draw(&draw, &stage.screen, fonts_measure(fonts));
        assert_true(says("请立即离开大厅"));
        assert_false(says("A023"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_of_the_window_is_one_page),
        cmocka_unit_test(a_pause_for_lunch_says_so),
        cmocka_unit_test(a_call_changes_colour_at_most_three_times_a_second_each),
        cmocka_unit_test(the_same_number_again_flashes_again_only_after_five_seconds),
        cmocka_unit_test(what_was_called_before_the_start_stands_still),
        cmocka_unit_test(those_go_on_that_take_its_people_on_its_floor),
        cmocka_unit_test(more_windows_than_are_held_leave_the_highest_out),
        cmocka_unit_test(who_is_upstairs_or_confidential_changes_what_is_told),
        cmocka_unit_test(people_and_minutes_of_its_services_only),
        cmocka_unit_test(of_a_confidential_window_nothing_is_counted),
        cmocka_unit_test(no_tv_of_a_window_keeps_nothing),
        cmocka_unit_test(every_picture_fits_in_every_language_and_way_up),
        cmocka_unit_test(the_call_is_yellow_until_it_is_old),
        cmocka_unit_test(a_pause_says_who_goes_on_or_the_desk),
        cmocka_unit_test(no_service_is_named_where_it_is_confidential),
        cmocka_unit_test(in_english_the_number_says_that_it_is_a_windows),
        cmocka_unit_test(an_unknown_wait_is_left_out_and_0_is_a_word),
        cmocka_unit_test(training_and_an_emergency_are_on_every_picture),
    };
    return cmocka_run_group_tests_name("display_window", tests, start, stop);
}
