/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "os/log.h"
#include "store/internal.h"

/* journal holds the rows of the open day, past those of the days before until they are archived
 * (tidy.h), moved there in the turn that opens a day: so a restart reads and checks one day,
 * however long the hall has been there. A command id is unique within its day; over days a device's
 * boot and counter see to it (D-09). day finds a day's rows: `first` is the row that opened it,
 * `ticket` its first one's id. */
static const char version_1[] =
    "CREATE TABLE journal " JOURNAL_COLUMNS
    "CREATE UNIQUE INDEX journal_command ON journal (uid, cboot, session, cseq);"
    "CREATE TABLE past " JOURNAL_COLUMNS "CREATE TABLE day (first INTEGER PRIMARY KEY, day INTEGER "
    "NOT NULL, ticket INTEGER NOT NULL) STRICT;"
    "CREATE TABLE meta (one INTEGER PRIMARY KEY CHECK (one = 1), hall TEXT NOT NULL,"
    " training INTEGER NOT NULL, instance INTEGER NOT NULL, epoch INTEGER NOT NULL,"
    " boot INTEGER NOT NULL, seal BLOB NOT NULL) STRICT;"
    "PRAGMA application_id = 1246253105;"; /* "JHS1" */

/* The archives that were made, the oldest first, with the chain behind the last row of each; kept
 * 0: removed when its time was over. What is in none of them is in past or journal. */
static const char version_2[] =
    "CREATE TABLE archive (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, day INTEGER NOT NULL,"
    " name TEXT NOT NULL, link BLOB NOT NULL, kept INTEGER NOT NULL) STRICT;";

/* migrations[n] leads from version n to n + 1; PRAGMA user_version keeps the number. */
static const char *const migrations[] = {version_1, version_2};

static enum err read_number(struct store *store, const char *sql, int64_t *number)
{
    sqlite3_stmt *statement;
    enum err err = store_prepare(store, sql, &statement);
    if (err)
        return err;
    if (sqlite3_step(statement) == SQLITE_ROW)
        *number = sqlite3_column_int64(statement, 0);
    else
        err = store_fault(store, sql);
    sqlite3_finalize(statement);
    return err;
}

static enum err migrate_from(struct store *store, int64_t version)
{
    char sql[64];
    enum err err = store_run(store, "BEGIN IMMEDIATE");
    for (int64_t v = version; v < (int64_t)countof(migrations) && !err; v++)
        err = store_run(store, migrations[v]);
    sqlite3_snprintf(sizeof(sql), sql, "PRAGMA user_version = %d", (int)countof(migrations));
    if (!err)
        err = store_run(store, sql);
    return err ? err : store_run(store, "COMMIT");
}

enum err schema_version(struct store *store, int64_t *version)
{
    *version = 0;
    enum err err = read_number(store, "PRAGMA user_version", version);
    if (err)
        return err;
    if (*version < 0 || *version > (int64_t)countof(migrations))
        return log_fault(ERR_NEWER,
                         "state=%s was written by a newer version (format %lld, this one knows "
                         "%zu): install that version again",
                         store->dir, (long long)*version, countof(migrations));
    return ERR_NONE;
}

enum err schema_migrate(struct store *store)
{
    int64_t version;
    enum err err = schema_version(store, &version);
    if (err)
        return err;
    return version == (int64_t)countof(migrations) ? ERR_NONE : migrate_from(store, version);
}

/* The chain guards the rows; this guards the one row that is rewritten. */
static enum err seal_of(const struct store *store, const struct meta *meta,
                        uint8_t seal[CHAIN_BYTES])
{
    uint8_t bytes[sizeof(meta->hall) + 32];
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    wire_put_bytes(&out, meta->hall, sizeof(meta->hall));
    wire_put_u8(&out, meta->training);
    wire_put_u64(&out, meta->instance);
    wire_put_u32(&out, meta->epoch);
    wire_put_u32(&out, meta->boot);
    assert(!out.bad);
    return chain_digest(&store->chain, bytes, (size_t)(out.at - bytes), seal);
}

/* The first link: rows cannot be carried from one folder to another. */
static enum err first_link(struct store *store, const struct meta *meta)
{
    struct meta fixed = *meta;
    fixed.epoch = fixed.boot = 0; /* they change, the first link must not */
    return seal_of(store, &fixed, store->genesis);
}

