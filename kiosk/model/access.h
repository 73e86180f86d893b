/* SPDX-License-Identifier: Apache-2.0 */
/*
 * access - the choices of how a page looks and sounds: language, size of text, contrast, low
 * reach, voice guide. Each stands alone and all go together (R-X4, R-X5, R-G9).
 *
 * 大字版 goes from usual to x1.5, to x2 and back. Whatever page is open stays open.
 */
#ifndef MODEL_ACCESS_H
#define MODEL_ACCESS_H

#include "model/kiosk.h"

bool kiosk_press_looks(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects);
/* As the next visitor expects it. */
void kiosk_reset_looks(struct kiosk_model *model);

#endif
