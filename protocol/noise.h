/* SPDX-License-Identifier: Apache-2.0 */
/*
 * noise - the handshake Noise_NNpsk0_25519_AESGCM_SHA256, two messages:
 *
 *     initiator  noise_init, noise_write -> message 1 -> noise_init, noise_read   responder
 *     initiator  noise_read             <- message 2 <- noise_write              responder
 *     both       noise_split, noise_wipe
 *
 *     message 1 = e (32), sealed payload (n + 16);  message 2 = e (32), sealed payload (n + 16)
 *
 * The Noise Protocol Framework, revision 34, sections 5, 7.3 (NN), 9 (psk0). Who does not
 * hold the device key can neither read nor make either message; a wrong message 1 costs its
 * receiver no point multiplication. Message 1 can be replayed; message 2 cannot (SPEC.md 3).
 *
 * Errors:  ERR_MALFORMED: too short or too long, a wrong tag or a bad point; ERR_TOOBIG:
 *          `size` is too small; ERR_GONE: crypto failed, or it is not this call's turn. After
 *          any error the handshake is over: nothing but noise_wipe succeeds.
 * Threads: none; pure. Randomness is passed in.
 */
#ifndef PROTOCOL_NOISE_H
#define PROTOCOL_NOISE_H

#include "base/err.h"
#include "protocol/crypto.h"

#define NOISE_PSK 32
#define NOISE_OVERHEAD (CRYPTO_POINT + CRYPTO_GCM_TAG) /* of each message over its payload */
#define NOISE_MESSAGE_MAX 65535                        /* Noise, section 3 */
#define NOISE_VERSION 1                                /* NOISE1.ver: of frames and handshake */

/* Which way round: on TCP the device begins, on a line the controller. */
enum noise_transport { NOISE_TCP = 1, NOISE_LINE = 2 };

#define NOISE_PROLOGUE 17
/* "HALL/1", ver, transport, uid (little-endian), hs_id: both ends must mean the same. */
void noise_prologue(uint8_t prologue[NOISE_PROLOGUE], uint8_t ver, enum noise_transport transport,
                    uint64_t uid, uint8_t hs_id);

struct noise {
    bool initiator;
    uint8_t done; /* messages so far; NOISE_OVER after an error */
    uint8_t chaining[CRYPTO_HASH];
    uint8_t hash[CRYPTO_HASH]; /* after both messages: the same at both ends, and public */
    uint8_t key[CRYPTO_GCM_KEY];
    uint8_t secret[CRYPTO_POINT]; /* our ephemeral */
    uint8_t peer[CRYPTO_POINT];   /* theirs, once it came */
};

/* ephemeral: 32 bytes of a random generator, never used again. Multiplies no point. */
enum err noise_init(struct noise *noise, bool initiator, struct crypto_bytes prologue,
                    const uint8_t psk[NOISE_PSK], const uint8_t ephemeral[CRYPTO_POINT]) MUST_CHECK;
enum err noise_write(struct noise *noise, struct crypto_bytes payload, uint8_t *message,
                     size_t size, size_t *length) MUST_CHECK;
/* *length is message.length - NOISE_OVERHEAD; `size` must hold it. A payload that did not open is
 * zeroed. */
enum err noise_read(struct noise *noise, struct crypto_bytes message, uint8_t *payload, size_t size,
                    size_t *length) MUST_CHECK;

/* After both messages: the 32-byte transport keys of Noise, ours first. */
enum err noise_split(struct noise *noise, uint8_t sending[CRYPTO_GCM_KEY],
                     uint8_t receiving[CRYPTO_GCM_KEY]) MUST_CHECK;
void noise_wipe(struct noise *noise);

#endif
