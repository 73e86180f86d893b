/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A day in figures: what counts, for whom, and what does not (R-Z1, R-Z2).
 */
#include "report/day_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/calendar.h"
#include "engine_hall.h"
#include "test.h"

static struct engine_hall w;
static char printed[65536];

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.miss_calls = 1;
    w.def.rules.miss_after_s = 0;
    w.def.rules.undo_s = 10;
    w.services[0].bookable = true;
    w.services[0].slot_min = 30;
    w.services[0].slot_places = 5;
    engine_start(&w, 50);
    engine_open_day(&w);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    engine_stop(&w);
    return 0;
}

static void line(void *context, const char *text)
{
    (void)context;
    assert_true(strlen(printed) + strlen(text) < sizeof(printed));
    strcat(printed, text);
}

/* Each fact is in the row of its command: those of one moment and command stand together. */
static void print(uint32_t room)
{
    void *memory = malloc(day_report_bytes(room));
    assert_non_null(memory);
    struct day_report *report = day_report_init(memory, room);
    for (uint32_t i = 0; i < w.record_count; i++)
        day_report_fact(report, &w.record[i], w.rows[i]);
    const struct day_report_head head = {ENGINE_DAY, 9, {0xab}};
    printed[0] = '\0';
    day_report_print(report, &head, line, NULL);
    free(memory);
}

/* The field of that row and column; the report was printed. */
static uint32_t value(const char *row, const char *column)
{
    static char line_[1024], names[1024];
    const char *at = strstr(printed, row), *head = strstr(printed, "of,which,");
    assert_non_null(head);
    if (!at)
        return UINT32_MAX;
    snprintf(line_, sizeof(line_), "%.*s", (int)strcspn(at, "\n"), at);
    snprintf(names, sizeof(names), "%.*s", (int)strcspn(head, "\n"), head);
    char *a, *b, *name = strtok_r(names, ",", &a), *field = strtok_r(line_, ",", &b);
    while (name && field && strcmp(name, column) != 0) {
        name = strtok_r(NULL, ",", &a);
        field = strtok_r(NULL, ",", &b);
    }
    assert_non_null(field);
    return (uint32_t)strtoul(field, NULL, 10);
}

static void close_day(void)
{
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    print(1000);
}

static void serve_one(uint16_t window, msec wait, msec stay)
{
    w.now += wait;
    engine_press(&w, window, KEY_NEXT);
    assert_int_equal(w.result.code, REFUSED_NOT);
    engine_press(&w, window, KEY_START);
    w.now += stay;
    engine_press(&w, window, KEY_FINISH);
    assert_int_equal(w.result.code, REFUSED_NOT);
}

static void waits_and_stays_are_counted_for_hall_service_class_window_and_clerk(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    serve_one(1, 10 * SECOND, 60 * SECOND);
    engine_issue(&w, 1);
    serve_one(1, 20 * SECOND, 120 * SECOND);
    engine_issue(&w, 2);
    serve_one(2, 31 * MINUTE, 30 * SECOND);
    engine_issue(&w, 2);
    serve_one(2, 46 * MINUTE, 30 * SECOND);
    close_day();
    assert_non_null(strstr(printed, "day,2026-03-18\nrow,9\nchain,ab000000"));
    assert_int_equal(value("hall,all", "issued"), 4);
    assert_int_equal(value("hall,all", "served"), 4);
    assert_int_equal(value("hall,all", "waits"), 4);
    assert_int_equal(value("hall,all", "wait_mean_s"), (10 + 20 + 31 * 60 + 46 * 60) / 4);
    assert_int_equal(value("hall,all", "wait_median_s"), 20);
    assert_int_equal(value("hall,all", "wait_max_s"), 46 * 60);
    assert_int_equal(value("hall,all", "wait_over_30_min"), 2);
    assert_int_equal(value("hall,all", "wait_over_45_min"), 1);
    assert_int_equal(value("service,1,", "stay_mean_s"), 90);
    assert_int_equal(value("service,2,", "stay_max_s"), 30);
    assert_int_equal(value("class,normal", "issued"), 4);
    assert_int_equal(value("window,1,", "served"), 2);
    assert_int_equal(value("window,2,", "wait_over_30_min"), 2);
    assert_int_equal(value("clerk,\"pad\"", "called"), 4);
    assert_null(strstr(printed, "class,priority"));
    assert_non_null(strstr(printed, "\n# wait: from joining"));
}

