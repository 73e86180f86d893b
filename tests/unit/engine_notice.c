/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What moves no ticket: help and why, a second slip and who gets one, staff at a kiosk, an
 * emergency; what a kiosk is told of a number, and what a guide grants there.
 */
#include <string.h>

#include "engine_fixture.h"

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.rating_change_min = 5;
    w.def.rules.miss_calls = 1;
    w.def.rules.miss_after_s = 0;
    w.def.rules.return_policy = RETURN_PLACES;
    w.def.rules.return_places = 2;
    w.def.rules.return_max = 1;
    engine_start(&w, 40);
    engine_open_day(&w);
    return 0;
}

static struct slip_view slip(ticket_id id)
{
    struct slip_view view;
    assert_true(hall_slip(w.hall, id, w.now, &view));
    return view;
}

static enum refusal reprint(ticket_id id, uint64_t card, bool vouched)
{
    return engine_do(&w, (struct command){.verb = VERB_REPRINT,
                                          .ticket = id,
                                          .id_a = card,
                                          .id_b = card ? ~card : 0,
                                          .vouched = vouched,
                                          .who = "kiosk-1"});
}

static ticket_id take(uint64_t card, uint8_t principals)
{
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_ISSUE,
                                                    .service = {1},
                                                    .id_a = card,
                                                    .id_b = card ? ~card : 0,
                                                    .principals = principals,
                                                    .source = SOURCE_KIOSK}),
                     REFUSED_NOT);
    return w.result.ticket;
}

/* ---- help ---- */

static void whoever_calls_is_heard_with_the_reason(void **state)
{
    (void)state;
    for (uint32_t reason = 0; reason < HELP_REASON_COUNT; reason++) {
        struct command help = {.verb = VERB_HELP, .arg = reason, .who = "kiosk-1"};
        assert_int_equal(engine_do(&w, help), REFUSED_NOT);
        assert_int_equal(w.facts.list[0].help.reason, reason);
        assert_string_equal(w.facts.list[0].help.device, "kiosk-1");
    }
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_HELP, .arg = HELP_REASON_COUNT}),
                     REFUSED_NOT);
    assert_int_equal(w.facts.list[0].help.reason, HELP_GUIDE); /* of a newer kiosk */
}

/* ---- a second slip ---- */

/* R-T2 */
static void a_second_slip_has_the_number_and_the_place(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    msec issued = w.now += MINUTE;
    ticket_id mine = take(7, 3);
    struct ticket_view before = engine_ticket(&w, mine);
    w.now += MINUTE;
    engine_issue(&w, 1);
    assert_int_equal(reprint(mine, 0, true), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "reprinted");
    assert_string_equal(w.facts.list[0].reprinted.device, "kiosk-1");
    assert_int_equal(w.result.label.number, before.label.number);
    assert_int_equal(w.result.ahead, 1);
    assert_int_equal(w.result.issued, issued);
    assert_int_equal(w.result.principals, 3);
    struct ticket_view after = engine_ticket(&w, mine);
    assert_int_equal(after.key, before.key);
    assert_int_equal(after.order, before.order);
    assert_int_equal(after.state, TICKET_WAITING);
}

/* D-24, R-K8 */
static void only_who_shows_slip_or_card_gets_one(void **state)
{
    (void)state;
    ticket_id mine = take(7, 1), nobodys = take(0, 1);
    assert_int_equal(reprint(mine, 7, false), REFUSED_NOT);
    assert_int_equal(reprint(mine, 8, false), REFUSED_WRONG_CODE);
    assert_int_equal(reprint(mine, 0, false), REFUSED_WRONG_CODE);
    assert_int_equal(reprint(nobodys, 7, false), REFUSED_WRONG_CODE);
    assert_int_equal(reprint(nobodys, 0, false), REFUSED_WRONG_CODE);
    assert_int_equal(reprint(nobodys, 0, true), REFUSED_NOT);
    assert_int_equal(reprint((ticket_id){nobodys.n + 1}, 0, true), REFUSED_UNKNOWN_TICKET);
    assert_int_equal(reprint((ticket_id){0}, 0, true), REFUSED_MALFORMED);
}

