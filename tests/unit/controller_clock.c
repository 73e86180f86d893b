/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hall's time under wall clocks that jump, and when a working day begins and ends by
 * itself (R-O6, R-O7, R-O8, F09, D-28).
 */
#include "app/day_plan.h"
#include "domain/calendar.h"
#include "test.h"

#define CHINA 480
#define CET 60
#define CEST 120

static struct day_clock clock_;
static msec mono, wall;

/* 09:30 in Shanghai on Wednesday, 18 March 2026. */
static msec morning(void)
{
    return calendar_midnight(20260318, CHINA) + 9 * HOUR + 30 * MINUTE;
}

static msec look(void)
{
    return day_clock_now(&clock_, mono, wall);
}

/* Both clocks run for so long, looked at every second. */
static msec pass(msec time)
{
    for (msec at = 0; at < time; at += SECOND) {
        mono += SECOND;
        wall += SECOND;
        look();
    }
    return clock_.last;
}

static void begin(msec at, bool people)
{
    day_clock_init(&clock_, 0, 0, 0);
    mono = 1000;
    wall = at;
    clock_.held = people;
    assert_int_equal(look(), at);
}

static void it_follows_the_wall_clock(void **state)
{
    (void)state;
    begin(morning(), true);
    assert_int_equal(pass(HOUR), morning() + HOUR);
    wall += 1500; /* a time server at work */
    assert_int_equal(look(), wall);
    assert_int_equal(clock_.doubt, CLOCK_RIGHT);
    msec from, to;
    assert_false(day_clock_stepped(&clock_, &from, &to));
}

static void a_jump_ahead_with_people_in_the_hall_is_not_believed(void **state)
{
    (void)state;
    begin(morning(), true);
    wall += 30 * HOUR;
    assert_int_equal(look(), morning());
    assert_int_equal(clock_.doubt, CLOCK_AHEAD);
    assert_int_equal(pass(HOUR), morning() + HOUR); /* it runs on */
    wall -= 30 * HOUR;
    look();
    assert_int_equal(clock_.doubt, CLOCK_RIGHT);
    assert_int_equal(pass(HOUR), morning() + 2 * HOUR);
}

static void a_person_can_say_that_the_clock_is_right(void **state)
{
    (void)state;
    begin(morning(), true);
    wall += HOUR; /* the machine slept and nobody counted it */
    assert_int_equal(look(), morning());
    day_clock_believe(&clock_);
    assert_int_equal(look(), wall);
    assert_int_equal(clock_.doubt, CLOCK_RIGHT);
    wall += HOUR; /* once: the next jump is a jump again */
    assert_int_equal(look(), wall - HOUR);
}

static void a_jump_below_the_limit_is_followed_at_once(void **state)
{
    (void)state;
    begin(morning(), true);
    wall += DAY_CLOCK_JUMP - 1;
    assert_int_equal(look(), wall);
    wall += DAY_CLOCK_JUMP;
    assert_int_equal(look(), wall - DAY_CLOCK_JUMP);
    assert_int_equal(clock_.doubt, CLOCK_AHEAD);
}

static void in_an_empty_hall_the_clock_may_be_set(void **state)
{
    (void)state;
    begin(morning(), false);
    wall += 30 * HOUR;
    assert_int_equal(look(), wall);
    assert_int_equal(clock_.doubt, CLOCK_RIGHT);
}

/* R-O8: never back, and never still: a second of the hall is at least four fifths of one. */
static void set_back_it_runs_slower_until_they_agree(void **state)
{
    (void)state;
    begin(morning(), true);
    wall -= 5 * MINUTE;
    assert_int_equal(look(), morning());
    assert_int_equal(clock_.doubt, CLOCK_RIGHT);
    assert_int_equal(pass(10 * MINUTE), morning() + 8 * MINUTE);
    msec before = clock_.last;
    for (int i = 0; i < 1000; i++) { /* however often it is looked at */
        mono++;
        wall++;
        assert_true(look() >= before);
        before = clock_.last;
    }
    assert_int_equal(clock_.last, morning() + 8 * MINUTE + 800);
    pass(15 * MINUTE);
    assert_int_equal(clock_.last, wall);
}

static void a_mistake_of_hours_back_is_told_and_time_goes_on(void **state)
{
    (void)state;
    begin(morning(), true);
    wall -= 2 * HOUR;
    look();
    assert_int_equal(clock_.doubt, CLOCK_BEHIND);
    assert_true(pass(HOUR) >= morning() + 48 * MINUTE);
    wall += 2 * HOUR; /* corrected: ahead of the hall by the twelve minutes it gave up */
    look();
    day_clock_believe(&clock_);
    assert_int_equal(look(), wall);
}

