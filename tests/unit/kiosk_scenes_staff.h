/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_scenes_staff - the scenes of staff at a kiosk, as drawn in k25b and k25.
 */
#ifndef TESTS_KIOSK_SCENES_STAFF_H
#define TESTS_KIOSK_SCENES_STAFF_H

#include "kiosk_scenes.h"

/* From home, with the gesture and the keys of the page; monotonic time *now. */
void scene_staff(const struct stage *stage, enum scene scene, struct kiosk_model *model, msec *now);

#endif
