/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of core/link.h, in its name: how a station behaves on its
 * line. Handshakes and keys are in station_keys.c.
 */
#include "test.h"

#include <string.h>

#include "core/when.h"
#include "station_line.h"

static int set_up(void **state)
{
    static struct station_line line;
    station_line_init(&line, DEVICE_PAD);
    *state = &line;
    return 0;
}

static struct message call_of(uint16_t target, uint16_t number, uint8_t call)
{
    struct message message = {.type = MSG_TYPE_CALL};
    message.call.entries.count = 1;
    message.call.entries.list[0] = (struct rec_call_entry){.target = target,
                                                           .prefix = 'A',
                                                           .number = number,
                                                           .state = WINDOW_CALLING,
                                                           .call = call};
    return message;
}

static void it_asks_for_a_session_after_the_first_beat_once_a_second(void **state)
{
    struct station_line *l = *state;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK); /* is there a controller at all? */
    station_line_beat(l, 0x10, 0);
    assert_int_equal(l->link.state, STATION_KEYING);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NEED);
    assert_int_equal(l->said.need.what, NEED_SESSION);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    l->now += LINK_NEED_MS - 1;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    l->now += 1;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NEED);
}

static void hello_is_in_noise2_and_welcome_opens_the_session(void **state)
{
    struct station_line *l = *state;
    station_line_beat(l, 0x10, 0);
    station_line_handshake(l);
    assert_int_equal(l->said.type, MSG_TYPE_HELLO);
    assert_int_equal(l->said.hello.uid, LINE_UID);
    assert_int_equal(l->said.hello.boot, 0); /* D-09: a device without memory */
    assert_string_equal(l->said.hello.name, "pad-7");
    assert_int_equal(l->link.state, STATION_KEYING);
    station_line_welcome(l, 5);
    assert_int_equal(l->link.state, STATION_OPEN);
    assert_true(l->station.online);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS); /* its answer to the WELCOME */
    assert_true(l->first);
}

static void nothing_but_welcome_begins_a_first_session(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(3, 1, 1);
    station_line_beat(l, 0x10, 0);
    station_line_handshake(l);
    station_line_send(l, &call); /* the WELCOME before was lost */
    assert_int_equal(l->link.state, STATION_KEYING);
    assert_false(l->station.pad.known);
    station_line_welcome(l, 5);
    assert_int_equal(l->link.state, STATION_OPEN);
}

static void an_event_is_repeated_until_it_is_acknowledged(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    assert_int_equal(station_press(&l->station, KEY_NEXT, 0, l->now), PAD_TAKEN);
    uint8_t before = l->ack;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_PRESS);
    uint8_t ctr = l->frame[FRAME_CTR];
    l->ack = before; /* the answer was lost on its way */
    station_line_poll(l);
    assert_int_equal(l->frame[FRAME_CTR], ctr); /* the same frame */
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    l->now += PAD_REPEAT_MS; /* no RESULT: the same press, said again */
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_PRESS);
    assert_int_equal(l->said.press.seq, 1);
    assert_int_not_equal(l->frame[FRAME_CTR], ctr);
}

static void a_press_that_waited_too_long_is_not_said(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    assert_int_equal(station_press(&l->station, KEY_NEXT, 0, l->now), PAD_TAKEN);
    uint8_t before = l->ack;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_PRESS);
    uint8_t ctr = l->frame[FRAME_CTR];
    l->ack = before; /* never acknowledged */
    l->now += PAD_LIFE_MS - 1;
    station_line_beat(l, 0x10, 0);
    station_line_poll(l);
    assert_int_equal(l->frame[FRAME_CTR], ctr);
    l->ack = before;
    l->now += 1; /* D-11 */
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
}

static void three_seconds_without_beat_and_presses_are_refused(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    assert_true(station_link_deadline(&l->link) <= l->now + LINK_LOST_MS);
    l->now += LINK_LOST_MS;
    station_link_tick(&l->link, l->now);
    assert_int_equal(l->link.state, STATION_SILENT);
    assert_int_equal(station_press(&l->station, KEY_NEXT, 0, l->now), PAD_NO_LINK);
    station_line_beat(l, 0x10, 0); /* the session goes on with its keys */
    assert_int_equal(l->link.state, STATION_OPEN);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS);
}

