/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of core/keys.h about the group key of a line (D-17).
 */
#include "test.h"

#include <string.h>

#include "station_line.h"

static int set_up(void **state)
{
    static struct station_line line;
    station_line_init(&line, DEVICE_PAD);
    *state = &line;
    return 0;
}

static struct message padstate(uint16_t number)
{
    struct message message = {.type = MSG_TYPE_PADSTATE};
    message.padstate = (struct msg_padstate){.target = 3, .prefix = 'A', .number = number};
    return message;
}

static struct message call_of(uint16_t number)
{
    struct message message = {.type = MSG_TYPE_CALL};
    message.call.entries.count = 1;
    message.call.entries.list[0] = (struct rec_call_entry){.target = 3, .number = number};
    return message;
}

static uint16_t shown(const struct station_line *l)
{
    return l->station.pad.label.number;
}

static void calls_to_all_open_under_the_group_key_only(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(1);
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    station_line_open(l);
    station_line_to_all(l, &call);
    assert_int_equal(shown(l), 1);
    call = call_of(2);
    assert_int_equal(channel_seal(&l->group.channel, &call, frame, sizeof(frame), &length),
                     ERR_NONE);
    frame[FRAME_SRC] = LINE_ADDRESS + 1; /* a neighbour, who has the key */
    station_line_frame(l, frame, length, 0);
    assert_int_equal(shown(l), 1);
    frame[FRAME_SRC] = ADDRESS_CONTROLLER;
    frame[length - 1] ^= 1;
    station_line_frame(l, frame, length, 0);
    assert_int_equal(shown(l), 1);
    assert_int_equal(l->link.keys.forged, 1);
}

static void nothing_but_a_call_is_taken_from_the_group(void **state)
{
    struct station_line *l = *state;
    struct message message = padstate(9);
    station_line_open(l);
    station_line_to_all(l, &message); /* who has the group key could be any station */
    assert_int_equal(shown(l), 0);
    message = (struct message){.type = MSG_TYPE_BYE};
    station_line_to_all(l, &message);
    assert_int_equal(l->link.state, STATION_OPEN);
}

static void a_call_played_again_is_not_taken(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(1);
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    station_line_open(l);
    assert_int_equal(channel_seal(&l->group.channel, &call, frame, sizeof(frame), &length),
                     ERR_NONE);
    station_line_frame(l, frame, length, 0);
    call = call_of(2);
    station_line_to_all(l, &call);
    station_line_frame(l, frame, length, 0);
    assert_int_equal(shown(l), 2);
}

static void a_rating_pad_has_no_group_key(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(1);
    station_line_init(l, DEVICE_RATING);
    station_line_open(l);
    assert_false(l->link.keys.group[0].takes || l->link.keys.group[1].takes);
    station_line_to_all(l, &call);
    assert_int_equal(l->link.keys.forged, 0); /* no attack: it is not for this station */
}

static void turn(struct station_line *l, uint8_t with)
{
    uint8_t key[RECORD_KEY];
    struct message gkey;
    memset(key, with, sizeof(key));
    line_group_turn(&l->group, key, l->now);
    line_group_gkey(&l->group, &gkey);
    station_line_send(l, &gkey);
}

static void a_turned_group_key_is_confirmed_and_both_hold_until_the_new_one_is_used(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(1);
    station_line_open(l);
    struct line_group before = l->group;
    turn(l, 0x62);
    assert_int_equal(l->said.type, MSG_TYPE_GKEY_OK);
    assert_true(line_group_confirms(&l->group, &l->said.gkey_ok));
    station_line_to_all(l, &call); /* still under the old one: others have not confirmed */
    assert_int_equal(shown(l), 1);
    assert_true(line_group_tick(&l->group, true, l->now));
    call = call_of(2);
    station_line_to_all(l, &call);
    assert_int_equal(shown(l), 2);
    before.channel.out.next = l->group.channel.out.next;
    l->group = before; /* whoever was put out of the hall speaks */
    call = call_of(3);
    station_line_to_all(l, &call);
    assert_int_equal(shown(l), 2);
}

static void the_old_group_key_is_forgotten_after_a_minute_at_the_latest(void **state)
{
    struct station_line *l = *state;
    struct message call, state_of = padstate(0);
    station_line_open(l);
    turn(l, 0x62);
    assert_true(station_link_deadline(&l->link) <= l->now + KEYS_GROUP_BOTH_MS);
    msec end = l->now + KEYS_GROUP_BOTH_MS;
    for (uint16_t n = 1; l->now < end; n++, l->now += SECOND) { /* the session lives meanwhile */
        call = call_of(n);
        station_line_beat(l, 0x10, 0);
        station_line_send(l, &state_of);
        station_line_to_all(l, &call);
        assert_int_equal(shown(l), n);
    }
    station_line_send(l, &state_of);
    station_line_to_all(l, &call);
    assert_int_equal(shown(l), 0);
}

static void a_welcome_told_again_does_not_turn_the_count_back(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(1);
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    station_line_open(l);
    assert_int_equal(channel_seal(&l->group.channel, &call, frame, sizeof(frame), &length),
                     ERR_NONE);
    station_line_frame(l, frame, length, 0);
    struct line_group now = l->group;
    l->group.channel.out.next = 0; /* as this WELCOME was made, before the CALL */
    station_line_welcome(l, 5);
    l->group = now;
    l->station.pad.label.number = 0;
    station_line_frame(l, frame, length, 0); /* a link retry, nothing new */
    assert_int_equal(shown(l), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup(name, set_up)
        T(calls_to_all_open_under_the_group_key_only),
        T(nothing_but_a_call_is_taken_from_the_group),
        T(a_call_played_again_is_not_taken),
        T(a_rating_pad_has_no_group_key),
        T(a_turned_group_key_is_confirmed_and_both_hold_until_the_new_one_is_used),
        T(the_old_group_key_is_forgotten_after_a_minute_at_the_latest),
        T(a_welcome_told_again_does_not_turn_the_count_back),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
