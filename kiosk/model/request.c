/* SPDX-License-Identifier: Apache-2.0 */
#include "model/request.h"

#include <assert.h>
#include <string.h>

#include "model/numbers_model.h"
#include "model/pages.h"
#include "model/slips.h"

static void begin(struct kiosk_model *model, struct kiosk_request *request,
                  struct kiosk_effects *effects)
{
    request->active = true;
    request->seq = model->next_seq++;
    request->asked = model->now;
    if (model->link_up)
        kiosk_send(model, request, effects);
}

/* ---- tickets ---- */

/* R-K12: the same service again so soon is the same press; show its ticket once more. */
static bool is_double_press(const struct kiosk_model *model)
{
    msec repeat = model->def->rules.ticket_repeat_s * SECOND;
    return model->ticket.id.n != 0 && model->ticket.service.n == model->wish.service.n &&
           model->now - model->ticket_pressed < repeat;
}

/* INTENT is written before the command is sent: a late answer is known for what it is. */
static void ask(struct kiosk_model *model, uint8_t effect, uint8_t ticket_class,
                struct kiosk_effects *effects)
{
    model->ticket_pressed = model->now;
    model->asking = (struct kiosk_request){
        .effect = effect,
        .service = effect == KIOSK_DO_REQUEST ? model->wish.service : (service_id){0},
        .ticket_class = ticket_class,
        .lang = model->lang,
        .session = model->wish.session,
        .seq = model->link_up ? model->next_seq : 0,
    };
    model->asking.slip = kiosk_slip_intend(model, &model->asking, effects);
    if (model->link_up)
        begin(model, &model->asking, effects);
}

static void to_the_desk(struct kiosk_model *model)
{
    model->asking.active = false;
    model->ticket = (struct kiosk_ticket){.refusal = REFUSED_BUSY, .service = model->wish.service};
    kiosk_show_by_itself(model, KIOSK_REFUSED);
}

void kiosk_request_ticket(struct kiosk_model *model, struct kiosk_effects *effects)
{
    bool own = !model->link_up && kiosk_can_issue_alone(model, model->wish.service);
    bool asks = model->page == KIOSK_CONFIRM || model->page == KIOSK_AGENT;
    if (model->asking.active || !asks || (!model->link_up && !own))
        return;
    if (is_double_press(model)) {
        bool missing = model->print == KIOSK_PRINT_MISSING;
        kiosk_show_by_itself(model, missing ? KIOSK_NO_PAPER : KIOSK_ISSUED);
        return;
    }
    if (model->journal_lost || !ledger_has_room(&model->ledger)) {
        to_the_desk(model);
        return;
    }
    ask(model, KIOSK_DO_REQUEST, model->wish.priority ? CLASS_PRIORITY : CLASS_NORMAL, effects);
    if (own && kiosk_slip_lease(model, model->asking.slip, false, effects))
        kiosk_slip_give(model, model->asking.slip, effects);
}

/* D-22: an appointment is the hall's to know; alone it cannot be checked in. */
void kiosk_request_check_in(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->asking.active || !model->link_up)
        return;
    if (model->journal_lost || !ledger_has_room(&model->ledger))
        to_the_desk(model);
    else
        ask(model, KIOSK_DO_CHECK_IN, CLASS_APPOINTMENT, effects);
}

static enum kiosk_page page_of_refusal(uint8_t refusal)
{
    if (refusal == REFUSED_HAS_TICKET)
        return KIOSK_HOLDS;
    if (refusal == REFUSED_FULL)
        return KIOSK_FULL;
    if (refusal == REFUSED_NOT_OPEN || refusal == REFUSED_DAY_CLOSED)
        return KIOSK_CLOSED;
    return KIOSK_REFUSED;
}

static struct kiosk_request *given_up(struct kiosk_model *model, uint32_t seq)
{
    for (size_t i = 0; i < KIOSK_GIVEN_UP_MAX && seq; i++)
        if (model->given_up[i].seq == seq)
            return &model->given_up[i];
    return NULL;
}

/* Nobody waits for it any more. Where a number of its own stands for it, the import says so; else
 * the hall hears now that nobody holds it, or, of an appointment, that it has no slip (D-21). */
