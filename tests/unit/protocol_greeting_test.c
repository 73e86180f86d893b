/* SPDX-License-Identifier: Apache-2.0 */
/* session: everything before it is open, the server's side above all (protocol/SPEC.md 3, 4). */
#include "protocol_session_fixture.h"

static const uint8_t handshake_to_server[FRAME_HEADER] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN,
                                                          CTL_SEC_HANDSHAKE, 0};

static void a_handshake_opens_both_ends(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(f->server.session.state, SESSION_EXPECT_NOISE1);
    assert_int_equal(f->client.session.state, SESSION_EXPECT_NOISE2);
    session_greet(f);
    assert_int_equal(f->server.session.state, SESSION_GREETED);
    assert_int_equal(f->server.message.hello.uid, SESSION_TEST_UID);
    assert_int_equal(f->server.message.hello.proto_min, PROTO_VERSION);
    assert_int_equal(f->server.message.hello.proto_max, PROTO_VERSION);
    assert_int_equal(f->server.message.hello.schema_rev, SCHEMA_REV);
    assert_string_equal(f->server.message.hello.name, "pad-1");
    session_say_welcome(f);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_WELCOME);
    assert_int_equal(f->client.session.state, SESSION_OPEN);
    assert_int_equal(f->client.message.welcome.proto, PROTO_VERSION);
    assert_int_equal(f->client.message.welcome.tz_min, 480);
    assert_int_equal(f->client.message.welcome.keep_s, 2); /* D-13: a board */
    const struct channel *d = &f->client.session.channel, *c = &f->server.session.channel;
    assert_memory_equal(d->out.key, c->in.key, RECORD_KEY);
    assert_memory_equal(d->in.key, c->out.key, RECORD_KEY);
    assert_memory_not_equal(d->in.key, d->out.key, RECORD_KEY); /* each direction its own */
}

static void what_is_on_the_wire_names_the_uid_and_nothing_else(void **state)
{
    struct fixture *f = *state;
    static struct wire wire;
    static uint8_t frame[FRAME_MAX];
    session_catch(&f->client, &wire);
    size_t length = session_decoded(&wire, frame);
    assert_memory_equal(frame, handshake_to_server, FRAME_HEADER);
    /* TYPE, hs_id, uid, ver: SPEC.md 3 */
    static const uint8_t clear[] =
        {MSG_TYPE_NOISE1, 0, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 1};
    assert_memory_equal(frame + FRAME_HEADER, clear, sizeof(clear));
    for (size_t i = 0; i + 5 <= length; i++)
        assert_memory_not_equal(frame + i, "pad-1", 5);
}

