/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fit - a list on a screen of another size: everything is placed and sized for the screen's own
 * pixels, so letters and lines are as sharp as on the screen they were drawn for.
 *
 * The list keeps its shape; what is left over at two sides takes the background. Pure.
 */
#ifndef UI_FIT_H
#define UI_FIT_H

#include "ui/draw.h"

struct fit {
    int32_t num, den; /* screen px to list px */
    int16_t x, y;     /* of the list's corner on the screen */
    int16_t w, h;     /* of the screen */
};

struct fit fit_of(int16_t list_w, int16_t list_h, int16_t screen_w, int16_t screen_h);
/* Nothing to do: the same size. */
bool fit_is_same(const struct fit *fit);
/* Both may be the same list. */
void fit_draw(const struct fit *fit, const struct draw *from, struct draw *to);
/* Back from a point of the screen to one of the list; outside of it when beside. */
void fit_point(const struct fit *fit, int32_t x, int32_t y, int16_t *list_x, int16_t *list_y);

#endif
