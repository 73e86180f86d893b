/* SPDX-License-Identifier: Apache-2.0 */
/*
 * items - search, guides, going online, and the other ways out of a hall that gives no number
 * (docs/ui k08, k09, k20, k23). Only kiosk.c and the features on the way to a number call it.
 */
#ifndef MODEL_ITEMS_H
#define MODEL_ITEMS_H

#include "model/pages.h"

bool kiosk_press_items(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects);
/* On the way to a number: true when the page of this feature comes first (R-K13). */
bool kiosk_items_first(struct kiosk_model *model);
/* The language changed: the same letters mean something else. */
void kiosk_items_again(struct kiosk_model *model);
/* What came of the paper that was asked for. */
void kiosk_items_event(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects);
void kiosk_items_forget(struct kiosk_model *model);

#endif
