/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checker_ledger - the day as a stranger would keep it who only reads the facts. Plain lists,
 * searched from end to end; it shares no code with the engine and has its own idea of who is
 * next. What the facts say to it: checker_facts.c.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/checker_ledger.h"

void ledger_init(struct ledger *ledger, const struct hall_def *def, uint32_t tickets)
{
    *ledger = (struct ledger){.def = def, .size = tickets};
    ledger->target_count = def->window_count + def->room_count;
    ledger->tickets = calloc(tickets, sizeof(*ledger->tickets));
    ledger->targets = calloc(ledger->target_count, sizeof(*ledger->targets));
    ledger->waiting = calloc(def->service_count, sizeof(*ledger->waiting));
    ledger->sessions = calloc(def->service_count, sizeof(*ledger->sessions));
    ledger->booking_size = tickets;
    ledger->bookings = calloc(ledger->booking_size + 1, sizeof(*ledger->bookings));
    if (!ledger->tickets || !ledger->targets || !ledger->waiting || !ledger->sessions ||
        !ledger->bookings)
        abort();
    for (uint32_t i = 0; i < ledger->target_count; i++)
        ledger->targets[i].id =
            i < def->window_count ? def->windows[i].number
                                  : (uint16_t)(TARGET_ROOM + def->rooms[i - def->window_count].id);
    ledger_clear(ledger);
}

static uint8_t defined_group(const struct window_def *window, service_id service)
{
    for (uint8_t i = 0; i < window->service_count; i++)
        if (window->services[i].n == service.n)
            return window->groups[i] ? window->groups[i] : 1;
    return 0;
}

void ledger_clear(struct ledger *ledger)
{
    const struct hall_def *def = ledger->def;
    ledger->count = ledger->lease_count = ledger->booking_count = 0;
    ledger->calls.count = 0;
    for (uint32_t s = 0; s < def->service_count; s++) {
        ledger->waiting[s].count = 0;
        for (uint32_t k = 0; k < SESSIONS_MAX; k++)
            ledger->sessions[s][k] = (struct ledger_session){.quota = def->services[s].quota[k]};
    }
    for (uint32_t i = 0; i < ledger->target_count; i++) {
        struct ledger_target *target = &ledger->targets[i];
        *target = (struct ledger_target){.id = target->id, .sent = target->sent};
        target->sent.count = 0;
        memset(target->able, true, sizeof(target->able));
        for (uint32_t s = 0; s < def->service_count && i < def->window_count; s++)
            target->serves[s] = defined_group(&def->windows[i], def->services[s].id);
    }
}

void ledger_free(struct ledger *ledger)
{
    for (uint32_t i = 0; ledger->targets && i < ledger->target_count; i++)
        free(ledger->targets[i].sent.tickets);
    for (uint32_t i = 0; ledger->waiting && i < ledger->def->service_count; i++)
        free(ledger->waiting[i].tickets);
    free(ledger->tickets);
    free(ledger->targets);
    free(ledger->waiting);
    free(ledger->calls.tickets);
    free(ledger->bookings);
    free(ledger->sessions);
}

struct ledger_ticket *ledger_ticket(struct ledger *ledger, uint32_t id)
{
    return id >= ledger->first && id - ledger->first < ledger->count
               ? &ledger->tickets[id - ledger->first]
               : NULL;
}

struct ledger_ticket *ledger_label(struct ledger *ledger, struct label label)
{
    for (uint32_t i = 0; i < ledger->count; i++)
        if (label_same(ledger->tickets[i].label, label))
            return &ledger->tickets[i];
    return NULL;
}

struct ledger_target *ledger_target(struct ledger *ledger, uint16_t id)
{
    for (uint32_t i = 0; i < ledger->target_count; i++)
        if (ledger->targets[i].id == id)
            return &ledger->targets[i];
    return NULL;
}

int32_t ledger_service(const struct ledger *ledger, uint16_t id)
{
    for (uint32_t i = 0; i < ledger->def->service_count; i++)
        if (ledger->def->services[i].id.n == id)
            return (int32_t)i;
    return -1;
}

/* ---- who waits where ---- */

void ledger_list_add(struct ledger_list *list, uint32_t ticket)
{
    if (list->count == list->size) {
        list->size = list->size * 2 + 64;
        list->tickets = realloc(list->tickets, list->size * sizeof(uint32_t));
        if (!list->tickets)
            abort();
    }
    list->tickets[list->count++] = ticket;
}

static struct ledger_list *list_of(struct ledger *ledger, const struct ledger_ticket *ticket)
{
    struct ledger_target *sent = ticket->sent ? ledger_target(ledger, ticket->sent) : NULL;
    return sent ? &sent->sent : &ledger->waiting[ticket->service];
}

