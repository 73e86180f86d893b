/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of master/bus.h, in its name. The stations are made of
 * frames here; tests/sim/bus_line.c has the real ones.
 */
#include "test.h"

#include <string.h>

#include "bus_fixture.h"

static void a_beat_every_second_says_whether_there_is_a_controller(void **state)
{
    (void)state;
    struct fixture *f = line(0);
    struct message beat;
    until(f, MSG_TYPE_BEAT, ADDRESS_ALL);
    struct wire_in in = {f->frame + FRAME_HEADER, f->frame + f->length, false};
    assert_int_equal(message_decode(&in, &beat), ERR_NONE);
    assert_int_equal(beat.beat.flags, 3 << BEAT_TUNNEL_SHIFT);
    f->length = 0;
    assert_in_range(until(f, MSG_TYPE_BEAT, ADDRESS_ALL), BUS_BEAT_MS, BUS_BEAT_MS + 10);
    step(f, &(struct bus_input){.kind = BUS_TUNNEL_DOWN});
    assert_in_range(until(f, MSG_TYPE_BEAT, ADDRESS_ALL), 0, 20); /* D-14: at once */
    assert_true(f->frame[FRAME_HEADER + 1] & BEAT_CONTROLLER_LOST);
}

static void each_station_is_asked_in_turn_and_its_event_goes_up(void **state)
{
    (void)state;
    struct fixture *f = line(3);
    struct message press = {.type = MSG_TYPE_PRESS, .press = {.seq = 9, .key = KEY_NEXT}};
    until(f, MSG_TYPE_POLL, 1);
    assert_int_equal(f->frame[FRAME_CTL] & CTL_ACKREQ, CTL_ACKREQ);
    assert_int_equal(f->frame[FRAME_CTL] & CTL_OPEN, 0);
    answer(f, 1, &press, 0, 0x25);
    const struct bus_event *up = event(f, BUS_EVENT_UPLINK);
    assert_non_null(up);
    assert_int_equal(up->address, 1);
    assert_int_equal(up->frame[FRAME_HEADER], MSG_TYPE_PRESS);
    assert_true(event(f, BUS_EVENT_STATION)->online);
    until(f, MSG_TYPE_POLL, 2);
    answer_ack(f, 2, 0);
    assert_null(event(f, BUS_EVENT_UPLINK)); /* ACK is the line's own */
    until(f, MSG_TYPE_POLL, 3);
    answer_ack(f, 3, 0);
    until(f, MSG_TYPE_POLL, 1);
    assert_int_equal(f->frame[FRAME_CTL] & CTL_ACK_MASK, 0x25 & CTL_ACK_MASK); /* D-01 */
}

static void what_has_little_to_say_is_asked_less_often(void **state)
{
    (void)state;
    struct bus_settings settings = {.baud = BAUD,
                                    .count = 3,
                                    .addresses = {1, 2, 3},
                                    .every = {1, 2, 8}};
    struct fixture *f = &fixture;
    uint32_t polls[4] = {0};
    f->now = 5000;
    bus_init(&f->bus, &settings, f->now);
    step(f, &(struct bus_input){.kind = BUS_TUNNEL_UP, .number = 3});
    while (polls[1] < 80) {
        f->now = f->output.deadline;
        tick(f);
        if (f->length && f->frame[FRAME_HEADER] == MSG_TYPE_POLL) {
            uint8_t asked = f->frame[FRAME_DST];
            polls[asked]++;
            answer_ack(f, asked, 0);
        }
    }
    assert_in_range(polls[2], 39, 42);
    assert_in_range(polls[3], 9, 12);
}

