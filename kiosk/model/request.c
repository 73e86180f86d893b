/* SPDX-License-Identifier: Apache-2.0 */
#include "model/request.h"

#include <assert.h>
#include <string.h>

#include "model/numbers_model.h"
#include "model/pages.h"

static void send(struct kiosk_model *model, struct kiosk_request *request,
                 struct kiosk_effects *effects)
{
    assert(effects->count < KIOSK_EFFECTS_MAX);
    request->sent = model->now;
    effects->list[effects->count++] = (struct kiosk_effect){
        .type = request->effect,
        .ticket_class = request->ticket_class,
        .lang = request->lang,
        .result = request->result,
        .seq = request->seq,
        .service = request->service,
        .item = request->item,
        .ticket = request->ticket,
        .arg = request->arg,
    };
}

static void begin(struct kiosk_model *model, struct kiosk_request *request,
                  struct kiosk_effects *effects)
{
    request->active = true;
    request->seq = model->next_seq++;
    request->asked = model->now;
    if (model->link_up)
        send(model, request, effects);
}

/* ---- reports: what came of a slip ---- */

static void send_oldest_report(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->report_count > 0 && model->link_up)
        send(model, &model->reports[0], effects);
}

static void drop_oldest_report(struct kiosk_model *model)
{
    model->report_count--;
    memmove(&model->reports[0], &model->reports[1],
            model->report_count * sizeof(model->reports[0]));
}

static void report(struct kiosk_model *model, ticket_id ticket, uint8_t result,
                   struct kiosk_effects *effects)
{
    /* A hall away for eight slips: the oldest is forgotten, its ticket stays unprinted there. */
    if (model->report_count == KIOSK_REPORTS_MAX)
        drop_oldest_report(model);
    struct kiosk_request *last = &model->reports[model->report_count++];
    *last = (struct kiosk_request){
        .active = true,
        .effect = KIOSK_DO_REPORT,
        .seq = model->next_seq++,
        .ticket = ticket,
        .result = result,
        .asked = model->now,
    };
    if (model->report_count == 1)
        send_oldest_report(model, effects);
}

/* ---- tickets ---- */

/* R-K12: the same service again so soon is the same press; show its ticket once more. */
static bool is_double_press(const struct kiosk_model *model)
{
    msec repeat = model->def->rules.ticket_repeat_s * SECOND;
    return model->ticket.id.n != 0 && model->ticket.service.n == model->wish.service.n &&
           model->now - model->ticket_pressed < repeat;
}

void kiosk_request_ticket(struct kiosk_model *model, struct kiosk_effects *effects)
{
    bool asks = model->page == KIOSK_CONFIRM || model->page == KIOSK_AGENT;
    if (model->asking.active || !asks || !model->link_up)
        return;
    if (is_double_press(model)) {
        bool missing = model->print == KIOSK_PRINT_MISSING;
        kiosk_show_by_itself(model, missing ? KIOSK_NO_PAPER : KIOSK_ISSUED);
        return;
    }
    model->ticket_pressed = model->now;
    model->asking = (struct kiosk_request){
        .effect = KIOSK_DO_REQUEST,
        .service = model->wish.service,
        .item = model->wish.item,
        .ticket_class = model->wish.priority ? CLASS_PRIORITY : CLASS_NORMAL,
        .lang = model->lang,
    };
    begin(model, &model->asking, effects);
}

void kiosk_request_check_in(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->asking.active || !model->link_up)
        return;
    model->ticket_pressed = model->now;
    model->asking = (struct kiosk_request){.effect = KIOSK_DO_CHECK_IN, .lang = model->lang};
    begin(model, &model->asking, effects);
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

/* Nobody waits for it any more: the hall learns that this number has no slip (D-21). */
static void answer_too_late(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                            struct kiosk_effects *effects)
{
    if (ticket->seq != model->given_up_seq)
        return;
    model->given_up_seq = 0;
    if (ticket->refusal == REFUSED_NOT)
        report(model, ticket->id, PRINT_FAILED, effects);
}

static void print_slip(struct kiosk_model *model, struct kiosk_effects *effects)
{
    model->print = KIOSK_PRINT_BUSY;
    model->print_until = model->now + KIOSK_PRINT_MS;
    assert(effects->count < KIOSK_EFFECTS_MAX);
    effects->list[effects->count++] =
        (struct kiosk_effect){.type = KIOSK_DO_PRINT, .ticket = model->ticket.id};
}

void kiosk_request_answer(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                          struct kiosk_effects *effects)
{
    if (!model->asking.active || ticket->seq != model->asking.seq) {
        answer_too_late(model, ticket, effects);
        return;
    }
    model->asking.active = false;
    model->ticket = *ticket;
    model->ticket.lang = model->asking.lang;
    model->ticket.item = model->asking.item;
    if (ticket->refusal == REFUSED_NOT) {
        kiosk_show_by_itself(model, KIOSK_ISSUED);
        print_slip(model, effects);
    } else {
        model->ticket.id.n = 0;
        if (ticket->refusal == REFUSED_HAS_TICKET)
            kiosk_holds(model, ticket);
        else if (model->asking.effect == KIOSK_DO_CHECK_IN) {
            kiosk_check_in_refused(model, ticket);
            return;
        }
        kiosk_show_by_itself(model, page_of_refusal(ticket->refusal));
    }
}

