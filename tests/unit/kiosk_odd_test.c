/* SPDX-License-Identifier: Apache-2.0 */
/* What the hall says fits nothing that this kiosk has: nobody is left without an answer, and no
 * page is held for ever. */
#include <string.h>

#include "kiosk_play.h"

static int start_with_leases(void **state)
{
    start(state);
    lease(*state, 50, A, 600, 609);
    return 0;
}

/* Another state folder: what was asked of the one before is not known there (D-26). */
static void another_hall(struct fixture *f)
{
    struct ledger_hall hall = {.instance = 8, .epoch = 1, .tz_min = 480};
    send(f, (struct kiosk_event){.type = KIOSK_WELCOME, .boot = f->model.boot + 1, .hall = &hall});
}

static void another_day(struct fixture *f)
{
    f->rows.day = PLAY_DAY + 1;
    send(f, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &f->rows});
}

static void says(struct fixture *f, struct kiosk_ticket ticket)
{
    send(f, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

/* The next visitor gets a number, and its slip at once. */
static void the_next_one_is_served(struct fixture *f)
{
    wait_ms(f, MINUTE);
    PAGE(KIOSK_HOME);
    uint32_t seq = ask(f);
    says(f, (struct kiosk_ticket){.seq = seq, .id = {500}, .label = {"A", 40}, .service = {A}});
    PAGE(KIOSK_ISSUED);
    assert_non_null(did(f, KIOSK_DO_PRINT));
}

/* ---- answers ---- */

static void a_number_that_is_none_leads_to_the_desk(void **state)
{
    struct fixture *f = *state;
    static const struct kiosk_ticket odd[] = {
        {.id = {0}, .label = {"A", 23}, .service = {A}},
        {.id = {123}, .label = {"A", 0}, .service = {A}},
    };
    for (size_t i = 0; i < countof(odd); i++) {
        struct kiosk_ticket ticket = odd[i];
        ticket.seq = ask(f);
        says(f, ticket);
        PAGE(KIOSK_REFUSED);
        assert_false(kiosk_busy(&f->model));
        assert_null(did(f, KIOSK_DO_PRINT));
        press(f, KIOSK_ACT_HOME, 0);
    }
    the_next_one_is_served(f);
}

static void what_was_asked_of_another_hall_is_over(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    another_hall(f);
    PAGE(KIOSK_REFUSED);
    assert_false(kiosk_busy(&f->model));
    wait_ms(f, KIOSK_GIVE_UP_MS); /* there is nothing to give a number for */
    PAGE(KIOSK_REFUSED);
    press(f, KIOSK_ACT_HOME, 0);
    assert_true(ask(f) != seq);
}

static void what_was_asked_on_another_day_is_over(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    another_day(f);
    PAGE(KIOSK_REFUSED);
    wait_ms(f, KIOSK_GIVE_UP_MS);
    PAGE(KIOSK_REFUSED);
    answer(f, seq, REFUSED_NOT); /* nobody holds it: the hall hears that */
    assert_non_null(did(f, KIOSK_DO_VOID));
    PAGE(KIOSK_REFUSED);
}

/* ---- slips ---- */

static void a_slip_of_another_hall_does_not_hold_the_page(void **state)
{
    struct fixture *f = *state;
    issue(f);
    uint32_t job = f->model.ticket.id.n;
    another_hall(f);
    assert_true(f->model.print != KIOSK_PRINT_BUSY);
    PAGE(KIOSK_REFUSED); /* its number counts no more */
    printed(f, job, PRINT_PRINTED);
    the_next_one_is_served(f);
}

/* It is still in the printer: the next slip waits for it, and not longer than for any other. */
static void a_slip_nobody_hears_of_any_more_does_not_hold_the_printer(void **state)
{
    struct fixture *f = *state;
    issue(f);
    another_hall(f);
    wait_ms(f, KIOSK_PRINT_MS);
    the_next_one_is_served(f);
}

static void an_import_refused_while_its_slip_is_tried_again_frees_the_page(void **state)
{
    struct fixture *f = *state;
    link_is(f, false);
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_CONFIRM, 0);
    uint32_t job = f->model.ticket.id.n;
    printed(f, job, PRINT_NO_PAPER);
    link_is(f, true);
    assert_non_null(did(f, KIOSK_DO_IMPORT));
    press(f, KIOSK_ACT_REPRINT, 0);
    assert_int_equal(f->model.print, KIOSK_PRINT_BUSY);
    send(f, (struct kiosk_event){.type = KIOSK_RESULT,
                                 .number = f->model.telling.seq,
                                 .code = REFUSED_UNKNOWN_LEASE});
    PAGE(KIOSK_REFUSED); /* before anybody walks off with it */
    printed(f, job, PRINT_PRINTED);
    the_next_one_is_served(f);
}

/* ---- the journal ---- */

/* Rule 1: durable before the first byte goes out, a copy too. */
static void without_a_journal_nothing_is_printed_again(void **state)
{
    struct fixture *f = *state;
    issue(f);
    printed(f, f->model.ticket.id.n, PRINT_NO_PAPER);
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL});
    PAGE(KIOSK_NO_PAPER);
    assert_false(kiosk_may_retry(&f->model));
    press(f, KIOSK_ACT_REPRINT, 0);
    assert_null(did(f, KIOSK_DO_PRINT));
    PAGE(KIOSK_NO_PAPER);
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = true});
    press(f, KIOSK_ACT_REPRINT, 0);
    assert_non_null(did(f, KIOSK_DO_PRINT));
}

