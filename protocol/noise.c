/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/noise.h"

#include <string.h>

#define NOISE_NAME "Noise_NNpsk0_25519_AESGCM_SHA256"
#define NOISE_OVER 0xff
#define PROLOGUE_NAME "HALL/1"
#define EXPAND_MAX 3 /* outputs of Noise's HKDF */

_Static_assert(sizeof(NOISE_NAME) - 1 == CRYPTO_HASH, "else it would have to be hashed");

/* Every key of this pattern seals one payload: each message mixes a point behind the last one. */
static const uint8_t nonce_zero[CRYPTO_GCM_NONCE];

void noise_prologue(uint8_t prologue[NOISE_PROLOGUE], uint8_t ver, enum noise_transport transport,
                    uint64_t uid, uint8_t hs_id)
{
    uint8_t *at = prologue + sizeof(PROLOGUE_NAME) - 1;
    memcpy(prologue, PROLOGUE_NAME, sizeof(PROLOGUE_NAME) - 1);
    *at++ = ver;
    *at++ = (uint8_t)transport;
    for (int i = 0; i < 8; i++)
        *at++ = (uint8_t)(uid >> 8 * i);
    *at = hs_id;
}

/* HKDF of Noise, section 4.3: `count` outputs, one behind the other. */
static bool expand(const uint8_t chaining[CRYPTO_HASH], struct crypto_bytes material,
                   uint8_t *outputs, uint8_t count)
{
    uint8_t master[CRYPTO_HASH];
    bool good = crypto_hmac((struct crypto_bytes){chaining, CRYPTO_HASH}, &material, 1, master);
    for (uint8_t i = 1; good && i <= count; i++) {
        uint8_t *output = outputs + (size_t)(i - 1) * CRYPTO_HASH;
        const struct crypto_bytes parts[] = {{output - (i > 1 ? CRYPTO_HASH : 0),
                                              i > 1 ? CRYPTO_HASH : 0},
                                             {&i, 1}};
        good = crypto_hmac((struct crypto_bytes){master, sizeof(master)}, parts, countof(parts),
                           output);
    }
    crypto_wipe(master, sizeof(master));
    return good;
}

static bool mix_hash(struct noise *noise, const uint8_t *bytes, size_t length)
{
    const struct crypto_bytes parts[] = {{noise->hash, CRYPTO_HASH}, {bytes, length}};
    uint8_t hash[CRYPTO_HASH];
    bool good = crypto_hash(parts, countof(parts), hash);
    if (good)
        memcpy(noise->hash, hash, sizeof(hash));
    return good;
}

static bool mix_key(struct noise *noise, const uint8_t material[CRYPTO_POINT])
{
    uint8_t outputs[2 * CRYPTO_HASH];
    bool good = expand(noise->chaining, (struct crypto_bytes){material, CRYPTO_POINT}, outputs, 2);
    if (good) {
        memcpy(noise->chaining, outputs, CRYPTO_HASH);
        memcpy(noise->key, outputs + CRYPTO_HASH, CRYPTO_GCM_KEY);
    }
    crypto_wipe(outputs, sizeof(outputs));
    return good;
}

static bool mix_psk(struct noise *noise, const uint8_t psk[NOISE_PSK])
{
    uint8_t outputs[EXPAND_MAX * CRYPTO_HASH];
    bool good = expand(noise->chaining, (struct crypto_bytes){psk, NOISE_PSK}, outputs, 3) &&
                mix_hash(noise, outputs + CRYPTO_HASH, CRYPTO_HASH);
    if (good) {
        memcpy(noise->chaining, outputs, CRYPTO_HASH);
        memcpy(noise->key, outputs + 2 * CRYPTO_HASH, CRYPTO_GCM_KEY);
    }
    crypto_wipe(outputs, sizeof(outputs));
    return good;
}

/* Token e, of either end: with a pre-shared key the point goes into the key as well. */
static bool mix_point(struct noise *noise, const uint8_t point[CRYPTO_POINT])
{
    return mix_hash(noise, point, CRYPTO_POINT) && mix_key(noise, point);
}

/* Token ee. ERR_MALFORMED: their point is one of the few that give the same secret to anybody. */
static enum err mix_shared(struct noise *noise)
{
    uint8_t shared[CRYPTO_POINT];
    enum err err = ERR_NONE;
    if (!crypto_x25519(noise->secret, noise->peer, shared))
        err = ERR_MALFORMED;
    else if (!mix_key(noise, shared))
        err = ERR_GONE;
    crypto_wipe(shared, sizeof(shared));
    return err;
}

