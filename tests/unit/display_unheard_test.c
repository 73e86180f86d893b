/* SPDX-License-Identifier: Apache-2.0 */
/* What a sound device failed in is said again, in order and while it is true. */
#include "display_queue.h"

/* Its turn comes, and the device fails before its end. */
static void breaks_off(msec now, uint32_t id)
{
    expect(now, id, ANNOUNCE_SPEAK);
    announce_unheard(&announce);
}

static void again(msec now, uint32_t id, enum announce_fate fate)
{
    assert_true(announce_again(&announce, &board, now, &taken));
    assert_int_equal(taken.id, id);
    assert_int_equal(taken.fate, fate);
}

static bool nothing_again(msec now)
{
    return !announce_again(&announce, &board, now, &taken);
}

static void unheard_calls_come_again_once_and_in_order(void **state)
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 5, CALL_FIRST),
                                           call(3, "A003", 6, CALL_FIRST)};
    offer(calls, 3);
    breaks_off(0, 1);
    breaks_off(6 * SECOND, 2);
    again(12 * SECOND, 1, ANNOUNCE_SPEAK);
    assert_int_equal(taken.behind, 1);
    assert_true(nothing_again(12 * SECOND)); /* it sounds */
    assert_false(step(20 * SECOND));
    announce_unheard(&announce); /* the device failed once more */
    again(20 * SECOND, 1, ANNOUNCE_SPEAK);
    announce_done(&announce);
    again(20 * SECOND, 2, ANNOUNCE_SPEAK);
    announce_done(&announce);
    assert_true(nothing_again(20 * SECOND));
    expect(20 * SECOND, 3, ANNOUNCE_SPEAK);
    assert_int_equal(announce.fates[ANNOUNCE_SPEAK], 3); /* once each */
}

static void what_was_taken_back_or_expired_does_not_come_again(void **state) /* D-20, D-12 */
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 5, CALL_FIRST)};
    offer(calls, 2);
    breaks_off(0, 1);
    breaks_off(8 * SECOND, 2);
    offer(&calls[1], 1);
    again(10 * SECOND, 1, ANNOUNCE_WITHDRAWN);
    again(60 * SECOND, 2, ANNOUNCE_EXPIRED);
    assert_true(nothing_again(60 * SECOND));
}

static void who_is_served_or_called_anew_does_not_come_again(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 5, CALL_FIRST),
                                           call(3, "A002", 5, CALL_AGAIN)};
    struct board_time time = at_ms(0);
    offer(calls, 2);
    breaks_off(0, 1);
    breaks_off(8 * SECOND, 2);
    offer(calls, 3); /* its recall says the same, and more urgently */
    board_begin(&board);
    board_put_target(&board, &(struct board_target){.target = {3},
                                                    .state = WINDOW_SERVING,
                                                    .label = label_of("A001"),
                                                    .order = 1});
    board_end(&board, &time);
    again(10 * SECOND, 1, ANNOUNCE_OVERTAKEN);
    again(10 * SECOND, 2, ANNOUNCE_OVERTAKEN);
    expect(20 * SECOND, 3, ANNOUNCE_SPEAK);
}

static void an_emergency_holds_them_too(void **state)
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 3, CALL_FIRST);
    offer(&one, 1);
    breaks_off(0, 1);
    announce.held = true;
    assert_true(nothing_again(SECOND));
    announce.held = false;
    again(SECOND, 1, ANNOUNCE_SPEAK);
}

/* Without a device for long there is more than anybody listens to: the newest are kept. */
static void the_newest_four_are_kept(void **state)
{
    (void)state;
    for (uint32_t id = 1; id <= ANNOUNCE_UNHEARD_MAX + 1; id++) {
        struct announce_entry calls[ANNOUNCE_UNHEARD_MAX + 1];
        for (uint32_t i = 0; i < id; i++) {
            calls[i] = call(i + 1, "A001", (uint16_t)(i + 1), CALL_FIRST);
            calls[i].label.number = (uint16_t)(i + 1);
        }
        offer(calls, id);
        breaks_off((msec)id * ANNOUNCE_SHOW_MAX_MS, id);
    }
    assert_int_equal(announce.unheard_count, ANNOUNCE_UNHEARD_MAX);
    again(51 * SECOND, 2, ANNOUNCE_SPEAK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, nothing_spoken)
    const struct CMUnitTest tests[] = {
        TEST(unheard_calls_come_again_once_and_in_order),
        TEST(what_was_taken_back_or_expired_does_not_come_again),
        TEST(who_is_served_or_called_anew_does_not_come_again),
        TEST(an_emergency_holds_them_too),
        TEST(the_newest_four_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
