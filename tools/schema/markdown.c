/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "protocol/message.h"
#include "schema/notes.h"
#include "schema/words.h"
#include "schema/writers.h"

static const char *direction_text(const char *direction)
{
    return strcmp(direction, "D2C") == 0   ? "device to controller"
           : strcmp(direction, "C2D") == 0 ? "controller to device"
                                           : "both ways";
}

static void put_intro(const struct catalogue *catalogue, FILE *out)
{
    fprintf(out,
            "# Messages, rows and codes of HALL/1\n\n"
            "Made from protocol/schema.def, protocol/bits.h and common/domain/vocab.h by `ninja "
            "schema`; not to be\nedited. Version %u, schema revision %u. "
            "[SPEC.md](../protocol/SPEC.md) says how they travel; what was published is\n"
            "never taken back (protocol/schema.lock). D-… are decisions "
            "([decisions](decisions/README.md)), R-… rules of the hall ([rules](rules.md)).\n\n"
            "TYPE is one byte, then the fields in this order, integers little-endian. `strN`: u8 "
            "length and at most\nN bytes of UTF-8. `bytesN`: u16 length and at most N bytes. "
            "`name[N]`: u8 count, u8 stride, then count\nrecords of stride bytes. `since` is the "
            "schema revision that brought a field: an older sender's body ends\nbefore it, and "
            "what is not there is 0 or empty.\n\n"
            "`target`: a window, or 8000 (hexadecimal) + a room. `prefix`: the letters of a "
            "ticket, "
            "the first in the low byte.\n`…_ms`: milliseconds of UTC. `view`: kind << 12 | number. "
            "`session`, `seq`: the name of a command (SPEC.md, commands).\n\n",
            PROTO_VERSION, catalogue->revision);
}

static void put_overview(const struct catalogue *catalogue, FILE *out)
{
    fprintf(out,
            "## Messages\n\n"
            "*Security*: CLEAR may go without a key (the closed list), HANDSHAKE in a frame of its "
            "own, SEALED with the key\nof the session, GROUP and EITHER with the key of the line "
            "or of one device's session. *Line*: stations on RS-485 send or take it;\nthe others "
            "travel on TCP "
            "only. *Most*: bytes of the longest body, TYPE included.\n\n"
            "| code | message | direction | security | line | most | since |\n"
            "|---|---|---|---|---|---|---|\n");
    for (uint32_t i = 0; i < catalogue->count; i++) {
        const struct catalogue_entry *entry = &catalogue->entries[i];
        if (entry->kind == CATALOGUE_MESSAGE)
            fprintf(out, "| %02x | [%s](#%s) | %s | %s | %s | %u | %u |\n", entry->code,
                    entry->upper, entry->name, direction_text(entry->direction), entry->security,
                    entry->station ? "yes" : "", entry->most, entry->since);
    }
}

static void put_fields(const struct catalogue_entry *entry, FILE *out)
{
    fprintf(out, "| field | type | codes | since |\n|---|---|---|---|\n");
    for (uint32_t i = 0; i < entry->count; i++) {
        const struct catalogue_field *field = &entry->fields[i];
        const struct vocabulary *words = words_of(entry, field);
        fprintf(out, "| %s | %s | ", field->name, field->type);
        if (words)
            fprintf(out, "[%s](#codes-%s) ", words->key, words->key);
        fprintf(out, "| %u |\n", field->since);
    }
}

static void put_entry(const struct catalogue_entry *entry, const char *schema_def, FILE *out)
{
    char note[NOTE_MAX];
    if (entry->kind == CATALOGUE_MESSAGE)
        fprintf(out, "\n<a id=\"%s\"></a>\n### %02x %s\n\n", entry->name, entry->code,
                entry->upper);
    else if (entry->kind == CATALOGUE_ROW)
        fprintf(out, "\n### Row %u: %s\n\n", entry->code, entry->name);
    else
        fprintf(out, "\n### Record %s\n\n", entry->name);
    if (notes_find(schema_def, entry, note))
        fprintf(out, "%c%s\n\n", toupper((unsigned char)*note), note + 1);
    put_fields(entry, out);
}

static void put_all(const struct catalogue *catalogue, enum catalogue_kind kind,
                    const char *schema_def, FILE *out)
{
    for (uint32_t i = 0; i < catalogue->count; i++)
        if (catalogue->entries[i].kind == kind)
            put_entry(&catalogue->entries[i], schema_def, out);
}

static void put_codes(FILE *out)
{
    const struct vocabulary *words;
    fprintf(out, "\n## Codes\n\nCodes are decimal, bits of flags hexadecimal. 0 where no line has "
                 "it: not said. An unknown code is\nshown as a number and treated as not said.\n");
    for (size_t i = 0; (words = words_each(i)); i++) {
        bool bits = strstr(words->key, "flag") || strcmp(words->key, "capability") == 0 ||
                    strcmp(words->key, "watch") == 0;
        fprintf(out,
                "\n<a id=\"codes-%s\"></a>\n### %s\n\n| code | name | meaning |\n|---|---|---|\n",
                words->key, words->title);
        for (size_t k = 0; k < words->count; k++)
            fprintf(out, bits ? "| %04x | %s | %s |\n" : "| %u | %s | %s |\n", words->words[k].code,
                    words->words[k].name, words->words[k].text);
    }
}

void write_markdown(const struct catalogue *catalogue, const char *schema_def, FILE *out)
{
    put_intro(catalogue, out);
    put_overview(catalogue, out);
    put_all(catalogue, CATALOGUE_MESSAGE, schema_def, out);
    fprintf(out, "\n## Records\n");
    put_all(catalogue, CATALOGUE_RECORD, schema_def, out);
    fprintf(out, "\n## Rows\n\nIn ROWS and DELTA: kind u8, key u32, ver u32, len u16, then these "
                 "fields, at most 64 bytes. Kind + 128 with len 0: the row is gone.\n");
    put_all(catalogue, CATALOGUE_ROW, schema_def, out);
    put_codes(out);
}
