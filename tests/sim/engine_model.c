/* SPDX-License-Identifier: Apache-2.0 */
#include "engine_model.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "engine/say.h"
#include "model_back.h"
#include "model_clerks.h"
#include "model_issue.h"
#include "model_next.h"
#include "model_said.h"

void model_init(struct engine_model *model, const struct hall_def *def)
{
    *model = (struct engine_model){.def = def};
    for (uint32_t i = 0; i < def->window_count; i++)
        model->targets[model->target_count++].id = def->windows[i].number;
    for (uint32_t i = 0; i < def->room_count; i++)
        model->targets[model->target_count++].id = (uint16_t)(TARGET_ROOM + def->rooms[i].id);
    assert(model->target_count <= MODEL_TARGETS_MAX);
    model_serve_as_defined(model);
}

static struct model_ticket *ticket_of(struct engine_model *model, uint32_t id)
{
    for (uint32_t i = 0; i < model->count; i++)
        if (model->tickets[i].id == id)
            return &model->tickets[i];
    return NULL;
}

static struct model_target *target_of(struct engine_model *model, uint16_t id)
{
    for (uint32_t i = 0; i < model->target_count; i++)
        if (model->targets[i].id == id)
            return &model->targets[i];
    return NULL;
}

uint32_t model_waiting(const struct engine_model *model)
{
    uint32_t waiting = 0;
    for (uint32_t i = 0; i < model->count; i++)
        waiting += model->tickets[i].state == TICKET_WAITING;
    return waiting;
}

static bool is_open(uint8_t state)
{
    return state == TICKET_WAITING || state == TICKET_CALLED || state == TICKET_SERVING ||
           state == TICKET_PARKED || state == TICKET_MISSED;
}

static const char *see_day(struct engine_model *model, const struct fact *fact)
{
    if (fact->kind == FACT_KIND_DAY_CLOSED) {
        for (uint32_t i = 0; i < model->count; i++)
            if (is_open(model->tickets[i].state))
                model->tickets[i].state = model->tickets[i].state == TICKET_SERVING
                                              ? TICKET_SERVED
                                              : TICKET_EXPIRED; /* R-C5 */
        for (uint32_t i = 0; i < model->target_count; i++)
            model->targets[i].ticket = 0;
        model_serve_as_defined(model);
        return NULL;
    }
    const struct fact_day_opened *opened = &fact->day_opened;
    SAY(opened->first > model->last_id, "a ticket id would be used again");
    SAY(opened->announce >= model->announced, "an announcement id would be used again");
    SAY(opened->emergency == model->emergency, "an emergency ends with a day");
    if (opened->day != model->day) {
        model->date_from = model->count;
        model->lease_count = 0;
    }
    model->lease_from = model->lease_count;
    model->day = opened->day;
    model->last_id = opened->first - 1;
    model->announced = opened->announce;
    for (uint32_t i = 0; i < model->target_count; i++)
        model->targets[i].call = model->targets[i].turn = 0;
    return NULL;
}

/* What the kiosks of this date have stays theirs, whatever became of it. */
static const char *see_number(const struct engine_model *model, const struct fact_issued *issued)
{
    for (uint32_t i = 0; i < model->lease_count; i++) {
        const struct model_lease *lease = &model->leases[i];
        bool inside = lease->prefix == issued->prefix && issued->number >= lease->first &&
                      issued->number <= lease->last;
        bool own = issued->lease == lease->id && i >= model->lease_from;
        SAY(inside == own, own ? "a number given alone is not of its lease"
                               : "a leased number is given by somebody else");
        SAY(!own || lease->service == issued->service, "a lease is of another service");
    }
    return NULL;
}

