/* SPDX-License-Identifier: Apache-2.0 */
#include "display_queue.h"

static void calls_are_spoken_one_after_the_other(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 5, CALL_FIRST)};
    offer(calls, 2);
    expect(0, 1, ANNOUNCE_SPEAK);
    assert_false(step(8 * SECOND)); /* the first one still sounds */
    announce_done(&announce);
    expect(8 * SECOND, 2, ANNOUNCE_SPEAK);
}

static void no_call_is_spoken_twice(void **state) /* D-12 */
{
    (void)state;
    const struct announce_entry one = call(7, "A001", 3, CALL_FIRST);
    offer(&one, 1);
    expect(0, 7, ANNOUNCE_SPEAK);
    announce_done(&announce);
    offer(&one, 1); /* a new session, the same snapshot */
    assert_false(step(20 * SECOND));
    announce_init(&announce, 7); /* a restart that remembers */
    offer(&one, 1);
    assert_false(step(20 * SECOND));
}

static void offering_again_changes_nothing(void **state)
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 5, CALL_FIRST)};
    for (int i = 0; i < 5; i++)
        offer(calls, 2);
    assert_int_equal(announce.count, 2);
}

static void ids_give_the_order(void **state)
{
    (void)state;
    const struct announce_entry calls[] = {call(9, "A009", 3, CALL_FIRST),
                                           call(4, "A004", 5, CALL_FIRST)};
    offer(calls, 2);
    expect(0, 4, ANNOUNCE_SPEAK);
}

static void an_expired_call_is_skipped_and_told(void **state) /* D-12 */
{
    (void)state;
    struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                     call(2, "A002", 5, CALL_FIRST)};
    calls[0].dies = 5 * SECOND;
    offer(calls, 2);
    expect(5 * SECOND, 1, ANNOUNCE_EXPIRED);
    expect(5 * SECOND, 2, ANNOUNCE_SPEAK);
    assert_int_equal(announce.last, 2);
}

static void expired_calls_are_told_while_another_one_sounds(void **state)
{
    (void)state;
    struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                     call(2, "A002", 5, CALL_FIRST)};
    calls[1].dies = 3 * SECOND;
    offer(calls, 2);
    expect(0, 1, ANNOUNCE_SPEAK);
    expect(3 * SECOND, 2, ANNOUNCE_EXPIRED);
    assert_true(announce.speaking);
}

static void a_recall_of_a_waiting_number_is_merged(void **state) /* R-V3 */
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 5, CALL_FIRST),
                                           call(3, "A003", 6, CALL_FIRST),
                                           call(4, "A002", 5, CALL_AGAIN)};
    offer(calls, 4);
    expect(0, 1, ANNOUNCE_SPEAK);
    announce_done(&announce);
    expect(6 * SECOND, 2, ANNOUNCE_SPEAK);
    assert_int_equal(taken.kind, CALL_FIRST);
    announce_done(&announce);
    expect(14 * SECOND, 3, ANNOUNCE_SPEAK);
    announce_done(&announce);
    expect(14 * SECOND, 4, ANNOUNCE_MERGED);
    assert_false(step(30 * SECOND));
}

static void a_merged_call_lives_as_long_as_its_recall(void **state) /* R-V3 */
{
    (void)state;
    struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                     call(2, "A001", 3, CALL_AGAIN)};
    calls[0].dies = 5 * SECOND;
    offer(calls, 2);
    offer(&calls[1], 1); /* the controller has dropped the first row */
    expect(7 * SECOND, 1, ANNOUNCE_SPEAK);
    expect(7 * SECOND, 2, ANNOUNCE_MERGED);
}

static void a_recall_after_the_call_was_spoken_is_spoken(void **state)
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A001", 3, CALL_AGAIN)};
    offer(calls, 1);
    expect(0, 1, ANNOUNCE_SPEAK);
    announce_done(&announce);
    offer(calls, 2);
    expect(10 * SECOND, 2, ANNOUNCE_SPEAK);
    assert_int_equal(taken.kind, CALL_AGAIN);
}

static void an_undone_call_is_withdrawn(void **state) /* D-20 */
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 5, CALL_FIRST)};
    offer(calls, 2);
    offer(&calls[1], 1);
    expect(0, 1, ANNOUNCE_WITHDRAWN);
    expect(0, 2, ANNOUNCE_SPEAK);
}

static void what_does_not_fit_is_taken_later(void **state)
{
    (void)state;
    struct announce_entry calls[ANNOUNCE_MAX + 1];
    for (uint32_t i = 0; i < countof(calls); i++) {
        calls[i] = call(i + 1, "A001", 3, CALL_FIRST);
        calls[i].label.number = (uint16_t)(i + 1);
        calls[i].dies = HOUR;
    }
    offer(calls, countof(calls));
    assert_int_equal(announce.count, ANNOUNCE_MAX);
    expect(0, 1, ANNOUNCE_SPEAK);
    announce_done(&announce);
    offer(calls, countof(calls));
    assert_int_equal(announce.count, ANNOUNCE_MAX);
    for (uint32_t id = 2; id <= ANNOUNCE_MAX + 1; id++) {
        expect(id * 10 * SECOND, id, ANNOUNCE_SPEAK);
        announce_done(&announce);
    }
}

