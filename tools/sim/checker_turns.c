/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checker_turns - whose turn it is, as docs/dispatch.md says it of the rule `turns`: P-A-N, and
 * N-P-N-A while somebody normal waits beyond the limit; of two groups the lower one first.
 */
#include <string.h>

#include "sim/checker_ledger.h"

static bool belongs(const struct ledger_ticket *ticket, char letter, msec now)
{
    uint8_t ticket_class = ticket->ticket_class;
    switch (letter) {
    case 'R':
        return ticket->returned;
    case 'P':
        return ticket_class == CLASS_PRIORITY || ticket_class == CLASS_GREEN;
    case 'A':
        return ticket_class == CLASS_APPOINTMENT && ticket->key <= now;
    default:
        return true;
    }
}

/* The first of this letter; the lower group stands before all others. */
static const struct ledger_ticket *
first_of(const struct ledger *ledger, const struct ledger_target *target, char letter, msec now)
{
    const struct window_def *window = def_window(ledger->def, target->id);
    const struct ledger_ticket *best = NULL;
    uint8_t group = 0;
    for (uint32_t s = 0; s < ledger->def->service_count; s++) {
        const struct ledger_list *list = &ledger->waiting[s];
        if (!ledger_serves(target, (uint16_t)s) || (best && target->serves[s] > group))
            continue;
        for (uint32_t i = 0; i < list->count; i++) {
            const struct ledger_ticket *ticket = &ledger->tickets[list->tickets[i]];
            bool lower = best && target->serves[s] < group;
            if (belongs(ticket, letter, now) &&
                (!best || lower || ledger_before(ledger, ticket, best, window))) {
                best = ticket;
                group = target->serves[s];
            }
        }
    }
    return best;
}

/* Has the first normal ticket of a service waited beyond that service's limit? */
static bool somebody_ages(const struct ledger *ledger, const struct ledger_target *target, msec now)
{
    for (uint32_t s = 0; s < ledger->def->service_count; s++) {
        const struct ledger_list *list = &ledger->waiting[s];
        const struct ledger_ticket *first = NULL;
        for (uint32_t i = 0; i < list->count && ledger_serves(target, (uint16_t)s); i++) {
            const struct ledger_ticket *ticket = &ledger->tickets[list->tickets[i]];
            if (ticket->ticket_class == CLASS_NORMAL &&
                (!first || ledger_before(ledger, ticket, first, NULL)))
                first = ticket;
        }
        if (first && now - first->joined > ledger->def->services[s].wait_limit_min * MINUTE)
            return true;
    }
    return false;
}

static uint8_t why_of(char letter)
{
    return letter == 'P'   ? CALL_WHY_TURN_PRIVILEGED
           : letter == 'A' ? CALL_WHY_TURN_APPOINTMENT
                           : CALL_WHY_TURN_ANYBODY;
}

struct ledger_turn ledger_by_turns(const struct ledger *ledger, const struct ledger_target *target,
                                   msec now)
{
    struct ledger_turn turn = {first_of(ledger, target, 'R', now), CALL_WHY_NEXT, target->turn};
    if (turn.ticket)
        return turn; /* whoever came back takes nobody's turn */
    const char *pattern = somebody_ages(ledger, target, now) ? "NPNA" : "PAN";
    const size_t length = strlen(pattern);
    for (size_t n = 0; n < length && !turn.ticket; n++) {
        size_t at = (target->turn + n) % length;
        turn = (struct ledger_turn){first_of(ledger, target, pattern[at], now), why_of(pattern[at]),
                                    (uint8_t)((at + 1) % length)};
    }
    return turn;
}
