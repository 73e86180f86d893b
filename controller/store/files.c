/* SPDX-License-Identifier: Apache-2.0 */
#include "store/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/file.h"
#include "os/log.h"
#include "store/rows.h"

#define PREFIX "journal-"
#define SUFFIX ".db"

/* The number in "journal-12.db…"; *rest gets what stands behind ".db". 0 = not one of ours. */
static uint32_t number_of(const char *name, const char **rest)
{
    if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
        return 0;
    char *end;
    errno = 0;
    unsigned long number = strtoul(name + strlen(PREFIX), &end, 10);
    if (errno || number > UINT32_MAX || strncmp(end, SUFFIX, strlen(SUFFIX)) != 0)
        return 0;
    *rest = end + strlen(SUFFIX);
    return (uint32_t)number;
}

static void current_path(const char *dir, char path[FILE_PATH_MAX])
{
    snprintf(path, FILE_PATH_MAX, "%s/journal-current", dir);
}

/* What journal-current says; 0 = nothing that makes sense. */
static uint32_t chosen(const char *dir)
{
    char path[FILE_PATH_MAX];
    uint8_t *text;
    size_t length;
    unsigned long number = 0;
    current_path(dir, path);
    if (file_read(path, 64, &text, &length))
        return 0;
    char *end = (char *)text;
    errno = 0;
    if (length && text[0] >= '1' && text[0] <= '9')
        number = strtoul((char *)text, &end, 10);
    if (errno || number > UINT32_MAX || strcmp(end, "\n") != 0)
        number = 0;
    free(text);
    return (uint32_t)number;
}

/* The databases of a folder. */
struct found {
    uint32_t count, lowest, highest;
    bool there; /* the one that was chosen, or what is left of it */
};

static bool holds_something(DIR *folder, const char *name)
{
    struct stat stat_of;
    return fstatat(dirfd(folder), name, &stat_of, 0) == 0 && stat_of.st_size > 0;
}

static enum err look_around(const char *dir, uint32_t choice, struct found *found)
{
    *found = (struct found){.count = 0};
    DIR *folder = opendir(dir);
    if (!folder)
        return log_fault(ERR_IO, "state=%s cannot be read: %s", dir, strerror(errno));
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        const char *rest = "";
        uint32_t n = number_of(entry->d_name, &rest);
        if (n && n == choice && (!*rest || strcmp(rest, "-wal") == 0) &&
            holds_something(folder, entry->d_name))
            found->there = true;
        if (!n || *rest)
            continue;
        found->count++;
        if (n > found->highest)
            found->highest = n;
        if (!found->lowest || n < found->lowest)
            found->lowest = n;
    }
    closedir(folder);
    return ERR_NONE;
}

/* A folder of a version that took the highest number. A death while it copied forward leaves two.
 */
static enum err guess(const char *dir, const struct found *found, uint32_t *number)
{
    bool copied = found->count == 2 && found->highest == found->lowest + 1;
    *number = found->highest;
    if (found->count < 2 || copied)
        return ERR_NONE;
    return log_fault(ERR_DB,
                     "state=%s has %u journals, from journal-%u.db to journal-%u.db, and does not "
                     "say which one counts: leave only that one there",
                     dir, found->count, found->lowest, found->highest);
}

enum err files_current(const char *dir, uint32_t *number)
{
    struct found found;
    *number = chosen(dir);
    enum err err = look_around(dir, *number, &found);
    if (err || !*number)
        return err ? err : guess(dir, &found, number);
    if (!found.there)
        return log_fault(ERR_DB,
                         "state=%s file=journal-%u.db is gone or empty: restore a backup or start "
                         "with an "
                         "empty folder",
                         dir, *number);
    return ERR_NONE;
}

enum err files_choose(const char *dir, uint32_t number)
{
    char path[FILE_PATH_MAX], text[16];
    if (chosen(dir) == number)
        return ERR_NONE;
    current_path(dir, path);
    int n = snprintf(text, sizeof(text), "%u\n", number);
    return file_write(path, text, (size_t)n, 0600);
}

enum err files_path(const char *dir, uint32_t number, const char *suffix, char *path)
{
    int n = snprintf(path, FILE_PATH_MAX, "%s/" PREFIX "%u" SUFFIX "%s", dir, number, suffix);
    /* SQLite appends "-wal". */
    if (n < 0 || n + 8 > FILE_PATH_MAX)
        return log_fault(ERR_IO, "state=%.200s… cannot be used: the name is too long", dir);
    return ERR_NONE;
}

void files_sweep(const char *dir, uint32_t number)
{
    DIR *folder = opendir(dir);
    if (!folder)
        return;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        const char *rest = "";
        uint32_t n = number_of(entry->d_name, &rest);
        if (n > number && !*rest)
            log_warn("state=%s file=%s is not this hall's journal, journal-%u.db is: take it out "
                     "of the folder",
                     dir, entry->d_name, number);
        if (!n || (n >= number && strncmp(rest, ".new", 4) != 0))
            continue;
        if (unlinkat(dirfd(folder), entry->d_name, 0) != 0)
            log_warn("state=%s file=%s is no longer needed and cannot be removed: %s", dir,
                     entry->d_name, strerror(errno));
    }
    closedir(folder);
}

enum err files_sync_dir(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (!good)
        return log_fault(ERR_IO, "state=%s cannot be synced: %s", dir, strerror(why));
    return ERR_NONE;
}

enum err files_make_empty(const char *path)
{
    if (unlink(path) != 0 && errno != ENOENT)
        return log_fault(ERR_IO, "file=%s cannot be removed: %s", path, strerror(errno));
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return log_fault(ERR_IO, "file=%s cannot be written: %s", path, strerror(errno));
    close(fd);
    return ERR_NONE;
}

enum err files_sync(const char *path)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    return good ? ERR_NONE : log_fault(ERR_IO, "file=%s cannot be synced: %s", path, strerror(why));
}

/* "immutable": SQLite neither locks the file nor looks for a log beside it. */
static bool uri_of(const char *path, char *uri, size_t size)
{
    size_t at = (size_t)snprintf(uri, size, "file:");
    for (; *path && at + 32 < size; path++)
        at += (size_t)snprintf(uri + at, size - at, strchr("%?#", *path) ? "%%%02x" : "%c",
                               (unsigned char)*path);
    snprintf(uri + at, size - at, "?immutable=1");
    return !*path;
}

enum err files_open_unchanging(const char *path, struct source *source)
{
    char uri[2 * FILE_PATH_MAX];
    if (!uri_of(path, uri, sizeof(uri)))
        return log_fault(ERR_IO, "file=%.200s… cannot be opened: the name is too long", path);
    if (sqlite3_open_v2(uri, &source->db,
                        SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) ||
        sqlite3_exec(source->db,
                     "PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;"
                     "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY",
                     NULL, NULL, NULL))
        return rows_unread(source, "open");
    sqlite3_extended_result_codes(source->db, 1);
    sqlite3_db_config(source->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return ERR_NONE;
}
