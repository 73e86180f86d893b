/* SPDX-License-Identifier: Apache-2.0 */
#include "app/line_keys.h"

#include <string.h>

#include "domain/vocab.h"

#define BITS_PER_CHAR 10

void line_keys_init(struct line_keys *keys, uint8_t address, uint32_t baud, uint8_t hs_id)
{
    *keys = (struct line_keys){.address = address, .hs_id = hs_id, .needed = -LINE_KEYS_NEED_MS};
    msec wire = LINE_KEYS_RETRY_CHARS * BITS_PER_CHAR * SECOND / (msec)baud;
    keys->patience = LINE_KEYS_RETRY_MS + wire;
    keys->silent = LINE_KEYS_SILENT_MS + LINE_KEYS_SILENT_ROUNDS * wire;
}

static void stop_asking(struct line_keys *keys)
{
    noise_wipe(&keys->noise);
    keys->asking = false;
}

static void forget_old(struct line_keys *keys)
{
    channel_wipe(&keys->old);
    keys->has_old = false;
}

void line_keys_drop(struct line_keys *keys, msec due)
{
    stop_asking(keys);
    forget_old(keys);
    channel_wipe(&keys->now);
    keys->keyed = keys->proven = keys->wanted = false;
    keys->due = due;
}

void line_keys_present(struct line_keys *keys, bool present, msec now)
{
    if (keys->present == present)
        return;
    keys->present = present;
    keys->heard = now; /* it has its time to speak under the keys of before */
    keys->confirmed = false;
    keys->failures = 0;
    if (!present)
        stop_asking(keys);
    else
        keys->due = now;
}

/* ---- the handshake ---- */

static bool is_silent(const struct line_keys *keys, msec now)
{
    return keys->proven && now - keys->heard >= keys->silent;
}

static bool is_worn(const struct line_keys *keys, msec now)
{
    return now - keys->made >= LINE_KEYS_LIFE_MS || keys->now.out.next >= LINE_KEYS_FRAMES_MAX ||
           keys->now.in.next >= LINE_KEYS_FRAMES_MAX;
}

bool line_keys_wants(const struct line_keys *keys, msec now)
{
    if (!keys->present || keys->asking || now < keys->due)
        return false;
    return !keys->keyed || keys->wanted || is_silent(keys, now) || is_worn(keys, now);
}

uint32_t line_keys_rank(const struct line_keys *keys, uint8_t kind)
{
    static const uint32_t last = 100;
    uint32_t rank = kind == DEVICE_PAD ? 0 : kind == DEVICE_STRIP ? 1 : 2;
    return rank + (keys->failures ? last : 0);
}

bool line_keys_busy(const struct line_keys *keys)
{
    return keys->asking || (keys->keyed && !keys->proven && keys->present && !keys->wanted);
}

enum err line_keys_begin(struct line_keys *keys, uint64_t uid, const uint8_t psk[NOISE_PSK],
                         const uint8_t ephemeral[CRYPTO_POINT], msec now)
{
    uint8_t prologue[NOISE_PROLOGUE];
    size_t length;
    keys->uid = uid;
    keys->hs_id++;
    noise_prologue(prologue, NOISE_VERSION, NOISE_LINE, uid, keys->hs_id);
    enum err err = noise_init(&keys->noise, true, (struct crypto_bytes){prologue, sizeof(prologue)},
                              psk, ephemeral);
    if (!err)
        err = noise_write(&keys->noise, (struct crypto_bytes){NULL, 0}, keys->message1,
                          sizeof(keys->message1), &length);
    if (err) {
        stop_asking(keys);
        keys->due = now + LINE_KEYS_AGAIN_MS;
        return ERR_GONE;
    }
    keys->asking = true;
    keys->wanted = false;
    keys->tries = 0;
    keys->due = now;
    return ERR_NONE;
}

