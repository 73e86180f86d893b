/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last command of a window is taken back (D-20): everything stands as before, but
 * for what was said aloud and counted; and when it is not.
 */
#include "engine_hall.h"
#include "test.h"

static struct engine_hall w;
static ticket_id line[6]; /* tickets of service 1 in the order of joining */

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.undo_s = 10;
    w.def.rules.items_max = 3;
    w.def.rules.rating_change_min = 5;
    w.windows[0].named_call = true;
    engine_start(&w, 50);
    engine_open_day(&w);
    for (size_t i = 0; i < countof(line); i++) {
        line[i] = engine_issue(&w, 1);
        w.now += SECOND;
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    engine_replay(&w); /* the facts of an undo need no memory of what was before */
    engine_stop(&w);
    return 0;
}

static enum refusal undo(uint16_t window)
{
    return engine_press(&w, window, KEY_UNDO);
}

static void same_ticket(struct ticket_view a, struct ticket_view b)
{
    assert_int_equal(a.state, b.state);
    assert_int_equal(a.ticket_class, b.ticket_class);
    assert_int_equal(a.service.n, b.service.n);
    assert_int_equal(a.target.n, b.target.n);
    assert_true(a.joined == b.joined && a.key == b.key && a.order == b.order);
    assert_true(a.called == b.called && a.started == b.started && a.ended == b.ended);
    assert_true(a.served == b.served && a.parked == b.parked && a.held_kept == b.held_kept);
    assert_true(a.held_away == b.held_away && a.held_meanwhile == b.held_meanwhile);
    assert_int_equal(a.calls, b.calls);
    assert_int_equal(a.misses, b.misses);
    assert_int_equal(a.park_kind, b.park_kind);
    assert_int_equal(a.items, b.items);
    assert_int_equal(a.sent, b.sent);
}

static void same_window(struct window_view a, struct window_view b)
{
    assert_int_equal(a.state, b.state);
    assert_int_equal(a.pause_reason, b.pause_reason);
    assert_int_equal(a.parked, b.parked);
    assert_int_equal(a.ticket.n, b.ticket.n);
    assert_int_equal(a.calls, b.calls);
    assert_true(a.since == b.since);
}

/* Gives the command, takes it back 5 s later, and nothing of window 1 or the first tickets is
 * another than before it. */
static void there_and_back(struct command command, const char *facts)
{
    struct window_view window = engine_window(&w, 1);
    struct ticket_view tickets[countof(line)];
    uint32_t ahead[countof(line)], waiting = hall_waiting_all(w.hall);
    for (size_t i = 0; i < countof(line); i++) {
        tickets[i] = engine_ticket(&w, line[i]);
        ahead[i] = hall_ahead(w.hall, line[i]);
    }
    command.target.n = 1;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    uint32_t call = engine_window(&w, 1).call;
    w.now += 5 * SECOND;
    assert_int_equal(undo(1), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), facts);
    same_window(engine_window(&w, 1), window);
    assert_int_equal(engine_window(&w, 1).call, call); /* never back: a pad has seen it */
    for (size_t i = 0; i < countof(line); i++) {
        same_ticket(engine_ticket(&w, line[i]), tickets[i]);
        assert_int_equal(hall_ahead(w.hall, line[i]), ahead[i]);
    }
    assert_int_equal(hall_waiting_all(w.hall), waiting);
    assert_int_equal(undo(1), REFUSED_NOTHING_TO_UNDO); /* an undo is not taken back */
    w.now += SECOND;
}

static void key_back(enum pad_key key, uint32_t arg, const char *facts)
{
    there_and_back((struct command){.key = (uint8_t)key, .arg = arg, .who = "pad"}, facts);
}

#define ONE_BACK "undone ticket_back target_back"

