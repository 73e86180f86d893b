/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record - one direction of sealed frames: AES-128-CCM-8 over TYPE and fields.
 *
 *     key    = HKDF-Expand(transport key of Noise, "HALL/1 rec", 16)
 *     nonce  = SEC, SRC, DST, 0 x 6, counter (32 bits, big-endian)
 *     AAD    = DST, SRC, CTL without its five link bits (D-01), CTR
 *     frame  = DST SRC CTL CTR | sealed TYPE and fields | tag (8)
 *
 * CTR is the low byte of the counter. A receiver takes the smallest counter above the last
 * one with that low byte, so 255 frames in a row may be lost; the low byte of the last frame
 * is first tried as that frame once more (D-45): a link retry is no attack.
 *
 * Errors:  a frame that does not open changes nothing.
 * Threads: none; pure. No memory but this struct: the same code runs on a microcontroller.
 */
#ifndef PROTOCOL_RECORD_H
#define PROTOCOL_RECORD_H

#include "base/err.h"
#include "protocol/crypto.h"
#include "protocol/frame.h"

#define RECORD_KEY CRYPTO_CCM_KEY
#define RECORD_TAG CRYPTO_CCM_TAG
#define RECORD_FRAMES_MAX 0x80000000u /* of one key; then a new handshake */

struct record {
    uint8_t key[RECORD_KEY];
    uint32_t next; /* counter of the next frame */
    bool last;     /* receiving: next - 1 was taken, so it may come again */
    uint32_t hint; /* receiving: the other end says what comes is this or later; may be a lie */
};

/* The record key of a transport key; both ends of Noise make the same. */
bool record_derive(const uint8_t transport[CRYPTO_GCM_KEY], uint8_t key[RECORD_KEY]) MUST_CHECK;
/* next: counter of the first frame; at RECORD_FRAMES_MAX and above nothing opens or is sealed. */
void record_init(struct record *record, const uint8_t key[RECORD_KEY], uint32_t next);
void record_wipe(struct record *record);

/* frame: header and plain body (TYPE at least), *length of them, in a buffer of `size`. Writes CTR,
 * seals in place, appends the tag. ERR_TOOBIG without room, ERR_GONE at RECORD_FRAMES_MAX. */
enum err record_seal(struct record *record, uint8_t *frame, size_t size, size_t *length) MUST_CHECK;

enum record_result {
    RECORD_NEXT,
    RECORD_GAP,    /* good, but frames before it are missing */
    RECORD_REPEAT, /* good, the last one again: acknowledge, do not run */
    RECORD_FORGED, /* a wrong tag, too short, or a key past its limit */
};

/* plain: room for `length` bytes; for NEXT and GAP it gets header and plain body, *plain_length of
 * them, else nothing readable and 0. *missing: how many frames are missing before it. */
enum record_result record_open(struct record *record, const uint8_t *frame, size_t length,
                               uint8_t *plain, size_t *plain_length, uint32_t *missing) MUST_CHECK;

#endif
