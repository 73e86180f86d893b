/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/session_private.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "domain/vocab.h"

const char *session_reason_text(enum session_reason reason)
{
#define X(name, code, text) [code] = text,
    static const char *const texts[] = {SESSION_REASONS(X)};
#undef X
    return (size_t)reason < countof(texts) ? texts[reason] : "?";
}

uint8_t session_keep_s(uint8_t device_kind)
{
    /* D-13: people look at these, so a lost controller must show within seconds. */
    switch (device_kind) {
    case DEVICE_BOARD:
    case DEVICE_KIOSK:
    case DEVICE_CONSOLE:
        return SESSION_KEEP_FAST_S;
    default:
        return SESSION_KEEP_S;
    }
}

void session_start(struct session *session, const struct session_buffers *buffers, msec now)
{
    *session = (struct session){
        .output = buffers->output,
        .output_size = buffers->output_size,
        .keep_ms = SESSION_PING_MS,
        .started = now,
        .heard = now,
        .said = now,
        .pinged = now,
    };
    frame_parser_init(&session->parser, buffers->input, SESSION_INPUT_SIZE);
}

void session_watch(struct session *session, const struct channel_tap *tap)
{
    session->tap = tap;
    session->channel.tap = tap;
}

void session_show(const struct session *session, bool sent, uint8_t ctl, uint8_t ctr,
                  const struct message *message)
{
    uint8_t frame[FRAME_MAX];
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    bool down = session->server == sent; /* from the controller */
    if (!session->tap)
        return;
    enum err err = message_encode(message, &out);
    assert(!err); /* it was sent, so it could be encoded */
    (void)err;
    frame[FRAME_DST] = down ? SESSION_DEVICE_ADDRESS : ADDRESS_CONTROLLER;
    frame[FRAME_SRC] = down ? ADDRESS_CONTROLLER : SESSION_DEVICE_ADDRESS;
    frame[FRAME_CTL] = ctl;
    frame[FRAME_CTR] = ctr;
    bool opened = message->type != MSG_TYPE_NOISE1 && message->type != MSG_TYPE_NOISE2;
    channel_show(session->tap, sent, opened, frame, (size_t)(out.at - frame));
}

/* Appends with the whole output, the reserve included. */
static enum err append(struct session *session, const struct message *message, size_t keep_free,
                       msec now)
{
    size_t used = session->output_length + keep_free;
    if (used >= session->output_size)
        return ERR_TOOBIG;
    size_t length;
    enum err err =
        channel_seal_wire(&session->channel, message, session->output + session->output_length,
                          session->output_size - used, &length);
    if (err)
        return err;
    session->output_length += length;
    session->said = now;
    session_show(session, true, session->channel.ctl, (uint8_t)(session->channel.out.next - 1),
                 message);
    return ERR_NONE;
}

/* Session keeping: when not even the reserve has room, the peer reads nothing and the next
 * keep-alive or the silence deals with it. */
static void keep(struct session *session, const struct message *message, msec now)
{
    (void)!append(session, message, 0, now);
}

void session_end(struct session *session, enum session_reason reason, const char *text)
{
    session->state = SESSION_DEAD;
    session->reason = reason;
    snprintf(session->text, sizeof(session->text), "%s", text ? text : session_reason_text(reason));
    noise_wipe(&session->noise);
    channel_wipe(&session->channel);
}

void session_wipe(struct session *session)
{
    if (session->state != SESSION_DEAD)
        session_end(session, SESSION_REASON_CLOSED, NULL);
}

void session_refuse(struct session *session, enum session_reason reason, const char *text,
                    uint16_t retry_ms, msec now)
{
    enum session_state state = session->state;
    if (state == SESSION_DEAD)
        return;
    struct message bye = {.type = MSG_TYPE_BYE};
    bye.bye.reason = (uint8_t)reason;
    bye.bye.retry_ms = retry_ms;
    snprintf(bye.bye.text, sizeof(bye.bye.text), "%s", text ? text : session_reason_text(reason));
    if (state == SESSION_OPEN)
        keep(session, &bye, now);
    else if (state == SESSION_GREETED)
        (void)!session_answer(session, &bye, now); /* who cannot be answered is closed silently */
    session_end(session, reason, text);
}

void session_init_server(struct session *session, const struct session_buffers *buffers, msec now)
{
    session_start(session, buffers, now);
    session->server = true;
    session->state = SESSION_EXPECT_NOISE1;
    session->parser.size = SESSION_FIRST_INPUT;
}

void session_grow(struct session *session, const struct session_buffers *buffers)
{
    assert(buffers->output_size >= session->output_length);
    memcpy(buffers->input, session->parser.buffer, session->parser.length);
    memcpy(buffers->output, session->output, session->output_length);
    session->parser.buffer = buffers->input;
    session->output = buffers->output;
    session->output_size = buffers->output_size;
}

