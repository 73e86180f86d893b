/* SPDX-License-Identifier: Apache-2.0 */
/* What the hall says of the kiosk's own numbers, what people do without paper, and a journal that
 * cannot be written. */
#include <string.h>

#include "model/pages.h"
#include "model/request.h"
#include "model/slips.h"

#define WRITE(...) kiosk_write(model, &(struct ledger_entry){__VA_ARGS__}, effects)

/* ---- the hall, its day, its leases ---- */

void kiosk_slips_hall(struct kiosk_model *model, const struct kiosk_event *event,
                      struct kiosk_effects *effects)
{
    const struct ledger_hall *hall = event->hall, *was = &model->ledger.hall;
    model->boot = event->boot;
    model->fresh = event->up;
    if (!hall || !hall->instance || (hall->instance == was->instance && hall->epoch < was->epoch))
        return; /* D-26: the link has refused it already */
    WRITE(.kind = LEDGER_KIND_HALL, .hall = *hall);
    kiosk_request_forgotten(model);
}

void kiosk_slips_day(struct kiosk_model *model, uint32_t day, struct kiosk_effects *effects)
{
    if (day && day != model->ledger.day && model->ledger.hall.instance)
        WRITE(.kind = LEDGER_KIND_DAY, .day = {.day = day});
    kiosk_request_forgotten(model);
}

static void take_lease(struct kiosk_model *model, const struct ledger_lease *lease,
                       struct kiosk_effects *effects)
{
    const struct ledger_lease *known = ledger_lease(&model->ledger, lease->lease);
    if (known && known->epoch == lease->epoch && known->day == lease->day &&
        memcmp(&known->key, &lease->key, sizeof(lease->key)) == 0)
        return; /* told again with each session: it is written down */
    if (model->ledger.forgot && !model->fresh)
        return; /* it may be one of before: nobody knows what was given of it */
    if (lease->epoch != model->ledger.hall.epoch)
        return; /* of another history: nobody would believe its numbers */
    if (lease->day > model->ledger.day)
        kiosk_slips_day(model, lease->day, effects);
    struct ledger_entry entry = {.kind = LEDGER_KIND_LEASE, .lease = *lease};
    if (!ledger_takes(&model->ledger, lease))
        return;
    kiosk_write(model, &entry, effects);
    if (model->ledger.forgot)
        WRITE(.kind = LEDGER_KIND_FORGOT, .forgot = {0});
}

void kiosk_slips_lease(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects)
{
    if (event->up)
        take_lease(model, event->lease, effects);
    else if (!event->number || ledger_lease(&model->ledger, event->number))
        WRITE(.kind = LEDGER_KIND_BURNT, .burnt = {event->number});
}

/* ---- without paper (D-21) ---- */

bool kiosk_may_retry(const struct kiosk_model *model)
{
    const struct ledger_slip *slip = ledger_slip(&model->ledger, model->slip);
    return model->page == KIOSK_NO_PAPER && slip && slip->state == SLIP_FAILED && !slip->voided &&
           !model->in_printer && !model->journal_lost;
}

bool kiosk_press_slips(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects)
{
    (void)arg;
    if (action == KIOSK_ACT_REPRINT_LEFT) {
        model->printing_left = true;
        model->left_after = 0;
        kiosk_slips_tick(model, effects);
        return true;
    }
    if (model->page != KIOSK_NO_PAPER)
        return false;
    if (action == KIOSK_ACT_REPRINT && kiosk_may_retry(model)) {
        kiosk_slip_again(model, model->slip, effects);
    } else if (action == KIOSK_ACT_GIVE_BACK) {
        model->giving_back = true;
    } else if (action == KIOSK_ACT_BACK && model->giving_back) {
        model->giving_back = false;
    } else if (action == KIOSK_ACT_GIVE_BACK_YES && kiosk_may_retry(model)) {
        kiosk_slip_void(model, model->slip, VOID_CITIZEN, effects);
        model->ticket.id.n = 0; /* R-K12: the next press is not the same one */
        kiosk_go_home(model);
        kiosk_slips_tick(model, effects);
    } else {
        return false;
    }
    return true;
}

/* ---- the journal ---- */

/* A number that is not written down is not given: nobody sees it, and when the journal is there
 * again the hall hears that nobody holds it. One that was given before has no paper, no more. */
void kiosk_slips_journal(struct kiosk_model *model, const struct kiosk_event *event,
                         struct kiosk_effects *effects)
{
    bool came_back = event->up && model->journal_lost;
    model->journal_lost = !event->up;
    if (came_back) {
        const struct ledger_slip *lost = ledger_slip(&model->ledger, model->lost_slip);
        if (lost && lost->state == SLIP_ASKED)
            kiosk_slip_end(model, lost->number, REFUSED_DISK, effects);
        else if (lost && model->lost_new && !lost->voided)
            kiosk_slip_void(model, lost->number, VOID_NEVER_GIVEN, effects);
        else if (lost && lost->state == SLIP_PRINTING)
            kiosk_slip_fail(model, lost->number, effects); /* somebody may hold the number */
        model->lost_slip = 0;
    }
    if (event->up)
        return;
    if (event->number) {
        model->lost_slip = event->number;
        model->lost_new = event->code != 0;
    }
    if (event->number == model->in_printer)
        model->in_printer = 0;
    if (!event->number || event->number != model->slip) {
        if (!model->asking.active)
            return;
        model->lost_slip = model->asking.slip;
    }
    if (model->asking.active)
        kiosk_request_give_up(model);
    model->slip = 0;
    model->print = KIOSK_PRINT_NONE;
    model->ticket = (struct kiosk_ticket){.refusal = REFUSED_DISK, .service = model->wish.service};
    kiosk_show_by_itself(model, KIOSK_REFUSED);
}
