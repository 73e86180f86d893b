/* SPDX-License-Identifier: Apache-2.0 */
/*
 * icon_cache - the icons of the last pages as masks.
 *
 * An icon is computed sample by sample; a page has some twenty, and the same ones stand on the
 * next. Bounded in count and bytes; who was looked at longest ago goes first.
 *
 * Ownership: the cache owns the masks; a mask is valid until the next call.
 */
#ifndef SDL_ICON_CACHE_H
#define SDL_ICON_CACHE_H

#include "sdl/canvas.h"

#define ICON_CACHE_MAX 48
#define ICON_CACHE_BYTES (1024u * 1024)

struct icon_cache {
    uint64_t clock;
    size_t bytes;
    struct cached_icon {
        uint8_t icon; /* 0 = free */
        uint16_t size;
        uint64_t used;
        uint8_t *alpha; /* ink, then holes: size x size each */
    } list[ICON_CACHE_MAX];
};

/* False when the icon cannot be drawn in that size. */
bool icon_cache_get(struct icon_cache *cache, enum icon icon, uint16_t size, struct mask *ink,
                    struct mask *holes);
void icon_cache_fini(struct icon_cache *cache);

#endif
