/* SPDX-License-Identifier: Apache-2.0 */
/* session: the client's side before it is open, and how both ends forget (protocol/SPEC.md 3, 4).
 */
#include "protocol_session_fixture.h"

static const uint8_t handshake_to_client[FRAME_HEADER] = {ADDRESS_STATION_MIN, ADDRESS_CONTROLLER,
                                                          CTL_SEC_HANDSHAKE, 0};

static void a_client_waits_five_seconds_for_the_welcome(void **state)
{
    struct fixture *f = *state;
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(session_next_deadline(&f->client.session), f->now + SESSION_WELCOME_MS);
    assert_false(session_tick(&f->client.session, f->now + 4999));
    assert_true(session_tick(&f->client.session, f->now + 5000));
    session_assert_silent(&f->client, SESSION_REASON_NO_WELCOME);
}

static void silence_counts_from_the_welcome(void **state)
{
    struct fixture *f = *state;
    f->now += 4000; /* it came late */
    session_setup_server(f);
    session_greet(f);
    session_say_welcome(f);
    session_carry(&f->server, &f->client, f->now);
    assert_false(session_tick(&f->client.session, f->now + SESSION_DEAD_MS - 1));
    assert_true(session_tick(&f->client.session, f->now + SESSION_DEAD_MS));
    session_assert_ended(&f->client.session, SESSION_REASON_SILENT);
}

/* Still waiting, nothing said and nothing heard. */
static void assert_waiting(struct fixture *f)
{
    assert_int_equal(f->client.event, SESSION_NOTHING);
    assert_int_equal(f->client.session.state, SESSION_EXPECT_NOISE2);
    assert_int_equal(f->client.session.heard, 1000);
    assert_int_equal(session_output_length(&f->client), 0);
}

/* SPEC.md 1: anybody could make these. */
static void frames_that_are_no_noise2_for_it_are_counted_and_ignored(void **state)
{
    struct fixture *f = *state;
    static struct wire answer;
    session_greet(f);
    session_say_welcome(f);
    session_catch(&f->server, &answer);
    f->now += 9;
    const struct message bye = {.type = MSG_TYPE_BYE}, ping = {.type = MSG_TYPE_PING};
    struct message second = {.type = MSG_TYPE_NOISE2};
    second.noise2.msg.length = 100;
    static const uint8_t elsewhere[][FRAME_HEADER] = {{1, 0, CTL_SEC_CLEAR, 0},
                                                      {1, 0, CTL_SEC_SEALED, 0},
                                                      {1, 0, CTL_SEC_GROUP, 0},
                                                      {2, 0, CTL_SEC_HANDSHAKE, 0},
                                                      {1, 1, CTL_SEC_HANDSHAKE, 0},
                                                      {0, 1, CTL_SEC_HANDSHAKE, 0}};
    for (size_t i = 0; i < countof(elsewhere); i++) {
        session_feed_message(f, &f->client, elsewhere[i], &second);
        assert_waiting(f);
        session_feed_message(f, &f->client, elsewhere[i], &bye);
        assert_waiting(f);
    }
    assert_int_equal(f->client.session.channel.refused, 2 * countof(elsewhere));
    session_feed_message(f, &f->client, handshake_to_client, &bye);
    assert_waiting(f);
    session_feed_message(f, &f->client, handshake_to_client, &ping);
    assert_waiting(f);
    for (uint16_t n = 0; n <= sizeof(second.noise2.msg.at); n++) { /* of any length, and no point */
        second.noise2.msg.length = n;
        session_feed_message(f, &f->client, handshake_to_client, &second);
        assert_waiting(f);
    }
    assert_int_equal(f->client.session.channel.forged, 2 + 201);
    session_give(f, &f->client, &answer); /* the real one is right behind */
    assert_int_equal(f->client.event, SESSION_WELCOME);
}

static void every_changed_byte_of_noise2_is_ignored(void **state)
{
    struct fixture *f = *state;
    static struct wire answer;
    static uint8_t frame[FRAME_MAX];
    session_greet(f);
    session_say_welcome(f);
    session_catch(&f->server, &answer);
    size_t length = session_decoded(&answer, frame);
    uint32_t changed = 0;
    for (size_t at = FRAME_HEADER; at < length; at++, changed++) {
        frame[at] ^= 0x40;
        session_feed_frame(f, &f->client, frame, length);
        frame[at] ^= 0x40;
        assert_waiting(f);
    }
    for (size_t cut = FRAME_HEADER + 1; cut < length; cut++, changed++) {
        session_feed_frame(f, &f->client, frame, cut);
        assert_waiting(f);
    }
    assert_int_equal(f->client.session.channel.forged + f->client.session.channel.refused, changed);
    session_give(f, &f->client, &answer);
    assert_int_equal(f->client.event, SESSION_WELCOME);
}

