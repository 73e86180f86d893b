/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of core/pad.h, in its name.
 */
#include "test.h"

#include "core/pad.h"
#include "core/when.h"
#include "protocol/bits.h"

#define T0 ((msec)50000)
static const target_id window = {6};

static struct pad pad_at(uint8_t state, uint8_t call)
{
    struct pad pad;
    pad_init(&pad, window);
    const struct msg_padstate shown = {.target = 6,
                                       .state = state,
                                       .call = call,
                                       .prefix = 'A',
                                       .number = 23,
                                       .waiting = 12,
                                       .calls = 1,
                                       .since_s = 250};
    pad_take_state(&pad, &shown, T0);
    return pad;
}

static void answer(struct pad *pad, uint32_t seq, uint8_t code, msec now)
{
    const struct msg_result result = {.seq = seq,
                                      .code = code,
                                      .prefix = 'A',
                                      .number = 24,
                                      .retry_ms = 8000};
    pad_take_result(pad, &result, now);
}

static void a_press_is_said_with_what_was_seen_until_it_is_answered(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_IDLE, 0x5a);
    struct msg_press press;
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 7, T0), PAD_TAKEN);
    assert_true(pad_next(&pad, T0, &press));
    assert_int_equal(press.seq, 7);
    assert_int_equal(press.key, KEY_NEXT);
    assert_int_equal(press.seen, 0x5a); /* D-08 */
    pad.call = 0x5b;                    /* the picture moves on; what was seen does not */
    assert_false(pad_next(&pad, T0 + PAD_REPEAT_MS - 1, &press));
    assert_true(pad_next(&pad, T0 + PAD_REPEAT_MS, &press));
    assert_int_equal(press.seq, 7);
    assert_int_equal(press.seen, 0x5a);
    answer(&pad, 7, REFUSED_NOT, T0 + 600);
    assert_false(pad_next(&pad, T0 + 2000, &press));
    assert_int_equal(pad.last, PAD_DONE);
    assert_int_equal(pad.last_label.number, 24);
}

static void a_press_dies_after_three_seconds(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_IDLE, 1);
    struct msg_press press;
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 1, T0), PAD_TAKEN);
    assert_false(pad_next(&pad, T0 + PAD_LIFE_MS, &press)); /* D-11 */
    pad_tick(&pad, T0 + PAD_LIFE_MS - 1);
    assert_int_equal(pad.last, PAD_PENDING);
    pad_tick(&pad, T0 + PAD_LIFE_MS);
    assert_int_equal(pad.last, PAD_NO_ANSWER);
    struct pad_view view;
    pad_view(&pad, true, T0 + PAD_LIFE_MS, &view);
    assert_int_equal(view.notice, PAD_NOTICE_NO_ANSWER);
    answer(&pad, 1, REFUSED_NOT, T0 + PAD_LIFE_MS + 1); /* too late to be news */
    assert_int_equal(pad.last, PAD_NO_ANSWER);
}

static void nothing_else_can_be_pressed_meanwhile(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_IDLE, 1);
    struct msg_press press;
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 1, T0), PAD_TAKEN);
    assert_true(pad_next(&pad, T0, &press));
    assert_int_equal(pad_press(&pad, KEY_PAUSE, 0, 2, T0 + 100), PAD_LOCKED);
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 2, T0 + 200), PAD_LOCKED);
    assert_false(pad_next(&pad, T0 + 200, &press));
    assert_true(pad_next(&pad, T0 + PAD_REPEAT_MS, &press));
    /* The same key after a second asks again, as the same press. */
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 2, T0 + PAD_LOCK_MS), PAD_LOCKED);
    assert_true(pad_next(&pad, T0 + PAD_LOCK_MS, &press));
    assert_int_equal(press.seq, 1);
}

static void a_bouncing_key_is_one_press(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_IDLE, 1);
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 1, T0), PAD_TAKEN);
    answer(&pad, 1, REFUSED_NOT, T0 + 5);
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 2, T0 + PAD_DEBOUNCE_MS - 1), PAD_BOUNCE);
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 2, T0 + 2 * PAD_DEBOUNCE_MS), PAD_TAKEN);
}

static void a_key_that_makes_no_sense_is_not_sent_but_help_always_is(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_SERVING, 1);
    struct msg_press press;
    pad.keys = PAD_KEY_BIT(KEY_FINISH) | PAD_KEY_BIT(KEY_PARK);
    assert_int_equal(pad_press(&pad, KEY_RECALL, 0, 1, T0), PAD_NOT_NOW);
    assert_false(pad_next(&pad, T0, &press));
    assert_int_equal(pad_press(&pad, KEY_HELP, 0, 1, T0), PAD_TAKEN);
    assert_int_equal(pad_press(&pad, KEY_NONE, 0, 2, T0), PAD_LOCKED);
}

