/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of people: whose they are, how long they last, and how long their PIN is fresh. */
#include <stdlib.h>

#include "app/staff.h"
#include "test.h"

#define DESK 77
#define BEGUN (5 * SECOND)

static int setup(void **state)
{
    static struct staff_person people[] = {{.number = 11}, {.number = 20}};
    struct staff *staff = calloc(1, sizeof(*staff));
    staff->start = 3;
    staff->now.people = people;
    staff->now.count = countof(people);
    *state = staff;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static void a_session_is_its_devices_and_ends_without_acts(void **state)
{
    struct staff *staff = *state;
    uint32_t session = staff_begin(staff, 11, DESK, BEGUN);
    assert_int_equal(staff_of_session(staff, session, DESK, BEGUN)->number, 11);
    assert_null(staff_of_session(staff, session, DESK + 1, BEGUN));
    assert_null(staff_of_session(staff, session + 1, DESK, BEGUN));
    assert_null(staff_of_session(staff, 0, DESK, BEGUN));
    const msec last = BEGUN + STAFF_IDLE_S * SECOND;
    assert_non_null(staff_of_session(staff, session, DESK, last));
    assert_non_null(staff_of_session(staff, session, DESK, last + STAFF_IDLE_S * SECOND));
    assert_null(staff_of_session(staff, session, DESK, last + 2 * STAFF_IDLE_S * SECOND + 1));
}

/* R-C4: acts keep a session, not its PIN. */
static void a_pin_is_fresh_for_a_minute_whatever_is_done(void **state)
{
    struct staff *staff = *state;
    uint32_t session = staff_begin(staff, 20, DESK, BEGUN);
    const msec end = BEGUN + STAFF_FRESH_S * SECOND;
    assert_true(staff_is_fresh(staff, session, BEGUN));
    assert_non_null(staff_of_session(staff, session, DESK, end));
    assert_true(staff_is_fresh(staff, session, end));
    assert_false(staff_is_fresh(staff, session, end + 1));
    assert_non_null(staff_of_session(staff, session, DESK, end + 1));
    uint32_t again = staff_begin(staff, 20, DESK, end + 1); /* the same person, once more */
    assert_int_not_equal(again, session);
    assert_true(staff_is_fresh(staff, again, end + 1));
    assert_false(staff_is_fresh(staff, session, end + 1));
    assert_false(staff_is_fresh(staff, 0, BEGUN));
    staff_end(staff, again);
    assert_false(staff_is_fresh(staff, again, end + 1));
}

static void there_are_so_many_sessions_and_an_idle_one_gives_way(void **state)
{
    struct staff *staff = *state;
    uint32_t last = 0;
    for (uint32_t i = 0; i < STAFF_SESSIONS_MAX; i++) {
        uint32_t session = staff_begin(staff, 11, DESK, BEGUN);
        assert_true(session > last); /* never used again */
        last = session;
    }
    assert_int_equal(staff_begin(staff, 11, DESK, BEGUN), 0);
    assert_int_equal(staff_begin(staff, 11, DESK, BEGUN + STAFF_IDLE_S * SECOND), 0);
    assert_true(staff_begin(staff, 11, DESK, BEGUN + STAFF_IDLE_S * SECOND + 1) > last);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_session_is_its_devices_and_ends_without_acts),
        TEST(a_pin_is_fresh_for_a_minute_whatever_is_done),
        TEST(there_are_so_many_sessions_and_an_idle_one_gives_way),
    };
    return cmocka_run_group_tests_name("controller_staff", tests, NULL, NULL);
}