static const char *see_leased(struct engine_model *model, const struct fact_leased *leased)
{
    for (uint32_t i = 0; i < model->lease_count; i++) {
        const struct model_lease *other = &model->leases[i];
        SAY(other->id != leased->lease, "two leases have one id");
        SAY(other->prefix != leased->prefix || other->last < leased->first ||
                leased->last < other->first,
            "two leases overlap (D-22)");
    }
    for (uint32_t i = model->date_from; i < model->count; i++)
        SAY(model->tickets[i].prefix != leased->prefix ||
                model->tickets[i].number < leased->first || model->tickets[i].number > leased->last,
            "a number is leased that was given before");
    assert(model->lease_count < MODEL_LEASES_MAX);
    model->leases[model->lease_count++] =
        (struct model_lease){leased->lease, leased->service, leased->prefix, leased->first,
                             leased->last};
    return NULL;
}

/* Waiting, missed or parked, wherever it is; only staff ends what is called, at its window. */
static const char *see_ended(struct engine_model *model, uint32_t id, uint16_t target, uint8_t to)
{
    struct model_ticket *ticket = ticket_of(model, id);
    SAY(ticket, "an unknown ticket ends");
    bool called = ticket->state == TICKET_CALLED && to == TICKET_VOIDED;
    SAY(called == (target != 0), "a ticket ends at a window where it is not");
    SAY(called || ticket->state == TICKET_WAITING || ticket->state == TICKET_MISSED ||
            ticket->state == TICKET_PARKED,
        "a ticket ends that is in somebody's hands, or over");
    SAY(to == TICKET_VOIDED || ticket->state != TICKET_PARKED || ticket->park_kind == PARK_AWAY,
        "a ticket is cancelled whose papers lie at a window");
    if (called) {
        SAY(ticket->at == target, "a ticket ends at another window");
        target_of(model, target)->ticket = 0;
    }
    ticket->state = to;
    return NULL;
}

/* R-K10 asks later. */
static void why_ended(struct engine_model *model, uint32_t id, uint8_t reason)
{
    struct model_ticket *ticket = ticket_of(model, id);
    if (ticket)
        ticket->void_reason = reason;
}

/* R-E2. */
static const char *see_rated(struct engine_model *model, const struct fact *fact)
{
    struct model_ticket *ticket = ticket_of(model, fact->rated.ticket);
    msec change = model->def->rules.rating_change_min * MINUTE;
    SAY(ticket && ticket->state == TICKET_SERVED, "an unfinished visit is rated");
    SAY(ticket->at == fact->rated.target, "another window is rated");
    SAY(!ticket->rated || (change && fact->at <= ticket->rated + change), "it is rated too often");
    if (!ticket->rated)
        ticket->rated = fact->at;
    return NULL;
}

/* R-K8: whoever holds it, and no other number. */
static const char *see_reprinted(struct engine_model *model, uint32_t id)
{
    const struct model_ticket *ticket = ticket_of(model, id);
    SAY(ticket && is_open(ticket->state), "a slip comes out for a ticket that is over");
    return NULL;
}

static const char *see_emergency(struct engine_model *model, uint8_t emergency)
{
    SAY(emergency != model->emergency, "an emergency is said twice");
    model->emergency = emergency;
    return NULL;
}

static const char *see_item(struct engine_model *model, const struct fact_item_added *added)
{
    struct model_ticket *ticket = ticket_of(model, added->ticket);
    SAY(ticket && ticket->state == TICKET_SERVING && ticket->at == added->target,
        "an item is added to nobody");
    SAY(added->items == ++ticket->items && added->items <= model->def->rules.items_max,
        "items are not counted");
    return NULL;
}

static const char *see_finished(const struct engine_model *model,
                                const struct fact_finished *finished)
{
    SAY(model->was.items == finished->items, "items are not counted");
    return NULL;
}

