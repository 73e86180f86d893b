/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's model: each page flow as a script of events. */
#include <string.h>

#include "model/kiosk.h"
#include "test.h"

#define A 1 /* a service of zone 1 */
#define B 2

static const struct zone_def zones[] = {
    {.id = 1, .letter = "A", .floor_count = 1, .floors = {1}, .on_kiosk = true},
    {.id = 2, .letter = "B", .floor_count = 1, .floors = {2}, .on_kiosk = true},
    {.id = 3, .letter = "C", .floor_count = 1, .floors = {3}, .on_kiosk = false},
};
static const struct service_def services[] = {
    {.id = {A}, .prefix = "A", .zone = 1},
    {.id = {B}, .prefix = "B", .zone = 1},
    {.id = {3}, .prefix = "", .zone = 1}, /* a step of journeys */
    {.id = {4}, .prefix = "D", .zone = 2},
};
static const struct device_def device = {.name = "kiosk-1", .kind = DEVICE_KIOSK, .floor = 1};
static const struct hall_def hall = {
    .id = "test",
    .languages = {[LANG_ZH] = true, [LANG_EN] = true},
    .rules = {.ticket_repeat_s = 3},
    .zone_count = countof(zones),
    .zones = zones,
    .service_count = countof(services),
    .services = services,
};

struct fixture {
    struct kiosk_model model;
    struct kiosk_effects effects;
    struct kiosk_rows rows;
    msec now;
};

static struct fixture fixture;

static void send(struct fixture *f, struct kiosk_event event)
{
    event.now = f->now;
    kiosk_step(&f->model, &event, &f->effects);
}

static void wait_ms(struct fixture *f, msec ms)
{
    f->now += ms;
    send(f, (struct kiosk_event){.type = KIOSK_TICK, .hall_ms = f->now, .tz_min = 480});
}

static void rows(struct fixture *f, bool ticketing, uint16_t left)
{
    f->rows = (struct kiosk_rows){.known = true, .day = 20260318, .ticketing = ticketing};
    for (size_t i = 0; i < countof(services); i++)
        f->rows.services[i] =
            (struct kiosk_service){.known = true, .ticketing = ticketing, .left = left};
    send(f, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &f->rows});
}

static void link_is(struct fixture *f, bool up)
{
    send(f, (struct kiosk_event){.type = KIOSK_LINK, .up = up});
}

static void down(struct fixture *f, uint16_t action, uint16_t arg)
{
    f->now += 500; /* behind the guard */
    send(f, (struct kiosk_event){.type = KIOSK_DOWN, .action = action, .arg = arg});
}

static void up(struct fixture *f, uint16_t action, uint16_t arg)
{
    send(f, (struct kiosk_event){.type = KIOSK_UP, .action = action, .arg = arg});
}

static void press(struct fixture *f, uint16_t action, uint16_t arg)
{
    down(f, action, arg);
    up(f, action, arg);
}

static void answer(struct fixture *f, uint32_t seq, uint8_t refusal)
{
    struct kiosk_ticket ticket = {.seq = seq,
                                  .refusal = refusal,
                                  .id = {refusal ? 0 : 100 + seq},
                                  .label = {"A", 23},
                                  .service = {A}};
    send(f, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

static void printed(struct fixture *f, uint32_t ticket, uint8_t result)
{
    send(f, (struct kiosk_event){.type = KIOSK_PRINTED, .number = ticket, .code = result});
}

static uint32_t ask(struct fixture *f)
{
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(f->effects.count, 1);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_REQUEST);
    return f->effects.list[0].seq;
}

static uint32_t issue(struct fixture *f)
{
    uint32_t seq = ask(f);
    answer(f, seq, REFUSED_NOT);
    return seq;
}

static int start(void **state)
{
    memset(&fixture, 0, sizeof(fixture));
    *state = &fixture;
    fixture.now = HOUR;
    kiosk_init(&fixture.model, &hall, &device);
    wait_ms(&fixture, 0);
    link_is(&fixture, true);
    rows(&fixture, true, 100);
    return 0;
}

#define PAGE(expected) assert_int_equal(f->model.page, expected)

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
    wait_ms(f, KIOSK_PAGE_MS - KIOSK_WARN_MS - 1);
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
        wait_ms(f, KIOSK_PAGE_MS - 2 * SECOND);
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
    wait_ms(f, KIOSK_HOME_MS);
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
    wait_ms(f, 12 * SECOND);
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

static void an_answer_after_giving_up_is_reported_unprinted(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    link_is(f, false);
    wait_ms(f, KIOSK_GIVE_UP_MS);
    PAGE(KIOSK_REFUSED);
    link_is(f, true);
    assert_int_equal(f->effects.count, 0);
    answer(f, seq, REFUSED_NOT);
    PAGE(KIOSK_REFUSED);
    assert_int_equal(f->effects.count, 1);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_REPORT);
    assert_int_equal(f->effects.list[0].result, PRINT_FAILED);
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

/* The limit KIOSK_REPORTS_MAX: the oldest is forgotten, the rest arrive one by one. */
static void at_most_eight_reports_wait(void **state)
{
    struct fixture *f = *state;
    uint32_t ids[KIOSK_REPORTS_MAX + 2];
    for (size_t i = 0; i < countof(ids); i++) {
        press(f, KIOSK_ACT_HOME, 0);
        wait_ms(f, 4 * SECOND);
        issue(f);
        ids[i] = f->model.ticket.id.n;
        link_is(f, false);
        printed(f, ids[i], PRINT_PRINTED);
        assert_int_equal(f->effects.count, 0);
        f->model.link_up = true; /* to ask for the next; nothing is sent by that */
    }
    link_is(f, false);
    link_is(f, true);
    for (size_t i = 2; i < countof(ids); i++) {
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

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, start)
    const struct CMUnitTest tests[] = {
        T(a_ticket_takes_three_presses),
        T(back_goes_one_page_up),
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
        T(a_second_press_while_busy_asks_nothing),
        T(the_same_service_within_three_seconds_is_the_same_ticket),
        T(a_page_that_came_by_itself_takes_no_press_at_once),
        T(no_answer_sends_the_same_number_again),
        T(a_lost_link_sends_the_same_number_when_it_is_back),
        T(an_answer_after_giving_up_is_reported_unprinted),
        T(without_a_link_nothing_is_asked),
        T(no_paper_shows_the_number_for_two_minutes),
        T(a_silent_printer_has_failed),
        T(a_report_is_sent_until_it_is_answered),
        T(at_most_eight_reports_wait),
        T(a_guide_is_called_and_the_answer_shown),
        T(without_a_link_the_help_desk_is_named),
        T(an_unanswered_call_says_so),
        T(help_works_beside_a_request),
    };
#undef T
    return cmocka_run_group_tests_name("kiosk_model", tests, NULL, NULL);
}
