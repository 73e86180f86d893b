/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/numbering.h"

#include <assert.h>
#include <string.h>

#include "engine/lease.h"

/* A range is named by its service and class: service * CLASS_COUNT + class. A class without a
 * range of its own has that of the normal one. A series has the name of its first range. */
static uint16_t range_of(const struct service_def *def, uint16_t service, uint8_t ticket_class)
{
    return (uint16_t)(service * CLASS_COUNT + (def->class_first[ticket_class] ? ticket_class : 0));
}

static uint16_t first_of(const struct service_def *def, uint8_t ticket_class)
{
    if (def->class_first[ticket_class])
        return def->class_first[ticket_class];
    return def->first ? def->first : 1;
}

static uint16_t last_of(const struct service_def *def, uint8_t ticket_class)
{
    uint16_t last = def->class_first[ticket_class] ? def->class_last[ticket_class] : def->last;
    return last && last < LABEL_NUMBER_MAX ? last : LABEL_NUMBER_MAX;
}

uint16_t numbering_first(const struct service_def *def)
{
    return first_of(def, CLASS_NORMAL);
}

uint16_t numbering_last(const struct service_def *def)
{
    return last_of(def, CLASS_NORMAL);
}

static const struct service_def *def_of(const struct hall *hall, uint16_t range)
{
    return hall->services[range / CLASS_COUNT].def;
}

static uint16_t *series_of(const struct hall *hall, uint16_t range)
{
    return &hall->services[range / CLASS_COUNT].series[range % CLASS_COUNT];
}

struct series *numbering_counts(const struct hall *hall, uint16_t series)
{
    assert(*series_of(hall, series) == series);
    return &hall->services[series / CLASS_COUNT].counts[series % CLASS_COUNT];
}

uint16_t numbering_series(const struct hall *hall, uint16_t service)
{
    return hall->services[service].series[CLASS_NORMAL];
}

static bool is_range(const struct hall *hall, uint16_t range)
{
    return range % CLASS_COUNT == CLASS_NORMAL ||
           def_of(hall, range)->class_first[range % CLASS_COUNT];
}

static bool overlap(const struct hall *hall, uint16_t a, uint16_t b)
{
    const struct service_def *x = def_of(hall, a), *y = def_of(hall, b);
    uint8_t i = (uint8_t)(a % CLASS_COUNT), k = (uint8_t)(b % CLASS_COUNT);
    return is_range(hall, a) && is_range(hall, b) && strcmp(x->prefix, y->prefix) == 0 &&
           first_of(x, i) <= last_of(y, k) && first_of(y, k) <= last_of(x, i);
}

/* A later range may join two series that were apart: all of them become one. */
static void share(struct hall *hall, uint16_t from, uint16_t to, uint16_t count)
{
    for (uint16_t i = 0; i < count; i++)
        if (*series_of(hall, i) == from)
            *series_of(hall, i) = to;
}

void numbering_init(struct hall *hall)
{
    uint16_t count = (uint16_t)(hall->service_count * CLASS_COUNT);
    for (uint16_t i = 0; i < count; i++) {
        struct service *service = &hall->services[i / CLASS_COUNT];
        *series_of(hall, i) = i;
        for (int c = 0; c < PREFIX_MAX && service->def->prefix[c]; c++)
            service->prefix.prefix[c] = service->def->prefix[c];
    }
    for (uint16_t i = 0; i < count; i++)
        for (uint16_t k = 0; k < i && def_of(hall, i)->prefix[0]; k++)
            if (overlap(hall, i, k))
                share(hall, *series_of(hall, i), *series_of(hall, k), count);
}

/* The lowest number of the range that its series has not passed and nobody has; 0 = none. */
static uint16_t free_in(const struct hall *hall, uint16_t service, uint8_t ticket_class)
{
    const struct service *of = &hall->services[service];
    uint16_t series = *series_of(hall, range_of(of->def, service, ticket_class));
    uint16_t first = first_of(of->def, ticket_class);
    struct label label = of->prefix;
    label.number = (uint16_t)(numbering_counts(hall, series)->last + 1);
    if (label.number < first)
        label.number = first;
    label.number = lease_pass(hall, series, label.number);
    return label.number <= last_of(of->def, ticket_class) ? label.number : 0;
}

