/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several steps, one number (R-M10), and papers that are picked up on a later day.
 */
#include "engine_fixture.h"

/* 1: A, then the step 3, then B. 2: the same, paid at 3 and back in between. */
static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.journey_count = 2;
    w.journeys[0] = (struct journey_def){.id = 1, .count = 3, .steps = {{1}, {3}, {2}}};
    w.journeys[1] = w.journeys[0];
    w.journeys[1].id = 2;
    w.journeys[1].back = true;
    engine_start(&w, 100);
    engine_open_day(&w);
    return 0;
}

static ticket_id begin(uint16_t journey)
{
    struct command command = {.verb = VERB_ISSUE, .service = {1}, .journey = journey};
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    return w.result.ticket;
}

static void serve_at(uint16_t window, ticket_id id)
{
    w.now += MINUTE;
    assert_int_equal(engine_press(&w, window, KEY_NEXT), REFUSED_NOT);
    assert_int_equal(w.result.ticket.n, id.n);
    engine_press(&w, window, KEY_START);
}

static void three_windows_serve_one_number(void **state)
{
    (void)state;
    ticket_id id = begin(1);
    struct label label = w.result.label;
    serve_at(1, id);
    assert_int_equal(engine_press(&w, 1, KEY_FINISH), REFUSED_NOT);
    assert_int_equal(w.result.verb, VERB_NEXT_STEP);
    assert_string_equal(engine_facts(&w), "transferred");
    assert_int_equal(engine_window(&w, 1).state, WINDOW_IDLE); /* no rating in the middle */
    assert_int_equal(engine_ticket(&w, id).step, 2);
    serve_at(4, id);
    assert_int_equal(engine_act(&w, 4, VERB_NEXT_STEP, 0), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, id).service.n, 2);
    serve_at(2, id);
    assert_int_equal(engine_press(&w, 2, KEY_FINISH), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "finished");
    assert_int_equal(engine_ticket(&w, id).state, TICKET_SERVED);
    assert_true(label_same(engine_ticket(&w, id).label, label));
}

/* What time does is no window's command, whichever one the tick named: nothing to take back. */
static void a_step_that_time_made_is_not_taken_back(void **state)
{
    (void)state;
    w.def.rules.auto_finish_s = 60;
    ticket_id id = begin(1);
    serve_at(1, id);
    w.now += MINUTE;
    assert_int_equal(engine_act(&w, 1, VERB_TICK, 0), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "transferred");
    assert_int_equal(w.result.verb, VERB_TICK);
    assert_int_equal(engine_press(&w, 1, KEY_UNDO), REFUSED_TOO_LATE); /* the last key: start */
    assert_int_equal(engine_ticket(&w, id).step, 2);
}

static void a_paid_ticket_comes_back_to_its_window_before_others(void **state)
{
    (void)state;
    ticket_id id = begin(2), other = engine_issue(&w, 1);
    serve_at(1, id);
    engine_press(&w, 1, KEY_FINISH);
    serve_at(4, id);
    engine_press(&w, 4, KEY_FINISH);
    assert_int_equal(engine_ticket(&w, id).target.n, 1);
    assert_int_equal(engine_ticket(&w, id).step, 2);
    w.now += MINUTE;
    engine_press(&w, 2, KEY_NEXT);
    assert_int_equal(w.result.ticket.n, other.n); /* not at another window */
    serve_at(1, id);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_ticket(&w, id).step, 3);
    assert_false(engine_ticket(&w, id).sent);
    serve_at(3, id);
    engine_press(&w, 3, KEY_FINISH); /* the last step ends it: no way back */
    assert_int_equal(engine_ticket(&w, id).state, TICKET_SERVED);
}

static void a_window_that_closed_meanwhile_gets_nobody_back(void **state)
{
    (void)state;
    ticket_id id = begin(2);
    serve_at(1, id);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_act(&w, 1, VERB_CLOSE, 0), REFUSED_NOT);
    serve_at(4, id);
    engine_press(&w, 4, KEY_FINISH);
    assert_false(engine_ticket(&w, id).sent);
    serve_at(2, id); /* another window of the first step goes on with it */
    engine_press(&w, 2, KEY_FINISH);
    assert_int_equal(engine_ticket(&w, id).step, 3);
}

static void call_next_sends_the_served_one_on(void **state)
{
    (void)state;
    ticket_id id = begin(1), other = engine_issue(&w, 1);
    serve_at(1, id);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "transferred called");
    assert_int_equal(w.result.ticket.n, other.n);
    assert_int_equal(w.result.verb, VERB_CALL_NEXT);
    assert_int_equal(engine_ticket(&w, id).state, TICKET_WAITING);
}

