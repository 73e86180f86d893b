/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nobody starves under the head start: one window, and for ten hours more priority
 * visitors than it can serve (load 1.05); one normal ticket is taken at 11:40.
 */
#include <stdlib.h>

#include "engine_hall.h"
#include "test.h"

#define SERVICE_S 660   /* 11 min each */
#define SPACING_S 629   /* 11 min / 1.05 */
#define OPEN (8 * HOUR) /* engine_hall's clock; 08:30 is 30 min later */
#define FIRST (OPEN + 30 * MINUTE)
#define LAST (FIRST + 10 * HOUR)
#define NORMAL_AT (OPEN + 3 * HOUR + 40 * MINUTE)

struct outcome {
    msec wait;
    uint32_t overtook;    /* called before it, though they came later */
    msec latest;          /* how much later the last of them came */
    uint32_t came_within; /* later, by no more than the head start */
};

struct line {
    struct engine_hall w;
    uint16_t head_start;
    uint32_t normal; /* id, once it is there */
    bool called;
    struct outcome outcome;
};

static ticket_id issue(struct line *line, uint8_t ticket_class)
{
    const struct command command = {.verb = VERB_ISSUE,
                                    .service = {1},
                                    .ticket_class = ticket_class};
    assert_int_equal(engine_do(&line->w, command), REFUSED_NOT);
    return line->w.result.ticket;
}

static void note_call(struct line *line, ticket_id id)
{
    struct ticket_view ticket = engine_ticket(&line->w, id);
    if (id.n == line->normal) {
        line->called = true;
        line->outcome.wait = line->w.now - NORMAL_AT;
    } else if (!line->called && ticket.joined > NORMAL_AT) {
        line->outcome.overtook++;
        if (ticket.joined - NORMAL_AT > line->outcome.latest)
            line->outcome.latest = ticket.joined - NORMAL_AT;
    }
}

/* The window takes one after another; 0 = it is idle. */
static msec call(struct line *line)
{
    if (engine_act(&line->w, 1, VERB_CALL_NEXT, 0) || !line->w.result.ticket.n)
        return 0;
    note_call(line, line->w.result.ticket);
    assert_int_equal(engine_act(&line->w, 1, VERB_START, 0), REFUSED_NOT);
    return line->w.now + SERVICE_S * SECOND;
}

static void arrive(struct line *line, msec at)
{
    line->w.now = at;
    if (at == NORMAL_AT) {
        line->normal = issue(line, CLASS_NORMAL).n;
        return;
    }
    issue(line, CLASS_PRIORITY);
    if (at > NORMAL_AT && at <= NORMAL_AT + line->head_start * MINUTE)
        line->outcome.came_within++;
}

static struct outcome play(uint8_t rule, uint16_t head_start)
{
    struct line line = {.head_start = head_start};
    engine_define(&line.w, 1, 1, 0);
    line.w.services[0].prefix[0] = 'A';
    line.w.windows[0].service_count = 1;
    line.w.windows[0].services[0].n = 1;
    line.w.def.rules.dispatch = rule;
    line.w.def.rules.head_start_min[CLASS_PRIORITY] = head_start;
    line.w.def.rules.rating_s = 0;
    engine_start(&line.w, 200);
    engine_open_day(&line.w);
    engine_act(&line.w, 1, VERB_OPEN, 0);
    msec next = FIRST, ends = 0;
    bool normal_came = false;
    while (!line.called) {
        msec arrival = next <= LAST ? next : INT64_MAX;
        if (!normal_came && NORMAL_AT < arrival)
            arrival = NORMAL_AT;
        if (ends && ends <= arrival) {
            line.w.now = ends;
            ends = call(&line);
            continue;
        }
        arrive(&line, arrival);
        normal_came = normal_came || arrival == NORMAL_AT;
        next += arrival == next ? SPACING_S * SECOND : 0;
        if (!ends)
            ends = call(&line);
    }
    engine_stop(&line.w);
    return line.outcome;
}

static void strict_classes_starve(void **state)
{
    (void)state;
    struct outcome outcome = play(DISPATCH_STRICT, 0);
    assert_true(outcome.wait > 400 * MINUTE); /* until nobody comes any more */
    assert_true(outcome.overtook > 35);
}

static void under_the_head_start_it_waits_130_minutes_at_most(void **state)
{
    (void)state;
    static const uint16_t head_starts[] = {0, 30, 60, 90};
    msec wait = -1;
    for (size_t i = 0; i < countof(head_starts); i++) {
        struct outcome outcome = play(DISPATCH_HEADSTART, head_starts[i]);
        assert_true(outcome.latest <= head_starts[i] * MINUTE);
        assert_true(outcome.overtook <= outcome.came_within);
        assert_true(head_starts[i] > 60 || outcome.wait <= 130 * MINUTE);
        assert_true(outcome.wait > wait); /* longer head starts cost the others more */
        wait = outcome.wait;
    }
}

static void first_come_is_first_served_without_a_head_start(void **state)
{
    (void)state;
    struct outcome fifo = play(DISPATCH_FIFO, 60), none = play(DISPATCH_HEADSTART, 0);
    assert_int_equal(fifo.overtook, 0);
    assert_int_equal(fifo.wait, none.wait);
    assert_true(fifo.wait < 30 * MINUTE);
}

/* R-D: every third call is for whoever is first, and an ageing hall says so twice in four. */
static void turns_do_not_starve_either(void **state)
{
    (void)state;
    struct outcome outcome = play(DISPATCH_TURNS, 0);
    assert_true(outcome.wait < 130 * MINUTE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strict_classes_starve),
        cmocka_unit_test(under_the_head_start_it_waits_130_minutes_at_most),
        cmocka_unit_test(first_come_is_first_served_without_a_head_start),
        cmocka_unit_test(turns_do_not_starve_either),
    };
    return cmocka_run_group_tests_name("dispatch_starve", tests, NULL, NULL);
}
