/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice - what moves no ticket and is kept for those who ask later: help was called, a slip
 * came out again, staff was at a kiosk; and that everybody leaves the building.
 */
#include <assert.h>

#include "engine/issue.h"
#include "engine/rules.h"

/* Whatever was meant, somebody calls: a reason that is not known is no reason to hang up. */
enum refusal rule_help(struct act *act)
{
    struct fact fact = {.kind = FACT_KIND_HELP};
    fact.help.target = act->command->target.n;
    fact.help.reason = act->arg < HELP_REASON_COUNT ? (uint8_t)act->arg : (uint8_t)HELP_GUIDE;
    copy_who(fact.help.device, sizeof(fact.help.device), act->command->who);
    emit(act, &fact);
    return REFUSED_NOT;
}

/* D-24, R-K8: the slip itself, or the card with which the ticket was taken. */
static bool is_holder(const struct act *act, const struct ticket *ticket)
{
    const struct command *command = act->command;
    uint32_t person = person_find(act->hall, command->id_a, command->id_b);
    return command->vouched || (person && person == ticket->person);
}

/* R-T2: number and place stay; the people before it are counted anew. */
enum refusal rule_reprint(struct act *act)
{
    uint32_t slot;
    enum refusal no = named_ticket(act, &slot);
    if (no)
        return no;
    const struct ticket *ticket = &act->hall->tickets[slot];
    if (!is_holder(act, ticket))
        return REFUSED_WRONG_CODE;
    if (lifecycle_final(ticket->state))
        return REFUSED_WRONG_STATE;
    struct fact fact = {.kind = FACT_KIND_REPRINTED};
    fact.reprinted.ticket = slot_id(act->hall, slot).n;
    copy_who(fact.reprinted.device, sizeof(fact.reprinted.device), act->command->who);
    emit(act, &fact);
    answer_slip(act, slot);
    return REFUSED_NOT;
}

/* It is no day's: who is in the building leaves it before the first number and after the
 * last, and a close of the day ends nothing. */
enum refusal rule_emergency(struct act *act)
{
    if (act->command->role != ROLE_MANAGER)
        return REFUSED_DENIED;
    if (act->arg >= EMERGENCY_COUNT)
        return REFUSED_MALFORMED;
    act->known = act->arg == act->hall->emergency;
    if (act->known)
        return REFUSED_NOT;
    struct fact fact = {.kind = FACT_KIND_EMERGENCY};
    fact.emergency.emergency = (uint8_t)act->arg;
    copy_who(fact.emergency.who, sizeof(fact.emergency.who), acting(act));
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_emergency(struct hall *hall, const struct fact *fact)
{
    assert(fact->emergency.emergency < EMERGENCY_COUNT);
    hall->emergency = fact->emergency.emergency;
}

enum refusal rule_maintain(struct act *act)
{
    const struct command *command = act->command;
    if (!command->staff)
        return REFUSED_NO_SESSION;
    if (!act->arg || act->arg >= MAINTENANCE_COUNT)
        return REFUSED_MALFORMED;
    struct fact fact = {.kind = FACT_KIND_MAINTAINED};
    fact.maintained.what = (uint8_t)act->arg;
    fact.maintained.staff = command->staff;
    copy_who(fact.maintained.device, sizeof(fact.maintained.device), command->text);
    emit(act, &fact);
    return REFUSED_NOT;
}
