/* SPDX-License-Identifier: Apache-2.0 */
/* Every page of a board of Jianchang with its longest content: nothing is cut, nothing touches,
 * nothing leaves the screen. Measured with the real font. */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "display_sample.h"
#include "i18n/words_load.h"
#include "sdl/font.h"
#include "test.h"
#include "ui/layout.h"
#include "ui/theme.h"
#include "view/view.h"

#define TEXT_MIN 36 /* docs/ui 1.1: labels of TVs */

static struct words words;
static struct hall_def *def;
static struct fonts *fonts;
static struct board board;
static struct announce announce;
static struct ticker ticker;
static struct draw draw;

static int start(void **state)
{
    (void)state;
    if (words_load(&words) || fonts_open(&fonts))
        return 1;
    return config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL) ? 1 : 0;
}

static int stop(void **state)
{
    (void)state;
    fonts_close(fonts);
    config_free(def);
    return 0;
}

static struct board_screen page_of(bool portrait)
{
    return (struct board_screen){.board = &board,
                                 .announce = &announce,
                                 .ticker = &ticker,
                                 .words = &words,
                                 .time = sample_time,
                                 .rows = BOARD_ROWS_DEFAULT,
                                 .portrait = portrait};
}

static void paint(const struct board_screen *screen)
{
    const struct text_measure *measure = fonts_measure(fonts);
    board_ticker(&ticker, screen, measure);
    board_draw(&draw, screen, measure);
}

static struct box line_box(const struct draw_item *item)
{
    int16_t x = item->box.x;
    if (item->align == ALIGN_RIGHT)
        x = (int16_t)(x + item->box.w - item->width);
    else if (item->align == ALIGN_CENTRE)
        x = (int16_t)(x + (item->box.w - item->width) / 2);
    /* What hanzi and capitals cover: 0.85 em above the baseline, 0.1 below. */
    return BOX(x, item->baseline - item->size * 85 / 100, item->width, item->size * 95 / 100);
}

static bool on_screen(struct box box)
{
    return box.x >= 0 && box.y >= 0 && box.x + box.w <= draw.w && box.y + box.h <= draw.h;
}

static void check_page(const char *name)
{
    if (draw.full)
        fail_msg("%s: the list is full", name);
    for (uint32_t i = 0; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        if (item->kind != DRAW_TEXT || item->clip)
            continue;
        const char *text = draw_item_text(&draw, item);
        struct box box = line_box(item);
        if (item->width > item->box.w)
            fail_msg("%s: \"%s\" has %u px of %d", name, text, item->width, item->box.w);
        if (item->size < TEXT_MIN)
            fail_msg("%s: \"%s\" has %u px", name, text, item->size);
        if (!on_screen(box))
            fail_msg("%s: \"%s\" leaves the screen", name, text);
        for (uint32_t j = i + 1; j < draw.count; j++) {
            const struct draw_item *other = &draw.items[j];
            if (other->kind == DRAW_TEXT && !other->clip && box_overlaps(box, line_box(other)))
                fail_msg("%s: \"%s\" touches \"%s\"", name, text, draw_item_text(&draw, other));
        }
    }
}

/* All pages one way up, with what the board holds. */
static void check_pages(struct board_screen screen, const char *what)
{
    char name[64];
    int n = snprintf(name, sizeof(name), "%s %s rows=%u training=%u", what,
                     screen.portrait ? "portrait" : "landscape", screen.rows, screen.training);
    assert_in_range(n, 1, sizeof(name) - 1);
    announce_init(&announce, 0);
    screen.time = sample_time;
    paint(&screen);
    check_page(name);
    screen.time.mono += 2 * MINUTE; /* t04 */
    paint(&screen);
    check_page(name);
    screen.time.mono = sample_time.mono;
    screen.time.hall += 6 * HOUR + 58 * MINUTE; /* 16:40, t06 */
    paint(&screen);
    check_page(name);
}

static void pages_of_the_drawings_fit(void **state)
{
    (void)state;
    board_init(&board, def, def_device(def, "board-1"));
    sample_fill(&board, &sample_time);
    check_pages(page_of(false), "sample");
    check_pages(page_of(true), "sample");
}

