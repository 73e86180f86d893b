/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "protocol/frame.h"
#include "protocol/view.h"
#include "schema/writers.h"

#define WORD_MAX 64 /* libFuzzer drops longer ones */

static void put_word(const char *name, const char *part, const uint8_t *bytes, size_t length,
                     FILE *out)
{
    fprintf(out, "%s%s=\"", name, part);
    for (size_t i = 0; i < length; i++)
        fprintf(out, "\\x%02x", bytes[i]);
    fprintf(out, "\"\n");
}

/* The body with every field zero, if a word may be as long. */
static size_t empty_body(const struct catalogue_entry *entry, uint8_t *bytes, size_t at)
{
    static const union {
        struct message message;
        uint8_t row[1024];
    } zero;
    struct wire_out out = {bytes + at, bytes + WORD_MAX, false};
    codec_put(&out, entry->table, &zero);
    return out.bad ? 0 : (size_t)(out.at - bytes);
}

static void put_message(const struct catalogue_entry *entry, FILE *out)
{
    uint8_t bytes[WORD_MAX] = {entry->code};
    size_t length = empty_body(entry, bytes, 1);
    put_word(entry->name, "", bytes, 1, out);
    if (length)
        put_word(entry->name, "_empty", bytes, length, out);
}

static void put_row(const struct catalogue_entry *entry, FILE *out)
{
    uint8_t bytes[WORD_MAX] = {entry->code, 7, 0, 0, 0, 1, 0, 0, 0};
    size_t length = empty_body(entry, bytes, ROW_HEAD);
    bytes[9] = (uint8_t)(length ? length - ROW_HEAD : 0);
    put_word("row_", entry->name, bytes, length ? length : ROW_HEAD, out);
    bytes[0] |= ROW_TOMBSTONE;
    bytes[9] = 0;
    put_word("gone_", entry->name, bytes, ROW_HEAD, out);
}

/* DST, SRC, CTL: both directions with each security, and the numbers that break things. */
static void put_common(FILE *out)
{
    static const uint8_t security[] = {0, CTL_SEC_SEALED, CTL_SEC_GROUP, CTL_SEC_HANDSHAKE};
    char name[16];
    for (size_t i = 0; i < sizeof(security); i++) {
        const uint8_t up[] = {ADDRESS_CONTROLLER, 1, security[i]},
                      down[] = {1, ADDRESS_CONTROLLER, security[i]};
        snprintf(name, sizeof(name), "%zu", i);
        put_word("up_", name, up, sizeof(up), out);
        put_word("down_", name, down, sizeof(down), out);
    }
    put_word("all", "", (const uint8_t[]){ADDRESS_ALL, 0, CTL_SEC_GROUP}, 3, out);
    put_word("delimiter", "", (const uint8_t[]){0}, 1, out);
    put_word("block", "", (const uint8_t[]){0xff}, 1, out);
    put_word("room", "", (const uint8_t[]){1, 0x80}, 2, out);
    put_word("most16", "", (const uint8_t[]){0xff, 0xff}, 2, out);
    put_word("most32", "", (const uint8_t[]){0xff, 0xff, 0xff, 0xff}, 4, out);
}

void write_dictionary(const struct catalogue *catalogue, FILE *out)
{
    fprintf(out,
            "# Words of HALL/1 for libFuzzer, made from protocol/schema.def by `ninja schema`.\n");
    put_common(out);
    for (uint32_t i = 0; i < catalogue->count; i++) {
        if (catalogue->entries[i].kind == CATALOGUE_MESSAGE)
            put_message(&catalogue->entries[i], out);
        else if (catalogue->entries[i].kind == CATALOGUE_ROW)
            put_row(&catalogue->entries[i], out);
    }
}
