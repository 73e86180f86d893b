/* SPDX-License-Identifier: Apache-2.0 */
/*
 * internal - what the files of this folder share. Nobody else includes it.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sqlite3.h>

#include "os/file.h"
#include "store/marker.h"
#include "store/room.h"
#include "store/rows.h"
#include "store/store.h"
#include "store/tidy.h"

/* Frames in the WAL after which a commit also checkpoints, for a hall that is never idle: 4 MB, so
 * that a restart never has much to recover. */
#define WAL_PAGES_MAX 1000

enum statement {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_APPEND,
    SQL_RETIRE_COPY,
    SQL_RETIRE_DELETE,
    SQL_DAY_ADD,
    SQL_FORGET,
    SQL_ARCHIVED,
    SQL_EXPIRED,
    SQL_COUNT
};

/* Of every table of rows, in the journal and in archives. */
#define JOURNAL_COLUMNS                                                        \
    "(seq INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, boot INTEGER NOT NULL," \
    " at INTEGER NOT NULL, uid INTEGER NOT NULL, cboot INTEGER NOT NULL,"      \
    " session INTEGER NOT NULL, cseq INTEGER NOT NULL, verb INTEGER NOT NULL," \
    " body BLOB NOT NULL, chain BLOB NOT NULL) STRICT;"

#define HALL_ID_SIZE 64

struct meta {
    char hall[HALL_ID_SIZE];
    bool training;
    uint64_t instance;
    uint32_t epoch, boot;
};

#define BACKUP_FOLDER "backup"
#define BACKUP_NAME "until-%" PRIu64 ".db"

/* A copy on its way (backup.c). */
struct backup {
    sqlite3_backup *copy;
    struct source target; /* no connection: there is none */
};

struct store {
    struct source source; /* its connection, and the file's name in sentences */
    sqlite3_stmt *statements[SQL_COUNT];
    char dir[FILE_PATH_MAX];
    uint32_t number; /* of the database file */
    struct marker marker;
    struct chain chain;
    struct meta meta;
    uint64_t seq;                 /* of the last row */
    uint8_t link[CHAIN_BYTES];    /* of the last row */
    uint8_t genesis[CHAIN_BYTES]; /* before the first row */
    bool in_turn;
    bool failed; /* something was refused: only closing is left */
    uint32_t appended;
    int wal_pages;
    sqlite3_int64 wal_bytes; /* the file's size, as far as we know */
    struct tidy tidy;
    struct room room;
    struct backup backup;
    uint8_t body[BODY_BYTES_MAX];
};

/* Logs what SQLite just refused with what to do about it, marks the disk when it is not to be
 * trusted any more, and returns ERR_DB. */
enum err store_fault(struct store *store, const char *what);
/* One statement without parameters or rows. */
enum err store_run(struct store *store, const char *sql) MUST_CHECK;
enum err store_prepare(struct store *store, const char *sql, sqlite3_stmt **statement) MUST_CHECK;
/* Runs a prepared statement whose parameters are bound, and makes it ready for the next time. */
enum err store_step(struct store *store, enum statement which) MUST_CHECK;

/* Opens file `number` for this process alone and makes sure that it still is the newest: another
 * controller may have copied forward while we were looking. */
enum err store_take_file(struct store *store, uint32_t number) MUST_CHECK;

/* settings.c: opens file `number` and takes it for this process alone. */
enum err settings_open(struct store *store, uint32_t number) MUST_CHECK;

/* wal.c: counts its frames from now on. */
void wal_open(struct store *store);
/* Makes the file longer when the next turn might not fit into it. */
void wal_make_room(struct store *store);

/* schema.c: the version of the tables; ERR_NEWER when it is ahead of this program. */
enum err schema_version(struct store *store, int64_t *version) MUST_CHECK;
/* Since this version there is a table of archives. */
#define SCHEMA_ARCHIVES 2
/* The identity as it is in the file; *found. */
enum err schema_read(struct store *store, bool *found) MUST_CHECK;
/* Brings the tables to this version; ERR_NEWER when they are ahead of it. */
enum err schema_migrate(struct store *store) MUST_CHECK;
/* Reads the folder's identity, or draws one for a new folder; ERR_OTHER_HALL. */
enum err schema_identify(struct store *store, const struct store_options *options) MUST_CHECK;
/* Writes the identity with the next boot number. Its commit also brings to the disk what a killed
 * process wrote and never synced, before anyone is told that a repeated command was done. */
enum err schema_count_boot(struct store *store) MUST_CHECK;
/* In the turn that accepts a history (D-26): rows behind it are of the new epoch. */
enum err schema_raise_epoch(struct store *store, uint32_t epoch) MUST_CHECK;

/* history.c: reads the open day once, row by row, and follows the chain: sets seq and link. */
enum err history_check(struct store *store) MUST_CHECK;
/* The last row before row `from` that is not in the table of the open day. */
enum err history_cursor(struct store *store, struct cursor *cursor, uint64_t from) MUST_CHECK;

/* backup.c: throws away what is half done. */
void backup_drop(struct store *store);

/* heal.c: writes what is in the journal into a new file, every page anew, and syncs it. */
enum err heal_copy_rows(struct store *store, const char *path) MUST_CHECK;
/* D-32. Copies file `number` to the next one; *number is then that one. */
enum err heal_copy_forward(struct store *store, const struct store_options *options,
                           uint32_t *number) MUST_CHECK;

#endif
