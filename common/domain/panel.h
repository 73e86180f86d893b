/* SPDX-License-Identifier: Apache-2.0 */
/*
 * panel - a kiosk's screen as a thing on a wall: how large a px is and how high it hangs (R-X4,
 * R-X5).
 *
 * All pages are drawn for 1920x1080 or 1080x1920; a panel of another shape shows them with two
 * bare sides. So millimetres follow from the panel's size, whatever its own pixels are.
 * Threads: none; pure.
 */
#ifndef DOMAIN_PANEL_H
#define DOMAIN_PANEL_H

#include <stdbool.h>
#include <stdint.h>

#define PANEL_LONG 1920 /* px of a page */
#define PANEL_SHORT 1080
#define PANEL_TARGET_MIN 88    /* px: the smallest place to touch */
#define PANEL_TARGET_MIN_MM 20 /* R-X4 */
#define PANEL_LINE_WIDE 416    /* px from the top: on the low page all places lie below (R-X5) */
#define PANEL_LINE_TALL 944
#define PANEL_REACH_MAX_MM 1220 /* above the floor (R-X5) */

struct panel {
    uint16_t w_mm, h_mm; /* 0 = not given */
    uint16_t bottom_mm;  /* of its lower edge above the floor; 0 = not given */
    bool portrait;
};

bool panel_known(const struct panel *panel);
/* Hundredths of a millimetre. */
uint32_t panel_length(const struct panel *panel, uint32_t px);
/* Millimetres above the floor; 0 = not known. */
uint32_t panel_line_height(const struct panel *panel);

#endif
