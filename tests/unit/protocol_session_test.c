/* SPDX-License-Identifier: Apache-2.0 */
/* session: an open one: messages, keep-alive, new keys, bounds (protocol/SPEC.md 3, 4). */
#include "protocol_session_fixture.h"

static void messages_pass_both_ways_byte_by_byte(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    struct message act = {.type = MSG_TYPE_ACT};
    act.act.seq = 77;
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
    size_t length;
    const uint8_t *bytes = session_output(&f->client.session, &length);
    for (size_t i = 0; i < length; i++) {
        session_feed_all(&f->server, bytes + i, 1, f->now);
        assert_int_equal(f->server.event, i + 1 < length ? SESSION_NOTHING : SESSION_MESSAGE);
    }
    assert_int_equal(f->server.message.act.seq, 77);
    session_output_drop(&f->client.session, length);

    struct message result = {.type = MSG_TYPE_RESULT};
    for (uint32_t i = 0; i < 3; i++) {
        result.result.seq = i;
        assert_int_equal(session_send(&f->server.session, &result, f->now), ERR_NONE);
    }
    session_carry(&f->server, &f->client, f->now); /* three in one read: one at a time */
    assert_int_equal(f->client.events, 3);
    assert_int_equal(f->client.message.result.seq, 2);
}

/* SPEC.md 4: in one flight with the WELCOME, before the client has said anything. */
static void rows_may_follow_the_welcome_at_once(void **state)
{
    struct fixture *f = *state;
    session_greet(f);
    session_say_welcome(f);
    struct message rows = {.type = MSG_TYPE_ROWS};
    rows.rows.rows.length = 8000;
    assert_int_equal(session_send(&f->server.session, &rows, f->now), ERR_NONE);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.events, 2);
    assert_int_equal(f->client.message.rows.rows.length, 8000);
}

/* D-13. */
static void a_silent_server_sends_a_ping_each_keep_time(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    msec start = f->now;
    assert_int_equal(session_next_deadline(&f->server.session), start + 2000);
    struct message event = {.type = MSG_TYPE_EVENT};
    assert_int_equal(session_send(&f->server.session, &event, start + 1500), ERR_NONE);
    assert_int_equal(session_next_deadline(&f->server.session), start + 3500);
    session_carry(&f->server, &f->client, start + 1500);
    assert_false(session_tick(&f->server.session, start + 3500));
    session_carry(&f->server, &f->client, start + 3510); /* the client answers by itself */
    session_carry(&f->client, &f->server, start + 3520);
    assert_int_equal(f->server.session.heard, start + 3520);
    assert_int_equal(f->server.session.rtt_ms, 20);
}

static void a_client_asks_for_the_time_and_gets_it(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    msec asked = f->now + SESSION_PING_MS;
    assert_false(session_tick(&f->client.session, asked));
    assert_int_equal(session_next_deadline(&f->client.session), asked + SESSION_PING_MS);
    session_carry(&f->client, &f->server, asked + 5);
    assert_int_equal(f->server.event, SESSION_ASKED);
    session_pong(&f->server.session, &f->server.message.ping, 1700000000123, 480, asked + 5);
    session_carry(&f->server, &f->client, asked + 12);
    assert_int_equal(f->client.event, SESSION_PONGED);
    assert_int_equal(f->client.session.rtt_ms, 12);
    assert_int_equal(f->client.message.pong.now_ms, 1700000000123);
}

static void fifteen_silent_seconds_end_either_end(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    msec dead = f->now + SESSION_DEAD_MS;
    assert_false(session_tick(&f->server.session, dead - 1));
    assert_true(session_tick(&f->server.session, dead));
    session_assert_ended(&f->server.session, SESSION_REASON_SILENT);
    assert_false(session_tick(&f->client.session, dead - 1));
    assert_true(session_tick(&f->client.session, dead));
    session_assert_ended(&f->client.session, SESSION_REASON_SILENT);
}

static void an_open_session_takes_the_largest_messages(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    struct message data = {.type = MSG_TYPE_DATA};
    data.data.bytes.length = sizeof(data.data.bytes.at);
    assert_int_equal(session_send(&f->client.session, &data, f->now), ERR_NONE);
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_MESSAGE);
    assert_int_equal(f->server.message.data.bytes.length, sizeof(data.data.bytes.at));
}

static void the_counter_goes_on_beyond_256(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    struct message act = {.type = MSG_TYPE_ACT};
    for (uint32_t i = 0; i < 600; i++) {
        assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
        session_carry(&f->client, &f->server, f->now);
        assert_int_equal(f->server.event, SESSION_MESSAGE);
    }
    assert_int_equal(f->server.session.channel.in.next, 601); /* the PING was 0 */
}

