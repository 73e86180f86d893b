/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Queues with a known answer, played by the real engine: dispatch_forms [TICKETS]
 *
 * A mean must lie within twice the 95 % half width of 20 batch means, and 0.4 %, of its
 * closed form; a share of people who wait within 0.008 and 0.4 %.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "dispatch_queue.h"
#include "test.h"

#define SMALL 0.004
#define SHARE_SMALL 0.008
#define HEAVY_TICKETS 200000 /* more would want a day that is never empty */

static uint32_t tickets = 200000;
static const double mean_min = (double)QUEUE_SERVICE_MEAN / (double)MINUTE;

static void expect(const char *what, double got, double half, double want)
{
    double room = 2 * half + SMALL * want;
    printf("%-44s %9.4f  closed form %9.4f  +-%7.4f\n", what, got, want, room);
    if (!(fabs(got - want) <= room))
        fail_msg("%s: %.4f, %.4f expected, %.4f allowed", what, got, want, room);
}

static void expect_share(const char *what, double got, double want)
{
    printf("%-44s %9.4f  closed form %9.4f\n", what, got, want);
    if (!(fabs(got - want) <= SHARE_SMALL + SMALL * want))
        fail_msg("%s: %.4f, %.4f expected", what, got, want);
}

/* Erlang's C: who comes has to wait. */
static double erlang_c(uint32_t windows, double load)
{
    double offered = load * windows, term = 1, sum = 0;
    for (uint32_t k = 0; k < windows; k++) {
        sum += term;
        term *= offered / (k + 1);
    }
    double last = term / (1 - load);
    return last / (sum + last);
}

/* Work that an arrival finds at one window: Pollaczek and Khinchine. */
static double residual(double load, double cv2)
{
    return load * mean_min * (1 + cv2) / 2;
}

static void one_window_exponential(void **state)
{
    (void)state;
    for (double load = 0.5; load < 0.85; load += 0.3) {
        const struct queue_setup setup = {.rule = DISPATCH_HEADSTART,
                                          .windows = 1,
                                          .load = load,
                                          .share = {1},
                                          .cv2 = 1,
                                          .tickets = tickets,
                                          .seed = 1};
        struct queue_result result = queue_run(&setup);
        expect("M/M/1 wait", result.wait_all, result.half_all, load * mean_min / (1 - load));
        expect_share("M/M/1 share who wait", result.wait_share, load);
    }
}

static void many_windows_exponential(void **state)
{
    (void)state;
    static const uint32_t windows[] = {3, 8};
    for (size_t i = 0; i < countof(windows); i++) {
        const struct queue_setup setup = {.rule = DISPATCH_FIFO,
                                          .windows = windows[i],
                                          .load = 0.8,
                                          .share = {1},
                                          .cv2 = 1,
                                          .tickets = tickets,
                                          .seed = 2};
        struct queue_result result = queue_run(&setup);
        double waits = erlang_c(windows[i], 0.8);
        expect("M/M/c wait", result.wait_all, result.half_all,
               waits * mean_min / (windows[i] * (1 - 0.8)));
        expect_share("M/M/c share who wait", result.wait_share, waits);
    }
}

static void one_window_any_law(void **state)
{
    (void)state;
    static const double cv2[] = {0, 3};
    for (size_t i = 0; i < countof(cv2); i++) {
        const struct queue_setup setup = {.rule = DISPATCH_HEADSTART,
                                          .windows = 1,
                                          .load = 0.7,
                                          .share = {1},
                                          .cv2 = cv2[i],
                                          .tickets = tickets,
                                          .seed = 3};
        struct queue_result result = queue_run(&setup);
        expect(cv2[i] > 0 ? "M/G/1 wait, hyperexponential" : "M/D/1 wait", result.wait_all,
               result.half_all, residual(0.7, cv2[i]) / (1 - 0.7));
    }
}

