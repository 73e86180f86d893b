/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keying of a whole line: real master, real stations, the controller's real line_keys
 * and line_group, on wires that lose, garble, repeat and play again, with restarts of
 * everybody.
 */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "bus_world.h"

#define SEEDS 16
static struct world world;

static struct world *line(uint8_t count, uint32_t baud, uint64_t seed)
{
    world_init(&world, count, baud, seed);
    return &world;
}

static uint32_t online(const struct world *w, uint8_t kind)
{
    uint32_t count = 0;
    for (uint8_t i = 0; i < w->count; i++)
        count += w->stations[i].open && w->stations[i].station.kind == kind;
    return count;
}

static uint32_t handshakes(const struct world *w)
{
    uint32_t count = 0;
    for (uint8_t i = 0; i < w->count; i++)
        count += w->stations[i].handshakes;
    return count;
}

static void pads_are_online_before_any_strip_and_strips_before_rating_pads(void **state)
{
    (void)state;
    struct world *w = line(48, 19200, 1);
    world_run(w, 30 * SECOND);
    world_controller_restart(w); /* so that it hears of all of them at once */
    msec start = w->now;
    while (online(w, DEVICE_RATING) < 16 && w->now - start < MINUTE) {
        world_run(w, 1);
        /* The last of them may still be at it: two at a time. */
        if (online(w, DEVICE_STRIP))
            assert_true(online(w, DEVICE_PAD) >= 15);
        if (online(w, DEVICE_RATING))
            assert_true(online(w, DEVICE_STRIP) >= 15);
    }
    assert_in_range(w->now - start, 0, 20 * SECOND);
    assert_int_equal(handshakes(w), 2 * 48); /* one each */
    assert_int_equal(w->dropped, 0);
}

/* A minute of everything; people press all the time. */
static void random_minute(struct world *w)
{
    for (int i = 0; i < 100; i++) {
        uint8_t pad = (uint8_t)(3 * world_random(w, (w->count + 2u) / 3));
        if (!w->stations[pad].press)
            (void)world_press(w, pad, KEY_NEXT);
        world_run(w, 100 + world_random(w, 1000));
        switch (world_random(w, 40)) {
        case 0:
            world_tunnel(w, !w->bus.tunnel);
            break;
        case 1:
            world_controller_restart(w);
            break;
        case 2:
            world_reboot(w, (uint8_t)world_random(w, w->count));
            break;
        default:
            break;
        }
    }
    if (!w->bus.tunnel)
        world_tunnel(w, true);
}

static void whatever_happens_the_line_heals_and_no_press_is_done_twice(void **state)
{
    (void)state;
    uint32_t done = 0, forged = 0, sessions = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct world *w = line((uint8_t)(3 + seed), 19200, seed);
        w->noise = (struct world_noise){.lose = 50,
                                        .garble = 50,
                                        .repeat = 30,
                                        .junk = 2,
                                        .replay = seed % 2 ? 3 : 0,
                                        .swap = 30};
        random_minute(w);
        w->noise = (struct world_noise){0};
        /* Until a dead session is seen, a handshake; and one silent station is asked a second. */
        world_run(w, w->stations[0].keys.silent + (5 + w->count) * SECOND);
        if (world_books(w))
            fail_msg("seed %u: %s", (unsigned)seed, world_books(w));
        if (world_wrong(w))
            fail_msg("seed %u: %u stations show something else", (unsigned)seed, world_wrong(w));
        for (uint32_t i = 0; i < w->press_count; i++)
            done += w->presses[i].outcome == PAD_DONE;
        for (uint8_t i = 0; i < w->count; i++)
            sessions += w->stations[i].sessions;
        forged += w->forged;
    }
    assert_true(done > 10 * SEEDS); /* the test did test something */
    assert_true(forged > SEEDS);
    assert_true(sessions > 20 * SEEDS);
}

