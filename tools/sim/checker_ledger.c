/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checker_ledger - the day as a stranger would keep it who only reads the facts. Plain lists,
 * searched from end to end; it shares no code with the engine and has its own idea of who is
 * next.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/checker.h"

#define BREAK(what, ...) checker_break(checker, PROMISE_##what, __VA_ARGS__)

void ledger_init(struct ledger *ledger, const struct hall_def *def, uint32_t tickets)
{
    *ledger = (struct ledger){.def = def, .size = tickets};
    ledger->target_count = def->window_count + def->room_count;
    ledger->tickets = calloc(tickets, sizeof(*ledger->tickets));
    ledger->targets = calloc(ledger->target_count, sizeof(*ledger->targets));
    ledger->waiting = calloc(def->service_count, sizeof(*ledger->waiting));
    if (!ledger->tickets || !ledger->targets || !ledger->waiting)
        abort();
    for (uint32_t i = 0; i < ledger->target_count; i++)
        ledger->targets[i].id =
            i < def->window_count ? def->windows[i].number
                                  : (uint16_t)(TARGET_ROOM + def->rooms[i - def->window_count].id);
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

static struct ledger_target *target_of(struct ledger *ledger, uint16_t id)
{
    for (uint32_t i = 0; i < ledger->target_count; i++)
        if (ledger->targets[i].id == id)
            return &ledger->targets[i];
    return NULL;
}

static int32_t service_of(const struct ledger *ledger, uint16_t id)
{
    for (uint32_t i = 0; i < ledger->def->service_count; i++)
        if (ledger->def->services[i].id.n == id)
            return (int32_t)i;
    return -1;
}

/* ---- who waits where ---- */

static void list_add(struct ledger_list *list, uint32_t ticket)
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
    struct ledger_target *sent = ticket->sent ? target_of(ledger, ticket->sent) : NULL;
    return sent ? &sent->sent : &ledger->waiting[ticket->service];
}

static void wait(struct ledger *ledger, struct ledger_ticket *ticket)
{
    struct ledger_list *list = list_of(ledger, ticket);
    ticket->state = TICKET_WAITING;
    ticket->where = list->count;
    list_add(list, (uint32_t)(ticket - ledger->tickets));
}

static void stop_waiting(struct ledger *ledger, struct ledger_ticket *ticket)
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

/* D-19: whoever came back stands before all, then (class if strict, key, joined, order). */
static bool before(const struct ledger *ledger, const struct ledger_ticket *a,
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
        if (before(ledger, &ledger->tickets[list->tickets[i]], ticket, window))
            return &ledger->tickets[list->tickets[i]];
    return NULL;
}

static const struct ledger_ticket *skipped(struct ledger *ledger,
                                           const struct ledger_ticket *ticket,
                                           const struct ledger_target *target)
{
    const struct window_def *window = def_window(ledger->def, target->id);
    if (ticket->sent)
        return somebody_before(ledger, &target->sent, ticket, window);
    if (target->sent.count)
        return &ledger->tickets[target->sent.tickets[0]];
    if (ledger->def->rules.dispatch == DISPATCH_TURNS)
        return NULL; /* tests/sim/model_next.c judges turns */
    for (uint32_t i = 0; window && i < window->service_count; i++) {
        int32_t service = service_of(ledger, window->services[i].n);
        const struct ledger_ticket *other =
            service < 0 ? NULL : somebody_before(ledger, &ledger->waiting[service], ticket, window);
        if (other)
            return other;
    }
    return NULL;
}

/* The key that somebody gets who joins by the rule. */
static int64_t rule_key(const struct ledger *ledger, uint16_t service, uint8_t ticket_class,
                        bool second_leg, msec joined)
{
    const struct rules_def *rules = &ledger->def->rules;
    if (rules->dispatch != DISPATCH_HEADSTART)
        return joined;
    msec early = (msec)rules->head_start_min[ticket_class] * MINUTE;
    if (second_leg)
        early += (msec)rules->transfer_bonus_min * MINUTE;
    msec mean = ledger->def->services[service].mean_ms;
    return joined - early + rules->short_weight_pm * mean / 1000;
}

/* ---- facts ---- */

/* The ticket of a fact, in one of these states; else the fact follows from nothing. */
static struct ledger_ticket *expect(struct checker *checker, uint32_t id, uint32_t states)
{
    struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, id);
    if (!ticket)
        BREAK(FACT, "there is no ticket %u", id);
    else if (!(states & 1u << ticket->state))
        BREAK(FACT, "ticket %u is %s", id, ticket_state_name(ticket->state));
    else
        return ticket;
    return NULL;
}

