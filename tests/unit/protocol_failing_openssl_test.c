/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crypto_openssl: every call of OpenSSL and of threads that it makes fails in turn. The
 * primitive refuses, hands out nothing and leaves no error behind; the next use works, unless
 * what is fetched once could not be fetched: then everything is refused for good.
 *
 * What is fetched is fetched once a process, so every turn is a process of its own.
 */
#include <openssl/core.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hex.h"
#include "protocol/crypto.h"

#define CALLS_LEAST 50 /* that there are to fail, so that the turns are real */
#define CALLS_MOST 500

/* ---- what fails ---- */

static unsigned calls, fails_at;
static bool failed, fetching, lost; /* lost: what is fetched once was not */

static bool due(void)
{
    if (++calls != fails_at)
        return false;
    ERR_raise(ERR_LIB_EVP, ERR_R_INTERNAL_ERROR); /* as the real one does */
    failed = true;
    lost = fetching;
    return true;
}

#define FAILS(type, name, bad, parameters, arguments) \
    type __real_##name parameters;                    \
    type __wrap_##name parameters;                    \
    type __wrap_##name parameters                     \
    {                                                 \
        if (due())                                    \
            return bad;                               \
        return __real_##name arguments;               \
    }

FAILS(EVP_CIPHER *, EVP_CIPHER_fetch, NULL,
      (OSSL_LIB_CTX * library, const char *name, const char *properties),
      (library, name, properties))
FAILS(EVP_MD *, EVP_MD_fetch, NULL,
      (OSSL_LIB_CTX * library, const char *name, const char *properties),
      (library, name, properties))
FAILS(EVP_MAC *, EVP_MAC_fetch, NULL,
      (OSSL_LIB_CTX * library, const char *name, const char *properties),
      (library, name, properties))
FAILS(EVP_MAC_CTX *, EVP_MAC_CTX_new, NULL, (EVP_MAC * mac), (mac))
FAILS(int, EVP_MAC_CTX_set_params, 0, (EVP_MAC_CTX * context, const OSSL_PARAM *params),
      (context, params))
FAILS(int, pthread_key_create, 1, (pthread_key_t * key, void (*end)(void *)), (key, end))
FAILS(int, pthread_setspecific, 1, (pthread_key_t key, const void *value), (key, value))
FAILS(void *, CRYPTO_zalloc, NULL, (size_t size, const char *file, int line), (size, file, line))
FAILS(EVP_MD_CTX *, EVP_MD_CTX_new, NULL, (void), ())
FAILS(int, EVP_DigestInit_ex2, 0,
      (EVP_MD_CTX * context, const EVP_MD *type, const OSSL_PARAM *params), (context, type, params))
FAILS(int, EVP_DigestUpdate, 0, (EVP_MD_CTX * context, const void *from, size_t length),
      (context, from, length))
FAILS(int, EVP_DigestFinal_ex, 0, (EVP_MD_CTX * context, unsigned char *to, unsigned *length),
      (context, to, length))
FAILS(EVP_MAC_CTX *, EVP_MAC_CTX_dup, NULL, (const EVP_MAC_CTX *context), (context))
FAILS(int, EVP_MAC_init, 0,
      (EVP_MAC_CTX * context, const unsigned char *key, size_t length, const OSSL_PARAM *params),
      (context, key, length, params))
FAILS(int, EVP_MAC_update, 0, (EVP_MAC_CTX * context, const unsigned char *from, size_t length),
      (context, from, length))
FAILS(int, EVP_MAC_final, 0,
      (EVP_MAC_CTX * context, unsigned char *to, size_t *length, size_t size),
      (context, to, length, size))
FAILS(EVP_PKEY *, EVP_PKEY_new_raw_public_key_ex, NULL,
      (OSSL_LIB_CTX * library, const char *type, const char *properties, const unsigned char *key,
       size_t length),
      (library, type, properties, key, length))
FAILS(EVP_PKEY *, EVP_PKEY_new_raw_private_key_ex, NULL,
      (OSSL_LIB_CTX * library, const char *type, const char *properties, const unsigned char *key,
       size_t length),
      (library, type, properties, key, length))
