/* SPDX-License-Identifier: Apache-2.0 */
/*
 * face - one font file: texts as rows of glyphs, glyphs as masks.
 *
 * The only file that knows FreeType and HarfBuzz. One handle a font, the size set on it (D-34: an
 * open size costs megabytes); outlines are not hinted, so a glyph looks the same at every place of
 * a line and is rendered once. The file is read piece by piece and never mapped: of its 20 MB only
 * what was asked for is in memory.
 *
 * Errors: ERR_CONFIG when the file cannot be used, with FreeType's number.
 */
#ifndef SDL_FACE_H
#define SDL_FACE_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

#define FACE_GLYPHS_MAX 1024 /* of a text; what is behind is not shown */

struct face;

/* script: four letters of ISO 15924, NULL = that of the font's own rules. */
enum err face_open(const char *path, uint32_t index, const char *script,
                   struct face **face) MUST_CHECK;
void face_close(struct face *face);

struct face_line {
    int16_t ascent; /* px from the top of a line to its baseline */
    uint16_t height, advance;
};
/* Where a glyph stands: px from the beginning of the line, and above its baseline. */
struct placed_glyph {
    uint16_t glyph;
    int16_t x, up;
};
/* Returns the number of glyphs, at most FACE_GLYPHS_MAX. */
uint32_t face_shape(struct face *face, const char *text, uint16_t size, struct placed_glyph *glyphs,
                    struct face_line *line);

/* `pitch` bytes a row, valid until the next call; what the glyph leaves free around it: `left` px
 * from its place, `top` px above the baseline. False when the glyph cannot be rendered. */
struct face_bitmap {
    const uint8_t *alpha;
    int pitch;
    uint16_t w, h;
    int16_t left, top;
};
bool face_render(struct face *face, uint16_t size, uint16_t glyph, struct face_bitmap *bitmap);

/* One character without greys, for panels of dots: 1 bit a dot, the most significant first. False
 * when the font does not have it. */
bool face_dots(struct face *face, uint16_t size, uint32_t point, struct face_bitmap *bitmap,
               uint16_t *advance);

#endif
