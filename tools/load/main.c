/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-load - replays a day against a real controller as any number of devices, and
 * holds what they saw against its journal.
 *
 *     hall-load --day tests/data/days/base_1_0 --speed 600
 *     hall-load --day … --kill 200              SIGKILLs the controller meanwhile
 *     hall-load --day … --controller HOST:PORT --keys DIR --hall DIR   one that runs already
 *
 * With a controller of its own it makes hall, keys and state under --work, and reads
 * the journal when the day is over; of a running one it can only check what the
 * devices saw. Prints counts and latencies; exits 1 on any difference.
 */
#include <errno.h>
#include <event2/event.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"
#include "link/address.h"
#include "load/audit.h"
#include "load/child.h"
#include "load/load.h"
#include "load/town.h"
#include "os/file.h"
#include "os/log.h"
#include "os/options.h"
#include "os/secrets.h"

/* Real minutes after which a day that does not end is given up. */
#define GIVE_UP_MIN 100
#define TRAINING_DATE "20260318" /* a Wednesday */

struct settings {
    const char *day, *work, *bin, *controller, *keys, *hall, *json;
    uint32_t speed, kill, seed;
};

struct run {
    struct settings settings;
    struct day day;
    struct load load;
    struct child child;
    struct child_options child_options;
    char hall[1024], state[1024], keys[1100], log[1100], start[32];
    struct address address;
    struct event *killer, *give_up, *signals[2];
    FILE *json;
    uint32_t kills, random;
    uint64_t started_us, ended_us;
    bool gave_up, stopped;
};

/* xorshift32: when to kill need not be better, only the same for the same seed. */
static uint32_t next_random(struct run *run)
{
    run->random ^= run->random << 13;
    run->random ^= run->random >> 17;
    run->random ^= run->random << 5;
    return run->random;
}

static void arm_killer(struct run *run)
{
    uint32_t ms = 300 + next_random(run) % 1200;
    struct timeval tv = {ms / 1000, ms % 1000 * 1000};
    event_add(run->killer, &tv);
}

static void on_kill(evutil_socket_t fd, short what, void *context)
{
    (void)fd, (void)what;
    struct run *run = context;
    child_kill(&run->child);
    run->kills++;
    if (child_start(&run->child, &run->child_options)) {
        book_differs(&run->load.book, "the controller did not come back after kill %u", run->kills);
        event_base_loopbreak(run->load.base);
    } else if (run->kills < run->settings.kill) {
        arm_killer(run);
    }
}

static void on_give_up(evutil_socket_t fd, short what, void *context)
{
    (void)fd, (void)what;
    struct run *run = context;
    run->gave_up = true;
    event_base_loopbreak(run->load.base);
}

static void on_signal(evutil_socket_t number, short what, void *context)
{
    (void)what;
    struct run *run = context;
    log_quiet(false);
    log_info("stopped signal=%d; the day was not replayed to its end", (int)number);
    run->stopped = true;
    event_base_loopbreak(run->load.base);
}

/* First: from here on SIGTERM ends it well, and the controller with it. */
static enum err open_loop(struct run *run)
{
    static const int numbers[] = {SIGTERM, SIGINT};
    run->load.base = event_base_new();
    if (!run->load.base)
        return log_fault(ERR_NOMEM, "no event loop");
    for (size_t i = 0; i < countof(numbers); i++) {
        run->signals[i] = evsignal_new(run->load.base, numbers[i], on_signal, run);
        if (!run->signals[i] || event_add(run->signals[i], NULL))
            return log_fault(ERR_NOMEM, "no event loop");
    }
    return ERR_NONE;
}

static enum err make_hall(struct run *run)
{
    const char *work = run->settings.work;
    snprintf(run->hall, sizeof(run->hall), "%s/hall", work);
    snprintf(run->state, sizeof(run->state), "%s/state", work);
    snprintf(run->keys, sizeof(run->keys), "%s/devices", run->state);
    snprintf(run->log, sizeof(run->log), "%s/controller.log", work);
    if (file_exists(run->state))
        return log_fault(ERR_USAGE, "%s exists; --work wants a folder without an earlier replay",
                         run->state);
    enum err err = file_make_dir(run->hall, 0755);
    if (!err)
        err = town_write(&run->day, run->hall);
    const char *adopt[] = {"adopt", "--all", "--hall", run->hall, "--state", run->state, NULL};
    if (!err)
        err = child_run(run->settings.bin, "hallctl", adopt);
    return err;
}

