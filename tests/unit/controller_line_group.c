/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of app/line_group.h, in its name (D-17).
 */
#include "test.h"

#include "station_line.h"

static int set_up(void **state)
{
    static struct station_line line;
    station_line_init(&line, DEVICE_PAD);
    *state = &line;
    return 0;
}

static void a_group_key_turns_when_all_confirmed_or_after_a_minute(void **state)
{
    struct station_line *l = *state;
    uint8_t key[RECORD_KEY] = {9};
    struct message gkey;
    struct msg_welcome welcome = {0};
    l->group.channel.out.next = 700;
    line_group_turn(&l->group, key, l->now);
    line_group_gkey(&l->group, &gkey);
    assert_int_equal(gkey.gkey.gphase, 1);
    assert_int_equal(gkey.gkey.gctr, 700); /* the count goes on over the turn */
    assert_memory_equal(gkey.gkey.gkey.at, key, RECORD_KEY);
    line_group_welcome(&l->group, &welcome); /* a newcomer hears what is said now */
    assert_int_equal(welcome.gphase, 0);
    assert_false(line_group_tick(&l->group, false, l->now + LINE_GROUP_TURN_MS - 1));
    struct line_group late = l->group;
    assert_true(line_group_tick(&late, false, l->now + LINE_GROUP_TURN_MS));
    assert_true(line_group_tick(&l->group, true, l->now));
    line_group_welcome(&l->group, &welcome);
    assert_int_equal(welcome.gphase, 1);
    assert_int_equal(welcome.gctr, 700);
    assert_false(line_group_tick(&l->group, true, l->now));
}

static void a_late_confirmation_of_the_turn_before_counts_for_nothing(void **state)
{
    struct station_line *l = *state;
    uint8_t key[RECORD_KEY] = {9};
    const struct msg_gkey_ok ok = {.gphase = 1};
    assert_false(line_group_confirms(&l->group, &ok));
    line_group_turn(&l->group, key, l->now);
    assert_true(line_group_confirms(&l->group, &ok));
    assert_true(line_group_tick(&l->group, true, l->now));
    line_group_turn(&l->group, key, l->now);
    assert_false(line_group_confirms(&l->group, &ok));
}

static void a_used_up_group_key_begins_its_count_anew(void **state)
{
    struct station_line *l = *state;
    uint8_t key[RECORD_KEY] = {9};
    l->group.channel.out.next = LINE_GROUP_FRAMES_MAX - 1;
    assert_false(line_group_worn(&l->group));
    l->group.channel.out.next++;
    assert_true(line_group_worn(&l->group));
    line_group_turn(&l->group, key, l->now);
    assert_true(line_group_tick(&l->group, true, l->now));
    assert_int_equal(l->group.channel.out.next, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup(name, set_up)
        T(a_group_key_turns_when_all_confirmed_or_after_a_minute),
        T(a_late_confirmation_of_the_turn_before_counts_for_nothing),
        T(a_used_up_group_key_begins_its_count_anew),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