static void the_answer_to_another_handshake_is_ignored(void **state)
{
    struct fixture *f = *state;
    static struct wire recorded, knock;
    session_greet(f);
    session_say_welcome(f);
    session_catch(&f->server, &recorded);
    session_setup_client(f, DEVICE_BOARD); /* the same device, the same key, a fresh ephemeral */
    session_catch(&f->client, &knock);
    session_give(f, &f->client, &recorded);
    assert_waiting(f);
    session_give(f, &f->client, &knock); /* its own NOISE1, sent back to it */
    assert_waiting(f);
}

static void a_controller_without_the_key_is_not_believed(void **state)
{
    struct fixture *f = *state;
    uint8_t wrong[NOISE_PSK] = {1};
    memcpy(wrong, f->key, sizeof(wrong));
    wrong[0] ^= 1;
    static struct wire knock;
    session_catch(&f->client, &knock);
    /* A rogue controller answers with a key of its own, as far as it gets. */
    struct noise rogue;
    uint8_t prologue[NOISE_PROLOGUE], ephemeral[CRYPTO_POINT] = {7};
    size_t written;
    noise_prologue(prologue, NOISE_VERSION, NOISE_TCP, SESSION_TEST_UID, 0);
    assert_int_equal(noise_init(&rogue, true, (struct crypto_bytes){prologue, sizeof(prologue)},
                                wrong, ephemeral),
                     ERR_NONE);
    struct message answer = {.type = MSG_TYPE_NOISE2};
    static const uint8_t welcome[] = {MSG_TYPE_WELCOME, 1};
    assert_int_equal(noise_write(&rogue, (struct crypto_bytes){welcome, sizeof(welcome)},
                                 answer.noise2.msg.at, sizeof(answer.noise2.msg.at), &written),
                     ERR_NONE);
    answer.noise2.msg.length = (uint16_t)written;
    session_feed_message(f, &f->client, handshake_to_client, &answer);
    assert_waiting(f);
}

/* ---- who holds the key and answers nonsense ---- */

/* NOISE2 with any payload, by a controller that holds the key. */
static void answer_with(struct fixture *f, const uint8_t *payload, size_t length)
{
    size_t written;
    struct message answer = {.type = MSG_TYPE_NOISE2};
    session_setup_server(f);
    session_setup_client(f, DEVICE_BOARD);
    session_greet(f);
    assert_int_equal(noise_write(&f->server.session.noise, (struct crypto_bytes){payload, length},
                                 answer.noise2.msg.at, sizeof(answer.noise2.msg.at), &written),
                     ERR_NONE);
    answer.noise2.msg.length = (uint16_t)written;
    session_feed_message(f, &f->client, handshake_to_client, &answer);
}

static void an_answer_of_the_controller_that_is_no_welcome_ends_it(void **state)
{
    struct fixture *f = *state;
    static const uint8_t bodies[][2] = {{MSG_TYPE_PING}, {MSG_TYPE_HELLO}, {0xEE}};
    for (size_t i = 0; i < countof(bodies); i++) {
        answer_with(f, bodies[i], 1);
        session_assert_silent(&f->client, SESSION_REASON_NOT_WELCOME);
    }
    answer_with(f, bodies[0], 0);
    session_assert_silent(&f->client, SESSION_REASON_NOT_WELCOME);
    answer_with(f, (const uint8_t[]){MSG_TYPE_BYE}, 1); /* without a text of its own */
    session_assert_silent(&f->client, SESSION_REASON_PEER_BYE);
}

static void a_welcome_of_a_version_that_was_not_offered_is_refused(void **state)
{
    struct fixture *f = *state;
    for (uint8_t proto = 0; proto <= 2; proto++) {
        answer_with(f, (const uint8_t[]){MSG_TYPE_WELCOME, proto}, 2);
        if (proto == PROTO_VERSION)
            assert_int_equal(f->client.event, SESSION_WELCOME);
        else
            session_assert_ended(&f->client.session, SESSION_REASON_VERSION);
    }
}

/* ---- secrets are forgotten ---- */

static bool holds(const void *memory, size_t size, const void *secret, size_t length)
{
    for (size_t at = 0; at + length <= size; at++)
        if (memcmp((const uint8_t *)memory + at, secret, length) == 0)
            return true;
    return false;
}

