/* SPDX-License-Identifier: Apache-2.0 */
/* What a board holds beside the rows of now: calls that were replaced before they could be read,
 * and notices of the staff. */
#include <stdio.h>
#include <string.h>

#include "display_fixture.h"

static struct board board;
static struct board_row rows[BOARD_ROWS_MAX];

static int fresh_board(void **state)
{
    (void)state;
    board_init(&board, &small_hall, &small_device);
    return 0;
}

static void put(const char *label, uint16_t target, uint8_t window_state, uint32_t order)
{
    board_put_target(&board, &(struct board_target){.target = {target},
                                                    .state = window_state,
                                                    .calls = 1,
                                                    .label = label_of(label),
                                                    .service = {1},
                                                    .order = order,
                                                    .since = MORNING});
}

static uint32_t rows_at(msec ms, uint32_t max)
{
    struct board_time time = at_ms(ms);
    return board_rows(&board, &time, rows, max);
}

static void end_at(msec ms)
{
    struct board_time time = at_ms(ms);
    board_end(&board, &time);
}

static void show_at(msec ms, const char *label, uint16_t target, uint32_t order)
{
    board_begin(&board);
    put(label, target, WINDOW_CALLING, order);
    end_at(ms);
}

static void two_calls_a_second_apart_at_one_window_are_both_seen(void **state) /* R-L14 */
{
    (void)state;
    board_begin(&board);
    end_at(0);
    show_at(1000, "A001", 3, 7);
    show_at(2000, "A002", 3, 8);
    assert_int_equal(rows_at(2000, 8), 2);
    assert_int_equal(rows[0].label.number, 2);
    assert_true(rows[0].lit);
    assert_int_equal(rows[1].label.number, 1);
    assert_int_equal(rows[1].status, BOARD_PROCEED);
    assert_false(rows[1].lit);
    assert_int_equal(rows_at(1000 + BOARD_READ_MS - 1, 8), 2);
    assert_int_equal(rows_at(1000 + BOARD_READ_MS, 8), 1);
    assert_int_equal(rows[0].label.number, 2);
}

static void a_replaced_call_keeps_its_place_among_the_others(void **state)
{
    (void)state;
    board_begin(&board);
    end_at(0);
    show_at(1000, "A001", 3, 7);
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 7);
    put("H001", 5, WINDOW_CALLING, 8);
    end_at(1500);
    board_begin(&board);
    put("A002", 3, WINDOW_CALLING, 9);
    put("H001", 5, WINDOW_CALLING, 8);
    end_at(2000);
    assert_int_equal(rows_at(2000, 8), 3);
    assert_int_equal(rows[1].target.n, 5);
    assert_int_equal(rows[2].order, 7);
    assert_int_equal(rows_at(2000, 2), 2);
}

static void a_call_taken_back_is_gone_at_once(void **state) /* D-20 */
{
    (void)state;
    board_begin(&board);
    end_at(0);
    show_at(1000, "A001", 3, 7);
    board_begin(&board);
    end_at(2000);
    assert_int_equal(rows_at(2000, 8), 0);
    show_at(2500, "A002", 3, 8);
    assert_int_equal(rows_at(2500, 8), 1);
}

static void who_was_being_served_needs_no_more_reading(void **state)
{
    (void)state;
    board_begin(&board);
    end_at(0);
    show_at(1000, "A001", 3, 7);
    board_begin(&board);
    put("A001", 3, WINDOW_SERVING, 7);
    end_at(1500);
    show_at(2000, "A002", 3, 8);
    assert_int_equal(rows_at(2000, 8), 1);
}

static void a_started_board_takes_nothing_it_finds_for_news(void **state)
{
    (void)state;
    show_at(0, "A001", 3, 7);
    show_at(1000, "A002", 3, 8);
    assert_int_equal(rows_at(1000, 8), 1);
    /* nor does the end of the newest call make the older ones new */
    board_begin(&board);
    put("A002", 3, WINDOW_CALLING, 8);
    put("H001", 5, WINDOW_CALLING, 9);
    end_at(2000);
    show_at(3000, "A002", 3, 8);
    assert_int_equal(board.news_order, 9);
}