static void each_verb_is_taken_back(void **state)
{
    (void)state;
    engine_act(&w, 1, VERB_OPEN, 0);
    key_back(KEY_NEXT, 0, ONE_BACK);
    engine_press(&w, 1, KEY_NEXT);
    w.now += 20 * SECOND;
    key_back(KEY_RECALL, 0, ONE_BACK);
    key_back(KEY_START, 0, ONE_BACK);
    key_back(KEY_FINISH, 0, ONE_BACK); /* the start that it implied, too */
    key_back(KEY_PARK, PARK_KEPT, ONE_BACK);
    key_back(KEY_TRANSFER, 1, ONE_BACK); /* to a service */
    key_back(KEY_TRANSFER, 3, ONE_BACK); /* to the room */
    there_and_back((struct command){.verb = VERB_ADD_ITEM, .item = 7}, ONE_BACK);
    key_back(KEY_PAUSE, PAUSE_LUNCH, "undone target_back"); /* asked for, not begun */
    engine_press(&w, 1, KEY_PAUSE);
    key_back(KEY_FINISH, 0, ONE_BACK);
    key_back(KEY_PAUSE, 0, "undone target_back"); /* the key that takes the pause back */
}

static void a_pause_and_its_end_are_taken_back(void **state)
{
    (void)state;
    engine_act(&w, 1, VERB_OPEN, 0);
    key_back(KEY_PAUSE, PAUSE_MEETING, "undone target_back");
    engine_press(&w, 1, KEY_PAUSE);
    key_back(KEY_PAUSE, 0, "undone target_back");
    key_back(KEY_NEXT, 0, ONE_BACK); /* R-B7: the call resumed it */
}

static void a_miss_is_taken_back_also_the_last_one(void **state)
{
    (void)state;
    for (int times = 0; times < 2; times++) {
        engine_act(&w, 1, VERB_OPEN, 0);
        engine_press(&w, 1, KEY_NEXT);
        for (int i = 0; i < 2; i++) {
            w.now += 40 * SECOND;
            engine_press(&w, 1, KEY_RECALL);
        }
        key_back(KEY_MISS, 0, ONE_BACK);
        assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
        if (times == 0) /* R-C2: the next one voids it */
            assert_int_equal(engine_do(&w,
                                       (struct command){.verb = VERB_TRANSFER, .ticket = line[0]}),
                             REFUSED_WRONG_STATE);
        engine_on(&w, 0, VERB_REJOIN, line[0]);
        w.def.rules.return_max = 0;
    }
}

static void a_missed_ticket_goes_back_to_its_place_among_the_missed(void **state)
{
    (void)state;
    ticket_id before[3], after[3];
    engine_act(&w, 1, VERB_OPEN, 0);
    for (int i = 0; i < 3; i++) {
        engine_press(&w, 1, KEY_NEXT);
        w.now += 61 * SECOND;
        engine_press(&w, 1, KEY_MISS); /* unprinted: one call is enough (D-21) */
    }
    assert_int_equal(hall_missed(w.hall, before, 3), 3);
    there_and_back((struct command){.verb = VERB_CALL_NAMED, .ticket = line[1], .text = "here"},
                   ONE_BACK);
    assert_int_equal(hall_missed(w.hall, after, 3), 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(after[i].n, before[i].n);
}

static void the_turn_goes_back_with_the_call(void **state)
{
    (void)state;
    w.def.rules.dispatch = DISPATCH_TURNS; /* R-D */
    engine_act(&w, 1, VERB_OPEN, 0);
    engine_press(&w, 1, KEY_NEXT);
    struct fact_called first = w.facts.list[0].called;
    engine_press(&w, 1, KEY_UNDO);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(w.facts.list[0].called.why, first.why);
    assert_int_equal(w.facts.list[0].called.turn, first.turn);
    engine_press(&w, 1, KEY_FINISH);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_not_equal(w.facts.list[1].called.turn, first.turn); /* else it proves nothing */
}

static void a_parked_ticket_goes_back_to_its_place_among_the_parked(void **state)
{
    (void)state;
    ticket_id parked[3];
    engine_act(&w, 1, VERB_OPEN, 0);
    for (int i = 0; i < 2; i++) {
        engine_press(&w, 1, KEY_NEXT);
        engine_press(&w, 1, KEY_PARK);
        w.now += MINUTE;
    }
    key_back(KEY_RETURN, 0, ONE_BACK); /* the longest parked, which is the first in the list */
    assert_int_equal(hall_parked(w.hall, (target_id){1}, parked, 3), 2);
    assert_int_equal(parked[0].n, line[0].n);
    assert_int_equal(parked[1].n, line[1].n);
}

static void finish_and_call_is_taken_back_newest_first(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    w.now += MINUTE;
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_SERVED);
    assert_int_equal(undo(1), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "undone ticket_back ticket_back target_back");
    assert_int_equal(w.facts.list[1].ticket_back.ticket, line[1].n);
    assert_int_equal(w.facts.list[2].ticket_back.ticket, line[0].n);
    assert_int_equal(engine_window(&w, 1).ticket.n, line[0].n);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_SERVING);
    assert_int_equal(engine_ticket(&w, line[1]).state, TICKET_WAITING);
    assert_int_equal(hall_ahead(w.hall, line[1]), 0);
}