static struct ledger_target *expect_at(struct checker *checker, uint32_t ticket, uint16_t id)
{
    struct ledger *ledger = &checker->ledger;
    struct ledger_target *target = target_of(ledger, id);
    if (target && target->ticket == ticket - ledger->first + 1)
        return target;
    BREAK(ONE_TICKET, "ticket %u is not at window %u", ticket, id);
    return NULL;
}

static void see_day_opened(struct checker *checker, const struct fact_day_opened *fact)
{
    struct ledger *ledger = &checker->ledger;
    if (ledger->open)
        BREAK(FACT, "the day is opened twice");
    ledger->open = true;
    ledger->first = fact->first;
    ledger->announced = ledger->announce_floor = fact->announce;
}

static void see_issued(struct checker *checker, const struct fact_issued *fact)
{
    struct ledger *ledger = &checker->ledger;
    int32_t service = service_of(ledger, fact->service);
    struct label label = {{(char)(fact->prefix & 0xff), (char)(fact->prefix >> 8)}, fact->number};
    if (!ledger->open || service < 0 || fact->ticket != ledger->first + ledger->count ||
        ledger->count == ledger->size) {
        BREAK(FACT, "ticket %u is issued out of turn", fact->ticket);
        return;
    }
    if (ledger_label(ledger, label))
        BREAK(NUMBER, "number %u of service %u is given twice", fact->number, fact->service);
    struct ledger_ticket *ticket = &ledger->tickets[ledger->count++];
    *ticket = (struct ledger_ticket){.ticket_class = fact->ticket_class,
                                     .returned = fact->ticket_class == CLASS_RETURNED,
                                     .service = (uint16_t)service,
                                     .label = label,
                                     .key = fact->key,
                                     .joined = fact->joined,
                                     .order = fact->order};
    if (!fact->booking &&
        fact->key != rule_key(ledger, ticket->service, fact->ticket_class, false, fact->joined))
        BREAK(KEY, "ticket %u joins with another key than the rule's", fact->ticket);
    wait(ledger, ticket);
    checker->tickets++;
}

static void announce(struct checker *checker, uint32_t id, const struct ledger_ticket *ticket)
{
    struct ledger *ledger = &checker->ledger;
    if (id != ledger->announced + 1)
        BREAK(FACT, "announcement %u follows %u", id, ledger->announced);
    ledger->announced = id;
    list_add(&ledger->calls, (uint32_t)(ticket - ledger->tickets));
}

static void see_called(struct checker *checker, const struct fact_called *fact)
{
    struct ledger *ledger = &checker->ledger;
    struct ledger_ticket *ticket =
        expect(checker, fact->ticket, 1u << TICKET_WAITING | 1u << TICKET_PARKED);
    struct ledger_target *target = target_of(ledger, fact->target);
    if (!ticket || !target)
        return;
    if (target->ticket)
        BREAK(ONE_TICKET, "window %u calls ticket %u and has one", fact->target, fact->ticket);
    if (fact->call != target->call + 1)
        BREAK(FACT, "call %u of window %u follows call %u", fact->call, fact->target, target->call);
    if (ticket->state == TICKET_WAITING) {
        const struct ledger_ticket *other =
            fact->why == CALL_WHY_RETURN ? NULL : skipped(ledger, ticket, target);
        if (other)
            BREAK(SKIPPED, "window %u calls ticket %u; ticket %u was before it", fact->target,
                  fact->ticket, ledger->first + (uint32_t)(other - ledger->tickets));
        stop_waiting(ledger, ticket);
    }
    ticket->state = TICKET_CALLED;
    ticket->at = fact->target;
    target->ticket = fact->ticket - ledger->first + 1;
    target->call = fact->call;
    announce(checker, fact->announce, ticket);
    checker->calls++;
}

static void see_recalled(struct checker *checker, const struct fact_recalled *fact)
{
    struct ledger_ticket *ticket = expect(checker, fact->ticket, 1u << TICKET_CALLED);
    struct ledger_target *target = ticket ? expect_at(checker, fact->ticket, fact->target) : NULL;
    if (!target)
        return;
    target->call = fact->call;
    announce(checker, fact->announce, ticket);
}

/* Leaves its window for this state. */
static struct ledger_ticket *leaves(struct checker *checker, uint32_t id, uint16_t at,
                                    uint32_t from, uint8_t to)
{
    struct ledger_ticket *ticket = expect(checker, id, from);
    struct ledger_target *target = ticket ? expect_at(checker, id, at) : NULL;
    if (!target)
        return NULL;
    target->ticket = 0;
    ticket->state = to;
    return ticket;
}

