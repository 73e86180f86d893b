/* SPDX-License-Identifier: Apache-2.0 */
#include "model/slips.h"

#include <assert.h>
#include <string.h>

#include "domain/calendar.h"
#include "model/pages.h"
#include "model/request.h"

static struct kiosk_effect *add(struct kiosk_effects *effects)
{
    assert(effects->count < KIOSK_EFFECTS_MAX);
    struct kiosk_effect *effect = &effects->list[effects->count++];
    memset(effect, 0, sizeof(*effect));
    return effect;
}

void kiosk_send(struct kiosk_model *model, struct kiosk_request *request,
                struct kiosk_effects *effects)
{
    request->sent = model->now;
    struct kiosk_effect *effect = add(effects);
    effect->type = request->effect;
    effect->ticket_class = request->ticket_class;
    effect->lang = request->lang;
    effect->result = request->result;
    effect->seq = request->seq;
    effect->slip = request->slip;
    effect->session = request->session;
    effect->service = request->service;
    effect->ticket = request->ticket;
    effect->arg = request->arg;
}

void kiosk_write(struct kiosk_model *model, const struct ledger_entry *entry,
                 struct kiosk_effects *effects)
{
    bool sense = ledger_apply(&model->ledger, entry);
    assert(sense);
    (void)sense;
    model->staff.unprinted = (uint16_t)ledger_unprinted(&model->ledger);
    struct kiosk_effect *effect = add(effects);
    effect->type = KIOSK_DO_JOURNAL;
    effect->entry = *entry;
}

#define WRITE(...) kiosk_write(model, &(struct ledger_entry){__VA_ARGS__}, effects)

/* ---- a number ---- */

uint32_t kiosk_slip_intend(struct kiosk_model *model, const struct kiosk_request *request,
                           struct kiosk_effects *effects)
{
    const struct kiosk_wish *wish = &model->wish;
    bool check_in = request->effect == KIOSK_DO_CHECK_IN;
    bool again = request->effect == KIOSK_DO_SLIP; /* R-T2: the hall says what it was taken for */
    uint16_t item = again || check_in ? 0 : wish->item;
    /* R-Y1: an age goes along only where it is the proof of the class. */
    bool proven = request->ticket_class == CLASS_PRIORITY;
    uint8_t proof = wish->session ? (uint8_t)PROOF_GUIDE : wish->proof;
    struct ledger_entry entry = {.kind = LEDGER_KIND_INTENT};
    entry.intent = (struct ledger_intent){
        .slip = model->ledger.last_slip + 1,
        .boot = request->seq ? model->boot : 0,
        .seq = request->seq,
        .service = request->service.n,
        .ticket_class = request->ticket_class,
        .lang = request->lang,
        .item = item,
        .principals = wish->principals ? wish->principals : 1,
        .proof = proven ? proof : (uint8_t)PROOF_NONE,
        .age_band = proven && proof == PROOF_CARD ? wish->age_band : 0,
        .check_in = check_in,
        .journey = again || check_in ? 0 : def_journey_begun(model->def, request->service, item),
    };
    if (wish->has_id) {
        entry.intent.id_hash.length = KIOSK_ID_HASH;
        memcpy(entry.intent.id_hash.at, wish->id_hash, KIOSK_ID_HASH);
    }
    kiosk_write(model, &entry, effects);
    return entry.intent.slip;
}

void kiosk_slip_end(struct kiosk_model *model, uint32_t slip, uint8_t refusal,
                    struct kiosk_effects *effects)
{
    WRITE(.kind = LEDGER_KIND_ENDED, .ended = {slip, refusal});
}

void kiosk_slip_ack(struct kiosk_model *model, uint32_t slip, const struct kiosk_ticket *ticket,
                    struct kiosk_effects *effects)
{
    struct ledger_entry entry = {.kind = LEDGER_KIND_ACKED};
    entry.acked = (struct ledger_acked){
        .slip = slip,
        .ticket = ticket->id.n,
        .number = ticket->label.number,
        .service = ticket->service.n,
        .ticket_class = ticket->ticket_class,
        .ahead = ticket->ahead,
        .lo_min = ticket->lo_min,
        .hi_min = ticket->hi_min,
        .wait_min = ticket->wait_min,
        .issued = ticket->issued,
        .slot = ticket->slot,
        .principals = ticket->principals,
        .item = ticket->item,
        .journey = ticket->journey,
        .step = ticket->step,
    };
    memcpy(entry.acked.prefix, ticket->label.prefix, sizeof(ticket->label.prefix));
    memcpy(entry.acked.qr, ticket->qr, sizeof(entry.acked.qr));
    kiosk_write(model, &entry, effects);
}

