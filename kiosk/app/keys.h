/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys - a key of a keypad or keyboard as events of the model: the ring moves, or the place under
 * it is pressed. Which keys there are says model/focus.h.
 */
#ifndef APP_KEYS_H
#define APP_KEYS_H

#include <stdint.h>

#include "device/keys.h"

struct app;

/* One press of a key of the keypad. */
void app_key_pad(struct app *app, enum keypad_key pad);
/* The same from a window: SDL's keycode (TOUCH_KEY). */
void app_key_window(struct app *app, int32_t keycode);

#endif
