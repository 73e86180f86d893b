/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/frame.h"

#include <string.h>

#include "base/crc32c.h"

#define DELIMITER 0x00
#define FCS_SIZE 5
#define BLOCK_MAX 254 /* COBS: data bytes behind one code byte */
#define SHORT_RUN 16  /* up to here a loop is faster than a call */

static void fcs_put(uint8_t fcs[FCS_SIZE], const uint8_t *encoded, size_t length)
{
    uint32_t crc = crc32c(encoded, length);
    for (int i = 0; i < FCS_SIZE; i++)
        fcs[i] = (uint8_t)(0x80 | (crc >> 7 * i & 0x7f));
}

/* Returns the encoded length, 0 when it does not fit. A full block at the very end is not
 * followed by an empty one, so there is one encoding for each frame. */
static size_t cobs_encode(const uint8_t *from, size_t length, uint8_t *to, size_t size)
{
    size_t at = 0;
    bool open = true; /* a block is due: at the start and behind each zero */
    while (length || open) {
        size_t most = length < BLOCK_MAX ? length : BLOCK_MAX, run = 0;
        if (at == size)
            return 0;
        if (most > size - at - 1)
            most = size - at - 1;
        /* Byte by byte: messages are full of zeros, and blocks of two or three bytes are not worth
         * two calls of the library each. */
        uint8_t *block = to + at;
        for (; run < most && from[run] != DELIMITER; run++)
            block[run + 1] = from[run];
        block[0] = (uint8_t)(run + 1);
        at += run + 1;
        /* A full block says nothing about a zero behind it: the next one deals with that. */
        open = run < BLOCK_MAX && run < length;
        if (open && from[run] != DELIMITER)
            return 0; /* no room for the rest */
        from += run + open;
        length -= run + open;
    }
    return at;
}

/* In place; the decoded bytes are never longer than what was read. 0 when a block runs out. */
static size_t cobs_decode(uint8_t *bytes, size_t length)
{
    size_t from = 0, to = 0;
    while (from < length) {
        size_t code = bytes[from++];
        size_t run = code - 1; /* code is not 0: delimiters never get here */
        if (length - from < run)
            return 0;
        if (run > SHORT_RUN) {
            memmove(bytes + to, bytes + from, run);
            from += run;
            to += run;
        } else {
            for (; run; run--)
                bytes[to++] = bytes[from++];
        }
        if (code <= BLOCK_MAX && from < length)
            bytes[to++] = 0;
    }
    return to;
}

enum err frame_encode(const uint8_t *frame, size_t length, uint8_t *wire, size_t wire_size,
                      size_t *wire_length)
{
    *wire_length = 0;
    if (wire_size < 2 + FCS_SIZE)
        return ERR_TOOBIG;
    wire[0] = DELIMITER;
    size_t encoded = cobs_encode(frame, length, wire + 1, wire_size - 2 - FCS_SIZE);
    if (!encoded)
        return ERR_TOOBIG;
    fcs_put(wire + 1 + encoded, wire + 1, encoded);
    wire[1 + encoded + FCS_SIZE] = DELIMITER;
    *wire_length = encoded + FCS_SIZE + 2;
    return ERR_NONE;
}

void frame_parser_init(struct frame_parser *parser, uint8_t *buffer, size_t size)
{
    *parser = (struct frame_parser){.buffer = buffer, .size = size, .hunting = true};
}

/* The frame in the buffer is complete: its decoded length, 0 when it is none. */
static size_t finish(struct frame_parser *parser)
{
    size_t length = parser->length;
    parser->length = 0;
    if (length <= FCS_SIZE)
        return 0;
    length -= FCS_SIZE;
    uint8_t fcs[FCS_SIZE];
    fcs_put(fcs, parser->buffer, length);
    /* Before decoding: a CRC inside COBS would lose its Hamming distance. */
    if (memcmp(fcs, parser->buffer + length, FCS_SIZE) != 0)
        return 0;
    length = cobs_decode(parser->buffer, length);
    return length > FRAME_HEADER ? length : 0;
}

/* Bytes without a delimiter. */
static void collect(struct frame_parser *parser, const uint8_t *bytes, size_t count)
{
    if (parser->hunting || !count)
        return;
    /* `size` counts both delimiters, which are not kept. */
    if (parser->size < 2 || parser->size - 2 - parser->length < count) {
        parser->hunting = true;
        parser->bad++;
        return;
    }
    memcpy(parser->buffer + parser->length, bytes, count);
    parser->length += count;
}

size_t frame_parser_feed(struct frame_parser *parser, const uint8_t *bytes, size_t count,
                         const uint8_t **frame, size_t *frame_length)
{
    *frame = NULL;
    *frame_length = 0;
    size_t at = 0;
    while (at < count) {
        const uint8_t *end = memchr(bytes + at, DELIMITER, count - at);
        size_t run = end ? (size_t)(end - bytes) - at : count - at;
        collect(parser, bytes + at, run);
        at += run;
        if (!end)
            break;
        at++;
        bool whole = !parser->hunting && parser->length;
        parser->hunting = false;
        if (!whole) {
            parser->length = 0;
            continue;
        }
        *frame_length = finish(parser);
        if (*frame_length) {
            *frame = parser->buffer;
            parser->taken++;
            break;
        }
        parser->bad++;
    }
    return at;
}
