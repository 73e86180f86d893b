/* SPDX-License-Identifier: Apache-2.0 */
#include "schema/catalogue.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "protocol/view.h"

static void type_of(const struct field *field, char *text)
{
    static const char *const kinds[] =
        {[FIELD_U8] = "u8",   [FIELD_U16] = "u16", [FIELD_U32] = "u32", [FIELD_U64] = "u64",
         [FIELD_I16] = "i16", [FIELD_I64] = "i64", [FIELD_STR] = "str", [FIELD_BYTES] = "bytes"};
    if (field->kind == FIELD_RECORDS)
        snprintf(text, CATALOGUE_NAME, "%s[%u]", field->sub->name, field->max);
    else if (field->max)
        snprintf(text, CATALOGUE_NAME, "%s%u", kinds[field->kind], field->max);
    else
        snprintf(text, CATALOGUE_NAME, "%s", kinds[field->kind]);
}

static struct catalogue_entry *add(struct catalogue *catalogue, enum catalogue_kind kind,
                                   const struct field_table *table)
{
    assert(catalogue->count < CATALOGUE_ENTRIES_MAX && table->count <= CATALOGUE_FIELDS_MAX);
    struct catalogue_entry *entry = &catalogue->entries[catalogue->count++];
    entry->kind = kind;
    entry->table = table;
    snprintf(entry->name, sizeof(entry->name), "%s", table->name);
    for (size_t i = 0; entry->name[i]; i++)
        entry->upper[i] = (char)toupper((unsigned char)entry->name[i]);
    entry->count = table->count;
    entry->most = (uint32_t)codec_size_max(table);
    for (uint16_t i = 0; i < table->count; i++) {
        struct catalogue_field *field = &entry->fields[i];
        snprintf(field->name, sizeof(field->name), "%s", table->fields[i].name);
        type_of(&table->fields[i], field->type);
    }
    return entry;
}

struct line {
    uint8_t code;
    const char *direction, *security;
    bool station;
};
#define X(lower, UPPER, code, direction, security) {code, #direction, #security, true},
static const struct line station_lines[] = {MESSAGES_STATION(X)};
#undef X
#define X(lower, UPPER, code, direction, security) {code, #direction, #security, false},
static const struct line hall_lines[] = {MESSAGES_HALL(X)};
#undef X

static const struct line *line_of(uint8_t code)
{
    for (size_t i = 0; i < countof(station_lines); i++)
        if (station_lines[i].code == code)
            return &station_lines[i];
    for (size_t i = 0; i < countof(hall_lines); i++)
        if (hall_lines[i].code == code)
            return &hall_lines[i];
    return NULL;
}

static void add_message(struct catalogue *catalogue, const struct line *line)
{
    struct catalogue_entry *entry = add(catalogue, CATALOGUE_MESSAGE, message_table(line->code));
    entry->code = line->code;
    entry->most++; /* TYPE */
    entry->station = line->station;
    snprintf(entry->direction, sizeof(entry->direction), "%s", line->direction);
    snprintf(entry->security, sizeof(entry->security), "%s", line->security);
}

/* The records are known by the fields that hold them. */
static void add_records(struct catalogue *catalogue)
{
    uint32_t messages = catalogue->count;
    for (uint32_t i = 0; i < messages; i++) {
        const struct field_table *table = catalogue->entries[i].table;
        for (uint16_t f = 0; f < table->count; f++) {
            struct catalogue_entry like = {.kind = CATALOGUE_RECORD};
            if (table->fields[f].kind != FIELD_RECORDS)
                continue;
            snprintf(like.name, sizeof(like.name), "%s", table->fields[f].sub->name);
            if (!catalogue_find(catalogue, &like))
                add(catalogue, CATALOGUE_RECORD, table->fields[f].sub);
        }
    }
}

void catalogue_compiled(struct catalogue *catalogue)
{
    memset(catalogue, 0, sizeof(*catalogue));
    catalogue->revision = SCHEMA_REV;
    for (unsigned code = 0; code <= UINT8_MAX; code++) {
        const struct line *line = line_of((uint8_t)code);
        if (line)
            add_message(catalogue, line);
    }
    add_records(catalogue);
    for (unsigned kind = 1; kind < ROW_TYPE_COUNT; kind++)
        add(catalogue, CATALOGUE_ROW, row_table((uint8_t)kind))->code = (uint8_t)kind;
}

const struct catalogue_entry *catalogue_find(const struct catalogue *catalogue,
                                             const struct catalogue_entry *like)
{
    for (uint32_t i = 0; i < catalogue->count; i++) {
        const struct catalogue_entry *entry = &catalogue->entries[i];
        if (entry->kind != like->kind)
            continue;
        if (like->kind == CATALOGUE_RECORD ? strcmp(entry->name, like->name) == 0
                                           : entry->code == like->code)
            return entry;
    }
    return NULL;
}

const char *catalogue_kind_name(enum catalogue_kind kind)
{
    static const char *const names[] =
        {[CATALOGUE_MESSAGE] = "message", [CATALOGUE_RECORD] = "record", [CATALOGUE_ROW] = "row"};
    return names[kind];
}
