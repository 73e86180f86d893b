/* SPDX-License-Identifier: Apache-2.0 */
#include "model/emergency.h"

#include "model/pages.h"
#include "model/request.h"

static void begin(struct kiosk_model *model)
{
    bool issuing = kiosk_busy(model) || model->print == KIOSK_PRINT_BUSY;
    model->help = KIOSK_HELP_NONE;
    model->pressed_action = KIOSK_ACT_NONE;
    if (!issuing)
        kiosk_go_home(model);
}

void kiosk_emergency_rows(struct kiosk_model *model)
{
    /* Rows of a link that is just beginning say nothing yet: an emergency must not end by that. */
    if (!model->rows.known || model->rows.emergency == model->emergency)
        return;
    bool begins = model->emergency == EMERGENCY_NONE;
    model->emergency = model->rows.emergency;
    model->guard_until = model->now + KIOSK_GUARD_MS;
    model->help = KIOSK_HELP_NONE;
    if (begins)
        begin(model);
    else if (model->emergency == EMERGENCY_NONE && model->calling.arg == KIOSK_HELP_FOR_LEAVING)
        model->calling.active = false;
}

bool kiosk_press_emergency(struct kiosk_model *model, uint16_t action, uint16_t arg,
                           struct kiosk_effects *effects)
{
    (void)arg;
    if (model->emergency == EMERGENCY_NONE)
        return false;
    if (action == KIOSK_ACT_CANNOT_LEAVE)
        kiosk_request_help_for(model, KIOSK_HELP_FOR_LEAVING, effects);
    return true; /* what stood on the page below is not there */
}