/* Refuses and says so to our caller. */
enum session_event session_stop(struct session *session, enum session_reason reason,
                                const char *text, msec now)
{
    session_refuse(session, reason, text, 0, now);
    return SESSION_ENDED;
}

/* ---- messages in ---- */

/* Once per type: a newer peer that repeats itself must not fill the line with our answers. */
static void tell_unsupported(struct session *session, uint8_t type, const char *text, msec now)
{
    uint32_t bit = 1u << type % 32;
    if (session->told[type / 32] & bit)
        return;
    session->told[type / 32] |= bit;
    struct message error = {.type = MSG_TYPE_ERROR};
    error.error.code = REFUSED_MALFORMED;
    error.error.ref_type = type;
    snprintf(error.error.text, sizeof(error.error.text), "%s", text);
    keep(session, &error, now);
}

enum session_event session_take_bye(struct session *session, const struct msg_bye *bye)
{
    session->retry_ms = bye->retry_ms;
    session_end(session, SESSION_REASON_PEER_BYE, bye->text[0] ? bye->text : NULL);
    return SESSION_ENDED;
}

static enum session_event take_ping(struct session *session, const struct msg_ping *ping, msec now)
{
    if (session->server)
        return SESSION_ASKED;
    session_pong(session, ping, 0, 0, now);
    return SESSION_NOTHING;
}

static enum session_event take_pong(struct session *session, const struct msg_pong *pong, msec now)
{
    if (pong->id == session->ping_id)
        session->rtt_ms = (uint32_t)now - pong->t1;
    return session->server ? SESSION_NOTHING : SESSION_PONGED;
}

/* Of another direction, or one that travels in other frames than records (SPEC.md 1). */
static bool has_no_place(const struct session *session, uint8_t type)
{
    enum msg_security security = message_security(type);
    return message_direction(type) == (session->server ? MSG_C2D : MSG_D2C) ||
           security == MSG_CLEAR || security == MSG_HANDSHAKE || type == MSG_TYPE_HELLO ||
           type == MSG_TYPE_WELCOME;
}

static enum session_event take_open(struct session *session, const struct message *message,
                                    msec now)
{
    if (message->type == MSG_TYPE_PING)
        return take_ping(session, &message->ping, now);
    if (message->type == MSG_TYPE_PONG)
        return take_pong(session, &message->pong, now);
    if (has_no_place(session, message->type)) {
        tell_unsupported(session, message->type, "not expected from this end", now);
        return SESSION_NOTHING;
    }
    return SESSION_MESSAGE;
}

/* A record in order whose message we cannot read. */
static enum session_event take_unreadable(struct session *session, uint8_t type, bool known,
                                          msec now)
{
    session->malformed += known;
    tell_unsupported(session, type, known ? "malformed" : "unknown message", now);
    return SESSION_NOTHING;
}

static enum session_event take_record(struct session *session, const uint8_t *frame, size_t length,
                                      msec now, struct message *message)
{
    enum channel_result result = channel_open(&session->channel, frame, length, message);
    /* Nobody but the two ends can make a frame that opens, and TCP repeats none: all these were put
     * in by somebody else, and may not move anything (SPEC.md 1). */
    session->channel.forged += result == CHANNEL_REPEAT;
    if (result == CHANNEL_FOREIGN || result == CHANNEL_FORGED || result == CHANNEL_REPEAT)
        return SESSION_NOTHING;
    if (session->channel.missing)
        return session_stop(session, SESSION_REASON_COUNTER, NULL, now);
    session->heard = now;
    session->proven = true;
    if (result == CHANNEL_UNKNOWN || result == CHANNEL_BAD)
        return take_unreadable(session, message->type, result == CHANNEL_BAD, now);
    if (message->type == MSG_TYPE_BYE)
        return session_take_bye(session, &message->bye);
    return take_open(session, message, now);
}

static enum session_event take_frame(struct session *session, const uint8_t *frame, size_t length,
                                     msec now, struct message *message)
{
    if (session->state == SESSION_OPEN)
        return take_record(session, frame, length, now, message);
    return session_take_handshake(session, frame, length, now, message);
}

/* The first frame is held to its limits before anything else is believed (SPEC.md 3, 8). */
static enum session_event check_greeting(struct session *session, msec now)
{
    bool overlong = session->parser.hunting && session->parser.bad;
    if (overlong || session->greeting > SESSION_HELLO_MAX)
        return session_stop(session, SESSION_REASON_HELLO_LONG, NULL, now);
    if (session->parser.bad)
        return session_stop(session, SESSION_REASON_NOT_HELLO, NULL, now);
    return SESSION_NOTHING;
}