/* ---- messages that make no sense ---- */

static void an_unknown_message_is_answered_once_and_ends_nothing(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    for (int round = 0; round < 3; round++)
        for (uint8_t type = 0xA0; type < 0xA4; type++) {
            session_say_body(f, &f->client, (const uint8_t[]){type, 1, 2, 3}, 4);
            assert_int_equal(f->server.event, SESSION_NOTHING);
        }
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.events, 4);
    assert_int_equal(f->client.message.error.ref_type, 0xA3);
    assert_string_equal(f->client.message.error.text, "unknown message");
    assert_int_equal(f->server.session.state, SESSION_OPEN);
}

static void a_message_of_the_wrong_direction_or_time_is_unexpected(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    static const uint8_t types[] = {MSG_TYPE_RESULT, MSG_TYPE_HELLO, MSG_TYPE_WELCOME};
    for (size_t i = 0; i < countof(types); i++) {
        session_say_body(f, &f->client, &types[i], 1);
        assert_int_equal(f->server.event, SESSION_NOTHING);
        session_carry(&f->server, &f->client, f->now);
        assert_int_equal(f->client.message.error.ref_type, types[i]);
    }
    assert_int_equal(f->server.session.state, SESSION_OPEN);
}

/* SPEC.md 1: what has another security than a record has no place in one. */
static void clear_and_handshake_messages_have_no_place_in_a_record(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    for (int type = 0; type < 256; type++) {
        const uint8_t body[] = {(uint8_t)type};
        enum msg_security security = message_security((uint8_t)type);
        if (!message_table((uint8_t)type) || (security != MSG_CLEAR && security != MSG_HANDSHAKE))
            continue;
        session_say_body(f, &f->client, body, 1);
        assert_int_equal(f->server.event, SESSION_NOTHING);
        session_carry(&f->server, &f->client, f->now);
        assert_int_equal(f->client.message.error.ref_type, type);
        session_say_body(f, &f->server, body, 1);
        assert_int_equal(f->client.event, SESSION_NOTHING);
        session_carry(&f->client, &f->server, f->now);
        assert_int_equal(f->server.message.error.ref_type, type);
    }
}

static void malformed_fields_are_counted_and_end_nothing(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    /* A TUNNEL whose frame says 0xffff bytes. */
    static const uint8_t body[] = {MSG_TYPE_TUNNEL, 1, 0, 0, 0, 0, 0, 0xff, 0xff, 1};
    session_say_body(f, &f->client, body, sizeof(body));
    assert_int_equal(f->server.event, SESSION_NOTHING);
    assert_int_equal(f->server.session.malformed, 1);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
}

/* ---- bounds ---- */

/* A full buffer refuses messages but still has room to keep the session alive. */
static void the_output_is_bounded_and_keeps_a_reserve(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    struct message rows = {.type = MSG_TYPE_ROWS};
    struct message small = {.type = MSG_TYPE_EVENT};
    rows.rows.rows.length = 8000;
    assert_int_equal(session_send(&f->server.session, &rows, f->now), ERR_NONE);
    assert_int_equal(session_send(&f->server.session, &rows, f->now), ERR_TOOBIG);
    while (session_send(&f->server.session, &small, f->now) == ERR_NONE)
        ;
    assert_in_range(session_room(&f->server.session), 0, 40);
    size_t before = session_output_length(&f->server);
    f->now += 2000;
    assert_false(session_tick(&f->server.session, f->now));
    assert_true(session_output_length(&f->server) > before);
    /* What was refused was not counted: the session goes on where it was. */
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.session.state, SESSION_OPEN);
    assert_int_equal(session_send(&f->server.session, &rows, f->now), ERR_NONE);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.message.rows.rows.length, 8000);
}

/* A peer that never reads: pings stop when even the reserve is full, until it is given up. */
static void a_peer_that_never_reads_costs_no_more_than_the_buffer(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    for (int i = 0; i < 600; i++) {
        f->now += 2000;
        f->server.session.heard = f->now; /* it still talks */
        assert_false(session_tick(&f->server.session, f->now));
        assert_true(session_next_deadline(&f->server.session) > f->now);
        assert_in_range(session_output_length(&f->server), 1, sizeof(f->server.output));
    }
    const struct message event = {.type = MSG_TYPE_EVENT};
    assert_int_equal(session_room(&f->server.session), 0); /* pings are in the reserve */
    assert_int_equal(session_send(&f->server.session, &event, f->now), ERR_TOOBIG);
    f->server.session.heard = f->now;
    session_refuse(&f->server.session, SESSION_REASON_SLOW, NULL, 0, f->now); /* nor its BYE */
    assert_in_range(session_output_length(&f->server), 1, sizeof(f->server.output));
}

