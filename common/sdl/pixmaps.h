/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixmaps - the pictures that DRAW_IMAGE names, in the pixels of the screen.
 *
 * Ownership: the pixels stay the caller's, until pixmaps_drop.
 * Threads:   none.
 */
#ifndef SDL_PIXMAPS_H
#define SDL_PIXMAPS_H

#include <stdbool.h>
#include <stdint.h>

#define PIXMAPS_MAX 4

struct pixmap {
    uint32_t number; /* 0 = free place */
    int16_t w, h;
    const uint32_t *pixels; /* 0x00RRGGBB */
};

struct pixmaps {
    struct pixmap list[PIXMAPS_MAX];
};

/* False when there is no room; a number that is there is replaced. */
bool pixmaps_put(struct pixmaps *pixmaps, const struct pixmap *pixmap);
void pixmaps_drop(struct pixmaps *pixmaps, uint32_t number);
/* NULL when there is none; number 0 never is. */
const struct pixmap *pixmaps_find(const struct pixmaps *pixmaps, uint32_t number);

#endif
