/* SPDX-License-Identifier: Apache-2.0 */
#include "schema/lock.h"

#include <stdarg.h>
#include <string.h>

PRINTF_LIKE(2, 3) static bool refuse(char *why, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, LOCK_WHY, fmt, args);
    va_end(args);
    return false;
}

/* ---- the file ---- */

static struct catalogue_entry *begin(struct catalogue *lock, enum catalogue_kind kind)
{
    if (lock->count == CATALOGUE_ENTRIES_MAX)
        return NULL;
    struct catalogue_entry *entry = &lock->entries[lock->count++];
    *entry = (struct catalogue_entry){.kind = kind};
    return entry;
}

static bool read_field(struct catalogue *lock, const char *line)
{
    struct catalogue_entry *entry = lock->count ? &lock->entries[lock->count - 1] : NULL;
    if (!entry || entry->count == CATALOGUE_FIELDS_MAX)
        return false;
    struct catalogue_field *field = &entry->fields[entry->count++];
    return sscanf(line, " %31s %31s %u", field->name, field->type, &field->since) == 3;
}

static bool read_head(struct catalogue *lock, const char *line)
{
    struct catalogue_entry *entry;
    unsigned code = 0;
    bool good = false;
    if (strncmp(line, "message ", 8) == 0) {
        entry = begin(lock, CATALOGUE_MESSAGE);
        good = entry && sscanf(line, "message %x %31s %7s %11s %u", &code, entry->name,
                               entry->direction, entry->security, &entry->since) == 5;
    } else if (strncmp(line, "record ", 7) == 0) {
        entry = begin(lock, CATALOGUE_RECORD);
        good = entry && sscanf(line, "record %31s %u", entry->name, &entry->since) == 2;
    } else if (strncmp(line, "row ", 4) == 0) {
        entry = begin(lock, CATALOGUE_ROW);
        good = entry && sscanf(line, "row %u %31s %u", &code, entry->name, &entry->since) == 3;
    } else {
        return sscanf(line, "revision %u", &lock->revision) == 1;
    }
    if (!good || code > UINT8_MAX)
        return false;
    entry->code = (uint8_t)code;
    return true;
}

bool lock_read(const char *text, struct catalogue *lock, char why[LOCK_WHY])
{
    memset(lock, 0, sizeof(*lock));
    for (unsigned n = 1; *text; n++) {
        char line[160];
        size_t length = strcspn(text, "\n");
        snprintf(line, sizeof(line), "%.*s", (int)length, text);
        text += length + (text[length] == '\n');
        if (*line == '#' || !*line)
            continue;
        if (!(*line == ' ' ? read_field(lock, line) : read_head(lock, line)))
            return refuse(why,
                          "schema.lock:%u: not a line of a lock: %.80s; take the file from git", n,
                          line);
    }
    return lock->revision ? true : refuse(why, "schema.lock has no revision; take it from git");
}

void lock_write(const struct catalogue *catalogue, FILE *out)
{
    fprintf(out,
            "# What HALL/1 has published, written by `ninja schema`, never by hand. A line may be\n"
            "# added behind those of its message, nothing changed or removed. The last number of "
            "a\n"
            "# line is the revision that brought it.\n"
            "revision %u\n",
            catalogue->revision);
    for (uint32_t i = 0; i < catalogue->count; i++) {
        const struct catalogue_entry *entry = &catalogue->entries[i];
        if (entry->kind == CATALOGUE_MESSAGE)
            fprintf(out, "\nmessage %02x %s %s %s %u\n", entry->code, entry->name, entry->direction,
                    entry->security, entry->since);
        else if (entry->kind == CATALOGUE_RECORD)
            fprintf(out, "\nrecord %s %u\n", entry->name, entry->since);
        else
            fprintf(out, "\nrow %u %s %u\n", entry->code, entry->name, entry->since);
        for (uint32_t f = 0; f < entry->count; f++)
            fprintf(out, "  %s %s %u\n", entry->fields[f].name, entry->fields[f].type,
                    entry->fields[f].since);
    }
}

/* ---- what is allowed ---- */

