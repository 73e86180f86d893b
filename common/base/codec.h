/* SPDX-License-Identifier: Apache-2.0 */
/*
 * codec - structs to bytes and back, driven by a table of fields.
 *
 * Protocol messages, view rows and journal facts are all described by such
 * tables (each folder makes its own with X-macros); this is the only code that
 * turns them into bytes (D-10).
 *
 * Bytes: integers little-endian; STR = u8 length + bytes; BYTES = u16 length +
 * bytes; RECORDS = u8 count, u8 stride, then count records of stride bytes, each
 * record holding fixed-size fields only. Fields are only ever appended: a decoder
 * ignores bytes behind the last field it knows and zero-fills fields that are not
 * there; inside records the stride does the same.
 *
 * In memory: STR is char[max + 1], always NUL-terminated; BYTES is
 * struct { uint16_t length; uint8_t at[max]; }; RECORDS is struct { uint8_t count;
 * struct rec list[max]; } (field.sub describes rec, field.inner is the offset of
 * `list` in it).
 *
 * Errors:  put: out->bad when it does not fit; get: in->bad on malformed bytes
 *          (a length above max, more records than max, a cut-off field). A struct
 *          that was read badly is zeroed.
 * Threads: none; pure.
 */
#ifndef BASE_CODEC_H
#define BASE_CODEC_H

#include <stddef.h>

#include "base/wire.h"

enum field_kind {
    FIELD_U8,
    FIELD_U16,
    FIELD_U32,
    FIELD_U64,
    FIELD_I16,
    FIELD_I64,
    FIELD_STR,
    FIELD_BYTES,
    FIELD_RECORDS
};

struct field_table;

struct field {
    const char *name;
    uint16_t offset;
    uint8_t kind;                  /* enum field_kind */
    uint16_t max;                  /* STR, BYTES: most bytes; RECORDS: most records */
    uint16_t inner;                /* RECORDS: offset of the list inside the struct */
    const struct field_table *sub; /* RECORDS */
};

struct field_table {
    const char *name;
    uint16_t size; /* of the struct in memory */
    uint16_t count;
    const struct field *fields;
};

/* For tables made with X-macros: what F, S and B of a schema are to be, fields of the struct
 * `self`, and the function table_NAME that gives its table. */
enum {
    CODEC_u8 = FIELD_U8,
    CODEC_u16 = FIELD_U16,
    CODEC_u32 = FIELD_U32,
    CODEC_u64 = FIELD_U64,
    CODEC_i16 = FIELD_I16,
    CODEC_i64 = FIELD_I64
};
#define CODEC_INT(type, name) {#name, (uint16_t)offsetof(self, name), CODEC_##type, 0, 0, NULL},
#define CODEC_STR(name, max) {#name, (uint16_t)offsetof(self, name), FIELD_STR, max, 0, NULL},
#define CODEC_BYTES(name, max) {#name, (uint16_t)offsetof(self, name), FIELD_BYTES, max, 0, NULL},
#define CODEC_TABLE(lower, type, ...)                                                            \
    static const struct field_table *table_##lower(void)                                         \
    {                                                                                            \
        typedef type self;                                                                       \
        static const struct field fields[] = {__VA_ARGS__};                                      \
        static const struct field_table table = {#lower, sizeof(self), countof(fields), fields}; \
        return &table;                                                                           \
    }

void codec_put(struct wire_out *out, const struct field_table *table, const void *from);
void codec_get(struct wire_in *in, const struct field_table *table, void *to);

/* Most bytes that codec_put can write for this table. */
size_t codec_size_max(const struct field_table *table);

/* "name=value name=value …" for logs and golden files. Bytes print as hex. Returns the length,
 * cut at size - 1. */
size_t codec_print(const struct field_table *table, const void *from, char *text, size_t size);
/* The same without fields that are zero or empty. */
size_t codec_print_said(const struct field_table *table, const void *from, char *text, size_t size);

#endif
