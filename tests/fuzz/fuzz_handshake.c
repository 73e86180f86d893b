/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handshake: byte 0 says what the rest is. Any bytes as message 1 or 2, or the true one with
 * the bytes xored in and cut; byte 1 is the room for the payload. Only a true message is read, and
 * then whole; after a wrong one the handshake is over and holds no secret.
 */
#include <stdlib.h>
#include <string.h>

#include "protocol/noise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PAYLOAD 20
#define MESSAGE (PAYLOAD + NOISE_OVERHEAD)

enum { ANSWER = 1, CHANGED = 2, CUT = 4 }; /* bits of byte 0 */

static const uint8_t psk[NOISE_PSK] = {1}, payload[PAYLOAD] = "payload of a message";
static struct noise ends[2];         /* who reads message 1, who reads message 2 */
static uint8_t messages[2][MESSAGE]; /* the true ones */

static void need(enum err err)
{
    if (err)
        abort();
}

static void prepare(void)
{
    const uint8_t ephemerals[2][CRYPTO_POINT] = {{2}, {3}};
    const struct crypto_bytes prologue = {payload, 3}, said = {payload, PAYLOAD};
    struct noise responder;
    uint8_t opened[PAYLOAD];
    size_t n;
    need(noise_init(&ends[0], false, prologue, psk, ephemerals[0]));
    need(noise_init(&ends[1], true, prologue, psk, ephemerals[1]));
    need(noise_write(&ends[1], said, messages[0], MESSAGE, &n));
    responder = ends[0];
    need(noise_read(&responder, (struct crypto_bytes){messages[0], n}, opened, PAYLOAD, &n));
    need(noise_write(&responder, said, messages[1], MESSAGE, &n));
}

static void check_over(struct noise *noise)
{
    uint8_t keys[2][CRYPTO_GCM_KEY];
    size_t n, set = 0;
    for (size_t i = 0; i < sizeof(*noise); i++)
        set += ((const uint8_t *)noise)[i] != 0;
    if (set > 1 || !noise_split(noise, keys[0], keys[1]) ||
        !noise_write(noise, (struct crypto_bytes){payload, 1}, messages[0], 0, &n) ||
        !noise_read(noise, (struct crypto_bytes){messages[0], MESSAGE}, keys[0], 32, &n))
        abort();
}

static void check_read(struct noise *noise, const uint8_t *opened, size_t n)
{
    uint8_t keys[2][CRYPTO_GCM_KEY];
    if (n != PAYLOAD || memcmp(opened, payload, PAYLOAD) != 0)
        abort();
    if (noise->initiator)
        need(noise_split(noise, keys[0], keys[1]));
}

static void try_message(bool second, const uint8_t *bytes, size_t length, size_t room)
{
    struct noise noise = ends[second];
    /* Exactly as large as said, so that a sanitizer sees one byte too many. */
    uint8_t *message = malloc(length ? length : 1), *opened = malloc(room ? room : 1);
    size_t n;
    if (!message || !opened)
        abort();
    memcpy(message, bytes, length);
    bool is_true = length == MESSAGE && memcmp(bytes, messages[second], MESSAGE) == 0;
    enum err err = noise_read(&noise, (struct crypto_bytes){message, length}, opened, room, &n);
    if ((err == ERR_NONE) != (is_true && room >= PAYLOAD) || (err && n))
        abort();
    if (err)
        check_over(&noise);
    else
        check_read(&noise, opened, n);
    free(message);
    free(opened);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool prepared;
    if (!prepared)
        prepare();
    prepared = true;
    if (size < 2)
        return 0;
    uint8_t what = data[0], room = data[1];
    data += 2;
    size -= 2;
    if (!(what & CHANGED)) {
        try_message(what & ANSWER, data, size, room);
        return 0;
    }
    uint8_t message[MESSAGE];
    memcpy(message, messages[what & ANSWER], MESSAGE);
    for (size_t i = 0; i < size && i < MESSAGE; i++)
        message[i] ^= data[i];
    try_message(what & ANSWER, message, what & CUT && size < MESSAGE ? size : MESSAGE, room);
    return 0;
}
