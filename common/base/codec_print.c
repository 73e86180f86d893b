/* SPDX-License-Identifier: Apache-2.0 */
/* codec_print apart: a microcontroller takes codec.c and has no printf. */
#include "base/codec.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"

struct text {
    char *at;
    size_t length, size;
};

PRINTF_LIKE(2, 3) static void print(struct text *text, const char *fmt, ...)
{
    if (text->length + 1 >= text->size)
        return;
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text->at + text->length, text->size - text->length, fmt, args);
    va_end(args);
    if (n > 0)
        text->length += (size_t)n;
    if (text->length >= text->size)
        text->length = text->size - 1;
}

/* Integers lie in structs, so they are where their type may be. */
static void print_scalar(struct text *text, uint8_t kind, const void *at)
{
    switch (kind) {
    case FIELD_U8:
        print(text, "%u", *(const uint8_t *)at);
        break;
    case FIELD_U16:
        print(text, "%u", *(const uint16_t *)at);
        break;
    case FIELD_U32:
        print(text, "%" PRIu32, *(const uint32_t *)at);
        break;
    case FIELD_U64:
        print(text, "%" PRIu64, *(const uint64_t *)at);
        break;
    case FIELD_I16:
        print(text, "%d", *(const int16_t *)at);
        break;
    default:
        print(text, "%" PRId64, *(const int64_t *)at);
        break;
    }
}

static void print_records(struct text *text, const struct field *field, const uint8_t *at)
{
    const struct field_table *sub = field->sub;
    print(text, "[");
    for (uint8_t r = 0; r < at[0]; r++) {
        print(text, "%s(", r ? " " : "");
        for (uint16_t i = 0; i < sub->count; i++) {
            print(text, "%s%s=", i ? " " : "", sub->fields[i].name);
            print_scalar(text, sub->fields[i].kind,
                         at + field->inner + (size_t)r * sub->size + sub->fields[i].offset);
        }
        print(text, ")");
    }
    print(text, "]");
}

static void print_field(struct text *text, const struct field *field, const uint8_t *at)
{
    uint16_t n;
    switch (field->kind) {
    case FIELD_STR:
        print(text, "\"%s\"", (const char *)at);
        break;
    case FIELD_BYTES:
        memcpy(&n, at, sizeof(n));
        for (uint16_t i = 0; i < n; i++)
            print(text, "%02x", at[sizeof(n) + i]);
        break;
    case FIELD_RECORDS:
        print_records(text, field, at);
        break;
    default:
        print_scalar(text, field->kind, at);
        break;
    }
}

static bool says_nothing(const struct field *field, const uint8_t *at)
{
    static const uint8_t widths[] = {[FIELD_U8] = 1,  [FIELD_U16] = 2, [FIELD_U32] = 4,
                                     [FIELD_U64] = 8, [FIELD_I16] = 2, [FIELD_I64] = 8};
    size_t width = field->kind < countof(widths) && widths[field->kind] ? widths[field->kind] : 1;
    for (size_t i = 0; i < width; i++)
        if (at[i])
            return false;
    return true;
}

size_t codec_print_said(const struct field_table *table, const void *from, char *text, size_t size)
{
    struct text out = {text, 0, size};
    if (size)
        text[0] = '\0';
    for (uint16_t i = 0; i < table->count; i++) {
        const uint8_t *at = (const uint8_t *)from + table->fields[i].offset;
        if (says_nothing(&table->fields[i], at))
            continue;
        print(&out, "%s%s=", out.length ? " " : "", table->fields[i].name);
        print_field(&out, &table->fields[i], at);
    }
    return out.length;
}

size_t codec_print(const struct field_table *table, const void *from, char *text, size_t size)
{
    struct text out = {text, 0, size};
    if (size)
        text[0] = '\0';
    for (uint16_t i = 0; i < table->count; i++) {
        print(&out, "%s%s=", i ? " " : "", table->fields[i].name);
        print_field(&out, &table->fields[i], (const uint8_t *)from + table->fields[i].offset);
    }
    return out.length;
}
