/* SPDX-License-Identifier: Apache-2.0 */
#include "display_fixture.h"
#include "domain/calendar.h"

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

static void the_newest_call_is_on_top(void **state) /* R-L7 */
{
    (void)state;
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 7);
    put("A003", 6, WINDOW_CALLING, 9);
    put("A002", 5, WINDOW_SERVING, 8);
    end_at(0);
    assert_int_equal(rows_at(0, BOARD_ROWS_DEFAULT), 3);
    assert_int_equal(rows[0].target.n, 6);
    assert_int_equal(rows[1].target.n, 5);
    assert_int_equal(rows[2].target.n, 3);
}

static void a_recall_moves_up(void **state) /* R-L7 */
{
    (void)state;
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 10);
    put("A003", 6, WINDOW_CALLING, 9);
    end_at(0);
    rows_at(0, 8);
    assert_int_equal(rows[0].target.n, 3);
}

static void only_called_and_served_numbers_have_a_row(void **state)
{
    (void)state;
    board_begin(&board);
    put("A001", 3, WINDOW_RATING, 1);
    put("A002", 5, WINDOW_PAUSED, 2);
    put("A003", 6, WINDOW_IDLE, 3);
    board_put_target(&board, &(struct board_target){.target = {12}, .state = WINDOW_CALLING});
    end_at(0);
    assert_int_equal(rows_at(0, 8), 0);
}

static void no_more_rows_than_asked_for(void **state) /* R-L7: 6 to 10 */
{
    (void)state;
    board_begin(&board);
    for (uint16_t i = 1; i <= 12; i++)
        put("A001", i, WINDOW_CALLING, i);
    end_at(0);
    assert_int_equal(rows_at(0, BOARD_ROWS_DEFAULT), 8);
    assert_int_equal(rows_at(0, BOARD_ROWS_MAX), 10);
    assert_int_equal(rows[0].order, 12);
    assert_int_equal(rows[9].order, 3);
}

static void every_target_of_the_largest_hall_finds_room(void **state)
{
    (void)state;
    board_begin(&board);
    for (uint32_t i = 1; i <= BOARD_CALLS_MAX; i++)
        put("A001", (uint16_t)i, WINDOW_CALLING, i + 1);
    assert_int_equal(board.call_count, BOARD_CALLS_MAX);
    put("A999", 3, WINDOW_CALLING, 1); /* older than all: left out */
    assert_int_equal(board.calls[BOARD_CALLS_MAX - 1].order, 2);
    put("A999", 3, WINDOW_CALLING, BOARD_CALLS_MAX + 2);
    assert_int_equal(board.call_count, BOARD_CALLS_MAX);
    assert_int_equal(board.calls[0].order, BOARD_CALLS_MAX + 2);
    assert_int_equal(board.calls[BOARD_CALLS_MAX - 1].order, 3);
}

static void the_newest_is_lit_for_15_seconds(void **state) /* R-L7 */
{
    (void)state;
    board_begin(&board);
    end_at(0);
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 1);
    end_at(2000);
    rows_at(2000 + BOARD_LIT_MS - 1, 8);
    assert_true(rows[0].lit);
    rows_at(2000 + BOARD_LIT_MS, 8);
    assert_false(rows[0].lit);
}

static void a_recall_is_lit_again(void **state)
{
    (void)state;
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 1);
    end_at(0);
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 2);
    end_at(20 * SECOND);
    rows_at(21 * SECOND, 8);
    assert_true(rows[0].lit);
}

static void only_the_top_row_is_lit_and_only_while_called(void **state)
{
    (void)state;
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 1);
    put("A002", 5, WINDOW_SERVING, 2);
    end_at(0);
    rows_at(0, 8);
    assert_false(rows[0].lit);
    assert_false(rows[1].lit);
}

static void a_restarted_board_does_not_light_an_old_call(void **state)
{
    (void)state;
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 1); /* called at MORNING */
    end_at(30 * SECOND);
    rows_at(30 * SECOND, 8);
    assert_false(rows[0].lit);
}

static void status_words_follow_state_and_calls(void **state) /* docs/ui t01 */
{
    (void)state;
    struct board_target again = {.target = {5},
                                 .state = WINDOW_CALLING,
                                 .calls = 2,
                                 .label = label_of("A002"),
                                 .order = 2};
    board_begin(&board);
    put("A001", 3, WINDOW_CALLING, 3);
    board_put_target(&board, &again);
    put("A003", 6, WINDOW_SERVING, 1);
    end_at(0);
    rows_at(0, 8);
    assert_int_equal(rows[0].status, BOARD_PROCEED);
    assert_int_equal(rows[1].status, BOARD_CALLED_AGAIN);
    assert_int_equal(rows[1].calls, 2);
    assert_int_equal(rows[2].status, BOARD_SERVING);
}

