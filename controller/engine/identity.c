/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity - whoever showed a card today, by the HMAC of its number under the day's key
 * (R-K8, R-Y2): one entry a person, with all tickets and the appointment.
 *
 * The table has room for one entry for each ticket and each appointment, so it is never full.
 */
#include <assert.h>
#include <string.h>

#include "engine/state.h"

static uint32_t *bucket_of(const struct hall *hall, uint64_t id_a)
{
    /* An HMAC is evenly spread as it is. */
    return &hall->person_buckets[(uint32_t)id_a & (hall->bucket_count - 1)];
}

uint32_t person_find(const struct hall *hall, uint64_t id_a, uint64_t id_b)
{
    if (!id_a && !id_b)
        return 0;
    uint32_t at = *bucket_of(hall, id_a);
    while (at && (hall->persons[at].id_a != id_a || hall->persons[at].id_b != id_b))
        at = hall->persons[at].next;
    return at;
}

uint32_t person_of(struct hall *hall, uint64_t id_a, uint64_t id_b)
{
    uint32_t at = person_find(hall, id_a, id_b);
    if (at || (!id_a && !id_b))
        return at;
    assert(hall->person_count < hall->capacity + hall->booking_room);
    at = ++hall->person_count;
    uint32_t *bucket = bucket_of(hall, id_a);
    hall->persons[at] = (struct person){.id_a = id_a, .id_b = id_b, .next = *bucket};
    *bucket = at;
    return at;
}

void person_took(struct hall *hall, uint32_t person, uint32_t slot)
{
    assert(slot && person <= hall->person_count);
    hall->tickets[slot].person = person;
    if (!person)
        return;
    hall->tickets[slot].same_person = hall->persons[person].ticket;
    hall->persons[person].ticket = slot;
}

void persons_clear(struct hall *hall)
{
    /* Wiped, not only forgotten: nobody's card outlives the day (R-Y2). */
    memset(&hall->persons[1], 0, hall->person_count * sizeof(*hall->persons));
    memset(hall->person_buckets, 0, hall->bucket_count * sizeof(*hall->person_buckets));
    hall->person_count = 0;
}
