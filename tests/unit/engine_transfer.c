/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The visit goes on elsewhere or later: transferred (D-16), parked (D-07).
 */
#include "engine_fixture.h"

static ticket_id line[8]; /* tickets of service 1 in the order of joining */

static int define(void **state)
{
    (void)state;
    engine_define_small(&w);
    return 0;
}

static void begin(int waiting)
{
    engine_start(&w, 50);
    engine_open_day(&w);
    for (int i = 0; i < waiting; i++) {
        line[i] = engine_issue(&w, 1);
        engine_do(&w,
                  (struct command){.verb = VERB_PRINTED, .ticket = line[i], .arg = PRINT_PRINTED});
        w.now += SECOND;
    }
}

static enum refusal rejoin(ticket_id ticket)
{
    return engine_on(&w, 0, VERB_REJOIN, ticket);
}

static void expect_next(uint16_t window, ticket_id ticket)
{
    ticket_id next;
    hall_next(w.hall, (target_id){window}, &next);
    assert_int_equal(next.n, ticket.n);
}

static enum refusal transfer(uint16_t window, uint16_t service, uint16_t to, uint8_t place)
{
    return engine_do(&w, (struct command){.verb = VERB_TRANSFER,
                                          .target = {window},
                                          .service = {service},
                                          .to = {to},
                                          .place = place});
}

static void a_transfer_goes_where_the_place_says(void **state)
{
    (void)state;
    w.windows[1].service_count = 1; /* window 2 calls only from the line */
    begin(4);
    w.now += MINUTE;
    ticket_id b[2] = {engine_issue(&w, 2), engine_issue(&w, 2)};
    w.now += MINUTE;
    static const struct {
        uint8_t place;
        uint32_t ahead;
    } cases[] = {{PLACE_BONUS, 2}, {PLACE_KEPT, 0}, {PLACE_HEAD, 0}, {PLACE_TAIL, 5}};
    for (size_t i = 0; i < countof(cases); i++) {
        engine_press(&w, 2, KEY_NEXT);
        assert_int_equal(transfer(2, 2, 0, cases[i].place), REFUSED_NOT);
        assert_string_equal(engine_facts(&w), "started transferred");
        assert_int_equal(w.result.ahead, cases[i].ahead);
        assert_int_equal(engine_ticket(&w, line[i]).service.n, 2);
        assert_int_equal(engine_ticket(&w, line[i]).called, 0); /* not yet on this leg */
    }
    /* head, kept, b, b, bonus, tail */
    assert_int_equal(hall_ahead(w.hall, line[2]), 0);
    assert_int_equal(hall_ahead(w.hall, line[1]), 1);
    assert_int_equal(hall_ahead(w.hall, b[0]), 2);
    assert_int_equal(hall_ahead(w.hall, line[0]), 4);
    assert_int_equal(hall_ahead(w.hall, line[3]), 5);
}

static void key_6_sends_to_the_windows_own_list(void **state)
{
    (void)state;
    begin(3);
    engine_act(&w, 3, VERB_OPEN, 0);
    struct command key = {.key = KEY_TRANSFER, .target = {1}};
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_do(&w, key), REFUSED_UNKNOWN_KEY); /* which one? */
    key.arg = 4;
    assert_int_equal(engine_do(&w, key), REFUSED_UNKNOWN_KEY);
    key.arg = 1;
    assert_int_equal(engine_do(&w, key), REFUSED_NOT);
    assert_int_equal(hall_waiting(w.hall, (service_id){3}), 1);
    key.arg = 2;
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_do(&w, key), REFUSED_NOT);
    assert_int_equal(w.facts.list[1].transferred.to, 3);
    key.arg = 3;
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_do(&w, key), REFUSED_NOT);
    assert_int_equal(w.facts.list[1].transferred.to, TARGET_ROOM + 1);
    assert_int_equal(hall_waiting_all(w.hall), 3);
}

