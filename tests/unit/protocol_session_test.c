/* SPDX-License-Identifier: Apache-2.0 */
/* session: hello, keep-alive, counters and refusals, both ends wired together in memory. */
#include "protocol/session.h"

#include <stdlib.h>
#include <string.h>

#include "domain/vocab.h"
#include "test.h"

struct end {
    struct session session;
    uint8_t input[SESSION_INPUT_SIZE];
    uint8_t output[SESSION_OUTPUT_MIN];
    struct message message; /* the last one handed out */
    enum session_event event;
    uint32_t events;
};

struct fixture {
    struct end server, client;
    msec now;
};

static struct msg_hello hello_of(uint8_t kind)
{
    return (struct msg_hello){.kind = kind, .uid = 0x1122334455667788, .boot = 3, .name = "pad-1"};
}

static void setup_server(struct fixture *f)
{
    const struct session_buffers buffers = {f->server.input, f->server.output,
                                            sizeof(f->server.output)};
    session_init_server(&f->server.session, &buffers, f->now);
}

static void setup_client(struct fixture *f, uint8_t kind)
{
    const struct session_buffers buffers = {f->client.input, f->client.output,
                                            sizeof(f->client.output)};
    struct msg_hello hello = hello_of(kind);
    session_init_client(&f->client.session, &buffers, &hello, f->now);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    if (!f)
        return -1;
    f->now = 1000;
    setup_server(f);
    setup_client(f, DEVICE_BOARD);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

/* Feeds raw bytes; keeps the last event that was one. */
static void feed(struct end *to, const uint8_t *bytes, size_t count, msec now)
{
    to->event = SESSION_NOTHING;
    while (count) {
        enum session_event event;
        size_t n = session_feed(&to->session, bytes, count, now, &to->message, &event);
        if (event != SESSION_NOTHING) {
            to->event = event;
            to->events++;
        }
        if (!n)
            break;
        bytes += n;
        count -= n;
    }
}

/* Carries everything one end wants to write to the other. */
static void carry(struct end *from, struct end *to, msec now)
{
    size_t length;
    const uint8_t *bytes = session_output(&from->session, &length);
    feed(to, bytes, length, now);
    session_output_drop(&from->session, length);
}

static void open_both(struct fixture *f)
{
    carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_HELLO);
    struct msg_welcome welcome = {.now_ms = 5, .tz_min = 480};
    assert_int_equal(session_welcome(&f->server.session, &welcome, f->now), ERR_NONE);
    carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_WELCOME);
}

static void assert_ended(const struct session *session, enum session_reason reason)
{
    assert_int_equal(session->state, SESSION_DEAD);
    assert_int_equal(session->reason, reason);
    assert_true(session->text[0]);
}

/* The last words of the server reach the client as they were said. */
static void assert_bye_said(struct fixture *f, const char *text)
{
    carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_ENDED);
    assert_ended(&f->client.session, SESSION_REASON_PEER_BYE);
    assert_string_equal(f->client.session.text, text);
}

/* A frame by hand, as anybody on the network can make it. */
static size_t wire_of(const struct message *message, uint8_t ctr, uint8_t *wire, size_t size)
{
    const uint8_t header[FRAME_HEADER] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN, 0, ctr};
    size_t length;
    assert_int_equal(message_to_wire(message, header, wire, size, &length), ERR_NONE);
    return length;
}

static void feed_message(struct fixture *f, const struct message *message, uint8_t ctr)
{
    static uint8_t wire[SESSION_INPUT_SIZE];
    feed(&f->server, wire, wire_of(message, ctr, wire, sizeof(wire)), f->now);
}

static void hello_and_welcome_open_both_ends(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(f->client.session.state, SESSION_EXPECT_WELCOME);
    open_both(f);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
    assert_int_equal(f->client.session.state, SESSION_OPEN);
    assert_int_equal(f->server.message.hello.uid, 0x1122334455667788);
    assert_int_equal(f->server.message.hello.proto_max, PROTO_VERSION);
    assert_int_equal(f->client.message.welcome.proto, PROTO_VERSION);
    assert_int_equal(f->client.message.welcome.tz_min, 480);
    assert_int_equal(f->client.message.welcome.keep_s, 2); /* D-13: a board */
}