static void a_rating_that_the_call_ended_is_open_again(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    engine_press(&w, 2, KEY_NEXT);
    w.now += 2 * SECOND;
    engine_press(&w, 2, KEY_FINISH); /* asks later, and is done later */
    msec end = hall_next_deadline(w.hall);
    key_back(KEY_NEXT, 0, ONE_BACK);
    assert_true(hall_next_deadline(w.hall) == end);
    w.now = end;
    assert_int_equal(engine_act(&w, 0, VERB_TICK, 0), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].rating_closed.target, 1);
}

static void the_announcement_is_withdrawn(void **state)
{
    struct announce_view said[4];
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    w.now += 20 * SECOND;
    engine_press(&w, 1, KEY_RECALL);
    undo(1);
    assert_int_equal(hall_announces(w.hall, 0, said, 4), 2);
    assert_int_equal(w.facts.list[0].undone.announce, said[1].id);
    assert_false(said[0].gone);
    assert_true(said[1].gone); /* of the recall only */
    engine_press(&w, 1, KEY_RECALL);
    assert_int_equal(hall_announces(w.hall, 0, said, 4), 3);
    assert_false(said[2].gone); /* another one, under another id */
}

static void a_window_that_the_call_opened_stays_open(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT); /* D-43: opens it */
    assert_int_equal(undo(1), REFUSED_NOT);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_IDLE);
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_WAITING);
}

static void it_is_too_late_after_ten_seconds(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    w.now += 10 * SECOND + 1;
    assert_int_equal(undo(1), REFUSED_TOO_LATE);
    engine_press(&w, 1, KEY_START);
    w.now += 10 * SECOND;
    assert_int_equal(undo(1), REFUSED_NOT);
    w.def.rules.undo_s = 0; /* off, even in the same moment */
    engine_press(&w, 1, KEY_START);
    w.now += 1;
    assert_int_equal(undo(1), REFUSED_TOO_LATE);
}

static void what_another_has_touched_stays(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_TRANSFER); /* to nowhere: no choice */
    assert_int_equal(engine_do(&w, (struct command){.key = KEY_TRANSFER, .target = {1}, .arg = 1}),
                     REFUSED_NOT);
    engine_press(&w, 4, KEY_NEXT); /* took it at once */
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_CALLED);
    assert_int_equal(undo(1), REFUSED_TOUCHED);
    assert_int_equal(undo(4), REFUSED_NOT); /* its own it may */
    assert_int_equal(undo(1), REFUSED_TOUCHED);
}

static void what_was_rated_or_rejoined_stays(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    engine_act(&w, 1, VERB_RATE, 5);
    assert_int_equal(undo(1), REFUSED_TOUCHED);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_do(&w,
                               (struct command){.key = KEY_PARK, .target = {1}, .arg = PARK_AWAY}),
                     REFUSED_NOT);
    engine_on(&w, 0, VERB_REJOIN, line[1]);
    assert_int_equal(undo(1), REFUSED_TOUCHED);
}