static void two_handshakes_with_one_key_have_other_keys(void **state)
{
    struct fixture *f = *state;
    uint8_t before[RECORD_KEY];
    session_open_both(f);
    memcpy(before, f->client.session.channel.out.key, RECORD_KEY);
    session_reopen(f);
    assert_memory_not_equal(before, f->client.session.channel.out.key, RECORD_KEY);
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

/* ---- the first frame ---- */

static void noise1_must_be_whole_within_three_seconds(void **state)
{
    struct fixture *f = *state;
    static struct wire wire;
    assert_int_equal(session_next_deadline(&f->server.session), f->now + SESSION_HELLO_MS);
    session_catch(&f->client, &wire);
    /* All but the last byte, dribbled, does not help. */
    session_feed_all(&f->server, wire.bytes, wire.length - 1, f->now + 2999);
    assert_false(session_tick(&f->server.session, f->now + 2999));
    assert_true(session_tick(&f->server.session, f->now + 3000));
    session_assert_silent(&f->server, SESSION_REASON_HELLO_LATE);
}

/* A NOISE1 with a tail of a newer version, `length` bytes on the wire. */
static void knock_of_length(struct fixture *f, size_t length, struct wire *wire)
{
    static uint8_t frame[FRAME_MAX];
    session_setup_server(f);
    session_setup_client(f, DEVICE_PAD);
    session_catch(&f->client, wire);
    size_t n = session_decoded(wire, frame);
    memset(frame + n, 0xee, sizeof(frame) - n);
    do
        assert_int_equal(frame_encode(frame, ++n, wire->bytes, sizeof(wire->bytes), &wire->length),
                         ERR_NONE);
    while (wire->length < length);
    assert_int_equal(wire->length, length);
    session_give(f, &f->server, wire);
}

static void a_first_frame_may_have_256_bytes(void **state)
{
    struct fixture *f = *state;
    static struct wire wire;
    /* Exactly the limit is taken, tail and all … */
    knock_of_length(f, SESSION_HELLO_MAX, &wire);
    assert_int_equal(f->server.event, SESSION_KNOCK);
    uint8_t ephemeral[CRYPTO_POINT] = {9};
    assert_int_equal(session_unlock(&f->server.session, &f->server.message.noise1, f->key,
                                    ephemeral, &f->server.message, f->now),
                     SESSION_HELLO);
    /* … and one byte more is not. */
    knock_of_length(f, SESSION_HELLO_MAX + 1, &wire);
    session_assert_silent(&f->server, SESSION_REASON_HELLO_LONG);
}

static void the_longest_hello_fits_the_first_frame(void **state)
{
    struct fixture *f = *state;
    struct msg_hello hello;
    memset(&hello, 0xff, sizeof(hello));
    hello.proto_min = 1;
    hello.hall_hash.length = HALL_HASH_SIZE;
    memset(hello.name, 'x', sizeof(hello.name) - 1);
    hello.name[sizeof(hello.name) - 1] = '\0';
    assert_int_equal(session_knock_with_hello(f, &hello), SESSION_HELLO);
    assert_int_equal(f->server.message.hello.credit, 0xff);
}

static void endless_first_bytes_end_the_session(void **state)
{
    struct fixture *f = *state;
    static const char web[] = "GET / HTTP/1.1\r\nHost: hall\r\n\r\n";
    for (int i = 0; i < 9; i++)
        session_feed_all(&f->server, (const uint8_t *)web, sizeof(web) - 1, f->now);
    session_assert_silent(&f->server, SESSION_REASON_HELLO_LONG);
    session_setup_server(f);
    uint8_t zeros[SESSION_HELLO_MAX + 1] = {0};
    session_feed_all(&f->server, zeros, SESSION_HELLO_MAX, f->now);
    assert_int_equal(f->server.session.state, SESSION_EXPECT_NOISE1);
    session_feed_all(&f->server, zeros, 1, f->now);
    session_assert_silent(&f->server, SESSION_REASON_HELLO_LONG);
}

static void refuses_first(struct fixture *f, const uint8_t header[FRAME_HEADER],
                          const struct message *message)
{
    session_setup_server(f);
    session_feed_message(f, &f->server, header, message);
    assert_int_equal(f->server.event, SESSION_ENDED);
    session_assert_silent(&f->server, SESSION_REASON_NOT_HELLO);
}

static void the_first_frame_must_be_a_noise1(void **state)
{
    struct fixture *f = *state;
    const struct message ping = {.type = MSG_TYPE_PING}, second = {.type = MSG_TYPE_NOISE2};
    const struct message hello = {.type = MSG_TYPE_HELLO, .hello = session_hello_of(DEVICE_PAD)};
    struct message knock = {.type = MSG_TYPE_NOISE1};
    knock.noise1.ver = NOISE_VERSION;
    knock.noise1.msg.length = 60;
    static const uint8_t elsewhere[][FRAME_HEADER] = {{9, 1, CTL_SEC_HANDSHAKE, 0},
                                                      {0, 2, CTL_SEC_HANDSHAKE, 0},
                                                      {1, 0, CTL_SEC_HANDSHAKE, 0},
                                                      {0, 1, CTL_SEC_CLEAR, 0},
                                                      {0, 1, CTL_SEC_SEALED, 0},
                                                      {0, 1, CTL_SEC_GROUP, 0}};
    refuses_first(f, handshake_to_server, &ping);
    refuses_first(f, handshake_to_server, &second);
    refuses_first(f, handshake_to_server, &hello);
    refuses_first(f, session_to_server, &hello); /* the version before sealing spoke like this */
    for (size_t i = 0; i < countof(elsewhere); i++)
        refuses_first(f, elsewhere[i], &knock);
    knock.noise1.ver = 0;
    refuses_first(f, handshake_to_server, &knock);
    knock.noise1.ver = NOISE_VERSION + 1;
    refuses_first(f, handshake_to_server, &knock);

    session_setup_server(f); /* a frame that is none */
    session_feed_all(&f->server, (const uint8_t[]){0, 'h', 'e', 'l', 'l', 'o', '!', 0}, 8, f->now);
    session_assert_silent(&f->server, SESSION_REASON_NOT_HELLO);
    session_setup_server(f); /* a body that ends inside a field */
    session_feed_frame(f, &f->server,
                       (const uint8_t[]){0, 1, CTL_SEC_HANDSHAKE, 0, MSG_TYPE_NOISE1, 0, 1}, 7);
    session_assert_silent(&f->server, SESSION_REASON_NOT_HELLO);
}

/* ---- the key ---- */

static void a_wrong_key_is_silent(void **state)
{
    struct fixture *f = *state;
    uint8_t wrong[NOISE_PSK];
    memcpy(wrong, f->key, sizeof(wrong));
    wrong[31] ^= 1;
    assert_int_equal(session_unlock_with(f, wrong), SESSION_ENDED);
    session_assert_silent(&f->server, SESSION_REASON_WRONG_KEY);
}

static void a_refusal_before_the_key_is_known_is_silent(void **state)
{
    struct fixture *f = *state;
    session_carry(&f->client, &f->server, f->now);
    session_refuse(&f->server.session, SESSION_REASON_UNKNOWN_DEVICE, NULL, 0, f->now);
    session_assert_silent(&f->server, SESSION_REASON_UNKNOWN_DEVICE);
}

static void every_changed_byte_of_noise1_is_a_wrong_key(void **state)
{
    struct fixture *f = *state;
    static struct wire wire;
    static uint8_t frame[FRAME_MAX];
    session_catch(&f->client, &wire);
    size_t length = session_decoded(&wire, frame);
    /* hs_id, uid, then msg; ver and the length of msg have limits of their own. */
    for (size_t at = FRAME_HEADER + 1; at < length; at++) {
        if (at >= FRAME_HEADER + 10 && at < FRAME_HEADER + 13)
            continue;
        uint8_t ephemeral[CRYPTO_POINT] = {9};
        session_setup_server(f);
        frame[at] ^= 0x40;
        session_feed_frame(f, &f->server, frame, length);
        frame[at] ^= 0x40;
        assert_int_equal(f->server.event, SESSION_KNOCK);
        assert_int_equal(session_unlock(&f->server.session, &f->server.message.noise1, f->key,
                                        ephemeral, &f->server.message, f->now),
                         SESSION_ENDED);
        session_assert_silent(&f->server, SESSION_REASON_WRONG_KEY);
    }
}

static void a_noise1_too_short_for_noise_is_a_wrong_key(void **state)
{
    struct fixture *f = *state;
    struct message knock = {.type = MSG_TYPE_NOISE1};
    knock.noise1.ver = NOISE_VERSION;
    for (uint16_t n = 0; n <= NOISE_OVERHEAD; n++) {
        uint8_t ephemeral[CRYPTO_POINT] = {9};
        knock.noise1.msg.length = n;
        session_setup_server(f);
        session_feed_message(f, &f->server, handshake_to_server, &knock);
        assert_int_equal(f->server.event, SESSION_KNOCK);
        assert_int_equal(session_unlock(&f->server.session, &f->server.message.noise1, f->key,
                                        ephemeral, &f->server.message, f->now),
                         SESSION_ENDED);
        session_assert_silent(&f->server, SESSION_REASON_WRONG_KEY);
    }
}

/* ---- the HELLO inside: who holds the key is told ---- */

static void hears(struct fixture *f, enum session_reason reason, const char *text)
{
    static struct message answer;
    session_assert_ended(&f->server.session, reason);
    session_read_answer(f, &answer);
    assert_int_equal(answer.type, MSG_TYPE_BYE);
    assert_int_equal(answer.bye.reason, reason);
    assert_string_equal(answer.bye.text, text);
    session_setup_server(f);
}

static void a_payload_that_is_no_hello_of_that_device_is_refused(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "the first frame is not a NOISE1 with a HELLO";
    static const uint8_t ping[] = {MSG_TYPE_PING}, unknown[] = {0xEE}, cut[] = {MSG_TYPE_HELLO, 1};
    assert_int_equal(session_knock_with(f, ping, 1, SESSION_TEST_UID), SESSION_ENDED);
    hears(f, SESSION_REASON_NOT_HELLO, text);
    assert_int_equal(session_knock_with(f, unknown, 1, SESSION_TEST_UID), SESSION_ENDED);
    hears(f, SESSION_REASON_NOT_HELLO, text);
    assert_int_equal(session_knock_with(f, cut, 0, SESSION_TEST_UID), SESSION_ENDED);
    hears(f, SESSION_REASON_NOT_HELLO, text);
    assert_int_equal(session_knock_with(f, ping, 1, 0), SESSION_ENDED); /* all zero, as its uid */
    hears(f, SESSION_REASON_NOT_HELLO, text);
    /* A HELLO, but of another device than the one whose key this is. */
    assert_int_equal(session_knock_with(f, cut, sizeof(cut), SESSION_TEST_UID), SESSION_ENDED);
    hears(f, SESSION_REASON_NOT_HELLO, text);
}

static void without_a_common_version_there_is_no_session(void **state)
{
    struct fixture *f = *state;
    struct msg_hello hello = session_hello_of(DEVICE_PAD);
    hello.proto_min = PROTO_VERSION + 1;
    hello.proto_max = PROTO_VERSION + 2;
    assert_int_equal(session_knock_with_hello(f, &hello), SESSION_ENDED);
    hears(f, SESSION_REASON_VERSION, "the controller speaks version 1, the device 2 to 3");
    hello.proto_min = 0;
    hello.proto_max = 0;
    assert_int_equal(session_knock_with_hello(f, &hello), SESSION_ENDED);
    hears(f, SESSION_REASON_VERSION, "the controller speaks version 1, the device 0 to 0");

    hello.proto_min = PROTO_VERSION; /* a newer device that still speaks ours */
    hello.proto_max = 200;
    assert_int_equal(session_knock_with_hello(f, &hello), SESSION_HELLO);
    assert_int_equal(f->server.session.proto, PROTO_VERSION);
}

static void a_refused_device_hears_why_and_when_to_try_again(void **state)
{
    struct fixture *f = *state;
    session_greet(f);
    session_refuse(&f->server.session, SESSION_REASON_UNKNOWN_DEVICE, "no device 42 here", 4000,
                   f->now);
    session_assert_bye_said(f, "no device 42 here");
    assert_int_equal(f->client.session.retry_ms, 4000);
    assert_int_equal(session_output_length(&f->client), 0);
    const struct message act = {.type = MSG_TYPE_ACT};
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_GONE);
}

