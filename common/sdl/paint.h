/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paint - a draw list onto a canvas, inside one box.
 */
#ifndef SDL_PAINT_H
#define SDL_PAINT_H

#include "sdl/font.h"

/* Scratch for turned text; sized once. */
#define PAINT_SCRATCH (512u * 1024)

struct paint {
    struct canvas *canvas;
    struct fonts *fonts;
    uint8_t *scratch; /* PAINT_SCRATCH bytes */
};

/* One item, inside the canvas's clip. */
void paint_item(const struct paint *paint, const struct draw *draw, const struct draw_item *item);
/* Everything of the list that lies in `area`, background first. */
void paint_area(const struct paint *paint, const struct draw *draw, struct box area);

#endif
