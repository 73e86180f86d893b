/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "protocol/session_private.h"

/* TYPE, hs_id, uid, ver, the length of msg, and around the HELLO what Noise adds. */
#define NOISE1_MAX (FRAME_HEADER + 1 + 1 + 8 + 1 + 2 + NOISE_OVERHEAD)
/* A HELLO of today is below the limits for first frames, with room to grow. */
_Static_assert(FRAME_WIRE_MAX(NOISE1_MAX + 1 + sizeof(struct msg_hello)) <= SESSION_HELLO_MAX,
               "HELLO does not fit the first frame");
_Static_assert(NOISE_OVERHEAD + 1 + sizeof(struct msg_hello) <= 200 &&
                   NOISE_OVERHEAD + 1 + sizeof(struct msg_welcome) <= 200 &&
                   NOISE_OVERHEAD + 1 + sizeof(struct msg_bye) <= 200,
               "HELLO, WELCOME or BYE does not fit the handshake");
_Static_assert(FRAME_WIRE_MAX(FRAME_HEADER + 1 + sizeof(struct msg_noise2)) <= SESSION_FIRST_OUTPUT,
               "a BYE in NOISE2 does not fit the first output");
/* A TCP connection has one handshake; lines count them (SPEC.md 6). */
#define TCP_HANDSHAKE 0

/* Handshake frames are counted by nobody: the messages inside prove their order. */
static enum err append_handshake(struct session *session, const struct message *message, msec now)
{
    const uint8_t header[FRAME_HEADER] = {session->server ? SESSION_DEVICE_ADDRESS
                                                          : ADDRESS_CONTROLLER,
                                          session->server ? ADDRESS_CONTROLLER
                                                          : SESSION_DEVICE_ADDRESS,
                                          CTL_SEC_HANDSHAKE, 0};
    size_t length;
    enum err err = message_to_wire(message, header, session->output + session->output_length,
                                   session->output_size - session->output_length, &length);
    if (err)
        return err;
    session->output_length += length;
    session->said = now;
    session_show(session, true, CTL_SEC_HANDSHAKE, 0, message);
    return ERR_NONE;
}

static enum err start_noise(struct session *session, uint64_t uid, const uint8_t *psk,
                            const uint8_t *ephemeral)
{
    uint8_t prologue[NOISE_PROLOGUE];
    noise_prologue(prologue, NOISE_VERSION, NOISE_TCP, uid, session->hs_id);
    return noise_init(&session->noise, !session->server,
                      (struct crypto_bytes){prologue, sizeof(prologue)}, psk, ephemeral);
}

/* The message as the payload of the next Noise message; *length gets its bytes. */
static enum err write_noise(struct session *session, const struct message *payload, uint8_t *to,
                            size_t size, uint16_t *length)
{
    uint8_t body[sizeof(((struct msg_noise1 *)NULL)->msg.at)];
    struct wire_out out = {body, body + sizeof(body), false};
    size_t written;
    enum err err = message_encode(payload, &out);
    assert(!err); /* HELLO, WELCOME and BYE fit: asserted above at compile time */
    err = noise_write(&session->noise, (struct crypto_bytes){body, (size_t)(out.at - body)}, to,
                      size, &written);
    *length = (uint16_t)written;
    return err;
}

/* Both messages are through: from here on everything is sealed. */
static enum err open_channel(struct session *session)
{
    uint8_t sending[CRYPTO_GCM_KEY], receiving[CRYPTO_GCM_KEY], out[RECORD_KEY], in[RECORD_KEY];
    uint8_t own = session->server ? ADDRESS_CONTROLLER : SESSION_DEVICE_ADDRESS;
    uint8_t peer = session->server ? SESSION_DEVICE_ADDRESS : ADDRESS_CONTROLLER;
    enum err err = noise_split(&session->noise, sending, receiving);
    if (!err && (!record_derive(sending, out) || !record_derive(receiving, in)))
        err = ERR_GONE;
    if (!err)
        channel_init(&session->channel, own, peer, session->hs_id, out, in);
    session->channel.tap = session->tap;
    noise_wipe(&session->noise);
    crypto_wipe(sending, sizeof(sending));
    crypto_wipe(receiving, sizeof(receiving));
    crypto_wipe(out, sizeof(out));
    crypto_wipe(in, sizeof(in));
    return err;
}