/* D-16: it waits for exactly that target and is called there first. */
static void who_is_sent_to_a_window_is_called_there_first(void **state)
{
    (void)state;
    begin(1);
    engine_act(&w, 3, VERB_OPEN, 0);
    ticket_id older = engine_issue(&w, 2);
    w.now += MINUTE;
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(transfer(1, 0, 3, PLACE_TAIL), REFUSED_NOT);
    struct ticket_view view = engine_ticket(&w, line[0]);
    assert_true(view.sent);
    assert_int_equal(view.target.n, 3);
    expect_next(1, older);
    expect_next(3, line[0]);
    assert_int_equal(hall_waiting_window(w.hall, 3), 2);
    assert_int_equal(hall_waiting(w.hall, (service_id){1}), 0);
    engine_press(&w, 3, KEY_NEXT);
    assert_int_equal(w.facts.list[0].called.why, CALL_WHY_SENT);
    assert_int_equal(w.facts.list[0].called.runner_up, older.n);
    struct announce_view said;
    hall_announces(w.hall, w.facts.list[0].called.announce, &said, 1);
    assert_int_equal(said.kind, ANNOUNCE_TRANSFER);
}

static void a_transfer_names_one_place_that_exists(void **state)
{
    (void)state;
    begin(2);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(transfer(1, 0, 0, 0), REFUSED_MALFORMED);
    assert_int_equal(transfer(1, 2, 3, 0), REFUSED_MALFORMED);
    assert_int_equal(transfer(1, 2, 0, PLACE_COUNT), REFUSED_MALFORMED);
    assert_int_equal(transfer(1, 9, 0, 0), REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(transfer(1, 0, 9, 0), REFUSED_UNKNOWN_WINDOW);
    assert_int_equal(transfer(1, 0, 3, 0), REFUSED_WINDOW_CLOSED); /* nobody would call it */
    assert_int_equal(transfer(2, 2, 0, 0), REFUSED_WINDOW_CLOSED);
    assert_int_equal(transfer(0, 2, 0, 0), REFUSED_UNKNOWN_WINDOW);
}

static void a_guide_moves_a_waiting_ticket(void **state)
{
    (void)state;
    begin(2);
    struct command move = {.verb = VERB_TRANSFER, .ticket = line[1], .service = {2}};
    assert_int_equal(engine_do(&w, move), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "transferred");
    assert_int_equal(w.facts.list[0].transferred.from, 0);
    assert_int_equal(hall_waiting(w.hall, (service_id){2}), 1);
    engine_press(&w, 1, KEY_NEXT);
    move.ticket = line[0];
    assert_int_equal(engine_do(&w, move), REFUSED_WRONG_STATE); /* it is at a window */
    move.ticket.n = line[1].n + 1;
    assert_int_equal(engine_do(&w, move), REFUSED_UNKNOWN_TICKET);
}

static void an_appointments_second_leg_is_normal(void **state)
{
    (void)state;
    begin(0);
    struct command ask = {.verb = VERB_ISSUE, .service = {1}, .ticket_class = CLASS_APPOINTMENT};
    engine_do(&w, ask);
    ticket_id ticket = w.result.ticket;
    engine_press(&w, 1, KEY_NEXT);
    transfer(1, 2, 0, PLACE_BONUS);
    assert_int_equal(engine_ticket(&w, ticket).ticket_class, CLASS_NORMAL); /* D-18 */
}

/* D-07: meanwhile and kept come back to the same window at once. */
static void a_parked_ticket_returns_to_its_window(void **state)
{
    (void)state;
    begin(3);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_press(&w, 1, KEY_PARK), REFUSED_NOT);
    assert_int_equal(w.facts.list[1].parked.kind, PARK_MEANWHILE);
    engine_press(&w, 1, KEY_NEXT);
    engine_press(&w, 1, KEY_START);
    assert_int_equal(engine_act(&w, 1, VERB_PARK, PARK_KEPT), REFUSED_NOT);
    assert_int_equal(engine_window(&w, 1).parked, 2);
    ticket_id list[4];
    assert_int_equal(hall_parked(w.hall, (target_id){1}, list, 4), 2);
    assert_int_equal(list[0].n, line[0].n);

    engine_act(&w, 2, VERB_OPEN, 0);
    assert_int_equal(engine_on(&w, 2, VERB_RETURN, line[0]), REFUSED_NOT_SERVED_HERE);
    assert_int_equal(engine_on(&w, 1, VERB_RETURN, line[2]), REFUSED_WRONG_STATE);
    assert_int_equal(engine_press(&w, 1, KEY_RETURN), REFUSED_NOT); /* the longest parked */
    assert_int_equal(w.result.ticket.n, line[0].n);
    assert_int_equal(w.facts.list[0].called.why, CALL_WHY_RETURN);
    assert_int_equal(engine_press(&w, 1, KEY_RETURN), REFUSED_WINDOW_BUSY);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_on(&w, 1, VERB_RETURN, line[1]), REFUSED_NOT);
    struct announce_view said;
    hall_announces(w.hall, w.facts.list[1].called.announce, &said, 1);
    assert_int_equal(said.kind, ANNOUNCE_RETURN);
    engine_press(&w, 1, KEY_FINISH);
    assert_int_equal(engine_press(&w, 1, KEY_RETURN), REFUSED_NO_TICKET);
}

