/* SPDX-License-Identifier: Apache-2.0 */
#include "dispatch_queue.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

#define SERVICES 5 /* numbers end at 9,999 a service */
#define ROOM HALL_TICKETS_MAX
#define ENOUGH 40000 /* from here on an empty moment ends the day */
#define FIRST_DAY 20200101u

#define STUDENT_19 2.093 /* 97.5 % of Student's t with 19 degrees of freedom */

struct batch {
    double sum[QUEUE_CLASSES], waited;
    uint64_t count[QUEUE_CLASSES];
};

struct run {
    const struct queue_setup *setup;
    struct engine_hall w;
    uint64_t random;
    double now, arrival; /* ms */
    double *ends;        /* of each window; infinite = idle */
    uint32_t busy, waiting, joined, days;
    uint32_t first; /* number of the day's first ticket among all */
    uint8_t classes[ROOM];
    msec joins[ROOM];
    struct batch batches[QUEUE_BATCHES];
};

/* In (0, 1). */
static double uniform(struct run *run)
{
    run->random ^= run->random << 13;
    run->random ^= run->random >> 7;
    run->random ^= run->random << 17;
    return ((double)(run->random >> 11) + 0.5) / 9007199254740992.0;
}

static double exponential(struct run *run, double mean)
{
    return -mean * log(uniform(run));
}

static double service_time(struct run *run)
{
    double mean = (double)QUEUE_SERVICE_MEAN, cv2 = run->setup->cv2;
    if (cv2 <= 0)
        return mean;
    if (cv2 <= 1)
        return exponential(run, mean);
    double p = 0.5 * (1 + sqrt((cv2 - 1) / (cv2 + 1)));
    return uniform(run) < p ? exponential(run, mean / (2 * p))
                            : exponential(run, mean / (2 - 2 * p));
}

static uint8_t draw_class(struct run *run)
{
    double u = uniform(run);
    uint8_t of = 0;
    while (of < QUEUE_CLASSES - 1 && u >= run->setup->share[of])
        u -= run->setup->share[of++];
    return of;
}

static enum refusal act(struct run *run, struct command command)
{
    command.now = (msec)run->now;
    command.id.seq = ++run->w.seq;
    hall_decide(run->w.hall, &command, &run->w.facts, &run->w.result);
    return run->w.result.code;
}

static void must(struct run *run, struct command command)
{
    if (act(run, command))
        fail_msg("%s: %s", verb_name(run->w.result.verb), refusal_text(run->w.result.code));
}

static uint32_t called_ticket(const struct run *run)
{
    for (uint32_t i = 0; i < run->w.facts.count; i++)
        if (run->w.facts.list[i].kind == FACT_KIND_CALLED)
            return run->w.facts.list[i].called.ticket;
    fail_msg("nobody was called");
    return 0;
}

/* The window presses 呼叫; who is called comes at once. */
static void call(struct run *run, uint32_t window)
{
    const target_id target = {(uint16_t)(window + 1)};
    must(run, (struct command){.verb = VERB_CALL_NEXT, .target = target});
    uint32_t index = called_ticket(run) - hall_ticket_first(run->w.hall);
    must(run, (struct command){.verb = VERB_START, .target = target});
    uint32_t number = run->first + index;
    struct batch *batch = &run->batches[(uint64_t)number * QUEUE_BATCHES / run->setup->tickets];
    double wait = (double)((msec)run->now - run->joins[index]);
    uint8_t of = run->classes[index];
    batch->sum[of] += wait / (double)MINUTE;
    batch->count[of]++;
    batch->waited += wait > 0;
    run->ends[window] = run->now + service_time(run);
    run->busy++;
}

static void arrive(struct run *run)
{
    uint32_t index = run->joined - run->first;
    if (index >= ROOM)
        fail_msg("no empty moment among %d tickets; choose a smaller load", ROOM);
    run->classes[index] = draw_class(run);
    run->joins[index] = (msec)run->now;
    must(run, (struct command){.verb = VERB_ISSUE,
                               .service = {(uint16_t)(1 + run->joined % SERVICES)},
                               .ticket_class = run->classes[index]});
    run->joined++;
    run->waiting++;
    for (uint32_t window = 0; run->waiting && window < run->setup->windows; window++)
        if (isinf(run->ends[window])) {
            run->waiting--;
            call(run, window);
        }
}

static void finish(struct run *run, uint32_t window)
{
    run->ends[window] = INFINITY;
    run->busy--;
    if (run->waiting) {
        run->waiting--;
        call(run, window);
    } else {
        must(run, (struct command){.verb = VERB_FINISH, .target = {(uint16_t)(window + 1)}});
    }
}

