/* SPDX-License-Identifier: Apache-2.0 */
/* noise: what its header promises about wrong keys, wrong bytes, sizes, order and wiping. */
#include "protocol/noise.h"

#include <string.h>

#include "hex.h"

#define UID 0x0102030405060708u
#define HS_ID 5
#define ROOM 256

static const uint8_t psk[NOISE_PSK] = "Jiaohao device key, 31 bytes. 0";
static const uint8_t ephemerals[2][CRYPTO_POINT] = {"ephemeral of the initiator, 32.",
                                                    "ephemeral of the responder, 32."};
static const char hello[] = "HELLO", welcome[] = "WELCOME";

struct fixture {
    struct noise initiator, responder;
    uint8_t first[ROOM], second[ROOM], opened[ROOM];
    size_t first_length, second_length, opened_length;
};

static struct crypto_bytes prologue_of(uint8_t *prologue)
{
    noise_prologue(prologue, NOISE_VERSION, NOISE_TCP, UID, HS_ID);
    return (struct crypto_bytes){prologue, NOISE_PROLOGUE};
}

static void begin(struct noise *noise, bool initiator)
{
    uint8_t prologue[NOISE_PROLOGUE];
    assert_int_equal(noise_init(noise, initiator, prologue_of(prologue), psk,
                                ephemerals[!initiator]),
                     ERR_NONE);
}

static enum err write_first(struct fixture *f)
{
    return noise_write(&f->initiator, (struct crypto_bytes){(const uint8_t *)hello, sizeof(hello)},
                       f->first, sizeof(f->first), &f->first_length);
}

static enum err read_first(struct fixture *f, const uint8_t *message, size_t length)
{
    return noise_read(&f->responder, (struct crypto_bytes){message, length}, f->opened,
                      sizeof(f->opened), &f->opened_length);
}

static enum err write_second(struct fixture *f)
{
    return noise_write(&f->responder,
                       (struct crypto_bytes){(const uint8_t *)welcome, sizeof(welcome)}, f->second,
                       sizeof(f->second), &f->second_length);
}

static enum err read_second(struct fixture *f, const uint8_t *message, size_t length)
{
    return noise_read(&f->initiator, (struct crypto_bytes){message, length}, f->opened,
                      sizeof(f->opened), &f->opened_length);
}

/* Both ends, message 1 written. */
static void knock(struct fixture *f)
{
    *f = (struct fixture){0};
    begin(&f->initiator, true);
    begin(&f->responder, false);
    assert_int_equal(write_first(f), ERR_NONE);
}

/* ... read, message 2 written. */
static void answer(struct fixture *f)
{
    knock(f);
    assert_int_equal(read_first(f, f->first, f->first_length), ERR_NONE);
    assert_int_equal(write_second(f), ERR_NONE);
}

static void assert_over(struct noise *noise)
{
    uint8_t bytes[ROOM] = {0}, keys[2][CRYPTO_GCM_KEY];
    size_t length;
    assert_int_equal(noise_write(noise, (struct crypto_bytes){bytes, 1}, bytes, sizeof(bytes),
                                 &length),
                     ERR_GONE);
    assert_int_equal(noise_read(noise, (struct crypto_bytes){bytes, 60}, bytes, 60, &length),
                     ERR_GONE);
    assert_int_equal(noise_split(noise, keys[0], keys[1]), ERR_GONE);
}

