/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crypto - the five primitives that sealing stands on; everything else is protocol.
 *
 * crypto_openssl.c implements them with OpenSSL 3; a microcontroller brings its own
 * file with the same five functions.
 *
 * All lengths are bytes. Buffers are the caller's and may not overlap unless said.
 * Errors:  false means "do not use the result": a wrong tag, a point of low order, or the
 *          library failed. The output is then zeroed or untouched, never plaintext.
 * Threads: each thread may call; no shared state.
 */
#ifndef PROTOCOL_CRYPTO_H
#define PROTOCOL_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define CRYPTO_HASH 32    /* SHA-256 */
#define CRYPTO_POINT 32   /* X25519: secrets, public and shared points */
#define CRYPTO_GCM_KEY 32 /* AES-256-GCM */
#define CRYPTO_GCM_NONCE 12
#define CRYPTO_GCM_TAG 16
#define CRYPTO_CCM_KEY 16 /* AES-128-CCM-8 */
#define CRYPTO_CCM_NONCE 13
#define CRYPTO_CCM_TAG 8

struct crypto_bytes {
    const uint8_t *at;
    size_t length;
};

/* SHA-256 of the parts, one behind the other. */
bool crypto_hash(const struct crypto_bytes *parts, size_t count,
                 uint8_t hash[CRYPTO_HASH]) MUST_CHECK;
/* HMAC-SHA-256 of the parts. */
bool crypto_hmac(struct crypto_bytes key, const struct crypto_bytes *parts, size_t count,
                 uint8_t mac[CRYPTO_HASH]) MUST_CHECK;
/* RFC 7748. point NULL = the base point: `shared` is then the public key of `secret`. False when
 * the result is all zero. */
bool crypto_x25519(const uint8_t secret[CRYPTO_POINT], const uint8_t *point,
                   uint8_t shared[CRYPTO_POINT]) MUST_CHECK;

enum crypto_direction { CRYPTO_SEAL, CRYPTO_OPEN };

/* AES-256-GCM and AES-128-CCM-8. `from` and `to` hold `length` bytes and may be the same; the tag
 * is written (SEAL) or checked (OPEN). */
bool crypto_gcm(enum crypto_direction direction, const uint8_t key[CRYPTO_GCM_KEY],
                const uint8_t nonce[CRYPTO_GCM_NONCE], struct crypto_bytes ad, const uint8_t *from,
                uint8_t *to, size_t length, uint8_t tag[CRYPTO_GCM_TAG]) MUST_CHECK;
bool crypto_ccm(enum crypto_direction direction, const uint8_t key[CRYPTO_CCM_KEY],
                const uint8_t nonce[CRYPTO_CCM_NONCE], struct crypto_bytes ad, const uint8_t *from,
                uint8_t *to, size_t length, uint8_t tag[CRYPTO_CCM_TAG]) MUST_CHECK;

/* Forgets a secret; the compiler may not leave it out. */
static inline void crypto_wipe(void *secret, size_t length)
{
    volatile uint8_t *at = secret;
    while (length--)
        *at++ = 0;
}

#endif
