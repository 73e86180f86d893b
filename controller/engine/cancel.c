/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cancel - a visit ends before it was served: the citizen does not want it any more
 * (CANCELLED), or staff takes the number out of the hall and says why (VOIDED).
 *
 * Everybody of a service or window at once (R-C4) is a leader's or manager's act, who
 * confirms it by saying how many wait; and several commands: each voids so many as fit
 * and says in result.ahead how many wait still, so that no command makes facts without
 * bound.
 */
#include <assert.h>

#include "engine/dispatch.h"
#include "engine/rules.h"

#define VOID_EACH (FACTS_MAX - 1) /* one place stays free for the digest */

/* Out of whatever holds a ticket that is at no window. */
static void leave_places(struct hall *hall, uint32_t slot)
{
    struct ticket *ticket = &hall->tickets[slot];
    if (ticket->state == TICKET_WAITING)
        queue_leave(hall, slot);
    else if (ticket->state == TICKET_MISSED)
        link_list_remove(&hall->missed, hall->links, slot);
    else if (parked_here(ticket)) {
        link_list_remove(&hall->targets[ticket->target].parked, hall->links, slot);
        digest_target(hall, ticket->target);
    }
}

static void emit_voided(struct act *act, uint32_t slot, uint8_t reason)
{
    const struct ticket *ticket = &act->hall->tickets[slot];
    struct fact fact = {.kind = FACT_KIND_VOIDED};
    fact.voided.ticket = slot_id(act->hall, slot).n;
    fact.voided.target =
        ticket->state == TICKET_CALLED ? act->hall->targets[ticket->target].id.n : 0;
    fact.voided.reason = reason;
    copy_who(fact.voided.who, sizeof(fact.voided.who), act->command->who);
    copy_who(fact.voided.text, sizeof(fact.voided.text), act->command->text);
    emit(act, &fact);
}

/* Whoever is called or served is in somebody's hands; kept papers lie at a window. */
static bool may_cancel(const struct ticket *ticket)
{
    return lifecycle_ticket(ticket->state, ACTION_CANCEL) && !parked_here(ticket);
}

enum refusal rule_cancel(struct act *act)
{
    uint32_t slot;
    enum refusal no = named_ticket(act, &slot);
    if (no)
        return no;
    const struct ticket *ticket = &act->hall->tickets[slot];
    bool neighbour = act->arg == VOID_NEIGHBOUR;
    if (act->arg > VOID_NEIGHBOUR)
        return REFUSED_MALFORMED;
    if (!may_cancel(ticket))
        return REFUSED_WRONG_STATE;
    /* D-21: the slip came out elsewhere as another ticket, so this one has none. */
    if (neighbour && !ticket->unprinted)
        return REFUSED_WRONG_STATE;
    if (neighbour) {
        emit_voided(act, slot, VOID_NEIGHBOUR);
        return REFUSED_NOT;
    }
    struct fact fact = {.kind = FACT_KIND_CANCELLED};
    fact.cancelled.ticket = slot_id(act->hall, slot).n;
    copy_who(fact.cancelled.device, sizeof(fact.cancelled.device), act->command->who);
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_cancelled(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->cancelled.ticket);
    assert(may_cancel(&hall->tickets[slot]));
    leave_places(hall, slot);
    move_ticket(hall, slot, ACTION_CANCEL, fact->at);
    digest_ticket(hall, slot);
}

static bool staff_reason(uint32_t reason)
{
    return reason == VOID_CITIZEN || reason == VOID_LEFT || reason == VOID_MISTAKE ||
           reason == VOID_DUPLICATE || reason == VOID_CLOSED;
}

/* R-C4. Of the service named, else of all that this window would call. */
static uint32_t next_of_all(const struct act *act)
{
    int32_t service = service_index(act->hall, act->command->service);
    if (act->command->service.n)
        return act->hall->services[service].queue.first;
    return dispatch_next(act->hall, act->index, act->now).slot;
}

static uint32_t waiting_of_all(const struct act *act)
{
    if (act->command->service.n)
        return hall_waiting(act->hall, act->command->service);
    return hall_waiting_window(act->hall, act_target(act)->id.n);
}

static enum refusal void_all(struct act *act)
{
    if (!role_leads(act->command->role))
        return REFUSED_DENIED;
    if (act->command->service.n && service_index(act->hall, act->command->service) < 0)
        return REFUSED_UNKNOWN_SERVICE;
    if (!act->command->service.n && !act->index)
        return REFUSED_MALFORMED;
    uint32_t slot = next_of_all(act);
    if (!slot)
        return REFUSED_EMPTY;
    uint32_t waiting = waiting_of_all(act);
    if (act->command->expect != waiting) /* so many are meant, and no others */
        return REFUSED_CONFIRM;
    answer(act, slot);
    for (; slot && act->facts->count < VOID_EACH; slot = next_of_all(act))
        emit_voided(act, slot, (uint8_t)act->arg);
    act->result->ahead = waiting_of_all(act);
    return REFUSED_NOT;
}

enum refusal rule_void(struct act *act)
{
    uint32_t slot;
    if (!act->arg)
        return REFUSED_NO_REASON;
    if (!staff_reason(act->arg) || act->command->arg2 > 1)
        return REFUSED_MALFORMED;
    if (act->command->arg2)
        return void_all(act);
    if (!role_is_staff(act->command->role))
        return REFUSED_DENIED;
    enum refusal no = named_ticket(act, &slot);
    if (no)
        return no;
    const struct ticket *ticket = &act->hall->tickets[slot];
    if (!lifecycle_ticket(ticket->state, ACTION_VOID))
        return REFUSED_WRONG_STATE;
    if (act->index && ticket->state != TICKET_WAITING && ticket->target != act->index)
        return REFUSED_NOT_SERVED_HERE;
    emit_voided(act, slot, (uint8_t)act->arg);
    return REFUSED_NOT;
}

void apply_voided(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->voided.ticket);
    leave_places(hall, slot);
    hall->tickets[slot].void_reason = fact->voided.reason;
    move_ticket(hall, slot, ACTION_VOID, fact->at);
    if (fact->voided.target) {
        uint16_t index = fact_target(hall, fact->voided.target);
        assert(hall->targets[index].ticket == slot);
        move_target(hall, index, WINDOW_DO_RELEASE, fact->at);
        digest_target(hall, index);
    }
    digest_ticket(hall, slot);
}
