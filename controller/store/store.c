/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "os/clock.h"
#include "os/log.h"
#include "store/files.h"
#include "store/internal.h"

static const char *const sql_of[SQL_COUNT] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_APPEND] = "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_RETIRE_COPY] = "INSERT INTO past SELECT * FROM journal",
    [SQL_RETIRE_DELETE] = "DELETE FROM journal",
    [SQL_DAY_ADD] = "INSERT INTO day VALUES (?, ?, ?)",
    [SQL_FORGET] = "DELETE FROM past WHERE seq <= ?",
    [SQL_ARCHIVED] = "INSERT INTO archive VALUES (?, ?, ?, ?, ?, 1)",
    [SQL_EXPIRED] = "UPDATE archive SET kept = 0 WHERE first = ?",
};

enum err store_fault(struct store *store, const char *what)
{
    int code = sqlite3_extended_errcode(store->source.db);
    enum err err = rows_unread(&store->source, what);
    store->failed = true;
    if ((code & 0xff) == SQLITE_FULL)
        room_give_up(&store->room);
    /* Only a failed sync or write makes the kernel's memory of the file doubtful (D-32); a full
     * disk or no memory leaves nothing behind that could be believed later. */
    if ((code & 0xff) == SQLITE_IOERR && !marker_set(&store->marker, clock_utc_ms()))
        log_warn("state=%s cannot be marked as doubtful: restart the machine before the "
                 "controller",
                 store->dir);
    return err;
}

enum err store_run(struct store *store, const char *sql)
{
    return sqlite3_exec(store->source.db, sql, NULL, NULL, NULL) ? store_fault(store, sql)
                                                                 : ERR_NONE;
}

enum err store_prepare(struct store *store, const char *sql, sqlite3_stmt **statement)
{
    *statement = NULL;
    return sqlite3_prepare_v2(store->source.db, sql, -1, statement, NULL) ? store_fault(store, sql)
                                                                          : ERR_NONE;
}

enum err store_take_file(struct store *store, uint32_t number)
{
    uint32_t current;
    enum err err = settings_open(store, number);
    if (!err)
        err = files_current(store->dir, &current);
    if (!err && current != number)
        err = log_fault(ERR_DB, "state=%s is in use by another controller; stop that one first",
                        store->dir);
    return err;
}

static enum err open_file(struct store *store, const struct store_options *options)
{
    uint32_t number;
    enum err err = file_make_dir(store->dir, 0700);
    if (!err)
        err = marker_open(&store->marker, store->dir);
    if (!err)
        room_open(&store->room, store->dir, options->reserve_mb);
    if (!err)
        err = files_current(store->dir, &number);
    if (!err && store->marker.failed)
        err = number ? heal_copy_forward(store, options, &number) : marker_clear(&store->marker);
    return err ? err : store_take_file(store, number ? number : 1);
}

static enum err prepare_all(struct store *store)
{
    enum err err = ERR_NONE;
    for (size_t i = 0; i < SQL_COUNT && !err; i++)
        err = sqlite3_prepare_v3(store->source.db, sql_of[i], -1, SQLITE_PREPARE_PERSISTENT,
                                 &store->statements[i], NULL)
                  ? store_fault(store, sql_of[i])
                  : ERR_NONE;
    return err;
}

