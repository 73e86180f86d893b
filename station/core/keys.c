/* SPDX-License-Identifier: Apache-2.0 */
#include "core/keys.h"

#include <string.h>

void station_keys_init(struct station_keys *keys, const struct station_identity *identity,
                       uint8_t address)
{
    *keys = (struct station_keys){.identity = identity, .address = address};
}

void station_keys_wipe(struct station_keys *keys)
{
    station_keys_end(keys);
    channel_wipe(&keys->next);
    channel_wipe(&keys->group[0]);
    channel_wipe(&keys->group[1]);
    crypto_wipe(keys->seed, sizeof(keys->seed));
    keys->has_next = keys->asked = keys->answered = keys->due = keys->seeded = false;
}

void station_keys_end(struct station_keys *keys)
{
    channel_wipe(&keys->session);
    keys->in_session = false;
}

/* ---- handshake ---- */

bool station_keys_want_seed(const struct station_keys *keys)
{
    return !keys->seeded;
}

void station_keys_seed(struct station_keys *keys, const uint8_t seed[CRYPTO_POINT])
{
    memcpy(keys->seed, seed, sizeof(keys->seed));
    keys->seeded = true;
}

void station_keys_asked(struct station_keys *keys, const uint8_t *frame, size_t length)
{
    struct message message;
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    if (frame[FRAME_HEADER] != MSG_TYPE_NOISE1 || message_decode(&in, &message))
        return;
    const struct msg_noise1 *asks = &message.noise1;
    if (asks->ver != NOISE_VERSION || asks->uid != keys->identity->uid ||
        asks->msg.length != NOISE_OVERHEAD)
        return;
    struct station_noise1 noise1 = {.hs_id = asks->hs_id};
    memcpy(noise1.message, asks->msg.at, NOISE_OVERHEAD);
    if (keys->answered && memcmp(&noise1, &keys->old, sizeof(noise1)) == 0) {
        keys->due = true; /* D-45: the answer got lost, or somebody plays it again */
        keys->said = false;
    } else if (keys->seeded) { /* a shell that gives no randomness gets no session */
        keys->new = noise1;
        keys->asked = true;
    }
}

/* The responder's half of Noise; message2 in, transport keys out. */
static enum err shake_hands(const struct station_keys *keys, struct crypto_bytes payload,
                            struct msg_noise2 *answer, uint8_t transport[2][CRYPTO_GCM_KEY])
{
    struct noise noise;
    uint8_t prologue[NOISE_PROLOGUE], nothing[1];
    size_t length = 0;
    noise_prologue(prologue, NOISE_VERSION, NOISE_LINE, keys->identity->uid, keys->new.hs_id);
    enum err err = noise_init(&noise, false, (struct crypto_bytes){prologue, sizeof(prologue)},
                              keys->identity->key, keys->seed);
    if (!err)
        err = noise_read(&noise, (struct crypto_bytes){keys->new.message, NOISE_OVERHEAD}, nothing,
                         sizeof(nothing), &length);
    if (!err)
        err = noise_write(&noise, payload, answer->msg.at, sizeof(answer->msg.at), &length);
    answer->msg.length = (uint16_t)length;
    if (!err)
        err = noise_split(&noise, transport[0], transport[1]);
    noise_wipe(&noise);
    return err;
}

static bool begin_next(struct station_keys *keys, uint8_t transport[2][CRYPTO_GCM_KEY])
{
    uint8_t out[RECORD_KEY], in[RECORD_KEY];
    bool good = record_derive(transport[0], out) && record_derive(transport[1], in);
    if (good)
        channel_init(&keys->next, keys->address, ADDRESS_CONTROLLER, keys->new.hs_id, out, in);
    keys->has_next = good;
    crypto_wipe(out, sizeof(out));
    crypto_wipe(in, sizeof(in));
    return good;
}

static bool put_noise2(struct station_keys *keys, const struct message *noise2, uint8_t ctr)
{
    keys->noise2[FRAME_DST] = ADDRESS_CONTROLLER;
    keys->noise2[FRAME_SRC] = keys->address;
    keys->noise2[FRAME_CTL] = CTL_SEC_HANDSHAKE;
    keys->noise2[FRAME_CTR] = ctr;
    struct wire_out out = {keys->noise2 + FRAME_HEADER, keys->noise2 + sizeof(keys->noise2), false};
    if (message_encode(noise2, &out))
        return false;
    keys->noise2_length = (size_t)(out.at - keys->noise2);
    return true;
}

