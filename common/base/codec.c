/* SPDX-License-Identifier: Apache-2.0 */
#include "base/codec.h"

#include <assert.h>
#include <string.h>

#include "base/base.h"

static size_t scalar_size(uint8_t kind)
{
    static const uint8_t size[] = {[FIELD_U8] = 1,  [FIELD_U16] = 2, [FIELD_U32] = 4,
                                   [FIELD_U64] = 8, [FIELD_I16] = 2, [FIELD_I64] = 8};
    return kind < countof(size) ? size[kind] : 0;
}

static uint64_t load(const void *at, size_t size)
{
    uint8_t v8;
    uint16_t v16;
    uint32_t v32;
    uint64_t v64;
    switch (size) {
    case 1:
        memcpy(&v8, at, 1);
        return v8;
    case 2:
        memcpy(&v16, at, 2);
        return v16;
    case 4:
        memcpy(&v32, at, 4);
        return v32;
    default:
        memcpy(&v64, at, 8);
        return v64;
    }
}

static void save(void *at, size_t size, uint64_t v)
{
    uint8_t v8 = (uint8_t)v;
    uint16_t v16 = (uint16_t)v;
    uint32_t v32 = (uint32_t)v;
    switch (size) {
    case 1:
        memcpy(at, &v8, 1);
        break;
    case 2:
        memcpy(at, &v16, 2);
        break;
    case 4:
        memcpy(at, &v32, 4);
        break;
    default:
        memcpy(at, &v, 8);
        break;
    }
}

/* Little-endian bytes of a number in memory, and back. Most of a message's time is spent in these
 * two: they are written so that a compiler makes one load and one store of them. */
static void to_bytes(uint8_t *bytes, size_t size, const void *at)
{
    uint64_t v = load(at, size);
    switch (size) {
    case 1:
        bytes[0] = (uint8_t)v;
        break;
    case 2:
        bytes[0] = (uint8_t)v;
        bytes[1] = (uint8_t)(v >> 8);
        break;
    default:
        for (size_t i = 0; i < size; i++)
            bytes[i] = (uint8_t)(v >> 8 * i);
        break;
    }
}

static void from_bytes(const uint8_t *bytes, size_t size, void *at)
{
    uint64_t v = 0;
    switch (size) {
    case 1:
        v = bytes[0];
        break;
    case 2:
        v = (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8;
        break;
    default:
        for (size_t i = 0; i < size; i++)
            v |= (uint64_t)bytes[i] << 8 * i;
        break;
    }
    save(at, size, v);
}

static void put_scalar(struct wire_out *out, size_t size, const void *at)
{
    uint8_t *bytes = wire_reserve(out, size);
    if (bytes)
        to_bytes(bytes, size, at);
}

/* Zero when it is not there. */
static void get_scalar(struct wire_in *in, size_t size, void *at)
{
    const uint8_t *bytes = wire_skip(in, size);
    if (bytes)
        from_bytes(bytes, size, at);
    else
        save(at, size, 0);
}

/* Records hold scalars only, so that their stride is fixed. */
static size_t record_stride(const struct field_table *sub)
{
    size_t stride = 0;
    for (uint16_t i = 0; i < sub->count; i++) {
        assert(scalar_size(sub->fields[i].kind));
        stride += scalar_size(sub->fields[i].kind);
    }
    return stride;
}

static void put_records(struct wire_out *out, const struct field *field, const uint8_t *at)
{
    const struct field_table *sub = field->sub;
    size_t stride = record_stride(sub);
    assert(at[0] <= field->max);
    wire_put_u8(out, at[0]);
    wire_put_u8(out, (uint8_t)stride);
    uint8_t *bytes = wire_reserve(out, at[0] * stride);
    const uint8_t *record = at + field->inner;
    for (uint8_t r = 0; bytes && r < at[0]; r++, record += sub->size)
        for (uint16_t i = 0; i < sub->count; i++) {
            size_t size = scalar_size(sub->fields[i].kind);
            to_bytes(bytes, size, record + sub->fields[i].offset);
            bytes += size;
        }
}

static void get_records(struct wire_in *in, const struct field *field, uint8_t *at)
{
    const struct field_table *sub = field->sub;
    uint8_t count = wire_get_u8(in), stride = wire_get_u8(in);
    if (count > field->max) {
        in->bad = true;
        return;
    }
    for (uint8_t r = 0; r < count; r++) {
        const uint8_t *bytes = wire_skip(in, stride);
        if (!bytes)
            return;
        uint8_t *record = at + field->inner + (size_t)r * sub->size;
        size_t left = stride;
        for (uint16_t i = 0; i < sub->count; i++) {
            size_t size = scalar_size(sub->fields[i].kind);
            if (left < size)
                break; /* an older sender: the rest stays zero */
            from_bytes(bytes, size, record + sub->fields[i].offset);
            bytes += size;
            left -= size;
        }
    }
    at[0] = count;
}

static void put_field(struct wire_out *out, const struct field *field, const uint8_t *at)
{
    switch (field->kind) {
    case FIELD_STR: {
        size_t n = strnlen((const char *)at, field->max);
        wire_put_u8(out, (uint8_t)n);
        wire_put_bytes(out, at, n);
        break;
    }
    case FIELD_BYTES: {
        uint16_t n;
        memcpy(&n, at, sizeof(n));
        assert(n <= field->max);
        wire_put_u16(out, n);
        wire_put_bytes(out, at + sizeof(n), n);
        break;
    }
    case FIELD_RECORDS:
        put_records(out, field, at);
        break;
    default:
        put_scalar(out, scalar_size(field->kind), at);
        break;
    }
}

static void get_field(struct wire_in *in, const struct field *field, uint8_t *at)
{
    switch (field->kind) {
    case FIELD_STR: {
        size_t n = wire_get_u8(in);
        if (n > field->max)
            in->bad = true;
        else
            wire_get_bytes(in, at, n);
        break;
    }
    case FIELD_BYTES: {
        uint16_t n = wire_get_u16(in);
        if (n > field->max) {
            in->bad = true;
            break;
        }
        wire_get_bytes(in, at + sizeof(n), n);
        memcpy(at, &n, sizeof(n));
        break;
    }
    case FIELD_RECORDS:
        get_records(in, field, at);
        break;
    default:
        get_scalar(in, scalar_size(field->kind), at);
        break;
    }
}

void codec_put(struct wire_out *out, const struct field_table *table, const void *from)
{
    for (uint16_t i = 0; i < table->count; i++)
        put_field(out, &table->fields[i], (const uint8_t *)from + table->fields[i].offset);
}

void codec_get(struct wire_in *in, const struct field_table *table, void *to)
{
    memset(to, 0, table->size);
    /* A message may end before any field (an older sender), never inside one. */
    for (uint16_t i = 0; i < table->count && wire_left(in); i++)
        get_field(in, &table->fields[i], (uint8_t *)to + table->fields[i].offset);
    if (in->bad)
        memset(to, 0, table->size);
}

size_t codec_size_max(const struct field_table *table)
{
    size_t size = 0;
    for (uint16_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        switch (field->kind) {
        case FIELD_STR:
            size += 1u + field->max;
            break;
        case FIELD_BYTES:
            size += 2u + field->max;
            break;
        case FIELD_RECORDS:
            size += 2u + field->max * record_stride(field->sub);
            break;
        default:
            size += scalar_size(field->kind);
            break;
        }
    }
    return size;
}
