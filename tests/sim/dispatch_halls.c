/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random small halls, each day replayed under every rule: dispatch_halls [HALLS [FIRST]]
 *
 * What must hold of any log of calls, judged by looking at every pair
 * of legs: key order inside a service, the overtaking bound, one ticket a window,
 * everybody called, only services that the window serves, as pairs (R-D4), no window
 * idle beside somebody whom it serves, and of all whom a window might have called the best.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine_random.h"
#include "sim/replay.h"
#include "test.h"

#define VISITORS 120

static uint64_t seed, first_seed = 1, seed_count = 1000;

struct town {
    struct day day;
    struct day_service services[6];
    struct day_window windows[6];
    struct day_shift shifts[6 * 3];
    struct day_visitor visitors[VISITORS];
};

static void open_window(struct dice *dice, struct town *town, uint32_t w, msec morning)
{
    struct day *day = &town->day;
    struct day_window *window = &town->windows[w];
    window->shift = day->shift_count;
    /* One works until everybody is served; others come and go. */
    msec start = w ? morning + roll(dice, 60) * MINUTE : morning;
    msec end = w ? start + (30 + roll(dice, 300)) * MINUTE : DAY_SPAN;
    town->shifts[day->shift_count++] = (struct day_shift){w, false, start, end};
    if (chance(dice, 40)) {
        msec at = start + roll(dice, 60) * MINUTE;
        town->shifts[day->shift_count++] =
            (struct day_shift){w, true, at, at + (1 + roll(dice, 30)) * MINUTE};
    }
    window->shift_count = day->shift_count - window->shift;
}

static void random_windows(struct dice *dice, struct town *town)
{
    struct day *day = &town->day;
    for (uint32_t w = 0; w < day->window_count; w++) {
        struct day_window *window = &town->windows[w];
        window->zone = roll(dice, 2);
        window->comprehensive = chance(dice, 40);
        window->staffed = true;
        window->speed_pm = 500 + roll(dice, 1000);
        window->pool_pm = 1000 + roll(dice, 500);
        for (uint32_t s = 0; s < day->service_count; s++)
            if (w == 0 || chance(dice, 40)) /* the first serves all, so that all are called */
                window->services[window->count++] = s;
        open_window(dice, town, w, 8 * HOUR);
    }
}

/* Some days in whole minutes: things happen at once, and keys tie. */
static void random_visitors(struct dice *dice, struct town *town)
{
    struct day *day = &town->day;
    msec at = 8 * HOUR, unit = chance(dice, 50) ? MINUTE : 1;
    day->visitor_count = 20 + roll(dice, VISITORS - 20);
    for (uint32_t i = 0; i < day->visitor_count; i++) {
        at += chance(dice, 20) ? 0 : roll(dice, 4 * (uint32_t)MINUTE) / unit * unit;
        uint8_t class = chance(dice, 50) ? CLASS_NORMAL : (uint8_t)roll(dice, CLASS_RETURNED);
        town->visitors[i] = (struct day_visitor){
            .ticket = i,
            .ticket_class = class,
            .arrive = at,
            .due = class == CLASS_APPOINTMENT ? at + ((msec)roll(dice, 60) - 30) * MINUTE : -1,
            .patience = chance(dice, 10) ? (msec)roll(dice, (uint32_t)HOUR) - 1 : 100 * HOUR,
            .work = roll(dice, 15 * (uint32_t)MINUTE),
            .service = roll(dice, day->service_count),
            .next_service = chance(dice, 20) ? (int32_t)roll(dice, day->service_count) : -1,
            .next_work = roll(dice, 10 * (uint32_t)MINUTE),
            .next_patience = 100 * HOUR,
        };
    }
}

