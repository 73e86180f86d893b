/* SPDX-License-Identifier: Apache-2.0 */
#include "model/identity_model.h"

#include <string.h>

#include "model/numbers_model.h"
#include "model/pages.h"
#include "model/request.h"

void kiosk_identity_forget(struct kiosk_model *model)
{
    struct kiosk_identity *identity = &model->identity;
    *identity = (struct kiosk_identity){.reader = identity->reader,
                                        .lies = identity->lies,
                                        .lies_until = identity->lies_until,
                                        .remind_at = identity->remind_at};
}

/* ---- the card ---- */

/* R-K10; and priority by age where the hall wants a proof (R-P1). */
bool kiosk_needs_card(const struct kiosk_model *model)
{
    const struct service_def *service = def_service(model->def, model->wish.service);
    return service && service->id_required && !model->identity.shown;
}

bool kiosk_wants_card(const struct kiosk_model *model)
{
    return model->page == KIOSK_CARD || model->page == KIOSK_CHECK_IN;
}

/* R-P3: of the age only the class remains, and it can be refused on the next page. */
static void judge_age(struct kiosk_model *model, uint8_t age_band)
{
    uint8_t age = model->def->rules.priority_age;
    bool old_enough = age_band > 0 && age_band >= age;
    if (old_enough) {
        model->wish.age_band = age_band;
        model->wish.proof = PROOF_CARD;
        model->wish.priority = true;
    }
    model->identity.too_young = model->identity.for_age && !old_enough;
}

static void take(struct kiosk_model *model, const struct kiosk_card *card)
{
    struct kiosk_identity *identity = &model->identity;
    identity->check_in = model->page == KIOSK_CHECK_IN;
    identity->shown = true;
    identity->trouble = false;
    model->wish.has_id = card->hashed;
    memcpy(model->wish.id_hash, card->id_hash, sizeof(model->wish.id_hash));
    if (!identity->check_in)
        judge_age(model, card->age_band);
}

/* The card is out of the reader, or there never was one in it. */
static void go_on(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (!model->identity.check_in) {
        kiosk_show_by_itself(model, kiosk_next_page(model));
        return;
    }
    model->identity.check_in = false;
    kiosk_show_by_itself(model, KIOSK_CHECK_IN);
    kiosk_check_in_card(model, effects);
}

static void card_read(struct kiosk_model *model, const struct kiosk_card *card)
{
    struct kiosk_identity *identity = &model->identity;
    identity->lies = true;
    identity->remind_at = model->now; /* at once, then every KIOSK_REMIND_MS */
    if (kiosk_wants_card(model)) {
        take(model, card);
        kiosk_show_by_itself(model, KIOSK_CARD_TAKE);
    }
    identity->lies_until = model->page_until;
}

static void card_gone(struct kiosk_model *model, struct kiosk_effects *effects)
{
    model->identity.lies = false;
    model->identity.lies_until = 0;
    if (model->page == KIOSK_CARD_TAKE)
        go_on(model, effects);
}

void kiosk_identity_event(struct kiosk_model *model, const struct kiosk_event *event,
                          struct kiosk_effects *effects)
{
    const struct kiosk_card *card = event->card;
    switch ((enum kiosk_card_news)card->news) {
    case KIOSK_CARD_READER:
        model->identity.reader = card->reader;
        if (card->reader != KIOSK_READER_OK && model->identity.lies)
            card_gone(model, effects); /* nobody can tell any more */
        break;
    case KIOSK_CARD_READ:
        card_read(model, card);
        break;
    case KIOSK_CARD_TOKEN:
        if (model->page == KIOSK_CARD) {
            take(model, card);
            go_on(model, effects);
        }
        break;
    case KIOSK_CARD_TROUBLE:
        model->identity.trouble = kiosk_wants_card(model);
        break;
    case KIOSK_CARD_GONE:
        model->identity.trouble = false;
        card_gone(model, effects);
        break;
    }
}

