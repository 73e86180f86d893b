/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as the journal of a small hall: each fact is read or refused; what was read
 * is written and read again as the same; what the hall does not object to is carried
 * out, and the hall makes sense afterwards.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/hall.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TICKETS 40

static const struct service_def services[] = {
    {.id = {1}, .prefix = "A", .mean_ms = 10 * MINUTE},
    {.id = {2}, .prefix = "B", .mean_ms = 5 * MINUTE},
    {.id = {3}},
};
static const struct window_def windows[] = {
    {.number = 1, .service_count = 2, .services = {{1}, {2}}},
    {.number = 2, .service_count = 2, .services = {{1}, {2}}},
    {.number = 3, .service_count = 1, .services = {{2}}},
    {.number = 4, .service_count = 1, .services = {{3}}},
};
static const struct room_def rooms[] = {{.id = 1}};
static const struct hall_def def = {
    .rules = {.recall_max = 3, .parked_max = 3, .rating_s = 60},
    .service_count = countof(services),
    .window_count = countof(windows),
    .room_count = countof(rooms),
    .services = services,
    .windows = windows,
    .rooms = rooms,
};

static void must(int condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void read_again(const struct fact *fact)
{
    uint8_t once[FACT_BYTES_MAX], twice[FACT_BYTES_MAX];
    struct wire_out out = {once, once + sizeof(once), false};
    fact_put(&out, fact);
    must(!out.bad, "a fact is too long");
    size_t n = (size_t)(out.at - once);

    struct fact back;
    struct wire_in in = {once, once + n, false};
    fact_get(&in, &back);
    must(!in.bad && wire_left(&in) == 0, "a fact does not read what it wrote");
    out = (struct wire_out){twice, twice + sizeof(twice), false};
    fact_put(&out, &back);
    must((size_t)(out.at - twice) == n && memcmp(once, twice, n) == 0, "a fact changed");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void *memory;
    if (!memory)
        memory = malloc(hall_bytes(&def, TICKETS));
    must(memory != NULL, "no memory");
    struct hall *hall = hall_init(memory, &def, TICKETS);

    struct wire_in in = {data, data + size, false};
    while (wire_left(&in)) {
        struct fact fact;
        char text[200];
        fact_get(&in, &fact);
        if (in.bad)
            break;
        must(fact_print(&fact, text, sizeof(text)) < sizeof(text), "a print is too long");
        read_again(&fact);
        if (hall_objection(hall, &fact))
            continue;
        hall_apply(hall, &fact);
        const char *wrong = hall_check(hall);
        must(!wrong, wrong);
    }
    return 0;
}