static void the_longest_numbers_and_places_fit(void **state) /* docs/ui t01: A1023, window 110 */
{
    (void)state;
    board_init(&board, def, def_device(def, "board-1"));
    sample_fill_widest(&board, &sample_time);
    for (uint8_t rows = BOARD_ROWS_MIN; rows <= BOARD_ROWS_MAX; rows++)
        for (uint16_t training = 0; training <= 600; training = (uint16_t)(training + 600)) {
            struct board_screen screen = page_of(false);
            screen.rows = rows;
            screen.training = training;
            check_pages(screen, "widest");
            screen.portrait = true;
            check_pages(screen, "widest");
        }
}

static void check_calls(const struct announce_entry *calls, uint32_t count)
{
    for (int portrait = 0; portrait < 2; portrait++) {
        struct board_screen screen = page_of(portrait != 0);
        struct announce_entry taken;
        announce_init(&announce, 0);
        for (uint32_t i = 0; i < count; i++)
            announce_offer(&announce, &calls[i]);
        assert_true(announce_step(&announce, &board, screen.time.mono, &taken));
        for (int second = 0; second < 4; second++, screen.time.mono += SECOND) {
            paint(&screen);
            check_page("call");
        }
    }
    announce_init(&announce, 0);
}

static void every_target_fits_the_take_over(void **state) /* R-L9 */
{
    (void)state;
    board_init(&board, def, def_device(def, "board-1"));
    sample_fill_widest(&board, &sample_time);
    static const char *const labels[] = {"A023", "A1023", "AB1023", "WM8888"};
    msec now = sample_time.mono;
    for (uint32_t i = 0; i < countof(labels); i++) {
        for (uint32_t w = 0; w < def->window_count; w += 9) {
            uint16_t number = def->windows[w].number;
            const struct announce_entry two[] = {sample_call(1, labels[i], number, now),
                                                 sample_call(2, labels[3 - i], number, now)};
            check_calls(two, 1);
            check_calls(two, 2);
        }
        for (uint32_t r = 0; r < def->room_count; r++) {
            uint16_t room = (uint16_t)(TARGET_ROOM + def->rooms[r].id);
            const struct announce_entry two[] = {sample_call(1, labels[i], room, now),
                                                 sample_call(2, labels[i], room, now)};
            check_calls(two, 1);
            check_calls(two, 2);
        }
    }
}

static bool page_says(const char *text)
{
    for (uint32_t i = 0; i < draw.count; i++)
        if (strstr(draw_item_text(&draw, &draw.items[i]), text))
            return true;
    return false;
}

static void every_board_of_the_hall_can_be_drawn(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < def->device_count; i++) {
        if (def->devices[i].kind != DEVICE_BOARD)
            continue;
        board_init(&board, def, &def->devices[i]);
        sample_fill_widest(&board, &sample_time);
        check_pages(page_of(false), def->devices[i].name);
        check_pages(page_of(true), def->devices[i].name);
        const struct zone_def *zone = def_zone(def, def->devices[i].zone);
        assert_true(page_says(names_get(zone ? &zone->name : &def->name, LANG_ZH)));
    }
}

static void unknown_minutes_are_a_dash_never_0(void **state) /* R-W3 */
{
    (void)state;
    struct board_screen screen = page_of(false);
    board_init(&board, def, def_device(def, "board-1"));
    board_begin(&board);
    board_put_service(&board, &(struct board_service){.id = {1}, .waiting = 7});
    board_end(&board, &sample_time);
    board_heard(&board, &sample_time);
    paint(&screen);
    assert_true(page_says("—"));
    for (uint32_t i = 0; i < draw.count; i++)
        assert_string_not_equal(draw_item_text(&draw, &draw.items[i]), "0");
}

