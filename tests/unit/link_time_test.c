/* SPDX-License-Identifier: Apache-2.0 */
/* reconnect, hall_clock: how long to wait, and what time it is in the hall. */
#include "link/hall_clock.h"
#include "link/reconnect.h"

#include "test.h"

static void the_wait_doubles_up_to_five_seconds(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct reconnect reconnect;
        reconnect_init(&reconnect, seed);
        msec base = RECONNECT_FIRST_MS;
        for (int i = 0; i < 20; i++) {
            msec wait = reconnect_delay(&reconnect, 0);
            assert_in_range(wait, base / 2, base + base / 2);
            assert_in_range(wait, 100, RECONNECT_MAX_MS);
            base = base * 2 < RECONNECT_MAX_MS * 2 / 3 ? base * 2 : RECONNECT_MAX_MS * 2 / 3;
        }
    }
}

static void only_a_session_that_lasted_starts_the_series_anew(void **state)
{
    (void)state;
    struct reconnect reconnect;
    reconnect_init(&reconnect, 1);
    for (int i = 0; i < 10; i++)
        (void)reconnect_delay(&reconnect, 0);
    assert_in_range(reconnect_delay(&reconnect, RECONNECT_LASTED_MS - 1), 1600, 5000);
    assert_in_range(reconnect_delay(&reconnect, RECONNECT_LASTED_MS), 100, 300);
    assert_in_range(reconnect_delay(&reconnect, 0), 200, 600);
}

static void devices_do_not_come_back_all_at_once(void **state)
{
    (void)state;
    uint32_t early = 0;
    for (uint64_t uid = 1; uid <= 1000; uid++) {
        struct reconnect reconnect;
        reconnect_init(&reconnect, uid * 0x9e3779b97f4a7c15);
        early += reconnect_delay(&reconnect, HOUR) < 200;
    }
    assert_in_range(early, 400, 600);
}

/* D-27, D-28. */
static void the_hall_clock_is_carried_on_from_the_last_answer(void **state)
{
    (void)state;
    struct hall_clock clock = {0};
    assert_int_equal(hall_clock_now(&clock, 12345), 0);
    struct msg_welcome welcome = {.now_ms = 9000000, .tz_min = 480};
    hall_clock_welcome(&clock, &welcome, 500);
    assert_int_equal(hall_clock_now(&clock, 700), 9000200);
    /* The wall clock was set back an hour: so is ours, and half the way is added. */
    struct msg_pong pong = {.now_ms = 9000000 - HOUR, .tz_min = 540};
    hall_clock_pong(&clock, &pong, 40, 1000);
    assert_int_equal(hall_clock_now(&clock, 1000), 9000020 - HOUR);
    assert_int_equal(clock.tz_min, 540);
    welcome.training = 60;
    hall_clock_welcome(&clock, &welcome, 0);
    assert_int_equal(hall_clock_now(&clock, 1000), 9000000 + MINUTE);
    hall_clock_pong(&clock, &pong, 40, 1000);
    assert_int_equal(hall_clock_now(&clock, 1001), 9000000 - HOUR + 21 * 60);
}

static struct hall_clock told(msec hall, msec mono)
{
    struct hall_clock clock;
    const struct msg_welcome welcome = {.now_ms = (uint64_t)hall, .tz_min = 480};
    hall_clock_welcome(&clock, &welcome, mono);
    return clock;
}

/* The hall's clock is ours plus nine million; the answer took rtt_ms, `back` of it on its way back.
 */
static void answer(struct hall_clock *clock, msec mono, uint32_t rtt_ms, uint32_t back)
{
    const struct msg_pong pong = {.now_ms = (uint64_t)(9000000 + mono - back), .tz_min = 480};
    hall_clock_pong(clock, &pong, rtt_ms, mono);
}

/* A WELCOME says nothing of its way: the first answer is better, however slow. */
static void the_first_answer_is_taken(void **state)
{
    (void)state;
    struct hall_clock clock = told(9000000 - 400, 0);
    answer(&clock, 1000, 700, 350);
    assert_int_equal(hall_clock_now(&clock, 1000), 9001000);
}

static void a_slow_answer_does_not_move_the_clock(void **state)
{
    (void)state;
    struct hall_clock clock = told(9000000, 0);
    answer(&clock, 1000, 10, 5);
    for (msec i = 1; i <= 6; i++) {
        /* All of its way was the way back: by half of it the clock would jump 395 ms. */
        answer(&clock, 1000 + 4000 * i, 800, 795);
        assert_int_equal(hall_clock_now(&clock, 1000 + 4000 * i), 9001000 + 4000 * i);
    }
    answer(&clock, 30000, 10 + HALL_CLOCK_SLACK_MS, 5); /* as good as the best */
    assert_in_range(hall_clock_now(&clock, 30000), 9030000, 9030005);
}

static void a_line_that_became_slow_is_believed_after_eight_answers(void **state)
{
    (void)state;
    struct hall_clock clock = told(9000000 - 100, 0);
    answer(&clock, 1000, 10, 105); /* 100 ms off, and not to be known */
    for (msec i = 1; i < HALL_CLOCK_TRIES; i++) {
        answer(&clock, 1000 + 4000 * i, 400, 200);
        assert_int_equal(hall_clock_now(&clock, 1000 + 4000 * i), 9000900 + 4000 * i);
    }
    answer(&clock, 50000, 400, 200);
    assert_int_equal(hall_clock_now(&clock, 50000), 9050000);
}

/* The hall's clock was set: more than the way can explain, also by a slow answer. */
static void a_clock_that_was_set_is_followed_at_once(void **state)
{
    (void)state;
    struct hall_clock clock = told(9000000, 0);
    answer(&clock, 1000, 10, 5);
    const struct msg_pong pong = {.now_ms = 8000000, .tz_min = 540};
    hall_clock_pong(&clock, &pong, 800, 5000);
    assert_int_equal(hall_clock_now(&clock, 5000), 8000400);
    assert_int_equal(clock.tz_min, 540);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wait_doubles_up_to_five_seconds),
        cmocka_unit_test(only_a_session_that_lasted_starts_the_series_anew),
        cmocka_unit_test(devices_do_not_come_back_all_at_once),
        cmocka_unit_test(the_hall_clock_is_carried_on_from_the_last_answer),
        cmocka_unit_test(the_first_answer_is_taken),
        cmocka_unit_test(a_slow_answer_does_not_move_the_clock),
        cmocka_unit_test(a_line_that_became_slow_is_believed_after_eight_answers),
        cmocka_unit_test(a_clock_that_was_set_is_followed_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