void kiosk_slip_void(struct kiosk_model *model, uint32_t slip, uint8_t reason,
                     struct kiosk_effects *effects)
{
    WRITE(.kind = LEDGER_KIND_VOIDED, .voided = {slip, reason});
}

void kiosk_slip_fail(struct kiosk_model *model, uint32_t slip, struct kiosk_effects *effects)
{
    WRITE(.kind = LEDGER_KIND_FAILED, .failed = {slip, PRINT_FAILED});
}

bool kiosk_slip_lease(struct kiosk_model *model, uint32_t slip, bool supersedes,
                      struct kiosk_effects *effects)
{
    const struct ledger_slip *asked = ledger_slip(&model->ledger, slip);
    service_id service = {asked->asked.service};
    const struct ledger_lease *lease = ledger_next(&model->ledger, service);
    if (!kiosk_can_issue_alone(model, service) || !lease)
        return false;
    struct ledger_entry entry = {.kind = LEDGER_KIND_LEASED};
    entry.leased = (struct ledger_leased){.slip = slip,
                                          .lease = lease->lease,
                                          .number = lease->next,
                                          .issued = model->hall_ms,
                                          .supersedes = supersedes};
    memcpy(entry.leased.prefix, lease->prefix, sizeof(lease->prefix));
    kiosk_write(model, &entry, effects);
    return true;
}

static uint32_t job_of(const struct ledger_slip *slip)
{
    return slip->alone ? KIOSK_ALONE_ID | slip->number : slip->ticket;
}

void kiosk_slip_ticket(const struct kiosk_model *model, uint32_t number,
                       struct kiosk_ticket *ticket)
{
    const struct ledger_slip *slip = ledger_slip(&model->ledger, number);
    *ticket = (struct kiosk_ticket){.seq = 0};
    if (!slip || slip->state == SLIP_ASKED)
        return;
    *ticket = (struct kiosk_ticket){
        .seq = slip->asked.seq,
        .id = {job_of(slip)},
        .label = ledger_label(slip),
        .service = {slip->alone ? slip->asked.service : slip->acked.service},
        .ticket_class = slip->alone ? slip->asked.ticket_class : slip->acked.ticket_class,
        .item = slip->asked.item,
        .lang = slip->asked.lang,
        .principals = slip->asked.principals,
        .journey = slip->alone ? slip->asked.journey : slip->acked.journey,
        .step = slip->alone ? 1 : slip->acked.step,
        .issued = slip->alone ? slip->leased.issued : slip->acked.issued,
        .alone = slip->alone,
    };
    if (slip->copy) /* R-T2 */
        ticket->reprinted = model->hall_ms ? model->hall_ms : ticket->issued;
    if (slip->alone)
        return;
    ticket->ahead = slip->acked.ahead;
    ticket->lo_min = slip->acked.lo_min;
    ticket->hi_min = slip->acked.hi_min;
    ticket->wait_min = slip->acked.wait_min;
    ticket->slot = slip->acked.slot;
    if (slip->acked.item)
        ticket->item = slip->acked.item;
    if (slip->acked.principals)
        ticket->principals = slip->acked.principals;
    memcpy(ticket->qr, slip->acked.qr, sizeof(ticket->qr));
}

/* ---- paper ---- */

static void print(struct kiosk_model *model, uint32_t number, struct kiosk_effects *effects)
{
    WRITE(.kind = LEDGER_KIND_PRINTING, .printing = {number});
    const struct ledger_slip *slip = ledger_slip(&model->ledger, number);
    struct kiosk_effect *effect = add(effects);
    effect->type = KIOSK_DO_PRINT;
    effect->slip = number;
    effect->ticket.n = job_of(slip);
    model->in_printer = number;
    model->print_until = model->now + KIOSK_PRINT_MS;
    if (model->slip == number) {
        model->print = KIOSK_PRINT_BUSY;
        kiosk_slip_ticket(model, number, &model->ticket);
    }
}

/* Given and not yet on paper: it waits for the printer, or a power cut left it there. */
static bool wants_paper(const struct ledger_slip *slip)
{
    return slip && !slip->voided && (slip->state == SLIP_GIVEN || slip->state == SLIP_PRINTING);
}

