/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_session_fixture.h"

#include <stdlib.h>

const uint8_t session_to_server[FRAME_HEADER] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN};
const uint8_t session_to_client[FRAME_HEADER] = {ADDRESS_STATION_MIN, ADDRESS_CONTROLLER};

struct msg_hello session_hello_of(uint8_t kind)
{
    return (struct msg_hello){.kind = kind,
                              .proto_min = PROTO_VERSION,
                              .proto_max = PROTO_VERSION,
                              .uid = SESSION_TEST_UID,
                              .boot = 3,
                              .name = "pad-1"};
}

static void next_random(struct fixture *f, uint8_t ephemeral[CRYPTO_POINT])
{
    memset(ephemeral, ++f->randoms, CRYPTO_POINT);
}

void session_setup_server(struct fixture *f)
{
    const struct session_buffers buffers = {f->server.input, f->server.output,
                                            sizeof(f->server.output)};
    session_init_server(&f->server.session, &buffers, f->now);
}

void session_setup_client(struct fixture *f, uint8_t kind)
{
    const struct session_buffers buffers = {f->client.input, f->client.output,
                                            sizeof(f->client.output)};
    struct msg_hello hello = session_hello_of(kind);
    uint8_t ephemeral[CRYPTO_POINT];
    next_random(f, ephemeral);
    session_init_client(&f->client.session, &buffers, &hello, f->key, ephemeral, f->now);
}

int session_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    if (!f)
        return -1;
    f->now = 1000;
    for (size_t i = 0; i < sizeof(f->key); i++)
        f->key[i] = (uint8_t)(0xa0 + i);
    session_setup_server(f);
    session_setup_client(f, DEVICE_BOARD);
    *state = f;
    return 0;
}

int session_teardown(void **state)
{
    free(*state);
    return 0;
}

void session_feed_all(struct end *to, const uint8_t *bytes, size_t count, msec now)
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

void session_carry(struct end *from, struct end *to, msec now)
{
    size_t length;
    const uint8_t *bytes = session_output(&from->session, &length);
    session_feed_all(to, bytes, length, now);
    session_output_drop(&from->session, length);
}

void session_catch(struct end *from, struct wire *wire)
{
    const uint8_t *bytes = session_output(&from->session, &wire->length);
    assert_in_range(wire->length, 1, sizeof(wire->bytes));
    memcpy(wire->bytes, bytes, wire->length);
    session_output_drop(&from->session, wire->length);
}

void session_give(struct fixture *f, struct end *to, const struct wire *wire)
{
    session_feed_all(to, wire->bytes, wire->length, f->now);
}

size_t session_output_length(const struct end *end)
{
    size_t length;
    session_output(&end->session, &length);
    return length;
}

/* ---- step by step ---- */

static enum session_event unlock(struct fixture *f, const uint8_t key[NOISE_PSK])
{
    struct end *server = &f->server;
    uint8_t ephemeral[CRYPTO_POINT];
    assert_int_equal(server->event, SESSION_KNOCK);
    assert_int_equal(server->session.state, SESSION_KNOCKED);
    next_random(f, ephemeral);
    server->event = session_unlock(&server->session, &server->message.noise1, key, ephemeral,
                                   &server->message, f->now);
    return server->event;
}

enum session_event session_unlock_with(struct fixture *f, const uint8_t key[NOISE_PSK])
{
    session_carry(&f->client, &f->server, f->now);
    return unlock(f, key);
}

void session_greet(struct fixture *f)
{
    assert_int_equal(session_unlock_with(f, f->key), SESSION_HELLO);
}

void session_say_welcome(struct fixture *f)
{
    const struct msg_welcome welcome = {.now_ms = 5, .tz_min = 480};
    assert_int_equal(session_welcome(&f->server.session, &welcome, f->now), ERR_NONE);
}

void session_open_both(struct fixture *f)
{
    session_greet(f);
    session_say_welcome(f);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_WELCOME);
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_ASKED);
    session_pong(&f->server.session, &f->server.message.ping, 5, 480, f->now);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_PONGED);
    f->server.events = f->client.events = 0;
}

void session_reopen(struct fixture *f)
{
    session_setup_server(f);
    session_setup_client(f, DEVICE_BOARD);
    session_open_both(f);
}

/* ---- by hand ---- */

void session_feed_frame(struct fixture *f, struct end *to, const uint8_t *frame, size_t length)
{
    static struct wire wire;
    assert_int_equal(frame_encode(frame, length, wire.bytes, sizeof(wire.bytes), &wire.length),
                     ERR_NONE);
    session_give(f, to, &wire);
}

void session_wire_of(struct wire *wire, const uint8_t header[FRAME_HEADER],
                     const struct message *message)
{
    assert_int_equal(message_to_wire(message, header, wire->bytes, sizeof(wire->bytes),
                                     &wire->length),
                     ERR_NONE);
}

