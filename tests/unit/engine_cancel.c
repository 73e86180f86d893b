/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A visit ends before it was served: cancelled by the citizen, or void by staff who
 * say why (R-C4).
 */
#include "engine_fixture.h"

static ticket_id line[12]; /* tickets of service 1 in the order of joining */

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 50);
    engine_open_day(&w);
    for (size_t i = 0; i < countof(line); i++)
        line[i] = engine_issue(&w, 1);
    return 0;
}

static enum refusal cancel(ticket_id ticket)
{
    return engine_on(&w, 0, VERB_CANCEL, ticket);
}

static enum refusal void_as(uint8_t role, ticket_id ticket, uint32_t reason)
{
    return engine_do(&w, (struct command){.verb = VERB_VOID,
                                          .ticket = ticket,
                                          .role = role,
                                          .arg = reason,
                                          .text = "said so",
                                          .who = "guide"});
}

static uint8_t state_of(ticket_id ticket)
{
    return engine_ticket(&w, ticket).state;
}

static void park_first(uint32_t kind)
{
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_do(&w, (struct command){.key = KEY_PARK, .target = {1}, .arg = kind}),
                     REFUSED_NOT);
}

static void who_waits_may_go(void **state)
{
    (void)state;
    assert_int_equal(cancel(line[3]), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "cancelled");
    assert_int_equal(state_of(line[3]), TICKET_CANCELLED);
    assert_int_equal(hall_waiting(w.hall, (service_id){1}), countof(line) - 1);
    assert_int_equal(hall_ahead(w.hall, line[4]), 3);
    assert_int_equal(cancel(line[3]), REFUSED_WRONG_STATE);
    assert_int_equal(cancel((ticket_id){99}), REFUSED_UNKNOWN_TICKET);
    assert_int_equal(cancel((ticket_id){0}), REFUSED_MALFORMED);
}

static void the_number_on_the_slip_will_do(void **state)
{
    (void)state;
    struct command command = {.verb = VERB_CANCEL, .label = {"A", 2}};
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    assert_int_equal(state_of(line[1]), TICKET_CANCELLED);
    command.label.number = 77;
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_TICKET);
}

static void the_missed_and_the_away_may_go(void **state)
{
    (void)state;
    park_first(PARK_AWAY);
    assert_int_equal(cancel(line[0]), REFUSED_NOT);
    engine_press(&w, 1, KEY_NEXT);
    w.now += 61 * SECOND;
    engine_press(&w, 1, KEY_MISS); /* unprinted: one call is enough (D-21) */
    assert_int_equal(state_of(line[1]), TICKET_MISSED);
    assert_int_equal(cancel(line[1]), REFUSED_NOT);
    ticket_id missed[2];
    assert_int_equal(hall_missed(w.hall, missed, 2), 0);
    assert_int_equal(engine_on(&w, 0, VERB_REJOIN, line[1]), REFUSED_WRONG_STATE);
}

static void who_is_in_somebodys_hands_may_not(void **state)
{
    (void)state;
    park_first(PARK_KEPT); /* his papers lie at the window */
    assert_int_equal(cancel(line[0]), REFUSED_WRONG_STATE);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(cancel(line[1]), REFUSED_WRONG_STATE);
    engine_press(&w, 1, KEY_START);
    assert_int_equal(cancel(line[1]), REFUSED_WRONG_STATE);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(cancel(line[1]), REFUSED_WRONG_STATE);
}

static void a_neighbours_slip_voids_the_unprinted_one_only(void **state)
{
    (void)state;
    struct command command = {.verb = VERB_CANCEL, .ticket = line[0], .arg = VOID_NEIGHBOUR};
    engine_do(&w, (struct command){.verb = VERB_PRINTED, .ticket = line[1], .arg = PRINT_PRINTED});
    assert_int_equal(engine_do(&w, command), REFUSED_NOT); /* D-21 */
    assert_string_equal(engine_facts(&w), "voided");
    assert_int_equal(w.facts.list[0].voided.reason, VOID_NEIGHBOUR);
    command.ticket = line[1];
    assert_int_equal(engine_do(&w, command), REFUSED_WRONG_STATE);
    command.arg = VOID_NEVER_GIVEN; /* a message of its own (D-22) */
    assert_int_equal(engine_do(&w, command), REFUSED_MALFORMED);
}

static void staff_says_why(void **state)
{
    (void)state;
    assert_int_equal(void_as(ROLE_GUIDE, line[0], 0), REFUSED_NO_REASON);
    assert_int_equal(void_as(ROLE_GUIDE, line[0], VOID_SUPERSEDED), REFUSED_MALFORMED);
    assert_int_equal(void_as(ROLE_GUIDE, line[0], VOID_REASON_COUNT), REFUSED_MALFORMED);
    assert_int_equal(void_as(ROLE_NONE, line[0], VOID_LEFT), REFUSED_DENIED);
    assert_int_equal(void_as(ROLE_AUDITOR, line[0], VOID_LEFT), REFUSED_DENIED);
    assert_int_equal(void_as(ROLE_GUIDE, line[0], VOID_LEFT), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].voided.reason, VOID_LEFT);
    assert_string_equal(w.facts.list[0].voided.text, "said so");
    assert_string_equal(w.facts.list[0].voided.who, "guide");
    assert_int_equal(state_of(line[0]), TICKET_VOIDED);
    assert_int_equal(engine_on(&w, 0, VERB_REJOIN, line[0]), REFUSED_WRONG_STATE);
}

