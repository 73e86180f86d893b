/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame - bytes on the wire to frames and back, the same on TCP and RS-485.
 *
 *     00 | COBS(DST SRC CTL CTR BODY… [TAG]) | FCS0..FCS4 | 00
 *
 * FCS5: c = CRC-32C(encoded bytes between the leading 00 and the FCS);
 * byte[i] = 0x80 | (c >> 7*i & 0x7f). Checked before decoding (SPEC.md 1).
 * A frame handed out or in is always *decoded*: header, body, tag.
 *
 * Ownership: the caller owns all buffers. Errors: frame_parser_feed never fails, it
 * counts. Threads: none; pure, no timers.
 */
#ifndef PROTOCOL_FRAME_H
#define PROTOCOL_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"
#include "base/err.h"

#define FRAME_HEADER 4
#define FRAME_MAX_BUS 250  /* decoded bytes on RS-485 */
#define FRAME_MAX_TCP 8192 /* decoded bytes on TCP */
/* The longest frame this build handles: a microcontroller on a line never sees a longer one. */
#ifdef PROTOCOL_STATION
#define FRAME_MAX FRAME_MAX_BUS
#else
#define FRAME_MAX FRAME_MAX_TCP
#endif
/* Wire bytes of a decoded frame of n bytes, both delimiters included. */
#define FRAME_WIRE_MAX(n) ((n) + (n) / 254 + 1 + 5 + 2)

#define FRAME_DST 0
#define FRAME_SRC 1
#define FRAME_CTL 2
#define FRAME_CTR 3

#define ADDRESS_CONTROLLER 0x00
#define ADDRESS_STATION_MIN 0x01
#define ADDRESS_STATION_MAX 0xEF
#define ADDRESS_GROUP_PADS 0xF0
#define ADDRESS_GROUP_STRIPS 0xF1
#define ADDRESS_GROUP_RATING 0xF2
#define ADDRESS_UNASSIGNED 0xFE
#define ADDRESS_ALL 0xFF

/* CTL: b7..6 security, the low bits belong to whoever sends on the line (D-01). */
#define CTL_SEC_CLEAR 0x00
#define CTL_SEC_SEALED 0x40
#define CTL_SEC_GROUP 0x80
#define CTL_SEC_HANDSHAKE 0xC0
#define CTL_SEC_MASK 0xC0
#define CTL_OPEN 0x20 /* from the master: line stays open; from a station: MORE waits */
#define CTL_ACKREQ 0x10
#define CTL_KEYPHASE 0x08
#define CTL_ACK_MASK 0x07
#define CTL_LINK_BITS (CTL_OPEN | CTL_ACKREQ | CTL_ACK_MASK)

/* Writes delimiter, COBS, FCS5, delimiter. ERR_TOOBIG when wire_size is too small. *wire_length
 * gets the bytes written. */
enum err frame_encode(const uint8_t *frame, size_t length, uint8_t *wire, size_t wire_size,
                      size_t *wire_length) MUST_CHECK;

struct frame_parser {
    uint8_t *buffer; /* caller's, holds the encoded bytes of one frame, decoded in place */
    size_t size, length;
    bool hunting;        /* until the next delimiter: an overlong run is being skipped */
    uint32_t bad, taken; /* frames refused, frames handed out */
};

/* `size` bounds the encoded frame: FRAME_WIRE_MAX(FRAME_MAX_BUS or _TCP). */
void frame_parser_init(struct frame_parser *parser, uint8_t *buffer, size_t size);
/* Takes bytes until a frame is complete or they are used up; returns how many it took. When a good
 * frame ended, *frame points to its decoded bytes (inside the buffer, valid until the next feed)
 * and *frame_length is at least FRAME_HEADER + 1; else *frame is NULL. */
size_t frame_parser_feed(struct frame_parser *parser, const uint8_t *bytes, size_t count,
                         const uint8_t **frame, size_t *frame_length);

#endif
