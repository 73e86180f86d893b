/* SPDX-License-Identifier: Apache-2.0 */
/*
 * call - the next one, and the same one again.
 */
#include <assert.h>

#include "engine/dispatch.h"
#include "engine/rules.h"

bool target_unsigned(const struct hall *hall, uint16_t index)
{
    const struct target *target = &hall->targets[index];
    return hall->def->rules.sign_on && target->def && !target->staff;
}

bool nobody_signed_on(const struct act *act)
{
    return target_unsigned(act->hall, act->index);
}

enum refusal may_free(const struct act *act)
{
    const struct target *target = act_target(act);
    if (nobody_signed_on(act))
        return REFUSED_NOT_SIGNED_ON;
    if (target->state == WINDOW_CALLING)
        return REFUSED_WINDOW_BUSY; /* recall or miss it first: two keys never call twice */
    if (target->state == WINDOW_SERVING && target->next == NEXT_REFUSE)
        return REFUSED_WINDOW_BUSY; /* D-05 */
    return REFUSED_NOT;
}

static void finish_for_next(struct act *act)
{
    assert(act_target(act)->state == WINDOW_SERVING && act_target(act)->ticket);
    if (journey_goes_on(act, act_target(act)->ticket)) {
        journey_go_on(act, act_target(act)->ticket);
        act->result->verb = VERB_NONE; /* the key's: the call, which names another ticket */
        return;
    }
    struct fact fact = {.kind = FACT_KIND_FINISHED};
    fact.finished.ticket = slot_id(act->hall, act_target(act)->ticket).n;
    fact.finished.target = act_target(act)->id.n;
    fact.finished.items = act->hall->tickets[act_target(act)->ticket].items;
    copy_who(fact.finished.clerk, sizeof(fact.finished.clerk), acting(act));
    emit(act, &fact);
}

void free_target(struct act *act)
{
    const struct target *target = act_target(act);
    struct fact fact = {0};
    if (target->state == WINDOW_SERVING)
        finish_for_next(act);
    if (target->state == WINDOW_RATING) {
        fact.kind = FACT_KIND_RATING_CLOSED;
        fact.rating_closed.target = target->id.n;
        fact.rating_closed.ticket = slot_id(act->hall, target->ticket).n;
        emit(act, &fact);
    }
    if (target->state == WINDOW_PAUSED) { /* R-B7; also a pause that only now began */
        fact = (struct fact){.kind = FACT_KIND_WINDOW_RESUMED};
        fact.window_resumed.target = target->id.n;
        emit(act, &fact);
    }
    if (target->state == WINDOW_CLOSED) { /* D-43: the day's first call signs on */
        fact = (struct fact){.kind = FACT_KIND_WINDOW_OPENED};
        fact.window_opened.target = target->id.n;
        copy_who(fact.window_opened.clerk, sizeof(fact.window_opened.clerk), acting(act));
        emit(act, &fact);
    }
    assert(target->state == WINDOW_IDLE);
}

/* Nobody waits: the key still does its first half, which is what the clerk means. A window
 * opens, resumes, or is done with its visitor; else the answer is EMPTY. */
static enum refusal call_nobody(struct act *act)
{
    struct target *target = act_target(act);
    uint8_t state = target->state;
    if (state == WINDOW_IDLE || state == WINDOW_RATING)
        return REFUSED_EMPTY;
    if (state == WINDOW_SERVING) {
        act->result->verb = VERB_FINISH;
        return rule_finish(act);
    }
    act->result->verb = state == WINDOW_PAUSED ? VERB_RESUME : VERB_OPEN;
    free_target(act);
    return REFUSED_NOT;
}

void emit_called(struct act *act, struct dispatch_choice choice)
{
    struct hall *hall = act->hall;
    assert(choice.slot && act_target(act)->state == WINDOW_IDLE);
    struct fact fact = {.kind = FACT_KIND_CALLED};
    fact.called = (struct fact_called){
        .ticket = slot_id(hall, choice.slot).n,
        .target = act_target(act)->id.n,
        .call = act_target(act)->call + 1,
        .announce = hall->announced + 1,
        .key = choice.key,
        .runner_up = slot_id(hall, choice.runner_up).n,
        .runner_key = choice.runner_key,
        .why = choice.why,
        .turn = choice.turn,
    };
    if (choice.why == CALL_WHY_NAMED) {
        fact.called.reason = (uint8_t)act->arg;
        copy_who(fact.called.text, sizeof(fact.called.text), act->command->text);
    }
    copy_who(fact.called.clerk, sizeof(fact.called.clerk), acting(act));
    emit(act, &fact);
    answer(act, choice.slot);
    announce_next(act);
}

enum refusal rule_call_next(struct act *act)
{
    if (act->command->ticket.n)
        return REFUSED_MALFORMED; /* a named call is another right */
    enum refusal no = may_free(act);
    if (no) {
        if (act_target(act)->ticket)
            answer(act, act_target(act)->ticket);
        return no;
    }
    struct dispatch_choice choice = dispatch_next(act->hall, act->index, act->now);
    uint32_t expect = act->command->expect;
    if (expect && expect != slot_id(act->hall, choice.slot).n) { /* D-08 */
        if (choice.slot)
            answer(act, choice.slot);
        return REFUSED_STALE;
    }
    if (!choice.slot)
        return call_nobody(act);
    bool goes_on =
        act_target(act)->state == WINDOW_SERVING && journey_goes_on(act, act_target(act)->ticket);
    free_target(act);
    if (goes_on) /* its next step may be for this very window */
        choice = dispatch_next(act->hall, act->index, act->now);
    emit_called(act, choice);
    return REFUSED_NOT;
}

