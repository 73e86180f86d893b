/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The promises of bus/master and station/core together, on wires that do their worst.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "bus_world.h"

#define SEEDS 12
static struct world world;

static struct world *line(uint8_t count, uint32_t baud, uint64_t seed)
{
    world_init(&world, count, baud, seed);
    return &world;
}

static void a_quiet_line_of_64_stations_comes_up_within_seconds(void **state)
{
    (void)state;
    struct world *w = line(BUS_STATIONS_MAX, 115200, 1); /* D-39: the limit */
    world_run(w, 5 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    assert_int_equal(w->online_events, BUS_STATIONS_MAX);
    assert_int_equal(world_press(w, 63 - 63 % 3, KEY_NEXT), PAD_TAKEN);
    world_run(w, SECOND);
    assert_int_equal(w->presses[0].executions, 1);
    assert_int_equal(world_wrong(w), 0);
}

static void a_slow_line_works_too(void **state)
{
    (void)state;
    struct world *w = line(12, 9600, 1);
    world_run(w, 10 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_TAKEN);
    world_run(w, 2 * SECOND);
    assert_int_equal(w->presses[0].outcome, PAD_DONE);
    assert_int_equal(world_wrong(w), 0);
}

static void random_minute(struct world *w)
{
    for (int i = 0; i < 120; i++) {
        uint8_t pad = (uint8_t)(3 * world_random(w, (w->count + 2u) / 3));
        if (!w->stations[pad].dead && !w->stations[pad].press)
            (void)world_press(w, pad, KEY_NEXT);
        world_run(w, 100 + world_random(w, 800));
        if (world_random(w, 20) == 0)
            world_tunnel(w, !w->bus.tunnel);
    }
    if (!w->bus.tunnel)
        world_tunnel(w, true);
}

static void a_press_is_done_at_most_once_on_a_bad_line_and_states_heal(void **state)
{
    (void)state;
    uint32_t done = 0, executed = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = line((uint8_t)(3 + seed), 19200, seed);
        w->noise = (struct world_noise){.lose = 60, .garble = 60, .repeat = 20, .junk = 2};
        random_minute(w);
        w->noise = (struct world_noise){0};
        world_run(w, 12 * SECOND);
        if (world_books(w))
            fail_msg("seed %u: %s", (unsigned)seed, world_books(w));
        if (world_wrong(w))
            fail_msg("seed %u: %u stations show something else", (unsigned)seed, world_wrong(w));
        for (uint32_t i = 0; i < w->press_count; i++) {
            done += w->presses[i].outcome == PAD_DONE;
            executed += w->presses[i].executions;
        }
    }
    assert_true(done > 20 * SEEDS); /* the test did test something */
    assert_true(executed >= done);
}

static void dead_stations_cost_the_living_little(void **state)
{
    (void)state;
    struct world *w = line(BUS_STATIONS_MAX, 115200, 3);
    for (uint8_t i = 24; i < BUS_STATIONS_MAX; i++)
        w->stations[i].dead = true;
    world_run(w, 10 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    for (int n = 0; n < 50; n++) {
        msec start = w->now;
        assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_TAKEN);
        while (w->stations[0].press && w->now - start < PAD_LIFE_MS)
            world_run(w, 1);
        /* A round over 24, one dead station's time-out, and the answer. */
        assert_in_range(w->now - start, 0, 24 * 8 + 60);
        world_run(w, 100);
    }
}

static void a_line_that_was_unplugged_is_back_within_two_seconds(void **state)
{
    (void)state;
    struct world *w = line(48, 115200, 4);
    world_run(w, 5 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    w->noise.lose = 1000;
    world_run(w, 15 * SECOND);
    assert_int_equal(w->stations[0].link.state, STATION_SILENT);
    assert_int_equal(w->bus.stations[7].state, BUS_OFFLINE);
    assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_NO_LINK);
    w->noise.lose = 0;
    world_run(w, 3 * SECOND);
    assert_int_equal(world_wrong(w), 0);
}

static void stations_wake_one_by_one(void **state)
{
    (void)state;
    struct world *w = line(12, 115200, 5);
    for (uint8_t i = 1; i < 12; i++)
        w->stations[i].dead = true;
    world_run(w, 10 * SECOND);
    for (uint8_t i = 1; i < 12; i++)
        w->stations[i].dead = false;
    world_run(w, 13 * SECOND); /* one probe a second while others are there */
    assert_int_equal(world_wrong(w), 0);
}

