/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A number is named (特呼): with a right, a reason, and an answer for those who waited
 * longer; and by what is typed from a slip (R-B11).
 */
#include "engine_fixture.h"

static ticket_id line[4]; /* tickets of service 1 in the order of joining */

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.windows[0].named_call = true;
    engine_start(&w, 50);
    engine_open_day(&w);
    for (size_t i = 0; i < countof(line); i++) {
        line[i] = engine_issue(&w, 1);
        w.now += SECOND;
    }
    return 0;
}

static struct command naming(uint16_t window, ticket_id ticket)
{
    return (struct command){.verb = VERB_CALL_NAMED,
                            .target = {window},
                            .ticket = ticket,
                            .text = "fell ill",
                            .who = "clerk"};
}

static enum refusal name(uint16_t window, ticket_id ticket)
{
    return engine_do(&w, naming(window, ticket));
}

static void it_goes_before_all_keys_and_says_so(void **state)
{
    (void)state;
    assert_int_equal(name(1, line[2]), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "window_opened called");
    const struct fact_called *called = &w.facts.list[1].called;
    assert_int_equal(called->why, CALL_WHY_NAMED);
    assert_string_equal(called->text, "fell ill");
    assert_int_equal(called->runner_up, line[0].n); /* who would have been next */
    assert_true(called->runner_key < called->key);
    assert_int_equal(engine_window(&w, 1).ticket.n, line[2].n);
    assert_int_equal(hall_ahead(w.hall, line[3]), 2);
}

static void the_next_one_may_be_named_too(void **state)
{
    (void)state;
    assert_int_equal(name(1, line[0]), REFUSED_NOT);
    assert_int_equal(w.facts.list[1].called.runner_up, line[1].n);
}

static void it_needs_a_right(void **state)
{
    (void)state;
    assert_int_equal(name(2, line[2]), REFUSED_DENIED);
    struct command command = naming(2, line[2]);
    command.role = ROLE_CLERK;
    assert_int_equal(engine_do(&w, command), REFUSED_DENIED);
    command.role = ROLE_LEADER;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    command = naming(TARGET_ROOM + 1, line[1]); /* a room has no right of its own */
    assert_int_equal(engine_do(&w, command), REFUSED_DENIED);
    command.role = ROLE_MANAGER;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
}

static void it_needs_a_reason(void **state)
{
    (void)state;
    struct command command = naming(1, line[2]);
    command.text[0] = '\0';
    assert_int_equal(engine_do(&w, command), REFUSED_NO_REASON);
    command.arg = 256;
    assert_int_equal(engine_do(&w, command), REFUSED_MALFORMED);
    command.arg = 3; /* a code will do */
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    assert_int_equal(w.facts.list[1].called.reason, 3);
}

static void it_is_off_while_somebody_is_there(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(name(1, line[2]), REFUSED_WINDOW_BUSY);
    engine_press(&w, 1, KEY_START);
    assert_int_equal(name(1, line[2]), REFUSED_WINDOW_BUSY); /* also where NEXT finishes */
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(name(1, line[2]), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "rating_closed called");
}

static void only_what_the_window_serves(void **state)
{
    (void)state;
    w.windows[2].named_call = true;
    assert_int_equal(name(3, line[1]), REFUSED_NOT_SERVED_HERE); /* it serves service 2 */
    struct command command = naming(3, line[1]);
    command.role = ROLE_MANAGER;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    engine_act(&w, 4, VERB_OPEN, 0);
    engine_do(&w, (struct command){.verb = VERB_TRANSFER, .ticket = line[2], .to = {4}});
    w.windows[3].named_call = true;
    assert_int_equal(name(4, line[2]), REFUSED_NOT); /* it was sent there */
}

static void the_missed_may_be_named_and_nobody_else(void **state)
{
    (void)state;
    ticket_id missed[2];
    engine_press(&w, 1, KEY_NEXT);
    w.now += 61 * SECOND;
    engine_press(&w, 1, KEY_MISS);
    assert_int_equal(hall_missed(w.hall, missed, 2), 1);
    assert_int_equal(name(1, line[0]), REFUSED_NOT);
    assert_int_equal(hall_missed(w.hall, missed, 2), 0);
    assert_int_equal(engine_ticket(&w, line[0]).misses, 1); /* it was missed all the same */
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(name(1, line[0]), REFUSED_WRONG_STATE);
    assert_int_equal(name(1, (ticket_id){4711}), REFUSED_UNKNOWN_TICKET);
    assert_int_equal(name(1, (ticket_id){0}), REFUSED_MALFORMED);
}

static void a_typed_number_finds_its_ticket(void **state)
{
    (void)state;
    struct command command = naming(1, (ticket_id){0});
    command.label = (struct label){"A", 4};
    assert_int_equal(engine_do(&w, command), REFUSED_NOT); /* R-B11 */
    assert_int_equal(w.result.ticket.n, line[3].n);
    command.label.number = 99;
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_TICKET);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_goes_before_all_keys_and_says_so),
        TEST(the_next_one_may_be_named_too),
        TEST(it_needs_a_right),
        TEST(it_needs_a_reason),
        TEST(it_is_off_while_somebody_is_there),
        TEST(only_what_the_window_serves),
        TEST(the_missed_may_be_named_and_nobody_else),
        TEST(a_typed_number_finds_its_ticket),
    };
    return cmocka_run_group_tests_name("engine_named", tests, NULL, NULL);
}