static void both_ends_read_each_other_and_split_the_same_keys(void **state)
{
    (void)state;
    struct fixture f;
    uint8_t ours[2][CRYPTO_GCM_KEY], theirs[2][CRYPTO_GCM_KEY];
    answer(&f);
    assert_int_equal(f.first_length, sizeof(hello) + NOISE_OVERHEAD);
    assert_int_equal(f.second_length, sizeof(welcome) + NOISE_OVERHEAD);
    assert_int_equal(f.opened_length, sizeof(hello));
    assert_memory_equal(f.opened, hello, sizeof(hello));
    assert_int_equal(read_second(&f, f.second, f.second_length), ERR_NONE);
    assert_int_equal(f.opened_length, sizeof(welcome));
    assert_memory_equal(f.opened, welcome, sizeof(welcome));
    assert_int_equal(noise_split(&f.initiator, ours[0], ours[1]), ERR_NONE);
    assert_int_equal(noise_split(&f.responder, theirs[0], theirs[1]), ERR_NONE);
    assert_memory_equal(ours[0], theirs[1], CRYPTO_GCM_KEY);
    assert_memory_equal(ours[1], theirs[0], CRYPTO_GCM_KEY);
    assert_memory_not_equal(ours[0], ours[1], CRYPTO_GCM_KEY);
}

/* ---- who must not be understood ---- */

static void prologue_is_laid_out_as_specified(void **state)
{
    (void)state;
    uint8_t prologue[NOISE_PROLOGUE];
    noise_prologue(prologue, 1, NOISE_LINE, 0x1122334455667788u, 0xfe);
    assert_hex(prologue, sizeof(prologue), "48414c4c2f31 01 02 8877665544332211 fe");
}

/* A fresh responder with this key and prologue, and one with this key as initiator. */
static void assert_stranger(const uint8_t *key, struct crypto_bytes prologue)
{
    struct fixture f;
    knock(&f);
    assert_int_equal(noise_init(&f.responder, false, prologue, key, ephemerals[1]), ERR_NONE);
    assert_int_equal(read_first(&f, f.first, f.first_length), ERR_MALFORMED);
    assert_over(&f.responder);

    answer(&f);
    assert_int_equal(noise_init(&f.initiator, true, prologue, key, ephemerals[0]), ERR_NONE);
    assert_int_equal(write_first(&f), ERR_NONE);
    assert_int_equal(read_second(&f, f.second, f.second_length), ERR_MALFORMED);
    assert_over(&f.initiator);
}

