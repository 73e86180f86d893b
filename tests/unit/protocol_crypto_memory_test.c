/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crypto_openssl: what it keeps. All memory of OpenSSL is counted and watched here: no block of
 * it may hold a key once a call is over, neither one that is kept nor one that was freed, and
 * a frame allocates nothing. Where an allocation fails, all of that holds too.
 */
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/crypto.h"
#include "test.h"

#define BLOCKS_MAX 20000
#define SECRET_SIZE 16 /* of each secret the first bytes are looked for */

static struct block {
    uint8_t *at;
    size_t size;
} blocks[BLOCKS_MAX];
static size_t block_count, allocations;
static size_t fails_at; /* that allocation; 0: none does */
static uint8_t secret[32];
static bool watching;     /* secret[] is in use */
static size_t freed_with; /* blocks that were freed with the secret inside */

static bool holds_secret(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i + SECRET_SIZE <= size; i++)
        if (memcmp(bytes + i, secret, SECRET_SIZE) == 0)
            return true;
    return false;
}

static struct block *find(const void *at)
{
    for (size_t i = block_count; i-- > 0;)
        if (blocks[i].at == at)
            return &blocks[i];
    return NULL;
}

static void *allocate(size_t size, const char *file, int line)
{
    (void)file, (void)line;
    void *at = ++allocations == fails_at ? NULL : malloc(size);
    if (at) {
        assert_true(block_count < BLOCKS_MAX);
        blocks[block_count++] = (struct block){at, size};
    }
    return at;
}

static void release(void *at, const char *file, int line)
{
    (void)file, (void)line;
    struct block *block = at ? find(at) : NULL;
    if (!block)
        return;
    if (watching && holds_secret(block->at, block->size))
        freed_with++;
    *block = blocks[--block_count];
    free(at);
}

static void *resize(void *at, size_t size, const char *file, int line)
{
    struct block *old = at ? find(at) : NULL;
    void *new = size ? allocate(size, file, line) : NULL;
    if (old && new)
        memcpy(new, at, old->size < size ? old->size : size);
    if (new || !size)
        release(at, file, line);
    return new;
}

static size_t kept_with(void)
{
    size_t count = 0;
    for (size_t i = 0; i < block_count; i++)
        count += holds_secret(blocks[i].at, blocks[i].size);
    return count;
}

static const struct crypto_bytes none = {NULL, 0};

static bool use_gcm(void)
{
    const uint8_t nonce[CRYPTO_GCM_NONCE] = {0};
    uint8_t text[24] = {1}, tag[CRYPTO_GCM_TAG];
    return crypto_gcm(CRYPTO_SEAL, secret, nonce, none, text, text, sizeof(text), tag) &&
           crypto_gcm(CRYPTO_OPEN, secret, nonce, none, text, text, sizeof(text), tag);
}

static bool use_ccm(void)
{
    const uint8_t nonce[CRYPTO_CCM_NONCE] = {0};
    uint8_t text[24] = {1}, tag[CRYPTO_CCM_TAG];
    return crypto_ccm(CRYPTO_SEAL, secret, nonce, none, text, text, sizeof(text), tag) &&
           crypto_ccm(CRYPTO_OPEN, secret, nonce, none, text, text, sizeof(text), tag);
}

static bool forge_ccm(void)
{
    const uint8_t nonce[CRYPTO_CCM_NONCE] = {0};
    uint8_t text[24] = {1}, tag[CRYPTO_CCM_TAG] = {0};
    return !crypto_ccm(CRYPTO_OPEN, secret, nonce, none, text, text, sizeof(text), tag);
}

static bool use_hash(void)
{
    const struct crypto_bytes parts[] = {{secret, sizeof(secret)}};
    uint8_t hash[CRYPTO_HASH];
    return crypto_hash(parts, countof(parts), hash);
}

static bool use_hmac(void)
{
    uint8_t mac[CRYPTO_HASH];
    return crypto_hmac((struct crypto_bytes){secret, sizeof(secret)}, &none, 1, mac);
}

static bool use_x25519(void)
{
    uint8_t point[CRYPTO_POINT], shared[CRYPTO_POINT];
    return crypto_x25519(secret, NULL, point) && crypto_x25519(secret, point, shared);
}

static bool (*const uses[])(void) = {use_gcm, use_ccm, forge_ccm, use_hash, use_hmac, use_x25519};

static void no_key_outlives_its_call(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(secret); i++)
        secret[i] = (uint8_t)(0xa1 + 11 * i);
    watching = true;
    for (size_t i = 0; i < countof(uses); i++) {
        freed_with = 0;
        assert_true(uses[i]());
        assert_int_equal(kept_with(), 0);
        assert_int_equal(freed_with, 0);
    }
    watching = false;
}

/* The test above would see it. */
static void the_watch_sees_a_key(void **state)
{
    (void)state;
    uint8_t *copy = OPENSSL_malloc(100);
    assert_non_null(copy);
    memset(copy, 0, 100);
    memcpy(copy + 50, secret, sizeof(secret));
    assert_int_equal(kept_with(), 1);
    watching = true;
    freed_with = 0;
    OPENSSL_free(copy);
    watching = false;
    assert_int_equal(freed_with, 1);
}

/* Which of them are needed is OpenSSL's to know: some failures nobody sees. */
static void an_allocation_that_fails_costs_one_call_and_no_key(void **state)
{
    (void)state;
    size_t failures = 0;
    watching = true;
    freed_with = 0;
    for (size_t i = 0; i < countof(uses); i++)
        for (size_t n = 1;; n++) {
            allocations = 0;
            fails_at = n;
            (void)uses[i](); /* it may succeed; what it must not do is below */
            bool all = allocations < fails_at;
            fails_at = 0;
            assert_int_equal(kept_with(), 0);
            assert_int_equal(freed_with, 0);
            assert_int_equal(ERR_peek_error(), 0);
            assert_true(uses[i]());
            if (all)
                break;
            failures++;
        }
    watching = false;
    assert_true(failures > 20);
}

/* A good one: of a refusal OpenSSL writes a line for its list of errors. */
static void a_frame_allocates_nothing(void **state)
{
    (void)state;
    assert_true(use_ccm());
    size_t before = allocations;
    for (int i = 0; i < 100; i++)
        assert_true(use_ccm());
    assert_int_equal(allocations, before);
}

int main(void)
{
    /* Before OpenSSL allocates anything, or it refuses. */
    if (!CRYPTO_set_mem_functions(allocate, resize, release))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_outlives_its_call),
        cmocka_unit_test(an_allocation_that_fails_costs_one_call_and_no_key),
        cmocka_unit_test(the_watch_sees_a_key),
        cmocka_unit_test(a_frame_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
