/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crypto_openssl - the primitives of crypto.h with OpenSSL 3.
 *
 * A thread keeps one CCM context a direction, because every frame needs one and making it costs
 * more than the frame; the key in it is overwritten before the call returns. Everything else
 * belongs to handshakes, is made anew for each call, and OpenSSL wipes it when it is freed.
 */
#include "protocol/crypto.h"

#include <assert.h>
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <string.h>

#define CCM_LENGTH_MAX 0xffff /* a nonce of 13 bytes leaves two for the length */

/* Fetched once: a fetch costs more than the work. NULL when the library has it not. */
static CRYPTO_ONCE once = CRYPTO_ONCE_STATIC_INIT;
static EVP_CIPHER *gcm, *ccm;
static EVP_MD *sha256;
static EVP_MAC_CTX *hmac;     /* knows its hash and no key; copied for each use */
static pthread_key_t records; /* struct contexts of this thread */
static bool has_records;

struct contexts {
    EVP_CIPHER_CTX *ccm[CRYPTO_OPEN + 1];
};

static void free_contexts(void *of_thread)
{
    struct contexts *contexts = of_thread;
    EVP_CIPHER_CTX_free(contexts->ccm[CRYPTO_SEAL]);
    EVP_CIPHER_CTX_free(contexts->ccm[CRYPTO_OPEN]);
    OPENSSL_free(contexts);
}

static EVP_MAC_CTX *new_hmac(void)
{
    static char digest[] = "SHA256"; /* OSSL_PARAM takes no const */
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = mac ? EVP_MAC_CTX_new(mac) : NULL;
    EVP_MAC_free(mac); /* the context holds it */
    if (context && EVP_MAC_CTX_set_params(context, params))
        return context;
    EVP_MAC_CTX_free(context);
    return NULL;
}

static void fetch(void)
{
    gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    ccm = EVP_CIPHER_fetch(NULL, "AES-128-CCM", NULL);
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    hmac = new_hmac();
    has_records = pthread_key_create(&records, free_contexts) == 0;
}

static bool fetched(void)
{
    return CRYPTO_THREAD_run_once(&once, fetch) && gcm && ccm && sha256 && hmac && has_records;
}

/* A refusal is our caller's to tell: nothing of it may stay in OpenSSL's list of errors. */
static bool result(bool good)
{
    if (!good)
        ERR_clear_error();
    return good;
}

bool crypto_hash(const struct crypto_bytes *parts, size_t count, uint8_t hash[CRYPTO_HASH])
{
    EVP_MD_CTX *context = fetched() ? EVP_MD_CTX_new() : NULL;
    bool good = context && EVP_DigestInit_ex2(context, sha256, NULL);
    for (size_t i = 0; good && i < count; i++)
        good = EVP_DigestUpdate(context, parts[i].at, parts[i].length);
    good = good && EVP_DigestFinal_ex(context, hash, NULL);
    EVP_MD_CTX_free(context);
    return result(good);
}

bool crypto_hmac(struct crypto_bytes key, const struct crypto_bytes *parts, size_t count,
                 uint8_t mac[CRYPTO_HASH])
{
    /* NULL would mean "the key of before". */
    const uint8_t *at = key.length ? key.at : (const uint8_t *)"";
    size_t length;
    EVP_MAC_CTX *context = fetched() ? EVP_MAC_CTX_dup(hmac) : NULL;
    bool good = context && EVP_MAC_init(context, at, key.length, NULL);
    for (size_t i = 0; good && i < count; i++)
        good = EVP_MAC_update(context, parts[i].at, parts[i].length);
    good = good && EVP_MAC_final(context, mac, &length, CRYPTO_HASH);
    EVP_MAC_CTX_free(context);
    return result(good);
}

/* EVP_PKEY_derive fails when the result is all zero: a peer that sends a point of low order. */
static bool multiply(EVP_PKEY *secret, const uint8_t *point, uint8_t shared[CRYPTO_POINT])
{
    size_t length = CRYPTO_POINT;
    EVP_PKEY *peer = EVP_PKEY_new_raw_public_key_ex(NULL, "X25519", NULL, point, CRYPTO_POINT);
    EVP_PKEY_CTX *context = peer ? EVP_PKEY_CTX_new_from_pkey(NULL, secret, NULL) : NULL;
    bool good = context && EVP_PKEY_derive_init(context) > 0 &&
                EVP_PKEY_derive_set_peer(context, peer) > 0 &&
                EVP_PKEY_derive(context, shared, &length) > 0;
    assert(!good || length == CRYPTO_POINT);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(peer);
    return good;
}

/* A key that only multiplies the point of somebody else. OpenSSL makes the public half of a key it
 * is not given, which costs as much as the multiplication, and nobody asks for it here. */
static EVP_PKEY *multiplier(const uint8_t secret[CRYPTO_POINT])
{
    uint8_t bytes[CRYPTO_POINT], not_asked_for[CRYPTO_POINT] = {0};
    memcpy(bytes, secret, sizeof(bytes)); /* OSSL_PARAM takes no const */
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PRIV_KEY, bytes, sizeof(bytes)),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, not_asked_for,
                                          sizeof(not_asked_for)),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "X25519", NULL);
    if (!context || EVP_PKEY_fromdata_init(context) <= 0 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params) <= 0)
        key = NULL;
    EVP_PKEY_CTX_free(context);
    crypto_wipe(bytes, sizeof(bytes));
    return key;
}