FAILS(int, EVP_PKEY_get_raw_public_key, 0, (const EVP_PKEY *key, unsigned char *to, size_t *length),
      (key, to, length))
FAILS(EVP_PKEY_CTX *, EVP_PKEY_CTX_new_from_pkey, NULL,
      (OSSL_LIB_CTX * library, EVP_PKEY *key, const char *properties), (library, key, properties))
FAILS(EVP_PKEY_CTX *, EVP_PKEY_CTX_new_from_name, NULL,
      (OSSL_LIB_CTX * library, const char *name, const char *properties),
      (library, name, properties))
FAILS(int, EVP_PKEY_fromdata_init, 0, (EVP_PKEY_CTX * context), (context))
FAILS(int, EVP_PKEY_fromdata, 0,
      (EVP_PKEY_CTX * context, EVP_PKEY **key, int selection, OSSL_PARAM params[]),
      (context, key, selection, params))
FAILS(int, EVP_PKEY_derive_init, 0, (EVP_PKEY_CTX * context), (context))
FAILS(int, EVP_PKEY_derive_set_peer, 0, (EVP_PKEY_CTX * context, EVP_PKEY *peer), (context, peer))
FAILS(int, EVP_PKEY_derive, 0, (EVP_PKEY_CTX * context, unsigned char *to, size_t *length),
      (context, to, length))
FAILS(EVP_CIPHER_CTX *, EVP_CIPHER_CTX_new, NULL, (void), ())
FAILS(int, EVP_CipherInit_ex2, 0,
      (EVP_CIPHER_CTX * context, const EVP_CIPHER *cipher, const unsigned char *key,
       const unsigned char *nonce, int seal, const OSSL_PARAM *params),
      (context, cipher, key, nonce, seal, params))
FAILS(int, EVP_CIPHER_CTX_ctrl, 0, (EVP_CIPHER_CTX * context, int type, int arg, void *at),
      (context, type, arg, at))
FAILS(int, EVP_CipherUpdate, 0,
      (EVP_CIPHER_CTX * context, unsigned char *to, int *written, const unsigned char *from,
       int length),
      (context, to, written, from, length))
FAILS(int, EVP_CipherFinal_ex, 0, (EVP_CIPHER_CTX * context, unsigned char *to, int *written),
      (context, to, written))

int __real_CRYPTO_THREAD_run_once(CRYPTO_ONCE *once, void (*init)(void));
int __wrap_CRYPTO_THREAD_run_once(CRYPTO_ONCE *once, void (*init)(void));
int __wrap_CRYPTO_THREAD_run_once(CRYPTO_ONCE *once, void (*init)(void))
{
    if (due())
        return 0;
    fetching = true;
    int good = __real_CRYPTO_THREAD_run_once(once, init);
    fetching = false;
    return good;
}

/* ---- what is used ---- */

#define TEXT 24
static const uint8_t key[32] = {1, 2, 3}, nonce[CRYPTO_CCM_NONCE] = {4};
static const struct crypto_bytes parts[] = {{key, 5}, {key, sizeof(key)}};
static const uint8_t plain[TEXT] = "what nobody shall read.";

/* One primitive; `out` is all that it may write. */
typedef bool use(uint8_t out[TEXT + 32]);

static bool hash(uint8_t *out)
{
    return crypto_hash(parts, countof(parts), out);
}

static bool hmac(uint8_t *out)
{
    return crypto_hmac(parts[1], parts, countof(parts), out);
}

static bool public_point(uint8_t *out)
{
    return crypto_x25519(key, NULL, out);
}

static bool shared_point(uint8_t *out)
{
    static const uint8_t base[CRYPTO_POINT] = {9};
    return crypto_x25519(key, base, out);
}

static bool gcm_seal(uint8_t *out)
{
    return crypto_gcm(CRYPTO_SEAL, key, nonce, parts[0], plain, out, TEXT, out + TEXT);
}

