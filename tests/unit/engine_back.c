/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TICKET_BACK and TARGET_BACK name whole states, so whatever a state hangs on is asked
 * for before one is carried out: each objection once, beside the fact that meets none.
 */
#include <stdlib.h>

#include "engine_hall.h"
#include "test.h"

/* Window 1 called A001 and parked it; then called A002, which is taken back. */
static struct engine_hall w;
static ticket_id line[3];
static struct hall *before; /* the undo */
static struct fact undone, ticket_back, target_back;

static void replay_but_the_undo(void)
{
    before = hall_init(malloc(hall_bytes(&w.def, w.tickets)), &w.def, w.tickets);
    for (uint32_t i = 0; w.record[i].kind != FACT_KIND_UNDONE; i++)
        hall_apply(before, &w.record[i]);
}

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.undo_s = 10;
    engine_start(&w, 20);
    engine_open_day(&w);
    for (size_t i = 0; i < countof(line); i++)
        line[i] = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_PARK);
    engine_press(&w, 1, KEY_NEXT);
    w.now += SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_UNDO), REFUSED_NOT);
    undone = w.facts.list[0];
    ticket_back = w.facts.list[1];
    target_back = w.facts.list[2];
    replay_but_the_undo();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(before);
    engine_stop(&w);
    return 0;
}

static void no(const struct fact *fact, const char *why)
{
    const char *said = hall_objection(before, fact);
    assert_non_null(said);
    assert_string_equal(said, why);
}

#define NO(kind, field, value, why) \
    do {                            \
        struct fact odd = kind;     \
        odd.kind.field = value;     \
        no(&odd, why);              \
    } while (0)

static void the_facts_of_an_undo_meet_none(void **state)
{
    (void)state;
    const struct fact *facts[] = {&undone, &ticket_back, &target_back};
    for (size_t i = 0; i < countof(facts); i++) {
        assert_null(hall_objection(before, facts[i]));
        hall_apply(before, facts[i]);
        assert_null(hall_check(before)); /* each leaves a hall that makes sense */
    }
}

static void a_ticket_goes_back_as_one_that_can_be(void **state)
{
    (void)state;
    NO(ticket_back, ticket, 4711, "there is no such ticket today");
    NO(ticket_back, service, 9, "the hall has no such service");
    NO(ticket_back, sent, 9, "the hall has no such window or room");
    NO(ticket_back, target, 9, "the hall has no such window or room");
    NO(ticket_back, ticket_class, CLASS_COUNT, "no ticket is like that");
    NO(ticket_back, park_kind, PARK_KIND_COUNT, "no ticket is like that");
    NO(ticket_back, score, 5, "no ticket is like that");
    NO(ticket_back, state, TICKET_SERVED, "no ticket goes back to that");
    NO(ticket_back, state, 0, "no ticket goes back to that");
}

static void its_times_lie_behind_it(void **state)
{
    (void)state;
    static const char why[] = "its times make no sense";
    NO(ticket_back, called, -1, why);
    NO(ticket_back, called, w.now + 1, why);
    NO(ticket_back, recalled, -1, why);
    NO(ticket_back, started, -1, why);
    NO(ticket_back, ended, -1, why);
    NO(ticket_back, served, -1, why);
    NO(ticket_back, parked, -1, why);
    NO(ticket_back, held_away, -1, why);
    NO(ticket_back, held_kept, -1, why);
    NO(ticket_back, held_meanwhile, -1, why);
}

static void no_two_stand_at_one_place(void **state)
{
    (void)state;
    struct ticket_view third;
    struct fact fact = ticket_back;
    NO(ticket_back, order, 0, "it never had that place");
    NO(ticket_back, order, 99, "it never had that place");
    assert_true(hall_ticket(before, line[2], &third));
    fact.ticket_back.key = third.key;
    fact.ticket_back.joined = third.joined;
    fact.ticket_back.order = third.order;
    no(&fact, "its place is taken");
}