/* D-07: back at the window where it was parked, at once. */
static uint32_t parked_choice(const struct act *act)
{
    uint32_t wanted = act->command->ticket.n;
    return wanted ? ticket_slot(act->hall, act->command->ticket) : act_target(act)->parked.head;
}

enum refusal rule_return(struct act *act)
{
    uint32_t slot = parked_choice(act);
    if (!slot)
        return act->command->ticket.n ? REFUSED_UNKNOWN_TICKET : REFUSED_NO_TICKET;
    const struct ticket *ticket = &act->hall->tickets[slot];
    answer(act, slot);
    if (ticket->state != TICKET_PARKED)
        return REFUSED_WRONG_STATE;
    if (ticket->park_kind == PARK_AWAY)
        return rejoin_away(act, slot);
    if (ticket->target != act->index)
        return REFUSED_NOT_SERVED_HERE; /* its papers lie elsewhere */
    enum refusal no = may_free(act);
    if (no)
        return no;
    free_target(act);
    emit_called(act, (struct dispatch_choice){.slot = slot,
                                              .key = act->hall->nodes[slot].place.key,
                                              .why = CALL_WHY_RETURN,
                                              .turn = act_target(act)->turn});
    return REFUSED_NOT;
}

void apply_called(struct hall *hall, const struct fact *fact)
{
    const struct fact_called *called = &fact->called;
    uint32_t slot = fact_slot(hall, called->ticket);
    uint16_t index = fact_target(hall, called->target);
    struct ticket *ticket = &hall->tickets[slot];
    struct target *target = &hall->targets[index];
    assert(!target->ticket && called->call == target->call + 1);

    if (ticket->state == TICKET_WAITING)
        queue_leave(hall, slot);
    else if (ticket->state == TICKET_MISSED) /* named */
        link_list_remove(&hall->missed, hall->links, slot);
    else if (parked_here(ticket))
        link_list_remove(&target->parked, hall->links, slot);
    move_ticket(hall, slot, ACTION_CALL, fact->at);
    ticket->target = index;
    move_target(hall, index, WINDOW_DO_CALL, fact->at);
    target->ticket = slot;
    target->call = called->call;
    target->turn = called->turn;
    target->order = ++hall->calls;

    bool papers = ticket->of || (target->def && target->def->kind == WINDOW_KIND_PICKUP);
    uint8_t kind = ticket->transferred ? ANNOUNCE_TRANSFER : ANNOUNCE_CALL;
    if (papers) /* v.pickup */
        kind = ANNOUNCE_PICK_UP;
    if (called->why == CALL_WHY_RETURN)
        kind = ANNOUNCE_RETURN;
    announce_add(hall, called->announce, kind, index, slot, fact->at);
    assert(target->state == WINDOW_CALLING && ticket->state == TICKET_CALLED);
    digest_ticket(hall, slot);
    digest_target(hall, index);
}

enum refusal rule_recall(struct act *act)
{
    struct hall *hall = act->hall;
    uint32_t slot;
    enum refusal no = subject(act, ACTION_RECALL, &slot);
    if (no)
        return no;
    const struct rules_def *rules = &hall->def->rules;
    const struct ticket *ticket = &hall->tickets[slot];
    if (ticket->calls >= rules->recall_max)
        return REFUSED_TOO_OFTEN;
    msec again = ticket->recalled + rules->recall_spacing_s * SECOND;
    if (act->now < again)
        return refuse_until(act, REFUSED_TOO_SOON, again);

    struct fact fact = {.kind = FACT_KIND_RECALLED};
    fact.recalled = (struct fact_recalled){
        .ticket = slot_id(hall, slot).n,
        .target = act_target(act)->id.n,
        .call = act_target(act)->call + 1,
        .announce = hall->announced + 1,
        .calls = (uint8_t)(ticket->calls + 1),
        .last = ticket->calls + 1 == rules->recall_max,
    };
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_recalled(struct hall *hall, const struct fact *fact)
{
    const struct fact_recalled *recalled = &fact->recalled;
    uint32_t slot = fact_slot(hall, recalled->ticket);
    uint16_t index = fact_target(hall, recalled->target);
    struct target *target = &hall->targets[index];
    assert(target->ticket == slot && recalled->call == target->call + 1);

    move_ticket(hall, slot, ACTION_RECALL, fact->at);
    move_target(hall, index, WINDOW_DO_RECALL, fact->at);
    target->call = recalled->call;
    target->order = ++hall->calls;
    announce_add(hall, recalled->announce, recalled->last ? ANNOUNCE_LAST : ANNOUNCE_RECALL, index,
                 slot, fact->at);
    digest_ticket(hall, slot);
    digest_target(hall, index);
}
