/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/calendar.h"
#include "domain/hours.h"
#include "test.h"

/* R-O2: 8:30-12:00, 13:30-17:00 Mon-Fri, 15 minutes before and until 15 before the end. */
static const struct hours usual = {.weekdays = WEEKDAYS_MON_FRI,
                                   .count = 2,
                                   .early_min = 15,
                                   .stop_min = 15,
                                   .sessions = {{510, 720}, {810, 1020}}};

static void ticketing_opens_early_and_stops_before_the_end(void **state)
{
    (void)state;
    for (uint16_t minute = 0; minute < 1440; minute++) {
        bool morning = minute >= 8 * 60 + 15 && minute < 11 * 60 + 45;
        bool afternoon = minute >= 13 * 60 + 15 && minute < 16 * 60 + 45;
        assert_int_equal(hours_ticketing(&usual, hours_on(&usual, 2), minute),
                         morning || afternoon);
        assert_false(hours_ticketing(&usual, hours_on(&usual, 5), minute)); /* Saturday */
    }
}

static void service_is_the_session_itself(void **state)
{
    (void)state;
    assert_false(hours_service(&usual, hours_on(&usual, 0), 509));
    assert_true(hours_service(&usual, hours_on(&usual, 0), 510));
    assert_true(hours_service(&usual, hours_on(&usual, 0), 719));
    assert_false(hours_service(&usual, hours_on(&usual, 0), 720));
    assert_false(hours_service(&usual, hours_on(&usual, 6), 600));
}

static void no_weekdays_means_every_day(void **state)
{
    (void)state;
    struct hours always = usual;
    always.weekdays = 0;
    for (uint8_t day = 0; day < 7; day++)
        assert_true(hours_ticketing(&always, hours_on(&always, day), 600));
}

static void opening_is_counted_in_minutes(void **state)
{
    (void)state;
    assert_int_equal(hours_opens_in(&usual, hours_on(&usual, 1), 0), 495);
    assert_int_equal(hours_opens_in(&usual, hours_on(&usual, 1), 495), 0);
    assert_int_equal(hours_opens_in(&usual, hours_on(&usual, 1), 740),
                     55); /* 12:20, as drawn in k05 */
    assert_int_equal(hours_opens_in(&usual, hours_on(&usual, 1), 1005), -1);
    assert_int_equal(hours_opens_in(&usual, hours_on(&usual, 6), 600), -1);
}

static void touching_sessions_are_taken_in_turn(void **state)
{
    (void)state;
    static const struct hours two = {.count = 2,
                                     .early_min = 15,
                                     .stop_min = 5,
                                     .sessions = {{480, 720}, {720, 960}}};
    assert_int_equal(hours_session(&two, 3, 704, 0), 0);
    assert_int_equal(hours_session(&two, 3, 705, 0), 0); /* both: the first while it may … */
    assert_int_equal(hours_session(&two, 3, 705, 1), 1); /* … then the next */
    assert_int_equal(hours_session(&two, 3, 715, 0), 1);
    assert_int_equal(hours_session(&two, 1, 715, 0), -1); /* the second is not held today */
}

/* A Friday that is free, a Saturday that is worked instead, and two half days. */
static const struct holiday_def holidays[] = {{20261001, HOLIDAY_CLOSED},
                                              {20261010, HOLIDAY_WORKING},
                                              {20261231, HOLIDAY_MORNING},
                                              {20270102, HOLIDAY_AFTERNOON}};

static void holidays_stand_above_weekdays(void **state)
{
    (void)state;
    const struct service_def services[] =
        {{.id = {1}},
         {.id = {2}, .hours = {.weekdays = 0x40, .count = 1, .sessions = {{540, 600}}}}};
    const struct hall_def def = {.hours = usual,
                                 .holidays = holidays,
                                 .holiday_count = countof(holidays),
                                 .services = services,
                                 .service_count = 2};
    static const struct {
        uint32_t date;
        uint8_t hall, sundays;
    } days[] = {
        {20260930, 3, 0}, {20261001, 0, 0}, {20261002, 3, 0}, {20261010, 3, 1}, /* R-O6 */
        {20261011, 0, 1}, {20261231, 1, 1}, {20270102, 2, 0}, {20270103, 0, 1},
    };
    for (size_t i = 0; i < countof(days); i++) {
        struct calendar_hours day = calendar_hours(&def, NULL, days[i].date);
        assert_ptr_equal(day.hours, &def.hours);
        assert_int_equal(day.open, days[i].hall);
        assert_int_equal(calendar_hours(&def, &services[0], days[i].date).open, days[i].hall);
        assert_int_equal(calendar_hours(&def, &services[1], days[i].date).open, days[i].sundays);
        assert_int_equal(calendar_works(&def, days[i].date), days[i].hall || days[i].sundays);
    }
}

static void dates_are_read_and_counted(void **state)
{
    (void)state;
    static const char *const bad[] = {"",           "2026-2-28",   "20260228",
                                      "2026-02-29", "2026-02-28 ", "2026/02/28",
                                      "2026-02-2x", "2026-13-01"};
    assert_int_equal(calendar_date_parse("2026-02-28"), 20260228);
    for (size_t i = 0; i < countof(bad); i++)
        assert_int_equal(calendar_date_parse(bad[i]), 0);
    assert_int_equal(calendar_add(20260228, 1), 20260301);
    assert_int_equal(calendar_add(20260301, -1), 20260228);
    assert_int_equal(calendar_add(20261231, 1), 20270101);
    assert_int_equal(calendar_weekday(20260318), 2);
}

