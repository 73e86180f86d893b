/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_hostile - a kiosk issues tickets while 2,000 strangers say nothing, 500 say a byte a
 * second, 50 adopted devices never read, and 1,000 handshakes a second have no key (D-33).
 *
 * Meanwhile 130 devices keep their sessions, and others come back: known ones, at the first try.
 */
#include <arpa/inet.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "bench/crowd.h"
#include "bench/hostile.h"
#include "bench/protocol_parts.h"
#include "os/log.h"

#define WINDOWS 110
#define BOARDS 20
#define KIOSKS 2 /* one issues, one comes and goes */
#define IDLE 2000
#define SLOW 500
#define DEAF 50
#define HANDSHAKES_S 1000
#define CALM 500 /* tickets before the storm */
#define TICKETS 2000
#define PACE_S 0.01
#define LOOK_EVERY 50 /* tickets: at the memory, and a known device comes back */
#define PATIENCE_S 30
#define SETTLE_S 3.0
#define ISSUE_MS 50
#define BACK_MS 1000
/* What the controller's bounds add up to: the whole output of each deaf device, 2 KB for each of
 * those who wait, and pages around them. */
#define GROWN_MB (DEAF * 0.28 + 2048 * 0.002 + 4)

struct siege {
    struct rig rig;
    struct crowd crowd;
    struct hostile hostile;
    struct device_key deaf[DEAF];
    struct crowd_device *kiosk, *guest;
    uint32_t residents; /* devices that stay */
    uint32_t welcomes;  /* theirs: more than residents are lost sessions */
    double rss_calm, rss_most, rss_after;
    double calm[CALM], times[TICKETS], back[TICKETS / LOOK_EVERY];
    double attack_s;
    struct hostile_counts before, after;
};

/* ---- the hall ---- */

static void on_welcome(struct crowd_device *device)
{
    struct siege *siege = device->crowd->context;
    siege->welcomes += device != siege->guest;
    crowd_settle(device);
}

static enum err connect_residents(struct siege *siege)
{
    struct crowd *crowd = &siege->crowd;
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < crowd->count && !err; i++) {
        struct crowd_device *device = &crowd->devices[i];
        if (device->key.kind == DEVICE_CONSOLE || device == siege->guest)
            continue;
        siege->residents++;
        err = crowd_connect(device);
    }
    return err ? err : crowd_wait(crowd, siege->residents, PATIENCE_S, "devices");
}

static enum err start(struct siege *siege, const char *disk)
{
    const struct crowd_size size = {WINDOWS, BOARDS, KIOSKS, DEAF, true, false, 20000};
    siege->rig.start = "20260318T0900";
    enum err err = rig_open(&siege->rig, disk);
    if (!err)
        err = crowd_write(&siege->rig, &size);
    if (!err)
        err = rig_clear(&siege->rig);
    if (!err)
        err = crowd_open(&siege->crowd, &siege->rig);
    if (!err)
        err = rig_start(&siege->rig);
    if (err)
        return err;
    siege->crowd.context = siege;
    siege->crowd.on_welcome = on_welcome;
    siege->kiosk = crowd_nth(&siege->crowd, DEVICE_KIOSK, 0);
    siege->guest = crowd_nth(&siege->crowd, DEVICE_KIOSK, 1);
    for (uint32_t i = 0; i < DEAF; i++)
        siege->deaf[i] = crowd_nth(&siege->crowd, DEVICE_CONSOLE, i)->key;
    return connect_residents(siege);
}

/* ---- looking ---- */

static double rss_mb(const struct siege *siege)
{
    return rig_rss(&siege->rig) / 1024;
}

static void pass(struct siege *siege, double seconds)
{
    double us = seconds > 0 ? seconds * 1e6 : 0;
    const struct timeval after = {(time_t)(us / 1e6), (suseconds_t)us % 1000000};
    event_base_loopexit(siege->crowd.base, &after);
    event_base_dispatch(siege->crowd.base);
}

/* A device that was here before comes again. */
static enum err come_back(struct siege *siege, double *seconds)
{
    struct crowd *crowd = &siege->crowd;
    crowd_unsettle(crowd);
    double begun = bench_clock();
    enum err err = crowd_connect(siege->guest);
    if (!err)
        err = crowd_wait(crowd, 1, PATIENCE_S, "a known device coming back");
    *seconds = bench_clock() - begun;
    crowd_disconnect(siege->guest);
    return err;
}

static enum err issue(struct siege *siege, double *seconds)
{
    double begun = bench_clock();
    enum err err = crowd_ticket(siege->kiosk);
    if (!err)
        err = crowd_answer(siege->kiosk);
    *seconds = bench_clock() - begun;
    if (!err && siege->kiosk->code)
        err = log_fault(ERR_GONE, "a ticket was refused: %s", refusal_text(siege->kiosk->code));
    pass(siege, PACE_S - *seconds);
    return err;
}

/* ---- the storm ---- */

