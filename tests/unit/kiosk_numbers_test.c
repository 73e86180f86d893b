/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers that exist: typing, asking, and what may be done with a slip (D-24).
 */
#include <string.h>

#include "kiosk_play_numbers.h"

/* ---- typing ---- */

static void a_number_is_asked_for_from_its_third_digit_on(void **state)
{
    struct fixture *f = *state;
    open_progress(f);
    assert_true(NUMBERS.letters); /* a slip is read from the left */
    press(f, KIOSK_ACT_PREFIX, 'A');
    assert_false(NUMBERS.letters);
    type(f, "03");
    press(f, KIOSK_ACT_OK, 0);
    NO_EFFECT;
    type(f, "5");
    press(f, KIOSK_ACT_OK, 0);
    const struct kiosk_effect *effect = only_effect(f, KIOSK_DO_FIND);
    assert_int_equal(effect->label.number, 35);
    assert_memory_equal(effect->label.prefix, "A", 2);
    assert_true(kiosk_asking(&f->model));
}

static void a_fourth_digit_fits_and_a_fifth_does_not(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "10235");
    assert_string_equal(NUMBERS.digits, "1023");
    assert_int_equal(f->effects.list[0].label.number, 1023);
}

static void letters_of_no_service_are_not_typed(void **state)
{
    struct fixture *f = *state;
    open_progress(f);
    press(f, KIOSK_ACT_PREFIX, 'X');
    type(f, "X");
    assert_string_equal(NUMBERS.prefix, "");
    type(f, "B");
    assert_string_equal(NUMBERS.prefix, "B");
    type(f, "A"); /* no prefix BA: another letter instead */
    assert_string_equal(NUMBERS.prefix, "A");
}

static void delete_takes_digits_then_letters(void **state)
{
    struct fixture *f = *state;
    open_progress(f);
    press(f, KIOSK_ACT_PREFIX, 'A');
    type(f, "0");
    press(f, KIOSK_ACT_DELETE, 0);
    assert_string_equal(NUMBERS.digits, "");
    assert_string_equal(NUMBERS.prefix, "A");
    press(f, KIOSK_ACT_DELETE, 0);
    assert_string_equal(NUMBERS.prefix, "");
    assert_true(NUMBERS.letters);
}

static void number_zero_is_not_asked_for(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "000");
    NO_EFFECT;
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_UNKNOWN);
}

static void after_an_answer_the_next_number_begins(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "035");
    found(f, number(TICKET_WAITING));
    type(f, "1");
    assert_string_equal(NUMBERS.digits, "1");
    assert_string_equal(NUMBERS.prefix, "A");
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_NONE);
}

static void a_number_that_was_not_found_may_get_its_missing_digit(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "102");
    found(f, (struct kiosk_found){.refusal = REFUSED_UNKNOWN_TICKET});
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_UNKNOWN);
    type(f, "3");
    assert_string_equal(NUMBERS.digits, "1023");
}

static void what_was_typed_is_wiped_at_home_and_when_time_runs_out(void **state)
{
    static const struct kiosk_numbers wiped;
    struct fixture *f = *state;
    scanned(f, TICKET_WAITING);
    assert_string_equal(NUMBERS.code, SLIP);
    press(f, KIOSK_ACT_HOME, 0);
    assert_memory_equal(&NUMBERS, &wiped, sizeof(wiped));
    ask_number(f, "035");
    found(f, number(TICKET_SERVED));
    wait_ms(f, 61 * SECOND);
    PAGE(KIOSK_HOME);
    assert_memory_equal(&NUMBERS, &wiped, sizeof(wiped));
}

/* ---- asking ---- */

static void without_an_answer_in_5_s_the_page_says_so(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "035");
    uint32_t seq = NUMBERS.query.seq;
    wait_ms(f, KIOSK_QUERY_MS - 1);
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_NONE);
    wait_ms(f, 1);
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_SILENT);
    struct kiosk_found late = number(TICKET_WAITING);
    late.seq = seq;
    send(f, (struct kiosk_event){.type = KIOSK_FOUND, .found = &late});
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_SILENT); /* that question is over */
    press(f, KIOSK_ACT_OK, 0);
    only_effect(f, KIOSK_DO_FIND);
}

