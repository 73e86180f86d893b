/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day_key - the random key under which identities of one visit day are hashed (R-Y2, D-23).
 *
 * Made when that date is first booked or opened, in STATE/day-keys/DATE.key, mode 0600;
 * overwritten and removed when the day closes: from then on no hash can be tried out.
 * Never in the journal, a backup, a log or an argument.
 *
 * Errors: logged here, once. Threads: none. Two programs that make a key at the same moment
 *         get the same one.
 */
#ifndef BOOKING_DAY_KEY_H
#define BOOKING_DAY_KEY_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

#define DAY_KEY_SIZE 32
#define ID_HASH_SIZE 16
#define ID_MIN 5 /* passports and permits are shorter than cards */
#define ID_MAX 20

struct day_key {
    uint32_t day; /* yyyymmdd; 0 = none */
    uint8_t key[DAY_KEY_SIZE];
};

/* Reads the key of that date, or makes it. */
enum err day_key_open(const char *state_dir, uint32_t day, struct day_key *key) MUST_CHECK;
void day_key_wipe(struct day_key *key);
/* No error when there is none. */
enum err day_key_destroy(const char *state_dir, uint32_t day) MUST_CHECK;
/* Destroys the keys of all dates before `day`, and what a cut left half made. */
enum err day_key_sweep(const char *state_dir, uint32_t day) MUST_CHECK;

/* R-I3: "" for a number as cards, passports and permits have it, else what is wrong. 18 digits
 * must have the right check digit. */
const char *id_problem(const char *id);
/* HMAC-SHA-256, its first 16 bytes; small letters count as capitals. False: no hash was made. */
bool id_hash(const uint8_t key[DAY_KEY_SIZE], const char *id,
             uint8_t hash[ID_HASH_SIZE]) MUST_CHECK;
/* The two halves as the engine takes them, little-endian. */
void id_halves(const uint8_t hash[ID_HASH_SIZE], uint64_t *a, uint64_t *b);

/* "2026-03-18", for file names. */
#define DATE_TEXT_SIZE 16
void date_text(uint32_t day, char text[DATE_TEXT_SIZE]);

#endif
