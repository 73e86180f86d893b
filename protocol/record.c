/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/record.h"

#include <assert.h>
#include <string.h>

#define EXPAND_INFO "HALL/1 rec"

/* HKDF-Expand of RFC 5869: the transport key is already a good key, one block is enough. */
bool record_derive(const uint8_t transport[CRYPTO_GCM_KEY], uint8_t key[RECORD_KEY])
{
    static const uint8_t first = 1;
    const struct crypto_bytes parts[] = {{(const uint8_t *)EXPAND_INFO, sizeof(EXPAND_INFO) - 1},
                                         {&first, 1}};
    uint8_t block[CRYPTO_HASH] = {0};
    bool good =
        crypto_hmac((struct crypto_bytes){transport, CRYPTO_GCM_KEY}, parts, countof(parts), block);
    memcpy(key, block, RECORD_KEY);
    crypto_wipe(block, sizeof(block));
    return good;
}

void record_init(struct record *record, const uint8_t key[RECORD_KEY], uint32_t next)
{
    /* A start from the wire may not wrap around to frames that were once good. */
    *record = (struct record){.next = next < RECORD_FRAMES_MAX ? next : RECORD_FRAMES_MAX};
    memcpy(record->key, key, RECORD_KEY);
}

void record_wipe(struct record *record)
{
    crypto_wipe(record, sizeof(*record));
    record->next = RECORD_FRAMES_MAX; /* a forgotten key opens and seals nothing */
}

static void put_nonce(const uint8_t *frame, uint32_t counter, uint8_t nonce[CRYPTO_CCM_NONCE])
{
    memset(nonce, 0, CRYPTO_CCM_NONCE);
    nonce[0] = frame[FRAME_CTL] >> 6;
    nonce[1] = frame[FRAME_SRC];
    nonce[2] = frame[FRAME_DST];
    for (int i = 0; i < 4; i++)
        nonce[CRYPTO_CCM_NONCE - 1 - i] = (uint8_t)(counter >> 8 * i);
}

static void put_aad(const uint8_t *frame, uint8_t aad[FRAME_HEADER])
{
    memcpy(aad, frame, FRAME_HEADER);
    aad[FRAME_CTL] &= (uint8_t)~CTL_LINK_BITS; /* D-01: the bus program writes them later */
}

enum err record_seal(struct record *record, uint8_t *frame, size_t size, size_t *length)
{
    assert(*length > FRAME_HEADER); /* a frame has a TYPE: nobody would take it without */
    if (record->next >= RECORD_FRAMES_MAX)
        return ERR_GONE;
    if (size < RECORD_TAG || *length > size - RECORD_TAG)
        return ERR_TOOBIG;
    uint8_t nonce[CRYPTO_CCM_NONCE], aad[FRAME_HEADER];
    frame[FRAME_CTR] = (uint8_t)record->next;
    put_nonce(frame, record->next, nonce);
    put_aad(frame, aad);
    uint8_t *body = frame + FRAME_HEADER;
    if (!crypto_ccm(CRYPTO_SEAL, record->key, nonce, (struct crypto_bytes){aad, sizeof(aad)}, body,
                    body, *length - FRAME_HEADER, frame + *length))
        return ERR_GONE;
    record->next++;
    *length += RECORD_TAG;
    return ERR_NONE;
}

/* The smallest counter from `from` on with that low byte. */
static uint32_t counter_from(uint32_t from, uint8_t low)
{
    return from + (uint8_t)(low - (uint8_t)from);
}

static bool open_as(const struct record *record, uint32_t counter, const uint8_t *frame,
                    size_t body, uint8_t *plain)
{
    uint8_t nonce[CRYPTO_CCM_NONCE], aad[FRAME_HEADER], tag[RECORD_TAG];
    if (counter >= RECORD_FRAMES_MAX)
        return false;
    put_nonce(frame, counter, nonce);
    put_aad(frame, aad);
    memcpy(tag, frame + FRAME_HEADER + body, sizeof(tag));
    return crypto_ccm(CRYPTO_OPEN, record->key, nonce, (struct crypto_bytes){aad, sizeof(aad)},
                      frame + FRAME_HEADER, plain + FRAME_HEADER, body, tag);
}

enum record_result record_open(struct record *record, const uint8_t *frame, size_t length,
                               uint8_t *plain, size_t *plain_length, uint32_t *missing)
{
    *plain_length = 0;
    *missing = 0;
    if (length < FRAME_HEADER + 1 + RECORD_TAG)
        return RECORD_FORGED;
    size_t body = length - FRAME_HEADER - RECORD_TAG;
    uint8_t low = frame[FRAME_CTR];
    if (record->last && low == (uint8_t)(record->next - 1) &&
        open_as(record, record->next - 1, frame, body, plain)) {
        crypto_wipe(plain + FRAME_HEADER, body); /* nobody shall run it by mistake (D-45) */
        return RECORD_REPEAT;
    }
    uint32_t counter = counter_from(record->next, low);
    bool good = open_as(record, counter, frame, body, plain);
    if (!good && record->hint > counter && record->hint < RECORD_FRAMES_MAX) {
        /* More than 255 are missing, and the other end said how far it is. A hint may come in a
         * clear frame: it can only lead forward, never to a frame that was there already. */
        counter = counter_from(record->hint, low);
        good = open_as(record, counter, frame, body, plain);
    }
    if (!good)
        return RECORD_FORGED;
    memcpy(plain, frame, FRAME_HEADER);
    *plain_length = FRAME_HEADER + body;
    *missing = counter - record->next;
    record->next = counter + 1;
    record->last = true;
    return *missing ? RECORD_GAP : RECORD_NEXT;
}