static void a_journey_may_end_early(void **state)
{
    (void)state;
    ticket_id id = begin(1);
    serve_at(1, id);
    assert_int_equal(engine_act(&w, 1, VERB_FINISH, 1), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, id).state, TICKET_SERVED);
}

static void a_transfer_by_hand_does_not_lose_the_step(void **state)
{
    (void)state;
    ticket_id id = begin(1);
    serve_at(1, id);
    struct command away = {.verb = VERB_TRANSFER, .target = {1}, .service = {2}};
    assert_int_equal(engine_do(&w, away), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, id).step, 1);
    serve_at(2, id);
    engine_press(&w, 2, KEY_FINISH);
    assert_int_equal(engine_ticket(&w, id).service.n, 3);
    assert_int_equal(engine_ticket(&w, id).step, 2);
}

static void what_is_no_journey_is_refused(void **state)
{
    (void)state;
    struct command command = {.verb = VERB_ISSUE, .service = {1}, .journey = 9};
    assert_int_equal(engine_do(&w, command), REFUSED_NO_STEP);
    command.journey = 1;
    command.service.n = 2; /* it does not begin there */
    assert_int_equal(engine_do(&w, command), REFUSED_NO_STEP);
    ticket_id id = engine_issue(&w, 1);
    serve_at(1, id);
    assert_int_equal(engine_act(&w, 1, VERB_NEXT_STEP, 0), REFUSED_NO_STEP);
}

/* The slip says where it goes on, also a second one behind the first step (R-T2). */
static void a_slip_is_told_the_item_and_the_step(void **state)
{
    (void)state;
    struct command command = {.verb = VERB_ISSUE, .service = {1}, .journey = 1, .item = 7};
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    ticket_id id = w.result.ticket;
    assert_int_equal(w.result.item, 7);
    assert_int_equal(w.result.journey, 1);
    assert_int_equal(w.result.step, 1);
    serve_at(1, id);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_REPRINT,
                                                    .ticket = id,
                                                    .vouched = true}),
                     REFUSED_NOT);
    assert_int_equal(w.result.item, 7);
    assert_int_equal(w.result.journey, 1);
    assert_int_equal(w.result.step, 2);
    engine_issue(&w, 1);
    assert_int_equal(w.result.journey + w.result.step + w.result.item, 0);
}

/* ---- pick-up ---- */

static struct command later(uint16_t window, uint32_t day, uint16_t service)
{
    return (
        struct command){.verb = VERB_PICK_UP, .target = {window}, .arg = day, .service = {service}};
}

static void papers_are_picked_up_on_a_later_day_once(void **state)
{
    (void)state;
    ticket_id id = engine_issue(&w, 1);
    serve_at(1, id);
    assert_int_equal(engine_do(&w, later(1, ENGINE_DAY, 2)), REFUSED_MALFORMED);
    assert_int_equal(engine_do(&w, later(1, 20261332, 2)), REFUSED_MALFORMED);
    assert_int_equal(engine_do(&w, later(1, ENGINE_DAY + 1, 9)), REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(engine_do(&w, later(1, ENGINE_DAY + 1, 3)), REFUSED_NO_ISSUE);
    assert_int_equal(engine_do(&w, later(1, ENGINE_DAY + 1, 2)), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "finished pick_up");
    assert_int_equal(engine_ticket(&w, id).pick_up, ENGINE_DAY + 1);

    struct command collect = {.verb = VERB_ISSUE, .service = {2}, .of = id};
    assert_int_equal(engine_do(&w, collect), REFUSED_UNKNOWN_TICKET); /* not today */
    engine_act(&w, 0, VERB_DAY_CLOSE, 0);
    w.now += 24 * HOUR;
    engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1);
    assert_int_equal(engine_do(&w, collect), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, w.result.ticket).of, id.n);
    ticket_id first = w.result.ticket;
    assert_int_equal(engine_do(&w, collect), REFUSED_HAS_TICKET);
    assert_int_equal(w.result.ticket.n, first.n);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(three_windows_serve_one_number),
        TEST(a_step_that_time_made_is_not_taken_back),
        TEST(a_paid_ticket_comes_back_to_its_window_before_others),
        TEST(a_window_that_closed_meanwhile_gets_nobody_back),
        TEST(call_next_sends_the_served_one_on),
        TEST(a_journey_may_end_early),
        TEST(a_transfer_by_hand_does_not_lose_the_step),
        TEST(what_is_no_journey_is_refused),
        TEST(a_slip_is_told_the_item_and_the_step),
        TEST(papers_are_picked_up_on_a_later_day_once),
    };
    return cmocka_run_group_tests_name("engine_journey", tests, NULL, NULL);
}
