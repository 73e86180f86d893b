/* SPDX-License-Identifier: Apache-2.0 */
#include "net/limits.h"
#include "test.h"

#define HOME 0x7f000001u
#define AWAY 0x7f000002u

struct fixture {
    struct limits limits;
    uint64_t evicted;
    msec now;
};

static enum limits_answer enter(struct fixture *f, uint64_t client, uint32_t address)
{
    f->evicted = 0;
    return limits_enter(&f->limits, client, address, f->now, &f->evicted);
}

static int setup(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.now = 1000};
    *state = &fixture;
    return 0;
}

static void a_storm_of_quick_devices_behind_one_address_passes(void **state)
{
    struct fixture *f = *state;
    for (uint64_t i = 1; i <= LIMITS_HALF_OPEN_MAX; i++)
        assert_int_equal(enter(f, i, HOME), LIMITS_ENTER);
    for (uint64_t i = 1; i <= LIMITS_HALF_OPEN_MAX; i++)
        limits_leave(&f->limits, i);
    assert_int_equal(limits_waiting(&f->limits), 0);
}

static void a_slow_stranger_holds_at_most_four_places(void **state)
{
    struct fixture *f = *state;
    for (uint64_t i = 1; i <= LIMITS_PER_ADDRESS_MAX; i++)
        assert_int_equal(enter(f, i, AWAY), LIMITS_ENTER);
    f->now += LIMITS_PATIENCE_MS;
    assert_int_equal(enter(f, 5, AWAY), LIMITS_REPLACE);
    assert_int_equal(f->evicted, 1); /* the oldest */
    assert_int_equal(limits_waiting(&f->limits), LIMITS_PER_ADDRESS_MAX);
    assert_int_equal(enter(f, 6, HOME), LIMITS_ENTER); /* others are not touched */
}

static void a_full_house_of_slow_ones_makes_room(void **state)
{
    struct fixture *f = *state;
    for (uint64_t i = 1; i <= LIMITS_HALF_OPEN_MAX; i++)
        assert_int_equal(enter(f, i, (uint32_t)i), LIMITS_ENTER);
    f->now += LIMITS_PATIENCE_MS - 1;
    assert_int_equal(enter(f, 100, HOME), LIMITS_FULL);
    f->now += 1;
    assert_int_equal(enter(f, 100, HOME), LIMITS_REPLACE);
    assert_int_equal(f->evicted, 1);
}

static void who_leaves_frees_the_place_and_a_second_leave_is_harmless(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(enter(f, 1, HOME), LIMITS_ENTER);
    limits_leave(&f->limits, 1);
    limits_leave(&f->limits, 1);
    assert_int_equal(limits_waiting(&f->limits), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_storm_of_quick_devices_behind_one_address_passes, setup),
        cmocka_unit_test_setup(a_slow_stranger_holds_at_most_four_places, setup),
        cmocka_unit_test_setup(a_full_house_of_slow_ones_makes_room, setup),
        cmocka_unit_test_setup(who_leaves_frees_the_place_and_a_second_leave_is_harmless, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
