/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media - the pages and images that a board was given, kept by their SHA-256.
 *
 *     missing     media_fetch: BLOB_REQ; then OFFER, and GET and DATA piece by piece, one at a time
 *     all is here its hash is the one that was asked for: it is kept as STATE/media/HASH
 *     to be used  media_read: read again and its hash checked, so a damaged file is never shown
 *
 * The one used longest ago gives way when there is no room. Without a folder, and when its disk
 * takes no more, they are kept in memory, with less room.
 *
 * Ownership: the caller's struct; media_open reads the folder, media_close frees. The bytes under
 *            way are allocated at their limit, never by a length from the wire.
 * Errors:    a line in the log each; what cannot be had is asked for again after a while.
 * Time:      monotonic ms. Threads: none.
 */
#ifndef APP_MEDIA_H
#define APP_MEDIA_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"
#include "domain/media.h"
#include "os/file.h"
#include "os/log.h"
#include "protocol/message.h"

#define MEDIA_KEPT_MAX 256
#define MEDIA_DISK_BYTES (64u << 20)
#define MEDIA_MEMORY_BYTES (16u << 20) /* one hall's pages */
#define MEDIA_ANSWER_MS (20 * SECOND)
#define MEDIA_AGAIN_MS (30 * SECOND) /* after it could not be had */

struct medium_kept {
    uint8_t hash[MEDIA_HASH];
    uint32_t size;
    uint8_t *bytes; /* NULL = in the folder */
    uint64_t used;  /* the lowest gives way first */
};

struct media {
    char folder[FILE_PATH_MAX]; /* "" = in memory */
    uint32_t count;
    size_t bytes, room;
    uint64_t uses;
    struct medium_kept kept[MEDIA_KEPT_MAX];
    /* under way */
    uint8_t want[MEDIA_HASH];
    enum { MEDIA_RESTS, MEDIA_ASKED, MEDIA_PULLS } at;
    uint8_t *under_way;
    uint32_t size, have, ref;
    msec heard, again; /* the last answer; not before `again` */
    struct log_site site;
};

/* `state` may be NULL. */
enum err media_open(struct media *media, const char *state) MUST_CHECK;
void media_close(struct media *media);

/* It counts as used. */
bool media_has(struct media *media, const uint8_t hash[MEDIA_HASH]);
/* A copy that the caller frees, with a NUL behind it; false when it is not there, or not any more
 * what it was. */
bool media_read(struct media *media, const uint8_t hash[MEDIA_HASH], uint8_t **bytes,
                size_t *size) MUST_CHECK;
/* True: *ask is to be sent. False while one is under way, or none is to be had yet. */
bool media_fetch(struct media *media, const uint8_t hash[MEDIA_HASH], msec now,
                 struct message *ask) MUST_CHECK;
/* A session began: what was under way is not. */
void media_restart(struct media *media);
/* True when the message was one of ours; *answer is to be sent when its type is not 0. */
bool media_message(struct media *media, const struct message *message, msec now,
                   struct message *answer) MUST_CHECK;
/* It waits for an answer. */
bool media_busy(const struct media *media);

#endif
