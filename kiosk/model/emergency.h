/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emergency - everybody leaves the building (k31), pure.
 *
 * It comes and ends with the row of the hall and covers whatever page is open, dialogs and the
 * staff page too. Once received it stands without a link. What the visitor was doing is dropped,
 * but a number that is being issued is finished and printed. Nothing can be touched but
 * 我行动不便: the console shows which machine it was pressed on. No time-out ends it.
 * Sources: docs/ui k31, R-L13, R-X7, D-12.
 */
#ifndef MODEL_EMERGENCY_H
#define MODEL_EMERGENCY_H

#include "model/kiosk.h"

/* After model->rows was set. */
void kiosk_emergency_rows(struct kiosk_model *model);
bool kiosk_press_emergency(struct kiosk_model *model, uint16_t action, uint16_t arg,
                           struct kiosk_effects *effects);

#endif
