/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/icon_cache.h"

#include <stdlib.h>

static size_t bytes_of(uint16_t size)
{
    return 2 * (size_t)size * size;
}

static void drop(struct icon_cache *cache, struct cached_icon *entry)
{
    if (entry->icon)
        cache->bytes -= bytes_of(entry->size);
    free(entry->alpha);
    *entry = (struct cached_icon){.icon = ICON_NONE};
}

/* A free place, or that of the icon which was looked at longest ago. */
static struct cached_icon *place_for(struct icon_cache *cache, size_t bytes)
{
    for (;;) {
        struct cached_icon *oldest = NULL, *place = NULL;
        for (size_t i = 0; i < ICON_CACHE_MAX; i++) {
            struct cached_icon *entry = &cache->list[i];
            if (!entry->icon)
                place = entry;
            else if (!oldest || entry->used < oldest->used)
                oldest = entry;
        }
        if (place && (cache->bytes + bytes <= ICON_CACHE_BYTES || !oldest))
            return place;
        drop(cache, oldest);
    }
}

static struct cached_icon *find(struct icon_cache *cache, enum icon icon, uint16_t size)
{
    for (size_t i = 0; i < ICON_CACHE_MAX; i++)
        if (cache->list[i].icon == icon && cache->list[i].size == size)
            return &cache->list[i];
    struct cached_icon *entry = place_for(cache, bytes_of(size));
    entry->alpha = malloc(bytes_of(size));
    if (!entry->alpha)
        return NULL;
    entry->icon = (uint8_t)icon;
    entry->size = size;
    cache->bytes += bytes_of(size);
    icon_alpha(icon, size, entry->alpha, entry->alpha + (size_t)size * size);
    return entry;
}

bool icon_cache_get(struct icon_cache *cache, enum icon icon, uint16_t size, struct mask *ink,
                    struct mask *holes)
{
    if (icon == ICON_NONE || icon >= ICON_COUNT || size == 0 || size > ICON_SIZE_MAX)
        return false;
    struct cached_icon *entry = find(cache, icon, size);
    if (!entry)
        return false;
    entry->used = ++cache->clock;
    *ink = (struct mask){size, size, entry->alpha};
    *holes = (struct mask){size, size, entry->alpha + (size_t)size * size};
    return true;
}

void icon_cache_fini(struct icon_cache *cache)
{
    for (size_t i = 0; i < ICON_CACHE_MAX; i++)
        drop(cache, &cache->list[i]);
}