static enum err attack(struct siege *siege)
{
    const struct hostile_options options = {
        .port = siege->rig.port,
        .home = ntohl(inet_addr(siege->kiosk->address)),
        .idle = IDLE,
        .slow = SLOW,
        .handshakes_s = HANDSHAKES_S,
        .uid = siege->kiosk->key.uid,
        .deaf = siege->deaf,
        .deaf_count = DEAF,
    };
    enum err err = hostile_start(&siege->hostile, &options);
    double late = bench_clock() + PATIENCE_S;
    while (!err && siege->hostile.counts->sessions < DEAF) {
        if (bench_clock() > late)
            err = log_fault(ERR_GONE, "%u of %d deaf devices have a session",
                            siege->hostile.counts->sessions, DEAF);
        pass(siege, PACE_S);
    }
    pass(siege, SETTLE_S);
    return err;
}

static enum err endure(struct siege *siege)
{
    enum err err = attack(siege);
    double begun = bench_clock();
    if (!err)
        siege->before = *siege->hostile.counts;
    for (uint32_t i = 0; i < TICKETS && !err; i++) {
        err = issue(siege, &siege->times[i]);
        if (err || i % LOOK_EVERY)
            continue;
        double rss = rss_mb(siege);
        siege->rss_most = rss > siege->rss_most ? rss : siege->rss_most;
        err = come_back(siege, &siege->back[i / LOOK_EVERY]);
    }
    siege->attack_s = bench_clock() - begun;
    if (!err)
        siege->after = *siege->hostile.counts;
    hostile_stop(&siege->hostile);
    pass(siege, SETTLE_S);
    siege->rss_after = rss_mb(siege);
    return err;
}

static enum err measure(struct siege *siege, const char *disk)
{
    double seconds;
    enum err err = start(siege, disk);
    for (uint32_t i = 0; i < CALM && !err; i++)
        err = issue(siege, &siege->calm[i]);
    if (!err)
        err = come_back(siege, &seconds); /* from now on its address is known */
    siege->rss_calm = rss_mb(siege);
    return err ? err : endure(siege);
}

static void tell_ms(struct bench *bench, const char *name, double *values, uint32_t count,
                    uint32_t percent, double limit)
{
    bench_figure(bench, (struct figure){name, "ms", bench_percentile(values, count, percent) * 1e3,
                                        limit, limit > 0 ? AT_MOST : NO_TARGET});
}

static void tell_rate(struct bench *bench, const struct siege *siege, const char *name,
                      uint32_t before, uint32_t after, double limit)
{
    bench_figure(bench, (struct figure){name, "1/s", (after - before) / siege->attack_s, limit,
                                        limit > 0 ? AT_LEAST : NO_TARGET});
}

static void tell(struct bench *bench, struct siege *siege)
{
    const struct hostile_counts *a = &siege->before, *b = &siege->after;
    tell_ms(bench, "hostile.calm_issue_p99_ms", siege->calm, CALM, 99, 0);
    tell_ms(bench, "hostile.issue_p50_ms", siege->times, TICKETS, 50, 0);
    tell_ms(bench, "hostile.issue_p99_ms", siege->times, TICKETS, 99, ISSUE_MS);
    tell_ms(bench, "hostile.issue_worst_ms", siege->times, TICKETS, 100, 0);
    tell_ms(bench, "hostile.known_device_back_worst_ms", siege->back, countof(siege->back), 100,
            BACK_MS);
    bench_figure(bench, (struct figure){"hostile.sessions_lost", "",
                                        (double)siege->welcomes - siege->residents, 0, AT_MOST});
    bench_figure(bench,
                 (struct figure){"hostile.rss_calm_mb", "MB", siege->rss_calm, 0, NO_TARGET});
    bench_figure(bench, (struct figure){"hostile.rss_grown_mb", "MB",
                                        siege->rss_most - siege->rss_calm, GROWN_MB, AT_MOST});
    bench_figure(bench,
                 (struct figure){"hostile.rss_after_mb", "MB", siege->rss_after, 0, NO_TARGET});
    /* It was the storm that was promised. */
    tell_rate(bench, siege, "hostile.bad_handshakes_per_s", a->made[HOSTILE_KNOCK],
              b->made[HOSTILE_KNOCK], HANDSHAKES_S * 0.9);
    tell_rate(bench, siege, "hostile.judged_handshakes_per_s", a->knocks, b->knocks, 0);
    tell_rate(bench, siege, "hostile.idle_connects_per_s", a->made[HOSTILE_IDLE],
              b->made[HOSTILE_IDLE], 0);
    tell_rate(bench, siege, "hostile.slow_connects_per_s", a->made[HOSTILE_SLOW],
              b->made[HOSTILE_SLOW], 0);
}

enum err protocol_hostile(struct bench *bench, const struct protocol_options *options)
{
    struct siege *siege = calloc(1, sizeof(*siege));
    enum err err = siege ? measure(siege, options->disk) : ERR_NOMEM;
    if (!err)
        tell(bench, siege);
    if (siege) {
        hostile_stop(&siege->hostile);
        crowd_close(&siege->crowd);
        rig_close(&siege->rig, err);
    }
    free(siege);
    return err;
}
