/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows and days: open, pause, close; the day's ids, digests and ratings by time.
 */
#include "domain/calendar.h"
#include "engine_fixture.h"

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 50);
    return 0;
}

static int setup_open(void **state)
{
    setup(state);
    engine_open_day(&w);
    return 0;
}

static void window_is(uint16_t window, enum window_state state)
{
    assert_int_equal(engine_window(&w, window).state, state);
}

static void windows_open_and_close(void **state)
{
    (void)state;
    window_is(1, WINDOW_CLOSED);
    assert_int_equal(engine_act(&w, 1, VERB_CLOSE, 0), REFUSED_WINDOW_CLOSED);
    assert_int_equal(engine_act(&w, 1, VERB_OPEN, 0), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 1, VERB_OPEN, 0), REFUSED_WRONG_STATE);
    assert_int_equal(hall_windows_open(w.hall, (service_id){2}), 1);
    assert_int_equal(engine_act(&w, 1, VERB_PAUSE, PAUSE_LUNCH), REFUSED_NOT);
    assert_int_equal(hall_windows_open(w.hall, (service_id){2}), 0);
    assert_int_equal(engine_act(&w, 1, VERB_CLOSE, 0), REFUSED_NOT);
    window_is(1, WINDOW_CLOSED);
    assert_int_equal(engine_window(&w, 1).pause_reason, PAUSE_NONE);
    assert_int_equal(engine_act(&w, 0, VERB_OPEN, 0), REFUSED_UNKNOWN_WINDOW);
}

static void a_window_with_a_ticket_does_not_close(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_act(&w, 1, VERB_CLOSE, 0), REFUSED_WINDOW_BUSY);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_act(&w, 1, VERB_CLOSE, 0), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "rating_closed window_closed");
}

static void a_window_that_somebody_was_sent_to_does_not_close(void **state)
{
    (void)state;
    ticket_id ticket = engine_issue(&w, 1);
    engine_act(&w, 3, VERB_OPEN, 0);
    engine_press(&w, 1, KEY_NEXT);
    engine_do(&w, (struct command){.verb = VERB_TRANSFER, .target = {1}, .to = {3}});
    assert_int_equal(engine_act(&w, 3, VERB_CLOSE, 0), REFUSED_WINDOW_BUSY);
    assert_int_equal(w.result.ticket.n, ticket.n);
    engine_do(&w, (struct command){.verb = VERB_TRANSFER, .ticket = ticket, .service = {1}});
    assert_int_equal(engine_act(&w, 3, VERB_CLOSE, 0), REFUSED_NOT);
}

static void key_5_pauses_and_resumes(void **state)
{
    (void)state;
    assert_int_equal(engine_press(&w, 1, KEY_PAUSE), REFUSED_WINDOW_CLOSED);
    engine_act(&w, 1, VERB_OPEN, 0);
    assert_int_equal(engine_press(&w, 1, KEY_PAUSE), REFUSED_NOT);
    window_is(1, WINDOW_PAUSED);
    assert_int_equal(engine_window(&w, 1).pause_reason, PAUSE_AWAY);
    assert_int_equal(engine_act(&w, 1, VERB_PAUSE, PAUSE_LUNCH), REFUSED_PAUSED);
    assert_int_equal(engine_act(&w, 1, VERB_PAUSE, 0), REFUSED_MALFORMED);
    assert_int_equal(engine_act(&w, 1, VERB_PAUSE, PAUSE_REASON_COUNT), REFUSED_MALFORMED);
    assert_int_equal(engine_press(&w, 1, KEY_PAUSE), REFUSED_NOT);
    window_is(1, WINDOW_IDLE);
    assert_int_equal(engine_act(&w, 1, VERB_RESUME, 0), REFUSED_WRONG_STATE);
    assert_int_equal(engine_act(&w, 2, VERB_RESUME, 0), REFUSED_WINDOW_CLOSED);
}

/* decisions "Pause while serving": after the current ticket. */
static void a_pause_waits_for_the_current_ticket(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_act(&w, 1, VERB_PAUSE, PAUSE_MEETING), REFUSED_NOT);
    window_is(1, WINDOW_CALLING);
    assert_int_equal(engine_window(&w, 1).pause_reason, PAUSE_MEETING);
    engine_press(&w, 1, KEY_FINISH);
    window_is(1, WINDOW_RATING); /* the visitor may still rate */
    w.now += MINUTE;
    engine_act(&w, 0, VERB_TICK, 0);
    window_is(1, WINDOW_PAUSED);

    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT); /* R-B7 */
    assert_string_equal(engine_facts(&w), "window_resumed called");
    engine_press(&w, 1, KEY_PAUSE);
    engine_press(&w, 1, KEY_PAUSE); /* taken back before it began */
    engine_press(&w, 1, KEY_PARK);
    window_is(1, WINDOW_IDLE);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_PAUSE);
    engine_press(&w, 1, KEY_PARK);
    window_is(1, WINDOW_PAUSED);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    engine_press(&w, 1, KEY_PAUSE);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "finished window_resumed called");
    window_is(1, WINDOW_CALLING);
}

