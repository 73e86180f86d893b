/* SPDX-License-Identifier: Apache-2.0 */
#include "net/roster.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"

/* The kernel's clock for files goes in steps: a second change within one has the same time. */
#define STEP_MS 50

struct device {
    struct device_key key;
    uint32_t serial;
};

/* What one reading found. */
struct list {
    uint32_t count, revoked_count;
    struct device devices[ROSTER_MAX];
    struct revoked revoked[ROSTER_MAX];
};

struct roster {
    char dir[FILE_PATH_MAX];
    struct timespec changed; /* of the folder when it was read */
    bool fresh;              /* it had only just changed then, so the time alone proves nothing */
    uint64_t print;          /* of the names and inodes that were read */
    uint32_t serials, readings;
    struct log_site full, gone, out;
    struct list *now, *next; /* the one in force, and the one being read */
};

/* ---- one list ---- */

static const struct device *find(const struct list *list, uint64_t uid)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->devices[i].key.uid == uid)
            return &list->devices[i];
    return NULL;
}

static const struct revoked *find_revoked(const struct list *list, uint64_t uid)
{
    for (uint32_t i = 0; i < list->revoked_count; i++)
        if (list->revoked[i].uid == uid)
            return &list->revoked[i];
    return NULL;
}

static void wipe(struct list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        device_key_wipe(&list->devices[i].key);
    list->count = list->revoked_count = 0;
}

/* ---- reading ---- */

/* The same key keeps its serial, whatever else happens in the folder. */
static uint32_t serial_of(struct roster *roster, const struct device_key *key)
{
    const struct device *old = find(roster->now, key->uid);
    if (old && memcmp(&old->key, key, sizeof(*key)) == 0)
        return old->serial;
    return ++roster->serials;
}

static void add_key(struct roster *roster, const char *path, const char *file)
{
    struct list *list = roster->next;
    struct device_key key;
    if (device_key_read(path, &key)) /* said */
        return;
    const struct device *twin = find(list, key.uid);
    if (twin)
        log_warn("key=%s has the uid of %s; left out, adopt it again", file, twin->key.name);
    else if (list->count == ROSTER_MAX)
        log_every(&roster->full, "key=%s left out: more than %d devices", file, ROSTER_MAX);
    else
        list->devices[list->count++] = (struct device){key, serial_of(roster, &key)};
    device_key_wipe(&key);
}

static void add_revoked(struct roster *roster, const char *path, const char *file)
{
    struct list *list = roster->next;
    struct revoked revoked;
    if (revoked_read(path, &revoked)) /* said */
        return;
    if (list->revoked_count < ROSTER_MAX)
        list->revoked[list->revoked_count++] = revoked;
    else
        log_every(&roster->full, "file=%s left out: more than %d revoked devices; delete old ones",
                  file, ROSTER_MAX);
}

static bool ends_in(const char *name, const char *ending)
{
    size_t n = strlen(name), e = strlen(ending);
    return n > e && name[0] != '.' && strcmp(name + n - e, ending) == 0;
}

static void add(struct roster *roster, const char *file)
{
    char path[FILE_PATH_MAX + 256];
    snprintf(path, sizeof(path), "%s/%s", roster->dir, file);
    if (ends_in(file, ".key"))
        add_key(roster, path, file);
    else if (ends_in(file, ".revoked"))
        add_revoked(roster, path, file);
}

/* F24 for keys: a backup that is laid over the folder does not let anybody in again. */
static void drop_revoked(struct roster *roster)
{
    struct list *list = roster->next;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        struct device *device = &list->devices[i];
        const struct revoked *out = find_revoked(list, device->key.uid);
        if (out)
            log_every(&roster->out, "key=%s.key was revoked on %s; left out", device->key.name,
                      out->at);
        else
            list->devices[kept++] = *device;
    }
    for (uint32_t i = kept; i < list->count; i++)
        device_key_wipe(&list->devices[i].key);
    list->count = kept;
}

static msec mtime_ms(const struct stat *info)
{
    return (msec)info->st_mtim.tv_sec * SECOND + info->st_mtim.tv_nsec / 1000000;
}

