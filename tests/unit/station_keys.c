/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of core/keys.h, in its name: handshakes and sessions of a
 * station, and what attackers on its line cannot do. Group keys are in station_group.c.
 */
#include "test.h"

#include <string.h>

#include "station_line.h"

#define ANY_FRAME CTL_ACKREQ

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

static uint16_t shown(const struct station_line *l)
{
    return l->station.pad.label.number;
}

/* ---- handshake ---- */

static void noise2_is_repeated_until_it_is_acknowledged(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS], first[LINK_WIRE_MAX];
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    station_line_frame(l, frame, length, ANY_FRAME);
    uint8_t before = l->ack;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NOISE2);
    size_t first_length = l->length;
    memcpy(first, l->frame, l->length);
    l->ack = before; /* it was lost on its way */
    station_line_poll(l);
    assert_int_equal(l->length, first_length);
    assert_memory_equal(l->frame, first, first_length);
    station_line_poll(l);
    assert_int_not_equal(l->said.type, MSG_TYPE_NOISE2);
}

static void noise2_that_was_never_said_is_not_taken_for_acknowledged(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    station_line_frame(l, frame, length, ANY_FRAME);
    l->ack = l->link.keys.noise2[FRAME_CTR]; /* by chance: of another start of the bus program */
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NOISE2);
}

static void the_same_noise1_once_more_gets_the_same_noise2(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS], first[LINK_WIRE_MAX];
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    station_line_frame(l, frame, length, ANY_FRAME);
    station_line_poll(l);
    size_t first_length = l->length;
    memcpy(first, l->frame, l->length);
    station_line_poll(l); /* acknowledged, but it never reached the controller */
    station_line_frame(l, frame, length, ANY_FRAME);
    assert_int_equal(l->said.type, MSG_TYPE_NOISE2); /* known by heart: nobody waits for it */
    first[FRAME_CTL] = l->frame[FRAME_CTL];          /* but for the link bits (D-01) */
    assert_int_equal(l->length, first_length);
    assert_memory_equal(l->frame, first, first_length);
}

/* D-45 */
static void a_noise1_played_again_leaves_the_session_alone(void **state)
{
    struct station_line *l = *state;
    uint8_t old[FRAME_MAX_BUS];
    station_line_beat(l, 0x10, 0);
    size_t old_length = station_line_noise1(l, old);
    station_line_open(l); /* with another handshake */
    station_line_frame(l, old, old_length, ANY_FRAME);
    assert_int_equal(l->said.ack.status, ACK_BUSY); /* it cannot know yet */
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NOISE2);
    assert_int_equal(l->link.state, STATION_OPEN);
    assert_int_equal(station_press(&l->station, KEY_NEXT, 0, l->now), PAD_TAKEN);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_PRESS); /* under the keys in force: it was opened */
    struct message state_of = padstate(8);
    station_line_send(l, &state_of);
    assert_int_equal(shown(l), 8);
    assert_int_equal(l->link.keys.forged, 0);
}

static void what_is_no_noise1_for_us_is_not_answered(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS], bad[FRAME_MAX_BUS];
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    size_t uid = FRAME_HEADER + 2, ver = uid + 8, size = ver + 1;
    static const uint8_t flip = 1;
    const size_t places[] = {uid, ver, size};
    for (size_t i = 0; i < countof(places); i++) {
        memcpy(bad, frame, length);
        bad[places[i]] ^= flip;
        station_line_frame(l, bad, length, ANY_FRAME);
        assert_int_not_equal(l->said.type, MSG_TYPE_NOISE2);
        assert_false(l->link.keys.asked);
        assert_false(l->link.keys.due);
    }
    assert_int_equal(l->link.keys.forged, 0);
}

static void a_forged_noise1_costs_a_count_and_no_randomness(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS], bad[FRAME_MAX_BUS], seed[CRYPTO_POINT];
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    station_line_poll(l);
    memcpy(seed, l->link.keys.seed, sizeof(seed));
    memcpy(bad, frame, length);
    bad[length - 1] ^= 1;
    station_line_frame(l, bad, length, ANY_FRAME);
    station_line_poll(l);
    assert_int_not_equal(l->said.type, MSG_TYPE_NOISE2);
    assert_int_equal(l->link.keys.forged, 1);
    assert_int_equal(l->link.keys.strange, 1);
    assert_memory_equal(l->link.keys.seed, seed, sizeof(seed));
    l->now += STATION_STATUS_MS;
    station_line_handshake(l); /* the right one works as ever */
    station_line_welcome(l, 5);
    assert_int_equal(l->said.status.rx_forged, 1); /* the field engineer's first question */
}

