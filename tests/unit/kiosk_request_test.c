/* SPDX-License-Identifier: Apache-2.0 */
/* What the kiosk asks, hears and reports: one ticket, paper, help. */
#include "kiosk_play.h"

/* ---- R-K12: one ticket ---- */

static void a_second_press_while_busy_asks_nothing(void **state)
{
    struct fixture *f = *state;
    ask(f);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(f->effects.count, 0);
}

static void the_same_service_within_three_seconds_is_the_same_ticket(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = issue(f);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    f->model.guard_until = 0;
    press(f, KIOSK_ACT_AGAIN, 0);
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(f->effects.count, 0);
    PAGE(KIOSK_ISSUED);
    assert_int_equal(f->model.ticket.seq, seq);
    wait_ms(f, 3 * SECOND);
    press(f, KIOSK_ACT_AGAIN, 0);
    assert_true(ask(f) > seq);
}

static void a_page_that_came_by_itself_takes_no_press_at_once(void **state)
{
    struct fixture *f = *state;
    issue(f);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    send(f, (struct kiosk_event){.type = KIOSK_DOWN, .action = KIOSK_ACT_HOME});
    up(f, KIOSK_ACT_HOME, 0);
    PAGE(KIOSK_ISSUED);
}

static void no_answer_sends_the_same_number_again(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    wait_ms(f, KIOSK_RESEND_MS - 1);
    assert_int_equal(f->effects.count, 0);
    assert_true(kiosk_slow(&f->model));
    wait_ms(f, 1);
    assert_int_equal(f->effects.count, 1);
    assert_int_equal(f->effects.list[0].seq, seq);
}

static void a_lost_link_sends_the_same_number_when_it_is_back(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    link_is(f, false);
    wait_ms(f, 8 * SECOND);
    assert_int_equal(f->effects.count, 0);
    PAGE(KIOSK_CONFIRM);
    link_is(f, true);
    assert_int_equal(f->effects.count, 1);
    assert_int_equal(f->effects.list[0].seq, seq);
    answer(f, seq, REFUSED_NOT);
    PAGE(KIOSK_ISSUED);
    answer(f, seq, REFUSED_NOT); /* the second answer of the two sent */
    assert_int_equal(f->effects.count, 0);
}

/* Without a number of its own it waits longer, then names the desk; nobody was told the number
 * that comes afterwards. */
static void an_answer_after_giving_up_is_void(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    link_is(f, false);
    wait_ms(f, KIOSK_NO_OWN_MS - 1);
    PAGE(KIOSK_CONFIRM);
    wait_ms(f, 1);
    PAGE(KIOSK_REFUSED);
    link_is(f, true);
    assert_int_equal(f->effects.count, 0);
    answer(f, seq, REFUSED_NOT);
    PAGE(KIOSK_REFUSED);
    assert_int_equal(f->effects.count, 1);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_VOID);
    assert_int_equal(ledger_slip(&f->model.ledger, f->effects.list[0].slip)->voided,
                     VOID_NEVER_GIVEN);
    answer(f, seq, REFUSED_NOT);
    assert_int_equal(f->effects.count, 0);
}

static void without_a_link_nothing_is_asked(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    link_is(f, false);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(f->effects.count, 0);
    assert_false(kiosk_can_issue(&f->model, (service_id){A}));
    PAGE(KIOSK_CONFIRM); /* k27: the page in use is not thrown away */
}

/* ---- R-K4, D-21: paper ---- */

static void no_paper_shows_the_number_for_two_minutes(void **state)
{
    struct fixture *f = *state;
    issue(f);
    printed(f, f->model.ticket.id.n, PRINT_NO_PAPER);
    PAGE(KIOSK_NO_PAPER);
    assert_int_equal(f->effects.list[0].result, PRINT_NO_PAPER);
    assert_int_equal(kiosk_seconds_left(&f->model), 120);
    assert_int_equal(f->model.printer, KIOSK_PRINTER_NO_PAPER);
}

/* The page says that the guide was told: only when the hall knows. */
static void the_hall_is_told_when_it_has_answered(void **state)
{
    struct fixture *f = *state;
    issue(f);
    link_is(f, false);
    printed(f, f->model.ticket.id.n, PRINT_NO_PAPER);
    PAGE(KIOSK_NO_PAPER);
    assert_false(kiosk_told(&f->model));
    link_is(f, true);
    assert_false(kiosk_told(&f->model));
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = f->effects.list[0].seq});
    assert_true(kiosk_told(&f->model));
}