static bool all_zero(const void *memory, size_t size)
{
    static const uint8_t zero[sizeof(struct session)];
    return memcmp(memory, zero, size) == 0;
}

static void when_it_is_open_the_handshake_is_forgotten(void **state)
{
    struct fixture *f = *state;
    uint8_t client_secret[CRYPTO_POINT], server_secret[CRYPTO_POINT];
    uint8_t chaining[CRYPTO_HASH];
    memcpy(client_secret, f->client.session.noise.secret, sizeof(client_secret));
    session_greet(f);
    memcpy(server_secret, f->server.session.noise.secret, sizeof(server_secret));
    memcpy(chaining, f->client.session.noise.chaining, sizeof(chaining));
    session_say_welcome(f);
    session_carry(&f->server, &f->client, f->now);
    for (int i = 0; i < 2; i++) {
        const struct session *session = i ? &f->server.session : &f->client.session;
        struct noise noise = session->noise;
        noise.done = 0; /* it says that the handshake is over */
        assert_true(all_zero(&noise, sizeof(noise)));
        assert_false(holds(session, sizeof(*session), client_secret, sizeof(client_secret)));
        assert_false(holds(session, sizeof(*session), server_secret, sizeof(server_secret)));
        assert_false(holds(session, sizeof(*session), chaining, sizeof(chaining)));
        assert_false(holds(session, sizeof(*session), f->key, sizeof(f->key)));
    }
}

enum death { REFUSED, SILENT, WIPED, DEATHS };

static void die(struct session *session, enum death how, msec now)
{
    switch (how) {
    case REFUSED:
        session_refuse(session, SESSION_REASON_STOPPING, NULL, 0, now);
        break;
    case SILENT:
        assert_true(session_tick(session, now + SESSION_DEAD_MS));
        break;
    case WIPED:
    case DEATHS:
        session_wipe(session);
        break;
    }
    assert_int_equal(session->state, SESSION_DEAD);
}

static void when_it_is_dead_the_keys_are_forgotten(void **state)
{
    struct fixture *f = *state;
    for (enum death how = REFUSED; how < DEATHS; how++) {
        session_reopen(f);
        uint8_t keys[2][RECORD_KEY];
        memcpy(keys[0], f->client.session.channel.out.key, RECORD_KEY);
        memcpy(keys[1], f->client.session.channel.in.key, RECORD_KEY);
        for (int i = 0; i < 2; i++) {
            struct end *end = i ? &f->server : &f->client;
            assert_true(holds(end, sizeof(*end), keys[0], RECORD_KEY)); /* so it would be found */
            die(&end->session, how, f->now);
            assert_false(holds(end, sizeof(*end), keys[0], RECORD_KEY));
            assert_false(holds(end, sizeof(*end), keys[1], RECORD_KEY));
        }
    }
}

static void a_handshake_that_ends_early_is_forgotten_too(void **state)
{
    struct fixture *f = *state;
    uint8_t secret[CRYPTO_POINT], chaining[CRYPTO_HASH];
    session_greet(f);
    for (int i = 0; i < 2; i++) {
        struct end *end = i ? &f->server : &f->client;
        memcpy(secret, end->session.noise.secret, sizeof(secret));
        memcpy(chaining, end->session.noise.chaining, sizeof(chaining));
        assert_true(holds(end, sizeof(*end), secret, sizeof(secret)));
        assert_true(session_tick(&end->session, f->now + 5000));
        assert_false(holds(end, sizeof(*end), secret, sizeof(secret)));
        assert_false(holds(end, sizeof(*end), chaining, sizeof(chaining)));
    }
    session_wipe(&f->client.session); /* may be said twice */
    session_assert_ended(&f->client.session, SESSION_REASON_NO_WELCOME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(a_client_waits_five_seconds_for_the_welcome),
        SESSION_TEST(silence_counts_from_the_welcome),
        SESSION_TEST(frames_that_are_no_noise2_for_it_are_counted_and_ignored),
        SESSION_TEST(every_changed_byte_of_noise2_is_ignored),
        SESSION_TEST(the_answer_to_another_handshake_is_ignored),
        SESSION_TEST(a_controller_without_the_key_is_not_believed),
        SESSION_TEST(an_answer_of_the_controller_that_is_no_welcome_ends_it),
        SESSION_TEST(a_welcome_of_a_version_that_was_not_offered_is_refused),
        SESSION_TEST(when_it_is_open_the_handshake_is_forgotten),
        SESSION_TEST(when_it_is_dead_the_keys_are_forgotten),
        SESSION_TEST(a_handshake_that_ends_early_is_forgotten_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