/* Server: NOISE2 with a WELCOME, or with a BYE. */
enum err session_answer(struct session *session, const struct message *payload, msec now)
{
    struct message answer = {.type = MSG_TYPE_NOISE2};
    answer.noise2.hs_id = session->hs_id;
    enum err err = write_noise(session, payload, answer.noise2.msg.at, sizeof(answer.noise2.msg.at),
                               &answer.noise2.msg.length);
    if (!err)
        err = append_handshake(session, &answer, now);
    if (!err)
        session_show(session, true, CTL_SEC_HANDSHAKE, 0, payload);
    return err;
}

/* ---- the client's side ---- */

void session_init_client(struct session *session, const struct session_buffers *buffers,
                         const struct msg_hello *hello, const uint8_t psk[NOISE_PSK],
                         const uint8_t ephemeral[CRYPTO_POINT], msec now)
{
    assert(buffers->output_size >= SESSION_OUTPUT_MIN);
    session_start(session, buffers, now);
    session->state = SESSION_EXPECT_NOISE2;
    session->hs_id = TCP_HANDSHAKE;
    struct message first = {.type = MSG_TYPE_HELLO, .hello = *hello};
    first.hello.proto_min = PROTO_VERSION;
    first.hello.proto_max = PROTO_VERSION;
    first.hello.schema_rev = SCHEMA_REV;
    struct message knock = {.type = MSG_TYPE_NOISE1};
    knock.noise1.hs_id = session->hs_id;
    knock.noise1.uid = hello->uid;
    knock.noise1.ver = NOISE_VERSION;
    if (start_noise(session, hello->uid, psk, ephemeral) ||
        write_noise(session, &first, knock.noise1.msg.at, sizeof(knock.noise1.msg.at),
                    &knock.noise1.msg.length) ||
        append_handshake(session, &knock, now))
        session_end(session, SESSION_REASON_FAULT, NULL);
}

static enum session_event take_welcome(struct session *session, const struct msg_welcome *welcome,
                                       msec now)
{
    if (open_channel(session))
        return session_stop(session, SESSION_REASON_FAULT, NULL, now);
    session->state = SESSION_OPEN;
    session->opened = now;
    if (welcome->proto != PROTO_VERSION)
        return session_stop(session, SESSION_REASON_VERSION, NULL, now);
    session->proto = welcome->proto;
    session_ping(session, now); /* the record that proves us to the controller (D-45), and the
                                   hall's clock */
    return SESSION_WELCOME;
}

/* ---- the server's side ---- */

static enum session_event take_hello(struct session *session, const struct msg_hello *hello,
                                     msec now)
{
    uint8_t proto = hello->proto_max < PROTO_VERSION ? hello->proto_max : PROTO_VERSION;
    if (!proto || proto < hello->proto_min) {
        char text[SESSION_TEXT_SIZE];
        snprintf(text, sizeof(text), "the controller speaks version %d, the device %u to %u",
                 PROTO_VERSION, hello->proto_min, hello->proto_max);
        return session_stop(session, SESSION_REASON_VERSION, text, now);
    }
    session->proto = proto;
    session->keep_ms = session_keep_s(hello->kind) * SECOND;
    session->state = SESSION_GREETED;
    return SESSION_HELLO;
}

enum err session_welcome(struct session *session, const struct msg_welcome *welcome, msec now)
{
    assert(session->server && session->state == SESSION_GREETED);
    assert(session->output_size >= SESSION_OUTPUT_MIN); /* session_grow */
    struct message answer = {.type = MSG_TYPE_WELCOME, .welcome = *welcome};
    answer.welcome.proto = session->proto;
    answer.welcome.keep_s = (uint8_t)(session->keep_ms / SECOND);
    enum err err = session_answer(session, &answer, now);
    if (!err)
        err = open_channel(session);
    if (err) {
        session_end(session, SESSION_REASON_FAULT, NULL);
        return err;
    }
    session->state = SESSION_OPEN;
    session->parser.size = SESSION_INPUT_SIZE;
    session->opened = now;
    return ERR_NONE;
}

/* ---- handshake frames in ---- */

/* Server: whoever it is, its key is needed before anything else is believed. */
static enum session_event take_noise1(struct session *session, const struct message *message,
                                      msec now)
{
    if (message->type != MSG_TYPE_NOISE1 || message->noise1.ver != NOISE_VERSION)
        return session_stop(session, SESSION_REASON_NOT_HELLO, NULL, now);
    session->hs_id = message->noise1.hs_id;
    session->state = SESSION_KNOCKED;
    return SESSION_KNOCK;
}