static bool same_head(const struct catalogue_entry *old, const struct catalogue_entry *new,
                      char *why)
{
    const char *kind = catalogue_kind_name(old->kind);
    if (strcmp(old->name, new->name) != 0)
        return refuse(why,
                      "%s %02x was %s and is now %s: a code is never used again; give the new one "
                      "a code of its own and keep the old one",
                      kind, old->code, old->name, new->name);
    if (strcmp(old->direction, new->direction) != 0)
        return refuse(why, "%s %s went %s and goes now %s: make a new message of it", kind,
                      old->name, old->direction, new->direction);
    if (strcmp(old->security, new->security) != 0)
        return refuse(why, "%s %s was %s and is now %s: make a new message of it", kind, old->name,
                      old->security, new->security);
    return true;
}

static bool same_fields(const struct catalogue_entry *old, const struct catalogue_entry *new,
                        char *why)
{
    const char *kind = catalogue_kind_name(old->kind);
    for (uint32_t i = 0; i < old->count; i++) {
        const struct catalogue_field *was = &old->fields[i], *is = &new->fields[i];
        if (i >= new->count)
            return refuse(why, "%s %s has lost its field %s: put it back", kind, old->name,
                          was->name);
        if (strcmp(was->name, is->name) != 0 || strcmp(was->type, is->type) != 0)
            return refuse(why,
                          "field %u of %s %s was %s %s and is now %s %s: put it back, append the "
                          "new one",
                          i + 1, kind, old->name, was->name, was->type, is->name, is->type);
    }
    return true;
}

static bool keeps(const struct catalogue *lock, const struct catalogue *now, char *why)
{
    for (uint32_t i = 0; i < lock->count; i++) {
        const struct catalogue_entry *old = &lock->entries[i], *new = catalogue_find(now, old);
        if (!new)
            return refuse(why, "%s %s is gone: put it back, devices in the field have it",
                          catalogue_kind_name(old->kind), old->name);
        if (!same_head(old, new, why) || !same_fields(old, new, why))
            return false;
    }
    return true;
}

/* Codes and names once each; the compiler sees to the codes of messages only. */
static bool no_twins(const struct catalogue *now, char *why)
{
    for (uint32_t i = 0; i < now->count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const struct catalogue_entry *one = &now->entries[k], *two = &now->entries[i];
            if (one->kind != two->kind)
                continue;
            if (strcmp(one->name, two->name) == 0 ||
                (one->kind != CATALOGUE_RECORD && one->code == two->code))
                return refuse(why, "%s %02x %s and %02x %s: a code and a name are used once",
                              catalogue_kind_name(one->kind), one->code, one->name, two->code,
                              two->name);
        }
    return true;
}

static const char *grown(const struct catalogue *lock, const struct catalogue *now)
{
    for (uint32_t i = 0; i < now->count; i++) {
        const struct catalogue_entry *old = catalogue_find(lock, &now->entries[i]);
        if (!old || old->count < now->entries[i].count)
            return now->entries[i].name;
    }
    return NULL;
}

bool lock_allows(const struct catalogue *lock, const struct catalogue *now, char why[LOCK_WHY])
{
    if (now->revision < lock->revision)
        return refuse(why, "SCHEMA_REV is %u and was %u already: raise it (protocol/message.h)",
                      now->revision, lock->revision);
    if (!keeps(lock, now, why) || !no_twins(now, why))
        return false;
    const char *name = grown(lock, now);
    if (name && now->revision == lock->revision)
        return refuse(why, "%s has grown and SCHEMA_REV is still %u: raise it (protocol/message.h)",
                      name, lock->revision);
    return true;
}

void lock_date(const struct catalogue *lock, struct catalogue *now)
{
    for (uint32_t i = 0; i < now->count; i++) {
        struct catalogue_entry *entry = &now->entries[i];
        const struct catalogue_entry *old = catalogue_find(lock, entry);
        entry->since = old ? old->since : now->revision;
        for (uint32_t f = 0; f < entry->count; f++)
            entry->fields[f].since = old && f < old->count ? old->fields[f].since : now->revision;
    }
}