/* R-I2: until it is gone, whatever page is shown; then somebody comes for it (k19). */
void kiosk_identity_tick(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_identity *identity = &model->identity;
    if (!identity->lies)
        return;
    if (model->page == KIOSK_CARD_TAKE)
        identity->lies_until = model->page_until;
    if (model->now >= identity->remind_at) {
        identity->remind_at = model->now + KIOSK_REMIND_MS;
        kiosk_effect(effects, (struct kiosk_effect){.type = KIOSK_DO_REMIND});
    }
    bool can_tell = model->link_up && !model->calling.active;
    if (can_tell && identity->lies_until && model->now >= identity->lies_until) {
        identity->lies_until = 0;
        kiosk_request_help_for(model, KIOSK_HELP_FOR_CARD, effects);
    }
}

/* ---- priority ---- */

/* R-P1: where the hall wants a proof the card comes first; the reason is never asked (R-P3). */
static void choose_priority(struct kiosk_model *model, bool wanted)
{
    bool proven = model->wish.proof != PROOF_NONE || !model->def->rules.priority_proof;
    model->wish.priority = wanted && proven;
    if (!wanted || proven)
        return;
    model->identity.for_age = true;
    model->identity.too_young = false;
    kiosk_show(model, KIOSK_CARD);
}

/* ---- the agent (R-K11) ---- */

static void choose_principals(struct kiosk_model *model, uint16_t count)
{
    if (count >= 1 && count <= kiosk_principals_max(model) && !model->wish.session)
        model->wish.principals = (uint8_t)count;
}

/* The guide is called and the PIN asked for: until it is right nothing is issued. */
static void agent_confirm(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->wish.session) {
        kiosk_request_ticket(model, effects);
        return;
    }
    if (!model->identity.help_sent)
        kiosk_request_help_for(model, KIOSK_HELP_FOR_AGENT, effects);
    model->identity.help_sent = true;
    kiosk_sign_on(model, KIOSK_SIGN_GUIDE);
}

static bool press_agent(struct kiosk_model *model, uint16_t action, uint16_t arg,
                        struct kiosk_effects *effects)
{
    if (action == KIOSK_ACT_PRINCIPALS) {
        choose_principals(model, arg);
    } else if (action == KIOSK_ACT_NO_CARD) { /* for more people than shown */
        kiosk_request_help_for(model, KIOSK_HELP_FOR_GUIDE, effects);
    } else if (action == KIOSK_ACT_CONFIRM) {
        agent_confirm(model, effects);
    } else if (action == KIOSK_ACT_BACK) { /* 只办自己的 as well */
        model->wish.principals = 0;
        model->wish.session = 0;
        kiosk_show(model, KIOSK_CONFIRM);
    } else {
        return false;
    }
    return true;
}

/* ---- presses ---- */

static bool press_card(struct kiosk_model *model, uint16_t action, struct kiosk_effects *effects)
{
    if (action == KIOSK_ACT_NO_CARD) {
        kiosk_request_help_for(model, KIOSK_HELP_FOR_GUIDE, effects); /* R-K9 */
    } else if (action == KIOSK_ACT_BACK && model->identity.for_age) {
        model->identity.for_age = false;
        kiosk_show(model, KIOSK_CONFIRM);
    } else {
        return false;
    }
    return true;
}

bool kiosk_press_identity(struct kiosk_model *model, uint16_t action, uint16_t arg,
                          struct kiosk_effects *effects)
{
    if (model->page == KIOSK_AGENT)
        return press_agent(model, action, arg, effects);
    if (model->page == KIOSK_CARD)
        return press_card(model, action, effects);
    if (model->page != KIOSK_CONFIRM)
        return false;
    if (action == KIOSK_ACT_PRIORITY) {
        choose_priority(model, arg != 0);
    } else if (action == KIOSK_ACT_AGENT) {
        model->wish.principals = model->wish.principals ? model->wish.principals : 1;
        kiosk_show(model, KIOSK_AGENT);
    } else {
        return false;
    }
    return true;
}

/* ---- for the view ---- */

uint8_t kiosk_principals_max(const struct kiosk_model *model)
{
    uint8_t most = model->def->rules.principals_max;
    return most < KIOSK_PRINCIPALS_SHOWN ? most : KIOSK_PRINCIPALS_SHOWN;
}
