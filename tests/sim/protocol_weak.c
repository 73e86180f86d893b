/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways to put frames on a wire that HALL/1 did not take (SPEC.md 1). The judge of the
 * wire error tests must find each of them out, or it proves nothing about ours.
 */
#include <string.h>

#include "base/crc32c.h"
#include "protocol_wire.h"

/* ---- a CRC of 16 bits inside COBS ---- */

#define CRC16_SIZE 2

static uint16_t crc16(const uint8_t *bytes, size_t length)
{
    uint32_t crc = 0xffff;
    for (size_t i = 0; i < length; i++) {
        crc ^= (uint32_t)bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
    }
    return (uint16_t)crc;
}

/* Short frames only: one block never ends by its size. */
static enum err inside_encode(const uint8_t *frame, size_t length, uint8_t *wire, size_t wire_size,
                              size_t *wire_length)
{
    uint8_t plain[200];
    if (length + CRC16_SIZE > sizeof(plain) || wire_size < length + CRC16_SIZE + 3)
        return ERR_TOOBIG;
    uint16_t crc = crc16(frame, length);
    memcpy(plain, frame, length);
    plain[length] = (uint8_t)(crc >> 8);
    plain[length + 1] = (uint8_t)crc;
    size_t n = 0;
    wire[n++] = 0;
    size_t code = n++;
    for (size_t i = 0; i < length + CRC16_SIZE; i++) {
        if (plain[i]) {
            wire[n++] = plain[i];
            continue;
        }
        wire[code] = (uint8_t)(n - code);
        code = n++;
    }
    wire[code] = (uint8_t)(n - code);
    wire[n++] = 0;
    *wire_length = n;
    return ERR_NONE;
}

static size_t inside_finish(uint8_t *bytes, size_t length)
{
    size_t from = 0, to = 0;
    while (from < length) {
        size_t code = bytes[from++], run = code - 1;
        if (length - from < run)
            return 0;
        memmove(bytes + to, bytes + from, run);
        from += run;
        to += run;
        if (from < length)
            bytes[to++] = 0;
    }
    if (to <= FRAME_HEADER + CRC16_SIZE)
        return 0;
    to -= CRC16_SIZE;
    return crc16(bytes, to) == (bytes[to] << 8 | bytes[to + 1]) ? to : 0;
}

static size_t inside_feed(struct frame_parser *parser, const uint8_t *bytes, size_t count,
                          const uint8_t **frame, size_t *frame_length)
{
    *frame = NULL;
    parser->hunting = false;
    for (size_t at = 0; at < count; at++) {
        if (bytes[at] && parser->length < parser->size) {
            parser->buffer[parser->length++] = bytes[at];
            continue;
        }
        *frame_length = inside_finish(parser->buffer, parser->length);
        parser->length = 0;
        if (!*frame_length)
            continue;
        *frame = parser->buffer;
        parser->taken++;
        return at + 1;
    }
    return count;
}

const struct wire_code wire_crc_inside = {"CRC-16 inside COBS", inside_encode, inside_feed};

/* ---- a length in front ---- */

#define START 0x7e
#define FRONT ((size_t)2) /* start, length */
#define CRC32_SIZE 4

static void crc32_put(uint8_t *to, const uint8_t *bytes, size_t length)
{
    uint32_t crc = crc32c(bytes, length);
    for (int i = 0; i < CRC32_SIZE; i++)
        to[i] = (uint8_t)(crc >> 8 * i);
}

static enum err first_encode(const uint8_t *frame, size_t length, uint8_t *wire, size_t wire_size,
                             size_t *wire_length)
{
    if (length > UINT8_MAX || wire_size < FRONT + length + CRC32_SIZE)
        return ERR_TOOBIG;
    wire[0] = START;
    wire[1] = (uint8_t)length;
    memcpy(wire + FRONT, frame, length);
    crc32_put(wire + FRONT + length, wire + 1, length + 1);
    *wire_length = FRONT + length + CRC32_SIZE;
    return ERR_NONE;
}

static size_t first_feed(struct frame_parser *parser, const uint8_t *bytes, size_t count,
                         const uint8_t **frame, size_t *frame_length)
{
    *frame = NULL;
    parser->hunting = false;
    for (size_t at = 0; at < count; at++) {
        if (!parser->length && bytes[at] != START)
            continue;
        parser->buffer[parser->length++] = bytes[at];
        if (parser->length < FRONT || parser->length < FRONT + parser->buffer[1] + CRC32_SIZE)
            continue;
        uint8_t crc[CRC32_SIZE];
        size_t length = parser->buffer[1];
        parser->length = 0;
        crc32_put(crc, parser->buffer + 1, length + 1);
        if (memcmp(crc, parser->buffer + FRONT + length, CRC32_SIZE) != 0)
            continue;
        *frame = parser->buffer + FRONT;
        *frame_length = length;
        parser->taken++;
        return at + 1;
    }
    return count;
}

const struct wire_code wire_length_first = {"length in front", first_encode, first_feed};

/* ---- HALL/1 with a bad memory ---- */

static size_t forgetful_feed(struct frame_parser *parser, const uint8_t *bytes, size_t count,
                             const uint8_t **frame, size_t *frame_length)
{
    parser->hunting = false;
    return frame_parser_feed(parser, bytes, count, frame, frame_length);
}

const struct wire_code wire_forgetful = {"forgetful", frame_encode, forgetful_feed};
