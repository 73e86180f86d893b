/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ticket_key - the key under which the slips of a day can be told from forged ones (D-24), and
 * the key of each lease that follows from it.
 *
 * STATE/ticket-key holds the date and 32 random bytes, mode 0600; it is made when the first
 * lease of a date is told and overwritten on the next. Never in the journal, archives or
 * backups (D-23). A lease's key = HMAC-SHA-256(day's key, "HALL/1 lease" + id, little-endian):
 * a kiosk's key makes codes for its own numbers only.
 *
 * Errors: ERR_IO, logged.
 */
#ifndef APP_TICKET_KEY_H
#define APP_TICKET_KEY_H

#include <stdint.h>

#include "base/base.h"
#include "base/err.h"

#define TICKET_KEY_BYTES 32

struct ticket_key {
    uint32_t day; /* 0 = none is held */
    uint8_t key[TICKET_KEY_BYTES];
};

/* The key of that day: held, read from STATE, or made. */
enum err ticket_key_get(struct ticket_key *key, const char *state_dir, uint32_t day) MUST_CHECK;
void ticket_key_of_lease(const struct ticket_key *key, uint32_t lease,
                         uint8_t out[TICKET_KEY_BYTES]);

#endif
