/* SPDX-License-Identifier: Apache-2.0 */
/*
 * named - a number is named, by a person who read it: 特呼 (domain rule of 2.8) and the
 * typed number of the fallback mode (R-B11).
 */
#include "engine/dispatch.h"
#include "engine/rules.h"

bool role_leads(uint8_t role)
{
    return role == ROLE_MANAGER || role == ROLE_LEADER;
}

bool role_is_staff(uint8_t role)
{
    return role_leads(role) || role == ROLE_CLERK || role == ROLE_GUIDE;
}

enum refusal named_ticket(struct act *act, uint32_t *slot)
{
    const struct command *command = act->command;
    if (!command->ticket.n && !command->label.number)
        return REFUSED_MALFORMED;
    *slot = command->ticket.n ? ticket_slot(act->hall, command->ticket)
                              : labels_find(act->hall, command->label);
    if (!*slot)
        return REFUSED_UNKNOWN_TICKET;
    answer(act, *slot);
    return REFUSED_NOT;
}

/* A right of the window, or of the person. */
static bool may_name(const struct act *act)
{
    const struct window_def *window = act_target(act)->def;
    return role_leads(act->command->role) || (window && window->named_call);
}

/* The window's own services, and who was sent here; a leader may name anybody. */
static bool may_take(const struct act *act, const struct ticket *ticket)
{
    return role_leads(act->command->role) || ticket->sent == act->index ||
           target_serves(act->hall, act->index, ticket->service);
}

static enum refusal may_call(struct act *act, uint32_t slot)
{
    const struct target *target = act_target(act);
    const struct ticket *ticket = &act->hall->tickets[slot];
    if (nobody_signed_on(act))
        return REFUSED_NOT_SIGNED_ON;
    if (!act->command->text[0] && !act->arg)
        return REFUSED_NO_REASON;
    if (act->arg > UINT8_MAX)
        return REFUSED_MALFORMED;
    /* Off while somebody is served, also where another call would finish him. */
    if (target->state == WINDOW_CALLING || target->state == WINDOW_SERVING)
        return REFUSED_WINDOW_BUSY;
    if (ticket->state != TICKET_WAITING && ticket->state != TICKET_MISSED)
        return REFUSED_WRONG_STATE;
    return may_take(act, ticket) ? REFUSED_NOT : REFUSED_NOT_SERVED_HERE;
}

/* Who would have been next: the answer to "why was he before me?". */
static struct dispatch_choice chosen(const struct act *act, uint32_t slot)
{
    struct dispatch_choice next = dispatch_next(act->hall, act->index, act->now);
    struct dispatch_choice choice = {
        .slot = slot,
        .key = act->hall->nodes[slot].place.key,
        .runner_up = next.slot == slot ? next.runner_up : next.slot,
        .runner_key = next.slot == slot ? next.runner_key : next.key,
        .why = CALL_WHY_NAMED,
        .turn = act_target(act)->turn, /* it is nobody's turn */
    };
    return choice;
}

enum refusal rule_call_named(struct act *act)
{
    uint32_t slot;
    if (!may_name(act))
        return REFUSED_DENIED;
    enum refusal no = named_ticket(act, &slot);
    if (!no)
        no = may_call(act, slot);
    if (no)
        return no;
    struct dispatch_choice choice = chosen(act, slot);
    free_target(act);
    emit_called(act, choice);
    return REFUSED_NOT;
}
