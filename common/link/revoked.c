/* SPDX-License-Identifier: Apache-2.0 */
#include "link/revoked.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/calendar.h"
#include "os/file.h"
#include "os/log.h"

#define FILE_MAX 256
#define FILE_MODE 0600

struct revoked revoked_of(const struct device_key *key, msec utc)
{
    struct revoked revoked = {.uid = key->uid, .kind = key->kind};
    struct civil at = calendar_local(utc, 0);
    memcpy(revoked.name, key->name, sizeof(revoked.name));
    snprintf(revoked.at, sizeof(revoked.at), "%04u-%02u-%02uT%02u:%02u:%02uZ",
             (unsigned)at.year % 10000, at.month % 100u, at.day % 100u, at.hour % 100u,
             at.minute % 100u, at.second % 100u);
    return revoked;
}

enum err revoked_write(const char *path, const struct revoked *revoked)
{
    char text[FILE_MAX];
    int n = snprintf(text, sizeof(text), "uid=%016" PRIx64 "\nkind=%s\nname=%s\nrevoked=%s\n",
                     revoked->uid, device_kind_name(revoked->kind), revoked->name, revoked->at);
    return file_write(path, text, (size_t)n, FILE_MODE);
}

enum err revoked_read(const char *path, struct revoked *revoked)
{
    uint8_t *text;
    size_t length;
    char kind[16] = "";
    *revoked = (struct revoked){0};
    if (file_read(path, FILE_MAX, &text, &length))
        return log_fault(ERR_CONFIG, "file=%s cannot be read", path);
    int fields = sscanf((const char *)text, "uid=%16" SCNx64 " kind=%15s name=%24s revoked=%20s",
                        &revoked->uid, kind, revoked->name, revoked->at);
    free(text);
    revoked->kind = (uint8_t)device_kind_from_name(kind);
    if (fields == 4 && revoked->uid && revoked->kind)
        return ERR_NONE;
    *revoked = (struct revoked){0};
    return log_fault(ERR_CONFIG,
                     "file=%s says nothing of a revoked key; delete it if you do not need it",
                     path);
}
