/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "sim/disk_model.h"

/* What happens to a call. */
enum gate { GATE_OPEN, GATE_TORN, GATE_DEAD, GATE_FAULT };

static struct {
    uint64_t calls, cut_at, fail_at, failed, random; /* failed: the first one; 0 = none yet */
    enum fault fault;
    bool persists, cut;
} disk;

static sqlite3_vfs *real_vfs;

struct handle {
    sqlite3_file base;
    struct model *model;
    sqlite3_file *real; /* behind this struct */
};

uint64_t disk_random(void)
{
    disk.random ^= disk.random << 13;
    disk.random ^= disk.random >> 7;
    disk.random ^= disk.random << 17;
    return disk.random;
}

void disk_reset(uint64_t seed)
{
    memset(&disk, 0, sizeof(disk));
    disk.random = seed * 2654435761u + 88172645463325252u;
    model_forget_all();
}

uint64_t disk_calls(void)
{
    return disk.calls;
}

void disk_cut_at(uint64_t call)
{
    disk.cut_at = call;
}

bool disk_is_cut(void)
{
    return disk.cut;
}

void disk_fail_at(uint64_t call, enum fault fault, bool persists)
{
    disk.fail_at = call;
    disk.fault = fault;
    disk.persists = persists;
    disk.failed = 0;
}

uint64_t disk_failed(void)
{
    return disk.failed;
}

void disk_repair(void)
{
    disk.fail_at = 0;
}

void disk_revive(void)
{
    disk.cut = false;
    disk.cut_at = 0;
}

void disk_power_loss(enum loss loss)
{
    model_power_loss(loss);
    disk_revive();
}

/* `sync`: only these fail with FAULT_SYNC; `write`: only these with FAULT_FULL and FAULT_SHORT. */
static enum gate pass(bool write, bool sync)
{
    disk.calls++;
    if (disk.cut)
        return GATE_DEAD;
    if (disk.calls == disk.cut_at) {
        disk.cut = true;
        return GATE_TORN;
    }
    if (!disk.fail_at || disk.calls < disk.fail_at || (disk.failed && !disk.persists))
        return GATE_OPEN;
    bool fits = disk.fault == FAULT_IO || (disk.fault == FAULT_SYNC ? sync : write);
    if (!fits)
        return GATE_OPEN;
    if (!disk.failed)
        disk.failed = disk.calls;
    return GATE_FAULT;
}

static struct handle *handle_of(sqlite3_file *file)
{
    return (struct handle *)(void *)file;
}

static int close_file(sqlite3_file *file)
{
    struct handle *handle = handle_of(file);
    return handle->real->pMethods ? handle->real->pMethods->xClose(handle->real) : SQLITE_OK;
}

static int read_file(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    struct handle *handle = handle_of(file);
    if (pass(false, false) != GATE_OPEN)
        return SQLITE_IOERR_READ;
    return handle->real->pMethods->xRead(handle->real, to, n, at);
}

static int put(struct handle *handle, const void *from, int n, sqlite3_int64 at)
{
    if (n == 0)
        return SQLITE_OK;
    int code = handle->real->pMethods->xWrite(handle->real, from, n, at);
    if (code == SQLITE_OK)
        model_write(handle->model, from, (size_t)n, (uint64_t)at);
    return code;
}

static int write_file(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    struct handle *handle = handle_of(file);
    switch (pass(true, false)) {
    case GATE_OPEN:
        return put(handle, from, n, at);
    case GATE_TORN:
        put(handle, from, (int)(disk_random() % (uint64_t)(n + 1)), at);
        return SQLITE_IOERR_WRITE;
    case GATE_FAULT:
        if (disk.fault == FAULT_SHORT)
            put(handle, from, n / 2, at);
        return disk.fault == FAULT_IO ? SQLITE_IOERR_WRITE : SQLITE_FULL;
    case GATE_DEAD:
    default:
        return SQLITE_IOERR_WRITE;
    }
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    struct handle *handle = handle_of(file);
    if (pass(true, false) != GATE_OPEN)
        return SQLITE_IOERR_TRUNCATE;
    int code = handle->real->pMethods->xTruncate(handle->real, size);
    if (code == SQLITE_OK)
        model_truncate(handle->model, (uint64_t)size);
    return code;
}

static int sync_model(struct model *model)
{
    switch (pass(false, true)) {
    case GATE_OPEN:
        model_sync(model);
        return SQLITE_OK;
    case GATE_FAULT:
        if (disk.fault == FAULT_SYNC)
            model_believe_clean(model);
        return SQLITE_IOERR_FSYNC;
    case GATE_TORN:
    case GATE_DEAD:
    default:
        return SQLITE_IOERR_FSYNC;
    }
}

