/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rot - tells a log that a power cut tore from one whose bytes have turned over.
 *
 * SQLite stops reading its log at the first frame whose checksum is wrong, and takes what is behind
 * it for the rest of a cut: right after a power loss, and a silent loss of committed turns when a
 * bit has flipped. The two can be told apart, because every turn is synced before the next one
 * begins: behind a torn frame there is at most the end of that one turn. Two whole turns that
 * continue the wrong frame were once on the disk with it.
 *
 * A log is begun anew by writing its header when all of it is in the database. A log with a wrong
 * header has lost nothing, then, if the database has the last page that was written to it.
 *
 * What it cannot see: rot in the last two turns.
 * Threads: none; pure.
 */
#ifndef STORE_ROT_H
#define STORE_ROT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROT_PAGE 4096 /* the only page size that we make */

struct rot {
    bool sure;
    bool headless; /* frames without their header: if nothing is lost, they should go */
    /* Not 0: rotten unless the database's page of this number, from 1, has this content. */
    uint32_t page;
    const uint8_t *content; /* ROT_PAGE bytes among those given */
};

/* The bytes of a log as SQLite's file format 4 describes them. */
struct rot rot_in_log(const uint8_t *bytes, size_t length);

#endif
