/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of the kiosk and their time: each flow as a script of events. */
#include "kiosk_play.h"

/* ---- pages ---- */

static void a_ticket_takes_three_presses(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    PAGE(KIOSK_SERVICES);
    press(f, KIOSK_ACT_SERVICE, A);
    PAGE(KIOSK_CONFIRM);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_true(kiosk_busy(&f->model));
    answer(f, f->effects.list[0].seq, REFUSED_NOT);
    PAGE(KIOSK_ISSUED);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_PRINT);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    PAGE(KIOSK_ISSUED);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_REPORT);
    assert_int_equal(f->effects.list[0].result, PRINT_PRINTED);
    press(f, KIOSK_ACT_HOME, 0);
    PAGE(KIOSK_HOME);
}

static void back_goes_one_page_up(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_SERVICES);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_HOME);
    press(f, KIOSK_ACT_ASK, 0);
    PAGE(KIOSK_ASK);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_HOME);
}

/* R-K12: of two quick taps the second was meant for the page before, not for what now lies there:
 * below the last services is the button that takes a ticket. */
static void the_second_of_two_taps_is_not_for_the_next_page(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    f->now += KIOSK_GUARD_MS - 1;
    send(f, (struct kiosk_event){.type = KIOSK_DOWN, .action = KIOSK_ACT_CONFIRM});
    f->now += 100;
    up(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(f->effects.count, 0);
    assert_false(kiosk_busy(&f->model));
    PAGE(KIOSK_CONFIRM);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_true(kiosk_busy(&f->model));
}

static void a_home_page_that_stays_takes_every_press(void **state)
{
    struct fixture *f = *state;
    wait_ms(f, 100 * SECOND); /* back to the usual look: the page is the same */
    send(f, (struct kiosk_event){.type = KIOSK_DOWN, .action = KIOSK_ACT_ZONE, .arg = 1});
    up(f, KIOSK_ACT_ZONE, 1);
    PAGE(KIOSK_SERVICES);
}

static void leaving_a_target_cancels_the_press(void **state)
{
    struct fixture *f = *state;
    down(f, KIOSK_ACT_ZONE, 1);
    send(f, (struct kiosk_event){.type = KIOSK_MOVE, .action = KIOSK_ACT_ZONE, .arg = 2});
    up(f, KIOSK_ACT_ZONE, 1);
    PAGE(KIOSK_HOME);
    down(f, KIOSK_ACT_ZONE, 1);
    up(f, KIOSK_ACT_NONE, 0);
    PAGE(KIOSK_HOME);
}

static void a_press_is_shown_while_it_lasts(void **state)
{
    struct fixture *f = *state;
    down(f, KIOSK_ACT_ZONE, 2);
    assert_int_equal(f->model.pressed_action, KIOSK_ACT_ZONE);
    assert_int_equal(f->model.pressed_arg, 2);
    up(f, KIOSK_ACT_ZONE, 2);
    assert_int_equal(f->model.pressed_action, KIOSK_ACT_NONE);
}

static void only_zones_with_a_tile_and_services_with_numbers_are_shown(void **state)
{
    struct fixture *f = *state;
    const struct zone_def *zone_list[4];
    const struct service_def *list[4];
    assert_int_equal(kiosk_zones(&f->model, zone_list, 4), 2);
    assert_int_equal(kiosk_services(&f->model, 1, list, 4), 2);
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, 3);
    PAGE(KIOSK_SERVICES); /* D-44: issues no numbers */
}

/* R-K7: full and closed services stay, but give nothing. */
static void a_full_or_closed_service_cannot_be_chosen(void **state)
{
    struct fixture *f = *state;
    rows(f, true, 0);
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    PAGE(KIOSK_SERVICES);
    rows(f, false, 100);
    press(f, KIOSK_ACT_SERVICE, A);
    PAGE(KIOSK_SERVICES);
    assert_true(kiosk_hall_closed(&f->model));
}

