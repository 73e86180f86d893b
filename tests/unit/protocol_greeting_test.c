/* SPDX-License-Identifier: Apache-2.0 */
/* session: hello, welcome and refusals (protocol/SPEC.md 3, 8). */
#include "protocol_session_fixture.h"

static void hello_and_welcome_open_both_ends(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(f->client.session.state, SESSION_EXPECT_WELCOME);
    session_open_both(f);
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

static void a_client_must_say_hello_within_three_seconds(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(session_next_deadline(&f->server.session), f->now + SESSION_HELLO_MS);
    /* Dribbling delimiters does not help. */
    session_feed_all(&f->server, (const uint8_t[]){0, 0}, 2, f->now + 2999);
    assert_false(session_tick(&f->server.session, f->now + 2999));
    assert_true(session_tick(&f->server.session, f->now + 3000));
    session_assert_ended(&f->server.session, SESSION_REASON_HELLO_LATE);
    session_assert_bye_said(f, "no HELLO within 3 s");
}

static void a_first_frame_may_have_256_bytes(void **state)
{
    struct fixture *f = *state;
    uint8_t frame[300] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN}, wire[400];
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    struct message hello = {.type = MSG_TYPE_HELLO, .hello = session_hello_of(DEVICE_PAD)};
    hello.hello.proto_max = PROTO_VERSION;
    assert_int_equal(message_encode(&hello, &out), ERR_NONE);
    memset(out.at, 0xee, (size_t)(out.end - out.at));
    size_t length;
    /* A HELLO of a newer version with a tail: exactly the limit is taken … */
    assert_int_equal(frame_encode(frame, 248, wire, sizeof(wire), &length), ERR_NONE);
    assert_int_equal(length, SESSION_HELLO_MAX);
    session_feed_all(&f->server, wire, length, f->now);
    assert_int_equal(f->server.event, SESSION_HELLO);
    /* … and one byte more is not. */
    session_setup_server(f);
    assert_int_equal(frame_encode(frame, 249, wire, sizeof(wire), &length), ERR_NONE);
    session_feed_all(&f->server, wire, length, f->now);
    session_assert_ended(&f->server.session, SESSION_REASON_HELLO_LONG);
}

static void endless_first_bytes_end_the_session(void **state)
{
    struct fixture *f = *state;
    static const char web[] = "GET / HTTP/1.1\r\nHost: hall\r\n\r\n";
    for (int i = 0; i < 9; i++)
        session_feed_all(&f->server, (const uint8_t *)web, sizeof(web) - 1, f->now);
    session_assert_ended(&f->server.session, SESSION_REASON_HELLO_LONG);
    session_setup_server(f);
    uint8_t zeros[SESSION_HELLO_MAX + 1] = {0};
    session_feed_all(&f->server, zeros, SESSION_HELLO_MAX, f->now);
    assert_int_equal(f->server.session.state, SESSION_EXPECT_HELLO);
    session_feed_all(&f->server, zeros, 1, f->now);
    session_assert_ended(&f->server.session, SESSION_REASON_HELLO_LONG);
}

static void the_first_frame_must_be_a_hello(void **state)
{
    struct fixture *f = *state;
    struct message ping = {.type = MSG_TYPE_PING};
    session_feed_message(f, &ping, 0);
    assert_int_equal(f->server.event, SESSION_ENDED);
    session_assert_ended(&f->server.session, SESSION_REASON_NOT_HELLO);
    session_assert_bye_said(f, "the first frame is not a HELLO");

    session_setup_server(f); /* a frame that is none */
    session_feed_all(&f->server, (const uint8_t[]){0, 'h', 'e', 'l', 'l', 'o', '!', 0}, 8, f->now);
    session_assert_ended(&f->server.session, SESSION_REASON_NOT_HELLO);

    session_setup_server(f); /* to somebody else */
    uint8_t wire[200];
    struct message hello = {.type = MSG_TYPE_HELLO, .hello = session_hello_of(DEVICE_PAD)};
    const uint8_t header[FRAME_HEADER] = {9, 1, 0, 0};
    size_t length;
    assert_int_equal(message_to_wire(&hello, header, wire, sizeof(wire), &length), ERR_NONE);
    session_feed_all(&f->server, wire, length, f->now);
    session_assert_ended(&f->server.session, SESSION_REASON_NOT_HELLO);
}