/* D-14 */
static void without_a_controller_presses_are_refused(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    station_line_beat(l, 0x10 | BEAT_CONTROLLER_LOST, 0);
    assert_int_equal(l->link.state, STATION_NO_CONTROLLER);
    assert_int_equal(station_press(&l->station, KEY_NEXT, 0, l->now), PAD_NO_LINK);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK); /* nobody could answer a NEED */
    station_line_beat(l, 0x20, 0);
    assert_int_equal(l->link.state, STATION_OPEN);
}

static void another_tunnel_means_status_at_once_under_the_same_keys(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    station_line_beat(l, 0x20, 0);
    assert_int_equal(l->link.state, STATION_OPEN);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS);
    station_line_beat(l, 0x20, 0);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
}

static void bye_ends_the_session_and_its_wait_is_kept(void **state)
{
    struct station_line *l = *state;
    struct message bye = {.type = MSG_TYPE_BYE};
    station_line_open(l);
    bye.bye.retry_ms = 2500;
    station_line_send(l, &bye);
    assert_int_equal(l->link.state, STATION_KEYING);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    assert_false(l->link.keys.in_session);
    l->now += 2499;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    l->now += 1;
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NEED);
}

static void a_session_in_which_nothing_opens_for_15_s_is_none(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    for (msec end = l->now + LINK_STALE_MS; l->now < end; l->now += SECOND)
        station_line_beat(l, 0x10, 0); /* clear: it proves nothing */
    station_link_tick(&l->link, l->now);
    assert_int_equal(l->link.state, STATION_KEYING);
    assert_int_equal(station_press(&l->station, KEY_NEXT, 0, l->now), PAD_NO_LINK);
    struct message call = call_of(3, 1, 1);
    station_line_send(l, &call); /* it was the controller, after all */
    assert_int_equal(l->link.state, STATION_OPEN);
    assert_int_equal(l->station.pad.label.number, 1);
}

static void what_was_played_again_is_no_sign_of_life(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    struct message call = call_of(3, 1, 1);
    station_line_open(l);
    assert_int_equal(line_keys_seal(&l->keys, &call, frame, sizeof(frame), &length), ERR_NONE);
    for (msec end = l->now + LINK_STALE_MS; l->now < end; l->now += SECOND) {
        station_line_beat(l, 0x10, 0);
        station_line_frame(l, frame, length, CTL_ACKREQ);
    }
    station_link_tick(&l->link, l->now);
    assert_int_equal(l->link.state, STATION_KEYING);
}

/* S8 */
static void one_beat_alone_starts_no_answer_two_that_agree_do(void **state)
{
    struct station_line *l = *state;
    station_line_open(l);
    station_line_beat(l, 0x10, 10); /* forged, perhaps */
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    l->now += LINK_BEATS_MS - 1;
    station_line_beat(l, 0x10, 10);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    l->now += 1;
    station_line_beat(l, 0x10, 10); /* nine CALLs went by unheard */
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS);
    for (int i = 0; i < 3; i++) { /* once is enough */
        l->now += SECOND;
        station_line_beat(l, 0x10, 10);
        station_line_poll(l);
        assert_int_equal(l->said.type, MSG_TYPE_ACK);
    }
}

static void a_gap_in_the_frames_to_all_is_told_at_once(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(4, 1, 1); /* of another window */
    station_line_open(l);
    station_line_to_all(l, &call);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    l->group.channel.out.next++; /* one went by unheard */
    station_line_to_all(l, &call);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS);
}

static void more_than_255_unheard_calls_are_bridged_by_the_beat(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(3, 9, 1);
    station_line_open(l);
    l->group.channel.out.next = 1000;
    station_line_to_all(l, &call);
    assert_int_equal(l->station.pad.label.number, 0);
    station_line_beat(l, 0x10, 1001);
    station_line_to_all(l, &call);
    assert_int_equal(l->station.pad.label.number, 9);
}

static void a_new_picture_is_told_at_once(void **state)
{
    struct station_line *l = *state;
    struct message call = call_of(4, 1, 1);
    station_line_open(l);
    station_line_to_all(l, &call); /* another window */
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    call.call.entries.list[0].target = 3;
    station_line_to_all(l, &call);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS);
    assert_int_equal(l->said.status.number, 1);
    assert_int_equal(l->said.status.state, WINDOW_CALLING);
}

