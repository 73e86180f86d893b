/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks of numbers for kiosks that are alone (D-22): whose they are, and that nobody else
 * gives them.
 */
#include <stdio.h>
#include <string.h>

#include "engine/state.h"
#include "engine_fixture.h"

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.lease_size = 10;
    w.def.rules.lease_first = 600;
    return 0;
}

static void begin(uint32_t tickets)
{
    engine_start(&w, tickets);
    engine_open_day(&w);
}

static enum refusal lease(const char *kiosk, uint16_t service)
{
    struct command command = {.verb = VERB_LEASE, .service = {service}, .who = "controller"};
    snprintf(command.text, sizeof(command.text), "%s", kiosk);
    return engine_do(&w, command);
}

/* "A600-609 kiosk-1" of the lease granted last. */
static const char *newest(void)
{
    static char text[64];
    struct lease_view view;
    char label[LABEL_TEXT_SIZE];
    assert_true(hall_lease(w.hall, hall_leases(w.hall) - 1, &view));
    label_print(view.first, label);
    snprintf(text, sizeof(text), "%s-%u %s", label, view.last, view.device);
    return text;
}

static void leases_begin_where_the_rule_says_and_never_overlap(void **state)
{
    (void)state;
    begin(10);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "leased");
    assert_string_equal(newest(), "A600-609 kiosk-1");
    assert_int_equal(lease("kiosk-2", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A610-619 kiosk-2");
    assert_int_equal(lease("kiosk-1", 2), REFUSED_NOT);
    assert_string_equal(newest(), "B600-609 kiosk-1");
    assert_int_equal(hall_lease_left(w.hall, "kiosk-1", (service_id){1}), 10);
    assert_int_equal(hall_lease_left(w.hall, "kiosk-3", (service_id){1}), 0);
}

static void who_has_enough_gets_no_more(void **state)
{
    (void)state;
    begin(10);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_WRONG_STATE);
    assert_int_equal(lease("", 1), REFUSED_UNKNOWN_DEVICE);
    assert_int_equal(lease("kiosk-1", 9), REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(lease("kiosk-1", 3), REFUSED_NO_ISSUE); /* a step of journeys */
}

static void a_hall_may_lease_nothing(void **state)
{
    (void)state;
    w.def.rules.lease_size = 0;
    begin(10);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NO_ISSUE);
}

/* R-N7: the series jumps over what kiosks have, and leases go on above the series. */
static void the_series_never_gives_a_leased_number(void **state)
{
    (void)state;
    w.def.rules.lease_first = 3;
    begin(40);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT); /* 3 … 12 */
    static const uint16_t expected[] = {1, 2, 13, 14};
    for (size_t i = 0; i < countof(expected); i++)
        assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, expected[i]);
    assert_int_equal(lease("kiosk-2", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A015-24 kiosk-2");
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, 25);
}

static void services_of_one_series_share_its_leases(void **state)
{
    (void)state;
    strcpy(w.services[1].prefix, "A");
    begin(10);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_int_equal(lease("kiosk-1", 2), REFUSED_NOT);
    assert_string_equal(newest(), "A610-619 kiosk-1");
}

/* R-N6: a block keeps clear of numbers by which a class can be told. */
static void leases_keep_clear_of_the_numbers_of_a_class(void **state)
{
    (void)state;
    w.services[0].class_first[CLASS_APPOINTMENT] = 605;
    w.services[0].class_last[CLASS_APPOINTMENT] = 650;
    w.services[0].class_first[CLASS_PRIORITY] = 655;
    w.services[0].class_last[CLASS_PRIORITY] = 700;
    begin(10);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A701-710 kiosk-1");
}

static void leases_end_with_the_numbers_of_the_service(void **state)
{
    (void)state;
    w.services[0].last = 613;
    begin(10);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_int_equal(lease("kiosk-2", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A610-613 kiosk-2"); /* what is left */
    assert_int_equal(lease("kiosk-3", 1), REFUSED_FULL);
}

static void leases_go_on_with_four_digits(void **state)
{
    (void)state;
    w.def.rules.lease_size = 200;
    w.def.rules.lease_first = 900;
    begin(10);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A900-1099 kiosk-1");
    assert_int_equal(lease("kiosk-2", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A1100-1299 kiosk-2");
}

/* R-N7, also over a restart between the two openings: engine_replay in teardown. */
static void leased_numbers_are_burnt_when_the_day_closes(void **state)
{
    (void)state;
    w.def.rules.lease_first = 3;
    begin(40);
    engine_issue(&w, 1);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT); /* 3 … 12 */
    uint32_t first = hall_ticket_first(w.hall);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    assert_int_equal(hall_leases(w.hall), 0);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_DAY_CLOSED);
    engine_open_day(&w); /* the same date again */
    assert_true(hall_ticket_first(w.hall) > first);
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, 2);
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, 13);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A014-23 kiosk-1");
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    engine_open_day(&w); /* and again: both blocks are burnt */
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A024-33 kiosk-1");
}

