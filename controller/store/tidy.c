/* SPDX-License-Identifier: Apache-2.0 */
#include "store/tidy.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/calendar.h"
#include "os/log.h"
#include "store/files.h"
#include "store/internal.h"

void tidy_begin(struct store *store)
{
    if (store->tidy.phase == TIDY_REST)
        store->tidy.phase = TIDY_LOOK;
}

void tidy_end(struct store *store)
{
    if (store->tidy.phase == TIDY_COPY)
        archive_drop(&store->tidy.archive);
    archive_close(&store->tidy.archive);
    store->tidy.phase = TIDY_REST;
}

/* ---- which rows ---- */

struct opened {
    uint64_t first;
    uint32_t day;
    bool found;
};

static enum err find_opened(struct store *store, const char *sql, uint64_t value, uint32_t day,
                            struct opened *opened)
{
    sqlite3_stmt *statement;
    *opened = (struct opened){.first = 0};
    enum err err = rows_prepare(&store->source, sql, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, (int64_t)value);
    sqlite3_bind_int64(statement, 2, day);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *opened = (struct opened){(uint64_t)sqlite3_column_int64(statement, 0),
                                  (uint32_t)sqlite3_column_int64(statement, 1), true};
    else if (code != SQLITE_DONE)
        err = rows_unread(&store->source, sql);
    sqlite3_finalize(statement);
    return err;
}

/* The oldest date in the table of the past that is not the one of the open day: its rows, and those
 * before any day. head->first is 0 when there is none. */
static enum err find_rows(struct store *store, struct archive_head *head)
{
    struct opened date, next;
    int64_t first;
    bool found;
    *head = (struct archive_head){.first = 0};
    enum err err = rows_number(&store->source, "SELECT min(seq) FROM past", &first, &found);
    if (err || !found)
        return err;
    err = find_opened(store,
                      "SELECT first, day FROM day WHERE first <= ? ORDER BY first DESC LIMIT 1",
                      (uint64_t)first, 0, &date);
    if (!err && !date.found)
        err =
            find_opened(store, "SELECT first, day FROM day WHERE first > ? ORDER BY first LIMIT 1",
                        (uint64_t)first, 0, &date);
    if (err || !date.found)
        return err;
    err = find_opened(store,
                      "SELECT first, day FROM day WHERE first > ? AND day <> ?"
                      " ORDER BY first LIMIT 1",
                      date.first, date.day, &next);
    if (err || !next.found)
        return err;
    *head =
        (struct archive_head){.day = date.day, .first = (uint64_t)first, .last = next.first - 1};
    return ERR_NONE;
}

/* ---- one archive ---- */

static void start_over(struct tidy *tidy)
{
    tidy->cursor.seq = tidy->archive.head.first - 1;
    memcpy(tidy->cursor.link, tidy->archive.head.before, CHAIN_BYTES);
}

static bool same_head(const struct archive_head *a, const struct archive_head *b)
{
    return a->day == b->day && a->first == b->first && a->last == b->last &&
           memcmp(a->before, b->before, CHAIN_BYTES) == 0;
}

/* Of another archive, since that date was opened again after another one. A file that is not in the
 * list is what a death left behind; whether its name is on the disk nobody knows: it is written
 * anew.
 */
static enum err name_taken(struct store *store, bool *taken)
{
    static const char sql[] = "SELECT 1 FROM archive WHERE name = ?";
    sqlite3_stmt *statement;
    enum err err = rows_prepare(&store->source, sql, &statement);
    if (err)
        return err;
    sqlite3_bind_text(statement, 1, store->tidy.archive.name, -1, SQLITE_STATIC);
    int code = sqlite3_step(statement);
    *taken = code == SQLITE_ROW;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        err = rows_unread(&store->source, sql);
    sqlite3_finalize(statement);
    return err;
}

