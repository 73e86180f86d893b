/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a hall answers to those who ask for what is not there, or not like this: each refusal that
 * the days of the other tests do not meet.
 */
#include <string.h>

#include "engine/state.h"
#include "engine_fixture.h"
#include "engine_lively.h"

static int setup(void **state)
{
    (void)state;
    engine_start_lively(&w);
    w.def.rules.undo_s = 10;
    return 0;
}

/* R-O8: a step of no time is none. */
static void a_step_of_the_clock_is_told_and_changes_nothing(void **state)
{
    (void)state;
    struct command step = {.verb = VERB_CLOCK, .from = w.now, .until = w.now - HOUR};
    assert_int_equal(engine_do(&w, step), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "clock_stepped");
    step.until = step.from;
    assert_int_equal(engine_do(&w, step), REFUSED_WRONG_STATE);
}

static void an_item_has_a_number_that_items_can_have(void **state)
{
    (void)state;
    assert_int_equal(engine_act(&w, W_SERVING, VERB_ADD_ITEM, UINT16_MAX + 1), REFUSED_MALFORMED);
}

static void a_named_call_is_signed_for_and_has_a_known_reason(void **state)
{
    (void)state;
    const ticket_id named = {engine_id(&w, LIVELY_OTHER)};
    struct command call = {.verb = VERB_CALL_NAMED,
                           .target = {W_IDLE},
                           .ticket = named,
                           .staff = 7,
                           .role = ROLE_LEADER};
    assert_int_equal(engine_do(&w, call), REFUSED_NO_REASON);
    call.arg = UINT8_MAX + 1;
    assert_int_equal(engine_do(&w, call), REFUSED_MALFORMED);
    call.arg = 1;
    w.def.rules.sign_on = true;
    assert_int_equal(engine_do(&w, call), REFUSED_NOT_SIGNED_ON);
}

/* D-16: to the window where that person sits. */
static void a_transfer_to_a_person_finds_that_person(void **state)
{
    (void)state;
    assert_int_equal(engine_act(&w, W_SERVING, VERB_TRANSFER, 7), REFUSED_NOT_SIGNED_ON);
    struct command sign = {.verb = VERB_SIGN_ON,
                           .target = {W_IDLE},
                           .staff = 7,
                           .role = ROLE_CLERK};
    assert_int_equal(engine_do(&w, sign), REFUSED_NOT);
    assert_int_equal(engine_act(&w, W_SERVING, VERB_TRANSFER, 7), REFUSED_NOT);
    struct ticket_view moved = engine_ticket(&w, (ticket_id){engine_id(&w, LIVELY_SERVING)});
    assert_int_equal(moved.target.n, W_IDLE);
    assert_true(moved.sent);
}

static void a_check_in_speaks_a_known_language(void **state)
{
    (void)state;
    struct command come = {.verb = VERB_CHECK_IN, .code = "K7", .lang = LANG_COUNT};
    assert_int_equal(engine_do(&w, come), REFUSED_MALFORMED);
    come.lang = 0;
    come.source = SOURCE_COUNT;
    assert_int_equal(engine_do(&w, come), REFUSED_MALFORMED);
    come.source = 0;
    assert_int_equal(engine_do(&w, come), REFUSED_UNKNOWN_BOOKING);
    memset(come.code, 'x', sizeof(come.code)); /* without an end */
    assert_int_equal(engine_do(&w, come), REFUSED_UNKNOWN_BOOKING);
}

static void who_is_not_there_is_not_made_void(void **state)
{
    (void)state;
    struct command none = {.verb = VERB_VOID,
                           .ticket = {engine_id(&w, 99)},
                           .arg = VOID_DUPLICATE,
                           .role = ROLE_MANAGER};
    assert_int_equal(engine_do(&w, none), REFUSED_UNKNOWN_TICKET);
}

static void a_window_gives_up_a_service_that_there_is(void **state)
{
    (void)state;
    struct command give_up = {.verb = VERB_UNASSIGN,
                              .target = {W_IDLE},
                              .service = {9},
                              .role = ROLE_MANAGER};
    assert_int_equal(engine_do(&w, give_up), REFUSED_UNKNOWN_SERVICE);
}

static void without_a_ticket_there_is_no_step_and_no_pick_up(void **state)
{
    (void)state;
    assert_int_equal(engine_act(&w, W_IDLE, VERB_NEXT_STEP, 0), REFUSED_NO_TICKET);
    assert_int_equal(engine_act(&w, W_IDLE, VERB_PICK_UP, ENGINE_DAY + 1), REFUSED_NO_TICKET);
}