static void nothing_may_come_before_the_welcome(void **state)
{
    struct fixture *f = *state;
    static struct wire wire;
    const struct message sync = {.type = MSG_TYPE_SYNC};
    session_catch(&f->client, &wire);
    session_give(f, &f->server, &wire); /* KNOCKED, and the same again */
    session_give(f, &f->server, &wire);
    session_assert_silent(&f->server, SESSION_REASON_EARLY);
    session_setup_server(f);
    session_setup_client(f, DEVICE_PAD);
    session_greet(f);
    session_feed_message(f, &f->server, session_to_server, &sync);
    session_assert_ended(&f->server.session, SESSION_REASON_EARLY);
    session_assert_bye_said(f, "a message before the WELCOME");
}

/* ---- the HELLO counts with the first record (D-45) ---- */

static void without_a_record_within_three_seconds_it_was_a_replay(void **state)
{
    struct fixture *f = *state;
    session_greet(f);
    f->now += 1000;
    session_say_welcome(f);
    assert_false(f->server.session.proven);
    f->now += SESSION_PROOF_MS;
    assert_false(session_tick(&f->server.session, f->now - 1));
    assert_int_equal(session_next_deadline(&f->server.session), f->now);
    assert_true(session_tick(&f->server.session, f->now));
    session_assert_ended(&f->server.session, SESSION_REASON_UNPROVEN);
}

