/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Called and not there: missed, and back again (R-C1, R-C2).
 */
#include "engine_fixture.h"

static ticket_id line[8]; /* tickets of service 1 in the order of joining */

static int define(void **state)
{
    (void)state;
    engine_define_small(&w);
    return 0;
}

static void begin(int waiting)
{
    engine_start(&w, 50);
    engine_open_day(&w);
    for (int i = 0; i < waiting; i++) {
        line[i] = engine_issue(&w, 1);
        engine_do(&w,
                  (struct command){.verb = VERB_PRINTED, .ticket = line[i], .arg = PRINT_PRINTED});
        w.now += SECOND;
    }
}

/* Calls at a window, and again until the ticket may be missed. */
static void call_in_vain(uint16_t window)
{
    assert_int_equal(engine_press(&w, window, KEY_NEXT), REFUSED_NOT);
    for (int i = 0; i < 2; i++) {
        w.now += 30 * SECOND;
        assert_int_equal(engine_press(&w, window, KEY_RECALL), REFUSED_NOT);
    }
}

static void miss_at(uint16_t window)
{
    call_in_vain(window);
    assert_int_equal(engine_press(&w, window, KEY_MISS), REFUSED_NOT);
}

static enum refusal rejoin(ticket_id ticket)
{
    struct command back = {.verb = VERB_REJOIN, .ticket = ticket, .who = "kiosk-1"};
    return engine_do(&w, back);
}

static enum refusal transfer(uint16_t window, uint16_t service, uint16_t to, uint8_t place)
{
    return engine_do(&w, (struct command){.verb = VERB_TRANSFER,
                                          .target = {window},
                                          .service = {service},
                                          .to = {to},
                                          .place = place});
}

/* R-C1: three calls and a minute. */
static void a_miss_wants_calls_and_time(void **state)
{
    (void)state;
    begin(1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_CALL_MORE);
    w.now += 70 * SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_CALL_MORE); /* called once only */
    engine_press(&w, 1, KEY_RECALL);
    w.now += 10 * SECOND;
    engine_press(&w, 1, KEY_RECALL);
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_MISSED);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_IDLE);
}

static void a_miss_wants_a_minute_after_the_first_call(void **state)
{
    (void)state;
    begin(1);
    engine_press(&w, 1, KEY_NEXT);
    for (int i = 0; i < 2; i++) {
        w.now += 15 * SECOND;
        engine_press(&w, 1, KEY_RECALL);
    }
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_CALL_MORE);
    assert_int_equal(w.result.retry_ms, 30 * SECOND);
    w.now += 30 * SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
}

static void a_miss_is_possible_when_no_call_is_left(void **state)
{
    (void)state;
    w.def.rules.recall_max = 2; /* fewer than miss_calls */
    begin(1);
    engine_press(&w, 1, KEY_NEXT);
    w.now += MINUTE;
    engine_press(&w, 1, KEY_RECALL);
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
}

/* D-21: whoever got no paper may be missed after the first call. */
static void a_ticket_without_paper_is_missed_after_one_call(void **state)
{
    (void)state;
    begin(0);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
}

/* R-C2, D-19: behind the third of those waiting. */
static void after_a_miss_it_stands_behind_the_third(void **state)
{
    (void)state;
    begin(5);
    miss_at(1);
    ticket_id list[4];
    assert_int_equal(hall_missed(w.hall, list, 4), 1);
    assert_int_equal(list[0].n, line[0].n);
    assert_int_equal(rejoin(line[0]), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].rejoined.places, 3);
    assert_string_equal(w.facts.list[0].rejoined.who, "kiosk-1"); /* where */
    assert_int_equal(w.facts.list[0].rejoined.key, engine_ticket(&w, line[3]).key);
    assert_int_equal(w.result.ahead, 3);
    assert_int_equal(hall_ahead(w.hall, line[4]), 4);
    assert_int_equal(engine_ticket(&w, line[0]).calls, 0);
    assert_int_equal(engine_ticket(&w, line[0]).misses, 1);
    assert_int_equal(hall_missed(w.hall, list, 4), 0);
}

static void a_returned_ticket_that_is_missed_is_returned_no_more(void **state)
{
    (void)state;
    begin(3);
    engine_press(&w, 1, KEY_NEXT);
    engine_act(&w, 1, VERB_PARK, PARK_AWAY);
    rejoin(line[0]);
    miss_at(1);
    assert_int_equal(rejoin(line[0]), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, line[0]).ticket_class, CLASS_NORMAL);
    assert_int_equal(hall_ahead(w.hall, line[0]), 2);
}

static void with_fewer_waiting_it_goes_to_the_tail(void **state)
{
    (void)state;
    begin(3);
    miss_at(1);
    assert_int_equal(rejoin(line[0]), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].rejoined.places, 0);
    assert_int_equal(hall_ahead(w.hall, line[0]), 2);
}

