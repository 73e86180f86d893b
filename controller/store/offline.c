/* SPDX-License-Identifier: Apache-2.0 */
#include "store/offline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/log.h"
#include "store/files.h"
#include "store/internal.h"

/* ---- opening without changing ---- */

static enum err new_store(const char *dir, struct store **store)
{
    *store = calloc(1, sizeof(**store));
    if (!*store)
        return log_fault(ERR_NOMEM, "store: no memory");
    (*store)->marker.fd = -1;
    if (strlen(dir) >= sizeof((*store)->dir))
        return log_fault(ERR_IO, "state=%.200s… cannot be used: the name is too long", dir);
    strcpy((*store)->dir, dir);
    return chain_open(&(*store)->chain);
}

static enum err read_identity(struct store *store)
{
    int64_t version;
    bool found;
    enum err err = schema_version(store, &version);
    if (!err)
        err = schema_read(store, &found);
    if (!err && !found)
        err = rows_damaged(&store->source, 0, "has no identity");
    return err;
}

static enum err open_folder(const char *dir, struct store **store)
{
    uint32_t number = 0;
    enum err err = new_store(dir, store);
    if (!err)
        err = files_current(dir, &number);
    if (!err && !number)
        err = log_fault(ERR_DB, "state=%s has no journal: name the controller's state folder", dir);
    if (!err)
        err = store_take_file(*store, number);
    return err ? err : read_identity(*store);
}

static void folder_of(const char *file, char folder[FILE_PATH_MAX])
{
    const char *slash = strrchr(file, '/');
    snprintf(folder, FILE_PATH_MAX, "%.*s", slash ? (int)(slash - file) : 1, slash ? file : ".");
}

static enum err open_file(const char *file, struct store **store)
{
    char folder[FILE_PATH_MAX];
    const char *slash = strrchr(file, '/');
    folder_of(file, folder);
    enum err err = new_store(folder, store);
    if (err)
        return err;
    struct source *source = &(*store)->source;
    *source = (struct source){.chain = &(*store)->chain, .dir = (*store)->dir, .cure = CURE_BACKUP};
    snprintf(source->file, sizeof(source->file), "%s", slash ? slash + 1 : file);
    if (!file_exists(file))
        return log_fault(ERR_IO, "file=%s is not there", file);
    err = files_open_unchanging(file, source);
    return err ? err : read_identity(*store);
}

/* ---- checking ---- */

struct check {
    struct store *store;
    struct offline_report *report;
    struct cursor cursor;
    const struct source *source; /* that is being read */
    bool files;                  /* the archives are here */
    const char *copies;          /* restore: the folder that has them */
    enum err bad;                /* the first thing that was wrong */
};

static enum err check_row(void *context, sqlite3_stmt *raw, const struct row *row)
{
    struct check *check = context;
    struct store_row out;
    (void)raw;
    check->report->rows++;
    return rows_decode(check->source, row, &out);
}

/* Against what the journal says about it. */
static enum err check_archive(struct check *check, const struct archive *listed)
{
    struct archive archive = {.source = {.db = NULL}};
    struct store *store = check->store;
    memcpy(archive.name, listed->name, sizeof(archive.name));
    enum err err = archive_open(&archive, store->dir, &store->chain, &store->meta);
    const struct archive_head *head = &archive.head;
    if (!err &&
        (head->first != listed->head.first || head->last != listed->head.last ||
         head->day != listed->head.day || memcmp(head->link, listed->head.link, CHAIN_BYTES) != 0))
        err = rows_damaged(&archive.source, 0, "is not the archive in the journal's list");
    if (!err && memcmp(head->before, check->cursor.link, CHAIN_BYTES) != 0)
        err = rows_damaged(&archive.source, head->first, "does not follow from the day before");
    check->source = &archive.source;
    if (!err)
        err = archive_check(&archive, check_row, check);
    archive_close(&archive);
    if (!err)
        check->report->archives++;
    return err;
}