static uint8_t tag_of(uint8_t ticket_class, uint16_t service)
{
    struct board_target call = {.target = {3},
                                .state = WINDOW_CALLING,
                                .ticket_class = ticket_class,
                                .label = label_of("A001"),
                                .service = {service},
                                .order = 1};
    board_begin(&board);
    board_put_target(&board, &call);
    end_at(0);
    rows_at(0, 8);
    return rows[0].tag;
}

static void a_tag_names_the_class_only(void **state) /* R-P3 */
{
    (void)state;
    assert_int_equal(tag_of(CLASS_PRIORITY, 1), CLASS_PRIORITY);
    assert_int_equal(tag_of(CLASS_APPOINTMENT, 1), CLASS_APPOINTMENT);
    assert_int_equal(tag_of(CLASS_GREEN, 1), CLASS_GREEN);
    assert_int_equal(tag_of(CLASS_RETURNED, 1), CLASS_NORMAL);
    assert_int_equal(tag_of(CLASS_NORMAL, 1), CLASS_NORMAL);
}

static void a_confidential_service_shows_number_and_window_only(void **state) /* R-L11 */
{
    (void)state;
    assert_int_equal(tag_of(CLASS_PRIORITY, 2), CLASS_NORMAL);
}

static void a_window_on_another_floor_says_so(void **state) /* docs/ui t01 */
{
    (void)state;
    board_begin(&board);
    put("A003", 3, WINDOW_CALLING, 3);
    put("A002", 108, WINDOW_CALLING, 2);
    put("A001", TARGET_ROOM + 1, WINDOW_CALLING, 1);
    end_at(0);
    rows_at(0, 8);
    assert_int_equal(rows[0].floor, 0);
    assert_int_equal(rows[1].floor, 6);
    assert_int_equal(rows[2].floor, 6);
    assert_string_equal(names_get(&board_room(&small_hall, rows[2].target)->name, LANG_ZH),
                        "颁证室");
    assert_null(board_room(&small_hall, rows[0].target));
}

static void put_services(void)
{
    board_begin(&board);
    for (uint16_t id = 1; id <= 10; id++)
        board_put_service(&board, &(struct board_service){.id = {id}, .waiting = id});
    end_at(0);
}

static void the_panel_holds_public_services_of_the_zone(void **state) /* R-L11, D-44 */
{
    (void)state;
    struct board_service list[BOARD_WAITING_MAX];
    struct board_time time = {0, MORNING, 480};
    put_services();
    assert_int_equal(board_waiting(&board, &time, list, BOARD_WAITING_MAX), 6);
    const uint16_t ids[] = {1, 5, 6, 7, 8, 9}; /* not 2 (confidential), 3 (step), 4 (zone B) */
    for (size_t i = 0; i < countof(ids); i++)
        assert_int_equal(list[i].id.n, ids[i]);
}

static void the_panel_turns_its_page_every_8_seconds(void **state) /* docs/ui t01 */
{
    (void)state;
    struct board_service list[BOARD_WAITING_MAX];
    struct board_time time = {BOARD_WAITING_MS, MORNING, 480};
    put_services();
    assert_int_equal(board_waiting(&board, &time, list, BOARD_WAITING_MAX), 1);
    assert_int_equal(list[0].id.n, 10);
    time.mono = 2 * BOARD_WAITING_MS;
    assert_int_equal(board_waiting(&board, &time, list, BOARD_WAITING_MAX), 6);
}

static void put_missed(uint32_t count)
{
    board_begin(&board);
    for (uint32_t i = 0; i < count; i++)
        board_put_missed(&board, &(struct board_missed){{{'A', 0}, (uint16_t)(i + 1)},
                                                        MORNING + (msec)i * SECOND});
    end_at(0);
}

static void missed_numbers_stay_ten_minutes_newest_first(void **state) /* R-C3 */
{
    (void)state;
    struct board_missed list[BOARD_MISSED_SHOWN];
    put_missed(3);
    struct board_time time = {0, MORNING + 10 * MINUTE - 1, 480};
    assert_int_equal(board_missed(&board, &time, list), 3);
    assert_int_equal(list[0].label.number, 3);
    time.hall = MORNING + 10 * MINUTE + SECOND;
    assert_int_equal(board_missed(&board, &time, list), 1);
    assert_int_equal(list[0].label.number, 3);
}

static void missed_numbers_come_in_pages_of_four(void **state) /* docs/ui t01 */
{
    (void)state;
    struct board_missed list[BOARD_MISSED_SHOWN];
    put_missed(6);
    struct board_time time = {0, MORNING + 10 * SECOND, 480};
    assert_int_equal(board_missed(&board, &time, list), 4);
    assert_int_equal(list[3].label.number, 3);
    time.mono = BOARD_MISSED_MS;
    assert_int_equal(board_missed(&board, &time, list), 2);
    assert_int_equal(list[0].label.number, 2);
}