/* Pressed once more within three seconds: there is still no slip to take. */
static void a_double_press_without_paper_stays_without_paper(void **state)
{
    struct fixture *f = *state;
    issue(f);
    printed(f, f->model.ticket.id.n, PRINT_FAILED);
    f->model.guard_until = 0;
    press(f, KIOSK_ACT_HOME, 0);
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(f->effects.count, 0);
    PAGE(KIOSK_NO_PAPER);
}

static void a_silent_printer_has_failed(void **state)
{
    struct fixture *f = *state;
    issue(f);
    wait_ms(f, KIOSK_PRINT_MS);
    PAGE(KIOSK_NO_PAPER);
    assert_int_equal(f->effects.list[0].result, PRINT_FAILED);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED); /* too late to be told */
    PAGE(KIOSK_NO_PAPER);
    assert_int_equal(f->effects.count, 0);
}

static void a_report_is_sent_until_it_is_answered(void **state)
{
    struct fixture *f = *state;
    issue(f);
    link_is(f, false);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    assert_int_equal(f->effects.count, 0);
    link_is(f, true);
    assert_int_equal(f->effects.count, 1);
    uint32_t seq = f->effects.list[0].seq;
    wait_ms(f, KIOSK_RESEND_MS);
    assert_int_equal(f->effects.list[0].seq, seq);
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = seq});
    wait_ms(f, KIOSK_RESEND_MS);
    assert_int_equal(f->effects.count, 0);
}

/* None is forgotten, and they arrive one by one, the oldest first. */
static void reports_of_a_long_time_alone_all_arrive(void **state)
{
    struct fixture *f = *state;
    uint32_t ids[20];
    for (size_t i = 0; i < countof(ids); i++) {
        press(f, KIOSK_ACT_HOME, 0);
        wait_ms(f, 4 * SECOND);
        issue(f);
        ids[i] = f->model.ticket.id.n;
        link_is(f, false);
        printed(f, ids[i], PRINT_PRINTED);
        assert_int_equal(f->effects.count, 0);
        f->model.link_up = true; /* to ask for the next; nothing is sent by that */
        f->model.tell_after = f->now + HOUR;
    }
    link_is(f, false);
    f->model.tell_after = 0;
    link_is(f, true);
    for (size_t i = 0; i < countof(ids); i++) {
        assert_int_equal(f->effects.count, 1);
        assert_int_equal(f->effects.list[0].ticket.n, ids[i]);
        send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = f->effects.list[0].seq});
    }
    assert_int_equal(f->effects.count, 0);
}

/* ---- help ---- */

static void a_guide_is_called_and_the_answer_shown(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_HELP, 0);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_HELP);
    uint32_t seq = f->effects.list[0].seq;
    assert_int_equal(f->model.help, KIOSK_HELP_NONE);
    press(f, KIOSK_ACT_HELP, 0);
    assert_int_equal(f->effects.count, 0); /* one call */
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = seq});
    assert_int_equal(f->model.help, KIOSK_HELP_COMING);
    wait_ms(f, KIOSK_TOAST_MS);
    assert_int_equal(f->model.help, KIOSK_HELP_NONE);
}

static void without_a_link_the_help_desk_is_named(void **state)
{
    struct fixture *f = *state;
    link_is(f, false);
    press(f, KIOSK_ACT_HELP, 0);
    assert_int_equal(f->effects.count, 0);
    assert_int_equal(f->model.help, KIOSK_HELP_FAILED);
}

static void an_unanswered_call_says_so(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_HELP, 0);
    wait_ms(f, KIOSK_HELP_MS);
    assert_int_equal(f->model.help, KIOSK_HELP_FAILED);
}

static void help_works_beside_a_request(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    press(f, KIOSK_ACT_HELP, 0);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_HELP);
    assert_true(f->effects.list[0].seq != seq); /* D-09: every command its own number */
    answer(f, seq, REFUSED_NOT);
    PAGE(KIOSK_ISSUED);
}

static void emergency(struct fixture *f, uint8_t emergency)
{
    f->rows.emergency = emergency;
    send(f, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &f->rows});
}

/* k31: a call for a guide that has no answer yet must not swallow it, nor be taken for it. */
static void who_cannot_leave_alone_stands_before_another_call(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_HELP, 0);
    uint32_t guide = did(f, KIOSK_DO_HELP)->seq;
    emergency(f, EMERGENCY_EVACUATE);
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = guide});
    assert_int_equal(f->model.help, KIOSK_HELP_NONE);
    emergency(f, EMERGENCY_NONE);
    press(f, KIOSK_ACT_HELP, 0);
    emergency(f, EMERGENCY_EVACUATE);
    press(f, KIOSK_ACT_CANNOT_LEAVE, 0);
    assert_int_equal(did(f, KIOSK_DO_HELP)->arg, KIOSK_HELP_FOR_LEAVING);
    uint32_t seq = did(f, KIOSK_DO_HELP)->seq;
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = seq});
    assert_int_equal(f->model.help, KIOSK_HELP_COMING);
}

