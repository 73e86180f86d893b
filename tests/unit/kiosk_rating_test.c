/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rating a visit (R-E1 … R-E8, R-E11) and checking in an appointment (R-A5, R-A6) at the kiosk.
 */
#include <string.h>

#include "kiosk_play_numbers.h"

/* ---- rating ---- */

static void served(struct fixture *f, uint16_t change_s)
{
    press(f, KIOSK_ACT_RATE, 0);
    PAGE(KIOSK_PROGRESS);
    press(f, KIOSK_ACT_PREFIX, 'A');
    type(f, "017");
    press(f, KIOSK_ACT_OK, 0);
    struct kiosk_found found = {.seq = NUMBERS.query.seq,
                                .id = {17},
                                .label = {"A", 17},
                                .service = {A},
                                .state = TICKET_SERVED,
                                .may_rate = true,
                                .change_s = change_s};
    send(f, (struct kiosk_event){.type = KIOSK_FOUND, .found = &found});
}

/* R-E3, R-E6. */
static void nothing_is_chosen_beforehand_and_nothing_is_sent_without_a_choice(void **state)
{
    struct fixture *f = *state;
    served(f, 0);
    PAGE(KIOSK_RATE);
    assert_int_equal(NUMBERS.score, 0);
    assert_int_equal(NUMBERS.reasons, 0);
    press(f, KIOSK_ACT_RATE_SEND, 0);
    NO_EFFECT;
}

/* R-E6: a bad word needs as many presses as a good one. */
static void every_level_takes_the_same_two_presses(void **state)
{
    struct fixture *f = *state;
    for (uint16_t score = 1; score <= 5; score++) {
        served(f, 0);
        press(f, KIOSK_ACT_SCORE, score);
        NO_EFFECT;
        press(f, KIOSK_ACT_RATE_SEND, 0);
        const struct kiosk_effect *effect = only_effect(f, KIOSK_DO_SLIP);
        assert_int_equal(effect->verb, VERB_RATE);
        assert_int_equal(effect->ticket.n, 17);
        assert_int_equal(NUMBERS.score, score);
        result(f, REFUSED_NOT);
        PAGE(KIOSK_RATED);
        press(f, KIOSK_ACT_HOME, 0);
    }
}

static void there_are_five_levels_and_five_reasons(void **state)
{
    struct fixture *f = *state;
    served(f, 0);
    press(f, KIOSK_ACT_SCORE, 0);
    press(f, KIOSK_ACT_SCORE, 6);
    assert_int_equal(NUMBERS.score, 0);
    press(f, KIOSK_ACT_REASON, KIOSK_REASONS);
    assert_int_equal(NUMBERS.reasons, 0);
    press(f, KIOSK_ACT_REASON, 0);
    press(f, KIOSK_ACT_REASON, 4);
    assert_int_equal(NUMBERS.reasons, 1 | 16);
    press(f, KIOSK_ACT_REASON, 0);
    assert_int_equal(NUMBERS.reasons, 16);
}

/* R-E5: silence is 未评价, never a good word. */
static void time_running_out_rates_nothing(void **state)
{
    struct fixture *f = *state;
    served(f, 0);
    press(f, KIOSK_ACT_SCORE, 5);
    wait_ms(f, 61 * SECOND);
    NO_EFFECT;
    PAGE(KIOSK_HOME);
    assert_int_equal(NUMBERS.score, 0);
}

static void not_rating_is_a_choice_too(void **state)
{
    struct fixture *f = *state;
    served(f, 0);
    press(f, KIOSK_ACT_RATE_NOT, 0);
    PAGE(KIOSK_HOME);
    NO_EFFECT;
}

/* R-E2. */
static void a_rating_can_be_changed_while_the_window_is_open(void **state)
{
    struct fixture *f = *state;
    struct hall_def def = *f->model.def;
    def.rules.rating_change_min = 5;
    f->model.def = &def;
    served(f, 0);
    press(f, KIOSK_ACT_SCORE, 5);
    press(f, KIOSK_ACT_RATE_SEND, 0);
    result(f, REFUSED_NOT);
    PAGE(KIOSK_RATED);
    assert_true(kiosk_may_change(&f->model));
    press(f, KIOSK_ACT_RATE_CHANGE, 0);
    PAGE(KIOSK_RATE);
    assert_int_equal(NUMBERS.score, 0); /* not even what was given before */
    wait_ms(f, 5 * MINUTE);
}

