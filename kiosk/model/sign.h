/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign - a person of the hall signs on at this kiosk with staff number and PIN, pure (k25b, D-43).
 *
 *     number -(确定)-> PIN -(确定)-> waits -> signed on, or asked again
 *
 * The PIN stands in the model until the shell has taken it; the next event wipes it. Wrong PINs
 * are counted by the controller, which locks the number after five. Whoever signed on is signed
 * off as soon as the pages of the purpose are left: a kiosk stands in the hall.
 *
 * A feature that needs a person calls kiosk_sign_on and reads model->sign afterwards.
 */
#ifndef MODEL_SIGN_H
#define MODEL_SIGN_H

#include <stdbool.h>

#include "base/base.h"

#define KIOSK_STAFF_DIGITS 7
#define KIOSK_PIN_DIGITS_MIN 4
#define KIOSK_PIN_DIGITS_MAX 12
#define KIOSK_SIGN_MS (10 * SECOND) /* no answer: say so */

enum kiosk_sign_for { KIOSK_SIGN_STAFF, KIOSK_SIGN_GUIDE };
enum kiosk_sign_state {
    KIOSK_SIGN_ASKS, /* of the number first, then of the PIN */
    KIOSK_SIGN_WAITS,
    KIOSK_SIGN_WRONG,  /* not this number with this PIN; tries_left */
    KIOSK_SIGN_LOCKED, /* locked_s */
    KIOSK_SIGN_DENIED, /* the person may not do this here */
    KIOSK_SIGN_SILENT, /* no controller, and nobody known to this kiosk */
};

/* What came of it, from the controller or, alone, from what this kiosk remembers. */
struct kiosk_signing {
    uint32_t seq, staff, session; /* session 0 = signed on without a controller */
    uint8_t code;                 /* enum refusal */
    uint8_t role, tries_left;
    uint16_t locked_s;
};

struct kiosk_sign {
    uint8_t purpose, state;
    bool pin_next; /* the number stands, the PIN is asked for */
    uint8_t digits, pin_digits;
    char number[KIOSK_STAFF_DIGITS + 1];
    char pin[KIOSK_PIN_DIGITS_MAX + 1];
    uint8_t tries_left;
    uint16_t locked_s;
    uint32_t seq;
    msec asked;
    uint32_t staff, session; /* who is signed on; staff 0 = nobody */
    uint8_t role;            /* enum staff_role */
};

struct kiosk_model;
struct kiosk_effects;

/* Shows the page of number and PIN. After it: KIOSK_SIGN_STAFF the staff page, KIOSK_SIGN_GUIDE the
 * page of the agent (k26) with the session in the wish. */
void kiosk_sign_on(struct kiosk_model *model, enum kiosk_sign_for purpose);
bool kiosk_sign_press(struct kiosk_model *model, uint16_t action, uint16_t arg,
                      struct kiosk_effects *effects);
void kiosk_sign_answer(struct kiosk_model *model, const struct kiosk_signing *signing,
                       struct kiosk_effects *effects);
/* After every event: wipes what was typed once it is not needed, signs off who has left. */
void kiosk_sign_watch(struct kiosk_model *model, struct kiosk_effects *effects);

#endif