static void answer_too_late(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                            struct kiosk_effects *effects)
{
    struct kiosk_request *asked = given_up(model, ticket->seq);
    if (!asked || ticket->refusal != REFUSED_NOT || !ledger_has_room(&model->ledger))
        return;
    struct ledger_entry entry = {.kind = LEDGER_KIND_INTENT};
    entry.intent = (struct ledger_intent){.slip = model->ledger.last_slip + 1,
                                          .boot = model->boot,
                                          .seq = asked->seq,
                                          .service = ticket->service.n,
                                          .lang = asked->lang,
                                          .check_in = asked->effect == KIOSK_DO_CHECK_IN};
    asked->seq = 0;
    kiosk_write(model, &entry, effects);
    kiosk_slip_ack(model, entry.intent.slip, ticket, effects);
    if (entry.intent.check_in)
        kiosk_slip_fail(model, entry.intent.slip, effects);
    else
        kiosk_slip_void(model, entry.intent.slip, VOID_NEVER_GIVEN, effects);
    kiosk_slips_tick(model, effects);
}

static void take_refusal(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                         struct kiosk_effects *effects)
{
    kiosk_slip_end(model, model->asking.slip, ticket->refusal, effects);
    model->ticket = *ticket;
    model->ticket.lang = model->asking.lang;
    model->ticket.id.n = 0;
    if (ticket->refusal == REFUSED_HAS_TICKET)
        kiosk_holds(model, ticket);
    else if (model->asking.effect == KIOSK_DO_CHECK_IN) {
        kiosk_check_in_refused(model, ticket);
        return;
    }
    kiosk_show_by_itself(model, page_of_refusal(ticket->refusal));
}

void kiosk_request_answer(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                          struct kiosk_effects *effects)
{
    if (!model->asking.active || ticket->seq != model->asking.seq) {
        answer_too_late(model, ticket, effects);
        return;
    }
    model->asking.active = false;
    if (ticket->refusal != REFUSED_NOT) {
        take_refusal(model, ticket, effects);
        return;
    }
    kiosk_slip_ack(model, model->asking.slip, ticket, effects);
    kiosk_slip_give(model, model->asking.slip, effects);
}

/* Its slip is here, without paper; or it is written down as one that was printed before. */
void kiosk_request_reprint(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                           struct kiosk_effects *effects)
{
    struct kiosk_request request = {.effect = KIOSK_DO_SLIP,
                                    .seq = ticket->seq,
                                    .service = ticket->service,
                                    .ticket_class = ticket->ticket_class,
                                    .lang = model->lang};
    if (model->journal_lost || !ledger_has_room(&model->ledger)) {
        to_the_desk(model);
        return;
    }
    uint32_t slip = kiosk_slip_intend(model, &request, effects);
    kiosk_slip_ack(model, slip, ticket, effects);
    kiosk_slip_again(model, slip, effects);
}

/* Too long without an answer: a number of its own, now (reliability 2.7, rule 6). */
static void give_own(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_request *asking = &model->asking;
    if (asking->effect != KIOSK_DO_REQUEST || !kiosk_slip_lease(model, asking->slip, true, effects))
        return;
    asking->active = false;
    kiosk_slip_give(model, asking->slip, effects);
}

void kiosk_request_give_up(struct kiosk_model *model)
{
    model->asking.active = false;
    struct kiosk_request *list = model->given_up;
    memmove(list + 1, list, (KIOSK_GIVEN_UP_MAX - 1) * sizeof(*list)); /* the oldest goes */
    list[0] = model->asking;
}

/* There is none: nothing is lost by waiting a little longer. */
static void give_up(struct kiosk_model *model, struct kiosk_effects *effects)
{
    kiosk_request_give_up(model);
    kiosk_slip_end(model, model->asking.slip, REFUSED_BUSY, effects);
    to_the_desk(model);
}

void kiosk_request_forgotten(struct kiosk_model *model)
{
    bool asked = model->asking.active && !ledger_slip(&model->ledger, model->asking.slip);
    bool printing = model->print == KIOSK_PRINT_BUSY && !ledger_slip(&model->ledger, model->slip);
    if (asked)
        kiosk_request_give_up(model);
    if (printing)
        model->print = KIOSK_PRINT_NONE;
    if (asked || printing)
        to_the_desk(model);
}

