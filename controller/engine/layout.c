/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layout - one block of memory for a hall, measured and cut up by the same list.
 */
#include <assert.h>
#include <string.h>

#include "engine/numbering.h"
#include "engine/undo.h"

struct layout {
    size_t hall, tickets, nodes, links, targets, target_links, crowds, services;
    size_t services_by_id, windows_by_id, rooms_by_id, buckets, leases, tombstones;
    size_t undos, total;
    size_t persons, bookings, person_buckets, code_buckets, slot_buckets;
    uint32_t service_end, window_end, room_end, bucket_count;
};

static size_t take(struct layout *layout, size_t size, size_t count)
{
    size_t at = layout->total;
    size_t need = size * count;
    layout->total =
        at + (need + _Alignof(max_align_t) - 1) / _Alignof(max_align_t) * _Alignof(max_align_t);
    return at;
}

/* One above the highest id, so that ids index straight into an array. */
static void measure_ids(struct layout *layout, const struct hall_def *def)
{
    for (uint32_t i = 0; i < def->service_count; i++)
        if (def->services[i].id.n >= layout->service_end)
            layout->service_end = def->services[i].id.n + 1u;
    for (uint32_t i = 0; i < def->window_count; i++)
        if (def->windows[i].number >= layout->window_end)
            layout->window_end = def->windows[i].number + 1u;
    for (uint32_t i = 0; i < def->room_count; i++)
        if (def->rooms[i].id >= layout->room_end)
            layout->room_end = def->rooms[i].id + 1u;
}

/* Kiosks alone give a small part of a day's tickets. */
static uint32_t lease_room(uint32_t tickets)
{
    uint32_t room = LEASES_MIN + tickets / 8;
    return room < LEASES_MAX ? room : LEASES_MAX;
}

static uint32_t booking_room(uint32_t tickets)
{
    return BOOKINGS_MIN + tickets / 4;
}

static struct layout measure(const struct hall_def *def, uint32_t tickets)
{
    assert(tickets >= 1 && tickets <= HALL_TICKETS_MAX);
    assert(def->service_count <= SERVICES_MAX);
    assert(def->window_count <= WINDOWS_MAX && def->room_count <= ROOMS_MAX);
    struct layout at = {.bucket_count = 1};
    uint32_t targets = def->window_count + def->room_count;
    measure_ids(&at, def);
    while (at.bucket_count < tickets)
        at.bucket_count *= 2;

    at.hall = take(&at, sizeof(struct hall), 1);
    at.tickets = take(&at, sizeof(struct ticket), tickets + 1u);
    at.nodes = take(&at, sizeof(struct ticket_node), tickets + 1u);
    at.links = take(&at, sizeof(struct link), tickets + 1u);
    at.targets = take(&at, sizeof(struct target), targets + 1u);
    at.target_links = take(&at, sizeof(struct link), targets + 1u);
    at.crowds = take(&at, sizeof(uint32_t), targets + 1u);
    at.services = take(&at, sizeof(struct service), def->service_count);
    at.services_by_id = take(&at, sizeof(uint16_t), at.service_end);
    at.windows_by_id = take(&at, sizeof(uint16_t), at.window_end);
    at.rooms_by_id = take(&at, sizeof(uint16_t), at.room_end);
    at.buckets = take(&at, sizeof(uint32_t), at.bucket_count);
    at.leases = take(&at, sizeof(struct lease), lease_room(tickets));
    at.tombstones = take(&at, sizeof(struct tombstone), TOMBSTONES_MAX);
    at.undos = take(&at, sizeof(struct undo), targets + 1u);
    at.persons = take(&at, sizeof(struct person), tickets + booking_room(tickets) + 1u);
    at.bookings = take(&at, sizeof(struct booking), booking_room(tickets) + 1u);
    at.person_buckets = take(&at, sizeof(uint32_t), at.bucket_count);
    at.code_buckets = take(&at, sizeof(uint32_t), at.bucket_count);
    at.slot_buckets = take(&at, sizeof(uint32_t), at.bucket_count);
    return at;
}