/* R-M10: only one ticket for the papers of an earlier one, but a cancelled one counts for none. */
static void papers_are_picked_up_once(void **state)
{
    (void)state;
    struct command pick = {.verb = VERB_ISSUE,
                           .service = {1},
                           .of = {hall_ticket_first(w.hall) - 1},
                           .journey = 1};
    assert_int_equal(engine_do(&w, pick), REFUSED_MALFORMED);
    pick.journey = 0;
    assert_int_equal(engine_do(&w, pick), REFUSED_NOT);
    ticket_id first = w.result.ticket;
    assert_int_equal(engine_do(&w, pick), REFUSED_HAS_TICKET);
    assert_int_equal(w.result.ticket.n, first.n);
    assert_int_equal(engine_on(&w, 0, VERB_CANCEL, first), REFUSED_NOT);
    assert_int_equal(engine_do(&w, pick), REFUSED_NOT);
}

/* R-K10: given back is what the person cancelled or left, not what the staff took away. */
static void who_gives_back_too_often_goes_to_the_desk(void **state)
{
    (void)state;
    struct command ask = {.verb = VERB_ISSUE, .service = {1}, .id_a = 5};
    w.def.rules.voids_day = 2;
    for (int i = 0; i < 3; i++) {
        struct command void_it = {.verb = VERB_VOID,
                                  .arg = i < 2 ? VOID_DUPLICATE : VOID_LEFT,
                                  .role = ROLE_MANAGER};
        assert_int_equal(engine_do(&w, ask), REFUSED_NOT);
        void_it.ticket = w.result.ticket;
        assert_int_equal(engine_do(&w, void_it), REFUSED_NOT);
    }
    assert_int_equal(engine_do(&w, ask), REFUSED_NOT);
    assert_int_equal(engine_on(&w, 0, VERB_CANCEL, w.result.ticket), REFUSED_NOT);
    assert_int_equal(engine_do(&w, ask), REFUSED_ID_DESK);
}

/* D-20: the citizen cancelled meanwhile. */
static void what_others_touched_is_not_undone(void **state)
{
    (void)state;
    assert_int_equal(engine_act(&w, W_EMPTY, VERB_CALL_NEXT, 0), REFUSED_NOT);
    ticket_id called = w.result.ticket;
    assert_int_equal(engine_on(&w, 0, VERB_CANCEL, called), REFUSED_WRONG_STATE);
    struct command void_it = {.verb = VERB_VOID,
                              .ticket = called,
                              .arg = VOID_DUPLICATE,
                              .role = ROLE_MANAGER};
    assert_int_equal(engine_do(&w, void_it), REFUSED_NOT);
    assert_int_equal(engine_act(&w, W_EMPTY, VERB_UNDO, 0), REFUSED_TOUCHED);
}

static void of_what_is_not_there_nothing_is_shown(void **state)
{
    (void)state;
    const service_id no_service = {9}, step = {3};
    const target_id no_target = {99};
    struct lease_view lease;
    ticket_id list[2];
    assert_false(hall_lease(w.hall, 2, &lease));
    assert_int_equal(hall_parked(w.hall, no_target, list, 2), 0);
    assert_int_equal(hall_parked(w.hall, (target_id){W_IDLE}, list, 0), 0);
    assert_false(hall_next(w.hall, no_target, list));
    assert_int_equal(hall_windows_open(w.hall, no_service), 0);
    assert_int_equal(hall_left(w.hall, no_service, w.now, 0), 0);
    assert_int_equal(hall_left(w.hall, step, w.now, 0), 0); /* it issues no numbers */
    assert_false(hall_serves(w.hall, 99, (service_id){1}));
    assert_false(hall_serves(w.hall, W_IDLE, no_service));
    assert_false(hall_over_noon(w.hall, no_service, w.now, 0));
    assert_int_equal(hall_duty(w.hall, no_target, w.now, 0), DUTY_NORMAL);
    assert_int_equal(hall_duty(w.hall, (target_id){W_CLOSED}, w.now, 0), DUTY_NORMAL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_step_of_the_clock_is_told_and_changes_nothing),
        TEST(an_item_has_a_number_that_items_can_have),
        TEST(a_named_call_is_signed_for_and_has_a_known_reason),
        TEST(a_transfer_to_a_person_finds_that_person),
        TEST(a_check_in_speaks_a_known_language),
        TEST(who_is_not_there_is_not_made_void),
        TEST(a_window_gives_up_a_service_that_there_is),
        TEST(without_a_ticket_there_is_no_step_and_no_pick_up),
        TEST(papers_are_picked_up_once),
        TEST(who_gives_back_too_often_goes_to_the_desk),
        TEST(what_others_touched_is_not_undone),
        TEST(of_what_is_not_there_nothing_is_shown),
    };
    return cmocka_run_group_tests_name("engine_cover_refusals", tests, NULL, NULL);
}