static void who_cannot_leave_alone_is_told_when_the_link_is_back(void **state)
{
    struct fixture *f = *state;
    emergency(f, EMERGENCY_EVACUATE);
    link_is(f, false);
    press(f, KIOSK_ACT_CANNOT_LEAVE, 0);
    assert_int_equal(f->model.help, KIOSK_HELP_FAILED); /* as long as nobody has heard it */
    wait_ms(f, MINUTE);
    link_is(f, true);
    const struct kiosk_effect *help = did(f, KIOSK_DO_HELP);
    assert_int_equal(help->arg, KIOSK_HELP_FOR_LEAVING);
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = help->seq});
    assert_int_equal(f->model.help, KIOSK_HELP_COMING);
}

static void who_cannot_leave_alone_is_not_given_up(void **state)
{
    struct fixture *f = *state;
    emergency(f, EMERGENCY_EVACUATE);
    press(f, KIOSK_ACT_CANNOT_LEAVE, 0);
    uint32_t seq = did(f, KIOSK_DO_HELP)->seq;
    wait_ms(f, KIOSK_HELP_MS);
    assert_int_equal(f->model.help, KIOSK_HELP_FAILED);
    wait_ms(f, KIOSK_RESEND_MS);
    assert_int_equal(did(f, KIOSK_DO_HELP)->seq, seq);
    press(f, KIOSK_ACT_CANNOT_LEAVE, 0); /* and who presses again is seen to have done so */
    assert_int_equal(f->model.help, KIOSK_HELP_NONE);
    assert_int_equal(did(f, KIOSK_DO_HELP)->seq, seq);
    emergency(f, EMERGENCY_NONE);
    wait_ms(f, MINUTE);
    assert_null(did(f, KIOSK_DO_HELP));
    assert_false(f->model.calling.active);
}

/* D-41: the kiosk starts again with another definition of the hall only when it is idle. */
static void it_is_idle_when_nobody_is_before_it_and_nothing_is_under_way(void **state)
{
    struct fixture *f = *state;
    assert_true(kiosk_idle(&f->model));
    press(f, KIOSK_ACT_LANGUAGE, 0);
    assert_false(kiosk_idle(&f->model));
    wait_ms(f, 100 * SECOND);
    assert_true(kiosk_idle(&f->model));
    down(f, KIOSK_ACT_ZONE, 1);
    assert_false(kiosk_idle(&f->model));
    up(f, KIOSK_ACT_ZONE, 1);
    PAGE(KIOSK_SERVICES);
    assert_false(kiosk_idle(&f->model));
    press(f, KIOSK_ACT_HOME, 0);
    wait_ms(f, KIOSK_GUARD_MS);
    assert_true(kiosk_idle(&f->model));
    issue(f);
    assert_false(kiosk_idle(&f->model)); /* the slip is being printed */
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    uint32_t report = f->effects.list[0].seq;
    wait_ms(f, 10 * SECOND);
    PAGE(KIOSK_HOME);
    assert_false(kiosk_idle(&f->model)); /* the hall does not know yet */
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = report});
    assert_true(kiosk_idle(&f->model));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, start)
    const struct CMUnitTest tests[] = {
        T(a_second_press_while_busy_asks_nothing),
        T(the_same_service_within_three_seconds_is_the_same_ticket),
        T(a_page_that_came_by_itself_takes_no_press_at_once),
        T(no_answer_sends_the_same_number_again),
        T(a_lost_link_sends_the_same_number_when_it_is_back),
        T(an_answer_after_giving_up_is_void),
        T(without_a_link_nothing_is_asked),
        T(no_paper_shows_the_number_for_two_minutes),
        T(the_hall_is_told_when_it_has_answered),
        T(a_double_press_without_paper_stays_without_paper),
        T(a_silent_printer_has_failed),
        T(a_report_is_sent_until_it_is_answered),
        T(reports_of_a_long_time_alone_all_arrive),
        T(a_guide_is_called_and_the_answer_shown),
        T(without_a_link_the_help_desk_is_named),
        T(an_unanswered_call_says_so),
        T(help_works_beside_a_request),
        T(who_cannot_leave_alone_stands_before_another_call),
        T(who_cannot_leave_alone_is_told_when_the_link_is_back),
        T(who_cannot_leave_alone_is_not_given_up),
        T(it_is_idle_when_nobody_is_before_it_and_nothing_is_under_way),
    };
#undef T
    return cmocka_run_group_tests_name("kiosk_request", tests, NULL, NULL);
}