static void a_window_parks_as_many_as_allowed(void **state)
{
    (void)state;
    begin(5);
    for (int i = 0; i < 3; i++) {
        engine_press(&w, 1, KEY_NEXT);
        assert_int_equal(engine_press(&w, 1, KEY_PARK), REFUSED_NOT);
    }
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_press(&w, 1, KEY_PARK), REFUSED_PARKED_FULL);
    assert_int_equal(engine_act(&w, 1, VERB_PARK, PARK_KIND_COUNT), REFUSED_MALFORMED);
    assert_int_equal(engine_act(&w, 1, VERB_PARK, PARK_AWAY), REFUSED_NOT); /* holds no papers */
    assert_int_equal(engine_window(&w, 1).parked, 3);
}

/* D-07, D-19: whoever was sent away for papers comes back as returned, before all. */
static void an_away_ticket_comes_back_as_returned(void **state)
{
    (void)state;
    begin(4);
    for (int i = 0; i < 2; i++) {
        engine_press(&w, 1, KEY_NEXT);
        engine_act(&w, 1, VERB_PARK, PARK_AWAY);
        w.now += MINUTE;
    }
    assert_int_equal(rejoin(line[1]), REFUSED_NOT);
    w.now += MINUTE;
    assert_int_equal(engine_on(&w, 2, VERB_RETURN, line[0]), REFUSED_NOT); /* the same by key 8 */
    assert_string_equal(engine_facts(&w), "rejoined");
    assert_int_equal(engine_ticket(&w, line[0]).ticket_class, CLASS_RETURNED);
    assert_int_equal(hall_ahead(w.hall, line[1]), 0);
    assert_int_equal(hall_ahead(w.hall, line[0]), 1);
    assert_int_equal(hall_ahead(w.hall, line[2]), 2);
    assert_int_equal(hall_ahead_of_new(w.hall, (service_id){1}, CLASS_RETURNED, w.now + 1), 2);
    assert_int_equal(hall_ahead_of_new(w.hall, (service_id){1}, CLASS_NORMAL, w.now + 1), 4);
}

/* D-16, target kind clerk: to wherever that person sits. */
static void a_person_is_found_at_her_window(void **state)
{
    (void)state;
    begin(1);
    struct command command = {.verb = VERB_TRANSFER, .target = {1}, .arg = 42};
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(engine_do(&w, command), REFUSED_NOT_SIGNED_ON);
    const struct command sign_on = {.verb = VERB_SIGN_ON,
                                    .target = {2},
                                    .staff = 42,
                                    .role = ROLE_CLERK};
    assert_int_equal(engine_do(&w, sign_on), REFUSED_NOT);
    engine_act(&w, 2, VERB_OPEN, 0);
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    const struct fact *moved = &w.facts.list[w.facts.count - 1];
    assert_int_equal(moved->kind, FACT_KIND_TRANSFERRED);
    assert_int_equal(moved->transferred.to, 2);
    assert_int_equal(moved->transferred.staff, 42);
    assert_true(engine_ticket(&w, line[0]).sent);
    assert_int_equal(engine_ticket(&w, line[0]).target.n, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, define, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_transfer_goes_where_the_place_says),
        TEST(key_6_sends_to_the_windows_own_list),
        TEST(who_is_sent_to_a_window_is_called_there_first),
        TEST(a_transfer_names_one_place_that_exists),
        TEST(a_guide_moves_a_waiting_ticket),
        TEST(an_appointments_second_leg_is_normal),
        TEST(a_parked_ticket_returns_to_its_window),
        TEST(a_window_parks_as_many_as_allowed),
        TEST(an_away_ticket_comes_back_as_returned),
        TEST(a_person_is_found_at_her_window),
    };
    return cmocka_run_group_tests_name("engine_transfer", tests, NULL, NULL);
}
