/* SPDX-License-Identifier: Apache-2.0 */
/*
 * theme - the colours of docs/ui 1: light for kiosks and pads, dark for TVs, and the
 * high-contrast set in which zones have no colour (R-X4).
 */
#ifndef UI_THEME_H
#define UI_THEME_H

#include "ui/draw.h"

#define ZONE_COLOURS 6

struct theme {
    struct rgba bg, surface, ink, muted;
    struct rgba line;   /* decoration */
    struct rgba border; /* of controls */
    struct rgba primary, on_primary;
    struct rgba pressed, pressed_light;
    struct rgba disabled, on_disabled, disabled_border;
    struct rgba success, warn, danger;
    struct rgba tint, tint_success, tint_warn; /* light fills with ink on them */
    struct rgba bed;                           /* behind a keypad */
    struct rgba focus;
    struct rgba called, on_called; /* a number that is being called */
    struct rgba on_zone;           /* letter on a zone's colour */
    struct rgba veil;              /* over a dimmed page */
    struct rgba zone[ZONE_COLOURS];
};

extern const struct theme theme_light, theme_tv, theme_contrast;

/* The zone's colour by the number in the hall definition; any number is answered. */
struct rgba theme_zone(const struct theme *theme, uint8_t colour);
/* Contrast of two opaque colours by WCAG 2.2, times 100: 100 (1:1) to 2100. */
uint16_t theme_contrast_of(struct rgba a, struct rgba b);

#endif