static uint32_t shown_at(msec now)
{
    struct announce_entry list[ANNOUNCE_BANDS];
    return announce_shown(&announce, now, list);
}

static void a_take_over_stands_10_seconds(void **state) /* R-L9 */
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 3, CALL_FIRST);
    offer(&one, 1);
    assert_int_equal(shown_at(0), 0);
    expect(0, 1, ANNOUNCE_SPEAK);
    assert_int_equal(shown_at(ANNOUNCE_SHOW_MAX_MS - 1), 1);
    assert_int_equal(shown_at(ANNOUNCE_SHOW_MAX_MS), 0); /* also while it is still spoken */
    announce_done(&announce);
    assert_int_equal(shown_at(ANNOUNCE_SHOW_MAX_MS), 0);
}

static void who_waits_shortens_the_take_over(void **state) /* R-L9, R-L14 */
{
    (void)state;
    static const msec holds[] = {8, 6, 4, 3, 3};
    static const char *const labels[] = {"A001", "A002", "A003", "A004", "A005", "A006"};
    for (uint32_t waiting = 1; waiting <= countof(holds); waiting++) {
        struct announce_entry calls[countof(labels)];
        for (uint32_t i = 0; i <= waiting; i++)
            calls[i] = call(i + 1, labels[i], 3, CALL_FIRST);
        announce_init(&announce, 0);
        offer(calls, 1);
        expect(0, 1, ANNOUNCE_SPEAK);
        offer(calls, waiting + 1);
        announce_done(&announce);
        assert_false(step(holds[waiting - 1] * SECOND - 1));
        expect(holds[waiting - 1] * SECOND, 2, ANNOUNCE_SPEAK);
        assert_int_equal(taken.behind, waiting - 1);
    }
}

/* R-L14: twenty calls at once without sound. Two bands, three seconds each, in order. */
static void a_burst_is_read_in_pairs(void **state)
{
    (void)state;
    struct announce_entry calls[20], list[ANNOUNCE_BANDS];
    msec seen[countof(calls) + 1] = {0};
    uint32_t order = 0;
    msec now = 0;
    for (uint32_t i = 0; i < countof(calls); i++) {
        calls[i] = call(i + 1, "A001", 3, CALL_FIRST);
        calls[i].label.number = (uint16_t)(i + 1);
    }
    offer(calls, countof(calls));
    for (; now < 60 * SECOND; now += 100) {
        while (step(now)) {
            assert_int_equal(taken.fate, ANNOUNCE_SPEAK);
            assert_int_equal(taken.id, ++order);
            announce_done(&announce);
        }
        uint32_t count = announce_shown(&announce, now, list);
        for (uint32_t i = 0; i < count; i++)
            seen[list[i].id] += 100;
    }
    assert_int_equal(order, countof(calls));
    for (uint32_t i = 1; i <= countof(calls); i++)
        assert_true(seen[i] >= ANNOUNCE_READ_MS);
}

/* R-L14: behind a take-over that has ended nobody reads the second band. */
static void only_what_could_be_seen_counts_as_read(void **state)
{
    (void)state;
    struct announce_entry calls[6];
    for (uint32_t i = 0; i < countof(calls); i++) {
        calls[i] = call(i + 1, "A001", 3, CALL_FIRST);
        calls[i].label.number = (uint16_t)(i + 1);
    }
    offer(calls, 1);
    expect(0, 1, ANNOUNCE_SPEAK);
    offer(calls, countof(calls));
    assert_false(step(9 * SECOND));
    assert_false(step(11 * SECOND)); /* still spoken, no longer shown */
    announce_done(&announce);
    expect(12 * SECOND, 2, ANNOUNCE_SPEAK);
    announce_done(&announce);
    assert_false(step(12 * SECOND + ANNOUNCE_READ_MS - 1));
    expect(12 * SECOND + ANNOUNCE_READ_MS, 3, ANNOUNCE_SPEAK);
}

static void calls_a_second_apart_at_one_window_are_both_read(void **state) /* R-L14 */
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 3, CALL_FIRST)};
    struct announce_entry list[ANNOUNCE_BANDS];
    offer(calls, 1);
    expect(0, 1, ANNOUNCE_SPEAK);
    offer(calls, 2);
    assert_int_equal(announce_shown(&announce, SECOND, list), 2);
    announce_done(&announce);
    expect(8 * SECOND, 2, ANNOUNCE_SPEAK);
    assert_int_equal(shown_at(8 * SECOND), 1);
    assert_int_equal(shown_at(18 * SECOND - 1), 1);
}

