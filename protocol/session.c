/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/session.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "domain/vocab.h"

/* On TCP every device is station 1 of its own connection (SPEC.md 1). */
#define DEVICE_ADDRESS ADDRESS_STATION_MIN

/* A HELLO of today, sealed, is far below the limit for first frames. */
_Static_assert(FRAME_WIRE_MAX(FRAME_HEADER + 1 + sizeof(struct msg_hello) + 8) <= SESSION_HELLO_MAX,
               "HELLO does not fit the first frame");

const char *session_reason_text(enum session_reason reason)
{
    switch (reason) {
#define X(name, code, text)     \
    case SESSION_REASON_##name: \
        return text;
        SESSION_REASONS(X)
#undef X
    case SESSION_REASON_COUNT:
        break;
    }
    return "?";
}

const char *session_state_name(enum session_state state)
{
    static const char *const names[] = {
        [SESSION_EXPECT_HELLO] = "expect-hello",
        [SESSION_GREETED] = "greeted",
        [SESSION_EXPECT_WELCOME] = "expect-welcome",
        [SESSION_OPEN] = "open",
        [SESSION_DEAD] = "dead",
    };
    return (size_t)state < countof(names) ? names[state] : "?";
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

static void init(struct session *session, const struct session_buffers *buffers, msec now)
{
    assert(buffers->output_size >= SESSION_OUTPUT_MIN);
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

/* Appends with the whole output, the reserve included. */
static enum err append(struct session *session, const struct message *message, size_t keep_free,
                       msec now)
{
    size_t used = session->output_length + keep_free;
    if (used >= session->output_size)
        return ERR_TOOBIG;
    size_t length;
    enum err err =
        channel_seal(&session->channel, message, 0, session->output + session->output_length,
                     session->output_size - used, &length);
    if (err)
        return err;
    session->output_length += length;
    session->said = now;
    return ERR_NONE;
}

/* Session keeping: when not even the reserve has room, the peer reads nothing and the next
 * keep-alive or the silence deals with it. */
static void keep(struct session *session, const struct message *message, msec now)
{
    (void)!append(session, message, 0, now);
}

static void end(struct session *session, enum session_reason reason, const char *text)
{
    session->state = SESSION_DEAD;
    session->reason = reason;
    snprintf(session->text, sizeof(session->text), "%s", text ? text : session_reason_text(reason));
}

void session_refuse(struct session *session, enum session_reason reason, const char *text,
                    uint16_t retry_ms, msec now)
{
    if (session->state == SESSION_DEAD)
        return;
    end(session, reason, text);
    struct message bye = {.type = MSG_TYPE_BYE};
    bye.bye.reason = (uint8_t)reason;
    bye.bye.retry_ms = retry_ms;
    snprintf(bye.bye.text, sizeof(bye.bye.text), "%s", session->text);
    keep(session, &bye, now);
}

void session_init_server(struct session *session, const struct session_buffers *buffers, msec now)
{
    init(session, buffers, now);
    session->server = true;
    session->state = SESSION_EXPECT_HELLO;
    session->parser.size = SESSION_HELLO_MAX;
    channel_init(&session->channel, ADDRESS_CONTROLLER, DEVICE_ADDRESS);
}

void session_init_client(struct session *session, const struct session_buffers *buffers,
                         const struct msg_hello *hello, msec now)
{
    init(session, buffers, now);
    session->state = SESSION_EXPECT_WELCOME;
    channel_init(&session->channel, DEVICE_ADDRESS, ADDRESS_CONTROLLER);
    struct message first = {.type = MSG_TYPE_HELLO, .hello = *hello};
    first.hello.proto_min = PROTO_VERSION;
    first.hello.proto_max = PROTO_VERSION;
    first.hello.schema_rev = SCHEMA_REV;
    keep(session, &first, now);
}

/* Refuses and says so to our caller. */
static enum session_event stop(struct session *session, enum session_reason reason,
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

static enum session_event take_hello(struct session *session, const struct msg_hello *hello,
                                     msec now)
{
    uint8_t proto = hello->proto_max < PROTO_VERSION ? hello->proto_max : PROTO_VERSION;
    if (!proto || proto < hello->proto_min) {
        char text[SESSION_TEXT_SIZE];
        snprintf(text, sizeof(text), "the controller speaks version %d, the device %u to %u",
                 PROTO_VERSION, hello->proto_min, hello->proto_max);
        return stop(session, SESSION_REASON_VERSION, text, now);
    }
    session->proto = proto;
    session->keep_ms = session_keep_s(hello->kind) * SECOND;
    session->state = SESSION_GREETED;
    session->parser.size = SESSION_INPUT_SIZE;
    return SESSION_HELLO;
}

static enum session_event take_welcome(struct session *session, const struct msg_welcome *welcome,
                                       msec now)
{
    if (welcome->proto != PROTO_VERSION)
        return stop(session, SESSION_REASON_VERSION, NULL, now);
    session->proto = welcome->proto;
    session->state = SESSION_OPEN;
    session->pinged = now;
    return SESSION_WELCOME;
}

static enum session_event take_bye(struct session *session, const struct msg_bye *bye)
{
    session->retry_ms = bye->retry_ms;
    end(session, SESSION_REASON_PEER_BYE, bye->text[0] ? bye->text : NULL);
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

static enum session_event take_open(struct session *session, const struct message *message,
                                    msec now)
{
    enum msg_direction wrong = session->server ? MSG_C2D : MSG_D2C;
    if (message->type == MSG_TYPE_PING)
        return take_ping(session, &message->ping, now);
    if (message->type == MSG_TYPE_PONG)
        return take_pong(session, &message->pong, now);
    if (message_direction(message->type) == wrong || message->type == MSG_TYPE_HELLO ||
        message->type == MSG_TYPE_WELCOME) {
        tell_unsupported(session, message->type, "not expected from this end", now);
        return SESSION_NOTHING;
    }
    return SESSION_MESSAGE;
}

static enum session_event take_message(struct session *session, const struct message *message,
                                       msec now)
{
    if (message->type == MSG_TYPE_BYE)
        return take_bye(session, &message->bye);
    switch (session->state) {
    case SESSION_EXPECT_HELLO:
        if (message->type != MSG_TYPE_HELLO)
            return stop(session, SESSION_REASON_NOT_HELLO, NULL, now);
        return take_hello(session, &message->hello, now);
    case SESSION_GREETED:
        return stop(session, SESSION_REASON_EARLY, NULL, now);
    case SESSION_EXPECT_WELCOME:
        if (message->type != MSG_TYPE_WELCOME)
            return stop(session, SESSION_REASON_NOT_WELCOME, NULL, now);
        return take_welcome(session, &message->welcome, now);
    case SESSION_OPEN:
        return take_open(session, message, now);
    case SESSION_DEAD:
        break;
    }
    return SESSION_ENDED;
}

/* A frame in order whose message we cannot read. */
static enum session_event take_unreadable(struct session *session, uint8_t type, bool known,
                                          msec now)
{
    if (session->state == SESSION_EXPECT_HELLO)
        return stop(session, SESSION_REASON_NOT_HELLO, NULL, now);
    if (session->state == SESSION_EXPECT_WELCOME)
        return stop(session, SESSION_REASON_NOT_WELCOME, NULL, now);
    if (session->state == SESSION_GREETED)
        return stop(session, SESSION_REASON_EARLY, NULL, now);
    session->malformed += known;
    tell_unsupported(session, type, known ? "malformed" : "unknown message", now);
    return SESSION_NOTHING;
}

static enum session_event take_frame(struct session *session, const uint8_t *frame, size_t length,
                                     msec now, struct message *message)
{
    enum channel_result result = channel_open(&session->channel, frame, length, message);
    if (result == CHANNEL_FOREIGN)
        return SESSION_NOTHING;
    /* TCP neither loses nor repeats: a gap is a broken peer or somebody in between. */
    if (result == CHANNEL_REPEAT || session->channel.missing)
        return stop(session, SESSION_REASON_COUNTER, NULL, now);
    session->heard = now;
    if (result == CHANNEL_UNKNOWN || result == CHANNEL_BAD)
        return take_unreadable(session, message->type, result == CHANNEL_BAD, now);
    return take_message(session, message, now);
}

/* The first frame is held to its limits before anything else is believed (SPEC.md 3, 8). */
static enum session_event check_greeting(struct session *session, msec now)
{
    bool overlong = session->parser.hunting && session->parser.bad;
    if (overlong || session->greeting > SESSION_HELLO_MAX)
        return stop(session, SESSION_REASON_HELLO_LONG, NULL, now);
    if (session->parser.bad || session->channel.refused)
        return stop(session, SESSION_REASON_NOT_HELLO, NULL, now);
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
        session->greeting += session->state == SESSION_EXPECT_HELLO ? (uint32_t)n : 0;
        if (frame)
            *event = take_frame(session, frame, length, now, message);
        if (session->state == SESSION_EXPECT_HELLO)
            *event = check_greeting(session, now);
    }
    return taken;
}

/* ---- messages out ---- */

enum err session_welcome(struct session *session, const struct msg_welcome *welcome, msec now)
{
    assert(session->server && session->state == SESSION_GREETED);
    struct message answer = {.type = MSG_TYPE_WELCOME, .welcome = *welcome};
    answer.welcome.proto = session->proto;
    answer.welcome.keep_s = (uint8_t)(session->keep_ms / SECOND);
    session->state = SESSION_OPEN;
    return append(session, &answer, 0, now);
}

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

msec session_next_deadline(const struct session *session)
{
    msec silent = session->heard + SESSION_DEAD_MS;
    switch (session->state) {
    case SESSION_EXPECT_HELLO:
        return session->started + SESSION_HELLO_MS;
    case SESSION_EXPECT_WELCOME:
        return session->started + SESSION_WELCOME_MS;
    case SESSION_GREETED:
        return silent;
    case SESSION_OPEN:
        return ping_due(session) < silent ? ping_due(session) : silent;
    case SESSION_DEAD:
        break;
    }
    return INT64_MAX;
}

static void ping(struct session *session, msec now)
{
    struct message ask = {.type = MSG_TYPE_PING};
    ask.ping.id = ++session->ping_id;
    ask.ping.t1 = (uint32_t)now;
    keep(session, &ask, now);
    /* Also when it did not fit: the next one is due a period from now, not at once. */
    session->pinged = now;
    session->said = now;
}

bool session_tick(struct session *session, msec now)
{
    if (now < session_next_deadline(session))
        return session->state == SESSION_DEAD;
    if (session->state == SESSION_EXPECT_HELLO)
        session_refuse(session, SESSION_REASON_HELLO_LATE, NULL, 0, now);
    else if (session->state == SESSION_EXPECT_WELCOME)
        session_refuse(session, SESSION_REASON_NO_WELCOME, NULL, 0, now);
    else if (session->heard + SESSION_DEAD_MS <= now)
        session_refuse(session, SESSION_REASON_SILENT, NULL, 0, now);
    else
        ping(session, now);
    return session->state == SESSION_DEAD;
}
