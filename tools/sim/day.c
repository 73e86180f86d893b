/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/day.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/options.h"
#include "sim/sim.h"

#define HOURS_DEFAULT 4

struct settings {
    uint32_t seed, hours;
    const char *seeds, *rule, *hall, *store, *out;
    bool trace, shrink;
    /* what they come to */
    uint64_t first, last;
    struct world_options world;
    struct hall_def *def;
};

static int usage(const char *sentence, const char *what)
{
    fprintf(stderr, "hall-sim: %s%s; see hall-sim day --help\n", sentence, what);
    return OPTIONS_BAD;
}

static bool read_rule(const char *name, int *rule)
{
    static const char *const names[] = {"headstart", "fifo", "strict", "turns"};
    *rule = -1;
    for (size_t i = 0; name && i < countof(names); i++)
        if (strcmp(name, names[i]) == 0)
            *rule = (int)i;
    return !name || *rule >= 0;
}

static bool read_seeds(const char *text, uint64_t *first, uint64_t *last)
{
    char *end;
    *first = strtoull(text, &end, 10);
    if (end == text || strncmp(end, "..", 2) != 0)
        return false;
    text = end + 2;
    *last = strtoull(text, &end, 10);
    return end != text && !*end && *first <= *last;
}

static void mute(void)
{
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0)
        dup2(null, STDERR_FILENO);
}

static int settle(struct settings *s)
{
    if (!s->seeds)
        s->first = s->last = s->seed;
    else if (!read_seeds(s->seeds, &s->first, &s->last))
        return usage("--seeds wants A..B, not ", s->seeds);
    if (!read_rule(s->rule, &s->world.rule))
        return usage("there is no rule ", s->rule);
    if (strcmp(s->store, "memory") != 0 && strcmp(s->store, "vfs") != 0)
        return usage("--store wants memory or vfs, not ", s->store);
    s->world.vfs = strcmp(s->store, "vfs") == 0;
    if (strcmp(s->hall, "generated") != 0 && config_load(s->hall, stderr, &s->def, NULL))
        return OPTIONS_BAD;
    s->world.def = s->def;
    if (s->world.vfs)
        mute(); /* a store that is cut has much to say */
    return OPTIONS_GO;
}

static int read_settings(struct settings *s, const char *name, bool many, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"rule", "RULE", "headstart, fifo, strict or turns (the hall's)", .text = &s->rule},
        {"hours", "N", "how long people come (4)", .number = &s->hours, .min = 1, .max = 12},
        {"hall", "DIR", "a hall definition, or 'generated' by the seed", .text = &s->hall},
        {"store", "KIND", "memory, or vfs: the real store on a disk that loses power",
         .text = &s->store},
        {"seeds", "A..B", "the days to run", .text = &s->seeds},
        {"seed", "N", "the day to run", .number = &s->seed, .min = 1},
        {"trace", NULL, "print everything that happens", .flag = &s->trace},
        {"out", "FILE", "write the trace there (standard output)", .text = &s->out},
        {"shrink", NULL, "make a day that breaks a promise as small as can be", .flag = &s->shrink},
    };
    /* days takes the first five, day all but --seeds. */
    struct option_row mine[countof(rows)];
    size_t count = 0;
    for (size_t i = 0; i < countof(rows); i++)
        if (many ? i < 5 : i != 4)
            mine[count++] = rows[i];
    const struct options options = {name, "whole days of a hall, with everything that goes wrong",
                                    NULL, mine, count};
    int status = options_read(&options, argc, argv, NULL);
    return status >= 0 ? status : settle(s);
}

void day_run(const struct plan *plan, const struct world_options *options,
             struct day_result *result)
{
    struct world *w = world_new(plan, options);
    (void)world_run(w);
    const struct checker *c = &w->checker;
    *result = (struct day_result){.broken = c->broken,
                                  .after = c->at - w->began,
                                  .tickets = c->tickets,
                                  .calls = c->calls,
                                  .served = c->served,
                                  .slips = c->slips,
                                  .copies = c->copies,
                                  .restarts = c->restarts,
                                  .answers = c->answers_seen,
                                  .rows = c->row_count};
    for (uint32_t i = 0; i < c->row_count; i++)
        result->digest = result->digest * 31 + c->rows[i];
    memcpy(result->facts, c->facts, sizeof(result->facts));
    snprintf(result->sentence, sizeof(result->sentence), "%s", c->sentence);
    world_free(w);
}

