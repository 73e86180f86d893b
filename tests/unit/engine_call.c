/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calling at a window: who is next, keys, recall, start, finish, what the clerk saw.
 */
#include "engine_fixture.h"

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 50);
    engine_open_day(&w);
    return 0;
}

static ticket_id issue_after(msec pause, uint16_t service)
{
    w.now += pause;
    return engine_issue(&w, service);
}

static void expect_called(uint16_t window, ticket_id ticket)
{
    assert_int_equal(engine_window(&w, window).state, WINDOW_CALLING);
    assert_int_equal(engine_window(&w, window).ticket.n, ticket.n);
    assert_int_equal(engine_ticket(&w, ticket).state, TICKET_CALLED);
    assert_int_equal(engine_ticket(&w, ticket).target.n, window);
}

/* R-D2: the oldest of all services of the window, not in turns. */
static void the_oldest_of_the_windows_services_is_next(void **state)
{
    (void)state;
    ticket_id b = issue_after(SECOND, 2), a = issue_after(SECOND, 1), b2 = issue_after(SECOND, 2);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    expect_called(1, b);
    assert_int_equal(w.facts.list[1].called.runner_up, a.n);
    assert_int_equal(w.facts.list[1].called.runner_key, engine_ticket(&w, a).key);
    assert_int_equal(engine_press(&w, 3, KEY_NEXT), REFUSED_NOT); /* serves 2 only: R-D4 */
    expect_called(3, b2);
    assert_int_equal(w.facts.list[1].called.runner_up, 0);
    assert_int_equal(engine_press(&w, 2, KEY_NEXT), REFUSED_NOT);
    expect_called(2, a);
}

static void the_first_call_of_the_day_opens_the_window(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_CLOSED);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT); /* D-43 */
    assert_string_equal(engine_facts(&w), "window_opened called");
    assert_int_equal(hall_windows_open(w.hall, (service_id){1}), 1);
}

static void a_call_with_nobody_waiting_still_opens_resumes_and_finishes(void **state)
{
    (void)state;
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "window_opened");
    assert_int_equal(w.result.verb, VERB_OPEN);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_EMPTY);
    engine_press(&w, 1, KEY_PAUSE);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "window_resumed"); /* R-B7 */
    assert_int_equal(w.result.verb, VERB_RESUME);

    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "finished");
    assert_int_equal(w.result.verb, VERB_FINISH);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_EMPTY); /* the rating stays open */
    assert_int_equal(engine_window(&w, 1).state, WINDOW_RATING);
}

/* Lock per window: two keys never call twice. */
static void a_window_with_a_called_ticket_does_not_call_another(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_WINDOW_BUSY);
    assert_int_equal(w.result.ticket.n, a.n);
}

static void next_while_serving_is_the_windows_choice(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        engine_issue(&w, 2);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT); /* D-05: finish and call */
    assert_string_equal(engine_facts(&w), "finished called");
    assert_int_equal(w.facts.list[0].finished.rating, 0); /* the window has moved on */

    engine_press(&w, 3, KEY_NEXT);
    engine_press(&w, 3, KEY_START);
    assert_int_equal(engine_press(&w, 3, KEY_NEXT), REFUSED_WINDOW_BUSY);
    assert_int_equal(engine_press(&w, 3, KEY_FINISH), REFUSED_NOT);
    assert_int_equal(engine_press(&w, 3, KEY_NEXT), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "rating_closed called");
}

/* D-05: keys 3, 6 and 7 while calling, with the time of the last call. */
static void an_implied_start_counts_from_the_last_call(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    w.now += 20 * SECOND;
    engine_press(&w, 1, KEY_RECALL);
    msec recalled = w.now;
    w.now += 5 * MINUTE;
    assert_int_equal(engine_press(&w, 1, KEY_FINISH), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "started finished");
    assert_int_equal(w.facts.list[0].started.implied, 1);
    assert_int_equal(w.facts.list[0].started.at, recalled);
    assert_int_equal(engine_ticket(&w, a).started, recalled);
    assert_int_equal(engine_ticket(&w, a).called, recalled - 20 * SECOND);
    assert_int_equal(engine_ticket(&w, a).ended, w.now);
}

static void an_explicit_window_wants_its_start(void **state)
{
    (void)state;
    engine_issue(&w, 2);
    engine_press(&w, 3, KEY_NEXT);
    assert_int_equal(engine_press(&w, 3, KEY_FINISH), REFUSED_WRONG_STATE);
    assert_int_equal(engine_press(&w, 3, KEY_PARK), REFUSED_WRONG_STATE);
    assert_int_equal(engine_press(&w, 3, KEY_START), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].started.implied, 0);
    assert_int_equal(engine_press(&w, 3, KEY_START), REFUSED_WRONG_STATE);
    assert_int_equal(engine_press(&w, 3, KEY_RECALL), REFUSED_WRONG_STATE);
    assert_int_equal(engine_press(&w, 3, KEY_FINISH), REFUSED_NOT);
}