/* ---- help ---- */

static void toast(struct kiosk_model *model, enum kiosk_help help)
{
    bool leaving = model->calling.arg == KIOSK_HELP_FOR_LEAVING;
    if (model->emergency != EMERGENCY_NONE && !leaving)
        return; /* k31 has one key: an answer to another call is not one to it */
    model->help = (uint8_t)help;
    model->toast_until = model->now + KIOSK_TOAST_MS;
}

void kiosk_request_help(struct kiosk_model *model, struct kiosk_effects *effects)
{
    kiosk_request_help_for(model, KIOSK_HELP_FOR_GUIDE, effects);
}

static void toast_without_link(struct kiosk_model *model)
{
    toast(model, model->sound ? KIOSK_HELP_RINGING : KIOSK_HELP_FAILED);
}

/* k31: stands before every other call, and goes out as soon as there is a link. */
static void call_for_leaving(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_request *calling = &model->calling;
    bool again = calling->active && calling->arg == KIOSK_HELP_FOR_LEAVING;
    model->help = KIOSK_HELP_NONE;
    if (!again) {
        *calling = (struct kiosk_request){.effect = KIOSK_DO_HELP,
                                          .lang = model->lang,
                                          .arg = KIOSK_HELP_FOR_LEAVING};
        begin(model, calling, effects);
    } else if (model->link_up) {
        calling->asked = model->now;
        kiosk_send(model, calling, effects);
    }
    if (!model->link_up)
        toast_without_link(model);
}

void kiosk_request_help_for(struct kiosk_model *model, enum kiosk_help_for reason,
                            struct kiosk_effects *effects)
{
    if (reason == KIOSK_HELP_FOR_LEAVING) {
        call_for_leaving(model, effects);
    } else if (!model->link_up) {
        toast_without_link(model);
    } else if (!model->calling.active) {
        model->calling = (struct kiosk_request){.effect = KIOSK_DO_HELP,
                                                .lang = model->lang,
                                                .arg = (uint16_t)reason};
        begin(model, &model->calling, effects);
    }
}

void kiosk_request_result(struct kiosk_model *model, const struct kiosk_event *event,
                          struct kiosk_effects *effects)
{
    if (model->calling.active && event->number == model->calling.seq) {
        model->calling.active = false;
        toast(model, event->code == REFUSED_NOT ? KIOSK_HELP_COMING : KIOSK_HELP_FAILED);
    } else {
        (void)kiosk_slips_result(model, event, effects);
    }
}

/* ---- time and link ---- */

static bool is_due(const struct kiosk_model *model, const struct kiosk_request *request)
{
    return model->link_up && model->now - request->sent >= KIOSK_RESEND_MS;
}

static void call_tick(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_request *calling = &model->calling;
    bool leaving = calling->arg == KIOSK_HELP_FOR_LEAVING;
    if (calling->active && model->now - calling->asked >= KIOSK_HELP_MS) {
        calling->active = leaving; /* that one is told whenever it can be */
        if (!leaving || model->help == KIOSK_HELP_NONE)
            toast(model, KIOSK_HELP_FAILED);
    }
    if (calling->active && is_due(model, calling))
        kiosk_send(model, calling, effects);
}

void kiosk_request_tick(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_request *asking = &model->asking;
    if (asking->active && model->now - asking->asked >= KIOSK_GIVE_UP_MS)
        give_own(model, effects);
    if (asking->active && model->now - asking->asked >= KIOSK_NO_OWN_MS)
        give_up(model, effects);
    if (asking->active && is_due(model, asking))
        kiosk_send(model, asking, effects);
    call_tick(model, effects);
    kiosk_slips_tick(model, effects);
}

void kiosk_request_link(struct kiosk_model *model, bool up, struct kiosk_effects *effects)
{
    bool came_back = up && !model->link_up;
    model->link_up = up;
    if (!came_back)
        return;
    /* The same seqs: what was done already is answered, not done twice. */
    if (model->asking.active)
        kiosk_send(model, &model->asking, effects);
    if (model->calling.active)
        kiosk_send(model, &model->calling, effects);
    kiosk_slips_linked(model, effects);
}
