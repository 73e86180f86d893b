/* SPDX-License-Identifier: Apache-2.0 */
/*
 * noise: the public vectors of Noise_NNpsk0_25519_AESGCM_SHA256, tests/data/noise/. Others wrote
 * them, so a device made with another library of Noise understands us.
 */
#include <stdio.h>
#include <string.h>

#include "hex.h"
#include "protocol/noise.h"

#define LINE_MAX_BYTES 1024
#define FIELD_BYTES_MAX 256
#define MESSAGES_MAX 6

struct bytes {
    uint8_t at[FIELD_BYTES_MAX];
    size_t length;
};

struct vector {
    bool present;
    struct bytes initiator, responder, prologue, psk, hash;
    struct bytes payloads[MESSAGES_MAX], sealed[MESSAGES_MAX];
    int count; /* messages */
};

static struct bytes *field_of(struct vector *vector, const char *name)
{
    char kind[16];
    int number;
    const struct {
        const char *name;
        struct bytes *bytes;
    } fields[] = {
        {"gen_init_ephemeral", &vector->initiator},
        {"gen_resp_ephemeral", &vector->responder},
        {"prologue", &vector->prologue},
        {"preshared_key", &vector->psk},
        {"handshake_hash", &vector->hash},
    };
    for (size_t i = 0; i < countof(fields); i++)
        if (strcmp(name, fields[i].name) == 0)
            return fields[i].bytes;
    if (sscanf(name, "msg_%d_%15s", &number, kind) != 2 || number >= MESSAGES_MAX)
        fail_msg("unknown field %s", name);
    if (number >= vector->count)
        vector->count = number + 1;
    return kind[0] == 'p' ? &vector->payloads[number] : &vector->sealed[number];
}

/* The next one of the file; vectors are name=value lines, blank lines between them. */
static bool read_vector(FILE *file, struct vector *vector)
{
    char line[LINE_MAX_BYTES];
    *vector = (struct vector){0};
    while (fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = 0;
        char *value = strchr(line, '=');
        if (line[0] == '#')
            continue;
        if (!value) {
            if (vector->present)
                return true;
            continue;
        }
        *value++ = 0;
        vector->present = true;
        if (strcmp(line, "handshake") == 0) {
            assert_string_equal(value, "Noise_NNpsk0_25519_AESGCM_SHA256");
            continue;
        }
        struct bytes *field = field_of(vector, line);
        field->length = from_hex(value, field->at, sizeof(field->at));
    }
    return vector->present;
}

static void begin(struct noise *noise, bool initiator, const struct vector *vector)
{
    const struct crypto_bytes prologue = {vector->prologue.at, vector->prologue.length};
    const struct bytes *ephemeral = initiator ? &vector->initiator : &vector->responder;
    assert_int_equal(vector->psk.length, NOISE_PSK);
    assert_int_equal(ephemeral->length, CRYPTO_POINT);
    assert_int_equal(noise_init(noise, initiator, prologue, vector->psk.at, ephemeral->at),
                     ERR_NONE);
}

static void pass(struct noise *from, struct noise *to, const struct bytes *payload,
                 const struct bytes *sealed)
{
    uint8_t message[FIELD_BYTES_MAX], opened[FIELD_BYTES_MAX];
    size_t length;
    assert_int_equal(noise_write(from, (struct crypto_bytes){payload->at, payload->length}, message,
                                 sizeof(message), &length),
                     ERR_NONE);
    assert_int_equal(length, sealed->length);
    assert_memory_equal(message, sealed->at, length);
    assert_int_equal(noise_read(to, (struct crypto_bytes){sealed->at, sealed->length}, opened,
                                sizeof(opened), &length),
                     ERR_NONE);
    assert_int_equal(length, payload->length);
    assert_memory_equal(opened, payload->at, length);
}

/* Messages behind the handshake, by turns, the initiator first: the split keys at work. */
static void pass_transport(uint8_t keys[2][CRYPTO_GCM_KEY], const struct vector *vector)
{
    for (int i = 2; i < vector->count; i++) {
        const struct bytes *payload = &vector->payloads[i], *sealed = &vector->sealed[i];
        uint8_t nonce[CRYPTO_GCM_NONCE] = {0}, out[FIELD_BYTES_MAX + CRYPTO_GCM_TAG];
        nonce[CRYPTO_GCM_NONCE - 1] = (uint8_t)(i / 2 - 1);
        assert_true(crypto_gcm(CRYPTO_SEAL, keys[i % 2], nonce, (struct crypto_bytes){NULL, 0},
                               payload->at, out, payload->length, out + payload->length));
        assert_int_equal(payload->length + CRYPTO_GCM_TAG, sealed->length);
        assert_memory_equal(out, sealed->at, sealed->length);
    }
}

static void check_vector(const struct vector *vector)
{
    struct noise initiator, responder;
    uint8_t keys[2][CRYPTO_GCM_KEY], theirs[2][CRYPTO_GCM_KEY];
    begin(&initiator, true, vector);
    begin(&responder, false, vector);
    pass(&initiator, &responder, &vector->payloads[0], &vector->sealed[0]);
    pass(&responder, &initiator, &vector->payloads[1], &vector->sealed[1]);
    assert_memory_equal(initiator.hash, responder.hash, CRYPTO_HASH);
    if (vector->hash.length) {
        assert_int_equal(vector->hash.length, CRYPTO_HASH);
        assert_memory_equal(initiator.hash, vector->hash.at, CRYPTO_HASH);
    }
    assert_int_equal(noise_split(&initiator, keys[0], keys[1]), ERR_NONE);
    assert_int_equal(noise_split(&responder, theirs[1], theirs[0]), ERR_NONE);
    assert_memory_equal(keys, theirs, sizeof(keys));
    assert_in_range(vector->count, 4, MESSAGES_MAX);
    pass_transport(keys, vector);
}

static void check_file(const char *name, int expected)
{
    char path[4096];
    struct vector vector;
    int count = 0;
    snprintf(path, sizeof(path), "%s/noise/%s", TEST_DATA_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (read_vector(file, &vector)) {
        check_vector(&vector);
        count++;
    }
    fclose(file);
    assert_int_equal(count, expected);
}

static void messages_hash_and_keys_are_those_of_cacophony(void **state)
{
    (void)state;
    check_file("cacophony.txt", 1);
}

static void messages_and_keys_are_those_of_flynn(void **state)
{
    (void)state;
    check_file("flynn.txt", 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_hash_and_keys_are_those_of_cacophony),
        cmocka_unit_test(messages_and_keys_are_those_of_flynn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
