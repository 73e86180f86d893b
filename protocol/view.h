/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view - rows of the hall's state as a client holds them: snapshot, then deltas.
 *
 * A row is {kind, key, ver, fields}; row bytes travel as kind u8, key u32, ver u32,
 * len u16, fields. A tombstone is the kind with bit 7 set and len 0 (D-15).
 *
 * struct view_rows is the client's copy, in memory given by the caller; the same
 * struct serves the server's table. Threads: none; pure.
 */
#ifndef PROTOCOL_VIEW_H
#define PROTOCOL_VIEW_H

#include "protocol/message.h"

/* A view id: kind in the upper 4 bits, number in the lower 12 (D-15). */
#define VIEW(kind, number) ((uint16_t)((kind) << 12 | (number)))
#define VIEW_KIND(view) ((view) >> 12)
#define VIEW_NUMBER(view) ((view)&0xfff)
#define VIEW_KINDS(X)                                \
    X(NONE, 0, "no rows")                            \
    X(HALL, 1, "everything but tickets and devices") \
    X(FLOOR, 2, "one floor; number = floor")         \
    X(ZONE, 3, "one zone; number = zone")            \
    X(WINDOW, 4, "one window; number = window")      \
    X(KIOSK, 5, "hall row and services")             \
    X(CONSOLE, 6, "what clerks and guides see")      \
    X(ADMIN, 7, "all rows")                          \
    X(BOARD, 8, "what a board shows; number = index of the device in the hall definition")
#define X(name, code, text) VIEW_KIND_##name = code,
/* The number for "mine": the asker's own board or window, so that it need not know the hall. */
#define VIEW_OWN 0xfff
enum view_kind { VIEW_KINDS(X) };
#undef X

#define S(name, max) char name[(max) + 1];
#define B(name, max)     \
    struct {             \
        uint16_t length; \
        uint8_t at[max]; \
    } name;
#define F(type, name) wire_##type name;
#define X(lower, UPPER, code) \
    struct row_##lower {      \
        ROW_##UPPER(F, S, B)  \
    };
ROWS(X)
#undef X
#undef F
#undef S
#undef B
#define X(lower, UPPER, code) ROW_TYPE_##UPPER = code,
enum row_type { ROWS(X) ROW_TYPE_COUNT };
#undef X

#define ROW_TOMBSTONE 0x80
#define ROW_HEAD 11
#define ROW_BYTES_MAX 64 /* fields of one row, encoded */

const char *row_name(uint8_t kind);
const struct field_table *row_table(uint8_t kind); /* NULL = unknown kind */

/* One row as held: fields stay encoded so that unknown ones survive. */
struct view_row {
    uint8_t kind;
    uint8_t length;
    uint32_t key, ver;
    uint8_t bytes[ROW_BYTES_MAX];
};

struct view_rows {
    struct view_row *rows; /* sorted by (kind, key) */
    uint32_t count, capacity;
    uint32_t epoch, rev;
    bool in_snapshot;
    bool loaded; /* a whole snapshot was taken: deltas can join */
};

void view_init(struct view_rows *view, struct view_row *rows, uint32_t capacity);

/* The row, or NULL. */
const struct view_row *view_find(const struct view_rows *view, uint8_t kind, uint32_t key);
/* Decodes the fields into the right struct row_NAME; false when there is no such row. */
bool view_get(const struct view_rows *view, uint8_t kind, uint32_t key, void *row);
/* Rows of a kind in key order: *at starts at 0; NULL at the end. */
const struct view_row *view_each(const struct view_rows *view, uint8_t kind, uint32_t *at);
void view_row_decode(const struct view_row *row, void *to);

/* Sets a row from its struct; returns true when the fields changed (ver is then set to `ver`).
 * False also when there is no room: the caller sized it. */
bool view_set(struct view_rows *view, uint8_t kind, uint32_t key, uint32_t ver, const void *row);
bool view_remove(struct view_rows *view, uint8_t kind, uint32_t key);

/* Appends one row (or tombstone) to a ROWS/DELTA body; false when it does not fit. */
bool view_put(struct wire_out *out, const struct view_row *row);
bool view_put_tombstone(struct wire_out *out, uint8_t kind, uint32_t key, uint32_t ver);

/* Feeds a message of kinds SNAP_BEGIN, ROWS, SNAP_END, DELTA. VIEW_CHANGED: rows are new;
 * VIEW_PENDING: snapshot in flight (old rows were dropped at SNAP_BEGIN); VIEW_GAP: a delta does
 * not join, ask SYNC; VIEW_BAD: malformed or no room, reconnect; VIEW_OTHER: not a view message.
 * VIEW_SAME: a VHASH that agrees or is of another rev; one that differs is a VIEW_GAP. A
 * malformed delta changes no row. After GAP or BAD the view is not `loaded`: only a snapshot helps.
 */
enum view_result { VIEW_OTHER, VIEW_PENDING, VIEW_CHANGED, VIEW_GAP, VIEW_BAD, VIEW_SAME };
enum view_result view_feed(struct view_rows *view, const struct message *message);

/* xor over rows of a 32-bit hash of (kind, key, ver): for SNAP_END and VHASH. With mix(h) = the
 * finalizer of MurmurHash3, hash = mix(mix(mix(kind) ^ key) ^ ver). Not a CRC: that is linear, so
 * two rows that swapped their versions would xor to the same. */
uint32_t view_hash(const struct view_rows *view);

#endif
