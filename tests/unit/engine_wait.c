/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People ahead and waits (R-W1 to R-W3), and the limits of a hall.
 */
#include <stdlib.h>
#include <string.h>

#include "engine_fixture.h"

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 300);
    engine_open_day(&w);
    return 0;
}

struct wait {
    bool known;
    uint16_t lo, hi, wait;
};

static struct wait estimate(uint16_t service, uint32_t ahead)
{
    struct wait got;
    got.known = hall_estimate(w.hall, (service_id){service}, ahead, &got.lo, &got.hi, &got.wait);
    return got;
}

static void expect(struct wait got, int lo, int wait, int hi)
{
    assert_true(got.known);
    assert_int_equal(got.lo, lo);
    assert_int_equal(got.wait, wait);
    assert_int_equal(got.hi, hi);
}

static void without_a_window_or_a_mean_nothing_is_said(void **state)
{
    (void)state;
    assert_false(estimate(1, 5).known);
    assert_false(estimate(9, 5).known);
    engine_act(&w, 1, VERB_OPEN, 0);
    assert_true(estimate(1, 5).known);
    engine_press(&w, 1, KEY_PAUSE);
    assert_false(estimate(1, 5).known);
    w.services[2].mean_ms = 0;
    engine_act(&w, 4, VERB_OPEN, 0);
    assert_false(estimate(3, 5).known);
}

/* Window 4 serves service 3 alone, 10 minutes each by configuration. */
static void waits_are_rounded_for_people(void **state)
{
    (void)state;
    engine_act(&w, 4, VERB_OPEN, 0);
    expect(estimate(3, 0), 1, 1, 1); /* never 0 */
    w.services[2].mean_ms = 1 * MINUTE;
    expect(estimate(3, 6), 4, 6, 8); /* to the minute below ten */
    expect(estimate(3, 9), 6, 9, 15);
    expect(estimate(3, 10), 7, 10, 15);
    expect(estimate(3, 21), 10, 25, 30); /* in fives above: 14.7, 21, 27.3 */
    expect(estimate(3, 4000000), UINT16_MAX, UINT16_MAX, UINT16_MAX);
}

/* A window that serves two services equally loaded counts half (R-W2). */
static void shared_windows_count_with_their_share(void **state)
{
    (void)state;
    engine_act(&w, 1, VERB_OPEN, 0);
    expect(estimate(1, 1), 10, 20, 30); /* 10 min / 0.5 window */
    engine_act(&w, 2, VERB_OPEN, 0);
    expect(estimate(1, 1), 7, 10, 15);
    for (int i = 0; i < 3; i++)
        engine_issue(&w, 1); /* 4 of 5 shares are now ours */
    expect(estimate(1, 4), 15, 25, 35);
}

static void serve_one(uint16_t service, uint16_t window, msec time)
{
    engine_issue(&w, service);
    assert_int_equal(engine_press(&w, window, KEY_NEXT), REFUSED_NOT);
    engine_press(&w, window, KEY_START);
    w.now += time;
    assert_int_equal(engine_press(&w, window, KEY_FINISH), REFUSED_NOT);
}

static void the_mean_is_learned_from_the_last_twenty(void **state)
{
    (void)state;
    w.windows[2].next = NEXT_REFUSE;
    engine_act(&w, 3, VERB_OPEN, 0); /* serves 2 alone */
    expect(estimate(2, 1), 7, 10, 15);
    for (int i = 0; i < 4; i++)
        serve_one(2, 3, (i + 2) / 2 * MINUTE); /* 1 1 2 2 */
    expect(estimate(2, 1), 7, 10, 15);         /* four say nothing yet */
    serve_one(2, 3, 90 * MINUTE);              /* the median does not mind */
    expect(estimate(2, 1), 1, 2, 3);
    for (int i = 0; i < 20; i++)
        serve_one(2, 3, 4 * MINUTE);
    expect(estimate(2, 1), 2, 4, 6);
}

static void parked_time_is_not_served_time(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        engine_issue(&w, 2);
        engine_press(&w, 3, KEY_NEXT);
        engine_press(&w, 3, KEY_START);
        w.now += MINUTE;
        engine_press(&w, 3, KEY_PARK);
        w.now += HOUR;
        engine_press(&w, 3, KEY_RETURN);
        engine_press(&w, 3, KEY_START);
        w.now += MINUTE;
        engine_press(&w, 3, KEY_FINISH);
    }
    expect(estimate(2, 1), 1, 2, 3);
}

static void people_ahead_are_counted_in_the_tickets_queue(void **state)
{
    (void)state;
    ticket_id a[3];
    for (int i = 0; i < 3; i++) {
        a[i] = engine_issue(&w, 1);
        engine_issue(&w, 2);
    }
    assert_int_equal(hall_ahead(w.hall, a[2]), 2);
    assert_int_equal(hall_ahead_of_new(w.hall, (service_id){1}, CLASS_NORMAL, w.now), 3);
    assert_int_equal(hall_ahead_of_new(w.hall, (service_id){9}, CLASS_NORMAL, w.now), 0);
    assert_int_equal(hall_waiting(w.hall, (service_id){1}), 3);
    assert_int_equal(hall_waiting_all(w.hall), 6);
    assert_int_equal(hall_waiting_window(w.hall, 1), 6);
    assert_int_equal(hall_waiting_window(w.hall, 3), 3);
    assert_int_equal(hall_waiting_window(w.hall, 9), 0);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(hall_ahead(w.hall, a[0]), 0);
    assert_int_equal(hall_ahead(w.hall, a[2]), 1);
    assert_int_equal(hall_ahead(w.hall, (ticket_id){0}), 0);
    struct window_view view;
    assert_false(hall_window(w.hall, (target_id){99}, &view));
}

/* The ring keeps the newest 256; an older announcement is lost, never wrong. */
static void the_newest_announcements_are_kept(void **state)
{
    (void)state;
    uint32_t first = 0;
    for (uint32_t i = 0; i < HALL_ANNOUNCES_MAX + 4; i++) {
        engine_issue(&w, 1);
        engine_press(&w, 1, KEY_NEXT);
        if (!first)
            first = w.facts.list[w.facts.count - 1].called.announce;
        engine_press(&w, 1, KEY_FINISH);
    }
    static struct announce_view said[HALL_ANNOUNCES_MAX + 8];
    assert_int_equal(hall_announces(w.hall, 0, said, countof(said)), HALL_ANNOUNCES_MAX);
    assert_int_equal(said[0].id, first + 4);
    assert_int_equal(said[HALL_ANNOUNCES_MAX - 1].id, first + HALL_ANNOUNCES_MAX + 3);
    assert_int_equal(hall_announces(w.hall, 0, said, 3), 3); /* oldest first */
    assert_int_equal(said[0].id, first + 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_window_or_a_mean_nothing_is_said),
        TEST(waits_are_rounded_for_people),
        TEST(shared_windows_count_with_their_share),
        TEST(the_mean_is_learned_from_the_last_twenty),
        TEST(parked_time_is_not_served_time),
        TEST(people_ahead_are_counted_in_the_tickets_queue),
        TEST(the_newest_announcements_are_kept),
    };
    return cmocka_run_group_tests_name("engine_wait", tests, NULL, NULL);
}
