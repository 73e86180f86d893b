/* SPDX-License-Identifier: Apache-2.0 */
/*
 * picture - PNG files in memory: what a screen shows, and slips.
 *
 * Ownership: picture_… allocates the bytes; picture_free releases them.
 */
#ifndef SDL_PICTURE_H
#define SDL_PICTURE_H

#include "base/err.h"
#include "sdl/canvas.h"

struct picture {
    uint8_t *bytes;
    size_t length, capacity;
};

enum err picture_of_canvas(const struct canvas *canvas, struct picture *picture) MUST_CHECK;
/* 1-bit: rows begin at a byte, most significant bit first, 1 = black; dots a metre for 203 dpi. */
enum err picture_of_dots(const uint8_t *dots, uint16_t w, uint16_t h,
                         struct picture *picture) MUST_CHECK;
void picture_free(struct picture *picture);

#endif