static void boards_kiosks_and_consoles_hear_something_every_two_seconds(void **state)
{
    (void)state;
    assert_int_equal(session_keep_s(DEVICE_BOARD), 2);
    assert_int_equal(session_keep_s(DEVICE_KIOSK), 2);
    assert_int_equal(session_keep_s(DEVICE_CONSOLE), 2);
    assert_int_equal(session_keep_s(DEVICE_PAD), 5);
    assert_int_equal(session_keep_s(DEVICE_BUS), 5);
}

static void messages_pass_both_ways_byte_by_byte(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    struct message act = {.type = MSG_TYPE_ACT};
    act.act.seq = 77;
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
    size_t length;
    const uint8_t *bytes = session_output(&f->client.session, &length);
    for (size_t i = 0; i < length; i++) {
        feed(&f->server, bytes + i, 1, f->now);
        assert_int_equal(f->server.event, i + 1 < length ? SESSION_NOTHING : SESSION_MESSAGE);
    }
    assert_int_equal(f->server.message.act.seq, 77);
    session_output_drop(&f->client.session, length);

    struct message result = {.type = MSG_TYPE_RESULT};
    for (uint32_t i = 0; i < 3; i++) {
        result.result.seq = i;
        assert_int_equal(session_send(&f->server.session, &result, f->now), ERR_NONE);
    }
    carry(&f->server, &f->client, f->now); /* three in one read are handed out one at a time */
    assert_int_equal(f->client.events, 1 + 3);
    assert_int_equal(f->client.message.result.seq, 2);
}

static void a_client_must_say_hello_within_three_seconds(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(session_next_deadline(&f->server.session), f->now + SESSION_HELLO_MS);
    /* Dribbling delimiters does not help. */
    feed(&f->server, (const uint8_t[]){0, 0}, 2, f->now + 2999);
    assert_false(session_tick(&f->server.session, f->now + 2999));
    assert_true(session_tick(&f->server.session, f->now + 3000));
    assert_ended(&f->server.session, SESSION_REASON_HELLO_LATE);
    assert_bye_said(f, "no HELLO within 3 s");
}

static void a_first_frame_may_have_256_bytes(void **state)
{
    struct fixture *f = *state;
    uint8_t frame[300] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN}, wire[400];
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    struct message hello = {.type = MSG_TYPE_HELLO, .hello = hello_of(DEVICE_PAD)};
    hello.hello.proto_max = PROTO_VERSION;
    assert_int_equal(message_encode(&hello, &out), ERR_NONE);
    memset(out.at, 0xee, (size_t)(out.end - out.at));
    size_t length;
    /* A HELLO of a newer version with a tail: exactly the limit is taken … */
    assert_int_equal(frame_encode(frame, 248, wire, sizeof(wire), &length), ERR_NONE);
    assert_int_equal(length, SESSION_HELLO_MAX);
    feed(&f->server, wire, length, f->now);
    assert_int_equal(f->server.event, SESSION_HELLO);
    /* … and one byte more is not. */
    setup_server(f);
    assert_int_equal(frame_encode(frame, 249, wire, sizeof(wire), &length), ERR_NONE);
    feed(&f->server, wire, length, f->now);
    assert_ended(&f->server.session, SESSION_REASON_HELLO_LONG);
}

static void endless_first_bytes_end_the_session(void **state)
{
    struct fixture *f = *state;
    static const char web[] = "GET / HTTP/1.1\r\nHost: hall\r\n\r\n";
    for (int i = 0; i < 9; i++)
        feed(&f->server, (const uint8_t *)web, sizeof(web) - 1, f->now);
    assert_ended(&f->server.session, SESSION_REASON_HELLO_LONG);
    setup_server(f);
    uint8_t zeros[SESSION_HELLO_MAX + 1] = {0};
    feed(&f->server, zeros, SESSION_HELLO_MAX, f->now);
    assert_int_equal(f->server.session.state, SESSION_EXPECT_HELLO);
    feed(&f->server, zeros, 1, f->now);
    assert_ended(&f->server.session, SESSION_REASON_HELLO_LONG);
}

