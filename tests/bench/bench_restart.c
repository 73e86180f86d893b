/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-restart - from the exec of a killed controller's successor to its first WELCOME, with a
 * full day and with the days of years before it in the same file.
 */
#include <event2/event.h>
#include <inttypes.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/days.h"
#include "bench/rig.h"
#include "config/config.h"
#include "os/log.h"
#include "os/options.h"

#define EVENTS_A_DAY 20000
#define DAYS_MANY 50 /* a million events */
#define STARTS 9
#define PATIENCE_S 30
#define DAY_LIMIT_MS 100
#define YEARS_LIMIT_MS 1000

struct visit {
    struct event_base *base;
    bool welcome;
    double at;
    uint64_t jseq;
};

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct visit *visit = context;
    visit->at = bench_clock();
    visit->jseq = welcome->jseq;
    visit->welcome = true;
    event_base_loopbreak(visit->base);
}

/* A known device comes and waits for its WELCOME. */
static enum err come(struct visit *visit, const struct rig *rig, const struct device_key *key)
{
    const struct timeval patience = {PATIENCE_S, 0};
    const struct link_options options = {.host = "127.0.0.1",
                                         .port = rig->port,
                                         .key = key,
                                         .context = visit,
                                         .on_welcome = on_welcome};
    *visit = (struct visit){.base = event_base_new()};
    struct link *link = visit->base ? link_new(visit->base, &options) : NULL;
    if (link) {
        event_base_loopexit(visit->base, &patience);
        event_base_dispatch(visit->base);
    }
    link_free(link);
    if (visit->base)
        event_base_free(visit->base);
    return visit->welcome ? ERR_NONE : log_fault(ERR_GONE, "no WELCOME within %d s", PATIENCE_S);
}

/* Milliseconds of one start, killed at its end. */
static enum err start_once(struct rig *rig, const struct device_key *key, uint64_t rows,
                           double *took)
{
    struct visit visit;
    double begun = bench_clock();
    enum err err = rig_start(rig);
    if (!err)
        err = come(&visit, rig, key);
    rig_kill(rig);
    if (err)
        return err;
    *took = (visit.at - begun) * 1e3;
    if (visit.jseq < rows)
        return log_fault(ERR_DB, "the controller knows %" PRIu64 " of %" PRIu64 " rows", visit.jseq,
                         rows);
    return ERR_NONE;
}

struct plan {
    const char *median, *worst;
    uint32_t days;
    double limit_ms;
};

static enum err measure(struct rig *rig, const struct hall_def *def, const struct plan *plan,
                        struct bench *bench)
{
    char start[DAYS_DATE_SIZE];
    double took[STARTS];
    struct device_key key;
    enum err err = rig_clear(rig);
    if (!err)
        err = days_write(rig->state, def, plan->days, EVENTS_A_DAY, start);
    if (!err)
        err = rig_key(rig, DEVICE_CONSOLE, "bench-1", &key);
    rig->start = start;
    for (uint32_t i = 0; i < STARTS && !err; i++)
        err = start_once(rig, &key, (uint64_t)plan->days * EVENTS_A_DAY, &took[i]);
    rig->start = NULL;
    if (err)
        return err;
    double median = bench_percentile(took, STARTS, 50), worst = bench_percentile(took, STARTS, 100);
    bench_figure(bench, (struct figure){plan->median, "ms", median, plan->limit_ms, AT_MOST});
    bench_figure(bench, (struct figure){plan->worst, "ms", worst, 0, NO_TARGET});
    return ERR_NONE;
}

int main(int argc, char **argv)
{
    static const struct plan plans[] = {
        {"restart.day_20k_ms", "restart.day_20k_worst_ms", 1, DAY_LIMIT_MS},
        {"restart.file_1m_ms", "restart.file_1m_worst_ms", DAYS_MANY, YEARS_LIMIT_MS},
    };
    struct rig rig = {.hall = "halls/jianchang"};
    const char *where = "/var/tmp", *json = NULL;
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall (halls/jianchang)", .text = &rig.hall},
        {"dir", "DIR", "on the disk to be measured (/var/tmp)", .text = &where},
        {"json", "FILE", "write the figures there, too", .text = &json},
    };
    const struct options options = {"bench-restart", "from exec to the first answer", NULL, rows,
                                    countof(rows)};
    int status = options_read(&options, argc, argv, NULL);
    if (status >= 0)
        return status;
    log_component("bench-restart");
    struct bench bench = {.count = 0};
    struct hall_def *def = NULL;
    enum err err = config_load(rig.hall, stderr, &def, NULL);
    if (!err)
        err = rig_open(&rig, where);
    for (size_t i = 0; i < countof(plans) && !err; i++)
        err = measure(&rig, def, &plans[i], &bench);
    rig_close(&rig, err);
    config_free(def);
    return bench_end(&bench, json) || err ? 1 : 0;
}