static enum err look(struct store *store)
{
    struct tidy *tidy = &store->tidy;
    bool taken;
    tidy->archive = (struct archive){.source = {.db = NULL}};
    tidy->phase = TIDY_EXPIRE;
    if (room_look(&store->room) >= STORE_ROOM_SCARCE)
        return ERR_NONE; /* they stay where they are until the next day or start */
    enum err err = find_rows(store, &tidy->archive.head);
    if (err || !tidy->archive.head.first)
        return err;
    err = history_cursor(store, &tidy->cursor, tidy->archive.head.first);
    if (err)
        return err;
    memcpy(tidy->archive.head.before, tidy->cursor.link, CHAIN_BYTES);
    archive_name(&tidy->archive.head, false, tidy->archive.name);
    err = name_taken(store, &taken);
    if (err)
        return err;
    if (taken)
        archive_name(&tidy->archive.head, true, tidy->archive.name);
    tidy->phase = TIDY_COPY;
    start_over(tidy);
    return archive_begin(&tidy->archive, store->dir, &store->chain);
}

/* The next rows of the day. */
static enum err follow_some(struct tidy *tidy, const struct source *source, const char *sql,
                            rows_taker take)
{
    sqlite3_stmt *statement;
    uint64_t before = tidy->cursor.seq;
    enum err err = rows_prepare(source, sql, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, (int64_t)tidy->cursor.seq);
    sqlite3_bind_int64(statement, 2, (int64_t)tidy->archive.head.last);
    sqlite3_bind_int64(statement, 3, TIDY_ROWS);
    err = rows_follow(source, statement, &tidy->cursor, take, &tidy->archive);
    if (!err && tidy->cursor.seq == before)
        err = rows_damaged(source, before + 1, "is missing");
    return err;
}

#define SOME_OF(table) \
    "SELECT " ROW_COLUMNS " FROM " table " WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"

static enum err put_row(void *context, sqlite3_stmt *raw, const struct row *row)
{
    (void)row;
    return archive_put(context, raw);
}

static enum err copy(struct store *store)
{
    struct tidy *tidy = &store->tidy;
    struct archive *archive = &tidy->archive;
    enum err err = follow_some(tidy, &store->source, SOME_OF("past"), put_row);
    if (err || tidy->cursor.seq < archive->head.last)
        return err;
    memcpy(archive->head.link, tidy->cursor.link, CHAIN_BYTES);
    err = archive_publish(archive, &store->meta);
    if (err)
        return err;
    tidy->phase = TIDY_CHECK; /* by what is in the file now, not by what we think we wrote */
    struct archive_head meant = archive->head;
    err = archive_open(archive, store->dir, &store->chain, &store->meta);
    if (!err && !same_head(&meant, &archive->head))
        err = rows_damaged(&archive->source, 0, "is not what was written");
    start_over(tidy);
    return err;
}

/* From here on the rows are in the archive only. */
static enum err forget(struct store *store)
{
    const struct archive *archive = &store->tidy.archive;
    sqlite3_stmt *statement = store->statements[SQL_FORGET];
    enum err err = store_begin(store);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, (int64_t)archive->head.last);
    err = store_step(store, SQL_FORGET);
    statement = store->statements[SQL_ARCHIVED];
    sqlite3_bind_int64(statement, 1, (int64_t)archive->head.first);
    sqlite3_bind_int64(statement, 2, (int64_t)archive->head.last);
    sqlite3_bind_int64(statement, 3, archive->head.day);
    sqlite3_bind_text(statement, 4, archive->name, -1, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 5, archive->head.link, CHAIN_BYTES, SQLITE_STATIC);
    if (!err)
        err = store_step(store, SQL_ARCHIVED);
    return err ? err : store_commit(store);
}

static enum err check_some(struct tidy *tidy)
{
    struct archive *archive = &tidy->archive;
    enum err err = ERR_NONE;
    if (tidy->cursor.seq + 1 == archive->head.first)
        err = rows_check_pages(&archive->source, "PRAGMA quick_check");
    if (!err)
        err = follow_some(tidy, &archive->source, SOME_OF("journal"), NULL);
    if (!err && tidy->cursor.seq == archive->head.last &&
        memcmp(tidy->cursor.link, archive->head.link, CHAIN_BYTES) != 0)
        err = rows_damaged(&archive->source, 0, "does not end as its head says");
    return err;
}

/* It is kept as evidence; the journal still has the rows, so the next attempt writes another. */
static void set_aside(const struct archive *archive)
{
    char path[FILE_PATH_MAX], aside[FILE_PATH_MAX];
    const char *dir = archive->source.dir;
    if (archive_path(dir, archive->name, "", path) ||
        archive_path(dir, archive->name, ".damaged", aside) || rename(path, aside) != 0)
        return;
    log_warn("file=%s keeps what was wrong; the archive is written anew at the next start", aside);
}