/* What the hall gave for a request that is not written down is nobody's: it hears that. */
static void a_number_that_comes_after_the_journal_was_lost_is_void(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL});
    PAGE(KIOSK_REFUSED);
    answer(f, seq, REFUSED_NOT);
    PAGE(KIOSK_REFUSED);
    assert_non_null(did(f, KIOSK_DO_VOID));
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = true});
    the_next_one_is_served(f);
}

/* ---- a start ---- */

/* The power goes while a slip is in the printer. */
static void cut(struct fixture *f)
{
    uint32_t seq = ask(f);
    says(f, (struct kiosk_ticket){.seq = seq,
                                  .id = {500},
                                  .label = {"A", 40},
                                  .service = {A},
                                  .issued = f->model.hall_ms});
    restart(f);
}

static void tick_without_clock(struct fixture *f, msec ms)
{
    f->now += ms;
    send(f, (struct kiosk_event){.type = KIOSK_TICK});
}

/* Switched off over the weekend in the middle of a slip: nobody waits for it on Monday. */
static void what_was_cut_is_not_printed_before_the_day_is_known(void **state)
{
    struct fixture *f = *state;
    cut(f);
    tick_without_clock(f, SECOND);
    assert_null(did(f, KIOSK_DO_PRINT));
    wait_ms(f, 3 * 24 * HOUR);
    assert_null(did(f, KIOSK_DO_PRINT));
    assert_int_equal(ledger_unprinted(&f->model.ledger), 1);
}

/* Who asks meanwhile is not one of those who are gone. */
static void who_asks_before_the_day_is_known_is_answered(void **state)
{
    struct fixture *f = *state;
    cut(f);
    tick_without_clock(f, SECOND);
    link_is(f, true);
    rows(f, true, 100);
    uint32_t seq = ask(f);
    wait_ms(f, SECOND);
    answer(f, seq, REFUSED_NOT);
    PAGE(KIOSK_ISSUED);
    assert_int_equal(f->model.ticket.label.number, 23);
}

/* But a machine that never learns the time does not keep a paper from somebody who waits. */
static void what_was_cut_is_printed_when_nobody_tells_the_day(void **state)
{
    struct fixture *f = *state;
    cut(f);
    tick_without_clock(f, SECOND);
    tick_without_clock(f, KIOSK_SETTLE_MS - 1);
    assert_null(did(f, KIOSK_DO_PRINT));
    tick_without_clock(f, 1);
    assert_non_null(did(f, KIOSK_DO_PRINT));
    assert_true(f->model.ticket.reprinted != 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, start)
#define L(name) cmocka_unit_test_setup(name, start_with_leases)
    const struct CMUnitTest tests[] = {
        T(a_number_that_is_none_leads_to_the_desk),
        T(what_was_asked_of_another_hall_is_over),
        L(what_was_asked_of_another_hall_is_over),
        T(what_was_asked_on_another_day_is_over),
        T(a_slip_of_another_hall_does_not_hold_the_page),
        T(a_slip_nobody_hears_of_any_more_does_not_hold_the_printer),
        L(an_import_refused_while_its_slip_is_tried_again_frees_the_page),
        T(without_a_journal_nothing_is_printed_again),
        T(a_number_that_comes_after_the_journal_was_lost_is_void),
        T(what_was_cut_is_not_printed_before_the_day_is_known),
        T(who_asks_before_the_day_is_known_is_answered),
        T(what_was_cut_is_printed_when_nobody_tells_the_day),
    };
#undef T
#undef L
    return cmocka_run_group_tests_name("kiosk_odd", tests, NULL, NULL);
}
