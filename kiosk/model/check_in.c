/* SPDX-License-Identifier: Apache-2.0 */
/* k10: somebody with an appointment is here (R-A5, R-A6). */
#include <string.h>

#include "domain/booking_code.h"
#include "model/numbers_model.h"
#include "model/pages.h"
#include "model/request.h"

#define CODE_MAX (KIOSK_CODE_SIZE - 1)

static bool is_code_letter(char c)
{
    bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return letter || (c >= '0' && c <= '9') || c == '-';
}

static void forget_answer(struct kiosk_model *model)
{
    model->numbers.booking_refusal = REFUSED_NOT;
    model->numbers.slot = 0;
    model->numbers.hint = model->numbers.for_card = false;
    /* A card that found nothing is not sent along with a code (R-A5: either of them). */
    model->wish.has_id = false;
    memset(model->wish.id_hash, 0, sizeof(model->wish.id_hash));
}

static void type(struct kiosk_model *model, char key)
{
    size_t length = strlen(model->wish.code);
    bool letter = key < '0' || key > '9';
    size_t most = model->numbers.any_code || letter ? CODE_MAX : KIOSK_CODE_DIGITS;
    if (kiosk_busy(model) || !is_code_letter(key) || length >= most)
        return;
    forget_answer(model);
    model->numbers.any_code = model->numbers.any_code || letter;
    model->wish.code[length] = booking_code_sign(key);
}

static void clear(struct kiosk_model *model, bool all)
{
    size_t length = strlen(model->wish.code);
    if (kiosk_busy(model))
        return;
    forget_answer(model);
    if (all)
        memset(model->wish.code, 0, sizeof(model->wish.code));
    else if (length > 0)
        model->wish.code[length - 1] = '\0';
    if (!model->wish.code[0] && !model->numbers.letters)
        model->numbers.any_code = false;
}

static void switch_letters(struct kiosk_model *model)
{
    model->numbers.letters = !model->numbers.letters;
    model->numbers.any_code = true; /* whoever looks for letters has another code than six digits */
}

/* R-A6: too early or unknown: a normal number, like everybody's. */
static void take_normal(struct kiosk_model *model)
{
    service_id service = model->numbers.booking_service;
    model->numbers = (struct kiosk_numbers){.letters = false};
    if (kiosk_can_issue(model, service))
        kiosk_choose(model, service, 0);
    else
        kiosk_go_home(model);
}

bool kiosk_press_check_in(struct kiosk_model *model, uint16_t action, uint16_t arg,
                          struct kiosk_effects *effects)
{
    if (action == KIOSK_ACT_CHECK_IN && model->link_up && !kiosk_busy(model)) {
        kiosk_go_home(model); /* nothing chosen before belongs to it */
        kiosk_show(model, KIOSK_CHECK_IN);
        return true;
    }
    if (model->page != KIOSK_CHECK_IN)
        return false;
    if (action == KIOSK_ACT_KEY)
        type(model, (char)arg);
    else if (action == KIOSK_ACT_DELETE || action == KIOSK_ACT_CLEAR)
        clear(model, action == KIOSK_ACT_CLEAR);
    else if (action == KIOSK_ACT_LETTERS)
        switch_letters(model);
    else if (action == KIOSK_ACT_OK && kiosk_can_check_in(model))
        kiosk_request_check_in(model, effects);
    else if (action == KIOSK_ACT_SCAN || action == KIOSK_ACT_CARD)
        forget_answer(model), model->numbers.hint = true,
                              model->numbers.for_card = action == KIOSK_ACT_CARD;
    else if (action == KIOSK_ACT_STILL_TAKE)
        take_normal(model);
    else
        return false;
    return true;
}

void kiosk_check_in_card(struct kiosk_model *model, struct kiosk_effects *effects)
{
    model->numbers.booking_refusal = REFUSED_NOT;
    model->numbers.slot = 0;
    memset(model->wish.code, 0, sizeof(model->wish.code)); /* the card counts alone */
    if (model->wish.has_id)
        kiosk_request_check_in(model, effects);
    else
        model->numbers.booking_refusal = REFUSED_UNKNOWN_BOOKING; /* no key of the day (D-23) */
}

/* Could it be the code of an appointment? A slip's code has spaces or an address in it. */
static bool is_code(const char *text)
{
    size_t n = 0;
    while (is_code_letter(text[n]))
        n++;
    return n > 0 && n <= CODE_MAX && !text[n];
}

bool kiosk_check_in_scan(struct kiosk_model *model, const char *text, struct kiosk_effects *effects)
{
    bool code = is_code(text), home = model->page == KIOSK_HOME;
    if (model->page != KIOSK_CHECK_IN && !(home && code))
        return false;
    if (kiosk_busy(model))
        return true;
    if (home)
        kiosk_show_by_itself(model, KIOSK_CHECK_IN);
    forget_answer(model);
    memset(model->wish.code, 0, sizeof(model->wish.code));
    if (code) {
        memcpy(model->wish.code, text, strlen(text));
        booking_code_fold(model->wish.code);
        model->numbers.any_code =
            strlen(text) != KIOSK_CODE_DIGITS || strspn(text, "0123456789") != KIOSK_CODE_DIGITS;
        kiosk_request_check_in(model, effects);
    } else {
        model->numbers.booking_refusal = REFUSED_UNKNOWN_BOOKING;
    }
    return true;
}

void kiosk_check_in_refused(struct kiosk_model *model, const struct kiosk_ticket *ticket)
{
    model->numbers.booking_refusal = ticket->refusal;
    model->numbers.booking_service = ticket->service;
    model->numbers.slot = ticket->slot;
    model->numbers.hint = false;
    kiosk_show_by_itself(model, KIOSK_CHECK_IN);
}