static void random_town(struct dice *dice, struct town *town)
{
    *town = (struct town){.day = {.no_show = MINUTE, .late_grace = 15 * MINUTE}};
    struct day *day = &town->day;
    day->service_count = 1 + roll(dice, 6);
    day->window_count = 1 + roll(dice, 6);
    day->services = town->services;
    day->windows = town->windows;
    day->shifts = town->shifts;
    day->visitors = town->visitors;
    for (uint32_t s = 0; s < day->service_count; s++)
        town->services[s] =
            (struct day_service){.zone = roll(dice, 2), .mean = (1 + roll(dice, 20)) * MINUTE};
    random_windows(dice, town);
    random_visitors(dice, town);
}

/* ---- judging ---- */

static const msec head_starts[] = {0, 60 * MINUTE, 75 * MINUTE, 120 * MINUTE};
#define TRANSFER_BONUS (20 * MINUTE)
#define HELP_DELAY (10 * MINUTE)

static const struct replay *now_judged;

static const struct day_visitor *visitor_of(const struct replay_leg *leg)
{
    return &now_judged->day->visitors[leg->visitor];
}

static bool serves(uint32_t window, uint32_t service)
{
    const struct day_window *at = &now_judged->day->windows[window];
    for (uint32_t i = 0; i < at->count; i++)
        if (at->services[i] == service)
            return true;
    return false;
}

static msec base_of(const struct replay_leg *leg)
{
    return leg->ticket_class == CLASS_APPOINTMENT ? visitor_of(leg)->due : leg->enqueue;
}

/* The moment from which a leg counts as waiting, by the rule of the hall. */
static msec counts_from(const struct replay_leg *leg, uint8_t rule)
{
    if (rule == DISPATCH_FIFO)
        return leg->enqueue;
    if (rule != DISPATCH_HEADSTART)
        return base_of(leg);
    return base_of(leg) - head_starts[leg->ticket_class] - (leg->leg ? TRANSFER_BONUS : 0);
}

static int rank_of(const struct replay_leg *leg, uint8_t rule)
{
    static const int ranks[] = {3, 2, 1, 0};
    return rule == DISPATCH_STRICT ? ranks[leg->ticket_class] : 0;
}

static bool on_shift(uint32_t window, msec at)
{
    const struct day *day = now_judged->day;
    for (uint32_t i = 0; i < day->shift_count; i++)
        if (day->shifts[i].window == window && !day->shifts[i].pause &&
            day->shifts[i].start <= at && at < day->shifts[i].end)
            return true;
    return false;
}

static void judge_leg(const struct replay_leg *leg, uint8_t rule)
{
    const struct day *day = now_judged->day;
    assert_true(leg->call >= leg->enqueue); /* everybody is called */
    assert_in_range(leg->window, 0, day->window_count - 1);
    assert_true(serves((uint32_t)leg->window, leg->service));
    msec mean = rule == DISPATCH_HEADSTART ? day->services[leg->service].mean : 0;
    assert_int_equal(leg->key, counts_from(leg, rule) + mean);
    assert_true(on_shift((uint32_t)leg->window, leg->call));
}

static msec leaves(const struct replay_leg *leg)
{
    const struct day_visitor *visitor = visitor_of(leg);
    msec work = leg->leg ? visitor->next_work : visitor->work;
    return leg->call +
           (leg->show ? day_duration(now_judged->day, (uint32_t)leg->window, leg->service, work)
                      : now_judged->day->no_show);
}

/* b was there before a was called; within one moment the log does not tell who was first. */
static bool passed_over(const struct replay_leg *a, const struct replay_leg *b)
{
    return b->enqueue < a->call && b->call > a->call;
}

static bool ordered(msec key_a, msec key_b, const struct replay_leg *a, const struct replay_leg *b)
{
    if (key_a != key_b)
        return key_a < key_b;
    return a->enqueue != b->enqueue ? a->enqueue < b->enqueue : a < b;
}

static msec key_at(const struct replay_leg *leg, uint32_t window, uint8_t rule)
{
    const struct day *day = now_judged->day;
    bool helps = rule == DISPATCH_HEADSTART && day->windows[window].comprehensive &&
                 day->windows[window].zone != day->services[leg->service].zone;
    return leg->key + (helps ? HELP_DELAY : 0);
}

