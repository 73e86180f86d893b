/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who sits at a window (D-43), what they may serve (R-D3), who stays over noon (R-O4) and
 * after hours (R-O3).
 */
#include <string.h>

#include "engine_fixture.h"

#define OPENS (8 * HOUR + 30 * MINUTE)
#define NOON (12 * HOUR)
#define AFTERNOON (13 * HOUR + 30 * MINUTE)
#define CLOSES (17 * HOUR)

static void define(void)
{
    engine_define_small(&w);
    w.def.hours = (struct hours){.count = 2,
                                 .early_min = 15,
                                 .stop_min = 15,
                                 .sessions = {{510, 720}, {810, 1020}}};
}

static int setup(void **state)
{
    (void)state;
    define();
    engine_start(&w, 100);
    w.now = OPENS;
    engine_open_day(&w);
    return 0;
}

static int strict_setup(void **state)
{
    (void)state;
    define();
    w.def.rules.sign_on = true;
    engine_start(&w, 100);
    w.now = OPENS;
    engine_open_day(&w);
    return 0;
}

static struct command person(enum verb verb, uint16_t window, uint32_t staff, const char *skills)
{
    struct command command = {.verb = (uint8_t)verb,
                              .target = {window},
                              .staff = staff,
                              .role = ROLE_CLERK};
    strcpy(command.list, skills);
    return command;
}

static enum refusal sign_on(uint16_t window, uint32_t staff, const char *skills)
{
    return engine_do(&w, person(VERB_SIGN_ON, window, staff, skills));
}

static enum refusal move_to(uint16_t window, uint32_t staff)
{
    struct command command = person(VERB_SIGN_ON, window, staff, "");
    command.arg = 1;
    return engine_do(&w, command);
}

static enum refusal sign_off(uint16_t window, uint32_t staff)
{
    return engine_do(&w, person(VERB_SIGN_OFF, window, staff, ""));
}

/* ---- signing on ---- */

static void a_clerk_gets_only_what_they_may_serve(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1), b = engine_issue(&w, 2);
    assert_int_equal(sign_on(1, 7, "2 3"), REFUSED_NOT);
    assert_false(hall_serves(w.hall, 1, (service_id){1}));
    assert_false(hall_serves(w.hall, 1, (service_id){3})); /* the window is not for it */
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_int_equal(w.result.ticket.n, b.n); /* though a is older (R-D3) */
    assert_int_equal(engine_press(&w, 1, KEY_FINISH), REFUSED_NOT);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_EMPTY);
    assert_int_equal(hall_windows_open(w.hall, (service_id){1}), 0);
    assert_int_equal(sign_off(1, 7), REFUSED_NOT);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT); /* nobody says less */
    assert_int_equal(w.result.ticket.n, a.n);
}

static void it_is_known_where_somebody_sits_and_who_may(void **state)
{
    (void)state;
    const target_id first = {1}, nowhere = {99};
    target_id at;
    assert_false(hall_clerk(w.hall, 7, &at));
    assert_true(hall_may_sign_on(w.hall, first, ROLE_CLERK, "2"));
    assert_false(hall_may_sign_on(w.hall, first, ROLE_CLERK, "3")); /* the window is not for it */
    assert_false(hall_may_sign_on(w.hall, first, ROLE_AUDITOR, ""));
    assert_false(hall_may_sign_on(w.hall, nowhere, ROLE_CLERK, ""));
    assert_int_equal(sign_on(1, 7, "2"), REFUSED_NOT);
    assert_true(hall_clerk(w.hall, 7, &at));
    assert_int_equal(at.n, 1);
}

static void facts_name_the_number_of_whoever_acts(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    sign_on(1, 4200000000u, "");
    engine_press(&w, 1, KEY_NEXT);
    assert_string_equal(engine_facts(&w), "window_opened called");
    assert_string_equal(w.facts.list[0].window_opened.clerk, "4200000000"); /* R-S3 */
    assert_string_equal(w.facts.list[1].called.clerk, "4200000000");
    struct command leader = {.verb = VERB_FINISH, .target = {1}, .staff = 9, .role = ROLE_LEADER};
    engine_do(&w, leader);
    assert_string_equal(w.facts.list[1].finished.clerk, "9");
}