static void a_silent_station_is_suspect_then_offline_then_probed_once_a_second(void **state)
{
    (void)state;
    struct fixture *f = line(2);
    for (int i = 0; i < BUS_TRIES_MAX; i++) {
        until(f, MSG_TYPE_POLL, 1);
        answer_ack(f, 1, 0);
        assert_int_equal(f->bus.stations[1].state, BUS_SUSPECT);
        until(f, MSG_TYPE_POLL, 2);
        f->length = 0;
    }
    until(f, MSG_TYPE_POLL, 1);
    answer_ack(f, 1, 0);
    assert_int_equal(f->bus.stations[1].state, BUS_OFFLINE);
    int probes = 0;
    for (msec end = f->now + 10 * SECOND; f->now < end; f->now = f->output.deadline, tick(f)) {
        if (f->length && f->frame[FRAME_HEADER] == MSG_TYPE_POLL) {
            probes += f->frame[FRAME_DST] == 2;
            if (f->frame[FRAME_DST] == 1)
                answer_ack(f, 1, 0);
        }
    }
    assert_in_range(probes, 9, 11);
    until(f, MSG_TYPE_POLL, 2);
    answer_ack(f, 2, 0); /* ONLINE at its first answer */
    assert_int_equal(f->bus.stations[1].state, BUS_ONLINE);
    assert_true(event(f, BUS_EVENT_STATION)->online);
}

/* Until all of them were missed three times. */
static void let_all_go_offline(struct fixture *f)
{
    for (bool some = true; some;) {
        f->now = f->output.deadline;
        tick(f);
        some = false;
        for (uint8_t i = 0; i < f->bus.settings.count; i++)
            some |= f->bus.stations[i].state != BUS_OFFLINE;
    }
}

static void many_dead_stations_are_probed_one_a_second(void **state)
{
    (void)state;
    struct fixture *f = line(6);
    int probes = 0;
    for (int i = 0; i < 4; i++) { /* 1 answers, the others do not */
        until(f, MSG_TYPE_POLL, 1);
        answer_ack(f, 1, 0);
    }
    for (msec end = f->now + 10 * SECOND; f->now < end; f->now = f->output.deadline, tick(f)) {
        if (!f->length || f->frame[FRAME_HEADER] != MSG_TYPE_POLL)
            continue;
        if (f->frame[FRAME_DST] == 1)
            answer_ack(f, 1, 0);
        else
            probes++;
    }
    assert_in_range(probes, 9, 11);
}

static void the_first_answer_on_a_dead_line_wakes_the_others(void **state)
{
    (void)state;
    struct fixture *f = line(5);
    let_all_go_offline(f);
    f->length = 0;
    until(f, MSG_TYPE_POLL, 3); /* 1 and 2 were asked before, in vain */
    answer_ack(f, 3, 0);
    msec start = f->now;
    for (uint8_t address = 1; address <= 2; address++) {
        f->length = 0;
        until(f, MSG_TYPE_POLL, address);
        answer_ack(f, address, 0);
    }
    assert_true(f->now - start < BUS_PROBE_MS / 2);
}

static void frames_of_a_session_that_ended_are_not_sent(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    down(f, ADDRESS_ALL, 0, 1);
    down(f, ADDRESS_ALL, 0, 2);
    step(f, &(struct bus_input){.kind = BUS_TUNNEL_DOWN});
    for (msec end = f->now + 3 * SECOND; f->now < end; f->now = f->output.deadline, tick(f))
        assert_true(!f->length || f->frame[FRAME_HEADER] != MSG_TYPE_CALL);
}

static void a_frame_for_a_station_is_tried_three_times_and_its_credit_comes_back(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    until(f, MSG_TYPE_POLL, 1);
    answer_ack(f, 1, 0);
    down(f, 1, CTL_OPEN | CTL_ACK_MASK, 5);
    int tries = 0;
    for (; !event(f, BUS_EVENT_DROPPED); f->now = f->output.deadline, tick(f)) {
        if (f->length && f->frame[FRAME_HEADER] == MSG_TYPE_CALL) {
            tries++;
            assert_int_equal(f->frame[FRAME_CTL] & CTL_OPEN, 0); /* D-01: our bits, not theirs */
            assert_int_equal(f->frame[FRAME_CTL] & CTL_ACKREQ, CTL_ACKREQ);
        }
    }
    assert_int_equal(tries, BUS_TRIES_MAX);
    assert_int_equal(event(f, BUS_EVENT_CREDIT)->credit, 1);
}