/* Cobham: non-preemptive classes, green before appointment before priority before normal. */
static void strict_classes(void **state)
{
    (void)state;
    static const uint8_t order[] = {CLASS_GREEN, CLASS_APPOINTMENT, CLASS_PRIORITY, CLASS_NORMAL};
    static const char *const names[] = {"strict, green", "strict, appointment", "strict, priority",
                                        "strict, normal"};
    const double load = 0.8;
    const struct queue_setup setup = {.rule = DISPATCH_STRICT,
                                      .windows = 1,
                                      .load = load,
                                      .share = {0.5, 0.25, 0.15, 0.1},
                                      .cv2 = 1,
                                      .tickets = tickets,
                                      .seed = 4};
    struct queue_result result = queue_run(&setup);
    double above = 0;
    for (size_t i = 0; i < countof(order); i++) {
        double below = above + load * setup.share[order[i]];
        expect(names[i], result.wait[order[i]], result.half[order[i]],
               residual(load, 1) / ((1 - above) * (1 - below)));
        above = below;
    }
}

/* Kleinrock: an order blind to service times keeps the mean over all, whoever pays. */
static void every_rule_keeps_the_mean(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint8_t rule;
        uint16_t head_start;
    } rules[] = {{"conservation, head start 0", DISPATCH_HEADSTART, 0},
                 {"conservation, head start 15", DISPATCH_HEADSTART, 15},
                 {"conservation, head start 60", DISPATCH_HEADSTART, 60},
                 {"conservation, turns", DISPATCH_TURNS, 0}};
    const double load = 0.9;
    double normal = 0;
    for (size_t i = 0; i < countof(rules); i++) {
        uint16_t minutes = rules[i].head_start;
        const struct queue_setup setup = {.rule = rules[i].rule,
                                          .windows = 1,
                                          .load = load,
                                          .head_start_min = {0, minutes, minutes, minutes},
                                          .share = {0.7, 0.2, 0.05, 0.05},
                                          .cv2 = 1,
                                          .tickets = tickets,
                                          .seed = 5};
        struct queue_result result = queue_run(&setup);
        expect(rules[i].name, result.wait_all, result.half_all, residual(load, 1) / (1 - load));
        /* And it does favour: the more minutes, the longer the others wait. */
        if (rules[i].rule == DISPATCH_HEADSTART)
            assert_true(result.wait[CLASS_NORMAL] >= normal);
        normal = result.wait[CLASS_NORMAL];
        if (minutes)
            assert_true(result.wait[CLASS_PRIORITY] < result.wait[CLASS_NORMAL]);
    }
}

/* In heavy traffic nearly all of the head start is gained. */
static void heavy_traffic_gives_the_head_start_itself(void **state)
{
    (void)state;
    const struct queue_setup setup = {.rule = DISPATCH_HEADSTART,
                                      .windows = 1,
                                      .load = 0.98,
                                      .head_start_min = {0, 15, 0, 0},
                                      .share = {0.7, 0.3},
                                      .cv2 = 1,
                                      .tickets = HEAVY_TICKETS,
                                      .seed = 6};
    struct queue_result result = queue_run(&setup);
    double gained = result.wait[CLASS_NORMAL] - result.wait[CLASS_PRIORITY];
    printf("%-44s %9.4f  of 15\n", "heavy traffic, head start gained", gained);
    assert_true(gained >= 11 && gained <= 15);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        tickets = (uint32_t)strtoul(argv[1], NULL, 10);
    if (argc > 2 || tickets < 1000) {
        fprintf(stderr, "usage: dispatch_forms [TICKETS]\n");
        return 2;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_window_exponential),
        cmocka_unit_test(many_windows_exponential),
        cmocka_unit_test(one_window_any_law),
        cmocka_unit_test(strict_classes),
        cmocka_unit_test(every_rule_keeps_the_mean),
        cmocka_unit_test(heavy_traffic_gives_the_head_start_itself),
    };
    return cmocka_run_group_tests_name("dispatch_forms", tests, NULL, NULL);
}
