/* SPDX-License-Identifier: Apache-2.0 */
/* What is no longer true is not said, and what is true again is (R-V3). */
#include "display_queue.h"

static void window_3(uint8_t state, const char *label)
{
    struct board_time time = at_ms(0);
    board_begin(&board);
    board_put_target(&board, &(struct board_target){.target = {3},
                                                    .state = state,
                                                    .label = label_of(label),
                                                    .order = 1});
    board_end(&board, &time);
}

static void serve(const char *label)
{
    window_3(WINDOW_SERVING, label);
}

static void only_the_newest_word_about_a_number_is_said(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A001", 5, CALL_TRANSFER),
                                           call(3, "A002", 0, CALL_NEXT),
                                           call(4, "A002", 6, CALL_FIRST),
                                           call(5, "A003", 12, CALL_FIRST),
                                           call(6, "A003", 12, CALL_MISSED)};
    offer(calls, 6);
    expect(0, 1, ANNOUNCE_OVERTAKEN); /* another window now */
    expect(0, 2, ANNOUNCE_SPEAK);
    announce_done(&announce);
    expect(0, 3, ANNOUNCE_OVERTAKEN); /* called before it could get ready */
    expect(6 * SECOND, 4, ANNOUNCE_SPEAK);
    announce_done(&announce);
    expect(6 * SECOND, 5, ANNOUNCE_OVERTAKEN); /* missed before it was heard */
    expect(6 * SECOND, 6, ANNOUNCE_SPEAK);
    assert_int_equal(announce.fates[ANNOUNCE_OVERTAKEN], 3);
}

static void a_recall_of_what_was_to_get_ready_is_no_repetition(void **state)
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_MISSED),
                                           call(2, "A001", 3, CALL_AGAIN)};
    offer(calls, 2);
    expect(0, 1, ANNOUNCE_OVERTAKEN);
    expect(0, 2, ANNOUNCE_SPEAK);
}

static void a_number_served_meanwhile_is_dropped_after_20_seconds(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 3, CALL_FIRST);
    serve("A001");
    offer(&one, 1);
    expect(ANNOUNCE_OVERTAKEN_MS + 1, 1, ANNOUNCE_OVERTAKEN);
}

static void a_number_served_meanwhile_is_spoken_within_20_seconds(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 3, CALL_FIRST);
    serve("A001");
    offer(&one, 1);
    expect(ANNOUNCE_OVERTAKEN_MS, 1, ANNOUNCE_SPEAK);
}

static void a_number_not_served_is_spoken_late(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 5, CALL_FIRST); /* of which no row is seen */
    serve("A002");
    offer(&one, 1);
    expect(59 * SECOND, 1, ANNOUNCE_SPEAK);
}

/* R-V3: who has been served and gone, or was missed, is sent to no window any more. */
static void a_call_that_its_window_ended_is_dropped_after_20_seconds(void **state)
{
    (void)state;
    static const uint8_t states[] = {WINDOW_IDLE, WINDOW_RATING, WINDOW_PAUSED, WINDOW_CLOSED};
    const struct announce_entry one = call(1, "A001", 3, CALL_FIRST);
    for (size_t i = 0; i < countof(states); i++) {
        announce_init(&announce, 0);
        window_3(states[i], "A001");
        offer(&one, 1);
        expect(ANNOUNCE_OVERTAKEN_MS + 1, 1, ANNOUNCE_OVERTAKEN);
    }
    announce_init(&announce, 0);
    window_3(WINDOW_CALLING, "A002");
    offer(&one, 1);
    expect(ANNOUNCE_OVERTAKEN_MS + 1, 1, ANNOUNCE_OVERTAKEN);
}

static void a_call_that_still_stands_is_spoken_late(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 3, CALL_FIRST);
    window_3(WINDOW_CALLING, "A001");
    offer(&one, 1);
    expect(59 * SECOND, 1, ANNOUNCE_SPEAK);
}

static void a_missed_number_is_said_late_though_nobody_calls_it(void **state)
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 3, CALL_MISSED);
    window_3(WINDOW_IDLE, "A001");
    offer(&one, 1);
    expect(59 * SECOND, 1, ANNOUNCE_SPEAK);
}

/* A transfer or a miss taken back within its 10 s: the call that it overtook is true again. */
static void a_call_stands_again_when_what_overtook_it_is_taken_back(void **state) /* D-20, R-V3 */
{
    (void)state;
    static const uint8_t kinds[] = {CALL_TRANSFER, CALL_MISSED};
    for (size_t i = 0; i < countof(kinds); i++) {
        const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                               call(2, "A002", 5, CALL_FIRST),
                                               call(3, "A002", 6, kinds[i])};
        announce_init(&announce, 0);
        offer(calls, 3);
        expect(0, 1, ANNOUNCE_SPEAK);
        announce_done(&announce);
        offer(calls, 2);
        expect(8 * SECOND, 2, ANNOUNCE_SPEAK);
        assert_int_equal(taken.target.n, 5);
        announce_done(&announce);
        expect(8 * SECOND, 3, ANNOUNCE_WITHDRAWN);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, nothing_spoken)
    const struct CMUnitTest tests[] = {
        TEST(only_the_newest_word_about_a_number_is_said),
        TEST(a_recall_of_what_was_to_get_ready_is_no_repetition),
        TEST(a_number_served_meanwhile_is_dropped_after_20_seconds),
        TEST(a_number_served_meanwhile_is_spoken_within_20_seconds),
        TEST(a_number_not_served_is_spoken_late),
        TEST(a_call_that_its_window_ended_is_dropped_after_20_seconds),
        TEST(a_call_that_still_stands_is_spoken_late),
        TEST(a_missed_number_is_said_late_though_nobody_calls_it),
        TEST(a_call_stands_again_when_what_overtook_it_is_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
