/* SPDX-License-Identifier: Apache-2.0 */
/* session: what a tap sees (hallctl --capture): each frame once at each end, in plain where it can
 * be opened, and what only looks like one as it came. */
#include "protocol_session_fixture.h"

#define SHOWN_MAX 64

static struct shown {
    bool sent, opened;
    uint8_t dst, src, security, type;
    size_t length;
} shown[SHOWN_MAX];
static size_t count;

static void see(void *context, bool sent, bool opened, const uint8_t *frame, size_t length)
{
    assert_ptr_equal(context, shown);
    assert_true(count < SHOWN_MAX && length > FRAME_HEADER);
    shown[count++] = (struct shown){.sent = sent,
                                    .opened = opened,
                                    .dst = frame[FRAME_DST],
                                    .src = frame[FRAME_SRC],
                                    .security = frame[FRAME_CTL] & CTL_SEC_MASK,
                                    .type = frame[FRAME_HEADER],
                                    .length = length};
}

static const struct channel_tap tap = {shown, see};

/* The frames since the last look, and no other. */
static void assert_shown(const struct shown *want, size_t wanted)
{
    assert_int_equal(count, wanted);
    for (size_t i = 0; i < wanted; i++) {
        assert_int_equal(shown[i].sent, want[i].sent);
        assert_int_equal(shown[i].opened, want[i].opened);
        assert_int_equal(shown[i].dst, want[i].dst);
        assert_int_equal(shown[i].src, want[i].src);
        assert_int_equal(shown[i].security, want[i].security);
        if (want[i].type)
            assert_int_equal(shown[i].type, want[i].type);
    }
    count = 0;
}

#define SENT true
#define CAME false
#define OPENED true
#define AS_IT_IS false
#define UP ADDRESS_CONTROLLER, ADDRESS_STATION_MIN
#define DOWN ADDRESS_STATION_MIN, ADDRESS_CONTROLLER

static void a_server_shows_the_handshake_as_it_is_and_opened(void **state)
{
    struct fixture *f = *state;
    count = 0;
    session_watch(&f->server.session, &tap);
    session_open_both(f);
    const struct shown want[] = {
        {CAME, AS_IT_IS, UP, CTL_SEC_HANDSHAKE, MSG_TYPE_NOISE1, 0},
        {CAME, OPENED, UP, CTL_SEC_HANDSHAKE, MSG_TYPE_HELLO, 0},
        {SENT, AS_IT_IS, DOWN, CTL_SEC_HANDSHAKE, MSG_TYPE_NOISE2, 0},
        {SENT, OPENED, DOWN, CTL_SEC_HANDSHAKE, MSG_TYPE_WELCOME, 0},
        {CAME, OPENED, UP, CTL_SEC_SEALED, MSG_TYPE_PING, 0},
        {SENT, OPENED, DOWN, CTL_SEC_SEALED, MSG_TYPE_PONG, 0},
    };
    assert_shown(want, countof(want));
}

static void a_client_shows_the_answer_and_every_record(void **state)
{
    struct fixture *f = *state;
    const struct message act = {.type = MSG_TYPE_ACT};
    count = 0;
    session_watch(&f->client.session, &tap);
    session_open_both(f);
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
    const struct shown want[] = {
        {CAME, AS_IT_IS, DOWN, CTL_SEC_HANDSHAKE, MSG_TYPE_NOISE2, 0},
        {CAME, OPENED, DOWN, CTL_SEC_HANDSHAKE, MSG_TYPE_WELCOME, 0},
        {SENT, OPENED, UP, CTL_SEC_SEALED, MSG_TYPE_PING, 0},
        {CAME, OPENED, DOWN, CTL_SEC_SEALED, MSG_TYPE_PONG, 0},
        {SENT, OPENED, UP, CTL_SEC_SEALED, MSG_TYPE_ACT, 0},
    };
    assert_shown(want, countof(want));
}

/* Whoever hunts for a wrong key wants to see those most. */
static void what_does_not_open_is_shown_as_it_came(void **state)
{
    struct fixture *f = *state;
    static uint8_t frame[FRAME_MAX];
    session_open_both(f);
    count = 0;
    session_watch(&f->server.session, &tap);
    const uint8_t body[] = {MSG_TYPE_SYNC, 0, 0, 0, 0};
    size_t length = session_seal_body(&f->client, body, sizeof(body), frame);
    frame[length - 1] ^= 1;
    session_feed_frame(f, &f->server, frame, length);
    const struct shown forged = {CAME, AS_IT_IS, UP, CTL_SEC_SEALED, 0, 0};
    assert_int_equal(shown[0].length, length);
    assert_shown(&forged, 1);
}

static void a_payload_without_bytes_is_not_shown(void **state)
{
    struct fixture *f = *state;
    count = 0;
    session_watch(&f->server.session, &tap);
    session_knock_with(f, (const uint8_t *)"", 0, SESSION_TEST_UID);
    session_assert_ended(&f->server.session, SESSION_REASON_NOT_HELLO);
    const struct shown want[] = {
        {CAME, AS_IT_IS, UP, CTL_SEC_HANDSHAKE, MSG_TYPE_NOISE1, 0},
        {SENT, AS_IT_IS, DOWN, CTL_SEC_HANDSHAKE, MSG_TYPE_NOISE2, 0},
        {SENT, OPENED, DOWN, CTL_SEC_HANDSHAKE, MSG_TYPE_BYE, 0},
    };
    assert_shown(want, countof(want));
}

static void without_a_tap_nothing_is_shown(void **state)
{
    struct fixture *f = *state;
    count = 0;
    session_watch(&f->server.session, &tap);
    session_watch(&f->server.session, NULL);
    session_open_both(f);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(a_server_shows_the_handshake_as_it_is_and_opened),
        SESSION_TEST(a_client_shows_the_answer_and_every_record),
        SESSION_TEST(what_does_not_open_is_shown_as_it_came),
        SESSION_TEST(a_payload_without_bytes_is_not_shown),
        SESSION_TEST(without_a_tap_nothing_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
