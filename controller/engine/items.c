/* SPDX-License-Identifier: Apache-2.0 */
/*
 * items - several businesses on one ticket (一票多业务): the visit is one, its work is
 * counted.
 */
#include "engine/rules.h"

enum refusal rule_add_item(struct act *act)
{
    uint32_t slot;
    uint32_t item = act->command->item ? act->command->item : act->arg;
    if (item > UINT16_MAX)
        return REFUSED_MALFORMED;
    enum refusal no = subject(act, ACTION_FINISH, &slot); /* who may be finished is served */
    if (no)
        return no;
    if (act->hall->tickets[slot].items >= act->hall->def->rules.items_max)
        return REFUSED_ITEMS_FULL;
    start_implied(act, slot);
    struct fact fact = {.kind = FACT_KIND_ITEM_ADDED};
    fact.item_added.ticket = slot_id(act->hall, slot).n;
    fact.item_added.target = act_target(act)->id.n;
    fact.item_added.item = (uint16_t)item;
    fact.item_added.items = (uint8_t)(act->hall->tickets[slot].items + 1);
    copy_who(fact.item_added.clerk, sizeof(fact.item_added.clerk), acting(act));
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_item_added(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->item_added.ticket);
    hall->tickets[slot].items = fact->item_added.items;
    hall->tickets[slot].acted++;
    digest_ticket(hall, slot);
}
