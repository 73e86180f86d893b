/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tickets that a kiosk gave while it was alone come in (D-22), and slips nobody holds go (D-21).
 */
#include <string.h>

#include "domain/calendar.h"
#include "engine/state.h"
#include "engine_fixture.h"

#define KIOSK_UID 77u

static uint32_t lease; /* kiosk-1's of service 1: A600 … A609 */

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.lease_size = 10;
    w.def.rules.lease_first = 600;
    engine_start(&w, 700);
    engine_open_day(&w);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_LEASE,
                                                    .service = {1},
                                                    .text = "kiosk-1"}),
                     REFUSED_NOT);
    lease = hall_ticket_first(w.hall);
    w.now += HOUR;
    return 0;
}

static struct command alone(uint16_t number, msec issued)
{
    return (struct command){
        .id = {.uid = KIOSK_UID, .boot = 1},
        .verb = VERB_IMPORT,
        .service = {1},
        .lease = lease,
        .label = {{'A'}, number},
        .issued = issued,
        .arg = PRINT_PRINTED,
        .arg2 = ENGINE_DAY,
        .who = "kiosk-1",
    };
}

static enum refusal ask(uint32_t number)
{
    return engine_do(&w, (struct command){.id = {.uid = KIOSK_UID, .boot = 1, .seq = number},
                                          .verb = VERB_ISSUE,
                                          .service = {1},
                                          .who = "kiosk-1"});
}

static struct command instead_of(uint16_t number, uint32_t other, ticket_id issued)
{
    struct command command = alone(number, w.now);
    command.other_uid = KIOSK_UID;
    command.other_boot = 1;
    command.other_seq = other;
    command.ticket = issued; /* as the shell finds it */
    return command;
}

static void it_joins_at_its_time_of_issue(void **state)
{
    (void)state;
    msec then = w.now;
    w.now += 10 * MINUTE;
    ticket_id later = engine_issue(&w, 1);
    w.now += 10 * MINUTE;
    assert_int_equal(engine_do(&w, alone(603, then)), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "issued printed");
    assert_int_equal(w.result.label.number, 603);
    assert_int_equal(w.result.ahead, 0);
    struct ticket_view ticket = engine_ticket(&w, w.result.ticket);
    assert_int_equal(ticket.issued, then);
    assert_int_equal(ticket.joined, then);
    assert_false(ticket.unprinted);
    assert_int_equal(hall_ahead(w.hall, later), 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(w.result.ticket.n, ticket.id.n); /* by time, not by number */
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, 2);
}

static void its_time_is_bounded_by_the_day_and_now(void **state)
{
    (void)state;
    msec opened = w.now - HOUR;
    assert_int_equal(engine_do(&w, alone(600, 1)), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, w.result.ticket).joined, opened);
    assert_int_equal(engine_do(&w, alone(601, w.now + 5 * HOUR)), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, w.result.ticket).joined, w.now);
    assert_int_equal(engine_do(&w, alone(602, 0)), REFUSED_MALFORMED);
}

static void only_a_number_of_that_kiosks_lease_comes_in(void **state)
{
    (void)state;
    struct command command = alone(610, w.now);
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_LEASE);
    command = alone(599, w.now);
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_LEASE);
    command = alone(600, w.now);
    command.lease++;
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_LEASE);
    command = alone(600, w.now);
    strcpy(command.who, "kiosk-2");
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_LEASE);
    command = alone(600, w.now);
    command.label.prefix[0] = 'B';
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_LEASE);
    command = alone(600, w.now);
    command.service.n = 2;
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_SERVICE);
    command = alone(600, w.now);
    command.ticket_class = CLASS_RETURNED;
    assert_int_equal(engine_do(&w, command), REFUSED_MALFORMED);
}