static void an_impossible_year_changes_nothing(void **state)
{
    (void)state;
    begin(morning(), true);
    wall = 5 * MINUTE; /* 1970 */
    assert_int_equal(look(), morning());
    assert_int_equal(clock_.doubt, CLOCK_IMPLAUSIBLE);
    assert_int_equal(pass(HOUR), morning() + HOUR);
    wall = DAY_CLOCK_LAST;
    look();
    assert_int_equal(clock_.doubt, CLOCK_IMPLAUSIBLE);
    wall = morning() + HOUR + MINUTE;
    assert_int_equal(look(), wall);
    assert_int_equal(clock_.doubt, CLOCK_RIGHT);
}

/* The journal knows yesterday; a dead battery says 1970 until a time server is heard. */
static void after_a_start_the_first_possible_time_is_taken(void **state)
{
    (void)state;
    day_clock_init(&clock_, 0, 0, 0);
    mono = 1;
    wall = HOUR;
    day_clock_not_before(&clock_, morning(), mono);
    clock_.held = true; /* yesterday's people */
    assert_int_equal(look(), morning());
    assert_int_equal(clock_.doubt, CLOCK_IMPLAUSIBLE);
    wall = morning() + 23 * HOUR;
    assert_int_equal(look(), wall);
    assert_int_equal(clock_.doubt, CLOCK_RIGHT);
}

static void a_start_does_not_make_a_jump_believed(void **state)
{
    (void)state;
    day_clock_init(&clock_, 0, 0, 0);
    mono = 5000;
    wall = morning() + 30 * HOUR;
    day_clock_resume(&clock_, morning(), mono);
    assert_int_equal(look(), morning());
    assert_int_equal(clock_.doubt, CLOCK_AHEAD);
}

static void steps_are_told_once(void **state)
{
    (void)state;
    msec from, to;
    begin(morning(), true);
    wall += DAY_CLOCK_STEP;
    look();
    assert_false(day_clock_stepped(&clock_, &from, &to));
    wall += DAY_CLOCK_STEP + 1;
    look();
    wall += HOUR;
    look();
    assert_true(day_clock_stepped(&clock_, &from, &to));
    assert_int_equal(from, morning() + DAY_CLOCK_STEP);
    assert_int_equal(to, wall);
    assert_false(day_clock_stepped(&clock_, &from, &to));
}

/* ---- the plan of days ---- */

static const uint8_t weekdays = WEEKDAYS_MON_FRI;
static struct holiday_def holidays[] = {{20260320, HOLIDAY_CLOSED}, {20260321, HOLIDAY_WORKING}};
static struct hall_def def = {
    .hours = {.count = 1, .sessions = {{510, 1020}}},
    .holidays = holidays,
    .holiday_count = countof(holidays),
};

/* "open 20260318", "close", or "" at that local time. */
static enum verb plan(uint32_t date, uint32_t minute, int16_t tz, struct day_look like,
                      uint32_t *opens)
{
    def.hours.weekdays = weekdays;
    day_clock_init(&clock_, 0, 0, 0);
    mono = 1;
    wall = calendar_midnight(date, tz) + minute * MINUTE;
    look();
    like.def = &def;
    like.clock = &clock_;
    like.tz_min = tz;
    like.started = true;
    return day_plan(&like, opens);
}

static void a_working_day_opens_at_four(void **state)
{
    (void)state;
    uint32_t date;
    assert_int_equal(plan(20260318, 239, CHINA, (struct day_look){.last = 20260317}, &date),
                     VERB_NONE);
    assert_int_equal(plan(20260318, 240, CHINA, (struct day_look){.last = 20260317}, &date),
                     VERB_DAY_OPEN);
    assert_int_equal(date, 20260318);
    assert_int_equal(plan(20260318, 600, CHINA, (struct day_look){.last = 20260318}, &date),
                     VERB_NONE); /* closed today: stays closed */
}

static void only_dates_that_work_open(void **state)
{
    (void)state;
    uint32_t date;
    assert_int_equal(plan(20260320, 300, CHINA, (struct day_look){0}, &date), VERB_NONE); /* R-O6 */
    assert_int_equal(plan(20260321, 300, CHINA, (struct day_look){0}, &date), VERB_DAY_OPEN);
    assert_int_equal(plan(20260322, 300, CHINA, (struct day_look){0}, &date), VERB_NONE);
}

