/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transfer - the visit goes on elsewhere: at a service, a window or a room (D-16).
 */
#include <assert.h>

#include "engine/dispatch.h"
#include "engine/rules.h"

struct destination {
    uint16_t service; /* index: the ticket's own when it goes to a target */
    uint16_t sent;
};

static bool is_to_person(const struct act *act)
{
    const struct command *command = act->command;
    return command->verb != VERB_NONE && act->arg && !command->service.n && !command->to.n;
}

/* To a person (D-16, target kind clerk): to the window where that person is signed on. */
static enum refusal asked_for_person(const struct act *act, target_id *to)
{
    const struct hall *hall = act->hall;
    for (uint16_t i = 1; i <= hall->target_count && !to->n; i++)
        if (hall->targets[i].staff == act->arg)
            *to = hall->targets[i].id;
    return to->n ? REFUSED_NOT : REFUSED_NOT_SIGNED_ON;
}

/* Key 6 says which of the window's own list is meant. */
static enum refusal asked_for(const struct act *act, service_id *service, target_id *to)
{
    *service = act->command->service;
    *to = act->command->to;
    if (is_to_person(act))
        return asked_for_person(act, to);
    if (act->command->verb != VERB_NONE)
        return REFUSED_NOT;
    const struct window_def *window = act_target(act)->def;
    if (!window || act->arg < 1 || act->arg > window->transfer_count)
        return REFUSED_UNKNOWN_KEY;
    *service = window->transfers[act->arg - 1].service;
    *to = window->transfers[act->arg - 1].target;
    return REFUSED_NOT;
}

static enum refusal find_destination(const struct act *act, uint32_t slot, struct destination *to)
{
    service_id service;
    target_id target;
    enum refusal no = asked_for(act, &service, &target);
    if (no)
        return no;
    if (!service.n == !target.n)
        return REFUSED_MALFORMED; /* neither, or both */
    if (service.n) {
        int32_t index = service_index(act->hall, service);
        *to = (struct destination){.service = (uint16_t)index};
        return index < 0 ? REFUSED_UNKNOWN_SERVICE : REFUSED_NOT;
    }
    to->service = act->hall->tickets[slot].service;
    to->sent = target_index(act->hall, target);
    if (!to->sent)
        return REFUSED_UNKNOWN_WINDOW;
    /* It would wait there for nobody. A room is opened by its first call. */
    if (act->hall->targets[to->sent].def && act->hall->targets[to->sent].state == WINDOW_CLOSED)
        return REFUSED_WINDOW_CLOSED;
    return REFUSED_NOT;
}

/* An appointment's second leg counts as normal (D-16, D-18). */
uint8_t transfer_class(const struct ticket *ticket)
{
    return ticket->ticket_class == CLASS_APPOINTMENT ? (uint8_t)CLASS_NORMAL : ticket->ticket_class;
}

static struct ticket_place place_at(const struct act *act, uint32_t slot,
                                    const struct destination *to)
{
    struct hall *hall = act->hall;
    const struct ticket *ticket = &hall->tickets[slot];
    const struct ticket_queue *queue = queue_of(hall, to->service, to->sent);
    uint8_t leg = transfer_class(ticket);
    struct ticket_place place;
    switch (act->command->place) {
    case PLACE_KEPT:
        place = hall->nodes[slot].place;
        break;
    case PLACE_HEAD:
        place = dispatch_head(hall, queue, to->service, leg, act->now);
        break;
    case PLACE_TAIL:
        place = dispatch_tail(hall, queue, to->service, leg, act->now);
        break;
    default:
        place = dispatch_place(hall, to->service, leg, true, act->now);
        break;
    }
    place.returned = ticket->ticket_class == CLASS_RETURNED;
    assert(place.order > 0);
    return place;
}

/* A guide moves a waiting ticket by its id; a clerk the one at the window. */
static enum refusal find_subject(struct act *act, uint32_t *slot)
{
    uint32_t named = ticket_slot(act->hall, act->command->ticket);
    if (named && act->hall->tickets[named].state == TICKET_WAITING) {
        *slot = named;
        answer(act, named);
        return REFUSED_NOT;
    }
    if (act->index)
        return subject(act, ACTION_TRANSFER, slot);
    if (!named)
        return act->command->ticket.n ? REFUSED_UNKNOWN_TICKET : REFUSED_UNKNOWN_WINDOW;
    answer(act, named);
    return REFUSED_WRONG_STATE;
}

enum refusal rule_transfer(struct act *act)
{
    struct hall *hall = act->hall;
    uint32_t slot;
    struct destination to = {0, 0};
    if (act->command->place >= PLACE_COUNT)
        return REFUSED_MALFORMED;
    enum refusal no = find_subject(act, &slot);
    if (!no)
        no = find_destination(act, slot, &to);
    if (no)
        return no;

    uint16_t from = 0;
    if (hall->tickets[slot].state != TICKET_WAITING) {
        assert(act_target(act)->ticket == slot);
        start_implied(act, slot);
        from = act_target(act)->id.n;
    }
    struct ticket_place place = place_at(act, slot, &to);
    struct fact fact = {.kind = FACT_KIND_TRANSFERRED};
    fact.transferred = (struct fact_transferred){
        .ticket = slot_id(hall, slot).n,
        .from = from,
        .service = hall->services[to.service].def->id.n,
        .to = hall->targets[to.sent].id.n,
        .place = act->command->place,
        .joined = place.joined,
        .key = place.key,
        .order = place.order,
        .ticket_class = transfer_class(&hall->tickets[slot]),
        .staff = is_to_person(act) ? act->arg : 0,
    };
    copy_who(fact.transferred.clerk, sizeof(fact.transferred.clerk), acting(act)); /* R-S3 */
    emit(act, &fact);
    answer(act, slot);
    act->result->ahead = hall_ahead(hall, act->result->ticket);
    return REFUSED_NOT;
}

void apply_transferred(struct hall *hall, const struct fact *fact)
{
    const struct fact_transferred *transferred = &fact->transferred;
    uint32_t slot = fact_slot(hall, transferred->ticket);
    struct ticket *ticket = &hall->tickets[slot];
    int32_t service = service_index(hall, (service_id){transferred->service});
    assert(service >= 0);
    assert((ticket->state == TICKET_WAITING) == (transferred->from == 0));

    if (ticket->state == TICKET_WAITING)
        queue_leave(hall, slot);
    move_ticket(hall, slot, ACTION_TRANSFER, fact->at);
    if (transferred->from) {
        uint16_t from = fact_target(hall, transferred->from);
        move_target(hall, from, WINDOW_DO_RELEASE, fact->at);
        digest_target(hall, from);
    }
    journey_take(hall, ticket, transferred);
    ticket->transferred = true;
    ticket->service = (uint16_t)service;
    ticket->sent = transferred->to ? fact_target(hall, transferred->to) : 0;
    ticket->ticket_class = transferred->ticket_class;
    ticket->calls = 0;
    ticket->served = 0; /* a new leg */
    ticket->called = ticket->recalled = ticket->started = 0;
    const struct ticket_place place = {
        .key = transferred->key,
        .joined = transferred->joined,
        .order = transferred->order,
        .returned = transferred->ticket_class == CLASS_RETURNED,
    };
    queue_join(hall, slot, &place);
    digest_ticket(hall, slot);
}
