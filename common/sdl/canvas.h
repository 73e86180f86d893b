/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canvas - pixels in memory: smooth rectangles and masks, inside a clip.
 *
 * Plain C on 32-bit pixels (0x00RRGGBB) instead of a renderer: the same pixels with and
 * without a display, and only the changed rectangles are touched (D-34).
 *
 * Ownership: canvas_init allocates the pixels, canvas_fini frees them.
 */
#ifndef SDL_CANVAS_H
#define SDL_CANVAS_H

#include "base/base.h"
#include "base/err.h"
#include "ui/draw.h"

struct canvas {
    int16_t w, h;
    struct box clip; /* never larger than the canvas */
    uint32_t *pixels;
};

enum err canvas_init(struct canvas *canvas, int16_t w, int16_t h) MUST_CHECK;
void canvas_fini(struct canvas *canvas);

/* Painting stays inside `clip`. */
void canvas_clip(struct canvas *canvas, struct box clip);
void canvas_fill(struct canvas *canvas, struct box box, struct rgba colour);
void canvas_rect(struct canvas *canvas, struct box box, const struct rect_style *style);

/* 8-bit coverage, w x h bytes. */
struct mask {
    uint16_t w, h;
    const uint8_t *alpha;
};
void canvas_mask(struct canvas *canvas, int16_t x, int16_t y, const struct mask *mask,
                 struct rgba colour);

/* Opaque pixels as they are, their left upper corner there. */
struct pixmap;
void canvas_pixels(struct canvas *canvas, int16_t x, int16_t y, const struct pixmap *pixmap);

#endif
