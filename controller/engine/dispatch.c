/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/dispatch.h"

#include <assert.h>

int64_t dispatch_key(const struct dispatch_input *input)
{
    return input->joined;
}

struct ticket_place dispatch_place(const struct hall *hall, uint16_t service, uint8_t ticket_class,
                                   bool second_leg, msec now)
{
    assert(service < hall->service_count && ticket_class < CLASS_COUNT);
    const struct dispatch_input input = {
        .def = hall->def,
        .service = hall->services[service].def,
        .ticket_class = ticket_class,
        .second_leg = second_leg,
        .joined = now,
    };
    return (struct ticket_place){
        .key = dispatch_key(&input),
        .joined = now,
        .order = hall->order + 1,
        .returned = ticket_class == CLASS_RETURNED,
    };
}

struct ticket_place dispatch_tail(const struct hall *hall, uint16_t service, msec now)
{
    return dispatch_place(hall, service, CLASS_NORMAL, false, now);
}

/* The first of a queue whose place is by key: the returned stand before it (D-19). */
static uint32_t first_by_key(const struct ticket_queue *queue)
{
    const struct ticket_place lowest = {.key = INT64_MIN, .joined = INT64_MIN};
    return ticket_queue_nth(queue, ticket_queue_rank(queue, &lowest));
}

struct ticket_place dispatch_head(const struct hall *hall, const struct ticket_queue *queue,
                                  uint16_t service, msec now)
{
    struct ticket_place place = dispatch_tail(hall, service, now);
    uint32_t first = first_by_key(queue);
    assert(!first || !queue->nodes[first].place.returned);
    if (first && queue->nodes[first].place.key <= place.key)
        place.key = queue->nodes[first].place.key - 1;
    return place;
}

struct ticket_place dispatch_behind(const struct hall *hall, const struct ticket_queue *queue,
                                    uint16_t service, uint8_t k, msec now, uint8_t *places)
{
    assert(k > 0);
    struct ticket_place place = dispatch_tail(hall, service, now);
    uint32_t slot = ticket_queue_nth(queue, k - 1u);
    /* All k are returned ones, whose keys say nothing: behind the first that has a say. */
    if (slot && queue->nodes[slot].place.returned)
        slot = first_by_key(queue);
    *places = slot ? k : 0;
    if (slot)
        place.key = queue->nodes[slot].place.key;
    return place;
}

/* Keeps the two best of all that it is shown. */
static void consider(const struct hall *hall, struct dispatch_choice *best, uint32_t slot)
{
    const struct ticket_node *nodes = hall->nodes;
    if (!slot)
        return;
    if (!best->slot || place_before(&nodes[slot].place, &nodes[best->slot].place)) {
        best->runner_up = best->slot;
        best->slot = slot;
    } else if (!best->runner_up ||
               place_before(&nodes[slot].place, &nodes[best->runner_up].place)) {
        best->runner_up = slot;
    }
}

/* R-D2, R-D4: the best of the heads of exactly the services this window serves. */
static struct dispatch_choice best_of_services(const struct hall *hall, const struct target *target)
{
    struct dispatch_choice best = {.why = CALL_WHY_NEXT};
    for (uint8_t i = 0; target->def && i < target->def->service_count; i++) {
        int32_t service = service_index(hall, target->def->services[i]);
        if (service >= 0)
            consider(hall, &best, hall->services[service].queue.first);
    }
    if (best.slot) /* the winner's own queue may hold the runner-up as well */
        consider(hall, &best,
                 ticket_queue_nth(&hall->services[hall->tickets[best.slot].service].queue, 1));
    return best;
}

struct dispatch_choice dispatch_next(const struct hall *hall, uint16_t index)
{
    assert(index && index <= hall->target_count);
    const struct target *target = &hall->targets[index];
    struct dispatch_choice best = best_of_services(hall, target);
    if (target->queue.first) {
        uint32_t second = ticket_queue_nth(&target->queue, 1);
        best.runner_up = second ? second : best.slot;
        best.slot = target->queue.first;
        best.why = CALL_WHY_SENT;
    }
    assert(!best.slot || hall->tickets[best.slot].state == TICKET_WAITING);
    assert(!best.slot || best.slot != best.runner_up);
    return best;
}
