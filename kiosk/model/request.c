/* SPDX-License-Identifier: Apache-2.0 */
#include "model/request.h"

#include <assert.h>

static struct kiosk_effect *emit(struct kiosk_effects *effects, enum kiosk_effect_type type)
{
    assert(effects->count < KIOSK_EFFECTS_MAX);
    struct kiosk_effect *effect = &effects->list[effects->count++];
    *effect = (struct kiosk_effect){.type = (uint8_t)type};
    return effect;
}

static void send(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_request *request = &model->request;
    request->sent = model->now;
    struct kiosk_effect *effect = emit(effects, request->help ? KIOSK_DO_HELP : KIOSK_DO_REQUEST);
    effect->seq = request->seq;
    effect->service = request->service;
    effect->ticket_class = request->ticket_class;
    effect->lang = request->lang;
}

static void begin(struct kiosk_model *model, bool help, struct kiosk_effects *effects)
{
    model->request = (struct kiosk_request){
        .active = true,
        .help = help,
        .seq = model->next_seq++,
        .service = help ? (service_id){0} : model->service,
        .ticket_class = model->priority && !help ? CLASS_PRIORITY : CLASS_NORMAL,
        .lang = model->lang,
        .asked = model->now,
    };
    send(model, effects);
}

/* ---- tickets ---- */

/* R-K12: the same service again so soon is the same press; show its ticket once more. */
static bool is_double_press(const struct kiosk_model *model)
{
    msec repeat = model->def->rules.ticket_repeat_s * SECOND;
    return model->ticket.id.n != 0 && model->ticket.service.n == model->service.n &&
           model->now - model->ticket_pressed < repeat;
}

void kiosk_request_ticket(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->request.active || model->page != KIOSK_CONFIRM || !model->link_up)
        return;
    if (is_double_press(model)) {
        kiosk_show_by_itself(model, KIOSK_ISSUED);
        return;
    }
    model->ticket_pressed = model->now;
    begin(model, false, effects);
}

static enum kiosk_page page_of_refusal(uint8_t refusal)
{
    if (refusal == REFUSED_FULL)
        return KIOSK_FULL;
    if (refusal == REFUSED_NOT_OPEN || refusal == REFUSED_DAY_CLOSED)
        return KIOSK_CLOSED;
    return KIOSK_REFUSED;
}

static void send_wanted_help(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (!model->help_wanted)
        return;
    model->help_wanted = false;
    kiosk_request_help(model, effects);
}

static void report(struct kiosk_effects *effects, uint32_t seq, ticket_id ticket, uint8_t result)
{
    struct kiosk_effect *effect = emit(effects, KIOSK_DO_REPORT);
    effect->seq = seq;
    effect->ticket = ticket;
    effect->result = result;
}

/* Nobody waits for it any more: the hall learns that this number has no slip (D-21). */
static void answer_too_late(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                            struct kiosk_effects *effects)
{
    if (ticket->seq != model->given_up_seq)
        return;
    model->given_up_seq = 0;
    if (ticket->refusal == REFUSED_NOT)
        report(effects, ticket->seq, ticket->id, PRINT_FAILED);
}

void kiosk_request_answer(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                          struct kiosk_effects *effects)
{
    struct kiosk_request *request = &model->request;
    if (!request->active || request->help || ticket->seq != request->seq) {
        answer_too_late(model, ticket, effects);
        return;
    }
    request->active = false;
    model->ticket = *ticket;
    model->ticket.lang = request->lang;
    if (ticket->refusal == REFUSED_NOT) {
        model->print = KIOSK_PRINT_BUSY;
        model->print_until = model->now + KIOSK_PRINT_MS;
        kiosk_show_by_itself(model, KIOSK_ISSUED);
        emit(effects, KIOSK_DO_PRINT)->ticket = ticket->id;
    } else {
        model->ticket.id.n = 0;
        kiosk_show_by_itself(model, page_of_refusal(ticket->refusal));
    }
    send_wanted_help(model, effects);
}

static void give_up(struct kiosk_model *model)
{
    model->given_up_seq = model->request.seq;
    model->request.active = false;
    model->help_wanted = false;
    model->ticket = (struct kiosk_ticket){.refusal = REFUSED_BUSY, .service = model->service};
    kiosk_show_by_itself(model, KIOSK_REFUSED);
}

void kiosk_request_printed(struct kiosk_model *model, ticket_id ticket, uint8_t result,
                           struct kiosk_effects *effects)
{
    if (model->print != KIOSK_PRINT_BUSY || ticket.n != model->ticket.id.n)
        return;
    report(effects, model->ticket.seq, ticket, result);
    model->print = result == PRINT_PRINTED ? KIOSK_PRINT_DONE : KIOSK_PRINT_MISSING;
    if (result != PRINT_PRINTED)
        model->printer = result == PRINT_NO_PAPER ? KIOSK_PRINTER_NO_PAPER : KIOSK_PRINTER_FAULT;
    kiosk_show_by_itself(model, result == PRINT_PRINTED ? KIOSK_ISSUED : KIOSK_NO_PAPER);
}

/* ---- help ---- */

static void toast(struct kiosk_model *model, enum kiosk_help help)
{
    model->help = (uint8_t)help;
    model->toast_until = model->now + KIOSK_TOAST_MS;
}

void kiosk_request_help(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (!model->link_up) {
        toast(model, KIOSK_HELP_FAILED);
    } else if (!model->request.active) {
        begin(model, true, effects);
    } else if (!model->request.help) {
        model->help_wanted = true; /* one command at a time (D-09): after the ticket */
    }
}

void kiosk_request_helped(struct kiosk_model *model, uint32_t seq, uint8_t refusal,
                          struct kiosk_effects *effects)
{
    struct kiosk_request *request = &model->request;
    if (!request->active || !request->help || seq != request->seq)
        return;
    request->active = false;
    toast(model, refusal == REFUSED_NOT ? KIOSK_HELP_COMING : KIOSK_HELP_FAILED);
    send_wanted_help(model, effects);
}

/* ---- time and link ---- */

static void tick_request(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_request *request = &model->request;
    msec limit = request->help ? KIOSK_RESEND_MS * 2 : KIOSK_GIVE_UP_MS;
    if (model->now - request->asked >= limit) {
        if (request->help)
            request->active = false, toast(model, KIOSK_HELP_FAILED);
        else
            give_up(model);
    } else if (model->link_up && model->now - request->sent >= KIOSK_RESEND_MS) {
        send(model, effects);
    }
}

void kiosk_request_tick(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->request.active)
        tick_request(model, effects);
    if (model->print == KIOSK_PRINT_BUSY && model->now >= model->print_until)
        kiosk_request_printed(model, model->ticket.id, PRINT_FAILED, effects);
}

void kiosk_request_link(struct kiosk_model *model, bool up, struct kiosk_effects *effects)
{
    bool came_back = up && !model->link_up;
    model->link_up = up;
    if (came_back && model->request.active)
        send(model, effects); /* the same seq: answered, not run twice */
}