static void a_second_try_says_that_it_is_rated(void **state)
{
    struct fixture *f = *state;
    served(f, 120);
    PAGE(KIOSK_PROGRESS);
    assert_true(kiosk_is_rated(&f->model));
    wait_ms(f, 50 * SECOND);
    press(f, KIOSK_ACT_MORE_TIME, 0);
    wait_ms(f, 50 * SECOND);
    assert_true(kiosk_may_change(&f->model));
    press(f, KIOSK_ACT_MORE_TIME, 0);
    wait_ms(f, 20 * SECOND);
    assert_false(kiosk_may_change(&f->model));
    press(f, KIOSK_ACT_RATE_CHANGE, 0);
    PAGE(KIOSK_PROGRESS);
}

static void a_refused_rating_keeps_the_page(void **state)
{
    struct fixture *f = *state;
    served(f, 0);
    press(f, KIOSK_ACT_SCORE, 1);
    press(f, KIOSK_ACT_RATE_SEND, 0);
    result(f, REFUSED_RATED);
    PAGE(KIOSK_RATE);
    assert_int_equal(NUMBERS.refusal, REFUSED_RATED);
}

static void a_message_is_left_elsewhere_and_the_way_back_is_the_rating(void **state)
{
    struct fixture *f = *state;
    served(f, 0);
    press(f, KIOSK_ACT_MESSAGE, 0);
    PAGE(KIOSK_MESSAGE);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_RATE);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_PROGRESS);
}

static void the_thanks_end_by_themselves(void **state)
{
    struct fixture *f = *state;
    served(f, 0);
    press(f, KIOSK_ACT_SCORE, 3);
    press(f, KIOSK_ACT_RATE_SEND, 0);
    result(f, REFUSED_NOT);
    assert_false(kiosk_overlay(&f->model));
    wait_ms(f, 5 * SECOND);
    PAGE(KIOSK_HOME);
}

/* D-24: whoever scanned the slip gets that visit's page, whoever typed a number the hall's. */
static void the_code_of_messages_is_the_slip_s_own_when_it_was_scanned(void **state)
{
    struct fixture *f = *state;
    struct hall_def hall = *f->model.def;
    assert_string_equal(kiosk_message_address(&f->model), "");
    strcpy(hall.phone_url, "https://hall.example/t/");
    f->model.def = &hall;
    strcpy(NUMBERS.code, "https://hall.example/t/AB23-ABC");
    assert_string_equal(kiosk_message_address(&f->model), "https://hall.example/t/");
    NUMBERS.found.vouched = true;
    assert_string_equal(kiosk_message_address(&f->model), "https://hall.example/t/AB23-ABC");
    strcpy(NUMBERS.code, "elsewhere AB23-ABC"); /* the slip says no address */
    assert_string_equal(kiosk_message_address(&f->model), "https://hall.example/t/");
}

/* ---- checking in ---- */

static void open_check_in(struct fixture *f)
{
    press(f, KIOSK_ACT_CHECK_IN, 0);
    PAGE(KIOSK_CHECK_IN);
}