static const char *see_issued(struct engine_model *model, const struct fact_issued *issued)
{
    SAY(issued->ticket == model->last_id + 1, "ticket ids are not counted");
    for (uint32_t i = model->date_from; i < model->count; i++)
        SAY(model->tickets[i].prefix != issued->prefix ||
                model->tickets[i].number != issued->number,
            "a number is given twice on one date (R-N7)");
    const char *wrong = see_number(model, issued);
    if (wrong)
        return wrong;
    /* An appointment's key hangs on its slot, which no fact of a ticket tells. */
    SAY(issued->ticket_class == CLASS_APPOINTMENT ||
            issued->key == model_key(model->def, issued->service, issued->ticket_class, false,
                                     issued->joined, 0),
        "a key is not that of the rule");
    assert(model->count < MODEL_TICKETS_MAX);
    model->last_id = issued->ticket;
    model->tickets[model->count++] = (struct model_ticket){
        .id = issued->ticket,
        .state = TICKET_WAITING,
        .service = issued->service,
        .ticket_class = issued->ticket_class,
        .prefix = issued->prefix,
        .number = issued->number,
        .key = issued->key,
        .joined = issued->joined,
        .order = issued->order,
        .items = 1,
        .journey = issued->journey,
        .step = issued->journey != 0,
        .id_a = issued->id_a,
        .id_b = issued->id_b,
        .home_service = issued->service,
        .session = issued->session,
        .issued_class = issued->ticket_class,
    };
    return NULL;
}

/* The right one, for the right reason, with the keys that explain it. */
static const char *see_choice(const struct engine_model *model, const struct model_target *target,
                              const struct fact_called *called, msec now)
{
    struct model_next first = model_next(model, target, 0, now);
    struct model_next second = model_next(model, target, called->ticket, now);
    SAY(first.id == called->ticket, "another ticket was next");
    SAY(second.id == called->runner_up, "the runner-up is another");
    SAY(first.why == called->why, "the reason of a call is wrong");
    SAY(first.turn == called->turn, "the window's turn is another");
    SAY(first.key == called->key && (!second.id || second.key == called->runner_key),
        "a call does not tell the keys that the window saw");
    return NULL;
}

static const char *see_called(struct engine_model *model, const struct fact_called *called,
                              msec now)
{
    struct model_ticket *ticket = ticket_of(model, called->ticket);
    struct model_target *target = target_of(model, called->target);
    SAY(ticket && target, "an unknown ticket or target calls");
    SAY(!target->ticket, "a window has two tickets");
    SAY(called->call == target->call + 1, "calls are not counted");
    SAY(called->announce == model->announced + 1, "announcements are not counted");
    SAY(!model->def->rules.sign_on || target->staff || called->target >= TARGET_ROOM,
        "a window calls with nobody there (D-43)");
    if (called->why == CALL_WHY_RETURN) {
        SAY(ticket->state == TICKET_PARKED && ticket->at == called->target,
            "a ticket returns to a window where it was not parked");
        SAY(called->turn == target->turn, "a return takes a turn");
    } else if (called->why == CALL_WHY_NAMED) {
        SAY(ticket->state == TICKET_WAITING || ticket->state == TICKET_MISSED,
            "a ticket is named that nobody may call");
        SAY(called->reason || called->text[0], "a ticket is named without a reason");
        SAY(called->turn == target->turn, "a named call takes a turn");
        SAY(model_next(model, target, called->ticket, now).id == called->runner_up,
            "the runner-up is another");
    } else {
        SAY(ticket->state == TICKET_WAITING, "a ticket is called that does not wait");
        const char *wrong = see_choice(model, target, called, now);
        if (wrong)
            return wrong;
    }
    target->turn = called->turn;
    model->announced++;
    model->calls++;
    target->call++;
    target->ticket = ticket->id;
    ticket->state = TICKET_CALLED;
    ticket->at = target->id;
    return NULL;
}

/* The ticket at a window goes on to another state, there or away from it. */
static const char *see_at_window(struct engine_model *model, uint32_t id, uint16_t at, uint8_t from,
                                 uint8_t to, bool leaves)
{
    struct model_ticket *ticket = ticket_of(model, id);
    struct model_target *target = target_of(model, at);
    SAY(ticket && target && target->ticket == id, "it was not at that window");
    SAY(ticket->state == from, "it was in another state");
    ticket->state = to;
    if (leaves)
        target->ticket = 0;
    return NULL;
}

