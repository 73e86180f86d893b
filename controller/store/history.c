/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "os/log.h"
#include "store/internal.h"

#define COLUMNS "seq, epoch, boot, at, uid, cboot, session, cseq, verb, body, chain"

static struct row row_of(sqlite3_stmt *statement)
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

static enum err damaged(const struct store *store, uint64_t seq, const char *why)
{
    return log_fault(ERR_DB,
                     "state=%s file=journal-%u.db row=%llu %s: the journal is damaged; keep the "
                     "file, and restore a backup or start with an empty folder",
                     store->dir, store->number, (unsigned long long)seq, why);
}

/* ---- the chain ---- */

/* How far the chain was followed. */
struct cursor {
    uint64_t seq;
    uint8_t link[CHAIN_BYTES];
};

static enum err check_row(struct store *store, struct cursor *cursor, sqlite3_stmt *statement)
{
    struct row row = row_of(statement);
    if (row.seq != cursor->seq + 1)
        return damaged(store, cursor->seq + 1, "is missing");
    enum err err = chain_next(&store->chain, cursor->link, &row);
    if (err)
        return err;
    if (sqlite3_column_bytes(statement, 10) != CHAIN_BYTES ||
        memcmp(sqlite3_column_blob(statement, 10), cursor->link, CHAIN_BYTES) != 0)
        return damaged(store, row.seq, "does not follow from the rows before it");
    cursor->seq = row.seq;
    return ERR_NONE;
}

static enum err check_table(struct store *store, struct cursor *cursor, const char *sql)
{
    sqlite3_stmt *statement;
    enum err err = store_prepare(store, sql, &statement);
    int code = SQLITE_DONE;
    while (!err && (code = sqlite3_step(statement)) == SQLITE_ROW)
        err = check_row(store, cursor, statement);
    if (!err && code != SQLITE_DONE)
        err = store_unread(store, sql);
    sqlite3_finalize(statement);
    return err;
}

static void first_cursor(const struct store *store, struct cursor *cursor)
{
    cursor->seq = 0;
    memcpy(cursor->link, store->genesis, CHAIN_BYTES);
}

/* At the last row of the days before row `from`; at the very beginning when there is none. */
static enum err take_cursor(struct store *store, struct cursor *cursor, int64_t from)
{
    sqlite3_stmt *statement;
    first_cursor(store, cursor);
    enum err err =
        store_prepare(store, "SELECT seq, chain FROM past WHERE seq < ? ORDER BY seq DESC LIMIT 1",
                      &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, from);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        cursor->seq = (uint64_t)sqlite3_column_int64(statement, 0);
        if (sqlite3_column_bytes(statement, 1) == CHAIN_BYTES)
            memcpy(cursor->link, sqlite3_column_blob(statement, 1), CHAIN_BYTES);
    } else if (code != SQLITE_DONE) {
        err = store_unread(store, "past");
    }
    sqlite3_finalize(statement);
    return err;
}

static enum err quick_check(struct store *store, const char *sql)
{
    sqlite3_stmt *statement;
    enum err err = store_prepare(store, sql, &statement);
    if (err)
        return err;
    int code = sqlite3_step(statement);
    const char *answer =
        code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : "no answer";
    if (code != SQLITE_ROW)
        err = store_unread(store, sql);
    else if (!answer || strcmp(answer, "ok") != 0)
        err = damaged(store, 0, answer ? answer : "cannot be checked");
    sqlite3_finalize(statement);
    return err;
}

#define ALL_OF(table) "SELECT " COLUMNS " FROM " table " ORDER BY seq"

static void take_end(struct store *store, const struct cursor *cursor)
{
    store->seq = cursor->seq;
    memcpy(store->link, cursor->link, CHAIN_BYTES);
}

/* D-29: the open day only; its cost does not grow with the age of the hall. */
enum err history_check(struct store *store)
{
    struct cursor cursor;
    enum err err = quick_check(store, "PRAGMA quick_check(journal)");
    if (!err)
        err = quick_check(store, "PRAGMA quick_check(day)");
    if (!err)
        err = take_cursor(store, &cursor, INT64_MAX);
    if (!err)
        err = check_table(store, &cursor, ALL_OF("journal"));
    if (!err)
        take_end(store, &cursor);
    return err;
}

enum err store_verify(struct store *store)
{
    struct cursor cursor;
    first_cursor(store, &cursor);
    enum err err = quick_check(store, "PRAGMA integrity_check");
    if (!err)
        err = check_table(store, &cursor, ALL_OF("past"));
    return err ? err : check_table(store, &cursor, ALL_OF("journal"));
}

/* ---- reading ---- */

/* Returns false to leave a row out. */
typedef bool (*row_filter)(const void *context, const struct store_row *row);

struct reader {
    const char *sql;
    int64_t from, to;
    struct cursor cursor;
    bool follow;       /* the chain, too; that of the open day was followed at the start */
    row_filter filter; /* NULL = every row */
    const void *filter_context;
    enum err (*row)(void *context, const struct store_row *row);
    void *context;
};

static enum err give_row(struct store *store, sqlite3_stmt *statement, struct reader *reader)
{
    struct store_row out;
    struct row row = row_of(statement);
    enum err err = reader->follow ? check_row(store, &reader->cursor, statement) : ERR_NONE;
    if (err)
        return err;
    /* The chain holds, so the bytes are what was written: only a newer version can have. */
    if (!row_body_get(&row, &out))
        return log_fault(ERR_NEWER,
                         "state=%s row=%llu holds what this version does not know: install the "
                         "newer version again",
                         store->dir, (unsigned long long)row.seq);
    if (reader->filter && !reader->filter(reader->filter_context, &out))
        return ERR_NONE;
    return reader->row(reader->context, &out);
}