static enum err check_listed(struct check *check, sqlite3_stmt *statement)
{
    struct archive listed = {.source = {.db = NULL}};
    const char *name = (const char *)sqlite3_column_text(statement, 3);
    listed.head.first = (uint64_t)sqlite3_column_int64(statement, 0);
    listed.head.last = (uint64_t)sqlite3_column_int64(statement, 1);
    listed.head.day = (uint32_t)sqlite3_column_int64(statement, 2);
    sqlite3_snprintf(sizeof(listed.name), listed.name, "%s", name ? name : "");
    if (sqlite3_column_bytes(statement, 4) == CHAIN_BYTES)
        memcpy(listed.head.link, sqlite3_column_blob(statement, 4), CHAIN_BYTES);
    enum err err = ERR_NONE;
    if (listed.head.first != check->cursor.seq + 1)
        err = rows_damaged(&check->store->source, check->cursor.seq + 1,
                           "is in no archive of the list");
    else if (!sqlite3_column_int(statement, 5))
        check->report->removed++;
    else if (check->files)
        err = check_archive(check, &listed);
    /* The list goes on with what it says, so that the next bad one is named, too. */
    check->cursor.seq = listed.head.last;
    memcpy(check->cursor.link, listed.head.link, CHAIN_BYTES);
    return err;
}

static enum err check_archives(struct check *check)
{
    static const char sql[] = "SELECT first, last, day, name, link, kept FROM archive"
                              " ORDER BY first";
    struct store *store = check->store;
    sqlite3_stmt *statement;
    int64_t version;
    int code;
    enum err err = schema_version(store, &version);
    check->cursor.seq = 0;
    memcpy(check->cursor.link, store->genesis, CHAIN_BYTES);
    if (err || version < SCHEMA_ARCHIVES)
        return err;
    err = rows_prepare(&store->source, sql, &statement);
    if (err)
        return err;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        err = check_listed(check, statement);
        if (!check->bad)
            check->bad = err;
    }
    err = code == SQLITE_DONE ? ERR_NONE : rows_unread(&store->source, sql);
    sqlite3_finalize(statement);
    return err;
}

static enum err check_all(struct store *store, bool files, struct offline_report *report)
{
    struct check check = {.store = store, .report = report, .files = files};
    *report = (struct offline_report){.training = store->meta.training};
    memcpy(report->hall, store->meta.hall, sizeof(report->hall));
    enum err err = rows_check_pages(&store->source, "PRAGMA integrity_check");
    if (!err)
        err = check_archives(&check);
    check.source = &store->source;
    if (!err)
        err = rows_follow_table(&store->source, "past", &check.cursor, check_row, &check);
    if (!err)
        err = rows_follow_table(&store->source, "journal", &check.cursor, check_row, &check);
    report->identity = (struct store_identity){store->meta.instance, store->meta.epoch,
                                               store->meta.boot, check.cursor.seq};
    return err ? err : check.bad;
}

enum err offline_verify(const char *dir, struct offline_report *report)
{
    struct store *store;
    enum err err = open_folder(dir, &store);
    if (!err)
        err = check_all(store, true, report);
    store_close(store);
    return err;
}

enum err offline_verify_file(const char *file, struct offline_report *report)
{
    struct store *store;
    enum err err = open_file(file, &store);
    if (!err)
        err = check_all(store, false, report);
    store_close(store);
    return err;
}

enum err offline_day(const char *dir, uint32_t day,
                     enum err (*row)(void *context, const struct store_row *row), void *context)
{
    struct store *store;
    enum err err = open_folder(dir, &store);
    if (!err)
        err = store_day(store, day, row, context);
    store_close(store);
    return err;
}

/* ---- backup ---- */

static enum err name_it(const char *fresh, const char *path)
{
    char folder[FILE_PATH_MAX];
    folder_of(path, folder);
    enum err err = files_sync(fresh);
    if (!err && rename(fresh, path) != 0)
        err = log_fault(ERR_IO, "file=%s cannot be renamed: %s", fresh, strerror(errno));
    return err ? err : files_sync_dir(folder);
}

static enum err fresh_name(const char *path, char fresh[FILE_PATH_MAX])
{
    int n = snprintf(fresh, FILE_PATH_MAX, "%s.new", path);
    if (n < 0 || n >= FILE_PATH_MAX)
        return log_fault(ERR_IO, "file=%.200s… cannot be written: the name is too long", path);
    if (file_exists(path))
        return log_fault(ERR_IO, "file=%s is there already: give another name", path);
    return ERR_NONE;
}

