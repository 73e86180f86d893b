/* SPDX-License-Identifier: Apache-2.0 */
/* Who may wait for a handshake, whose place is taken, and which addresses are shut (D-33). */
#include "net/limits.h"
#include "test.h"

#define HOME 0x7f000001u
#define AWAY 0x7f000002u
#define FIRST_OTHER 0x0a000001u /* and up: nobody's in particular */

struct fixture {
    struct limits limits;
    uint64_t evicted, clients;
    msec now;
};

static enum limits_answer enter(struct fixture *f, uint64_t client, uint32_t address)
{
    f->evicted = 0;
    return limits_enter(&f->limits, client, address, f->now, &f->evicted);
}

/* `count` newcomers, each of them let in. */
static void crowd(struct fixture *f, uint32_t count, uint32_t address, uint32_t step)
{
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(enter(f, ++f->clients, address + i * step), LIMITS_ENTER);
}

static void fail_often(struct fixture *f, uint32_t address, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++)
        limits_failed(&f->limits, address, f->now);
}

static int setup(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.now = 1000};
    *state = &fixture;
    return 0;
}

/* ---- places of strangers ---- */

static void a_storm_of_quick_devices_behind_one_address_passes(void **state)
{
    struct fixture *f = *state;
    crowd(f, LIMITS_STRANGERS_MAX, HOME, 0);
    assert_int_equal(limits_waiting(&f->limits), LIMITS_STRANGERS_MAX);
    for (uint64_t i = 1; i <= LIMITS_STRANGERS_MAX; i++)
        limits_leave(&f->limits, i);
    assert_int_equal(limits_waiting(&f->limits), 0);
}

static void a_slow_stranger_holds_at_most_four_places(void **state)
{
    struct fixture *f = *state;
    crowd(f, LIMITS_PER_ADDRESS_MAX, AWAY, 0);
    f->now += LIMITS_PATIENCE_MS;
    assert_int_equal(enter(f, 5, AWAY), LIMITS_REPLACE);
    assert_int_equal(f->evicted, 1); /* the oldest */
    assert_int_equal(limits_waiting(&f->limits), LIMITS_PER_ADDRESS_MAX);
    assert_int_equal(enter(f, 6, HOME), LIMITS_ENTER); /* others are not touched */
}

static void a_full_house_of_slow_ones_makes_room(void **state)
{
    struct fixture *f = *state;
    crowd(f, LIMITS_STRANGERS_MAX, FIRST_OTHER, 1);
    f->now += LIMITS_PATIENCE_MS - 1;
    assert_int_equal(enter(f, 1000, HOME), LIMITS_FULL);
    f->now += 1;
    assert_int_equal(enter(f, 1000, HOME), LIMITS_REPLACE);
    assert_int_equal(f->evicted, 1);
}

static void in_a_full_house_who_storms_pays_first(void **state)
{
    struct fixture *f = *state;
    crowd(f, 1, HOME, 0); /* the oldest of all, but not of AWAY */
    f->now += 1;
    crowd(f, LIMITS_PER_ADDRESS_MAX - 1, AWAY, 0);
    crowd(f, LIMITS_STRANGERS_MAX - LIMITS_PER_ADDRESS_MAX, FIRST_OTHER, 1);
    f->now += LIMITS_PATIENCE_MS;
    assert_int_equal(enter(f, 1000, AWAY), LIMITS_REPLACE);
    assert_int_equal(f->evicted, 2);
    assert_int_equal(enter(f, 1001, 0x01020304), LIMITS_REPLACE); /* has nobody of its own */
    assert_int_equal(f->evicted, 1);
}

static void in_a_full_house_who_has_not_failed_takes_the_place_of_who_has(void **state)
{
    struct fixture *f = *state;
    limits_failed(&f->limits, AWAY, f->now);
    limits_failed(&f->limits, 0x01020304, f->now);
    crowd(f, LIMITS_STRANGERS_MAX - 2, FIRST_OTHER, 1);
    f->now += 1;
    crowd(f, 1, AWAY, 0);
    f->now += 1;
    crowd(f, 1, AWAY, 0);
    assert_int_equal(enter(f, 1000, 0x01020304), LIMITS_FULL);
    assert_int_equal(enter(f, 1001, HOME), LIMITS_REPLACE); /* though nobody waits for long */
    assert_int_equal(f->evicted, LIMITS_STRANGERS_MAX - 1);
    assert_int_equal(enter(f, 1002, HOME), LIMITS_REPLACE);
    assert_int_equal(f->evicted, LIMITS_STRANGERS_MAX);
    assert_int_equal(enter(f, 1003, HOME), LIMITS_FULL); /* nobody left that has failed */
}

static void who_leaves_frees_the_place_and_a_second_leave_is_harmless(void **state)
{
    struct fixture *f = *state;
    crowd(f, 1, HOME, 0);
    limits_leave(&f->limits, 1);
    limits_leave(&f->limits, 1);
    assert_int_equal(limits_waiting(&f->limits), 0);
}

/* ---- places of known addresses ---- */

static void no_storm_of_strangers_takes_a_known_address_place(void **state)
{
    struct fixture *f = *state;
    limits_proven(&f->limits, HOME, f->now);
    crowd(f, LIMITS_STRANGERS_MAX, FIRST_OTHER, 1);
    assert_int_equal(enter(f, 1000, AWAY), LIMITS_FULL);
    crowd(f, LIMITS_KNOWN_WAITING_MAX, HOME, 0); /* all at once, and more than four */
    assert_int_equal(limits_waiting(&f->limits), LIMITS_WAITING_MAX);
    assert_int_equal(enter(f, 2000, HOME), LIMITS_FULL);
    f->now += LIMITS_PATIENCE_MS;
    assert_int_equal(enter(f, 2000, HOME), LIMITS_REPLACE);
    assert_int_equal(f->evicted, LIMITS_STRANGERS_MAX + 1); /* never a stranger's */
}

