/* SPDX-License-Identifier: Apache-2.0 */
/*
 * button - a thing to press, in the kinds and states of docs/ui 1.3.
 *
 * Its whole box is the target. A disabled button stays in place, dashed; the caller says
 * the reason beside it or as its hint. Icon 1.1 times the text, then the label, centred;
 * with a hint below, left aligned.
 */
#ifndef UI_BUTTON_H
#define UI_BUTTON_H

#include "domain/panel.h"
#include "ui/theme.h"

#define TARGET_MIN PANEL_TARGET_MIN /* px both ways: 20 mm on a 21.5" panel (R-X4) */

enum button_kind { BUTTON_SECONDARY, BUTTON_PRIMARY, BUTTON_HELP, BUTTON_SELECTED };
enum button_state { BUTTON_READY, BUTTON_PRESSED, BUTTON_BUSY, BUTTON_DISABLED };

struct button {
    struct box box;
    const char *label;
    const char *hint; /* second line; NULL = none */
    uint8_t icon;     /* enum icon */
    uint8_t kind, state;
    bool focus;
    bool tight;                    /* 12 px between icon and label, for the footer */
    uint16_t size[TEXT_SIZES_MAX]; /* of the label; all 0 = 40, 36, 32 */
    uint16_t hint_size[2];         /* all 0 = 28 */
    uint16_t action, arg;
    const char *mongolian; /* a column beside the label; NULL = none (ui/pair.h) */
    bool mongolian_first;
};

/* The ring of the place in focus: 4 px of yellow in 6 px of ink, 2 px off it. */
void draw_ring(struct draw *draw, const struct theme *theme, struct box box);
void draw_button(struct draw *draw, const struct theme *theme, const struct button *button);

#endif