static void a_repeat_is_the_same_ticket_under_any_command(void **state)
{
    (void)state;
    struct command command = alone(600, w.now);
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    ticket_id first = w.result.ticket;
    w.now += MINUTE;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    assert_int_equal(w.facts.count, 0);
    assert_int_equal(w.result.ticket.n, first.n);
    assert_int_equal(hall_tickets(w.hall), 1);
    /* The kiosk gave the number to another person as well: it lost its memory. */
    command.issued++;
    assert_int_equal(engine_do(&w, command), REFUSED_NUMBER_USED);
    assert_int_equal(w.result.ticket.n, first.n);
}

static void hours_and_quotas_do_not_stop_what_is_on_paper(void **state)
{
    (void)state;
    w.def.hours.sessions[0].to_min = 1;
    assert_int_equal(ask(9), REFUSED_NOT_OPEN);
    assert_int_equal(engine_do(&w, alone(600, w.now)), REFUSED_NOT);
}

static void what_it_stands_for_is_void_while_it_waits(void **state)
{
    (void)state;
    assert_int_equal(ask(5), REFUSED_NOT); /* its answer was lost */
    ticket_id lost = w.result.ticket;
    assert_int_equal(engine_do(&w, instead_of(600, 5, lost)), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "voided issued printed"); /* one row, one commit */
    assert_int_equal(engine_ticket(&w, lost).state, TICKET_VOIDED);
    assert_int_equal(hall_waiting_all(w.hall), 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(w.result.label.number, 600);
}

static void what_was_called_meanwhile_stays_as_a_ghost(void **state)
{
    (void)state;
    assert_int_equal(ask(5), REFUSED_NOT);
    ticket_id lost = w.result.ticket;
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(w.result.ticket.n, lost.n); /* unprinted, and called in its turn */
    assert_int_equal(engine_do(&w, instead_of(600, 5, lost)), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "issued printed");
    assert_int_equal(engine_ticket(&w, lost).state, TICKET_CALLED);
    engine_press(&w, 1, KEY_MISS); /* D-21: after the first call */
    assert_int_equal(w.result.code, REFUSED_NOT);
}

static void a_delayed_copy_of_what_never_came_is_refused(void **state)
{
    (void)state;
    assert_int_equal(engine_do(&w, instead_of(600, 5, (ticket_id){0})), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "superseded issued printed");
    assert_int_equal(ask(5), REFUSED_SUPERSEDED);
    assert_int_equal(ask(6), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    engine_open_day(&w);
    assert_int_equal(ask(5), REFUSED_NOT); /* tombstones last a day */
}

static void tombstones_are_bounded_and_the_oldest_goes(void **state)
{
    (void)state;
    const struct command more = {.verb = VERB_LEASE, .service = {1}, .text = "kiosk-1"};
    for (uint32_t i = 0; i <= TOMBSTONES_MAX; i++) {
        if (i && i % 10 == 5) /* half of it is used: topped up, with the next ten numbers */
            assert_int_equal(engine_do(&w, more), REFUSED_NOT);
        struct command command = instead_of((uint16_t)(600 + i), 1000 + i, (ticket_id){0});
        command.lease = lease + i / 10;
        assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    }
    assert_int_equal(ask(1000 + TOMBSTONES_MAX), REFUSED_SUPERSEDED);
    assert_int_equal(ask(1001), REFUSED_SUPERSEDED);
    assert_int_equal(ask(1000), REFUSED_NOT);
}

/* R-N9: the kiosk keeps it in its own journal; the hall says why it does not come in. */
static void yesterdays_slips_are_answered_clearly(void **state)
{
    (void)state;
    struct command command = alone(600, w.now);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    assert_int_equal(engine_do(&w, command), REFUSED_DAY_CLOSED);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    assert_int_equal(engine_do(&w, command), REFUSED_DAY_CLOSED);
}

static void of_an_ended_lease_only_what_was_given_before_comes_in(void **state)
{
    (void)state;
    msec before = w.now;
    w.now += MINUTE;
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_LEASE_END, .lease = lease}),
                     REFUSED_NOT);
    w.now += MINUTE;
    assert_int_equal(engine_do(&w, alone(600, before)), REFUSED_NOT);
    assert_int_equal(engine_do(&w, alone(601, w.now)), REFUSED_UNKNOWN_LEASE);
}

