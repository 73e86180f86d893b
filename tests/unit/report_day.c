/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A day in figures: what counts, for whom, and what does not (R-Z1, R-Z2).
 */
#include "report/day_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    static char line_[512], names[512];
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

static void a_report_without_room_says_so(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        engine_issue(&w, 1);
    print(4);
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
        TEST(the_last_rating_counts),
        TEST(a_report_without_room_says_so),
    };
    return cmocka_run_group_tests_name("report_day", tests, NULL, NULL);
}
