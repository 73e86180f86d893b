/* SPDX-License-Identifier: Apache-2.0 */
#include "store/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "os/log.h"

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

enum err files_current(const char *dir, uint32_t *number)
{
    *number = 0;
    DIR *folder = opendir(dir);
    if (!folder)
        return log_fault(ERR_IO, "state=%s cannot be read: %s", dir, strerror(errno));
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        const char *rest = "";
        uint32_t n = number_of(entry->d_name, &rest);
        if (n > *number && !*rest)
            *number = n;
    }
    closedir(folder);
    return ERR_NONE;
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
