/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of app/line_keys.h, in its name. The
 * station at the other end is the real one, where one is needed.
 */
#include "test.h"

#include <string.h>

#include "domain/vocab.h"
#include "station_line.h"

static int set_up(void **state)
{
    static struct station_line line;
    station_line_init(&line, DEVICE_PAD);
    *state = &line;
    return 0;
}

static struct message ping(void)
{
    return (struct message){.type = MSG_TYPE_PADSTATE};
}

/* What the station would seal next, for the controller. */
static size_t uplink(struct station_line *l, uint8_t frame[FRAME_MAX_BUS])
{
    const struct message status = {.type = MSG_TYPE_STATUS};
    size_t length;
    assert_int_equal(channel_seal(&l->link.keys.session, &status, frame, FRAME_MAX_BUS, &length),
                     ERR_NONE);
    return length;
}

static enum channel_result open_it(struct station_line *l, const uint8_t *frame, size_t length)
{
    bool first;
    return line_keys_open(&l->keys, frame, length, l->now, &l->said, &first);
}

/* ---- when a handshake begins ---- */

static void a_station_that_is_there_and_has_no_keys_wants_some(void **state)
{
    struct station_line *l = *state;
    assert_true(line_keys_wants(&l->keys, l->now));
    line_keys_present(&l->keys, false, l->now);
    assert_false(line_keys_wants(&l->keys, l->now));
    line_keys_present(&l->keys, true, l->now);
    station_line_open(l);
    assert_false(line_keys_wants(&l->keys, l->now));
}

static void pads_go_first_then_strips_and_who_failed_goes_last(void **state)
{
    struct station_line *l = *state;
    struct line_keys failed = l->keys;
    failed.failures = 1;
    uint32_t pad = line_keys_rank(&l->keys, DEVICE_PAD);
    uint32_t strip = line_keys_rank(&l->keys, DEVICE_STRIP);
    uint32_t rating = line_keys_rank(&l->keys, DEVICE_RATING);
    assert_true(pad < strip && strip < rating);
    assert_true(rating < line_keys_rank(&failed, DEVICE_PAD));
}

/* Until the handshake is given up; how often NOISE1 was said. */
static int ask_in_vain(struct station_line *l, const uint8_t *message, msec *took)
{
    uint8_t frame[FRAME_MAX_BUS];
    int said = 1;
    msec start = l->now;
    while (l->keys.asking) {
        l->now = line_keys_deadline(&l->keys);
        (void)line_keys_tick(&l->keys, l->now);
        if (line_keys_due(&l->keys, l->now) != LINE_KEYS_NOISE1)
            continue;
        size_t length = line_keys_noise1(&l->keys, frame, l->now);
        assert_memory_equal(frame + length - NOISE_OVERHEAD, message, NOISE_OVERHEAD);
        said++;
    }
    *took = l->now - start;
    return said;
}

static void noise1_is_said_five_times_the_same_and_ever_more_rarely(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    msec took, wire = LINE_KEYS_RETRY_CHARS * 10 * SECOND / 115200;
    size_t length = station_line_noise1(l, frame);
    assert_int_equal(ask_in_vain(l, frame + length - NOISE_OVERHEAD, &took), LINE_KEYS_TRIES_MAX);
    assert_int_equal(took, (1 + 2 + 4 + 8 + 16) * LINE_KEYS_RETRY_MS + 5 * wire);
    assert_false(line_keys_wants(&l->keys, l->now));
    l->now += LINE_KEYS_AGAIN_MS;
    assert_true(line_keys_wants(&l->keys, l->now));
    uint8_t before = l->keys.hs_id;
    length = station_line_noise1(l, frame);
    assert_int_equal(l->keys.hs_id, before + 1); /* another one, with another ephemeral */
    assert_int_equal(ask_in_vain(l, frame + length - NOISE_OVERHEAD, &took), 1);
}

static void a_failure_is_told_once(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    int told = 0;
    for (int i = 0; i < 4; i++) {
        (void)station_line_noise1(l, frame);
        for (msec end = l->now + MINUTE; l->now < end && l->keys.asking; l->now += 50) {
            told += line_keys_tick(&l->keys, l->now);
            if (line_keys_due(&l->keys, l->now) == LINE_KEYS_NOISE1)
                (void)line_keys_noise1(&l->keys, frame, l->now);
        }
        l->now += LINE_KEYS_AGAIN_MS;
    }
    assert_int_equal(told, 1);
}

