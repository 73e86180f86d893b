/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/dispatch.h"

#include <assert.h>

int32_t service_index(const struct hall *hall, service_id id)
{
    return id.n < hall->services_id_end ? hall->services_by_id[id.n] - 1 : -1;
}

uint16_t target_index(const struct hall *hall, target_id id)
{
    bool room = id.n >= TARGET_ROOM;
    uint32_t n = room ? id.n - TARGET_ROOM : id.n;
    return n < hall->targets_id_end[room] ? hall->targets_by_id[room][n] : 0;
}

uint32_t ticket_slot(const struct hall *hall, ticket_id id)
{
    if (!hall->first || id.n < hall->first)
        return 0;
    uint32_t at = id.n - hall->first;
    for (uint32_t i = 0; i < hall->jump_count && at >= hall->jumps[i].slot; i++) {
        if (at < hall->jumps[i].slot + hall->jumps[i].by)
            return 0; /* of the history that was lost */
        at -= hall->jumps[i].by;
    }
    return at < hall->issued ? at + 1 : 0;
}

static uint32_t id_of(const struct hall *hall, uint32_t slot)
{
    uint32_t id = hall->first + slot - 1;
    for (uint32_t i = 0; i < hall->jump_count && hall->jumps[i].slot < slot; i++)
        id += hall->jumps[i].by;
    return id;
}

ticket_id slot_id(const struct hall *hall, uint32_t slot)
{
    assert(slot <= hall->capacity);
    return (ticket_id){slot ? id_of(hall, slot) : 0};
}

uint32_t next_ticket(const struct hall *hall)
{
    return id_of(hall, hall->issued + 1);
}

bool parked_here(const struct ticket *ticket)
{
    return ticket->state == TICKET_PARKED && ticket->park_kind != PARK_AWAY;
}

bool target_open(const struct target *target)
{
    return lifecycle_window_open(target->state);
}

/* The clocks of a ticket change only here, when it goes from one state to another. */
void move_ticket(struct hall *hall, uint32_t slot, enum ticket_action action, msec at)
{
    assert(slot && slot <= hall->issued);
    struct ticket *ticket = &hall->tickets[slot];
    uint8_t to = lifecycle_ticket(ticket->state, action);
    assert(to != TICKET_NONE);
    assert(hall->states[ticket->state] > 0);
    if (ticket->state == TICKET_SERVING)
        ticket->served += at - ticket->started;
    if (ticket->state == TICKET_PARKED)
        ticket->held[ticket->park_kind] += at - ticket->parked;
    ticket->acted++;

    if (action == ACTION_CALL) {
        ticket->calls = 1;
        ticket->called = ticket->recalled = at;
    } else if (action == ACTION_RECALL) {
        ticket->calls++;
        ticket->recalled = at;
    } else if (action == ACTION_START) {
        ticket->started = at;
    } else if (action == ACTION_PARK) {
        ticket->parked = at;
    }
    if (lifecycle_final(to))
        ticket->ended = at;
    hall->states[ticket->state]--;
    hall->states[to]++;
    ticket->state = to;
}

static void count_open(struct hall *hall, const struct target *target, int32_t by)
{
    for (uint8_t i = 0; i < target->served_count; i++) {
        struct service *service = &hall->services[target->served[i].service];
        assert(by > 0 || service->open > 0);
        service->open = (uint16_t)(service->open + by);
    }
}

/* The list is in the order of `since`, so that its head ends first. */
static void list_rating(struct hall *hall, uint16_t index)
{
    uint32_t behind = hall->rating.tail;
    while (behind && hall->targets[behind].since > hall->targets[index].since)
        behind = hall->target_links[behind].prev;
    link_list_add_behind(&hall->rating, hall->target_links, index, behind);
}

/* All that hangs on a window's state changes here. */
void put_target(struct hall *hall, uint16_t index, uint8_t state, uint32_t slot, msec since)
{
    struct target *target = &hall->targets[index];
    bool was_open = target_open(target);
    if (target->state == WINDOW_RATING)
        link_list_remove(&hall->rating, hall->target_links, index);
    target->state = state;
    target->since = since;
    target->ticket = slot;
    if (was_open != target_open(target)) {
        count_open(hall, target, was_open ? -1 : 1);
        hall->open[index / 64] ^= (uint64_t)1 << index % 64;
    }
    if (state == WINDOW_RATING)
        list_rating(hall, index);
}

void move_target(struct hall *hall, uint16_t index, enum window_action action, msec at)
{
    assert(index && index <= hall->target_count);
    struct target *target = &hall->targets[index];
    uint8_t from = target->state;
    uint8_t to = lifecycle_window(from, action);
    assert(to != LIFECYCLE_NOWHERE);
    /* A pause asked for while somebody was served begins now. */
    if (to == WINDOW_IDLE && from != WINDOW_PAUSED && target->pause_reason)
        to = WINDOW_PAUSED;
    if (to == from)
        return;

    bool leaves = to == WINDOW_IDLE || to == WINDOW_PAUSED || to == WINDOW_CLOSED;
    put_target(hall, index, to, leaves ? 0 : target->ticket, at);
    if (to == WINDOW_CLOSED)
        target->pause_reason = PAUSE_NONE;
}

struct ticket_queue *queue_of(struct hall *hall, uint16_t service, uint16_t sent)
{
    assert(service < hall->service_count && sent <= hall->target_count);
    return sent ? &hall->targets[sent].queue : &hall->services[service].queue;
}