void kiosk_request_reprint(struct kiosk_model *model, const struct kiosk_ticket *ticket,
                           struct kiosk_effects *effects)
{
    model->ticket = *ticket;
    model->ticket.lang = model->lang;
    model->ticket.reprinted = model->hall_ms;
    kiosk_show_by_itself(model, KIOSK_ISSUED);
    print_slip(model, effects);
}

static void give_up(struct kiosk_model *model)
{
    model->given_up_seq = model->asking.seq;
    model->asking.active = false;
    model->ticket = (struct kiosk_ticket){.refusal = REFUSED_BUSY, .service = model->wish.service};
    kiosk_show_by_itself(model, KIOSK_REFUSED);
}

void kiosk_request_printed(struct kiosk_model *model, ticket_id ticket, uint8_t result,
                           struct kiosk_effects *effects)
{
    if (model->print != KIOSK_PRINT_BUSY || ticket.n != model->ticket.id.n)
        return;
    report(model, ticket, result, effects);
    bool done = result == PRINT_PRINTED;
    model->print = done ? KIOSK_PRINT_DONE : KIOSK_PRINT_MISSING;
    if (!done)
        model->printer = result == PRINT_NO_PAPER ? KIOSK_PRINTER_NO_PAPER : KIOSK_PRINTER_FAULT;
    kiosk_show_by_itself(model, done ? KIOSK_ISSUED : KIOSK_NO_PAPER);
}

/* ---- help ---- */

static void toast(struct kiosk_model *model, enum kiosk_help help)
{
    model->help = (uint8_t)help;
    model->toast_until = model->now + KIOSK_TOAST_MS;
}

void kiosk_request_help(struct kiosk_model *model, struct kiosk_effects *effects)
{
    kiosk_request_help_for(model, KIOSK_HELP_FOR_GUIDE, effects);
}

void kiosk_request_help_for(struct kiosk_model *model, enum kiosk_help_for reason,
                            struct kiosk_effects *effects)
{
    if (!model->link_up) {
        toast(model, KIOSK_HELP_FAILED);
    } else if (!model->calling.active) {
        model->calling = (struct kiosk_request){.effect = KIOSK_DO_HELP,
                                                .lang = model->lang,
                                                .arg = (uint16_t)reason};
        begin(model, &model->calling, effects);
    }
}

void kiosk_request_result(struct kiosk_model *model, uint32_t seq, uint8_t refusal,
                          struct kiosk_effects *effects)
{
    if (model->calling.active && seq == model->calling.seq) {
        model->calling.active = false;
        toast(model, refusal == REFUSED_NOT ? KIOSK_HELP_COMING : KIOSK_HELP_FAILED);
    } else if (model->report_count > 0 && seq == model->reports[0].seq) {
        drop_oldest_report(model);
        send_oldest_report(model, effects);
    }
}

/* ---- time and link ---- */

static bool is_due(const struct kiosk_model *model, const struct kiosk_request *request)
{
    return model->link_up && model->now - request->sent >= KIOSK_RESEND_MS;
}

static void tick_commands(struct kiosk_model *model, struct kiosk_effects *effects)
{
    struct kiosk_request *asking = &model->asking, *calling = &model->calling;
    if (asking->active && model->now - asking->asked >= KIOSK_GIVE_UP_MS)
        give_up(model);
    if (asking->active && is_due(model, asking))
        send(model, asking, effects);
    if (calling->active && model->now - calling->asked >= KIOSK_HELP_MS) {
        calling->active = false;
        toast(model, KIOSK_HELP_FAILED);
    }
    if (calling->active && is_due(model, calling))
        send(model, calling, effects);
    if (model->report_count > 0 && is_due(model, &model->reports[0]))
        send_oldest_report(model, effects);
}

void kiosk_request_tick(struct kiosk_model *model, struct kiosk_effects *effects)
{
    tick_commands(model, effects);
    if (model->print == KIOSK_PRINT_BUSY && model->now >= model->print_until)
        kiosk_request_printed(model, model->ticket.id, PRINT_FAILED, effects);
}

void kiosk_request_link(struct kiosk_model *model, bool up, struct kiosk_effects *effects)
{
    bool came_back = up && !model->link_up;
    model->link_up = up;
    if (!came_back)
        return;
    /* The same seqs: what was done already is answered, not done twice. */
    if (model->asking.active)
        send(model, &model->asking, effects);
    if (model->calling.active)
        send(model, &model->calling, effects);
    send_oldest_report(model, effects);
}