bool crypto_x25519(const uint8_t secret[CRYPTO_POINT], const uint8_t *point,
                   uint8_t shared[CRYPTO_POINT])
{
    size_t length = CRYPTO_POINT;
    EVP_PKEY *key =
        point ? multiplier(secret)
              : EVP_PKEY_new_raw_private_key_ex(NULL, "X25519", NULL, secret, CRYPTO_POINT);
    bool good = key && (point ? multiply(key, point, shared)
                              : EVP_PKEY_get_raw_public_key(key, shared, &length) > 0);
    EVP_PKEY_free(key);
    if (!good)
        crypto_wipe(shared, CRYPTO_POINT);
    return result(good);
}

/* Associated data and text through a context that has key, nonce and, to open, the tag. OpenSSL
 * takes no NULL for "no bytes": it would read the call as another one. */
static bool pass(EVP_CIPHER_CTX *context, struct crypto_bytes ad, const uint8_t *from, uint8_t *to,
                 size_t length)
{
    uint8_t nothing[1] = {0};
    int n;
    if (ad.length && !EVP_CipherUpdate(context, NULL, &n, ad.at, (int)ad.length))
        return false;
    return EVP_CipherUpdate(context, length ? to : nothing, &n, length ? from : nothing,
                            (int)length);
}

/* What is opened was decrypted before its tag was looked at. */
static void wipe_output(bool seal, uint8_t *text, size_t length, uint8_t *tag, size_t tag_length)
{
    crypto_wipe(text, length);
    if (seal)
        crypto_wipe(tag, tag_length);
}

bool crypto_gcm(enum crypto_direction direction, const uint8_t key[CRYPTO_GCM_KEY],
                const uint8_t nonce[CRYPTO_GCM_NONCE], struct crypto_bytes ad, const uint8_t *from,
                uint8_t *to, size_t length, uint8_t tag[CRYPTO_GCM_TAG])
{
    if (length > INT_MAX || ad.length > INT_MAX)
        return false;
    bool seal = direction == CRYPTO_SEAL;
    uint8_t rest[CRYPTO_GCM_TAG]; /* GCM keeps nothing back, but final wants a place */
    int n;
    EVP_CIPHER_CTX *context = fetched() ? EVP_CIPHER_CTX_new() : NULL;
    bool good =
        context && EVP_CipherInit_ex2(context, gcm, key, nonce, seal, NULL) &&
        (seal || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CRYPTO_GCM_TAG, tag) > 0) &&
        pass(context, ad, from, to, length) && EVP_CipherFinal_ex(context, rest, &n) &&
        (!seal || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CRYPTO_GCM_TAG, tag) > 0);
    EVP_CIPHER_CTX_free(context);
    if (!good)
        wipe_output(seal, to, length, tag, CRYPTO_GCM_TAG);
    return result(good);
}

/* Lengths of nonce and tag must be known before the first key. */
static EVP_CIPHER_CTX *new_ccm(bool seal)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (context && EVP_CipherInit_ex2(context, ccm, NULL, NULL, seal, NULL) &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, CRYPTO_CCM_NONCE, NULL) > 0 &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CRYPTO_CCM_TAG, NULL) > 0)
        return context;
    EVP_CIPHER_CTX_free(context);
    return NULL;
}

/* This thread's, made at its first frame and freed when it ends. */
static EVP_CIPHER_CTX *ccm_context(enum crypto_direction direction)
{
    if (!fetched())
        return NULL;
    struct contexts *contexts = pthread_getspecific(records);
    if (!contexts) {
        contexts = OPENSSL_zalloc(sizeof(*contexts));
        if (!contexts || pthread_setspecific(records, contexts)) {
            OPENSSL_free(contexts);
            return NULL;
        }
    }
    if (!contexts->ccm[direction])
        contexts->ccm[direction] = new_ccm(direction == CRYPTO_SEAL);
    return contexts->ccm[direction];
}

/* OpenSSL wipes what it frees; the next frame makes another one. */
static void forget_ccm(enum crypto_direction direction)
{
    struct contexts *contexts = pthread_getspecific(records);
    EVP_CIPHER_CTX_free(contexts->ccm[direction]);
    contexts->ccm[direction] = NULL;
}

bool crypto_ccm(enum crypto_direction direction, const uint8_t key[CRYPTO_CCM_KEY],
                const uint8_t nonce[CRYPTO_CCM_NONCE], struct crypto_bytes ad, const uint8_t *from,
                uint8_t *to, size_t length, uint8_t tag[CRYPTO_CCM_TAG])
{
    static const uint8_t no_key[CRYPTO_CCM_KEY];
    if (length > CCM_LENGTH_MAX || ad.length > INT_MAX)
        return false;
    bool seal = direction == CRYPTO_SEAL;
    int n;
    EVP_CIPHER_CTX *context = ccm_context(direction);
    /* In this order only: tag, key, length of the text, associated data, text at once. */
    bool good =
        context &&
        (seal || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CRYPTO_CCM_TAG, tag) > 0) &&
        EVP_CipherInit_ex2(context, NULL, key, nonce, seal, NULL) &&
        EVP_CipherUpdate(context, NULL, &n, NULL, (int)length) &&
        pass(context, ad, from, to, length) &&
        (!seal || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CRYPTO_CCM_TAG, tag) > 0);
    /* The context outlives the key. */
    if (context && !EVP_CipherInit_ex2(context, NULL, no_key, NULL, seal, NULL)) {
        forget_ccm(direction);
        good = false;
    }
    if (!good)
        wipe_output(seal, to, length, tag, CRYPTO_CCM_TAG);
    return result(good);
}