static void its_window_works_and_has_nobody_else(void **state)
{
    (void)state;
    struct fact fact = ticket_back;
    fact.ticket_back.state = TICKET_SERVING;
    fact.ticket_back.target = 1;
    assert_null(hall_objection(before, &fact)); /* it is there */
    fact.ticket_back.target = 2;
    no(&fact, "the window is closed");
    fact.ticket_back.target = 0;
    no(&fact, "the ticket goes back to no window");
    fact.ticket_back.target = 1;
    fact.ticket_back.ticket = line[0].n; /* parked there */
    no(&fact, "the window has another ticket");
    fact = ticket_back;
    fact.ticket_back.state = TICKET_PARKED;
    no(&fact, "it is parked in no known way");
    fact.ticket_back.park_kind = PARK_KEPT;
    fact.ticket_back.target = 0;
    no(&fact, "it is parked in no known way");
    fact.ticket_back.state = TICKET_MISSED;
    assert_null(hall_objection(before, &fact));
}

static void what_is_over_stays_over(void **state)
{
    (void)state;
    const struct fact gone = {.kind = FACT_KIND_CANCELLED,
                              .at = w.now,
                              .cancelled.ticket = line[2].n};
    assert_null(hall_objection(before, &gone));
    hall_apply(before, &gone);
    NO(ticket_back, ticket, line[2].n, "the ticket is over");
}

static void a_window_goes_back_as_one_that_can_be(void **state)
{
    (void)state;
    hall_apply(before, &undone);
    hall_apply(before, &ticket_back); /* now it is idle */
    NO(target_back, target, 9, "the hall has no such window or room");
    NO(target_back, target, 2, "the window is closed");
    NO(target_back, state, WINDOW_CLOSED, "no window goes back to that");
    NO(target_back, state, WINDOW_OFFLINE, "no window goes back to that");
    NO(target_back, state, WINDOW_STATE_COUNT, "no window goes back to that");
    NO(target_back, pause_reason, PAUSE_AWAY, "its pause makes no sense");
    NO(target_back, pause_reason, PAUSE_REASON_COUNT, "its pause makes no sense");
    NO(target_back, state, WINDOW_PAUSED, "its pause makes no sense");
    NO(target_back, last, 4711, "there is no such ticket today");
    NO(target_back, ticket, 4711, "there is no such ticket today");
    NO(target_back, since, w.now + 1, "its times make no sense");
    NO(target_back, turn, 255, "its turn is in no pattern");
    NO(target_back, state, WINDOW_SERVING, "the window has another ticket");
    NO(target_back, state, WINDOW_RATING, "the window has another ticket");
    NO(target_back, ticket, line[1].n, "the window has another ticket");
    struct fact fact = target_back;
    fact.target_back.state = WINDOW_RATING;
    fact.target_back.ticket = line[1].n; /* it waits */
    no(&fact, "the ticket's state forbids it");
}

static void a_busy_window_keeps_its_ticket(void **state)
{
    (void)state;
    NO(target_back, state, WINDOW_IDLE, "the window has another ticket"); /* it calls A002 */
    struct fact fact = target_back;
    fact.target_back.state = WINDOW_CALLING;
    fact.target_back.ticket = line[1].n;
    assert_null(hall_objection(before, &fact));
    fact.target_back.ticket = line[0].n;
    no(&fact, "the window has another ticket");
}

static void an_undo_is_of_a_window_of_this_hall(void **state)
{
    (void)state;
    NO(undone, target, 9, "the hall has no such window or room");
    NO(undone, announce, UINT32_MAX, "it withdraws what was never said");
}

static void nothing_goes_back_on_a_closed_day(void **state)
{
    (void)state;
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    free(before);
    before = hall_init(malloc(hall_bytes(&w.def, w.tickets)), &w.def, w.tickets);
    for (uint32_t i = 0; i < w.record_count; i++)
        hall_apply(before, &w.record[i]);
    no(&undone, "the day is not open");
    no(&ticket_back, "the day is not open");
    no(&target_back, "the day is not open");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_facts_of_an_undo_meet_none),
        TEST(a_ticket_goes_back_as_one_that_can_be),
        TEST(its_times_lie_behind_it),
        TEST(no_two_stand_at_one_place),
        TEST(its_window_works_and_has_nobody_else),
        TEST(what_is_over_stays_over),
        TEST(a_window_goes_back_as_one_that_can_be),
        TEST(a_busy_window_keeps_its_ticket),
        TEST(an_undo_is_of_a_window_of_this_hall),
        TEST(nothing_goes_back_on_a_closed_day),
    };
    return cmocka_run_group_tests_name("engine_back", tests, NULL, NULL);
}
