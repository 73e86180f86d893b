/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of core/link.h, in its name. The other end is made of
 * frames, as a bus program would send them.
 */
#include "test.h"

#include <string.h>

#include "core/link.h"
#include "core/when.h"

#define ADDRESS 7

struct fixture {
    msec now;
    struct station station;
    struct station_identity identity;
    struct station_link link;
    struct channel channel, all; /* the controller's */
    uint8_t ctr, ack;            /* the master's */
    struct message said;         /* the station's last words; type 0 = silence */
    uint8_t said_ctl, said_ctr;
    uint8_t wire[LINK_WIRE_MAX]; /* as bytes */
    size_t wire_length;
};

static int set_up(void **state)
{
    static struct fixture f;
    f = (struct fixture){.now = 100000, .identity = {.uid = 42, .name = "pad-7"}, .ack = 0xff};
    station_init(&f.station, DEVICE_PAD, (target_id){3}, f.now);
    station_link_init(&f.link, &f.identity, &f.station, ADDRESS);
    channel_init(&f.channel, ADDRESS_CONTROLLER, ADDRESS);
    channel_init(&f.all, ADDRESS_CONTROLLER, ADDRESS_ALL);
    *state = &f;
    return 0;
}

static void hear(struct fixture *f, const struct station_reply *reply)
{
    struct frame_parser parser;
    uint8_t buffer[LINK_WIRE_MAX];
    const uint8_t *frame;
    size_t length;
    f->said = (struct message){0};
    f->wire_length = reply->length;
    if (!reply->length)
        return;
    memcpy(f->wire, reply->wire, reply->length);
    frame_parser_init(&parser, buffer, sizeof(buffer));
    (void)frame_parser_feed(&parser, reply->wire, reply->length, &frame, &length);
    assert_non_null(frame);
    assert_int_equal(frame[FRAME_SRC], ADDRESS);
    assert_int_equal(frame[FRAME_DST], ADDRESS_CONTROLLER);
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    assert_int_equal(message_decode(&in, &f->said), ERR_NONE);
    f->said_ctl = frame[FRAME_CTL];
    f->said_ctr = frame[FRAME_CTR];
}

static void give(struct fixture *f, const uint8_t *bytes, size_t count)
{
    struct station_reply reply = {.length = 0};
    for (size_t at = 0; at < count;)
        at += station_link_feed(&f->link, bytes + at, count - at, f->now, &reply);
    hear(f, &reply);
}

static void give_own(struct fixture *f, const struct message *message, uint8_t to, uint8_t bits)
{
    uint8_t wire[LINK_WIRE_MAX];
    const uint8_t header[FRAME_HEADER] = {to, ADDRESS_CONTROLLER, bits, f->ctr++};
    size_t length;
    assert_int_equal(message_to_wire(message, header, wire, sizeof(wire), &length), ERR_NONE);
    give(f, wire, length);
}

static void poll(struct fixture *f)
{
    const struct message poll = {.type = MSG_TYPE_POLL};
    give_own(f, &poll, ADDRESS, (uint8_t)(CTL_ACKREQ | (f->ack & CTL_ACK_MASK)));
    if (f->said.type != MSG_TYPE_ACK)
        f->ack = f->said_ctr;
}

static void beat(struct fixture *f, uint8_t flags, uint32_t gctr)
{
    struct message beat = {.type = MSG_TYPE_BEAT};
    beat.beat.flags = flags;
    beat.beat.gctr = gctr;
    give_own(f, &beat, ADDRESS_ALL, 0);
    assert_int_equal(f->said.type, 0); /* what is for all is answered by nobody */
}

static void send_bits(struct fixture *f, struct channel *channel, const struct message *message,
                      uint8_t bits)
{
    uint8_t wire[LINK_WIRE_MAX];
    size_t length;
    assert_int_equal(channel_seal(channel, message, bits, wire, sizeof(wire), &length), ERR_NONE);
    give(f, wire, length);
}

static void welcome(struct fixture *f)
{
    struct message message = {.type = MSG_TYPE_WELCOME};
    message.welcome.boot = 5;
    message.welcome.target = 3;
    message.welcome.epoch = 2;
    message.welcome.jseq = 77;
    beat(f, 0x10, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_HELLO);
    send_bits(f, &f->channel, &message, CTL_ACKREQ | (f->ack & CTL_ACK_MASK));
    f->ack = f->said_ctr;
    f->station.pad.known = true;
}

