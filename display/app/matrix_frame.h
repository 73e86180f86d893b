/* SPDX-License-Identifier: Apache-2.0 */
/*
 * matrix_frame - the frames of docs/matrix.md: dots to a panel, its answers back.
 *
 * Threads: none; pure.
 */
#ifndef APP_MATRIX_FRAME_H
#define APP_MATRIX_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define MATRIX_PACKET_MAX 1400 /* of a network, in one datagram */
#define MATRIX_SERIAL_MAX 512
#define MATRIX_HEADER 24
#define MATRIX_CRC 4
#define MATRIX_ANSWER 16
#define MATRIX_PLANES_MAX 3

struct matrix_size {
    uint16_t w, h;
    uint8_t planes;
};

/* Bytes of a row. */
size_t matrix_stride(const struct matrix_size *size);
/* Rows that go into a packet of at most `most` bytes. Every row that a definition allows does. */
uint16_t matrix_rows_fit(const struct matrix_size *size, size_t most);

struct matrix_part {
    uint32_t number; /* of the picture */
    uint16_t row, rows;
    uint8_t brightness;
    bool last, whole;
};
/* `picture` = all its rows. Returns the bytes of the packet. */
size_t matrix_packet(const struct matrix_size *size, const uint8_t *picture,
                     const struct matrix_part *part, uint8_t packet[MATRIX_PACKET_MAX]);

enum matrix_said { MATRIX_SHOWN, MATRIX_NOT_MINE, MATRIX_FAULT };
struct matrix_answer {
    uint8_t said; /* enum matrix_said; another code = a fault */
    uint32_t number;
};
/* False: these bytes are no answer. */
bool matrix_answer(const uint8_t *bytes, size_t count, struct matrix_answer *answer);

/* Answers in a stream of bytes. Zeroed = nothing yet. */
struct matrix_stream {
    uint8_t bytes[MATRIX_ANSWER];
    size_t count;
};
/* True when this byte ends one. */
bool matrix_stream_byte(struct matrix_stream *stream, uint8_t byte, struct matrix_answer *answer);

#endif