enum err noise_init(struct noise *noise, bool initiator, struct crypto_bytes prologue,
                    const uint8_t psk[NOISE_PSK], const uint8_t ephemeral[CRYPTO_POINT])
{
    *noise = (struct noise){.initiator = initiator};
    memcpy(noise->hash, NOISE_NAME, CRYPTO_HASH);
    memcpy(noise->chaining, noise->hash, CRYPTO_HASH);
    memcpy(noise->secret, ephemeral, CRYPTO_POINT);
    if (mix_hash(noise, prologue.at, prologue.length) && mix_psk(noise, psk))
        return ERR_NONE;
    noise_wipe(noise);
    return ERR_GONE;
}

/* Message 1 is the initiator's, message 2 the responder's. */
static bool is_turn(const struct noise *noise, bool writing)
{
    return noise->done == (noise->initiator == writing ? 0 : 1);
}

static enum err end(struct noise *noise, enum err err)
{
    if (err)
        noise_wipe(noise);
    else
        noise->done++;
    return err;
}

static enum err seal(struct noise *noise, struct crypto_bytes payload, uint8_t *message)
{
    uint8_t *sealed = message + CRYPTO_POINT;
    if (!crypto_x25519(noise->secret, NULL, message) || !mix_point(noise, message))
        return ERR_GONE;
    enum err err = noise->initiator ? ERR_NONE : mix_shared(noise);
    if (err)
        return err;
    const struct crypto_bytes ad = {noise->hash, CRYPTO_HASH};
    if (!crypto_gcm(CRYPTO_SEAL, noise->key, nonce_zero, ad, payload.at, sealed, payload.length,
                    sealed + payload.length) ||
        !mix_hash(noise, sealed, payload.length + CRYPTO_GCM_TAG))
        return ERR_GONE;
    return ERR_NONE;
}

enum err noise_write(struct noise *noise, struct crypto_bytes payload, uint8_t *message,
                     size_t size, size_t *length)
{
    *length = 0;
    if (!is_turn(noise, true))
        return end(noise, ERR_GONE);
    if (payload.length > NOISE_MESSAGE_MAX - NOISE_OVERHEAD ||
        payload.length + NOISE_OVERHEAD > size)
        return end(noise, ERR_TOOBIG);
    enum err err = seal(noise, payload, message);
    if (!err)
        *length = payload.length + NOISE_OVERHEAD;
    return end(noise, err);
}

static enum err open(struct noise *noise, const uint8_t *message, uint8_t *payload, size_t length)
{
    const uint8_t *sealed = message + CRYPTO_POINT;
    uint8_t tag[CRYPTO_GCM_TAG];
    memcpy(noise->peer, message, CRYPTO_POINT);
    memcpy(tag, sealed + length, sizeof(tag));
    if (!mix_point(noise, noise->peer))
        return ERR_GONE;
    enum err err = noise->initiator ? mix_shared(noise) : ERR_NONE;
    if (err)
        return err;
    const struct crypto_bytes ad = {noise->hash, CRYPTO_HASH};
    if (!crypto_gcm(CRYPTO_OPEN, noise->key, nonce_zero, ad, sealed, payload, length, tag))
        return ERR_MALFORMED;
    return mix_hash(noise, sealed, length + CRYPTO_GCM_TAG) ? ERR_NONE : ERR_GONE;
}

enum err noise_read(struct noise *noise, struct crypto_bytes message, uint8_t *payload, size_t size,
                    size_t *length)
{
    *length = 0;
    if (!is_turn(noise, false))
        return end(noise, ERR_GONE);
    if (message.length < NOISE_OVERHEAD || message.length > NOISE_MESSAGE_MAX)
        return end(noise, ERR_MALFORMED);
    size_t opened = message.length - NOISE_OVERHEAD;
    if (opened > size)
        return end(noise, ERR_TOOBIG);
    enum err err = open(noise, message.at, payload, opened);
    if (!err)
        *length = opened;
    return end(noise, err);
}

enum err noise_split(struct noise *noise, uint8_t sending[CRYPTO_GCM_KEY],
                     uint8_t receiving[CRYPTO_GCM_KEY])
{
    uint8_t keys[2 * CRYPTO_HASH];
    bool good =
        noise->done == 2 && expand(noise->chaining, (struct crypto_bytes){NULL, 0}, keys, 2);
    if (good) {
        memcpy(sending, keys + (noise->initiator ? 0 : CRYPTO_HASH), CRYPTO_GCM_KEY);
        memcpy(receiving, keys + (noise->initiator ? CRYPTO_HASH : 0), CRYPTO_GCM_KEY);
    }
    crypto_wipe(keys, sizeof(keys));
    return good ? ERR_NONE : end(noise, ERR_GONE);
}

void noise_wipe(struct noise *noise)
{
    crypto_wipe(noise, sizeof(*noise));
    noise->done = NOISE_OVER;
}