static void a_slow_line_is_given_more_time(void **state)
{
    struct station_line *l = *state;
    struct line_keys slow;
    line_keys_init(&slow, LINE_ADDRESS, 9600, 0);
    assert_in_range(slow.patience - l->keys.patience, 500, 700);
    assert_in_range(slow.silent - l->keys.silent, 10 * SECOND, 20 * SECOND);
}

/* ---- NOISE2 ---- */

static void a_forged_noise2_does_not_end_the_handshake(void **state)
{
    struct station_line *l = *state;
    struct message message;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    station_line_frame(l, frame, length, CTL_ACKREQ);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NOISE2);
    l->frame[l->length - 1] ^= 1;
    assert_false(line_keys_noise2(&l->keys, l->frame, l->length, l->now, &message));
    assert_int_equal(l->keys.forged, 1);
    l->frame[l->length - 1] ^= 1;
    assert_true(line_keys_noise2(&l->keys, l->frame, l->length, l->now, &message));
    assert_int_equal(message.type, MSG_TYPE_HELLO);
    assert_false(line_keys_noise2(&l->keys, l->frame, l->length, l->now, &message));
}

static void a_noise2_of_an_earlier_handshake_is_nothing(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS], old[LINK_WIRE_MAX];
    struct message message;
    station_line_beat(l, 0x10, 0);
    station_line_handshake(l);
    size_t old_length = l->length;
    memcpy(old, l->frame, old_length);
    station_line_welcome(l, 5);
    (void)station_line_noise1(l, frame);
    assert_false(line_keys_noise2(&l->keys, old, old_length, l->now, &message));
    assert_int_equal(l->keys.forged, 0);   /* late, perhaps */
    old[FRAME_HEADER + 1] = l->keys.hs_id; /* it says that it answers this one */
    assert_false(line_keys_noise2(&l->keys, old, old_length, l->now, &message));
    assert_true(l->keys.asking);
}

static void its_own_noise1_is_no_answer(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    struct message message;
    size_t length = station_line_noise1(l, frame);
    assert_false(line_keys_noise2(&l->keys, frame, length, l->now, &message));
}

static void a_hello_of_another_device_is_refused(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    struct message message;
    station_line_beat(l, 0x10, 0);
    size_t length = station_line_noise1(l, frame);
    station_line_frame(l, frame, length, CTL_ACKREQ);
    station_line_poll(l);
    l->keys.uid++; /* what was asked for, and what is answered, must be one device */
    assert_false(line_keys_noise2(&l->keys, l->frame, l->length, l->now, &message));
    assert_false(l->keys.keyed);
}

/* ---- from old keys to new ---- */

static void welcome_is_said_each_second_five_times_then_there_is_a_new_handshake(void **state)
{
    struct station_line *l = *state;
    station_line_beat(l, 0x10, 0);
    station_line_handshake(l);
    assert_true(line_keys_busy(&l->keys));
    for (int i = 0; i < LINE_KEYS_WELCOMES_MAX; i++) {
        assert_int_equal(line_keys_due(&l->keys, l->now), LINE_KEYS_WELCOME);
        line_keys_welcomed(&l->keys, l->now);
        assert_int_equal(line_keys_due(&l->keys, l->now), LINE_KEYS_NOTHING);
        assert_int_equal(line_keys_deadline(&l->keys), l->now + LINE_KEYS_WELCOME_MS);
        l->now += LINE_KEYS_WELCOME_MS;
    }
    assert_int_equal(line_keys_due(&l->keys, l->now), LINE_KEYS_NOTHING);
    assert_false(line_keys_wants(&l->keys, l->now));
    (void)line_keys_tick(&l->keys, l->now);
    assert_true(line_keys_wants(&l->keys, l->now));
    assert_false(line_keys_busy(&l->keys));
}

static void old_keys_open_until_the_first_frame_under_new_ones(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_open(l);
    station_line_handshake(l);
    size_t length = uplink(l, frame);
    assert_int_equal(open_it(l, frame, length), CHANNEL_MESSAGE);
    assert_false(l->keys.proven);
    length = uplink(l, frame); /* on its way while the WELCOME comes */
    station_line_welcome(l, 5);
    assert_true(l->keys.proven);
    assert_int_not_equal(open_it(l, frame, length), CHANNEL_MESSAGE);
}

static void old_keys_open_for_10_s_at_most(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_open(l);
    station_line_handshake(l);
    assert_true(line_keys_deadline(&l->keys) <= l->now + LINE_KEYS_OLD_MS);
    l->now += LINE_KEYS_OLD_MS;
    (void)line_keys_tick(&l->keys, l->now);
    size_t length = uplink(l, frame);
    assert_int_not_equal(open_it(l, frame, length), CHANNEL_MESSAGE);
}