static enum err start_own(struct run *run)
{
    enum err err = make_hall(run);
    msec first = run->day.visitor_count ? run->day.visitors[0].arrive : run->day.open;
    for (uint32_t i = 0; i < run->day.shift_count; i++)
        if (run->day.shifts[i].start < first)
            first = run->day.shifts[i].start;
    msec minute = first / MINUTE > 10 ? first / MINUTE - 10 : 0;
    snprintf(run->start, sizeof(run->start), TRAINING_DATE "T%02d%02d", (int)(minute / 60),
             (int)(minute % 60));
    run->child_options = (struct child_options){.bin = run->settings.bin,
                                                .hall = run->hall,
                                                .state = run->state,
                                                .log = run->log,
                                                .training = run->settings.speed,
                                                .training_start = run->start};
    if (!err)
        err = child_start(&run->child, &run->child_options);
    run->load.host = "127.0.0.1";
    run->load.port = run->child.port;
    run->load.keys = run->keys;
    return err;
}

static enum err use_running(struct run *run)
{
    if (!run->settings.keys || !run->settings.hall)
        return log_fault(ERR_USAGE, "--controller needs --keys and --hall, too; see --help");
    enum err err = address_parse(run->settings.controller, &run->address);
    if (err)
        return err;
    run->load.host = run->address.host;
    run->load.port = run->address.port;
    run->load.keys = run->settings.keys;
    return ERR_NONE;
}

/* The view of a board: its index among the devices of the hall that the controller runs. */
static enum err board_views(const char *hall, uint16_t views[LOAD_BOARDS])
{
    struct hall_def *def;
    enum err err = config_load(hall, stderr, &def, NULL);
    for (uint32_t i = 0; !err && i < LOAD_BOARDS; i++) {
        char name[32];
        snprintf(name, sizeof(name), "board-%u", i + 1);
        const struct device_def *board = def_device(def, name);
        if (!board)
            err = log_fault(ERR_CONFIG, "%s has no %s; give the hall of an earlier --work", hall,
                            name);
        else
            views[i] = VIEW(VIEW_KIND_BOARD, board - def->devices);
    }
    config_free(def);
    return err;
}

static enum err replay(struct run *run)
{
    uint16_t views[LOAD_BOARDS];
    enum err err = board_views(run->settings.controller ? run->settings.hall : run->hall, views);
    if (err)
        return err;
    run->load.day = &run->day;
    run->load.speed = run->settings.speed ? run->settings.speed : 1;
    run->started_us = load_clock_us();
    err = load_open(&run->load, views);
    run->killer = event_new(run->load.base, -1, 0, on_kill, run);
    run->give_up = event_new(run->load.base, -1, 0, on_give_up, run);
    struct timeval limit = {GIVE_UP_MIN * 60, 0};
    if (!err && (!run->killer || !run->give_up || event_add(run->give_up, &limit)))
        err = log_fault(ERR_NOMEM, "no memory for timers");
    if (err)
        return err;
    if (run->settings.kill)
        arm_killer(run);
    event_base_dispatch(run->load.base);
    run->ended_us = load_clock_us();
    if (run->gave_up)
        book_differs(&run->load.book, "the day did not end within %d minutes", GIVE_UP_MIN);
    return ERR_NONE;
}

static void print_figure(FILE *json, const char *name, uint64_t value, const char *unit)
{
    printf("%-22s %10" PRIu64 " %s\n", name, value, unit);
    if (json)
        fprintf(json, "%s\"%s\": %" PRIu64, ftell(json) > 1 ? ", " : "", name, value);
}

static void report(struct run *run)
{
    struct book *book = &run->load.book;
    FILE *json = run->json;
    if (json)
        fputc('{', json);
    print_figure(json, "visitors", book->visitors, "");
    print_figure(json, "tickets", book->acknowledged, "acknowledged");
    print_figure(json, "served", book->served, "");
    print_figure(json, "missed", book->missed, "");
    print_figure(json, "calls", book->call.count, "");
    print_figure(json, "controller_kills", run->kills, "");
    print_figure(json, "commands_resent", run->load.resent, "");
    print_figure(json, "seconds", (run->ended_us - run->started_us) / 1000000, "s");
    print_figure(json, "issue_p50", latency_quantile(&book->issue, 500), "us");
    print_figure(json, "issue_p99", latency_quantile(&book->issue, 990), "us");
    print_figure(json, "call_p50", latency_quantile(&book->call, 500), "us");
    print_figure(json, "call_p99", latency_quantile(&book->call, 990), "us");
    print_figure(json, "press_to_board_p50", latency_quantile(&book->shown, 500), "us");
    print_figure(json, "press_to_board_p99", latency_quantile(&book->shown, 990), "us");
    print_figure(json, "differences", book->differences, book->differences ? "SHORT" : "ok");
    if (json)
        fputs("}\n", json);
}

