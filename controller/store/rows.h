/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows - reads rows from any file of ours, the journal, an archive or a backup, and follows their
 * chain on the way.
 *
 * Errors: what cannot be read is logged with file and row and what to do about it, and is ERR_DB: a
 *         failed read says nothing about what is written, so the day goes on.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include <sqlite3.h>

#include "store/row.h"

#define SOURCE_NAME_SIZE 128

/* A file that is being read. */
struct source {
    sqlite3 *db;
    const struct chain *chain;
    const char *dir;             /* the state folder */
    char file[SOURCE_NAME_SIZE]; /* its name in there */
    const char *cure;            /* what to do when it is damaged */
};

#define CURE_JOURNAL \
    "the journal is damaged; keep the file, and restore a backup or start with an empty folder"
#define CURE_ARCHIVE "the archive is damaged; keep the file, and put back a copy of it"
#define CURE_BACKUP "the backup is damaged; use an older one"

#define ROW_COLUMNS "seq, epoch, boot, at, uid, cboot, session, cseq, verb, body, chain"

/* How far the chain was followed. */
struct cursor {
    uint64_t seq;
    uint8_t link[CHAIN_BYTES];
};

/* Takes one row whose place in the chain is proven; `raw` is valid during the call. */
typedef enum err (*rows_taker)(void *context, sqlite3_stmt *raw, const struct row *row);

enum err rows_damaged(const struct source *source, uint64_t seq, const char *why);
/* SQLite refused to read: `what` was asked. */
enum err rows_unread(const struct source *source, const char *what);
enum err rows_prepare(const struct source *source, const char *sql,
                      sqlite3_stmt **statement) MUST_CHECK;
/* One statement that changes nothing; its first column as a number, *found false without a row. */
enum err rows_number(const struct source *source, const char *sql, int64_t *number,
                     bool *found) MUST_CHECK;

struct row rows_read(sqlite3_stmt *statement);
/* Steps `statement` (ROW_COLUMNS, by seq) to its end and finalizes it. Each row must continue the
 * cursor; NULL: it was followed before. `take` may be NULL. Stops at the first error of `take`. */
enum err rows_follow(const struct source *source, sqlite3_stmt *statement, struct cursor *cursor,
                     rows_taker take, void *context) MUST_CHECK;
/* All rows of a table. */
enum err rows_follow_table(const struct source *source, const char *table, struct cursor *cursor,
                           rows_taker take, void *context) MUST_CHECK;
/* "PRAGMA quick_check(…)" or "PRAGMA integrity_check", which must say ok. */
enum err rows_check_pages(const struct source *source, const char *pragma) MUST_CHECK;
/* Decodes; ERR_NEWER, logged, when this version does not know what the row holds. */
enum err rows_decode(const struct source *source, const struct row *row,
                     struct store_row *out) MUST_CHECK;

#endif