static void recalls_are_spaced_and_counted(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    w.now += 9 * SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_RECALL), REFUSED_TOO_SOON);
    assert_int_equal(w.result.retry_ms, SECOND);
    w.now += SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_RECALL), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].recalled.last, 0);
    w.now += 10 * SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_RECALL), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].recalled.last, 1);
    assert_int_equal(engine_window(&w, 1).calls, 3);
    w.now += 10 * SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_RECALL), REFUSED_TOO_OFTEN);

    struct announce_view said[4];
    assert_int_equal(hall_announces(w.hall, 0, said, 4), 3);
    assert_int_equal(said[0].kind, ANNOUNCE_CALL);
    assert_int_equal(said[1].kind, ANNOUNCE_RECALL);
    assert_int_equal(said[2].kind, ANNOUNCE_LAST);
    assert_int_equal(said[2].target.n, 1);
    assert_int_equal(said[2].label.number, 1);
    assert_int_equal(hall_announces(w.hall, said[2].id, said, 4), 1);
    assert_int_equal(hall_announces(w.hall, said[0].id + 1, said, 4), 0);
}

/* D-08: `seen` is the call shown at the target, in as many bits as the device sends. */
static void a_press_on_an_old_picture_is_stale(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1);
    engine_issue(&w, 1);
    struct command next = {.key = KEY_NEXT, .target = {1}, .seen = 0, .seen_bits = 8};
    assert_int_equal(engine_do(&w, next), REFUSED_NOT);
    assert_int_equal(engine_do(&w, next), REFUSED_STALE); /* the same press again */
    assert_int_equal(w.result.ticket.n, a.n);
    assert_int_equal(w.result.call, 1);
    struct command finish = {.key = KEY_FINISH, .target = {1}, .seen = 257, .seen_bits = 32};
    assert_int_equal(engine_do(&w, finish), REFUSED_STALE);
    finish.seen_bits = 8; /* 257 & 255 = 1 */
    assert_int_equal(engine_do(&w, finish), REFUSED_NOT);
}

static void the_key_calls_whom_it_names_or_nobody(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1), b = issue_after(SECOND, 1), name;
    assert_true(hall_next(w.hall, (target_id){1}, &name));
    assert_int_equal(name.n, a.n);
    struct command next = {.verb = VERB_CALL_NEXT, .target = {1}, .expect = b.n};
    assert_int_equal(engine_do(&w, next), REFUSED_STALE);
    assert_int_equal(w.result.ticket.n, a.n); /* the new name */
    next.expect = a.n;
    assert_int_equal(engine_do(&w, next), REFUSED_NOT);
    next.expect = a.n;
    next.target.n = 4; /* nobody waits there */
    assert_int_equal(engine_do(&w, next), REFUSED_STALE);
    next = (struct command){.verb = VERB_CALL_NEXT, .target = {2}, .ticket = b};
    assert_int_equal(engine_do(&w, next), REFUSED_MALFORMED); /* no named calls by this verb */
}

static void another_ticket_than_the_windows_is_stale(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1), b = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_on(&w, 1, VERB_FINISH, b), REFUSED_STALE);
    assert_int_equal(w.result.ticket.n, a.n);
    assert_int_equal(engine_on(&w, 1, VERB_FINISH, a), REFUSED_NOT);
}

static void keys_without_a_ticket_say_why(void **state)
{
    (void)state;
    static const enum pad_key keys[] = {KEY_RECALL, KEY_FINISH, KEY_MISS, KEY_PARK, KEY_START};
    for (size_t i = 0; i < countof(keys); i++) {
        assert_int_equal(engine_press(&w, 1, keys[i]), REFUSED_WINDOW_CLOSED);
        assert_int_equal(engine_press(&w, 9, keys[i]), REFUSED_UNKNOWN_WINDOW);
        assert_int_equal(engine_press(&w, 0, keys[i]), REFUSED_UNKNOWN_WINDOW);
    }
    engine_act(&w, 1, VERB_OPEN, 0);
    for (size_t i = 0; i < countof(keys); i++)
        assert_int_equal(engine_press(&w, 1, keys[i]), REFUSED_NO_TICKET);
    engine_act(&w, 1, VERB_PAUSE, PAUSE_LUNCH);
    for (size_t i = 0; i < countof(keys); i++)
        assert_int_equal(engine_press(&w, 1, keys[i]), REFUSED_PAUSED);
}