static void twenty_calls_in_a_moment_at_one_window_keep_the_newest(void **state)
{
    (void)state;
    board_begin(&board);
    end_at(0);
    for (uint32_t i = 1; i <= BOARD_NEWS_MAX + 8; i++) {
        char label[8];
        snprintf(label, sizeof(label), "A%03u", i);
        show_at((msec)i * 5, label, 3, i);
    }
    assert_int_equal(board.news_count, BOARD_NEWS_MAX);
    assert_int_equal(rows_at(300, BOARD_ROWS_MAX), BOARD_ROWS_MAX);
    for (uint32_t i = 0; i < BOARD_ROWS_MAX; i++)
        assert_int_equal(rows[i].order, BOARD_NEWS_MAX + 8 - i);
}

static void put_text(uint32_t id, uint8_t part, uint8_t parts, bool small, const char *text)
{
    board_put_text(&board, &(struct board_text){.id = id,
                                                .part = part,
                                                .parts = parts,
                                                .small = small,
                                                .until = MORNING + MINUTE,
                                                .text = text});
}

static bool notice_at(msec ms, char *text, char *below)
{
    struct board_time time = at_ms(ms);
    return board_notice(&board, &time, text, below);
}

static void a_notice_is_up_when_all_its_parts_are_there(void **state) /* docs/ui t06 */
{
    (void)state;
    char text[BOARD_NOTICE_SIZE], below[BOARD_NOTICE_SIZE];
    board_begin(&board);
    assert_false(notice_at(0, text, below));
    put_text(4, 2, 3, true, "101");
    put_text(4, 0, 3, false, "今日");
    assert_false(notice_at(0, text, below));
    put_text(4, 1, 3, false, "移至6楼");
    put_text(3, 0, 1, false, "旧"); /* an older one */
    assert_true(notice_at(0, text, below));
    assert_string_equal(text, "今日移至6楼");
    assert_string_equal(below, "101");
    assert_true(notice_at(MINUTE - 1, text, below));
    assert_false(notice_at(MINUTE, text, below));
    put_text(5, 0, 1, false, "新");
    assert_true(notice_at(0, text, below));
    assert_string_equal(text, "新");
    assert_string_equal(below, "");
    board_begin(&board); /* its rows are gone */
    assert_false(notice_at(0, text, below));
}

static void a_notice_of_the_most_parts_and_no_more(void **state)
{
    (void)state;
    char text[BOARD_NOTICE_SIZE], below[BOARD_NOTICE_SIZE];
    const char *const part = "123456789012345678901234567890123456789012345678";
    board_begin(&board);
    put_text(1, BOARD_TEXT_PARTS, BOARD_TEXT_PARTS + 1, false, part);
    assert_false(notice_at(0, text, below));
    for (uint8_t i = 0; i < BOARD_TEXT_PARTS; i++)
        put_text(2, i, BOARD_TEXT_PARTS, i > 3, part);
    assert_true(notice_at(0, text, below));
    assert_int_equal(strlen(text), BOARD_NOTICE_SIZE - 1);
    assert_int_equal(strlen(below), BOARD_NOTICE_SIZE - 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, fresh_board)
    const struct CMUnitTest tests[] = {
        TEST(two_calls_a_second_apart_at_one_window_are_both_seen),
        TEST(a_replaced_call_keeps_its_place_among_the_others),
        TEST(a_call_taken_back_is_gone_at_once),
        TEST(who_was_being_served_needs_no_more_reading),
        TEST(a_started_board_takes_nothing_it_finds_for_news),
        TEST(twenty_calls_in_a_moment_at_one_window_keep_the_newest),
        TEST(a_notice_is_up_when_all_its_parts_are_there),
        TEST(a_notice_of_the_most_parts_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
