/* SPDX-License-Identifier: Apache-2.0 */
/* link: hello, rows, repair, reconnect and limits against a small controller. */
#include "link_fixture.h"

static void a_device_gets_its_rows_and_then_every_change(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    assert_int_equal(link_state(f->link), LINK_CONNECTING);
    assert_int_equal(link_send(f->link, &(struct message){.type = MSG_TYPE_ACT}), ERR_GONE);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->states[LINK_SYNCING], 1);
    assert_int_equal(f->welcomes, 1);
    assert_int_equal(f->sync.view, VIEW(VIEW_KIND_HALL, 0));
    assert_int_equal(f->sync.credit, 2);
    assert_int_equal(f->hello.uid, 7);
    assert_string_equal(f->hello.name, "board-1");
    assert_int_equal(f->hello.hall_hash.length, HALL_HASH_SIZE);
    assert_int_equal(link_boot(f->link), 41); /* D-09: it had none */
    assert_int_equal(device_shows(f), 42);
    assert_int_equal(f->rows_calls, 1);

    controller_say_delta(f, 10, 43);
    WAIT_UNTIL(f, f->vacks == 2);
    assert_int_equal(f->vack.rev, 11);
    assert_int_equal(f->vack.credit, 2);
    assert_int_equal(f->rows_calls, 2);
    assert_int_equal(device_shows(f), 43);

    controller_say(f, &(struct message){.type = MSG_TYPE_RESULT});
    WAIT_UNTIL(f, f->messages == 1);
    assert_int_equal(link_send(f->link, &(struct message){.type = MSG_TYPE_ACT}), ERR_NONE);
    WAIT_UNTIL(f, f->acts == 1);
}

static void a_delta_that_does_not_join_asks_for_a_snapshot_once(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    controller_say_delta(f, 15, 50); /* 11 … 15 never came */
    controller_say_delta(f, 16, 51);
    controller_say_delta(f, 17, 52);
    WAIT_UNTIL(f, f->syncs == 2);
    assert_int_equal(f->sync.rev, 0); /* only a whole snapshot helps */
    WAIT_UNTIL(f, f->rows_calls == 2);
    assert_int_equal(device_shows(f), 52);
    assert_int_equal(f->syncs, 2);
    assert_int_equal(f->connections, 1);
    controller_say_delta(f, 18, 53);
    WAIT_UNTIL(f, f->rows_calls == 3);
    assert_int_equal(device_shows(f), 53);
}

static void a_wrong_hash_is_repaired_without_reconnecting(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    struct message hash = {.type = MSG_TYPE_VHASH};
    hash.vhash.rev = 10;
    hash.vhash.hash = view_hash(&f->hall);
    controller_say(f, &hash);
    hash.vhash.hash ^= 1;
    controller_say(f, &hash);
    WAIT_UNTIL(f, f->rows_calls == 2);
    assert_int_equal(f->syncs, 2);
    assert_int_equal(f->connections, 1);
}

static void the_link_comes_back_after_the_controller_did(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    controller_stop(f);
    WAIT_UNTIL(f, f->state == LINK_CONNECTING);
    assert_int_equal(device_shows(f), 42); /* the rows stay */
    assert_int_equal(link_send(f->link, &(struct message){.type = MSG_TYPE_ACT}), ERR_GONE);
    controller_listen(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->sync.rev, 10); /* … and are named, so that deltas could do */
    assert_int_equal(f->sync.epoch, 2);
    assert_int_equal(f->rows_calls, 1);  /* … or, with nothing new, the hash alone */
    assert_int_equal(f->hello.epoch, 1); /* of the journal: not the view's */
    assert_int_equal(f->hello.jseq, 9);
    assert_int_equal(f->hello.boot, 41);
    assert_int_equal(f->hello.instance, 5);
}

/* D-26: another state folder, training for example. */
static void rows_of_another_instance_are_not_continued(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    f->welcome.instance = 6;
    controller_hang_up(f);
    WAIT_UNTIL(f, f->state == LINK_CONNECTING);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->sync.rev, 0);
}