size_t session_feed(struct session *session, const uint8_t *bytes, size_t count, msec now,
                    struct message *message, enum session_event *event)
{
    *event = SESSION_NOTHING;
    size_t taken = 0;
    while (taken < count && *event == SESSION_NOTHING && session->state != SESSION_DEAD) {
        const uint8_t *frame;
        size_t length;
        size_t n =
            frame_parser_feed(&session->parser, bytes + taken, count - taken, &frame, &length);
        taken += n;
        session->greeting += session->state == SESSION_EXPECT_NOISE1 ? (uint32_t)n : 0;
        if (frame)
            *event = take_frame(session, frame, length, now, message);
        if (session->state == SESSION_EXPECT_NOISE1)
            *event = check_greeting(session, now);
    }
    return taken;
}

/* ---- messages out ---- */

enum err session_send(struct session *session, const struct message *message, msec now)
{
    if (session->state != SESSION_OPEN)
        return ERR_GONE;
    return append(session, message, SESSION_RESERVE, now);
}

size_t session_room(const struct session *session)
{
    size_t used = session->output_length + SESSION_RESERVE;
    return used < session->output_size ? session->output_size - used : 0;
}

void session_pong(struct session *session, const struct msg_ping *ping, msec hall_ms,
                  int16_t tz_min, msec now)
{
    struct message pong = {.type = MSG_TYPE_PONG};
    pong.pong.id = ping->id;
    pong.pong.t1 = ping->t1;
    pong.pong.now_ms = (uint64_t)hall_ms;
    pong.pong.tz_min = tz_min;
    keep(session, &pong, now);
}

const uint8_t *session_output(const struct session *session, size_t *length)
{
    *length = session->output_length;
    return session->output;
}

void session_output_drop(struct session *session, size_t written)
{
    assert(written <= session->output_length);
    session->output_length -= written;
    memmove(session->output, session->output + written, session->output_length);
}

/* ---- time ---- */

static msec ping_due(const struct session *session)
{
    /* A client asks for the hall's clock; a server speaks up when it had nothing to say. */
    return session->server ? session->said + session->keep_ms : session->pinged + SESSION_PING_MS;
}

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

/* The device renews its keys; a controller waits longer, so that it is the device that does it. */
static msec rekey_due(const struct session *session)
{
    bool used_up = session->channel.out.next >= RECORD_FRAMES_MAX - SESSION_FRAMES_LEFT ||
                   session->channel.in.next >= RECORD_FRAMES_MAX - SESSION_FRAMES_LEFT;
    if (used_up)
        return session->opened;
    return session->opened + SESSION_KEYS_MS + (session->server ? SESSION_KEYS_GRACE_MS : 0);
}

/* When an open session ends unless something comes. */
static msec end_due(const struct session *session)
{
    msec silent = session->heard + SESSION_DEAD_MS;
    if (session->server && !session->proven)
        silent = sooner(silent, session->opened + SESSION_PROOF_MS);
    return sooner(silent, rekey_due(session));
}

msec session_next_deadline(const struct session *session)
{
    if (session->state == SESSION_DEAD)
        return INT64_MAX;
    if (session->state == SESSION_OPEN)
        return sooner(ping_due(session), end_due(session));
    bool client = session->state == SESSION_EXPECT_NOISE2;
    return session->started + (client ? SESSION_WELCOME_MS : SESSION_HELLO_MS);
}

void session_ping(struct session *session, msec now)
{
    struct message ask = {.type = MSG_TYPE_PING};
    ask.ping.id = ++session->ping_id;
    ask.ping.t1 = (uint32_t)now;
    keep(session, &ask, now);
    /* Also when it did not fit: the next one is due a period from now, not at once. */
    session->pinged = now;
    session->said = now;
}

static enum session_reason overdue(const struct session *session, msec now)
{
    if (session->state == SESSION_EXPECT_NOISE2)
        return SESSION_REASON_NO_WELCOME;
    if (session->state != SESSION_OPEN)
        return SESSION_REASON_HELLO_LATE;
    if (rekey_due(session) <= now)
        return SESSION_REASON_REKEY;
    if (session->server && !session->proven && session->opened + SESSION_PROOF_MS <= now)
        return SESSION_REASON_UNPROVEN;
    return session->heard + SESSION_DEAD_MS <= now ? SESSION_REASON_SILENT : SESSION_REASON_NONE;
}

bool session_tick(struct session *session, msec now)
{
    if (now < session_next_deadline(session))
        return session->state == SESSION_DEAD;
    enum session_reason reason = overdue(session, now);
    if (reason)
        session_refuse(session, reason, NULL, 0, now);
    else
        session_ping(session, now);
    return session->state == SESSION_DEAD;
}
