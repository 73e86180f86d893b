/* SPDX-License-Identifier: Apache-2.0 */
/*
 * estimate - how long a wait may be, from counts alone (R-W2, R-W3).
 *
 *     people ahead x median time at the window / windows that can take them
 *
 * A window that serves several services counts only with its share of this one.
 */
#include <assert.h>

#include "engine/state.h"

#define SAMPLES_MIN 5    /* fewer say less than the configured mean */
#define RANGE_LOW_PM 700 /* the range around the estimate, per mille */
#define RANGE_HIGH_PM 1300
#define FINE_BELOW_MIN 10 /* minutes: exact below, in fives above (R-W3) */
#define COARSE_MIN 5

static uint8_t place_in(const uint32_t *sorted, uint8_t count, uint32_t value)
{
    uint8_t at = 0;
    while (at < count && sorted[at] < value)
        at++;
    return at;
}

void samples_add(struct service *service, msec served)
{
    uint32_t value = served < 0 ? 0 : served > 24 * HOUR ? (uint32_t)(24 * HOUR) : (uint32_t)served;
    uint32_t *sorted = service->sorted;
    uint8_t count = service->sample_count;
    if (count == SAMPLES_MAX) { /* the oldest goes */
        uint8_t gone = place_in(sorted, count, service->samples[service->sample_next]);
        for (count--; gone < count; gone++)
            sorted[gone] = sorted[gone + 1];
    }
    uint8_t at = place_in(sorted, count, value);
    for (uint8_t n = count; n > at; n--)
        sorted[n] = sorted[n - 1];
    sorted[at] = value;
    service->sample_count = (uint8_t)(count + 1);
    service->samples[service->sample_next] = value;
    service->sample_next = (uint8_t)((service->sample_next + 1) % SAMPLES_MAX);
    assert(service->sample_count > 0 && service->sample_count <= SAMPLES_MAX);
    service->median = sorted[service->sample_count / 2];
}

/* ms at a window; 0 = nothing is known. */
static uint64_t mean_of(const struct service *service)
{
    if (service->sample_count >= SAMPLES_MIN)
        return service->median;
    return service->def->mean_ms;
}

uint32_t crowd_of(const struct hall *hall, uint16_t index)
{
    const struct target *target = &hall->targets[index];
    uint32_t crowd = 0;
    for (uint8_t i = 0; i < target->served_count; i++)
        crowd += ticket_queue_length(&hall->services[target->served[i].service].queue) + 1;
    return crowd;
}

void crowd_renew(struct hall *hall, uint16_t index)
{
    hall->crowds[index] = crowd_of(hall, index);
}

/* Kept and not summed up when asked: an estimate asks it of every window of a service, and in a
 * large hall that was most of what a ticket cost. */
void crowd_change(struct hall *hall, uint16_t service, int32_t by)
{
    const uint64_t *windows = hall->services[service].windows;
    for (uint32_t word = 0; word <= hall->target_count / 64; word++)
        for (uint64_t bits = windows[word]; bits; bits &= bits - 1)
            hall->crowds[word * 64 + (uint32_t)__builtin_ctzll(bits)] += (uint32_t)by;
}

/* In thousandths of a window: those open, each by its share of the people it works for. */
static uint64_t servers_pm(const struct hall *hall, const struct service *service)
{
    uint32_t mine_pm = 1000 * (ticket_queue_length(&service->queue) + 1);
    uint64_t sum = 0;
    for (uint32_t word = 0; word <= hall->target_count / 64; word++) {
        uint64_t bits = service->windows[word] & hall->open[word];
        for (; bits; bits &= bits - 1)
            sum += mine_pm / hall->crowds[word * 64 + (uint32_t)__builtin_ctzll(bits)];
    }
    return sum;
}

static uint16_t round_to(uint64_t minutes_pm, bool up)
{
    uint64_t minutes = (minutes_pm + (up ? 999 : 0)) / 1000;
    if (minutes >= FINE_BELOW_MIN)
        minutes = (minutes + (up ? COARSE_MIN - 1 : 0)) / COARSE_MIN * COARSE_MIN;
    if (minutes < 1)
        minutes = 1; /* never show 0 (R-W3) */
    return minutes > UINT16_MAX ? UINT16_MAX : (uint16_t)minutes;
}

bool hall_estimate(const struct hall *hall, service_id id, uint32_t ahead, uint16_t *lo,
                   uint16_t *hi, uint16_t *wait)
{
    *lo = *hi = *wait = 0;
    int32_t index = service_index(hall, id);
    if (index < 0 || !hall->services[index].open)
        return false;
    const struct service *service = &hall->services[index];
    uint64_t mean = mean_of(service);
    uint64_t servers = servers_pm(hall, service);
    if (!mean || !servers)
        return false;
    uint64_t minutes_pm = ahead * mean * 1000 / servers * 1000 / (uint64_t)MINUTE;
    *wait = round_to(minutes_pm, true);
    *lo = round_to(minutes_pm * RANGE_LOW_PM / 1000, false);
    *hi = round_to(minutes_pm * RANGE_HIGH_PM / 1000, true);
    assert(*lo <= *wait && *wait <= *hi);
    return true;
}
