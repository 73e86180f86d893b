/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/dispatch.h"

#include <assert.h>

/* The key of dispatch.md: counts as taken `head start` earlier; short work a little earlier. */
static int64_t headstart_key(const struct dispatch_input *input, int64_t base)
{
    const struct rules_def *rules = input->rules;
    int64_t key = base - rules->head_start_min[input->ticket_class] * MINUTE;
    if (input->second_leg)
        key -= rules->transfer_bonus_min * MINUTE;
    return key + (int64_t)rules->short_weight_pm * input->service->mean_ms / 1000;
}

int64_t dispatch_key(const struct dispatch_input *input)
{
    int64_t base = input->due ? input->due : input->joined;
    switch (input->rules->dispatch) {
    case DISPATCH_HEADSTART:
        return headstart_key(input, base);
    case DISPATCH_FIFO:
        return input->joined;
    default:
        return base;
    }
}

uint8_t dispatch_rank(const struct rules_def *rules, uint8_t ticket_class)
{
    static const uint8_t ranks[CLASS_COUNT] =
        {[CLASS_GREEN] = 1, [CLASS_APPOINTMENT] = 2, [CLASS_PRIORITY] = 3, [CLASS_NORMAL] = 4};
    assert(ticket_class < CLASS_COUNT);
    return rules->dispatch == DISPATCH_STRICT ? ranks[ticket_class] : 0;
}

static struct ticket_place place_of(const struct hall *hall, const struct dispatch_input *input)
{
    return (struct ticket_place){
        .key = dispatch_key(input),
        .joined = input->joined,
        .order = hall->order + 1,
        .returned = input->ticket_class == CLASS_RETURNED,
        .rank = dispatch_rank(input->rules, input->ticket_class),
        .ticket_class = input->ticket_class,
    };
}

struct ticket_place dispatch_place(const struct hall *hall, uint16_t service, uint8_t ticket_class,
                                   bool second_leg, msec now)
{
    assert(service < hall->service_count && ticket_class < CLASS_COUNT);
    const struct dispatch_input input = {
        .rules = &hall->def->rules,
        .service = hall->services[service].def,
        .ticket_class = ticket_class,
        .second_leg = second_leg,
        .joined = now,
    };
    return place_of(hall, &input);
}

struct ticket_place dispatch_appointment(const struct hall *hall, uint16_t service, msec due,
                                         msec now)
{
    assert(service < hall->service_count && due);
    const struct dispatch_input input = {
        .rules = &hall->def->rules,
        .service = hall->services[service].def,
        .ticket_class = CLASS_APPOINTMENT,
        .joined = now,
        .due = due,
    };
    return place_of(hall, &input);
}

/* How many stand before all whose place is by key: the returned, and those of a better class. */
static uint32_t better(const struct ticket_queue *queue, uint8_t rank)
{
    const struct ticket_place lowest = {.rank = rank, .key = INT64_MIN, .joined = INT64_MIN};
    return ticket_queue_rank(queue, &lowest);
}

/* The one at this position, if its place is by key inside this rank. */
static uint32_t ranked(const struct ticket_queue *queue, uint32_t position, uint8_t rank)
{
    uint32_t slot = ticket_queue_nth(queue, position);
    const struct ticket_place *place = &queue->nodes[slot].place;
    return slot && !place->returned && place->rank == rank ? slot : 0;
}

struct ticket_place dispatch_tail(const struct hall *hall, const struct ticket_queue *queue,
                                  uint16_t service, uint8_t ticket_class, msec now)
{
    struct ticket_place place = dispatch_place(hall, service, CLASS_NORMAL, false, now);
    place.rank = dispatch_rank(&hall->def->rules, ticket_class);
    uint32_t end = better(queue, (uint8_t)(place.rank + 1));
    uint32_t last = end ? ranked(queue, end - 1, place.rank) : 0;
    /* An appointment that came early may have a later key than one who joins now. */
    if (last && queue->nodes[last].place.key > place.key)
        place.key = queue->nodes[last].place.key;
    return place;
}

struct ticket_place dispatch_head(const struct hall *hall, const struct ticket_queue *queue,
                                  uint16_t service, uint8_t ticket_class, msec now)
{
    struct ticket_place place = dispatch_tail(hall, queue, service, ticket_class, now);
    uint32_t first = ranked(queue, better(queue, place.rank), place.rank);
    if (first && queue->nodes[first].place.key <= place.key)
        place.key = queue->nodes[first].place.key - 1;
    return place;
}

