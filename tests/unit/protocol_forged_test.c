/* SPDX-License-Identifier: Apache-2.0 */
/* session: what somebody between the two ends of an open one can do (protocol/SPEC.md 1, 3). */
#include "protocol_session_fixture.h"

/* Everything of a session that a forged frame might move. */
struct moved {
    enum session_state state;
    msec heard;
    uint32_t in, out, events;
    size_t output;
};

static struct moved moved(const struct end *end)
{
    return (struct moved){end->session.state,
                          end->session.heard,
                          end->session.channel.in.next,
                          end->session.channel.out.next,
                          end->events,
                          session_output_length(end)};
}

static void assert_unmoved(const struct end *end, const struct moved *before)
{
    const struct moved now = moved(end);
    assert_int_equal(now.state, before->state);
    assert_int_equal(now.heard, before->heard);
    assert_int_equal(now.in, before->in);
    assert_int_equal(now.out, before->out);
    assert_int_equal(now.events, before->events);
    assert_int_equal(now.output, before->output);
}

static uint32_t counted(const struct end *end)
{
    return end->session.channel.forged + end->session.channel.refused;
}

/* The next message still arrives, in both directions. */
static void assert_goes_on(struct fixture *f)
{
    const struct message act = {.type = MSG_TYPE_ACT}, result = {.type = MSG_TYPE_RESULT};
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_MESSAGE);
    assert_int_equal(session_send(&f->server.session, &result, f->now), ERR_NONE);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_MESSAGE);
}

static void a_record_with_any_byte_changed_is_counted_and_ignored(void **state)
{
    struct fixture *f = *state;
    static uint8_t frame[FRAME_MAX];
    static const uint8_t body[] = {MSG_TYPE_BYE, 1, 0, 0, 3, 'b', 'y', 'e'};
    session_open_both(f);
    for (int i = 0; i < 2; i++) {
        struct end *from = i ? &f->client : &f->server, *to = i ? &f->server : &f->client;
        size_t length = session_seal_body(from, body, sizeof(body), frame);
        const struct moved before = moved(to);
        f->now += 10;
        uint32_t count = 0;
        for (size_t bit = 0; bit < length * 8; bit++) {
            if (bit / 8 == FRAME_CTL && CTL_LINK_BITS & 1 << bit % 8)
                continue; /* D-01: outside the seal, and nobody looks at them */
            frame[bit / 8] ^= (uint8_t)(1 << bit % 8);
            session_feed_frame(f, to, frame, length);
            frame[bit / 8] ^= (uint8_t)(1 << bit % 8);
            count++;
        }
        for (size_t cut = FRAME_HEADER + 1; cut < length; cut++, count++)
            session_feed_frame(f, to, frame, cut);
        frame[length] = 0; /* nor one that is longer */
        session_feed_frame(f, to, frame, length + 1);
        assert_unmoved(to, &before);
        assert_int_equal(counted(to), count + 1);
        from->session.channel.out.next--; /* it was never sent: the next one has its counter */
    }
    assert_goes_on(f);
}

static void a_record_taken_away_ends_the_session(void **state)
{
    struct fixture *f = *state;
    const struct message act = {.type = MSG_TYPE_ACT};
    for (int lost = 1; lost <= 255; lost += 127) {
        session_reopen(f);
        for (int i = 0; i < lost; i++) {
            assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
            session_output_drop(&f->client.session, session_output_length(&f->client));
        }
        assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
        session_carry(&f->client, &f->server, f->now);
        assert_int_equal(f->server.event, SESSION_ENDED);
        assert_int_equal(f->server.events, 1); /* the message behind the gap is not handed out */
        session_assert_ended(&f->server.session, SESSION_REASON_COUNTER);
        assert_int_equal(f->server.session.channel.missing, lost);
        session_assert_bye_said(f, "frames are missing");
    }
}

static void a_gap_before_a_message_we_do_not_know_is_one_too(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    f->client.session.channel.out.next++;
    session_say_body(f, &f->client, (const uint8_t[]){0xEE}, 1);
    session_assert_ended(&f->server.session, SESSION_REASON_COUNTER);
}

static void records_played_again_are_counted_and_ignored(void **state)
{
    struct fixture *f = *state;
    static struct wire recorded[300];
    const struct message act = {.type = MSG_TYPE_ACT};
    session_open_both(f);
    for (size_t i = 0; i < countof(recorded); i++) {
        assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
        session_catch(&f->client, &recorded[i]);
        session_give(f, &f->server, &recorded[i]);
    }
    const struct moved before = moved(&f->server);
    f->now += 10;
    session_give(f, &f->server, &recorded[countof(recorded) - 1]); /* the last one once more */
    assert_int_equal(counted(&f->server), 1);
    for (size_t i = 0; i < countof(recorded); i++)
        session_give(f, &f->server, &recorded[i]);
    assert_unmoved(&f->server, &before);
    assert_int_equal(counted(&f->server), 1 + countof(recorded));
    assert_goes_on(f);
}

static void records_of_another_session_do_not_open(void **state)
{
    struct fixture *f = *state;
    static struct wire recorded[4];
    const struct message act = {.type = MSG_TYPE_ACT};
    session_open_both(f);
    for (size_t i = 0; i < countof(recorded); i++) {
        assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
        session_catch(&f->client, &recorded[i]);
    }
    session_reopen(f); /* the same device, the same key, counters from 0 again */
    const struct moved before = moved(&f->server);
    for (size_t i = 0; i < countof(recorded); i++)
        session_give(f, &f->server, &recorded[i]);
    assert_unmoved(&f->server, &before);
    assert_int_equal(f->server.session.channel.forged, countof(recorded));
    assert_goes_on(f);
}

