/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said besides calls: who was missed, who is next, whose papers lie ready.
 */
#include "engine_fixture.h"

static int define(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.miss_calls = 1;
    w.def.rules.miss_after_s = 0;
    w.def.rules.undo_s = 10;
    return 0;
}

static void begin(bool missed, bool next)
{
    w.def.rules.announce_missed = missed;
    w.def.rules.announce_next = next;
    engine_start(&w, 50);
    engine_open_day(&w);
}

/* The newest announcement; `count` of them in all so far. */
static struct announce_view newest(uint32_t count)
{
    struct announce_view list[HALL_ANNOUNCES_MAX];
    assert_int_equal(hall_announces(w.hall, 0, list, countof(list)), count);
    return list[count - 1];
}

static struct announce_view first_of(uint32_t back, uint32_t count)
{
    struct announce_view list[HALL_ANNOUNCES_MAX];
    assert_int_equal(hall_announces(w.hall, 0, list, countof(list)), count);
    return list[count - 1 - back];
}

static void a_hall_that_asks_for_neither_says_calls_only(void **state)
{
    (void)state;
    begin(false, false);
    engine_issue(&w, 1);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_string_equal(engine_facts(&w), "window_opened called");
    engine_press(&w, 1, KEY_MISS);
    assert_string_equal(engine_facts(&w), "missed");
    assert_int_equal(newest(1).kind, ANNOUNCE_CALL);
}

static void who_was_missed_is_called_out_once(void **state)
{
    (void)state;
    begin(true, false);
    engine_do(&w, (struct command){.verb = VERB_ISSUE, .service = {1}, .lang = LANG_EN});
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "missed announced");
    struct announce_view said = newest(2);
    assert_int_equal(said.kind, ANNOUNCE_MISSED);
    assert_int_equal(said.label.number, 1);
    assert_int_equal(said.lang, LANG_EN);
    assert_int_equal(said.target.n, 1);
    assert_int_equal(said.id, first_of(1, 2).id + 1); /* one count with the calls (D-12) */
}

/* R-C2: the desk has nothing for them. */
static void who_may_not_come_back_is_not_sent_to_the_desk(void **state)
{
    (void)state;
    w.def.rules.return_policy = RETURN_VOID;
    begin(true, false);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "missed");
}

/* D-20 */
static void a_miss_that_is_taken_back_is_said_no_more(void **state)
{
    (void)state;
    begin(true, false);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_MISS);
    assert_int_equal(engine_act(&w, 1, VERB_UNDO, 0), REFUSED_NOT);
    assert_true(newest(2).gone);
    assert_false(first_of(1, 2).gone); /* the call was another command's */
}

static void who_is_next_is_told_once(void **state)
{
    (void)state;
    begin(false, true);
    engine_issue(&w, 1);
    ticket_id second = engine_issue(&w, 1), third = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_string_equal(engine_facts(&w), "window_opened called announced");
    assert_int_equal(newest(2).kind, ANNOUNCE_NEXT);
    assert_int_equal(newest(2).label.number, engine_ticket(&w, second).label.number);
    w.now += 20 * SECOND;
    assert_int_equal(engine_act(&w, 1, VERB_UNDO, 0), REFUSED_TOO_LATE);
    engine_press(&w, 1, KEY_RECALL); /* the next is who it was */
    assert_string_equal(engine_facts(&w), "recalled");
    engine_press(&w, 1, KEY_FINISH);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(newest(5).label.number, engine_ticket(&w, third).label.number);
    engine_press(&w, 1, KEY_FINISH);
    engine_press(&w, 1, KEY_NEXT); /* nobody is behind the last one */
    assert_string_equal(engine_facts(&w), "rating_closed called");
}

/* A call that was undone and made again does not say it again. */
static void a_second_call_tells_nobody_twice(void **state)
{
    (void)state;
    begin(false, true);
    engine_issue(&w, 1);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_act(&w, 1, VERB_UNDO, 0), REFUSED_NOT);
    engine_press(&w, 1, KEY_NEXT);
    assert_string_equal(engine_facts(&w), "called");
}

/* Window 3 serves service 2 alone: its next is another one than window 1's. */
static void the_next_is_that_of_the_window(void **state)
{
    (void)state;
    begin(false, true);
    engine_issue(&w, 2);
    engine_issue(&w, 1);
    ticket_id third = engine_issue(&w, 2);
    engine_press(&w, 3, KEY_NEXT);
    struct announce_view said = newest(2);
    assert_int_equal(said.label.number, engine_ticket(&w, third).label.number);
    assert_int_equal(said.label.prefix[0], 'B');
    assert_int_equal(said.target.n, 3); /* in whose voice zone it is said */
}

/* v.pickup, always: at a window for papers, and for who comes for those of an earlier day. */
static void papers_are_called_for_as_such(void **state)
{
    (void)state;
    w.windows[0].kind = WINDOW_KIND_PICKUP;
    begin(false, false);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(newest(1).kind, ANNOUNCE_PICK_UP);
    engine_press(&w, 1, KEY_RECALL);
    engine_issue(&w, 1);
    engine_press(&w, 2, KEY_NEXT);
    assert_int_equal(newest(2).kind, ANNOUNCE_CALL);
}

/* The hall's own misses and calls leave room for what is said beside them (facts of one row). */
static void a_tick_with_many_misses_fits_its_row(void **state)
{
    (void)state;
    w.def.rules.auto_miss_s = 30;
    begin(true, true);
    for (uint16_t i = 1; i <= 3; i++) {
        engine_issue(&w, 2);
        engine_issue(&w, 2);
        engine_press(&w, i, KEY_NEXT);
    }
    w.now += 31 * SECOND;
    for (int i = 0; i < 3; i++) {
        engine_do(&w, (struct command){.verb = VERB_TICK});
        assert_true(w.facts.count < FACTS_MAX);
    }
    for (uint16_t i = 1; i <= 3; i++)
        assert_int_equal(engine_window(&w, i).state, WINDOW_IDLE);
}

#define SAYS(test) cmocka_unit_test_setup_teardown(test, define, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAYS(a_hall_that_asks_for_neither_says_calls_only),
        SAYS(who_was_missed_is_called_out_once),
        SAYS(who_may_not_come_back_is_not_sent_to_the_desk),
        SAYS(a_miss_that_is_taken_back_is_said_no_more),
        SAYS(who_is_next_is_told_once),
        SAYS(a_second_call_tells_nobody_twice),
        SAYS(the_next_is_that_of_the_window),
        SAYS(papers_are_called_for_as_such),
        SAYS(a_tick_with_many_misses_fits_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
