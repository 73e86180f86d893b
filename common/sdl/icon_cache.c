/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/icon_cache.h"

#include <string.h>

struct kept_icon {
    bool holes;
    uint8_t alpha[]; /* ink, then holes: size x size each */
};

enum err icon_cache_init(struct icon_cache *cache)
{
    return blob_cache_init(&cache->masks, ICON_CACHE_MAX, ICON_CACHE_BYTES);
}

void icon_cache_fini(struct icon_cache *cache)
{
    blob_cache_fini(&cache->masks);
}

static struct kept_icon *make(struct icon_cache *cache, enum icon icon, uint16_t size, uint64_t key)
{
    size_t bytes = (size_t)size * size;
    icon_alpha(icon, size, cache->ink, cache->holes);
    bool holes = cache->holes[0] || memcmp(cache->holes, cache->holes + 1, bytes - 1) != 0;
    struct kept_icon *kept =
        blob_cache_add(&cache->masks, key, sizeof(*kept) + (holes ? 2 : 1) * bytes);
    if (!kept)
        return NULL;
    kept->holes = holes;
    memcpy(kept->alpha, cache->ink, bytes);
    if (holes)
        memcpy(kept->alpha + bytes, cache->holes, bytes);
    return kept;
}

bool icon_cache_get(struct icon_cache *cache, enum icon icon, uint16_t size, struct mask *ink,
                    struct mask *holes)
{
    if (icon == ICON_NONE || icon >= ICON_COUNT || size == 0 || size > ICON_SIZE_MAX)
        return false;
    uint64_t key = ((uint64_t)icon << 16 | size) * 0x9e3779b97f4a7c15;
    struct kept_icon *kept = blob_cache_find(&cache->masks, key);
    if (!kept)
        kept = make(cache, icon, size, key);
    if (!kept)
        return false;
    *ink = (struct mask){size, size, kept->alpha};
    *holes = kept->holes ? (struct mask){size, size, kept->alpha + (size_t)size * size}
                         : (struct mask){0};
    return true;
}
