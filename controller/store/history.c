/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "os/log.h"
#include "store/internal.h"

/* ---- the chain ---- */

/* The chain behind a row; the cursor stays as it is when the statement has none. */
static enum err take_link(struct store *store, const char *sql, uint64_t from,
                          struct cursor *cursor, bool *found)
{
    sqlite3_stmt *statement;
    enum err err = rows_prepare(&store->source, sql, &statement);
    *found = false;
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, (int64_t)from);
    int code = sqlite3_step(statement);
    *found = code == SQLITE_ROW;
    if (*found) {
        cursor->seq = (uint64_t)sqlite3_column_int64(statement, 0);
        if (sqlite3_column_bytes(statement, 1) == CHAIN_BYTES)
            memcpy(cursor->link, sqlite3_column_blob(statement, 1), CHAIN_BYTES);
    } else if (code != SQLITE_DONE) {
        err = rows_unread(&store->source, sql);
    }
    sqlite3_finalize(statement);
    return err;
}

enum err history_cursor(struct store *store, struct cursor *cursor, uint64_t from)
{
    bool found;
    cursor->seq = 0;
    memcpy(cursor->link, store->genesis, CHAIN_BYTES);
    enum err err =
        take_link(store, "SELECT seq, chain FROM past WHERE seq < ? ORDER BY seq DESC LIMIT 1",
                  from, cursor, &found);
    if (!err && !found)
        err = take_link(store,
                        "SELECT last, link FROM archive WHERE last < ? ORDER BY last DESC LIMIT 1",
                        from, cursor, &found);
    return err;
}

/* D-29: the open day only; its cost does not grow with the age of the hall. */
enum err history_check(struct store *store)
{
    static const char *const tables[] = {"PRAGMA quick_check(journal)", "PRAGMA quick_check(day)",
                                         "PRAGMA quick_check(archive)"};
    struct cursor cursor;
    enum err err = ERR_NONE;
    for (size_t i = 0; i < countof(tables) && !err; i++)
        err = rows_check_pages(&store->source, tables[i]);
    if (!err)
        err = history_cursor(store, &cursor, INT64_MAX);
    if (!err)
        err = rows_follow_table(&store->source, "journal", &cursor, NULL, NULL);
    if (err)
        return err;
    store->seq = cursor.seq;
    memcpy(store->link, cursor.link, CHAIN_BYTES);
    return ERR_NONE;
}

/* Where the rows begin that are in no archive. */
static enum err first_cursor(struct store *store, struct cursor *cursor)
{
    int64_t archived;
    bool found;
    enum err err = rows_number(&store->source, "SELECT max(last) FROM archive", &archived, &found);
    return err ? err : history_cursor(store, cursor, found ? (uint64_t)archived + 1 : 0);
}

enum err store_verify(struct store *store)
{
    struct cursor cursor;
    enum err err = rows_check_pages(&store->source, "PRAGMA integrity_check");
    if (!err)
        err = first_cursor(store, &cursor);
    if (!err)
        err = rows_follow_table(&store->source, "past", &cursor, NULL, NULL);
    return err ? err : rows_follow_table(&store->source, "journal", &cursor, NULL, NULL);
}

/* ---- reading ---- */

/* Returns false to leave a row out. */
typedef bool (*row_filter)(const void *context, const struct store_row *row);

struct reader {
    const struct source *source;
    uint64_t from, to;
    row_filter filter; /* NULL = every row */
    const void *filter_context;
    enum err (*row)(void *context, const struct store_row *row);
    void *context;
};

static enum err give_row(void *context, sqlite3_stmt *raw, const struct row *row)
{
    struct reader *reader = context;
    struct store_row out;
    if (row->seq < reader->from || row->seq > reader->to)
        return ERR_NONE;
    enum err err = rows_decode(reader->source, row, &out);
    if (err)
        return err;
    if (sqlite3_column_bytes(raw, 10) == CHAIN_BYTES)
        memcpy(out.link, sqlite3_column_blob(raw, 10), CHAIN_BYTES);
    if (reader->filter && !reader->filter(reader->filter_context, &out))
        return ERR_NONE;
    return reader->row(reader->context, &out);
}

enum err store_replay(struct store *store,
                      enum err (*row)(void *context, const struct store_row *row), void *context)
{
    struct reader reader = {&store->source, 0, INT64_MAX, NULL, NULL, row, context};
    sqlite3_stmt *statement;
    enum err err = rows_prepare(&store->source, "SELECT " ROW_COLUMNS " FROM journal ORDER BY seq",
                                &statement);
    /* Its chain was followed at the start. */
    return err ? err : rows_follow(&store->source, statement, NULL, give_row, &reader);
}