static void next_day(struct run *run)
{
    if (run->days)
        must(run, (struct command){.verb = VERB_DAY_CLOSE});
    uint32_t date =
        FIRST_DAY + run->days / 28 / 12 * 10000 + run->days / 28 % 12 * 100 + run->days % 28;
    must(run, (struct command){.verb = VERB_DAY_OPEN, .arg = date});
    for (uint32_t i = 0; i < run->setup->windows; i++)
        must(run, (struct command){.verb = VERB_OPEN, .target = {(uint16_t)(i + 1)}});
    run->first = run->joined;
    run->days++;
}

static void step(struct run *run)
{
    uint32_t soonest = 0;
    for (uint32_t i = 1; i < run->setup->windows; i++)
        if (run->ends[i] < run->ends[soonest])
            soonest = i;
    if (run->ends[soonest] <= run->arrival) {
        run->now = run->ends[soonest];
        finish(run, soonest);
        return;
    }
    run->now = run->arrival;
    if (!run->busy && run->joined - run->first >= ENOUGH)
        next_day(run);
    arrive(run);
    double rate = run->setup->load * run->setup->windows / (double)QUEUE_SERVICE_MEAN;
    run->arrival += exponential(run, 1 / rate);
}

static void define(struct run *run)
{
    const struct queue_setup *setup = run->setup;
    struct engine_hall *w = &run->w;
    engine_define(w, SERVICES, setup->windows, 0);
    for (uint32_t i = 0; i < SERVICES; i++)
        w->services[i].prefix[0] = (char)('A' + i);
    for (uint32_t i = 0; i < setup->windows; i++) {
        w->windows[i].service_count = SERVICES;
        for (uint32_t k = 0; k < SERVICES; k++)
            w->windows[i].services[k].n = (uint16_t)(k + 1);
    }
    struct rules_def *rules = &w->def.rules;
    rules->dispatch = setup->rule;
    memcpy(rules->head_start_min, setup->head_start_min, sizeof(setup->head_start_min));
    rules->rating_s = 0;
    engine_start(w, ROOM);
}

static double half_width(const double means[QUEUE_BATCHES])
{
    double mean = 0, squares = 0;
    for (int i = 0; i < QUEUE_BATCHES; i++)
        mean += means[i] / QUEUE_BATCHES;
    for (int i = 0; i < QUEUE_BATCHES; i++)
        squares += (means[i] - mean) * (means[i] - mean);
    return STUDENT_19 * sqrt(squares / (QUEUE_BATCHES - 1) / QUEUE_BATCHES);
}

static double mean_of(double sum, uint64_t count)
{
    return count ? sum / (double)count : 0;
}

static struct queue_result sum_up(const struct run *run)
{
    struct queue_result result = {.wait_all = 0};
    double class_means[QUEUE_CLASSES][QUEUE_BATCHES], means[QUEUE_BATCHES], shares[QUEUE_BATCHES];
    double sums[QUEUE_CLASSES] = {0}, all = 0, waited = 0;
    for (int b = 0; b < QUEUE_BATCHES; b++) {
        const struct batch *batch = &run->batches[b];
        double sum = 0;
        uint64_t count = 0;
        for (int c = 0; c < QUEUE_CLASSES; c++) {
            class_means[c][b] = mean_of(batch->sum[c], batch->count[c]);
            sums[c] += batch->sum[c];
            result.served[c] += batch->count[c];
            sum += batch->sum[c];
            count += batch->count[c];
        }
        means[b] = mean_of(sum, count);
        shares[b] = mean_of(batch->waited, count);
        all += sum;
        waited += batch->waited;
    }
    for (int c = 0; c < QUEUE_CLASSES; c++) {
        result.wait[c] = mean_of(sums[c], result.served[c]);
        result.half[c] = half_width(class_means[c]);
    }
    result.wait_all = mean_of(all, run->setup->tickets);
    result.wait_share = mean_of(waited, run->setup->tickets);
    result.half_all = half_width(means);
    result.half_share = half_width(shares);
    return result;
}

struct queue_result queue_run(const struct queue_setup *setup)
{
    struct run *run = calloc(1, sizeof(*run));
    assert_non_null(run);
    run->setup = setup;
    run->random = setup->seed * 0x9e3779b97f4a7c15u + 1;
    run->now = (double)(12 * HOUR);
    run->arrival = run->now;
    run->ends = calloc(setup->windows, sizeof(*run->ends));
    assert_non_null(run->ends);
    for (uint32_t i = 0; i < setup->windows; i++)
        run->ends[i] = INFINITY;
    define(run);
    next_day(run);
    while (run->joined < setup->tickets)
        step(run);
    run->arrival = INFINITY;
    while (run->busy)
        step(run);
    assert_null(hall_check(run->w.hall));
    struct queue_result result = sum_up(run);
    engine_stop(&run->w);
    free(run->ends);
    free(run);
    return result;
}