static void there_is_none_for_a_visit_that_is_over(void **state)
{
    (void)state;
    ticket_id a = engine_issue(&w, 1), b = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(reprint(a, 0, true), REFUSED_NOT); /* called: where was it again? */
    assert_int_equal(w.result.ahead, 0);
    assert_int_equal(w.result.wait_min, 0);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(reprint(a, 0, true), REFUSED_WRONG_STATE);
    assert_int_equal(engine_on(&w, 0, VERB_CANCEL, b), REFUSED_NOT);
    assert_int_equal(reprint(b, 0, true), REFUSED_WRONG_STATE);
    ticket_id missed = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
    assert_int_equal(reprint(missed, 0, true), REFUSED_NOT); /* to come back with */
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    assert_int_equal(reprint(missed, 0, true), REFUSED_DAY_CLOSED);
}

static void who_holds_a_ticket_hears_all_about_it(void **state)
{
    (void)state;
    engine_issue(&w, 1);
    msec issued = w.now;
    take(7, 2);
    w.now += MINUTE;
    struct command again = {.verb = VERB_ISSUE, .service = {1}, .id_a = 7, .id_b = ~7ull};
    assert_int_equal(engine_do(&w, again), REFUSED_HAS_TICKET);
    assert_int_equal(w.result.ahead, 1);
    assert_int_equal(w.result.issued, issued);
    assert_int_equal(w.result.principals, 2);
}

/* ---- what the holder may do ---- */

/* D-19: what the page shows is what comes. */
static void the_way_back_is_shown_before_it_is_gone(void **state)
{
    (void)state;
    ticket_id mine = engine_issue(&w, 1);
    for (int i = 0; i < 3; i++) {
        w.now += SECOND;
        engine_issue(&w, 1);
    }
    assert_false(slip(mine).may_rejoin);
    engine_press(&w, 1, KEY_NEXT);
    assert_false(slip(mine).may_rejoin);
    engine_press(&w, 1, KEY_MISS);
    assert_true(slip(mine).may_rejoin);
    assert_int_equal(slip(mine).ahead_if_back, 2); /* R-C2 */
    assert_int_equal(engine_on(&w, 0, VERB_REJOIN, mine), REFUSED_NOT);
    assert_int_equal(w.result.ahead, 2);
    assert_false(slip(mine).may_rejoin);
    assert_false(hall_slip(w.hall, (ticket_id){mine.n + 9}, w.now, &(struct slip_view){0}));
}

static void who_went_away_comes_back_first(void **state)
{
    (void)state;
    ticket_id mine = engine_issue(&w, 1);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    assert_int_equal(engine_act(&w, 1, VERB_PARK, PARK_AWAY), REFUSED_NOT);
    assert_true(slip(mine).may_rejoin);
    assert_int_equal(slip(mine).ahead_if_back, 0); /* D-07 */
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    assert_int_equal(engine_act(&w, 1, VERB_PARK, PARK_KEPT), REFUSED_NOT);
    assert_false(slip((ticket_id){mine.n + 1}).may_rejoin); /* the window calls it */
}

/* R-E2, R-E8: open until the day closes; what was said may be changed for a while. */
static void a_visit_is_rated_by_its_number(void **state)
{
    (void)state;
    ticket_id mine = engine_issue(&w, 1);
    struct command rate = {.verb = VERB_RATE, .ticket = mine, .arg = 4, .source = SOURCE_KIOSK};
    assert_false(slip(mine).may_rate);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    w.now += 3 * HOUR;
    assert_true(slip(mine).may_rate);
    assert_int_equal(slip(mine).rate_until, 0); /* there is nothing to change */
    assert_int_equal(engine_do(&w, rate), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].rated.source, SOURCE_KIOSK);
    msec until = w.now + 5 * MINUTE;
    assert_int_equal(slip(mine).rate_until, until);
    w.now = until;
    rate.arg = 1;
    assert_int_equal(engine_do(&w, rate), REFUSED_NOT);
    w.now = until + 1;
    assert_false(slip(mine).may_rate);
    assert_int_equal(engine_do(&w, rate), REFUSED_RATING_OVER);
    assert_int_equal(engine_ticket(&w, mine).score, 1);
    rate.source = SOURCE_NONE;
    assert_int_equal(engine_do(&w, rate), REFUSED_RATED);
}