struct label numbering_next(const struct hall *hall, uint16_t service, uint8_t ticket_class)
{
    assert(service < hall->service_count && ticket_class < CLASS_COUNT);
    struct label label = hall->services[service].prefix;
    assert(label.prefix[0] && label.number == 0);
    label.number = free_in(hall, service, ticket_class);
    if (!label.number && hall->services[service].def->class_first[ticket_class])
        label.number = free_in(hall, service, CLASS_NORMAL);
    return label;
}

/* The counters of the range that such a number of such a ticket is from. */
static struct series *counts_with(const struct hall *hall, uint16_t service, uint8_t ticket_class,
                                  uint16_t number)
{
    const struct service_def *def = hall->services[service].def;
    if (number < first_of(def, ticket_class) || number > last_of(def, ticket_class))
        ticket_class = CLASS_NORMAL;
    return numbering_counts(hall, *series_of(hall, range_of(def, service, ticket_class)));
}

bool numbering_passed(const struct hall *hall, uint16_t service, uint8_t ticket_class,
                      uint16_t number)
{
    return number <= counts_with(hall, service, ticket_class, number)->last;
}

void numbering_used(struct hall *hall, uint16_t service, uint8_t ticket_class, uint16_t number)
{
    struct series *counts = counts_with(hall, service, ticket_class, number);
    assert(number > counts->last); /* R-N7 */
    counts->last = number;
}

uint32_t numbering_left(const struct hall *hall, uint16_t service)
{
    uint16_t next = free_in(hall, service, CLASS_NORMAL);
    return next ? numbering_last(hall->services[service].def) - next + 1u : 0;
}

/* The lowest number that a series can give. */
static uint16_t series_first(const struct hall *hall, uint16_t series)
{
    uint16_t first = LABEL_NUMBER_MAX;
    for (uint16_t i = 0; i < hall->service_count * CLASS_COUNT; i++) {
        uint8_t ticket_class = (uint8_t)(i % CLASS_COUNT);
        if (is_range(hall, i) && *series_of(hall, i) == series &&
            first_of(def_of(hall, i), ticket_class) < first)
            first = first_of(def_of(hall, i), ticket_class);
    }
    return first;
}

void numbering_restart(struct hall *hall, uint16_t skip)
{
    assert(skip <= LABEL_NUMBER_MAX);
    for (uint16_t i = 0; i < hall->service_count * CLASS_COUNT; i++) {
        if (*series_of(hall, i) != i)
            continue;
        uint16_t passed = is_range(hall, i) && skip ? (uint16_t)(series_first(hall, i) - 1) : 0;
        numbering_counts(hall, i)->last = (uint16_t)(passed + skip);
    }
}

void numbering_pass(struct hall *hall, uint16_t numbers)
{
    for (uint16_t i = 0; i < hall->service_count * CLASS_COUNT; i++) {
        if (*series_of(hall, i) != i || !is_range(hall, i) || !numbers)
            continue;
        struct series *counts = numbering_counts(hall, i);
        uint32_t last = counts->last ? counts->last : series_first(hall, i) - 1u;
        last += numbers;
        counts->last = (uint16_t)(last < LABEL_NUMBER_MAX ? last : LABEL_NUMBER_MAX);
    }
}

uint16_t numbering_top(const struct hall *hall)
{
    uint16_t top = 0;
    for (uint16_t i = 0; i < hall->service_count; i++) {
        const struct series *counts = numbering_counts(hall, numbering_series(hall, i));
        if (counts->last > top)
            top = counts->last;
        if (counts->leased > top)
            top = counts->leased;
    }
    return top;
}

uint16_t numbering_most(const struct hall *hall)
{
    uint16_t most = 0;
    for (uint16_t i = 0; i < hall->service_count * CLASS_COUNT; i++) {
        if (*series_of(hall, i) != i || !is_range(hall, i) || !numbering_counts(hall, i)->last)
            continue;
        uint16_t used = (uint16_t)(numbering_counts(hall, i)->last - series_first(hall, i) + 1);
        if (used > most)
            most = used;
    }
    return most;
}

uint16_t prefix_pack(struct label label)
{
    return (uint16_t)((uint8_t)label.prefix[0] | (uint8_t)label.prefix[1] << 8);
}

struct label prefix_unpack(uint16_t prefix, uint16_t number)
{
    return (struct label){{(char)(prefix & 0xff), (char)(prefix >> 8)}, number};
}