static void the_ping_a_client_says_at_once_proves_it(void **state)
{
    struct fixture *f = *state;
    session_greet(f);
    session_say_welcome(f);
    session_carry(&f->server, &f->client, f->now);
    session_carry(&f->client, &f->server, f->now + 2999);
    assert_int_equal(f->server.event, SESSION_ASKED);
    assert_true(f->server.session.proven);
    assert_false(session_tick(&f->server.session, f->now + 3000));
}

static void any_record_proves_and_nothing_else_does(void **state)
{
    struct fixture *f = *state;
    static struct wire knock;
    static uint8_t frame[FRAME_MAX];
    session_catch(&f->client, &knock);
    session_give(f, &f->server, &knock);
    uint8_t ephemeral[CRYPTO_POINT] = {9};
    assert_int_equal(session_unlock(&f->server.session, &f->server.message.noise1, f->key,
                                    ephemeral, &f->server.message, f->now),
                     SESSION_HELLO);
    session_say_welcome(f);
    session_carry(&f->server, &f->client, f->now);
    session_give(f, &f->server, &knock); /* all a replay has */
    session_feed_message(f, &f->server, session_to_server,
                         &(struct message){.type = MSG_TYPE_PING});
    size_t length = session_seal_body(&f->client, (const uint8_t[]){0xEE}, 1, frame);
    frame[length - 1] ^= 1;
    session_feed_frame(f, &f->server, frame, length);
    assert_false(f->server.session.proven);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
    /* A message we do not know, but of the device. Nobody saw what it sealed so far. */
    f->client.session.channel.out.next = 0;
    length = session_seal_body(&f->client, (const uint8_t[]){0xEE}, 1, frame);
    session_feed_frame(f, &f->server, frame, length);
    assert_true(f->server.session.proven);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(a_handshake_opens_both_ends),
        SESSION_TEST(what_is_on_the_wire_names_the_uid_and_nothing_else),
        SESSION_TEST(two_handshakes_with_one_key_have_other_keys),
        SESSION_TEST(boards_kiosks_and_consoles_hear_something_every_two_seconds),
        SESSION_TEST(noise1_must_be_whole_within_three_seconds),
        SESSION_TEST(a_first_frame_may_have_256_bytes),
        SESSION_TEST(the_longest_hello_fits_the_first_frame),
        SESSION_TEST(endless_first_bytes_end_the_session),
        SESSION_TEST(the_first_frame_must_be_a_noise1),
        SESSION_TEST(a_wrong_key_is_silent),
        SESSION_TEST(a_refusal_before_the_key_is_known_is_silent),
        SESSION_TEST(every_changed_byte_of_noise1_is_a_wrong_key),
        SESSION_TEST(a_noise1_too_short_for_noise_is_a_wrong_key),
        SESSION_TEST(a_payload_that_is_no_hello_of_that_device_is_refused),
        SESSION_TEST(without_a_common_version_there_is_no_session),
        SESSION_TEST(a_refused_device_hears_why_and_when_to_try_again),
        SESSION_TEST(nothing_may_come_before_the_welcome),
        SESSION_TEST(without_a_record_within_three_seconds_it_was_a_replay),
        SESSION_TEST(the_ping_a_client_says_at_once_proves_it),
        SESSION_TEST(any_record_proves_and_nothing_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