enum err store_open(const struct store_options *options, struct store **store)
{
    struct store *opened = *store = calloc(1, sizeof(*opened));
    if (!opened)
        return log_fault(ERR_NOMEM, "store: no memory");
    opened->marker.fd = -1;
    enum err err = ERR_NONE;
    if (strlen(options->dir) < sizeof(opened->dir))
        strcpy(opened->dir, options->dir);
    else
        err = log_fault(ERR_IO, "state=%.200s… cannot be used: the name is too long", options->dir);
    if (!err)
        err = chain_open(&opened->chain);
    if (!err)
        err = open_file(opened, options);
    if (!err)
        err = schema_migrate(opened);
    if (!err)
        err = schema_identify(opened, options);
    if (!err)
        err = history_check(opened);
    if (!err)
        err = schema_count_boot(opened);
    if (!err)
        err = prepare_all(opened);
    if (!err)
        err = files_choose(opened->dir, opened->number);
    if (err) {
        store_close(opened);
        *store = NULL;
        return err;
    }
    files_sweep(opened->dir, opened->number);
    tidy_begin(opened);
    return ERR_NONE;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    backup_drop(store);
    tidy_end(store);
    for (size_t i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    int code = sqlite3_close(store->source.db);
    assert(code == SQLITE_OK); /* a statement was left open */
    (void)code;
    chain_close(&store->chain);
    marker_close(&store->marker);
    free(store);
}

void store_identity(const struct store *store, struct store_identity *identity)
{
    *identity = (struct store_identity){store->meta.instance, store->meta.epoch, store->meta.boot,
                                        store->seq};
}

enum err store_step(struct store *store, enum statement which)
{
    sqlite3_stmt *statement = store->statements[which];
    int code = sqlite3_step(statement);
    enum err err = code == SQLITE_DONE ? ERR_NONE : store_fault(store, sql_of[which]);
    sqlite3_reset(statement);
    return err;
}

enum err store_begin(struct store *store)
{
    assert(!store->in_turn && !store->failed);
    wal_make_room(store);
    enum err err = store_step(store, SQL_BEGIN);
    store->in_turn = !err;
    store->appended = 0;
    return err;
}

/* D-29: the days before leave the table that a start reads. */
static enum err open_day(struct store *store, const struct fact_day_opened *opened)
{
    enum err err = store_step(store, SQL_RETIRE_COPY);
    if (!err)
        err = store_step(store, SQL_RETIRE_DELETE);
    if (err)
        return err;
    sqlite3_stmt *statement = store->statements[SQL_DAY_ADD];
    sqlite3_bind_int64(statement, 1, (int64_t)store->seq + 1);
    sqlite3_bind_int64(statement, 2, opened->day);
    sqlite3_bind_int64(statement, 3, opened->first);
    err = store_step(store, SQL_DAY_ADD);
    if (!err)
        tidy_begin(store);
    return err;
}

/* What is derived from the facts, in the same transaction. */
static enum err derive(struct store *store, const struct facts *facts)
{
    for (uint32_t i = 0; i < facts->count; i++)
        if (facts->list[i].kind == FACT_KIND_DAY_OPENED)
            return open_day(store, &facts->list[i].day_opened);
        else if (facts->list[i].kind == FACT_KIND_HISTORY_ACCEPTED)
            return schema_raise_epoch(store, facts->list[i].history_accepted.epoch);
    return ERR_NONE;
}

static enum err insert(struct store *store, const struct row *row)
{
    sqlite3_stmt *statement = store->statements[SQL_APPEND];
    const int64_t numbers[] = {(int64_t)row->seq, row->epoch,           row->boot,
                               row->at,           (int64_t)row->id.uid, row->id.boot,
                               row->id.session,   row->id.seq,          row->verb};
    for (int i = 0; i < (int)countof(numbers); i++)
        sqlite3_bind_int64(statement, i + 1, numbers[i]);
    sqlite3_bind_blob(statement, 10, row->body, (int)row->body_length, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 11, store->link, CHAIN_BYTES, SQLITE_STATIC);
    return store_step(store, SQL_APPEND);
}

enum err store_append(struct store *store, const struct command *command,
                      const struct result *result, const struct facts *facts, uint64_t *seq)
{
    assert(store->in_turn && !store->failed);
    struct row row = {
        .seq = store->seq + 1,
        .epoch = store->meta.epoch,
        .boot = store->meta.boot,
        .at = command->now,
        .id = command->id,
        .verb = result->verb,
        .body = store->body,
        .body_length = row_body_put(store->body, result, facts),
    };
    enum err err = derive(store, facts);
    if (!err)
        err = chain_next(&store->chain, store->link, &row);
    if (!err)
        err = insert(store, &row);
    if (err)
        return err;
    store->appended++;
    *seq = store->seq = row.seq;
    return ERR_NONE;
}

enum err store_commit(struct store *store)
{
    assert(store->in_turn && !store->failed);
    enum err err = store_step(store, SQL_COMMIT);
    if (err)
        return err;
    store->in_turn = false;
    return store->wal_pages > WAL_PAGES_MAX ? store_checkpoint(store) : ERR_NONE;
}

void store_rollback(struct store *store)
{
    assert(store->in_turn && !store->appended);
    store->in_turn = false;
    if (store_step(store, SQL_ROLLBACK))
        log_warn("state=%s an empty turn could not be closed", store->dir);
}

enum store_room store_room(struct store *store)
{
    return room_look(&store->room);
}

enum err store_checkpoint(struct store *store)
{
    assert(!store->in_turn && !store->failed);
    if (!store->wal_pages)
        return ERR_NONE;
    /* The turn that opens a day moves all rows of the one before; its room is not kept. */
    bool large = store->wal_pages > 2 * WAL_PAGES_MAX;
    int mode = large ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    if (sqlite3_wal_checkpoint_v2(store->source.db, NULL, mode, NULL, NULL))
        return store_fault(store, "checkpoint");
    store->wal_pages = 0;
    if (large)
        store->wal_bytes = 0;
    return ERR_NONE;
}
