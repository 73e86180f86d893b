/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numbers_model - how the pages of a number that exists hang together. Only files of this
 * folder include it.
 *
 * numbers.c asks the hall and holds what is typed; rating.c and check_in.c are pages of
 * their own. Each press function stands in the table of kiosk.c.
 */
#ifndef MODEL_NUMBERS_MODEL_H
#define MODEL_NUMBERS_MODEL_H

#include "model/kiosk.h"

bool kiosk_press_numbers(struct kiosk_model *model, uint16_t action, uint16_t arg,
                         struct kiosk_effects *effects);
bool kiosk_press_rating(struct kiosk_model *model, uint16_t action, uint16_t arg,
                        struct kiosk_effects *effects);
bool kiosk_press_check_in(struct kiosk_model *model, uint16_t action, uint16_t arg,
                          struct kiosk_effects *effects);

/* ---- what comes by itself ---- */
void kiosk_numbers_scan(struct kiosk_model *model, const char *text, struct kiosk_effects *effects);
void kiosk_numbers_tick(struct kiosk_model *model, struct kiosk_effects *effects);
void kiosk_numbers_found(struct kiosk_model *model, const struct kiosk_found *found);
/* False: the answer is to something else. */
bool kiosk_numbers_result(struct kiosk_model *model, uint32_t seq, uint8_t refusal,
                          struct kiosk_effects *effects);
bool kiosk_numbers_ticket(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                          struct kiosk_effects *effects);
/* The card of somebody whose appointment is looked for was read: wish.id_hash is set. */
void kiosk_check_in_card(struct kiosk_model *model, struct kiosk_effects *effects);
/* The page says why; what was typed stays (docs/ui k10). */
void kiosk_check_in_refused(struct kiosk_model *model, const struct kiosk_ticket *ticket);
bool kiosk_check_in_scan(struct kiosk_model *model, const char *text,
                         struct kiosk_effects *effects);
/* R-K8: this person holds one already. */
void kiosk_holds(struct kiosk_model *model, const struct kiosk_ticket *ticket);

/* ---- asking ---- */
/* What the holder of a slip may do (verb); its answer is a RESULT, of VERB_REPRINT a TICKET. */
void kiosk_ask_slip(struct kiosk_model *model, ticket_id ticket, uint8_t verb,
                    struct kiosk_effects *effects);

#endif
