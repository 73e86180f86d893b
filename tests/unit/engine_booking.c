/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Appointments: booked, taken back, checked in early, in time and late, used once.
 */
#include <stdio.h>
#include <string.h>

#include "engine_fixture.h"

/* Service 1 in slots of 30 minutes with 2 places, 9:00-12:00; check-in from 15 minutes before,
 * late 10 minutes behind the slot. The hall's clock stands at 8:00. */
static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.hours = (struct hours){.count = 1, .early_min = 60, .sessions = {{540, 720}}};
    w.services[0].bookable = true;
    w.services[0].slot_min = 30;
    w.services[0].slot_places = 2;
    w.def.rules.dispatch = DISPATCH_HEADSTART;
    w.def.rules.checkin_early_min = 15;
    w.def.rules.late_min = 10;
    w.def.rules.head_start_min[CLASS_APPOINTMENT] = 75;
    return 0;
}

static void begin(void)
{
    engine_start(&w, 20);
    engine_open_day(&w);
}

static enum refusal book(const char *code, uint64_t card, uint32_t minute)
{
    struct command command = {.verb = VERB_BOOK,
                              .service = {1},
                              .id_a = card,
                              .from = minute * MINUTE,
                              .until = (minute + 30) * MINUTE};
    strcpy(command.code, code);
    return engine_do(&w, command);
}

static enum refusal check_in(const char *code, uint64_t card)
{
    struct command command = {.verb = VERB_CHECK_IN, .id_a = card, .who = "kiosk"};
    strcpy(command.code, code);
    return engine_do(&w, command);
}

static enum refusal unbook(const char *code)
{
    struct command command = {.verb = VERB_UNBOOK};
    strcpy(command.code, code);
    return engine_do(&w, command);
}

static void an_appointment_becomes_a_ticket_with_its_due_time(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 7, 600), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "booked");
    w.now = 595 * MINUTE;
    assert_int_equal(check_in("K1", 0), REFUSED_NOT); /* R-A5 */
    assert_int_equal(w.result.ticket_class, CLASS_APPOINTMENT);
    assert_int_equal(w.facts.list[0].issued.source, SOURCE_BOOKING);
    assert_int_equal(w.facts.list[0].issued.proof, PROOF_BOOKING);
    assert_int_equal(w.facts.list[0].issued.id_a, 7); /* the card it was booked with */
    struct ticket_view ticket = engine_ticket(&w, w.result.ticket);
    assert_int_equal(ticket.key, (600 - 75) * MINUTE); /* D-18: due = the start of the slot */
    assert_int_equal(ticket.joined, w.now);
    struct booking_view view;
    assert_true(hall_booking(w.hall, 1, &view));
    assert_int_equal(view.state, BOOKING_USED);
    assert_int_equal(hall_booking_find(w.hall, "K1"), 1);
    assert_false(hall_booking(w.hall, 2, &view));
}

static void checking_in_begins_exactly_so_long_before(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 0, 600), REFUSED_NOT);
    w.now = 585 * MINUTE - 1;
    assert_int_equal(check_in("K1", 0), REFUSED_BOOKING_EARLY);
    assert_int_equal(w.result.retry_ms, 1);
    w.now++;
    assert_int_equal(check_in("K1", 0), REFUSED_NOT);
    assert_int_equal(w.result.ticket_class, CLASS_APPOINTMENT);
}

static void late_is_only_behind_slot_and_grace(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 0, 600), REFUSED_NOT);
    assert_int_equal(book("K2", 0, 600), REFUSED_NOT);
    w.now = 640 * MINUTE;
    assert_int_equal(check_in("K1", 0), REFUSED_NOT);
    assert_int_equal(w.result.ticket_class, CLASS_APPOINTMENT); /* D-18 */
    w.now++;
    assert_int_equal(check_in("K2", 0), REFUSED_NOT);
    assert_int_equal(w.result.ticket_class, CLASS_NORMAL); /* R-A6 */
    assert_int_equal(engine_ticket(&w, w.result.ticket).key, w.now);
}

