/* SPDX-License-Identifier: Apache-2.0 */
#include "model/sign.h"

#include <string.h>

#include "model/pages.h"
#include "model/request.h"

static void forget_pin(struct kiosk_sign *sign)
{
    memset(sign->pin, 0, sizeof(sign->pin));
    sign->pin_digits = 0;
}

static void forget_typed(struct kiosk_sign *sign)
{
    forget_pin(sign);
    memset(sign->number, 0, sizeof(sign->number));
    sign->digits = 0;
    sign->pin_next = false;
}

void kiosk_sign_on(struct kiosk_model *model, enum kiosk_sign_for purpose)
{
    struct kiosk_sign *sign = &model->sign;
    forget_typed(sign);
    sign->purpose = (uint8_t)purpose;
    sign->state = KIOSK_SIGN_ASKS;
    sign->seq = 0;
    kiosk_show(model, KIOSK_PIN);
}

/* ---- typing ---- */

static void type(struct kiosk_sign *sign, char digit)
{
    if (digit < '0' || digit > '9')
        return;
    sign->state = KIOSK_SIGN_ASKS;
    if (!sign->pin_next && sign->digits < KIOSK_STAFF_DIGITS)
        sign->number[sign->digits++] = digit;
    else if (sign->pin_next && sign->pin_digits < KIOSK_PIN_DIGITS_MAX)
        sign->pin[sign->pin_digits++] = digit;
}

static void delete_last(struct kiosk_sign *sign)
{
    sign->state = KIOSK_SIGN_ASKS;
    if (sign->pin_next && sign->pin_digits > 0)
        sign->pin[--sign->pin_digits] = '\0';
    else if (sign->pin_next)
        sign->pin_next = false; /* back to the number */
    else if (sign->digits > 0)
        sign->number[--sign->digits] = '\0';
}

static uint32_t number_of(const struct kiosk_sign *sign)
{
    uint32_t number = 0;
    for (uint32_t i = 0; i < sign->digits; i++)
        number = number * 10 + (uint32_t)(sign->number[i] - '0');
    return number;
}

static void ask(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_sign *sign = &model->sign;
    if (!sign->pin_next) {
        sign->pin_next = number_of(sign) != 0;
        return;
    }
    if (sign->pin_digits < KIOSK_PIN_DIGITS_MIN)
        return;
    sign->state = KIOSK_SIGN_WAITS;
    sign->seq = model->next_seq++;
    sign->asked = model->now;
    kiosk_effect(effects, (struct kiosk_effect){.type = KIOSK_DO_LOGIN,
                                                .seq = sign->seq,
                                                .lang = model->lang,
                                                .number = number_of(sign)});
}

bool kiosk_sign_press(struct kiosk_model *model, uint16_t action, uint16_t arg,
                      struct kiosk_effects *effects)
{
    struct kiosk_sign *sign = &model->sign;
    if (model->page != KIOSK_PIN)
        return false;
    bool typing = action == KIOSK_ACT_KEY || action == KIOSK_ACT_DELETE || action == KIOSK_ACT_OK;
    if (typing && sign->state == KIOSK_SIGN_WAITS)
        return true; /* a second press while the first is under way */
    if (action == KIOSK_ACT_KEY)
        type(sign, (char)arg);
    else if (action == KIOSK_ACT_DELETE)
        delete_last(sign);
    else if (action == KIOSK_ACT_OK)
        ask(model, effects);
    else if (action == KIOSK_ACT_LEAVE)
        kiosk_go_home(model);
    else if (action == KIOSK_ACT_BACK && sign->purpose == KIOSK_SIGN_GUIDE)
        kiosk_show(model, KIOSK_AGENT);
    else
        return false;
    return true;
}

/* ---- the answer ---- */

/* R-K15, R-K11: whoever helps in the hall or leads it, for both purposes. */
static bool may(uint8_t role)
{
    return role == ROLE_GUIDE || role == ROLE_LEADER || role == ROLE_MANAGER;
}

static uint8_t state_of(uint8_t code)
{
    if (code == REFUSED_STAFF_LOCKED)
        return KIOSK_SIGN_LOCKED;
    if (code == REFUSED_WRONG_PIN || code == REFUSED_UNKNOWN_STAFF)
        return KIOSK_SIGN_WRONG; /* which of the two is nobody's business */
    return code == REFUSED_BUSY ? KIOSK_SIGN_SILENT : KIOSK_SIGN_DENIED;
}

static void sign_off(struct kiosk_model *model, uint32_t session, struct kiosk_effects *effects)
{
    if (session)
        kiosk_act(model, (struct kiosk_act){.type = KIOSK_DO_LOGOUT, .session = session}, effects);
}

static void let_in(struct kiosk_model *model, const struct kiosk_signing *signing,
                   struct kiosk_effects *effects)
{
    struct kiosk_sign *sign = &model->sign;
    sign_off(model, sign->session, effects); /* confirmed before, and gone back from it */
    forget_typed(sign);
    sign->staff = signing->staff;
    sign->session = signing->session;
    sign->role = signing->role;
    sign->state = KIOSK_SIGN_ASKS;
    if (sign->purpose == KIOSK_SIGN_GUIDE) {
        model->wish.session = signing->session;
        kiosk_show_by_itself(model, KIOSK_AGENT);
        return;
    }
    kiosk_show_by_itself(model, KIOSK_STAFF);
}

void kiosk_sign_answer(struct kiosk_model *model, const struct kiosk_signing *signing,
                       struct kiosk_effects *effects)
{
    struct kiosk_sign *sign = &model->sign;
    bool ours = sign->seq && signing->seq == sign->seq;
    bool open = ours && model->page == KIOSK_PIN && sign->state == KIOSK_SIGN_WAITS;
    if (!open) {
        if (!signing->code) /* too late: nobody stands there for it */
            sign_off(model, signing->session, effects);
        return;
    }
    sign->seq = 0;
    forget_pin(sign);
    sign->tries_left = signing->tries_left;
    sign->locked_s = signing->locked_s;
    if (!signing->code && may(signing->role)) {
        let_in(model, signing, effects);
        return;
    }
    sign->state = signing->code ? state_of(signing->code) : KIOSK_SIGN_DENIED;
    if (!signing->code)
        sign_off(model, signing->session, effects);
}

/* ---- after every event ---- */

static bool has_left(const struct kiosk_model *model)
{
    if (model->sign.purpose == KIOSK_SIGN_STAFF)
        return model->page != KIOSK_STAFF && model->page != KIOSK_STAFF_STOP;
    return model->page == KIOSK_HOME || model->page == KIOSK_OUT_OF_USE;
}

void kiosk_sign_watch(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_sign *sign = &model->sign;
    if (sign->state == KIOSK_SIGN_WAITS && model->now - sign->asked >= KIOSK_SIGN_MS) {
        sign->state = KIOSK_SIGN_SILENT;
        forget_pin(sign);
    }
    if (model->page != KIOSK_PIN)
        forget_typed(sign);
    /* The shell took it when it carried out KIOSK_DO_LOGIN, before this event. */
    else if (sign->state == KIOSK_SIGN_WAITS && model->now > sign->asked)
        memset(sign->pin, 0, sizeof(sign->pin));
    if (sign->staff && has_left(model)) {
        sign_off(model, sign->session, effects);
        sign->staff = sign->session = 0;
        sign->role = 0;
        model->wish.session = 0;
    }
}
