/* SPDX-License-Identifier: Apache-2.0 */
/* session: an open one: messages, counters, keep-alive, bounds, the end. */
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
    session_carry(&f->server, &f->client,
                  f->now); /* three in one read are handed out one at a time */
    assert_int_equal(f->client.events, 1 + 3);
    assert_int_equal(f->client.message.result.seq, 2);
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

static void a_missing_or_repeated_frame_ends_a_tcp_session(void **state)
{
    struct fixture *f = *state;
    struct message ping = {.type = MSG_TYPE_PING};
    session_open_both(f);
    session_feed_message(f, &ping, 0); /* the HELLO was 0 */
    session_assert_ended(&f->server.session, SESSION_REASON_COUNTER);

    session_setup_server(f);
    session_setup_client(f, DEVICE_PAD);
    session_open_both(f);
    session_feed_message(f, &ping, 2);
    session_assert_ended(&f->server.session, SESSION_REASON_COUNTER);
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
    assert_int_equal(f->server.session.channel.got, 601);
}

/* A forged frame never changes a session (protocol/SPEC.md 1). */
static void frames_for_others_are_counted_and_ignored(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    struct message bye = {.type = MSG_TYPE_BYE};
    static const uint8_t headers[][FRAME_HEADER] = {{0, 2, 0, 1},
                                                    {5, 1, 0, 1},
                                                    {0, 1, CTL_SEC_SEALED, 1},
                                                    {0, 1, CTL_SEC_HANDSHAKE, 1}};
    for (size_t i = 0; i < countof(headers); i++) {
        uint8_t wire[200];
        size_t length;
        assert_int_equal(message_to_wire(&bye, headers[i], wire, sizeof(wire), &length), ERR_NONE);
        session_feed_all(&f->server, wire, length, f->now + 9);
    }
    assert_int_equal(f->server.session.state, SESSION_OPEN);
    assert_int_equal(f->server.session.channel.refused, countof(headers));
    assert_int_equal(f->server.session.heard, f->now); /* nor does it count as life */
    session_feed_message(f, &(struct message){.type = MSG_TYPE_ACT}, 1);
    assert_int_equal(f->server.event, SESSION_MESSAGE);
}

static void an_unknown_message_is_answered_once_and_ends_nothing(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    uint8_t ctr = 1;
    for (int round = 0; round < 3; round++)
        for (uint8_t type = 0xA0; type < 0xA4; type++) {
            const uint8_t frame[] = {0, 1, 0, ctr++, type, 1, 2, 3};
            uint8_t wire[32];
            size_t length;
            assert_int_equal(frame_encode(frame, sizeof(frame), wire, sizeof(wire), &length),
                             ERR_NONE);
            session_feed_all(&f->server, wire, length, f->now);
            assert_int_equal(f->server.event, SESSION_NOTHING);
        }
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.events, 1 + 4);
    assert_int_equal(f->client.message.error.ref_type, 0xA3);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
}

static void a_message_of_the_wrong_direction_or_time_is_unexpected(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    session_feed_message(f, &(struct message){.type = MSG_TYPE_RESULT}, 1);
    assert_int_equal(f->server.event, SESSION_NOTHING);
    session_feed_message(f, &(struct message){.type = MSG_TYPE_HELLO}, 2);
    assert_int_equal(f->server.event, SESSION_NOTHING);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.message.error.ref_type, MSG_TYPE_HELLO);
}

static void malformed_fields_are_counted_and_end_nothing(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    /* HISTORY_REQ is fine short; a TUNNEL whose frame says 0xffff bytes is not. */
    const uint8_t frame[] = {0, 1, 0, 1, MSG_TYPE_TUNNEL, 1, 0, 0, 0, 0, 0, 0xff, 0xff, 1};
    uint8_t wire[32];
    size_t length;
    assert_int_equal(frame_encode(frame, sizeof(frame), wire, sizeof(wire), &length), ERR_NONE);
    session_feed_all(&f->server, wire, length, f->now);
    assert_int_equal(f->server.event, SESSION_NOTHING);
    assert_int_equal(f->server.session.malformed, 1);
    assert_int_equal(f->server.session.state, SESSION_OPEN);
}

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
    size_t before, after;
    session_output(&f->server.session, &before);
    assert_in_range(session_room(&f->server.session), 0, 40);
    f->now += 2000;
    assert_false(session_tick(&f->server.session, f->now));
    session_output(&f->server.session, &after);
    assert_true(after > before);
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
        size_t length;
        session_output(&f->server.session, &length);
        assert_in_range(length, 1, sizeof(f->server.output));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(messages_pass_both_ways_byte_by_byte),
        SESSION_TEST(a_silent_server_sends_a_ping_each_keep_time),
        SESSION_TEST(a_client_asks_for_the_time_and_gets_it),
        SESSION_TEST(fifteen_silent_seconds_end_either_end),
        SESSION_TEST(an_open_session_takes_the_largest_messages),
        SESSION_TEST(a_missing_or_repeated_frame_ends_a_tcp_session),
        SESSION_TEST(the_counter_goes_on_beyond_256),
        SESSION_TEST(frames_for_others_are_counted_and_ignored),
        SESSION_TEST(an_unknown_message_is_answered_once_and_ends_nothing),
        SESSION_TEST(a_message_of_the_wrong_direction_or_time_is_unexpected),
        SESSION_TEST(malformed_fields_are_counted_and_end_nothing),
        SESSION_TEST(the_output_is_bounded_and_keeps_a_reserve),
        SESSION_TEST(a_peer_that_never_reads_costs_no_more_than_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