static void draw(const struct settings *s, uint64_t seed, struct plan *plan)
{
    plan_draw(plan, seed, s->hours);
    if (s->def) { /* as many people as its windows stand */
        uint32_t people = plan->minutes * 60 * s->def->window_count / plan->service_s;
        plan->people = people < PEOPLE_MAX ? people + 1 : PEOPLE_MAX;
        plan->kiosks = PLAN_KIOSKS_MAX;
    }
}

static void print_result(const struct plan *plan, const struct day_result *r, FILE *file)
{
    char text[1024];
    plan_print(plan, text, sizeof(text));
    fprintf(file, "seed %" PRIu64 ": %s\n", plan->seed, text);
    fprintf(file,
            "%u tickets, %u slips, %u copies, %u calls, %u served, %u rows, %u starts, digest "
            "%016" PRIx64 "\n",
            r->tickets, r->slips, r->copies, r->calls, r->served, r->rows, r->restarts, r->digest);
    if (r->broken)
        fprintf(file, "BROKEN after %lld min: %s: %s\n  %s\n", (long long)(r->after / MINUTE),
                promise_name(r->broken), promise_text(r->broken), r->sentence);
}

int sim_day(int argc, char **argv)
{
    struct settings s = {.seed = 1, .hours = HOURS_DEFAULT, .hall = "generated", .store = "memory"};
    int status = read_settings(&s, "hall-sim day", false, argc, argv);
    if (status >= 0)
        return status;
    static struct plan plan;
    struct day_result result;
    FILE *out = s.out ? fopen(s.out, "w") : stdout;
    if (!out)
        return usage("cannot write ", s.out);
    draw(&s, s.seed, &plan);
    s.world.trace = s.trace && !s.shrink ? out : NULL;
    day_run(&plan, &s.world, &result);
    if (s.shrink && result.broken) {
        print_result(&plan, &result, out);
        day_shrink(&plan, &s.world, result.broken, out);
        s.world.trace = out;
        day_run(&plan, &s.world, &result);
    }
    print_result(&plan, &result, out);
    if (s.out && fclose(out) != 0)
        return usage("cannot write ", s.out);
    config_free(s.def);
    return result.broken ? 1 : 0;
}

/* What the days were made of: a promise about what never happened says nothing. */
static void print_facts(const uint64_t *facts)
{
    for (uint8_t kind = 1; kind < FACT_KIND_COUNT; kind++)
        if (facts[kind])
            printf("%s %" PRIu64 "%s", fact_name(kind), facts[kind], kind % 10 ? "  " : "\n");
    printf("\n");
}

int sim_days(int argc, char **argv)
{
    struct settings s = {.hours = HOURS_DEFAULT,
                         .hall = "generated",
                         .store = "memory",
                         .seeds = "1..500"};
    int status = read_settings(&s, "hall-sim days", true, argc, argv);
    if (status >= 0)
        return status;
    static struct plan plan;
    struct day_result result = {0};
    uint64_t days = 0, tickets = 0, calls = 0, starts = 0, slips = 0;
    static uint64_t facts[FACT_KIND_COUNT];
    msec begun = clock_mono_ms();
    for (uint64_t seed = s.first; seed <= s.last && !result.broken; seed++, days++) {
        draw(&s, seed, &plan);
        day_run(&plan, &s.world, &result);
        tickets += result.tickets;
        calls += result.calls;
        starts += result.restarts;
        slips += result.slips;
        for (int kind = 0; kind < FACT_KIND_COUNT; kind++)
            facts[kind] += result.facts[kind];
    }
    msec took = clock_mono_ms() - begun;
    if (result.broken) {
        print_result(&plan, &result, stdout);
        printf("again: hall-sim day --seed %" PRIu64
               " --hours %u --hall %s --store %s%s%s --shrink\n",
               plan.seed, s.hours, s.hall, s.store, s.rule ? " --rule " : "", s.rule ? s.rule : "");
    }
    print_facts(facts);
    printf("%" PRIu64 " days of %u h: %" PRIu64 " tickets, %" PRIu64 " slips, %" PRIu64
           " calls, %" PRIu64 " starts, %d violations, %lld ms, %lld days an hour\n",
           days, s.hours, tickets, slips, calls, starts, result.broken ? 1 : 0, (long long)took,
           (long long)(days * 3600000 / (uint64_t)(took ? took : 1)));
    config_free(s.def);
    return result.broken ? 1 : 0;
}
