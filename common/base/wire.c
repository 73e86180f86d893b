/* SPDX-License-Identifier: Apache-2.0 */
#include "base/wire.h"

#include <string.h>

uint8_t *wire_reserve(struct wire_out *out, size_t n)
{
    if (out->bad || (size_t)(out->end - out->at) < n) {
        out->bad = true;
        return NULL;
    }
    uint8_t *at = out->at;
    out->at += n;
    return at;
}

const uint8_t *wire_skip(struct wire_in *in, size_t n)
{
    if (in->bad || (size_t)(in->end - in->at) < n) {
        in->bad = true;
        return NULL;
    }
    const uint8_t *at = in->at;
    in->at += n;
    return at;
}

static void put_le(struct wire_out *out, uint64_t v, size_t n)
{
    uint8_t *p = wire_reserve(out, n);
    for (size_t i = 0; p && i < n; i++)
        p[i] = (uint8_t)(v >> (8 * i));
}

static uint64_t get_le(struct wire_in *in, size_t n)
{
    const uint8_t *p = wire_skip(in, n);
    uint64_t v = 0;
    for (size_t i = 0; p && i < n; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return v;
}

void wire_put_u8(struct wire_out *out, uint8_t v)
{
    put_le(out, v, 1);
}

void wire_put_u16(struct wire_out *out, uint16_t v)
{
    put_le(out, v, 2);
}

void wire_put_u32(struct wire_out *out, uint32_t v)
{
    put_le(out, v, 4);
}

void wire_put_u64(struct wire_out *out, uint64_t v)
{
    put_le(out, v, 8);
}

void wire_put_bytes(struct wire_out *out, const void *bytes, size_t n)
{
    uint8_t *p = wire_reserve(out, n);
    if (p && n)
        memcpy(p, bytes, n);
}

uint8_t wire_get_u8(struct wire_in *in)
{
    return (uint8_t)get_le(in, 1);
}

uint16_t wire_get_u16(struct wire_in *in)
{
    return (uint16_t)get_le(in, 2);
}

uint32_t wire_get_u32(struct wire_in *in)
{
    return (uint32_t)get_le(in, 4);
}

uint64_t wire_get_u64(struct wire_in *in)
{
    return get_le(in, 8);
}

void wire_get_bytes(struct wire_in *in, void *bytes, size_t n)
{
    const uint8_t *p = wire_skip(in, n);
    if (!n)
        return;
    if (p)
        memcpy(bytes, p, n);
    else
        memset(bytes, 0, n);
}

size_t wire_left(const struct wire_in *in)
{
    return in->bad ? 0 : (size_t)(in->end - in->at);
}
