/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_scenes_numbers - the scenes of numbers that exist and of appointments, as drawn in
 * k07, k10, k21, k22 and k24.
 */
#ifndef TESTS_KIOSK_SCENES_NUMBERS_H
#define TESTS_KIOSK_SCENES_NUMBERS_H

#include "kiosk_scenes.h"

/* From home, at hall time `hall_ms`, monotonic time *now. */
void scene_numbers(const struct stage *stage, enum scene scene, struct kiosk_model *model,
                   msec *now);

#endif
