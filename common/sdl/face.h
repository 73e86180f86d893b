/* SPDX-License-Identifier: Apache-2.0 */
/*
 * face - one font file: texts as rows of glyphs, glyphs as masks.
 *
 * The only file that knows SDL2_ttf. One handle a font, the size set on it (D-34: an open size
 * costs megabytes); outlines are not hinted, so a glyph looks the same at every place of a line and
 * is rendered once. SDL2_ttf tells widths in whole px and of whole lines, so it is asked at the
 * size where a px is a unit of the font, once a letter and once a pair of letters. The file is read
 * piece by piece and never mapped: of its 20 MB only what was asked for is in memory.
 *
 * Errors: ERR_CONFIG when the file cannot be used, with SDL2_ttf's sentence and the package that
 *         brings it.
 */
#ifndef SDL_FACE_H
#define SDL_FACE_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

#define FACE_GLYPHS_MAX 1024 /* of a text; what is behind is not shown */

struct face;

/* script: four letters of ISO 15924, of texts that are shaped as a whole; NULL = letter after
 * letter, kerned, which is right for Chinese, Latin letters and digits. package: of Debian, for the
 * sentence when the file cannot be used. */
enum err face_open(const char *path, uint32_t index, const char *script, const char *package,
                   struct face **face) MUST_CHECK;
void face_close(struct face *face);

struct face_line {
    int16_t ascent; /* px from the top of a line to its baseline */
    uint16_t height, advance;
};
/* Where a glyph stands: px from the beginning of the line. */
struct placed_glyph {
    uint32_t glyph; /* its code point, or FACE_RUN: the whole text */
    int16_t x;
};
#define FACE_RUN UINT32_MAX
/* Returns the number of glyphs, at most FACE_GLYPHS_MAX. */
uint32_t face_shape(struct face *face, const char *text, uint16_t size, struct placed_glyph *glyphs,
                    struct face_line *line);

/* The alpha of a pixel is its upper byte; `pitch` pixels a row, valid until the next call. What the
 * glyph leaves free around it: `left` px from its place, `top` px above the baseline. `text`: that
 * of a FACE_RUN. No pixels when there is nothing to paint. */
struct face_bitmap {
    const uint32_t *argb;
    int pitch;
    uint16_t w, h;
    int16_t left, top;
};
void face_render(struct face *face, uint16_t size, uint32_t glyph, const char *text,
                 struct face_bitmap *bitmap);

/* One character without greys, for panels of dots: a byte a dot, 0 = dark; valid until the next
 * call. False when the font does not have it. A face that was asked for dots is asked for nothing
 * else: its outlines are hinted from then on. */
struct face_dots {
    const uint8_t *at;
    int pitch;
    uint16_t w, h;
    int16_t left, top;
    uint16_t advance;
};
bool face_dots(struct face *face, uint16_t size, uint32_t point, struct face_dots *dots);

#endif
