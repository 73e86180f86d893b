/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking a ticket: hours, numbers, classes, paper.
 */
#include <string.h>

#include "engine_fixture.h"

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    return 0;
}

static void begin(uint32_t tickets)
{
    engine_start(&w, tickets);
    engine_open_day(&w);
}

static enum refusal ask(uint16_t service, uint8_t ticket_class)
{
    return engine_do(&w, (struct command){.verb = VERB_ISSUE,
                                          .service = {service},
                                          .ticket_class = ticket_class,
                                          .who = "kiosk"});
}

static const char *label_of(ticket_id ticket)
{
    static char text[LABEL_TEXT_SIZE];
    label_print(engine_ticket(&w, ticket).label, text);
    return text;
}

static void numbers_count_by_service(void **state)
{
    (void)state;
    begin(10);
    assert_string_equal(label_of(engine_issue(&w, 1)), "A001"); /* R-N1, R-N2 */
    assert_string_equal(label_of(engine_issue(&w, 2)), "B001");
    assert_string_equal(label_of(engine_issue(&w, 1)), "A002");
    ticket_id found;
    struct label label;
    assert_true(label_parse("b1", &label));
    assert_true(hall_find(w.hall, label, &found));
    assert_int_equal(found.n, hall_ticket_first(w.hall) + 1);
    assert_true(label_parse("B002", &label));
    assert_false(hall_find(w.hall, label, &found));
    assert_false(hall_find(w.hall, (struct label){0}, &found));
}

static void the_answer_names_the_ticket(void **state)
{
    (void)state;
    begin(10);
    engine_issue(&w, 1);
    w.now += MINUTE;
    assert_int_equal(ask(1, CLASS_PRIORITY), REFUSED_NOT);
    assert_int_equal(w.result.verb, VERB_ISSUE);
    assert_int_equal(w.result.ticket.n, hall_ticket_first(w.hall) + 1);
    assert_int_equal(w.result.service.n, 1);
    assert_int_equal(w.result.ticket_class, CLASS_PRIORITY);
    assert_int_equal(w.result.label.number, 2);
    assert_int_equal(w.result.ahead, 1);
    assert_int_equal(w.result.at, w.now);
    assert_int_equal(w.result.wait_min, 0); /* no window is open: nothing is promised */
    struct ticket_view ticket = engine_ticket(&w, w.result.ticket);
    assert_int_equal(ticket.state, TICKET_WAITING);
    assert_int_equal(ticket.key, w.now); /* first in, first out */
    assert_int_equal(ticket.joined, w.now);
}

static void after_999_come_four_digits(void **state)
{
    (void)state;
    w.services[0].first = 998; /* R-N5 */
    begin(10);
    assert_string_equal(label_of(engine_issue(&w, 1)), "A998");
    assert_string_equal(label_of(engine_issue(&w, 1)), "A999");
    assert_string_equal(label_of(engine_issue(&w, 1)), "A1000");
}

static void a_range_ends_at_its_last_number(void **state)
{
    (void)state;
    w.services[0].first = 9998;
    w.services[1].last = 2;
    begin(10);
    engine_issue(&w, 1);
    assert_string_equal(label_of(engine_issue(&w, 1)), "A9999");
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_FULL);
    engine_issue(&w, 2);
    engine_issue(&w, 2);
    assert_int_equal(ask(2, CLASS_NORMAL), REFUSED_FULL);
    assert_int_equal(w.result.code, REFUSED_FULL);
}

static void one_prefix_in_two_services_never_gives_one_number_twice(void **state)
{
    (void)state;
    strcpy(w.services[1].prefix, "A");
    strcpy(w.services[2].prefix, "A");
    w.services[0].last = 500;
    w.services[1].first = 400; /* overlaps both: one counter for all */
    w.services[1].last = 700;
    w.services[2].first = 600;
    begin(20);
    assert_string_equal(label_of(engine_issue(&w, 1)), "A001");
    assert_string_equal(label_of(engine_issue(&w, 2)), "A400");
    assert_string_equal(label_of(engine_issue(&w, 3)), "A600");
    assert_string_equal(label_of(engine_issue(&w, 2)), "A601");
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_FULL);
}

static void a_range_that_bridges_two_makes_them_one(void **state)
{
    (void)state;
    strcpy(w.services[1].prefix, "A");
    strcpy(w.services[2].prefix, "A");
    w.services[0].last = 100;
    w.services[1].first = 200;
    w.services[2].first = 100; /* meets the first in one number, the second in many */
    w.services[2].last = 250;
    begin(20);
    assert_string_equal(label_of(engine_issue(&w, 3)), "A100");
    assert_string_equal(label_of(engine_issue(&w, 2)), "A200");
    assert_string_equal(label_of(engine_issue(&w, 3)), "A201");
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_FULL);
}

static void ranges_that_meet_in_one_number_share_it(void **state)
{
    (void)state;
    strcpy(w.services[1].prefix, "A");
    w.services[0].last = 2;
    w.services[1].first = 2;
    begin(20);
    engine_issue(&w, 1);
    assert_string_equal(label_of(engine_issue(&w, 2)), "A002");
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_FULL);
}

