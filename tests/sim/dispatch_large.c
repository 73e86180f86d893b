/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The largest hall: 1,100 windows and 44,000 visitors in one day, under every rule, and
 * the limits of a recorded day.
 */
#include <stdlib.h>

#include "engine_random.h"
#include "sim/replay.h"
#include "test.h"

#define WINDOWS 1100u
#define VISITORS 44000u
#define SERVICES 40u
#define LIST 8u

static void define_windows(struct day *day, struct dice *dice)
{
    for (uint32_t w = 0; w < WINDOWS; w++) {
        struct day_window *window = &day->windows[w];
        *window = (struct day_window){.zone = w % 6,
                                      .comprehensive = w % 6 == 0,
                                      .staffed = true,
                                      .speed_pm = 700 + roll(dice, 600),
                                      .pool_pm = 1150,
                                      .count = LIST,
                                      .shift = w,
                                      .shift_count = 1};
        for (uint32_t i = 0; i < LIST; i++)
            window->services[i] = (w * 3 + i) % SERVICES;
        day->shifts[w] = (struct day_shift){w, false, 8 * HOUR, DAY_SPAN};
    }
}

static struct day large_day(void)
{
    struct dice dice = {11};
    struct day day = {.service_count = SERVICES,
                      .window_count = WINDOWS,
                      .shift_count = WINDOWS,
                      .visitor_count = VISITORS,
                      .no_show = MINUTE,
                      .late_grace = 15 * MINUTE};
    day.services = calloc(SERVICES, sizeof(*day.services));
    day.windows = calloc(WINDOWS, sizeof(*day.windows));
    day.shifts = calloc(WINDOWS, sizeof(*day.shifts));
    day.visitors = calloc(VISITORS, sizeof(*day.visitors));
    assert_true(day.services && day.windows && day.shifts && day.visitors);
    for (uint32_t s = 0; s < SERVICES; s++)
        day.services[s] = (struct day_service){.zone = s % 6, .mean = (5 + s % 15) * MINUTE};
    define_windows(&day, &dice);
    for (uint32_t i = 0; i < VISITORS; i++) {
        msec at = 8 * HOUR + (msec)i * 8 * HOUR / VISITORS;
        uint8_t class = chance(&dice, 70) ? CLASS_NORMAL : (uint8_t)(1 + roll(&dice, 3));
        day.visitors[i] =
            (struct day_visitor){.ticket = i,
                                 .ticket_class = class,
                                 .arrive = at,
                                 .due = class == CLASS_APPOINTMENT
                                            ? at + ((msec)roll(&dice, 30) - 15) * MINUTE
                                            : -1,
                                 .patience = 100 * HOUR,
                                 .work = (msec)roll(&dice, 24 * (uint32_t)MINUTE),
                                 .service = roll(&dice, SERVICES),
                                 .next_service = -1};
    }
    return day;
}

static void a_thousand_windows_and_44000_visitors(void **state)
{
    (void)state;
    struct day day = large_day();
    for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_TURNS; rule++) {
        struct replay replay;
        uint32_t waited = 0;
        const struct replay_options options = {.rule = rule, .restart_every = 40000};
        assert_int_equal(replay_run(&replay, &day, &options), ERR_NONE);
        assert_true(replay.restarts >= 2);
        assert_int_equal(replay.leg_count, VISITORS);
        for (uint32_t i = 0; i < VISITORS; i++) {
            assert_true(replay.legs[i].window >= 0);
            waited += replay.legs[i].call > replay.legs[i].enqueue;
        }
        assert_true(waited > VISITORS / 4); /* there was something to choose */
        assert_null(hall_check(replay.hall));
        replay_free(&replay);
    }
    day_free(&day);
}

/* Nobody serves it: the leg stays in the log as one that was never called. */
static void a_visitor_whom_no_window_serves_is_logged(void **state)
{
    (void)state;
    struct day_service services[] = {{0, MINUTE}, {0, MINUTE}};
    struct day_window windows[] = {
        {.speed_pm = 1000, .pool_pm = 1000, .count = 1, .services = {0}, .shift_count = 1}};
    struct day_shift shifts[] = {{0, false, 8 * HOUR, 17 * HOUR}};
    struct day_visitor visitors[] =
        {{.ticket = 5, .arrive = 9 * HOUR, .service = 1, .due = -1, .next_service = -1},
         {.ticket = 7, .arrive = 9 * HOUR, .service = 0, .due = -1, .next_service = -1}};
    const struct day day = {.service_count = 2,
                            .window_count = 1,
                            .shift_count = 1,
                            .visitor_count = 2,
                            .services = services,
                            .windows = windows,
                            .shifts = shifts,
                            .visitors = visitors};
    struct replay replay;
    const struct replay_options options = {.rule = DISPATCH_FIFO};
    assert_int_equal(replay_run(&replay, &day, &options), ERR_NONE);
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);
    replay_write(&replay, file);
    fclose(file);
    assert_string_equal(text,
                        "leg_no,ticket,leg,service,class,enqueue_ms,call_ms,window,show,key_ms\n"
                        "0,5,0,1,0,32400000,-1,-1,0,32400000\n1,7,0,0,0,32400000,32400000,0,1,"
                        "32400000\n");
    free(text);
    replay_free(&replay);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_windows_and_44000_visitors),
        cmocka_unit_test(a_visitor_whom_no_window_serves_is_logged),
    };
    return cmocka_run_group_tests_name("dispatch_large", tests, NULL, NULL);
}
