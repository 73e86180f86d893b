/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a window is for can be changed while the hall is open (R-M13).
 */
#include <string.h>

#include "engine_fixture.h"

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 100);
    engine_open_day(&w);
    return 0;
}

static enum refusal change(enum verb verb, uint16_t window, uint16_t service)
{
    return engine_do(&w, (struct command){.verb = (uint8_t)verb,
                                          .target = {window},
                                          .service = {service},
                                          .group = 2,
                                          .who = "admin"});
}

static void the_next_call_follows_the_change(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1);
    assert_int_equal(engine_press(&w, 3, KEY_NEXT), REFUSED_NOT); /* opens; B only */
    assert_int_equal(engine_press(&w, 3, KEY_NEXT), REFUSED_EMPTY);
    assert_false(hall_serves(w.hall, 3, (service_id){1}));
    assert_int_equal(hall_windows_open(w.hall, (service_id){1}), 0);

    assert_int_equal(change(VERB_ASSIGN, 3, 1), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "assigned");
    assert_true(hall_serves(w.hall, 3, (service_id){1}));
    assert_int_equal(hall_windows_open(w.hall, (service_id){1}), 1);
    assert_int_equal(hall_waiting_window(w.hall, 3), 1);
    assert_int_equal(engine_press(&w, 3, KEY_NEXT), REFUSED_NOT);
    assert_int_equal(w.result.ticket.n, a.n);
}

static void a_running_ticket_keeps_its_window(void **state)
{
    (void)state;
    ticket_id b = engine_issue(&w, 2);
    engine_press(&w, 3, KEY_NEXT);
    assert_int_equal(change(VERB_UNASSIGN, 3, 2), REFUSED_NOT);
    assert_int_equal(engine_window(&w, 3).ticket.n, b.n);
    assert_int_equal(engine_press(&w, 3, KEY_START), REFUSED_NOT);
    assert_int_equal(engine_press(&w, 3, KEY_FINISH), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, b).state, TICKET_SERVED);
    engine_issue(&w, 2);
    assert_int_equal(engine_press(&w, 3, KEY_NEXT), REFUSED_EMPTY);
}

static void the_last_window_of_a_service_keeps_it(void **state)
{
    (void)state;
    assert_int_equal(change(VERB_UNASSIGN, 4, 3), REFUSED_LAST_WINDOW);
    assert_int_equal(change(VERB_ASSIGN, 1, 3), REFUSED_NOT);
    assert_int_equal(change(VERB_UNASSIGN, 4, 3), REFUSED_NOT);
    assert_int_equal(change(VERB_UNASSIGN, 1, 3), REFUSED_LAST_WINDOW);
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    assert_int_equal(change(VERB_ASSIGN, 3, 9), REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(change(VERB_ASSIGN, TARGET_ROOM + 1, 1), REFUSED_UNKNOWN_WINDOW);
    assert_int_equal(change(VERB_ASSIGN, 77, 1), REFUSED_UNKNOWN_WINDOW);
    assert_int_equal(change(VERB_UNASSIGN, 3, 1), REFUSED_NOT_SERVED_HERE);
    assert_int_equal(change(VERB_ASSIGN, 3, 1), REFUSED_NOT);
    assert_int_equal(change(VERB_ASSIGN, 3, 1), REFUSED_WRONG_STATE);
    struct command group = {.verb = VERB_ASSIGN, .target = {3}, .service = {1}, .group = 6};
    assert_int_equal(engine_do(&w, group), REFUSED_MALFORMED);
    group.group = 5; /* another group is a change */
    assert_int_equal(engine_do(&w, group), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].assigned.group, 5);
}

static void of_people_only_managers_and_leaders_assign(void **state)
{
    (void)state;
    struct command command = {.verb = VERB_ASSIGN, .target = {3}, .service = {1}, .staff = 12};
    for (uint8_t role = ROLE_NONE; role < ROLE_COUNT; role++) {
        command.role = role;
        command.group = role;
        bool may = role == ROLE_MANAGER || role == ROLE_LEADER;
        if (role <= WINDOW_GROUPS_MAX)
            assert_int_equal(engine_do(&w, command), may ? REFUSED_NOT : REFUSED_DENIED);
    }
}

static void the_end_of_the_day_brings_the_definition_back(void **state)
{
    (void)state;
    change(VERB_ASSIGN, 3, 1);
    change(VERB_UNASSIGN, 2, 2);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_NOT);
    assert_false(hall_serves(w.hall, 3, (service_id){1}));
    assert_true(hall_serves(w.hall, 2, (service_id){2}));
    assert_int_equal(change(VERB_ASSIGN, 3, 1), REFUSED_DAY_CLOSED);
}

static int full_setup(void **state)
{
    (void)state;
    engine_define(&w, SERVICES_MAX, WINDOWS_MAX, 0);
    for (uint32_t i = 0; i < WINDOWS_MAX; i++) {
        w.windows[i].service_count = 1;
        w.windows[i].services[0].n = (uint16_t)(i % SERVICES_MAX + 1);
    }
    engine_start(&w, 10);
    engine_open_day(&w);
    return 0;
}

static void a_window_takes_so_many_services_and_the_last_window_too(void **state)
{
    (void)state;
    for (uint16_t n = 0; n + 1 < WINDOW_SERVICES_MAX; n++)
        assert_int_equal(change(VERB_ASSIGN, WINDOWS_MAX, (uint16_t)(SERVICES_MAX - n)),
                         REFUSED_NOT);
    assert_int_equal(change(VERB_ASSIGN, WINDOWS_MAX, 1), REFUSED_WINDOW_FULL);
    assert_true(hall_serves(w.hall, WINDOWS_MAX, (service_id){SERVICES_MAX}));
    engine_act(&w, WINDOWS_MAX, VERB_OPEN, 0);
    engine_act(&w, SERVICES_MAX, VERB_OPEN, 0);
    assert_int_equal(hall_windows_open(w.hall, (service_id){SERVICES_MAX}), 2);
    assert_int_equal(change(VERB_UNASSIGN, WINDOWS_MAX, SERVICES_MAX), REFUSED_NOT);
    assert_int_equal(hall_windows_open(w.hall, (service_id){SERVICES_MAX}), 1);
}

/* D-31: what a window is for is state; list 1 did not know it. */
static void the_digest_knows_what_a_window_is_for(void **state)
{
    (void)state;
    uint64_t before = hall_digest_of(w.hall, 1), now = hall_digest(w.hall);
    assert_int_equal(change(VERB_ASSIGN, 3, 1), REFUSED_NOT);
    assert_true(hall_digest_of(w.hall, 1) == before);
    assert_true(hall_digest(w.hall) != now);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_next_call_follows_the_change),
        TEST(a_running_ticket_keeps_its_window),
        TEST(the_last_window_of_a_service_keeps_it),
        TEST(what_makes_no_sense_is_refused),
        TEST(of_people_only_managers_and_leaders_assign),
        TEST(the_end_of_the_day_brings_the_definition_back),
        TEST(the_digest_knows_what_a_window_is_for),
        cmocka_unit_test_setup_teardown(a_window_takes_so_many_services_and_the_last_window_too,
                                        full_setup, teardown),
    };
    return cmocka_run_group_tests_name("engine_assign", tests, NULL, NULL);
}