struct ticket_place dispatch_behind(const struct hall *hall, const struct ticket_queue *queue,
                                    uint16_t service, uint8_t ticket_class, uint8_t k, msec now,
                                    uint8_t *places)
{
    assert(k > 0);
    struct ticket_place place = dispatch_tail(hall, queue, service, ticket_class, now);
    /* When the k-th is a returned one or of a better class, whose keys say nothing here: behind the
     * first that has a say. */
    uint32_t before = better(queue, place.rank);
    uint32_t slot = ranked(queue, k - 1u < before ? before : k - 1u, place.rank);
    *places = slot ? k : 0;
    if (slot)
        place.key = queue->nodes[slot].place.key;
    return place;
}

/* ---- the next one of a window ---- */

struct candidate {
    uint32_t slot;
    struct ticket_place place; /* as this window sees it */
};

/* A comprehensive window helps another zone only when that pays (help delay). */
static int64_t delay_at(const struct hall *hall, const struct target *target,
                        const struct service *service)
{
    const struct rules_def *rules = &hall->def->rules;
    bool helps = rules->dispatch == DISPATCH_HEADSTART && target->def &&
                 target->def->kind == WINDOW_KIND_COMPREHENSIVE &&
                 target->def->zone != service->def->zone;
    return helps ? rules->help_delay_min * MINUTE : 0;
}

/* Keeps the two best of all that it is shown. */
static void consider(const struct hall *hall, struct candidate best[2], uint32_t slot,
                     int64_t delay)
{
    if (!slot)
        return;
    const struct ticket_place *place = &hall->nodes[slot].place;
    const struct ticket_place *second = &best[1].place;
    if (best[1].slot && place->key + delay > second->key && place->rank >= second->rank &&
        !place->returned)
        return; /* as most: no better than the second */
    struct candidate now = {slot, *place};
    now.place.key += delay;
    if (!best[0].slot || place_before(&now.place, &best[0].place)) {
        best[1] = best[0];
        best[0] = now;
    } else if (!best[1].slot || place_before(&now.place, &best[1].place)) {
        best[1] = now;
    }
}

/* R-D2, R-D4: the best of the heads of exactly the services this window serves now. */
static void best_of_services(const struct hall *hall, const struct target *target,
                             struct candidate best[2])
{
    for (uint8_t i = 0; i < target->served_count; i++) {
        const struct service *service = &hall->services[target->served[i].service];
        if (service->queue.first)
            consider(hall, best, service->queue.first, delay_at(hall, target, service));
    }
    if (!best[0].slot)
        return;
    /* The winner's own queue may hold the runner-up as well. */
    const struct service *service = &hall->services[hall->tickets[best[0].slot].service];
    consider(hall, best, ticket_queue_next(&service->queue, best[0].slot),
             delay_at(hall, target, service));
}

static void take_keys(struct dispatch_choice *choice, const struct candidate best[2])
{
    choice->slot = best[0].slot;
    choice->key = best[0].place.key;
    choice->runner_up = best[1].slot;
    choice->runner_key = best[1].place.key;
}

static struct candidate candidate_of(const struct hall *hall, uint32_t slot)
{
    return slot ? (struct candidate){slot, hall->nodes[slot].place} : (struct candidate){0};
}

static struct dispatch_choice by_services(const struct hall *hall, const struct target *target,
                                          msec now)
{
    struct dispatch_choice choice = {.why = CALL_WHY_NEXT, .turn = target->turn};
    struct candidate best[2] = {{0}, {0}};
    if (hall->def->rules.dispatch == DISPATCH_TURNS) {
        struct dispatch_turn turn = dispatch_by_turns(hall, target, 0, now);
        choice.why = turn.why;
        choice.turn = turn.turn;
        best[0] = candidate_of(hall, turn.slot);
        if (turn.slot)
            best[1] = candidate_of(hall, dispatch_by_turns(hall, target, turn.slot, now).slot);
    } else {
        best_of_services(hall, target, best);
    }
    take_keys(&choice, best);
    return choice;
}

struct dispatch_choice dispatch_next(const struct hall *hall, uint16_t index, msec now)
{
    assert(index && index <= hall->target_count);
    const struct target *target = &hall->targets[index];
    struct dispatch_choice choice = by_services(hall, target, now);
    if (target->queue.first) {
        struct candidate best[2] = {candidate_of(hall, target->queue.first),
                                    candidate_of(hall, ticket_queue_next(&target->queue,
                                                                         target->queue.first))};
        if (!best[1].slot && choice.slot)
            best[1] = (struct candidate){choice.slot, {.key = choice.key}};
        choice = (struct dispatch_choice){.why = CALL_WHY_SENT, .turn = target->turn};
        take_keys(&choice, best);
    }
    assert(!choice.slot || hall->tickets[choice.slot].state == TICKET_WAITING);
    assert(!choice.slot || choice.slot != choice.runner_up);
    return choice;
}