static void every_bit_of_the_device_key_counts(void **state)
{
    (void)state;
    uint8_t prologue[NOISE_PROLOGUE];
    for (size_t bit = 0; bit < NOISE_PSK * 8; bit++) {
        uint8_t wrong[NOISE_PSK];
        memcpy(wrong, psk, sizeof(wrong));
        wrong[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_stranger(wrong, prologue_of(prologue));
    }
}

static void every_field_of_the_prologue_counts(void **state)
{
    (void)state;
    uint8_t wrong[NOISE_PROLOGUE];
    const struct crypto_bytes prologue = {wrong, sizeof(wrong)};
    noise_prologue(wrong, NOISE_VERSION + 1, NOISE_TCP, UID, HS_ID);
    assert_stranger(psk, prologue);
    noise_prologue(wrong, NOISE_VERSION, NOISE_LINE, UID, HS_ID);
    assert_stranger(psk, prologue);
    noise_prologue(wrong, NOISE_VERSION, NOISE_TCP, UID, HS_ID + 1);
    assert_stranger(psk, prologue);
    for (int bit = 0; bit < 64; bit++) {
        noise_prologue(wrong, NOISE_VERSION, NOISE_TCP, UID ^ (uint64_t)1 << bit, HS_ID);
        assert_stranger(psk, prologue);
    }
    for (size_t i = 0; i < 6; i++) {
        prologue_of(wrong);
        wrong[i] ^= 0x20; /* "HALL/1" */
        assert_stranger(psk, prologue);
    }
}

static void every_bit_of_message_1_counts(void **state)
{
    (void)state;
    struct fixture f;
    const uint8_t zero[sizeof(hello)] = {0};
    knock(&f);
    for (size_t bit = 0; bit < f.first_length * 8; bit++) {
        begin(&f.responder, false);
        memset(f.opened, 0x55, sizeof(f.opened));
        f.first[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_equal(read_first(&f, f.first, f.first_length), ERR_MALFORMED);
        assert_memory_equal(f.opened, zero, sizeof(zero));
        assert_int_equal(f.opened_length, 0);
        f.first[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    begin(&f.responder, false);
    assert_int_equal(read_first(&f, f.first, f.first_length), ERR_NONE);
}

static void every_bit_of_message_2_counts(void **state)
{
    (void)state;
    struct fixture f;
    answer(&f);
    const struct noise waiting = f.initiator;
    for (size_t bit = 0; bit < f.second_length * 8; bit++) {
        f.initiator = waiting;
        f.second[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_equal(read_second(&f, f.second, f.second_length), ERR_MALFORMED);
        f.second[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    f.initiator = waiting;
    assert_int_equal(read_second(&f, f.second, f.second_length), ERR_NONE);
}

static void a_message_cut_anywhere_is_malformed(void **state)
{
    (void)state;
    struct fixture f;
    answer(&f);
    const struct noise waiting = f.initiator;
    for (size_t length = 0; length < f.first_length; length++) {
        begin(&f.responder, false);
        assert_int_equal(read_first(&f, f.first, length), ERR_MALFORMED);
    }
    for (size_t length = 0; length < f.second_length; length++) {
        f.initiator = waiting;
        assert_int_equal(read_second(&f, f.second, length), ERR_MALFORMED);
    }
}

static void a_reflected_message_is_malformed(void **state)
{
    (void)state;
    struct fixture f;
    knock(&f);
    assert_int_equal(read_second(&f, f.first, f.first_length), ERR_MALFORMED);
}

/* The initiator's ephemeral is in the key of message 2: an old one is worthless. */
static void message_2_cannot_be_replayed(void **state)
{
    (void)state;
    struct fixture f;
    uint8_t prologue[NOISE_PROLOGUE];
    const uint8_t other[CRYPTO_POINT] = "the ephemeral of a later attempt";
    answer(&f);
    assert_int_equal(noise_init(&f.initiator, true, prologue_of(prologue), psk, other), ERR_NONE);
    assert_int_equal(write_first(&f), ERR_NONE);
    assert_int_equal(read_second(&f, f.second, f.second_length), ERR_MALFORMED);
}

/* ---- points of low order, from somebody who holds the key ---- */

static void expand_two(struct noise *noise, const uint8_t *material)
{
    const uint8_t one = 1, two = 2;
    uint8_t master[CRYPTO_HASH], outputs[2][CRYPTO_HASH];
    const struct crypto_bytes in = {material, CRYPTO_POINT}, first = {&one, 1};
    const struct crypto_bytes second[] = {{outputs[0], CRYPTO_HASH}, {&two, 1}};
    const struct crypto_bytes key = {master, sizeof(master)};
    assert_true(crypto_hmac((struct crypto_bytes){noise->chaining, CRYPTO_HASH}, &in, 1, master));
    assert_true(crypto_hmac(key, &first, 1, outputs[0]));
    assert_true(crypto_hmac(key, second, 2, outputs[1]));
    memcpy(noise->chaining, outputs[0], CRYPTO_HASH);
    memcpy(noise->key, outputs[1], CRYPTO_GCM_KEY);
}

/* An honest message but for its point: message 2 (with_shared) mixes the secret of it, zero. */
static void write_with_point(struct noise *noise, const uint8_t *point, bool with_shared,
                             uint8_t *message)
{
    const uint8_t zero[CRYPTO_POINT] = {0}, nonce[CRYPTO_GCM_NONCE] = {0};
    const struct crypto_bytes parts[] = {{noise->hash, CRYPTO_HASH}, {point, CRYPTO_POINT}};
    uint8_t hash[CRYPTO_HASH];
    assert_true(crypto_hash(parts, 2, hash));
    expand_two(noise, point);
    if (with_shared)
        expand_two(noise, zero);
    memcpy(message, point, CRYPTO_POINT);
    assert_true(crypto_gcm(CRYPTO_SEAL, noise->key, nonce, (struct crypto_bytes){hash, CRYPTO_HASH},
                           message, message, 0, message + CRYPTO_POINT));
}

static void points_of_low_order_end_the_handshake(void **state)
{
    (void)state;
    static const char *const points[] = {
        /* two of them; the others: protocol_crypto_test */
        "00000000000000000000000000000000 00000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46a da098deb9c32b1fd866205165f49b800",
    };
    for (size_t i = 0; i < countof(points); i++) {
        struct fixture f;
        uint8_t point[CRYPTO_POINT], message[NOISE_OVERHEAD];
        from_hex(points[i], point, sizeof(point));

        /* Message 1 costs no multiplication, so it is the answer that fails. */
        knock(&f);
        begin(&f.initiator, true);
        write_with_point(&f.initiator, point, false, message);
        assert_int_equal(read_first(&f, message, sizeof(message)), ERR_NONE);
        assert_int_equal(write_second(&f), ERR_MALFORMED);
        assert_int_equal(f.second_length, 0);
        assert_over(&f.responder);

        knock(&f);
        assert_int_equal(read_first(&f, f.first, f.first_length), ERR_NONE);
        write_with_point(&f.responder, point, true, message);
        assert_int_equal(read_second(&f, message, sizeof(message)), ERR_MALFORMED);
        assert_over(&f.initiator);
    }
}

/* The forger above is right but for the point. */
static void the_forger_of_points_is_understood_with_an_honest_one(void **state)
{
    (void)state;
    struct fixture f;
    uint8_t point[CRYPTO_POINT], message[NOISE_OVERHEAD];
    assert_true(crypto_x25519(ephemerals[0], NULL, point));
    knock(&f);
    begin(&f.initiator, true);
    write_with_point(&f.initiator, point, false, message);
    assert_int_equal(read_first(&f, message, sizeof(message)), ERR_NONE);
    assert_int_equal(write_second(&f), ERR_NONE);
}

/* ---- sizes and order ---- */

static void sizes_are_exact(void **state)
{
    (void)state;
    struct fixture f;
    const struct crypto_bytes payload = {(const uint8_t *)hello, sizeof(hello)};
    const size_t exact = sizeof(hello) + NOISE_OVERHEAD;
    knock(&f);
    begin(&f.initiator, true);
    assert_int_equal(noise_write(&f.initiator, payload, f.first, exact - 1, &f.first_length),
                     ERR_TOOBIG);
    assert_int_equal(f.first_length, 0);
    assert_over(&f.initiator);
    begin(&f.initiator, true);
    assert_int_equal(noise_write(&f.initiator, payload, f.first, exact, &f.first_length), ERR_NONE);

    const struct crypto_bytes message = {f.first, f.first_length};
    assert_int_equal(noise_read(&f.responder, message, f.opened, sizeof(hello) - 1,
                                &f.opened_length),
                     ERR_TOOBIG);
    assert_over(&f.responder);
    begin(&f.responder, false);
    assert_int_equal(noise_read(&f.responder, message, f.opened, sizeof(hello), &f.opened_length),
                     ERR_NONE);
}

static void the_largest_message_is_65535_bytes(void **state)
{
    (void)state;
    static uint8_t payload[NOISE_MESSAGE_MAX], message[NOISE_MESSAGE_MAX + 1];
    const size_t most = NOISE_MESSAGE_MAX - NOISE_OVERHEAD;
    struct fixture f;
    size_t length;
    knock(&f);
    begin(&f.initiator, true);
    assert_int_equal(noise_write(&f.initiator, (struct crypto_bytes){payload, most + 1}, message,
                                 sizeof(message), &length),
                     ERR_TOOBIG);
    begin(&f.initiator, true);
    assert_int_equal(noise_write(&f.initiator, (struct crypto_bytes){payload, most}, message,
                                 sizeof(message), &length),
                     ERR_NONE);
    assert_int_equal(length, NOISE_MESSAGE_MAX);
    assert_int_equal(noise_read(&f.responder, (struct crypto_bytes){message, length}, payload,
                                sizeof(payload), &length),
                     ERR_NONE);
    assert_int_equal(length, most);
    begin(&f.responder, false);
    assert_int_equal(noise_read(&f.responder, (struct crypto_bytes){message, sizeof(message)},
                                payload, sizeof(payload), &length),
                     ERR_MALFORMED);
}

static void calls_out_of_turn_end_the_handshake(void **state)
{
    (void)state;
    struct fixture f;
    uint8_t keys[2][CRYPTO_GCM_KEY];
    knock(&f);
    assert_int_equal(write_first(&f), ERR_GONE); /* message 1 is written */
    assert_over(&f.initiator);
    knock(&f);
    assert_int_equal(write_second(&f), ERR_GONE); /* nothing was read */
    assert_over(&f.responder);
    knock(&f);
    assert_int_equal(noise_split(&f.initiator, keys[0], keys[1]), ERR_GONE);
    assert_over(&f.initiator);
    answer(&f);
    assert_int_equal(read_first(&f, f.first, f.first_length), ERR_GONE); /* twice */
    assert_over(&f.responder);
    begin(&f.initiator, true);
    assert_int_equal(read_second(&f, f.second, f.second_length), ERR_GONE); /* none was written */
    assert_over(&f.initiator);
}

/* ---- secrets ---- */

static bool holds(const struct noise *noise, const uint8_t *secret, size_t size)
{
    for (size_t i = 0; i + size <= sizeof(*noise); i++)
        if (memcmp((const uint8_t *)noise + i, secret, size) == 0)
            return true;
    return false;
}

static void assert_wiped(const struct noise *noise)
{
    const struct noise before = {.done = noise->done};
    const uint8_t *bytes = (const uint8_t *)noise;
    size_t set = 0;
    for (size_t i = 0; i < sizeof(*noise); i++)
        set += bytes[i] != 0;
    assert_int_equal(set, before.done != 0); /* nothing but the mark that it is over */
}

static void a_wiped_handshake_holds_nothing(void **state)
{
    (void)state;
    struct fixture f;
    answer(&f);
    assert_true(
        holds(&f.initiator, ephemerals[0], 8)); /* else this test looks at the wrong place */
    noise_wipe(&f.initiator);
    noise_wipe(&f.responder);
    assert_wiped(&f.initiator);
    assert_wiped(&f.responder);
    assert_over(&f.initiator);
    answer(&f);
    f.second[f.second_length - 1] ^= 1;
    assert_int_equal(read_second(&f, f.second, f.second_length), ERR_MALFORMED);
    assert_wiped(&f.initiator); /* a failed one wipes itself */
}

static void the_device_key_is_never_kept(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f.initiator, true);
    assert_false(holds(&f.initiator, psk, 4));
    answer(&f);
    assert_false(holds(&f.initiator, psk, 4));
    assert_false(holds(&f.responder, psk, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ends_read_each_other_and_split_the_same_keys),
        cmocka_unit_test(prologue_is_laid_out_as_specified),
        cmocka_unit_test(every_bit_of_the_device_key_counts),
        cmocka_unit_test(every_field_of_the_prologue_counts),
        cmocka_unit_test(every_bit_of_message_1_counts),
        cmocka_unit_test(every_bit_of_message_2_counts),
        cmocka_unit_test(a_message_cut_anywhere_is_malformed),
        cmocka_unit_test(a_reflected_message_is_malformed),
        cmocka_unit_test(message_2_cannot_be_replayed),
        cmocka_unit_test(points_of_low_order_end_the_handshake),
        cmocka_unit_test(the_forger_of_points_is_understood_with_an_honest_one),
        cmocka_unit_test(sizes_are_exact),
        cmocka_unit_test(the_largest_message_is_65535_bytes),
        cmocka_unit_test(calls_out_of_turn_end_the_handshake),
        cmocka_unit_test(a_wiped_handshake_holds_nothing),
        cmocka_unit_test(the_device_key_is_never_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
