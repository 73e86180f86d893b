/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Without a key: an idle window calls (自动顺呼), who does not come is missed (R-C1's
 * option). Off unless the hall says otherwise.
 */
#include "engine_fixture.h"

static ticket_id line[3];

static int define(void **state)
{
    (void)state;
    engine_define_small(&w);
    return 0;
}

static void begin(void)
{
    engine_start(&w, 50);
    engine_open_day(&w);
    for (size_t i = 0; i < countof(line); i++)
        line[i] = engine_issue(&w, 1);
}

static enum refusal tick(void)
{
    return engine_act(&w, 0, VERB_TICK, 0);
}

static void they_are_off_by_default(void **state)
{
    (void)state;
    begin();
    engine_act(&w, 1, VERB_OPEN, 0);
    engine_press(&w, 2, KEY_NEXT);
    assert_true(hall_next_deadline(w.hall) == 0);
    w.now += HOUR;
    assert_int_equal(tick(), REFUSED_TOO_SOON);
}

static void an_idle_window_calls(void **state)
{
    (void)state;
    w.def.rules.auto_call_s = 20;
    begin();
    engine_act(&w, 1, VERB_OPEN, 0);
    msec due = w.now + 20 * SECOND;
    assert_true(hall_next_deadline(w.hall) == due);
    w.now = due - 1;
    assert_int_equal(tick(), REFUSED_TOO_SOON);
    assert_int_equal(w.result.retry_ms, 1);
    w.now = due;
    assert_int_equal(tick(), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "called");
    assert_int_equal(w.facts.list[0].called.ticket, line[0].n);
    assert_true(hall_next_deadline(w.hall) == 0); /* now it is busy */
}

static void nobody_is_called_to_where_nobody_works(void **state)
{
    (void)state;
    w.def.rules.auto_call_s = 20;
    begin();
    engine_act(&w, 1, VERB_OPEN, 0);
    engine_press(&w, 1, KEY_PAUSE);
    engine_act(&w, 4, VERB_OPEN, 0); /* idle, and nobody waits for it */
    assert_true(hall_next_deadline(w.hall) == 0);
    w.now += HOUR;
    assert_int_equal(tick(), REFUSED_TOO_SOON);
}

static void the_question_for_a_rating_comes_first(void **state)
{
    (void)state;
    w.def.rules.auto_call_s = 20;
    begin();
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    msec asked = w.now;
    assert_true(hall_next_deadline(w.hall) == asked + 60 * SECOND);
    w.now = asked + 60 * SECOND;
    assert_int_equal(tick(), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "rating_closed");
    assert_true(hall_next_deadline(w.hall) == asked + 80 * SECOND);
}

static void who_does_not_come_is_missed(void **state)
{
    (void)state;
    w.def.rules.auto_miss_s = 120;
    begin();
    engine_press(&w, 1, KEY_NEXT);
    w.now += 30 * SECOND;
    engine_press(&w, 1, KEY_RECALL);
    msec due = w.now + 120 * SECOND; /* from the last call */
    assert_true(hall_next_deadline(w.hall) == due);
    w.now = due;
    assert_int_equal(tick(), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "missed");
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_MISSED);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_IDLE);
}

static void who_is_served_is_not(void **state)
{
    (void)state;
    w.def.rules.auto_miss_s = 120;
    begin();
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    assert_true(hall_next_deadline(w.hall) == 0);
}

/* 自动结束办理: from the start, and without a question. */
static void who_is_served_for_so_long_is_done(void **state)
{
    (void)state;
    w.def.rules.auto_finish_s = 600;
    w.def.rules.rating_s = 60;
    begin();
    engine_press(&w, 1, KEY_NEXT);
    assert_true(hall_next_deadline(w.hall) == 0); /* nobody came yet */
    w.now += MINUTE;
    engine_press(&w, 1, KEY_START);
    msec due = w.now + 600 * SECOND;
    assert_true(hall_next_deadline(w.hall) == due);
    w.now = due - 1;
    assert_int_equal(tick(), REFUSED_TOO_SOON);
    w.now = due;
    assert_int_equal(tick(), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "finished");
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_SERVED);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_IDLE);
}

static void a_crowd_is_called_in_several_ticks(void **state)
{
    (void)state;
    engine_stop(&w);
    engine_define(&w, 1, 20, 0);
    w.services[0].prefix[0] = 'A';
    for (int i = 0; i < 20; i++) {
        w.windows[i].service_count = 1;
        w.windows[i].services[0].n = 1;
    }
    w.def.rules.auto_call_s = 20;
    begin();
    for (int i = 0; i < 17; i++)
        engine_issue(&w, 1);
    for (uint16_t i = 1; i <= 20; i++)
        engine_act(&w, i, VERB_OPEN, 0);
    w.now += 20 * SECOND;
    uint32_t called = 0;
    while (tick() == REFUSED_NOT) {
        assert_true(w.facts.count < FACTS_MAX); /* one place is the digest's */
        called += w.facts.count;
        assert_true(called == 20 || hall_next_deadline(w.hall) <= w.now); /* the rest is due */
    }
    assert_int_equal(called, 20);
}

static void a_clerk_takes_back_nothing_that_the_hall_did(void **state)
{
    (void)state;
    w.def.rules.undo_s = 60;
    w.def.rules.auto_call_s = 20;
    begin();
    engine_act(&w, 1, VERB_OPEN, 0);
    w.now += 20 * SECOND;
    tick();
    assert_int_equal(engine_press(&w, 1, KEY_UNDO), REFUSED_NOTHING_TO_UNDO);
}

static void nothing_is_due_on_a_closed_day(void **state)
{
    (void)state;
    w.def.rules.auto_call_s = w.def.rules.auto_miss_s = 20;
    begin();
    engine_press(&w, 1, KEY_NEXT);
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    w.now += HOUR;
    assert_true(hall_next_deadline(w.hall) == 0);
    assert_int_equal(tick(), REFUSED_TOO_SOON);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, define, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(they_are_off_by_default),
        TEST(an_idle_window_calls),
        TEST(nobody_is_called_to_where_nobody_works),
        TEST(the_question_for_a_rating_comes_first),
        TEST(who_does_not_come_is_missed),
        TEST(who_is_served_is_not),
        TEST(who_is_served_for_so_long_is_done),
        TEST(a_crowd_is_called_in_several_ticks),
        TEST(a_clerk_takes_back_nothing_that_the_hall_did),
        TEST(nothing_is_due_on_a_closed_day),
    };
    return cmocka_run_group_tests_name("engine_auto", tests, NULL, NULL);
}