static void the_list_of_known_addresses_is_bounded_and_forgets_the_longest_unseen(void **state)
{
    struct fixture *f = *state;
    for (uint32_t i = 0; i < LIMITS_KNOWN_MAX; i++) {
        limits_proven(&f->limits, FIRST_OTHER + i, f->now + i);
        assert_true(limits_known(&f->limits, FIRST_OTHER + i));
    }
    f->now += LIMITS_KNOWN_MAX;
    limits_proven(&f->limits, FIRST_OTHER, f->now); /* seen again: not the next to go */
    limits_proven(&f->limits, HOME, f->now);
    assert_true(limits_known(&f->limits, HOME));
    assert_true(limits_known(&f->limits, FIRST_OTHER));
    assert_false(limits_known(&f->limits, FIRST_OTHER + 1));
    assert_false(limits_known(&f->limits, 0));
}

static void after_a_revoked_key_an_address_is_a_strangers(void **state)
{
    struct fixture *f = *state;
    limits_proven(&f->limits, HOME, f->now);
    limits_forget(&f->limits, HOME);
    limits_forget(&f->limits, AWAY); /* never known: nothing to forget */
    assert_false(limits_known(&f->limits, HOME));
    limits_proven(&f->limits, AWAY, f->now); /* the place is used again */
    assert_true(limits_known(&f->limits, AWAY));
}

/* ---- addresses that fail ---- */

static void more_than_thirty_failures_a_minute_shut_an_address_for_ten_seconds(void **state)
{
    struct fixture *f = *state;
    fail_often(f, AWAY, LIMITS_FAILURES_MAX);
    assert_int_equal(enter(f, 1, AWAY), LIMITS_ENTER);
    limits_failed(&f->limits, AWAY, f->now);
    assert_int_equal(enter(f, 2, AWAY), LIMITS_SHUT);
    assert_int_equal(enter(f, 3, HOME), LIMITS_ENTER);
    f->now += LIMITS_SHUT_MS - 1;
    assert_int_equal(enter(f, 4, AWAY), LIMITS_SHUT);
    f->now += 1;
    assert_int_equal(enter(f, 5, AWAY), LIMITS_ENTER);
    fail_often(f, AWAY, LIMITS_FAILURES_MAX); /* counted anew, not shut at the first one */
    assert_int_equal(enter(f, 6, AWAY), LIMITS_ENTER);
}

static void failures_of_other_minutes_do_not_add_up(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 10; i++) {
        fail_often(f, AWAY, LIMITS_FAILURES_MAX);
        assert_int_equal(enter(f, ++f->clients, AWAY), LIMITS_ENTER);
        limits_leave(&f->limits, f->clients);
        f->now += MINUTE;
    }
}

static void an_address_where_a_device_lives_is_never_shut(void **state)
{
    struct fixture *f = *state;
    limits_proven(&f->limits, HOME, f->now);
    fail_often(f, HOME, 100 * LIMITS_FAILURES_MAX);
    assert_int_equal(enter(f, 1, HOME), LIMITS_ENTER);
    /* Nor is one that was shut before its device came. */
    fail_often(f, AWAY, LIMITS_FAILURES_MAX + 1);
    assert_int_equal(enter(f, 2, AWAY), LIMITS_SHUT);
    limits_proven(&f->limits, AWAY, f->now);
    assert_int_equal(enter(f, 2, AWAY), LIMITS_ENTER);
}

static void the_list_of_failing_addresses_is_bounded(void **state)
{
    struct fixture *f = *state;
    fail_often(f, AWAY, LIMITS_FAILURES_MAX + 1);
    f->now += 1;
    for (uint32_t i = 0; i < LIMITS_OFFENDERS_MAX - 1; i++)
        limits_failed(&f->limits, FIRST_OTHER + i, f->now);
    assert_int_equal(enter(f, 1, AWAY), LIMITS_SHUT);
    limits_failed(&f->limits, HOME, f->now); /* one too many: the oldest is forgotten */
    assert_int_equal(enter(f, 2, AWAY), LIMITS_ENTER);
    fail_often(f, HOME, LIMITS_FAILURES_MAX);
    assert_int_equal(enter(f, 3, HOME), LIMITS_SHUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_storm_of_quick_devices_behind_one_address_passes, setup),
        cmocka_unit_test_setup(a_slow_stranger_holds_at_most_four_places, setup),
        cmocka_unit_test_setup(a_full_house_of_slow_ones_makes_room, setup),
        cmocka_unit_test_setup(in_a_full_house_who_storms_pays_first, setup),
        cmocka_unit_test_setup(in_a_full_house_who_has_not_failed_takes_the_place_of_who_has,
                               setup),
        cmocka_unit_test_setup(who_leaves_frees_the_place_and_a_second_leave_is_harmless, setup),
        cmocka_unit_test_setup(no_storm_of_strangers_takes_a_known_address_place, setup),
        cmocka_unit_test_setup(
            the_list_of_known_addresses_is_bounded_and_forgets_the_longest_unseen, setup),
        cmocka_unit_test_setup(after_a_revoked_key_an_address_is_a_strangers, setup),
        cmocka_unit_test_setup(more_than_thirty_failures_a_minute_shut_an_address_for_ten_seconds,
                               setup),
        cmocka_unit_test_setup(failures_of_other_minutes_do_not_add_up, setup),
        cmocka_unit_test_setup(an_address_where_a_device_lives_is_never_shut, setup),
        cmocka_unit_test_setup(the_list_of_failing_addresses_is_bounded, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
