/* SPDX-License-Identifier: Apache-2.0 */
/*
 * font - lines of text as glyphs and their masks, from Noto Sans CJK SC in two weights.
 *
 * What is kept is glyphs, each once a size, and where they stand in a line: a hall's pages say few
 * characters in many lines. All caches are bounded in count and bytes. Widths are remembered
 * apart, since layouts ask for many.
 *
 * Errors: ERR_CONFIG when the font is not installed: one sentence naming the package.
 */
#ifndef SDL_FONT_H
#define SDL_FONT_H

#include "base/err.h"
#include "sdl/face.h"
#include "sdl/icon_cache.h"
#include "sdl/pixmaps.h"

#define FONT_LINES_MAX 4096
#define FONT_LINE_BYTES_MAX (512u * 1024)
#define FONT_GLYPHS_MAX 8192
#define FONT_GLYPH_BYTES_MAX (5u * 1024 * 1024)
#define FONT_WIDTHS_MAX 8192 /* a power of two, as all of them */

struct fonts;

enum err fonts_open(struct fonts **fonts) MUST_CHECK;
void fonts_close(struct fonts *fonts);

/* Widths in px, for views. */
const struct text_measure *fonts_measure(const struct fonts *fonts);

/* The icons drawn beside the texts. */
struct icon_cache *fonts_icons(struct fonts *fonts);
/* The pictures painted beside the texts: empty until the caller puts some there. */
struct pixmaps *fonts_pixmaps(struct fonts *fonts);

/* Bytes of masks and lines kept now. */
size_t fonts_bytes(const struct fonts *fonts);

struct font_line {
    uint16_t w, h;  /* px */
    int16_t ascent; /* px from the top to the baseline */
    uint16_t size, count;
    uint8_t face;
    const char *text; /* the caller's */
    const struct placed_glyph *glyphs;
};
/* Valid until the next call, and as long as the text. False when the text cannot be drawn. */
bool fonts_line(struct fonts *fonts, const char *text, uint16_t size, bool bold,
                struct font_line *line);

/* The glyph's mask and its place in the line. Valid until the next call. False: nothing to paint.
 */
struct font_glyph {
    struct mask mask;
    int16_t x, y; /* px from the line's left and top */
};
bool fonts_glyph(struct fonts *fonts, const struct font_line *line, uint32_t index,
                 struct font_glyph *glyph);

#endif
