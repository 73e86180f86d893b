/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/feed.h"
#include "display_fixture.h"
#include "protocol/bits.h"

static struct board board;
static struct announce announce;
static struct view_row rows[64];
static struct view_rows view;
static struct feed feed;
static struct device_def silent_device;

static void start(const struct device_def *device)
{
    board_init(&board, &small_hall, device);
    announce_init(&announce, 0);
    view_init(&view, rows, countof(rows));
    feed = (struct feed){.def = &small_hall, .board = &board, .announce = &announce};
}

static void set_call(uint16_t target, const char *text, uint32_t order)
{
    struct label label = label_of(text);
    struct row_window row = {.state = WINDOW_CALLING,
                             .calls = 1,
                             .prefix = label_wire_prefix(label),
                             .number = label.number,
                             .since_ms = (uint64_t)MORNING,
                             .order = order};
    view_set(&view, ROW_TYPE_WINDOW, target, order, &row);
}

static void set_announce(uint32_t id, msec at, uint16_t life_s)
{
    struct row_announce row = {.voice_zone = 1,
                               .target = 3,
                               .prefix = 'A',
                               .number = (uint16_t)(20 + id),
                               .kind = CALL_FIRST,
                               .langs = 1,
                               .at_ms = (uint64_t)at,
                               .life_s = life_s};
    view_set(&view, ROW_TYPE_ANNOUNCE, id, id, &row);
}

static bool step_at(msec ms, struct announce_entry *entry)
{
    return announce_step(&announce, &board, at_ms(ms).mono, entry);
}

static void feed_at(msec ms)
{
    struct board_time time = at_ms(ms);
    feed_rows(&feed, &view, &time);
}

static void rows_become_calls_people_and_missed_numbers(void **state)
{
    (void)state;
    struct board_row list[4];
    struct board_service services[BOARD_WAITING_MAX];
    struct board_missed missed[BOARD_MISSED_SHOWN];
    struct board_time time = at_ms(1000);
    struct row_service service = {.waiting = 5, .lo_min = 10, .hi_min = 20, .wait_min = 15};
    struct row_missed miss = {.prefix = 'G', .number = 12, .at_ms = (uint64_t)MORNING};
    start(&small_device);
    set_call(3, "A023", 1);
    view_set(&view, ROW_TYPE_SERVICE, 1, 1, &service);
    view_set(&view, ROW_TYPE_MISSED, 77, 1, &miss);
    feed_at(1000);
    assert_int_equal(board_rows(&board, &time, list, 4), 1);
    assert_int_equal(list[0].label.number, 23);
    time.mono = 0;
    assert_int_equal(board_waiting(&board, &time, services, BOARD_WAITING_MAX), 1);
    assert_int_equal(services[0].hi_min, 20);
    assert_int_equal(board_missed(&board, &time, missed), 1);
    assert_int_equal(missed[0].label.prefix[0], 'G');
}

static void an_announcement_ages_by_the_halls_clock(void **state) /* D-12 */
{
    (void)state;
    struct announce_entry entry;
    start(&small_device);
    set_announce(1, MORNING - 59 * SECOND, 60);
    set_announce(2, MORNING - 61 * SECOND, 60);
    feed_at(0);
    assert_true(step_at(0, &entry));
    assert_int_equal(entry.fate, ANNOUNCE_SPEAK);
    assert_true(step_at(0, &entry));
    assert_int_equal(entry.fate, ANNOUNCE_EXPIRED);
}

static void in_training_life_is_real_time(void **state) /* D-27 */
{
    (void)state;
    struct announce_entry entry;
    start(&small_device);
    feed.training = 60;
    set_announce(1, MORNING - 10 * MINUTE, 60); /* ten real seconds ago */
    feed_at(0);
    assert_true(step_at(0, &entry));
    assert_int_equal(entry.fate, ANNOUNCE_SPEAK);
    assert_int_equal(at_ms(0).mono - entry.born, 10 * SECOND);
}

static void set_text(uint32_t text, uint8_t part, uint8_t style, const char *words)
{
    struct row_text row = {.style = style,
                           .until_ms = (uint64_t)(MORNING + MINUTE),
                           .parts = 2,
                           .small = part};
    strcpy(row.text, words);
    view_set(&view, ROW_TYPE_TEXT, text << 4 | part, 1, &row);
}

static void rows_become_the_newest_notice(void **state) /* docs/ui t06 */
{
    (void)state;
    char text[BOARD_NOTICE_SIZE], below[BOARD_NOTICE_SIZE];
    struct board_time time = at_ms(0);
    start(&small_device);
    set_text(8, 0, SHOW_NOTICE, "旧");
    set_text(8, 1, SHOW_NOTICE, "旧的");
    set_text(9, 0, SHOW_WARNING, "公安窗口移至6楼");
    feed_at(0);
    assert_false(board_notice(&board, &time, text, below)); /* half of it */
    set_text(9, 1, SHOW_WARNING, "101–104号");
    feed_at(0);
    assert_true(board_notice(&board, &time, text, below));
    assert_string_equal(text, "公安窗口移至6楼");
    assert_string_equal(below, "101–104号");
    assert_int_equal(board.notice.style, BOARD_STYLE_WARN);
    assert_true(view_remove(&view, ROW_TYPE_TEXT, 9 << 4));
    assert_true(view_remove(&view, ROW_TYPE_TEXT, 9 << 4 | 1));
    feed_at(0);
    assert_true(board_notice(&board, &time, text, below));
    assert_string_equal(text, "旧");
    assert_int_equal(board.notice.style, BOARD_STYLE_NOTICE);
}

static void set_emergency(uint8_t emergency)
{
    struct row_hall row = {.day = 20260318, .emergency = emergency};
    view_set(&view, ROW_TYPE_HALL, 0, emergency + 1u, &row);
}

static void an_emergency_ends_only_when_the_controller_says_so(void **state) /* docs/ui t06b */
{
    (void)state;
    start(&small_device);
    set_emergency(EMERGENCY_EVACUATE);
    feed_at(0);
    assert_int_equal(board.emergency, EMERGENCY_EVACUATE);
    view_init(&view, rows, countof(rows)); /* a new link: no rows yet */
    feed_at(1000);
    assert_int_equal(board.emergency, EMERGENCY_EVACUATE);
    set_emergency(EMERGENCY_NONE);
    feed_at(2000);
    assert_int_equal(board.emergency, EMERGENCY_NONE);
}

/* R-L9: each call of its zone, also when the next one at the same window replaced it at once. */
static void a_silent_board_is_taken_over_by_every_call(void **state)
{
    (void)state;
    struct announce_entry entry;
    silent_device = small_device;
    silent_device.voice_zone = 0;
    start(&silent_device);
    set_announce(5, MORNING - SECOND, 60); /* called before the board was there */
    feed_at(0);
    assert_false(step_at(0, &entry));
    set_announce(6, MORNING, 60);
    set_announce(7, MORNING, 60);
    feed_at(1000);
    assert_true(step_at(1000, &entry));
    assert_int_equal(entry.id, 6);
    assert_int_equal(announce_waiting(&announce, at_ms(1000).mono), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_calls_people_and_missed_numbers),
        cmocka_unit_test(an_announcement_ages_by_the_halls_clock),
        cmocka_unit_test(in_training_life_is_real_time),
        cmocka_unit_test(rows_become_the_newest_notice),
        cmocka_unit_test(an_emergency_ends_only_when_the_controller_says_so),
        cmocka_unit_test(a_silent_board_is_taken_over_by_every_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