static void a_forged_noise1_does_not_end_a_handshake_under_way(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    station_line_frame(l, frame, length, ANY_FRAME);
    station_line_poll(l);
    assert_true(line_keys_noise2(&l->keys, l->frame, l->length, l->now, &l->said));
    frame[length - 1] ^= 1;
    station_line_frame(l, frame, length, ANY_FRAME);
    station_line_poll(l);
    station_line_welcome(l, 5);
    assert_int_equal(l->link.state, STATION_OPEN);
}

static void a_device_without_its_key_never_gets_a_session(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    l->identity.key[0] ^= 1;
    for (int i = 0; i < 5; i++) {
        station_line_frame(l, frame, length, ANY_FRAME);
        station_line_poll(l);
        assert_int_not_equal(l->said.type, MSG_TYPE_NOISE2);
    }
    assert_int_equal(l->link.state, STATION_KEYING);
}

static void without_randomness_there_is_no_session_and_no_pretence_of_work(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    l->seedless = true;
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    station_line_frame(l, frame, length, ANY_FRAME);
    assert_int_equal(l->said.type, MSG_TYPE_NEED);
    l->seedless = false;
    station_line_frame(l, frame, length, ANY_FRAME);
    assert_int_equal(l->said.ack.status, ACK_BUSY);
}

static void each_handshake_uses_fresh_randomness(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    uint8_t seeds = l->seeds;
    station_line_handshake(l);
    assert_true(l->seeds > seeds);
}

/* ---- sessions ---- */

static void new_keys_begin_with_the_first_frame_under_them(void **state)
{
    struct station_line *l = *state;
    struct message message = padstate(1);
    station_line_open(l);
    struct channel before = l->keys.now;
    station_line_handshake(l);
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    assert_int_equal(channel_seal(&before, &message, frame, sizeof(frame), &length), ERR_NONE);
    station_line_frame(l, frame, length, ANY_FRAME); /* the old ones still hold */
    assert_int_equal(shown(l), 1);
    message = padstate(2);
    station_line_send(l, &message);
    assert_int_equal(shown(l), 2);
    assert_true(l->first); /* and it answered under the new ones */
    message = padstate(3);
    assert_int_equal(channel_seal(&before, &message, frame, sizeof(frame), &length), ERR_NONE);
    station_line_frame(l, frame, length, ANY_FRAME);
    assert_int_equal(shown(l), 2);
}

static void keys_of_one_phase_are_told_apart_by_what_they_open(void **state)
{
    struct station_line *l = *state;
    struct message message = padstate(1);
    station_line_open(l);
    struct channel before = l->keys.now;
    uint8_t frame[FRAME_MAX_BUS];
    size_t length = station_line_noise1(l, frame); /* lost: the next one has the phase of before */
    station_line_handshake(l);
    assert_int_equal(before.ctl, l->keys.now.ctl);
    assert_int_equal(channel_seal(&before, &message, frame, sizeof(frame), &length), ERR_NONE);
    station_line_frame(l, frame, length, ANY_FRAME);
    assert_int_equal(shown(l), 1);
    message = padstate(2);
    station_line_send(l, &message);
    assert_int_equal(shown(l), 2);
    assert_int_equal(l->link.keys.forged, 0);
}

static void a_press_keeps_its_number_through_a_handshake(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    assert_int_equal(station_press(&l->station, KEY_NEXT, 0, l->now), PAD_TAKEN);
    station_line_poll(l);
    assert_int_equal(l->said.press.seq, 1);
    l->now += 10;
    l->ack = 0xff; /* nobody has acknowledged it, nobody will: it was sealed with the old keys */
    station_line_handshake(l);
    assert_int_equal(l->said.hello.boot, 5);  /* D-09: the same start of the device */
    assert_int_equal(l->said.hello.jseq, 77); /* D-26 */
    station_line_welcome(l, 5);
    assert_int_equal(l->said.type, MSG_TYPE_PRESS); /* at once, under the new keys */
    assert_int_equal(l->said.press.seq, 1);
    assert_true(l->first);
}

