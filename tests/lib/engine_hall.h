/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_hall - a small hall for tests of the engine: definition, memory, clock and
 * a record of all its facts.
 *
 * Services 1 (A), 2 (B), 3 (no prefix, a step); windows 1 and 2 serve 1 and 2 in the
 * pads' manner (implied start, finish and call), window 3 serves 2 in the browser's
 * (explicit start, refuse), window 4 the step 3; room 1. Open around the clock.
 * The hall's clock starts at 08:00 of 1 January 1970 UTC: short numbers to read.
 */
#ifndef TESTS_ENGINE_HALL_H
#define TESTS_ENGINE_HALL_H

#include "engine/hall.h"

#define ENGINE_JOURNEYS 4
#define ENGINE_DAY 20260318u

struct engine_hall {
    struct hall_def def;
    struct service_def *services; /* def's arrays, for tests to change before engine_start */
    struct window_def *windows;
    struct room_def *rooms;
    struct journey_def *journeys; /* room for ENGINE_JOURNEYS; none is defined */
    uint32_t tickets;
    void *memory;
    struct hall *hall;
    msec now;
    uint32_t seq;
    struct facts facts; /* of the last command */
    struct result result;
    struct fact *record; /* since engine_start */
    uint32_t record_count, record_size;
    uint64_t *rows; /* of each fact: the command that made it, counted */
    uint64_t row;
};

/* The definition above; no hall yet. */
void engine_define(struct engine_hall *w, uint32_t services, uint32_t windows, uint32_t rooms);
void engine_define_small(struct engine_hall *w);
/* Sizes the memory and makes the hall; then engine_open_day for a working one. */
void engine_start(struct engine_hall *w, uint32_t tickets);
void engine_open_day(struct engine_hall *w);
void engine_stop(struct engine_hall *w);

/* Decides at w->now, records the facts, and fails the test when hall_check has a complaint or
 * when a refusal changed anything that can be seen. */
enum refusal engine_do(struct engine_hall *w, struct command command);
enum refusal engine_press(struct engine_hall *w, uint16_t window, enum pad_key key);
enum refusal engine_act(struct engine_hall *w, uint16_t window, enum verb verb, uint32_t arg);
enum refusal engine_on(struct engine_hall *w, uint16_t window, enum verb verb, ticket_id ticket);
/* Issues and returns the ticket; fails the test when refused. */
ticket_id engine_issue(struct engine_hall *w, uint16_t service);
/* The facts of the last command as words: "finished called". */
const char *engine_facts(const struct engine_hall *w);

struct ticket_view engine_ticket(const struct engine_hall *w, ticket_id id);
struct window_view engine_window(const struct engine_hall *w, uint16_t window);

/* One number over everything that hall.h lets read. */
uint64_t engine_views(const struct hall *hall, const struct hall_def *def);
/* A fresh hall that applies the record is the same in digest and views, or the test fails. */
void engine_replay(const struct engine_hall *w);

#endif
