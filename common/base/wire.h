/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wire - bounded little-endian reading and writing.
 *
 * Ownership: the caller owns the bytes; a cursor only points into them.
 * Errors:    sticky. The first overrun sets `bad`, later calls do nothing and
 *            read zeros, so a codec checks once at its end.
 */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire_out {
    uint8_t *at, *end;
    bool bad;
};

struct wire_in {
    const uint8_t *at, *end;
    bool bad;
};

void wire_put_u8(struct wire_out *out, uint8_t v);
void wire_put_u16(struct wire_out *out, uint16_t v);
void wire_put_u32(struct wire_out *out, uint32_t v);
void wire_put_u64(struct wire_out *out, uint64_t v);
void wire_put_bytes(struct wire_out *out, const void *bytes, size_t n);
/* Room for the next n bytes, which the caller fills; or NULL (then `bad` is set). */
uint8_t *wire_reserve(struct wire_out *out, size_t n);

uint8_t wire_get_u8(struct wire_in *in);
uint16_t wire_get_u16(struct wire_in *in);
uint32_t wire_get_u32(struct wire_in *in);
uint64_t wire_get_u64(struct wire_in *in);
/* Copies n bytes, or zeros when they are not there. */
void wire_get_bytes(struct wire_in *in, void *bytes, size_t n);
/* The next n bytes without copying, or NULL (then `bad` is set). */
const uint8_t *wire_skip(struct wire_in *in, size_t n);

size_t wire_left(const struct wire_in *in);

#endif
