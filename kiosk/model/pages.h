/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages - what the features of the kiosk's model ask of its pages. Only files of this folder
 * include it; a feature adds its press function to the table in kiosk.c.
 */
#ifndef MODEL_PAGES_H
#define MODEL_PAGES_H

#include "model/kiosk.h"

/* After a press; its time begins. */
void kiosk_show(struct kiosk_model *model, enum kiosk_page page);
/* A page that comes without a press: one that is under way is cancelled. */
void kiosk_show_by_itself(struct kiosk_model *model, enum kiosk_page page);
/* Everything the visitor chose or typed is forgotten, but not how the screen looks. */
void kiosk_go_home(struct kiosk_model *model);
/* On the way to a number: the next page that must be seen before it can be asked for. */
void kiosk_choose(struct kiosk_model *model, service_id service, uint16_t item);
/* Which one that is now, for what the visitor wishes. */
enum kiosk_page kiosk_next_page(const struct kiosk_model *model);

/* One more thing to do. */
void kiosk_effect(struct kiosk_effects *effects, struct kiosk_effect effect);

#endif
