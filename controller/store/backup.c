/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backup - a copy of the journal while the hall goes on (D-29).
 *
 * Pages in steps between turns, over the connection that writes the journal: SQLite then puts what
 * a turn changes into the copy, too, so the copy never has to begin anew, and is in the end what
 * the journal is at that moment. The file is synced and named when it is whole.
 *
 * Archives never change: they are copied like any file. Nothing else of the folder is in a backup,
 * no key above all (D-23).
 */
#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "os/log.h"
#include "store/files.h"
#include "store/internal.h"

#define PAGES_A_STEP 64

static enum err folder_of(const struct store *store, char path[FILE_PATH_MAX])
{
    int n = snprintf(path, FILE_PATH_MAX, "%s/" BACKUP_FOLDER, store->dir);
    return n > 0 && n + 64 < FILE_PATH_MAX
               ? ERR_NONE
               : log_fault(ERR_IO, "state=%.200s… cannot be used: the name is too long",
                           store->dir);
}

static enum err fresh_path(const struct store *store, char path[FILE_PATH_MAX])
{
    enum err err = folder_of(store, path);
    if (!err)
        strcat(path, "/backup.new");
    return err;
}

void backup_drop(struct store *store)
{
    char path[FILE_PATH_MAX];
    struct backup *backup = &store->backup;
    if (!backup->target.db)
        return;
    (void)sqlite3_backup_finish(backup->copy);
    sqlite3_close(backup->target.db);
    *backup = (struct backup){.copy = NULL};
    if (!fresh_path(store, path))
        unlink(path);
}

static enum err refused(struct store *store, const char *what)
{
    return rows_unread(&store->backup.target, what);
}

static enum err begin(struct store *store, const char *path)
{
    struct backup *backup = &store->backup;
    backup->target = (struct source){.dir = store->dir, .file = BACKUP_FOLDER "/backup.new"};
    if (sqlite3_open_v2(path, &backup->target.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL))
        return refused(store, "open");
    sqlite3_extended_result_codes(backup->target.db, 1);
    if (sqlite3_exec(backup->target.db,
                     "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF;"
                     "PRAGMA synchronous = OFF",
                     NULL, NULL, NULL))
        return refused(store, "settings");
    backup->copy = sqlite3_backup_init(backup->target.db, "main", store->source.db, "main");
    return backup->copy ? ERR_NONE : refused(store, "copying");
}

enum err store_backup_begin(struct store *store)
{
    char path[FILE_PATH_MAX];
    assert(!store->in_turn && !store->failed && !store->backup.target.db);
    enum err err = folder_of(store, path);
    if (!err)
        err = file_make_dir(path, 0700);
    if (!err)
        err = files_sync_dir(store->dir);
    if (!err)
        err = fresh_path(store, path);
    if (!err)
        err = files_make_empty(path);
    if (!err)
        err = begin(store, path);
    if (err)
        backup_drop(store);
    return err;
}

/* All pages are there: the file leaves SQLite, and gets its name when it is on the disk. */
static enum err publish(struct store *store, uint64_t *until)
{
    struct backup *backup = &store->backup;
    char fresh[FILE_PATH_MAX], folder[FILE_PATH_MAX], path[FILE_PATH_MAX + 64];
    *until = store->seq;
    int code = sqlite3_backup_finish(backup->copy);
    backup->copy = NULL;
    enum err err = code == SQLITE_OK ? ERR_NONE : refused(store, "copying");
    /* The copy says of itself that it has a log beside it; it has none. */
    if (!err && sqlite3_exec(backup->target.db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL))
        err = refused(store, "settings");
    if (!err)
        err = fresh_path(store, fresh);
    if (!err)
        err = folder_of(store, folder);
    if (err)
        return err;
    sqlite3_close(backup->target.db);
    backup->target.db = NULL;
    snprintf(path, sizeof(path), "%s/" BACKUP_NAME, folder, *until);
    err = files_sync(fresh);
    if (!err && rename(fresh, path) != 0)
        err = log_fault(ERR_IO, "file=%s cannot be renamed: %s", fresh, strerror(errno));
    if (!err)
        err = files_sync_dir(folder);
    if (!err)
        log_info("file=%s is a backup of all rows until row=%" PRIu64, path, *until);
    return err;
}

enum err store_backup_step(struct store *store, bool *more, uint64_t *until)
{
    assert(!store->in_turn && !store->failed && store->backup.target.db);
    int code = sqlite3_backup_step(store->backup.copy, PAGES_A_STEP);
    enum err err = ERR_NONE;
    *more = code == SQLITE_OK;
    if (code == SQLITE_DONE)
        err = publish(store, until);
    else if (code != SQLITE_OK)
        err = log_fault(ERR_DB, "state=%s the backup is given up: %s (%d)", store->dir,
                        sqlite3_errstr(code), code);
    if (err || !*more)
        backup_drop(store);
    if (err)
        *more = false;
    return err;
}