static void one_prefix_in_ranges_apart_counts_apart(void **state)
{
    (void)state;
    strcpy(w.services[1].prefix, "A");
    w.services[0].last = 799; /* R-N6 */
    w.services[1].first = 800;
    begin(10);
    assert_string_equal(label_of(engine_issue(&w, 1)), "A001");
    assert_string_equal(label_of(engine_issue(&w, 2)), "A800");
    assert_string_equal(label_of(engine_issue(&w, 1)), "A002");
}

static void the_day_is_full_at_its_last_ticket(void **state)
{
    (void)state;
    begin(2);
    engine_issue(&w, 1);
    engine_issue(&w, 2);
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_FULL);
    assert_int_equal(hall_tickets(w.hall), 2);
}

static void what_cannot_be_issued_is_refused(void **state)
{
    (void)state;
    engine_start(&w, 10);
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_DAY_CLOSED);
    engine_open_day(&w);
    assert_int_equal(ask(9, CLASS_NORMAL), REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(ask(0, CLASS_NORMAL), REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(ask(3, CLASS_NORMAL), REFUSED_NO_ISSUE); /* D-44 */
    assert_int_equal(ask(1, CLASS_RETURNED), REFUSED_CLASS);
    assert_int_equal(ask(1, CLASS_COUNT), REFUSED_CLASS);
    assert_int_equal(ask(1, CLASS_GREEN), REFUSED_NOT);
    struct command odd = {.verb = VERB_ISSUE, .service = {1}, .lang = LANG_COUNT};
    assert_int_equal(engine_do(&w, odd), REFUSED_MALFORMED);
}

/* R-K5 by local wall time (D-28): 08:30-12:00 with ticketing from 08:15 to 11:45. */
static void tickets_are_taken_in_ticketing_hours(void **state)
{
    (void)state;
    w.def.hours = (struct hours){.weekdays = WEEKDAYS_MON_FRI,
                                 .count = 1,
                                 .early_min = 15,
                                 .stop_min = 15,
                                 .sessions = {{510, 720}}};
    w.services[1].hours = (struct hours){.count = 1, .sessions = {{600, 660}}};
    w.now = 0;
    begin(10);
    const struct {
        int hour, minute, service;
        enum refusal refusal;
    } moments[] = {
        {8, 14, 1, REFUSED_NOT_OPEN}, {8, 15, 1, REFUSED_NOT},       {9, 59, 2, REFUSED_NOT_OPEN},
        {10, 0, 2, REFUSED_NOT},      {11, 44, 1, REFUSED_NOT},      {11, 45, 1, REFUSED_NOT_OPEN},
        {32, 15, 1, REFUSED_NOT},     {56, 15, 1, REFUSED_NOT_OPEN}, /* Friday, Saturday */
    };
    for (size_t i = 0; i < countof(moments); i++) {
        struct command command = {.verb = VERB_ISSUE,
                                  .service = {(uint16_t)moments[i].service},
                                  .tz_min = 480};
        w.now = moments[i].hour * HOUR + moments[i].minute * MINUTE - 8 * HOUR;
        if (w.now < 0)
            w.now = 0; /* 08:00 in China */
        assert_int_equal(engine_do(&w, command), moments[i].refusal);
    }
}

static void a_ticket_is_unprinted_until_a_slip_came_out(void **state)
{
    (void)state;
    begin(10);
    ticket_id ticket = engine_issue(&w, 1);
    assert_true(engine_ticket(&w, ticket).unprinted);
    struct command printed = {.verb = VERB_PRINTED, .ticket = ticket, .arg = PRINT_NO_PAPER};
    assert_int_equal(engine_do(&w, printed), REFUSED_NOT);
    assert_true(engine_ticket(&w, ticket).unprinted); /* D-21: still valid, still waiting */
    assert_int_equal(engine_ticket(&w, ticket).state, TICKET_WAITING);
    printed.arg = PRINT_PRINTED;
    assert_int_equal(engine_do(&w, printed), REFUSED_NOT);
    assert_false(engine_ticket(&w, ticket).unprinted);
    printed.arg = PRINT_FAILED; /* a reprint that failed */
    assert_int_equal(engine_do(&w, printed), REFUSED_NOT);
    assert_false(engine_ticket(&w, ticket).unprinted);

    printed.arg = 0;
    assert_int_equal(engine_do(&w, printed), REFUSED_MALFORMED);
    printed.arg = PRINT_RESULT_COUNT;
    assert_int_equal(engine_do(&w, printed), REFUSED_MALFORMED);
    printed.ticket.n++;
    assert_int_equal(engine_do(&w, printed), REFUSED_UNKNOWN_TICKET);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_count_by_service),
        TEST(the_answer_names_the_ticket),
        TEST(after_999_come_four_digits),
        TEST(a_range_ends_at_its_last_number),
        TEST(one_prefix_in_two_services_never_gives_one_number_twice),
        TEST(a_range_that_bridges_two_makes_them_one),
        TEST(ranges_that_meet_in_one_number_share_it),
        TEST(one_prefix_in_ranges_apart_counts_apart),
        TEST(the_day_is_full_at_its_last_ticket),
        TEST(what_cannot_be_issued_is_refused),
        TEST(tickets_are_taken_in_ticketing_hours),
        TEST(a_ticket_is_unprinted_until_a_slip_came_out),
    };
    return cmocka_run_group_tests_name("engine_issue", tests, NULL, NULL);
}