static void training_is_on_every_page(void **state) /* docs/ui t07, D-27 */
{
    (void)state;
    struct board_screen screen = page_of(false);
    board_init(&board, def, def_device(def, "board-1"));
    sample_fill(&board, &sample_time);
    screen.training = 60;
    for (int page = 0; page < 3; page++) {
        const struct announce_entry call = sample_call(1, "A023", 6, screen.time.mono);
        struct announce_entry taken;
        announce_init(&announce, 0);
        if (page == 1) {
            announce_offer(&announce, &call);
            assert_true(announce_step(&announce, &board, screen.time.mono, &taken));
        }
        if (page == 2)
            screen.time.mono += 2 * MINUTE;
        paint(&screen);
        assert_true(page_says("演练"));
        assert_true(page_says("×60"));
        const struct draw_item *frame = &draw.items[draw.count - 1];
        assert_int_equal(frame->box.h, 16);
        assert_memory_equal(&frame->fill, &theme_tv.warn, sizeof(frame->fill));
    }
    announce_init(&announce, 0);
}

static void an_emergency_covers_everything(void **state) /* docs/ui t06b, R-L13 */
{
    (void)state;
    board_init(&board, def, def_device(def, "board-1"));
    sample_fill(&board, &sample_time);
    board.emergency = EMERGENCY_EVACUATE;
    for (int portrait = 0; portrait < 2; portrait++) {
        struct board_screen screen = page_of(portrait != 0);
        const struct announce_entry call = sample_call(1, "A023", 6, screen.time.mono);
        struct announce_entry taken;
        announce_init(&announce, 0);
        announce_offer(&announce, &call);
        assert_true(announce_step(&announce, &board, screen.time.mono, &taken));
        for (int lost = 0; lost < 2; lost++, screen.time.mono += MINUTE) {
            paint(&screen);
            check_page("emergency");
            assert_true(page_says("请立即离开"));
            assert_true(page_says("东侧门")); /* of this floor */
            assert_false(page_says("A023"));
            assert_false(page_says("系统维护中"));
            for (uint32_t i = 0; i < draw.count; i++)
                assert_true(draw.items[i].kind != DRAW_TEXT || draw.items[i].size >= 60);
        }
    }
    announce_init(&announce, 0);
}

static enum board_page page_at(struct board_screen *screen, msec later)
{
    struct board_screen then = *screen;
    then.time.mono += later;
    then.time.hall += later;
    return board_page(&then);
}

static void put_notice(uint8_t style)
{
    board.notice = (struct board_notice){0};
    board_put_text(&board, &(struct board_text){.id = 1,
                                                .parts = 1,
                                                .style = style,
                                                .until = sample_time.hall + HOUR,
                                                .text = "公安窗口今日移至6楼"});
}

/* docs/display.md: what goes before what. */
static void each_page_goes_before_those_below_it(void **state) /* R-L9, D-13 */
{
    (void)state;
    struct board_screen screen = page_of(false);
    const struct info_page page = {.number = 1, .count = 1};
    struct announce_entry taken, call = sample_call(1, "A023", 6, screen.time.mono);
    announce_init(&announce, 0);
    board_init(&board, def, def_device(def, "board-1"));
    sample_fill(&board, &sample_time);
    assert_int_equal(board_page(&screen), BOARD_PAGE_CALLS);
    screen.page = &page;
    assert_int_equal(board_page(&screen), BOARD_PAGE_PAGES);
    put_notice(BOARD_STYLE_TICKER);
    assert_int_equal(board_page(&screen), BOARD_PAGE_PAGES);
    put_notice(BOARD_STYLE_NOTICE);
    assert_int_equal(board_page(&screen), BOARD_PAGE_NOTICE);
    announce_offer(&announce, &call);
    assert_true(announce_step(&announce, &board, screen.time.mono, &taken));
    assert_int_equal(board_page(&screen), BOARD_PAGE_CALL);
    assert_int_equal(page_at(&screen, BOARD_STALE_MS), BOARD_PAGE_CALL);
    board_aged(&board, BOARD_LOST); /* nobody is sent to a window on old news */
    assert_int_equal(board_page(&screen), BOARD_PAGE_LOST);
    board.emergency = EMERGENCY_EVACUATE;
    assert_int_equal(board_page(&screen), BOARD_PAGE_EMERGENCY);
    assert_int_equal(page_at(&screen, HOUR), BOARD_PAGE_EMERGENCY);
    announce_init(&announce, 0);
}

