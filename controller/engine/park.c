/* SPDX-License-Identifier: Apache-2.0 */
/*
 * park - the visitor steps aside for a while (D-07). Their return is in call.c and,
 * for those who were away, in miss.c.
 */
#include <assert.h>

#include "engine/rules.h"

enum refusal rule_park(struct act *act)
{
    struct hall *hall = act->hall;
    uint32_t slot;
    if (!act->arg || act->arg >= PARK_KIND_COUNT)
        return REFUSED_MALFORMED;
    enum refusal no = subject(act, ACTION_PARK, &slot);
    if (no)
        return no;
    if (act->arg != PARK_AWAY && act_target(act)->parked.count >= hall->def->rules.parked_max)
        return REFUSED_PARKED_FULL;

    start_implied(act, slot);
    struct fact fact = {.kind = FACT_KIND_PARKED};
    fact.parked.ticket = slot_id(hall, slot).n;
    fact.parked.target = act_target(act)->id.n;
    fact.parked.kind = (uint8_t)act->arg;
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_parked(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->parked.ticket);
    uint16_t index = fact_target(hall, fact->parked.target);
    assert(hall->targets[index].ticket == slot);
    move_ticket(hall, slot, ACTION_PARK, fact->at);
    hall->tickets[slot].park_kind = fact->parked.kind;
    assert(hall->tickets[slot].target == index);
    if (parked_here(&hall->tickets[slot]))
        link_list_add(&hall->targets[index].parked, hall->links, slot);
    move_target(hall, index, WINDOW_DO_RELEASE, fact->at);
    digest_ticket(hall, slot);
    digest_target(hall, index);
}