static uint32_t next_left(struct kiosk_model *model)
{
    for (uint32_t i = 0; i < model->ledger.slip_count; i++) {
        const struct ledger_slip *slip = &model->ledger.slips[i];
        if (slip->number > model->left_after && slip->state == SLIP_FAILED && !slip->voided)
            return model->left_after = slip->number;
    }
    model->printing_left = false;
    return 0;
}

static uint32_t next_paper(struct kiosk_model *model)
{
    if (wants_paper(ledger_slip(&model->ledger, model->slip)))
        return model->slip;
    for (uint32_t i = 0; i < model->ledger.slip_count; i++)
        if (wants_paper(&model->ledger.slips[i]))
            return model->ledger.slips[i].number;
    return model->printing_left ? next_left(model) : 0;
}

static void feed_printer(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->in_printer || model->journal_lost)
        return;
    uint32_t number = next_paper(model);
    if (number)
        print(model, number, effects);
}

void kiosk_slip_give(struct kiosk_model *model, uint32_t slip, struct kiosk_effects *effects)
{
    model->slip = slip;
    kiosk_slip_ticket(model, slip, &model->ticket);
    model->print = KIOSK_PRINT_BUSY;
    kiosk_show_by_itself(model, KIOSK_ISSUED);
    feed_printer(model, effects);
}

void kiosk_slip_again(struct kiosk_model *model, uint32_t slip, struct kiosk_effects *effects)
{
    if (ledger_slip(&model->ledger, slip)->state == SLIP_GIVEN)
        WRITE(.kind = LEDGER_KIND_PRINTING, .printing = {slip});
    model->slip = slip;
    kiosk_slip_ticket(model, slip, &model->ticket);
    model->print = KIOSK_PRINT_BUSY;
    kiosk_show_by_itself(model, KIOSK_ISSUED);
    if (!model->in_printer)
        print(model, slip, effects);
}

static const struct ledger_slip *slip_of_job(const struct kiosk_model *model, uint32_t job)
{
    const struct ledger_slip *slip = ledger_slip(&model->ledger, model->in_printer);
    return slip && job_of(slip) == job ? slip : NULL;
}

static void tell(struct kiosk_model *model, struct kiosk_effects *effects);

void kiosk_slips_printed(struct kiosk_model *model, uint32_t job, uint8_t result,
                         struct kiosk_effects *effects)
{
    const struct ledger_slip *slip = slip_of_job(model, job);
    bool done = result == PRINT_PRINTED;
    if (result == PRINT_NONE || result >= PRINT_RESULT_COUNT)
        return;
    if (!slip && !ledger_slip(&model->ledger, model->in_printer))
        model->in_printer = 0; /* of a day or a history that is over: the printer is free again */
    if (!slip)
        return; /* it was given up before */
    uint32_t number = slip->number;
    model->in_printer = 0;
    if (done)
        WRITE(.kind = LEDGER_KIND_PRINTED, .printed = {number});
    else
        WRITE(.kind = LEDGER_KIND_FAILED, .failed = {number, result});
    if (!done) {
        model->printer = result == PRINT_NO_PAPER ? KIOSK_PRINTER_NO_PAPER : KIOSK_PRINTER_FAULT;
        model->printing_left = false;
    }
    if (model->slip == number) {
        model->print = done ? KIOSK_PRINT_DONE : KIOSK_PRINT_MISSING;
        model->giving_back = false;
        kiosk_show_by_itself(model, done ? KIOSK_ISSUED : KIOSK_NO_PAPER);
    }
    tell(model, effects);
    feed_printer(model, effects);
}

/* ---- telling the hall ---- */

static void tell(struct kiosk_model *model, struct kiosk_effects *effects)
{
    static const uint8_t as[] = {[LEDGER_DUTY_IMPORT] = KIOSK_DO_IMPORT,
                                 [LEDGER_DUTY_VOID] = KIOSK_DO_VOID,
                                 [LEDGER_DUTY_REPORT] = KIOSK_DO_REPORT};
    const struct ledger_slip *slip = ledger_untold(&model->ledger);
    if (!slip || !model->link_up || model->telling.active || model->now < model->tell_after)
        return;
    model->telling = (struct kiosk_request){
        .active = true,
        .effect = as[ledger_duty(slip)],
        .slip = slip->number,
        .ticket = {slip->ticket},
        .result = slip->result,
        .seq = model->next_seq++,
        .asked = model->now,
    };
    kiosk_send(model, &model->telling, effects);
}