static void the_reason_of_a_refusal_stands_two_seconds(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_CALLING, 1);
    struct pad_view view;
    assert_int_equal(pad_press(&pad, KEY_RECALL, 0, 1, T0), PAD_TAKEN);
    answer(&pad, 1, REFUSED_TOO_SOON, T0 + 20);
    pad_view(&pad, true, T0 + 20, &view);
    assert_int_equal(view.notice, PAD_NOTICE_REFUSED);
    assert_int_equal(view.code, REFUSED_TOO_SOON);
    assert_int_equal(view.retry_s, 8);
    pad_tick(&pad, T0 + 20 + PAD_NOTICE_MS);
    pad_view(&pad, true, T0 + 20 + PAD_NOTICE_MS, &view);
    assert_int_equal(view.notice, PAD_NOTICE_NONE);
}

static void key_6_waits_for_a_place(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_SERVING, 1);
    struct msg_press press;
    assert_int_equal(pad_press(&pad, KEY_TRANSFER, 0, 1, T0), PAD_CHOOSING); /* D-16 */
    assert_false(pad_next(&pad, T0, &press));
    assert_int_equal(pad_press(&pad, KEY_RETURN, 0, 1, T0 + 100), PAD_TAKEN);
    assert_true(pad_next(&pad, T0 + 100, &press));
    assert_int_equal(press.key, KEY_TRANSFER);
    assert_int_equal(press.arg, 8);
    answer(&pad, 1, REFUSED_NOT, T0 + 150);
    assert_int_equal(pad_press(&pad, KEY_TRANSFER, 0, 2, T0 + 200), PAD_CHOOSING);
    pad_tick(&pad, T0 + 200 + PAD_CHOOSE_MS); /* nobody chose */
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 2, T0 + 6000), PAD_TAKEN);
    assert_true(pad_next(&pad, T0 + 6000, &press));
    assert_int_equal(press.key, KEY_NEXT);
}

static void an_answer_to_another_press_is_none(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_IDLE, 1);
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 9, T0), PAD_TAKEN);
    answer(&pad, 8, REFUSED_NOT, T0 + 1);
    assert_int_equal(pad.last, PAD_PENDING);
    struct msg_result browser = {.session = 4, .seq = 9};
    pad_take_result(&pad, &browser, T0 + 1);
    assert_int_equal(pad.last, PAD_PENDING);
    answer(&pad, 0x10009, REFUSED_NOT, T0 + 1); /* the controller counts on beyond 16 bits */
    assert_int_equal(pad.last, PAD_DONE);
}

static void the_time_of_a_visit_runs_on_and_faster_in_training(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_SERVING, 1);
    struct pad_view view;
    pad_view(&pad, true, T0 + 2 * SECOND, &view);
    assert_int_equal(view.shown_s, 252);
    pad.training = 30; /* D-27 */
    pad_view(&pad, true, T0 + 2 * SECOND, &view);
    assert_int_equal(view.shown_s, 310);
}

static void a_call_to_this_window_is_seen_at_once_others_are_not(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_IDLE, 1);
    struct rec_call_entry entry = {.target = 7,
                                   .prefix = 'B',
                                   .number = 1,
                                   .state = WINDOW_CALLING,
                                   .call = 2};
    pad_take_call(&pad, &entry, T0 + 10);
    assert_int_equal(pad.call, 1);
    entry.target = 6;
    pad_take_call(&pad, &entry, T0 + 10);
    assert_int_equal(pad.call, 2);
    assert_int_equal(pad.state, WINDOW_CALLING);
    assert_int_equal(pad.calls, 1);
    entry.call = 3; /* called again */
    pad_take_call(&pad, &entry, T0 + 20);
    assert_int_equal(pad.calls, 2);
}

static void a_quiet_pad_has_nothing_due(void **state)
{
    (void)state;
    struct pad pad = pad_at(WINDOW_IDLE, 1);
    assert_true(pad_deadline(&pad) == WHEN_NEVER);
    assert_int_equal(pad_press(&pad, KEY_NEXT, 0, 1, T0), PAD_TAKEN);
    assert_true(pad_deadline(&pad) == T0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_press_is_said_with_what_was_seen_until_it_is_answered),
        cmocka_unit_test(a_press_dies_after_three_seconds),
        cmocka_unit_test(nothing_else_can_be_pressed_meanwhile),
        cmocka_unit_test(a_bouncing_key_is_one_press),
        cmocka_unit_test(a_key_that_makes_no_sense_is_not_sent_but_help_always_is),
        cmocka_unit_test(the_reason_of_a_refusal_stands_two_seconds),
        cmocka_unit_test(key_6_waits_for_a_place),
        cmocka_unit_test(an_answer_to_another_press_is_none),
        cmocka_unit_test(the_time_of_a_visit_runs_on_and_faster_in_training),
        cmocka_unit_test(a_call_to_this_window_is_seen_at_once_others_are_not),
        cmocka_unit_test(a_quiet_pad_has_nothing_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
