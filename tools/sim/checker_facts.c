/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checker_facts - each fact in the ledger: it must follow from those before it.
 */
#include "sim/checker_ledger.h"

#define BREAK(what, ...) checker_break(checker, PROMISE_##what, __VA_ARGS__)

struct ledger_ticket *ledger_touch(const struct ledger *ledger, struct ledger_ticket *ticket)
{
    if (ticket->before.row != ledger->row)
        ticket->before = (struct ledger_before){
            .row = ledger->row,
            .state = ticket->state,
            .ticket_class = ticket->ticket_class,
            .step = ticket->step,
            .items = ticket->items,
            .returned = ticket->returned,
            .service = ticket->service,
            .sent = ticket->sent,
            .home = ticket->home,
            .key = ticket->key,
        };
    return ticket;
}

/* The ticket of a fact, in one of these states; else the fact follows from nothing. */
static struct ledger_ticket *expect(struct checker *checker, uint32_t id, uint32_t states)
{
    struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, id);
    if (!ticket)
        BREAK(FACT, "there is no ticket %u", id);
    else if (!(states & 1u << ticket->state))
        BREAK(FACT, "ticket %u is %s", id, ticket_state_name(ticket->state));
    else
        return ledger_touch(&checker->ledger, ticket);
    return NULL;
}

static struct ledger_target *expect_at(struct checker *checker, uint32_t ticket, uint16_t id)
{
    struct ledger *ledger = &checker->ledger;
    struct ledger_target *target = ledger_target(ledger, id);
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
    ledger_clear(ledger);
    ledger->open = true;
    ledger->tz_min = fact->tz_min;
    ledger->first = fact->first;
    ledger->announced = ledger->announce_floor = fact->announce;
}

/* Does a lease hold any of these numbers? */
static bool leased(const struct ledger *ledger, uint16_t prefix, uint16_t first, uint16_t last)
{
    for (uint32_t i = 0; i < ledger->lease_count; i++)
        if (ledger->leases[i].prefix == prefix && ledger->leases[i].first <= last &&
            first <= ledger->leases[i].last)
            return true;
    return false;
}

static void see_leased(struct checker *checker, const struct fact_leased *fact)
{
    struct ledger *ledger = &checker->ledger;
    bool given = leased(ledger, fact->prefix, fact->first, fact->last);
    for (uint32_t i = 0; i < ledger->count && !given; i++) {
        struct label label = ledger->tickets[i].label;
        uint16_t prefix = (uint16_t)((uint8_t)label.prefix[0] | (uint8_t)label.prefix[1] << 8);
        given = prefix == fact->prefix && label.number >= fact->first && label.number <= fact->last;
    }
    if (given)
        BREAK(NUMBER, "lease %u holds numbers that were given", fact->lease);
    if (ledger->lease_count < LEDGER_LEASES_MAX)
        ledger->leases[ledger->lease_count++] =
            (struct ledger_lease){fact->prefix, fact->first, fact->last};
}

static void see_issued(struct checker *checker, const struct fact_issued *fact, msec at)
{
    struct ledger *ledger = &checker->ledger;
    int32_t service = ledger_service(ledger, fact->service);
    struct label label = {{(char)(fact->prefix & 0xff), (char)(fact->prefix >> 8)}, fact->number};
    if (!ledger->open || service < 0 || fact->ticket != ledger->first + ledger->count ||
        ledger->count == ledger->size) {
        BREAK(FACT, "ticket %u is issued out of turn", fact->ticket);
        return;
    }
    if (fact->lease ? !leased(ledger, fact->prefix, fact->number, fact->number)
                    : leased(ledger, fact->prefix, fact->number, fact->number))
        BREAK(NUMBER, "number %u is %s", fact->number,
              fact->lease ? "of no lease" : "leased to a kiosk");
    if (ledger_label(ledger, label))
        BREAK(NUMBER, "number %u of service %u is given twice", fact->number, fact->service);
    struct ledger_ticket *ticket = &ledger->tickets[ledger->count++];
    *ticket = (struct ledger_ticket){.ticket_class = fact->ticket_class,
                                     .returned = fact->ticket_class == CLASS_RETURNED,
                                     .service = (uint16_t)service,
                                     .items = 1,
                                     .step = fact->journey ? 1 : 0,
                                     .journey = fact->journey,
                                     .label = label,
                                     .key = fact->key,
                                     .joined = fact->joined,
                                     .order = fact->order};
    ledger_issued_rules(checker, fact, at);
    ledger_wait(ledger, ticket);
    checker->tickets++;
}

static void announce(struct checker *checker, uint32_t id, const struct ledger_ticket *ticket)
{
    struct ledger *ledger = &checker->ledger;
    if (id != ledger->announced + 1)
        BREAK(FACT, "announcement %u follows %u", id, ledger->announced);
    ledger->announced = id;
    ledger_list_add(&ledger->calls, (uint32_t)(ticket - ledger->tickets));
}