static void the_keys_the_station_has_survive_handshakes_that_came_to_nothing(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_open(l);
    struct station_keys has = l->link.keys;
    station_line_handshake(l); /* its WELCOME is lost */
    station_line_handshake(l); /* and the next one's */
    l->link.keys = has;
    size_t length = uplink(l, frame);
    assert_int_equal(open_it(l, frame, length), CHANNEL_MESSAGE);
}

static void a_recorded_frame_opens_in_no_later_session(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_open(l);
    size_t length = uplink(l, frame);
    assert_int_equal(open_it(l, frame, length), CHANNEL_MESSAGE);
    assert_int_equal(open_it(l, frame, length), CHANNEL_REPEAT); /* as a link retry does */
    for (int i = 0; i < 2; i++) {                                /* both phases */
        station_line_handshake(l);
        station_line_welcome(l, 5);
        enum channel_result result = open_it(l, frame, length);
        assert_true(result == CHANNEL_FORGED || result == CHANNEL_FOREIGN);
    }
}

static void its_own_frames_said_back_to_it_open_nothing(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    struct message message = ping();
    station_line_open(l);
    assert_int_equal(line_keys_seal(&l->keys, &message, frame, sizeof(frame), &length), ERR_NONE);
    assert_int_equal(open_it(l, frame, length), CHANNEL_FOREIGN);
    frame[FRAME_DST] = ADDRESS_CONTROLLER;
    frame[FRAME_SRC] = LINE_ADDRESS;
    assert_int_equal(open_it(l, frame, length), CHANNEL_FORGED);
}

static void keys_outlive_the_tunnel(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_open(l);
    line_keys_present(&l->keys, false, l->now);
    assert_false(line_keys_alive(&l->keys, l->now));
    l->now += HOUR;
    line_keys_present(&l->keys, true, l->now);
    assert_false(line_keys_wants(&l->keys, l->now));
    assert_false(line_keys_alive(&l->keys, l->now)); /* it has said nothing yet */
    size_t length = uplink(l, frame);
    assert_int_equal(open_it(l, frame, length), CHANNEL_MESSAGE);
    assert_true(line_keys_alive(&l->keys, l->now));
}

static void keys_are_renewed_after_a_day_or_two_billion_frames(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    struct line_keys young = l->keys;
    l->keys.heard = l->now + LINE_KEYS_LIFE_MS;
    assert_false(line_keys_wants(&l->keys, l->keys.made + LINE_KEYS_LIFE_MS - 1));
    assert_true(line_keys_wants(&l->keys, l->keys.made + LINE_KEYS_LIFE_MS));
    l->keys = young;
    l->keys.now.out.next = LINE_KEYS_FRAMES_MAX - 1;
    assert_false(line_keys_wants(&l->keys, l->now));
    l->keys.now.out.next = LINE_KEYS_FRAMES_MAX;
    assert_true(line_keys_wants(&l->keys, l->now));
    l->keys = young;
    l->keys.now.in.next = LINE_KEYS_FRAMES_MAX;
    assert_true(line_keys_wants(&l->keys, l->now));
}

/* ---- attacks (D-45, S3) ---- */

static void need_of_a_station_that_is_heard_is_honoured_once_a_minute(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    int handshakes = 0;
    station_line_open(l);
    for (msec end = l->now + 10 * MINUTE; l->now < end; l->now += 100) {
        size_t length = uplink(l, frame); /* the station lives */
        assert_int_equal(open_it(l, frame, length), CHANNEL_MESSAGE);
        line_keys_need(&l->keys, l->now); /* and somebody says NEED in its name */
        if (!line_keys_wants(&l->keys, l->now))
            continue;
        handshakes++;
        station_line_handshake(l);
        station_line_welcome(l, 5);
    }
    assert_int_equal(handshakes, 10);
}

static void need_of_a_station_that_is_not_heard_is_honoured_at_once(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    line_keys_need(&l->keys, l->now);
    assert_true(line_keys_wants(&l->keys, l->now));
    station_line_handshake(l);
    station_line_welcome(l, 5);
    line_keys_need(&l->keys, l->now);
    assert_false(line_keys_wants(&l->keys, l->now)); /* it was honoured just now */
    line_keys_present(&l->keys, false, l->now);      /* its power was cut */
    line_keys_present(&l->keys, true, l->now);
    line_keys_need(&l->keys, l->now);
    assert_false(line_keys_wants(&l->keys, l->now)); /* never twice within 5 s */
    l->now = l->keys.made + LINE_KEYS_AGAIN_MS;
    assert_true(line_keys_wants(&l->keys, l->now));
}

