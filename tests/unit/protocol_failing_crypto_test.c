/* SPDX-License-Identifier: Apache-2.0 */
/*
 * session: every call of the cryptography fails in turn, through a whole life of two sessions:
 * handshake, records both ways, new keys. Neither end ever stays half open: either both talk
 * to each other, or both are dead soon, say why, and hold no key any more.
 */
#include "protocol_session_fixture.h"

#define CALLS_LEAST 100 /* of one life, so that the turns are real */
#define CALLS_MOST 1000

/* ---- what fails ---- */

static unsigned calls, fails_at; /* 0: nothing does */

static bool repaired; /* from here on nothing fails, and nothing is counted */

static bool due(void)
{
    return !repaired && ++calls == fails_at;
}

#define FAILS(name, parameters, arguments)               \
    bool __real_crypto_##name parameters;                \
    bool __wrap_crypto_##name parameters;                \
    bool __wrap_crypto_##name parameters                 \
    {                                                    \
        return !due() && __real_crypto_##name arguments; \
    }

FAILS(hash, (const struct crypto_bytes *parts, size_t count, uint8_t *hash), (parts, count, hash))
FAILS(hmac, (struct crypto_bytes key, const struct crypto_bytes *parts, size_t count, uint8_t *mac),
      (key, parts, count, mac))
FAILS(x25519, (const uint8_t *secret, const uint8_t *point, uint8_t *shared),
      (secret, point, shared))
FAILS(gcm,
      (enum crypto_direction direction, const uint8_t *key, const uint8_t *nonce,
       struct crypto_bytes ad, const uint8_t *from, uint8_t *to, size_t length, uint8_t *tag),
      (direction, key, nonce, ad, from, to, length, tag))
FAILS(ccm,
      (enum crypto_direction direction, const uint8_t *key, const uint8_t *nonce,
       struct crypto_bytes ad, const uint8_t *from, uint8_t *to, size_t length, uint8_t *tag),
      (direction, key, nonce, ad, from, to, length, tag))

/* ---- a life ---- */

/* What the server's owner does. */
static void serve(struct fixture *f)
{
    const struct msg_welcome welcome = {.now_ms = 5};
    struct end *server = &f->server;
    uint8_t ephemeral[CRYPTO_POINT];
    if (server->event == SESSION_KNOCK) {
        memset(ephemeral, ++f->randoms, sizeof(ephemeral));
        server->event = session_unlock(&server->session, &server->message.noise1, f->key, ephemeral,
                                       &server->message, f->now);
    }
    if (server->event == SESSION_HELLO)
        (void)!session_welcome(&server->session, &welcome, f->now); /* DEAD when it could not */
    if (server->event == SESSION_ASKED)
        session_pong(&server->session, &server->message.ping, 5, 480, f->now);
    server->event = SESSION_NOTHING;
}

/* Both ends talk for so many seconds, a message a second each way. */
static void live(struct fixture *f, int seconds)
{
    const struct message act = {.type = MSG_TYPE_ACT}, event = {.type = MSG_TYPE_EVENT};
    for (int i = 0; i < seconds; i++, f->now += SECOND) {
        for (int j = 0; j < 3; j++) {
            session_carry(&f->client, &f->server, f->now);
            serve(f);
            session_carry(&f->server, &f->client, f->now);
        }
        (void)!session_send(&f->client.session, &act, f->now); /* ERR_GONE is an answer */
        (void)!session_send(&f->server.session, &event, f->now);
        session_tick(&f->client.session, f->now);
        session_tick(&f->server.session, f->now);
    }
}

static bool both(const struct fixture *f, enum session_state state)
{
    return f->client.session.state == state && f->server.session.state == state;
}

static void begin(struct fixture *f)
{
    session_setup_server(f);
    session_setup_client(f, DEVICE_BOARD);
}

/* The device renews its keys: the session ends, and another begins. */
static void renew(struct fixture *f)
{
    f->now += SESSION_KEYS_MS;
    session_tick(&f->client.session, f->now);
    session_carry(&f->client, &f->server, f->now);
    begin(f);
}

