/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strip - one line of text that moves, kept as pixels (D-34).
 *
 * A ticker is up 60 times a second: its glyphs are painted once, on the colour that lies under
 * them, and then copied from another place of that texture. The pixels are those that painting the
 * list anew would give.
 *
 * Ownership: the strip owns its texture; strip_fini frees it.
 * Limits:    STRIP_BYTES_MAX; a longer line is painted glyph by glyph.
 */
#ifndef SDL_STRIP_H
#define SDL_STRIP_H

#include "sdl/paint.h"

#define STRIP_BYTES_MAX (8u * 1024 * 1024)

struct strip {
    struct canvas texture; /* no pixels = none */
    struct box place;      /* on the screen */
    struct rgba ground;
    struct draw_item item; /* whose text it is, with … */
    uint64_t text;         /* … the hash of its letters */
};

/* The item's text, painted if it is another than before. False when it cannot be kept: it stands
 * on more than one colour, something lies over it, or it is too long. */
bool strip_take(struct strip *strip, const struct paint *paint, const struct draw *draw,
                const struct draw_item *item);
/* Copies what is seen when the text is moved by `shift` px to the left. Returns where. */
struct box strip_show(const struct strip *strip, struct canvas *canvas, int16_t shift);
void strip_fini(struct strip *strip);

#endif
