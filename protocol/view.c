/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/view.h"

#include <assert.h>
#include <string.h>

#define X(lower, UPPER, code) \
    CODEC_TABLE(lower, struct row_##lower, ROW_##UPPER(CODEC_INT, CODEC_STR, CODEC_BYTES))
ROWS(X)
#undef X

#define F(type, name) +sizeof(wire_##type)
#define S(name, max) +1 + (max)
#define B(name, max) +2 + (max)
#define X(lower, UPPER, code) \
    _Static_assert(0 ROW_##UPPER(F, S, B) <= ROW_BYTES_MAX, "row " #lower " does not fit");
ROWS(X)
#undef X
#undef F
#undef S
#undef B

const struct field_table *row_table(uint8_t kind)
{
    switch (kind) {
#define X(lower, UPPER, code) \
    case code:                \
        return table_##lower();
        ROWS(X)
#undef X
    default:
        return NULL;
    }
}

const char *row_name(uint8_t kind)
{
    const struct field_table *table = row_table(kind);
    return table ? table->name : "?";
}

void view_init(struct view_rows *view, struct view_row *rows, uint32_t capacity)
{
    *view = (struct view_rows){.rows = rows, .capacity = capacity};
}

static bool before(const struct view_row *row, uint8_t kind, uint32_t key)
{
    return row->kind != kind ? row->kind < kind : row->key < key;
}

/* Index of the first row that is not before (kind, key). */
static uint32_t lower_bound(const struct view_rows *view, uint8_t kind, uint32_t key)
{
    /* Snapshots come sorted: their rows belong at the end. */
    if (!view->count || before(&view->rows[view->count - 1], kind, key))
        return view->count;
    uint32_t low = 0, high = view->count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (before(&view->rows[middle], kind, key))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(const struct view_rows *view, uint32_t index, uint8_t kind, uint32_t key)
{
    return index < view->count && view->rows[index].kind == kind && view->rows[index].key == key;
}

const struct view_row *view_find(const struct view_rows *view, uint8_t kind, uint32_t key)
{
    uint32_t index = lower_bound(view, kind, key);
    return is_at(view, index, kind, key) ? &view->rows[index] : NULL;
}

void view_row_decode(const struct view_row *row, void *to)
{
    const struct field_table *table = row_table(row->kind);
    assert(table); /* the caller knows the struct, so the kind is known */
    struct wire_in in = {row->bytes, row->bytes + row->length, false};
    codec_get(&in, table, to);
}

bool view_get(const struct view_rows *view, uint8_t kind, uint32_t key, void *row)
{
    const struct view_row *found = view_find(view, kind, key);
    if (found)
        view_row_decode(found, row);
    return found != NULL;
}

const struct view_row *view_each(const struct view_rows *view, uint8_t kind, uint32_t *at)
{
    if (*at == 0)
        *at = lower_bound(view, kind, 0);
    if (*at >= view->count || view->rows[*at].kind != kind)
        return NULL;
    return &view->rows[(*at)++];
}

/* Room for a row at `index`, the ones behind it moved up; false when full. */
static bool open_gap(struct view_rows *view, uint32_t index)
{
    if (view->count == view->capacity)
        return false;
    memmove(&view->rows[index + 1], &view->rows[index],
            (view->count - index) * sizeof(view->rows[0]));
    view->count++;
    return true;
}

static bool put_row(struct view_rows *view, const struct view_row *row)
{
    uint32_t index = lower_bound(view, row->kind, row->key);
    if (!is_at(view, index, row->kind, row->key) && !open_gap(view, index))
        return false;
    view->rows[index] = *row;
    return true;
}

bool view_set(struct view_rows *view, uint8_t kind, uint32_t key, uint32_t ver, const void *row)
{
    const struct field_table *table = row_table(kind);
    assert(table);
    struct view_row next = {.kind = kind, .key = key, .ver = ver};
    struct wire_out out = {next.bytes, next.bytes + sizeof(next.bytes), false};
    codec_put(&out, table, row);
    assert(!out.bad); /* asserted at compile time for every row */
    next.length = (uint8_t)(out.at - next.bytes);

    const struct view_row *held = view_find(view, kind, key);
    if (held && held->length == next.length && memcmp(held->bytes, next.bytes, next.length) == 0)
        return false;
    return put_row(view, &next);
}

bool view_remove(struct view_rows *view, uint8_t kind, uint32_t key)
{
    uint32_t index = lower_bound(view, kind, key);
    if (!is_at(view, index, kind, key))
        return false;
    view->count--;
    memmove(&view->rows[index], &view->rows[index + 1],
            (view->count - index) * sizeof(view->rows[0]));
    return true;
}

static bool put_head(struct wire_out *out, uint8_t kind, uint32_t key, uint32_t ver, uint8_t length)
{
    /* Whole rows only: a body that is full stays valid. */
    if (out->bad || (size_t)(out->end - out->at) < (size_t)ROW_HEAD + length)
        return false;
    wire_put_u8(out, kind);
    wire_put_u32(out, key);
    wire_put_u32(out, ver);
    wire_put_u16(out, length);
    return true;
}

bool view_put(struct wire_out *out, const struct view_row *row)
{
    if (!put_head(out, row->kind, row->key, row->ver, row->length))
        return false;
    wire_put_bytes(out, row->bytes, row->length);
    return true;
}

bool view_put_tombstone(struct wire_out *out, uint8_t kind, uint32_t key, uint32_t ver)
{
    return put_head(out, kind | ROW_TOMBSTONE, key, ver, 0);
}

/* The next row of a body. False at its end or when it is malformed (in->bad). */
static bool next_row(struct wire_in *in, struct view_row *row)
{
    if (!wire_left(in))
        return false;
    memset(row, 0, sizeof(*row));
    row->kind = wire_get_u8(in);
    row->key = wire_get_u32(in);
    row->ver = wire_get_u32(in);
    size_t length = wire_get_u16(in);
    /* A row of a newer version may be longer than any we know, but never than what we keep. */
    if (length > ROW_BYTES_MAX || ((row->kind & ROW_TOMBSTONE) && length))
        in->bad = true;
    else
        wire_get_bytes(in, row->bytes, length);
    row->length = (uint8_t)length;
    return !in->bad;
}

static bool rows_well_formed(const uint8_t *bytes, size_t length, bool tombstones)
{
    struct wire_in in = {bytes, bytes + length, false};
    struct view_row row;
    while (next_row(&in, &row))
        if ((row.kind & ROW_TOMBSTONE) && !tombstones)
            return false;
    return !in.bad;
}

/* False when there is no room. */
static bool apply(struct view_rows *view, const uint8_t *bytes, size_t length)
{
    struct wire_in in = {bytes, bytes + length, false};
    struct view_row row;
    while (next_row(&in, &row)) {
        if (row.kind & ROW_TOMBSTONE)
            view_remove(view, row.kind & (uint8_t)~ROW_TOMBSTONE, row.key);
        else if (!put_row(view, &row))
            return false;
    }
    return true;
}

static enum view_result lose(struct view_rows *view, enum view_result result)
{
    view->loaded = false;
    view->in_snapshot = false;
    return result;
}

static enum view_result begin(struct view_rows *view, const struct msg_snap_begin *message)
{
    view->count = 0;
    view->epoch = message->epoch;
    view->rev = message->rev;
    view->loaded = false;
    view->in_snapshot = true;
    return message->rows > view->capacity ? lose(view, VIEW_BAD) : VIEW_PENDING;
}

static enum view_result rows(struct view_rows *view, const struct msg_rows *message)
{
    if (!view->in_snapshot)
        return lose(view, VIEW_GAP);
    if (!rows_well_formed(message->rows.at, message->rows.length, false) ||
        !apply(view, message->rows.at, message->rows.length))
        return lose(view, VIEW_BAD);
    return VIEW_PENDING;
}

static enum view_result end(struct view_rows *view, const struct msg_snap_end *message)
{
    if (!view->in_snapshot)
        return lose(view, VIEW_GAP);
    if (message->rev != view->rev || message->hash != view_hash(view))
        return lose(view, VIEW_BAD);
    view->in_snapshot = false;
    view->loaded = true;
    return VIEW_CHANGED;
}

static enum view_result delta(struct view_rows *view, const struct msg_delta *message)
{
    if (!view->loaded || message->from != view->rev)
        return lose(view, VIEW_GAP);
    if (!rows_well_formed(message->rows.at, message->rows.length, true) ||
        !apply(view, message->rows.at, message->rows.length))
        return lose(view, VIEW_BAD);
    view->rev = message->to;
    return VIEW_CHANGED;
}

static enum view_result vhash(struct view_rows *view, const struct msg_vhash *message)
{
    if (!view->loaded || message->rev != view->rev)
        return VIEW_SAME;
    return message->hash == view_hash(view) ? VIEW_SAME : lose(view, VIEW_GAP);
}

enum view_result view_feed(struct view_rows *view, const struct message *message)
{
    switch (message->type) {
    case MSG_TYPE_SNAP_BEGIN:
        return begin(view, &message->snap_begin);
    case MSG_TYPE_ROWS:
        return rows(view, &message->rows);
    case MSG_TYPE_SNAP_END:
        return end(view, &message->snap_end);
    case MSG_TYPE_DELTA:
        return delta(view, &message->delta);
    case MSG_TYPE_VHASH:
        return vhash(view, &message->vhash);
    default:
        return VIEW_OTHER;
    }
}

/* MurmurHash3's finalizer: each input bit reaches each output bit. */
static uint32_t mix(uint32_t h)
{
    h ^= h >> 16;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    h *= 0xc2b2ae35u;
    return h ^ h >> 16;
}

uint32_t view_hash(const struct view_rows *view)
{
    uint32_t hash = 0;
    for (uint32_t i = 0; i < view->count; i++) {
        const struct view_row *row = &view->rows[i];
        hash ^= mix(mix(mix(row->kind) ^ row->key) ^ row->ver);
    }
    return hash;
}