void queue_join(struct hall *hall, uint32_t slot, const struct ticket_place *place)
{
    const struct ticket *ticket = &hall->tickets[slot];
    assert(ticket->state == TICKET_WAITING);
    /* What the rule in force makes of its class is no part of the facts: another rule may replay.
     */
    struct ticket_place ranked = *place;
    ranked.ticket_class = ticket->ticket_class;
    ranked.rank = dispatch_rank(&hall->def->rules, ticket->ticket_class);
    ticket_queue_join(queue_of(hall, ticket->service, ticket->sent), slot, &ranked);
    if (!ticket->sent)
        crowd_change(hall, ticket->service, 1);
    hall->waiting++;
    if (place->order > hall->order)
        hall->order = place->order;
}

void queue_leave(struct hall *hall, uint32_t slot)
{
    const struct ticket *ticket = &hall->tickets[slot];
    assert(ticket->state == TICKET_WAITING);
    ticket_queue_leave(queue_of(hall, ticket->service, ticket->sent), slot);
    if (!ticket->sent)
        crowd_change(hall, ticket->service, -1);
    assert(hall->waiting > 0);
    hall->waiting--;
}

/* Members of both lists stand in the order of these times; `behind` is walked to from the tail,
 * which is where a ticket that comes back belongs, give or take a few. */
static void list_missed(struct hall *hall, uint32_t slot)
{
    uint32_t behind = hall->missed.tail;
    while (behind && hall->tickets[behind].ended > hall->tickets[slot].ended)
        behind = hall->links[behind].prev;
    link_list_add_behind(&hall->missed, hall->links, slot, behind);
}

static void list_parked(struct hall *hall, uint32_t slot)
{
    struct link_list *parked = &hall->targets[hall->tickets[slot].target].parked;
    uint32_t behind = parked->tail;
    while (behind && hall->tickets[behind].parked > hall->tickets[slot].parked)
        behind = hall->links[behind].prev;
    link_list_add_behind(parked, hall->links, slot, behind);
}

/* Wherever the ticket is: it is not there any more. */
static void take_out(struct hall *hall, uint32_t slot, msec at)
{
    const struct ticket *ticket = &hall->tickets[slot];
    struct target *target = &hall->targets[ticket->target];
    if (ticket->state == TICKET_WAITING)
        queue_leave(hall, slot);
    else if (ticket->state == TICKET_MISSED)
        link_list_remove(&hall->missed, hall->links, slot);
    else if (parked_here(ticket))
        link_list_remove(&target->parked, hall->links, slot);
    else if (target->ticket == slot) /* called, served, or a rating is asked for */
        put_target(hall, ticket->target, target->pause_reason ? WINDOW_PAUSED : WINDOW_IDLE, 0, at);
}

void put_ticket(struct hall *hall, uint32_t slot, const struct ticket *next,
                const struct ticket_place *place, msec at)
{
    struct ticket *ticket = &hall->tickets[slot];
    take_out(hall, slot, at);
    hall->states[ticket->state]--;
    hall->states[next->state]++;
    *ticket = *next;
    ticket->acted++;
    hall->nodes[slot].place = *place;
    if (ticket->state == TICKET_WAITING)
        queue_join(hall, slot, place);
    else if (ticket->state == TICKET_MISSED)
        list_missed(hall, slot);
    else if (parked_here(ticket))
        list_parked(hall, slot);
    else if (ticket->state == TICKET_CALLED)
        put_target(hall, ticket->target, WINDOW_CALLING, slot, at);
    else if (ticket->state == TICKET_SERVING)
        put_target(hall, ticket->target, WINDOW_SERVING, slot, at);
}

void announce_add(struct hall *hall, uint32_t id, uint8_t kind, uint16_t target, uint32_t slot,
                  msec at)
{
    const struct ticket *ticket = &hall->tickets[slot];
    assert(id == hall->announced + 1);
    assert(target && slot && ticket->label.number);
    hall->announced = id;
    hall->announces[id % HALL_ANNOUNCES_MAX] = (struct announce_view){
        .id = id,
        .target = hall->targets[target].id,
        .label = ticket->label,
        .kind = kind,
        .lang = ticket->lang,
        .at = at,
    };
}

static uint32_t *bucket_of(const struct hall *hall, struct label label)
{
    assert((hall->bucket_count & (hall->bucket_count - 1)) == 0);
    uint32_t h = (uint32_t)(uint8_t)label.prefix[0] << 24 | (uint32_t)(uint8_t)label.prefix[1]
                                                                << 16;
    h = (h | label.number) * 0x9e3779b1u;
    return &hall->buckets[(h ^ h >> 16) & (hall->bucket_count - 1)];
}

void labels_clear(struct hall *hall)
{
    for (uint32_t i = 0; i < hall->bucket_count; i++)
        hall->buckets[i] = 0;
}

void labels_add(struct hall *hall, uint32_t slot)
{
    assert(!labels_find(hall, hall->tickets[slot].label)); /* R-N7 */
    uint32_t *bucket = bucket_of(hall, hall->tickets[slot].label);
    hall->tickets[slot].same = *bucket;
    *bucket = slot;
}

uint32_t labels_find(const struct hall *hall, struct label label)
{
    uint32_t slot = *bucket_of(hall, label);
    while (slot && !label_same(hall->tickets[slot].label, label))
        slot = hall->tickets[slot].same;
    return slot;
}