static void the_ticker_says_all_missed_numbers(void **state) /* docs/ui t03 */
{
    (void)state;
    struct board_missed list[12];
    put_missed(20);
    struct board_time time = {0, MORNING + 20 * SECOND, 480};
    assert_int_equal(board_missed_all(&board, &time, list, 12), 12);
    assert_int_equal(list[11].label.number, 9);
    time.hall = MORNING + 10 * MINUTE + 18 * SECOND;
    assert_int_equal(board_missed_all(&board, &time, list, 12), 1);
}

static void the_oldest_missed_numbers_make_room(void **state)
{
    (void)state;
    put_missed(BOARD_MISSED_MAX + 3);
    assert_int_equal(board.missed_count, BOARD_MISSED_MAX);
    assert_int_equal(board.missed[0].label.number, BOARD_MISSED_MAX + 3);
    assert_int_equal(board.missed[BOARD_MISSED_MAX - 1].label.number, 4);
}

static enum board_fresh fresh_at(msec ms)
{
    struct board_time time = at_ms(ms);
    return board_fresh(&board, &time);
}

static void five_seconds_without_data_are_stale_ten_are_lost(void **state) /* D-13, R-L12 */
{
    (void)state;
    struct board_time time = at_ms(0);
    assert_int_equal(fresh_at(0), BOARD_LOST); /* nothing was ever heard */
    board_begin(&board);
    end_at(0);
    board_heard(&board, &time);
    assert_int_equal(fresh_at(BOARD_STALE_MS - 1), BOARD_LIVE);
    assert_int_equal(fresh_at(BOARD_STALE_MS), BOARD_STALE);
    assert_int_equal(fresh_at(BOARD_LOST_MS - 1), BOARD_STALE);
    assert_int_equal(fresh_at(BOARD_LOST_MS), BOARD_LOST);
}

static void what_the_link_knows_to_be_old_is_old(void **state) /* D-13 */
{
    (void)state;
    struct board_time time = at_ms(0);
    board_begin(&board);
    end_at(0);
    board_heard(&board, &time);
    board_aged(&board, BOARD_STALE);
    assert_int_equal(fresh_at(1), BOARD_STALE);
    board_heard(&board, &time);
    assert_int_equal(fresh_at(1), BOARD_LIVE);
}

static enum board_closing closing_at(uint16_t minute)
{
    struct board_time time = {0, calendar_midnight(20260318, 480) + minute * MINUTE, 480};
    uint16_t end;
    enum board_closing closing = board_closing(&board, &time, &end);
    assert_int_equal(end, 16 * 60 + 45);
    return closing;
}

static void the_end_of_ticketing_is_told_a_quarter_before(void **state) /* R-O3, docs/ui t06 */
{
    (void)state;
    assert_int_equal(closing_at(12 * 60), BOARD_OPEN);
    assert_int_equal(closing_at(16 * 60 + 29), BOARD_OPEN);
    assert_int_equal(closing_at(16 * 60 + 30), BOARD_CLOSING);
    assert_int_equal(closing_at(16 * 60 + 45), BOARD_JUST_CLOSED);
    assert_int_equal(closing_at(16 * 60 + 50), BOARD_CLOSED);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, fresh_board)
    const struct CMUnitTest tests[] = {
        TEST(the_newest_call_is_on_top),
        TEST(a_recall_moves_up),
        TEST(only_called_and_served_numbers_have_a_row),
        TEST(no_more_rows_than_asked_for),
        TEST(every_target_of_the_largest_hall_finds_room),
        TEST(the_newest_is_lit_for_15_seconds),
        TEST(a_recall_is_lit_again),
        TEST(only_the_top_row_is_lit_and_only_while_called),
        TEST(a_restarted_board_does_not_light_an_old_call),
        TEST(status_words_follow_state_and_calls),
        TEST(a_tag_names_the_class_only),
        TEST(a_confidential_service_shows_number_and_window_only),
        TEST(a_window_on_another_floor_says_so),
        TEST(the_panel_holds_public_services_of_the_zone),
        TEST(the_panel_turns_its_page_every_8_seconds),
        TEST(missed_numbers_stay_ten_minutes_newest_first),
        TEST(missed_numbers_come_in_pages_of_four),
        TEST(the_ticker_says_all_missed_numbers),
        TEST(the_oldest_missed_numbers_make_room),
        TEST(five_seconds_without_data_are_stale_ten_are_lost),
        TEST(what_the_link_knows_to_be_old_is_old),
        TEST(the_end_of_ticketing_is_told_a_quarter_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
