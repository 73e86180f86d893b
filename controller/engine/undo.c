/* SPDX-License-Identifier: Apache-2.0 */
/*
 * undo - the last command of a window is taken back (D-20).
 *
 * Tickets go back newest first: what was called makes room for what was finished for
 * it. Each fact leaves a hall that makes sense. What does not go back: the counters of
 * calls and announcements (a number once said was said), the samples of R-W2, and a
 * window that the command opened, since people may have been sent there meanwhile.
 */
#include "engine/undo.h"

#include <assert.h>

#include "engine/rules.h"

/* ---- the picture ---- */

static struct undo_target picture(const struct target *target)
{
    return (struct undo_target){
        .state = target->state,
        .pause_reason = target->pause_reason,
        .turn = target->turn,
        .ticket = target->ticket,
        .last = target->last,
        .since = target->since,
    };
}

void undo_begin(struct act *act)
{
    if (act->index)
        act->before = picture(act_target(act));
}

/* The ticket that a window's fact is about; 0 = none, or only told about it. */
static uint32_t changed(const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_KIND_CALLED:
        return fact->called.ticket;
    case FACT_KIND_RECALLED:
        return fact->recalled.ticket;
    case FACT_KIND_STARTED:
        return fact->started.ticket;
    case FACT_KIND_FINISHED:
        return fact->finished.ticket;
    case FACT_KIND_MISSED:
        return fact->missed.ticket;
    case FACT_KIND_PARKED:
        return fact->parked.ticket;
    case FACT_KIND_TRANSFERRED:
        return fact->transferred.ticket;
    case FACT_KIND_REJOINED:
        return fact->rejoined.ticket;
    case FACT_KIND_ITEM_ADDED:
        return fact->item_added.ticket;
    default:
        return 0;
    }
}

enum effect { KEEPS, CAN_UNDO, FORGETS };

/* Whether it can be taken back; else whether it is an act of the window at all. */
static enum effect effect_of(uint8_t verb)
{
    switch (verb) {
    case VERB_CALL_NEXT:
    case VERB_RECALL:
    case VERB_START:
    case VERB_FINISH:
    case VERB_MISS:
    case VERB_TRANSFER:
    case VERB_PARK:
    case VERB_RETURN:
    case VERB_PAUSE:
    case VERB_RESUME:
    case VERB_CALL_NAMED:
    case VERB_ADD_ITEM:
    case VERB_NEXT_STEP:
        return CAN_UNDO;
    case VERB_OPEN:
    case VERB_CLOSE:
    case VERB_VOID:
    case VERB_UNDO:
    case VERB_SIGN_ON:
    case VERB_SIGN_OFF:
    case VERB_PICK_UP:
        return FORGETS;
    default:
        return KEEPS; /* a rating, a slip, a call for help: beside what the window does */
    }
}

/* A rule that emits is not refused any more, so the picture before may go. */
void undo_note(struct act *act, const struct fact *fact)
{
    struct undo *undo = &act->hall->undos[act->index];
    if (!act->index || effect_of(act->verb) != CAN_UNDO)
        return;
    if (act->facts->count == 1) {
        undo->count = 0;
        undo->announce = 0;
    }
    if (fact->kind == FACT_KIND_CALLED)
        undo->announce = fact->called.announce;
    if (fact->kind == FACT_KIND_RECALLED)
        undo->announce = fact->recalled.announce;
    if (fact->kind == FACT_KIND_ANNOUNCED && fact->announced.kind == ANNOUNCE_MISSED)
        undo->announce = fact->announced.announce;
    uint32_t slot = ticket_slot(act->hall, (ticket_id){changed(fact)});
    for (uint8_t i = 0; i < undo->count; i++)
        if (undo->tickets[i].slot == slot)
            return;
    if (!slot || undo->count == UNDO_TICKETS_MAX)
        return;
    struct undo_ticket *ticket = &undo->tickets[undo->count++];
    ticket->slot = slot;
    ticket->ticket = act->hall->tickets[slot];
    ticket->place = act->hall->nodes[slot].place;
}

void undo_end(struct act *act)
{
    struct undo *undo = &act->hall->undos[act->index];
    uint8_t verb = act->result->verb ? act->result->verb : act->verb;
    enum effect effect = effect_of(verb);
    if (!act->index || effect == KEEPS)
        return;
    undo->verb = effect == CAN_UNDO ? verb : (uint8_t)VERB_NONE;
    undo->at = act->now;
    undo->before = act->before;
    undo->after = picture(act_target(act));
    for (uint8_t i = 0; i < undo->count; i++)
        undo->tickets[i].acted = act->hall->tickets[undo->tickets[i].slot].acted;
}

/* ---- the rule ---- */

/* A rating that ran out meanwhile is nobody's act. */
static bool target_untouched(const struct target *target, const struct undo_target *after)
{
    bool closed = after->state == WINDOW_RATING &&
                  (target->state == WINDOW_IDLE || target->state == WINDOW_PAUSED);
    if (closed)
        return target->pause_reason == after->pause_reason && target->last == after->last;
    return target->state == after->state && target->ticket == after->ticket &&
           target->pause_reason == after->pause_reason;
}

static enum refusal may_undo(const struct act *act, const struct undo *undo)
{
    const struct hall *hall = act->hall;
    if (!undo->verb)
        return REFUSED_NOTHING_TO_UNDO;
    if (act->now > undo->at + hall->def->rules.undo_s * SECOND)
        return REFUSED_TOO_LATE;
    if (!target_untouched(act_target(act), &undo->after))
        return REFUSED_TOUCHED;
    for (uint8_t i = 0; i < undo->count; i++)
        if (hall->tickets[undo->tickets[i].slot].acted != undo->tickets[i].acted)
            return REFUSED_TOUCHED; /* rated, rejoined, called elsewhere, voided … */
    return REFUSED_NOT;
}