static void help_is_never_refused(void **state)
{
    (void)state;
    assert_int_equal(engine_press(&w, 1, KEY_HELP), REFUSED_NOT);   /* not even on a closed day */
    assert_int_equal(engine_act(&w, 0, VERB_HELP, 0), REFUSED_NOT); /* a kiosk */
    assert_int_equal(w.facts.list[0].help.target, 0);
    assert_int_equal(engine_act(&w, 9, VERB_HELP, 0), REFUSED_UNKNOWN_WINDOW);
}

static void a_closed_day_refuses_work(void **state)
{
    (void)state;
    static const enum verb verbs[] = {VERB_CALL_NEXT, VERB_RECALL, VERB_OPEN,   VERB_CLOSE,
                                      VERB_PAUSE,     VERB_RATE,   VERB_REJOIN, VERB_TRANSFER,
                                      VERB_DAY_CLOSE, VERB_RETURN};
    for (size_t i = 0; i < countof(verbs); i++)
        assert_int_equal(engine_act(&w, 1, verbs[i], 1), REFUSED_DAY_CLOSED);
    assert_int_equal(hall_day(w.hall), 0);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, 20260230), REFUSED_MALFORMED);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, 20191231), REFUSED_CLOCK);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, 21310101), REFUSED_CLOCK);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, 21301231), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, 20260318), REFUSED_DAY_IS_OPEN);
}

/* Without a date it is the hall's local one (D-28). */
static void a_day_without_a_date_is_today(void **state)
{
    (void)state;
    w.now = calendar_midnight(20260318, 480) + MINUTE; /* 17 March in UTC */
    struct command open = {.verb = VERB_DAY_OPEN, .tz_min = 480};
    assert_int_equal(engine_do(&w, open), REFUSED_NOT);
    assert_int_equal(hall_day(w.hall), 20260318);
}

static void the_close_waits_for_windows_and_expires_the_rest(void **state)
{
    (void)state;
    ticket_id t[6];
    for (int i = 0; i < 6; i++)
        t[i] = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_MISS); /* unprinted: after one call */
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_PARK);
    engine_press(&w, 1, KEY_NEXT);
    engine_act(&w, 1, VERB_START, 0);
    engine_act(&w, 1, VERB_PARK, PARK_AWAY);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    engine_press(&w, 2, KEY_NEXT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_STILL_OPEN);
    engine_press(&w, 2, KEY_START);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_STILL_OPEN);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT); /* the manager insists */
    assert_string_equal(engine_facts(&w), "day_closed digest");
    const struct fact_day_closed *closed = &w.facts.list[0].day_closed;
    assert_int_equal(closed->issued, 6);
    assert_int_equal(closed->served, 2);
    assert_int_equal(closed->expired, 4);
    static const uint8_t ends[] = {TICKET_EXPIRED, TICKET_EXPIRED, TICKET_EXPIRED,
                                   TICKET_SERVED,  TICKET_SERVED,  TICKET_EXPIRED};
    for (int i = 0; i < 6; i++)
        assert_int_equal(engine_ticket(&w, t[i]).state, ends[i]);
    window_is(1, WINDOW_CLOSED);
    window_is(2, WINDOW_CLOSED);
    assert_int_equal(hall_waiting_all(w.hall), 0);
    assert_int_equal(hall_day(w.hall), 0);
}

/* R-C5, R-O3: a number ends when nobody is left who could call it, or when the manager insists. */
static void the_close_waits_for_who_waits_while_a_window_is_open(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    engine_act(&w, 2, VERB_OPEN, 0);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_STILL_OPEN);
    assert_int_equal(engine_act(&w, 2, VERB_CLOSE, 0), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].day_closed.expired, 1);
}

/* R-N4, R-N7: numbers restart with the date; ids and announcements never do. */
static void a_new_day_has_new_numbers_and_ids(void **state)
{
    (void)state;
    ticket_id first = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    uint32_t order = engine_window(&w, 1).order;
    engine_press(&w, 1, KEY_FINISH);
    engine_act(&w, 0, VERB_DAY_CLOSE, 0);
    w.now += 24 * HOUR;
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    struct ticket_view view;
    assert_false(hall_ticket(w.hall, first, &view)); /* R-N9 */
    ticket_id ticket = engine_issue(&w, 1);
    assert_true(ticket.n > first.n);
    assert_int_equal(engine_ticket(&w, ticket).label.number, 1);
    assert_int_equal(engine_window(&w, 1).call, 0);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_window(&w, 1).call, 1);
    assert_true(engine_window(&w, 1).order > order);
}