static void the_first_frame_of_new_keys_is_not_taken_for_acknowledged(void **state)
{
    struct station_line *l = *state;
    struct message message = padstate(1);
    station_line_open(l);
    for (int i = 0; i < 16; i++) { /* whatever the counters are */
        for (int n = 0; n < i; n++) {
            station_doubt(&l->station, l->now);
            station_line_poll(l);
        }
        station_line_handshake(l);
        uint8_t before = l->ack;
        station_line_welcome(l, 5);
        assert_true(l->first);
        assert_int_not_equal(l->frame[FRAME_CTR] & CTL_ACK_MASK, before & CTL_ACK_MASK);
        station_line_poll(l);
        station_line_send(l, &message);
    }
}

static void its_own_words_said_back_to_it_open_nothing(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    l->now += STATION_STATUS_MS;
    station_line_beat(l, 0x10, 0);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS);
    l->frame[FRAME_DST] = LINE_ADDRESS;
    l->frame[FRAME_SRC] = ADDRESS_CONTROLLER;
    uint8_t frame[FRAME_MAX_BUS];
    size_t length = l->length;
    memcpy(frame, l->frame, length);
    station_line_frame(l, frame, length, ANY_FRAME);
    assert_int_equal(l->link.keys.forged, 1);
    assert_int_equal(l->link.state, STATION_OPEN);
}

static void forged_frames_end_nothing_and_make_it_ask_for_nothing_while_others_open(void **state)
{
    struct station_line *l = *state;
    struct message message = padstate(1);
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    station_line_open(l);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(line_keys_seal(&l->keys, &message, frame, sizeof(frame), &length),
                         ERR_NONE);
        frame[length - 1] ^= 1;
        station_line_frame(l, frame, length, ANY_FRAME);
        assert_int_not_equal(l->said.type, MSG_TYPE_NEED);
        station_line_send(l, &message);
        l->now += 200;
        station_line_beat(l, 0x10, 0);
    }
    for (int i = 0; i < 8; i++, l->now += SECOND) { /* then the line is quiet: that is no reason */
        station_line_beat(l, 0x10, 0);
        station_line_poll(l);
        assert_int_not_equal(l->said.type, MSG_TYPE_NEED);
    }
    assert_int_equal(l->link.keys.forged, 50);
    assert_int_equal(l->link.state, STATION_OPEN);
}

static void frames_that_do_not_open_for_3_s_make_it_ask_for_a_session(void **state)
{
    struct station_line *l = *state;
    struct message message = padstate(1);
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    station_line_open(l);
    l->now += LINK_DEAF_MS - 1;
    station_line_beat(l, 0x10, 0);
    assert_int_equal(line_keys_seal(&l->keys, &message, frame, sizeof(frame), &length), ERR_NONE);
    frame[length - 1] ^= 1;
    station_line_frame(l, frame, length, ANY_FRAME);
    assert_int_not_equal(l->said.type, MSG_TYPE_NEED);
    l->now += 1;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NEED);
}

static void what_it_forgets_is_gone(void **state)
{
    struct station_line *l = *state;
    static const uint8_t nothing[RECORD_KEY];
    station_line_open(l);
    station_link_fini(&l->link);
    assert_memory_equal(l->link.keys.session.out.key, nothing, sizeof(nothing));
    assert_memory_equal(l->link.keys.session.in.key, nothing, sizeof(nothing));
    assert_memory_equal(l->link.keys.group[0].in.key, nothing, sizeof(nothing));
    assert_memory_equal(l->link.keys.seed, nothing, sizeof(nothing));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup(name, set_up)
        T(noise2_is_repeated_until_it_is_acknowledged),
        T(noise2_that_was_never_said_is_not_taken_for_acknowledged),
        T(the_same_noise1_once_more_gets_the_same_noise2),
        T(a_noise1_played_again_leaves_the_session_alone),
        T(what_is_no_noise1_for_us_is_not_answered),
        T(a_forged_noise1_costs_a_count_and_no_randomness),
        T(a_forged_noise1_does_not_end_a_handshake_under_way),
        T(a_device_without_its_key_never_gets_a_session),
        T(without_randomness_there_is_no_session_and_no_pretence_of_work),
        T(each_handshake_uses_fresh_randomness),
        T(new_keys_begin_with_the_first_frame_under_them),
        T(keys_of_one_phase_are_told_apart_by_what_they_open),
        T(a_press_keeps_its_number_through_a_handshake),
        T(the_first_frame_of_new_keys_is_not_taken_for_acknowledged),
        T(its_own_words_said_back_to_it_open_nothing),
        T(forged_frames_end_nothing_and_make_it_ask_for_nothing_while_others_open),
        T(frames_that_do_not_open_for_3_s_make_it_ask_for_a_session),
        T(what_it_forgets_is_gone),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