/* Names and inodes in any order: another file, or another one under the same name, shows. */
static uint64_t print_of(const struct dirent *entry)
{
    uint64_t hash = (uint64_t)entry->d_ino ^ 0xcbf29ce484222325u; /* FNV-1a */
    for (const char *at = entry->d_name; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 0x100000001b3u;
    return hash;
}

static void take_over(struct roster *roster, const struct stat *info, uint64_t print)
{
    struct list *old = roster->now;
    msec age = clock_utc_ms() - mtime_ms(info);
    roster->changed = info->st_mtim;
    roster->fresh = age < STEP_MS;
    roster->print = print;
    roster->now = roster->next;
    roster->next = old;
    roster->readings++;
    wipe(old);
}

/* Whom we knew we go on knowing while the folder cannot be read. */
static enum err read_folder(struct roster *roster)
{
    struct stat info;
    DIR *folder = stat(roster->dir, &info) == 0 ? opendir(roster->dir) : NULL;
    if (!folder) {
        log_every(&roster->gone, "folder=%s cannot be read: %s", roster->dir, strerror(errno));
        return ERR_IO;
    }
    struct dirent *entry;
    uint64_t print = 0;
    while ((entry = readdir(folder))) {
        print += print_of(entry);
        add(roster, entry->d_name);
    }
    closedir(folder);
    drop_revoked(roster);
    take_over(roster, &info, print);
    return ERR_NONE;
}

static bool looks_the_same(const struct roster *roster)
{
    DIR *folder = opendir(roster->dir);
    struct dirent *entry;
    uint64_t print = 0;
    while (folder && (entry = readdir(folder)))
        print += print_of(entry);
    if (folder)
        closedir(folder);
    return folder && print == roster->print;
}

static bool folder_changed(struct roster *roster)
{
    struct stat info;
    if (stat(roster->dir, &info) != 0 || info.st_mtim.tv_sec != roster->changed.tv_sec ||
        info.st_mtim.tv_nsec != roster->changed.tv_nsec)
        return true;
    if (!roster->fresh)
        return false;
    roster->fresh = clock_utc_ms() - mtime_ms(&info) < STEP_MS;
    return !looks_the_same(roster);
}

void roster_look(struct roster *roster)
{
    if (folder_changed(roster))
        (void)!read_folder(roster);
}

/* ---- life ---- */

enum err roster_new(const char *state_dir, struct roster **roster)
{
    struct roster *fresh = calloc(1, sizeof(*fresh));
    *roster = NULL;
    if (!fresh || !(fresh->now = calloc(1, sizeof(*fresh->now))) ||
        !(fresh->next = calloc(1, sizeof(*fresh->next)))) {
        roster_free(fresh);
        return log_fault(ERR_NOMEM, "roster: out of memory");
    }
    int n = snprintf(fresh->dir, sizeof(fresh->dir), "%s/devices", state_dir);
    enum err err = n < 0 || (size_t)n >= sizeof(fresh->dir)
                       ? log_fault(ERR_IO, "folder=%.200s: the name is too long", state_dir)
                       : file_make_dir(fresh->dir, 0700);
    if (!err)
        err = read_folder(fresh);
    if (err)
        roster_free(fresh);
    else
        *roster = fresh;
    return err;
}

void roster_free(struct roster *roster)
{
    if (!roster)
        return;
    if (roster->now)
        wipe(roster->now);
    free(roster->now);
    free(roster->next);
    free(roster);
}

/* ---- questions ---- */

const struct device_key *roster_find(struct roster *roster, uint64_t uid)
{
    const struct device *device = find(roster->now, uid);
    if (!device) {
        roster_look(roster);
        device = find(roster->now, uid);
    }
    return device ? &device->key : NULL;
}

const struct device_key *roster_find_name(const struct roster *roster, const char *name)
{
    for (uint32_t i = 0; i < roster->now->count; i++)
        if (strcmp(roster->now->devices[i].key.name, name) == 0)
            return &roster->now->devices[i].key;
    return NULL;
}

uint32_t roster_serial(const struct roster *roster, uint64_t uid)
{
    const struct device *device = find(roster->now, uid);
    return device ? device->serial : 0;
}

const struct revoked *roster_revoked(const struct roster *roster, uint64_t uid)
{
    return find_revoked(roster->now, uid);
}

uint32_t roster_count(const struct roster *roster)
{
    return roster->now->count;
}

uint32_t roster_readings(const struct roster *roster)
{
    return roster->readings;
}
