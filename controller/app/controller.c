/* SPDX-License-Identifier: Apache-2.0 */
#include "app/controller.h"

#include <event2/event.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/calendar.h"
#include "net/limits.h"
#include "os/clock.h"
#include "protocol/crypto.h"

#define TZ_EVERY (15 * MINUTE) /* zones change on such boundaries */
#define IDLE_MS SECOND

/* ---- time ---- */

msec controller_now(struct controller *c)
{
    return day_clock_now(&c->clock, clock_mono_ms(), clock_utc_ms());
}

int16_t controller_tz(struct controller *c)
{
    msec now = c->clock.last;
    if (now >= c->tz_until) {
        /* The zone was good at start; a fault now is logged, and the last offset stands. */
        (void)!clock_offset(c->def->time_zone, now, &c->tz_min);
        c->tz_until = now - now % TZ_EVERY + TZ_EVERY;
    }
    return c->tz_min;
}

void controller_time(struct controller *c, struct rows_time *time)
{
    time->now = controller_now(c);
    time->tz_min = controller_tz(c);
    time->training = c->settings.training;
}

static msec hall_ms(void *context, int16_t *tz_min)
{
    struct controller *c = context;
    msec now = controller_now(c);
    *tz_min = controller_tz(c);
    return now;
}

static bool read_moment(const char *text, uint32_t *date, uint32_t *minute)
{
    unsigned day, hour, min;
    int used = 0;
    if (sscanf(text, "%8uT%2u%2u%n", &day, &hour, &min, &used) != 3 || text[used])
        return false;
    *date = day;
    *minute = hour * 60 + min;
    return strlen(text) == 13 && calendar_date_valid(day) && hour < 24 && min < 60;
}

static enum err start_clock(struct controller *c)
{
    msec start = clock_utc_ms();
    const char *text = c->settings.training_start;
    enum err err = clock_offset(c->def->time_zone, start, &c->tz_min);
    if (err)
        return err;
    if (text) {
        uint32_t date, minute;
        if (!read_moment(text, &date, &minute))
            return log_fault(ERR_USAGE,
                             "--training-start %s is not like 20260318T0900: a date and a time",
                             text);
        /* The offset of that day, near enough to noon to be beyond any change of it. */
        err = clock_offset(c->def->time_zone, calendar_midnight(date, c->tz_min) + 12 * HOUR,
                           &c->tz_min);
        if (err)
            return err;
        start = calendar_midnight(date, c->tz_min) + minute * MINUTE;
    }
    day_clock_init(&c->clock, c->settings.training, start, clock_mono_ms());
    day_resume_clock(c);
    return ERR_NONE;
}

/* ---- open ---- */

static enum err open_memory(struct controller *c)
{
    uint32_t tickets = c->def->tickets_day, sessions = c->def->device_count + 1024;
    c->peer_count = c->def->device_count + 64;
    c->hall_memory = malloc(hall_bytes(c->def, tickets));
    c->results_memory = malloc(results_bytes(sessions));
    c->rows_memory = malloc(rows_bytes(c->def, tickets));
    c->peers = calloc(c->peer_count, sizeof(*c->peers));
    c->devices = calloc(c->def->device_count + 1, sizeof(*c->devices));
    c->denied_of = calloc(c->def->device_count + 1, sizeof(*c->denied_of));
    if (!c->hall_memory || !c->results_memory || !c->rows_memory || !c->peers || !c->devices ||
        !c->denied_of)
        return log_fault(ERR_NOMEM, "no memory for a hall of %u tickets a day", tickets);
    c->hall = hall_init(c->hall_memory, c->def, tickets);
    c->results = results_init(c->results_memory, sessions);
    rows_init(&c->rows, c->rows_memory, c->def, tickets, c->hall);
    for (uint32_t i = 0; i < c->def->device_count; i++)
        peers_device(c, i, false, NULL);
    return ERR_NONE;
}

