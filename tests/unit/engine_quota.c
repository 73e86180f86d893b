/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of a session: quotas at their edge, changed while open, and ranges by class.
 */
#include <string.h>

#include "engine_fixture.h"

/* 8:00-12:00 and 12:00-17:00, taken from 15 minutes before to 5 before the end. */
static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.hours = (struct hours){.count = 2,
                                 .early_min = 15,
                                 .stop_min = 5,
                                 .sessions = {{480, 720}, {720, 1020}}};
    w.services[0].quota[0] = 3;
    return 0;
}

static void begin(void)
{
    engine_start(&w, 40);
    engine_open_day(&w);
}

static enum refusal ask(uint16_t service, uint8_t ticket_class)
{
    return engine_do(&w, (struct command){.verb = VERB_ISSUE,
                                          .service = {service},
                                          .ticket_class = ticket_class,
                                          .who = "kiosk"});
}

static enum refusal set_quota(uint16_t service, uint32_t session, uint32_t numbers)
{
    return engine_do(&w, (struct command){.verb = VERB_QUOTA,
                                          .service = {service},
                                          .arg = numbers,
                                          .arg2 = session,
                                          .who = "manager"});
}

static uint32_t left(uint16_t service)
{
    return hall_left(w.hall, (service_id){service}, w.now, 0);
}

static void a_quota_gives_exactly_its_numbers(void **state)
{
    (void)state;
    begin();
    for (uint32_t n = 3; n > 0; n--) { /* R-K5 */
        assert_int_equal(left(1), n);
        engine_issue(&w, 1);
    }
    assert_int_equal(left(1), 0);
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_QUOTA); /* R-K7 */
    assert_int_equal(ask(2, CLASS_NORMAL), REFUSED_NOT);   /* each service its own */
}

static void the_next_session_has_its_own(void **state)
{
    (void)state;
    w.services[0].quota[1] = 1;
    begin();
    for (int n = 0; n < 3; n++)
        engine_issue(&w, 1);
    w.now = 705 * MINUTE - 1;
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_QUOTA);
    w.now++; /* both sessions are taken for: the second has a number left */
    assert_int_equal(left(1), 1);
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_NOT);
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_QUOTA);
    w.now = 1015 * MINUTE;
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_NOT_OPEN);
}

static void a_day_off_gives_none(void **state)
{
    (void)state;
    static const struct holiday_def off[] = {{19700101, HOLIDAY_CLOSED},
                                             {19700102, HOLIDAY_AFTERNOON}};
    w.def.holidays = off;
    w.def.holiday_count = 2;
    begin();
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_NOT_OPEN); /* R-O6 */
    w.now += 24 * HOUR;
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_NOT_OPEN);
    w.now += 4 * HOUR;
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_NOT);
}

static void a_quota_may_be_changed_while_open(void **state)
{
    (void)state;
    begin();
    for (int n = 0; n < 3; n++)
        engine_issue(&w, 1);
    assert_int_equal(set_quota(1, 1, 4), REFUSED_NOT); /* R-M13 */
    assert_string_equal(engine_facts(&w), "quota_set");
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_NOT);
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_QUOTA);
    assert_int_equal(set_quota(1, 1, 0), REFUSED_NOT); /* no limit */
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_NOT);
    assert_int_equal(set_quota(1, 1, 2), REFUSED_NOT); /* below what is given: none is taken back */
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_QUOTA);
    assert_int_equal(hall_waiting(w.hall, (service_id){1}), 5);
}

static void a_changed_quota_ends_with_the_day(void **state)
{
    (void)state;
    begin();
    assert_int_equal(set_quota(1, 1, 1), REFUSED_NOT);
    engine_issue(&w, 1);
    assert_int_equal(ask(1, CLASS_NORMAL), REFUSED_QUOTA);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    assert_int_equal(left(1), 3);
}

static void quotas_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    begin();
    assert_int_equal(set_quota(9, 1, 1), REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(set_quota(3, 1, 1), REFUSED_NO_ISSUE); /* D-44 */
    assert_int_equal(set_quota(1, 0, 1), REFUSED_MALFORMED);
    assert_int_equal(set_quota(1, 3, 1), REFUSED_MALFORMED);
    assert_int_equal(set_quota(1, 2, TICKETS_DAY_MAX + 1), REFUSED_MALFORMED);
    assert_int_equal(set_quota(1, 2, TICKETS_DAY_MAX), REFUSED_NOT);
}

/* ---- R-N6 ---- */

static void number_is(uint8_t ticket_class, const char *label)
{
    char text[LABEL_TEXT_SIZE];
    assert_int_equal(ask(2, ticket_class), REFUSED_NOT);
    label_print(w.result.label, text);
    assert_string_equal(text, label);
}

static void define_ranges(void)
{
    w.services[1].last = 799;
    w.services[1].class_first[CLASS_GREEN] = 801;
    w.services[1].class_last[CLASS_GREEN] = 802;
    w.services[1].class_first[CLASS_PRIORITY] = 901;
    w.services[1].class_last[CLASS_PRIORITY] = 999;
    begin();
}

static void the_number_tells_the_class(void **state)
{
    (void)state;
    define_ranges();
    number_is(CLASS_NORMAL, "B001");
    number_is(CLASS_PRIORITY, "B901");
    number_is(CLASS_GREEN, "B801");
    number_is(CLASS_NORMAL, "B002");
    number_is(CLASS_PRIORITY, "B902");
    number_is(CLASS_APPOINTMENT, "B003"); /* no range of its own */
    number_is(CLASS_GREEN, "B802");
    number_is(CLASS_GREEN, "B004"); /* used up: the numbers of everybody */
    assert_int_equal(left(2), 799 - 4);
}

static void a_reopened_date_repeats_no_number_of_any_range(void **state)
{
    (void)state;
    define_ranges();
    number_is(CLASS_PRIORITY, "B901");
    number_is(CLASS_NORMAL, "B001");
    number_is(CLASS_PRIORITY, "B902");
    number_is(CLASS_PRIORITY, "B903");
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_NOT);
    engine_open_day(&w);
    number_is(CLASS_PRIORITY, "B904"); /* R-N7 */
    number_is(CLASS_NORMAL, "B004");
    number_is(CLASS_GREEN, "B005"); /* its two were passed over */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_quota_gives_exactly_its_numbers),
        TEST(the_next_session_has_its_own),
        TEST(a_day_off_gives_none),
        TEST(a_quota_may_be_changed_while_open),
        TEST(a_changed_quota_ends_with_the_day),
        TEST(quotas_that_make_no_sense_are_refused),
        TEST(the_number_tells_the_class),
        TEST(a_reopened_date_repeats_no_number_of_any_range),
    };
    return cmocka_run_group_tests_name("engine_quota", tests, NULL, NULL);
}
