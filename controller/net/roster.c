/* SPDX-License-Identifier: Apache-2.0 */
#include "net/roster.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "os/file.h"
#include "os/log.h"

struct roster {
    char dir[FILE_PATH_MAX];
    struct timespec changed; /* of the folder when it was read */
    struct log_site full;
    uint32_t count;
    struct device_key list[ROSTER_MAX];
};

static void add(struct roster *roster, const struct device_key *key, const char *file)
{
    for (uint32_t i = 0; i < roster->count; i++) {
        if (roster->list[i].uid == key->uid) {
            log_warn("key=%s has the uid of %s; left out, adopt it again", file,
                     roster->list[i].name);
            return;
        }
    }
    if (roster->count == ROSTER_MAX) {
        log_every(&roster->full, "key=%s left out: more than %d devices", file, ROSTER_MAX);
        return;
    }
    roster->list[roster->count++] = *key;
}

static bool is_key_file(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && name[0] != '.' && strcmp(name + n - 4, ".key") == 0;
}

static enum err read_folder(struct roster *roster)
{
    struct stat info;
    if (stat(roster->dir, &info) != 0)
        return log_fault(ERR_IO, "folder=%s cannot be read: %s", roster->dir, strerror(errno));
    DIR *folder = opendir(roster->dir);
    if (!folder)
        return log_fault(ERR_IO, "folder=%s cannot be read: %s", roster->dir, strerror(errno));
    roster->changed = info.st_mtim;
    roster->count = 0;
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        char path[FILE_PATH_MAX + 256];
        struct device_key key;
        if (!is_key_file(entry->d_name))
            continue;
        snprintf(path, sizeof(path), "%s/%s", roster->dir, entry->d_name);
        if (device_key_read(path, &key) == ERR_NONE)
            add(roster, &key, entry->d_name);
    }
    closedir(folder);
    return ERR_NONE;
}

enum err roster_new(const char *state_dir, struct roster **roster)
{
    *roster = calloc(1, sizeof(**roster));
    if (!*roster)
        return log_fault(ERR_NOMEM, "roster: out of memory");
    int n = snprintf((*roster)->dir, sizeof((*roster)->dir), "%s/devices", state_dir);
    enum err err = n < 0 || (size_t)n >= sizeof((*roster)->dir)
                       ? log_fault(ERR_IO, "folder=%.200s: the name is too long", state_dir)
                       : file_make_dir((*roster)->dir, 0700);
    if (!err)
        err = read_folder(*roster);
    if (err) {
        roster_free(*roster);
        *roster = NULL;
    }
    return err;
}

void roster_free(struct roster *roster)
{
    if (!roster)
        return;
    for (uint32_t i = 0; i < roster->count; i++)
        device_key_wipe(&roster->list[i]);
    free(roster);
}

static bool folder_changed(const struct roster *roster)
{
    struct stat info;
    return stat(roster->dir, &info) == 0 && (info.st_mtim.tv_sec != roster->changed.tv_sec ||
                                             info.st_mtim.tv_nsec != roster->changed.tv_nsec);
}

static const struct device_key *look_up(const struct roster *roster, uint64_t uid)
{
    for (uint32_t i = 0; i < roster->count; i++)
        if (roster->list[i].uid == uid)
            return &roster->list[i];
    return NULL;
}

const struct device_key *roster_find(struct roster *roster, uint64_t uid)
{
    const struct device_key *key = look_up(roster, uid);
    if (key || !folder_changed(roster))
        return key;
    /* The fault is logged; whom we knew before we go on knowing only if the folder comes back. */
    return read_folder(roster) == ERR_NONE ? look_up(roster, uid) : NULL;
}

const struct device_key *roster_find_name(struct roster *roster, const char *name)
{
    for (uint32_t i = 0; i < roster->count; i++)
        if (strcmp(roster->list[i].name, name) == 0)
            return &roster->list[i];
    return NULL;
}

uint32_t roster_count(const struct roster *roster)
{
    return roster->count;
}