static void whoever_was_called_frees_the_window(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_PAUSE);
    assert_int_equal(void_as(ROLE_CLERK, line[0], VOID_MISTAKE), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].voided.target, 1);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_PAUSED); /* as after any ticket */
    park_first(PARK_KEPT);
    assert_int_equal(engine_window(&w, 1).parked, 1);
    assert_int_equal(void_as(ROLE_CLERK, line[1], VOID_LEFT), REFUSED_NOT);
    assert_int_equal(engine_window(&w, 1).parked, 0);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    assert_int_equal(void_as(ROLE_CLERK, line[2], VOID_LEFT), REFUSED_WRONG_STATE); /* finish it */
}

static void a_window_voids_no_other_windows_ticket(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    struct command command = {.verb = VERB_VOID,
                              .target = {2},
                              .ticket = line[0],
                              .role = ROLE_CLERK,
                              .arg = VOID_LEFT};
    assert_int_equal(engine_do(&w, command), REFUSED_NOT_SERVED_HERE);
}

static enum refusal void_all(uint8_t role, uint16_t service, uint16_t window, uint32_t confirmed)
{
    return engine_do(&w, (struct command){.verb = VERB_VOID,
                                          .service = {service},
                                          .target = {window},
                                          .role = role,
                                          .arg = VOID_CLOSED,
                                          .arg2 = 1,
                                          .expect = confirmed});
}

static uint32_t waiting(uint16_t service)
{
    return hall_waiting(w.hall, (service_id){service});
}

static void a_whole_service_goes_in_several_commands(void **state)
{
    (void)state;
    ticket_id other = engine_issue(&w, 2);
    assert_int_equal(void_all(ROLE_CLERK, 1, 0, waiting(1)), REFUSED_DENIED); /* R-C4 */
    assert_int_equal(void_all(ROLE_MANAGER, 0, 0, waiting(1)), REFUSED_MALFORMED);
    assert_int_equal(void_all(ROLE_MANAGER, 77, 0, waiting(1)), REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(void_all(ROLE_LEADER, 1, 0, waiting(1)), REFUSED_NOT);
    assert_int_equal(w.facts.count, FACTS_MAX - 1);
    assert_int_equal(w.result.ahead, countof(line) - (FACTS_MAX - 1));
    assert_int_equal(void_all(ROLE_LEADER, 1, 0, w.result.ahead), REFUSED_NOT);
    assert_int_equal(w.result.ahead, 0);
    assert_int_equal(void_all(ROLE_LEADER, 1, 0, 0), REFUSED_EMPTY);
    assert_int_equal(state_of(other), TICKET_WAITING);
}

/* R-C4: nobody goes who was not counted, and a number that somebody forgot is not everybody. */
static void all_of_them_are_confirmed_by_their_number(void **state)
{
    (void)state;
    assert_int_equal(void_all(ROLE_MANAGER, 1, 0, 0), REFUSED_CONFIRM);
    assert_int_equal(void_all(ROLE_MANAGER, 1, 0, waiting(1) - 1), REFUSED_CONFIRM);
    assert_int_equal(void_all(ROLE_MANAGER, 1, 0, waiting(1) + 1), REFUSED_CONFIRM);
    assert_int_equal(void_all(ROLE_MANAGER, 0, 1, waiting(1) + 1), REFUSED_CONFIRM);
    assert_int_equal(void_all(ROLE_MANAGER, 0, 1, hall_waiting_window(w.hall, 1)), REFUSED_NOT);
}

static void a_window_is_emptied_of_all_that_it_would_call(void **state)
{
    (void)state;
    ticket_id other = engine_issue(&w, 2);
    for (uint32_t round = 0;
         void_all(ROLE_MANAGER, 0, 3, hall_waiting_window(w.hall, 3)) == REFUSED_NOT; round++)
        assert_true(round < countof(line));
    assert_int_equal(state_of(other), TICKET_VOIDED);
    assert_int_equal(state_of(line[0]), TICKET_WAITING); /* window 3 does not serve it */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_waits_may_go),
        TEST(the_number_on_the_slip_will_do),
        TEST(the_missed_and_the_away_may_go),
        TEST(who_is_in_somebodys_hands_may_not),
        TEST(a_neighbours_slip_voids_the_unprinted_one_only),
        TEST(staff_says_why),
        TEST(whoever_was_called_frees_the_window),
        TEST(a_window_voids_no_other_windows_ticket),
        TEST(a_whole_service_goes_in_several_commands),
        TEST(all_of_them_are_confirmed_by_their_number),
        TEST(a_window_is_emptied_of_all_that_it_would_call),
    };
    return cmocka_run_group_tests_name("engine_cancel", tests, NULL, NULL);
}
