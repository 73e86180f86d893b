/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the master does with frames that it cannot read: it counts, carries and asks again.
 */
#include "test.h"

#include "bus_fixture.h"

/* D-02: the frames are sealed; the bus program sees the low byte of their counter. */
static void the_count_of_frames_to_all_goes_on_from_the_controllers(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    until(f, MSG_TYPE_BEAT, ADDRESS_ALL);
    assert_int_equal(beat_gctr(f), 0); /* none yet */
    step(f, &(struct bus_input){.kind = BUS_GCTR, .gctr = 0x1fe});
    static const struct {
        uint8_t ctr;
        uint32_t next;
    } frames[] = {{0xfe, 0x1ff}, {0xff, 0x200}, {0x00, 0x201}, {0x05, 0x206}};
    for (size_t i = 0; i < countof(frames); i++) {
        down(f, ADDRESS_ALL, CTL_SEC_GROUP, frames[i].ctr);
        until(f, MSG_TYPE_CALL, ADDRESS_ALL);
        f->length = 0;
        until(f, MSG_TYPE_BEAT, ADDRESS_ALL);
        assert_int_equal(beat_gctr(f), frames[i].next);
    }
    step(f, &(struct bus_input){.kind = BUS_TUNNEL_UP, .number = 5});
    until(f, MSG_TYPE_BEAT, ADDRESS_ALL);
    assert_int_equal(beat_gctr(f), 0); /* another controller, perhaps */
}

static void a_busy_station_is_asked_again_soon_but_nobody_else_waits_for_it(void **state)
{
    (void)state;
    struct fixture *f = line(2);
    const struct message busy = {.type = MSG_TYPE_ACK, .ack = {.status = ACK_BUSY}};
    int polls[3] = {0};
    until(f, MSG_TYPE_POLL, 1);
    answer_ack(f, 1, 0);
    until(f, MSG_TYPE_POLL, 2);
    answer(f, 2, &busy, 0, 0);
    assert_null(event(f, BUS_EVENT_UPLINK));
    f->length = 0;
    assert_in_range(until(f, MSG_TYPE_POLL, 2), 1, BUS_BUSY_MS + 10);
    for (msec end = f->now + 2 * SECOND; f->now < end;) { /* it lies: it is busy for ever */
        if (f->length && f->frame[FRAME_HEADER] == MSG_TYPE_POLL) {
            polls[f->frame[FRAME_DST]]++;
            if (f->frame[FRAME_DST] == 2)
                answer(f, 2, &busy, 0, 0);
            else
                answer_ack(f, 1, 0);
        }
        f->now = f->output.deadline;
        tick(f);
    }
    assert_true(polls[2] > polls[1]);
    assert_true(polls[1] >= 2 * SECOND / BUS_ROUND_MS - 10);
}

static void
stations_that_say_they_are_busy_for_ever_keep_nobody_waiting_on_a_slow_line(void **state)
{
    (void)state;
    const struct message busy = {.type = MSG_TYPE_ACK, .ack = {.status = ACK_BUSY}};
    struct bus_settings settings = {.baud = 9600, .count = 3, .addresses = {1, 2, 3}};
    struct fixture *f = &fixture;
    int polls[4] = {0};
    f->now = 5000;
    bus_init(&f->bus, &settings, f->now);
    step(f, &(struct bus_input){.kind = BUS_TUNNEL_UP, .number = 3});
    for (msec end = f->now + 5 * SECOND; f->now < end;) {
        if (f->length && f->frame[FRAME_HEADER] == MSG_TYPE_POLL) {
            uint8_t asked = f->frame[FRAME_DST];
            polls[asked]++;
            f->now = f->bus.free_at + bus_line_ms(9600, 14);
            if (asked == 1)
                answer_ack(f, 1, 0);
            else
                answer(f, asked, &busy, 0, 0);
        }
        f->now = f->output.deadline;
        tick(f);
    }
    assert_true(polls[1] >= 20);
    assert_true(polls[2] + polls[3] <= 6 * polls[1]);
}

static void handshakes_and_needs_go_up_like_any_other_frame(void **state)
{
    (void)state;
    struct fixture *f = line(1);
    const struct message need = {.type = MSG_TYPE_NEED, .need = {.what = NEED_SESSION}};
    const struct message noise2 = {.type = MSG_TYPE_NOISE2};
    until(f, MSG_TYPE_POLL, 1);
    answer(f, 1, &need, 0, 3);
    assert_int_equal(event(f, BUS_EVENT_UPLINK)->frame[FRAME_HEADER], MSG_TYPE_NEED);
    f->length = 0;
    until(f, MSG_TYPE_POLL, 1);
    answer(f, 1, &noise2, CTL_SEC_HANDSHAKE, 4);
    assert_int_equal(event(f, BUS_EVENT_UPLINK)->frame[FRAME_HEADER], MSG_TYPE_NOISE2);
    f->length = 0;
    until(f, MSG_TYPE_POLL, 1);
    assert_int_equal(f->frame[FRAME_CTL] & CTL_ACK_MASK, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_count_of_frames_to_all_goes_on_from_the_controllers),
        cmocka_unit_test(a_busy_station_is_asked_again_soon_but_nobody_else_waits_for_it),
        cmocka_unit_test(
            stations_that_say_they_are_busy_for_ever_keep_nobody_waiting_on_a_slow_line),
        cmocka_unit_test(handshakes_and_needs_go_up_like_any_other_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