static enum err read_rows(struct store *store, struct reader *reader)
{
    sqlite3_stmt *statement;
    enum err err = store_prepare(store, reader->sql, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, reader->from);
    sqlite3_bind_int64(statement, 2, reader->to);
    int code = SQLITE_DONE;
    while (!err && (code = sqlite3_step(statement)) == SQLITE_ROW)
        err = give_row(store, statement, reader);
    if (!err && code != SQLITE_DONE)
        err = store_unread(store, reader->sql);
    sqlite3_finalize(statement);
    return err;
}

enum err store_replay(struct store *store,
                      enum err (*row)(void *context, const struct store_row *row), void *context)
{
    struct reader reader = {
        .sql = "SELECT " COLUMNS " FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq",
        .to = INT64_MAX,
        .row = row,
        .context = context,
    };
    return read_rows(store, &reader);
}

/* The rows of one day: *from is 0 when there is none. */
static enum err find_day(struct store *store, const char *sql, int64_t value, int64_t *from,
                         int64_t *to)
{
    sqlite3_stmt *statement;
    enum err err = store_prepare(store, sql, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, value);
    *from = *to = 0;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *from = sqlite3_column_int64(statement, 0);
        *to = sqlite3_column_int64(statement, 1);
    } else if (code != SQLITE_DONE) {
        err = store_unread(store, sql);
    }
    sqlite3_finalize(statement);
    return err;
}

/* An opened date ends where the next one begins. A date may be opened more than once. */
#define DAY_RANGE(which, value)                                                        \
    "SELECT min(first), coalesce((SELECT min(first) - 1 FROM day WHERE first >"        \
    " (SELECT max(first) FROM day WHERE " which " = " value ")), 9223372036854775807)" \
    " FROM day WHERE " which " = " value
#define DAY_OF_DATE DAY_RANGE("day", "?1")
/* Ids are counted per instance and a ticket lives within its day. */
#define DAY_OF_TICKET DAY_RANGE("ticket", "(SELECT max(ticket) FROM day WHERE ticket <= ?1)")
#define BOTH_TABLES                                             \
    "SELECT " COLUMNS " FROM past WHERE seq BETWEEN ?1 AND ?2 " \
    "UNION ALL SELECT " COLUMNS " FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq"

/* Every fact about a ticket has a field of that name (fact.def). */
static bool fact_mentions(const struct fact *fact, uint32_t ticket)
{
    const struct field_table *table = fact_table(fact->kind);
    for (uint16_t i = 0; table && i < table->count; i++) {
        const struct field *field = &table->fields[i];
        uint32_t value;
        if (field->kind != FIELD_U32 || strcmp(field->name, "ticket") != 0)
            continue;
        memcpy(&value, (const uint8_t *)&fact->day_opened + field->offset, sizeof(value));
        return value == ticket;
    }
    return false;
}

static bool mentions(const void *context, const struct store_row *row)
{
    const ticket_id *ticket = context;
    for (uint32_t i = 0; i < row->facts.count; i++)
        if (fact_mentions(&row->facts.list[i], ticket->n))
            return true;
    return row->result.ticket.n == ticket->n;
}

/* A day's rows, wherever they lie; the past is checked when it is read. */
static enum err read_past(struct store *store, struct reader *reader)
{
    reader->sql = BOTH_TABLES;
    reader->follow = true;
    enum err err = take_cursor(store, &reader->cursor, reader->from);
    return err ? err : read_rows(store, reader);
}

enum err store_history(struct store *store, ticket_id ticket,
                       enum err (*row)(void *context, const struct store_row *row), void *context)
{
    struct reader reader = {.filter = mentions,
                            .filter_context = &ticket,
                            .row = row,
                            .context = context};
    enum err err = find_day(store, DAY_OF_TICKET, ticket.n, &reader.from, &reader.to);
    return err || !reader.from ? err : read_past(store, &reader);
}

struct wanted {
    struct label label;
    ticket_id *ticket;
};

static bool issues(const void *context, const struct store_row *row)
{
    const struct wanted *wanted = context;
    for (uint32_t i = 0; i < row->facts.count; i++)
        if (row->facts.list[i].kind == FACT_KIND_ISSUED)
            return label_same(row->result.label, wanted->label);
    return false;
}

static enum err take_ticket(void *context, const struct store_row *row)
{
    const struct wanted *wanted = context;
    *wanted->ticket = row->result.ticket;
    return ERR_NONE;
}

enum err store_find(struct store *store, struct label label, uint32_t day, ticket_id *ticket)
{
    struct wanted wanted = {label, ticket};
    struct reader reader = {.filter = issues,
                            .filter_context = &wanted,
                            .row = take_ticket,
                            .context = &wanted};
    ticket->n = 0;
    enum err err = find_day(store, DAY_OF_DATE, day, &reader.from, &reader.to);
    return err || !reader.from ? err : read_past(store, &reader);
}

enum err store_find_command(struct store *store, const struct command_id *id, struct store_row *row,
                            bool *found)
{
    static const char sql[] = "SELECT " COLUMNS " FROM journal"
                              " WHERE uid = ? AND cboot = ? AND session = ? AND cseq = ?";
    sqlite3_stmt *statement;
    *found = false;
    enum err err = store_prepare(store, sql, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)id->uid);
    sqlite3_bind_int64(statement, 2, id->boot);
    sqlite3_bind_int64(statement, 3, id->session);
    sqlite3_bind_int64(statement, 4, id->seq);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        struct row raw = row_of(statement);
        *found = row_body_get(&raw, row);
    }
    if (code != SQLITE_DONE && !*found)
        err = store_unread(store, sql);
    sqlite3_finalize(statement);
    return err;
}