static enum err open_store(struct controller *c)
{
    const struct store_options options = {c->settings.state_dir, c->def->id,
                                          c->settings.training != 0, c->settings.reserve_mb};
    enum err err = store_open(&options, &c->store);
    if (err)
        return err;
    store_identity(c->store, &c->identity);
    c->room = store_room(c->store);
    c->tidying = true;
    c->jseq = c->identity.seq;
    uint32_t today = calendar_date(calendar_local(controller_now(c), c->tz_min));
    return in_force_choose(&c->in_force, c->settings.state_dir, c->store, today, &c->def);
}

static enum err open_state(struct controller *c)
{
    const struct history_own own = {c->identity.instance, c->jseq, c->identity.epoch};
    enum err err = boots_open(&c->boots, c->settings.state_dir);
    if (!err)
        err = history_seen_open(&c->seen, c->settings.state_dir, &own);
    if (!err)
        err = roster_new(c->settings.state_dir, &c->roster);
    if (!err)
        err = staff_open(&c->staff, c->settings.state_dir, c->identity.instance, c->identity.boot);
    if (!err)
        err = replay_run(c);
    if (!err)
        bookings_start(c);
    return err;
}

static void on_signal(evutil_socket_t number, short what, void *context)
{
    struct controller *c = context;
    (void)what;
    log_info("signal=%d stopping", (int)number);
    c->stopping = true;
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    /* The loop wakes up; everything due is found there. */
    (void)fd;
    (void)what;
    (void)context;
}

static enum err open_loop(struct controller *c)
{
    static const int numbers[2] = {SIGTERM, SIGINT};
    signal(SIGPIPE, SIG_IGN);
    c->base = event_base_new();
    c->timer = c->base ? event_new(c->base, -1, 0, on_timer, c) : NULL;
    for (size_t i = 0; i < countof(numbers) && c->base; i++)
        c->signals[i] = evsignal_new(c->base, numbers[i], on_signal, c);
    for (size_t i = 0; i < countof(numbers); i++)
        if (!c->timer || !c->signals[i] || event_add(c->signals[i], NULL))
            return log_fault(ERR_IO, "no event loop");
    return ERR_NONE;
}

static enum err open_server(struct controller *c)
{
    const struct server_options options = {
        .base = c->base,
        .host = c->settings.host,
        .port = c->settings.port,
        .clients_max = c->peer_count,
        .calls = {c, admit_key, admit_stranger, admit_hello, admit_proven, messages_take,
                  peers_closed, hall_ms},
    };
    enum err err = server_new(&options, &c->server);
    if (!err)
        log_info("listening addr=%s port=%u", c->settings.host, server_port(c->server));
    return err;
}

/* The day is open before the first device can ask. */
static enum err open_day(struct controller *c)
{
    enum err err = ERR_NONE;
    day_hold_clock(c);
    for (int step = 0; step < 2 && !err; step++) { /* close the old one, open the new one */
        c->day_after = 0;
        day_tick(c, clock_mono_ms());
        err = turn_run(c);
    }
    return err;
}

enum err controller_open(struct controller *c, const struct controller_settings *settings)
{
    *c = (struct controller){.settings = *settings, .started = clock_mono_ms()};
    enum err err = open_loop(c); /* first: from here on SIGTERM ends it well */
    if (!err)
        err = server_check(settings->host); /* before anything is written */
    if (!err)
        err = in_force_load(&c->in_force, settings->hall_dir, &c->def);
    if (!err)
        err = start_clock(c);
    if (!err)
        err = open_store(c);
    if (!err)
        err = open_memory(c);
    if (!err)
        err = stations_open(c);
    if (!err)
        err = open_state(c);
    if (!err)
        err = blobs_open(c);
    if (!err)
        err = media_open(c);
    if (!err)
        report_start(c);
    if (!err)
        err = open_day(c);
    if (!err)
        err = open_server(c);
    return err;
}