static void the_first_frame_must_be_a_hello(void **state)
{
    struct fixture *f = *state;
    struct message ping = {.type = MSG_TYPE_PING};
    feed_message(f, &ping, 0);
    assert_int_equal(f->server.event, SESSION_ENDED);
    assert_ended(&f->server.session, SESSION_REASON_NOT_HELLO);
    assert_bye_said(f, "the first frame is not a HELLO");

    setup_server(f); /* a frame that is none */
    feed(&f->server, (const uint8_t[]){0, 'h', 'e', 'l', 'l', 'o', '!', 0}, 8, f->now);
    assert_ended(&f->server.session, SESSION_REASON_NOT_HELLO);

    setup_server(f); /* to somebody else */
    uint8_t wire[200];
    struct message hello = {.type = MSG_TYPE_HELLO, .hello = hello_of(DEVICE_PAD)};
    const uint8_t header[FRAME_HEADER] = {9, 1, 0, 0};
    size_t length;
    assert_int_equal(message_to_wire(&hello, header, wire, sizeof(wire), &length), ERR_NONE);
    feed(&f->server, wire, length, f->now);
    assert_ended(&f->server.session, SESSION_REASON_NOT_HELLO);
}

static void without_a_common_version_there_is_no_session(void **state)
{
    struct fixture *f = *state;
    struct message hello = {.type = MSG_TYPE_HELLO, .hello = hello_of(DEVICE_PAD)};
    hello.hello.proto_min = PROTO_VERSION + 1;
    hello.hello.proto_max = PROTO_VERSION + 2;
    feed_message(f, &hello, 0);
    assert_ended(&f->server.session, SESSION_REASON_VERSION);
    assert_bye_said(f, "the controller speaks version 1, the device 2 to 3");

    setup_server(f);
    hello.hello.proto_min = 0;
    hello.hello.proto_max = 0;
    feed_message(f, &hello, 0);
    assert_ended(&f->server.session, SESSION_REASON_VERSION);

    setup_server(f); /* a newer device that still speaks ours */
    hello.hello.proto_min = PROTO_VERSION;
    hello.hello.proto_max = 200;
    feed_message(f, &hello, 0);
    assert_int_equal(f->server.event, SESSION_HELLO);
    assert_int_equal(f->server.session.proto, PROTO_VERSION);
}

static void a_refused_device_hears_why_and_when_to_try_again(void **state)
{
    struct fixture *f = *state;
    carry(&f->client, &f->server, f->now);
    session_refuse(&f->server.session, SESSION_REASON_UNKNOWN_DEVICE, "no device 42 here", 4000,
                   f->now);
    assert_bye_said(f, "no device 42 here");
    assert_int_equal(f->client.session.retry_ms, 4000);
    struct message act = {.type = MSG_TYPE_ACT};
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_GONE);
    assert_int_equal(session_next_deadline(&f->client.session), INT64_MAX);
}

static void nothing_may_come_before_the_welcome(void **state)
{
    struct fixture *f = *state;
    carry(&f->client, &f->server, f->now);
    struct message sync = {.type = MSG_TYPE_SYNC};
    feed_message(f, &sync, 1);
    assert_ended(&f->server.session, SESSION_REASON_EARLY);
}

static void a_client_waits_five_seconds_for_the_welcome(void **state)
{
    struct fixture *f = *state;
    assert_false(session_tick(&f->client.session, f->now + 4999));
    assert_true(session_tick(&f->client.session, f->now + 5000));
    assert_ended(&f->client.session, SESSION_REASON_NO_WELCOME);
}

/* D-13. */
static void a_silent_server_sends_a_ping_each_keep_time(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    msec start = f->now;
    assert_int_equal(session_next_deadline(&f->server.session), start + 2000);
    struct message event = {.type = MSG_TYPE_EVENT};
    assert_int_equal(session_send(&f->server.session, &event, start + 1500), ERR_NONE);
    assert_int_equal(session_next_deadline(&f->server.session), start + 3500);
    carry(&f->server, &f->client, start + 1500);
    assert_false(session_tick(&f->server.session, start + 3500));
    carry(&f->server, &f->client, start + 3510); /* the client answers by itself */
    carry(&f->client, &f->server, start + 3520);
    assert_int_equal(f->server.session.heard, start + 3520);
    assert_int_equal(f->server.session.rtt_ms, 20);
}

static void a_client_asks_for_the_time_and_gets_it(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    msec asked = f->now + SESSION_PING_MS;
    assert_false(session_tick(&f->client.session, asked));
    carry(&f->client, &f->server, asked + 5);
    assert_int_equal(f->server.event, SESSION_ASKED);
    session_pong(&f->server.session, &f->server.message.ping, 1700000000123, 480, asked + 5);
    carry(&f->server, &f->client, asked + 12);
    assert_int_equal(f->client.event, SESSION_PONGED);
    assert_int_equal(f->client.session.rtt_ms, 12);
    assert_int_equal(f->client.message.pong.now_ms, 1700000000123);
}

