/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/pixmaps.h"

#include <stddef.h>

static struct pixmap *place_of(struct pixmaps *pixmaps, uint32_t number)
{
    for (uint32_t i = 0; i < PIXMAPS_MAX; i++)
        if (pixmaps->list[i].number == number)
            return &pixmaps->list[i];
    return NULL;
}

bool pixmaps_put(struct pixmaps *pixmaps, const struct pixmap *pixmap)
{
    struct pixmap *place = place_of(pixmaps, pixmap->number);
    if (!place)
        place = place_of(pixmaps, 0);
    if (!place)
        return false;
    *place = *pixmap;
    return true;
}

void pixmaps_drop(struct pixmaps *pixmaps, uint32_t number)
{
    struct pixmap *place = number ? place_of(pixmaps, number) : NULL;
    if (place)
        *place = (struct pixmap){0};
}

const struct pixmap *pixmaps_find(const struct pixmaps *pixmaps, uint32_t number)
{
    for (uint32_t i = 0; number && i < PIXMAPS_MAX; i++)
        if (pixmaps->list[i].number == number)
            return &pixmaps->list[i];
    return NULL;
}
