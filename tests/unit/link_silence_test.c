/* SPDX-License-Identifier: Apache-2.0 */
/* link: the seconds of D-13, in real time; a program of its own, so that others need not wait. */
#include "link_fixture.h"

/* What anybody on the wire can say all the time; none of it is data. */
static void chatter(evutil_socket_t fd, short what, void *context)
{
    struct fixture *f = context;
    (void)fd;
    (void)what;
    if (!f->mute)
        return;
    controller_forge(f, (const uint8_t[]){1, 0, CTL_SEC_CLEAR, 0},
                     &(struct message){.type = MSG_TYPE_PING});
    controller_forge(f, (const uint8_t[]){1, 0, CTL_SEC_SEALED, f->forged++},
                     &(struct message){.type = MSG_TYPE_VHASH});
}

/* D-13, in real seconds: 5 s banner, 10 s grey, 15 s a new connection, whatever is forged. */
static void a_silent_controller_is_stale_then_lost_then_left(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    f->mute = true;
    struct event *often = event_new(f->base, -1, EV_PERSIST, chatter, f);
    const struct timeval each = {0, 300 * 1000};
    event_add(often, &each);
    msec start = clock_mono_ms();
    WAIT_UNTIL(f, f->state == LINK_STALE);
    assert_in_range(f->state_at - start, 4500, 6500);
    WAIT_UNTIL(f, f->state == LINK_LOST);
    assert_in_range(f->state_at - start, 9500, 11500);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_in_range(f->state_at - start, 14500, 17500);
    event_free(often);
    assert_int_equal(f->connections, 2);
    assert_in_range(f->forged, 10, 100);
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
