/* SPDX-License-Identifier: Apache-2.0 */
#include "schema/notes.h"

#include <stdio.h>
#include <string.h>

static const char *macro_of(const char *text, const struct catalogue_entry *entry)
{
    static const char *const prefix[] =
        {[CATALOGUE_MESSAGE] = "MSG", [CATALOGUE_RECORD] = "REC", [CATALOGUE_ROW] = "ROW"};
    char macro[CATALOGUE_NAME + 32];
    snprintf(macro, sizeof(macro), "\n#define %s_%s(", prefix[entry->kind], entry->upper);
    return strstr(text, macro);
}

/* The last slash-star before `end`; NULL when there is none. */
static const char *comment_before(const char *text, const char *end)
{
    const char *start = NULL;
    for (const char *at = text; (at = strstr(at, "/*")) && at < end; at++)
        start = at;
    return start;
}

/* Lines joined, the stars at their beginnings left out. */
static void join(const char *at, const char *end, char *note)
{
    size_t length = 0;
    bool gap = false;
    for (bool fresh = false; at < end && length + 2 < NOTE_MAX; at++) {
        if (*at == '\n' || *at == ' ') {
            gap = length > 0;
            fresh |= *at == '\n';
        } else if (fresh && *at == '*') {
            fresh = false;
        } else {
            if (gap)
                note[length++] = ' ';
            note[length++] = *at;
            gap = fresh = false;
        }
    }
    note[length] = '\0';
}

bool notes_find(const char *schema_def, const struct catalogue_entry *entry, char note[NOTE_MAX])
{
    const char *end = macro_of(schema_def, entry);
    if (!end || end - schema_def < 4 || strncmp(end - 2, "*/", 2) != 0)
        return false;
    const char *start = comment_before(schema_def, end);
    if (!start || strncmp(start, "/* ---", 6) == 0)
        return false;
    join(start + 2, end - 2, note);
    return *note != '\0';
}