static void fifteen_silent_seconds_end_either_end(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    msec dead = f->now + SESSION_DEAD_MS;
    assert_false(session_tick(&f->server.session, dead - 1));
    assert_true(session_tick(&f->server.session, dead));
    assert_ended(&f->server.session, SESSION_REASON_SILENT);
    assert_false(session_tick(&f->client.session, dead - 1));
    assert_true(session_tick(&f->client.session, dead));
    assert_ended(&f->client.session, SESSION_REASON_SILENT);
}

static void a_missing_or_repeated_frame_ends_a_tcp_session(void **state)
{
    struct fixture *f = *state;
    struct message ping = {.type = MSG_TYPE_PING};
    open_both(f);
    feed_message(f, &ping, 0); /* the HELLO was 0 */
    assert_ended(&f->server.session, SESSION_REASON_COUNTER);

    setup_server(f);
    setup_client(f, DEVICE_PAD);
    open_both(f);
    feed_message(f, &ping, 2);
    assert_ended(&f->server.session, SESSION_REASON_COUNTER);
}

static void the_counter_goes_on_beyond_256(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    struct message act = {.type = MSG_TYPE_ACT};
    for (uint32_t i = 0; i < 600; i++) {
        assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
        carry(&f->client, &f->server, f->now);
        assert_int_equal(f->server.event, SESSION_MESSAGE);
    }
    assert_int_equal(f->server.session.channel.got, 601);
}

/* protocol.md 9: a forged frame never changes a session. */
static void frames_for_others_are_counted_and_ignored(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    struct message bye = {.type = MSG_TYPE_BYE};
    static const uint8_t headers[][FRAME_HEADER] = {{0, 2, 0, 1},
                                                    {5, 1, 0, 1},
                                                    {0, 1, CTL_SEC_SEALED, 1},
                                                    {0, 1, CTL_SEC_HANDSHAKE, 1}};
    for (size_t i = 0; i < countof(headers); i++) {
        uint8_t wire[200];
        size_t length;
        assert_int_equal(message_to_wire(&bye, headers[i], wire, sizeof(wire), &length), ERR_NONE);
        feed(&f->server, wire, length, f->now + 9);
    }
    assert_int_equal(f->server.session.state, SESSION_OPEN);
    assert_int_equal(f->server.session.channel.refused, countof(headers));
    assert_int_equal(f->server.session.heard, f->now); /* nor does it count as life */
    feed_message(f, &(struct message){.type = MSG_TYPE_ACT}, 1);
    assert_int_equal(f->server.event, SESSION_MESSAGE);
}

static void an_unknown_message_is_answered_once_and_ends_nothing(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    uint8_t ctr = 1;
    for (int round = 0; round < 3; round++)
        for (uint8_t type = 0xA0; type < 0xA4; type++) {
            const uint8_t frame[] = {0, 1, 0, ctr++, type, 1, 2, 3};
            uint8_t wire[32];
            size_t length;
            assert_int_equal(frame_encode(frame, sizeof(frame), wire, sizeof(wire), &length),
                             ERR_NONE);
            feed(&f->server, wire, length, f->now);
            assert_int_equal(f->server.event, SESSION_NOTHING);
        }
    carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.events, 1 + 4);
    assert_int_equal(f->client.message.error.ref_type, 0xA3);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
}

static void a_message_of_the_wrong_direction_or_time_is_unexpected(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    feed_message(f, &(struct message){.type = MSG_TYPE_RESULT}, 1);
    assert_int_equal(f->server.event, SESSION_NOTHING);
    feed_message(f, &(struct message){.type = MSG_TYPE_HELLO}, 2);
    assert_int_equal(f->server.event, SESSION_NOTHING);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
    carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.message.error.ref_type, MSG_TYPE_HELLO);
}

static void malformed_fields_are_counted_and_end_nothing(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    /* HISTORY_REQ is fine short; a TUNNEL whose frame says 0xffff bytes is not. */
    const uint8_t frame[] = {0, 1, 0, 1, MSG_TYPE_TUNNEL, 1, 0, 0, 0, 0, 0, 0xff, 0xff, 1};
    uint8_t wire[32];
    size_t length;
    assert_int_equal(frame_encode(frame, sizeof(frame), wire, sizeof(wire), &length), ERR_NONE);
    feed(&f->server, wire, length, f->now);
    assert_int_equal(f->server.event, SESSION_NOTHING);
    assert_int_equal(f->server.session.malformed, 1);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
}

