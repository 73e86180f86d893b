/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger_bytes - the entries of a kiosk's journal as bytes of a file, and what is left of them.
 *
 * A file is a list of frames; all entries of one step are one frame, so they are there together
 * or not at all. A frame says its length, its file (`generation`) and its place in it, under a
 * CRC-32C:
 *
 *     mark u8 | version u8 | length u16 | generation u32 | index u32 | crc u32 | entries
 *     entry = kind u8 | length u16 | fields
 *
 * A file that is written anew ends with an empty frame. Only the last frame can have been cut by a
 * power failure: an unreadable end with nothing behind it is cut off. Since the disk may as well
 * have lost what was whole, one number of each lease is then passed over. An unreadable place with
 * frames behind it is rot: what can be read is taken, slips above all, and no number of any lease
 * is given any more. Then, and where nothing is left, the ledger `forgot`: it says so over starts,
 * the kiosk comes to the hall without its number of starts, and takes leases only in such a
 * session, behind the end of the old ones.
 *
 * Threads, time: none; pure.
 */
#ifndef MODEL_LEDGER_BYTES_H
#define MODEL_LEDGER_BYTES_H

#include "model/ledger.h"

#define LEDGER_FRAME_HEAD 16
#define LEDGER_FRAME_MAX 4096 /* with its head */

/* Writes one frame of `count` entries; 0 when it does not fit. */
size_t ledger_frame(uint32_t generation, uint32_t index, const struct ledger_entry *entries,
                    uint32_t count, uint8_t *to, size_t room) MUST_CHECK;

/* "printing"; "?" for a kind of a newer version. */
const char *ledger_entry_name(uint8_t kind);

enum ledger_end {
    LEDGER_END_EMPTY, /* no frame at all: the journal is lost, or there never was one */
    LEDGER_END_WHOLE,
    LEDGER_END_CUT,
    LEDGER_END_ROTTEN
};
struct ledger_reading {
    uint8_t end; /* enum ledger_end */
    uint32_t generation, frames;
    size_t bad; /* where the first unreadable place is */
};
/* Applies what the bytes say to a fresh ledger. */
void ledger_read(const uint8_t *bytes, size_t size, struct ledger *ledger,
                 struct ledger_reading *reading);

#endif