/* A station that never answered is asked once at a time, so that it costs the line little. */
static uint8_t tries_of(const struct line_keys *keys)
{
    return keys->failures ? 1 : LINE_KEYS_TRIES_MAX;
}

enum line_keys_say line_keys_due(const struct line_keys *keys, msec now)
{
    if (!keys->present)
        return LINE_KEYS_NOTHING;
    if (keys->asking)
        return now >= keys->due && keys->tries < tries_of(keys) ? LINE_KEYS_NOISE1
                                                                : LINE_KEYS_NOTHING;
    bool welcome = keys->keyed && !keys->proven && keys->welcomes < LINE_KEYS_WELCOMES_MAX;
    return welcome && now >= keys->welcome_due ? LINE_KEYS_WELCOME : LINE_KEYS_NOTHING;
}

size_t line_keys_noise1(struct line_keys *keys, uint8_t frame[FRAME_MAX_BUS], msec now)
{
    struct message message = {.type = MSG_TYPE_NOISE1};
    message.noise1.hs_id = keys->hs_id;
    message.noise1.uid = keys->uid;
    message.noise1.ver = NOISE_VERSION;
    message.noise1.msg.length = NOISE_OVERHEAD;
    memcpy(message.noise1.msg.at, keys->message1, NOISE_OVERHEAD);
    frame[FRAME_DST] = keys->address;
    frame[FRAME_SRC] = ADDRESS_CONTROLLER;
    frame[FRAME_CTL] = CTL_SEC_HANDSHAKE;
    frame[FRAME_CTR] = keys->ctr++;
    struct wire_out out = {frame + FRAME_HEADER, frame + FRAME_MAX_BUS, false};
    keys->due =
        now + keys->patience + (((msec)LINE_KEYS_RETRY_MS << keys->tries) - LINE_KEYS_RETRY_MS);
    keys->tries++;
    return message_encode(&message, &out) ? 0 : (size_t)(out.at - frame);
}

void line_keys_welcomed(struct line_keys *keys, msec now)
{
    keys->welcomes++;
    keys->welcome_due = now + LINE_KEYS_WELCOME_MS;
}

/* The station may still hold the keys of before: those that it proved last are kept. */
static bool take_keys(struct line_keys *keys, struct noise *noise, msec now)
{
    uint8_t transport[2][CRYPTO_GCM_KEY], out[RECORD_KEY], in[RECORD_KEY];
    bool good = !noise_split(noise, transport[0], transport[1]) &&
                record_derive(transport[0], out) && record_derive(transport[1], in);
    if (good) {
        if (keys->keyed && keys->proven) {
            keys->old = keys->now;
            keys->has_old = true;
        }
        keys->old_until = now + LINE_KEYS_OLD_MS;
        channel_init(&keys->now, ADDRESS_CONTROLLER, keys->address, keys->hs_id, out, in);
        keys->keyed = true;
        keys->proven = false;
        keys->made = keys->heard = keys->welcome_due = keys->due = now;
        keys->welcomes = 0;
        keys->failures = 0;
    }
    crypto_wipe(transport, sizeof(transport));
    crypto_wipe(out, sizeof(out));
    crypto_wipe(in, sizeof(in));
    return good;
}

bool line_keys_noise2(struct line_keys *keys, const uint8_t *frame, size_t length, msec now,
                      struct message *message)
{
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    uint8_t payload[FRAME_MAX_BUS];
    if (!keys->asking || frame[FRAME_HEADER] != MSG_TYPE_NOISE2 || message_decode(&in, message) ||
        message->noise2.hs_id != keys->hs_id)
        return false;
    /* On a copy: a forged answer may not end the handshake with the station itself. */
    struct noise noise = keys->noise;
    const struct crypto_bytes answer = {message->noise2.msg.at, message->noise2.msg.length};
    bool good = !noise_read(&noise, answer, payload, sizeof(payload), &length);
    if (!good)
        keys->forged++;
    in = (struct wire_in){payload, payload + (good ? length : 0), false};
    good = good && length && payload[0] == MSG_TYPE_HELLO && !message_decode(&in, message) &&
           message->hello.uid == keys->uid && take_keys(keys, &noise, now);
    if (good)
        stop_asking(keys);
    noise_wipe(&noise);
    return good;
}

