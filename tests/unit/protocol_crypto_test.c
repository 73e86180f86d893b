/* SPDX-License-Identifier: Apache-2.0 */
/* crypto: known answers of the standards, and what its header promises about refusals. */
#include "protocol/crypto.h"

#include <limits.h>
#include <openssl/err.h>
#include <pthread.h>
#include <string.h>

#include "hex.h"

static struct crypto_bytes text(const char *words)
{
    return (struct crypto_bytes){(const uint8_t *)words, strlen(words)};
}

/* ---- hashes ---- */

static void assert_hash(const struct crypto_bytes *parts, size_t count, const char *want)
{
    uint8_t hash[CRYPTO_HASH];
    assert_true(crypto_hash(parts, count, hash));
    assert_hex(hash, sizeof(hash), want);
}

static void sha256_gives_the_answers_of_fips_180(void **state)
{
    (void)state;
    const struct crypto_bytes abc[] = {text("a"), text(""), text("bc")};
    const struct crypto_bytes two_blocks[] = {
        text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")};
    static uint8_t a[1000000];
    memset(a, 'a', sizeof(a));
    const struct crypto_bytes million[] = {{a, 1}, {a, 63}, {a, sizeof(a) - 64}};
    assert_hash(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb924 27ae41e4649b934ca495991b7852b855");
    assert_hash(abc, 3, "ba7816bf8f01cfea414140de5dae2223 b00361a396177a9cb410ff61f20015ad");
    assert_hash(two_blocks, 1, "248d6a61d20638b8e5c026930c3e6039 a33ce45964ff2167f6ecedd419db06c1");
    assert_hash(million, 3, "cdc76e5c9914fb9281a1c7e284d73e67 f1809a48a497200e046d39ccc7112cd0");
}

static void assert_hmac(struct crypto_bytes key, const struct crypto_bytes *parts, size_t count,
                        const char *want)
{
    uint8_t mac[CRYPTO_HASH];
    assert_true(crypto_hmac(key, parts, count, mac));
    assert_hex(mac, sizeof(mac), want);
}

static void hmac_gives_the_answers_of_rfc_4231(void **state)
{
    (void)state;
    uint8_t b[131], aa[131], dd[50];
    memset(b, 0x0b, sizeof(b));
    memset(aa, 0xaa, sizeof(aa));
    memset(dd, 0xdd, sizeof(dd));
    const struct crypto_bytes hi = text("Hi There"), data[] = {{dd, 20}, {dd, 30}};
    const struct crypto_bytes jefe[] = {text("what do ya want "), text("for nothing?")};
    const struct crypto_bytes larger =
        text("Test Using Larger Than Block-Size Key - Hash Key First");
    assert_hmac((struct crypto_bytes){b, 20}, &hi, 1,
                "b0344c61d8db38535ca8afceaf0bf12b 881dc200c9833da726e9376c2e32cff7");
    assert_hmac(text("Jefe"), jefe, 2,
                "5bdcc146bf60754e6a042426089575c7 5a003f089d2739839dec58b964ec3843");
    assert_hmac((struct crypto_bytes){aa, 20}, data, 2,
                "773ea91e36800e46854db8ebd09181a7 2959098b3ef8c122d9635514ced565fe");
    assert_hmac((struct crypto_bytes){aa, 131}, &larger, 1,
                "60e431591ee0b67f0d8a26aacbf5b77f 8e0bc6213728c5140546040f0ee37f54");
}

/* No key is an empty key, not the key of the call before. */
static void an_empty_key_and_no_parts_are_allowed(void **state)
{
    (void)state;
    uint8_t mac[CRYPTO_HASH];
    assert_true(crypto_hmac(text("Jefe"), NULL, 0, mac));
    assert_hmac((struct crypto_bytes){NULL, 0}, NULL, 0,
                "b613679a0814d9ec772f95d778c35fc5 ff1697c493715653c6c712144292c5ad");
}

/* ---- X25519 ---- */

static void assert_x25519(const char *secret, const char *point, const char *want)
{
    uint8_t s[CRYPTO_POINT], p[CRYPTO_POINT], shared[CRYPTO_POINT];
    from_hex(secret, s, sizeof(s));
    if (point)
        from_hex(point, p, sizeof(p));
    assert_true(crypto_x25519(s, point ? p : NULL, shared));
    assert_hex(shared, sizeof(shared), want);
}

static void x25519_gives_the_answers_of_rfc_7748(void **state)
{
    (void)state;
    assert_x25519("a546e36bf0527c9d3b16154b82465edd 62144c0ac1fc5a18506a2244ba449ac4",
                  "e6db6867583030db3594c1a424b15f7c 726624ec26b3353b10a903a6d0ab1c4c",
                  "c3da55379de9c6908e94ea4df28d084f 32eccf03491c71f754b4075577a28552");
    assert_x25519("4b66e9d4d1b4673c5ad22691957d6af5 c11b6421e0ea01d42ca4169e7918ba0d",
                  "e5210f12786811d3f4b7959d0538ae2c 31dbe7106fc03c3efc4cd549c715a493",
                  "95cbde9476e8907d7aade45cb4b873f8 8b595a68799fa152e6f8f7647aac7957");
}

#define NINE "09000000000000000000000000000000 00000000000000000000000000000000"

static void x25519_gives_the_iterated_answers_of_rfc_7748(void **state)
{
    (void)state;
    uint8_t k[CRYPTO_POINT], u[CRYPTO_POINT], result[CRYPTO_POINT];
    from_hex(NINE, k, sizeof(k));
    from_hex(NINE, u, sizeof(u));
    for (int i = 1; i <= 1000; i++) {
        assert_true(crypto_x25519(k, u, result));
        memcpy(u, k, sizeof(u));
        memcpy(k, result, sizeof(k));
        if (i == 1)
            assert_hex(k, sizeof(k),
                       "422c8e7a6227d7bca1350b3e2bb7279f 7897b87bb6854b783c60e80311ae3079");
    }
    assert_hex(k, sizeof(k), "684cf59ba83309552800ef566f2f4d3c 1c3887c49360e3875f2eb94d99532c51");
}

static void without_a_point_x25519_makes_the_public_key(void **state)
{
    (void)state;
    assert_x25519(NINE, NULL, "422c8e7a6227d7bca1350b3e2bb7279f 7897b87bb6854b783c60e80311ae3079");
}

/* All points whose order divides 8, each also with the top bit that X25519 ignores. */
static void points_of_low_order_are_refused(void **state)
{
    (void)state;
    static const char *const points[] = {
        "00000000000000000000000000000000 00000000000000000000000000000000",
        "01000000000000000000000000000000 00000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46a da098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b 04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffff ffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffff ffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffff ffffffffffffffffffffffffffffff7f",
    };
    const uint8_t secret[CRYPTO_POINT] = {7}, zero[CRYPTO_POINT] = {0};
    for (size_t i = 0; i < 2 * countof(points); i++) {
        uint8_t point[CRYPTO_POINT], shared[CRYPTO_POINT];
        from_hex(points[i / 2], point, sizeof(point));
        if (i % 2)
            point[CRYPTO_POINT - 1] |= 0x80;
        memset(shared, 0x55, sizeof(shared));
        assert_false(crypto_x25519(secret, point, shared));
        assert_memory_equal(shared, zero, sizeof(zero));
    }
}

/* ---- AEAD ---- */

typedef bool aead(enum crypto_direction direction, const uint8_t *key, const uint8_t *nonce,
                  struct crypto_bytes ad, const uint8_t *from, uint8_t *to, size_t length,
                  uint8_t *tag);

static const struct cipher {
    aead *run;
    size_t key, nonce, tag;
} gcm = {crypto_gcm, CRYPTO_GCM_KEY, CRYPTO_GCM_NONCE, CRYPTO_GCM_TAG},
  ccm = {crypto_ccm, CRYPTO_CCM_KEY, CRYPTO_CCM_NONCE, CRYPTO_CCM_TAG};

#define TEXT_MAX 128

/* sealed: text and tag. Seals, opens, and both in place. */
static void assert_aead(const struct cipher *cipher, const char *key, const char *nonce,
                        const char *ad, const char *plain, const char *sealed)
{
    uint8_t k[32], n[16], a[TEXT_MAX], p[TEXT_MAX], out[TEXT_MAX], back[TEXT_MAX];
    from_hex(key, k, sizeof(k));
    from_hex(nonce, n, sizeof(n));
    const struct crypto_bytes bytes = {a, from_hex(ad, a, sizeof(a))};
    size_t length = from_hex(plain, p, sizeof(p));
    assert_true(cipher->run(CRYPTO_SEAL, k, n, bytes, p, out, length, out + length));
    assert_hex(out, length + cipher->tag, sealed);
    assert_true(cipher->run(CRYPTO_OPEN, k, n, bytes, out, back, length, out + length));
    assert_memory_equal(back, p, length);
    assert_true(cipher->run(CRYPTO_OPEN, k, n, bytes, out, out, length, out + length));
    assert_memory_equal(out, p, length);
    assert_true(cipher->run(CRYPTO_SEAL, k, n, bytes, out, out, length, out + length));
    assert_hex(out, length + cipher->tag, sealed);
}

/* Test cases 13, 14 and 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), which
 * NIST SP 800-38D stands on. */
static void gcm_gives_the_published_answers(void **state)
{
    (void)state;
#define ZERO16 "00000000000000000000000000000000 "
#define ZERO12 "000000000000000000000000"
    assert_aead(&gcm, ZERO16 ZERO16, ZERO12, "", "", "530f8afbc74536b9a963b4f1c4cb738b");
    assert_aead(&gcm, ZERO16 ZERO16, ZERO12, "", ZERO16,
                "cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919");
    assert_aead(&gcm, "feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "d9313225f88406e5a55909c5aff5269a 86a7a9531534f7da2e4c303d8a318a72"
                "1c3c0c95956809532fcf0e2449a6b525 b16aedf5aa0de657ba637b39",
                "522dc1f099567d07f47f37a32a84427d 643a8cdcbfe5c0c97598a2bd2555d1aa"
                "8cb08e48590dbb3da7b08b1056828838 c5f61e6393ba7a0abcc9f662"
                "76fc6ece0f4e1768cddf8853bb2d551b");
}

/* Packet vectors 1 to 4 of RFC 3610: M = 8, L = 2, the first bytes of 0, 1, 2 ... are the AAD. */
static void ccm_gives_the_answers_of_rfc_3610(void **state)
{
    (void)state;
#define CCM_KEY "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
#define CCM_NONCE "00000003020100a0a1a2a3a4a5"
    assert_aead(&ccm, CCM_KEY, CCM_NONCE, "0001020304050607",
                "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
                "588c979a61c663d2f066d0c2c0f989806d5f6b61dac384 17e8d12cfdf926e0");
    assert_aead(&ccm, CCM_KEY, "00000004030201a0a1a2a3a4a5", "0001020304050607",
                "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "72c91a36e135f8cf291ca894085c87e3cc15c439c9e43a3b a091d56e10400916");
    assert_aead(&ccm, CCM_KEY, "00000005040302a0a1a2a3a4a5", "0001020304050607",
                "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
                "51b1e5f44a197d1da46b0f8e2d282ae871e838bb64da859657 4adaa76fbd9fb0c5");
    assert_aead(&ccm, CCM_KEY, "00000006050403a0a1a2a3a4a5", "000102030405060708090a0b",
                "0c0d0e0f101112131415161718191a1b1c1d1e",
                "a28c6865939a9a79faaa5c4c2a9d4a91cdac8c 96c861b9c9e61ef1");
}

/* Made with the AESCCM of python3-cryptography: an empty text is the edge of OpenSSL's interface.
 */
static void ccm_seals_an_empty_text(void **state)
{
    (void)state;
    assert_aead(&ccm, CCM_KEY, CCM_NONCE, "", "", "f48122034d40c898");
    assert_aead(&ccm, CCM_KEY, CCM_NONCE, "61626364", "", "b7b216db318481c8");
}

/* key, nonce, associated data, text, tag: one bit of any of them is enough. */
static void refuses_every_wrong_bit(const struct cipher *cipher)
{
    enum { AD = 4, TEXT = 24, ALL = 32 + 16 + AD + TEXT + 16 };
    const size_t parts[] = {cipher->key, cipher->nonce, AD, TEXT, cipher->tag};
    uint8_t right[ALL] = {1, 2, 3}, wrong[ALL], out[TEXT];
    const uint8_t zero[TEXT] = {0};
    size_t total = 0, at[countof(parts)];
    for (size_t i = 0; i < countof(parts); total += parts[i++])
        at[i] = total;
    assert_true(cipher->run(CRYPTO_SEAL, right + at[0], right + at[1],
                            (struct crypto_bytes){right + at[2], AD}, right + at[3], right + at[3],
                            TEXT, right + at[4]));
    for (size_t bit = 0; bit <= total * 8; bit++) {
        memcpy(wrong, right, sizeof(wrong));
        if (bit < total * 8)
            wrong[bit / 8] ^= (uint8_t)(1u << bit % 8);
        memset(out, 0x55, sizeof(out));
        bool opened = cipher->run(CRYPTO_OPEN, wrong + at[0], wrong + at[1],
                                  (struct crypto_bytes){wrong + at[2], AD}, wrong + at[3], out,
                                  TEXT, wrong + at[4]);
        assert_int_equal(opened, bit == total * 8); /* the last one is right again */
        if (!opened)
            assert_memory_equal(out, zero, sizeof(zero));
    }
}

static void one_wrong_bit_opens_nothing_and_leaves_zeros(void **state)
{
    (void)state;
    refuses_every_wrong_bit(&gcm);
    refuses_every_wrong_bit(&ccm);
}

static void refused_text_is_zeroed_in_place_too(void **state)
{
    (void)state;
    const uint8_t key[CRYPTO_CCM_KEY] = {1}, nonce[CRYPTO_CCM_NONCE] = {2}, zero[40] = {0};
    uint8_t text[40] = "what nobody else should read", tag[CRYPTO_CCM_TAG];
    const struct crypto_bytes none = {NULL, 0};
    assert_true(crypto_ccm(CRYPTO_SEAL, key, nonce, none, text, text, sizeof(text), tag));
    tag[0] ^= 1;
    assert_false(crypto_ccm(CRYPTO_OPEN, key, nonce, none, text, text, sizeof(text), tag));
    assert_memory_equal(text, zero, sizeof(zero));
}

static void ccm_takes_65535_bytes_and_no_more(void **state)
{
    (void)state;
    static uint8_t text[0x10000], back[0x10000];
    const uint8_t key[CRYPTO_CCM_KEY] = {1}, nonce[CRYPTO_CCM_NONCE] = {2};
    const struct crypto_bytes none = {NULL, 0};
    uint8_t tag[CRYPTO_CCM_TAG];
    memset(text, 0x55, sizeof(text));
    assert_true(crypto_ccm(CRYPTO_SEAL, key, nonce, none, text, back, 0xffff, tag));
    assert_true(crypto_ccm(CRYPTO_OPEN, key, nonce, none, back, back, 0xffff, tag));
    assert_memory_equal(back, text, 0xffff);
    assert_false(crypto_ccm(CRYPTO_SEAL, key, nonce, none, text, back, 0x10000, tag));
    assert_memory_equal(back, text, 0xffff); /* untouched */
}

/* More than OpenSSL can count: nothing is read or written. */
static void what_is_longer_than_2_gib_is_refused(void **state)
{
    (void)state;
    const uint8_t key[CRYPTO_GCM_KEY] = {1}, nonce[CRYPTO_CCM_NONCE] = {2};
    const struct crypto_bytes none = {NULL, 0}, endless = {key, (size_t)INT_MAX + 1};
    uint8_t text[4] = "abc", tag[CRYPTO_GCM_TAG] = {0};
    assert_false(crypto_gcm(CRYPTO_SEAL, key, nonce, endless, text, text, sizeof(text), tag));
    assert_false(crypto_ccm(CRYPTO_SEAL, key, nonce, endless, text, text, sizeof(text), tag));
    assert_false(crypto_gcm(CRYPTO_SEAL, key, nonce, none, text, text, endless.length, tag));
    assert_false(crypto_ccm(CRYPTO_SEAL, key, nonce, none, text, text, endless.length, tag));
    assert_string_equal(text, "abc");
}

/* Else another user of OpenSSL in this program takes our refusal for its own failure. */
static void a_refusal_leaves_no_error_in_openssl(void **state)
{
    (void)state;
    const uint8_t key[CRYPTO_GCM_KEY] = {1}, nonce[CRYPTO_CCM_NONCE] = {2};
    const struct crypto_bytes none = {NULL, 0};
    uint8_t out[CRYPTO_POINT], tag[CRYPTO_GCM_TAG] = {0};
    assert_false(crypto_gcm(CRYPTO_OPEN, key, nonce, none, key, out, 5, tag));
    assert_false(crypto_ccm(CRYPTO_OPEN, key, nonce, none, key, out, 5, tag));
    assert_false(crypto_x25519(key, (const uint8_t[CRYPTO_POINT]){0}, out));
    assert_int_equal(ERR_peek_error(), 0);
}

/* ---- threads ---- */

static void *seal_and_open(void *which)
{
    uint8_t key[CRYPTO_CCM_KEY] = {*(uint8_t *)which}, nonce[CRYPTO_CCM_NONCE] = {0}, tag[8];
    const struct crypto_bytes none = {NULL, 0};
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t text = i;
        uint8_t *at = (uint8_t *)&text;
        memcpy(nonce, &i, sizeof(i));
        if (!crypto_ccm(CRYPTO_SEAL, key, nonce, none, at, at, sizeof(text), tag) || text == i ||
            !crypto_ccm(CRYPTO_OPEN, key, nonce, none, at, at, sizeof(text), tag) || text != i)
            return NULL;
    }
    return which;
}

static void threads_do_not_meet(void **state)
{
    (void)state;
    uint8_t number[] = {1, 2, 3};
    pthread_t threads[countof(number)];
    for (size_t i = 0; i < countof(number); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, seal_and_open, &number[i]), 0);
    for (size_t i = 0; i < countof(number); i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_ptr_equal(result, &number[i]);
    }
}

static void a_wiped_secret_is_zero(void **state)
{
    (void)state;
    uint8_t secret[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    crypto_wipe(secret, 8);
    assert_hex(secret, sizeof(secret), "0000000000000000 09");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_answers_of_fips_180),
        cmocka_unit_test(hmac_gives_the_answers_of_rfc_4231),
        cmocka_unit_test(an_empty_key_and_no_parts_are_allowed),
        cmocka_unit_test(x25519_gives_the_answers_of_rfc_7748),
        cmocka_unit_test(x25519_gives_the_iterated_answers_of_rfc_7748),
        cmocka_unit_test(without_a_point_x25519_makes_the_public_key),
        cmocka_unit_test(points_of_low_order_are_refused),
        cmocka_unit_test(gcm_gives_the_published_answers),
        cmocka_unit_test(ccm_gives_the_answers_of_rfc_3610),
        cmocka_unit_test(ccm_seals_an_empty_text),
        cmocka_unit_test(one_wrong_bit_opens_nothing_and_leaves_zeros),
        cmocka_unit_test(refused_text_is_zeroed_in_place_too),
        cmocka_unit_test(ccm_takes_65535_bytes_and_no_more),
        cmocka_unit_test(what_is_longer_than_2_gib_is_refused),
        cmocka_unit_test(a_refusal_leaves_no_error_in_openssl),
        cmocka_unit_test(threads_do_not_meet),
        cmocka_unit_test(a_wiped_secret_is_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
