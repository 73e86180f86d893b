/* SPDX-License-Identifier: Apache-2.0 */
#include "net/limits.h"

#include <assert.h>
#include <stddef.h>

/* The place that waits longest; address 0 = of anybody. */
static struct half_open *oldest(struct limits *limits, uint32_t address)
{
    struct half_open *found = NULL;
    for (size_t i = 0; i < LIMITS_HALF_OPEN_MAX; i++) {
        struct half_open *place = &limits->places[i];
        if (place->client && (!address || place->address == address) &&
            (!found || place->since < found->since))
            found = place;
    }
    return found;
}

static uint32_t count(const struct limits *limits, uint32_t address)
{
    uint32_t n = 0;
    for (size_t i = 0; i < LIMITS_HALF_OPEN_MAX; i++)
        n += limits->places[i].client && (!address || limits->places[i].address == address);
    return n;
}

static struct half_open *free_place(struct limits *limits)
{
    for (size_t i = 0; i < LIMITS_HALF_OPEN_MAX; i++)
        if (!limits->places[i].client)
            return &limits->places[i];
    return NULL;
}

static bool overdue(const struct half_open *place, msec now)
{
    return place && now - place->since >= LIMITS_PATIENCE_MS;
}

enum limits_answer limits_enter(struct limits *limits, uint64_t client, uint32_t address, msec now,
                                uint64_t *evicted)
{
    assert(client);
    struct half_open fresh = {client, address, now};
    struct half_open *victim = NULL, *place = free_place(limits);
    if (count(limits, address) >= LIMITS_PER_ADDRESS_MAX)
        victim = oldest(limits, address);
    if (!overdue(victim, now) && !place)
        victim = oldest(limits, 0);
    if (overdue(victim, now)) {
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
    for (size_t i = 0; i < LIMITS_HALF_OPEN_MAX; i++)
        if (limits->places[i].client == client)
            limits->places[i] = (struct half_open){0};
}

uint32_t limits_waiting(const struct limits *limits)
{
    return count(limits, 0);
}