static void rows_beyond_the_capacity_end_the_connection(void **state)
{
    struct fixture *f = *state;
    struct link_options options = device_options(f);
    options.rows_max = 2;
    for (uint32_t key = 2; key <= 3; key++)
        view_set(&f->hall, ROW_TYPE_WINDOW, key, 10, &(struct row_window){.number = 1});
    f->link = link_new(f->base, &options);
    WAIT_UNTIL(f, f->connections == 3);
    assert_int_equal(f->states[LINK_LIVE], 0);
    assert_int_equal(f->rows_calls, 0);
}

static void without_a_view_the_link_is_live_at_the_welcome(void **state)
{
    struct fixture *f = *state;
    struct link_options options = device_options(f);
    options.view = VIEW_KIND_NONE;
    options.rows_max = 0;
    options.boot = 17;
    options.bind_address = "127.0.7.9"; /* D-33 */
    f->link = link_new(f->base, &options);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->syncs, 0);
    assert_string_equal(f->from, "127.0.7.9");
    assert_int_equal(link_boot(f->link), 17); /* ours stands */
}

static void a_refused_device_keeps_trying(void **state)
{
    struct fixture *f = *state;
    f->refuse = true;
    device_start(f);
    WAIT_UNTIL(f, f->hellos == 3);
    f->retry_ms = 1500; /* the next refusal asks for more than its own back-off */
    WAIT_UNTIL(f, f->hellos == 4);
    msec told = clock_mono_ms();
    WAIT_UNTIL(f, f->hellos == 5);
    assert_in_range(clock_mono_ms() - told, 1500, 5000);
    f->refuse = false;
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->states[LINK_LIVE], 1);
}

/* D-27: a hall minute passes in each of our seconds. */
static void the_hall_clock_runs_by_the_training_factor(void **state)
{
    struct fixture *f = *state;
    f->welcome.training = 60;
    device_start(f);
    assert_int_equal(link_hall_ms(f->link), 0);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    msec start = clock_mono_ms(), hall = link_hall_ms(f->link);
    assert_in_range(hall, 1700000000000, 1700000000000 + 60 * SECOND);
    while (clock_mono_ms() < start + 20)
        event_base_loop(f->base, EVLOOP_NONBLOCK);
    assert_in_range(link_hall_ms(f->link) - hall, 60 * 19, 60 * 20000);
    assert_int_equal(link_training(f->link), 60);
    assert_int_equal(link_tz_min(f->link), 480);
}

static void the_outgoing_buffer_is_bounded(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    bufferevent_disable(f->peer, EV_READ);
    struct message data = {.type = MSG_TYPE_DATA};
    data.data.bytes.length = 4096;
    uint32_t sent = 0;
    while (link_send(f->link, &data) == ERR_NONE && ++sent < 10000)
        ;
    assert_in_range(sent, 60, 200); /* 256 KiB and what waits for the socket */
    assert_int_equal(link_send(f->link, &data), ERR_TOOBIG);
    bufferevent_enable(f->peer, EV_READ);
    WAIT_UNTIL(f, link_send(f->link, &data) == ERR_NONE);
    assert_int_equal(f->connections, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LINK_TEST(a_device_gets_its_rows_and_then_every_change),
        LINK_TEST(a_delta_that_does_not_join_asks_for_a_snapshot_once),
        LINK_TEST(a_wrong_hash_is_repaired_without_reconnecting),
        LINK_TEST(the_link_comes_back_after_the_controller_did),
        LINK_TEST(rows_of_another_instance_are_not_continued),
        LINK_TEST(rows_beyond_the_capacity_end_the_connection),
        LINK_TEST(without_a_view_the_link_is_live_at_the_welcome),
        LINK_TEST(a_refused_device_keeps_trying),
        LINK_TEST(the_hall_clock_runs_by_the_training_factor),
        LINK_TEST(the_outgoing_buffer_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