static void one_window_for_a_person_one_person_at_a_window(void **state)
{
    (void)state;
    assert_int_equal(sign_on(1, 7, ""), REFUSED_NOT);
    assert_int_equal(sign_on(2, 7, ""), REFUSED_STAFF_ELSEWHERE);
    assert_int_equal(sign_on(1, 8, ""), REFUSED_WINDOW_TAKEN);
    assert_int_equal(sign_on(1, 7, ""), REFUSED_NOT); /* again: done, nothing new */
    assert_string_equal(engine_facts(&w), "");
    assert_int_equal(sign_on(1, 7, "1"), REFUSED_NOT); /* with other skills */
    assert_string_equal(engine_facts(&w), "signed_off signed_on");
    engine_act(&w, 1, VERB_OPEN, 0);
    assert_int_equal(move_to(2, 7), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "window_closed signed_off signed_on");
    assert_int_equal(w.facts.list[1].signed_off.why, 1);
    assert_int_equal(engine_window(&w, 1).staff, 0);
    assert_int_equal(engine_window(&w, 2).staff, 7);
    assert_int_equal(move_to(2, 8), REFUSED_NOT); /* the shift changes */
    assert_int_equal(engine_window(&w, 2).staff, 8);
}

static void nobody_leaves_a_person_standing(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1);
    sign_on(1, 7, "");
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(sign_off(1, 7), REFUSED_WINDOW_BUSY);
    assert_int_equal(w.result.ticket.n, a.n);
    assert_int_equal(move_to(2, 7), REFUSED_WINDOW_BUSY);
    assert_int_equal(engine_window(&w, 1).staff, 7);
    struct command force = {.verb = VERB_SIGN_OFF, .target = {1}, .arg = 1};
    assert_int_equal(engine_do(&w, force), REFUSED_NOT); /* the hall: a right was taken away */
    assert_int_equal(engine_window(&w, 1).state, WINDOW_CALLING);
    assert_int_equal(engine_window(&w, 1).staff, 0);
}

static void who_may_not_is_told_so(void **state)
{
    (void)state;
    struct command command = person(VERB_SIGN_ON, 1, 7, "");
    for (uint8_t role = ROLE_NONE; role < ROLE_COUNT; role++) {
        bool may = role == ROLE_CLERK || role == ROLE_MANAGER || role == ROLE_LEADER;
        command.role = role;
        command.arg = 1;
        assert_int_equal(engine_do(&w, command), may ? REFUSED_NOT : REFUSED_DENIED);
    }
    assert_int_equal(sign_on(2, 0, ""), REFUSED_MALFORMED);
    assert_int_equal(sign_on(2, 8, "3"), REFUSED_NOT_QUALIFIED);
    assert_int_equal(sign_on(2, 8, "1,2"), REFUSED_MALFORMED);
    assert_int_equal(sign_on(2, 8, "1 "), REFUSED_MALFORMED);
    assert_int_equal(sign_on(2, 8, "70000"), REFUSED_MALFORMED);
    assert_int_equal(sign_off(2, 8), REFUSED_NOT_SIGNED_ON);
    assert_int_equal(sign_off(1, 8), REFUSED_DENIED); /* not their window */
    command = person(VERB_SIGN_OFF, 1, 8, "");
    command.role = ROLE_MANAGER;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
}

static void without_a_window_a_person_signs_off_wherever_they_sit(void **state)
{
    (void)state;
    sign_on(2, 7, "");
    assert_int_equal(engine_do(&w, person(VERB_SIGN_OFF, 0, 7, "")), REFUSED_NOT);
    assert_int_equal(engine_window(&w, 2).staff, 0);
    assert_int_equal(engine_do(&w, person(VERB_SIGN_OFF, 0, 7, "")), REFUSED_NOT_SIGNED_ON);
}

static void the_close_of_the_day_signs_everybody_off(void **state)
{
    (void)state;
    sign_on(1, 7, "1");
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_NOT);
    assert_int_equal(engine_window(&w, 1).staff, 0);
    assert_true(hall_serves(w.hall, 1, (service_id){2}));
}

static void where_the_hall_wants_it_nobody_calls_unsigned(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT_SIGNED_ON);
    assert_int_equal(engine_act(&w, 1, VERB_OPEN, 0), REFUSED_NOT_SIGNED_ON);
    sign_on(1, 7, "");
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_int_equal(engine_act(&w, TARGET_ROOM + 1, VERB_OPEN, 0), REFUSED_NOT);
}

/* ---- duties ---- */