static enum err write_meta(struct store *store, const struct meta *meta)
{
    uint8_t seal[CHAIN_BYTES];
    sqlite3_stmt *statement;
    enum err err = seal_of(store, meta, seal);
    if (!err)
        err = store_prepare(store, "REPLACE INTO meta VALUES (1, ?, ?, ?, ?, ?, ?)", &statement);
    if (err)
        return err;
    sqlite3_bind_text(statement, 1, meta->hall, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, meta->training);
    sqlite3_bind_int64(statement, 3, (int64_t)meta->instance);
    sqlite3_bind_int64(statement, 4, meta->epoch);
    sqlite3_bind_int64(statement, 5, meta->boot);
    sqlite3_bind_blob(statement, 6, seal, CHAIN_BYTES, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        err = store_fault(store, "meta");
    sqlite3_finalize(statement);
    return err;
}

static enum err take_meta(struct store *store, sqlite3_stmt *statement, struct meta *meta)
{
    uint8_t seal[CHAIN_BYTES];
    const char *hall = (const char *)sqlite3_column_text(statement, 0);
    sqlite3_snprintf(sizeof(meta->hall), meta->hall, "%s", hall ? hall : "");
    meta->training = sqlite3_column_int(statement, 1) != 0;
    meta->instance = (uint64_t)sqlite3_column_int64(statement, 2);
    meta->epoch = (uint32_t)sqlite3_column_int64(statement, 3);
    meta->boot = (uint32_t)sqlite3_column_int64(statement, 4);
    enum err err = seal_of(store, meta, seal);
    if (err)
        return err;
    const void *kept = sqlite3_column_blob(statement, 5);
    if (sqlite3_column_bytes(statement, 5) != CHAIN_BYTES || memcmp(kept, seal, CHAIN_BYTES) != 0)
        return log_fault(ERR_DB,
                         "state=%s is damaged: its identity does not match its seal; restore a "
                         "backup or start with an empty folder",
                         store->dir);
    return ERR_NONE;
}

static enum err read_meta(struct store *store, struct meta *meta, bool *found)
{
    sqlite3_stmt *statement;
    enum err err =
        store_prepare(store, "SELECT hall, training, instance, epoch, boot, seal FROM meta",
                      &statement);
    if (err)
        return err;
    int code = sqlite3_step(statement);
    *found = code == SQLITE_ROW;
    if (*found)
        err = take_meta(store, statement, meta);
    else if (code != SQLITE_DONE)
        err = store_fault(store, "meta");
    sqlite3_finalize(statement);
    return err;
}

static enum err make_meta(const struct store *store, const struct store_options *options,
                          struct meta *meta)
{
    *meta = (struct meta){.training = options->training, .epoch = 1};
    sqlite3_snprintf(sizeof(meta->hall), meta->hall, "%s", options->hall_id);
    ssize_t n = getrandom(&meta->instance, sizeof(meta->instance), 0);
    if (n != (ssize_t)sizeof(meta->instance))
        return log_fault(ERR_IO, "state=%s cannot be made: no random numbers: %s", store->dir,
                         strerror(errno));
    return ERR_NONE;
}

static enum err check_owner(const struct store *store, const struct store_options *options,
                            const struct meta *meta)
{
    if (strncmp(meta->hall, options->hall_id, sizeof(meta->hall) - 1) != 0)
        return log_fault(ERR_OTHER_HALL,
                         "state=%s belongs to the hall \"%s\", not to \"%s\": give another folder "
                         "or the right hall definition",
                         store->dir, meta->hall, options->hall_id);
    /* D-26: training is its own instance, so that it never poisons the real one. */
    if (meta->training != options->training)
        return log_fault(ERR_OTHER_HALL,
                         "state=%s is %s folder and the controller was started %s: give another "
                         "folder",
                         store->dir, meta->training ? "a training" : "the real hall's",
                         options->training ? "for training" : "for real");
    return ERR_NONE;
}

/* Without this row the rows of the journal are nobody's. */
static enum err check_fresh(struct store *store)
{
    int64_t rows = 0;
    enum err err =
        read_number(store, "SELECT count(*) FROM (SELECT 1 FROM journal LIMIT 1)", &rows);
    if (!err && rows)
        return log_fault(ERR_DB,
                         "state=%s is damaged: it has lost its identity; restore a backup or "
                         "start with an empty folder",
                         store->dir);
    return err;
}

enum err schema_read(struct store *store, bool *found)
{
    enum err err = read_meta(store, &store->meta, found);
    return err || !*found ? err : first_link(store, &store->meta);
}

enum err schema_identify(struct store *store, const struct store_options *options)
{
    bool found;
    enum err err = schema_read(store, &found);
    if (!err && !found)
        err = check_fresh(store);
    if (!err && !found)
        err = make_meta(store, options, &store->meta);
    if (!err)
        err = check_owner(store, options, &store->meta);
    return err ? err : first_link(store, &store->meta);
}

enum err schema_raise_epoch(struct store *store, uint32_t epoch)
{
    assert(store->in_turn && epoch > store->meta.epoch);
    store->meta.epoch = epoch;
    return write_meta(store, &store->meta);
}

enum err schema_count_boot(struct store *store)
{
    struct meta *meta = &store->meta;
    meta->boot++;
    return write_meta(store, meta);
}