static void it_says_hello_after_the_first_beat_and_again_until_welcome(void **state)
{
    struct fixture *f = *state;
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK); /* is there a controller at all? */
    beat(f, 0x10, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_HELLO);
    assert_int_equal(f->said.hello.uid, 42);
    assert_int_equal(f->said.hello.boot, 0); /* D-09: a device without memory */
    assert_string_equal(f->said.hello.name, "pad-7");
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
    f->now += LINK_HELLO_MS;
    beat(f, 0x10, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_HELLO);
    f->now += LINK_HELLO_MS; /* it waits longer each time */
    beat(f, 0x10, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
}

static void welcome_opens_the_session_and_the_picture_is_told(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    assert_int_equal(f->link.state, STATION_OPEN);
    assert_true(f->station.online);
    assert_int_equal(f->said.type, MSG_TYPE_STATUS); /* its answer to the WELCOME */
}

static void an_event_is_repeated_until_it_is_acknowledged(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    poll(f); /* STATUS was acknowledged */
    assert_int_equal(station_press(&f->station, KEY_NEXT, 0, f->now), PAD_TAKEN);
    uint8_t before = f->ack;
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_PRESS);
    uint8_t ctr = f->said_ctr;
    f->ack = before; /* the answer was lost on its way */
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_PRESS);
    assert_int_equal(f->said_ctr, ctr); /* the same frame */
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
    f->now += PAD_REPEAT_MS; /* no RESULT: the same press, said again */
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_PRESS);
    assert_int_equal(f->said.press.seq, 1);
    assert_int_not_equal(f->said_ctr, ctr);
}

static void a_press_that_waited_too_long_is_not_said(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    poll(f);
    assert_int_equal(station_press(&f->station, KEY_NEXT, 0, f->now), PAD_TAKEN);
    uint8_t before = f->ack;
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_PRESS);
    f->ack = before; /* never acknowledged */
    f->now += PAD_LIFE_MS - 1;
    beat(f, 0x10, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_PRESS);
    f->ack = before;
    f->now += 1; /* D-11 */
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
}

static void three_seconds_without_beat_and_presses_are_refused(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    assert_true(station_link_deadline(&f->link) <= f->now + LINK_LOST_MS);
    f->now += LINK_LOST_MS;
    station_link_tick(&f->link, f->now);
    assert_int_equal(f->link.state, STATION_SILENT);
    assert_int_equal(station_press(&f->station, KEY_NEXT, 0, f->now), PAD_NO_LINK);
    beat(f, 0x10, 0); /* the same tunnel: the session goes on */
    assert_int_equal(f->link.state, STATION_OPEN);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_STATUS);
}

static void another_tunnel_or_bye_means_hello_with_the_same_boot(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    poll(f);
    beat(f, 0x20, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_HELLO);
    assert_int_equal(f->said.hello.boot, 5);
    assert_int_equal(f->said.hello.epoch, 2); /* D-26 */
    assert_int_equal(f->said.hello.jseq, 77);
    struct message message = {.type = MSG_TYPE_WELCOME};
    message.welcome.boot = 5;
    send_bits(f, &f->channel, &message, CTL_ACKREQ | (f->ack & CTL_ACK_MASK));
    assert_int_equal(f->link.state, STATION_OPEN);
    message = (struct message){.type = MSG_TYPE_BYE};
    send_bits(f, &f->channel, &message, CTL_ACKREQ | (f->said_ctr & CTL_ACK_MASK));
    assert_int_equal(f->said.type, MSG_TYPE_HELLO);
}

static void a_refused_hello_is_not_repeated_at_once(void **state)
{
    struct fixture *f = *state;
    beat(f, 0x10, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_HELLO);
    struct message bye = {.type = MSG_TYPE_BYE};
    bye.bye.retry_ms = 3000;
    send_bits(f, &f->channel, &bye, CTL_ACKREQ | (f->said_ctr & CTL_ACK_MASK));
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
    f->now += 2999;
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
    f->now += 1;
    beat(f, 0x10, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_HELLO);
}