static void a_rating_that_ran_out_is_nobodys_act(void **state)
{
    (void)state;
    w.def.rules.rating_s = 5;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    w.now += 6 * SECOND;
    engine_act(&w, 0, VERB_TICK, 0);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_IDLE);
    assert_int_equal(undo(1), REFUSED_NOT);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_CALLING);
}

static void a_slip_that_came_out_meanwhile_is_no_hindrance(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_do(&w, (struct command){.verb = VERB_PRINTED, .ticket = line[0], .arg = PRINT_PRINTED});
    assert_int_equal(undo(1), REFUSED_NOT);
    assert_false(engine_ticket(&w, line[0]).unprinted);
}

static void other_acts_of_the_window_end_it(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_HELP); /* beside what the window does */
    assert_int_equal(undo(1), REFUSED_NOT);
    engine_act(&w, 1, VERB_CLOSE, 0);
    assert_int_equal(undo(1), REFUSED_NOTHING_TO_UNDO);
    assert_int_equal(undo(2), REFUSED_NOTHING_TO_UNDO);
}

static void a_ticket_goes_back_to_no_closed_window(void **state)
{
    (void)state;
    engine_press(&w, 2, KEY_NEXT);
    engine_do(&w, (struct command){.verb = VERB_TRANSFER, .target = {2}, .to = {3}});
    engine_act(&w, 3, VERB_OPEN, 0);
    engine_do(&w, (struct command){.verb = VERB_TRANSFER, .target = {2}, .to = {3}});
    assert_true(engine_ticket(&w, line[0]).sent);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_CALL_NAMED,
                                                    .target = {1},
                                                    .ticket = line[0],
                                                    .text = "needed here"}),
                     REFUSED_NOT);
    engine_act(&w, 3, VERB_CLOSE, 0); /* nobody is sent there any more */
    assert_int_equal(undo(1), REFUSED_NOT);
    assert_false(engine_ticket(&w, line[0]).sent); /* R-O3: it waits for somebody */
    assert_int_equal(hall_waiting(w.hall, (service_id){1}), countof(line));
}

static void the_presser_must_have_seen_the_call(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_do(&w, (struct command){.key = KEY_UNDO,
                                                    .target = {1},
                                                    .seen = 0,
                                                    .seen_bits = 8}),
                     REFUSED_STALE); /* D-08 */
}

static void a_new_day_has_nothing_to_undo(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    assert_int_equal(undo(1), REFUSED_DAY_CLOSED);
    engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY);
    assert_int_equal(undo(1), REFUSED_NOTHING_TO_UNDO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_verb_is_taken_back),
        TEST(a_pause_and_its_end_are_taken_back),
        TEST(a_miss_is_taken_back_also_the_last_one),
        TEST(a_missed_ticket_goes_back_to_its_place_among_the_missed),
        TEST(the_turn_goes_back_with_the_call),
        TEST(a_parked_ticket_goes_back_to_its_place_among_the_parked),
        TEST(finish_and_call_is_taken_back_newest_first),
        TEST(a_rating_that_the_call_ended_is_open_again),
        TEST(the_announcement_is_withdrawn),
        TEST(a_window_that_the_call_opened_stays_open),
        TEST(it_is_too_late_after_ten_seconds),
        TEST(what_another_has_touched_stays),
        TEST(what_was_rated_or_rejoined_stays),
        TEST(a_rating_that_ran_out_is_nobodys_act),
        TEST(a_slip_that_came_out_meanwhile_is_no_hindrance),
        TEST(other_acts_of_the_window_end_it),
        TEST(a_ticket_goes_back_to_no_closed_window),
        TEST(the_presser_must_have_seen_the_call),
        TEST(a_new_day_has_nothing_to_undo),
    };
    return cmocka_run_group_tests_name("engine_undo", tests, NULL, NULL);
}