static enum err check(struct store *store, bool *fatal)
{
    struct tidy *tidy = &store->tidy;
    struct archive *archive = &tidy->archive;
    enum err err = check_some(tidy);
    if (err)
        set_aside(archive);
    if (err || tidy->cursor.seq < archive->head.last)
        return err;
    archive_close(archive);
    *fatal = true;
    err = forget(store);
    *fatal = err != ERR_NONE;
    if (!err)
        log_info("day=%u archived file=%s rows=%" PRIu64, archive->head.day, archive->source.file,
                 archive->head.last - archive->head.first + 1);
    tidy->phase = TIDY_LOOK;
    return err;
}

/* ---- retention ---- */

static void remove_file(const struct store *store, const char *name)
{
    char path[FILE_PATH_MAX];
    if (archive_path(store->dir, name, "", path) || unlink(path) == 0 || errno == ENOENT)
        return;
    log_warn("file=%s is older than keep_days and cannot be removed: %s", path, strerror(errno));
}

/* Removed from the list, and a death came before the file was. */
static enum err sweep_expired(struct store *store)
{
    sqlite3_stmt *statement;
    enum err err =
        rows_prepare(&store->source, "SELECT name FROM archive WHERE kept = 0", &statement);
    if (err)
        return err;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        if (name)
            remove_file(store, name);
    }
    sqlite3_finalize(statement);
    return ERR_NONE;
}

static uint32_t days_before(uint32_t date, uint32_t days)
{
    return calendar_date(calendar_local(calendar_midnight(date, 0) - (msec)days * 24 * HOUR, 0));
}

/* The oldest archive whose time is over; *first 0 = none. */
static enum err find_expired(struct store *store, uint32_t keep_days, int64_t *first,
                             char name[ARCHIVE_NAME_SIZE])
{
    sqlite3_stmt *statement;
    int64_t date;
    bool found;
    *first = 0;
    enum err err = rows_number(&store->source, "SELECT day FROM day ORDER BY first DESC LIMIT 1",
                               &date, &found);
    if (err || !found || !keep_days)
        return err;
    err = rows_prepare(&store->source,
                       "SELECT first, name FROM archive WHERE kept = 1 AND day < ?"
                       " ORDER BY first LIMIT 1",
                       &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, days_before((uint32_t)date, keep_days));
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *first = sqlite3_column_int64(statement, 0);
        sqlite3_snprintf(ARCHIVE_NAME_SIZE, name, "%s", sqlite3_column_text(statement, 1));
    } else if (code != SQLITE_DONE) {
        err = rows_unread(&store->source, "archive");
    }
    sqlite3_finalize(statement);
    return err;
}

/* The list first: an archive that is missing and should be there is damage. */
static enum err expire(struct store *store, uint32_t keep_days, bool *fatal)
{
    char name[ARCHIVE_NAME_SIZE];
    int64_t first;
    enum err err = find_expired(store, keep_days, &first, name);
    if (err)
        return err;
    if (!first) {
        store->tidy.phase = TIDY_REST;
        return sweep_expired(store);
    }
    sqlite3_bind_int64(store->statements[SQL_EXPIRED], 1, first);
    err = store_step(store, SQL_EXPIRED);
    *fatal = err != ERR_NONE;
    if (err)
        return err;
    remove_file(store, name);
    log_info("file=" ARCHIVE_FOLDER "/%s removed keep_days=%u", name, keep_days);
    return ERR_NONE;
}

/* ---- a piece ---- */

enum err store_tidy(struct store *store, uint32_t keep_days, bool *more)
{
    assert(!store->in_turn && !store->failed);
    enum err err = ERR_NONE;
    bool fatal = false;
    switch (store->tidy.phase) {
    case TIDY_LOOK:
        err = look(store);
        break;
    case TIDY_COPY:
        err = copy(store);
        break;
    case TIDY_CHECK:
        err = check(store, &fatal);
        break;
    case TIDY_EXPIRE:
        err = expire(store, keep_days, &fatal);
        break;
    case TIDY_REST:
        break;
    }
    if (err)
        tidy_end(store);
    *more = store->tidy.phase != TIDY_REST;
    return fatal ? err : ERR_NONE;
}