/* ---- how it may end ---- */

static void assert_forgotten(const struct session *session)
{
    static const uint8_t zero[sizeof(struct noise)];
    struct noise noise = session->noise;
    noise.done = 0; /* it says that the handshake is over */
    assert_memory_equal(&noise, zero, sizeof(noise));
    if (session->state != SESSION_DEAD)
        return;
    assert_memory_equal(session->channel.out.key, zero, RECORD_KEY);
    assert_memory_equal(session->channel.in.key, zero, RECORD_KEY);
}

static void assert_named(const struct session *session)
{
    session_assert_ended(session, session->reason);
    assert_int_not_equal(session->reason, SESSION_REASON_NONE);
    assert_int_not_equal(session->reason, SESSION_REASON_CLOSED);
}

static void assert_they_talk(struct fixture *f)
{
    const struct message act = {.type = MSG_TYPE_ACT, .act = {.seq = 7}};
    assert_int_equal(session_send(&f->client.session, &act, f->now), ERR_NONE);
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_MESSAGE);
    assert_int_equal(f->server.message.act.seq, 7);
}

static void assert_not_half_open(struct fixture *f)
{
    repaired = true;
    live(f, 2 * SESSION_DEAD_MS / SECOND);
    for (int i = 0; i < 2; i++) {
        const struct session *session = i ? &f->server.session : &f->client.session;
        assert_forgotten(session);
        if (session->state == SESSION_DEAD)
            assert_named(session);
    }
    if (both(f, SESSION_OPEN))
        assert_they_talk(f);
    else
        assert_true(both(f, SESSION_DEAD));
    repaired = false;
}

static void whatever_fails_no_session_stays_half_open(void **state)
{
    struct fixture *f = *state;
    for (fails_at = 1; fails_at < CALLS_MOST; fails_at++) {
        calls = 0;
        begin(f);
        live(f, 6);
        assert_not_half_open(f);
        renew(f);
        live(f, 6);
        assert_not_half_open(f);
        if (calls < fails_at)
            break;
    }
    assert_in_range(fails_at, CALLS_LEAST, CALLS_MOST - 1);
    assert_true(both(f, SESSION_OPEN)); /* the last life: nothing failed */
}

/* ---- who is told ---- */

/* The calls of the last step fail one after the other; what came of it. */
static void client_ends_with_a_fault_when_it_cannot_begin(void **state)
{
    struct fixture *f = *state;
    unsigned failures = 0;
    for (fails_at = 1;; fails_at++) {
        calls = 0;
        session_setup_client(f, DEVICE_PAD);
        if (calls < fails_at)
            break;
        failures++;
        session_assert_silent(&f->client, SESSION_REASON_FAULT);
        assert_string_equal(f->client.session.text, "the cryptography failed");
    }
    assert_true(failures > 10);
    fails_at = 0;
}

/* A wrong key is an attack or a mistake somebody looks for; a library that fails is neither. But a
 * tag that is wrong and an AES that fails look the same. */
static void a_server_tells_a_fault_from_a_wrong_key(void **state)
{
    struct fixture *f = *state;
    struct wire knock;
    unsigned faults = 0, wrong = 0;
    session_catch(&f->client, &knock);
    for (fails_at = 1;; fails_at++) {
        session_setup_server(f);
        session_give(f, &f->server, &knock);
        calls = 0;
        serve(f);
        if (calls < fails_at)
            break;
        enum session_reason reason = f->server.session.reason;
        assert_forgotten(&f->server.session);
        assert_int_equal(f->server.session.state, SESSION_DEAD);
        faults += reason == SESSION_REASON_FAULT;
        wrong += reason == SESSION_REASON_WRONG_KEY;
        assert_int_equal(faults + wrong, fails_at);
    }
    assert_int_equal(wrong, 1);
    assert_true(faults > 20);
    fails_at = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(whatever_fails_no_session_stays_half_open),
        SESSION_TEST(client_ends_with_a_fault_when_it_cannot_begin),
        SESSION_TEST(a_server_tells_a_fault_from_a_wrong_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