static void sessions_must_be_in_order_and_long_enough(void **state)
{
    (void)state;
    struct hours hours = usual;
    assert_true(hours_valid(&hours));
    hours.sessions[1].from_min = 719;
    assert_false(hours_valid(&hours));
    hours.sessions[1].from_min = 720; /* touching is fine */
    assert_true(hours_valid(&hours));
    hours.sessions[1].to_min = 735; /* as long as stop_min */
    assert_false(hours_valid(&hours));
    hours.sessions[1].to_min = 1441;
    assert_false(hours_valid(&hours));
    hours.sessions[1].to_min = 1440;
    assert_true(hours_valid(&hours));
    hours.count = SESSIONS_MAX + 1;
    assert_false(hours_valid(&hours));
}

static void is(struct civil c, int32_t year, int month, int day, int weekday)
{
    assert_int_equal(c.year, year);
    assert_int_equal(c.month, month);
    assert_int_equal(c.day, day);
    assert_int_equal(c.weekday, weekday);
}

static void known_moments_have_their_dates(void **state)
{
    (void)state;
    is(calendar_local(0, 0), 1970, 1, 1, 3); /* a Thursday */
    is(calendar_local(-1, 0), 1969, 12, 31, 2);
    is(calendar_local(951782400000, 0), 2000, 2, 29, 1);
    is(calendar_local(1773825720000, 480), 2026, 3, 18, 2); /* the day of the pictures */
    struct civil c = calendar_local(1773825720000, 480);
    assert_int_equal(c.hour, 17);
    assert_int_equal(c.minute, 22);
    assert_int_equal(c.second, 0);
    assert_int_equal(calendar_date(c), 20260318);
    assert_int_equal(calendar_minute(c), 17 * 60 + 22);
}

static void the_offset_moves_midnight(void **state)
{
    (void)state;
    assert_true(calendar_midnight(19700101, 0) == 0);
    assert_true(calendar_midnight(19700101, 480) == -8 * HOUR);
    assert_true(calendar_midnight(20260318, 480) == calendar_midnight(20260318, 0) - 8 * HOUR);
    is(calendar_local(calendar_midnight(20260318, 480) - 1, 480), 2026, 3, 17, 1);
    is(calendar_local(calendar_midnight(20260318, -300), -300), 2026, 3, 18, 2);
}

static void time_before_1970_runs_forward_too(void **state)
{
    (void)state;
    struct civil c = calendar_local(-1, 0);
    assert_int_equal(c.hour, 23);
    assert_int_equal(c.minute, 59);
    assert_int_equal(c.second, 59);
    c = calendar_local(-1000, 480);
    assert_int_equal(c.hour, 7);
    assert_int_equal(c.minute, 59);
    is(calendar_local(calendar_midnight(19000301, 0), 0), 1900, 3, 1, 3);
    is(calendar_local(calendar_midnight(19000301, 0) - 1, 0), 1900, 2, 28, 2); /* no leap year */
}

static void every_day_of_400_years_follows_the_one_before(void **state)
{
    (void)state;
    msec at = calendar_midnight(18000101, 0);
    uint8_t weekday = calendar_local(at, 0).weekday;
    for (int i = 0; i < 146097; i++, at += 24 * HOUR) {
        struct civil c = calendar_local(at, 0);
        assert_int_equal(c.weekday, weekday);
        assert_true(calendar_midnight(calendar_date(c), 0) == at);
        weekday = (uint8_t)((weekday + 1) % 7);
    }
    is(calendar_local(at, 0), 2200, 1, 1, weekday);
}

static void only_real_dates_are_valid(void **state)
{
    (void)state;
    static const uint32_t good[] = {19700101, 20000229, 20240229, 20260318, 20251231, 99991231};
    static const uint32_t bad[] = {0,        19691231, 20260229, 21000229, 20260431,
                                   20260300, 20260001, 20261301, 20260132, 100000101};
    for (size_t i = 0; i < countof(good); i++)
        assert_true(calendar_date_valid(good[i]));
    for (size_t i = 0; i < countof(bad); i++)
        assert_false(calendar_date_valid(bad[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticketing_opens_early_and_stops_before_the_end),
        cmocka_unit_test(service_is_the_session_itself),
        cmocka_unit_test(no_weekdays_means_every_day),
        cmocka_unit_test(opening_is_counted_in_minutes),
        cmocka_unit_test(touching_sessions_are_taken_in_turn),
        cmocka_unit_test(holidays_stand_above_weekdays),
        cmocka_unit_test(dates_are_read_and_counted),
        cmocka_unit_test(sessions_must_be_in_order_and_long_enough),
        cmocka_unit_test(known_moments_have_their_dates),
        cmocka_unit_test(the_offset_moves_midnight),
        cmocka_unit_test(time_before_1970_runs_forward_too),
        cmocka_unit_test(every_day_of_400_years_follows_the_one_before),
        cmocka_unit_test(only_real_dates_are_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
