/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "protocol/view.h"
#include "schema/words.h"
#include "schema/writers.h"

#define MARK "-- TABLES\n"

static void put_fields(const struct catalogue *catalogue, const struct catalogue_entry *entry,
                       FILE *out);

/* {"name", "kind", max, words or fields of a record} */
static void put_field(const struct catalogue *catalogue, const struct catalogue_entry *entry,
                      uint32_t at, FILE *out)
{
    const struct catalogue_field *field = &entry->fields[at];
    const struct field *coded = &entry->table->fields[at];
    const struct vocabulary *words = words_of(entry, field);
    if (coded->kind == FIELD_RECORDS) {
        struct catalogue_entry like = {.kind = CATALOGUE_RECORD};
        snprintf(like.name, sizeof(like.name), "%s", coded->sub->name);
        fprintf(out, "{\"%s\", \"list\", %u, ", field->name, coded->max);
        put_fields(catalogue, catalogue_find(catalogue, &like), out);
        fprintf(out, "}");
    } else if (coded->max) {
        fprintf(out, "{\"%s\", \"%s\", %u}", field->name,
                coded->kind == FIELD_STR ? "str" : "bytes", coded->max);
    } else if (words && words->whole) {
        fprintf(out, "{\"%s\", \"%s\", 0, \"%s\"}", field->name, field->type, words->key);
    } else {
        fprintf(out, "{\"%s\", \"%s\"}", field->name, field->type);
    }
}

static void put_fields(const struct catalogue *catalogue, const struct catalogue_entry *entry,
                       FILE *out)
{
    fprintf(out, "{");
    for (uint32_t i = 0; i < entry->count; i++) {
        fprintf(out, "%s", i ? ", " : "");
        put_field(catalogue, entry, i, out);
    }
    fprintf(out, "}");
}

static void put_kind(const struct catalogue *catalogue, enum catalogue_kind kind, const char *name,
                     FILE *out)
{
    fprintf(out, "local %s = {\n", name);
    for (uint32_t i = 0; i < catalogue->count; i++) {
        const struct catalogue_entry *entry = &catalogue->entries[i];
        if (entry->kind != kind)
            continue;
        fprintf(out, "  [0x%02x] = {name = \"%s\", security = \"%s\",\n    fields = ", entry->code,
                entry->name, entry->security);
        put_fields(catalogue, entry, out);
        fprintf(out, "},\n");
    }
    fprintf(out, "}\n");
}

static void put_words(FILE *out)
{
    const struct vocabulary *words;
    fprintf(out, "local WORDS = {\n");
    for (size_t i = 0; (words = words_each(i)); i++) {
        fprintf(out, "  %s = {\n", words->key);
        for (size_t k = 0; k < words->count; k++)
            fprintf(out, "    [%u] = \"%s\",\n", words->words[k].code, words->words[k].text);
        fprintf(out, "  },\n");
    }
    fprintf(out, "}\n");
}

void write_dissector(const struct catalogue *catalogue, const char *program, FILE *out)
{
    const char *mark = strstr(program, MARK);
    if (!mark)
        return;
    fwrite(program, 1, (size_t)(mark - program), out);
    put_words(out);
    put_kind(catalogue, CATALOGUE_MESSAGE, "MESSAGES", out);
    put_kind(catalogue, CATALOGUE_ROW, "ROWS", out);
    fprintf(out, "local ROW_BYTES_MAX = %d\n", ROW_BYTES_MAX);
    fputs(mark + strlen(MARK), out);
}