static void a_new_controller_has_every_station_again_within_seconds(void **state)
{
    (void)state;
    struct world *w = line(48, 115200, 2);
    world_run(w, 6 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    uint32_t boot = w->stations[0].link.boot;
    world_controller_restart(w);
    world_run(w, 6 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    assert_int_equal(w->stations[0].link.boot, boot); /* D-09 */
    for (uint8_t i = 0; i < w->count; i++)
        assert_int_equal(w->stations[i].sessions, 2);
}

static void keys_outlive_the_bus_program(void **state)
{
    (void)state;
    struct world *w = line(12, 115200, 3);
    world_run(w, 5 * SECOND);
    for (int i = 0; i < 3; i++) {
        struct bus_settings settings = w->bus.settings;
        world_tunnel(w, false);
        world_run(w, 10 * SECOND);
        bus_init(&w->bus, &settings, w->now);
        world_tunnel(w, true);
        world_run(w, 3 * SECOND);
        assert_int_equal(world_wrong(w), 0);
    }
    assert_int_equal(handshakes(w), 12);
}

/* As the bus program hands up what somebody said in the name of that station. */
static void say_need(struct world *w, uint8_t address)
{
    uint8_t frame[16] = {ADDRESS_CONTROLLER, address, CTL_SEC_CLEAR, (uint8_t)w->now};
    const struct message need = {.type = MSG_TYPE_NEED, .need = {.what = NEED_SESSION}};
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    assert_int_equal(message_encode(&need, &out), ERR_NONE);
    const struct bus_event event = {.kind = BUS_EVENT_UPLINK,
                                    .address = address,
                                    .frame = frame,
                                    .length = (size_t)(out.at - frame)};
    controller_hear(w, &event);
}

/* S3 */
static void a_flood_of_forged_needs_costs_one_handshake_a_minute(void **state)
{
    (void)state;
    struct world *w = line(6, 115200, 4);
    world_run(w, 5 * SECOND);
    for (msec end = w->now + 5 * MINUTE - SECOND; w->now < end;) {
        say_need(w, 1);
        world_run(w, 20);
        assert_true(w->stations[0].station.online); /* and the pad never goes dark */
    }
    assert_int_equal(w->stations[0].handshakes, 1 + 5);
    assert_int_equal(world_wrong(w), 0);
    for (uint8_t i = 1; i < w->count; i++)
        assert_int_equal(w->stations[i].handshakes, 1);
}

static void a_wrong_key_keeps_its_station_out_and_costs_the_others_nothing(void **state)
{
    (void)state;
    struct world *w = line(6, 19200, 5);
    w->stations[0].identity.key[0] ^= 1;
    world_run(w, 3 * SECOND);
    for (uint8_t i = 1; i < w->count; i++)
        assert_true(w->stations[i].open);
    world_run(w, MINUTE);
    assert_false(w->stations[0].open);
    assert_int_equal(w->stations[0].handshakes, 0);
    assert_int_equal(w->failed, 1); /* told once */
    assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_NO_LINK);
    assert_int_equal(world_press(w, 3, KEY_NEXT), PAD_TAKEN);
    world_run(w, SECOND);
    assert_int_equal(w->presses[0].outcome, PAD_DONE);
    w->stations[0].identity.key[0] ^= 1; /* it is given the right one */
    world_run(w, 7 * SECOND);
    assert_true(w->stations[0].open);
}

static void a_revoked_station_is_out_at_once_and_hears_no_more_calls(void **state)
{
    (void)state;
    struct world *w = line(6, 115200, 6);
    world_run(w, 5 * SECOND);
    assert_int_equal(world_wrong(w), 0);
    world_revoke(w, 0);
    world_run(w, SECOND);
    assert_int_equal(w->stations[0].link.state, STATION_KEYING);
    assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_NO_LINK);
    assert_false(w->group.turning); /* all the others have confirmed */
    uint32_t forged = w->stations[0].link.keys.forged;
    assert_int_equal(world_press(w, 3, KEY_NEXT), PAD_TAKEN);
    world_run(w, SECOND);
    assert_int_equal(w->presses[0].outcome, PAD_DONE);
    assert_int_equal(w->stations[0].station.pad.label.number, 0);
    assert_true(w->stations[0].link.keys.forged >= forged);
    assert_int_equal(world_wrong(w), 1); /* but for that one */
    world_run(w, 30 * SECOND);
    assert_false(w->stations[0].station.online);
}

static void the_group_key_turns_though_a_station_never_confirms(void **state)
{
    (void)state;
    struct world *w = line(9, 115200, 7);
    world_run(w, 5 * SECOND);
    w->stations[3].dead = true; /* a pad; the bus program has not noticed */
    world_revoke(w, 0);
    world_run(w, 2 * SECOND);
    assert_false(w->group.turning); /* who is not there is not waited for */
    w->stations[3].dead = false;
    world_run(w, 5 * SECOND);
    assert_int_equal(world_wrong(w), 1);
}

static void a_station_whose_shell_has_no_randomness_holds_nobody_up(void **state)
{
    (void)state;
    struct world *w = line(6, 115200, 8);
    w->stations[0].seedless = true;
    world_run(w, 5 * SECOND);
    assert_int_equal(world_wrong(w), 1);
    w->stations[0].seedless = false;
    world_run(w, 10 * SECOND);
    assert_int_equal(world_wrong(w), 0);
}

static void keys_are_renewed_under_way_and_nobody_notices(void **state)
{
    (void)state;
    struct world *w = line(6, 115200, 9);
    world_run(w, 5 * SECOND);
    for (uint8_t i = 0; i < w->count; i++)
        w->stations[i].keys.made -= LINE_KEYS_LIFE_MS;
    for (int i = 0; i < 40; i++) {
        if (!w->stations[0].press)
            assert_int_equal(world_press(w, 0, KEY_NEXT), PAD_TAKEN); /* never without a session */
        world_run(w, 50);
    }
    world_run(w, 3 * SECOND);
    assert_null(world_books(w));
    for (uint32_t i = 0; i < w->press_count; i++) /* some were made on the picture before (D-08) */
        assert_int_not_equal(w->presses[i].outcome, PAD_NO_ANSWER);
    assert_int_equal(handshakes(w), 12);
    assert_int_equal(world_wrong(w), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pads_are_online_before_any_strip_and_strips_before_rating_pads),
        cmocka_unit_test(whatever_happens_the_line_heals_and_no_press_is_done_twice),
        cmocka_unit_test(a_new_controller_has_every_station_again_within_seconds),
        cmocka_unit_test(keys_outlive_the_bus_program),
        cmocka_unit_test(a_flood_of_forged_needs_costs_one_handshake_a_minute),
        cmocka_unit_test(a_wrong_key_keeps_its_station_out_and_costs_the_others_nothing),
        cmocka_unit_test(a_revoked_station_is_out_at_once_and_hears_no_more_calls),
        cmocka_unit_test(the_group_key_turns_though_a_station_never_confirms),
        cmocka_unit_test(a_station_whose_shell_has_no_randomness_holds_nobody_up),
        cmocka_unit_test(keys_are_renewed_under_way_and_nobody_notices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