static int sync_file(sqlite3_file *file, int flags)
{
    (void)flags;
    return sync_model(handle_of(file)->model);
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *size)
{
    struct handle *handle = handle_of(file);
    if (pass(false, false) != GATE_OPEN)
        return SQLITE_IOERR_FSTAT;
    return handle->real->pMethods->xFileSize(handle->real, size);
}

static int lock_file(sqlite3_file *file, int level)
{
    struct handle *handle = handle_of(file);
    return handle->real->pMethods->xLock(handle->real, level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    struct handle *handle = handle_of(file);
    return handle->real->pMethods->xUnlock(handle->real, level);
}

static int check_lock(sqlite3_file *file, int *reserved)
{
    struct handle *handle = handle_of(file);
    return handle->real->pMethods->xCheckReservedLock(handle->real, reserved);
}

static int control_file(sqlite3_file *file, int what, void *argument)
{
    (void)file, (void)what, (void)argument;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *file)
{
    (void)file;
    return 512;
}

/* What SQLite assumes of every disk by default, and what MODEL_SECTOR keeps. */
static int characteristics(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    (void)vfs;
    struct handle *handle = handle_of(file);
    memset(handle, 0, sizeof(*handle));
    if (pass(false, false) != GATE_OPEN)
        return SQLITE_CANTOPEN;
    handle->real = (sqlite3_file *)(void *)(handle + 1);
    int code = real_vfs->xOpen(real_vfs, name, handle->real, flags, out);
    if (code != SQLITE_OK)
        return code;
    handle->model = model_of(name);
    file->pMethods = &methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    if (pass(false, false) != GATE_OPEN)
        return SQLITE_IOERR_DELETE;
    model_forget(name);
    return real_vfs->xDelete(real_vfs, name, sync);
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    (void)vfs;
    if (pass(false, false) != GATE_OPEN)
        return SQLITE_IOERR_ACCESS;
    return real_vfs->xAccess(real_vfs, name, flags, result);
}

void disk_install(void)
{
    static sqlite3_vfs vfs;
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.iVersion = 2;
    vfs.zName = "crash";
    vfs.pNext = NULL;
    vfs.szOsFile = (int)sizeof(struct handle) + real_vfs->szOsFile;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    sqlite3_vfs_register(&vfs, 1);
}

/* ---- what the store does beside SQLite ---- */

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __real_unlinkat(int dir, const char *name, int flags);
int __wrap_unlinkat(int dir, const char *name, int flags);
int __wrap_fsync(int fd);
ssize_t __real_pwrite(int fd, const void *from, size_t n, off_t at);
ssize_t __wrap_pwrite(int fd, const void *from, size_t n, off_t at);

static int refuse(void)
{
    errno = EIO;
    return -1;
}

int __wrap_rename(const char *from, const char *to)
{
    if (pass(true, false) != GATE_OPEN)
        return refuse();
    int code = __real_rename(from, to);
    if (code == 0)
        model_rename(from, to);
    return code;
}

static void path_of(int fd, char *path, size_t size)
{
    char link[64];
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, size - 1);
    path[n > 0 ? n : 0] = '\0';
}

int __wrap_unlink(const char *path)
{
    if (pass(true, false) != GATE_OPEN)
        return refuse();
    model_forget(path);
    return __real_unlink(path);
}

int __wrap_unlinkat(int dir, const char *name, int flags)
{
    char folder[512], path[1024];
    if (pass(true, false) != GATE_OPEN)
        return refuse();
    path_of(dir, folder, sizeof(folder));
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    model_forget(path);
    return __real_unlinkat(dir, name, flags);
}

int __wrap_fsync(int fd)
{
    char path[512];
    struct stat stat_of;
    if (fstat(fd, &stat_of) != 0)
        return -1;
    path_of(fd, path, sizeof(path));
    if (!S_ISDIR(stat_of.st_mode))
        return sync_model(model_of(path)) == SQLITE_OK ? 0 : refuse();
    if (pass(false, true) != GATE_OPEN)
        return refuse();
    model_sync_names();
    return 0;
}

/* The marker lives in the page cache only: it does not take part, but a dead process writes none.
 */
ssize_t __wrap_pwrite(int fd, const void *from, size_t n, off_t at)
{
    return disk.cut ? refuse() : __real_pwrite(fd, from, n, at);
}