static void another_date_begins_anew(void **state)
{
    (void)state;
    begin(40);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A600-609 kiosk-1");
}

/* F18: the kiosk burnt down; nobody will come with its other numbers, and nobody else gives them.
 */
static void a_lease_can_be_ended_by_hand(void **state)
{
    (void)state;
    begin(10);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    struct lease_view view;
    assert_true(hall_lease(w.hall, 0, &view));
    struct command end = {.verb = VERB_LEASE_END, .lease = view.lease, .who = "admin"};
    assert_int_equal(engine_do(&w, end), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "lease_ended");
    assert_int_equal(engine_do(&w, end), REFUSED_WRONG_STATE);
    end.lease++;
    assert_int_equal(engine_do(&w, end), REFUSED_UNKNOWN_LEASE);
    assert_int_equal(hall_lease_left(w.hall, "kiosk-1", (service_id){1}), 0);
    assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
    assert_string_equal(newest(), "A610-619 kiosk-1");
}

/* A few with each command, so that its answer comes at once. */
static void all_leases_of_a_kiosk_are_ended_by_its_name(void **state)
{
    (void)state;
    begin(40);
    for (uint16_t service = 1; service <= 2; service++) {
        assert_int_equal(lease("kiosk-1", service), REFUSED_NOT);
        assert_int_equal(lease("kiosk-2", service), REFUSED_NOT);
    }
    struct command end = {.verb = VERB_LEASE_END, .text = "kiosk-1", .who = "admin"};
    assert_int_equal(engine_do(&w, end), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "lease_ended lease_ended");
    assert_int_equal(hall_lease_left(w.hall, "kiosk-1", (service_id){2}), 0);
    assert_int_equal(hall_lease_left(w.hall, "kiosk-2", (service_id){2}), 10);
    assert_int_equal(engine_do(&w, end), REFUSED_UNKNOWN_LEASE);
}

static void a_kiosk_with_many_leases_needs_several_commands(void **state)
{
    (void)state;
    w.def.rules.lease_size = 1;
    begin(40);
    for (uint16_t i = 0; i < FACTS_MAX; i++) {
        assert_int_equal(lease("kiosk-1", 1), REFUSED_NOT);
        const struct command used = {.verb = VERB_IMPORT,
                                     .service = {1},
                                     .lease = hall_ticket_first(w.hall) + i,
                                     .label = {{'A'}, (uint16_t)(600 + i)},
                                     .issued = w.now,
                                     .arg2 = ENGINE_DAY,
                                     .who = "kiosk-1"};
        assert_int_equal(engine_do(&w, used), REFUSED_NOT);
    }
    const struct command end = {.verb = VERB_LEASE_END, .text = "kiosk-1"};
    assert_int_equal(engine_do(&w, end), REFUSED_NOT);
    assert_int_equal(w.facts.count, FACTS_MAX - 1); /* the digest has its place */
    assert_int_equal(engine_do(&w, end), REFUSED_NOT);
    assert_int_equal(w.facts.count, 1);
    assert_int_equal(engine_do(&w, end), REFUSED_UNKNOWN_LEASE);
}

/* Room for `tickets` a day has room for so many leases. */
static void expect_room(uint32_t tickets, uint32_t leases)
{
    char kiosk[24];
    w.def.rules.lease_size = 1;
    begin(tickets);
    for (uint32_t i = 0; i < leases; i++) {
        snprintf(kiosk, sizeof(kiosk), "kiosk-%u", i);
        assert_int_equal(lease(kiosk, 1), REFUSED_NOT);
    }
    assert_int_equal(lease("kiosk", 1), REFUSED_FULL);
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, 1);
}

static void the_leases_of_a_small_day_are_bounded(void **state)
{
    (void)state;
    expect_room(1, LEASES_MIN);
}

static void the_leases_of_a_large_day_are_bounded(void **state)
{
    (void)state;
    expect_room(HALL_TICKETS_DEFAULT, LEASES_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(leases_begin_where_the_rule_says_and_never_overlap),
        TEST(who_has_enough_gets_no_more),
        TEST(a_hall_may_lease_nothing),
        TEST(the_series_never_gives_a_leased_number),
        TEST(services_of_one_series_share_its_leases),
        TEST(leases_keep_clear_of_the_numbers_of_a_class),
        TEST(leases_end_with_the_numbers_of_the_service),
        TEST(leases_go_on_with_four_digits),
        TEST(leased_numbers_are_burnt_when_the_day_closes),
        TEST(another_date_begins_anew),
        TEST(a_lease_can_be_ended_by_hand),
        TEST(all_leases_of_a_kiosk_are_ended_by_its_name),
        TEST(a_kiosk_with_many_leases_needs_several_commands),
        TEST(the_leases_of_a_small_day_are_bounded),
        TEST(the_leases_of_a_large_day_are_bounded),
    };
    return cmocka_run_group_tests_name("engine_lease", tests, NULL, NULL);
}