void station_keys_answer(struct station_keys *keys, const struct message *hello, uint8_t ctr)
{
    uint8_t payload[FRAME_MAX_BUS], transport[2][CRYPTO_GCM_KEY];
    struct wire_out out = {payload, payload + sizeof(payload), false};
    struct message noise2 = {.type = MSG_TYPE_NOISE2};
    keys->asked = false;
    if (message_encode(hello, &out))
        return; /* cannot be: HELLO is shorter than a bus frame */
    noise2.noise2.hs_id = keys->new.hs_id;
    const struct crypto_bytes says = {payload, (size_t)(out.at - payload)};
    if (shake_hands(keys, says, &noise2.noise2, transport)) {
        keys->forged++;
        keys->strange++;
    } else {
        /* Only now: our half of this seed is going out. */
        crypto_wipe(keys->seed, sizeof(keys->seed));
        keys->seeded = false;
        keys->old = keys->new;
        keys->answered = keys->due = begin_next(keys, transport) && put_noise2(keys, &noise2, ctr);
        keys->said = false;
    }
    crypto_wipe(transport, sizeof(transport));
}

/* ---- frames ---- */

static bool did_open(enum channel_result result)
{
    return result != CHANNEL_FOREIGN && result != CHANNEL_FORGED;
}

enum channel_result station_keys_open(struct station_keys *keys, const uint8_t *frame,
                                      size_t length, struct message *message, bool *begun)
{
    enum channel_result result = CHANNEL_FOREIGN, other = CHANNEL_FOREIGN;
    *begun = false;
    if (keys->in_session)
        result = channel_open(&keys->session, frame, length, message);
    if (did_open(result))
        return result;
    if (keys->has_next)
        other = channel_open(&keys->next, frame, length, message);
    if (did_open(other)) {
        channel_wipe(&keys->session);
        keys->session = keys->next;
        channel_wipe(&keys->next);
        keys->in_session = *begun = true;
        keys->has_next = false;
        return other;
    }
    if (result == CHANNEL_FORGED || other == CHANNEL_FORGED) {
        keys->forged++;
        return CHANNEL_FORGED;
    }
    return CHANNEL_FOREIGN;
}

enum err station_keys_seal(struct station_keys *keys, const struct message *message, uint8_t *frame,
                           size_t size, size_t *length)
{
    return keys->in_session ? channel_seal(&keys->session, message, frame, size, length) : ERR_GONE;
}

/* ---- the group ---- */

static void forget_older(struct station_keys *keys)
{
    channel_wipe(&keys->group[!keys->phase]);
    keys->group_until = 0;
}

void station_keys_group(struct station_keys *keys, uint8_t phase, uint32_t next,
                        struct crypto_bytes key, bool keep, msec now)
{
    if (key.length != RECORD_KEY) { /* D-17: a rating pad gets none */
        channel_wipe(&keys->group[0]);
        channel_wipe(&keys->group[1]);
        return;
    }
    phase &= 1;
    struct channel *group = &keys->group[phase];
    /* The one we have, told again: its counter knows better. */
    if (!group->takes || memcmp(group->in.key, key.at, RECORD_KEY) != 0)
        channel_init_group(group, ADDRESS_ALL, false, phase, key.at, next);
    bool another = phase != keys->phase;
    keys->phase = phase;
    if (!keep)
        forget_older(keys);
    else if (another && keys->group[!phase].takes)
        keys->group_until = now + KEYS_GROUP_BOTH_MS;
}

enum channel_result station_keys_open_group(struct station_keys *keys, const uint8_t *frame,
                                            size_t length, struct message *message)
{
    uint8_t phase = frame[FRAME_CTL] & CTL_KEYPHASE ? 1 : 0;
    if (!keys->group[phase].takes)
        return CHANNEL_FOREIGN;
    enum channel_result result = channel_open(&keys->group[phase], frame, length, message);
    if (result == CHANNEL_FORGED)
        keys->forged++;
    else if (did_open(result) && phase == keys->phase)
        forget_older(keys);
    return result;
}

bool station_keys_group_next(const struct station_keys *keys, uint32_t *next)
{
    const struct channel *newer = &keys->group[keys->phase], *older = &keys->group[!keys->phase];
    if (!newer->takes)
        return false;
    *next = newer->in.next;
    if (older->takes && older->in.next > *next) /* both count the same frames of the line */
        *next = older->in.next;
    return true;
}

void station_keys_group_hint(struct station_keys *keys, uint32_t next)
{
    keys->group[0].in.hint = keys->group[1].in.hint = next;
}

void station_keys_tick(struct station_keys *keys, msec now)
{
    if (keys->group_until && now >= keys->group_until)
        forget_older(keys);
}