static void a_second_miss_is_final(void **state)
{
    (void)state;
    begin(1);
    miss_at(1);
    rejoin(line[0]);
    miss_at(1);
    assert_int_equal(w.facts.list[0].missed.times, 2);
    assert_int_equal(w.facts.list[0].missed.state, TICKET_VOIDED);
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_VOIDED);
    assert_int_equal(rejoin(line[0]), REFUSED_TWICE_MISSED);
    assert_int_equal(hall_missed(w.hall, line, 8), 0);
}

static void the_policy_tail_goes_to_the_tail(void **state)
{
    (void)state;
    w.def.rules.return_policy = RETURN_TAIL;
    begin(6);
    miss_at(1);
    assert_int_equal(rejoin(line[0]), REFUSED_NOT);
    assert_int_equal(hall_ahead(w.hall, line[0]), 5);
}

static void the_policy_void_ends_it(void **state)
{
    (void)state;
    w.def.rules.return_policy = RETURN_VOID;
    begin(1);
    miss_at(1);
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_VOIDED);
    assert_int_equal(rejoin(line[0]), REFUSED_TWICE_MISSED);
}

static void only_missed_and_away_tickets_rejoin(void **state)
{
    (void)state;
    begin(2);
    assert_int_equal(rejoin((ticket_id){line[1].n + 1}), REFUSED_UNKNOWN_TICKET);
    assert_int_equal(rejoin(line[0]), REFUSED_WRONG_STATE);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(rejoin(line[0]), REFUSED_WRONG_STATE);
    engine_press(&w, 1, KEY_PARK);
    assert_int_equal(rejoin(line[0]), REFUSED_WRONG_STATE); /* meanwhile: its window has it */
}

static void missed_tickets_are_listed_newest_first(void **state)
{
    (void)state;
    begin(3);
    for (int i = 0; i < 3; i++)
        miss_at(1);
    ticket_id list[8];
    assert_int_equal(hall_missed(w.hall, list, 2), 2);
    assert_int_equal(list[0].n, line[2].n);
    assert_int_equal(list[1].n, line[1].n);
}

/* The places count all classes, but nobody slips in among the returned. */
static void places_behind_returned_ones_are_behind_the_first_by_key(void **state)
{
    (void)state;
    begin(7);
    miss_at(1);
    for (int i = 0; i < 3; i++) {
        engine_press(&w, 1, KEY_NEXT);
        engine_act(&w, 1, VERB_PARK, PARK_AWAY);
    }
    for (int i = 1; i <= 3; i++)
        rejoin(line[i]);
    assert_int_equal(rejoin(line[0]), REFUSED_NOT);
    assert_int_equal(hall_ahead(w.hall, line[0]), 4); /* three returned and line[4] */
    assert_int_equal(hall_ahead(w.hall, line[5]), 5);
}

static void a_missed_ticket_goes_back_to_where_it_was_sent(void **state)
{
    (void)state;
    begin(2);
    engine_act(&w, 3, VERB_OPEN, 0);
    for (int i = 0; i < 2; i++) {
        engine_press(&w, 1, KEY_NEXT);
        transfer(1, 0, 3, 0);
    }
    miss_at(3);
    assert_int_equal(rejoin(line[0]), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].rejoined.to, 3);
    assert_int_equal(hall_ahead(w.hall, line[0]), 1);
    miss_at(3);
    engine_press(&w, 3, KEY_NEXT);
    engine_press(&w, 3, KEY_START);
    engine_press(&w, 3, KEY_FINISH);
    assert_int_equal(engine_act(&w, 3, VERB_CLOSE, 0), REFUSED_NOT);
    assert_int_equal(rejoin(line[1]), REFUSED_NOT); /* nobody is there any more */
    assert_int_equal(w.facts.list[0].rejoined.to, 0);
    assert_int_equal(hall_waiting(w.hall, (service_id){1}), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, define, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_miss_wants_calls_and_time),
        TEST(a_miss_wants_a_minute_after_the_first_call),
        TEST(a_miss_is_possible_when_no_call_is_left),
        TEST(a_ticket_without_paper_is_missed_after_one_call),
        TEST(after_a_miss_it_stands_behind_the_third),
        TEST(a_returned_ticket_that_is_missed_is_returned_no_more),
        TEST(with_fewer_waiting_it_goes_to_the_tail),
        TEST(a_second_miss_is_final),
        TEST(the_policy_tail_goes_to_the_tail),
        TEST(the_policy_void_ends_it),
        TEST(only_missed_and_away_tickets_rejoin),
        TEST(missed_tickets_are_listed_newest_first),
        TEST(places_behind_returned_ones_are_behind_the_first_by_key),
        TEST(a_missed_ticket_goes_back_to_where_it_was_sent),
    };
    return cmocka_run_group_tests_name("engine_miss", tests, NULL, NULL);
}