void line_keys_need(struct line_keys *keys, msec now)
{
    /* Anybody on the line can say NEED in the name of a station: S3. */
    if (!line_keys_alive(keys, now) || now - keys->heard >= LINE_KEYS_DOUBT_MS) {
        keys->wanted |= keys->proven;
        if (keys->keyed && keys->due < keys->made + LINE_KEYS_AGAIN_MS)
            keys->due = keys->made + LINE_KEYS_AGAIN_MS;
    } else if (now - keys->needed >= LINE_KEYS_NEED_MS) {
        keys->needed = now;
        keys->wanted = true;
    }
}

/* ---- frames ---- */

enum err line_keys_seal(struct line_keys *keys, const struct message *message, uint8_t *frame,
                        size_t size, size_t *length)
{
    return keys->keyed ? channel_seal(&keys->now, message, frame, size, length) : ERR_GONE;
}

static bool did_open(enum channel_result result)
{
    return result != CHANNEL_FOREIGN && result != CHANNEL_FORGED;
}

enum channel_result line_keys_open(struct line_keys *keys, const uint8_t *frame, size_t length,
                                   msec now, struct message *message, bool *first)
{
    enum channel_result result = CHANNEL_FOREIGN, other = CHANNEL_FOREIGN;
    *first = false;
    if (keys->keyed)
        result = channel_open(&keys->now, frame, length, message);
    if (did_open(result)) {
        *first = !keys->proven;
        keys->proven = true;
        forget_old(keys);
    } else if (keys->has_old) {
        other = channel_open(&keys->old, frame, length, message);
    }
    if (did_open(other))
        result = other;
    if (did_open(result) && result != CHANNEL_REPEAT) { /* which proves nothing */
        keys->heard = now;
        keys->confirmed = true;
    }
    if (result == CHANNEL_FORGED || other == CHANNEL_FORGED)
        keys->forged += !did_open(result);
    return other == CHANNEL_FORGED ? CHANNEL_FORGED : result;
}

bool line_keys_alive(const struct line_keys *keys, msec now)
{
    return keys->present && keys->confirmed && keys->keyed && (keys->proven || keys->has_old) &&
           now - keys->heard < keys->silent;
}

bool line_keys_tamper(struct line_keys *keys, msec now)
{
    if (now - keys->burst_since >= LINE_KEYS_FORGED_MS) {
        keys->burst_since = now;
        keys->burst = 0;
    }
    return ++keys->burst > LINE_KEYS_FORGED_MAX;
}

/* ---- time ---- */

bool line_keys_tick(struct line_keys *keys, msec now)
{
    bool failed = false;
    if (keys->has_old && now >= keys->old_until)
        forget_old(keys);
    if (keys->asking && keys->tries >= tries_of(keys) && now >= keys->due) {
        failed = !keys->failures++;
        stop_asking(keys);
        keys->wanted = true;
        keys->due = now + LINE_KEYS_AGAIN_MS;
    }
    if (keys->keyed && !keys->proven && !keys->asking && !keys->wanted &&
        keys->welcomes >= LINE_KEYS_WELCOMES_MAX && now >= keys->welcome_due)
        keys->wanted = true;
    return failed;
}

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

msec line_keys_deadline(const struct line_keys *keys)
{
    msec when = keys->has_old ? keys->old_until : INT64_MAX;
    if (!keys->present)
        return when;
    if (keys->asking || !keys->keyed || keys->wanted)
        return sooner(when, keys->due);
    if (!keys->proven)
        return sooner(when, keys->welcome_due);
    when = sooner(when, keys->heard + keys->silent);
    return sooner(when, keys->made + LINE_KEYS_LIFE_MS);
}
