/* SPDX-License-Identifier: Apache-2.0 */
#include "app/feed.h"

#include <string.h>

#define BODY_MAX sizeof(((struct msg_rows *)NULL)->rows.at)

bool feed_sync(struct feed *feed, const struct rows *rows, const struct msg_sync *sync,
               uint32_t epoch, msec now)
{
    *feed = (struct feed){.epoch = epoch, .hash_due = now + FEED_HASH_MS};
    if (!filter_init(&feed->filter, rows->def, sync->view))
        return false;
    feed->on = true;
    feed->credit = sync->credit < FEED_CREDIT_MAX ? sync->credit : FEED_CREDIT_MAX;
    feed->held = feed->scanned = sync->rev;
    feed->begin = sync->epoch != epoch || !sync->rev || !rows_reaches(rows, sync->rev);
    /* With nothing new to send, the hash at once: it tells the client that its rows are right. */
    if (!feed->begin)
        feed->hash_due = now;
    return true;
}

void feed_vack(struct feed *feed, const struct msg_vack *vack)
{
    uint8_t landed = 0;
    while (landed < feed->flying && feed->flights[landed] <= vack->rev)
        landed++;
    for (uint8_t i = landed; i < feed->flying; i++) {
        feed->flights[i - landed] = feed->flights[i];
        feed->sent[i - landed] = feed->sent[i];
    }
    feed->flying = (uint8_t)(feed->flying - landed);
}

bool feed_is_slow(const struct feed *feed, msec now)
{
    return feed->on && feed->flying && now - feed->sent[0] >= FEED_SLOW_MS;
}

/* ---- rows ---- */

static bool shows(const struct feed *feed, const struct rows *rows, const struct view_row *row)
{
    struct scope scope;
    scope_of(rows->def, row, &scope);
    return filter_shows(&feed->filter, &scope);
}

static uint32_t hash_of(const struct view_row *row)
{
    struct view_row copy = *row;
    struct view_rows one = {.rows = &copy, .count = 1, .capacity = 1};
    return view_hash(&one);
}

/* Index of the first row at or after the cursor. */
static uint32_t cursor_index(const struct feed *feed, const struct view_rows *table)
{
    uint32_t low = 0, high = table->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct view_row *row = &table->rows[middle];
        bool before =
            row->kind != feed->at_kind ? row->kind < feed->at_kind : row->key < feed->at_key;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void begin(struct feed *feed, const struct rows *rows, struct message *message)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < rows->table.count; i++)
        count += shows(feed, rows, &rows->table.rows[i]);
    feed->begin = false;
    feed->snapshot = true;
    feed->more = true;
    feed->at_kind = 0;
    feed->at_key = 0;
    feed->hash = 0;
    feed->held = feed->scanned = rows->rev;
    feed->flying = 0;
    message->type = MSG_TYPE_SNAP_BEGIN;
    message->snap_begin =
        (struct msg_snap_begin){feed->epoch, rows->rev,
                                count > UINT16_MAX ? UINT16_MAX : (uint16_t)count};
}

/* Rows that change meanwhile are sent as they are now; the first delta repeats them. */
static bool put_rows(struct feed *feed, const struct rows *rows, struct message *message)
{
    const struct view_rows *table = &rows->table;
    message->type = MSG_TYPE_ROWS;
    struct wire_out out = {message->rows.rows.at, message->rows.rows.at + BODY_MAX, false};
    feed->more = false;
    for (uint32_t i = cursor_index(feed, table); i < table->count && !feed->more; i++) {
        const struct view_row *row = &table->rows[i];
        if (!shows(feed, rows, row))
            continue;
        feed->at_kind = row->kind;
        feed->at_key = row->key;
        if (view_put(&out, row))
            feed->hash ^= hash_of(row);
        else
            feed->more = true;
    }
    message->rows.rows.length = (uint16_t)(out.at - message->rows.rows.at);
    return message->rows.rows.length > 0;
}

static void end(struct feed *feed, struct message *message)
{
    feed->snapshot = false;
    message->type = MSG_TYPE_SNAP_END;
    message->snap_end = (struct msg_snap_end){feed->held, feed->hash};
}

/* False when it did not fit. */
static bool put_change(const struct feed *feed, const struct rows *rows, uint32_t rev,
                       struct wire_out *out)
{
    const struct scope *change = rows_change(rows, rev);
    if (!filter_shows(&feed->filter, change))
        return true;
    const struct view_row *row = view_find(&rows->table, change->kind, change->key);
    /* It may be back, but where this view does not show it. */
    if (change->gone)
        return (row && shows(feed, rows, row)) ||
               view_put_tombstone(out, change->kind, change->key, rev);
    /* Only the newest change of a row travels. */
    return !row || row->ver != rev || view_put(out, row);
}

static bool put_delta(struct feed *feed, const struct rows *rows, msec now, struct message *message)
{
    message->type = MSG_TYPE_DELTA;
    struct wire_out out = {message->delta.rows.at, message->delta.rows.at + BODY_MAX, false};
    while (feed->scanned < rows->rev && put_change(feed, rows, feed->scanned + 1, &out))
        feed->scanned++;
    if (out.at == message->delta.rows.at)
        return false;
    message->delta.rows.length = (uint16_t)(out.at - message->delta.rows.at);
    message->delta.from = feed->held;
    message->delta.to = feed->held = feed->scanned;
    if (feed->credit) {
        feed->flights[feed->flying] = feed->scanned;
        feed->sent[feed->flying++] = now;
    }
    return true;
}

static uint32_t hash_of_all(const struct feed *feed, const struct rows *rows)
{
    uint32_t hash = 0;
    for (uint32_t i = 0; i < rows->table.count; i++)
        if (shows(feed, rows, &rows->table.rows[i]))
            hash ^= hash_of(&rows->table.rows[i]);
    return hash;
}

/* The client proves that it is right, or asks for a snapshot (protocol/SPEC.md 4). */
static bool put_hash(struct feed *feed, const struct rows *rows, msec now, struct message *message)
{
    if (now < feed->hash_due)
        return false;
    feed->hash_due = now + FEED_HASH_MS;
    message->type = MSG_TYPE_VHASH;
    message->vhash = (struct msg_vhash){feed->held, hash_of_all(feed, rows)};
    return true;
}

/* Changes that this view does not show count for nothing: its deltas are written from none. */
static bool is_up_to_date(const struct feed *feed, const struct rows *rows)
{
    bool same = feed->on && !feed->begin && !feed->snapshot && rows_reaches(rows, feed->scanned);
    for (uint32_t rev = feed->scanned + 1; same && rev <= rows->rev; rev++)
        same = !filter_shows(&feed->filter, rows_change(rows, rev));
    return same;
}

bool feed_hash(const struct feed *feed, const struct rows *rows, uint32_t rev, uint32_t *hash)
{
    if (!feed->held || feed->held != rev || !is_up_to_date(feed, rows))
        return false;
    *hash = hash_of_all(feed, rows);
    return true;
}

bool feed_next(struct feed *feed, const struct rows *rows, msec now, struct message *message)
{
    if (!feed->on)
        return false;
    if (!feed->begin && !rows_reaches(rows, feed->scanned))
        feed->begin = true;
    if (feed->begin) {
        begin(feed, rows, message);
        return true;
    }
    if (feed->snapshot) {
        if (!feed->more || !put_rows(feed, rows, message))
            end(feed, message);
        return true;
    }
    if (feed->credit && feed->flying >= feed->credit)
        return false;
    return put_delta(feed, rows, now, message) || put_hash(feed, rows, now, message);
}
