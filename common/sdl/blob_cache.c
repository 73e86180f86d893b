/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/blob_cache.h"

#include <stdlib.h>

#include "os/log.h"

struct blob_slot {
    uint64_t key;
    void *bytes; /* NULL = free */
    uint32_t size;
    bool seen; /* looked for again since the hand came by */
};

enum err blob_cache_init(struct blob_cache *cache, uint32_t slot_count, size_t bytes_max)
{
    *cache = (struct blob_cache){.slot_count = slot_count, .bytes_max = bytes_max};
    cache->slots = calloc(slot_count, sizeof(*cache->slots));
    return cache->slots ? ERR_NONE : log_fault(ERR_NOMEM, "cache slots=%u", slot_count);
}

static void drop(struct blob_cache *cache, struct blob_slot *slot)
{
    cache->bytes -= slot->size;
    free(slot->bytes);
    *slot = (struct blob_slot){0};
}

void blob_cache_fini(struct blob_cache *cache)
{
    for (uint32_t i = 0; cache->slots && i < cache->slot_count; i++)
        drop(cache, &cache->slots[i]);
    free(cache->slots);
    *cache = (struct blob_cache){0};
}

static struct blob_slot *row_of(const struct blob_cache *cache, uint64_t key)
{
    return cache->slots + ((key ^ key >> 32) & (cache->slot_count - 1) & ~(BLOB_WAYS - 1u));
}

void *blob_cache_find(struct blob_cache *cache, uint64_t key)
{
    struct blob_slot *row = row_of(cache, key);
    for (uint32_t i = 0; i < BLOB_WAYS; i++)
        if (row[i].bytes && row[i].key == key) {
            row[i].seen = true;
            return row[i].bytes;
        }
    return NULL;
}

static void make_room(struct blob_cache *cache, size_t size)
{
    while (cache->bytes + size > cache->bytes_max) {
        struct blob_slot *slot = &cache->slots[cache->hand++ % cache->slot_count];
        if (!slot->seen)
            drop(cache, slot);
        slot->seen = false;
    }
}

/* A free place of the row, or one that nobody looked at lately. */
static struct blob_slot *place_for(struct blob_cache *cache, uint64_t key)
{
    struct blob_slot *row = row_of(cache, key), *idle = NULL;
    for (uint32_t i = 0; i < BLOB_WAYS; i++) {
        if (!row[i].bytes)
            return &row[i];
        if (!row[i].seen && !idle)
            idle = &row[i];
    }
    for (uint32_t i = 0; i < BLOB_WAYS && !idle; i++)
        row[i].seen = false;
    idle = idle ? idle : row;
    drop(cache, idle);
    return idle;
}

void *blob_cache_add(struct blob_cache *cache, uint64_t key, size_t size)
{
    if (size == 0 || size > cache->bytes_max)
        return NULL;
    make_room(cache, size);
    struct blob_slot *slot = place_for(cache, key);
    slot->bytes = malloc(size);
    if (!slot->bytes)
        return NULL;
    slot->key = key;
    slot->size = (uint32_t)size;
    cache->bytes += size;
    return slot->bytes;
}