static void yesterday_closes_when_nobody_is_served(void **state)
{
    (void)state;
    uint32_t date;
    struct day_look look_ = {.open = 20260318, .last = 20260318, .served = true};
    assert_int_equal(plan(20260319, 5, CHINA, look_, &date), VERB_NONE); /* after hours, R-O3 */
    assert_int_equal(plan(20260319, 240, CHINA, look_, &date), VERB_NONE);
    assert_int_equal(plan(20260319, 360, CHINA, look_, &date), VERB_DAY_CLOSE);
    look_.served = false;
    assert_int_equal(plan(20260319, 240, CHINA, look_, &date), VERB_DAY_CLOSE);
}

/* Berlin, 29 March 2026: 01:59:59 is followed by 03:00; 25 October: 02:59:59 by 02:00. */
static void the_night_of_summer_time_opens_one_day(void **state)
{
    (void)state;
    uint32_t date;
    holidays[0] = (struct holiday_def){20260329, HOLIDAY_WORKING};
    holidays[1] = (struct holiday_def){20261025, HOLIDAY_WORKING};
    assert_int_equal(plan(20260329, 119, CET, (struct day_look){.last = 20260327}, &date), 0);
    assert_int_equal(plan(20260329, 239, CEST, (struct day_look){.last = 20260327}, &date), 0);
    assert_int_equal(plan(20260329, 240, CEST, (struct day_look){.last = 20260327}, &date),
                     VERB_DAY_OPEN);
    assert_int_equal(date, 20260329);
    assert_int_equal(plan(20261025, 179, CEST, (struct day_look){.last = 20261023}, &date), 0);
    assert_int_equal(plan(20261025, 240, CET, (struct day_look){.last = 20261023}, &date),
                     VERB_DAY_OPEN);
    assert_int_equal(plan(20261025, 241, CET, (struct day_look){.last = 20261025}, &date), 0);
    holidays[0] = (struct holiday_def){20260320, HOLIDAY_CLOSED};
    holidays[1] = (struct holiday_def){20260321, HOLIDAY_WORKING};
}

static void a_clock_in_doubt_begins_and_ends_nothing(void **state)
{
    (void)state;
    uint32_t date;
    struct day_look look_ = {.def = &def, .clock = &clock_, .tz_min = CHINA, .started = true};
    look_.open = look_.last = 20260318;
    begin(morning(), true);
    wall += 48 * HOUR;
    look();
    assert_int_equal(day_plan(&look_, &date), VERB_NONE);
    clock_.held = false; /* a person closed the day: that says it is right */
    look_.open = 0;
    look();
    holidays[0].date = 20261231;
    assert_int_equal(day_plan(&look_, &date), VERB_DAY_OPEN);
    assert_int_equal(date, 20260320);
    holidays[0].date = 20260320;
    wall = HOUR;
    look();
    assert_int_equal(day_plan(&look_, &date), VERB_NONE);
    assert_int_equal(day_plan_date(&clock_, CHINA), 0);
}

/* At night somebody set it two days ahead and then right: the date is that of the wall clock. */
static void set_back_the_wall_clocks_date_counts(void **state)
{
    (void)state;
    begin(calendar_midnight(20260318, CHINA) + 2 * HOUR, false);
    wall += 48 * HOUR;
    look();
    wall -= 48 * HOUR;
    look();
    assert_int_equal(clock_.doubt, CLOCK_BEHIND);
    assert_int_equal(day_plan_date(&clock_, CHINA), 20260318);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_follows_the_wall_clock),
        cmocka_unit_test(a_jump_ahead_with_people_in_the_hall_is_not_believed),
        cmocka_unit_test(a_person_can_say_that_the_clock_is_right),
        cmocka_unit_test(a_jump_below_the_limit_is_followed_at_once),
        cmocka_unit_test(in_an_empty_hall_the_clock_may_be_set),
        cmocka_unit_test(set_back_it_runs_slower_until_they_agree),
        cmocka_unit_test(a_mistake_of_hours_back_is_told_and_time_goes_on),
        cmocka_unit_test(an_impossible_year_changes_nothing),
        cmocka_unit_test(after_a_start_the_first_possible_time_is_taken),
        cmocka_unit_test(a_start_does_not_make_a_jump_believed),
        cmocka_unit_test(steps_are_told_once),
        cmocka_unit_test(a_working_day_opens_at_four),
        cmocka_unit_test(only_dates_that_work_open),
        cmocka_unit_test(yesterday_closes_when_nobody_is_served),
        cmocka_unit_test(the_night_of_summer_time_opens_one_day),
        cmocka_unit_test(a_clock_in_doubt_begins_and_ends_nothing),
        cmocka_unit_test(set_back_the_wall_clocks_date_counts),
    };
    return cmocka_run_group_tests_name("controller_clock", tests, NULL, NULL);
}