static void a_late_answer_does_not_count_as_the_answer_to_a_frame(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    until(f, MSG_TYPE_POLL, 1);
    answer_ack(f, 1, 0);
    down(f, 1, 0, 5);
    until(f, MSG_TYPE_CALL, 1);
    answer_ack(f, 1, 4); /* it acknowledges the frame before */
    assert_int_equal(f->bus.queued, 1);
    f->length = 0;
    until(f, MSG_TYPE_CALL, 1);
    answer_ack(f, 1, 5);
    assert_int_equal(f->bus.queued, 0);
}

static void a_frame_for_a_group_is_sent_once_and_told_in_the_beat(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    down(f, ADDRESS_ALL, CTL_ACKREQ, 0x81);
    until(f, MSG_TYPE_CALL, ADDRESS_ALL);
    assert_int_equal(f->frame[FRAME_CTL] & CTL_ACKREQ, 0);
    assert_int_equal(f->bus.queued, 0);
    until(f, MSG_TYPE_BEAT, ADDRESS_ALL);
    assert_int_equal(beat_gctr(f), 0x82); /* of the next one */
}

static void frames_never_starve_polls(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    int polls = 0, calls = 0;
    until(f, MSG_TYPE_POLL, 1);
    answer_ack(f, 1, 0);
    for (int i = 0; i < 40; i++) {
        while (f->bus.queued < BUS_QUEUE_MAX / 2)
            down(f, ADDRESS_ALL, 0, (uint8_t)i);
        f->now =
            f->output.deadline > f->now + BUS_ROUND_MS ? f->output.deadline : f->now + BUS_ROUND_MS;
        tick(f);
        calls += f->length && f->frame[FRAME_HEADER] == MSG_TYPE_CALL;
        if (f->length && f->frame[FRAME_HEADER] == MSG_TYPE_POLL) {
            polls++;
            answer_ack(f, 1, 0);
        }
    }
    assert_true(polls >= 10);
    assert_true(calls >= 10);
}

static void the_queue_is_bounded_and_keeps_the_newest(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    for (int i = 0; i <= BUS_QUEUE_MAX + 5; i++)
        down(f, 1, 0, (uint8_t)i);
    assert_int_equal(f->bus.queued, BUS_QUEUE_MAX);
    uint8_t last = (uint8_t)((f->bus.head + f->bus.queued - 1) % BUS_QUEUE_MAX);
    assert_int_equal(f->bus.queue[last].at[FRAME_CTR], BUS_QUEUE_MAX + 5);
    const uint8_t odd[] = {1, 2, 0, 0, MSG_TYPE_CALL}; /* not from the controller */
    step(f, &(struct bus_input){.kind = BUS_FRAME, .bytes = odd, .length = sizeof(odd)});
    assert_non_null(event(f, BUS_EVENT_DROPPED));
}

static void nothing_goes_up_without_a_tunnel(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    struct message press = {.type = MSG_TYPE_PRESS, .press = {.seq = 9, .key = KEY_NEXT}};
    step(f, &(struct bus_input){.kind = BUS_TUNNEL_DOWN});
    until(f, MSG_TYPE_POLL, 1);
    answer(f, 1, &press, 0, 1);
    assert_null(event(f, BUS_EVENT_UPLINK)); /* D-11 */
    step(f, &(struct bus_input){.kind = BUS_TUNNEL_UP, .number = 4});
    assert_null(event(f, BUS_EVENT_UPLINK)); /* and nothing was kept */
    assert_int_equal(event(f, BUS_EVENT_CREDIT)->credit, BUS_QUEUE_MAX);
    assert_true(event(f, BUS_EVENT_STATION)->online); /* the controller is new to the line */
}

static void what_it_slept_over_is_thrown_away(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    struct message press = {.type = MSG_TYPE_PRESS, .press = {.seq = 9, .key = KEY_NEXT}};
    until(f, MSG_TYPE_POLL, 1);
    f->now += BUS_PRESS_LIFE_MS; /* the program was stopped that long */
    tick(f);
    answer(f, 1, &press, 0, 1);
    assert_null(event(f, BUS_EVENT_UPLINK)); /* D-11 */
    f->now += BUS_DEAF_MS;
    tick(f);
    f->length = 0;
    until(f, MSG_TYPE_POLL, 1);
    answer(f, 1, &press, 0, 2);
    assert_non_null(event(f, BUS_EVENT_UPLINK));
}