static void a_hall_may_ask_for_it_soon(void **state)
{
    (void)state;
    w.def.rules.rating_slip_min = 10;
    ticket_id a = engine_issue(&w, 1), b = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    struct command rate = {.verb = VERB_RATE, .ticket = a, .arg = 4, .source = SOURCE_KIOSK};
    w.now += 10 * MINUTE;
    assert_true(slip(a).may_rate);
    assert_int_equal(engine_do(&w, rate), REFUSED_NOT);
    w.now++;
    assert_false(slip(b).may_rate);
    rate.ticket = b;
    assert_int_equal(engine_do(&w, rate), REFUSED_RATING_OVER);
    assert_int_equal(engine_ticket(&w, b).score, 0);
    rate.ticket = a; /* given in time: changed in its own */
    assert_int_equal(engine_do(&w, rate), REFUSED_NOT);
}

static void where_ratings_stand_nothing_is_changed(void **state)
{
    (void)state;
    engine_stop(&w);
    engine_define_small(&w);
    w.def.rules.rating_change_min = 0;
    engine_start(&w, 40);
    engine_open_day(&w);
    ticket_id mine = engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    struct command rate = {.verb = VERB_RATE, .ticket = mine, .arg = 4, .source = SOURCE_KIOSK};
    assert_int_equal(engine_do(&w, rate), REFUSED_NOT);
    assert_false(slip(mine).may_rate);
    assert_int_equal(slip(mine).rate_until, 0);
    assert_int_equal(engine_do(&w, rate), REFUSED_RATING_OVER);
}

/* ---- staff at a kiosk ---- */

/* R-K11, R-K10 */
static void a_guide_who_is_signed_on_grants(void **state)
{
    (void)state;
    engine_stop(&w);
    engine_define_small(&w);
    w.def.rules.principals_max = 5;
    w.def.rules.priority_proof = true;
    w.services[0].id_required = true;
    engine_start(&w, 40);
    engine_open_day(&w);
    struct command ask = {.verb = VERB_ISSUE,
                          .service = {1},
                          .principals = 6,
                          .ticket_class = CLASS_GREEN,
                          .source = SOURCE_KIOSK};
    assert_int_equal(engine_do(&w, ask), REFUSED_ID_NEEDED);
    static const uint8_t may[] = {ROLE_GUIDE, ROLE_LEADER, ROLE_MANAGER};
    ask.staff = 40;
    for (size_t i = 0; i < countof(may); i++) {
        ask.role = may[i];
        assert_int_equal(engine_do(&w, ask), REFUSED_NOT);
        assert_int_equal(w.facts.list[0].issued.staff, 40); /* R-S3 */
        assert_int_equal(w.result.principals, 6);
    }
    static const uint8_t may_not[] = {ROLE_NONE, ROLE_CLERK, ROLE_AUDITOR, ROLE_INSPECTOR};
    for (size_t i = 0; i < countof(may_not); i++) {
        ask.role = may_not[i];
        assert_int_equal(engine_do(&w, ask), REFUSED_ID_NEEDED);
    }
    ask.role = ROLE_GUIDE;
    ask.staff = 0; /* a role without a person is nobody's */
    assert_int_equal(engine_do(&w, ask), REFUSED_ID_NEEDED);
}