/* The rows of one day: *from is 0 when there is none. */
static enum err find_day(struct store *store, const char *sql, int64_t value, uint64_t *from,
                         uint64_t *to)
{
    sqlite3_stmt *statement;
    enum err err = rows_prepare(&store->source, sql, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, value);
    *from = *to = 0;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *from = (uint64_t)sqlite3_column_int64(statement, 0);
        *to = (uint64_t)sqlite3_column_int64(statement, 1);
    } else if (code != SQLITE_DONE) {
        err = rows_unread(&store->source, sql);
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
#define BOTH_TABLES                                                 \
    "SELECT " ROW_COLUMNS " FROM past WHERE seq BETWEEN ?1 AND ?2 " \
    "UNION ALL SELECT " ROW_COLUMNS " FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq"

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

static enum err read_archive(struct store *store, struct reader *reader, const char *name)
{
    struct archive archive = {.source = {.db = NULL}};
    struct cursor cursor;
    sqlite3_snprintf(sizeof(archive.name), archive.name, "%s", name);
    enum err err = archive_open(&archive, store->dir, &store->chain, &store->meta);
    if (!err) {
        cursor.seq = archive.head.first - 1;
        memcpy(cursor.link, archive.head.before, CHAIN_BYTES);
        reader->source = &archive.source;
        err = rows_follow_table(&archive.source, "journal", &cursor, give_row, reader);
    }
    archive_close(&archive);
    return err;
}

static enum err read_archives(struct store *store, struct reader *reader)
{
    static const char sql[] = "SELECT name FROM archive"
                              " WHERE kept = 1 AND last >= ? AND first <= ? ORDER BY first";
    sqlite3_stmt *statement;
    int code = SQLITE_DONE;
    enum err err = rows_prepare(&store->source, sql, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, (int64_t)reader->from);
    sqlite3_bind_int64(statement, 2, (int64_t)reader->to);
    while (!err && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        err = read_archive(store, reader, name ? name : "");
    }
    if (!err && code != SQLITE_DONE)
        err = rows_unread(&store->source, sql);
    sqlite3_finalize(statement);
    return err;
}

/* Those that are not archived. The chain is followed from the row before them. */
static enum err read_tables(struct store *store, struct reader *reader)
{
    struct cursor cursor;
    sqlite3_stmt *statement;
    int64_t first;
    bool found;
    enum err err = rows_number(&store->source,
                               "SELECT min(seq) FROM (SELECT min(seq) AS seq FROM past"
                               " UNION ALL SELECT min(seq) FROM journal)",
                               &first, &found);
    if (err || !found || reader->to < (uint64_t)first)
        return err;
    if ((uint64_t)first < reader->from)
        first = (int64_t)reader->from;
    err = history_cursor(store, &cursor, (uint64_t)first);
    if (!err)
        err = rows_prepare(&store->source, BOTH_TABLES, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, (int64_t)reader->to);
    reader->source = &store->source;
    return rows_follow(&store->source, statement, &cursor, give_row, reader);
}

/* A day's rows, wherever they lie; the past is checked when it is read. */
static enum err read_past(struct store *store, struct reader *reader)
{
    enum err err = read_archives(store, reader);
    return err ? err : read_tables(store, reader);
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

enum err store_day(struct store *store, uint32_t day,
                   enum err (*row)(void *context, const struct store_row *row), void *context)
{
    struct reader reader = {.row = row, .context = context};
    enum err err = find_day(store, DAY_OF_DATE, day, &reader.from, &reader.to);
    return err || !reader.from ? err : read_past(store, &reader);
}

enum err store_find_command(struct store *store, const struct command_id *id, struct store_row *row,
                            bool *found)
{
    static const char sql[] = "SELECT " ROW_COLUMNS " FROM journal"
                              " WHERE uid = ? AND cboot = ? AND session = ? AND cseq = ?";
    sqlite3_stmt *statement;
    *found = false;
    enum err err = rows_prepare(&store->source, sql, &statement);
    if (err)
        return err;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)id->uid);
    sqlite3_bind_int64(statement, 2, id->boot);
    sqlite3_bind_int64(statement, 3, id->session);
    sqlite3_bind_int64(statement, 4, id->seq);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        struct row raw = rows_read(statement);
        *found = row_body_get(&raw, row);
    }
    if (code != SQLITE_DONE && !*found)
        err = rows_unread(&store->source, sql);
    sqlite3_finalize(statement);
    return err;
}