static void its_own_echo_is_not_a_foreign_master(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    until(f, MSG_TYPE_POLL, 1);
    uint8_t echo[BUS_WIRE_MAX];
    size_t length = f->output.wire_length;
    memcpy(echo, f->output.wire, length);
    step(f, &(struct bus_input){.kind = BUS_BYTES, .bytes = echo, .length = length});
    assert_null(event(f, BUS_EVENT_FOREIGN));
    echo[0] = 0;
    const uint8_t other[] = {9, ADDRESS_CONTROLLER, 0, 1, MSG_TYPE_POLL, 0};
    assert_int_equal(frame_encode(other, sizeof(other), echo, sizeof(echo), &length), ERR_NONE);
    step(f, &(struct bus_input){.kind = BUS_BYTES, .bytes = echo, .length = length});
    assert_non_null(event(f, BUS_EVENT_FOREIGN)); /* D-14 */
    assert_true(f->output.deadline <= f->now + BUS_FOREIGN_MS);
    assert_in_range(until(f, MSG_TYPE_BEAT, ADDRESS_ALL), BUS_FOREIGN_MS, BUS_FOREIGN_MS + 50);
}

static void sixty_four_stations_are_the_limit_of_a_line(void **state)
{
    (void)state;
    struct fixture *f = line(BUS_STATIONS_MAX); /* D-39 */
    bool asked[BUS_STATIONS_MAX + 1] = {false};
    for (int i = 0; i < BUS_STATIONS_MAX; i++) {
        until(f, MSG_TYPE_POLL, (uint8_t)(i + 1));
        asked[f->frame[FRAME_DST]] = true;
        answer_ack(f, f->frame[FRAME_DST], 0);
    }
    for (int i = 1; i <= BUS_STATIONS_MAX; i++)
        assert_true(asked[i]);
    step(f, &(struct bus_input){.kind = BUS_TUNNEL_UP, .number = 1});
    uint32_t told = 0;
    for (uint32_t i = 0; i < f->output.count; i++)
        told += f->output.events[i].kind == BUS_EVENT_STATION;
    assert_int_equal(told, BUS_STATIONS_MAX);
}

static void a_line_carries_ten_bits_a_character(void **state)
{
    (void)state;
    assert_int_equal(bus_line_ms(9600, 96), 100);
    assert_int_equal(bus_line_ms(115200, 13), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_beat_every_second_says_whether_there_is_a_controller),
        cmocka_unit_test(each_station_is_asked_in_turn_and_its_event_goes_up),
        cmocka_unit_test(what_has_little_to_say_is_asked_less_often),
        cmocka_unit_test(a_silent_station_is_suspect_then_offline_then_probed_once_a_second),
        cmocka_unit_test(many_dead_stations_are_probed_one_a_second),
        cmocka_unit_test(the_first_answer_on_a_dead_line_wakes_the_others),
        cmocka_unit_test(frames_of_a_session_that_ended_are_not_sent),
        cmocka_unit_test(a_frame_for_a_station_is_tried_three_times_and_its_credit_comes_back),
        cmocka_unit_test(a_late_answer_does_not_count_as_the_answer_to_a_frame),
        cmocka_unit_test(a_frame_for_a_group_is_sent_once_and_told_in_the_beat),
        cmocka_unit_test(frames_never_starve_polls),
        cmocka_unit_test(the_queue_is_bounded_and_keeps_the_newest),
        cmocka_unit_test(nothing_goes_up_without_a_tunnel),
        cmocka_unit_test(what_it_slept_over_is_thrown_away),
        cmocka_unit_test(its_own_echo_is_not_a_foreign_master),
        cmocka_unit_test(sixty_four_stations_are_the_limit_of_a_line),
        cmocka_unit_test(a_line_carries_ten_bits_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
