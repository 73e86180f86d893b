/* SPDX-License-Identifier: Apache-2.0 */
/* k22: a visit is judged, freely, with as many presses for a bad word as for a good one (R-E6). */
#include <string.h>

#include "model/numbers_model.h"
#include "model/pages.h"

static void begin(struct kiosk_model *model)
{
    /* R-E3, R-E6: nothing is chosen beforehand, not even what was given before. */
    model->numbers.score = 0;
    model->numbers.reasons = 0;
    if (model->numbers.answer != KIOSK_ANSWER_NONE)
        model->numbers.answer = KIOSK_ANSWER_FOUND;
    kiosk_show(model, KIOSK_RATE);
}

static bool press_rate(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects)
{
    struct kiosk_numbers *numbers = &model->numbers;
    if (action == KIOSK_ACT_SCORE && arg >= 1 && arg <= 5 && !kiosk_asking(model))
        numbers->score = (uint8_t)arg;
    else if (action == KIOSK_ACT_REASON && arg < KIOSK_REASONS && !kiosk_asking(model))
        numbers->reasons ^= (uint8_t)(1u << arg);
    else if (action == KIOSK_ACT_RATE_NOT)
        kiosk_go_home(model); /* R-E5: no word is no word, never a good one */
    else if (action == KIOSK_ACT_RATE_SEND && numbers->score)
        kiosk_ask_slip(model, numbers->found.id, VERB_RATE, effects);
    else if (action == KIOSK_ACT_MESSAGE)
        kiosk_show(model, KIOSK_MESSAGE);
    else if (action == KIOSK_ACT_BACK)
        kiosk_show(model, KIOSK_PROGRESS);
    else
        return false;
    return true;
}

bool kiosk_press_rating(struct kiosk_model *model, uint16_t action, uint16_t arg,
                        struct kiosk_effects *effects)
{
    bool progress = model->page == KIOSK_PROGRESS, rated = model->page == KIOSK_RATED;
    if (model->page == KIOSK_RATE)
        return press_rate(model, action, arg, effects);
    if (action == KIOSK_ACT_RATE && progress && model->numbers.found.may_rate)
        begin(model);
    else if (action == KIOSK_ACT_RATE_CHANGE && (progress || rated) && kiosk_may_change(model))
        begin(model);
    else if (action == KIOSK_ACT_BACK && model->page == KIOSK_MESSAGE)
        kiosk_show(model, KIOSK_RATE);
    else
        return false;
    return true;
}

const char *kiosk_message_address(const struct kiosk_model *model)
{
    const char *hall = model->def->phone_url, *slip = model->numbers.code;
    bool own = model->numbers.found.vouched && strncmp(slip, hall, strlen(hall)) == 0;
    return hall[0] && own ? slip : hall;
}
