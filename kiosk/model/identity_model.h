/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity_model - how the pages of card and agent hang together. Only files of this folder
 * include it.
 */
#ifndef MODEL_IDENTITY_MODEL_H
#define MODEL_IDENTITY_MODEL_H

#include "model/kiosk.h"

bool kiosk_press_identity(struct kiosk_model *model, uint16_t action, uint16_t arg,
                          struct kiosk_effects *effects);
/* KIOSK_CARD_NEWS */
void kiosk_identity_event(struct kiosk_model *model, const struct kiosk_event *event,
                          struct kiosk_effects *effects);
/* Before the pages run out of time. */
void kiosk_identity_tick(struct kiosk_model *model, struct kiosk_effects *effects);
/* All of this visitor; the reader and a card in it stay as they are. */
void kiosk_identity_forget(struct kiosk_model *model);
/* On the way to a number a card must be shown first. */
bool kiosk_needs_card(const struct kiosk_model *model);

#endif