static void one_question_is_outstanding(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "035");
    press(f, KIOSK_ACT_OK, 0);
    NO_EFFECT;
    type(f, "9");
    assert_string_equal(NUMBERS.digits, "035");
    scan(f, SLIP);
    NO_EFFECT;
}

static void without_a_controller_nothing_is_asked(void **state)
{
    struct fixture *f = *state;
    link_is(f, false);
    press(f, KIOSK_ACT_QUERY, 0);
    PAGE(KIOSK_HOME);
    press(f, KIOSK_ACT_RATE, 0);
    PAGE(KIOSK_HOME);
    press(f, KIOSK_ACT_CHECK_IN, 0);
    PAGE(KIOSK_HOME);
    scan(f, SLIP);
    PAGE(KIOSK_HOME);
    NO_EFFECT;
}

/* R-W4: a person who waits before the page sees the place change, and the window when called. */
static void what_is_shown_is_asked_for_again_every_5_s(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "035");
    found(f, number(TICKET_WAITING));
    wait_ms(f, KIOSK_REFRESH_MS);
    assert_int_equal(only_effect(f, KIOSK_DO_FIND)->label.number, 35);
    assert_false(kiosk_asking(&f->model)); /* quietly: keys still work */
    struct kiosk_found called = number(TICKET_CALLED);
    called.target = 6;
    found(f, called);
    assert_int_equal(NUMBERS.found.target, 6);
    wait_ms(f, KIOSK_REFRESH_MS);
    only_effect(f, KIOSK_DO_FIND);
    wait_ms(f, KIOSK_QUERY_MS); /* no answer to that one: what was known stays */
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_FOUND);
    wait_ms(f, KIOSK_REFRESH_MS);
    found(f, number(TICKET_SERVED));
    wait_ms(f, KIOSK_REFRESH_MS);
    NO_EFFECT;
}

/* R-L11: of a confidential service only the number is told; where it is, its letters say. */
static void a_number_without_a_service_gets_the_place_of_its_letters(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "035");
    struct kiosk_found secret = number(TICKET_WAITING);
    secret.service.n = 0;
    found(f, secret);
    assert_int_equal(NUMBERS.found.service.n, A);
}

/* ---- a scanned slip ---- */

static void a_scanned_slip_needs_no_key(void **state)
{
    struct fixture *f = *state;
    scan(f, SLIP);
    PAGE(KIOSK_PROGRESS);
    assert_int_equal(only_effect(f, KIOSK_DO_FIND)->label.number, 0);
    assert_string_equal(NUMBERS.code, SLIP);
    found(f, number(TICKET_WAITING));
    assert_string_equal(NUMBERS.prefix, "A");
    assert_string_equal(NUMBERS.digits, "035");
}

static void a_scanned_text_is_as_long_as_a_slip_s_at_most(void **state)
{
    struct fixture *f = *state;
    char text[KIOSK_SLIP_CODE_SIZE + 1];
    memset(text, '/', sizeof(text));
    text[KIOSK_SLIP_CODE_SIZE - 1] = '\0';
    scan(f, text);
    only_effect(f, KIOSK_DO_FIND);
    press(f, KIOSK_ACT_HOME, 0);
    text[KIOSK_SLIP_CODE_SIZE - 1] = '/', text[KIOSK_SLIP_CODE_SIZE] = '\0';
    scan(f, text);
    NO_EFFECT;
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_UNKNOWN);
}

static void on_other_pages_a_slip_is_not_looked_at(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    scan(f, SLIP);
    PAGE(KIOSK_SERVICES);
    NO_EFFECT;
}

/* ---- with the slip's code (D-24) ---- */

