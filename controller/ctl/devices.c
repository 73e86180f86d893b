/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/devices.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "ctl/say.h"
#include "os/clock.h"

#define ENDING_MAX sizeof(".revoked.new")

bool devices_name_good(const char *name)
{
    bool good = name[0] && name[0] != '.' && utf8_valid(name) &&
                strlen(name) < sizeof(((struct device_key *)NULL)->name);
    for (const char *at = name; *at; at++)
        good = good && (unsigned char)*at > ' ' && *at != '/' && *at != 0x7f;
    if (!good)
        complain("\"%s\" cannot be the name of a device: 1 to 24 bytes of UTF-8 without blanks and "
                 "without /",
                 name);
    return good;
}

bool devices_open(const char *state)
{
    char folder[FILE_PATH_MAX];
    int n = snprintf(folder, sizeof(folder), "%s/devices", state);
    if (n > 0 && (size_t)n < sizeof(folder) - sizeof("/.") - ENDING_MAX -
                                 sizeof(((struct device_key *)NULL)->name))
        return file_make_dir(folder, 0700) == ERR_NONE;
    complain("--state %.200s…: the name is too long", state);
    return false;
}

void devices_path(char path[FILE_PATH_MAX], const char *state, const char *name, const char *ending)
{
    snprintf(path, FILE_PATH_MAX, "%s/devices/%s%s", state, name, ending);
}

/* What a journaling file system or a flash disk keeps elsewhere is beyond us; but the key is worth
 * nothing any more. */
static bool overwrite(const char *path)
{
    static const char nothing[4096];
    struct stat is;
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    bool done = fd >= 0 && fstat(fd, &is) == 0 && S_ISREG(is.st_mode);
    for (off_t left = done ? is.st_size : 0; done && left > 0;) {
        size_t part = left < (off_t)sizeof(nothing) ? (size_t)left : sizeof(nothing);
        ssize_t n = write(fd, nothing, part);
        done = n > 0;
        left -= n;
    }
    done = done && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return done;
}

/* Under another name first: nobody shall read half a key. */
static bool destroy(const char *state, const char *name)
{
    char path[FILE_PATH_MAX], gone[FILE_PATH_MAX],
        hidden[sizeof(((struct device_key *)0)->name) + 1];
    snprintf(hidden, sizeof(hidden), ".%s", name);
    devices_path(path, state, name, ".key");
    devices_path(gone, state, hidden, ".gone");
    if (rename(path, gone) == 0 && overwrite(gone) && unlink(gone) == 0)
        return true;
    complain("%s cannot be overwritten: %s; delete it", file_exists(gone) ? gone : path,
             strerror(errno));
    return false;
}

bool devices_revoke(const char *state, const char *name, struct revoked *revoked)
{
    char path[FILE_PATH_MAX];
    struct device_key key;
    devices_path(path, state, name, ".key");
    if (device_key_read(path, &key)) /* says why */
        return false;
    *revoked = revoked_of(&key, clock_utc_ms());
    device_key_wipe(&key);
    devices_path(path, state, name, ".revoked");
    return !revoked_write(path, revoked) && destroy(state, name);
}
