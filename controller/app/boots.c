/* SPDX-License-Identifier: Apache-2.0 */
#include "app/boots.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"

static bool parse(const char *text, uint32_t *number)
{
    char *end;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    *number = (uint32_t)n;
    return end > text && (!*end || *end == '\n') && !errno && n <= UINT32_MAX;
}

enum err boots_open(struct boots *boots, const char *state_dir)
{
    memset(boots, 0, sizeof(*boots));
    int n = snprintf(boots->path, sizeof(boots->path), "%s/boots", state_dir);
    if (n < 0 || (size_t)n >= sizeof(boots->path))
        return log_fault(ERR_IO, "state=%.200s: the name is too long", state_dir);
    if (!file_exists(boots->path))
        return ERR_NONE;
    uint8_t *text;
    size_t length;
    if (file_read(boots->path, 64, &text, &length))
        return log_fault(ERR_IO, "file=%s cannot be read", boots->path);
    bool good = parse((const char *)text, &boots->reserved);
    free(text);
    if (!good)
        return log_fault(ERR_IO,
                         "file=%s does not hold a number; write the highest boot number "
                         "that any device had",
                         boots->path);
    boots->last = boots->reserved; /* what was left of the block is lost, never given twice */
    return ERR_NONE;
}

enum err boots_next(struct boots *boots, uint64_t uid, uint32_t *boot)
{
    uint32_t highest = boots_highest(boots, uid);
    if (highest > boots->last)
        boots->last = highest;
    if (boots->last >= boots->reserved) {
        char text[16];
        int n = snprintf(text, sizeof(text), "%u\n", boots->last + BOOTS_BLOCK);
        enum err err = file_write(boots->path, text, (size_t)n, 0600);
        if (err)
            return err;
        boots->reserved = boots->last + BOOTS_BLOCK;
    }
    *boot = ++boots->last;
    return ERR_NONE;
}

bool boots_may_be(const struct boots *boots, uint32_t boot)
{
    /* One device with BOOTS_MAX lifts the numbers of all that cannot count above it. */
    return boot <= BOOTS_MAX || boot <= boots->last;
}

/* The device's place, or the free one where it belongs. */
static uint32_t place(const struct boots *boots, uint64_t uid)
{
    uint32_t at = (uint32_t)(uid * 0x9e3779b97f4a7c15u >> 32) % BOOTS_DEVICES_MAX;
    while (boots->seen[at].uid && boots->seen[at].uid != uid)
        at = (at + 1) % BOOTS_DEVICES_MAX;
    return at;
}

void boots_saw(struct boots *boots, uint64_t uid, uint32_t boot)
{
    uint32_t at = place(boots, uid);
    if (!boots->seen[at].uid) {
        /* Keeps the search short and finite. Devices beyond are adopted and thrown away again. */
        if (boots->devices >= BOOTS_DEVICES_MAX / 4 * 3)
            return;
        boots->devices++;
        boots->seen[at].uid = uid;
    }
    if (boot > boots->seen[at].boot)
        boots->seen[at].boot = boot;
}

uint32_t boots_highest(const struct boots *boots, uint64_t uid)
{
    uint32_t at = place(boots, uid);
    return boots->seen[at].uid == uid ? boots->seen[at].boot : 0;
}