static void an_appointment_is_used_once(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 7, 600), REFUSED_NOT);
    w.now = 600 * MINUTE;
    assert_int_equal(check_in("K1", 0), REFUSED_NOT);
    assert_int_equal(check_in("K1", 0), REFUSED_BOOKING_USED);
    assert_int_equal(check_in("", 7), REFUSED_BOOKING_USED);
    assert_int_equal(unbook("K1"), REFUSED_BOOKING_USED);
    assert_int_equal(check_in("K9", 0), REFUSED_UNKNOWN_BOOKING);
    assert_int_equal(check_in("", 8), REFUSED_UNKNOWN_BOOKING);
    assert_int_equal(check_in("", 0), REFUSED_UNKNOWN_BOOKING);
}

static void a_card_finds_its_appointment_and_no_other(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 7, 600), REFUSED_NOT);
    assert_int_equal(book("K2", 0, 600), REFUSED_NOT);
    w.now = 600 * MINUTE;
    assert_int_equal(check_in("K1", 8), REFUSED_UNKNOWN_BOOKING); /* somebody else's code */
    assert_int_equal(check_in("", 7), REFUSED_NOT);
    assert_int_equal(check_in("K2", 8),
                     REFUSED_NOT); /* made without a card: whoever has the code */
    assert_int_equal(w.facts.list[0].issued.id_a, 8);
    struct command other = {.verb = VERB_CHECK_IN, .service = {2}, .code = "K2"};
    assert_int_equal(engine_do(&w, other), REFUSED_UNKNOWN_BOOKING);
}

static void it_is_taken_back_until_its_slot_begins(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 7, 600), REFUSED_NOT);
    assert_int_equal(book("K2", 8, 600), REFUSED_NOT);
    w.now = 600 * MINUTE - 1;
    assert_int_equal(unbook("K1"), REFUSED_NOT); /* R-A4 */
    assert_string_equal(engine_facts(&w), "unbooked");
    assert_int_equal(unbook("K1"), REFUSED_BOOKING_USED);
    assert_int_equal(check_in("K1", 0), REFUSED_BOOKING_USED);
    assert_int_equal(unbook("K9"), REFUSED_UNKNOWN_BOOKING);
    w.now++;
    assert_int_equal(unbook("K2"), REFUSED_TOO_LATE);
    struct command command = {.verb = VERB_UNBOOK, .booking = 3};
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_BOOKING);
}

static void one_appointment_a_person_and_day(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 7, 600), REFUSED_NOT);
    assert_int_equal(book("K2", 7, 660), REFUSED_BOOKING_USED); /* R-A3 */
    assert_int_equal(book("K1", 8, 660), REFUSED_BOOKING_USED); /* a code is one's */
    assert_int_equal(unbook("K1"), REFUSED_NOT);
    assert_int_equal(book("K2", 7, 660), REFUSED_NOT);
    assert_int_equal(book("K1", 8, 660), REFUSED_BOOKING_USED); /* also one that was cancelled */
}

static void a_slot_has_its_places(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 0, 600), REFUSED_NOT);
    assert_int_equal(book("K2", 0, 600), REFUSED_NOT);
    assert_int_equal(book("K3", 0, 600), REFUSED_BOOKING_FULL); /* R-A7 */
    assert_int_equal(book("K3", 0, 630), REFUSED_NOT);
    assert_int_equal(unbook("K1"), REFUSED_NOT);
    assert_int_equal(book("K4", 0, 600), REFUSED_NOT);
}

