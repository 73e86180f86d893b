/* SPDX-License-Identifier: Apache-2.0 */
/* link: the seconds of D-13, in real time; a program of its own, so that others need not wait. */
#include "link_fixture.h"

/* D-13, in real seconds: 5 s banner, 10 s grey, 15 s a new connection. */
static void a_silent_controller_is_stale_then_lost_then_left(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    f->mute = true;
    msec start = clock_mono_ms();
    WAIT_UNTIL(f, f->state == LINK_STALE);
    assert_in_range(f->state_at - start, 4500, 6500);
    WAIT_UNTIL(f, f->state == LINK_LOST);
    assert_in_range(f->state_at - start, 9500, 11500);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_in_range(f->state_at - start, 14500, 17500);
    assert_int_equal(f->connections, 2);
}

/* Data counts, not the connection: with no controller at all the same seconds hold. */
static void a_device_that_never_finds_its_controller_is_lost_too(void **state)
{
    struct fixture *f = *state;
    controller_stop(f);
    msec start = clock_mono_ms();
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LOST);
    assert_int_equal(f->states[LINK_STALE], 1);
    assert_in_range(f->state_at - start, 9500, 11500);
    controller_listen(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LINK_TEST(a_silent_controller_is_stale_then_lost_then_left),
        LINK_TEST(a_device_that_never_finds_its_controller_is_lost_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
