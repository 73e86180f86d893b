/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-issue - tickets a second, durably acknowledged by the real controller over TCP, beside
 * what the same disk can sync in the same run.
 *
 * A machine's figure says nothing of another's; the ratio does. One connection pays one sync a
 * ticket; 64 connections share them (group commit).
 */
#include <event2/event.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/rig.h"
#include "config/config.h"
#include "os/log.h"
#include "os/options.h"

#define MANY 64
#define ROUNDS 5
#define TICKETS_ONE 600   /* a round */
#define TICKETS_MANY 2304 /* a round; together below the tickets of a day */
#define SECONDS_MAX 3.0   /* a round, on a slow disk */
#define WARM_UP 10
#define RAW_SECONDS 0.5
#define RAW_BLOCK 4096
#define PATIENCE_S 60
#define ONE_SHARE 0.6
#define MANY_SHARE 4.0
#define MANY_P99 3.0 /* so many times the disk's own, and a little */
#define MANY_P99_MS 2.0
#define SYNCS_MAX 65536

struct run;

struct device {
    struct run *run;
    struct device_key key;
    struct link *link;
    uint32_t seq, left;
    bool ready;
    double asked;
};

struct run {
    struct event_base *base;
    const struct hall_def *def;
    struct device devices[MANY];
    uint32_t count, ready, done, refused;
    uint32_t next_service;
    double begun, ended;
    double latencies[TICKETS_MANY];
    uint32_t tickets;
    bool gave_up;
};

/* ---- the disk alone ---- */

/* How often something was done in how many seconds; the rounds of one kind add up. */
struct total {
    double count, seconds;
    double latencies[SYNCS_MAX];
    uint32_t latency_count;
};

static double rate_of(const struct total *total)
{
    return total->seconds > 0 ? total->count / total->seconds : 0;
}

/* 4 kB appended and synced, again and again. */
static enum err sync_disk(const struct rig *rig, struct total *total)
{
    static const char block[RAW_BLOCK];
    char path[RIG_PATH_MAX + 16];
    snprintf(path, sizeof(path), "%s/raw", rig->dir);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    double begun = bench_clock(), now = begun;
    bool good = fd >= 0;
    while (good && now - begun < RAW_SECONDS) {
        double before = now;
        good = write(fd, block, sizeof(block)) == sizeof(block) && fdatasync(fd) == 0;
        now = bench_clock();
        total->count++;
        if (total->latency_count < SYNCS_MAX)
            total->latencies[total->latency_count++] = now - before;
    }
    total->seconds += now - begun;
    if (fd >= 0)
        close(fd);
    unlink(path);
    return good ? ERR_NONE : log_fault(ERR_IO, "file=%s cannot be written", path);
}

/* ---- tickets ---- */

static uint16_t next_service(struct run *run)
{
    const struct service_def *service;
    do {
        service = &run->def->services[run->next_service++ % run->def->service_count];
    } while (!service->prefix[0] || service->hours.count);
    return service->id.n;
}

static void ask(struct device *device)
{
    struct message message = {.type = MSG_TYPE_TICKET_REQ};
    message.ticket_req = (struct msg_ticket_req){.seq = ++device->seq,
                                                 .service = next_service(device->run),
                                                 .principals = 1};
    device->left--;
    device->asked = bench_clock();
    if (link_send(device->link, &message))
        event_base_loopbreak(device->run->base);
}

static void on_message(void *context, const struct message *message)
{
    struct device *device = context;
    struct run *run = device->run;
    if (message->type != MSG_TYPE_TICKET || message->ticket.seq != device->seq)
        return;
    run->refused += message->ticket.code != REFUSED_NOT;
    run->latencies[run->tickets++] = bench_clock() - device->asked;
    if (device->left && bench_clock() - run->begun < SECONDS_MAX)
        ask(device);
    else if (++run->done == run->count) {
        run->ended = bench_clock();
        event_base_loopbreak(run->base);
    }
}

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct device *device = context;
    (void)welcome;
    if (!device->ready && ++device->run->ready == device->run->count)
        event_base_loopbreak(device->run->base);
    device->ready = true;
}

static void give_up(evutil_socket_t fd, short what, void *context)
{
    struct run *run = context;
    (void)fd, (void)what;
    run->gave_up = true;
    event_base_loopbreak(run->base);
}