static bool ccm_seal(uint8_t *out)
{
    return crypto_ccm(CRYPTO_SEAL, key, nonce, parts[0], plain, out, TEXT, out + TEXT);
}

/* The plain text sealed by those two, in main. */
static uint8_t gcm_sealed[TEXT + CRYPTO_GCM_TAG], ccm_sealed[TEXT + CRYPTO_CCM_TAG];

static bool gcm_open(uint8_t *out)
{
    uint8_t *tag = gcm_sealed + TEXT;
    return crypto_gcm(CRYPTO_OPEN, key, nonce, parts[0], gcm_sealed, out, TEXT, tag);
}

static bool ccm_open(uint8_t *out)
{
    uint8_t *tag = ccm_sealed + TEXT;
    return crypto_ccm(CRYPTO_OPEN, key, nonce, parts[0], ccm_sealed, out, TEXT, tag);
}

static const struct {
    const char *name;
    use *run;
    bool fetched; /* stands on what is fetched once */
    const uint8_t *result;
    size_t length;
} uses[] = {
    {"hash", hash, true, NULL, 0},
    {"public point", public_point, false, NULL, 0},
    {"shared point", shared_point, false, NULL, 0},
    {"hmac", hmac, true, NULL, 0},
    {"GCM, sealed", gcm_seal, true, gcm_sealed, sizeof(gcm_sealed)},
    {"GCM, opened", gcm_open, true, plain, TEXT},
    {"CCM, sealed", ccm_seal, true, ccm_sealed, sizeof(ccm_sealed)},
    {"CCM, opened", ccm_open, true, plain, TEXT},
};

/* ---- one turn, in a process of its own ---- */

enum { TURN_GOOD, TURN_BAD, TURN_NOTHING_FAILED };

static int bad(size_t i, const char *what)
{
    fprintf(stderr, "call %u fails: %s: %s\n", fails_at, uses[i].name, what);
    return TURN_BAD;
}

static bool unwritten(const uint8_t *out, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (out[i] != 0 && out[i] != 0xee)
            return false;
    return true;
}

static int use_one(size_t i)
{
    uint8_t out[TEXT + 32];
    bool before = failed, may_work = !lost || !uses[i].fetched;
    memset(out, 0xee, sizeof(out));
    bool good = uses[i].run(out);
    if (good != (may_work && failed == before))
        return bad(i, good ? "it was not refused" : "it was refused");
    if (!good && !unwritten(out, sizeof(out)))
        return bad(i, "something was handed out");
    if (good && memcmp(out, uses[i].result ? uses[i].result : out, uses[i].length) != 0)
        return bad(i, "the result is wrong");
    if (ERR_peek_error())
        return bad(i, "an error is left behind");
    return TURN_GOOD;
}

static int turn(void)
{
    for (size_t i = 0; i < countof(uses); i++) {
        bool before = failed;
        int verdict = use_one(i);
        if (!verdict && failed != before)
            verdict = use_one(i); /* once more, and nothing fails */
        if (verdict)
            return verdict;
    }
    return failed ? TURN_GOOD : TURN_NOTHING_FAILED;
}

static void whatever_fails_the_primitive_refuses_and_the_next_one_works(void **state)
{
    (void)state;
    int verdict = TURN_GOOD;
    for (fails_at = 1; verdict == TURN_GOOD; fails_at++) {
        int status;
        assert_in_range(fails_at, 1, CALLS_MOST);
        pid_t child = fork();
        assert_true(child >= 0);
        if (!child)
            exit(turn());
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        verdict = WEXITSTATUS(status);
    }
    assert_int_equal(verdict, TURN_NOTHING_FAILED);
    assert_true(fails_at > CALLS_LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_fails_the_primitive_refuses_and_the_next_one_works),
    };
    from_hex("0049dbb95259b4e74041d2734a530a22cc27506e2fe3151a 85bea46da03e2c478debacf4dc9173fa",
             gcm_sealed, sizeof(gcm_sealed));
    from_hex("df82d64f4e0e57275db8b9ff91bac54f4316d828e51c8e19 be816eedacfc2525", ccm_sealed,
             sizeof(ccm_sealed));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