/* Before the day, which takes its time. */
static enum err open_json(struct run *run)
{
    const char *path = run->settings.json;
    run->json = path ? fopen(path, "w") : NULL;
    return path && !run->json
               ? log_fault(ERR_USAGE, "--json %s cannot be written: %s", path, strerror(errno))
               : ERR_NONE;
}

static enum err run_load(struct run *run)
{
    enum err err = open_loop(run);
    if (!err)
        err = open_json(run);
    if (!err)
        err = day_read(run->settings.day, &run->day);
    if (!err)
        err = run->settings.controller ? use_running(run) : start_own(run);
    if (!err)
        err = replay(run);
    if (err || run->stopped)
        return err;
    audit_devices(&run->load.book);
    if (run->settings.controller)
        printf("the journal was not read: this controller still runs\n");
    else if (child_stop(&run->child))
        book_differs(&run->load.book, "the controller did not stop cleanly");
    else
        err = audit_journal(&run->load.book, run->state, TOWN_ID, run->settings.speed != 0);
    report(run);
    return err;
}

static void close_run(struct run *run)
{
    if (!run->load.base)
        return;
    load_close(&run->load);
    for (size_t i = 0; i < countof(run->signals); i++)
        if (run->signals[i])
            event_free(run->signals[i]);
    if (run->json)
        fclose(run->json);
    if (run->killer)
        event_free(run->killer);
    if (run->give_up)
        event_free(run->give_up);
    event_base_loop(run->load.base, EVLOOP_NONBLOCK); /* lets go of what was closed just now */
    event_base_free(run->load.base);
}

int main(int argc, char **argv)
{
    struct run run = {.settings = {.bin = NULL, .seed = 1}};
    struct settings *s = &run.settings;
    const struct option_row rows[] = {
        {"day", "DIR", "the day to replay", .text = &s->day},
        {"speed", "N", "training clock, N times faster; 0 = real time", .number = &s->speed,
         .max = 600},
        {"work", "DIR", "where hall, keys and state are made", .text = &s->work},
        {"bin", "DIR", "the programs (default: beside this one)", .text = &s->bin},
        {"kill", "N", "SIGKILL the controller N times meanwhile", .number = &s->kill,
         .max = 100000},
        {"seed", "N", "when to kill", .number = &s->seed, .min = 1},
        {"controller", "HOST:PORT", "a controller that runs already", .text = &s->controller},
        {"keys", "DIR", "its devices' keys", .text = &s->keys},
        {"hall", "DIR", "its definition, made by an earlier --work", .text = &s->hall},
        {"json", "FILE", "write the figures as one flat object", .text = &s->json},
    };
    const struct options options = {"hall-load", "replays a day against a real controller", NULL,
                                    rows, countof(rows)};
    int status = options_read(&options, argc, argv, NULL);
    if (status >= 0)
        return status;
    secrets_keep();
    log_component("load");
    signal(SIGPIPE, SIG_IGN);
    char bin[1024], work[] = "/tmp/hall-load-XXXXXX";
    ssize_t n = readlink("/proc/self/exe", bin, sizeof(bin) - 1);
    bin[n > 0 ? n : 0] = '\0';
    if (!s->bin && strrchr(bin, '/')) {
        *strrchr(bin, '/') = '\0';
        s->bin = bin;
    }
    if (!s->day || (!s->work && !(s->work = mkdtemp(work)))) {
        fprintf(stderr, "hall-load: --day wants the folder of a day; see --help\n");
        return 2;
    }
    run.random = s->seed;
    enum err err = run_load(&run);
    bool differs = run.load.book.differences != 0 && !run.stopped;
    child_kill(&run.child);
    close_run(&run);
    day_free(&run.day);
    return err == ERR_USAGE || err == ERR_CONFIG ? 2 : err || differs ? 1 : 0;
}
