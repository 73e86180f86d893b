/* SPDX-License-Identifier: Apache-2.0 */
#include "model/access.h"

#include "model/items.h"
#include "model/pages.h"

/* R-G9, D-42: round the languages of the hall, in the order of the definition. */
static void next_language(struct kiosk_model *model)
{
    do
        model->lang = (uint8_t)((model->lang + 1) % LANG_COUNT);
    while (model->lang != LANG_ZH && !model->def->languages[model->lang]);
    kiosk_items_again(model);
}

static void usual_look(struct kiosk_model *model)
{
    model->large = 0;
    model->low = model->contrast = false;
}

void kiosk_reset_looks(struct kiosk_model *model)
{
    usual_look(model);
    model->focus = (struct kiosk_focus){.shown = false};
    model->lang = LANG_ZH;
    model->voice = false;
}

bool kiosk_press_looks(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects)
{
    (void)arg;
    (void)effects;
    bool few = kiosk_large_pages(model);
    if (action == KIOSK_ACT_LANGUAGE)
        next_language(model);
    else if (action == KIOSK_ACT_LARGE)
        model->large = (uint8_t)((model->large + 1) % (KIOSK_LARGE_MAX + 1));
    else if (action == KIOSK_ACT_LOW)
        model->low = !model->low;
    else if (action == KIOSK_ACT_CONTRAST)
        model->contrast = !model->contrast;
    else if (action == KIOSK_ACT_VOICE)
        model->voice = model->sound && !model->voice;
    else if (action == KIOSK_ACT_NORMAL)
        usual_look(model);
    else if (action == KIOSK_ACT_MORE)
        kiosk_show(model, KIOSK_MORE);
    else
        return false;
    if (few != kiosk_large_pages(model)) {
        model->page_number = 0; /* the lists are cut differently */
        if (!kiosk_large_pages(model) && model->page == KIOSK_MORE)
            kiosk_go_home(model); /* the usual home page has room for all of it */
    }
    return true;
}