static void an_unprinted_import_stays_flagged(void **state)
{
    (void)state;
    struct command command = alone(600, w.now);
    command.arg = PRINT_NO_PAPER;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    assert_true(engine_ticket(&w, w.result.ticket).unprinted);
    command = alone(601, w.now);
    command.arg = PRINT_NONE; /* the power went: nobody knows */
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "issued");
    assert_true(engine_ticket(&w, w.result.ticket).unprinted);
}

static void a_slip_that_nobody_holds_is_void(void **state)
{
    (void)state;
    assert_int_equal(engine_do(&w, alone(600, w.now)), REFUSED_NOT);
    ticket_id ticket = w.result.ticket;
    struct command gone = alone(600, 0);
    gone.verb = VERB_VOID_SLIP;
    assert_int_equal(engine_do(&w, gone), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "voided");
    assert_int_equal(engine_ticket(&w, ticket).state, TICKET_VOIDED);
    assert_int_equal(engine_do(&w, gone), REFUSED_NOT); /* said again */
    assert_int_equal(w.facts.count, 0);
    gone.label.number = 601;
    assert_int_equal(engine_do(&w, gone), REFUSED_UNKNOWN_TICKET);
    gone.label.number = 700;
    assert_int_equal(engine_do(&w, gone), REFUSED_UNKNOWN_LEASE);
    gone =
        (struct command){.verb = VERB_VOID_SLIP, .ticket = engine_issue(&w, 2), .who = "kiosk-1"};
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_do(&w, gone), REFUSED_WRONG_STATE); /* called: ghost before skip */
}

static void a_full_hall_takes_no_more(void **state)
{
    (void)state;
    while (hall_tickets(w.hall) < w.tickets)
        engine_issue(&w, 2);
    assert_int_equal(engine_do(&w, alone(600, w.now)), REFUSED_FULL);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_ADMIT, .label = {{'A'}, 600}}),
                     REFUSED_FULL);
}

static struct command shown(uint16_t number, uint32_t minute)
{
    return (struct command){.verb = VERB_ADMIT,
                            .label = {{'A'}, number},
                            .arg = minute,
                            .who = "guide"};
}

static uint32_t minute_now(void)
{
    return calendar_minute(calendar_local(w.now, w.hall->tz_min));
}

/* F18: the kiosk burnt; its visitor stands at the desk with a slip that nobody here knows. */
static void a_slip_of_a_lost_kiosk_is_admitted_by_who_has_it_in_hand(void **state)
{
    (void)state;
    uint32_t minute = minute_now();
    w.now += 10 * MINUTE;
    ticket_id later = engine_issue(&w, 1);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_LEASE_END, .text = "kiosk-1"}),
                     REFUSED_NOT);
    assert_int_equal(engine_do(&w, shown(604, minute)), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "issued printed");
    assert_int_equal(w.result.label.number, 604);
    struct ticket_view ticket = engine_ticket(&w, w.result.ticket);
    assert_false(ticket.unprinted);
    assert_int_equal(ticket.state, TICKET_WAITING);
    assert_int_equal(hall_ahead(w.hall, later), 1); /* in its turn: by the time on the slip */
    assert_int_equal(engine_do(&w, shown(604, minute)), REFUSED_NUMBER_USED);
    assert_int_equal(w.result.ticket.n, ticket.id.n); /* T20: a photocopy is found out */
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, 2);
}

