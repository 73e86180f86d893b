/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leds - a panel of dots as it looks: round lamps, lit or dark, on the pixels of a screen.
 */
#ifndef SDL_LEDS_H
#define SDL_LEDS_H

#include "sdl/canvas.h"
#include "ui/dots.h"

/* What was painted last. Zeroed = nothing. */
struct leds {
    uint16_t w, h;
    uint8_t brightness;
    uint8_t *was;
};
void leds_fini(struct leds *leds);
/* Paints the lamps that differ, all of them when the canvas is new. Returns what changed; w 0 =
 * nothing. Brightness in percent. */
struct box leds_paint(struct leds *leds, struct canvas *canvas, const struct dots *dots,
                      uint8_t brightness, bool all);

#endif
