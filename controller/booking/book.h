/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book - the appointments of one date, in STATE/bookings/DATE.csv: no name, no number, only
 * keyed hashes that mean nothing once the key of that day is destroyed.
 *
 * Written whole and atomically. Whoever changes one holds the lock from its reading on.
 * Errors: logged here, once. Threads: none.
 */
#ifndef BOOKING_BOOK_H
#define BOOKING_BOOK_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"
#include "booking/day_key.h"
#include "domain/hall_def.h"

#define BOOK_ROWS_MAX 12516 /* what the engine holds at TICKETS_DAY_MAX */
#define BOOK_CODE_SIZE 25

struct book_row {
    uint16_t service, start_min; /* of the local day */
    char code[BOOK_CODE_SIZE];   /* what the citizen shows; capitals */
    bool has_id, has_block;
    uint8_t id[ID_HASH_SIZE];    /* under the day's key */
    uint8_t block[ID_HASH_SIZE]; /* under the key of no_show.h; only with rules.no_shows */
};

struct book {
    uint32_t day, count;
    struct book_row *rows; /* [BOOK_ROWS_MAX], or NULL */
};

/* Empty when there is no such file. Ends with book_free, also on an error. */
enum err book_read(const char *state_dir, uint32_t day, struct book *book) MUST_CHECK;
enum err book_write(const char *state_dir, const struct book *book) MUST_CHECK;
void book_free(struct book *book);
/* Small letters are capitals. */
struct book_row *book_find(const struct book *book, const char *code);
bool book_path(const char *state_dir, uint32_t day, char *path, size_t size);
/* Removes the files of the dates before `day`. */
enum err book_sweep(const char *state_dir, uint32_t day) MUST_CHECK;

/* A descriptor to close, or -1 (logged). Waits for whoever holds it. */
int book_lock(const char *state_dir);

/* Letters of either size, digits and dashes, 1 to 24. */
bool book_code_good(const char *code);

#endif