static void misses_ends_and_who_was_left_are_counted(void **state)
{
    (void)state;
    ticket_id gone = engine_issue(&w, 1);
    engine_issue(&w, 1);
    engine_issue(&w, 1);
    engine_issue(&w, 1);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_CANCEL, .ticket = gone}), 0);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_MISS);
    assert_int_equal(w.result.code, REFUSED_NOT);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    close_day();
    assert_int_equal(value("hall,all", "cancelled"), 1);
    assert_int_equal(value("hall,all", "missed"), 1);
    assert_int_equal(value("window,1,", "missed"), 1);
    assert_int_equal(value("hall,all", "served"), 1);  /* at the window at the close */
    assert_int_equal(value("hall,all", "expired"), 2); /* the missed one and the last */
}

static void what_was_taken_back_does_not_count(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    w.now += MINUTE;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    w.now += MINUTE;
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_act(&w, 1, VERB_UNDO, 0), REFUSED_NOT);
    w.now += MINUTE;
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(w.result.code, REFUSED_NOT);
    close_day();
    assert_int_equal(value("hall,all", "served"), 1);
    assert_int_equal(value("hall,all", "stays"), 1);
    assert_int_equal(value("hall,all", "stay_mean_s"), 120);
}

static void a_transfer_waits_anew_in_its_other_service(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    w.now += MINUTE;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    ticket_id ticket = w.result.ticket;
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_TRANSFER,
                                                    .target = {1},
                                                    .ticket = ticket,
                                                    .service = {2}}),
                     REFUSED_NOT);
    serve_one(2, 2 * MINUTE, MINUTE);
    close_day();
    assert_int_equal(value("hall,all", "transferred"), 1);
    assert_int_equal(value("window,1,", "transferred"), 1);
    assert_int_equal(value("service,1,", "wait_max_s"), 60);
    assert_int_equal(value("service,2,", "wait_max_s"), 120);
    assert_int_equal(value("service,2,", "served"), 1);
}

static void parked(uint8_t kind, msec served, msec aside)
{
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    w.now += served;
    assert_int_equal(engine_act(&w, 1, VERB_PARK, kind), REFUSED_NOT);
    w.now += aside;
}

/* D-07: three kinds, three sums, and none of it is time at the window. */
static void time_aside_is_told_by_kind_and_is_no_stay(void **state)
{
    (void)state;
    parked(PARK_KEPT, 10 * SECOND, 100 * SECOND);
    assert_int_equal(engine_act(&w, 1, VERB_RETURN, 0), REFUSED_NOT);
    engine_press(&w, 1, KEY_START);
    w.now += 20 * SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_FINISH), REFUSED_NOT);
    parked(PARK_AWAY, 30 * SECOND, 200 * SECOND);
    ticket_id away = w.result.ticket;
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_REJOIN, .ticket = away}), 0);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_CANCEL, .ticket = away}), 0);
    parked(PARK_MEANWHILE, 40 * SECOND, 300 * SECOND);
    parked(PARK_MEANWHILE, 40 * SECOND, 500 * SECOND);
    close_day(); /* ends both of the last */
    assert_int_equal(value("hall,all", "kept"), 1);
    assert_int_equal(value("hall,all", "kept_max_s"), 100);
    assert_int_equal(value("window,1,", "kept_max_s"), 100);
    assert_int_equal(value("clerk,\"pad\"", "kept_max_s"), 100);
    assert_int_equal(value("hall,all", "away_max_s"), 200);
    assert_int_equal(value("service,1,", "away"), 1);
    assert_int_equal(value("window,1,", "away"), 0);
    assert_int_equal(value("clerk,\"pad\"", "away"), 0);
    assert_int_equal(value("hall,all", "meanwhile"), 2);
    assert_int_equal(value("window,1,", "meanwhile_mean_s"), (540 + 300 + 500) / 2);
    assert_int_equal(value("hall,all", "stays"), 5);
    assert_int_equal(value("window,1,", "stay_max_s"), 40);
    assert_int_equal(value("hall,all", "stay_mean_s"), (10 + 20 + 30 + 40 + 40) / 5);
}

static void what_parking_was_taken_back_is_no_time_aside(void **state)
{
    (void)state;
    parked(PARK_KEPT, MINUTE, SECOND);
    assert_int_equal(engine_act(&w, 1, VERB_UNDO, 0), REFUSED_NOT);
    w.now += MINUTE - SECOND;
    assert_int_equal(engine_press(&w, 1, KEY_FINISH), REFUSED_NOT);
    close_day();
    assert_int_equal(value("hall,all", "kept"), 0);
    assert_int_equal(value("hall,all", "stays"), 1);
    assert_int_equal(value("hall,all", "stay_max_s"), 120);
}

