/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both ends of a session and somebody between them. The input is a list of {what, length,
 * bytes}: raw bytes; a frame with a good FCS; what the other end really wrote, as it was or with
 * a byte changed; a body sealed as the other end's next record, or as the payload of its
 * handshake message, so that the fuzzer gets behind the keys; time; something to say.
 *
 * An end never overruns, always takes what it is given unless dead, hands out only what may come
 * there and then, believes nothing that was not sealed, never says a deadline in the past for
 * ever, and once dead stays dead and holds no key.
 */
#include <stdlib.h>
#include <string.h>

#include "protocol/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define UID 7

struct end {
    struct session session;
    uint8_t input[SESSION_INPUT_SIZE], output[SESSION_OUTPUT_MIN];
    struct message message;
};

static struct end ends[2];      /* 0 = the server, 1 = the client */
static struct msg_noise1 first; /* the client's */
static uint8_t randoms;
static msec now;
static const uint8_t key[NOISE_PSK] = "the 32 bytes of one device's key";
static const uint8_t zero[sizeof(struct noise)];

/* In OPEN: anything that only a record may move. */
struct moved {
    uint32_t in;
    msec heard;
    bool proven;
};

static struct moved moved(const struct end *end)
{
    return (struct moved){end->session.channel.in.next, end->session.heard, end->session.proven};
}

static void next_random(uint8_t ephemeral[CRYPTO_POINT])
{
    memset(ephemeral, ++randoms, CRYPTO_POINT);
}

static void check(const struct end *end)
{
    const struct session *s = &end->session;
    size_t pending;
    session_output(s, &pending);
    if (pending > sizeof(end->output) || s->heard > now)
        abort();
    if (s->state == SESSION_OPEN && s->proven != (s->channel.in.next > 0))
        abort();
    bool keys = memcmp(s->channel.out.key, zero, RECORD_KEY) != 0 ||
                memcmp(s->channel.in.key, zero, RECORD_KEY) != 0;
    bool secrets = memcmp(s->noise.secret, zero, sizeof(s->noise.secret)) != 0 ||
                   memcmp(s->noise.chaining, zero, sizeof(s->noise.chaining)) != 0;
    if (keys != (s->state == SESSION_OPEN) || (secrets && s->state >= SESSION_OPEN))
        abort();
    if (s->state == SESSION_DEAD && (!s->reason || !s->text[0]))
        abort();
}

/* ---- what comes in ---- */

static void unlock(struct end *end);

static void act(struct end *end, enum session_event event)
{
    struct session *s = &end->session;
    const struct msg_welcome welcome = {.tz_min = 480};
    bool wrong_end =
        s->server ? event == SESSION_WELCOME || event == SESSION_PONGED
                  : event == SESSION_KNOCK || event == SESSION_HELLO || event == SESSION_ASKED;
    if (wrong_end || (event == SESSION_ENDED) != (s->state == SESSION_DEAD))
        abort();
    if (event == SESSION_KNOCK)
        unlock(end);
    else if (event == SESSION_HELLO && end->message.hello.kind == 0xff)
        session_refuse(s, SESSION_REASON_UNKNOWN_DEVICE, NULL, 0, now);
    else if (event == SESSION_HELLO && session_welcome(s, &welcome, now))
        abort();
    else if (event == SESSION_ASKED)
        session_pong(s, &end->message.ping, now, 480, now);
    else if (event == SESSION_MESSAGE) {
        enum msg_security security = message_security(end->message.type);
        if (s->state != SESSION_OPEN || security == MSG_CLEAR || security == MSG_HANDSHAKE ||
            message_direction(end->message.type) == (s->server ? MSG_C2D : MSG_D2C))
            abort();
    }
}

static void unlock(struct end *end)
{
    uint8_t ephemeral[CRYPTO_POINT];
    if (end->session.state != SESSION_KNOCKED)
        abort();
    next_random(ephemeral);
    act(end,
        session_unlock(&end->session, &end->message.noise1, key, ephemeral, &end->message, now));
}

