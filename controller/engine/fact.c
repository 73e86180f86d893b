/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/fact.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define X(lower, UPPER, code) \
    CODEC_TABLE(lower, struct fact_##lower, FACT_##UPPER(CODEC_INT, CODEC_STR))
FACTS(X)
#undef X

const struct field_table *fact_table(uint8_t kind)
{
    switch (kind) {
#define X(lower, UPPER, code) \
    case code:                \
        return table_##lower();
        FACTS(X)
#undef X
    default:
        return NULL;
    }
}

const char *fact_name(uint8_t kind)
{
    const struct field_table *table = fact_table(kind);
    return table ? table->name : "?";
}

size_t fact_used(uint8_t kind)
{
    static const uint16_t used[FACT_KIND_COUNT] = {
#define X(lower, UPPER, code) [code] = offsetof(struct fact, lower) + sizeof(struct fact_##lower),
        FACTS(X)
#undef X
    };
    assert(kind < FACT_KIND_COUNT && used[kind]);
    return used[kind];
}

/* All members of the union start at one address; the table says how long the one is. */
static const void *body_of(const struct fact *fact)
{
    return &fact->day_opened;
}

void fact_put(struct wire_out *out, const struct fact *fact)
{
    const struct field_table *table = fact_table(fact->kind);
    assert(table);
    uint8_t bytes[FACT_BYTES_MAX];
    struct wire_out body = {bytes, bytes + sizeof(bytes), false};
    codec_put(&body, table, body_of(fact));
    assert(!body.bad);

    uint16_t length = (uint16_t)(body.at - bytes);
    wire_put_u8(out, fact->kind);
    wire_put_u64(out, (uint64_t)fact->at);
    wire_put_u16(out, length);
    wire_put_bytes(out, bytes, length);
}

void fact_get(struct wire_in *in, struct fact *fact)
{
    *fact = (struct fact){0};
    uint8_t kind = wire_get_u8(in);
    msec at = (msec)wire_get_u64(in);
    uint16_t length = wire_get_u16(in);
    const uint8_t *bytes = wire_skip(in, length);
    const struct field_table *table = fact_table(kind);
    if (!bytes || !table) {
        in->bad = true;
        return;
    }
    /* The length lets a newer version's longer fact of a known kind be read by its head. */
    struct wire_in body = {bytes, bytes + length, false};
    codec_get(&body, table, &fact->day_opened);
    if (body.bad) {
        in->bad = true;
        *fact = (struct fact){0};
        return;
    }
    fact->kind = kind;
    fact->at = at;
}

size_t fact_print(const struct fact *fact, char *text, size_t size)
{
    const struct field_table *table = fact_table(fact->kind);
    int n = snprintf(text, size, "%s ", fact_name(fact->kind));
    size_t used = n < 0 ? 0 : (size_t)n;
    if (used >= size)
        return size ? size - 1 : 0;
    return used + (table ? codec_print_said(table, body_of(fact), text + used, size - used) : 0);
}
