/* SPDX-License-Identifier: Apache-2.0 */
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/log.h"

#define ADVICE "name a folder where this user may write"

static ssize_t read_all(int fd, uint8_t *bytes, size_t size)
{
    size_t at = 0;
    while (at < size) {
        ssize_t n = read(fd, bytes + at, size - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        at += (size_t)n;
    }
    return (ssize_t)at;
}

/* Reads until the end instead of trusting a size: files under /proc and pipes have none. */
static enum err read_bounded(int fd, size_t max, uint8_t **bytes, size_t *length)
{
    size_t size = max < 4096 ? max : 4096, used = 0;
    for (;;) {
        uint8_t *more = realloc(*bytes, size + 1);
        if (!more)
            return ERR_NOMEM;
        *bytes = more;
        ssize_t n = read_all(fd, more + used, size + 1 - used);
        if (n < 0)
            return ERR_IO;
        used += (size_t)n;
        if (used <= size)
            break;
        if (size == max)
            return ERR_TOOBIG;
        size = size > max / 2 ? max : size * 2;
    }
    (*bytes)[used] = 0;
    *length = used;
    return ERR_NONE;
}

enum err file_read(const char *path, size_t max, uint8_t **bytes, size_t *length)
{
    *bytes = NULL;
    *length = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return ERR_IO;
    enum err err = read_bounded(fd, max, bytes, length);
    if (err) {
        free(*bytes);
        *bytes = NULL;
    }
    close(fd);
    return err;
}

bool file_write_fd(int fd, const uint8_t *bytes, size_t length)
{
    while (length) {
        ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        length -= (size_t)n;
    }
    return true;
}

static bool write_new(const char *path, const void *bytes, size_t length, uint32_t mode, bool sync)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
    if (fd < 0)
        return false;
    /* fchmod: the umask must not decide, nor the mode of a left-over from a power cut. */
    bool good = fchmod(fd, (mode_t)mode) == 0 && file_write_fd(fd, bytes, length) &&
                (!sync || fsync(fd) == 0);
    int why = errno;
    close(fd);
    if (!good) /* what a full disk took of it is room that others need */
        (void)unlink(path);
    errno = why;
    return good;
}

/* The rename itself is only durable when the folder is. */
static bool sync_folder_of(const char *path)
{
    char folder[FILE_PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    snprintf(folder, sizeof(folder), "%.*s", (int)n, path);
    int fd = open(n ? folder : slash ? "/" : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool good = fsync(fd) == 0;
    int why = errno;
    close(fd);
    errno = why;
    return good;
}

static enum err put(const char *path, const void *bytes, size_t length, uint32_t mode, bool sync)
{
    char fresh[FILE_PATH_MAX];
    int n = snprintf(fresh, sizeof(fresh), "%s.new", path);
    if (n < 0 || (size_t)n >= sizeof(fresh))
        return log_fault(ERR_IO, "file=%.200s… cannot be written: the name is empty or too long",
                         path);
    if (!write_new(fresh, bytes, length, mode, sync) || rename(fresh, path) != 0 ||
        (sync && !sync_folder_of(path)))
        return log_fault(ERR_IO, "file=%s cannot be written: %s", path, strerror(errno));
    return ERR_NONE;
}

enum err file_write(const char *path, const void *bytes, size_t length, uint32_t mode)
{
    return put(path, bytes, length, mode, true);
}

enum err file_cache(const char *path, const void *bytes, size_t length, uint32_t mode)
{
    return put(path, bytes, length, mode, false);
}

static bool make_one(const char *path, uint32_t mode)
{
    struct stat stat_of;
    if (mkdir(path, (mode_t)mode) == 0)
        return true;
    int why = errno;
    bool is_folder = why == EEXIST && stat(path, &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
    errno = why == EEXIST ? ENOTDIR : why;
    return is_folder;
}

enum err file_make_dir(const char *path, uint32_t mode)
{
    char part[FILE_PATH_MAX];
    size_t n = strlen(path);
    if (!n || n >= sizeof(part))
        return log_fault(ERR_IO, "folder=%.200s cannot be made: the name is empty or too long",
                         path);
    memcpy(part, path, n + 1);
    for (char *at = part + 1; *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        if (!make_one(part, mode))
            return log_fault(ERR_IO, "folder=%s cannot be made: %s; " ADVICE, part,
                             strerror(errno));
        *at = '/';
    }
    if (!make_one(part, mode))
        return log_fault(ERR_IO, "folder=%s cannot be made: %s; " ADVICE, path, strerror(errno));
    return ERR_NONE;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool file_in(const char *folder, const char *name, char path[FILE_PATH_MAX])
{
    int length = snprintf(path, FILE_PATH_MAX, "%s/%s", folder, name);
    if (length > 0 && length < FILE_PATH_MAX)
        return true;
    (void)log_fault(ERR_TOOBIG, "%.200s…/%s: the path is too long; use a shorter folder", folder,
                    name);
    return false;
}