static void feed(struct end *end, const uint8_t *bytes, size_t count)
{
    while (count) {
        enum session_event event;
        bool dead = end->session.state == SESSION_DEAD;
        size_t n = session_feed(&end->session, bytes, count, now, &end->message, &event);
        if (n > count || (!n && end->session.state != SESSION_DEAD) || (dead && n))
            abort();
        if (dead)
            return;
        act(end, event);
        bytes += n;
        count -= n;
    }
}

/* Without a key, an open session takes no notice. */
static void feed_forged(struct end *end, const uint8_t *bytes, size_t count)
{
    const struct moved before = moved(end);
    bool open = end->session.state == SESSION_OPEN;
    feed(end, bytes, count);
    const struct moved after = moved(end);
    if (open && (end->session.state != SESSION_OPEN || before.in != after.in ||
                 before.heard != after.heard || before.proven != after.proven))
        abort();
}

static void feed_frame(struct end *end, const uint8_t *frame, size_t length, bool forged)
{
    static uint8_t wire[SESSION_INPUT_SIZE];
    size_t n;
    if (frame_encode(frame, length, wire, sizeof(wire), &n))
        abort();
    if (forged)
        feed_forged(end, wire, n);
    else
        feed(end, wire, n);
}

/* ---- the other end's words ---- */

static void carry(struct end *from, struct end *to)
{
    static uint8_t bytes[SESSION_OUTPUT_MIN];
    size_t length;
    memcpy(bytes, session_output(&from->session, &length), sizeof(bytes));
    session_output_drop(&from->session, length);
    feed(to, bytes, length);
}

/* The first frame that waits in the output, decoded; 0 = none. */
static size_t first_frame(const struct end *end, uint8_t *frame)
{
    static uint8_t buffer[SESSION_INPUT_SIZE];
    struct frame_parser parser;
    const uint8_t *found = NULL;
    size_t length = 0, waiting;
    const uint8_t *output = session_output(&end->session, &waiting);
    frame_parser_init(&parser, buffer, sizeof(buffer));
    for (size_t at = 0; at < waiting && !found;)
        at += frame_parser_feed(&parser, output + at, waiting - at, &found, &length);
    if (!found)
        return 0;
    memcpy(frame, found, length);
    return length;
}

/* One byte of it changed and the FCS right again; the frame itself still waits. */
static void carry_changed(struct end *from, struct end *to, const uint8_t *bytes, size_t count)
{
    uint8_t frame[FRAME_MAX];
    size_t length = first_frame(from, frame);
    if (!length || count < 2)
        return;
    size_t place = bytes[0] % length;
    uint8_t change = bytes[1];
    if (place == FRAME_CTL)
        change &= (uint8_t)~CTL_LINK_BITS; /* D-01: nobody looks at these, sealed or not */
    frame[place] ^= change;
    if (change)
        feed_frame(to, frame, length, true);
}

static void say_sealed(struct end *from, struct end *to, const uint8_t *body, size_t length)
{
    uint8_t frame[FRAME_MAX];
    struct channel *channel = &from->session.channel;
    if (from->session.state != SESSION_OPEN || !length)
        return;
    carry(from, to);
    if (from->session.state != SESSION_OPEN)
        return;
    frame[FRAME_DST] = channel->peer;
    frame[FRAME_SRC] = channel->own;
    frame[FRAME_CTL] = channel->ctl;
    memcpy(frame + FRAME_HEADER, body, length);
    length += FRAME_HEADER;
    if (record_seal(&channel->out, frame, sizeof(frame), &length))
        abort();
    feed_frame(to, frame, length, false);
}

/* The noise of whoever writes to that end: a device of its own, or the answer to our client. */
static bool start_noise(struct noise *noise, bool server)
{
    uint8_t prologue[NOISE_PROLOGUE], ephemeral[CRYPTO_POINT], payload[sizeof(first.msg.at)];
    size_t length;
    next_random(ephemeral);
    noise_prologue(prologue, NOISE_VERSION, NOISE_TCP, UID, 0);
    if (noise_init(noise, server, (struct crypto_bytes){prologue, sizeof(prologue)}, key,
                   ephemeral))
        abort();
    return server || noise_read(noise, (struct crypto_bytes){first.msg.at, first.msg.length},
                                payload, sizeof(payload), &length) == ERR_NONE;
}

