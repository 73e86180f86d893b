/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request - the kiosk's commands to the controller and what comes back: tickets, help,
 * printing. Only files of this folder call this.
 */
#ifndef MODEL_REQUEST_H
#define MODEL_REQUEST_H

#include "model/kiosk.h"

void kiosk_request_ticket(struct kiosk_model *model, struct kiosk_effects *effects);
/* The appointment of wish.code or of the card, as a ticket. */
void kiosk_request_check_in(struct kiosk_model *model, struct kiosk_effects *effects);
/* A ticket that was issued before goes to the printer once more (R-T2). */
void kiosk_request_reprint(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                           struct kiosk_effects *effects);
void kiosk_request_help(struct kiosk_model *model, struct kiosk_effects *effects);
void kiosk_request_help_for(struct kiosk_model *model, enum kiosk_help_for reason,
                            struct kiosk_effects *effects);
/* Nobody waits for the answer any more; one that comes is told back (D-21). */
void kiosk_request_give_up(struct kiosk_model *model);
/* The day or the history ended in which something was asked or printed, or the hall refused it for
 * good: nobody waits before a page for it. */
void kiosk_request_forgotten(struct kiosk_model *model);
/* Sends again what has no answer, gives up what is too old. */
void kiosk_request_tick(struct kiosk_model *model, struct kiosk_effects *effects);
void kiosk_request_link(struct kiosk_model *model, bool up, struct kiosk_effects *effects);
void kiosk_request_answer(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                          struct kiosk_effects *effects);
void kiosk_request_result(struct kiosk_model *model, const struct kiosk_event *event,
                          struct kiosk_effects *effects);

#endif