static void a_date_opened_again_gives_no_number_twice(void **state)
{
    (void)state;
    ticket_id last = {0};
    for (int i = 0; i < 3; i++)
        last = engine_issue(&w, 1);
    engine_issue(&w, 2);
    engine_act(&w, 0, VERB_DAY_CLOSE, 0);
    uint32_t before = w.record_count;
    engine_open_day(&w);
    ticket_id ticket = engine_issue(&w, 1);
    assert_true(ticket.n > last.n);
    assert_int_equal(engine_ticket(&w, ticket).label.number, 4);
    ticket = engine_issue(&w, 2);
    assert_int_equal(engine_ticket(&w, ticket).label.number, 4); /* all skip as many */

    /* A restart knows only what came since the last opening. */
    struct engine_hall late = w;
    late.record += before;
    late.record_count -= before;
    engine_replay(&late);
}

static void ratings_close_by_time(void **state)
{
    (void)state;
    ticket_id asked = engine_issue(&w, 1);
    engine_issue(&w, 1);
    assert_int_equal(hall_next_deadline(w.hall), 0);
    assert_int_equal(engine_act(&w, 0, VERB_TICK, 0), REFUSED_TOO_SOON);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    msec first = w.now + MINUTE;
    w.now += 10 * SECOND;
    engine_press(&w, 2, KEY_NEXT);
    engine_press(&w, 2, KEY_FINISH);
    assert_int_equal(hall_next_deadline(w.hall), first);
    assert_int_equal(engine_act(&w, 0, VERB_TICK, 0), REFUSED_TOO_SOON);
    assert_int_equal(w.result.retry_ms, first - w.now);
    w.now = first;
    assert_int_equal(engine_act(&w, 0, VERB_TICK, 0), REFUSED_NOT);
    window_is(1, WINDOW_IDLE);
    assert_int_equal(engine_ticket(&w, asked).score, 0); /* R-E5: no answer is never a good one */
    window_is(2, WINDOW_RATING);
    assert_int_equal(hall_next_deadline(w.hall), first + 10 * SECOND);
}

static void without_rating_time_no_rating_is_asked(void **state)
{
    (void)state;
    w.def.rules.rating_s = 0;
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    window_is(1, WINDOW_IDLE);
    assert_int_equal(engine_act(&w, 1, VERB_RATE, 4), REFUSED_NOT); /* still voluntary */
}

/* D-31: with each 1,000th fact and at the close, and the replay agrees. */
static void the_day_proves_itself_by_digests(void **state)
{
    (void)state;
    uint32_t digests = 0;
    for (int i = 0; i < 2500; i++) {
        engine_press(&w, 1, KEY_HELP);
        digests += w.facts.count == 2;
    }
    assert_int_equal(digests, 2);
}

/* R-O8: the hall's time never goes back. */
static void a_clock_set_back_does_not_turn_back_the_hall(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    msec then = w.now;
    w.now -= HOUR;
    ticket_id ticket = engine_issue(&w, 1);
    assert_int_equal(engine_ticket(&w, ticket).joined, then);
    assert_int_equal(w.result.at, then);
}

#define OPEN(name) cmocka_unit_test_setup_teardown(name, setup_open, teardown)
#define CLOSED(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN(windows_open_and_close),
        OPEN(a_window_with_a_ticket_does_not_close),
        OPEN(a_window_that_somebody_was_sent_to_does_not_close),
        OPEN(key_5_pauses_and_resumes),
        OPEN(a_pause_waits_for_the_current_ticket),
        CLOSED(help_is_never_refused),
        CLOSED(a_closed_day_refuses_work),
        CLOSED(a_day_without_a_date_is_today),
        OPEN(the_close_waits_for_windows_and_expires_the_rest),
        OPEN(the_close_waits_for_who_waits_while_a_window_is_open),
        OPEN(a_new_day_has_new_numbers_and_ids),
        OPEN(a_date_opened_again_gives_no_number_twice),
        OPEN(ratings_close_by_time),
        OPEN(without_rating_time_no_rating_is_asked),
        OPEN(the_day_proves_itself_by_digests),
        OPEN(a_clock_set_back_does_not_turn_back_the_hall),
    };
    return cmocka_run_group_tests_name("engine_window", tests, NULL, NULL);
}
