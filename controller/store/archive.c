/* SPDX-License-Identifier: Apache-2.0 */
#include "store/archive.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/log.h"
#include "store/files.h"
#include "store/internal.h"

#define APPLICATION "1246251313" /* "JHA1" */
#define FORMAT "1"

static const char tables[] =
    "PRAGMA application_id = " APPLICATION "; PRAGMA user_version = " FORMAT ";"
    "CREATE TABLE journal " JOURNAL_COLUMNS
    "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), hall TEXT NOT NULL,"
    " training INTEGER NOT NULL, instance INTEGER NOT NULL, day INTEGER NOT NULL,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, before BLOB NOT NULL, link BLOB NOT NULL,"
    " seal BLOB NOT NULL) STRICT;";

void archive_name(const struct archive_head *head, bool again, char name[ARCHIVE_NAME_SIZE])
{
    char behind[24] = "";
    if (again)
        snprintf(behind, sizeof(behind), "-%" PRIu64, head->first);
    snprintf(name, ARCHIVE_NAME_SIZE, "%04u-%02u-%02u%s.db", head->day / 10000,
             head->day / 100 % 100, head->day % 100, behind);
}

enum err archive_path(const char *dir, const char *name, const char *suffix, char *path)
{
    int n = snprintf(path, FILE_PATH_MAX, "%s/" ARCHIVE_FOLDER "/%s%s", dir, name, suffix);
    /* SQLite opens it under a name of its own. */
    if (n < 0 || n + 64 > FILE_PATH_MAX)
        return log_fault(ERR_IO, "state=%.200s… cannot be used: the name is too long", dir);
    return ERR_NONE;
}

static void name_source(struct archive *archive, const char *dir, const struct chain *chain)
{
    archive->source = (struct source){.chain = chain, .dir = dir, .cure = CURE_ARCHIVE};
    snprintf(archive->source.file, sizeof(archive->source.file), ARCHIVE_FOLDER "/%s",
             archive->name);
}

/* ---- writing ---- */

static enum err refused(struct archive *archive, const char *what)
{
    return rows_unread(&archive->source, what);
}

static enum err run(struct archive *archive, const char *sql)
{
    return sqlite3_exec(archive->source.db, sql, NULL, NULL, NULL) ? refused(archive, sql)
                                                                   : ERR_NONE;
}

static enum err make_folder(const char *dir)
{
    char path[FILE_PATH_MAX];
    struct stat there;
    int n = snprintf(path, sizeof(path), "%s/" ARCHIVE_FOLDER, dir);
    if (n < 0 || (size_t)n >= sizeof(path))
        return log_fault(ERR_IO, "state=%.200s… cannot be used: the name is too long", dir);
    if (stat(path, &there) == 0 && S_ISDIR(there.st_mode))
        return ERR_NONE;
    enum err err = file_make_dir(path, 0700);
    return err ? err : files_sync_dir(dir);
}

