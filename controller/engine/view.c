/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view - reading the hall. Nothing here changes it.
 */
#include <assert.h>
#include <string.h>

#include "engine/dispatch.h"
#include "engine/rules.h"

uint32_t hall_day(const struct hall *hall)
{
    return hall->day;
}

uint32_t hall_tickets(const struct hall *hall)
{
    return hall->issued;
}

ticket_id hall_ticket_at(const struct hall *hall, uint32_t n)
{
    return slot_id(hall, n + 1);
}

uint32_t hall_ticket_first(const struct hall *hall)
{
    return hall->first;
}

bool hall_ticket(const struct hall *hall, ticket_id id, struct ticket_view *view)
{
    uint32_t slot = ticket_slot(hall, id);
    if (!slot)
        return false;
    const struct ticket *ticket = &hall->tickets[slot];
    const struct ticket_place *place = &hall->nodes[slot].place;
    assert(ticket->state != TICKET_NONE);
    bool sent = ticket->sent && ticket->state == TICKET_WAITING;
    *view = (struct ticket_view){
        .id = id,
        .state = ticket->state,
        .ticket_class = ticket->ticket_class,
        .lang = ticket->lang,
        .service = hall->services[ticket->service].def->id,
        .label = ticket->label,
        .target = hall->targets[sent ? ticket->sent : ticket->target].id,
        .issued = ticket->issued,
        .joined = place->joined,
        .called = ticket->called,
        .started = ticket->started,
        .ended = ticket->ended,
        .key = place->key,
        .order = place->order,
        .calls = ticket->calls,
        .misses = ticket->misses,
        .score = ticket->score,
        .unprinted = ticket->unprinted,
        .park_kind = ticket->park_kind,
        .step = ticket->step,
        .journey = ticket->journey,
        .of = ticket->of,
        .pick_up = ticket->pick_up,
        .sent = ticket->sent != 0,
        .items = ticket->items,
        .parked = ticket->parked,
        .held_away = ticket->held[PARK_AWAY],
        .held_kept = ticket->held[PARK_KEPT],
        .held_meanwhile = ticket->held[PARK_MEANWHILE],
        .served = ticket->served,
        .rated = ticket->rated,
    };
    return true;
}

bool hall_find(const struct hall *hall, struct label label, ticket_id *id)
{
    uint32_t slot = label.number ? labels_find(hall, label) : 0;
    *id = slot_id(hall, slot);
    return slot != 0;
}

bool hall_window(const struct hall *hall, target_id id, struct window_view *view)
{
    uint16_t index = target_index(hall, id);
    if (!index)
        return false;
    const struct target *target = &hall->targets[index];
    *view = (struct window_view){
        .state = target->state,
        .pause_reason = target->pause_reason,
        .parked = (uint8_t)target->parked.count,
        .call = target->call,
        .calls = target->ticket ? hall->tickets[target->ticket].calls : 0,
        .ticket = slot_id(hall, target->ticket),
        .since = target->since,
        .order = target->order,
        .staff = target->staff,
        .role = target->role,
        .lunch = target->lunch,
        .late = target->late,
    };
    return true;
}

uint32_t hall_waiting(const struct hall *hall, service_id id)
{
    int32_t service = service_index(hall, id);
    return service < 0 ? 0 : ticket_queue_length(&hall->services[service].queue);
}

uint32_t hall_waiting_all(const struct hall *hall)
{
    return hall->waiting;
}

uint32_t hall_waiting_window(const struct hall *hall, uint16_t window)
{
    uint16_t index = target_index(hall, (target_id){window});
    if (!index)
        return 0;
    const struct target *target = &hall->targets[index];
    uint32_t waiting = ticket_queue_length(&target->queue);
    for (uint8_t i = 0; i < target->served_count; i++)
        waiting += ticket_queue_length(&hall->services[target->served[i].service].queue);
    return waiting;
}

bool hall_serves(const struct hall *hall, uint16_t window, service_id id)
{
    uint16_t index = target_index(hall, (target_id){window});
    int32_t service = service_index(hall, id);
    return index && service >= 0 && target_serves(hall, index, (uint16_t)service);
}

uint32_t hall_windows_open(const struct hall *hall, service_id id)
{
    int32_t service = service_index(hall, id);
    return service < 0 ? 0 : hall->services[service].open;
}

