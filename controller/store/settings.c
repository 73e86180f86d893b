/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "os/log.h"
#include "store/files.h"
#include "store/internal.h"

#define SQLITE_OLDEST 3037000 /* STRICT tables */

/* In this order. EXCLUSIVE stands before WAL: then there is no shared memory file and no second
 * connection, in this process or another, which also keeps SQLite before 3.51.3 clear of its
 * WAL-reset corruption: that takes two connections. No automatic checkpoints: they swallow their
 * errors inside COMMIT. `answer` is what the pragma must say back. */
static const struct setting {
    const char *sql, *answer;
} settings[] = {
    {"PRAGMA locking_mode = EXCLUSIVE", "exclusive"},
    {"PRAGMA journal_mode = WAL", "wal"},
    {"PRAGMA synchronous = FULL", NULL},
    {"PRAGMA wal_autocheckpoint = 0", "0"},
    {"PRAGMA mmap_size = 0", NULL},
    {"PRAGMA foreign_keys = ON", NULL},
    {"PRAGMA trusted_schema = OFF", NULL},
    {"PRAGMA cell_size_check = ON", NULL},
    {"PRAGMA temp_store = MEMORY", NULL},
};

static enum err apply(struct store *store, const struct setting *setting)
{
    sqlite3_stmt *statement;
    enum err err = store_prepare(store, setting->sql, &statement);
    if (err)
        return err;
    int code = sqlite3_step(statement);
    const char *answer =
        code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        err = store_fault(store, setting->sql);
    else if (setting->answer && (!answer || strcmp(answer, setting->answer) != 0))
        err = log_fault(ERR_DB, "state=%s cannot be used: SQLite answers \"%s\" to \"%s\"",
                        store->dir, answer ? answer : "", setting->sql);
    sqlite3_finalize(statement);
    return err;
}

static enum err check_version(const struct store *store)
{
    if (sqlite3_libversion_number() < SQLITE_OLDEST)
        return log_fault(ERR_DB,
                         "state=%s cannot be used: SQLite %s is too old, install 3.37 or newer",
                         store->dir, sqlite3_libversion());
    return ERR_NONE;
}

/* SQLite would make the file readable for everybody. */
static enum err make_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return log_fault(ERR_IO,
                         "file=%s cannot be written; give the folder to the user that "
                         "runs the controller",
                         path);
    close(fd); /* before SQLite opens it: a close drops the locks of the whole process */
    return ERR_NONE;
}

enum err settings_open(struct store *store, uint32_t number)
{
    char path[FILE_PATH_MAX];
    enum err err = check_version(store);
    if (!err)
        err = files_path(store->dir, number, "", path);
    if (!err && !file_exists(path))
        err = make_private(path);
    if (err)
        return err;
    store->number = number;
    if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        return store_fault(store, "open");
    sqlite3_extended_result_codes(store->db, 1);
    /* Crash-only: what closes the file is never what makes it good. */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    for (size_t i = 0; i < countof(settings) && !err; i++)
        err = apply(store, &settings[i]);
    if (!err)
        wal_open(store);
    return err;
}