static void emit_undone(struct act *act, const struct undo *undo)
{
    struct fact fact = {.kind = FACT_KIND_UNDONE};
    fact.undone.target = act_target(act)->id.n;
    fact.undone.verb = undo->verb;
    fact.undone.announce = undo->announce;
    copy_who(fact.undone.clerk, sizeof(fact.undone.clerk), acting(act));
    emit(act, &fact);
}

static void emit_ticket_back(struct act *act, const struct undo_ticket *back)
{
    const struct hall *hall = act->hall;
    const struct ticket *was = &back->ticket;
    struct fact fact = {.kind = FACT_KIND_TICKET_BACK};
    fact.ticket_back = (struct fact_ticket_back){
        .ticket = slot_id(hall, back->slot).n,
        .state = was->state,
        .target = hall->targets[was->target].id.n,
        .service = hall->services[was->service].def->id.n,
        .sent = hall->targets[still_sent(hall, was)].id.n,
        .ticket_class = was->ticket_class,
        .calls = was->calls,
        .misses = was->misses,
        .score = was->score,
        .park_kind = was->park_kind,
        .transferred = was->transferred,
        .step = was->step,
        .home = hall->targets[was->home].id.n,
        .items = was->items,
        .called = was->called,
        .recalled = was->recalled,
        .started = was->started,
        .ended = was->ended,
        .served = was->served,
        .joined = back->place.joined,
        .key = back->place.key,
        .order = back->place.order,
        .returned = back->place.returned,
        .parked = was->parked,
        .held_away = was->held[PARK_AWAY],
        .held_kept = was->held[PARK_KEPT],
        .held_meanwhile = was->held[PARK_MEANWHILE],
    };
    emit(act, &fact);
}

/* Nothing is said of a window that the command left alone, or that is right already. */
static void emit_target_back(struct act *act, const struct undo_target *was)
{
    const struct target *target = act_target(act);
    struct fact fact = {.kind = FACT_KIND_TARGET_BACK};
    struct undo_target back = *was;
    if (back.state == WINDOW_CLOSED && target->state != WINDOW_CLOSED) {
        back.state = WINDOW_IDLE;
        back.since = act->now;
    }
    fact.target_back = (struct fact_target_back){
        .target = target->id.n,
        .state = back.state,
        .pause_reason = back.pause_reason,
        .ticket = slot_id(act->hall, back.ticket).n,
        .last = slot_id(act->hall, back.last).n,
        .since = back.since,
        .turn = back.turn,
    };
    if (target->state != back.state || target->pause_reason != back.pause_reason ||
        target->ticket != back.ticket || target->last != back.last || target->turn != back.turn ||
        target->since != back.since)
        emit(act, &fact);
}

enum refusal rule_undo(struct act *act)
{
    const struct undo undo = act->hall->undos[act->index];
    enum refusal no = may_undo(act, &undo);
    if (undo.verb && undo.count)
        answer(act, undo.tickets[undo.count - 1].slot);
    if (no)
        return no;
    emit_undone(act, &undo);
    for (uint8_t i = undo.count; i-- > 0;)
        emit_ticket_back(act, &undo.tickets[i]);
    emit_target_back(act, &undo.before);
    return REFUSED_NOT;
}

/* ---- the facts ---- */

void apply_undone(struct hall *hall, const struct fact *fact)
{
    uint32_t id = fact->undone.announce;
    struct announce_view *announce = &hall->announces[id % HALL_ANNOUNCES_MAX];
    if (id && announce->id == id)
        announce->gone = true;
}

void apply_ticket_back(struct hall *hall, const struct fact *fact)
{
    const struct fact_ticket_back *back = &fact->ticket_back;
    uint32_t slot = fact_slot(hall, back->ticket);
    struct ticket next = hall->tickets[slot];
    uint16_t there = next.target; /* the window that it leaves changes, too */
    next.state = back->state;
    next.target = back->target ? fact_target(hall, back->target) : 0;
    next.service = (uint16_t)service_index(hall, (service_id){back->service});
    next.sent = back->sent ? fact_target(hall, back->sent) : 0;
    next.ticket_class = back->ticket_class;
    next.calls = back->calls;
    next.misses = back->misses;
    next.score = back->score;
    next.park_kind = back->park_kind;
    next.transferred = back->transferred;
    next.step = back->step;
    next.home = back->home ? fact_target(hall, back->home) : 0;
    next.items = back->items;
    next.called = back->called;
    next.recalled = back->recalled;
    next.started = back->started;
    next.ended = back->ended;
    next.served = back->served;
    next.parked = back->parked;
    next.held[PARK_AWAY] = back->held_away;
    next.held[PARK_KEPT] = back->held_kept;
    next.held[PARK_MEANWHILE] = back->held_meanwhile;
    const struct ticket_place place = {
        .key = back->key,
        .joined = back->joined,
        .order = back->order,
        .returned = back->returned,
    };
    put_ticket(hall, slot, &next, &place, fact->at);
    digest_ticket(hall, slot);
    if (there)
        digest_target(hall, there);
    if (next.target)
        digest_target(hall, next.target);
}

void apply_target_back(struct hall *hall, const struct fact *fact)
{
    const struct fact_target_back *back = &fact->target_back;
    uint16_t index = fact_target(hall, back->target);
    struct target *target = &hall->targets[index];
    put_target(hall, index, back->state, back->ticket ? fact_slot(hall, back->ticket) : 0,
               back->since);
    target->pause_reason = back->pause_reason;
    target->last = back->last ? fact_slot(hall, back->last) : 0;
    target->turn = back->turn;
    digest_target(hall, index);
}