/* ---- how it ends ---- */

static void every_reason_has_a_sentence(void **state)
{
    (void)state;
    for (int reason = 0; reason < SESSION_REASON_COUNT; reason++)
        assert_true(strlen(session_reason_text((enum session_reason)reason)) > 5);
    assert_string_equal(session_reason_text(SESSION_REASON_COUNT), "?");
    assert_string_equal(session_reason_text(SESSION_REASON_FAULT), "the cryptography failed");
}

/* The first reason is the one that people look for. */
static void it_ends_once(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    session_refuse(&f->server.session, SESSION_REASON_STOPPING, NULL, 0, f->now);
    size_t said = session_output_length(&f->server);
    session_refuse(&f->server.session, SESSION_REASON_SLOW, NULL, 0, f->now);
    session_assert_ended(&f->server.session, SESSION_REASON_STOPPING);
    assert_int_equal(session_output_length(&f->server), said);
}

/* ---- new keys (SPEC.md 3) ---- */

/* At the moment, with a peer that was heard just now; a millisecond earlier nothing happens. */
static void assert_rekeys_after(struct fixture *f, struct end *end, msec age)
{
    msec due = f->now + age;
    end->session.heard = end->session.said = end->session.pinged = due - 1;
    assert_false(session_tick(&end->session, due - 1));
    assert_int_equal(session_next_deadline(&end->session), due);
    assert_true(session_tick(&end->session, due));
    session_assert_ended(&end->session, SESSION_REASON_REKEY);
}

static void a_device_renews_its_keys_after_24_hours(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    assert_rekeys_after(f, &f->client, 24 * HOUR);
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_ENDED);
    assert_string_equal(f->server.session.text, "the keys are old; connect again");
}

static void a_controller_does_so_after_25(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    assert_rekeys_after(f, &f->server, 25 * HOUR);
    session_assert_bye_said(f, "the keys are old; connect again");
}

static void either_end_renews_before_the_last_frame_of_a_key(void **state)
{
    struct fixture *f = *state;
    const uint32_t last = RECORD_FRAMES_MAX - SESSION_FRAMES_LEFT;
    for (int i = 0; i < 4; i++) {
        session_reopen(f);
        struct end *end = i & 1 ? &f->server : &f->client;
        struct record *record = i & 2 ? &end->session.channel.in : &end->session.channel.out;
        record->next = last - 1;
        assert_false(session_tick(&end->session, f->now));
        assert_true(session_next_deadline(&end->session) > f->now);
        record->next = last;
        assert_true(session_next_deadline(&end->session) <= f->now);
        assert_true(session_tick(&end->session, f->now));
        session_assert_ended(&end->session, SESSION_REASON_REKEY);
        assert_true(session_output_length(end) > 0); /* a BYE, under the old key */
    }
}

static void a_key_is_never_used_beyond_its_last_frame(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    const struct message act = {.type = MSG_TYPE_ACT};
    f->client.session.channel.out.next = RECORD_FRAMES_MAX - 1;
    f->server.session.channel.in.next = RECORD_FRAMES_MAX - 1;
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
    size_t before = session_output_length(&f->client);
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_GONE);
    assert_int_equal(session_output_length(&f->client), before);
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_MESSAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(messages_pass_both_ways_byte_by_byte),
        SESSION_TEST(rows_may_follow_the_welcome_at_once),
        SESSION_TEST(a_silent_server_sends_a_ping_each_keep_time),
        SESSION_TEST(a_client_asks_for_the_time_and_gets_it),
        SESSION_TEST(fifteen_silent_seconds_end_either_end),
        SESSION_TEST(an_open_session_takes_the_largest_messages),
        SESSION_TEST(the_counter_goes_on_beyond_256),
        SESSION_TEST(an_unknown_message_is_answered_once_and_ends_nothing),
        SESSION_TEST(a_message_of_the_wrong_direction_or_time_is_unexpected),
        SESSION_TEST(clear_and_handshake_messages_have_no_place_in_a_record),
        SESSION_TEST(malformed_fields_are_counted_and_end_nothing),
        SESSION_TEST(the_output_is_bounded_and_keeps_a_reserve),
        SESSION_TEST(a_peer_that_never_reads_costs_no_more_than_the_buffer),
        SESSION_TEST(every_reason_has_a_sentence),
        SESSION_TEST(it_ends_once),
        SESSION_TEST(a_device_renews_its_keys_after_24_hours),
        SESSION_TEST(a_controller_does_so_after_25),
        SESSION_TEST(either_end_renews_before_the_last_frame_of_a_key),
        SESSION_TEST(a_key_is_never_used_beyond_its_last_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