static const char *see_joined(struct engine_model *model, uint32_t id, uint8_t ticket_class,
                              uint16_t sent, const struct ticket_view *place)
{
    struct model_ticket *ticket = ticket_of(model, id);
    SAY(ticket, "an unknown ticket joins");
    ticket->state = TICKET_WAITING;
    ticket->returned = ticket_class == CLASS_RETURNED;
    ticket->ticket_class = ticket_class;
    ticket->sent = sent;
    ticket->key = place->key;
    ticket->joined = place->joined;
    ticket->order = place->order;
    return NULL;
}

/* R-M10: the steps in their order, one number; back to the window that sent it. */
static const char *see_step(const struct engine_model *model, struct model_ticket *ticket,
                            const struct fact_transferred *moved)
{
    if (!moved->step)
        return NULL; /* by hand: the journey waits */
    const struct journey_def *journey = NULL;
    for (uint32_t i = 0; i < model->def->journey_count; i++)
        if (model->def->journeys[i].id == ticket->journey)
            journey = &model->def->journeys[i];
    SAY(journey && moved->from, "a step is gone without a journey");
    if (ticket->home) {
        SAY(moved->step == ticket->step && moved->service == journey->steps[0].n && !moved->back,
            "a ticket does not come back as it should");
        SAY(!moved->to || moved->to == ticket->home, "it comes back to another window");
        ticket->home = 0;
        return NULL;
    }
    SAY(moved->step == ticket->step + 1 && moved->step <= journey->count, "a step is left out");
    SAY(moved->service == journey->steps[moved->step - 1].n && !moved->to,
        "a step goes to another service");
    bool back = journey->back && moved->step < journey->count;
    SAY(moved->back == (back ? moved->from : 0), "a step returns where it should not");
    ticket->step = moved->step;
    ticket->home = moved->back;
    return NULL;
}

static const char *see_transferred(struct engine_model *model, const struct fact_transferred *moved)
{
    const struct ticket_view place = {.key = moved->key,
                                      .joined = moved->joined,
                                      .order = moved->order};
    struct model_ticket *ticket = ticket_of(model, moved->ticket);
    SAY(ticket, "an unknown ticket is transferred");
    if (moved->from) {
        const char *wrong =
            see_at_window(model, moved->ticket, moved->from, TICKET_SERVING, TICKET_WAITING, true);
        if (wrong)
            return wrong;
    } else {
        SAY(ticket->state == TICKET_WAITING, "a ticket is moved that does not wait");
    }
    SAY(moved->place != PLACE_BONUS ||
            moved->key ==
                model_key(model->def, moved->service, moved->ticket_class, true, moved->joined, 0),
        "a second leg has another key than that of the rule");
    const char *wrong = see_step(model, ticket, moved);
    if (wrong)
        return wrong;
    ticket->service = moved->service;
    return see_joined(model, moved->ticket, moved->ticket_class, moved->to, &place);
}

static const char *see_rejoined(struct engine_model *model, const struct fact_rejoined *back)
{
    const struct ticket_view place = {.key = back->key,
                                      .joined = back->joined,
                                      .order = back->order};
    const struct model_ticket *ticket = ticket_of(model, back->ticket);
    SAY(ticket && (ticket->state == TICKET_MISSED || ticket->state == TICKET_PARKED),
        "a ticket rejoins that was neither missed nor away");
    return see_joined(model, back->ticket, back->ticket_class, back->to, &place);
}

static const char *see_recalled(struct engine_model *model, const struct fact_recalled *again)
{
    struct model_target *target = target_of(model, again->target);
    SAY(target && again->call == target->call + 1, "recalls are not counted");
    SAY(again->announce == ++model->announced, "announcements are not counted");
    target->call++;
    return see_at_window(model, again->ticket, again->target, TICKET_CALLED, TICKET_CALLED, false);
}

