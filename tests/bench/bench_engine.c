/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-engine - what a visit costs the rules alone: join, call and finish, each a command
 * through hall_decide, without journal or network.
 *
 * Time is that of the processor, and each figure the least of some rounds: whatever else
 * runs on the machine only adds to it.
 */
#include <stdlib.h>

#include "bench/bench.h"
#include "engine/hall.h"
#include "os/log.h"
#include "os/options.h"

#define ROUNDS 15
#define SERVICES 40
#define LIST 8 /* services of a window */
#define GROW_VISITS 4000

struct town {
    struct hall_def def;
    struct service_def *services;
    struct window_def *windows;
    void *memory;
    struct hall *hall;
    msec now;
    uint32_t seq, random, refused;
    struct command join, call, finish; /* of a visit */
    struct facts facts;
    struct result result;
};

static uint32_t roll(struct town *town, uint32_t below)
{
    town->random = town->random * 1664525u + 1013904223u;
    return (town->random >> 8) % below;
}

static void define(struct town *town, uint32_t windows, uint32_t list)
{
    for (uint32_t i = 0; i < SERVICES; i++)
        town->services[i] = (struct service_def){
            .id = {(uint16_t)(i + 1)},
            .prefix = {(char)('A' + i / 20), (char)('A' + i % 20)},
            .zone = (uint16_t)(1 + i % 6),
            .mean_ms = (uint32_t)((5 + i % 20) * MINUTE),
        };
    for (uint32_t i = 0; i < windows; i++) {
        struct window_def *window = &town->windows[i];
        *window =
            (struct window_def){.number = (uint16_t)(i + 1),
                                .zone = (uint16_t)(1 + i % 6),
                                .kind = i % 6 ? WINDOW_KIND_NORMAL : WINDOW_KIND_COMPREHENSIVE,
                                .service_count = (uint8_t)list};
        for (uint32_t k = 0; k < list; k++)
            window->services[k].n = (uint16_t)(1 + (i * 3 + k) % SERVICES);
    }
    town->def = (struct hall_def){
        .id = "bench",
        .tickets_day = HALL_TICKETS_MAX,
        .hours = {.count = 1, .sessions = {{0, 24 * 60}}},
        .rules = {.head_start_min = {0, 60, 75, 120},
                  .transfer_bonus_min = 20,
                  .help_delay_min = 10,
                  .short_weight_pm = 1000,
                  .recall_max = 3},
        .service_count = SERVICES,
        .window_count = windows,
        .services = town->services,
        .windows = town->windows,
    };
}

/* A command is made by whoever asks; what the rules make of it is measured. So those of a visit are
 * kept, and only what differs is put in. */
static void act(struct town *town, struct command *command)
{
    command->now = town->now;
    command->id.seq = ++town->seq;
    hall_decide(town->hall, command, &town->facts, &town->result);
    town->refused += town->result.code != REFUSED_NOT;
}

static enum err town_open(struct town *town, uint32_t windows, uint32_t list)
{
    *town = (struct town){
        .now = 8 * HOUR,
        .random = 7,
        .join = {.verb = VERB_ISSUE, .principals = 1, .who = "kiosk-1"},
        .call = {.verb = VERB_CALL_NEXT, .who = "0317"},
        .finish = {.verb = VERB_FINISH, .who = "0317"},
    };
    town->services = calloc(SERVICES, sizeof(*town->services));
    town->windows = calloc(windows, sizeof(*town->windows));
    if (!town->services || !town->windows)
        return log_fault(ERR_NOMEM, "no memory for a hall");
    define(town, windows, list);
    town->memory = malloc(hall_bytes(&town->def, HALL_TICKETS_MAX));
    if (!town->memory)
        return log_fault(ERR_NOMEM, "no memory for a hall");
    town->hall = hall_init(town->memory, &town->def, HALL_TICKETS_MAX);
    act(town, &(struct command){.verb = VERB_DAY_OPEN, .arg = 20260318});
    for (uint32_t i = 0; i < windows; i++)
        act(town, &(struct command){.verb = VERB_OPEN, .target = {(uint16_t)(i + 1)}});
    return ERR_NONE;
}

static void town_close(struct town *town)
{
    free(town->services);
    free(town->windows);
    free(town->memory);
}

static void join(struct town *town, uint16_t service)
{
    static const uint8_t classes[] = {CLASS_NORMAL, CLASS_NORMAL, CLASS_NORMAL, CLASS_PRIORITY,
                                      CLASS_APPOINTMENT};
    town->join.service.n = service;
    town->join.ticket_class = classes[roll(town, countof(classes))];
    act(town, &town->join);
}