enum err offline_backup(const char *dir, const char *file, struct offline_report *report)
{
    char fresh[FILE_PATH_MAX];
    struct store *store = NULL;
    enum err err = fresh_name(file, fresh);
    if (!err)
        err = open_folder(dir, &store);
    if (!err)
        err = heal_copy_rows(store, fresh);
    store_close(store);
    if (!err)
        err = offline_verify_file(fresh, report);
    return err ? err : name_it(fresh, file);
}

/* ---- restore ---- */

static bool copy_bytes(int from, int to)
{
    uint8_t bytes[65536];
    ssize_t n;
    while ((n = read(from, bytes, sizeof(bytes))) > 0)
        if (write(to, bytes, (size_t)n) != n)
            return false;
    return n == 0;
}

static enum err copy_file(const char *from, const char *to)
{
    enum err err = files_make_empty(to);
    if (err)
        return err;
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CLOEXEC);
    bool good = in >= 0 && out >= 0 && copy_bytes(in, out);
    int why = errno;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return good ? ERR_NONE
                : log_fault(ERR_IO, "file=%s cannot be copied to %s: %s", from, to, strerror(why));
}

static enum err check_copy(const struct store *backup, const char *dir, const char *name)
{
    struct archive archive = {.source = {.db = NULL}};
    sqlite3_snprintf(sizeof(archive.name), archive.name, "%s", name);
    enum err err = archive_open(&archive, dir, &backup->chain, &backup->meta);
    if (!err)
        err = archive_check(&archive, NULL, NULL);
    archive_close(&archive);
    return err;
}

static enum err restore_archive(const struct store *backup, const char *from, const char *dir,
                                const char *name, struct offline_report *report)
{
    char source[FILE_PATH_MAX], fresh[FILE_PATH_MAX], path[FILE_PATH_MAX];
    int n = from ? snprintf(source, sizeof(source), "%s/%s", from, name) : 0;
    if (!from || n < 0 || (size_t)n >= sizeof(source) || !file_exists(source)) {
        report->missing++;
        return ERR_NONE;
    }
    enum err err = archive_path(dir, name, ".new", fresh);
    if (!err)
        err = archive_path(dir, name, "", path);
    if (!err)
        err = copy_file(source, fresh);
    if (!err)
        err = name_it(fresh, path);
    if (!err)
        err = check_copy(backup, dir, name);
    if (!err)
        report->archives++;
    return err;
}

static enum err restore_archives(struct store *backup, const char *from, const char *dir,
                                 struct offline_report *report)
{
    char folder[FILE_PATH_MAX];
    sqlite3_stmt *statement;
    int64_t version;
    int code = SQLITE_DONE;
    enum err err = schema_version(backup, &version);
    if (err || version < SCHEMA_ARCHIVES)
        return err;
    err = archive_path(dir, "", "", folder);
    if (!err)
        err = file_make_dir(folder, 0700);
    if (!err)
        err = rows_prepare(&backup->source, "SELECT name FROM archive WHERE kept = 1", &statement);
    if (err)
        return err;
    while (!err && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        err = restore_archive(backup, from, dir, name ? name : "", report);
    }
    if (!err && code != SQLITE_DONE)
        err = rows_unread(&backup->source, "archive");
    sqlite3_finalize(statement);
    return err;
}

/* The journal comes last: a folder without one is nobody's. */
static enum err restore_journal(const char *file, const char *dir)
{
    char path[FILE_PATH_MAX], fresh[FILE_PATH_MAX];
    enum err err = files_path(dir, 1, "", path);
    if (!err)
        err = files_path(dir, 1, ".new", fresh);
    if (!err)
        err = copy_file(file, fresh);
    if (!err)
        err = name_it(fresh, path);
    return err ? err : files_choose(dir, 1);
}

static enum err check_place(const char *dir)
{
    uint32_t number = 0;
    enum err err = file_make_dir(dir, 0700);
    if (!err)
        err = files_current(dir, &number);
    if (!err && number)
        err = log_fault(ERR_USAGE,
                        "state=%s holds a journal already, journal-%u.db: name a new folder", dir,
                        number);
    return err;
}

enum err offline_restore(const char *file, const char *dir, const char *archives,
                         struct offline_report *report)
{
    struct store *backup = NULL;
    enum err err = open_file(file, &backup);
    if (!err)
        err = check_all(backup, false, report);
    if (!err)
        err = check_place(dir);
    if (!err)
        err = restore_archives(backup, archives, dir, report);
    if (!err)
        err = restore_journal(file, dir);
    store_close(backup);
    return err;
}