/* a was called while b waited, and its window serves both. */
static void judge_choice(const struct replay_leg *a, const struct replay_leg *b, uint8_t rule)
{
    if (rule == DISPATCH_TURNS) { /* inside a class the keys decide */
        if (a->ticket_class == b->ticket_class && a->service == b->service)
            assert_true(ordered(a->key, b->key, a, b));
        return;
    }
    uint32_t window = (uint32_t)a->window;
    if (rank_of(a, rule) != rank_of(b, rule))
        assert_true(rank_of(a, rule) < rank_of(b, rule));
    else
        assert_true(ordered(key_at(a, window, rule), key_at(b, window, rule), a, b));
    if (a->service == b->service && rank_of(a, rule) == rank_of(b, rule))
        assert_true(ordered(a->key, b->key, a, b)); /* the order of a service is one of keys */
    /* The bound: who came later goes first only by as much as its head start is longer. */
    if (rule == DISPATCH_HEADSTART && a->service == b->service)
        assert_true(counts_from(a, rule) <= counts_from(b, rule));
}

static void judge_pair(const struct replay_leg *a, const struct replay_leg *b, uint8_t rule)
{
    if (a->window == b->window && a->call <= b->call && a != b)
        assert_true(a->call < b->call ? leaves(a) <= b->call
                                      : leaves(a) == a->call || leaves(b) == b->call);
    if (passed_over(a, b) && serves((uint32_t)a->window, b->service))
        judge_choice(a, b, rule);
}

/* a's window goes on at once while somebody waits whom it serves, unless it has breaks to take. */
static void judge_idle(const struct replay_leg *a)
{
    uint32_t window = (uint32_t)a->window;
    msec free = leaves(a);
    if (now_judged->day->windows[window].shift_count > 1 || !on_shift(window, free))
        return;
    bool goes_on = false, somebody = false;
    for (uint32_t i = 0; i < now_judged->leg_count; i++) {
        const struct replay_leg *leg = &now_judged->legs[i];
        goes_on = goes_on || (leg != a && leg->window == a->window && leg->call == free);
        somebody =
            somebody || (leg->enqueue < free && leg->call > free && serves(window, leg->service));
    }
    assert_true(goes_on || !somebody);
}

static void judge(const struct replay *replay, uint8_t rule)
{
    now_judged = replay;
    uint32_t legs = replay->day->visitor_count;
    for (uint32_t i = 0; i < replay->leg_count; i++) {
        const struct replay_leg *leg = &replay->legs[i];
        legs += !leg->leg && leg->show && visitor_of(leg)->next_service >= 0;
        judge_leg(leg, rule);
        judge_idle(leg);
    }
    assert_int_equal(replay->leg_count, legs); /* nobody is lost, nobody doubled */
    for (uint32_t i = 0; i < replay->leg_count; i++)
        for (uint32_t k = 0; k < replay->leg_count; k++)
            judge_pair(&replay->legs[i], &replay->legs[k], rule);
    assert_null(hall_check(replay->hall));
}

static void every_log_holds(void **state)
{
    (void)state;
    static struct town town;
    for (seed = first_seed; seed < first_seed + seed_count; seed++) {
        struct dice dice = {seed * 0x9e3779b97f4a7c15u};
        random_town(&dice, &town);
        for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_TURNS; rule++) {
            struct replay replay;
            const struct replay_options options = {.rule = rule};
            assert_int_equal(replay_run(&replay, &town.day, &options), ERR_NONE);
            judge(&replay, rule);
            replay_free(&replay);
        }
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        seed_count = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        first_seed = strtoull(argv[2], NULL, 10);
    if (!seed_count || argc > 3) {
        fprintf(stderr, "usage: dispatch_halls [HALLS [FIRST]]\n");
        return 2;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_log_holds)};
    int failed = cmocka_run_group_tests_name("dispatch_halls", tests, NULL, NULL);
    if (failed)
        fprintf(stderr, "seed %" PRIu64 " fails: dispatch_halls 1 %" PRIu64 "\n", seed, seed);
    return failed;
}
