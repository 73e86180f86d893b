/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames: any bytes, fed whole, byte by byte and cut where the first byte says, give the
 * same frames and counters; what is handed out encodes to a frame that is taken again.
 */
#include <stdlib.h>
#include <string.h>

#include "protocol/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct heard {
    uint64_t digest;
    uint32_t count, bad;
};

static void check_round_trip(const uint8_t *frame, size_t length)
{
    static uint8_t wire[FRAME_WIRE_MAX(FRAME_MAX_BUS)], buffer[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
    struct frame_parser parser;
    const uint8_t *again;
    size_t n, m;
    if (length > FRAME_MAX_BUS || frame_encode(frame, length, wire, sizeof(wire), &n))
        abort();
    frame_parser_init(&parser, buffer, sizeof(buffer));
    if (frame_parser_feed(&parser, wire, n, &again, &m) != n || !again || m != length ||
        memcmp(again, frame, length) != 0)
        abort();
}

/* Chunks of `chunk` bytes; 0 = of any size, which `dice` decides. */
static struct heard hear(const uint8_t *bytes, size_t size, size_t chunk, uint32_t dice)
{
    uint8_t buffer[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
    struct frame_parser parser;
    struct heard heard = {0};
    frame_parser_init(&parser, buffer, sizeof(buffer));
    while (size) {
        const uint8_t *frame;
        dice = dice * 1664525u + 1013904223u;
        size_t cut = chunk ? chunk : 1 + (dice >> 24), length, most = size < cut ? size : cut;
        size_t n = frame_parser_feed(&parser, bytes, most, &frame, &length);
        if (n == 0 || n > most)
            abort();
        bytes += n;
        size -= n;
        if (!frame)
            continue;
        heard.count++;
        for (size_t i = 0; i < length; i++)
            heard.digest = (heard.digest ^ frame[i]) * 1099511628211u;
        check_round_trip(frame, length);
    }
    heard.bad = parser.bad;
    if (parser.taken != heard.count)
        abort();
    return heard;
}

static bool same(struct heard a, struct heard b)
{
    return a.count == b.count && a.digest == b.digest && a.bad == b.bad;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    struct heard whole = hear(data + 1, size - 1, SIZE_MAX, 0);
    if (!same(whole, hear(data + 1, size - 1, 1, 0)) ||
        !same(whole, hear(data + 1, size - 1, 1u + data[0], 0)) ||
        !same(whole, hear(data + 1, size - 1, 0, data[0])))
        abort();
    /* Any bytes are also a frame of ours. */
    if (size > FRAME_HEADER + 1 && size - 1 <= FRAME_MAX_BUS)
        check_round_trip(data + 1, size - 1);
    return 0;
}
