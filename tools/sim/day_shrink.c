/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day_shrink - a smaller day on which the same promise is broken: without faults that do not
 * matter, shorter, with fewer windows and kiosks, without people who do not matter.
 */
#include <string.h>

#include "sim/day.h"

#define RUNS_MAX 600

struct shrink {
    struct plan *plan;
    const struct world_options *options;
    enum promise broken;
    FILE *log;
    uint32_t runs;
};

static bool still_breaks(struct shrink *s, const struct plan *smaller, const char *what)
{
    struct day_result result;
    if (s->runs >= RUNS_MAX)
        return false;
    s->runs++;
    day_run(smaller, s->options, &result);
    if (result.broken != s->broken)
        return false;
    *s->plan = *smaller;
    fprintf(s->log, "shrunk: %s; broken after %lld min\n", what,
            (long long)(result.after / MINUTE));
    return true;
}

static bool without_faults(struct shrink *s)
{
    bool any = false;
    for (int i = 0; i < RATE_COUNT; i++) {
        struct plan smaller = *s->plan;
        char what[64];
        if (!smaller.rates[i])
            continue;
        smaller.rates[i] = 0;
        snprintf(what, sizeof(what), "without %s", rate_name((enum rate)i));
        any |= still_breaks(s, &smaller, what);
    }
    return any;
}

static bool shorter(struct shrink *s)
{
    bool any = false;
    for (uint32_t minutes = s->plan->minutes / 2; minutes > 0; minutes /= 2) {
        struct plan smaller = *s->plan;
        smaller.minutes -= minutes;
        any |= smaller.minutes > 0 && still_breaks(s, &smaller, "shorter");
    }
    return any;
}

/* Halves, quarters … of the people stay at home. */
static bool fewer_people(struct shrink *s)
{
    bool any = false;
    for (uint32_t part = (s->plan->people + 1) / 2; part > 0; part /= 2)
        for (uint32_t from = 0; from < s->plan->people; from += part) {
            struct plan smaller = *s->plan;
            uint32_t taken = 0;
            for (uint32_t i = from; i < from + part && i < smaller.people; i++) {
                taken += !smaller.away[i];
                smaller.away[i] = true;
            }
            any |= taken && still_breaks(s, &smaller, "fewer people");
        }
    return any;
}

static bool one_less(struct shrink *s, uint8_t *number)
{
    struct plan before = *s->plan;
    struct plan smaller = before;
    size_t at = (size_t)(number - (uint8_t *)s->plan);
    uint8_t *there = (uint8_t *)&smaller + at;
    if (*there <= 1)
        return false;
    --*there;
    return still_breaks(s, &smaller, "a smaller hall");
}

void day_shrink(struct plan *plan, const struct world_options *options, enum promise broken,
                FILE *log)
{
    struct shrink s = {plan, options, broken, log, 0};
    struct world_options silent = *options;
    silent.trace = NULL;
    s.options = &silent;
    for (bool any = true; any;) {
        any = without_faults(&s);
        any |= shorter(&s);
        any |= one_less(&s, &plan->boards);
        any |= one_less(&s, &plan->kiosks);
        if (!options->def) {
            any |= one_less(&s, &plan->windows);
            any |= one_less(&s, &plan->services);
        }
        any |= fewer_people(&s);
    }
}
