/* SPDX-License-Identifier: Apache-2.0 */
/*
 * icon_cache - the icons of the last pages as masks.
 *
 * An icon is computed sample by sample; a page has some twenty, and the same ones stand on the
 * next. Bounded in count and bytes; what was not looked at lately goes first.
 *
 * Ownership: the cache owns the masks; a mask is valid until the next call.
 */
#ifndef SDL_ICON_CACHE_H
#define SDL_ICON_CACHE_H

#include "sdl/blob_cache.h"
#include "sdl/canvas.h"

#define ICON_CACHE_MAX 256
#define ICON_CACHE_BYTES (1024u * 1024)

struct icon_cache {
    struct blob_cache masks;
    uint8_t ink[ICON_SIZE_MAX * ICON_SIZE_MAX], holes[ICON_SIZE_MAX * ICON_SIZE_MAX];
};

enum err icon_cache_init(struct icon_cache *cache) MUST_CHECK;
void icon_cache_fini(struct icon_cache *cache);

/* False when the icon cannot be drawn in that size. An icon without holes has none of 0 x 0. */
bool icon_cache_get(struct icon_cache *cache, enum icon icon, uint16_t size, struct mask *ink,
                    struct mask *holes);

#endif
