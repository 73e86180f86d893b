/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coming back after a miss (R-C2), and a slip printed once more (R-T2, R-K8).
 */
#include "kiosk_play_numbers.h"

/* ---- k24 ---- */

static void after_a_miss_the_hall_says_the_real_place(void **state)
{
    struct fixture *f = *state;
    scanned(f, TICKET_MISSED);
    press(f, KIOSK_ACT_REJOIN, 0);
    PAGE(KIOSK_REJOIN);
    NO_EFFECT; /* opened, not done */
    press(f, KIOSK_ACT_REJOIN_YES, 0);
    assert_int_equal(only_effect(f, KIOSK_DO_SLIP)->verb, VERB_REJOIN);
    result(f, REFUSED_NOT);
    PAGE(KIOSK_REJOIN);
    only_effect(f, KIOSK_DO_FIND);
    struct kiosk_found back = number(TICKET_WAITING);
    back.ahead = 2;
    found(f, back);
    PAGE(KIOSK_REJOIN);
    assert_true(NUMBERS.rejoined);
    assert_int_equal(NUMBERS.found.ahead, 2);
}

static void a_typed_number_comes_back_when_its_slip_is_scanned(void **state)
{
    struct fixture *f = *state;
    ask_number(f, "035");
    struct kiosk_found missed = number(TICKET_MISSED);
    missed.may_rejoin = true;
    found(f, missed);
    press(f, KIOSK_ACT_REJOIN, 0);
    PAGE(KIOSK_REJOIN);
    press(f, KIOSK_ACT_REJOIN_YES, 0);
    NO_EFFECT;
    scan(f, SLIP);
    missed.vouched = true;
    found(f, missed);
    PAGE(KIOSK_REJOIN);
    press(f, KIOSK_ACT_REJOIN_YES, 0);
    assert_int_equal(only_effect(f, KIOSK_DO_SLIP)->verb, VERB_REJOIN);
}

static void a_number_missed_too_often_has_no_way_back(void **state)
{
    struct fixture *f = *state;
    scanned(f, TICKET_MISSED);
    NUMBERS.found.may_rejoin = false;
    press(f, KIOSK_ACT_REJOIN, 0);
    PAGE(KIOSK_PROGRESS);
}

static void under_the_policy_void_nobody_comes_back(void **state)
{
    struct fixture *f = *state;
    struct hall_def strict = *f->model.def;
    strict.rules.return_policy = RETURN_VOID;
    f->model.def = &strict;
    ask_number(f, "035");
    found(f, number(TICKET_MISSED));
    press(f, KIOSK_ACT_REJOIN, 0);
    PAGE(KIOSK_PROGRESS);
}

/* ---- printing again ---- */

