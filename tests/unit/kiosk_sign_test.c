/* SPDX-License-Identifier: Apache-2.0 */
/* Signing on at a kiosk (k25b, D-43) and what staff do there (k25). */
#include <string.h>

#include "kiosk_play.h"

#define WIDE 1920

static void type(struct fixture *f, const char *digits)
{
    for (; *digits; digits++)
        press(f, KIOSK_ACT_KEY, (uint16_t)*digits);
}

/* Number and PIN; the seq of the LOGIN. */
static uint32_t give(struct fixture *f, const char *number, const char *pin)
{
    type(f, number);
    press(f, KIOSK_ACT_OK, 0);
    type(f, pin);
    press(f, KIOSK_ACT_OK, 0);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_LOGIN);
    return f->effects.list[0].seq;
}

static void decide(struct fixture *f, uint32_t seq, uint8_t code, uint8_t role)
{
    struct kiosk_signing signing = {.seq = seq,
                                    .staff = 301,
                                    .session = code ? 0 : 77,
                                    .code = code,
                                    .role = role,
                                    .tries_left = code ? 4 : 0};
    send(f, (struct kiosk_event){.type = KIOSK_SIGNED, .signing = &signing});
}

static void touch(struct fixture *f, int16_t x, int16_t y)
{
    f->now += KIOSK_GUARD_MS;
    send(f, (struct kiosk_event){.type = KIOSK_DOWN, .x = x, .y = y, .w = WIDE});
    send(f, (struct kiosk_event){.type = KIOSK_UP, .x = x, .y = y, .w = WIDE});
}

static void left(struct fixture *f)
{
    touch(f, KIOSK_CORNER - 1, KIOSK_CORNER_HIGH - 1);
}

static void right(struct fixture *f)
{
    touch(f, WIDE - KIOSK_CORNER, 0);
}

static void gesture(struct fixture *f)
{
    left(f), left(f), right(f), right(f), left(f), right(f);
}

static void staff_page(struct fixture *f)
{
    gesture(f);
    decide(f, give(f, "301", "2468"), REFUSED_NOT, ROLE_GUIDE);
    PAGE(KIOSK_STAFF);
}

/* ---- the gesture ---- */

static void six_corners_in_order_ask_for_the_pin(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    PAGE(KIOSK_PIN);
}

static void other_corners_ask_for_nothing(void **state)
{
    struct fixture *f = *state;
    left(f), right(f), left(f), right(f), left(f), right(f), left(f), right(f);
    PAGE(KIOSK_HOME);
    left(f), left(f), right(f), right(f), left(f);
    touch(f, WIDE - KIOSK_CORNER - 1, 0); /* beside the corner */
    PAGE(KIOSK_HOME);
    left(f), left(f), right(f), right(f), left(f);
    touch(f, WIDE - 1, KIOSK_CORNER_HIGH); /* below it */
    PAGE(KIOSK_HOME);
}

static void a_slow_gesture_is_none(void **state)
{
    struct fixture *f = *state;
    left(f), left(f), right(f), right(f), left(f);
    f->now += KIOSK_GESTURE_MS + 1;
    right(f);
    PAGE(KIOSK_HOME);
}

static void nobody_is_torn_from_a_page_by_the_gesture(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    gesture(f);
    PAGE(KIOSK_SERVICES);
}

/* ---- number and PIN ---- */

static void number_and_pin_open_the_staff_page(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    uint32_t seq = give(f, "301", "2468");
    assert_int_equal(f->effects.list[0].number, 301);
    assert_string_equal(f->model.sign.pin, "2468"); /* for the shell, now */
    decide(f, seq, REFUSED_NOT, ROLE_GUIDE);
    PAGE(KIOSK_STAFF);
    assert_int_equal(f->model.sign.staff, 301);
}

/* Nothing of a PIN stays in memory longer than until the next event. */
static void the_pin_is_wiped_once_it_was_taken(void **state)
{
    struct fixture *f = *state;
    static const char none[sizeof(f->model.sign.pin)];
    gesture(f);
    (void)give(f, "301", "2468");
    wait_ms(f, 200);
    assert_memory_equal(f->model.sign.pin, none, sizeof(none));
    gesture(f);
    type(f, "301");
    press(f, KIOSK_ACT_OK, 0);
    type(f, "24");
    press(f, KIOSK_ACT_HOME, 0);
    assert_memory_equal(f->model.sign.pin, none, sizeof(none));
    assert_int_equal(f->model.sign.digits, 0);
}

static void a_short_pin_is_not_asked_about(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    press(f, KIOSK_ACT_OK, 0); /* no number */
    assert_false(f->model.sign.pin_next);
    type(f, "301");
    press(f, KIOSK_ACT_OK, 0);
    type(f, "246");
    press(f, KIOSK_ACT_OK, 0);
    assert_int_equal(f->effects.count, 0);
}