static void without_a_common_version_there_is_no_session(void **state)
{
    struct fixture *f = *state;
    struct message hello = {.type = MSG_TYPE_HELLO, .hello = session_hello_of(DEVICE_PAD)};
    hello.hello.proto_min = PROTO_VERSION + 1;
    hello.hello.proto_max = PROTO_VERSION + 2;
    session_feed_message(f, &hello, 0);
    session_assert_ended(&f->server.session, SESSION_REASON_VERSION);
    session_assert_bye_said(f, "the controller speaks version 1, the device 2 to 3");

    session_setup_server(f);
    hello.hello.proto_min = 0;
    hello.hello.proto_max = 0;
    session_feed_message(f, &hello, 0);
    session_assert_ended(&f->server.session, SESSION_REASON_VERSION);

    session_setup_server(f); /* a newer device that still speaks ours */
    hello.hello.proto_min = PROTO_VERSION;
    hello.hello.proto_max = 200;
    session_feed_message(f, &hello, 0);
    assert_int_equal(f->server.event, SESSION_HELLO);
    assert_int_equal(f->server.session.proto, PROTO_VERSION);
}

static void a_refused_device_hears_why_and_when_to_try_again(void **state)
{
    struct fixture *f = *state;
    session_carry(&f->client, &f->server, f->now);
    session_refuse(&f->server.session, SESSION_REASON_UNKNOWN_DEVICE, "no device 42 here", 4000,
                   f->now);
    session_assert_bye_said(f, "no device 42 here");
    assert_int_equal(f->client.session.retry_ms, 4000);
    struct message act = {.type = MSG_TYPE_ACT};
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_GONE);
    assert_int_equal(session_next_deadline(&f->client.session), INT64_MAX);
}

static void nothing_may_come_before_the_welcome(void **state)
{
    struct fixture *f = *state;
    session_carry(&f->client, &f->server, f->now);
    struct message sync = {.type = MSG_TYPE_SYNC};
    session_feed_message(f, &sync, 1);
    session_assert_ended(&f->server.session, SESSION_REASON_EARLY);
}

static void a_client_waits_five_seconds_for_the_welcome(void **state)
{
    struct fixture *f = *state;
    assert_false(session_tick(&f->client.session, f->now + 4999));
    assert_true(session_tick(&f->client.session, f->now + 5000));
    session_assert_ended(&f->client.session, SESSION_REASON_NO_WELCOME);
}

static void a_client_refuses_an_answer_that_is_no_welcome(void **state)
{
    struct fixture *f = *state;
    struct message ping = {.type = MSG_TYPE_PING};
    const uint8_t header[FRAME_HEADER] = {1, 0, 0, 0};
    uint8_t wire[64];
    size_t length;
    assert_int_equal(message_to_wire(&ping, header, wire, sizeof(wire), &length), ERR_NONE);
    session_feed_all(&f->client, wire, length, f->now);
    session_assert_ended(&f->client.session, SESSION_REASON_NOT_WELCOME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(hello_and_welcome_open_both_ends),
        SESSION_TEST(boards_kiosks_and_consoles_hear_something_every_two_seconds),
        SESSION_TEST(a_client_must_say_hello_within_three_seconds),
        SESSION_TEST(a_first_frame_may_have_256_bytes),
        SESSION_TEST(endless_first_bytes_end_the_session),
        SESSION_TEST(the_first_frame_must_be_a_hello),
        SESSION_TEST(without_a_common_version_there_is_no_session),
        SESSION_TEST(a_refused_device_hears_why_and_when_to_try_again),
        SESSION_TEST(nothing_may_come_before_the_welcome),
        SESSION_TEST(a_client_waits_five_seconds_for_the_welcome),
        SESSION_TEST(a_client_refuses_an_answer_that_is_no_welcome),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
