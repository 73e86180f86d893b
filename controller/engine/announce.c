/* SPDX-License-Identifier: Apache-2.0 */
/*
 * announce - what is said besides calls: who is next, and who was missed.
 *
 * Both are for halls that want them (rules.announce_next, announce_missed). Whoever is next is told
 * once, when the one before them is called; who joins an empty queue is told nothing, since the
 * next thing said is their call. An undone call leaves it said: the person is still nearly next.
 */
#include <assert.h>

#include "engine/dispatch.h"
#include "engine/rules.h"
#include "engine/say.h"

static void emit_announced(struct act *act, uint8_t kind, uint32_t slot)
{
    struct fact fact = {.kind = FACT_KIND_ANNOUNCED};
    fact.announced.announce = act->hall->announced + 1;
    fact.announced.kind = kind;
    fact.announced.ticket = slot_id(act->hall, slot).n;
    fact.announced.target = act_target(act)->id.n;
    emit(act, &fact);
}

void announce_next(struct act *act)
{
    const struct hall *hall = act->hall;
    if (!hall->def->rules.announce_next)
        return;
    struct dispatch_choice choice = dispatch_next(hall, act->index, act->now);
    if (choice.slot && !hall->tickets[choice.slot].readied)
        emit_announced(act, ANNOUNCE_NEXT, choice.slot);
}

/* v.missed sends people to the desk to come back: whoever may not is told nothing. */
void announce_missed(struct act *act, uint32_t slot)
{
    if (act->hall->def->rules.announce_missed && act->hall->tickets[slot].state == TICKET_MISSED)
        emit_announced(act, ANNOUNCE_MISSED, slot);
}

void apply_announced(struct hall *hall, const struct fact *fact)
{
    const struct fact_announced *announced = &fact->announced;
    uint32_t slot = fact_slot(hall, announced->ticket);
    announce_add(hall, announced->announce, announced->kind, fact_target(hall, announced->target),
                 slot, fact->at);
    if (announced->kind != ANNOUNCE_NEXT)
        return;
    hall->tickets[slot].readied = true;
    digest_ticket(hall, slot);
}

const char *announce_objection(const struct hall *hall, const struct fact_announced *announced)
{
    SAY(hall->day, "the day is not open");
    SAY(ticket_slot(hall, (ticket_id){announced->ticket}), "there is no such ticket today");
    SAY(target_index(hall, (target_id){announced->target}), "the hall has no such window or room");
    SAY(announced->kind == ANNOUNCE_NEXT || announced->kind == ANNOUNCE_MISSED,
        "that is announced by a call");
    SAY(announced->announce && announced->announce == hall->announced + 1,
        "announcements are missing before it");
    return NULL;
}
