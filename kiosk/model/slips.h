/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slips - each step of a slip: written into the journal, printed, told to the hall. Only files
 * of this folder include it.
 *
 * Every change of the ledger is a KIOSK_DO_JOURNAL effect before what it guards. One slip is in
 * the printer at a time: first that of the visitor, then what a power cut left, then what had
 * no paper. One import or report is under way at a time, the oldest first.
 */
#ifndef MODEL_SLIPS_H
#define MODEL_SLIPS_H

#include "model/kiosk.h"

void kiosk_send(struct kiosk_model *model, struct kiosk_request *request,
                struct kiosk_effects *effects);
/* Into the ledger and into the journal. */
void kiosk_write(struct kiosk_model *model, const struct ledger_entry *entry,
                 struct kiosk_effects *effects);
/* A slip that asks for what the visitor wants; its number. Under the command `seq`, 0 = none. */
uint32_t kiosk_slip_intend(struct kiosk_model *model, const struct kiosk_request *request,
                           struct kiosk_effects *effects);
void kiosk_slip_end(struct kiosk_model *model, uint32_t slip, uint8_t refusal,
                    struct kiosk_effects *effects);
void kiosk_slip_ack(struct kiosk_model *model, uint32_t slip, const struct kiosk_ticket *ticket,
                    struct kiosk_effects *effects);
void kiosk_slip_void(struct kiosk_model *model, uint32_t slip, uint8_t reason,
                     struct kiosk_effects *effects);
/* It will have no paper, and none was begun. */
void kiosk_slip_fail(struct kiosk_model *model, uint32_t slip, struct kiosk_effects *effects);
/* A number of its own; false when there is none. */
bool kiosk_slip_lease(struct kiosk_model *model, uint32_t slip, bool supersedes,
                      struct kiosk_effects *effects);
/* Shows it, and prints it as soon as the printer is free. */
void kiosk_slip_give(struct kiosk_model *model, uint32_t slip, struct kiosk_effects *effects);
/* The same, marked: it had paper before, or may have had it (R-T2). */
void kiosk_slip_again(struct kiosk_model *model, uint32_t slip, struct kiosk_effects *effects);
/* Retry and cancel of a number without paper, and what was left after a new roll (D-21). */
bool kiosk_press_slips(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects);

/* ---- what comes by itself ---- */
void kiosk_slips_tick(struct kiosk_model *model, struct kiosk_effects *effects);
void kiosk_slips_linked(struct kiosk_model *model, struct kiosk_effects *effects);
/* False: the answer is to something else. */
bool kiosk_slips_result(struct kiosk_model *model, const struct kiosk_event *event,
                        struct kiosk_effects *effects);
void kiosk_slips_printed(struct kiosk_model *model, uint32_t job, uint8_t result,
                         struct kiosk_effects *effects);
/* Rows, WELCOME and LEASE: of which day and history the leases are. */
void kiosk_slips_day(struct kiosk_model *model, uint32_t day, struct kiosk_effects *effects);
void kiosk_slips_hall(struct kiosk_model *model, const struct kiosk_event *event,
                      struct kiosk_effects *effects);
void kiosk_slips_lease(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects);
void kiosk_slips_journal(struct kiosk_model *model, const struct kiosk_event *event,
                         struct kiosk_effects *effects);

#endif
