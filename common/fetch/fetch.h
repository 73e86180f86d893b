/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fetch - the hall definition that the controller has in force, on a device that was started
 * with another one (D-41).
 *
 *     start        fetch_load: --hall DIR, or what was fetched in place of exactly that
 *     WELCOME      another hash: BLOB_REQ; then OFFER, and GET and DATA piece by piece
 *     all is here  its SHA-256 is the one of the WELCOME and it can be read: it is kept as
 *                  STATE/hall-fetched, and fetch_ready says that a new start would use it
 *
 * The copy belongs to the definition it was fetched in place of. Once DIR is edited, or the
 * controller has the definition of DIR, DIR is used again. What was fetched and cannot be used
 * (damaged, mistakes, this device is not in it) is not kept and not asked for again until the hash
 * changes.
 *
 * Ownership: the caller's memory; the bytes under way are allocated at once and at their limit,
 *            never by a length from the wire, and released by fetch_fini or when all is done.
 * Errors:    one line in the log each; the program goes on with the definition it has.
 */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include <stdbool.h>

#include "base/err.h"
#include "config/config.h"
#include "protocol/message.h"

#define FETCH_HASH 32

enum fetch_state { FETCH_RESTS, FETCH_ASKED, FETCH_PULLS, FETCH_READY };

struct fetch {
    const char *hall, *state; /* state NULL = there is nowhere to keep anything */
    const char *device;       /* this one; it must be in what is fetched */
    uint8_t kind;
    uint8_t given[FETCH_HASH]; /* of the definition in `hall` */
    uint8_t used[FETCH_HASH];  /* of the one that this program runs with */
    uint8_t want[FETCH_HASH];  /* the controller's */
    bool wanted;               /* `want` was asked for, or cannot be used */
    enum fetch_state at;
    uint8_t *bytes; /* PACK_MAX, while it is under way */
    uint32_t size, have;
};

/* Loads the definition to use; mistakes go to stderr, as config_load says them. Strings stay the
 * caller's. */
enum err fetch_load(struct fetch *fetch, const char *hall, const char *state,
                    struct hall_def **def) MUST_CHECK;
/* Who this is, once the definition is known. */
void fetch_for(struct fetch *fetch, const char *device, uint8_t kind);
/* A session began. True: *answer is to be sent. */
bool fetch_welcome(struct fetch *fetch, const struct msg_welcome *welcome,
                   struct message *answer) MUST_CHECK;
/* True when the message was one of ours; *answer is to be sent when its type is not 0. */
bool fetch_message(struct fetch *fetch, const struct message *message,
                   struct message *answer) MUST_CHECK;
/* A new start would use the controller's definition. */
bool fetch_ready(const struct fetch *fetch);
void fetch_fini(struct fetch *fetch);

#endif