static void keys_without_a_meaning_are_unknown(void **state)
{
    (void)state;
    static const uint8_t keys[] = {0, 12, 13, KEY_DIGIT_0, KEY_DIGIT_9, KEY_OK, KEY_CANCEL, 255};
    for (size_t i = 0; i < countof(keys); i++)
        assert_int_equal(engine_press(&w, 1, (enum pad_key)keys[i]), REFUSED_UNKNOWN_KEY);
    assert_int_equal(engine_act(&w, 1, VERB_COUNT, 0), REFUSED_MALFORMED);
    assert_int_equal(engine_act(&w, 1, (enum verb)255, 0), REFUSED_MALFORMED);
}

static void a_room_calls_like_a_window(void **state)
{
    (void)state;
    uint16_t room = TARGET_ROOM + 1;
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    struct command send = {.verb = VERB_TRANSFER, .target = {1}, .to = {room}};
    assert_int_equal(engine_do(&w, send), REFUSED_NOT);
    assert_int_equal(engine_press(&w, room, KEY_NEXT), REFUSED_NOT);
    assert_int_equal(w.facts.list[1].called.why, CALL_WHY_SENT);
    assert_int_equal(engine_press(&w, room, KEY_FINISH), REFUSED_NOT);
    assert_int_equal(engine_press(&w, room + 1, KEY_NEXT), REFUSED_UNKNOWN_WINDOW);
}

static void a_finished_ticket_is_not_at_the_window_any_more(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_RATING);
    assert_int_equal(engine_press(&w, 1, KEY_FINISH), REFUSED_NO_TICKET);
    assert_int_equal(engine_press(&w, 1, KEY_RECALL), REFUSED_NO_TICKET);
}

/* R-E2: once, 1 to 5, also after the window moved on; nothing is ever rated by itself (R-E5). */
static void a_visit_is_rated_once(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1), b = engine_issue(&w, 1);
    assert_int_equal(engine_act(&w, 1, VERB_RATE, 5), REFUSED_NO_TICKET);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_on(&w, 0, VERB_RATE, a), REFUSED_MALFORMED);
    struct command rate = {.verb = VERB_RATE, .ticket = a, .arg = 5};
    assert_int_equal(engine_do(&w, rate), REFUSED_WRONG_STATE);
    engine_press(&w, 1, KEY_FINISH);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_act(&w, 1, VERB_RATE, 6), REFUSED_MALFORMED);
    assert_int_equal(engine_act(&w, 1, VERB_RATE, 0), REFUSED_MALFORMED); /* R-E1 */
    struct command elsewhere = {.verb = VERB_RATE, .target = {2}, .ticket = a, .arg = 1};
    assert_int_equal(engine_do(&w, elsewhere), REFUSED_NOT_SERVED_HERE); /* R-E3 */
    assert_int_equal(engine_act(&w, 1, VERB_RATE, 2), REFUSED_NOT);      /* the one before */
    assert_string_equal(engine_facts(&w), "rated");
    assert_int_equal(engine_ticket(&w, a).score, 2);
    assert_int_equal(engine_do(&w, rate), REFUSED_RATED);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_ticket(&w, b).score, 0);
    assert_int_equal(engine_act(&w, 1, VERB_RATE, 1), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "rated rating_closed");
    assert_int_equal(engine_window(&w, 1).state, WINDOW_IDLE);
    rate.ticket.n = b.n + 1;
    assert_int_equal(engine_do(&w, rate), REFUSED_UNKNOWN_TICKET);
}

static void a_late_rating_leaves_the_next_question_open(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1), b = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    struct command rate = {.verb = VERB_RATE, .ticket = a, .arg = 3}; /* by phone */
    assert_int_equal(engine_do(&w, rate), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "rated");
    assert_int_equal(engine_window(&w, 1).state, WINDOW_RATING);
    assert_int_equal(engine_window(&w, 1).ticket.n, b.n);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_oldest_of_the_windows_services_is_next),
        TEST(the_first_call_of_the_day_opens_the_window),
        TEST(a_call_with_nobody_waiting_still_opens_resumes_and_finishes),
        TEST(a_window_with_a_called_ticket_does_not_call_another),
        TEST(next_while_serving_is_the_windows_choice),
        TEST(an_implied_start_counts_from_the_last_call),
        TEST(an_explicit_window_wants_its_start),
        TEST(recalls_are_spaced_and_counted),
        TEST(a_press_on_an_old_picture_is_stale),
        TEST(the_key_calls_whom_it_names_or_nobody),
        TEST(another_ticket_than_the_windows_is_stale),
        TEST(keys_without_a_ticket_say_why),
        TEST(keys_without_a_meaning_are_unknown),
        TEST(a_room_calls_like_a_window),
        TEST(a_finished_ticket_is_not_at_the_window_any_more),
        TEST(a_visit_is_rated_once),
        TEST(a_late_rating_leaves_the_next_question_open),
    };
    return cmocka_run_group_tests_name("engine_call", tests, NULL, NULL);
}