void session_feed_message(struct fixture *f, struct end *to, const uint8_t header[FRAME_HEADER],
                          const struct message *message)
{
    static struct wire wire;
    session_wire_of(&wire, header, message);
    session_give(f, to, &wire);
}

size_t session_seal_body(struct end *from, const uint8_t *body, size_t length, uint8_t *frame)
{
    struct channel *channel = &from->session.channel;
    frame[FRAME_DST] = channel->peer;
    frame[FRAME_SRC] = channel->own;
    frame[FRAME_CTL] = channel->ctl;
    memcpy(frame + FRAME_HEADER, body, length);
    length += FRAME_HEADER;
    assert_int_equal(record_seal(&channel->out, frame, FRAME_MAX, &length), ERR_NONE);
    return length;
}

void session_say_body(struct fixture *f, struct end *from, const uint8_t *body, size_t length)
{
    static uint8_t frame[FRAME_MAX];
    size_t n = session_seal_body(from, body, length, frame);
    session_feed_frame(f, from == &f->client ? &f->server : &f->client, frame, n);
}

enum session_event session_knock_with(struct fixture *f, const uint8_t *payload, size_t length,
                                      uint64_t uid)
{
    uint8_t prologue[NOISE_PROLOGUE], ephemeral[CRYPTO_POINT];
    size_t written;
    struct message knock = {.type = MSG_TYPE_NOISE1};
    static const uint8_t header[] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN, CTL_SEC_HANDSHAKE, 0};
    knock.noise1.uid = uid;
    knock.noise1.ver = NOISE_VERSION;
    next_random(f, ephemeral);
    noise_prologue(prologue, NOISE_VERSION, NOISE_TCP, uid, 0);
    assert_int_equal(noise_init(&f->noise, true, (struct crypto_bytes){prologue, sizeof(prologue)},
                                f->key, ephemeral),
                     ERR_NONE);
    assert_int_equal(noise_write(&f->noise, (struct crypto_bytes){payload, length},
                                 knock.noise1.msg.at, sizeof(knock.noise1.msg.at), &written),
                     ERR_NONE);
    knock.noise1.msg.length = (uint16_t)written;
    session_feed_message(f, &f->server, header, &knock);
    return unlock(f, f->key);
}

enum session_event session_knock_with_hello(struct fixture *f, const struct msg_hello *hello)
{
    uint8_t body[200];
    const struct message message = {.type = MSG_TYPE_HELLO, .hello = *hello};
    struct wire_out out = {body, body + sizeof(body), false};
    assert_int_equal(message_encode(&message, &out), ERR_NONE);
    return session_knock_with(f, body, (size_t)(out.at - body), hello->uid);
}

void session_read_answer(struct fixture *f, struct message *answer)
{
    static struct wire wire;
    static uint8_t frame[FRAME_MAX];
    uint8_t body[200];
    session_catch(&f->server, &wire);
    size_t length = session_decoded(&wire, frame);
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    assert_int_equal(message_decode(&in, answer), ERR_NONE);
    assert_int_equal(answer->type, MSG_TYPE_NOISE2);
    const struct msg_noise2 second = answer->noise2;
    assert_int_equal(noise_read(&f->noise, (struct crypto_bytes){second.msg.at, second.msg.length},
                                body, sizeof(body), &length),
                     ERR_NONE);
    in = (struct wire_in){body, body + length, false};
    assert_int_equal(message_decode(&in, answer), ERR_NONE);
}

size_t session_decoded(const struct wire *wire, uint8_t *frame)
{
    static uint8_t buffer[SESSION_INPUT_SIZE];
    struct frame_parser parser;
    frame_parser_init(&parser, buffer, sizeof(buffer));
    for (size_t at = 0; at < wire->length;) {
        const uint8_t *found;
        size_t length;
        at += frame_parser_feed(&parser, wire->bytes + at, wire->length - at, &found, &length);
        if (found) {
            memcpy(frame, found, length);
            return length;
        }
    }
    fail_msg("no frame in %zu bytes", wire->length);
    return 0;
}

/* ---- the end of it ---- */

void session_assert_ended(const struct session *session, enum session_reason reason)
{
    assert_int_equal(session->state, SESSION_DEAD);
    assert_int_equal(session->reason, reason);
    assert_true(session->text[0]);
    assert_int_equal(session_next_deadline(session), INT64_MAX);
}

void session_assert_silent(const struct end *end, enum session_reason reason)
{
    session_assert_ended(&end->session, reason);
    assert_int_equal(session_output_length(end), 0);
}

void session_assert_bye_said(struct fixture *f, const char *text)
{
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_ENDED);
    session_assert_ended(&f->client.session, SESSION_REASON_PEER_BYE);
    assert_string_equal(f->client.session.text, text);
}
