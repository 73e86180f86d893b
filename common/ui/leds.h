/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leds - a line of LEDs as it hangs over a window (docs/ui l01): every dot seen, the lit ones lit.
 */
#ifndef UI_LEDS_H
#define UI_LEDS_H

#include "ui/dots.h"
#include "ui/draw.h"

#define LEDS_LINES 16
#define LEDS_DOTS_MAX 128

/* The dots in the box, scaled to whole pixels and centred; at most LEDS_DOTS_MAX x LEDS_LINES of
 * them. What is lit has that colour, whatever the dot's own. */
void leds_draw(struct draw *draw, struct box box, const struct dots *dots, struct rgba lit,
               struct rgba dark);
/* One line of text, centred. */
void leds_text(struct draw *draw, struct box box, const struct dot_font *font, const char *text,
               struct rgba lit, struct rgba dark);

#endif
