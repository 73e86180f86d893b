/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-schema - keeps what is made from protocol/schema.def true: `write` makes the files
 * anew in the source tree (`ninja schema`), `check` says which of them is stale (a test).
 *
 * Both refuse a schema that is not protocol/schema.lock and more behind it, so nothing is ever
 * written that devices in the field could not read.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/file.h"
#include "os/options.h"
#include "protocol/message.h"
#include "schema/lock.h"
#include "schema/notes.h"
#include "schema/words.h"
#include "schema/writers.h"

#define TEXT_MAX (4u << 20)

static const char *root;
static struct catalogue now, lock;
static char *schema_def, *dissector, *locked;

PRINTF_LIKE(1, 2) static bool complain(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("hall-schema: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    return false;
}

static void path_of(const char *name, char path[FILE_PATH_MAX])
{
    snprintf(path, FILE_PATH_MAX, "%s/%s", root, name);
}

static bool read_text(const char *name, char **text)
{
    char path[FILE_PATH_MAX];
    uint8_t *bytes;
    size_t length;
    path_of(name, path);
    if (file_read(path, TEXT_MAX, &bytes, &length))
        return complain("%s cannot be read; take it from git", path);
    *text = (char *)bytes;
    return true;
}

static bool read_all(void)
{
    char why[LOCK_WHY], note[NOTE_MAX];
    if (!read_text("protocol/schema.def", &schema_def) ||
        !read_text("tools/schema/dissector.lua", &dissector) ||
        !read_text("protocol/schema.lock", &locked))
        return false;
    catalogue_compiled(&now);
    if (!lock_read(locked, &lock, why) || !lock_allows(&lock, &now, why))
        return complain("%s", why);
    lock_date(&lock, &now);
    for (uint32_t i = 0; i < now.count; i++)
        if (!notes_find(schema_def, &now.entries[i], note))
            return complain("schema.def: %s %s has no comment above it; say what its receiver does",
                            catalogue_kind_name(now.entries[i].kind), now.entries[i].name);
    const char *wrong = words_wrong(&now);
    return wrong ? complain("words.c: nothing is written in %s; fix its table", wrong) : true;
}

enum made { MADE_MARKDOWN, MADE_DISSECTOR, MADE_DICTIONARY, MADE_LOCK, MADE_COUNT };
static const char *const names[MADE_COUNT] = {"docs/messages.md", "protocol/hall.lua",
                                              "tests/fuzz/hall.dict", "protocol/schema.lock"};

/* The caller frees it. */
static char *make(enum made made)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    switch (made) {
    case MADE_MARKDOWN:
        write_markdown(&now, schema_def, out);
        break;
    case MADE_DISSECTOR:
        write_dissector(&now, dissector, out);
        break;
    case MADE_DICTIONARY:
        write_dictionary(&now, out);
        break;
    case MADE_LOCK:
    case MADE_COUNT:
        lock_write(&now, out);
        break;
    }
    return fclose(out) ? NULL : text;
}

static bool write_one(const char *name, const char *text)
{
    char path[FILE_PATH_MAX];
    path_of(name, path);
    return !file_write(path, text, strlen(text), 0644);
}

static bool check_one(const char *name, const char *text)
{
    char *have;
    if (!read_text(name, &have))
        return false;
    size_t line = 1, at = 0;
    for (; have[at] && have[at] == text[at]; at++)
        line += have[at] == '\n';
    bool same = have[at] == text[at];
    free(have);
    return same ? true
                : complain("%s:%zu is not what protocol/schema.def makes of it; run `ninja "
                           "schema` and review the difference",
                           name, line);
}

int main(int argc, char **argv)
{
    int rest;
    const struct options options = {"hall-schema", "makes or checks what comes of schema.def",
                                    "write|check ROOT", NULL, 0};
    int status = options_read(&options, argc, argv, &rest);
    if (status >= 0)
        return status;
    bool writes = argc == rest + 2 && strcmp(argv[rest], "write") == 0;
    if (argc != rest + 2 || (!writes && strcmp(argv[rest], "check") != 0)) {
        complain("say write or check and the root of the source tree; see --help");
        return OPTIONS_BAD;
    }
    root = argv[rest + 1];
    bool good = read_all();
    for (enum made made = 0; made < MADE_COUNT && good; made++) {
        char *text = make(made);
        good = text && (writes ? write_one(names[made], text) : check_one(names[made], text));
        free(text);
    }
    free(schema_def);
    free(dissector);
    free(locked);
    return good ? 0 : 1;
}
