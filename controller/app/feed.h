/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed - the rows of one view on their way to one client: snapshot, then deltas.
 *
 * A feed keeps a position in the ring of changes, never a queue: a client that reads slowly
 * gets fewer and newer deltas; one that fell out of the ring gets a new snapshot. At most
 * `credit` deltas are on their way without a VACK (protocol/SPEC.md 4).
 *
 * Revisions belong to one start of the controller: SYNC.epoch must be the number that
 * SNAP_BEGIN gave, which is the controller's boot.
 *
 * Time:    monotonic milliseconds, passed in. Threads: none; pure.
 */
#ifndef APP_FEED_H
#define APP_FEED_H

#include "app/filter.h"
#include "app/rows.h"

#define FEED_CREDIT_MAX 2
#define FEED_SLOW_MS (10 * SECOND) /* a delta unacknowledged that long: the client is slow */
#define FEED_HASH_MS (10 * SECOND)

struct feed {
    bool on;
    struct filter filter;
    uint32_t epoch;
    uint32_t held;    /* what the client has: `from` of the next delta */
    uint32_t scanned; /* changes up to here are sent or not for this view */
    bool begin, snapshot;
    bool more;       /* rows after the cursor wait */
    uint8_t at_kind; /* cursor of the snapshot: the next row is not before this */
    uint32_t at_key, hash;
    uint8_t credit, flying;
    uint32_t flights[FEED_CREDIT_MAX]; /* `to` of the deltas without VACK, oldest first */
    msec sent[FEED_CREDIT_MAX];
    msec hash_due;
};

/* SYNC: from now on, this view. False when the view makes no sense here. */
bool feed_sync(struct feed *feed, const struct rows *rows, const struct msg_sync *sync,
               uint32_t epoch, msec now);
void feed_vack(struct feed *feed, const struct msg_vack *vack);
/* The next message, if there is one to send now. */
/* What the rows hash to that the client has at rev; false while that is not what it should have. */
bool feed_hash(const struct feed *feed, const struct rows *rows, uint32_t rev, uint32_t *hash);
bool feed_next(struct feed *feed, const struct rows *rows, msec now, struct message *message);
bool feed_is_slow(const struct feed *feed, msec now);

#endif
