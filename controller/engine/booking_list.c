/* SPDX-License-Identifier: Apache-2.0 */
/*
 * booking_list - today's appointments, found by code and counted by slot.
 */
#include <assert.h>
#include <string.h>

#include "domain/booking_code.h"
#include "engine/state.h"

static uint32_t *code_bucket(const struct hall *hall, const char *code)
{
    uint32_t h = 2166136261u;
    for (; *code; code++)
        h = (h ^ (uint8_t)booking_code_sign(*code)) * 16777619u;
    return &hall->code_buckets[(h ^ h >> 16) & (hall->bucket_count - 1)];
}

static uint32_t *slot_bucket(const struct hall *hall, uint16_t service, msec from)
{
    uint64_t h = ((uint64_t)from ^ (uint64_t)service << 48) * 0x9e3779b97f4a7c15u;
    return &hall->slot_buckets[(uint32_t)(h >> 40) & (hall->bucket_count - 1)];
}

uint32_t booking_find(const struct hall *hall, const char *code)
{
    uint32_t same = 0;
    for (uint32_t at = *code ? *code_bucket(hall, code) : 0; at; at = hall->bookings[at].next) {
        if (strcmp(hall->bookings[at].code, code) == 0)
            return at;
        if (booking_code_same(hall->bookings[at].code, code))
            same = at;
    }
    return same;
}

bool booking_code_given(const struct hall *hall, const char *code)
{
    uint32_t at = booking_find(hall, code);
    return at && strcmp(hall->bookings[at].code, code) == 0;
}

uint32_t bookings_in_slot(const struct hall *hall, uint16_t service, msec from, uint32_t most)
{
    uint32_t count = 0;
    for (uint32_t at = *slot_bucket(hall, service, from); at && count < most;
         at = hall->bookings[at].same_slot)
        count += hall->bookings[at].service == service && hall->bookings[at].from == from &&
                 hall->bookings[at].state != BOOKING_CANCELLED;
    return count;
}

static struct session *session_of(struct hall *hall, const struct booking *booking)
{
    if (booking->session == SESSION_NONE)
        return NULL;
    return &hall->services[booking->service].sessions[booking->session - 1];
}

void booking_add(struct hall *hall, const struct booking *booking)
{
    assert(hall->booking_count < hall->booking_room && !booking_code_given(hall, booking->code));
    uint32_t number = ++hall->booking_count;
    struct booking *added = &hall->bookings[number];
    uint32_t *code = code_bucket(hall, booking->code);
    uint32_t *slot = slot_bucket(hall, booking->service, booking->from);
    struct session *session = session_of(hall, booking);
    *added = *booking;
    added->state = BOOKING_OPEN;
    added->hash = 0;
    added->next = *code;
    added->same_slot = *slot;
    *code = *slot = number;
    if (added->person)
        hall->persons[added->person].booking = number;
    if (session) {
        session->held++;
        session->booked++;
    }
    digest_booking(hall, number);
    digest_service(hall, added->service);
}

void booking_move(struct hall *hall, uint32_t number, enum booking_state state)
{
    struct booking *booking = &hall->bookings[number];
    struct session *session = session_of(hall, booking);
    assert(booking->state == BOOKING_OPEN && state != BOOKING_OPEN);
    booking->state = (uint8_t)state;
    if (session) {
        assert(session->held > 0);
        session->held--;
        session->booked = (uint16_t)(session->booked - (state == BOOKING_CANCELLED));
    }
    if (state == BOOKING_CANCELLED && booking->person)
        hall->persons[booking->person].booking = 0; /* R-A3: another one may be made */
    digest_booking(hall, number);
    digest_service(hall, booking->service);
}

uint32_t bookings_open(const struct hall *hall)
{
    uint32_t open = 0;
    for (uint32_t i = 1; i <= hall->booking_count; i++)
        open += hall->bookings[i].state == BOOKING_OPEN;
    return open;
}

void bookings_clear(struct hall *hall)
{
    for (uint32_t i = 1; i <= hall->booking_count; i++)
        hall->digest -= hall->bookings[i].hash;
    memset(&hall->bookings[1], 0, hall->booking_count * sizeof(*hall->bookings));
    memset(hall->code_buckets, 0, hall->bucket_count * sizeof(*hall->code_buckets));
    memset(hall->slot_buckets, 0, hall->bucket_count * sizeof(*hall->slot_buckets));
    hall->booking_count = 0;
}