static void serve(struct town *town, uint16_t window)
{
    town->call.target.n = town->finish.target.n = window;
    act(town, &town->call);
    act(town, &town->finish);
}

/* Microseconds of a visit in a hall with so many windows, two people waiting for each. */
static enum err visit(uint32_t windows, uint32_t visits, double *us)
{
    struct town town;
    enum err err = town_open(&town, windows, LIST);
    for (uint32_t i = 0; i < 2 * windows && !err; i++)
        join(&town, (uint16_t)(1 + i % SERVICES));
    double begun = bench_cpu();
    for (uint32_t i = 0; i < visits && !err; i++) {
        town.now += SECOND;
        join(&town, (uint16_t)(1 + i % SERVICES));
        serve(&town, (uint16_t)(1 + i % windows));
    }
    *us = (bench_cpu() - begun) * 1e6 / visits;
    if (!err && town.refused)
        err = log_fault(ERR_CONFIG, "%u commands of %u were refused", town.refused, town.seq);
    town_close(&town);
    return err;
}

/* The same at one window with so many waiting in its one queue. Numbers end at 9,999, so those
 * who wait come from other services and are moved there. */
static enum err visit_behind(uint32_t waiting, uint32_t visits, double *us)
{
    struct town town;
    enum err err = town_open(&town, 1, 1);
    for (uint32_t i = 0; i < waiting && !err; i++) {
        town.now += 100;
        join(&town, (uint16_t)(2 + i % 4));
        act(&town, &(struct command){.verb = VERB_TRANSFER,
                                     .ticket = town.result.ticket,
                                     .service = {1},
                                     .place = PLACE_KEPT});
    }
    double begun = bench_cpu();
    for (uint32_t i = 0; i < visits && !err; i++) {
        town.now += 100;
        join(&town, 1);
        serve(&town, 1);
    }
    *us = (bench_cpu() - begun) * 1e6 / visits;
    if (!err && (town.refused || hall_waiting(town.hall, (service_id){1}) != waiting))
        err = log_fault(ERR_CONFIG, "%u commands of %u were refused", town.refused, town.seq);
    town_close(&town);
    return err;
}

static enum err least(enum err (*measure)(uint32_t, uint32_t, double *), uint32_t size,
                      uint32_t visits, double *us)
{
    double rounds[ROUNDS];
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < ROUNDS && !err; i++)
        err = measure(size, visits, &rounds[i]);
    *us = err ? 0 : bench_percentile(rounds, ROUNDS, 0);
    return err;
}

static enum err run(struct bench *bench)
{
    double us[7] = {0};
    enum err err = least(visit, 110, 20000, &us[0]);
    if (!err)
        err = least(visit, 1100, 40000, &us[1]);
    static const uint32_t waiting[] = {2, 20, 200, 2000, 20000};
    for (size_t i = 0; i < countof(waiting) && !err; i++)
        err = least(visit_behind, waiting[i], GROW_VISITS, &us[2 + i]);
    if (err)
        return err;
    bench_figure(bench, (struct figure){"engine.visit_110_us", "us", us[0], 1, AT_MOST});
    bench_figure(bench, (struct figure){"engine.visit_1100_us", "us", us[1], 5, AT_MOST});
    static const char *const names[] = {"engine.behind_2_us", "engine.behind_20_us",
                                        "engine.behind_200_us", "engine.behind_2000_us",
                                        "engine.behind_20000_us"};
    for (size_t i = 0; i < countof(waiting); i++)
        bench_figure(bench, (struct figure){names[i], "us", us[2 + i], 0, NO_TARGET});
    /* Logarithmic: a queue a hundred times as long costs two and a half times more at most. */
    bench_figure(bench,
                 (struct figure){"engine.growth_200_20000", "x", us[6] / us[4], 2.5, AT_MOST});
    return ERR_NONE;
}

int main(int argc, char **argv)
{
    const char *json = NULL;
    const struct option_row rows[] = {
        {"json", "FILE", "write the figures there, too", .text = &json},
    };
    const struct options options = {"bench-engine", "what a visit costs the rules", NULL, rows,
                                    countof(rows)};
    int status = options_read(&options, argc, argv, NULL);
    if (status >= 0)
        return status;
    log_component("bench-engine");
    struct bench bench = {.count = 0};
    enum err err = run(&bench);
    return bench_end(&bench, json) || err ? 1 : 0;
}
