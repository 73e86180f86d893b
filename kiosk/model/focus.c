/* SPDX-License-Identifier: Apache-2.0 */
#include "model/focus.h"

#include "model/kiosk.h"

void kiosk_focus_event(struct kiosk_model *model, const struct kiosk_event *event)
{
    if (event->type == KIOSK_FOCUS)
        model->focus = (struct kiosk_focus){true, event->action, event->arg, event->code};
    else if (event->type == KIOSK_DOWN && event->code != KIOSK_BY_KEY)
        model->focus.shown = false;
}