/* A full buffer refuses messages but still has room to keep the session alive. */
static void the_output_is_bounded_and_keeps_a_reserve(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    struct message rows = {.type = MSG_TYPE_ROWS};
    struct message small = {.type = MSG_TYPE_EVENT};
    rows.rows.rows.length = 8000;
    assert_int_equal(session_send(&f->server.session, &rows, f->now), ERR_NONE);
    assert_int_equal(session_send(&f->server.session, &rows, f->now), ERR_TOOBIG);
    while (session_send(&f->server.session, &small, f->now) == ERR_NONE)
        ;
    size_t before, after;
    session_output(&f->server.session, &before);
    assert_in_range(session_room(&f->server.session), 0, 40);
    f->now += 2000;
    assert_false(session_tick(&f->server.session, f->now));
    session_output(&f->server.session, &after);
    assert_true(after > before);
    /* What was refused was not counted: the session goes on where it was. */
    carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.session.state, SESSION_OPEN);
    assert_int_equal(session_send(&f->server.session, &rows, f->now), ERR_NONE);
    carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.message.rows.rows.length, 8000);
}

/* A peer that never reads: pings stop when even the reserve is full, until it is given up. */
static void a_peer_that_never_reads_costs_no_more_than_the_buffer(void **state)
{
    struct fixture *f = *state;
    open_both(f);
    for (int i = 0; i < 200; i++) {
        f->now += 2000;
        f->server.session.heard = f->now; /* it still talks */
        assert_false(session_tick(&f->server.session, f->now));
        assert_true(session_next_deadline(&f->server.session) > f->now);
        size_t length;
        session_output(&f->server.session, &length);
        assert_in_range(length, 1, sizeof(f->server.output));
    }
}

static void a_client_refuses_an_answer_that_is_no_welcome(void **state)
{
    struct fixture *f = *state;
    struct message ping = {.type = MSG_TYPE_PING};
    const uint8_t header[FRAME_HEADER] = {1, 0, 0, 0};
    uint8_t wire[64];
    size_t length;
    assert_int_equal(message_to_wire(&ping, header, wire, sizeof(wire), &length), ERR_NONE);
    feed(&f->client, wire, length, f->now);
    assert_ended(&f->client.session, SESSION_REASON_NOT_WELCOME);
}

#define SESSION_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(hello_and_welcome_open_both_ends),
        SESSION_TEST(boards_kiosks_and_consoles_hear_something_every_two_seconds),
        SESSION_TEST(messages_pass_both_ways_byte_by_byte),
        SESSION_TEST(a_client_must_say_hello_within_three_seconds),
        SESSION_TEST(a_first_frame_may_have_256_bytes),
        SESSION_TEST(endless_first_bytes_end_the_session),
        SESSION_TEST(the_first_frame_must_be_a_hello),
        SESSION_TEST(without_a_common_version_there_is_no_session),
        SESSION_TEST(a_refused_device_hears_why_and_when_to_try_again),
        SESSION_TEST(nothing_may_come_before_the_welcome),
        SESSION_TEST(a_client_waits_five_seconds_for_the_welcome),
        SESSION_TEST(a_silent_server_sends_a_ping_each_keep_time),
        SESSION_TEST(a_client_asks_for_the_time_and_gets_it),
        SESSION_TEST(fifteen_silent_seconds_end_either_end),
        SESSION_TEST(a_missing_or_repeated_frame_ends_a_tcp_session),
        SESSION_TEST(the_counter_goes_on_beyond_256),
        SESSION_TEST(frames_for_others_are_counted_and_ignored),
        SESSION_TEST(an_unknown_message_is_answered_once_and_ends_nothing),
        SESSION_TEST(a_message_of_the_wrong_direction_or_time_is_unexpected),
        SESSION_TEST(malformed_fields_are_counted_and_end_nothing),
        SESSION_TEST(the_output_is_bounded_and_keeps_a_reserve),
        SESSION_TEST(a_peer_that_never_reads_costs_no_more_than_the_buffer),
        SESSION_TEST(a_client_refuses_an_answer_that_is_no_welcome),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
