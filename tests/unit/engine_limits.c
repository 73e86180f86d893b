/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hall at all its limits at once: 50,000 tickets, 1,200 windows, 64 rooms, 128
 * services; and a day of 50,000 in one queue.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_hall.h"
#include "test.h"

static struct engine_hall w;
static struct facts facts;
static struct result result;
static uint32_t facts_made; /* of the day */

/* Without the checks of engine_do, which look at the whole hall each time. */
static enum refusal decide(struct command command)
{
    command.now = w.now;
    hall_decide(w.hall, &command, &facts, &result);
    facts_made = command.verb == VERB_DAY_OPEN ? 0 : facts_made + facts.count;
    return result.code;
}

static void expect_sane(void)
{
    const char *wrong = hall_check(w.hall);
    if (wrong)
        fail_msg("%s", wrong);
}

static void define_largest(void)
{
    engine_define(&w, SERVICES_MAX, WINDOWS_MAX, ROOMS_MAX);
    for (uint32_t i = 0; i < SERVICES_MAX; i++) {
        w.services[i].prefix[0] = (char)('A' + i / 26);
        w.services[i].prefix[1] = (char)('A' + i % 26);
    }
    for (uint32_t i = 0; i < WINDOWS_MAX; i++) {
        w.windows[i].service_count = WINDOW_SERVICES_MAX;
        for (uint32_t k = 0; k < WINDOW_SERVICES_MAX; k++)
            w.windows[i].services[k].n = (uint16_t)(1 + (i * 7 + k) % SERVICES_MAX);
    }
    engine_start(&w, HALL_TICKETS_MAX);
    assert_int_equal(decide((struct command){.verb = VERB_DAY_OPEN, .arg = ENGINE_DAY}), 0);
}

static void issue_all(uint32_t services)
{
    for (uint32_t i = 0; i < HALL_TICKETS_MAX; i++) {
        w.now += 5;
        struct command ask = {.verb = VERB_ISSUE, .service = {(uint16_t)(1 + i % services)}};
        assert_int_equal(decide(ask), REFUSED_NOT);
        assert_int_equal(result.ahead, i / services);
    }
    assert_int_equal(decide((struct command){.verb = VERB_ISSUE, .service = {1}}), REFUSED_FULL);
}

static void the_largest_hall_works_through_its_day(void **state)
{
    (void)state;
    define_largest();
    issue_all(SERVICES_MAX);
    assert_int_equal(hall_waiting_all(w.hall), HALL_TICKETS_MAX);
    expect_sane();
    uint32_t called = 0;
    for (uint16_t window = 1; called < HALL_TICKETS_MAX; window = window % WINDOWS_MAX + 1) {
        w.now += 5;
        struct command key = {.key = KEY_FINISH, .target = {window}};
        decide(key);
        key.key = KEY_NEXT;
        called += decide(key) == REFUSED_NOT && result.verb == VERB_CALL_NEXT;
    }
    assert_int_equal(hall_waiting_all(w.hall), 0);
    expect_sane();
    assert_int_equal(decide((struct command){.verb = VERB_DAY_CLOSE, .arg = 1}), REFUSED_NOT);
    expect_sane();
    engine_stop(&w);
}

/* One TICK makes at most so many facts as fit; the rest is due at once again. */
static void a_crowd_of_ratings_closes_in_turns(void **state)
{
    (void)state;
    define_largest();
    for (uint16_t window = 1; window <= 20; window++) {
        decide((struct command){.verb = VERB_ISSUE, .service = w.windows[window - 1].services[0]});
        assert_int_equal(decide((struct command){.key = KEY_NEXT, .target = {window}}), 0);
        assert_int_equal(decide((struct command){.key = KEY_FINISH, .target = {window}}), 0);
    }
    w.now += MINUTE;
    /* The digest of the 1,000th fact falls into a full tick. */
    while (facts_made % 1000 != 995)
        decide((struct command){.verb = VERB_HELP, .target = {1}});
    uint32_t closed = 0, ticks = 0;
    for (; hall_next_deadline(w.hall); ticks++) {
        assert_true(hall_next_deadline(w.hall) <= w.now);
        assert_int_equal(decide((struct command){.verb = VERB_TICK}), REFUSED_NOT);
        assert_true(facts.count <= FACTS_MAX);
        for (uint32_t i = 0; i < facts.count; i++)
            closed += facts.list[i].kind == FACT_KIND_RATING_CLOSED;
    }
    assert_int_equal(closed, 20);
    assert_int_equal(ticks, 3);
    engine_stop(&w);
}

static void one_queue_holds_the_whole_day(void **state)
{
    (void)state;
    engine_define(&w, 5, 1, 0);
    for (uint32_t i = 0; i < 5; i++)
        snprintf(w.services[i].prefix, sizeof(w.services[i].prefix), "A%c", (char)('A' + i));
    w.windows[0].service_count = 1;
    w.windows[0].services[0].n = 1;
    engine_start(&w, HALL_TICKETS_MAX);
    decide((struct command){.verb = VERB_DAY_OPEN, .arg = ENGINE_DAY});
    uint32_t issued = 0;
    for (uint16_t service = 5; service >= 1; service--) /* 9,999 numbers each (R-N5) */
        for (uint32_t i = 0; i < LABEL_NUMBER_MAX; i++, issued++) {
            assert_int_equal(decide((struct command){.verb = VERB_ISSUE, .service = {service}}), 0);
            if (service == 1)
                continue;
            struct command move = {.verb = VERB_TRANSFER, .ticket = result.ticket, .service = {1}};
            assert_int_equal(decide(move), REFUSED_NOT);
        }
    assert_int_equal(decide((struct command){.verb = VERB_ISSUE, .service = {1}}), REFUSED_FULL);
    assert_int_equal(hall_waiting(w.hall, (service_id){1}), issued);
    ticket_id last = {hall_ticket_first(w.hall) + issued - 1};
    assert_int_equal(hall_ahead(w.hall, last), issued - 1);
    expect_sane();
    engine_stop(&w);
}

static void memory_is_what_it_says(void **state)
{
    (void)state;
    engine_define_small(&w);
    size_t small = hall_bytes(&w.def, 1), large = hall_bytes(&w.def, HALL_TICKETS_MAX);
    assert_true(large < 16u << 20);
    assert_true(small < 64u << 10);
    /* Nothing is written behind the end. */
    uint8_t *memory = malloc(small + 64);
    assert_non_null(memory);
    memset(memory, 0xa5, small + 64);
    w.hall = hall_init(memory, &w.def, 1);
    decide((struct command){.verb = VERB_DAY_OPEN, .arg = ENGINE_DAY});
    assert_int_equal(decide((struct command){.verb = VERB_ISSUE, .service = {1}}), REFUSED_NOT);
    assert_int_equal(decide((struct command){.key = KEY_NEXT, .target = {1}}), REFUSED_NOT);
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(memory[small + i], 0xa5);
    free(memory);
    engine_stop(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_hall_works_through_its_day),
        cmocka_unit_test(a_crowd_of_ratings_closes_in_turns),
        cmocka_unit_test(one_queue_holds_the_whole_day),
        cmocka_unit_test(memory_is_what_it_says),
    };
    return cmocka_run_group_tests_name("engine_limits", tests, NULL, NULL);
}
