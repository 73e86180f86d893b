/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dot_face - fonts for panels of dots (ui/dots.h): Unifont in lines of 16, which was drawn dot by
 * dot, and Noto Sans CJK SC Bold without greys above.
 *
 * Ownership: dot_face_open allocates. Glyphs are kept: at most DOT_FACE_GLYPHS, in as many places.
 * Errors:    ERR_CONFIG when a font is not installed: one sentence naming the package.
 */
#ifndef SDL_DOT_FACE_H
#define SDL_DOT_FACE_H

#include "base/err.h"
#include "ui/dots.h"

#define DOT_FACE_GLYPHS 1024 /* a power of two */

struct dot_face;

enum err dot_face_open(struct dot_face **opened) MUST_CHECK;
void dot_face_close(struct dot_face *face);
/* Lives as long as the face. */
const struct dot_font *dot_face_font(const struct dot_face *face);

#endif