uint32_t hall_ahead_of_new(const struct hall *hall, service_id id, uint8_t ticket_class, msec now)
{
    int32_t service = service_index(hall, id);
    if (service < 0)
        return 0;
    struct ticket_place place = dispatch_place(hall, (uint16_t)service, ticket_class, false, now);
    return ticket_queue_rank(&hall->services[service].queue, &place);
}

uint32_t hall_ahead(const struct hall *hall, ticket_id id)
{
    uint32_t slot = ticket_slot(hall, id);
    if (!slot || hall->tickets[slot].state != TICKET_WAITING)
        return 0;
    const struct ticket *ticket = &hall->tickets[slot];
    const struct ticket_queue *queue =
        ticket->sent ? &hall->targets[ticket->sent].queue : &hall->services[ticket->service].queue;
    return ticket_queue_rank(queue, &hall->nodes[slot].place);
}

bool hall_slip(const struct hall *hall, ticket_id id, msec now, struct slip_view *view)
{
    uint32_t slot = ticket_slot(hall, id);
    if (!slot)
        return false;
    const struct ticket *ticket = &hall->tickets[slot];
    *view = (struct slip_view){
        .may_rejoin = may_come_back(ticket),
        .may_rate = ticket->state == TICKET_SERVED && may_rate(hall, ticket, true, now),
        .rate_until = ticket->score ? rating_until(hall, ticket) : 0,
        .slot = ticket->booking ? hall->bookings[ticket->booking].from : 0,
        .principals = ticket->principals,
    };
    if (view->may_rejoin) {
        uint8_t places;
        const struct ticket_place place = place_back(hall, ticket, now, &places);
        view->ahead_if_back = ticket_queue_rank(queue_back(hall, ticket), &place);
    }
    return true;
}

uint8_t hall_emergency(const struct hall *hall)
{
    return hall->emergency;
}

uint32_t hall_announces(const struct hall *hall, uint32_t since_id, struct announce_view *list,
                        uint32_t max)
{
    uint32_t first = hall->announce_floor + 1, count = 0;
    assert(hall->announced >= hall->announce_floor);
    if (hall->announced - hall->announce_floor > HALL_ANNOUNCES_MAX)
        first = hall->announced - HALL_ANNOUNCES_MAX + 1;
    for (uint32_t id = since_id > first ? since_id : first; id <= hall->announced && count < max;
         id++)
        list[count++] = hall->announces[id % HALL_ANNOUNCES_MAX];
    return count;
}

uint32_t hall_missed(const struct hall *hall, ticket_id *list, uint32_t max)
{
    uint32_t count = 0;
    for (uint32_t slot = hall->missed.tail; slot && count < max; slot = hall->links[slot].prev)
        list[count++] = slot_id(hall, slot);
    return count;
}

uint32_t hall_parked(const struct hall *hall, target_id target, ticket_id *list, uint32_t max)
{
    uint16_t index = target_index(hall, target);
    uint32_t count = 0;
    if (!index)
        return 0;
    for (uint32_t slot = hall->targets[index].parked.head; slot && count < max;
         slot = hall->links[slot].next)
        list[count++] = slot_id(hall, slot);
    return count;
}

bool hall_next(const struct hall *hall, target_id target, ticket_id *id)
{
    uint16_t index = target_index(hall, target);
    struct dispatch_choice choice = {0};
    if (index)
        choice = dispatch_next(hall, index, hall->now);
    *id = slot_id(hall, choice.slot);
    return choice.slot != 0;
}

uint32_t hall_bookings(const struct hall *hall)
{
    return hall->booking_count;
}

bool hall_booking(const struct hall *hall, uint32_t number, struct booking_view *view)
{
    if (!number || number > hall->booking_count)
        return false;
    const struct booking *booking = &hall->bookings[number];
    const struct person *person = &hall->persons[booking->person];
    *view = (struct booking_view){.service = hall->services[booking->service].def->id,
                                  .state = booking->state,
                                  .from = booking->from,
                                  .until = booking->until,
                                  .id_a = person->id_a,
                                  .id_b = person->id_b};
    memcpy(view->code, booking->code, sizeof(view->code));
    return true;
}

uint32_t hall_booking_find(const struct hall *hall, const char *code)
{
    return booking_find(hall, code);
}