enum err archive_begin(struct archive *archive, const char *dir, const struct chain *chain)
{
    char path[FILE_PATH_MAX];
    name_source(archive, dir, chain);
    enum err err = make_folder(dir);
    if (!err)
        err = archive_path(dir, archive->name, ".new", path);
    if (!err)
        err = files_make_empty(path);
    if (err)
        return err;
    if (sqlite3_open_v2(path, &archive->source.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL))
        return refused(archive, "open");
    sqlite3_extended_result_codes(archive->source.db, 1);
    /* No journal and no syncs of SQLite's own: it is thrown away unless all of it was written. */
    err = run(archive, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF;"
                       "PRAGMA synchronous = OFF; BEGIN");
    if (!err)
        err = run(archive, tables);
    return err ? err
               : rows_prepare(&archive->source,
                              "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              &archive->insert);
}

enum err archive_put(struct archive *archive, sqlite3_stmt *raw)
{
    int code = SQLITE_OK;
    for (int i = 0; i < sqlite3_column_count(raw) && code == SQLITE_OK; i++)
        code = sqlite3_bind_value(archive->insert, i + 1, sqlite3_column_value(raw, i));
    if (code == SQLITE_OK)
        code = sqlite3_step(archive->insert);
    enum err err = code == SQLITE_DONE ? ERR_NONE : refused(archive, "writing a row");
    sqlite3_reset(archive->insert);
    return err;
}

static enum err seal_of(const struct chain *chain, const struct meta *meta,
                        const struct archive_head *head, uint8_t seal[CHAIN_BYTES])
{
    uint8_t bytes[sizeof(meta->hall) + 64 + 2 * CHAIN_BYTES];
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    wire_put_bytes(&out, meta->hall, sizeof(meta->hall));
    wire_put_u8(&out, meta->training);
    wire_put_u64(&out, meta->instance);
    wire_put_u32(&out, head->day);
    wire_put_u64(&out, head->first);
    wire_put_u64(&out, head->last);
    wire_put_bytes(&out, head->before, CHAIN_BYTES);
    wire_put_bytes(&out, head->link, CHAIN_BYTES);
    assert(!out.bad);
    return chain_digest(chain, bytes, (size_t)(out.at - bytes), seal);
}

static enum err put_head(struct archive *archive, const struct meta *meta)
{
    const struct archive_head *head = &archive->head;
    uint8_t seal[CHAIN_BYTES];
    sqlite3_stmt *statement;
    enum err err = seal_of(archive->source.chain, meta, head, seal);
    if (!err)
        err = rows_prepare(&archive->source,
                           "INSERT INTO head VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &statement);
    if (err)
        return err;
    sqlite3_bind_text(statement, 1, meta->hall, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, meta->training);
    sqlite3_bind_int64(statement, 3, (int64_t)meta->instance);
    sqlite3_bind_int64(statement, 4, head->day);
    sqlite3_bind_int64(statement, 5, (int64_t)head->first);
    sqlite3_bind_int64(statement, 6, (int64_t)head->last);
    sqlite3_bind_blob(statement, 7, head->before, CHAIN_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 8, head->link, CHAIN_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 9, seal, CHAIN_BYTES, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        err = refused(archive, "writing its head");
    sqlite3_finalize(statement);
    return err;
}

enum err archive_publish(struct archive *archive, const struct meta *meta)
{
    char fresh[FILE_PATH_MAX], path[FILE_PATH_MAX], folder[FILE_PATH_MAX];
    const char *dir = archive->source.dir;
    enum err err = archive_path(dir, archive->name, ".new", fresh);
    if (!err)
        err = archive_path(dir, archive->name, "", path);
    if (!err)
        err = archive_path(dir, "", "", folder);
    if (!err)
        err = put_head(archive, meta);
    if (!err)
        err = run(archive, "COMMIT");
    archive_close(archive);
    if (!err)
        err = files_sync(fresh);
    if (!err && rename(fresh, path) != 0)
        err = log_fault(ERR_IO, "file=%s cannot be renamed: %s", fresh, strerror(errno));
    return err ? err : files_sync_dir(folder);
}

void archive_drop(struct archive *archive)
{
    char fresh[FILE_PATH_MAX];
    const char *dir = archive->source.dir;
    archive_close(archive);
    if (dir && !archive_path(dir, archive->name, ".new", fresh) && unlink(fresh) != 0 &&
        errno != ENOENT)
        log_warn("file=%s is not whole and cannot be removed: %s", fresh, strerror(errno));
}

/* ---- reading ---- */

static bool take_blob(sqlite3_stmt *statement, int column, uint8_t bytes[CHAIN_BYTES])
{
    const void *blob = sqlite3_column_blob(statement, column);
    if (!blob || sqlite3_column_bytes(statement, column) != CHAIN_BYTES)
        return false;
    memcpy(bytes, blob, CHAIN_BYTES);
    return true;
}

static enum err take_head(struct archive *archive, sqlite3_stmt *statement, const struct meta *meta)
{
    struct archive_head *head = &archive->head;
    uint8_t seal[CHAIN_BYTES], want[CHAIN_BYTES];
    const char *hall = (const char *)sqlite3_column_text(statement, 0);
    struct meta whose = {.training = sqlite3_column_int(statement, 1) != 0,
                         .instance = (uint64_t)sqlite3_column_int64(statement, 2)};
    sqlite3_snprintf(sizeof(whose.hall), whose.hall, "%s", hall ? hall : "");
    head->day = (uint32_t)sqlite3_column_int64(statement, 3);
    head->first = (uint64_t)sqlite3_column_int64(statement, 4);
    head->last = (uint64_t)sqlite3_column_int64(statement, 5);
    bool whole = take_blob(statement, 6, head->before) && take_blob(statement, 7, head->link) &&
                 take_blob(statement, 8, seal);
    enum err err = seal_of(archive->source.chain, &whose, head, want);
    if (err)
        return err;
    if (!whole || memcmp(seal, want, CHAIN_BYTES) != 0)
        return rows_damaged(&archive->source, 0, "has a head that does not match its seal");
    if (whose.instance != meta->instance || whose.training != meta->training ||
        strcmp(whose.hall, meta->hall) != 0)
        return log_fault(ERR_OTHER_HALL,
                         "state=%s file=%s is of another hall or another state folder: take it "
                         "out",
                         archive->source.dir, archive->source.file);
    return ERR_NONE;
}

static enum err read_head(struct archive *archive, const struct meta *meta)
{
    sqlite3_stmt *statement;
    int64_t format;
    bool found;
    enum err err = rows_number(&archive->source, "PRAGMA user_version", &format, &found);
    if (!err && format > 1)
        err = log_fault(ERR_NEWER, "state=%s file=%s was written by a newer version: install it",
                        archive->source.dir, archive->source.file);
    if (!err)
        err = rows_prepare(&archive->source,
                           "SELECT hall, training, instance, day, first, last, before, link, seal"
                           " FROM head",
                           &statement);
    if (err)
        return err;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        err = take_head(archive, statement, meta);
    else if (code == SQLITE_DONE)
        err = rows_damaged(&archive->source, 0, "has no head");
    else
        err = refused(archive, "reading its head");
    sqlite3_finalize(statement);
    return err;
}

enum err archive_open(struct archive *archive, const char *dir, const struct chain *chain,
                      const struct meta *meta)
{
    char path[FILE_PATH_MAX];
    name_source(archive, dir, chain);
    enum err err = archive_path(dir, archive->name, "", path);
    if (!err && !file_exists(path))
        err = log_fault(ERR_IO, "state=%s file=%s is gone: put back a copy of it", dir,
                        archive->source.file);
    if (!err)
        err = files_open_unchanging(path, &archive->source);
    return err ? err : read_head(archive, meta);
}

void archive_close(struct archive *archive)
{
    sqlite3_finalize(archive->insert);
    archive->insert = NULL;
    sqlite3_close(archive->source.db);
    archive->source.db = NULL;
}

enum err archive_check(const struct archive *archive, rows_taker take, void *context)
{
    const struct archive_head *head = &archive->head;
    struct cursor cursor = {.seq = head->first - 1};
    memcpy(cursor.link, head->before, CHAIN_BYTES);
    enum err err = rows_check_pages(&archive->source, "PRAGMA integrity_check");
    if (!err)
        err = rows_follow_table(&archive->source, "journal", &cursor, take, context);
    if (!err && cursor.seq != head->last)
        err = rows_damaged(&archive->source, cursor.seq + 1, "is missing");
    if (!err && memcmp(cursor.link, head->link, CHAIN_BYTES) != 0)
        err = rows_damaged(&archive->source, 0, "does not end as its head says");
    return err;
}