void ledger_wait(struct ledger *ledger, struct ledger_ticket *ticket)
{
    struct ledger_list *list = list_of(ledger, ticket);
    ticket->state = TICKET_WAITING;
    ticket->where = list->count;
    ledger_list_add(list, (uint32_t)(ticket - ledger->tickets));
}

void ledger_stop_waiting(struct ledger *ledger, struct ledger_ticket *ticket)
{
    struct ledger_list *list = list_of(ledger, ticket);
    uint32_t last = list->tickets[--list->count];
    list->tickets[ticket->where] = last;
    ledger->tickets[last].where = ticket->where;
}

/* Strict classes: green, appointment, priority, normal. */
static uint8_t rank_of(const struct ledger *ledger, const struct ledger_ticket *ticket)
{
    static const uint8_t ranks[CLASS_COUNT] =
        {[CLASS_NORMAL] = 3, [CLASS_PRIORITY] = 2, [CLASS_APPOINTMENT] = 1};
    bool strict = ledger->def->rules.dispatch == DISPATCH_STRICT && !ticket->returned;
    return strict ? ranks[ticket->ticket_class] : 0;
}

/* A comprehensive window sees those of another zone a little later (dispatch.md). */
static int64_t key_at(const struct ledger *ledger, const struct ledger_ticket *ticket,
                      const struct window_def *window)
{
    const struct rules_def *rules = &ledger->def->rules;
    bool helps = rules->dispatch == DISPATCH_HEADSTART && window && !ticket->sent &&
                 window->kind == WINDOW_KIND_COMPREHENSIVE &&
                 window->zone != ledger->def->services[ticket->service].zone;
    return ticket->key + (helps ? rules->help_delay_min * MINUTE : 0);
}

int64_t ledger_key_at(const struct ledger *ledger, const struct ledger_ticket *ticket,
                      const struct ledger_target *target)
{
    return key_at(ledger, ticket, def_window(ledger->def, target->id));
}

bool ledger_serves(const struct ledger_target *target, uint16_t service)
{
    return target->serves[service] && target->able[service];
}

/* D-19: whoever came back stands before all, then (class if strict, key, joined, order). */
bool ledger_before(const struct ledger *ledger, const struct ledger_ticket *a,
                   const struct ledger_ticket *b, const struct window_def *window)
{
    if (a->returned != b->returned)
        return a->returned;
    if (rank_of(ledger, a) != rank_of(ledger, b))
        return rank_of(ledger, a) < rank_of(ledger, b);
    int64_t key_a = key_at(ledger, a, window), key_b = key_at(ledger, b, window);
    if (key_a != key_b)
        return key_a < key_b;
    if (a->joined != b->joined)
        return a->joined < b->joined;
    return a->order < b->order;
}

/* Somebody of the list who should have been called instead. */
static const struct ledger_ticket *somebody_before(const struct ledger *ledger,
                                                   const struct ledger_list *list,
                                                   const struct ledger_ticket *ticket,
                                                   const struct window_def *window)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (ledger_before(ledger, &ledger->tickets[list->tickets[i]], ticket, window))
            return &ledger->tickets[list->tickets[i]];
    return NULL;
}

const struct ledger_ticket *ledger_skipped(struct ledger *ledger,
                                           const struct ledger_ticket *ticket,
                                           const struct ledger_target *target)
{
    const struct window_def *window = def_window(ledger->def, target->id);
    if (ticket->sent)
        return somebody_before(ledger, &target->sent, ticket, window);
    if (target->sent.count)
        return &ledger->tickets[target->sent.tickets[0]];
    if (ledger->def->rules.dispatch == DISPATCH_TURNS)
        return NULL; /* checker_turns.c */
    const struct ledger_ticket *other = NULL;
    for (uint32_t i = 0; i < ledger->def->service_count && !other; i++)
        if (ledger_serves(target, (uint16_t)i))
            other = somebody_before(ledger, &ledger->waiting[i], ticket, window);
    return other;
}

/* The key that somebody gets who joins by the rule. */
int64_t ledger_rule_key(const struct ledger *ledger, uint16_t service, uint8_t ticket_class,
                        bool second_leg, msec joined, msec due)
{
    const struct rules_def *rules = &ledger->def->rules;
    if (rules->dispatch == DISPATCH_FIFO)
        return joined;
    msec base = due ? due : joined;
    if (rules->dispatch != DISPATCH_HEADSTART)
        return base;
    msec early = (msec)rules->head_start_min[ticket_class] * MINUTE;
    if (second_leg)
        early += (msec)rules->transfer_bonus_min * MINUTE;
    msec mean = ledger->def->services[service].mean_ms;
    return base - early + rules->short_weight_pm * mean / 1000;
}
