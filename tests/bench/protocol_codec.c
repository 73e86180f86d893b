/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_codec - what a frame, a message, a record and a handshake cost on one core.
 */
#include <string.h>

#include "bench/protocol_parts.h"
#include "domain/vocab.h"
#include "os/log.h"
#include "protocol/session.h"

#define ROUNDS 9 /* the middle one is told */
#define FRAMES 256
#define TUNNEL_HEAD 9 /* TYPE, line, t_us, length */
#define REPEATS 80    /* of all frames, a round */
#define RECORD_BYTES 24
#define SEALS 20000
#define HANDSHAKES 200
#define FRAME_MB_S 150
#define RECORD_US 1.5

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* ---- frames ---- */

struct frames {
    uint8_t list[FRAMES][FRAME_MAX_BUS];
    struct message tunnels[FRAMES]; /* each fills a frame of 250 bytes */
    struct message calls[FRAMES];   /* of all messages those with most fields: 138 */
    uint8_t input[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
};

static void fill(struct frames *frames)
{
    uint32_t random = 1;
    for (uint32_t i = 0; i < FRAMES; i++) {
        for (uint32_t b = 0; b < FRAME_MAX_BUS; b++)
            frames->list[i][b] = (uint8_t)next_random(&random);
        struct msg_tunnel *tunnel = &frames->tunnels[i].tunnel;
        frames->tunnels[i].type = MSG_TYPE_TUNNEL;
        tunnel->frame.length = FRAME_MAX_BUS - FRAME_HEADER - TUNNEL_HEAD;
        memcpy(tunnel->frame.at, frames->list[i], tunnel->frame.length);
        struct msg_call *call = &frames->calls[i].call;
        frames->calls[i].type = MSG_TYPE_CALL;
        call->entries.count = countof(call->entries.list);
        for (uint32_t n = 0; n < countof(call->entries.list); n++)
            call->entries.list[n] = (struct rec_call_entry){
                .target = (uint16_t)(n + 1),
                .prefix = 'A',
                .number = (uint16_t)(next_random(&random) % 1000),
                .state = WINDOW_CALLING,
                .call = (uint8_t)next_random(&random),
            };
    }
}

/* Bytes of the frame that came out, 0 when it is not what went in. */
static size_t carry(struct frame_parser *parser, const uint8_t *frame, size_t length,
                    const uint8_t **got)
{
    uint8_t wire[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
    size_t wire_length, got_length;
    if (frame_encode(frame, length, wire, sizeof(wire), &wire_length))
        return 0;
    (void)frame_parser_feed(parser, wire, wire_length, got, &got_length);
    return *got && got_length == length ? length : 0;
}

static size_t carry_frame(struct frames *frames, struct frame_parser *parser, uint32_t i)
{
    const uint8_t *got;
    size_t length = carry(parser, frames->list[i], FRAME_MAX_BUS, &got);
    return length && got[FRAME_MAX_BUS - 1] == frames->list[i][FRAME_MAX_BUS - 1] ? length : 0;
}

/* Bytes of the frame that the message made; *got is what came out of it. */
static size_t carry_message(const struct message *message, struct frame_parser *parser,
                            struct message *got)
{
    uint8_t frame[FRAME_MAX_BUS] = {0};
    const uint8_t *bytes;
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    if (message_encode(message, &out))
        return 0;
    size_t length = carry(parser, frame, (size_t)(out.at - frame), &bytes);
    struct wire_in in = {bytes + FRAME_HEADER, bytes + length, false};
    return length && message_decode(&in, got) == ERR_NONE ? length : 0;
}

static size_t carry_tunnel(struct frames *frames, struct frame_parser *parser, uint32_t i)
{
    struct message got;
    size_t length = carry_message(&frames->tunnels[i], parser, &got);
    return length == FRAME_MAX_BUS && got.tunnel.frame.at[200] == frames->list[i][200] ? length : 0;
}

static size_t carry_call(struct frames *frames, struct frame_parser *parser, uint32_t i)
{
    struct message got;
    size_t length = carry_message(&frames->calls[i], parser, &got);
    const struct rec_call_entry *last = &frames->calls[i].call.entries.list[22];
    return length && got.call.entries.list[22].number == last->number ? length : 0;
}

typedef size_t carrier(struct frames *frames, struct frame_parser *parser, uint32_t i);

static enum err measure_frames(struct bench *bench, const char *name, enum target target,
                               carrier *carry_one)
{
    static struct frames frames;
    struct frame_parser parser;
    double mb_s[ROUNDS];
    fill(&frames);
    frame_parser_init(&parser, frames.input, sizeof(frames.input));
    for (uint32_t round = 0; round < ROUNDS; round++) {
        size_t bytes = 0;
        double begun = bench_cpu();
        for (uint32_t i = 0; i < FRAMES * REPEATS; i++) {
            size_t n = carry_one(&frames, &parser, i % FRAMES);
            if (!n)
                return log_fault(ERR_MALFORMED, "%s: a frame came out wrong", name);
            bytes += n;
        }
        mb_s[round] = (double)bytes / (bench_cpu() - begun) / 1e6;
    }
    bench_figure(bench, (struct figure){name, "MB/s", bench_percentile(mb_s, ROUNDS, 50),
                                        FRAME_MB_S, target});
    return ERR_NONE;
}

/* ---- records ---- */

static enum err seal_and_open(struct record *out, struct record *in, double *seal, double *open)
{
    static uint8_t sealed[SEALS][RECORD_BYTES + RECORD_TAG];
    uint8_t plain[sizeof(sealed[0])];
    size_t length;
    uint32_t missing;
    bool good = true;
    double begun = bench_cpu();
    for (uint32_t i = 0; i < SEALS && good; i++) {
        length = RECORD_BYTES;
        sealed[i][FRAME_CTL] = CTL_SEC_SEALED;
        good = record_seal(out, sealed[i], sizeof(sealed[i]), &length) == ERR_NONE;
    }
    double middle = bench_cpu();
    for (uint32_t i = 0; i < SEALS && good; i++)
        good =
            record_open(in, sealed[i], sizeof(sealed[i]), plain, &length, &missing) == RECORD_NEXT;
    *seal = (middle - begun) / SEALS * 1e6;
    *open = (bench_cpu() - middle) / SEALS * 1e6;
    return good ? ERR_NONE : log_fault(ERR_MALFORMED, "a record did not open");
}

static enum err measure_records(struct bench *bench)
{
    static const uint8_t key[RECORD_KEY] = "sixteen bytes: k";
    double seal[ROUNDS], open[ROUNDS];
    struct record out, in;
    enum err err = ERR_NONE;
    record_init(&out, key, 0);
    record_init(&in, key, 0);
    for (uint32_t round = 0; round < ROUNDS && !err; round++)
        err = seal_and_open(&out, &in, &seal[round], &open[round]);
    if (err)
        return err;
    bench_figure(bench, (struct figure){"codec.seal_24_us", "us",
                                        bench_percentile(seal, ROUNDS, 50), RECORD_US, AT_MOST});
    bench_figure(bench, (struct figure){"codec.open_24_us", "us",
                                        bench_percentile(open, ROUNDS, 50), RECORD_US, AT_MOST});
    return ERR_NONE;
}

/* ---- handshakes ---- */

struct pair {
    struct session client, server;
    uint8_t client_in[SESSION_INPUT_SIZE], server_in[SESSION_INPUT_SIZE];
    uint8_t client_out[SESSION_OUTPUT_MIN], server_out[SESSION_OUTPUT_MIN];
    struct message message;
    double client_s, server_s; /* spent so far */
};

/* What one end wrote, to the other one. */
static enum session_event pass(struct session *from, struct session *to, struct message *message)
{
    enum session_event event = SESSION_NOTHING;
    size_t length;
    const uint8_t *bytes = session_output(from, &length);
    (void)session_feed(to, bytes, length, 0, message, &event);
    session_output_drop(from, length);
    return event;
}

static enum err shake_hands(struct pair *pair, uint8_t turn)
{
    const struct session_buffers client = {pair->client_in, pair->client_out, SESSION_OUTPUT_MIN};
    const struct session_buffers server = {pair->server_in, pair->server_out, SESSION_OUTPUT_MIN};
    const struct msg_hello hello = {.kind = DEVICE_BOARD, .uid = 7, .boot = 1, .name = "board-1"};
    const struct msg_welcome welcome = {.boot = 1, .label = "board-1"};
    const uint8_t psk[NOISE_PSK] = {1}, mine[CRYPTO_POINT] = {2, turn},
                  yours[CRYPTO_POINT] = {3, turn};
    session_init_server(&pair->server, &server, 0);
    double begun = bench_cpu();
    session_init_client(&pair->client, &client, &hello, psk, mine, 0);
    double knocked = bench_cpu();
    bool good = pass(&pair->client, &pair->server, &pair->message) == SESSION_KNOCK;
    const struct msg_noise1 knock = pair->message.noise1;
    good = good &&
           session_unlock(&pair->server, &knock, psk, yours, &pair->message, 0) == SESSION_HELLO;
    good = good && session_welcome(&pair->server, &welcome, 0) == ERR_NONE;
    double answered = bench_cpu();
    good = good && pass(&pair->server, &pair->client, &pair->message) == SESSION_WELCOME;
    pair->client_s += knocked - begun + (bench_cpu() - answered);
    pair->server_s += answered - knocked;
    return good ? ERR_NONE : log_fault(ERR_MALFORMED, "a handshake failed");
}

static enum err measure_handshakes(struct bench *bench)
{
    static struct pair pair;
    double client[ROUNDS], server[ROUNDS];
    enum err err = ERR_NONE;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        pair.client_s = pair.server_s = 0;
        for (uint32_t i = 0; i < HANDSHAKES && !err; i++)
            err = shake_hands(&pair, (uint8_t)i);
        if (err)
            return err;
        client[round] = pair.client_s / HANDSHAKES * 1e6;
        server[round] = pair.server_s / HANDSHAKES * 1e6;
    }
    bench_figure(bench, (struct figure){"codec.handshake_device_us", "us",
                                        bench_percentile(client, ROUNDS, 50), 0, NO_TARGET});
    bench_figure(bench, (struct figure){"codec.handshake_hall_us", "us",
                                        bench_percentile(server, ROUNDS, 50), 0, NO_TARGET});
    return ERR_NONE;
}

enum err protocol_codec(struct bench *bench, const struct protocol_options *options)
{
    (void)options;
    enum err err = measure_frames(bench, "codec.frame_250_mb_s", AT_LEAST, carry_frame);
    if (!err)
        err = measure_frames(bench, "codec.message_250_mb_s", AT_LEAST, carry_tunnel);
    if (!err)
        err = measure_frames(bench, "codec.call_of_23_mb_s", NO_TARGET, carry_call);
    if (!err)
        err = measure_records(bench);
    return err ? err : measure_handshakes(bench);
}