static void appointments_take_their_share_of_a_session(void **state)
{
    (void)state;
    w.services[0].quota[0] = 10;
    w.def.rules.booking_share_pct = 30;
    begin();
    assert_int_equal(book("K1", 0, 540), REFUSED_NOT);
    assert_int_equal(book("K2", 0, 570), REFUSED_NOT);
    assert_int_equal(book("K3", 0, 600), REFUSED_NOT);
    assert_int_equal(book("K4", 0, 630), REFUSED_BOOKING_FULL); /* R-A7: 3 of 10 */
    assert_int_equal(book("K4", 0, 720), REFUSED_NOT); /* R-A9: behind the session, of no quota */
    for (int i = 0; i < 7; i++)
        engine_issue(&w, 1);
    struct command walk_in = {.verb = VERB_ISSUE, .service = {1}};
    assert_int_equal(engine_do(&w, walk_in), REFUSED_QUOTA); /* three numbers are held */
    w.now = 540 * MINUTE;
    assert_int_equal(check_in("K1", 0), REFUSED_NOT);
    assert_int_equal(engine_do(&w, walk_in), REFUSED_QUOTA);
    assert_int_equal(unbook("K2"), REFUSED_NOT); /* one is free again */
    assert_int_equal(engine_do(&w, walk_in), REFUSED_NOT);
    assert_int_equal(engine_do(&w, walk_in), REFUSED_QUOTA);
}

static void a_slot_outside_the_hours_is_for_the_booked(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 0, 765), REFUSED_NOT); /* R-A9 */
    w.now = 765 * MINUTE;
    struct command walk_in = {.verb = VERB_ISSUE, .service = {1}};
    assert_int_equal(engine_do(&w, walk_in), REFUSED_NOT_OPEN);
    assert_int_equal(check_in("K1", 0), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].issued.session, 0);
}

static void bookings_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("", 0, 600), REFUSED_MALFORMED);
    assert_int_equal(book("K1", 0, 1420), REFUSED_MALFORMED); /* over midnight */
    assert_int_equal(book("K1", 0, 2040), REFUSED_MALFORMED); /* tomorrow */
    struct command command = {.verb = VERB_BOOK,
                              .service = {1},
                              .from = 600 * MINUTE,
                              .until = 631 * MINUTE,
                              .code = "K1"};
    assert_int_equal(engine_do(&w, command), REFUSED_MALFORMED);
    command.until = 630 * MINUTE;
    command.service.n = 2;
    assert_int_equal(engine_do(&w, command), REFUSED_NO_ISSUE); /* takes no appointments */
    command.service.n = 9;
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_SERVICE);
    command.service.n = 1;
    w.now = 700 * MINUTE;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT); /* the day was opened late */
}

static void who_holds_a_ticket_is_not_given_another(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 7, 600), REFUSED_NOT);
    struct command walk_in = {.verb = VERB_ISSUE, .service = {1}, .id_a = 7};
    w.now = 600 * MINUTE;
    assert_int_equal(engine_do(&w, walk_in), REFUSED_NOT);
    ticket_id first = w.result.ticket;
    assert_int_equal(check_in("K1", 0), REFUSED_HAS_TICKET); /* R-K8 */
    assert_int_equal(w.result.ticket.n, first.n);
}

static void who_did_not_come_is_counted_at_the_close(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("K1", 0, 600), REFUSED_NOT);
    assert_int_equal(book("K2", 0, 600), REFUSED_NOT);
    assert_int_equal(book("K3", 0, 630), REFUSED_NOT);
    assert_int_equal(unbook("K3"), REFUSED_NOT);
    w.now = 600 * MINUTE;
    assert_int_equal(check_in("K1", 0), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].day_closed.no_shows, 1); /* R-A6 */
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    assert_int_equal(hall_bookings(w.hall), 0);
    assert_int_equal(hall_booking_find(w.hall, "K2"), 0);
}

static void capitals_and_small_letters_of_a_code_are_one(void **state)
{
    (void)state;
    begin();
    assert_int_equal(book("kA-1", 0, 600), REFUSED_NOT);
    assert_string_equal(w.facts.list[0].booked.code, "KA-1");
    assert_int_equal(book("Ka-1", 0, 630), REFUSED_BOOKING_USED);
    assert_int_equal(book("kb2", 0, 630), REFUSED_NOT);
    assert_int_equal(unbook("Kb2"), REFUSED_NOT);
    w.now = 600 * MINUTE;
    assert_int_equal(check_in("KA-", 0), REFUSED_UNKNOWN_BOOKING);
    assert_int_equal(check_in("KA-1", 0), REFUSED_NOT); /* R-A5: as a keypad types it */
}