static const char *see(struct engine_model *model, const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_KIND_DAY_OPENED:
    case FACT_KIND_DAY_CLOSED:
        return see_day(model, fact);
    case FACT_KIND_ISSUED:
        return see_issued(model, &fact->issued);
    case FACT_KIND_HISTORY_ACCEPTED:
        model->last_id += fact->history_accepted.lost; /* the lost rows may have given them */
        model->announced += fact->history_accepted.lost;
        return NULL;
    case FACT_KIND_LEASED:
        return see_leased(model, &fact->leased);
    case FACT_KIND_VOIDED:
        why_ended(model, fact->voided.ticket, fact->voided.reason);
        return see_ended(model, fact->voided.ticket, fact->voided.target, TICKET_VOIDED);
    case FACT_KIND_CANCELLED:
        return see_ended(model, fact->cancelled.ticket, 0, TICKET_CANCELLED);
    case FACT_KIND_RATED:
        return see_rated(model, fact);
    case FACT_KIND_REPRINTED:
        return see_reprinted(model, fact->reprinted.ticket);
    case FACT_KIND_EMERGENCY:
        return see_emergency(model, fact->emergency.emergency);
    case FACT_KIND_ITEM_ADDED:
        return see_item(model, &fact->item_added);
    case FACT_KIND_UNDONE:
    case FACT_KIND_TICKET_BACK:
    case FACT_KIND_TARGET_BACK:
        return model_see_back(model, fact);
    case FACT_KIND_CALLED:
        return see_called(model, &fact->called, fact->at);
    case FACT_KIND_RECALLED:
        return see_recalled(model, &fact->recalled);
    case FACT_KIND_STARTED:
        return see_at_window(model, fact->started.ticket, fact->started.target, TICKET_CALLED,
                             TICKET_SERVING, false);
    case FACT_KIND_FINISHED:
        return see_at_window(model, fact->finished.ticket, fact->finished.target, TICKET_SERVING,
                             TICKET_SERVED, true);
    case FACT_KIND_MISSED:
        why_ended(model, fact->missed.ticket, VOID_NONE);
        return see_at_window(model, fact->missed.ticket, fact->missed.target, TICKET_CALLED,
                             fact->missed.state, true);
    case FACT_KIND_PARKED:
        return see_at_window(model, fact->parked.ticket, fact->parked.target, TICKET_SERVING,
                             TICKET_PARKED, true);
    case FACT_KIND_TRANSFERRED:
        return see_transferred(model, &fact->transferred);
    case FACT_KIND_REJOINED:
        return see_rejoined(model, &fact->rejoined);
    default:
        return model_see_clerks(model, fact);
    }
}

const char *model_see(struct engine_model *model, const struct fact *fact)
{
    const char *wrong = model_see_issue(model, fact);
    model_note(model, fact);
    if (!wrong)
        wrong = see(model, fact);
    if (!wrong)
        wrong = model_see_said(model, fact);
    if (!wrong && fact->kind == FACT_KIND_FINISHED)
        wrong = see_finished(model, &fact->finished);
    if (!wrong)
        model_clock(model, fact);
    return wrong;
}

const char *model_agrees(const struct engine_model *model, const struct hall *hall)
{
    for (uint32_t i = 0; i < model->count; i++) {
        const struct model_ticket *ticket = &model->tickets[i];
        struct ticket_view view;
        if (!hall_ticket(hall, (ticket_id){ticket->id}, &view))
            continue; /* of a day before */
        SAY(view.state == ticket->state && view.items == ticket->items, "a ticket is another");
        SAY(view.held_away == ticket->held[PARK_AWAY] &&
                view.held_kept == ticket->held[PARK_KEPT] &&
                view.held_meanwhile == ticket->held[PARK_MEANWHILE],
            "parked time is counted wrongly (D-07)");
        SAY(view.rated == ticket->rated && !view.score == !ticket->rated, "a rating is another");
    }
    return NULL;
}
