/* SPDX-License-Identifier: Apache-2.0 */
#include "config/spans.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

static void lists_of_windows_are_read(void **state)
{
    (void)state;
    struct spans spans;
    assert_null(spans_parse("1-8, 12,20 - 21 ", &spans));
    assert_int_equal(spans.count, 3);
    assert_int_equal(spans.list[0].low, 1);
    assert_int_equal(spans.list[0].high, 8);
    assert_int_equal(spans.list[1].low, 12);
    assert_int_equal(spans.list[1].high, 12);
    assert_int_equal(spans.list[2].high, 21);
    assert_null(spans_parse("32767", &spans)); /* D-03: above it a target is a room */
    assert_int_equal(spans.list[0].low, SPAN_NUMBER_MAX);
}

static void what_is_no_list_is_refused(void **state)
{
    (void)state;
    struct spans spans;
    static const char *const bad[] = {"",
                                      " ",
                                      "0",
                                      "-1",
                                      "1-",
                                      "1--2",
                                      "1,",
                                      ",1",
                                      "1 2",
                                      "1;2",
                                      "A",
                                      "32768",
                                      "1-32768",
                                      "8-1",
                                      "1.5",
                                      "1-2-3",
                                      "99999999999999999999"};
    for (size_t i = 0; i < countof(bad); i++)
        assert_non_null(spans_parse(bad[i], &spans));
}

static void sixteen_ranges_fit(void **state)
{
    (void)state;
    struct spans spans;
    char text[128] = "1";
    for (int i = 2; i <= SPANS_MAX; i++)
        snprintf(text + strlen(text), sizeof(text) - strlen(text), ",%d", i);
    assert_null(spans_parse(text, &spans));
    assert_int_equal(spans.count, SPANS_MAX);
    strcat(text, ",99");
    assert_non_null(strstr(spans_parse(text, &spans), "more than 16 ranges"));
}

static void sessions_are_read(void **state)
{
    (void)state;
    struct hours_session session;
    assert_null(session_parse("8:30-12:00", &session));
    assert_int_equal(session.from_min, 510);
    assert_int_equal(session.to_min, 720);
    assert_null(session_parse("00:00 - 24:00", &session));
    assert_int_equal(session.from_min, 0);
    assert_int_equal(session.to_min, 1440);
}

static void what_is_no_session_is_refused(void **state)
{
    (void)state;
    struct hours_session session;
    static const char *const bad[] =
        {"",           "8:30",        "8-12",       "8:3-12:00",   "8:30-12",
         "8:60-12:00", "25:00-26:00", "8:30-24:01", "8:30-12:00x", "12:00-8:30",
         "8:30-8:30",  ":30-12:00"};
    for (size_t i = 0; i < countof(bad); i++)
        assert_non_null(session_parse(bad[i], &session));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_windows_are_read),
        cmocka_unit_test(what_is_no_list_is_refused),
        cmocka_unit_test(sixteen_ranges_fit),
        cmocka_unit_test(sessions_are_read),
        cmocka_unit_test(what_is_no_session_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