/* D-14 */
static void without_a_controller_presses_are_refused_and_it_comes_back(void **state)
{
    (void)state;
    struct world *w = line(6, 115200, 6);
    world_run(w, 3 * SECOND);
    uint32_t boot = w->stations[0].link.boot;
    world_tunnel(w, false);
    world_run(w, 500);
    assert_int_equal(w->stations[0].link.state, STATION_NO_CONTROLLER);
    assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_NO_LINK);
    uint32_t uplinks = w->uplinks;
    world_run(w, 10 * SECOND);
    assert_int_equal(w->uplinks, uplinks); /* D-11: the bus program keeps none */
    world_tunnel(w, true);
    world_run(w, 2 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    assert_int_equal(w->stations[0].link.boot, boot); /* D-09: the same start of the device */
}

static void a_press_of_the_moment_the_controller_died_is_never_done_later(void **state)
{
    (void)state;
    struct world *w = line(6, 115200, 7);
    world_run(w, 3 * SECOND);
    assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_TAKEN);
    world_tunnel(w, false);
    world_run(w, 4 * SECOND);
    world_tunnel(w, true);
    world_run(w, 5 * SECOND);
    assert_int_equal(w->presses[0].outcome, PAD_NO_ANSWER);
    assert_int_equal(w->presses[0].executions, 0);
}

static void a_second_press_on_an_old_picture_calls_nobody(void **state)
{
    (void)state;
    struct world *w = line(3, 115200, 8);
    world_run(w, 3 * SECOND);
    w->stations[0].station.pad.call--; /* it shows the call before */
    assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_TAKEN);
    world_run(w, SECOND);
    assert_int_equal(w->presses[0].outcome, PAD_REFUSED);
    assert_int_equal(w->stations[0].station.pad.last_code, REFUSED_STALE);
    assert_int_equal(world_wrong(w), 0); /* and the picture is right again */
}

/* D-14 */
static void a_foreign_master_gets_a_pause_and_an_alarm(void **state)
{
    (void)state;
    struct world *w = line(3, 115200, 9);
    world_run(w, 3 * SECOND);
    uint8_t frame[] = {9, ADDRESS_CONTROLLER, CTL_ACKREQ, 77, MSG_TYPE_POLL, 0}, wire[32];
    size_t length;
    assert_int_equal(frame_encode(frame, sizeof(frame), wire, sizeof(wire), &length), ERR_NONE);
    while (w->bus.waiting != BUS_WAIT_NOTHING)
        world_run(w, 1);
    world_run(w, 1);
    while (w->bus.silent_until <= w->now) {
        world_inject(w, wire, length);
        world_run(w, 7);
    }
    assert_int_equal(w->foreign_events, 1);
    uint8_t clear = w->bus.clear_ctr;
    world_run(w, BUS_FOREIGN_MS - 20);
    assert_int_equal(w->bus.clear_ctr, clear);
    world_run(w, 3 * SECOND);
    assert_int_equal(world_wrong(w), 0);
}

static void a_restarted_bus_program_or_station_finds_its_way_back(void **state)
{
    (void)state;
    struct world *w = line(6, 115200, 10);
    world_run(w, 3 * SECOND);
    struct bus_settings settings = w->bus.settings;
    bus_init(&w->bus, &settings, w->now);
    world_tunnel(w, true);
    world_run(w, 3 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    world_reboot(w, 0);
    world_run(w, 3 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_TAKEN);
    world_run(w, SECOND);
    assert_int_equal(w->presses[0].executions, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quiet_line_of_64_stations_comes_up_within_seconds),
        cmocka_unit_test(a_slow_line_works_too),
        cmocka_unit_test(a_press_is_done_at_most_once_on_a_bad_line_and_states_heal),
        cmocka_unit_test(dead_stations_cost_the_living_little),
        cmocka_unit_test(a_line_that_was_unplugged_is_back_within_two_seconds),
        cmocka_unit_test(stations_wake_one_by_one),
        cmocka_unit_test(without_a_controller_presses_are_refused_and_it_comes_back),
        cmocka_unit_test(a_press_of_the_moment_the_controller_died_is_never_done_later),
        cmocka_unit_test(a_second_press_on_an_old_picture_calls_nobody),
        cmocka_unit_test(a_foreign_master_gets_a_pause_and_an_alarm),
        cmocka_unit_test(a_restarted_bus_program_or_station_finds_its_way_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