static void only_what_a_kiosk_could_have_given_is_admitted(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    assert_int_equal(engine_do(&w, shown(1, minute_now())), REFUSED_NUMBER_USED);
    assert_int_equal(engine_do(&w, shown(599, minute_now())), REFUSED_UNKNOWN_LEASE);
    assert_int_equal(engine_do(&w, shown(610, minute_now())), REFUSED_UNKNOWN_LEASE);
    struct command command = shown(600, minute_now());
    command.label.prefix[0] = 'B';
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_LEASE);
    assert_int_equal(engine_do(&w, shown(600, 24 * 60)), REFUSED_MALFORMED);
    command = shown(600, minute_now());
    command.ticket_class = CLASS_RETURNED;
    assert_int_equal(engine_do(&w, command), REFUSED_MALFORMED);
    command.ticket_class = CLASS_PRIORITY;
    command.behind = true; /* F24 */
    assert_int_equal(engine_do(&w, command), REFUSED_HISTORY);
    command.behind = false;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, w.result.ticket).ticket_class, CLASS_PRIORITY);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_LEASE_END, .lease = lease}),
                     REFUSED_NOT);
    w.now += 2 * MINUTE;
    assert_int_equal(engine_do(&w, shown(601, minute_now())), REFUSED_UNKNOWN_LEASE);
}

/* The box was only unplugged: what it tells later is the same ticket, and what that ticket stands
 * for goes even so. */
static void a_kiosk_that_comes_back_tells_of_the_same_ticket(void **state)
{
    (void)state;
    assert_int_equal(ask(5), REFUSED_NOT); /* its answer was lost, so A600 was given */
    ticket_id other = w.result.ticket;
    assert_int_equal(engine_do(&w, shown(600, minute_now())), REFUSED_NOT);
    ticket_id ticket = w.result.ticket;
    assert_int_equal(engine_do(&w, instead_of(600, 5, other)), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "voided");
    assert_int_equal(w.result.ticket.n, ticket.n);
    assert_int_equal(engine_ticket(&w, other).state, TICKET_VOIDED);
    assert_int_equal(engine_do(&w, instead_of(600, 5, other)), REFUSED_NOT);
    assert_int_equal(w.facts.count, 0);
    assert_int_equal(engine_do(&w, shown(601, minute_now())), REFUSED_NOT);
    struct command never = instead_of(601, 6, (ticket_id){0});
    assert_int_equal(engine_do(&w, never), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "superseded");
    assert_int_equal(engine_do(&w, never), REFUSED_NOT); /* one tombstone is enough */
    assert_int_equal(w.facts.count, 0);
    assert_int_equal(ask(6), REFUSED_SUPERSEDED);
    assert_int_equal(engine_do(&w, alone(602, w.now)), REFUSED_NOT);
    assert_int_equal(engine_do(&w, shown(602, minute_now())), REFUSED_NUMBER_USED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_joins_at_its_time_of_issue),
        TEST(its_time_is_bounded_by_the_day_and_now),
        TEST(only_a_number_of_that_kiosks_lease_comes_in),
        TEST(a_repeat_is_the_same_ticket_under_any_command),
        TEST(hours_and_quotas_do_not_stop_what_is_on_paper),
        TEST(what_it_stands_for_is_void_while_it_waits),
        TEST(what_was_called_meanwhile_stays_as_a_ghost),
        TEST(a_delayed_copy_of_what_never_came_is_refused),
        TEST(tombstones_are_bounded_and_the_oldest_goes),
        TEST(yesterdays_slips_are_answered_clearly),
        TEST(of_an_ended_lease_only_what_was_given_before_comes_in),
        TEST(an_unprinted_import_stays_flagged),
        TEST(a_slip_that_nobody_holds_is_void),
        TEST(a_full_hall_takes_no_more),
        TEST(a_slip_of_a_lost_kiosk_is_admitted_by_who_has_it_in_hand),
        TEST(only_what_a_kiosk_could_have_given_is_admitted),
        TEST(a_kiosk_that_comes_back_tells_of_the_same_ticket),
    };
    return cmocka_run_group_tests_name("engine_import", tests, NULL, NULL);
}
