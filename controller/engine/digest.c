/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest - a sum of hashes of all tickets and targets, kept up to date (D-31).
 *
 * A field list says what is hashed, in which order. A changed list gets a new number,
 * and the old one stays for one release beside it: a journal of the version before
 * holds digests of its list, and they are proven with hall_digest_of. Memory sizes,
 * tree shapes and everything that follows from the fields is left out.
 *
 * List 1: what the first version remembered; frozen. List 2: list 1 and all that came
 * after it, in more_of_ticket and more_of_target.
 */
#include <assert.h>

#include "engine/lease.h"
#include "engine/numbering.h"
#include "engine/state.h"

static uint64_t mix(uint64_t h, uint64_t field)
{
    h = (h ^ field) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static uint64_t list_1_of_ticket(const struct hall *hall, uint32_t slot)
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

static uint64_t list_1_of_target(const struct hall *hall, uint16_t index)
{
    const struct target *t = &hall->targets[index];
    uint64_t h = mix(2, t->id.n);
    h = mix(h, (uint64_t)t->state << 8 | t->pause_reason);
    h = mix(h, slot_id(hall, t->ticket).n);
    h = mix(h, slot_id(hall, t->last).n);
    h = mix(h, (uint64_t)t->call << 32 | t->order);
    h = mix(h, t->parked.count);
    return mix(h, (uint64_t)t->since);
}

static uint64_t more_of_ticket(const struct hall *hall, uint32_t slot, uint64_t h)
{
    const struct ticket *t = &hall->tickets[slot];
    h = mix(h, (uint64_t)t->told);
    h = mix(h, (uint64_t)t->step << 8 | t->items);
    h = mix(h, (uint64_t)t->parked);
    for (int kind = 0; kind < PARK_KIND_COUNT; kind++)
        h = mix(h, (uint64_t)t->held[kind]);
    h = mix(h, (uint64_t)t->rated);
    const struct person *person = &hall->persons[t->person];
    h = mix(h, person->id_a);
    h = mix(h, person->id_b);
    h = mix(h, (uint64_t)t->journey << 16 | hall->targets[t->home].id.n);
    h = mix(h, (uint64_t)t->of << 32 | t->pick_up);
    h = mix(h, (uint64_t)t->booking << 16 | (uint64_t)t->void_reason << 8 | t->session);
    return t->readied ? mix(h, 1)
                      : h; /* no journal of before has one: its sums stay as they were */
}

static uint64_t more_of_target(const struct hall *hall, uint16_t index, uint64_t h)
{
    const struct target *t = &hall->targets[index];
    h = mix(h, (uint64_t)t->turn << 40 | (uint64_t)t->role << 32 | t->staff);
    h = mix(h, (uint64_t)t->late << 1 | t->lunch);
    return mix(h, t->lists);
}

uint64_t digest_of_ticket(const struct hall *hall, uint32_t slot)
{
    return more_of_ticket(hall, slot, list_1_of_ticket(hall, slot));
}

uint64_t digest_of_target(const struct hall *hall, uint16_t index)
{
    return more_of_target(hall, index, list_1_of_target(hall, index));
}

uint64_t digest_of_service(const struct hall *hall, uint16_t service)
{
    const struct service *s = &hall->services[service];
    uint64_t h = mix(7, s->def->id.n);
    for (int i = 0; i < SESSIONS_MAX; i++)
        h = mix(mix(h, s->sessions[i].quota_set ? 1u + s->sessions[i].quota : 0),
                (uint64_t)s->sessions[i].issued << 32 | (uint64_t)s->sessions[i].held << 16 |
                    s->sessions[i].booked);
    return mix(h, s->green);
}

uint64_t digest_of_booking(const struct hall *hall, uint32_t number)
{
    const struct booking *b = &hall->bookings[number];
    uint64_t h = mix(8, number);
    h = mix(h, (uint64_t)hall->services[b->service].def->id.n << 16 | (uint64_t)b->session << 8 |
                   b->state);
    h = mix(h, (uint64_t)b->from);
    h = mix(h, (uint64_t)b->until);
    h = mix(h, hall->persons[b->person].id_a);
    h = mix(h, hall->persons[b->person].id_b);
    for (size_t i = 0; i < sizeof(b->code) && b->code[i]; i++)
        h = mix(h, (uint8_t)b->code[i]);
    return h;
}

static void renew(struct hall *hall, uint64_t *hash, uint64_t now)
{
    hall->digest += now - *hash;
    *hash = now;
}

static void settle_tickets(struct hall *hall)
{
    for (uint32_t i = 0; i < hall->stale.count; i++) {
        uint32_t slot = hall->stale.tickets[i];
        hall->tickets[slot].stale = false;
        renew(hall, &hall->tickets[slot].hash, digest_of_ticket(hall, slot));
    }
    hall->stale.count = 0;
}

void digest_settle(struct hall *hall)
{
    settle_tickets(hall);
    for (uint32_t word = 0; word < TARGET_WORDS; word++) {
        for (uint64_t *bits = &hall->stale.targets[word]; *bits; *bits &= *bits - 1) {
            uint16_t index = (uint16_t)(word * 64 + (uint32_t)__builtin_ctzll(*bits));
            renew(hall, &hall->targets[index].hash, digest_of_target(hall, index));
        }
    }
    for (uint32_t word = 0; word < SERVICE_WORDS; word++) {
        for (uint64_t *bits = &hall->stale.services[word]; *bits; *bits &= *bits - 1) {
            uint16_t index = (uint16_t)(word * 64 + (uint32_t)__builtin_ctzll(*bits));
            renew(hall, &hall->services[index].hash, digest_of_service(hall, index));
        }
    }
}

void digest_ticket(struct hall *hall, uint32_t slot)
{
    assert(slot && slot <= hall->capacity);
    struct ticket *ticket = &hall->tickets[slot];
    if (ticket->stale)
        return;
    if (hall->stale.count == STALE_TICKETS_MAX)
        settle_tickets(hall);
    ticket->stale = true;
    hall->stale.tickets[hall->stale.count++] = slot;
}

void digest_target(struct hall *hall, uint16_t index)
{
    assert(index && index <= hall->target_count);
    hall->stale.targets[index / 64] |= (uint64_t)1 << index % 64;
}

void digest_service(struct hall *hall, uint16_t index)
{
    assert(index < hall->service_count);
    hall->stale.services[index / 64] |= (uint64_t)1 << index % 64;
}

void digest_booking(struct hall *hall, uint32_t number)
{
    struct booking *booking = &hall->bookings[number];
    hall->digest -= booking->hash;
    booking->hash = digest_of_booking(hall, number);
    hall->digest += booking->hash;
}

/* The counters of the hall change with nearly every fact; they are mixed in when asked. */
static uint64_t list_1_of_hall(const struct hall *hall)
{
    uint64_t h = mix(3, hall->day);
    h = mix(h, (uint64_t)hall->first << 32 | hall->issued);
    h = mix(h, (uint64_t)hall->order << 32 | hall->calls);
    return mix(h, hall->announced);
}

static uint64_t list_1(const struct hall *hall)
{
    uint64_t sum = list_1_of_hall(hall);
    for (uint32_t slot = 1; slot <= hall->issued; slot++)
        sum += list_1_of_ticket(hall, slot);
    for (uint16_t i = 1; i <= hall->target_count; i++)
        sum += list_1_of_target(hall, i);
    return sum;
}

static uint64_t of_notices(const struct hall *hall)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < HALL_NOTICES_MAX; i++) {
        const struct notice_view *notice = &hall->notices[i];
        uint64_t h = mix(10, (uint64_t)notice->id << 32 | (uint64_t)notice->view << 16 |
                                 (uint64_t)notice->style << 8 | notice->lang);
        sum += notice->text[0] ? mix(h, (uint64_t)notice->until) : 0;
    }
    return sum;
}

uint64_t hall_digest(struct hall *hall)
{
    digest_settle(hall);
    uint64_t emergency = hall->emergency ? mix(9, hall->emergency) : 0;
    return hall->digest + list_1_of_hall(hall) + lease_digest(hall) + emergency + of_notices(hall);
}

uint64_t hall_digest_of(struct hall *hall, uint8_t list)
{
    assert(list >= HALL_DIGEST_LIST_OLDEST && list <= HALL_DIGEST_LIST);
    return list == HALL_DIGEST_LIST ? hall_digest(hall) : list_1(hall);
}