static void sign(enum verb verb, uint16_t window, uint32_t staff)
{
    const struct command command = {.verb = (uint8_t)verb,
                                    .target = {window},
                                    .staff = staff,
                                    .role = ROLE_CLERK};
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
}

/* R-O3: three people after five o'clock; the fourth went home in time. */
static void overtime_is_counted_for_each_person(void **state)
{
    (void)state;
    const msec five = calendar_midnight(ENGINE_DAY, 0) + 17 * HOUR;
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    engine_stop(&w);
    engine_define_small(&w);
    w.def.hours = (struct hours){.count = 2, .sessions = {{510, 720}, {810, 1020}}};
    engine_start(&w, 50);
    w.now = five - HOUR;
    engine_open_day(&w);
    for (uint32_t staff = 1; staff <= 3; staff++)
        sign(VERB_SIGN_ON, (uint16_t)staff, 100 + staff);
    engine_issue(&w, 1);
    engine_issue(&w, 1);
    w.now = five - MINUTE;
    sign(VERB_SIGN_OFF, 3, 103);
    w.now = five + 5 * MINUTE;
    sign(VERB_SIGN_ON, 3, 104);
    w.now = five + 10 * MINUTE;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 2, KEY_NEXT);
    w.now = five + 15 * MINUTE;
    engine_press(&w, 1, KEY_FINISH);
    sign(VERB_SIGN_OFF, 3, 104);
    w.now = five + 25 * MINUTE;
    engine_press(&w, 2, KEY_FINISH);
    w.now = five + 30 * MINUTE;
    sign(VERB_SIGN_OFF, 2, 102);
    w.now = five + 2 * HOUR;
    close_day(); /* signs 101 off: until the last visit */
    assert_int_equal(value("clerk,\"101\"", "overtime_s"), 15 * 60);
    assert_int_equal(value("clerk,\"102\"", "overtime_s"), 30 * 60);
    assert_null(strstr(printed, "\"103\""));
    assert_int_equal(value("clerk,\"104\"", "overtime_s"), 10 * 60);
    assert_int_equal(value("hall,all", "overtime_s"), 55 * 60);
}

static void the_last_rating_counts(void **state)
{
    (void)state;
    ticket_id ticket = engine_issue(&w, 1);
    serve_one(1, 0, SECOND);
    const struct command rate = {.verb = VERB_RATE, .target = {1}, .ticket = ticket, .arg = 4};
    assert_int_equal(engine_do(&w, rate), REFUSED_NOT);
    close_day();
    assert_int_equal(value("hall,all", "rated_4"), 1);
    assert_int_equal(value("hall,all", "rated_5"), 0);
    assert_int_equal(value("window,1,", "rated_4"), 1);
}

/* R-A6: a no-show is an appointment's; whoever is called and does not come is missed (D-44). */
static void appointments_and_who_did_not_come_are_counted(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        const struct command book = {.verb = VERB_BOOK,
                                     .service = {1},
                                     .from = w.now,
                                     .until = w.now + 30 * MINUTE,
                                     .code = {'K', (char)('0' + i)}};
        assert_int_equal(engine_do(&w, book), REFUSED_NOT);
    }
    const struct command come = {.verb = VERB_CHECK_IN, .code = "K1"};
    assert_int_equal(engine_do(&w, come), REFUSED_NOT);
    engine_issue(&w, 1);
    close_day();
    assert_non_null(strstr(printed, "\nappointments,1\nno_shows,2\n"));
    assert_int_equal(value("class,appointment", "issued"), 1);
}

static void a_report_without_room_says_so(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        engine_issue(&w, 1);
    print(5); /* the day's opening is one */
    assert_non_null(strstr(printed, "incomplete,"));
    assert_int_equal(value("hall,all", "issued"), 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(waits_and_stays_are_counted_for_hall_service_class_window_and_clerk),
        TEST(misses_ends_and_who_was_left_are_counted),
        TEST(what_was_taken_back_does_not_count),
        TEST(a_transfer_waits_anew_in_its_other_service),
        TEST(time_aside_is_told_by_kind_and_is_no_stay),
        TEST(what_parking_was_taken_back_is_no_time_aside),
        TEST(overtime_is_counted_for_each_person),
        TEST(the_last_rating_counts),
        TEST(appointments_and_who_did_not_come_are_counted),
        TEST(a_report_without_room_says_so),
    };
    return cmocka_run_group_tests_name("report_day", tests, NULL, NULL);
}