static enum err turn_loop(struct run *run, const char *what)
{
    const struct timeval patience = {PATIENCE_S, 0};
    struct event *timer = evtimer_new(run->base, give_up, run);
    if (!timer || evtimer_add(timer, &patience))
        return ERR_NOMEM;
    event_base_dispatch(run->base);
    event_free(timer);
    return run->gave_up ? log_fault(ERR_GONE, "%s: no answer within %d s", what, PATIENCE_S)
                        : ERR_NONE;
}

static enum err connect_all(struct run *run, const struct rig *rig)
{
    for (uint32_t i = 0; i < run->count; i++) {
        struct device *device = &run->devices[i];
        char name[24], address[24];
        snprintf(name, sizeof(name), "bench-%u", i + 1);
        snprintf(address, sizeof(address), "127.0.1.%u", i + 1); /* D-33 */
        device->run = run;
        enum err err =
            device->key.uid ? ERR_NONE : rig_key(rig, DEVICE_CONSOLE, name, &device->key);
        if (err)
            return err;
        const struct link_options options = {.host = "127.0.0.1",
                                             .port = rig->port,
                                             .bind_address = address,
                                             .key = &device->key,
                                             .context = device,
                                             .on_welcome = on_welcome,
                                             .on_message = on_message};
        device->link = link_new(run->base, &options);
        if (!device->link)
            return ERR_NOMEM;
    }
    return turn_loop(run, "connecting");
}

static enum err issue(struct run *run, uint32_t each)
{
    run->tickets = run->done = run->refused = 0;
    run->begun = bench_clock();
    for (uint32_t i = 0; i < run->count; i++) {
        run->devices[i].left = each;
        ask(&run->devices[i]);
    }
    enum err err = turn_loop(run, "issuing");
    if (!err && (run->done != run->count || run->refused))
        err = log_fault(ERR_GONE, "%u of %u tickets were refused, %u of %u connections ended",
                        run->refused, run->tickets, run->done, run->count);
    return err;
}

/* One round over `count` connections. */
static enum err issue_round(struct run *run, const struct rig *rig, uint32_t count,
                            uint32_t tickets, struct total *total)
{
    run->count = count;
    run->ready = 0;
    run->base = event_base_new();
    enum err err = run->base ? connect_all(run, rig) : ERR_NOMEM;
    if (!err)
        err = issue(run, WARM_UP);
    if (!err)
        err = issue(run, tickets / count);
    for (uint32_t i = 0; i < count; i++) {
        link_free(run->devices[i].link);
        run->devices[i] = (struct device){.run = NULL};
    }
    if (run->base)
        event_base_free(run->base);
    if (err)
        return err;
    total->count += run->tickets;
    total->seconds += run->ended - run->begun;
    for (uint32_t i = 0; i < run->tickets; i++)
        total->latencies[total->latency_count++] = run->latencies[i];
    return ERR_NONE;
}

struct totals {
    struct total disk, one, many;
    double one_to_syncs[ROUNDS], many_to_syncs[ROUNDS];
    double disk_p99[ROUNDS], many_p99[ROUNDS];
};

/* Of what came to a total since then. */
static double rate_since(const struct total *total, double count, double seconds)
{
    return (total->count - count) / (total->seconds - seconds);
}

/* Of the latencies that came since then. */
static double p99_since(struct total *total, uint32_t count)
{
    return bench_percentile(total->latencies + count, total->latency_count - count, 99);
}

/* The disk, one connection, the disk, many connections. */
static enum err measure_round(struct rig *rig, struct run *run, struct totals *totals, int round)
{
    const double count[] = {totals->disk.count, totals->one.count, totals->many.count};
    const double seconds[] = {totals->disk.seconds, totals->one.seconds, totals->many.seconds};
    const uint32_t syncs = totals->disk.latency_count, tickets = totals->many.latency_count;
    enum err err = sync_disk(rig, &totals->disk);
    if (!err)
        err = issue_round(run, rig, 1, TICKETS_ONE, &totals->one);
    if (!err)
        err = sync_disk(rig, &totals->disk);
    if (!err)
        err = issue_round(run, rig, MANY, TICKETS_MANY, &totals->many);
    if (err)
        return err;
    double disk = rate_since(&totals->disk, count[0], seconds[0]);
    totals->one_to_syncs[round] = rate_since(&totals->one, count[1], seconds[1]) / disk;
    totals->many_to_syncs[round] = rate_since(&totals->many, count[2], seconds[2]) / disk;
    totals->disk_p99[round] = p99_since(&totals->disk, syncs) * 1e3;
    totals->many_p99[round] = p99_since(&totals->many, tickets) * 1e3;
    return ERR_NONE;
}

