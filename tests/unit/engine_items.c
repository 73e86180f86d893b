/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one ticket gathers: businesses (一票多业务), time aside by kind (D-07), and the
 * one rating that may be changed for a while (R-E2).
 */
#include "engine_fixture.h"

static ticket_id line[3];

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.items_max = 3;
    w.def.rules.rating_change_min = 5;
    engine_start(&w, 50);
    engine_open_day(&w);
    for (size_t i = 0; i < countof(line); i++)
        line[i] = engine_issue(&w, 1);
    return 0;
}

static enum refusal add_item(uint16_t window, uint16_t item)
{
    return engine_do(&w, (struct command){.verb = VERB_ADD_ITEM, .target = {window}, .item = item});
}

static void items_are_counted_up_to_the_limit(void **state)
{
    (void)state;
    assert_int_equal(engine_ticket(&w, line[0]).items, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(add_item(1, 7), REFUSED_NOT); /* D-05: he is there, so it has begun */
    assert_string_equal(engine_facts(&w), "started item_added");
    assert_int_equal(w.facts.list[1].item_added.item, 7);
    assert_int_equal(w.facts.list[1].item_added.items, 2);
    assert_int_equal(add_item(1, 0), REFUSED_NOT); /* nobody says which */
    assert_int_equal(add_item(1, 8), REFUSED_ITEMS_FULL);
    assert_int_equal(engine_ticket(&w, line[0]).items, 3);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(w.facts.list[0].finished.items, 3);
}

static void the_call_that_finishes_counts_them_too(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    add_item(1, 7);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(w.facts.list[0].finished.items, 2);
    assert_int_equal(engine_ticket(&w, line[1]).items, 1);
}

static void only_who_is_served_gets_another(void **state)
{
    (void)state;
    assert_int_equal(add_item(1, 7), REFUSED_WINDOW_CLOSED);
    engine_act(&w, 1, VERB_OPEN, 0);
    assert_int_equal(add_item(1, 7), REFUSED_NO_TICKET);
    ticket_id other = engine_issue(&w, 2);
    engine_act(&w, 3, VERB_OPEN, 0);
    engine_press(&w, 3, KEY_NEXT);
    assert_int_equal(engine_window(&w, 3).ticket.n, other.n);
    assert_int_equal(add_item(3, 7), REFUSED_WRONG_STATE); /* its start is explicit */
}

static void park(uint32_t kind)
{
    assert_int_equal(engine_do(&w, (struct command){.key = KEY_PARK, .target = {1}, .arg = kind}),
                     REFUSED_NOT);
}

static void time_aside_is_kept_by_kind(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    w.now += 3 * MINUTE;
    park(PARK_KEPT);
    w.now += 7 * MINUTE;
    engine_press(&w, 1, KEY_RETURN);
    engine_press(&w, 1, KEY_START);
    w.now += 2 * MINUTE;
    park(PARK_MEANWHILE);
    w.now += 11 * MINUTE;
    engine_press(&w, 1, KEY_RETURN);
    w.now += MINUTE;
    park(PARK_AWAY); /* the start that it implies counts from the call */
    msec parked = w.now;
    assert_true(engine_ticket(&w, line[0]).parked == parked);
    w.now += 30 * MINUTE;
    engine_on(&w, 0, VERB_REJOIN, line[0]);
    struct ticket_view view = engine_ticket(&w, line[0]);
    assert_true(view.held_kept == 7 * MINUTE);
    assert_true(view.held_meanwhile == 11 * MINUTE);
    assert_true(view.held_away == 30 * MINUTE);
    assert_true(view.served == 6 * MINUTE); /* none of it is time at the window */
}

static void the_end_of_the_day_ends_time_aside(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    park(PARK_KEPT);
    w.now += HOUR;
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    assert_true(engine_ticket(&w, line[0]).held_kept == HOUR); /* same day only */
}

static enum refusal rate(uint16_t window, ticket_id ticket, uint32_t score)
{
    return engine_do(&w, (struct command){.verb = VERB_RATE,
                                          .target = {window},
                                          .ticket = ticket,
                                          .arg = score});
}

static void a_rating_may_be_changed_for_a_while(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_ticket(&w, line[0]).score, 0); /* R-E5: nothing is no good */
    assert_int_equal(rate(1, line[0], 2), REFUSED_NOT);
    w.now += 3 * MINUTE;
    assert_int_equal(rate(0, line[0], 5), REFUSED_NOT); /* R-E8: by another channel */
    assert_string_equal(engine_facts(&w), "rated");
    assert_int_equal(engine_ticket(&w, line[0]).score, 5);
    w.now += 2 * MINUTE; /* from the first one on */
    assert_int_equal(rate(1, line[0], 4), REFUSED_NOT);
    w.now += 1;
    assert_int_equal(rate(1, line[0], 5), REFUSED_RATED); /* R-E2 */
    assert_int_equal(engine_ticket(&w, line[0]).score, 4);
}

static void without_a_while_it_is_given_once(void **state)
{
    (void)state;
    w.def.rules.rating_change_min = 0;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(rate(1, line[0], 2), REFUSED_NOT);
    assert_int_equal(rate(1, line[0], 2), REFUSED_RATED);
}

static void the_last_leg_is_rated(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_do(&w, (struct command){.key = KEY_TRANSFER, .target = {1}, .arg = 1});
    assert_int_equal(rate(1, line[0], 5), REFUSED_WRONG_STATE); /* not finished yet */
    engine_press(&w, 4, KEY_NEXT);
    engine_press(&w, 4, KEY_FINISH);
    assert_int_equal(rate(1, line[0], 5), REFUSED_NOT_SERVED_HERE); /* R-E3 */
    assert_int_equal(rate(4, line[0], 5), REFUSED_NOT);
}

/* 结束办理: the visit ends and no pad asks; who wants to rate still may. */
static void a_visit_may_end_without_a_question(void **state)
{
    (void)state;
    assert_true(w.def.rules.rating_s > 0);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_act(&w, 1, VERB_FINISH, 2), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, line[0]).state, TICKET_SERVED);
    assert_int_equal(engine_window(&w, 1).state, WINDOW_IDLE);
    assert_int_equal(rate(1, line[0], 5), REFUSED_NOT);
}

static void nobody_rates_by_silence(void **state)
{
    (void)state;
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_FINISH);
    w.now += HOUR;
    engine_act(&w, 0, VERB_TICK, 0);
    engine_act(&w, 0, VERB_DAY_CLOSE, 1);
    assert_int_equal(engine_ticket(&w, line[0]).score, 0); /* R-E5 */
    assert_true(engine_ticket(&w, line[0]).rated == 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(items_are_counted_up_to_the_limit),  TEST(the_call_that_finishes_counts_them_too),
        TEST(only_who_is_served_gets_another),    TEST(time_aside_is_kept_by_kind),
        TEST(the_end_of_the_day_ends_time_aside), TEST(a_rating_may_be_changed_for_a_while),
        TEST(without_a_while_it_is_given_once),   TEST(the_last_leg_is_rated),
        TEST(a_visit_may_end_without_a_question), TEST(nobody_rates_by_silence),
    };
    return cmocka_run_group_tests_name("engine_items", tests, NULL, NULL);
}