static void see_called(struct checker *checker, const struct fact *whole)
{
    const struct fact_called *fact = &whole->called;
    struct ledger *ledger = &checker->ledger;
    const uint32_t missed = fact->why == CALL_WHY_NAMED ? 1u << TICKET_MISSED : 0;
    struct ledger_ticket *ticket =
        expect(checker, fact->ticket, 1u << TICKET_WAITING | 1u << TICKET_PARKED | missed);
    struct ledger_target *target = ledger_target(ledger, fact->target);
    if (!ticket || !target)
        return;
    if (target->ticket)
        BREAK(ONE_TICKET, "window %u calls ticket %u and has one", fact->target, fact->ticket);
    if (fact->call != target->call + 1)
        BREAK(FACT, "call %u of window %u follows call %u", fact->call, fact->target, target->call);
    ledger_called_rules(checker, ticket, target, whole);
    if (ticket->state == TICKET_WAITING) {
        const struct ledger_ticket *other =
            fact->why == CALL_WHY_RETURN || fact->why == CALL_WHY_NAMED
                ? NULL
                : ledger_skipped(ledger, ticket, target);
        if (other)
            BREAK(SKIPPED, "window %u calls ticket %u; ticket %u was before it", fact->target,
                  fact->ticket, ledger->first + (uint32_t)(other - ledger->tickets));
        ledger_stop_waiting(ledger, ticket);
    }
    ticket->state = TICKET_CALLED;
    ticket->called_key = ticket->key;
    ticket->was_called = true;
    ticket->called = whole->at;
    ticket->at = fact->target;
    target->ticket = fact->ticket - ledger->first + 1;
    target->call = fact->call;
    target->turn = fact->turn;
    target->since = whole->at;
    if (ledger->verb != VERB_TICK)
        target->acted = whole->at;
    announce(checker, fact->announce, ticket);
    checker->calls++;
}

static void see_recalled(struct checker *checker, const struct fact_recalled *fact, msec at)
{
    struct ledger_ticket *ticket = expect(checker, fact->ticket, 1u << TICKET_CALLED);
    struct ledger_target *target = ticket ? expect_at(checker, fact->ticket, fact->target) : NULL;
    if (!target)
        return;
    target->call = fact->call;
    ticket->called = at;
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
    int32_t service = ledger_service(ledger, fact->service);
    struct ledger_ticket *ticket;
    if (fact->from)
        ticket = leaves(checker, fact->ticket, fact->from, 1u << TICKET_SERVING, TICKET_NONE);
    else
        ticket = expect(checker, fact->ticket, 1u << TICKET_WAITING);
    if (!ticket || service < 0)
        return;
    if (!fact->from)
        ledger_stop_waiting(ledger, ticket);
    ledger_moved_on(checker, ticket, fact);
    ticket->service = (uint16_t)service;
    ticket->sent = fact->to;
    ticket->ticket_class = fact->ticket_class;
    ticket->returned = fact->ticket_class == CLASS_RETURNED;
    ticket->key = fact->key;
    ticket->joined = fact->joined;
    ticket->order = fact->order;
    if (fact->place == PLACE_BONUS &&
        fact->key !=
            ledger_rule_key(ledger, ticket->service, fact->ticket_class, true, fact->joined, 0))
        BREAK(KEY, "ticket %u goes on with another key than the rule's", fact->ticket);
    ledger_wait(ledger, ticket);
}

/* R-K8: a second slip is of a visit that is not over. */
static void see_reprinted(struct checker *checker, uint32_t id)
{
    (void)expect(checker, id,
                 1u << TICKET_WAITING | 1u << TICKET_CALLED | 1u << TICKET_SERVING |
                     1u << TICKET_PARKED | 1u << TICKET_MISSED);
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
    ledger_wait(&checker->ledger, ticket);
}

/* Out of the hall: by staff, by the citizen, or since another number stands for it. */
static void see_ended(struct checker *checker, uint32_t id, uint16_t at, uint8_t to)
{
    const uint32_t outside = 1u << TICKET_WAITING | 1u << TICKET_PARKED | 1u << TICKET_MISSED;
    struct ledger_ticket *ticket;
    if (at) {
        (void)leaves(checker, id, at, 1u << TICKET_CALLED, to);
        return;
    }
    ticket = expect(checker, id, outside);
    if (!ticket)
        return;
    if (ticket->state == TICKET_WAITING)
        ledger_stop_waiting(&checker->ledger, ticket);
    ticket->state = to;
}

