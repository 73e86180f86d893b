/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "app/inbound.h"
#include "app/results.h"
#include "test.h"

#define PAD 0x1234u

static struct results *results;

static int setup(void **state)
{
    (void)state;
    results = results_init(malloc(results_bytes(100)), 100);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(results);
    return 0;
}

static struct command_id id(uint32_t boot, uint32_t session, uint32_t seq)
{
    return (struct command_id){PAD, boot, session, seq};
}

static void put(struct command_id command)
{
    const struct answer answer = {{.ticket = {command.seq}}, command.seq + 1000u};
    results_put(results, &command, &answer);
}

static enum results_found find(struct command_id command)
{
    struct answer answer = {0};
    enum results_found found = results_find(results, &command, &answer);
    if (found == RESULTS_KNOWN) {
        assert_int_equal(answer.result.ticket.n, command.seq);
        assert_int_equal(answer.jseq, command.seq + 1000u);
    }
    return found;
}

static void an_answer_is_found_again(void **state)
{
    (void)state;
    assert_int_equal(find(id(1, 0, 1)), RESULTS_NEW);
    put(id(1, 0, 1));
    assert_int_equal(find(id(1, 0, 1)), RESULTS_KNOWN);
    assert_int_equal(find(id(1, 0, 2)), RESULTS_NEW);
    assert_int_equal(results_highest(results, PAD, 1, 0), 1);
}

static void sessions_and_boots_are_apart(void **state)
{
    (void)state;
    put(id(1, 0, 1));
    assert_int_equal(find(id(1, 7, 1)), RESULTS_NEW);
    assert_int_equal(find(id(2, 0, 1)), RESULTS_NEW);
    put(id(2, 0, 1));
    assert_int_equal(find(id(1, 0, 1)), RESULTS_KNOWN);
}

static void exactly_thirty_two_are_remembered(void **state)
{
    (void)state;
    for (uint32_t seq = 1; seq <= 40; seq++)
        put(id(1, 0, seq));
    assert_int_equal(find(id(1, 0, 40)), RESULTS_KNOWN);
    assert_int_equal(find(id(1, 0, 40 - RESULTS_REMEMBERED + 1)), RESULTS_KNOWN);
    assert_int_equal(find(id(1, 0, 40 - RESULTS_REMEMBERED)), RESULTS_OLD);
    assert_int_equal(find(id(1, 0, 1)), RESULTS_OLD);
}

/* A kiosk may report a slip before it asks again for the ticket whose answer it never got. */
static void a_number_left_out_is_new_while_it_is_in_the_window(void **state)
{
    (void)state;
    put(id(1, 0, 1));
    put(id(1, 0, 3));
    assert_int_equal(find(id(1, 0, 2)), RESULTS_NEW);
    put(id(1, 0, 34));
    assert_int_equal(find(id(1, 0, 2)), RESULTS_OLD);
}

static void many_sessions_forget_the_silent_ones_only(void **state)
{
    (void)state;
    for (uint32_t session = 1; session <= 10000; session++) {
        put(id(1, 0, session % 30 + 1));
        put(id(1, session, 1));
        assert_int_equal(find(id(1, session, 1)), RESULTS_KNOWN);
    }
    assert_int_equal(find(id(1, 0, 10000 % 30 + 1)), RESULTS_KNOWN);
}

static void sixteen_bits_are_widened_around_the_last_number(void **state)
{
    (void)state;
    assert_int_equal(inbound_widen(1, 0), 1);
    assert_int_equal(inbound_widen(65535, 0), 65535);
    assert_int_equal(inbound_widen(0, 65535), 65536);
    assert_int_equal(inbound_widen(65535, 65536), 65535);
    assert_int_equal(inbound_widen(65530, 0x20003), 0x1fffa);
    assert_int_equal(inbound_widen(3, 0x1fffa), 0x20003);
    assert_int_equal(inbound_widen(100, 100), 100);
}

static void a_retired_start_is_forgotten_before_all_others(void **state)
{
    (void)state;
    put(id(5, 0, 1));
    put(id(6, 0, 1));
    results_retire(results, PAD, 6);
    assert_int_equal(find(id(6, 0, 1)), RESULTS_KNOWN); /* while there is room */
    for (uint32_t session = 1; session <= 99; session++)
        put(id(1, session, 1));
    assert_int_equal(find(id(6, 0, 1)), RESULTS_NEW);
    assert_int_equal(find(id(5, 0, 1)), RESULTS_KNOWN);
}

static void exactly_as_many_sessions_as_asked_for_are_remembered(void **state)
{
    (void)state;
    for (uint32_t session = 1; session <= 100; session++)
        put(id(1, session, 1));
    assert_int_equal(find(id(1, 1, 1)), RESULTS_KNOWN);
    put(id(1, 101, 1));
    assert_int_equal(find(id(1, 1, 1)), RESULTS_NEW);
    assert_int_equal(find(id(1, 2, 1)), RESULTS_KNOWN);
}

/* Number 2 was run and forgotten; a late number 1 brings the session back. */
static void a_session_that_comes_back_does_not_vouch_for_its_numbers(void **state)
{
    (void)state;
    const struct command_id second = id(7, 0, 2), third = id(7, 0, 3);
    assert_false(results_is_above(results, &second)); /* nothing is known of it */
    put(second);
    assert_true(results_is_above(results, &third));
    assert_false(results_is_above(results, &second));
    for (uint32_t session = 1; session <= 100; session++)
        put(id(1, session, 1));
    put(id(7, 0, 1));
    assert_int_equal(find(second), RESULTS_NEW);
    assert_false(results_is_above(results, &second));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_answer_is_found_again, setup, teardown),
        cmocka_unit_test_setup_teardown(sessions_and_boots_are_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(exactly_thirty_two_are_remembered, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_left_out_is_new_while_it_is_in_the_window, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(many_sessions_forget_the_silent_ones_only, setup, teardown),
        cmocka_unit_test_setup_teardown(a_retired_start_is_forgotten_before_all_others, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(exactly_as_many_sessions_as_asked_for_are_remembered, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_session_that_comes_back_does_not_vouch_for_its_numbers,
                                        setup, teardown),
        cmocka_unit_test(sixteen_bits_are_widened_around_the_last_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
