/* SPDX-License-Identifier: Apache-2.0 */
#include "net/limits.h"

#include <assert.h>
#include <stddef.h>

/* ---- addresses of proven devices ---- */

static uint32_t find_known(const struct limits *limits, uint32_t address)
{
    uint32_t i = 0;
    while (i < LIMITS_KNOWN_MAX && limits->known[i] != address)
        i++;
    return i;
}

bool limits_known(const struct limits *limits, uint32_t address)
{
    return address && find_known(limits, address) < LIMITS_KNOWN_MAX;
}

static uint32_t longest_unproven(const struct limits *limits)
{
    uint32_t oldest = 0;
    for (uint32_t i = 1; i < LIMITS_KNOWN_MAX; i++)
        if (limits->proven[i] < limits->proven[oldest])
            oldest = i;
    return oldest;
}

static struct offender *find_offender(struct limits *limits, uint32_t address)
{
    for (size_t i = 0; i < LIMITS_OFFENDERS_MAX; i++)
        if (limits->offenders[i].address == address)
            return &limits->offenders[i];
    return NULL;
}

void limits_proven(struct limits *limits, uint32_t address, msec now)
{
    struct offender *offender = find_offender(limits, address);
    if (offender)
        *offender = (struct offender){0};
    uint32_t i = find_known(limits, address);
    if (i == LIMITS_KNOWN_MAX)
        i = find_known(limits, 0);
    if (i == LIMITS_KNOWN_MAX)
        i = longest_unproven(limits);
    limits->known[i] = address;
    limits->proven[i] = now;
}

void limits_forget(struct limits *limits, uint32_t address)
{
    uint32_t i = find_known(limits, address);
    if (i < LIMITS_KNOWN_MAX)
        limits->known[i] = 0;
}

/* ---- addresses of strangers that fail ---- */

/* A free place, else the one whose minute began longest ago. */
static struct offender *offender_place(struct limits *limits)
{
    struct offender *oldest = &limits->offenders[0];
    for (size_t i = 0; i < LIMITS_OFFENDERS_MAX; i++) {
        if (!limits->offenders[i].address)
            return &limits->offenders[i];
        if (limits->offenders[i].since < oldest->since)
            oldest = &limits->offenders[i];
    }
    return oldest;
}

void limits_failed(struct limits *limits, uint32_t address, msec now)
{
    if (limits_known(limits, address))
        return;
    struct offender *offender = find_offender(limits, address);
    if (!offender)
        offender = offender_place(limits);
    if (offender->address != address || now - offender->since >= MINUTE)
        *offender = (struct offender){.address = address, .since = now};
    for (size_t i = 0; i < LIMITS_STRANGERS_MAX; i++)
        limits->places[i].failed |= limits->places[i].address == address;
    if (++offender->failures <= LIMITS_FAILURES_MAX)
        return;
    *offender = (struct offender){.address = address, .since = now, .shut = now + LIMITS_SHUT_MS};
}

/* ---- places ---- */

/* Known addresses and strangers never take each other's places. */
struct pool {
    struct half_open *places;
    uint32_t count;
};

static struct pool pool_of(struct limits *limits, bool known)
{
    struct half_open *first = limits->places;
    if (known)
        return (struct pool){first + LIMITS_STRANGERS_MAX, LIMITS_KNOWN_WAITING_MAX};
    return (struct pool){first, LIMITS_STRANGERS_MAX};
}

/* The place that waits longest; address 0 = of anybody. */
static struct half_open *oldest(struct pool pool, uint32_t address)
{
    struct half_open *found = NULL;
    for (uint32_t i = 0; i < pool.count; i++) {
        struct half_open *place = &pool.places[i];
        if (place->client && (!address || place->address == address) &&
            (!found || place->since < found->since))
            found = place;
    }
    return found;
}

static uint32_t waiting_of(struct pool pool, uint32_t address)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < pool.count; i++)
        n += pool.places[i].client && pool.places[i].address == address;
    return n;
}

static struct half_open *free_place(struct pool pool)
{
    for (uint32_t i = 0; i < pool.count; i++)
        if (!pool.places[i].client)
            return &pool.places[i];
    return NULL;
}

/* The place that somebody holds longest whose address has failed. */
static struct half_open *oldest_failed(struct pool pool)
{
    struct half_open *found = NULL;
    for (uint32_t i = 0; i < pool.count; i++) {
        struct half_open *place = &pool.places[i];
        if (place->failed && (!found || place->since < found->since))
            found = place;
    }
    return found;
}

static bool overdue(const struct half_open *place, msec now)
{
    return place && now - place->since >= LIMITS_PATIENCE_MS;
}

/* Who has to go for a newcomer from there, if anybody may. */
static struct half_open *victim_for(struct pool pool, uint32_t address, bool known, bool full,
                                    msec now)
{
    struct half_open *own = NULL, *any = NULL;
    if (full || (!known && waiting_of(pool, address) >= LIMITS_PER_ADDRESS_MAX))
        own = oldest(pool, address);
    if (full)
        any = oldest(pool, 0);
    return overdue(own, now) ? own : overdue(any, now) ? any : NULL;
}

enum limits_answer limits_enter(struct limits *limits, uint64_t client, uint32_t address, msec now,
                                uint64_t *evicted)
{
    assert(client && address);
    bool known = limits_known(limits, address);
    const struct offender *offender = known ? NULL : find_offender(limits, address);
    if (offender && offender->shut > now)
        return LIMITS_SHUT;
    bool failed = offender && now - offender->since < MINUTE;
    const struct half_open fresh = {client, address, failed, now};
    struct pool pool = pool_of(limits, known);
    struct half_open *place = free_place(pool);
    struct half_open *victim = victim_for(pool, address, known, !place, now);
    if (!victim && !place && !known && !failed)
        victim = oldest_failed(pool);
    if (victim) {
        *evicted = victim->client;
        *victim = fresh;
        return LIMITS_REPLACE;
    }
    if (!place)
        return LIMITS_FULL;
    *place = fresh;
    return LIMITS_ENTER;
}

void limits_leave(struct limits *limits, uint64_t client)
{
    for (size_t i = 0; i < LIMITS_WAITING_MAX; i++)
        if (limits->places[i].client == client)
            limits->places[i] = (struct half_open){0};
}

uint32_t limits_waiting(const struct limits *limits)
{
    uint32_t n = 0;
    for (size_t i = 0; i < LIMITS_WAITING_MAX; i++)
        n += limits->places[i].client != 0;
    return n;
}