/* D-45 */
static void the_same_frame_twice_is_taken_once_and_answered_twice(void **state)
{
    struct station_line *l = *state;
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    struct message call = call_of(3, 1, 1);
    station_line_open(l);
    assert_int_equal(line_keys_seal(&l->keys, &call, frame, sizeof(frame), &length), ERR_NONE);
    station_line_frame(l, frame, length, CTL_ACKREQ);
    assert_int_not_equal(l->length, 0);
    assert_int_equal(l->station.pad.label.number, 1);
    l->station.pad.label.number = 2; /* it would be set again */
    station_line_frame(l, frame, length, CTL_ACKREQ);
    assert_int_not_equal(l->length, 0);
    assert_int_equal(l->station.pad.label.number, 2);
    assert_int_equal(l->link.keys.forged, 0);
}

static void what_is_not_for_it_is_never_answered(void **state)
{
    struct station_line *l = *state;
    static const uint8_t others[] = {LINE_ADDRESS + 1, ADDRESS_GROUP_STRIPS, ADDRESS_ALL};
    const uint8_t poll[] = {0, ADDRESS_CONTROLLER, 0, 1, MSG_TYPE_POLL, 0};
    uint8_t frame[sizeof(poll)];
    station_line_open(l);
    memcpy(frame, poll, sizeof(poll));
    for (size_t i = 0; i < countof(others); i++) {
        frame[FRAME_DST] = others[i];
        station_line_frame(l, frame, sizeof(frame), CTL_ACKREQ);
        assert_int_equal(l->length, 0);
    }
    frame[FRAME_DST] = LINE_ADDRESS;
    station_line_frame(l, frame, sizeof(frame), 0); /* not asked to answer now */
    assert_int_equal(l->length, 0);
}

/* D-25 */
static void what_should_be_sealed_and_is_not_is_neither_taken_nor_answered(void **state)
{
    struct station_line *l = *state;
    struct message message = call_of(3, 1, 1);
    uint8_t frame[FRAME_MAX_BUS] = {LINE_ADDRESS, ADDRESS_CONTROLLER, CTL_SEC_CLEAR, 9};
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    station_line_open(l);
    assert_int_equal(message_encode(&message, &out), ERR_NONE);
    size_t length = (size_t)(out.at - frame);
    station_line_frame(l, frame, length, CTL_ACKREQ);
    assert_int_equal(l->length, 0);
    frame[FRAME_CTL] = CTL_SEC_SEALED; /* says it is */
    station_line_frame(l, frame, length, CTL_ACKREQ);
    frame[FRAME_DST] = ADDRESS_ALL;
    frame[FRAME_CTL] = CTL_SEC_CLEAR;
    station_line_frame(l, frame, length, 0);
    frame[FRAME_CTL] = CTL_SEC_GROUP;
    station_line_frame(l, frame, length, 0);
    assert_int_equal(l->station.pad.label.number, 0);
}

static void a_second_device_with_its_address_is_told(void **state)
{
    struct station_line *l = *state;
    const uint8_t ack[] = {ADDRESS_CONTROLLER, LINE_ADDRESS, 0, 1, MSG_TYPE_ACK, 0};
    station_line_open(l);
    station_line_frame(l, ack, sizeof(ack), 0);
    assert_int_equal(l->link.conflicts, 1);
    l->now += STATION_STATUS_MS;
    station_line_beat(l, 0x10, 0);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS);
    assert_int_equal(l->said.status.flags, STATION_FLAG_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup(name, set_up)
        T(it_asks_for_a_session_after_the_first_beat_once_a_second),
        T(hello_is_in_noise2_and_welcome_opens_the_session),
        T(nothing_but_welcome_begins_a_first_session),
        T(an_event_is_repeated_until_it_is_acknowledged),
        T(a_press_that_waited_too_long_is_not_said),
        T(three_seconds_without_beat_and_presses_are_refused),
        T(without_a_controller_presses_are_refused),
        T(another_tunnel_means_status_at_once_under_the_same_keys),
        T(bye_ends_the_session_and_its_wait_is_kept),
        T(a_session_in_which_nothing_opens_for_15_s_is_none),
        T(what_was_played_again_is_no_sign_of_life),
        T(one_beat_alone_starts_no_answer_two_that_agree_do),
        T(a_gap_in_the_frames_to_all_is_told_at_once),
        T(more_than_255_unheard_calls_are_bridged_by_the_beat),
        T(a_new_picture_is_told_at_once),
        T(the_same_frame_twice_is_taken_once_and_answered_twice),
        T(what_is_not_for_it_is_never_answered),
        T(what_should_be_sealed_and_is_not_is_neither_taken_nor_answered),
        T(a_second_device_with_its_address_is_told),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
