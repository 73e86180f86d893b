/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check - does the hall make sense? The app asks after every fact in debug builds,
 * the simulator always.
 */
#include "engine/lease.h"
#include "engine/numbering.h"
#include "engine/say.h"
#include "engine/state.h"

/* What a walk over all tickets finds, to be compared with the kept counts. */
struct census {
    uint32_t waiting, missed, parked, at_windows, alone, in_sessions, stale;
    uint64_t digest;
};

static bool at_its_window(const struct hall *hall, uint32_t slot)
{
    const struct ticket *ticket = &hall->tickets[slot];
    const struct target *target = &hall->targets[ticket->target];
    uint8_t state = ticket->state == TICKET_CALLED ? WINDOW_CALLING : WINDOW_SERVING;
    return ticket->target && target->ticket == slot && target->state == state;
}

/* Who took it has it in the list, newest first (R-K8). */
static const char *check_person(const struct hall *hall, uint32_t slot)
{
    const struct ticket *ticket = &hall->tickets[slot];
    SAY(ticket->person <= hall->person_count, "a ticket is nobody's");
    SAY(ticket->person || !ticket->same_person, "a ticket of nobody has another of the same");
    if (!ticket->person)
        return NULL;
    const struct person *person = &hall->persons[ticket->person];
    SAY(person_find(hall, person->id_a, person->id_b) == ticket->person,
        "one person is there twice");
    SAY(ticket->same_person < slot &&
            (!ticket->same_person || hall->tickets[ticket->same_person].person == ticket->person),
        "a person's tickets are another's");
    SAY(person->ticket >= slot, "a person's newest ticket is missing");
    return NULL;
}

static const char *check_ticket(const struct hall *hall, uint32_t slot, struct census *census)
{
    const struct ticket *ticket = &hall->tickets[slot];
    bool queued = hall->nodes[slot].size > 0;
    SAY(ticket->state > TICKET_NONE && ticket->state < TICKET_STATE_COUNT, "a ticket has no state");
    SAY(queued == (ticket->state == TICKET_WAITING), "a ticket waits and is in no queue");
    SAY(ticket->service < hall->service_count, "a ticket has no service");
    SAY(labels_find(hall, ticket->label) == slot, "two tickets have one number");
    SAY(ticket->stale || ticket->hash == digest_of_ticket(hall, slot),
        "a ticket changed beside its digest");
    if (ticket->state == TICKET_CALLED || ticket->state == TICKET_SERVING) {
        SAY(at_its_window(hall, slot), "a called ticket is not at its window");
        census->at_windows++;
    }
    SAY(!ticket->home || ticket->step, "a ticket comes back from no step");
    SAY(!ticket->score || ticket->state == TICKET_SERVED, "an unfinished visit is rated");
    census->alone += ticket->told != 0;
    census->waiting += queued;
    census->missed += ticket->state == TICKET_MISSED;
    census->parked += parked_here(ticket);
    census->in_sessions += ticket->session != SESSION_NONE;
    census->digest += ticket->hash;
    census->stale += ticket->stale;
    return check_person(hall, slot);
}

/* R-D3: of what the window is for, exactly what its clerk may serve, in the same order. */
static bool serves_what_it_should(const struct hall *hall, uint16_t index)
{
    const struct target *target = &hall->targets[index];
    uint8_t served = 0;
    for (uint8_t i = 0; i < target->assigned_count; i++) {
        uint16_t service = target->assigned[i].service;
        bool able = target->able[service / 64] >> service % 64 & 1;
        if (target_serves(hall, index, service) != able)
            return false;
        if (able && target->served[served++].service != service)
            return false;
    }
    for (uint16_t service = 0; service < hall->service_count; service++)
        if (target_serves(hall, index, service) && assign_find(target, service) < 0)
            return false;
    return served == target->served_count;
}

static const char *check_target(const struct hall *hall, uint16_t index, struct census *census)
{
    const struct target *target = &hall->targets[index];
    bool busy = target->state == WINDOW_CALLING || target->state == WINDOW_SERVING;
    bool rating = target->state == WINDOW_RATING;
    SAY((busy || rating) == (target->ticket != 0), "a window's state and ticket disagree");
    SAY(!rating || hall->tickets[target->ticket].state == TICKET_SERVED,
        "a window asks for a rating of an unfinished visit");
    SAY(target->state != WINDOW_PAUSED || target->pause_reason,
        "a window is paused without reason");
    SAY(target->state != WINDOW_IDLE || !target->pause_reason, "an idle window should be paused");
    SAY(hall->day || target->state == WINDOW_CLOSED, "a window is open on a closed day");
    SAY(!target->staff || clerk_window(hall, target->staff) == index,
        "a person is signed on at two windows");
    SAY(hall->day || !target->staff, "somebody is signed on on a closed day");
    SAY(target->lists == assign_hash(target), "a window's services changed beside their hash");
    SAY(serves_what_it_should(hall, index), "a window serves what it should not, or less");
    SAY(hall->crowds[index] == crowd_of(hall, index),
        "the people for whom a window works are counted wrongly");
    SAY((hall->open[index / 64] >> index % 64 & 1) == target_open(target),
        "a window is listed as open wrongly");
    SAY((hall->stale.targets[index / 64] >> index % 64 & 1) ||
            target->hash == digest_of_target(hall, index),
        "a window changed beside its digest");
    if (busy)
        census->at_windows--;
    for (uint32_t slot = target->parked.head; slot; slot = hall->links[slot].next) {
        SAY(parked_here(&hall->tickets[slot]) && hall->tickets[slot].target == index,
            "a window holds a ticket that is not parked there");
        census->parked--;
    }
    census->waiting -= ticket_queue_length(&target->queue);
    census->digest += target->hash;
    return ticket_queue_check(&target->queue);
}

