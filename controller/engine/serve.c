/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve - the visitor is at the window, is done, says how it was.
 */
#include <assert.h>

#include "engine/rules.h"

#define SCORE_MAX 5 /* R-E1 */

static void emit_started(struct act *act, uint32_t slot, bool implied)
{
    assert(act->hall->tickets[slot].state == TICKET_CALLED);
    assert(act->hall->tickets[slot].recalled <= act->now);
    struct fact fact = {.kind = FACT_KIND_STARTED};
    fact.started = (struct fact_started){
        .ticket = slot_id(act->hall, slot).n,
        .target = act_target(act)->id.n,
        /* D-05: without a key of its own the serving counts from the last call. */
        .at = implied ? act->hall->tickets[slot].recalled : act->now,
        .implied = implied,
    };
    emit(act, &fact);
}

enum refusal rule_start(struct act *act)
{
    uint32_t slot;
    enum refusal no = subject(act, ACTION_START, &slot);
    if (no)
        return no;
    emit_started(act, slot, false);
    return REFUSED_NOT;
}

void start_implied(struct act *act, uint32_t slot)
{
    if (act->hall->tickets[slot].state == TICKET_CALLED)
        emit_started(act, slot, true);
}

void apply_started(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->started.ticket);
    uint16_t index = fact_target(hall, fact->started.target);
    assert(hall->targets[index].ticket == slot);
    move_ticket(hall, slot, ACTION_START, fact->started.at);
    move_target(hall, index, WINDOW_DO_START, fact->started.at);
    digest_ticket(hall, slot);
    digest_target(hall, index);
}

/* R-E3: nobody is made to rate, and nobody is asked by a clock. */
static bool asks_for_rating(const struct act *act)
{
    bool quietly = act->verb == VERB_FINISH && act->arg & FINISH_QUIETLY;
    return act->hall->def->rules.rating_s > 0 && !quietly && act->verb != VERB_TICK;
}

enum refusal rule_finish(struct act *act)
{
    uint32_t slot;
    enum refusal no = subject(act, ACTION_FINISH, &slot);
    if (no)
        return no;
    start_implied(act, slot);
    if (journey_goes_on(act, slot)) {
        journey_go_on(act, slot);
        return REFUSED_NOT;
    }
    struct fact fact = {.kind = FACT_KIND_FINISHED};
    fact.finished.ticket = slot_id(act->hall, slot).n;
    fact.finished.target = act_target(act)->id.n;
    fact.finished.items = act->hall->tickets[slot].items;
    fact.finished.rating = asks_for_rating(act);
    copy_who(fact.finished.clerk, sizeof(fact.finished.clerk), acting(act));
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_finished(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->finished.ticket);
    uint16_t index = fact_target(hall, fact->finished.target);
    struct target *target = &hall->targets[index];
    struct ticket *ticket = &hall->tickets[slot];
    assert(target->ticket == slot);
    move_ticket(hall, slot, ACTION_FINISH, fact->at);
    move_target(hall, index, fact->finished.rating ? WINDOW_DO_FINISH : WINDOW_DO_RELEASE,
                fact->at);
    assert(ticket->state == TICKET_SERVED && ticket->target == index);
    target->last = slot;
    samples_add(&hall->services[ticket->service], ticket->served);
    digest_ticket(hall, slot);
    digest_target(hall, index);
}

/* The ticket named, or the one that the window finished last: also after it moved on (R-E8). */
static uint32_t rated_slot(const struct act *act)
{
    if (act->command->ticket.n)
        return ticket_slot(act->hall, act->command->ticket);
    return act->index ? act_target(act)->last : 0;
}

msec rating_until(const struct hall *hall, const struct ticket *ticket)
{
    msec change = hall->def->rules.rating_change_min * MINUTE;
    return change ? ticket->rated + change : 0;
}

/* Once, and changeable for a while; by whichever of its channels (R-E8). */
bool may_rate(const struct hall *hall, const struct ticket *ticket, bool by_slip, msec now)
{
    msec open = hall->def->rules.rating_slip_min * MINUTE;
    if (ticket->score)
        return now <= rating_until(hall, ticket);
    return !by_slip || !open || now <= ticket->ended + open;
}

enum refusal rule_rate(struct act *act)
{
    struct hall *hall = act->hall;
    uint32_t slot = rated_slot(act);
    if (!slot)
        return act->command->ticket.n ? REFUSED_UNKNOWN_TICKET : REFUSED_NO_TICKET;
    answer(act, slot);
    const struct ticket *ticket = &hall->tickets[slot];
    if (act->arg < 1 || act->arg > SCORE_MAX || act->command->arg2 > UINT8_MAX)
        return REFUSED_MALFORMED;
    if (ticket->state != TICKET_SERVED)
        return REFUSED_WRONG_STATE;
    if (act->index && ticket->target != act->index)
        return REFUSED_NOT_SERVED_HERE; /* R-E3: a window's pad speaks for no other window */
    bool by_slip = act->command->source == SOURCE_KIOSK;
    if (!may_rate(hall, ticket, by_slip, act->now))
        return by_slip ? REFUSED_RATING_OVER : REFUSED_RATED;

    uint16_t index = ticket->target;
    assert(index); /* it was served somewhere */
    struct fact fact = {.kind = FACT_KIND_RATED};
    fact.rated.ticket = slot_id(hall, slot).n;
    fact.rated.target = hall->targets[index].id.n;
    fact.rated.score = (uint8_t)act->arg;
    fact.rated.reason = (uint8_t)act->command->arg2;
    fact.rated.source = act->command->source;
    emit(act, &fact);
    /* The question is answered: the window does not wait out its time. */
    if (hall->targets[index].state == WINDOW_RATING && hall->targets[index].ticket == slot) {
        fact = (struct fact){.kind = FACT_KIND_RATING_CLOSED};
        fact.rating_closed.target = hall->targets[index].id.n;
        fact.rating_closed.ticket = slot_id(hall, slot).n;
        emit(act, &fact);
    }
    return REFUSED_NOT;
}

void apply_rated(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->rated.ticket);
    struct ticket *ticket = &hall->tickets[slot];
    assert(ticket->state == TICKET_SERVED);
    if (!ticket->score)
        ticket->rated = fact->at;
    ticket->score = fact->rated.score;
    ticket->acted++;
    digest_ticket(hall, slot);
}

void apply_rating_closed(struct hall *hall, const struct fact *fact)
{
    uint16_t index = fact_target(hall, fact->rating_closed.target);
    assert(hall->targets[index].state == WINDOW_RATING);
    move_target(hall, index, WINDOW_DO_RATED, fact->at);
    digest_target(hall, index);
}
