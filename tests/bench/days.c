/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/days.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/calendar.h"
#include "engine/hall.h"
#include "os/log.h"

#define FIRST_DATE 20250106u
#define TZ_MIN 480 /* what the clock of the hall says matters only to opening hours */
#define TURN 64
#define STEP_MS 200

struct writer {
    const struct hall_def *def;
    struct store *store;
    struct hall *hall;
    msec now;
    uint32_t seq, in_turn, window;
    uint32_t rows; /* of this day */
};

static enum err flush(struct writer *writer)
{
    enum err err = writer->in_turn ? store_commit(writer->store) : ERR_NONE;
    writer->in_turn = 0;
    return err;
}

static enum err keep(struct writer *writer, const struct command *command,
                     const struct result *result, const struct facts *facts)
{
    uint64_t seq;
    enum err err = writer->in_turn ? ERR_NONE : store_begin(writer->store);
    if (!err)
        err = store_append(writer->store, command, result, facts, &seq);
    if (err)
        return err;
    writer->rows++;
    return ++writer->in_turn == TURN ? flush(writer) : ERR_NONE;
}

/* Refusals leave no row, as always. */
static enum err act(struct writer *writer, struct command command, struct result *result)
{
    struct facts facts;
    command.id = (struct command_id){1, 1, 0, ++writer->seq};
    command.now = writer->now += STEP_MS;
    command.tz_min = TZ_MIN;
    snprintf(command.who, sizeof(command.who), "bench");
    hall_decide(writer->hall, &command, &facts, result);
    return facts.count ? keep(writer, &command, result, &facts) : ERR_NONE;
}

/* The next window that serves something with numbers, without a card (R-K8). */
static const struct window_def *next_window(struct writer *writer, service_id *service)
{
    for (;;) {
        const struct window_def *window =
            &writer->def->windows[writer->window++ % writer->def->window_count];
        for (uint8_t i = 0; i < window->service_count; i++) {
            const struct service_def *def = def_service(writer->def, window->services[i]);
            *service = window->services[i];
            if (def->prefix[0] && !def->hours.count && !def->id_required)
                return window;
        }
    }
}

static enum err serve_one(struct writer *writer)
{
    struct result result;
    service_id service;
    const target_id target = {next_window(writer, &service)->number};
    const struct command steps[] = {
        {.verb = VERB_OPEN, .target = target},
        {.verb = VERB_ISSUE, .service = service, .principals = 1},
        {.verb = VERB_CALL_NEXT, .target = target},
        {.verb = VERB_START, .target = target},
        {.verb = VERB_FINISH, .target = target},
    };
    enum err err = ERR_NONE;
    for (size_t i = 0; i < countof(steps) && !err; i++)
        err = act(writer, steps[i], &result);
    return err;
}

static enum err write_day(struct writer *writer, uint32_t events)
{
    struct result result;
    writer->rows = 0;
    enum err err = act(writer, (struct command){.verb = VERB_DAY_OPEN}, &result);
    for (uint32_t before = 0; writer->rows < events && !err;) {
        before = writer->rows;
        err = serve_one(writer);
        if (!err && writer->rows == before)
            err =
                log_fault(ERR_CONFIG, "the engine refuses to go on after %u rows of a day", before);
    }
    return err;
}

static bool works(const struct hall_def *def, msec at)
{
    uint8_t weekday = calendar_local(at, TZ_MIN).weekday;
    return !def->hours.weekdays || def->hours.weekdays & 1u << weekday;
}

static enum err write_days(struct writer *writer, uint32_t days, uint32_t events)
{
    msec morning = calendar_midnight(FIRST_DATE, TZ_MIN) + 9 * HOUR;
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < days && !err; i++, morning += 24 * HOUR) {
        struct result result;
        while (!works(writer->def, morning))
            morning += 24 * HOUR;
        writer->now = morning;
        err = write_day(writer, events);
        if (!err && i + 1 < days)
            err = act(writer, (struct command){.verb = VERB_DAY_CLOSE, .arg = 1}, &result);
    }
    return err ? err : flush(writer);
}

enum err days_write(const char *state, const struct hall_def *def, uint32_t days, uint32_t events,
                    char start[DAYS_DATE_SIZE])
{
    struct writer writer = {.def = def};
    const struct store_options options = {.dir = state, .hall_id = def->id, .training = true};
    void *memory = malloc(hall_bytes(def, HALL_TICKETS_DEFAULT));
    if (!memory)
        return log_fault(ERR_NOMEM, "no memory for a hall");
    writer.hall = hall_init(memory, def, HALL_TICKETS_DEFAULT);
    enum err err = store_open(&options, &writer.store);
    if (!err)
        err = write_days(&writer, days, events);
    store_close(writer.store);
    free(memory);
    uint32_t date = calendar_date(calendar_local(writer.now, TZ_MIN));
    snprintf(start, DAYS_DATE_SIZE, "%uT1200", date);
    return err;
}