static void missed_and_next_are_only_spoken(void **state)
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 0, CALL_NEXT),
                                           call(3, "A003", 3, CALL_MISSED)};
    struct announce_entry list[ANNOUNCE_BANDS];
    offer(calls, 3);
    expect(0, 1, ANNOUNCE_SPEAK);
    assert_int_equal(announce_shown(&announce, SECOND, list), 1);
    assert_false(step(SECOND));
    announce_done(&announce);
    expect(SECOND, 2, ANNOUNCE_SPEAK); /* no take-over to wait for */
    assert_int_equal(announce_shown(&announce, SECOND, list), 1);
    assert_int_equal(list[0].id, 1);
}

static void an_undone_call_leaves_the_board_at_once(void **state) /* D-20 */
{
    (void)state;
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A002", 5, CALL_FIRST)};
    offer(calls, 2);
    expect(0, 1, ANNOUNCE_SPEAK);
    assert_false(announce_undone(&announce, SECOND));
    offer(&calls[1], 1);
    assert_true(announce_undone(&announce, SECOND));
    struct announce_entry list[ANNOUNCE_BANDS];
    assert_int_equal(announce_shown(&announce, SECOND, list), 1);
    assert_int_equal(list[0].id, 2);
    announce_done(&announce);
    expect(SECOND, 2, ANNOUNCE_SPEAK);
}

static void a_row_that_expires_while_it_is_spoken_is_not_undone(void **state) /* D-12 */
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 3, CALL_FIRST);
    offer(&one, 1);
    expect(59 * SECOND, 1, ANNOUNCE_SPEAK);
    offer(NULL, 0);
    assert_false(announce_undone(&announce, 60 * SECOND));
    assert_int_equal(shown_at(61 * SECOND), 1);
}

static void nothing_begins_while_the_queue_is_held(void **state) /* an emergency */
{
    (void)state;
    struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                     call(2, "A002", 5, CALL_FIRST)};
    calls[0].dies = 10 * SECOND;
    announce.held = true;
    offer(calls, 2);
    assert_false(step(0));
    expect(10 * SECOND, 1, ANNOUNCE_EXPIRED);
    assert_false(step(10 * SECOND));
    announce.held = false;
    expect(11 * SECOND, 2, ANNOUNCE_SPEAK);
}

static void counts_of_fates_outlive_another_instance(void **state) /* D-26 */
{
    (void)state;
    const struct announce_entry one = call(7, "A001", 3, CALL_FIRST);
    offer(&one, 1);
    expect(0, 7, ANNOUNCE_SPEAK);
    announce_forget(&announce, 0);
    assert_int_equal(announce.fates[ANNOUNCE_SPEAK], 1);
    assert_int_equal(announce.last, 0);
}

static void a_second_call_shares_the_board(void **state) /* docs/ui t02 */
{
    (void)state;
    struct announce_entry list[ANNOUNCE_BANDS];
    const struct announce_entry calls[] = {call(1, "A001", 3, CALL_FIRST),
                                           call(2, "A001", 3, CALL_AGAIN),
                                           call(3, "A003", 6, CALL_FIRST),
                                           call(4, "A004", 5, CALL_FIRST)};
    offer(calls, 4);
    expect(0, 1, ANNOUNCE_SPEAK);
    assert_int_equal(announce_shown(&announce, SECOND, list), 2);
    assert_int_equal(list[0].id, 1);
    assert_int_equal(list[1].id, 3); /* not the merged one */
}

static void the_band_blinks_twice_at_most_and_slowly(void **state) /* R-L13 */
{
    (void)state;
    const struct announce_entry one = call(1, "A001", 3, CALL_FIRST);
    offer(&one, 1);
    expect(0, 1, ANNOUNCE_SPEAK);
    int changes = 0;
    bool was = false;
    for (msec now = 0; now < 10 * SECOND; now += 10) {
        bool is = announce_blink(&announce, now);
        changes += is != was;
        was = is;
    }
    assert_int_equal(changes, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, nothing_spoken)
    const struct CMUnitTest tests[] = {
        TEST(calls_are_spoken_one_after_the_other),
        TEST(no_call_is_spoken_twice),
        TEST(offering_again_changes_nothing),
        TEST(ids_give_the_order),
        TEST(an_expired_call_is_skipped_and_told),
        TEST(expired_calls_are_told_while_another_one_sounds),
        TEST(a_recall_of_a_waiting_number_is_merged),
        TEST(a_merged_call_lives_as_long_as_its_recall),
        TEST(a_recall_after_the_call_was_spoken_is_spoken),
        TEST(an_undone_call_is_withdrawn),
        TEST(what_does_not_fit_is_taken_later),
        TEST(a_take_over_stands_10_seconds),
        TEST(who_waits_shortens_the_take_over),
        TEST(a_burst_is_read_in_pairs),
        TEST(only_what_could_be_seen_counts_as_read),
        TEST(calls_a_second_apart_at_one_window_are_both_read),
        TEST(missed_and_next_are_only_spoken),
        TEST(an_undone_call_leaves_the_board_at_once),
        TEST(a_row_that_expires_while_it_is_spoken_is_not_undone),
        TEST(nothing_begins_while_the_queue_is_held),
        TEST(counts_of_fates_outlive_another_instance),
        TEST(a_second_call_shares_the_board),
        TEST(the_band_blinks_twice_at_most_and_slowly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