static void answer_reprint(struct fixture *f, uint8_t refusal)
{
    struct kiosk_ticket ticket = {.seq = NUMBERS.query.seq,
                                  .refusal = refusal,
                                  .id = {35},
                                  .label = {"A", 35},
                                  .service = {A},
                                  .ahead = 3,
                                  .issued = 1000,
                                  .item = 89,
                                  .journey = 1,
                                  .step = 2,
                                  .principals = 4};
    send(f, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

/* R-T2: what the other kiosk printed, though nobody chose it here. */
static void says_what_it_was_taken_for(const struct fixture *f)
{
    assert_int_equal(f->model.ticket.item, 89);
    assert_int_equal(f->model.ticket.journey, 1);
    assert_int_equal(f->model.ticket.step, 2);
    assert_int_equal(f->model.ticket.principals, 4);
}

static void a_slip_is_printed_again_with_both_times(void **state)
{
    struct fixture *f = *state;
    scanned(f, TICKET_WAITING);
    press(f, KIOSK_ACT_REPRINT, 0);
    assert_int_equal(only_effect(f, KIOSK_DO_SLIP)->verb, VERB_REPRINT);
    answer_reprint(f, REFUSED_NOT);
    PAGE(KIOSK_ISSUED);
    only_effect(f, KIOSK_DO_PRINT);
    assert_int_equal(f->model.ticket.issued, 1000);
    assert_int_equal(f->model.ticket.reprinted, f->model.hall_ms);
    says_what_it_was_taken_for(f);
    restart(f); /* it is written down */
    struct kiosk_ticket again;
    kiosk_slip_ticket(&f->model, f->model.ledger.last_slip, &again);
    assert_int_equal(again.item, 89);
    assert_int_equal(again.step, 2);
}

static void the_hall_hears_that_a_copy_is_out(void **state)
{
    struct fixture *f = *state;
    scanned(f, TICKET_WAITING);
    press(f, KIOSK_ACT_REPRINT, 0);
    answer_reprint(f, REFUSED_NOT);
    printed(f, 35, PRINT_PRINTED);
    assert_int_equal(only_effect(f, KIOSK_DO_REPORT)->ticket.n, 35);
}

static void holds_a_ticket(struct fixture *f)
{
    struct kiosk_ticket ticket = {.seq = ask(f),
                                  .refusal = REFUSED_HAS_TICKET,
                                  .id = {23},
                                  .label = {"A", 23},
                                  .service = {A},
                                  .ahead = 12};
    send(f, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

/* R-K8: one ticket a person and service; the second wish offers the slip once more. */
static void who_holds_a_ticket_is_offered_its_slip(void **state)
{
    struct fixture *f = *state;
    holds_a_ticket(f);
    PAGE(KIOSK_HOLDS);
    assert_int_equal(NUMBERS.held.id.n, 23);
    assert_int_equal(NUMBERS.held.ahead, 12);
    press(f, KIOSK_ACT_REPRINT, 0);
    const struct kiosk_effect *effect = only_effect(f, KIOSK_DO_SLIP);
    assert_int_equal(effect->ticket.n, 23);
    assert_int_equal(effect->verb, VERB_REPRINT);
    f->model.wish.item = 7; /* what was wished for now is not what is held */
    answer_reprint(f, REFUSED_NOT);
    PAGE(KIOSK_ISSUED);
    says_what_it_was_taken_for(f);
}

/* The one held is for nothing in particular: the slip does not say the new wish. */
static void a_copy_says_nothing_of_a_later_wish(void **state)
{
    struct fixture *f = *state;
    holds_a_ticket(f);
    press(f, KIOSK_ACT_REPRINT, 0);
    f->model.wish.item = 7;
    struct kiosk_ticket ticket = {.seq = NUMBERS.query.seq,
                                  .id = {23},
                                  .label = {"A", 23},
                                  .service = {A},
                                  .issued = 1000};
    send(f, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
    PAGE(KIOSK_ISSUED);
    assert_int_equal(f->model.ticket.item, 0);
    assert_int_equal(f->model.ticket.journey, 0);
}

static void who_holds_a_ticket_may_leave_it_at_that(void **state)
{
    struct fixture *f = *state;
    holds_a_ticket(f);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_SERVICES);
    NO_EFFECT;
}

static void a_reprint_that_is_refused_prints_nothing(void **state)
{
    struct fixture *f = *state;
    holds_a_ticket(f);
    press(f, KIOSK_ACT_REPRINT, 0);
    answer_reprint(f, REFUSED_WRONG_CODE);
    NO_EFFECT;
    PAGE(KIOSK_HOLDS);
    assert_int_equal(NUMBERS.answer, KIOSK_ANSWER_REFUSED);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, start)
    const struct CMUnitTest tests[] = {
        TEST(after_a_miss_the_hall_says_the_real_place),
        TEST(a_typed_number_comes_back_when_its_slip_is_scanned),
        TEST(a_number_missed_too_often_has_no_way_back),
        TEST(under_the_policy_void_nobody_comes_back),
        TEST(a_slip_is_printed_again_with_both_times),
        TEST(the_hall_hears_that_a_copy_is_out),
        TEST(who_holds_a_ticket_is_offered_its_slip),
        TEST(a_copy_says_nothing_of_a_later_wish),
        TEST(who_holds_a_ticket_may_leave_it_at_that),
        TEST(a_reprint_that_is_refused_prints_nothing),
    };
    return cmocka_run_group_tests_name("kiosk_back", tests, NULL, NULL);
}