static void a_call_that_went_by_unheard_is_noticed(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
    beat(f, 0x10, BEAT_GROUP_SENT | 9); /* a CALL with CTR 9 was sent */
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_STATUS);
    poll(f);
    beat(f, 0x10, BEAT_GROUP_SENT | 9); /* once is enough */
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
}

static void a_new_picture_is_told_at_once(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    poll(f);
    struct message call = {.type = MSG_TYPE_CALL};
    call.call.entries.count = 1;
    call.call.entries.list[0] = (struct rec_call_entry){.target = 4,
                                                        .prefix = 'A',
                                                        .number = 1,
                                                        .state = WINDOW_CALLING,
                                                        .call = 1};
    send_bits(f, &f->all, &call, 0); /* another window */
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_ACK);
    call.call.entries.list[0].target = 3;
    send_bits(f, &f->all, &call, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_STATUS);
    assert_int_equal(f->said.status.number, 1);
    assert_int_equal(f->said.status.state, WINDOW_CALLING);
}

static void the_same_frame_twice_is_taken_once_and_answered_twice(void **state)
{
    struct fixture *f = *state;
    uint8_t wire[LINK_WIRE_MAX];
    size_t length;
    welcome(f);
    poll(f);
    struct message call = {.type = MSG_TYPE_CALL};
    call.call.entries.count = 1;
    call.call.entries.list[0] = (struct rec_call_entry){.target = 3,
                                                        .prefix = 'A',
                                                        .number = 1,
                                                        .state = WINDOW_CALLING,
                                                        .call = 1};
    assert_int_equal(channel_seal(&f->channel, &call, CTL_ACKREQ | (f->ack & CTL_ACK_MASK), wire,
                                  sizeof(wire), &length),
                     ERR_NONE);
    give(f, wire, length);
    assert_int_not_equal(f->said.type, 0);
    assert_int_equal(f->station.pad.label.number, 1);
    f->station.pad.label.number = 2; /* it would be set again */
    give(f, wire, length);
    assert_int_not_equal(f->said.type, 0);
    assert_int_equal(f->station.pad.label.number, 2);
}

static void what_is_not_for_it_is_never_answered(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    const struct message poll_other = {.type = MSG_TYPE_POLL};
    give_own(f, &poll_other, ADDRESS + 1, CTL_ACKREQ);
    assert_int_equal(f->wire_length, 0);
    give_own(f, &poll_other, ADDRESS_GROUP_STRIPS, CTL_ACKREQ);
    assert_int_equal(f->wire_length, 0);
    give_own(f, &poll_other, ADDRESS_ALL, CTL_ACKREQ);
    assert_int_equal(f->wire_length, 0);
    give_own(f, &poll_other, ADDRESS, 0); /* not asked to answer now */
    assert_int_equal(f->wire_length, 0);
}

static void a_second_device_with_its_address_is_told(void **state)
{
    struct fixture *f = *state;
    welcome(f);
    poll(f);
    uint8_t wire[LINK_WIRE_MAX];
    const uint8_t header[FRAME_HEADER] = {ADDRESS_CONTROLLER, ADDRESS, 0, 1};
    const struct message ack = {.type = MSG_TYPE_ACK};
    size_t length;
    assert_int_equal(message_to_wire(&ack, header, wire, sizeof(wire), &length), ERR_NONE);
    give(f, wire, length);
    assert_int_equal(f->link.conflicts, 1);
    f->now += STATION_STATUS_MS;
    beat(f, 0x10, 0);
    poll(f);
    assert_int_equal(f->said.type, MSG_TYPE_STATUS);
    assert_int_equal(f->said.status.flags, STATION_FLAG_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup(name, set_up)
        T(it_says_hello_after_the_first_beat_and_again_until_welcome),
        T(welcome_opens_the_session_and_the_picture_is_told),
        T(an_event_is_repeated_until_it_is_acknowledged),
        T(a_press_that_waited_too_long_is_not_said),
        T(three_seconds_without_beat_and_presses_are_refused),
        T(another_tunnel_or_bye_means_hello_with_the_same_boot),
        T(a_refused_hello_is_not_repeated_at_once),
        T(a_call_that_went_by_unheard_is_noticed),
        T(a_new_picture_is_told_at_once),
        T(the_same_frame_twice_is_taken_once_and_answered_twice),
        T(what_is_not_for_it_is_never_answered),
        T(a_second_device_with_its_address_is_told),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
