/* SPDX-License-Identifier: Apache-2.0 */
#include "store/rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "os/log.h"

struct row rows_read(sqlite3_stmt *statement)
{
    return (struct row){
        .seq = (uint64_t)sqlite3_column_int64(statement, 0),
        .epoch = (uint32_t)sqlite3_column_int64(statement, 1),
        .boot = (uint32_t)sqlite3_column_int64(statement, 2),
        .at = sqlite3_column_int64(statement, 3),
        .id = {(uint64_t)sqlite3_column_int64(statement, 4),
               (uint32_t)sqlite3_column_int64(statement, 5),
               (uint32_t)sqlite3_column_int64(statement, 6),
               (uint32_t)sqlite3_column_int64(statement, 7)},
        .verb = (uint8_t)sqlite3_column_int(statement, 8),
        .body = sqlite3_column_blob(statement, 9),
        .body_length = (size_t)sqlite3_column_bytes(statement, 9),
    };
}

/* What a person can do about it. */
static const char *advice(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "the folder is in use by another controller; stop that one first";
    case SQLITE_FULL:
        return "the disk is full; make room and start again, nothing that was answered is lost";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return "it cannot be written; give the folder to the user that runs the controller";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "the file is damaged; keep it, and restore a backup or start with an empty folder";
    case SQLITE_IOERR:
        return "the disk does not work; start again, and have the disk checked if it comes back";
    default:
        return "the journal refused the turn; start again";
    }
}

enum err rows_damaged(const struct source *source, uint64_t seq, const char *why)
{
    char row[32] = "";
    if (seq)
        snprintf(row, sizeof(row), "row=%" PRIu64 " ", seq);
    return log_fault(ERR_DB, "state=%s file=%s %s%s: %s", source->dir, source->file, row, why,
                     source->cure);
}

enum err rows_unread(const struct source *source, const char *what)
{
    int code = sqlite3_extended_errcode(source->db);
    return log_fault(ERR_DB, "state=%s file=%s %s: %s (%s, %d)", source->dir, source->file, what,
                     advice(code), sqlite3_errmsg(source->db), code);
}

enum err rows_prepare(const struct source *source, const char *sql, sqlite3_stmt **statement)
{
    *statement = NULL;
    return sqlite3_prepare_v2(source->db, sql, -1, statement, NULL) ? rows_unread(source, sql)
                                                                    : ERR_NONE;
}

enum err rows_number(const struct source *source, const char *sql, int64_t *number, bool *found)
{
    sqlite3_stmt *statement;
    enum err err = rows_prepare(source, sql, &statement);
    *number = 0;
    *found = false;
    if (err)
        return err;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *found = sqlite3_column_type(statement, 0) != SQLITE_NULL;
        *number = sqlite3_column_int64(statement, 0);
    } else if (code != SQLITE_DONE) {
        err = rows_unread(source, sql);
    }
    sqlite3_finalize(statement);
    return err;
}

static enum err follow_one(const struct source *source, struct cursor *cursor,
                           sqlite3_stmt *statement, const struct row *row)
{
    if (row->seq != cursor->seq + 1)
        return rows_damaged(source, cursor->seq + 1, "is missing");
    enum err err = chain_next(source->chain, cursor->link, row);
    if (err)
        return err;
    if (sqlite3_column_bytes(statement, 10) != CHAIN_BYTES ||
        memcmp(sqlite3_column_blob(statement, 10), cursor->link, CHAIN_BYTES) != 0)
        return rows_damaged(source, row->seq, "does not follow from the rows before it");
    cursor->seq = row->seq;
    return ERR_NONE;
}

enum err rows_follow(const struct source *source, sqlite3_stmt *statement, struct cursor *cursor,
                     rows_taker take, void *context)
{
    enum err err = ERR_NONE;
    int code = SQLITE_DONE;
    while (!err && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct row row = rows_read(statement);
        err = cursor ? follow_one(source, cursor, statement, &row) : ERR_NONE;
        if (!err && take)
            err = take(context, statement, &row);
    }
    if (!err && code != SQLITE_DONE)
        err = rows_unread(source, "reading rows");
    sqlite3_finalize(statement);
    return err;
}

enum err rows_follow_table(const struct source *source, const char *table, struct cursor *cursor,
                           rows_taker take, void *context)
{
    char sql[160];
    sqlite3_stmt *statement;
    sqlite3_snprintf(sizeof(sql), sql, "SELECT " ROW_COLUMNS " FROM %s ORDER BY seq", table);
    enum err err = rows_prepare(source, sql, &statement);
    return err ? err : rows_follow(source, statement, cursor, take, context);
}

enum err rows_check_pages(const struct source *source, const char *pragma)
{
    sqlite3_stmt *statement;
    enum err err = rows_prepare(source, pragma, &statement);
    if (err)
        return err;
    int code = sqlite3_step(statement);
    const char *answer =
        code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (code != SQLITE_ROW)
        err = rows_unread(source, pragma);
    else if (!answer || strcmp(answer, "ok") != 0)
        err = rows_damaged(source, 0, answer ? answer : "cannot be checked");
    sqlite3_finalize(statement);
    return err;
}

enum err rows_decode(const struct source *source, const struct row *row, struct store_row *out)
{
    /* The chain holds, so the bytes are what was written: only a newer version can have. */
    if (row_body_get(row, out))
        return ERR_NONE;
    return log_fault(ERR_NEWER,
                     "state=%s row=%" PRIu64 " holds what this version does not know: install the "
                     "newer version again",
                     source->dir, row->seq);
}