void controller_close(struct controller *c)
{
    media_close(c);
    server_free(c->server);
    for (size_t i = 0; i < countof(c->signals); i++)
        if (c->signals[i])
            event_free(c->signals[i]);
    if (c->timer)
        event_free(c->timer);
    if (c->base)
        event_base_free(c->base);
    store_close(c->store);
    roster_free(c->roster);
    staff_close(&c->staff);
    line_sessions_wipe(c);
    crypto_wipe(&c->ticket_key, sizeof(c->ticket_key));
    day_key_wipe(&c->day_key);
    free(c->targets);
    free(c->lines);
    free(c->stations);
    free(c->devices);
    free(c->denied_of);
    free(c->peers);
    free(c->rows_memory);
    free(c->results_memory);
    free(c->hall_memory);
    if (c->def)
        config_free(c->def);
    free(c->pack);
    in_force_free(&c->in_force);
    *c = (struct controller){0};
}

/* ---- run ---- */

static msec earlier(msec a, msec b)
{
    return a < b ? a : b;
}

static msec hall_deadline(struct controller *c, msec mono)
{
    msec deadline = hall_next_deadline(c->hall);
    if (!deadline)
        return INT64_MAX;
    controller_now(c);
    msec due = mono + day_clock_until(&c->clock, deadline);
    return due > c->tick_after ? due : c->tick_after;
}

static void wait(struct controller *c)
{
    msec mono = clock_mono_ms();
    msec next = earlier(server_next_deadline(c->server), c->second);
    next = earlier(next, hall_deadline(c, mono));
    next = earlier(next, c->roster_due);
    next = earlier(next, lines_deadline(c));
    if (c->last_commit)
        next = earlier(next, c->last_commit + IDLE_MS);
    if (c->tidying || c->backup.running)
        next = mono;
    msec left = next > mono ? next - mono : 0;
    const struct timeval after = {left / SECOND, left % SECOND * 1000};
    event_add(c->timer, &after);
    event_base_loop(c->base, EVLOOP_ONCE | (server_has_more(c->server) ? EVLOOP_NONBLOCK : 0));
}

static void tick_hall(struct controller *c, msec mono)
{
    if (hall_deadline(c, mono) > mono)
        return;
    const struct command tick = {.verb = VERB_TICK};
    c->tick_after = mono + 100;
    turn_add(c, &tick, (struct origin){ORIGIN_HALL, 0, 0}, 0);
}

static void each_second(struct controller *c, msec mono)
{
    struct rows_time time;
    if (mono < c->second)
        return;
    c->second = mono + SECOND;
    c->room = store_room(c->store);
    controller_time(c, &time);
    rows_tick(&c->rows, &time);
    media_tick(c);
    playlist_tick(c);
    bookings_tick(c);
    stations_second(c);
    login_rows(c);
    peers_second(c);
    screens_tick(c, mono);
}

static enum err checkpoint_when_idle(struct controller *c, msec mono)
{
    if (!c->last_commit || mono - c->last_commit < IDLE_MS)
        return ERR_NONE;
    c->last_commit = 0;
    return store_checkpoint(c->store);
}

/* A piece each round: the hall goes on meanwhile. */
static enum err tidy(struct controller *c, msec mono)
{
    if (!c->tidying)
        return ERR_NONE;
    c->last_commit = mono; /* what it wrote is checkpointed when the hall is idle */
    return store_tidy(c->store, c->def->rules.keep_days, &c->tidying);
}

static enum err one_round(struct controller *c)
{
    wait(c);
    msec mono = clock_mono_ms();
    day_hold_clock(c);
    revoke_tick(c, mono); /* before anything that a revoked device sent is taken */
    login_tick(c);
    server_tick(c->server, mono);
    tick_hall(c, mono);
    day_tick(c, mono);
    leases_tick(c);
    enum err err = turn_run(c);
    if (err)
        return err; /* memory is ahead of the disk: nobody may hear of it (docs/reliability.md 2) */
    each_second(c, mono);
    stations_push(c);
    lines_push(c);
    peers_feed(c, mono);
    blobs_push(c);
    media_push(c);
    server_flush(c->server);
    report_push(c);
    backup_step(c);
    err = tidy(c, mono);
    return err ? err : checkpoint_when_idle(c, mono);
}

int controller_run(struct controller *c)
{
    enum err err = ERR_NONE;
    while (!c->stopping && !err)
        err = one_round(c);
    if (err)
        return 1;
    server_stop(c->server);
    return store_checkpoint(c->store) ? 1 : 0;
}