static const char *check_service(const struct hall *hall, uint32_t index, struct census *census)
{
    const struct service *service = &hall->services[index];
    uint32_t open = 0;
    for (uint16_t i = 0; (i = service_window(hall, (uint16_t)index, i)) != 0;)
        open += target_open(&hall->targets[i]);
    SAY(open == service->open, "the open windows of a service are counted wrongly");
    for (int i = 0; i < SESSIONS_MAX; i++) {
        census->in_sessions -= service->sessions[i].issued;
        SAY(service->sessions[i].held <= service->sessions[i].booked,
            "more appointments hold a number than there are");
    }
    SAY((hall->stale.services[index / 64] >> index % 64 & 1) ||
            service->hash == digest_of_service(hall, (uint16_t)index),
        "a service changed beside its digest");
    census->digest += service->hash;
    census->waiting -= ticket_queue_length(&service->queue);
    for (uint32_t n = 0, slot; (slot = ticket_queue_nth(&service->queue, n)) != 0; n++)
        SAY(hall->tickets[slot].service == index && !hall->tickets[slot].sent,
            "a ticket is in a queue that is not its own");
    return ticket_queue_check(&service->queue);
}

/* R-A3, R-A7: found by code and person, counted by session. */
static const char *check_bookings(const struct hall *hall, struct census *census)
{
    int64_t held = 0, booked = 0;
    for (uint32_t i = 0; i < hall->service_count; i++)
        for (int s = 0; s < SESSIONS_MAX; s++) {
            held -= hall->services[i].sessions[s].held;
            booked -= hall->services[i].sessions[s].booked;
        }
    for (uint32_t i = 1; i <= hall->booking_count; i++) {
        const struct booking *booking = &hall->bookings[i];
        bool stands = booking->state != BOOKING_CANCELLED;
        SAY(booking_find(hall, booking->code) == i, "two appointments have one code");
        SAY(booking->state >= BOOKING_OPEN && booking->state <= BOOKING_CANCELLED,
            "an appointment has no state");
        SAY(!booking->person || !stands || hall->persons[booking->person].booking == i,
            "a person has two appointments");
        SAY(booking->hash == digest_of_booking(hall, i),
            "an appointment changed beside its digest");
        held += booking->session && booking->state == BOOKING_OPEN;
        booked += booking->session && stands;
        census->digest += booking->hash;
    }
    SAY(!held && !booked, "appointments are counted wrongly by session");
    return NULL;
}

static const char *check_lists(const struct hall *hall, struct census *census)
{
    uint32_t rating = 0;
    for (uint32_t slot = hall->missed.head; slot; slot = hall->links[slot].next) {
        SAY(hall->tickets[slot].state == TICKET_MISSED, "a ticket is listed as missed wrongly");
        census->missed--;
    }
    for (uint32_t i = hall->rating.head; i; i = hall->target_links[i].next, rating++)
        SAY(hall->targets[i].state == WINDOW_RATING, "a window is listed as rating wrongly");
    for (uint32_t i = 1; i <= hall->target_count; i++)
        rating -= hall->targets[i].state == WINDOW_RATING;
    SAY(rating == 0, "a rating is open and not listed");
    SAY(census->missed == 0, "a missed ticket is not listed");
    for (uint32_t i = 0; i < hall->lease_count; i++)
        census->alone -= hall->leases[i].given;
    SAY(census->alone == 0, "leases and the tickets of them disagree");
    return lease_check(hall);
}

const char *hall_check(const struct hall *hall)
{
    struct census census = {0};
    uint32_t states[TICKET_STATE_COUNT] = {0};
    const char *wrong = NULL;
    SAY(hall->issued <= hall->capacity, "more tickets than there is room for");
    for (uint32_t slot = 1; slot <= hall->issued && !wrong; slot++) {
        wrong = check_ticket(hall, slot, &census);
        if (!wrong) /* it has one of the states */
            states[hall->tickets[slot].state]++;
    }
    uint32_t waiting = census.waiting;
    for (uint16_t i = 1; i <= hall->target_count && !wrong; i++)
        wrong = check_target(hall, i, &census);
    for (uint32_t i = 0; i < hall->service_count && !wrong; i++)
        wrong = check_service(hall, i, &census);
    if (!wrong)
        wrong = check_lists(hall, &census);
    if (!wrong)
        wrong = check_bookings(hall, &census);
    if (wrong)
        return wrong;
    for (int state = 0; state < TICKET_STATE_COUNT; state++)
        SAY(states[state] == hall->states[state], "tickets are counted wrongly by state");
    SAY(waiting == hall->waiting && census.waiting == 0, "a waiting ticket is in no queue");
    SAY(census.parked == 0, "a parked ticket is at no window");
    SAY(census.at_windows == 0, "a window has a ticket that is not called");
    SAY(census.in_sessions == 0, "tickets are counted wrongly by session");
    SAY(census.stale == hall->stale.count, "a ticket's hash is stale and not listed");
    SAY(census.digest == hall->digest, "the digest is not the sum of its parts");
    return NULL;
}
