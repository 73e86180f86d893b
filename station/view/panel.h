/* SPDX-License-Identifier: Apache-2.0 */
/*
 * panel - the stations of one service window as one picture: the strip above, the call
 * pad on the left, the rating pad on the right (l01, l02, r01).
 *
 * For people who try a hall out, and for windows whose pad is a PC. Threads: none; pure.
 */
#ifndef VIEW_PANEL_H
#define VIEW_PANEL_H

#include "core/station.h"
#include "domain/words.h"
#include "ui/dots.h"
#include "ui/draw.h"

#define PANEL_W 1280
#define PANEL_H 800

enum panel_action {
    PANEL_NONE,
    PANEL_KEY,  /* arg: enum pad_key */
    PANEL_RATE, /* arg: 5 … 1, 0 = rather not */
    PANEL_BACK, /* the window before */
    PANEL_ON,   /* the next window */
};

struct station_panel {
    target_id target;
    const struct station *pad, *strip, *rating; /* NULL = this window has none */
    const struct dot_font *dots;                /* NULL = the strip as text */
};

void panel_draw(struct draw *draw, const struct station_panel *panel, const struct words *words,
                msec now, const struct text_measure *measure);

#endif