/* What the handshake carried, as the body of a frame of its own. */
static void show_payload(const struct session *session, const uint8_t *body, size_t length)
{
    uint8_t frame[FRAME_HEADER + sizeof(((struct msg_noise1 *)NULL)->msg.at)] =
        {session->server ? ADDRESS_CONTROLLER : SESSION_DEVICE_ADDRESS,
         session->server ? SESSION_DEVICE_ADDRESS : ADDRESS_CONTROLLER, CTL_SEC_HANDSHAKE, 0};
    memcpy(frame + FRAME_HEADER, body, length);
    if (length)
        channel_show(session->tap, false, true, frame, FRAME_HEADER + length);
}

static enum err read_payload(struct session *session, const uint8_t *bytes, size_t count,
                             struct message *message)
{
    uint8_t body[sizeof(((struct msg_noise1 *)NULL)->msg.at)];
    size_t length;
    enum err err = noise_read(&session->noise, (struct crypto_bytes){bytes, count}, body,
                              sizeof(body), &length);
    if (err)
        return err;
    show_payload(session, body, length);
    struct wire_in in = {body, body + length, false};
    if (message_decode(&in, message))
        message->type = 0; /* the key is right, what is said makes no sense */
    return ERR_NONE;
}

enum session_event session_unlock(struct session *session, const struct msg_noise1 *noise1,
                                  const uint8_t psk[NOISE_PSK],
                                  const uint8_t ephemeral[CRYPTO_POINT], struct message *message,
                                  msec now)
{
    assert(session->server && session->state == SESSION_KNOCKED);
    const struct msg_noise1 knock = *noise1; /* `message` may be the same memory */
    enum err err = start_noise(session, knock.uid, psk, ephemeral);
    if (!err)
        err = read_payload(session, knock.msg.at, knock.msg.length, message);
    if (err) /* where the library fails the key may be right: nobody is to look for an attack */
        return session_stop(session,
                            err == ERR_GONE ? SESSION_REASON_FAULT : SESSION_REASON_WRONG_KEY, NULL,
                            now);
    session->state = SESSION_GREETED;
    if (message->type != MSG_TYPE_HELLO || message->hello.uid != knock.uid)
        return session_stop(session, SESSION_REASON_NOT_HELLO, NULL, now);
    return take_hello(session, &message->hello, now);
}

static enum session_event take_noise2(struct session *session, struct message *message, msec now)
{
    /* A forged answer must not end the handshake: the real one may be right behind it. */
    struct noise before = session->noise;
    const struct msg_noise2 answer = message->noise2;
    bool ours = message->type == MSG_TYPE_NOISE2 && answer.hs_id == session->hs_id;
    if (!ours || read_payload(session, answer.msg.at, answer.msg.length, message)) {
        session->noise = before;
        crypto_wipe(&before, sizeof(before));
        session->channel.forged++;
        return SESSION_NOTHING;
    }
    crypto_wipe(&before, sizeof(before));
    session->heard = now;
    if (message->type == MSG_TYPE_BYE)
        return session_take_bye(session, &message->bye);
    if (message->type != MSG_TYPE_WELCOME)
        return session_stop(session, SESSION_REASON_NOT_WELCOME, NULL, now);
    return take_welcome(session, &message->welcome, now);
}

enum session_event session_take_handshake(struct session *session, const uint8_t *frame,
                                          size_t length, msec now, struct message *message)
{
    uint8_t to = session->server ? ADDRESS_CONTROLLER : SESSION_DEVICE_ADDRESS;
    uint8_t from = session->server ? SESSION_DEVICE_ADDRESS : ADDRESS_CONTROLLER;
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    bool good = frame[FRAME_DST] == to && frame[FRAME_SRC] == from &&
                (frame[FRAME_CTL] & CTL_SEC_MASK) == CTL_SEC_HANDSHAKE &&
                !message_decode(&in, message);
    channel_show(session->tap, false, false, frame, length);
    if (good && session->state == SESSION_EXPECT_NOISE1)
        return take_noise1(session, message, now);
    if (good && session->state == SESSION_EXPECT_NOISE2)
        return take_noise2(session, message, now);
    if (session->state == SESSION_EXPECT_NOISE1)
        return session_stop(session, SESSION_REASON_NOT_HELLO, NULL, now);
    if (session->state == SESSION_KNOCKED || session->state == SESSION_GREETED)
        return session_stop(session, SESSION_REASON_EARLY, NULL, now);
    session->channel.refused++;
    return SESSION_NOTHING;
}
