/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/log.h"
#include "store/files.h"
#include "store/internal.h"
#include "store/rot.h"

#define WAL_BYTES_READ ((size_t)256 * 1024 * 1024)
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

/* Through SQLite's own handle: closing another one would drop its locks. */
static bool in_database(const struct store *store, const struct rot *rot)
{
    sqlite3_file *file = NULL;
    uint8_t page[ROT_PAGE];
    sqlite3_int64 at = (sqlite3_int64)(rot->page - 1) * ROT_PAGE;
    return sqlite3_file_control(store->source.db, "main", SQLITE_FCNTL_FILE_POINTER, &file) ==
               SQLITE_OK &&
           file->pMethods->xRead(file, page, ROT_PAGE, at) == SQLITE_OK &&
           memcmp(page, rot->content, ROT_PAGE) == 0;
}

/* SQLite would go on with the salts of a header that a cut has torn, and frames of the log before
 * it would look like ours from then on. */
static enum err drop_log(struct store *store)
{
    sqlite3_file *file = NULL;
    if (sqlite3_file_control(store->source.db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) ||
        !file->pMethods || file->pMethods->xTruncate(file, 0))
        return log_fault(ERR_DB, "file=journal-%u.db-wal cannot be cut", store->number);
    return ERR_NONE;
}

/* Now that nobody else can write to the log, and before we do. */
static enum err check_log(struct store *store, const char *path)
{
    char log[FILE_PATH_MAX + 8];
    uint8_t *bytes;
    size_t length;
    snprintf(log, sizeof(log), "%s-wal", path);
    if (file_read(log, WAL_BYTES_READ, &bytes, &length))
        return ERR_NONE; /* there is none, or SQLite will say why */
    struct rot rot = rot_in_log(bytes, length);
    bool rotten = rot.sure || (rot.page && !in_database(store, &rot));
    free(bytes);
    if (rotten)
        return log_fault(ERR_DB,
                         "file=%s is damaged and would lose committed rows; keep it, and restore "
                         "a backup or start with an empty folder",
                         log);
    return rot.headless ? drop_log(store) : ERR_NONE;
}

/* Of an empty file SQLite deletes the log, as a left-over. We sync the first page before there is
 * a log: an empty file beside one was cut or put there by somebody, and the log is all there is. */
static enum err check_head(const char *path)
{
    char log[FILE_PATH_MAX + 8];
    struct stat head, rest;
    snprintf(log, sizeof(log), "%s-wal", path);
    bool begun = stat(path, &head) == 0 && head.st_size > 0;
    if (begun || stat(log, &rest) != 0 || rest.st_size == 0)
        return ERR_NONE;
    return log_fault(ERR_DB,
                     "file=%s is empty or gone, and its log is not: keep %s, and restore a backup "
                     "or start with an empty folder",
                     path, log);
}

enum err settings_open(struct store *store, uint32_t number)
{
    char path[FILE_PATH_MAX];
    enum err err = check_version(store);
    if (!err)
        err = files_path(store->dir, number, "", path);
    if (!err)
        err = check_head(path);
    if (!err && !file_exists(path))
        err = make_private(path);
    if (err)
        return err;
    store->number = number;
    store->source =
        (struct source){.chain = &store->chain, .dir = store->dir, .cure = CURE_JOURNAL};
    snprintf(store->source.file, sizeof(store->source.file), "journal-%u.db", number);
    if (sqlite3_open_v2(path, &store->source.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        return store_fault(store, "open");
    sqlite3_extended_result_codes(store->source.db, 1);
    /* Crash-only: what closes the file is never what makes it good. */
    sqlite3_db_config(store->source.db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(store->source.db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    for (size_t i = 0; i < countof(settings) && !err; i++)
        err = apply(store, &settings[i]);
    if (!err)
        err = check_log(store, path);
    if (!err)
        wal_open(store);
    return err;
}
