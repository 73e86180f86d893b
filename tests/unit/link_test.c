/* SPDX-License-Identifier: Apache-2.0 */
/* link: hello, rows, repair, reconnect, history and limits against a small controller. */
#include "link_fixture.h"

#include <string.h>

#include "link/link_private.h"

static void a_device_gets_its_rows_and_then_every_change(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    assert_int_equal(link_state(f->link), LINK_CONNECTING);
    assert_int_equal(link_send(f->link, &(struct message){.type = MSG_TYPE_ACT}), ERR_GONE);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->welcomes, 1);
    assert_int_equal(f->syncs, 0); /* the HELLO asked, and the rows came with the WELCOME */
    assert_int_equal(f->hello.view, VIEW(VIEW_KIND_HALL, 0));
    assert_int_equal(f->hello.rev, 0);
    assert_int_equal(f->hello.credit, 2);
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
    WAIT_UNTIL(f, f->syncs == 1);
    assert_int_equal(f->sync.rev, 0); /* only a whole snapshot helps */
    WAIT_UNTIL(f, f->rows_calls == 2);
    assert_int_equal(device_shows(f), 52);
    assert_int_equal(f->syncs, 1);
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
    assert_int_equal(f->syncs, 1);
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
    assert_int_equal(f->hello.rev, 10); /* … and are named, so that deltas could do */
    assert_int_equal(f->hello.view_epoch, 2);
    assert_int_equal(f->syncs, 0);
    assert_int_equal(f->rows_calls, 1);  /* … or, with nothing new, the hash alone */
    assert_int_equal(f->hello.epoch, 1); /* of the journal: not the view's */
    assert_int_equal(f->hello.jseq, 9);
    assert_int_equal(f->hello.boot, 41);
    assert_int_equal(f->hello.instance, 5);
}

static void rows_that_are_wrong_after_a_reconnect_are_repaired(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    controller_hang_up(f);
    WAIT_UNTIL(f, f->state == LINK_CONNECTING);
    /* The same revision, and yet another row: the hash beside the WELCOME shows it. */
    assert_true(view_set(&f->hall, ROW_TYPE_WINDOW, 1, 10, &(struct row_window){.number = 43}));
    f->hall.rows[0].ver = 9;
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->syncs, 1);
    assert_int_equal(f->sync.rev, 0);
    assert_int_equal(device_shows(f), 43);
}

/* D-26: another state folder, training for example, which happens to be at the same revision. */
static void rows_of_another_instance_are_not_continued(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    f->welcome.instance = 6;
    f->welcome.epoch = 0; /* older, but not of the same history: nothing to refuse */
    f->welcome.jseq = 1;
    assert_true(view_set(&f->hall, ROW_TYPE_WINDOW, 1, 10, &(struct row_window){.number = 77}));
    controller_hang_up(f);
    WAIT_UNTIL(f, f->state == LINK_CONNECTING);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->welcomes, 2);
    assert_int_equal(f->sync.rev, 0);
    assert_int_equal(device_shows(f), 77);
    controller_hang_up(f); /* and this is the instance whose history counts now */
    WAIT_UNTIL(f, f->welcomes == 3);
    assert_int_equal(f->hello.instance, 6);
    assert_int_equal(f->hello.jseq, 1);
}

/* ---- T12: an old copy of the state, or somebody who has one ---- */

static void refuses_history(struct fixture *f, uint32_t epoch, uint64_t jseq, uint16_t number)
{
    uint32_t welcomes = f->welcomes;
    f->welcome.epoch = epoch;
    f->welcome.jseq = jseq;
    memset(f->last_words, 0, sizeof(f->last_words));
    f->hall.rev++;
    assert_true(view_set(&f->hall, ROW_TYPE_WINDOW, 1, f->hall.rev,
                         &(struct row_window){.number = number}));
    controller_hang_up(f);
    WAIT_UNTIL(f, f->state == LINK_CONNECTING);
    msec heard = f->link->heard;
    WAIT_UNTIL(f, f->last_words[0]);
    assert_int_equal(f->welcomes, welcomes);
    assert_string_equal(f->last_words,
                        "the controller has an older history than the device has seen");
    assert_int_equal(device_shows(f), 42);
    assert_int_not_equal(link_state(f->link), LINK_LIVE);
    assert_int_equal(f->link->heard, heard); /* so it will be LOST: nothing was heard */
}

static void an_older_history_of_the_same_instance_is_refused(void **state)
{
    struct fixture *f = *state;
    log_catch(f);
    f->welcome.epoch = 2;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    refuses_history(f, 2, 8, 65);
    assert_int_equal(log_count(f, "older history than the device has seen"), 1);
    assert_int_equal(log_count(f, "cannot be reached"), 0); /* it was reached */
    refuses_history(f, 1, 1000000, 66);
    f->welcome.jseq = 9; /* the right one is back: epoch first, then jseq */
    f->welcome.epoch = 2;
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(device_shows(f), 66);
    f->welcome.epoch = 3; /* accept-history: a new epoch may begin lower */
    f->welcome.jseq = 1;
    controller_hang_up(f);
    WAIT_UNTIL(f, f->welcomes == 3);
}