static void a_typed_number_is_not_given_back_nor_printed_again(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "035");
    found(f, number(TICKET_WAITING));
    press(f, KIOSK_ACT_GIVE_BACK, 0);
    PAGE(KIOSK_PROGRESS);
    press(f, KIOSK_ACT_REPRINT, 0);
    NO_EFFECT;
}

static void giving_back_is_asked_once(void **state)
{
    struct fixture *f = *state;
    scanned(f, TICKET_WAITING);
    press(f, KIOSK_ACT_GIVE_BACK, 0);
    PAGE(KIOSK_GIVE_BACK);
    NO_EFFECT;
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_PROGRESS);
    press(f, KIOSK_ACT_GIVE_BACK, 0);
    press(f, KIOSK_ACT_GIVE_BACK_YES, 0);
    const struct kiosk_effect *effect = only_effect(f, KIOSK_DO_SLIP);
    assert_int_equal(effect->verb, VERB_CANCEL);
    assert_int_equal(effect->ticket.n, 35);
    result(f, REFUSED_NOT);
    PAGE(KIOSK_PROGRESS);
    only_effect(f, KIOSK_DO_FIND); /* the hall says what it is now */
    found(f, number(TICKET_CANCELLED));
    assert_int_equal(NUMBERS.found.state, TICKET_CANCELLED);
}

static void time_running_out_gives_nothing_back(void **state)
{
    struct fixture *f = *state;
    scanned(f, TICKET_WAITING);
    press(f, KIOSK_ACT_GIVE_BACK, 0);
    wait_ms(f, 61 * SECOND);
    PAGE(KIOSK_HOME);
    for (uint32_t i = 0; i < f->effects.count; i++)
        assert_int_not_equal(f->effects.list[i].type, KIOSK_DO_SLIP);
}

static void a_refused_act_says_why_and_the_number_stands(void **state)
{
    struct fixture *f = *state;
    scanned(f, TICKET_WAITING);
    press(f, KIOSK_ACT_GIVE_BACK, 0);
    press(f, KIOSK_ACT_GIVE_BACK_YES, 0);
    result(f, REFUSED_WRONG_STATE);
    PAGE(KIOSK_PROGRESS);
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_REFUSED);
    assert_int_equal(NUMBERS.refusal, REFUSED_WRONG_STATE);
}

static void whoever_is_called_cannot_give_the_number_back(void **state)
{
    struct fixture *f = *state;
    scanned(f, TICKET_CALLED);
    press(f, KIOSK_ACT_GIVE_BACK, 0);
    PAGE(KIOSK_PROGRESS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, start)
    const struct CMUnitTest tests[] = {
        TEST(a_number_is_asked_for_from_its_third_digit_on),
        TEST(a_fourth_digit_fits_and_a_fifth_does_not),
        TEST(letters_of_no_service_are_not_typed),
        TEST(delete_takes_digits_then_letters),
        TEST(number_zero_is_not_asked_for),
        TEST(after_an_answer_the_next_number_begins),
        TEST(a_number_that_was_not_found_may_get_its_missing_digit),
        TEST(what_was_typed_is_wiped_at_home_and_when_time_runs_out),
        TEST(without_an_answer_in_5_s_the_page_says_so),
        TEST(one_question_is_outstanding),
        TEST(without_a_controller_nothing_is_asked),
        TEST(what_is_shown_is_asked_for_again_every_5_s),
        TEST(a_number_without_a_service_gets_the_place_of_its_letters),
        TEST(a_scanned_slip_needs_no_key),
        TEST(a_scanned_text_is_as_long_as_a_slip_s_at_most),
        TEST(on_other_pages_a_slip_is_not_looked_at),
        TEST(a_typed_number_is_not_given_back_nor_printed_again),
        TEST(giving_back_is_asked_once),
        TEST(time_running_out_gives_nothing_back),
        TEST(a_refused_act_says_why_and_the_number_stands),
        TEST(whoever_is_called_cannot_give_the_number_back),
    };
    return cmocka_run_group_tests_name("kiosk_numbers", tests, NULL, NULL);
}
