/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_looks - how each scene is rendered: for the eye (kiosk-shots) and for the golden pictures.
 */
#ifndef TESTS_KIOSK_LOOKS_H
#define TESTS_KIOSK_LOOKS_H

#include "kiosk_scenes.h"

struct kiosk_look {
    const char *suffix;
    int16_t w, h;             /* of the list */
    int16_t shown_w, shown_h; /* of the screen; 0 = the same */
    bool golden;              /* of every scene, for ever the same pixels */
    bool main_only;           /* of the home page and the services only */
    struct stage stage;
};

#define KIOSK_LOOKS 20
extern struct kiosk_look kiosk_looks[KIOSK_LOOKS];

#endif
