/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strip_render - sentences for strips whose stations have no font, as pictures of dots (D-37).
 *
 * Chinese and Latin come from the font that was drawn dot by dot (dot_face). Scripts that a panel
 * cannot shape - Mongolian - are shaped along the line and cut to dots at half grey (R-G5, R-G6):
 * in a line of 16 their signs lie, as they do in any horizontal line.
 *
 * Ownership: strip_render_open allocates.
 * Errors:    ERR_CONFIG when a font is not installed: one sentence naming the package.
 */
#ifndef SDL_STRIP_RENDER_H
#define SDL_STRIP_RENDER_H

#include "base/err.h"
#include "domain/label.h"
#include "domain/strip_picture.h"
#include "ui/dots.h"

struct strip_render;

struct strip_blob {
    size_t size;
    uint8_t bytes[STRIP_PICTURE_BYTES];
};

enum err strip_render_open(struct strip_render **opened) MUST_CHECK;
void strip_render_close(struct strip_render *render);
const struct dot_font *strip_render_font(const struct strip_render *render);

/* A sentence of the word table; "{n}" is where the number is put in. False when it is wider than
 * STRIP_PICTURE_DOTS_MAX, or a sign of it is in no font. */
bool strip_render(struct strip_render *render, uint8_t number, const char *sentence,
                  struct strip_blob *blob);
/* What a station makes of it. Too narrow: the number alone; too narrow for that: nothing. `dots`
 * has STRIP_PICTURE_LINES lines. False when it had to leave something out. */
bool strip_compose(const struct strip_render *render, const struct strip_picture *picture,
                   struct label label, struct dots *dots);

#endif
