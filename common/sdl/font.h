/* SPDX-License-Identifier: Apache-2.0 */
/*
 * font - lines of text as masks, from Noto Sans CJK SC in two weights.
 *
 * One font handle a weight, the size set on it (D-34: an open size costs megabytes). A
 * line once rendered is kept; the cache is bounded in lines and bytes, the least recently
 * used line goes first. Widths are remembered apart, since layouts ask for many.
 *
 * Errors: ERR_CONFIG when the font is not installed: one sentence naming the package.
 */
#ifndef SDL_FONT_H
#define SDL_FONT_H

#include "base/err.h"
#include "sdl/icon_cache.h"

#define FONT_LINES_MAX 1024
#define FONT_BYTES_MAX (6u * 1024 * 1024)
#define FONT_WIDTHS_MAX 2048 /* a power of two */

struct fonts;

enum err fonts_open(struct fonts **fonts) MUST_CHECK;
void fonts_close(struct fonts *fonts);

/* Widths in px, for views. */
const struct text_measure *fonts_measure(const struct fonts *fonts);

/* The icons drawn beside the texts. */
struct icon_cache *fonts_icons(struct fonts *fonts);

struct font_line {
    struct mask mask;
    int16_t ascent; /* px from the top of the mask to the baseline */
};
/* The mask is valid until the next call. False when the text cannot be drawn. */
bool fonts_line(struct fonts *fonts, const char *text, uint16_t size, bool bold,
                struct font_line *line);

#endif