/* NOISE1 to a server, NOISE2 to a client, of somebody who holds the key. */
static void say_in_handshake(struct end *to, const uint8_t *payload, size_t length)
{
    uint8_t bytes[sizeof(first.msg.at)], wire[512];
    struct noise noise;
    size_t written;
    bool server = to->session.server;
    if (to->session.state != (server ? SESSION_EXPECT_NOISE1 : SESSION_EXPECT_NOISE2))
        return;
    if (!start_noise(&noise, server))
        abort();
    if (noise_write(&noise, (struct crypto_bytes){payload, length}, bytes, sizeof(bytes), &written))
        return; /* too long */
    struct message message = {.type = server ? MSG_TYPE_NOISE1 : MSG_TYPE_NOISE2};
    if (server) {
        message.noise1.uid = UID;
        message.noise1.ver = NOISE_VERSION;
        message.noise1.msg.length = (uint16_t)written;
        memcpy(message.noise1.msg.at, bytes, written);
    } else {
        message.noise2.msg.length = (uint16_t)written;
        memcpy(message.noise2.msg.at, bytes, written);
    }
    const uint8_t header[] = {server ? 0 : 1, server ? 1 : 0, CTL_SEC_HANDSHAKE, 0};
    size_t n;
    if (message_to_wire(&message, header, wire, sizeof(wire), &n))
        abort();
    feed(to, wire, n);
}

/* ---- the rest ---- */

static void pass_time(struct end *end, msec passed)
{
    now += passed;
    bool dead = session_tick(&end->session, now);
    if (dead != (end->session.state == SESSION_DEAD))
        abort();
    if (!dead && session_next_deadline(&end->session) <= now)
        abort();
}

static void say(struct end *end, uint8_t type)
{
    struct message message = {.type = type};
    size_t before, after;
    session_output(&end->session, &before);
    enum err err = message_table(type) ? session_send(&end->session, &message, now) : ERR_GONE;
    session_output(&end->session, &after);
    if ((err == ERR_NONE) != (after > before))
        abort();
}

/* The client's own NOISE1, kept so that it can be answered by hand. */
static void keep_first(void)
{
    uint8_t frame[FRAME_MAX];
    struct message message;
    size_t length = first_frame(&ends[1], frame);
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    if (!length || message_decode(&in, &message))
        abort();
    first = message.noise1;
}

static void setup(void)
{
    struct msg_hello hello = {.uid = UID, .kind = 5, .name = "board-1"};
    uint8_t ephemeral[CRYPTO_POINT];
    now = 1000;
    randoms = 0;
    for (int i = 0; i < 2; i++) {
        const struct session_buffers buffers = {ends[i].input, ends[i].output,
                                                sizeof(ends[i].output)};
        next_random(ephemeral);
        if (i)
            session_init_client(&ends[i].session, &buffers, &hello, key, ephemeral, now);
        else
            session_init_server(&ends[i].session, &buffers, now);
    }
    keep_first();
}

static void step(uint8_t what, const uint8_t *bytes, size_t length)
{
    struct end *to = &ends[what >> 6 & 1], *from = &ends[!(what >> 6 & 1)];
    switch (what % 8) {
    case 0:
        feed_forged(to, bytes, length);
        break;
    case 1:
        carry(from, to);
        break;
    case 2:
        say_sealed(from, to, bytes, length);
        break;
    case 3:
        pass_time(to, (msec)length * 50);
        break;
    case 4:
        if (length)
            feed_frame(to, bytes, length, true);
        break;
    case 5:
        say_in_handshake(to, bytes, length);
        break;
    case 6:
        carry_changed(from, to, bytes, length);
        break;
    default:
        say(to, length ? bytes[0] : 0);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    setup();
    while (size >= 2) {
        size_t length = data[1] < size - 2 ? data[1] : size - 2;
        step(data[0], data + 2, length);
        for (int i = 0; i < 2; i++)
            check(&ends[i]);
        data += 2 + length;
        size -= 2 + length;
    }
    for (int i = 0; i < 2; i++) {
        session_wipe(&ends[i].session);
        check(&ends[i]);
    }
    return 0;
}