static void a_call_on_stale_data_says_so(void **state) /* D-13: never as if it were live */
{
    (void)state;
    struct board_screen screen = page_of(false);
    struct announce_entry taken, call = sample_call(1, "A023", 6, screen.time.mono);
    board_init(&board, def, def_device(def, "board-1"));
    sample_fill(&board, &sample_time);
    announce_init(&announce, 0);
    announce_offer(&announce, &call);
    assert_true(announce_step(&announce, &board, screen.time.mono, &taken));
    paint(&screen);
    assert_false(page_says("系统维护中"));
    screen.time.mono += BOARD_STALE_MS;
    paint(&screen);
    assert_true(page_says("A023"));
    assert_true(page_says("系统维护中，请听从工作人员引导"));
    announce_init(&announce, 0);
}

static void exits_of_any_length_fit(void **state) /* docs/ui t06b */
{
    (void)state;
    static const char *const lists[] = {"", "正门",
                                        "正门、东侧门、西侧门、南侧门、地下车库出口、"
                                        "北楼梯、东楼梯、西楼梯、员工通道"};
    struct hall_def hall = *def;
    struct floor_def floors[FLOORS_MAX];
    memcpy(floors, def->floors, def->floor_count * sizeof(floors[0]));
    hall.floors = floors;
    board_init(&board, &hall, def_device(def, "board-1"));
    board.emergency = EMERGENCY_EVACUATE;
    for (size_t i = 0; i < countof(lists); i++)
        for (int look = 0; look < 4; look++) {
            struct board_screen screen = page_of((look & 1) != 0);
            screen.english = (look & 2) != 0;
            snprintf(floors[0].exits.text[LANG_ZH], TEXT_SIZE, "%s", lists[i]);
            snprintf(floors[0].exits.text[LANG_EN], TEXT_SIZE, "%s",
                     i == 2 ? "main gate, east gate, west gate, south gate, exit of the garage, "
                              "north stairs, east stairs, west stairs"
                            : "");
            paint(&screen);
            check_page("exits");
        }
    board_init(&board, def, def_device(def, "board-1"));
}

static void an_upright_notice_breaks_where_a_reader_would(void **state) /* docs/ui t06 */
{
    (void)state;
    struct board_screen screen = page_of(true);
    board_init(&board, def, def_device(def, "board-1"));
    announce_init(&announce, 0);
    sample_fill(&board, &sample_time);
    screen.time.hall += 7 * HOUR; /* 16:42 */
    board_heard(&board, &screen.time);
    paint(&screen);
    assert_true(page_says("今日取号即将结束，"));
    assert_true(page_says("16:45 停止取号"));
}

static void before_the_first_data_no_clock_is_invented(void **state)
{
    (void)state;
    struct board_screen screen = page_of(false);
    board_init(&board, def, def_device(def, "board-1"));
    announce_init(&announce, 0);
    screen.time = (struct board_time){5 * SECOND, 0, 0};
    paint(&screen);
    check_page("start");
    assert_false(page_says(":"));
    assert_true(page_says("系统维护中"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_the_drawings_fit),
        cmocka_unit_test(the_longest_numbers_and_places_fit),
        cmocka_unit_test(every_target_fits_the_take_over),
        cmocka_unit_test(every_board_of_the_hall_can_be_drawn),
        cmocka_unit_test(unknown_minutes_are_a_dash_never_0),
        cmocka_unit_test(training_is_on_every_page),
        cmocka_unit_test(an_emergency_covers_everything),
        cmocka_unit_test(each_page_goes_before_those_below_it),
        cmocka_unit_test(a_call_on_stale_data_says_so),
        cmocka_unit_test(exits_of_any_length_fit),
        cmocka_unit_test(an_upright_notice_breaks_where_a_reader_would),
        cmocka_unit_test(before_the_first_data_no_clock_is_invented),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