static void old_booked(const char *code, uint32_t number)
{
    struct fact fact = {.kind = FACT_KIND_BOOKED, .at = w.now};
    fact.booked = (struct fact_booked){.booking = number,
                                       .service = 1,
                                       .from = 600 * MINUTE,
                                       .until = 630 * MINUTE};
    strcpy(fact.booked.code, code);
    assert_null(hall_objection(w.hall, &fact));
    hall_apply(w.hall, &fact);
    w.record[w.record_count++] = fact;
    assert_null(hall_check(w.hall));
}

/* D-31: a journal of before that rule replays as it is, and its codes can be typed. */
static void codes_of_an_older_journal_are_found(void **state)
{
    (void)state;
    begin();
    old_booked("k1", 1);
    old_booked("k2", 2);
    old_booked("K2", 3); /* another one then */
    assert_int_equal(hall_booking_find(w.hall, "K1"), 1);
    assert_int_equal(hall_booking_find(w.hall, "k2"), 2);
    assert_int_equal(hall_booking_find(w.hall, "K2"), 3);
    assert_int_equal(book("K1", 0, 630), REFUSED_BOOKING_USED);
    w.now = 600 * MINUTE;
    assert_int_equal(check_in("K1", 0), REFUSED_NOT);
}

static void there_is_room_for_a_quarter_of_the_tickets_and_some(void **state)
{
    (void)state;
    w.services[0].slot_places = 100;
    begin();
    char code[8];
    for (int i = 0; i < 21; i++) { /* 16 and a quarter of 20 */
        snprintf(code, sizeof(code), "K%d", i);
        assert_int_equal(book(code, 100u + (uint32_t)i, 600), REFUSED_NOT);
    }
    assert_int_equal(book("K21", 150, 600), REFUSED_BOOKING_FULL);
    w.now = 600 * MINUTE;
    for (int i = 0; i < 20; i++) { /* other cards than those of the bookings: 41 people */
        struct command walk_in = {.verb = VERB_ISSUE, .service = {1}, .id_a = 200u + (uint32_t)i};
        assert_int_equal(engine_do(&w, walk_in), REFUSED_NOT);
    }
    assert_int_equal(check_in("K1", 0), REFUSED_FULL);
}

/* R-M10: whoever serves every number of it as a journey means the booked ones too (p03). */
static void an_appointment_begins_the_journey_of_its_service(void **state)
{
    (void)state;
    w.def.journey_count = 2;
    w.journeys[0] = (struct journey_def){.id = 1, .count = 2, .steps = {{1}, {3}}};
    w.journeys[1] = (struct journey_def){.id = 2, .count = 2, .steps = {{1}, {2}}, .always = true};
    begin();
    assert_int_equal(book("K1", 7, 600), REFUSED_NOT);
    w.now = 600 * MINUTE;
    assert_int_equal(check_in("K1", 7), REFUSED_NOT);
    assert_int_equal(w.result.journey, 2);
    assert_int_equal(w.result.step, 1);
    assert_int_equal(engine_ticket(&w, w.result.ticket).journey, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_appointment_becomes_a_ticket_with_its_due_time),
        TEST(an_appointment_begins_the_journey_of_its_service),
        TEST(checking_in_begins_exactly_so_long_before),
        TEST(late_is_only_behind_slot_and_grace),
        TEST(an_appointment_is_used_once),
        TEST(a_card_finds_its_appointment_and_no_other),
        TEST(it_is_taken_back_until_its_slot_begins),
        TEST(one_appointment_a_person_and_day),
        TEST(a_slot_has_its_places),
        TEST(appointments_take_their_share_of_a_session),
        TEST(a_slot_outside_the_hours_is_for_the_booked),
        TEST(bookings_that_make_no_sense_are_refused),
        TEST(who_holds_a_ticket_is_not_given_another),
        TEST(who_did_not_come_is_counted_at_the_close),
        TEST(capitals_and_small_letters_of_a_code_are_one),
        TEST(codes_of_an_older_journal_are_found),
        TEST(there_is_room_for_a_quarter_of_the_tickets_and_some),
    };
    return cmocka_run_group_tests_name("engine_booking", tests, NULL, NULL);
}
