/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journey - several steps, one number (R-M10), and papers that are picked up on a later day.
 *
 *     steps: [1, 2, 3]                window of 1 -> queue of 2 -> queue of 3, end
 *     steps: [1, 2, 3], back: true    window of 1 -> 2 -> the same window -> 3, end
 *
 * Whoever finishes a ticket that has a further step sends it there: the key, the verb and
 * the finish in "call next" mean "done here", and only the last step ends the visit. FINISH
 * with FINISH_EARLY ends it early.
 */
#include <assert.h>

#include "domain/calendar.h"
#include "engine/dispatch.h"
#include "engine/rules.h"

const struct journey_def *journey_of(const struct hall *hall, uint16_t id)
{
    for (uint32_t i = 0; i < hall->def->journey_count && id; i++)
        if (hall->def->journeys[i].id == id)
            return &hall->def->journeys[i];
    return NULL;
}

enum refusal journey_asked(struct act *act)
{
    const struct command *command = act->command;
    if (command->of.n && command->journey)
        return REFUSED_MALFORMED; /* a pick-up is one step */
    if (command->of.n)
        return pick_up_asked(act);
    const struct journey_def *journey = journey_of(act->hall, command->journey);
    if (command->journey && (!journey || journey->steps[0].n != command->service.n))
        return REFUSED_NO_STEP;
    return REFUSED_NOT;
}

/* Where a ticket goes when it is done here. */
struct leg {
    int32_t service; /* index; negative = nowhere */
    uint16_t to;     /* target index it is sent to; 0 = the queue */
    uint8_t step;
    bool away; /* it comes back to the window that it leaves */
};

static uint16_t still_open(const struct hall *hall, uint16_t index)
{
    const struct target *target = &hall->targets[index];
    return target->def && target->state == WINDOW_CLOSED ? 0 : index;
}

static struct leg leg_after(const struct hall *hall, const struct ticket *ticket)
{
    struct leg leg = {.service = -1};
    const struct journey_def *journey = journey_of(hall, ticket->journey);
    if (!journey || !ticket->step)
        return leg;
    if (ticket->home) { /* paid: back to the window that sent it, before the others there */
        leg.service = service_index(hall, journey->steps[0]);
        leg.to = still_open(hall, ticket->home);
        leg.step = ticket->step;
    } else if (ticket->step < journey->count) {
        leg.service = service_index(hall, journey->steps[ticket->step]);
        leg.step = (uint8_t)(ticket->step + 1);
        leg.away = journey->back && leg.step < journey->count;
    }
    return leg;
}

bool journey_goes_on(const struct act *act, uint32_t slot)
{
    bool early = act->verb == VERB_PICK_UP || (act->verb == VERB_FINISH && act->arg & FINISH_EARLY);
    return !early && leg_after(act->hall, &act->hall->tickets[slot]).service >= 0;
}

void journey_go_on(struct act *act, uint32_t slot)
{
    struct hall *hall = act->hall;
    const struct ticket *ticket = &hall->tickets[slot];
    struct leg leg = leg_after(hall, ticket);
    assert(leg.service >= 0 && act_target(act)->ticket == slot);
    uint16_t service = (uint16_t)leg.service;
    uint8_t ticket_class = transfer_class(ticket);
    uint8_t place_kind = ticket->home ? PLACE_HEAD : PLACE_BONUS;
    struct ticket_place place =
        ticket->home
            ? dispatch_head(hall, queue_of(hall, service, leg.to), service, ticket_class, act->now)
            : dispatch_place(hall, service, ticket_class, true, act->now);
    struct fact fact = {.kind = FACT_KIND_TRANSFERRED};
    fact.transferred = (struct fact_transferred){
        .ticket = slot_id(hall, slot).n,
        .from = act_target(act)->id.n,
        .service = hall->services[service].def->id.n,
        .to = hall->targets[leg.to].id.n,
        .place = place_kind,
        .joined = place.joined,
        .key = place.key,
        .order = place.order,
        .ticket_class = ticket_class,
        .step = leg.step,
        .back = leg.away ? act_target(act)->id.n : 0,
    };
    copy_who(fact.transferred.clerk, sizeof(fact.transferred.clerk), acting(act));
    emit(act, &fact);
    answer(act, slot);
    act->result->verb = VERB_NEXT_STEP;
    act->result->ahead = hall_ahead(hall, act->result->ticket);
}

enum refusal rule_next_step(struct act *act)
{
    uint32_t slot;
    enum refusal no = subject(act, ACTION_FINISH, &slot);
    if (no)
        return no;
    if (!act->hall->tickets[slot].journey)
        return REFUSED_NO_STEP;
    return rule_finish(act); /* after the last step this is the end */
}

void journey_take(struct hall *hall, struct ticket *ticket, const struct fact_transferred *moved)
{
    if (moved->step) /* a step is done: what it took counts for that service */
        samples_add(&hall->services[ticket->service], ticket->served);
    if (moved->step)
        ticket->step = moved->step;
    if (moved->step || moved->back)
        ticket->home = moved->back ? fact_target(hall, moved->back) : 0;
}

/* ---- pick-up on a later day ---- */

/* Only once: also not with a second ticket while the first one waits. */
enum refusal pick_up_asked(struct act *act)
{
    const struct hall *hall = act->hall;
    if (act->command->of.n >= hall->first)
        return REFUSED_UNKNOWN_TICKET; /* it was done on an earlier day, or never */
    for (uint32_t slot = 1; slot <= hall->issued; slot++) {
        const struct ticket *ticket = &hall->tickets[slot];
        bool gone = ticket->state == TICKET_CANCELLED || ticket->state == TICKET_VOIDED;
        if (ticket->of != act->command->of.n || gone)
            continue;
        answer(act, slot);
        return REFUSED_HAS_TICKET;
    }
    return REFUSED_NOT;
}

enum refusal rule_pick_up(struct act *act)
{
    struct hall *hall = act->hall;
    uint32_t slot, day = act->arg;
    int32_t service = service_index(hall, act->command->service);
    enum refusal no = subject(act, ACTION_FINISH, &slot);
    if (no)
        return no;
    if (!calendar_date_valid(day) || day <= hall->day)
        return REFUSED_MALFORMED;
    if (service < 0)
        return REFUSED_UNKNOWN_SERVICE;
    if (!hall->services[service].def->prefix[0])
        return REFUSED_NO_ISSUE; /* no ticket could be taken for it */
    no = rule_finish(act);
    assert(!no);
    struct fact fact = {.kind = FACT_KIND_PICK_UP};
    fact.pick_up.ticket = slot_id(hall, slot).n;
    fact.pick_up.day = day;
    fact.pick_up.service = act->command->service.n;
    emit(act, &fact);
    answer(act, slot);
    return REFUSED_NOT;
}

void apply_pick_up(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->pick_up.ticket);
    hall->tickets[slot].pick_up = fact->pick_up.day;
    digest_ticket(hall, slot);
}