static void digits_are_bounded(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    type(f, "123456789");
    assert_string_equal(f->model.sign.number, "1234567");
    press(f, KIOSK_ACT_OK, 0);
    type(f, "1234567890123456");
    assert_int_equal(strlen(f->model.sign.pin), KIOSK_PIN_DIGITS_MAX);
    for (int i = 0; i < KIOSK_PIN_DIGITS_MAX; i++)
        press(f, KIOSK_ACT_DELETE, 0);
    assert_true(f->model.sign.pin_next);
    press(f, KIOSK_ACT_DELETE, 0);
    assert_false(f->model.sign.pin_next); /* the number again */
}

static void a_wrong_pin_may_be_typed_again(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    decide(f, give(f, "301", "1111"), REFUSED_WRONG_PIN, 0);
    PAGE(KIOSK_PIN);
    assert_int_equal(f->model.sign.state, KIOSK_SIGN_WRONG);
    assert_int_equal(f->model.sign.tries_left, 4);
    type(f, "2468");
    press(f, KIOSK_ACT_OK, 0);
    decide(f, f->effects.list[0].seq, REFUSED_NOT, ROLE_MANAGER);
    PAGE(KIOSK_STAFF);
}

static void a_locked_number_is_said(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    decide(f, give(f, "301", "1111"), REFUSED_STAFF_LOCKED, 0);
    assert_int_equal(f->model.sign.state, KIOSK_SIGN_LOCKED);
}

/* R-K15: a clerk's PIN is right and opens nothing here; the session is given back at once. */
static void a_clerk_is_signed_off_again(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    decide(f, give(f, "301", "2468"), REFUSED_NOT, ROLE_CLERK);
    PAGE(KIOSK_PIN);
    assert_int_equal(f->model.sign.state, KIOSK_SIGN_DENIED);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_LOGOUT);
    assert_int_equal(f->effects.list[0].number, 77);
}

static void an_answer_after_the_page_is_signed_off(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    uint32_t seq = give(f, "301", "2468");
    press(f, KIOSK_ACT_HOME, 0);
    decide(f, seq, REFUSED_NOT, ROLE_GUIDE);
    PAGE(KIOSK_HOME);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_LOGOUT);
    assert_int_equal(f->model.sign.staff, 0);
}

static void no_answer_is_said_after_a_while(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    (void)give(f, "301", "2468");
    wait_ms(f, KIOSK_SIGN_MS);
    assert_int_equal(f->model.sign.state, KIOSK_SIGN_SILENT);
    PAGE(KIOSK_PIN);
}

/* R-K2: 20 s, without an overlay that would ask for half of them. */
static void the_pin_page_lasts_twenty_seconds(void **state)
{
    struct fixture *f = *state;
    gesture(f);
    wait_ms(f, 19 * SECOND);
    PAGE(KIOSK_PIN);
    assert_false(kiosk_overlay(&f->model));
    wait_ms(f, 2 * SECOND);
    PAGE(KIOSK_HOME);
}

static void leaving_the_staff_page_signs_off(void **state)
{
    struct fixture *f = *state;
    staff_page(f);
    press(f, KIOSK_ACT_LEAVE, 0);
    PAGE(KIOSK_HOME);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_LOGOUT);
    assert_int_equal(f->effects.list[0].number, 77);
    assert_int_equal(f->model.sign.staff, 0);
}

static void nobody_stays_signed_on_at_a_kiosk(void **state)
{
    struct fixture *f = *state;
    staff_page(f);
    wait_ms(f, 61 * SECOND);
    PAGE(KIOSK_HOME);
    assert_int_equal(f->model.sign.staff, 0);
}

/* R-K11: the guide goes back from the agent's page and confirms once more: one session at a time.
 */
static void who_signs_on_again_is_signed_off_first(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    for (int i = 0; i < 2; i++) {
        press(f, KIOSK_ACT_AGENT, 0);
        press(f, KIOSK_ACT_CONFIRM, 0);
        uint32_t seq = give(f, "301", "2468");
        decide(f, seq, REFUSED_NOT, ROLE_GUIDE);
        PAGE(KIOSK_AGENT);
        assert_true(i == 0 || f->effects.list[0].type == KIOSK_DO_LOGOUT);
        press(f, KIOSK_ACT_BACK, 0);
        PAGE(KIOSK_CONFIRM);
    }
}

/* ---- the staff page ---- */

static void a_new_roll_wants_a_test_slip(void **state)
{
    struct fixture *f = *state;
    staff_page(f);
    press(f, KIOSK_ACT_NEW_ROLL, 0);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_NEW_ROLL);
    assert_int_equal(f->effects.list[1].type, KIOSK_DO_NOTE);
    assert_int_equal(f->effects.list[2].type, KIOSK_DO_MAINTAIN);
    assert_int_equal(f->effects.list[2].arg, MAINTAIN_NEW_ROLL);
    assert_true(f->model.staff.new_roll);
    press(f, KIOSK_ACT_TEST_SLIP, 0);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_TEST_SLIP);
    press(f, KIOSK_ACT_TEST_SLIP, 0);
    assert_int_equal(f->effects.count, 0); /* one at a time */
    send(f, (struct kiosk_event){.type = KIOSK_TESTED, .code = PRINT_PRINTED});
    assert_int_equal(f->model.staff.test, KIOSK_PRINT_DONE);
    assert_false(f->model.staff.new_roll);
}