static void what_results_and_tickets_say_is_seen_too(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    struct message result = {.type = MSG_TYPE_RESULT}, ticket = {.type = MSG_TYPE_TICKET};
    ticket.ticket.jseq = 12;
    result.result.jseq = 11; /* the answer to a repeat: an old row */
    controller_say(f, &ticket);
    controller_say(f, &result);
    WAIT_UNTIL(f, f->messages == 2);
    refuses_history(f, 1, 11, 65);
    f->welcome.jseq = 12;
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_int_equal(f->hello.jseq, 12);
}

/* ---- limits and refusals ---- */

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

static void a_wrong_key_is_one_clear_line_and_a_back_off(void **state)
{
    struct fixture *f = *state;
    f->key_there[0] ^= 1;
    log_catch(f);
    msec start = clock_mono_ms();
    device_start(f);
    WAIT_UNTIL(f, f->strangers == 4);
    assert_in_range(clock_mono_ms() - start, 100 + 200 + 400, 300 + 600 + 1200 + 1000);
    assert_int_equal(log_count(f,
                               "closed the door on board-1: it is not adopted there, its key was "
                               "revoked, or this is another key; hallctl adopt it"),
                     1);
    assert_int_equal(log_count(f, "cannot be reached"), 0);
    assert_int_equal(f->hellos, 0);
    assert_int_equal(f->states[LINK_SYNCING] + f->states[LINK_LIVE], 0);
    f->key_there[0] ^= 1; /* adopted again */
    WAIT_UNTIL(f, f->state == LINK_LIVE);
}

/* SPEC.md 1: the wire may say what it likes. */
static void forged_frames_reach_nobody(void **state)
{
    struct fixture *f = *state;
    static const uint8_t headers[][FRAME_HEADER] = {{1, 0, CTL_SEC_CLEAR, 0},
                                                    {1, 0, CTL_SEC_SEALED, 4},
                                                    {1, 0, CTL_SEC_HANDSHAKE, 0}};
    struct message window = {.type = MSG_TYPE_DELTA}, bye = {.type = MSG_TYPE_BYE};
    device_start(f);
    WAIT_UNTIL(f, f->vacks == 1);
    window.delta.from = 10;
    window.delta.to = 11;
    for (size_t i = 0; i < countof(headers); i++) {
        controller_forge(f, headers[i], &window);
        controller_forge(f, headers[i], &bye);
    }
    controller_say_delta(f, 10, 43);
    WAIT_UNTIL(f, f->vacks == 2);
    assert_int_equal(f->rows_calls, 2);
    assert_int_equal(device_shows(f), 43);
    assert_int_equal(f->connections, 1);
}

/* SPEC.md 3: the session looks a day older than it is; its next PING finds it so. */
static void new_keys_cost_no_wait_and_no_rows(void **state)
{
    struct fixture *f = *state;
    device_start(f);
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    f->link->session.opened -= SESSION_KEYS_MS;
    WAIT_UNTIL(f, f->last_words[0]);
    assert_string_equal(f->last_words, "the keys are old; connect again");
    msec ended = clock_mono_ms();
    WAIT_UNTIL(f, f->state == LINK_LIVE);
    assert_true(f->link->dial_at <= ended); /* a back-off waits 100 ms at least */
    assert_int_equal(f->connections, 2);
    assert_int_equal(f->rows_calls, 1); /* the hash said that they are right */
    assert_int_equal(f->states[LINK_STALE], 0);
}

/* D-27: a hall minute passes in each of our seconds. */
static void the_hall_clock_runs_by_the_training_factor(void **state)
{
    struct fixture *f = *state;
    f->welcome.training = 60;
    device_start(f);
    assert_int_equal(link_hall_ms(f->link), 0);
    WAIT_UNTIL(f, f->state == LINK_LIVE && f->link->clock.answers); /* the first PONG sets it */
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
        LINK_TEST(rows_that_are_wrong_after_a_reconnect_are_repaired),
        LINK_TEST(rows_of_another_instance_are_not_continued),
        LINK_TEST(an_older_history_of_the_same_instance_is_refused),
        LINK_TEST(what_results_and_tickets_say_is_seen_too),
        LINK_TEST(rows_beyond_the_capacity_end_the_connection),
        LINK_TEST(without_a_view_the_link_is_live_at_the_welcome),
        LINK_TEST(a_refused_device_keeps_trying),
        LINK_TEST(a_wrong_key_is_one_clear_line_and_a_back_off),
        LINK_TEST(forged_frames_reach_nobody),
        LINK_TEST(new_keys_cost_no_wait_and_no_rows),
        LINK_TEST(the_hall_clock_runs_by_the_training_factor),
        LINK_TEST(the_outgoing_buffer_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