/* D-20: as it was before the command that is taken back. */
static void see_ticket_back(struct checker *checker, const struct fact_ticket_back *fact)
{
    struct ledger *ledger = &checker->ledger;
    struct ledger_ticket *ticket = ledger_ticket(ledger, fact->ticket);
    int32_t service = ledger_service(ledger, fact->service);
    if (!ticket || service < 0) {
        BREAK(FACT, "there is no ticket %u", fact->ticket);
        return;
    }
    ledger_back_rules(checker, ticket, fact);
    (void)ledger_touch(ledger, ticket);
    struct ledger_target *from = ledger_target(ledger, ticket->at);
    if (ticket->state == TICKET_WAITING)
        ledger_stop_waiting(ledger, ticket);
    if ((ticket->state == TICKET_CALLED || ticket->state == TICKET_SERVING) && from)
        from->ticket = 0;
    ticket->state = fact->state;
    ticket->physically = 0; /* a clerk who takes back a finished visit answers for what follows */
    ticket->service = (uint16_t)service;
    ticket->sent = fact->sent;
    ticket->ticket_class = fact->ticket_class;
    ticket->returned = fact->returned;
    if (fact->key != ticket->key && fact->state == TICKET_WAITING &&
        ticket->called_key != fact->key)
        BREAK(KEY, "ticket %u comes back with another key", fact->ticket);
    ticket->key = fact->key;
    ticket->joined = fact->joined;
    ticket->order = fact->order;
    if (fact->state == TICKET_WAITING) {
        ledger_wait(ledger, ticket);
    } else if (fact->state == TICKET_CALLED || fact->state == TICKET_SERVING) {
        struct ledger_target *to = ledger_target(ledger, fact->target);
        if (!to || to->ticket)
            BREAK(ONE_TICKET, "ticket %u comes back to a window that has one", fact->ticket);
        else
            to->ticket = (uint32_t)(ticket - ledger->tickets) + 1;
        ticket->at = fact->target;
    }
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

static void see_printed(struct checker *checker, const struct fact_printed *fact)
{
    const struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, fact->ticket);
    if (fact->result == PRINT_PRINTED && ticket && !checker_find_slip(checker, ticket->label))
        BREAK(PAPER, "ticket %u is said to be printed and has no slip", fact->ticket);
}

static void see_started(struct checker *checker, const struct fact_started *fact)
{
    struct ledger_ticket *ticket = expect(checker, fact->ticket, 1u << TICKET_CALLED);
    if (ticket && expect_at(checker, fact->ticket, fact->target))
        ticket->state = TICKET_SERVING;
}

/* False when it is not of those that happen at windows. */
static bool see_at_window(struct checker *checker, const struct fact *fact)
{
    const uint32_t serving = 1u << TICKET_SERVING;
    switch (fact->kind) {
    case FACT_KIND_CALLED:
        see_called(checker, fact);
        return true;
    case FACT_KIND_RECALLED:
        see_recalled(checker, &fact->recalled, fact->at);
        return true;
    case FACT_KIND_STARTED:
        see_started(checker, &fact->started);
        return true;
    case FACT_KIND_FINISHED:
        ledger_finished_rules(checker, &fact->finished);
        (void)leaves(checker, fact->finished.ticket, fact->finished.target, serving, TICKET_SERVED);
        return true;
    case FACT_KIND_MISSED:
        (void)leaves(checker, fact->missed.ticket, fact->missed.target, 1u << TICKET_CALLED,
                     fact->missed.state);
        return true;
    case FACT_KIND_PARKED:
        (void)leaves(checker, fact->parked.ticket, fact->parked.target, serving, TICKET_PARKED);
        return true;
    case FACT_KIND_TRANSFERRED:
        see_transferred(checker, &fact->transferred);
        return true;
    default:
        return false;
    }
}

void ledger_fact(struct checker *checker, const struct fact *fact)
{
    struct ledger *ledger = &checker->ledger;
    if (fact->at < ledger->at)
        BREAK(FACT, "the hall's time goes back");
    ledger->at = fact->at;
    checker->facts[fact->kind]++;
    ledger_rules_fact(checker, fact);
    if (see_at_window(checker, fact))
        return;
    switch (fact->kind) {
    case FACT_KIND_DAY_OPENED:
        see_day_opened(checker, &fact->day_opened);
        return;
    case FACT_KIND_DAY_CLOSED:
        see_day_closed(checker);
        return;
    case FACT_KIND_ISSUED:
        see_issued(checker, &fact->issued, fact->at);
        return;
    case FACT_KIND_PRINTED:
        see_printed(checker, &fact->printed);
        return;
    case FACT_KIND_REPRINTED:
        see_reprinted(checker, fact->reprinted.ticket);
        return;
    case FACT_KIND_REJOINED:
        see_rejoined(checker, &fact->rejoined);
        return;
    case FACT_KIND_LEASED:
        see_leased(checker, &fact->leased);
        return;
    case FACT_KIND_VOIDED:
        see_ended(checker, fact->voided.ticket, fact->voided.target, TICKET_VOIDED);
        return;
    case FACT_KIND_CANCELLED:
        see_ended(checker, fact->cancelled.ticket, 0, TICKET_CANCELLED);
        return;
    case FACT_KIND_TICKET_BACK:
        see_ticket_back(checker, &fact->ticket_back);
        return;
    default: /* the others do not move tickets: checker_rules.c */
        return;
    }
}
