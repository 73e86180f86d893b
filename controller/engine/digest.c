/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest - a sum of hashes of all tickets and targets, kept up to date (D-31).
 *
 * Field list 1, HALL_DIGEST_LIST: the fields below, in this order. A changed list
 * gets a new number, and the old one stays for one release beside it. Memory sizes,
 * tree shapes and everything that follows from these fields is left out.
 */
#include <assert.h>

#include "engine/numbering.h"
#include "engine/state.h"

static uint64_t mix(uint64_t h, uint64_t field)
{
    h = (h ^ field) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

uint64_t digest_of_ticket(const struct hall *hall, uint32_t slot)
{
    const struct ticket *t = &hall->tickets[slot];
    const struct ticket_place *place = &hall->nodes[slot].place;
    uint64_t h = mix(1, slot_id(hall, slot).n);
    h = mix(h, (uint64_t)t->state << 24 | (uint64_t)t->ticket_class << 16 | (uint64_t)t->lang << 8 |
                   t->principals);
    h = mix(h, (uint64_t)t->calls << 24 | (uint64_t)t->misses << 16 | (uint64_t)t->score << 8 |
                   t->park_kind);
    h = mix(h, (uint64_t)t->unprinted << 1 | (uint64_t)t->transferred);
    h = mix(h, (uint64_t)prefix_pack(t->label) << 16 | t->label.number);
    h = mix(h, hall->services[t->service].def->id.n);
    h = mix(h, (uint64_t)hall->targets[t->sent].id.n << 16 | hall->targets[t->target].id.n);
    h = mix(h, (uint64_t)place->key);
    h = mix(h, (uint64_t)place->joined);
    h = mix(h, (uint64_t)place->order << 1 | (uint64_t)place->returned);
    h = mix(h, (uint64_t)t->issued);
    h = mix(h, (uint64_t)t->called);
    h = mix(h, (uint64_t)t->recalled);
    h = mix(h, (uint64_t)t->started);
    h = mix(h, (uint64_t)t->ended);
    return mix(h, (uint64_t)t->served);
}

uint64_t digest_of_target(const struct hall *hall, uint16_t index)
{
    const struct target *t = &hall->targets[index];
    uint64_t h = mix(2, t->id.n);
    h = mix(h, (uint64_t)t->turn << 16 | (uint64_t)t->state << 8 | t->pause_reason);
    h = mix(h, slot_id(hall, t->ticket).n);
    h = mix(h, slot_id(hall, t->last).n);
    h = mix(h, (uint64_t)t->call << 32 | t->order);
    h = mix(h, t->parked.count);
    return mix(h, (uint64_t)t->since);
}

void digest_ticket(struct hall *hall, uint32_t slot)
{
    assert(slot && slot <= hall->capacity);
    struct ticket *ticket = &hall->tickets[slot];
    hall->digest -= ticket->hash;
    ticket->hash = digest_of_ticket(hall, slot);
    hall->digest += ticket->hash;
}

void digest_target(struct hall *hall, uint16_t index)
{
    assert(index && index <= hall->target_count);
    struct target *target = &hall->targets[index];
    hall->digest -= target->hash;
    target->hash = digest_of_target(hall, index);
    hall->digest += target->hash;
}

/* The counters of the hall change with nearly every fact; they are mixed in when asked. */
uint64_t hall_digest(const struct hall *hall)
{
    uint64_t h = mix(3, hall->day);
    h = mix(h, (uint64_t)hall->first << 32 | hall->issued);
    h = mix(h, (uint64_t)hall->order << 32 | hall->calls);
    return hall->digest + mix(h, hall->announced);
}
