/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The applier of snapshots and deltas: the input is a list of {what, length, bytes};
 * whatever comes, the rows stay sorted, unique and within their capacity, and a
 * malformed delta changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "protocol/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CAPACITY 12

static struct view_row held[CAPACITY], before[CAPACITY];
static struct view_rows view;
static struct message message;

static void check(void)
{
    if (view.count > CAPACITY)
        abort();
    for (uint32_t i = 0; i < view.count; i++) {
        const struct view_row *row = &view.rows[i];
        if (row->length > ROW_BYTES_MAX || row->kind & ROW_TOMBSTONE)
            abort();
        if (view_find(&view, row->kind, row->key) != row)
            abort();
        if (i &&
            (row[-1].kind > row->kind || (row[-1].kind == row->kind && row[-1].key >= row->key)))
            abort();
        union {
#define X(lower, UPPER, code) struct row_##lower lower;
            ROWS(X)
#undef X
        } row_struct;
        if (row_table(row->kind) && !view_get(&view, row->kind, row->key, &row_struct))
            abort();
    }
}

/* Also bodies that happen to be right, so that the fuzzer gets past SNAP_END. */
static void make(uint8_t what, const uint8_t *bytes, uint16_t length)
{
    switch (what & 7) {
    case 0:
        message.type = MSG_TYPE_SNAP_BEGIN;
        message.snap_begin.epoch = length;
        message.snap_begin.rev = what;
        message.snap_begin.rows = length ? bytes[0] : 0;
        break;
    case 1:
        message.type = MSG_TYPE_ROWS;
        memcpy(message.rows.rows.at, bytes, length);
        message.rows.rows.length = length;
        break;
    case 2:
        message.type = MSG_TYPE_SNAP_END;
        message.snap_end.rev = view.rev + (what >> 7);
        message.snap_end.hash = view_hash(&view);
        break;
    case 3:
        message.type = MSG_TYPE_VHASH;
        message.vhash.rev = view.rev;
        message.vhash.hash = view_hash(&view) + (what >> 7);
        break;
    default:
        message.type = MSG_TYPE_DELTA;
        message.delta.from = view.rev + (what >> 7);
        message.delta.to = view.rev + 1;
        memcpy(message.delta.rows.at, bytes, length);
        message.delta.rows.length = length;
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    view_init(&view, held, CAPACITY);
    while (size >= 2) {
        uint16_t length = data[1];
        if (length > size - 2)
            length = (uint16_t)(size - 2);
        make(data[0], data + 2, length);
        uint32_t count = view.count;
        memcpy(before, held, sizeof(held));
        enum view_result result = view_feed(&view, &message);
        if (result == VIEW_CHANGED && !view.loaded)
            abort();
        if ((result == VIEW_GAP || result == VIEW_BAD) && (view.loaded || view.in_snapshot))
            abort();
        if (result == VIEW_GAP && (count != view.count || memcmp(before, held, sizeof(held)) != 0))
            abort();
        check();
        data += 2 + length;
        size -= 2u + length;
    }
    return 0;
}
