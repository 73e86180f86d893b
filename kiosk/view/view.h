/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view - the page a kiosk shows now, as a draw list.
 *
 * A pure function of model, words and size: 1920x1080 or 1080x1920, in the chosen
 * language, usual, high-contrast or large (docs/ui 2, 8).
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "domain/words.h"
#include "model/kiosk.h"
#include "ui/draw.h"

struct kiosk_view {
    const struct kiosk_model *model;
    const struct words *words;
    const struct text_measure *measure;
    int16_t w, h;
    /* The QR code of the ticket shown; w 0 = none. */
    struct draw_bitmap qr;
    const uint8_t *qr_dots;
};

void kiosk_draw(const struct kiosk_view *view, struct draw *draw);

#endif