static void see_transferred(struct checker *checker, const struct fact_transferred *fact)
{
    struct ledger *ledger = &checker->ledger;
    int32_t service = service_of(ledger, fact->service);
    struct ledger_ticket *ticket;
    if (fact->from)
        ticket = leaves(checker, fact->ticket, fact->from, 1u << TICKET_SERVING, TICKET_NONE);
    else
        ticket = expect(checker, fact->ticket, 1u << TICKET_WAITING);
    if (!ticket || service < 0)
        return;
    if (!fact->from)
        stop_waiting(ledger, ticket);
    ticket->service = (uint16_t)service;
    ticket->sent = fact->to;
    ticket->ticket_class = fact->ticket_class;
    ticket->returned = fact->ticket_class == CLASS_RETURNED;
    ticket->key = fact->key;
    ticket->joined = fact->joined;
    ticket->order = fact->order;
    if (fact->place == PLACE_BONUS &&
        fact->key != rule_key(ledger, ticket->service, fact->ticket_class, true, fact->joined))
        BREAK(KEY, "ticket %u goes on with another key than the rule's", fact->ticket);
    wait(ledger, ticket);
}

static void see_rejoined(struct checker *checker, const struct fact_rejoined *fact)
{
    struct ledger_ticket *ticket =
        expect(checker, fact->ticket, 1u << TICKET_MISSED | 1u << TICKET_PARKED);
    if (!ticket)
        return;
    ticket->sent = fact->to;
    ticket->ticket_class = fact->ticket_class;
    ticket->returned = fact->ticket_class == CLASS_RETURNED;
    ticket->key = fact->key;
    ticket->joined = fact->joined;
    ticket->order = fact->order;
    wait(&checker->ledger, ticket);
}

/* Who is being served when the day closes has been served; all others expire (R-C5). */
static void see_day_closed(struct checker *checker)
{
    struct ledger *ledger = &checker->ledger;
    const uint32_t open =
        1u << TICKET_WAITING | 1u << TICKET_CALLED | 1u << TICKET_PARKED | 1u << TICKET_MISSED;
    ledger->open = false;
    for (uint32_t i = 0; i < ledger->count; i++) {
        struct ledger_ticket *ticket = &ledger->tickets[i];
        if (ticket->state == TICKET_SERVING)
            ticket->state = TICKET_SERVED;
        else if (open & 1u << ticket->state)
            ticket->state = TICKET_EXPIRED;
    }
}

void ledger_fact(struct checker *checker, const struct fact *fact)
{
    struct ledger *ledger = &checker->ledger;
    if (fact->at < ledger->at)
        BREAK(FACT, "the hall's time goes back");
    ledger->at = fact->at;
    switch (fact->kind) {
    case FACT_KIND_DAY_OPENED:
        see_day_opened(checker, &fact->day_opened);
        return;
    case FACT_KIND_DAY_CLOSED:
        see_day_closed(checker);
        return;
    case FACT_KIND_ISSUED:
        see_issued(checker, &fact->issued);
        return;
    case FACT_KIND_PRINTED: {
        const struct ledger_ticket *ticket = ledger_ticket(ledger, fact->printed.ticket);
        if (fact->printed.result == PRINT_PRINTED && ticket && !ticket->slip)
            BREAK(PAPER, "ticket %u is said to be printed and has no slip", fact->printed.ticket);
        return;
    }
    case FACT_KIND_CALLED:
        see_called(checker, &fact->called);
        return;
    case FACT_KIND_RECALLED:
        see_recalled(checker, &fact->recalled);
        return;
    case FACT_KIND_STARTED: {
        struct ledger_ticket *ticket = expect(checker, fact->started.ticket, 1u << TICKET_CALLED);
        if (ticket && expect_at(checker, fact->started.ticket, fact->started.target))
            ticket->state = TICKET_SERVING;
        return;
    }
    case FACT_KIND_FINISHED:
        (void)leaves(checker, fact->finished.ticket, fact->finished.target, 1u << TICKET_SERVING,
                     TICKET_SERVED);
        return;
    case FACT_KIND_MISSED:
        (void)leaves(checker, fact->missed.ticket, fact->missed.target, 1u << TICKET_CALLED,
                     fact->missed.state);
        return;
    case FACT_KIND_TRANSFERRED:
        see_transferred(checker, &fact->transferred);
        return;
    case FACT_KIND_PARKED:
        (void)leaves(checker, fact->parked.ticket, fact->parked.target, 1u << TICKET_SERVING,
                     TICKET_PARKED);
        return;
    case FACT_KIND_REJOINED:
        see_rejoined(checker, &fact->rejoined);
        return;
    default: /* windows, ratings and digests do not move tickets */
        return;
    }
}
