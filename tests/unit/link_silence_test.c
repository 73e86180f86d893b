/* SPDX-License-Identifier: Apache-2.0 */
/* link: the seconds of D-13, in real time; a program of its own, so that others need not wait. */
#include "link_fixture.h"

#include <sys/socket.h>
#include <unistd.h>

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

/* A cable that was pulled: nothing ends the connection, and people look at what it brings. */
static void whom_people_wait_for_leaves_a_silent_controller_after_5_s(void **state)
{
    struct fixture *f = *state;
    struct link_options options = device_options(f);
    options.away_max_ms = SECOND;
    f->link = link_new(f->base, &options);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    f->mute = true;
    msec start = clock_mono_ms();
    WAIT_UNTIL(f, f->state == LINK_STALE);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_in_range(f->state_at - start, 4500, 7500);
    assert_int_equal(f->connections, 2);
}

static void count_end(void *context, enum link_end end, const char *why)
{
    struct fixture *f = context;
    assert_int_equal(end, LINK_END_UNREACHABLE);
    assert_string_equal(why, "no answer");
    f->ends++;
}

/* A machine that is off answers no SYN; TCP would ask after 1, 3 and 7 s, and it may be up by then.
 */
static void whom_people_wait_for_asks_for_a_dead_machine_every_two_seconds(void **state)
{
    struct fixture *f = *state;
    int full[2];
    controller_stop(f);
    int nobody = socket(AF_INET, SOCK_STREAM, 0); /* with room for one, which is taken */
    f->address.sin_port = 0;
    assert_int_equal(bind(nobody, (struct sockaddr *)&f->address, sizeof(f->address)), 0);
    assert_int_equal(listen(nobody, 0), 0);
    socklen_t length = sizeof(f->address);
    assert_int_equal(getsockname(nobody, (struct sockaddr *)&f->address, &length), 0);
    for (size_t i = 0; i < countof(full); i++) {
        full[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)!connect(full[i], (struct sockaddr *)&f->address, sizeof(f->address));
    }
    struct link_options options = device_options(f);
    options.away_max_ms = SECOND;
    options.on_end = count_end;
    msec start = clock_mono_ms();
    f->link = link_new(f->base, &options);
    WAIT_UNTIL(f, f->ends == 2);
    assert_in_range(clock_mono_ms() - start, 2400, 5000);
    for (size_t i = 0; i < countof(full); i++)
        close(full[i]);
    close(nobody);
}

/* A loose cable: sessions that do not last, and nobody said good-bye. */
static void whom_people_wait_for_is_back_soon_however_often_it_was_cut(void **state)
{
    struct fixture *f = *state;
    struct link_options options = device_options(f);
    options.away_max_ms = 800;
    f->link = link_new(f->base, &options);
    for (uint32_t i = 0; i < 7; i++) {
        WAIT_UNTIL(f, f->state == LINK_LIVE);
        controller_hang_up(f);
        WAIT_UNTIL(f, f->state == LINK_CONNECTING);
        msec cut = f->state_at;
        WAIT_UNTIL(f, f->state == LINK_LIVE);
        assert_in_range(f->state_at - cut, 0, 1500);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LINK_TEST(a_silent_controller_is_stale_then_lost_then_left),
        LINK_TEST(a_device_that_never_finds_its_controller_is_lost_too),
        LINK_TEST(whom_people_wait_for_leaves_a_silent_controller_after_5_s),
        LINK_TEST(whom_people_wait_for_is_back_soon_however_often_it_was_cut),
        LINK_TEST(whom_people_wait_for_asks_for_a_dead_machine_every_two_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