static void refusals_have_pages(void **state)
{
    static const struct {
        uint8_t refusal, page;
    } rows_[] = {{REFUSED_FULL, KIOSK_FULL},
                 {REFUSED_NOT_OPEN, KIOSK_CLOSED},
                 {REFUSED_DAY_CLOSED, KIOSK_CLOSED},
                 {REFUSED_BUSY, KIOSK_REFUSED},
                 {REFUSED_CLASS, KIOSK_REFUSED}};
    struct fixture *f = *state;
    for (size_t i = 0; i < countof(rows_); i++) {
        uint32_t seq = ask(f);
        answer(f, seq, rows_[i].refusal);
        PAGE(rows_[i].page);
        assert_int_equal(f->effects.count, 0); /* nothing is printed */
        press(f, KIOSK_ACT_HOME, 0);
    }
}

static void a_chosen_priority_is_asked_for_and_forgotten_at_home(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_PRIORITY, 1);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(f->effects.list[0].ticket_class, CLASS_PRIORITY);
    answer(f, f->effects.list[0].seq, REFUSED_BUSY);
    press(f, KIOSK_ACT_HOME, 0);
    ask(f);
    assert_int_equal(f->effects.list[0].ticket_class, CLASS_NORMAL);
}

/* ---- R-K2: time ---- */

static void an_idle_page_warns_then_goes_home(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    wait_ms(f, 60 * SECOND - KIOSK_WARN_MS - 1);
    assert_false(kiosk_overlay(&f->model));
    wait_ms(f, 1);
    assert_true(kiosk_overlay(&f->model));
    assert_int_equal(kiosk_seconds_left(&f->model), 15);
    wait_ms(f, KIOSK_WARN_MS);
    PAGE(KIOSK_HOME);
}

static void more_time_gives_a_full_period_as_often_as_wanted(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_ZONE, 1);
    for (int i = 0; i < 5; i++) {
        wait_ms(f, 60 * SECOND - 2 * SECOND);
        assert_true(kiosk_overlay(&f->model));
        press(f, KIOSK_ACT_MORE_TIME, 0);
        assert_false(kiosk_overlay(&f->model));
        assert_int_equal(kiosk_seconds_left(&f->model), 60);
        PAGE(KIOSK_SERVICES);
    }
}

static void the_home_page_forgets_language_and_look(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_LANGUAGE, 0);
    press(f, KIOSK_ACT_CONTRAST, 0);
    assert_int_equal(f->model.lang, LANG_EN);
    wait_ms(f, 100 * SECOND);
    assert_int_equal(f->model.lang, LANG_ZH);
    assert_false(f->model.contrast);
}

static void large_text_doubles_the_time(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_LARGE, 0);
    assert_int_equal(kiosk_seconds_left(&f->model), 200);
    press(f, KIOSK_ACT_ZONE, 1);
    assert_int_equal(kiosk_seconds_left(&f->model), 120);
}

static void the_issued_page_just_ends(void **state)
{
    struct fixture *f = *state;
    issue(f);
    wait_ms(f, 20 * SECOND); /* the printer takes its time: the page stays */
    PAGE(KIOSK_ISSUED);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    assert_int_equal(kiosk_seconds_left(&f->model), 10);
    wait_ms(f, 9 * SECOND);
    assert_false(kiosk_overlay(&f->model));
    wait_ms(f, SECOND);
    PAGE(KIOSK_HOME);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, start)
    const struct CMUnitTest tests[] = {
        T(a_ticket_takes_three_presses),
        T(back_goes_one_page_up),
        T(the_second_of_two_taps_is_not_for_the_next_page),
        T(a_home_page_that_stays_takes_every_press),
        T(leaving_a_target_cancels_the_press),
        T(a_press_is_shown_while_it_lasts),
        T(only_zones_with_a_tile_and_services_with_numbers_are_shown),
        T(a_full_or_closed_service_cannot_be_chosen),
        T(refusals_have_pages),
        T(a_chosen_priority_is_asked_for_and_forgotten_at_home),
        T(an_idle_page_warns_then_goes_home),
        T(more_time_gives_a_full_period_as_often_as_wanted),
        T(the_home_page_forgets_language_and_look),
        T(large_text_doubles_the_time),
        T(the_issued_page_just_ends),
    };
#undef T
    return cmocka_run_group_tests_name("kiosk_model", tests, NULL, NULL);
}