static void booking(struct fixture *f, uint8_t refusal, msec slot)
{
    struct kiosk_ticket ticket = {.seq = f->model.asking.seq,
                                  .refusal = refusal,
                                  .id = {refusal ? 0 : 50},
                                  .label = {"A", 50},
                                  .service = {A},
                                  .ticket_class = CLASS_APPOINTMENT,
                                  .slot = slot};
    send(f, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

static void six_digits_are_a_code(void **state)
{
    struct fixture *f = *state;
    open_check_in(f);
    type(f, "80411");
    press(f, KIOSK_ACT_OK, 0);
    NO_EFFECT;
    type(f, "76");
    assert_string_equal(f->model.wish.code, "804117");
    press(f, KIOSK_ACT_OK, 0);
    only_effect(f, KIOSK_DO_CHECK_IN);
    booking(f, REFUSED_NOT, 1000);
    PAGE(KIOSK_ISSUED);
    assert_int_equal(f->model.ticket.slot, 1000);
    only_effect(f, KIOSK_DO_PRINT);
}

/* hallctl takes codes of letters, digits and hyphens, 24 of them at most. */
static void a_code_with_letters_may_have_any_length_up_to_24(void **state)
{
    struct fixture *f = *state;
    open_check_in(f);
    press(f, KIOSK_ACT_LETTERS, 0);
    type(f, "K");
    assert_true(kiosk_can_check_in(&f->model));
    type(f, "-ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    assert_int_equal(strlen(f->model.wish.code), KIOSK_CODE_SIZE - 1);
    press(f, KIOSK_ACT_CLEAR, 0);
    assert_string_equal(f->model.wish.code, "");
}

/* R-A5: the controller knows capitals only. */
static void a_small_letter_is_typed_as_its_capital(void **state)
{
    struct fixture *f = *state;
    open_check_in(f);
    press(f, KIOSK_ACT_LETTERS, 0);
    type(f, "kq-7z");
    assert_string_equal(f->model.wish.code, "KQ-7Z");
    send(f, (struct kiosk_event){.type = KIOSK_SCAN, .text = "ab-4711"});
    only_effect(f, KIOSK_DO_CHECK_IN);
    assert_string_equal(f->model.wish.code, "AB-4711");
}

static void an_unknown_code_keeps_its_digits(void **state)
{
    struct fixture *f = *state;
    open_check_in(f);
    type(f, "804117");
    press(f, KIOSK_ACT_OK, 0);
    booking(f, REFUSED_UNKNOWN_BOOKING, 0);
    PAGE(KIOSK_CHECK_IN);
    assert_string_equal(f->model.wish.code, "804117");
    assert_int_equal(NUMBERS.booking_refusal, REFUSED_UNKNOWN_BOOKING);
    press(f, KIOSK_ACT_DELETE, 0);
    assert_int_equal(NUMBERS.booking_refusal, REFUSED_NOT);
}

/* R-A6: too early says when, and offers what everybody gets. */
static void too_early_says_when_and_offers_a_normal_number(void **state)
{
    struct fixture *f = *state;
    open_check_in(f);
    type(f, "804117");
    press(f, KIOSK_ACT_OK, 0);
    booking(f, REFUSED_BOOKING_EARLY, 7200000);
    assert_int_equal(NUMBERS.slot, 7200000);
    press(f, KIOSK_ACT_STILL_TAKE, 0);
    PAGE(KIOSK_CONFIRM);
    assert_int_equal(f->model.wish.service.n, A);
    assert_string_equal(f->model.wish.code, "");
}

static void a_scanned_code_checks_in_at_once(void **state)
{
    struct fixture *f = *state;
    send(f, (struct kiosk_event){.type = KIOSK_SCAN, .text = "K-4711"});
    PAGE(KIOSK_CHECK_IN);
    only_effect(f, KIOSK_DO_CHECK_IN);
    assert_string_equal(f->model.wish.code, "K-4711");
}

static void what_is_no_code_is_not_sent(void **state)
{
    struct fixture *f = *state;
    open_check_in(f);
    send(f, (struct kiosk_event){.type = KIOSK_SCAN, .text = "https://example.org/?a=1"});
    NO_EFFECT;
    assert_int_equal(NUMBERS.booking_refusal, REFUSED_UNKNOWN_BOOKING);
    assert_string_equal(f->model.wish.code, "");
}

static void one_check_in_is_under_way(void **state)
{
    struct fixture *f = *state;
    open_check_in(f);
    type(f, "804117");
    press(f, KIOSK_ACT_OK, 0);
    uint32_t seq = f->model.asking.seq;
    press(f, KIOSK_ACT_OK, 0);
    NO_EFFECT;
    wait_ms(f, KIOSK_RESEND_MS);
    assert_int_equal(only_effect(f, KIOSK_DO_CHECK_IN)->seq, seq); /* the same one again */
}

static void a_code_is_wiped_when_time_runs_out(void **state)
{
    struct fixture *f = *state;
    open_check_in(f);
    type(f, "804117");
    wait_ms(f, 61 * SECOND);
    PAGE(KIOSK_HOME);
    assert_string_equal(f->model.wish.code, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, start)
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_chosen_beforehand_and_nothing_is_sent_without_a_choice),
        TEST(every_level_takes_the_same_two_presses),
        TEST(there_are_five_levels_and_five_reasons),
        TEST(time_running_out_rates_nothing),
        TEST(not_rating_is_a_choice_too),
        TEST(a_rating_can_be_changed_while_the_window_is_open),
        TEST(a_second_try_says_that_it_is_rated),
        TEST(a_refused_rating_keeps_the_page),
        TEST(a_message_is_left_elsewhere_and_the_way_back_is_the_rating),
        TEST(the_thanks_end_by_themselves),
        TEST(the_code_of_messages_is_the_slip_s_own_when_it_was_scanned),
        TEST(six_digits_are_a_code),
        TEST(a_code_with_letters_may_have_any_length_up_to_24),
        TEST(a_small_letter_is_typed_as_its_capital),
        TEST(an_unknown_code_keeps_its_digits),
        TEST(too_early_says_when_and_offers_a_normal_number),
        TEST(a_scanned_code_checks_in_at_once),
        TEST(what_is_no_code_is_not_sent),
        TEST(one_check_in_is_under_way),
        TEST(a_code_is_wiped_when_time_runs_out),
    };
    return cmocka_run_group_tests_name("kiosk_rating", tests, NULL, NULL);
}