static void what_staff_did_at_a_kiosk_is_kept(void **state)
{
    (void)state;
    struct command maintain = {.verb = VERB_MAINTAIN, .arg = MAINTAIN_NEW_ROLL, .text = "kiosk-1"};
    assert_int_equal(engine_do(&w, maintain), REFUSED_NO_SESSION);
    maintain.staff = 40;
    for (uint32_t what = 1; what < MAINTENANCE_COUNT; what++) {
        maintain.arg = what;
        assert_int_equal(engine_do(&w, maintain), REFUSED_NOT);
        assert_int_equal(w.facts.list[0].maintained.what, what);
        assert_int_equal(w.facts.list[0].maintained.staff, 40);
        assert_string_equal(w.facts.list[0].maintained.device, "kiosk-1");
    }
    maintain.arg = 0;
    assert_int_equal(engine_do(&w, maintain), REFUSED_MALFORMED);
    maintain.arg = MAINTENANCE_COUNT;
    assert_int_equal(engine_do(&w, maintain), REFUSED_MALFORMED);
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    maintain.arg = MAINTAIN_STOPPED;
    assert_int_equal(engine_do(&w, maintain), REFUSED_NOT); /* in the evening, too */
}

/* ---- an emergency ---- */

static enum refusal emergency(uint8_t role, uint32_t which)
{
    return engine_do(&w, (struct command){.verb = VERB_EMERGENCY,
                                          .role = role,
                                          .staff = 20,
                                          .arg = which});
}

static void an_emergency_is_the_managers(void **state)
{
    (void)state;
    for (uint8_t role = 0; role < ROLE_COUNT; role++)
        if (role != ROLE_MANAGER)
            assert_int_equal(emergency(role, EMERGENCY_EVACUATE), REFUSED_DENIED);
    assert_int_equal(emergency(ROLE_MANAGER, EMERGENCY_COUNT), REFUSED_MALFORMED);
    assert_int_equal(hall_emergency(w.hall), EMERGENCY_NONE);
    assert_int_equal(emergency(ROLE_MANAGER, EMERGENCY_NONE), REFUSED_NOT); /* there is none */
    assert_string_equal(engine_facts(&w), "");
    assert_int_equal(emergency(ROLE_MANAGER, EMERGENCY_EVACUATE), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "emergency");
    assert_string_equal(w.facts.list[0].emergency.who, "20");
    assert_int_equal(emergency(ROLE_MANAGER, EMERGENCY_EVACUATE), REFUSED_NOT); /* said twice */
    assert_string_equal(engine_facts(&w), "");
    assert_int_equal(hall_emergency(w.hall), EMERGENCY_EVACUATE);
    engine_issue(&w, 1); /* what was begun is finished */
}

static void it_outlives_the_day_and_nothing_else_ends_it(void **state)
{
    (void)state;
    uint64_t calm = hall_digest(w.hall);
    assert_int_equal(emergency(ROLE_MANAGER, EMERGENCY_EVACUATE), REFUSED_NOT);
    assert_int_not_equal(hall_digest(w.hall), calm); /* D-31 */
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    assert_int_equal(hall_emergency(w.hall), EMERGENCY_EVACUATE);
    w.now += 24 * HOUR;
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].day_opened.emergency, EMERGENCY_EVACUATE);
    assert_int_equal(hall_emergency(w.hall), EMERGENCY_EVACUATE);
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    assert_int_equal(emergency(ROLE_MANAGER, EMERGENCY_NONE), REFUSED_NOT); /* on a closed day */
    assert_int_equal(hall_emergency(w.hall), EMERGENCY_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whoever_calls_is_heard_with_the_reason),
        TEST(a_second_slip_has_the_number_and_the_place),
        TEST(only_who_shows_slip_or_card_gets_one),
        TEST(there_is_none_for_a_visit_that_is_over),
        TEST(who_holds_a_ticket_hears_all_about_it),
        TEST(the_way_back_is_shown_before_it_is_gone),
        TEST(who_went_away_comes_back_first),
        TEST(a_visit_is_rated_by_its_number),
        TEST(a_hall_may_ask_for_it_soon),
        TEST(where_ratings_stand_nothing_is_changed),
        TEST(a_guide_who_is_signed_on_grants),
        TEST(what_staff_did_at_a_kiosk_is_kept),
        TEST(an_emergency_is_the_managers),
        TEST(it_outlives_the_day_and_nothing_else_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