static void a_test_slip_without_a_word_has_failed(void **state)
{
    struct fixture *f = *state;
    staff_page(f);
    press(f, KIOSK_ACT_TEST_SLIP, 0);
    wait_ms(f, KIOSK_TEST_SLIP_MS);
    assert_int_equal(f->model.staff.test, KIOSK_PRINT_MISSING);
}

static void the_volume_has_ends(void **state)
{
    struct fixture *f = *state;
    staff_page(f);
    for (int i = KIOSK_VOLUME_FIRST; i < KIOSK_VOLUME_MAX; i++) {
        press(f, KIOSK_ACT_VOLUME, 1);
        assert_int_equal(f->effects.list[0].type, KIOSK_DO_KEEP);
    }
    press(f, KIOSK_ACT_VOLUME, 1);
    assert_int_equal(f->effects.count, 0);
    assert_int_equal(f->model.staff.volume, KIOSK_VOLUME_MAX);
    for (int i = 0; i <= KIOSK_VOLUME_MAX; i++)
        press(f, KIOSK_ACT_VOLUME, 0);
    assert_int_equal(f->model.staff.volume, 0);
}

static void a_kiosk_is_stopped_after_one_question(void **state)
{
    struct fixture *f = *state;
    staff_page(f);
    press(f, KIOSK_ACT_STOP, 0);
    PAGE(KIOSK_STAFF_STOP);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_STAFF);
    press(f, KIOSK_ACT_STOP, 0);
    press(f, KIOSK_ACT_STOP_YES, 0);
    PAGE(KIOSK_OUT_OF_USE);
    assert_true(f->model.staff.stopped);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_KEEP);
}

/* It stays so until staff end it: no time-out, no press, no start brings the home page back. */
static void out_of_use_lasts_until_staff_end_it(void **state)
{
    struct fixture *f = *state;
    send(f, (struct kiosk_event){.type = KIOSK_KEPT, .code = 3, .up = true});
    PAGE(KIOSK_OUT_OF_USE);
    assert_int_equal(f->model.staff.volume, 3);
    wait_ms(f, 10 * MINUTE);
    press(f, KIOSK_ACT_HOME, 0);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_OUT_OF_USE);
    assert_false(kiosk_overlay(&f->model));
    staff_page(f);
    press(f, KIOSK_ACT_START, 0);
    PAGE(KIOSK_STAFF);
    press(f, KIOSK_ACT_LEAVE, 0);
    PAGE(KIOSK_HOME);
}

/* ---- acts ---- */

static void an_act_is_sent_until_it_is_answered(void **state)
{
    struct fixture *f = *state;
    staff_page(f);
    press(f, KIOSK_ACT_NEW_ROLL, 0);
    uint32_t seq = f->effects.list[2].seq;
    wait_ms(f, KIOSK_ACT_RESEND_MS);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_MAINTAIN);
    assert_int_equal(f->effects.list[0].seq, seq);
    press(f, KIOSK_ACT_LEAVE, 0); /* LOGOUT waits behind it */
    assert_int_equal(f->effects.count, 0);
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = seq});
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_LOGOUT);
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = f->effects.list[0].seq});
    wait_ms(f, KIOSK_ACT_RESEND_MS);
    assert_int_equal(f->effects.count, 0);
}

static void acts_are_bounded(void **state)
{
    struct fixture *f = *state;
    link_is(f, false);
    for (uint32_t i = 0; i < KIOSK_ACTS_MAX + 3; i++)
        kiosk_act(&f->model, (struct kiosk_act){.type = KIOSK_DO_MAINTAIN, .session = i + 1},
                  &f->effects);
    assert_int_equal(f->model.staff.act_count, KIOSK_ACTS_MAX);
    assert_int_equal(f->model.staff.acts[0].session, 4);
    link_is(f, true);
    assert_int_equal(f->effects.list[f->effects.count - 1].number, 4);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup(test, start)
    const struct CMUnitTest tests[] = {
        T(six_corners_in_order_ask_for_the_pin),
        T(other_corners_ask_for_nothing),
        T(a_slow_gesture_is_none),
        T(nobody_is_torn_from_a_page_by_the_gesture),
        T(number_and_pin_open_the_staff_page),
        T(the_pin_is_wiped_once_it_was_taken),
        T(a_short_pin_is_not_asked_about),
        T(digits_are_bounded),
        T(a_wrong_pin_may_be_typed_again),
        T(a_locked_number_is_said),
        T(a_clerk_is_signed_off_again),
        T(an_answer_after_the_page_is_signed_off),
        T(no_answer_is_said_after_a_while),
        T(the_pin_page_lasts_twenty_seconds),
        T(leaving_the_staff_page_signs_off),
        T(nobody_stays_signed_on_at_a_kiosk),
        T(who_signs_on_again_is_signed_off_first),
        T(a_new_roll_wants_a_test_slip),
        T(a_test_slip_without_a_word_has_failed),
        T(the_volume_has_ends),
        T(a_kiosk_is_stopped_after_one_question),
        T(out_of_use_lasts_until_staff_end_it),
        T(an_act_is_sent_until_it_is_answered),
        T(acts_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
