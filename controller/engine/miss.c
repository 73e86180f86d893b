/* SPDX-License-Identifier: Apache-2.0 */
/*
 * miss - called and not there (R-C1), and back again (R-C2).
 */
#include <assert.h>

#include "engine/dispatch.h"
#include "engine/rules.h"

/* R-C1: called often and long enough. When no further call is allowed, the calls suffice. */
static enum refusal may_miss(struct act *act, const struct ticket *ticket)
{
    const struct rules_def *rules = &act->hall->def->rules;
    if (ticket->unprinted)
        return REFUSED_NOT; /* D-21: without paper they may never have known their number */
    msec patience = ticket->called + rules->miss_after_s * SECOND;
    if (ticket->calls < rules->miss_calls && ticket->calls < rules->recall_max)
        return refuse_until(act, REFUSED_CALL_MORE, patience);
    if (act->now < patience)
        return refuse_until(act, REFUSED_CALL_MORE, patience);
    return REFUSED_NOT;
}

/* R-C2: may who was missed so often not come back? */
static bool is_final(const struct rules_def *rules, uint8_t times)
{
    return times && (rules->return_policy == RETURN_VOID || times > rules->return_max);
}

enum refusal rule_miss(struct act *act)
{
    struct hall *hall = act->hall;
    uint32_t slot;
    enum refusal no = subject(act, ACTION_MISS, &slot);
    if (!no)
        no = may_miss(act, &hall->tickets[slot]);
    if (no)
        return no;
    emit_missed(act, slot);
    return REFUSED_NOT;
}

void emit_missed(struct act *act, uint32_t slot)
{
    const struct hall *hall = act->hall;
    const struct rules_def *rules = &hall->def->rules;
    uint8_t times = (uint8_t)(hall->tickets[slot].misses + 1);
    bool final = is_final(rules, times);
    struct fact fact = {.kind = FACT_KIND_MISSED};
    fact.missed.ticket = slot_id(hall, slot).n;
    fact.missed.target = act_target(act)->id.n;
    fact.missed.times = times;
    fact.missed.state = final ? TICKET_VOIDED : TICKET_MISSED;
    emit(act, &fact);
    announce_missed(act, slot);
}

void apply_missed(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->missed.ticket);
    uint16_t index = fact_target(hall, fact->missed.target);
    bool final = fact->missed.state == TICKET_VOIDED;
    assert(hall->targets[index].ticket == slot);
    assert(fact->missed.times == hall->tickets[slot].misses + 1);
    move_ticket(hall, slot, final ? ACTION_VOID : ACTION_MISS, fact->at);
    hall->tickets[slot].misses = fact->missed.times;
    hall->tickets[slot].ended = fact->at;
    hall->tickets[slot].void_reason = VOID_NONE;
    if (!final)
        link_list_add(&hall->missed, hall->links, slot);
    move_target(hall, index, WINDOW_DO_RELEASE, fact->at);
    digest_ticket(hall, slot);
    digest_target(hall, index);
}

uint16_t still_sent(const struct hall *hall, const struct ticket *ticket)
{
    const struct target *target = &hall->targets[ticket->sent];
    bool gone = ticket->sent && target->def && target->state == WINDOW_CLOSED;
    return gone ? 0 : ticket->sent;
}

/* Whoever came back as returned and is missed has used that up (D-19). */
static uint8_t class_after(const struct ticket *ticket, const struct ticket_place *place)
{
    if (place->returned)
        return CLASS_RETURNED;
    return ticket->ticket_class == CLASS_RETURNED ? (uint8_t)CLASS_NORMAL : ticket->ticket_class;
}

bool may_come_back(const struct ticket *ticket)
{
    return ticket->state == TICKET_MISSED ||
           (ticket->state == TICKET_PARKED && ticket->park_kind == PARK_AWAY);
}

const struct ticket_queue *queue_back(const struct hall *hall, const struct ticket *ticket)
{
    uint16_t sent = still_sent(hall, ticket);
    return sent ? &hall->targets[sent].queue : &hall->services[ticket->service].queue;
}

struct ticket_place place_back(const struct hall *hall, const struct ticket *ticket, msec now,
                               uint8_t *places)
{
    const struct rules_def *rules = &hall->def->rules;
    const struct ticket_queue *queue = queue_back(hall, ticket);
    const struct ticket_place none = {0};
    uint8_t again = class_after(ticket, &none);
    *places = 0;
    if (ticket->state == TICKET_PARKED)
        return dispatch_place(hall, ticket->service, CLASS_RETURNED, false, now);
    if (rules->return_policy == RETURN_PLACES && rules->return_places)
        return dispatch_behind(hall, queue, ticket->service, again, rules->return_places, now,
                               places);
    return dispatch_tail(hall, queue, ticket->service, again, now);
}

static void emit_rejoined(struct act *act, uint32_t slot)
{
    struct hall *hall = act->hall;
    const struct ticket *ticket = &hall->tickets[slot];
    uint8_t places;
    const struct ticket_place place = place_back(hall, ticket, act->now, &places);
    struct fact fact = {.kind = FACT_KIND_REJOINED};
    fact.rejoined = (struct fact_rejoined){
        .ticket = slot_id(hall, slot).n,
        .joined = place.joined,
        .key = place.key,
        .order = place.order,
        .ticket_class = class_after(ticket, &place),
        .places = places,
        .to = hall->targets[still_sent(hall, ticket)].id.n,
    };
    copy_who(fact.rejoined.who, sizeof(fact.rejoined.who), acting(act));
    emit(act, &fact);
    answer(act, slot);
    act->result->ahead = hall_ahead(hall, act->result->ticket);
}

enum refusal rejoin_away(struct act *act, uint32_t slot)
{
    emit_rejoined(act, slot);
    return REFUSED_NOT;
}

enum refusal rule_rejoin(struct act *act)
{
    uint32_t slot = ticket_slot(act->hall, act->command->ticket);
    if (!slot)
        return REFUSED_UNKNOWN_TICKET;
    answer(act, slot);
    const struct ticket *ticket = &act->hall->tickets[slot];
    if (ticket->state == TICKET_VOIDED && is_final(&act->hall->def->rules, ticket->misses))
        return REFUSED_TWICE_MISSED;
    if (!may_come_back(ticket))
        return REFUSED_WRONG_STATE;
    emit_rejoined(act, slot);
    return REFUSED_NOT;
}

void apply_rejoined(struct hall *hall, const struct fact *fact)
{
    const struct fact_rejoined *rejoined = &fact->rejoined;
    uint32_t slot = fact_slot(hall, rejoined->ticket);
    struct ticket *ticket = &hall->tickets[slot];
    assert(ticket->state == TICKET_MISSED || !parked_here(ticket));
    if (ticket->state == TICKET_MISSED)
        link_list_remove(&hall->missed, hall->links, slot);
    move_ticket(hall, slot, ACTION_REJOIN, fact->at);
    ticket->ticket_class = rejoined->ticket_class;
    ticket->sent = rejoined->to ? fact_target(hall, rejoined->to) : 0;
    ticket->calls = 0;
    ticket->ended = 0;
    const struct ticket_place place = {
        .key = rejoined->key,
        .joined = rejoined->joined,
        .order = rejoined->order,
        .returned = rejoined->ticket_class == CLASS_RETURNED,
    };
    queue_join(hall, slot, &place);
    digest_ticket(hall, slot);
}