static enum err measure(struct rig *rig, struct run *run, struct totals *totals)
{
    enum err err = rig_clear(rig);
    if (!err)
        err = rig_start(rig);
    for (int i = 0; i < ROUNDS && !err; i++)
        err = measure_round(rig, run, totals, i);
    return err;
}

static void tell_latency(struct bench *bench, const char *name, struct total *total,
                         uint32_t percent)
{
    double value = bench_percentile(total->latencies, total->latency_count, percent);
    bench_figure(bench, (struct figure){name, "ms", value * 1e3, 0, NO_TARGET});
}

static void tell(struct bench *bench, struct totals *totals)
{
    double disk = rate_of(&totals->disk), one = rate_of(&totals->one),
           many = rate_of(&totals->many);
    bench_figure(bench, (struct figure){"issue.disk_syncs_per_s", "1/s", disk, 0, NO_TARGET});
    double disk_p99 = bench_percentile(totals->disk_p99, ROUNDS, 50);
    bench_figure(bench, (struct figure){"issue.disk_p99_ms", "ms", disk_p99, 0, NO_TARGET});
    bench_figure(bench, (struct figure){"issue.one_per_s", "1/s", one, 0, NO_TARGET});
    tell_latency(bench, "issue.one_p50_ms", &totals->one, 50);
    tell_latency(bench, "issue.one_p99_ms", &totals->one, 99);
    bench_figure(bench, (struct figure){"issue.many_per_s", "1/s", many, 0, NO_TARGET});
    tell_latency(bench, "issue.many_p50_ms", &totals->many, 50);
    /* The disk and the processors of a shared machine change their mind by the second: the middle
     * one of the rounds is judged. */
    bench_figure(bench, (struct figure){"issue.one_to_syncs", "",
                                        bench_percentile(totals->one_to_syncs, ROUNDS, 50),
                                        ONE_SHARE, AT_LEAST});
    bench_figure(bench, (struct figure){"issue.many_to_syncs", "",
                                        bench_percentile(totals->many_to_syncs, ROUNDS, 50),
                                        MANY_SHARE, AT_LEAST});
    bench_figure(bench, (struct figure){"issue.many_p99_ms", "ms",
                                        bench_percentile(totals->many_p99, ROUNDS, 50),
                                        MANY_P99 * disk_p99 + MANY_P99_MS, AT_MOST});
}

int main(int argc, char **argv)
{
    struct rig rig = {.hall = "halls/jianchang", .start = "20260318T0900"};
    const char *where = "/var/tmp", *json = NULL;
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall (halls/jianchang)", .text = &rig.hall},
        {"dir", "DIR", "on the disk to be measured (/var/tmp)", .text = &where},
        {"json", "FILE", "write the figures there, too", .text = &json},
    };
    const struct options options = {"bench-issue", "tickets a second beside syncs a second", NULL,
                                    rows, countof(rows)};
    int status = options_read(&options, argc, argv, NULL);
    if (status >= 0)
        return status;
    log_component("bench-issue");
    struct bench bench = {.count = 0};
    struct run *run = calloc(1, sizeof(*run));
    struct totals *totals = calloc(1, sizeof(*totals));
    struct hall_def *def = NULL;
    enum err err = run && totals ? config_load(rig.hall, stderr, &def, NULL) : ERR_NOMEM;
    if (!err)
        err = rig_open(&rig, where);
    if (!err) {
        run->def = def;
        err = measure(&rig, run, totals);
    }
    if (!err)
        tell(&bench, totals);
    rig_close(&rig, err);
    config_free(def);
    free(run);
    free(totals);
    return bench_end(&bench, json) || err ? 1 : 0;
}
