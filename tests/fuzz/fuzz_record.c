/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records: the input is where the receiver stands (next, hint, 4 bytes each), then a list of
 * frames: {what, length, bytes} with any bytes, or true frames of a counter nearby that the bytes
 * are xored into. What does not open changes nothing; what opens is exactly a frame of the sender
 * with a counter above all before it; a true frame in the window always opens.
 */
#include <stdlib.h>
#include <string.h>

#include "protocol/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define BODY_MAX 64
#define FRAME_ROOM 512

static const uint8_t key[RECORD_KEY] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static uint32_t read32(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void check_opened(const struct record *before, const struct record *in,
                         enum record_result result, const uint8_t *frame, size_t length,
                         const uint8_t *plain, size_t plain_length, uint32_t missing)
{
    struct record out;
    uint8_t again[FRAME_ROOM];
    size_t n = plain_length;
    if (plain_length != length - RECORD_TAG || (result == RECORD_GAP) != (missing > 0) ||
        in->next != before->next + missing + 1 || !in->last || in->next > RECORD_FRAMES_MAX)
        abort();
    record_init(&out, key, in->next - 1);
    memcpy(again, plain, plain_length);
    if (record_seal(&out, again, sizeof(again), &n) || n != length ||
        memcmp(again, frame, length) != 0)
        abort();
}

static enum record_result try_frame(struct record *in, const uint8_t *frame, size_t length)
{
    /* Exactly as large as promised, so that a sanitizer sees one byte too many. */
    uint8_t *exact = malloc(length ? length : 1), *plain = malloc(length ? length : 1);
    const struct record before = *in;
    size_t plain_length;
    uint32_t missing;
    if (!exact || !plain)
        abort();
    memcpy(exact, frame, length);
    enum record_result result = record_open(in, exact, length, plain, &plain_length, &missing);
    if (result == RECORD_NEXT || result == RECORD_GAP)
        check_opened(&before, in, result, exact, length, plain, plain_length, missing);
    else if (memcmp(&before, in, sizeof(before)) != 0 || plain_length || missing)
        abort();
    free(exact);
    free(plain);
    return result;
}

static size_t seal_at(uint32_t counter, uint8_t body, uint8_t frame[FRAME_ROOM])
{
    const uint8_t header[FRAME_HEADER] = {0, 7, CTL_SEC_SEALED, 0};
    struct record out;
    size_t length = FRAME_HEADER + 1 + body % BODY_MAX;
    memcpy(frame, header, FRAME_HEADER);
    memset(frame + FRAME_HEADER, body, length - FRAME_HEADER);
    record_init(&out, key, counter);
    if (record_seal(&out, frame, FRAME_ROOM, &length))
        return 0; /* beyond the limit */
    return length;
}

/* change[0] steps from where the receiver stands; the rest is xored into the frame. */
static void try_true_frame(struct record *in, const uint8_t *change, size_t count)
{
    uint8_t frame[FRAME_ROOM];
    uint32_t step = count ? change[0] : 0, next = in->next;
    bool again = step == 255 && in->last, touched = false;
    size_t length = seal_at(again ? next - 1 : next + step, (uint8_t)count, frame);
    if (!length)
        return;
    for (size_t i = 1; i < count && i <= length; i++) {
        uint8_t bits = change[i];
        if (i - 1 == FRAME_CTL)
            bits &= (uint8_t)~CTL_LINK_BITS;
        frame[i - 1] ^= bits;
        touched |= bits != 0;
    }
    enum record_result want = again ? RECORD_REPEAT : step ? RECORD_GAP : RECORD_NEXT;
    if (try_frame(in, frame, length) != (touched ? RECORD_FORGED : want))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record in;
    if (size < 8)
        return 0;
    memset(&in, 0, sizeof(in));
    record_init(&in, key, read32(data));
    in.hint = read32(data + 4);
    data += 8;
    size -= 8;
    while (size >= 2) {
        size_t length = data[1] < size - 2 ? data[1] : size - 2;
        if (data[0] % 2)
            try_true_frame(&in, data + 2, length);
        else
            try_frame(&in, data + 2, length);
        data += 2 + length;
        size -= 2 + length;
    }
    return 0;
}
