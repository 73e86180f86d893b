/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/numbering.h"

#include <assert.h>
#include <string.h>

#include "engine/lease.h"

uint16_t numbering_first(const struct service_def *def)
{
    return def->first ? def->first : 1;
}

uint16_t numbering_last(const struct service_def *def)
{
    return def->last && def->last < LABEL_NUMBER_MAX ? def->last : LABEL_NUMBER_MAX;
}

static bool overlap(const struct service_def *a, const struct service_def *b)
{
    return strcmp(a->prefix, b->prefix) == 0 && numbering_first(a) <= numbering_last(b) &&
           numbering_first(b) <= numbering_last(a);
}

/* A later service may join two series that were apart: all of them become one. */
static void share(struct hall *hall, uint16_t from, uint16_t to)
{
    for (uint32_t i = 0; i < hall->service_count; i++)
        if (hall->services[i].series == from)
            hall->services[i].series = to;
}

void numbering_init(struct hall *hall)
{
    for (uint16_t i = 0; i < hall->service_count; i++) {
        struct service *service = &hall->services[i];
        service->series = i;
        for (int c = 0; c < PREFIX_MAX && service->def->prefix[c]; c++)
            service->prefix.prefix[c] = service->def->prefix[c];
        for (uint16_t k = 0; k < i; k++)
            if (service->def->prefix[0] && overlap(service->def, hall->services[k].def))
                share(hall, service->series, hall->services[k].series);
    }
}

struct label numbering_next(const struct hall *hall, uint16_t service)
{
    assert(service < hall->service_count);
    const struct service *of = &hall->services[service];
    assert(hall->services[of->series].series == of->series);
    uint16_t last = hall->services[of->series].last;
    uint16_t next = (uint16_t)(last + 1);
    if (next < numbering_first(of->def))
        next = numbering_first(of->def);
    next = lease_pass(hall, of->series, next);

    struct label label = of->prefix;
    assert(label.prefix[0] && label.number == 0);
    if (next <= numbering_last(of->def))
        label.number = next;
    return label;
}

void numbering_used(struct hall *hall, uint16_t service, uint16_t number)
{
    struct service *series = &hall->services[hall->services[service].series];
    assert(number > series->last); /* R-N7 */
    series->last = number;
}

/* The lowest number that a series can give. */
static uint16_t series_first(const struct hall *hall, uint16_t series)
{
    uint16_t first = LABEL_NUMBER_MAX;
    for (uint32_t i = 0; i < hall->service_count; i++)
        if (hall->services[i].series == series && numbering_first(hall->services[i].def) < first)
            first = numbering_first(hall->services[i].def);
    return first;
}

void numbering_restart(struct hall *hall, uint16_t skip)
{
    assert(skip <= LABEL_NUMBER_MAX);
    for (uint16_t i = 0; i < hall->service_count; i++) {
        hall->services[i].last = 0;
        if (skip && hall->services[i].series == i)
            hall->services[i].last = (uint16_t)(series_first(hall, i) - 1 + skip);
    }
}

uint16_t numbering_most(const struct hall *hall)
{
    uint16_t most = 0;
    for (uint16_t i = 0; i < hall->service_count; i++) {
        uint16_t last = hall->services[i].last;
        if (last && last - series_first(hall, i) + 1 > most)
            most = (uint16_t)(last - series_first(hall, i) + 1);
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