/* Not now: the hall will take it later. */
static bool is_for_now(uint8_t refusal)
{
    return refusal == REFUSED_BUSY || refusal == REFUSED_DISK || refusal == REFUSED_HISTORY ||
           refusal == REFUSED_CLOCK;
}

bool kiosk_slips_result(struct kiosk_model *model, const struct kiosk_event *event,
                        struct kiosk_effects *effects)
{
    struct kiosk_request *telling = &model->telling;
    if (!telling->active || event->number != telling->seq)
        return false;
    telling->active = false;
    const struct ledger_slip *slip = ledger_slip(&model->ledger, telling->slip);
    if (is_for_now(event->code)) {
        model->tell_after = model->now + KIOSK_RESEND_MS;
    } else if (slip && telling->effect == KIOSK_DO_IMPORT) {
        WRITE(.kind = LEDGER_KIND_IMPORTED,
              .imported = {slip->number, event->ticket_no, telling->result, event->code});
    } else if (slip && ledger_duty(slip) > LEDGER_DUTY_IMPORT) {
        WRITE(.kind = LEDGER_KIND_REPORTED,
              .reported = {slip->number, telling->result, event->code});
    }
    kiosk_request_forgotten(model); /* refused for good */
    tell(model, effects);
    return true;
}

void kiosk_slips_linked(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->telling.active)
        kiosk_send(model, &model->telling, effects);
    else
        tell(model, effects);
}

/* ---- time ---- */

/* Whether its day is over, as far as anybody knows. */
static bool is_old(const struct kiosk_model *model, const struct ledger_slip *slip)
{
    msec issued = slip->alone ? slip->leased.issued : slip->acked.issued;
    return model->hall_ms && issued &&
           calendar_date(calendar_local(issued, model->tz_min)) !=
               calendar_date(calendar_local(model->hall_ms, model->tz_min));
}

void kiosk_restored(struct kiosk_model *model)
{
    model->restoring = true;
}

/* After a start: who asked without an answer is gone, or presses again (a number that the hall
 * gave meanwhile is called, D-21). What has a number gets its paper: marked when it may be the
 * second one. */
static void settle(struct kiosk_model *model, struct kiosk_effects *effects)
{
    model->restoring = false;
    uint32_t shown = 0;
    for (uint32_t i = 0; i < model->ledger.slip_count; i++) {
        const struct ledger_slip *slip = &model->ledger.slips[i];
        bool wants = wants_paper(slip), old = slip->state != SLIP_ASKED && is_old(model, slip);
        if (effects->count + 4 > KIOSK_EFFECTS_MAX) {
            model->restoring = true; /* the rest with the next tick */
            return;
        }
        if (wants && !old)
            shown = slip->number;
        if (wants && old)
            kiosk_slip_fail(model, slip->number, effects);
        bool asks_now = model->asking.active && model->asking.slip == slip->number;
        if (slip->state == SLIP_ASKED && !asks_now) {
            kiosk_slip_end(model, slip->number, REFUSED_BUSY, effects);
            i--; /* it is gone from the list */
        }
    }
    if (shown && model->page == KIOSK_HOME)
        kiosk_slip_give(model, shown, effects);
}

/* After a start the hall tells the time within seconds; without it nobody knows what is old. */
static bool knows_day(struct kiosk_model *model)
{
    if (!model->settle_at)
        model->settle_at = model->now + KIOSK_SETTLE_MS;
    return model->hall_ms || model->now >= model->settle_at;
}

void kiosk_slips_tick(struct kiosk_model *model, struct kiosk_effects *effects)
{
    if (model->restoring && knows_day(model))
        settle(model, effects);
    if (model->in_printer && model->now >= model->print_until) {
        const struct ledger_slip *slip = ledger_slip(&model->ledger, model->in_printer);
        if (slip)
            kiosk_slips_printed(model, job_of(slip), PRINT_FAILED, effects);
        model->in_printer = 0;
    }
    struct kiosk_request *telling = &model->telling;
    if (telling->active && model->link_up && model->now - telling->sent >= KIOSK_RESEND_MS)
        kiosk_send(model, telling, effects);
    tell(model, effects);
    if (!model->restoring)
        feed_printer(model, effects);
}
