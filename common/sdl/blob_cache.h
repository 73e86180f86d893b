/* SPDX-License-Identifier: Apache-2.0 */
/*
 * blob_cache - bytes under keys, bounded in count and bytes.
 *
 * What was looked for again since the hand came by stays, the rest goes when room is needed: no
 * list is kept in order, so a look costs a hash and eight compares.
 *
 * Ownership: the cache owns the blobs; a blob is valid until the next blob_cache_add.
 */
#ifndef SDL_BLOB_CACHE_H
#define SDL_BLOB_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "base/base.h"
#include "base/err.h"

#define BLOB_WAYS 8 /* places that a key may stand in */

struct blob_cache {
    struct blob_slot *slots;
    uint32_t slot_count, hand;
    size_t bytes, bytes_max;
};

/* slot_count: a power of two, at least BLOB_WAYS. Keys spread over all their bits. */
enum err blob_cache_init(struct blob_cache *cache, uint32_t slot_count,
                         size_t bytes_max) MUST_CHECK;
void blob_cache_fini(struct blob_cache *cache);

/* NULL when it is not there. */
void *blob_cache_find(struct blob_cache *cache, uint64_t key);
/* `size` bytes for a key that is not there, to be filled. NULL without memory, and when one blob is
 * more than the cache may hold. */
void *blob_cache_add(struct blob_cache *cache, uint64_t key, size_t size);

#endif