static void need_of_a_station_that_fell_silent_is_honoured_though_it_was_a_minute_ago(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    line_keys_need(&l->keys, l->now);
    station_line_handshake(l);
    station_line_welcome(l, 5);
    l->now += LINE_KEYS_DOUBT_MS - 1; /* switched off and on, so quickly that nobody noticed */
    line_keys_need(&l->keys, l->now);
    assert_false(line_keys_wants(&l->keys, l->now));
    l->now += 1;
    line_keys_need(&l->keys, l->now);
    assert_true(line_keys_wants(&l->keys, l->now));
}

static void frames_that_do_not_open_alarm_and_never_make_keys(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_open(l);
    size_t length = uplink(l, frame);
    frame[length - 1] ^= 1;
    for (int i = 1; i <= 20; i++) {
        assert_int_equal(open_it(l, frame, length), CHANNEL_FORGED);
        assert_int_equal(line_keys_tamper(&l->keys, l->now), i > LINE_KEYS_FORGED_MAX);
        assert_int_equal(l->keys.forged, i);
        assert_false(line_keys_wants(&l->keys, l->now));
    }
    l->now += LINE_KEYS_FORGED_MS; /* eight in ten seconds are noise */
    for (int i = 0; i < LINE_KEYS_FORGED_MAX; i++)
        assert_false(line_keys_tamper(&l->keys, l->now));
    assert_true(line_keys_alive(&l->keys, l->now));
}

static void a_station_that_says_nothing_under_its_keys_gets_others(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    station_line_open(l);
    size_t length = uplink(l, frame);
    assert_int_equal(open_it(l, frame, length), CHANNEL_MESSAGE);
    l->now += l->keys.silent - 1;
    assert_true(line_keys_alive(&l->keys, l->now));
    assert_int_equal(open_it(l, frame, length), CHANNEL_REPEAT); /* played again: no life sign */
    l->now += 1;
    assert_false(line_keys_alive(&l->keys, l->now));
    assert_true(line_keys_wants(&l->keys, l->now));
}

static void what_is_dropped_is_gone(void **state)
{
    struct station_line *l = *state;
    static const uint8_t nothing[RECORD_KEY];
    struct message message = ping();
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    station_line_open(l);
    station_line_handshake(l);
    (void)station_line_noise1(l, frame);
    line_keys_drop(&l->keys, l->now + SECOND);
    assert_memory_equal(l->keys.now.out.key, nothing, sizeof(nothing));
    assert_memory_equal(l->keys.old.in.key, nothing, sizeof(nothing));
    assert_memory_equal(l->keys.noise.secret, nothing, sizeof(nothing));
    assert_int_equal(line_keys_seal(&l->keys, &message, frame, sizeof(frame), &length), ERR_GONE);
    assert_false(line_keys_wants(&l->keys, l->now));
    assert_true(line_keys_wants(&l->keys, l->now + SECOND));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup(name, set_up)
        T(a_station_that_is_there_and_has_no_keys_wants_some),
        T(pads_go_first_then_strips_and_who_failed_goes_last),
        T(noise1_is_said_five_times_the_same_and_ever_more_rarely),
        T(a_failure_is_told_once),
        T(a_slow_line_is_given_more_time),
        T(a_forged_noise2_does_not_end_the_handshake),
        T(a_noise2_of_an_earlier_handshake_is_nothing),
        T(its_own_noise1_is_no_answer),
        T(a_hello_of_another_device_is_refused),
        T(welcome_is_said_each_second_five_times_then_there_is_a_new_handshake),
        T(old_keys_open_until_the_first_frame_under_new_ones),
        T(old_keys_open_for_10_s_at_most),
        T(the_keys_the_station_has_survive_handshakes_that_came_to_nothing),
        T(a_recorded_frame_opens_in_no_later_session),
        T(its_own_frames_said_back_to_it_open_nothing),
        T(keys_outlive_the_tunnel),
        T(keys_are_renewed_after_a_day_or_two_billion_frames),
        T(need_of_a_station_that_is_heard_is_honoured_once_a_minute),
        T(need_of_a_station_that_is_not_heard_is_honoured_at_once),
        T(need_of_a_station_that_fell_silent_is_honoured_though_it_was_a_minute_ago),
        T(frames_that_do_not_open_alarm_and_never_make_keys),
        T(a_station_that_says_nothing_under_its_keys_gets_others),
        T(what_is_dropped_is_gone),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