/* Each end hears its own voice: as it was, and with the addresses turned round. */
static void reflected_records_are_counted_and_ignored(void **state)
{
    struct fixture *f = *state;
    static struct wire wire;
    static uint8_t frame[FRAME_MAX];
    session_open_both(f);
    for (int i = 0; i < 2; i++) {
        struct end *end = i ? &f->server : &f->client;
        const struct message message = {.type = i ? MSG_TYPE_RESULT : MSG_TYPE_ACT};
        assert_int_equal(session_send(&end->session, &message, f->now), ERR_NONE);
        session_catch(end, &wire);
        const struct moved before = moved(end);
        f->now += 10;
        session_give(f, end, &wire);
        assert_int_equal(end->session.channel.refused, 1);
        size_t length = session_decoded(&wire, frame);
        uint8_t to = frame[FRAME_DST];
        frame[FRAME_DST] = frame[FRAME_SRC];
        frame[FRAME_SRC] = to;
        session_feed_frame(f, end, frame, length);
        assert_int_equal(end->session.channel.forged, 1);
        assert_unmoved(end, &before);
        session_give(f, i ? &f->client : &f->server, &wire); /* the other end still takes it */
        assert_int_equal((i ? &f->client : &f->server)->event, SESSION_MESSAGE);
    }
    assert_goes_on(f);
}

static void frames_of_another_security_or_for_others_are_counted_and_ignored(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    static const uint8_t headers[][FRAME_HEADER] = {{0, 1, CTL_SEC_CLEAR, 1},
                                                    {0, 1, CTL_SEC_GROUP, 1},
                                                    {0, 1, CTL_SEC_HANDSHAKE, 0},
                                                    {0, 1, CTL_SEC_SEALED | CTL_KEYPHASE, 1},
                                                    {0, 2, CTL_SEC_SEALED, 1},
                                                    {5, 1, CTL_SEC_SEALED, 1},
                                                    {0xff, 1, CTL_SEC_SEALED, 1}};
    const struct moved before = moved(&f->server);
    uint32_t count = 0;
    f->now += 10;
    for (int type = 0; type < 256; type++) {
        const struct message message = {.type = (uint8_t)type};
        if (!message_table((uint8_t)type))
            continue;
        for (size_t i = 0; i < countof(headers); i++, count++)
            session_feed_message(f, &f->server, headers[i], &message);
    }
    assert_unmoved(&f->server, &before);
    assert_int_equal(f->server.session.channel.refused, count);
    assert_goes_on(f);
}

static void a_handshake_played_into_an_open_session_changes_nothing(void **state)
{
    struct fixture *f = *state;
    static struct wire knock, answer;
    session_catch(&f->client, &knock);
    session_give(f, &f->server, &knock);
    uint8_t ephemeral[CRYPTO_POINT] = {9};
    assert_int_equal(session_unlock(&f->server.session, &f->server.message.noise1, f->key,
                                    ephemeral, &f->server.message, f->now),
                     SESSION_HELLO);
    session_say_welcome(f);
    session_catch(&f->server, &answer);
    session_give(f, &f->client, &answer);
    session_carry(&f->client, &f->server, f->now);
    const struct moved server = moved(&f->server), client = moved(&f->client);
    f->now += 10;
    session_give(f, &f->server, &knock);
    session_give(f, &f->client, &answer);
    assert_unmoved(&f->server, &server);
    assert_unmoved(&f->client, &client);
    assert_goes_on(f);
}

/* Wiring, not an attack: counted by the parser alone. */
static void a_wrong_fcs_is_counted_apart(void **state)
{
    struct fixture *f = *state;
    static struct wire wire;
    session_open_both(f);
    assert_int_equal(session_send(&f->client.session, &(struct message){.type = MSG_TYPE_ACT},
                                  f->now),
                     ERR_NONE);
    session_catch(&f->client, &wire);
    const struct moved before = moved(&f->server);
    wire.bytes[3] ^= 0x10;
    session_give(f, &f->server, &wire);
    assert_unmoved(&f->server, &before);
    assert_int_equal(counted(&f->server), 0);
    assert_int_equal(f->server.session.parser.bad, 1);
}

/* However much is thrown at it, silence of the device itself is what counts. */
static void forged_frames_keep_no_session_alive(void **state)
{
    struct fixture *f = *state;
    session_open_both(f);
    msec start = f->now;
    while (f->now < start + SESSION_DEAD_MS) {
        assert_false(session_tick(&f->server.session, f->now));
        session_feed_message(f, &f->server, (const uint8_t[]){0, 1, CTL_SEC_SEALED, 1},
                             &(struct message){.type = MSG_TYPE_ACT});
        f->now += 500;
    }
    assert_true(session_tick(&f->server.session, f->now));
    session_assert_ended(&f->server.session, SESSION_REASON_SILENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(a_record_with_any_byte_changed_is_counted_and_ignored),
        SESSION_TEST(a_record_taken_away_ends_the_session),
        SESSION_TEST(a_gap_before_a_message_we_do_not_know_is_one_too),
        SESSION_TEST(records_played_again_are_counted_and_ignored),
        SESSION_TEST(records_of_another_session_do_not_open),
        SESSION_TEST(reflected_records_are_counted_and_ignored),
        SESSION_TEST(frames_of_another_security_or_for_others_are_counted_and_ignored),
        SESSION_TEST(a_handshake_played_into_an_open_session_changes_nothing),
        SESSION_TEST(a_wrong_fcs_is_counted_apart),
        SESSION_TEST(forged_frames_keep_no_session_alive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