static void over_noon_only_what_the_duty_serves_is_issued(void **state)
{
    (void)state;
    struct command issue = {.verb = VERB_ISSUE, .service = {1}};
    w.now = NOON + 20 * MINUTE;
    assert_int_equal(engine_do(&w, issue), REFUSED_NOT_OPEN);
    assert_int_equal(engine_act(&w, 3, VERB_DUTY, DUTY_LUNCH), REFUSED_NOT);
    assert_int_equal(engine_do(&w, issue), REFUSED_NOT_OPEN); /* window 3 is for 2 only */
    issue.service.n = 2;
    assert_int_equal(engine_do(&w, issue), REFUSED_NOT);
    assert_int_equal(engine_press(&w, 2, KEY_NEXT), REFUSED_NOT); /* people matter more */
    assert_int_equal(hall_duty(w.hall, (target_id){2}, w.now, 0), DUTY_NORMAL);
    engine_act(&w, 3, VERB_OPEN, 0);
    assert_int_equal(hall_duty(w.hall, (target_id){3}, w.now, 0), DUTY_LUNCH);
    w.now = AFTERNOON;
    assert_int_equal(hall_duty(w.hall, (target_id){3}, w.now, 0), DUTY_NORMAL);
    w.now = CLOSES - 10 * MINUTE; /* no more tickets, and it is not noon */
    assert_int_equal(engine_do(&w, issue), REFUSED_NOT_OPEN);
}

/* R-C5: no number ends at noon. */
static void noon_takes_nobodys_ticket(void **state)
{
    (void)state;
    w.now = NOON - 20 * MINUTE;
    ticket_id waits = engine_issue(&w, 1);
    for (w.now = NOON; w.now < AFTERNOON; w.now += 10 * MINUTE)
        engine_do(&w, (struct command){.verb = VERB_TICK});
    w.now = AFTERNOON;
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_int_equal(w.result.ticket.n, waits.n);
}

static void after_hours_a_window_goes_when_others_take_its_people(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1);
    engine_act(&w, 1, VERB_OPEN, 0);
    w.now = CLOSES - MINUTE;
    engine_act(&w, 2, VERB_OPEN, 0);
    assert_int_equal(engine_act(&w, 2, VERB_CLOSE, 0), REFUSED_NOT); /* still in hours */
    engine_act(&w, 2, VERB_OPEN, 0);
    w.now = CLOSES;
    assert_int_equal(engine_act(&w, 2, VERB_CLOSE, 0), REFUSED_NOT); /* window 1 takes a */
    assert_int_equal(engine_act(&w, 1, VERB_CLOSE, 0), REFUSED_WINDOW_BUSY);
    assert_int_equal(w.result.ticket.n, a.n); /* R-O3, by number */
    assert_int_equal(hall_duty(w.hall, (target_id){1}, w.now, 0), DUTY_AFTER_HOURS);
    engine_act(&w, 2, VERB_OPEN, 0);
    assert_int_equal(engine_act(&w, 2, VERB_DUTY, DUTY_AFTER_HOURS), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 2, VERB_CLOSE, 0), REFUSED_WINDOW_BUSY); /* its duty */
    struct command manager = {.verb = VERB_CLOSE, .target = {1}, .staff = 9, .role = ROLE_MANAGER};
    assert_int_equal(engine_do(&w, manager), REFUSED_NOT);
}

static void a_duty_is_set_by_who_may(void **state)
{
    (void)state;
    struct command command = {.verb = VERB_DUTY, .target = {1}, .arg = 3, .staff = 7};
    command.role = ROLE_CLERK;
    assert_int_equal(engine_do(&w, command), REFUSED_DENIED);
    command.role = ROLE_LEADER;
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    assert_true(engine_window(&w, 1).lunch && engine_window(&w, 1).late);
    assert_int_equal(engine_do(&w, command), REFUSED_NOT); /* it is so */
    assert_string_equal(engine_facts(&w), "");
    command.arg = 4;
    assert_int_equal(engine_do(&w, command), REFUSED_MALFORMED);
    command.target.n = TARGET_ROOM + 1;
    assert_int_equal(engine_do(&w, command), REFUSED_UNKNOWN_WINDOW);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_clerk_gets_only_what_they_may_serve),
        TEST(it_is_known_where_somebody_sits_and_who_may),
        TEST(facts_name_the_number_of_whoever_acts),
        TEST(one_window_for_a_person_one_person_at_a_window),
        TEST(nobody_leaves_a_person_standing),
        TEST(who_may_not_is_told_so),
        TEST(without_a_window_a_person_signs_off_wherever_they_sit),
        TEST(the_close_of_the_day_signs_everybody_off),
        cmocka_unit_test_setup_teardown(where_the_hall_wants_it_nobody_calls_unsigned, strict_setup,
                                        teardown),
        TEST(over_noon_only_what_the_duty_serves_is_issued),
        TEST(noon_takes_nobodys_ticket),
        TEST(after_hours_a_window_goes_when_others_take_its_people),
        TEST(a_duty_is_set_by_who_may),
    };
    return cmocka_run_group_tests_name("engine_clerks", tests, NULL, NULL);
}