size_t hall_bytes(const struct hall_def *def, uint32_t tickets)
{
    return measure(def, tickets).total;
}

static void init_services(struct hall *hall)
{
    for (uint32_t i = 0; i < hall->service_count; i++) {
        struct service *service = &hall->services[i];
        service->def = &hall->def->services[i];
        assert(service->def->id.n && !hall->services_by_id[service->def->id.n]);
        ticket_queue_init(&service->queue, hall->nodes);
        hall->services_by_id[service->def->id.n] = (uint16_t)(i + 1);
    }
    numbering_init(hall);
}

static void init_targets(struct hall *hall)
{
    for (uint32_t i = 1; i <= hall->target_count; i++) {
        struct target *target = &hall->targets[i];
        bool window = i <= hall->def->window_count;
        /* Nobody has signed on yet; OFFLINE is for the network to say. */
        *target = (struct target){.state = WINDOW_CLOSED};
        ticket_queue_init(&target->queue, hall->nodes);
        if (window) {
            target->def = &hall->def->windows[i - 1];
            target->id.n = target->def->number;
            assert(target->id.n && target->id.n < TARGET_ROOM);
            assert(!hall->targets_by_id[0][target->id.n]);
            target->start = target->def->start;
            target->next = target->def->next;
            hall->targets_by_id[0][target->id.n] = (uint16_t)i;
        } else {
            uint16_t room = hall->def->rooms[i - 1 - hall->def->window_count].id;
            assert(room < TARGET_ROOM && !hall->targets_by_id[1][room]);
            target->id.n = (uint16_t)(TARGET_ROOM + room);
            hall->targets_by_id[1][room] = (uint16_t)i;
        }
    }
}

struct hall *hall_init(void *memory, const struct hall_def *def, uint32_t tickets)
{
    assert((uintptr_t)memory % _Alignof(max_align_t) == 0);
    struct layout at = measure(def, tickets);
    uint8_t *bytes = memory;
    memset(bytes, 0, at.total);

    struct hall *hall = (void *)(bytes + at.hall);
    hall->def = def;
    hall->capacity = tickets;
    hall->lease_room = lease_room(tickets);
    hall->service_count = def->service_count;
    hall->target_count = def->window_count + def->room_count;
    hall->bucket_count = at.bucket_count;
    hall->services_id_end = at.service_end;
    hall->targets_id_end[0] = at.window_end;
    hall->targets_id_end[1] = at.room_end;
    hall->tickets = (void *)(bytes + at.tickets);
    hall->nodes = (void *)(bytes + at.nodes);
    hall->links = (void *)(bytes + at.links);
    hall->targets = (void *)(bytes + at.targets);
    hall->target_links = (void *)(bytes + at.target_links);
    hall->crowds = (void *)(bytes + at.crowds);
    hall->services = (void *)(bytes + at.services);
    hall->services_by_id = (void *)(bytes + at.services_by_id);
    hall->targets_by_id[0] = (void *)(bytes + at.windows_by_id);
    hall->targets_by_id[1] = (void *)(bytes + at.rooms_by_id);
    hall->buckets = (void *)(bytes + at.buckets);
    hall->leases = (void *)(bytes + at.leases);
    hall->tombstones = (void *)(bytes + at.tombstones);
    hall->undos = (void *)(bytes + at.undos);
    hall->persons = (void *)(bytes + at.persons);
    hall->bookings = (void *)(bytes + at.bookings);
    hall->booking_room = booking_room(tickets);
    hall->person_buckets = (void *)(bytes + at.person_buckets);
    hall->code_buckets = (void *)(bytes + at.code_buckets);
    hall->slot_buckets = (void *)(bytes + at.slot_buckets);

    init_services(hall);
    init_targets(hall);
    for (uint16_t i = 1; i <= hall->target_count; i++) {
        assign_default(hall, i);
        digest_target(hall, i);
    }
    sessions_clear(hall);
    return hall;
}
