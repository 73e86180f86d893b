/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys, places and choices by each rule, on a hall small enough to reckon by hand:
 * service 1 (A, zone 1, 10 min), 2 (B, zone 2, 5 min), 3 (no prefix); window 1 serves 1 and 2.
 */
#include <stdlib.h>

#include "engine/dispatch.h"
#include "engine_hall.h"
#include "test.h"

static struct engine_hall w;

static void begin(uint8_t rule)
{
    engine_define_small(&w);
    w.services[0].zone = 1;
    w.services[1].zone = 2;
    w.services[1].mean_ms = 5 * MINUTE;
    w.services[0].wait_limit_min = w.services[1].wait_limit_min = 30;
    for (int i = 0; i < 4; i++)
        w.windows[i].zone = 1;
    struct rules_def *rules = &w.def.rules;
    rules->dispatch = rule;
    rules->head_start_min[CLASS_PRIORITY] = 60;
    rules->head_start_min[CLASS_APPOINTMENT] = 75;
    rules->head_start_min[CLASS_GREEN] = 120;
    rules->help_delay_min = 10;
    rules->short_weight_pm = 1000;
    rules->rating_s = 0;
}

static void open_hall(void)
{
    engine_start(&w, 50);
    engine_open_day(&w);
}

static ticket_id take(uint16_t service, uint8_t ticket_class, msec due)
{
    const struct command command = {.verb = VERB_ISSUE,
                                    .service = {service},
                                    .ticket_class = ticket_class,
                                    .from = due};
    assert_int_equal(engine_do(&w, command), REFUSED_NOT);
    return w.result.ticket;
}

/* Minutes by which its key lies before (-) or behind its joining. */
static int64_t key_of(uint16_t service, uint8_t ticket_class, msec due)
{
    return (engine_ticket(&w, take(service, ticket_class, due)).key - w.now) / MINUTE;
}

static void expect_call(uint16_t window, ticket_id ticket)
{
    assert_int_equal(engine_act(&w, window, VERB_CALL_NEXT, 0), REFUSED_NOT);
    assert_int_equal(w.result.ticket.n, ticket.n);
}

static struct fact_called last_call(void)
{
    for (uint32_t i = w.record_count; i-- > 0;)
        if (w.record[i].kind == FACT_KIND_CALLED)
            return w.record[i].called;
    fail_msg("nobody was called");
    return (struct fact_called){0};
}

static void serve(uint16_t window)
{
    assert_int_equal(engine_act(&w, window, VERB_FINISH, 0), REFUSED_NOT);
}

static void a_head_start_counts_as_taken_earlier_and_short_work_a_little(void **state)
{
    (void)state;
    begin(DISPATCH_HEADSTART);
    open_hall();
    assert_int_equal(key_of(1, CLASS_NORMAL, 0), 10);
    assert_int_equal(key_of(2, CLASS_NORMAL, 0), 5);
    assert_int_equal(key_of(1, CLASS_PRIORITY, 0), 10 - 60);
    assert_int_equal(key_of(1, CLASS_GREEN, 0), 10 - 120);
    assert_int_equal(key_of(1, CLASS_APPOINTMENT, w.now + 20 * MINUTE), 10 - 75 + 20);
    assert_int_equal(key_of(1, CLASS_APPOINTMENT, 0), 10 - 75); /* without a slot: from joining */
    engine_stop(&w);
}

static void other_rules_know_no_head_start(void **state)
{
    (void)state;
    static const struct {
        uint8_t rule;
        int64_t appointment;
    } rules[] = {{DISPATCH_FIFO, 0}, {DISPATCH_STRICT, 20}, {DISPATCH_TURNS, 20}};
    for (size_t i = 0; i < countof(rules); i++) {
        begin(rules[i].rule);
        open_hall();
        assert_int_equal(key_of(1, CLASS_NORMAL, 0), 0);
        assert_int_equal(key_of(2, CLASS_GREEN, 0), 0);
        assert_int_equal(key_of(1, CLASS_APPOINTMENT, w.now + 20 * MINUTE), rules[i].appointment);
        engine_stop(&w);
    }
}

/* D-16: joining time now, minus the head start, minus the bonus; an appointment as normal. */
static void a_second_leg_has_its_bonus(void **state)
{
    (void)state;
    begin(DISPATCH_HEADSTART);
    open_hall();
    static const uint8_t classes[] = {CLASS_NORMAL, CLASS_PRIORITY, CLASS_APPOINTMENT};
    static const int64_t minutes[] = {5 - 20, 5 - 20 - 60, 5 - 20};
    for (size_t i = 0; i < countof(classes); i++) {
        ticket_id id = take(1, classes[i], 0);
        w.now += MINUTE;
        assert_int_equal(engine_do(&w, (struct command){.verb = VERB_TRANSFER,
                                                        .ticket = id,
                                                        .service = {2}}),
                         REFUSED_NOT);
        assert_int_equal((engine_ticket(&w, id).key - w.now) / MINUTE, minutes[i]);
    }
    engine_stop(&w);
}

/* A comprehensive window helps another zone when that ticket is more than 10 min worse off. */
static void help_is_delayed_at_a_comprehensive_window_only(void **state)
{
    (void)state;
    for (uint8_t kind = WINDOW_KIND_NORMAL; kind <= WINDOW_KIND_COMPREHENSIVE; kind++) {
        begin(DISPATCH_HEADSTART);
        w.windows[0].kind = kind;
        open_hall();
        ticket_id other = take(2, CLASS_NORMAL, 0); /* key 08:05 */
        w.now += 2 * MINUTE;
        ticket_id own = take(1, CLASS_NORMAL, 0); /* key 08:12; with help the other has 08:15 */
        bool helps = kind == WINDOW_KIND_COMPREHENSIVE;
        expect_call(1, helps ? own : other);
        struct fact_called called = last_call();
        assert_int_equal(called.key, 8 * HOUR + (helps ? 12 : 5) * MINUTE);
        assert_int_equal(called.runner_up, helps ? other.n : own.n);
        assert_int_equal(called.runner_key, 8 * HOUR + (helps ? 15 : 12) * MINUTE);
        engine_stop(&w);
    }
}

/* D-19 */
static void the_returned_go_before_any_key(void **state)
{
    (void)state;
    for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_TURNS; rule++) {
        begin(rule);
        open_hall();
        ticket_id away = take(2, CLASS_NORMAL, 0);
        expect_call(1, away);
        assert_int_equal(engine_act(&w, 1, VERB_PARK, PARK_AWAY), REFUSED_NOT);
        ticket_id green = take(1, CLASS_GREEN, 0);
        assert_int_equal(engine_on(&w, 0, VERB_REJOIN, away), REFUSED_NOT);
        expect_call(1, away);
        serve(1);
        expect_call(1, green);
        engine_stop(&w);
    }
}

static void strict_takes_green_appointment_priority_normal(void **state)
{
    (void)state;
    begin(DISPATCH_STRICT);
    open_hall();
    ticket_id normal = take(1, CLASS_NORMAL, 0);
    w.now += HOUR;
    ticket_id priority = take(2, CLASS_PRIORITY, 0);
    ticket_id later = take(1, CLASS_APPOINTMENT, w.now + 10 * MINUTE);
    ticket_id sooner = take(2, CLASS_APPOINTMENT, w.now + 5 * MINUTE);
    ticket_id green = take(1, CLASS_GREEN, 0);
    const ticket_id order[] = {green, sooner, later, priority, normal};
    assert_int_equal(hall_ahead(w.hall, normal), 2); /* of its own service */
    for (size_t i = 0; i < countof(order); i++) {
        expect_call(1, order[i]);
        serve(1);
    }
    engine_stop(&w);
}

static void move(ticket_id id, enum transfer_place place)
{
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_TRANSFER,
                                                    .ticket = id,
                                                    .service = {1},
                                                    .place = (uint8_t)place}),
                     REFUSED_NOT);
}

/* Head and tail of everybody; under strict classes of one's own class. */
static void head_and_tail_hold_under_every_rule(void **state)
{
    (void)state;
    for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_TURNS; rule++) {
        begin(rule);
        open_hall();
        take(1, CLASS_NORMAL, 0);
        take(1, CLASS_PRIORITY, 0);
        /* Early for its slot: the largest key of all. */
        take(1, CLASS_APPOINTMENT, w.now + 5 * HOUR);
        w.now += MINUTE;
        ticket_id moved = take(2, CLASS_NORMAL, 0);
        move(moved, PLACE_TAIL);
        assert_int_equal(hall_ahead(w.hall, moved), 3);
        move(moved, PLACE_HEAD);
        assert_int_equal(hall_ahead(w.hall, moved), rule == DISPATCH_STRICT ? 2 : 0);
        engine_stop(&w);
    }
}

/* R-C2, D-19: behind the k-th over all classes; never before a better class under strict ones. */
static void who_missed_comes_back_behind_the_third(void **state)
{
    (void)state;
    for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_TURNS; rule++) {
        begin(rule);
        w.def.rules.miss_calls = 1;
        w.def.rules.miss_after_s = 0;
        open_hall();
        ticket_id missed = take(1, CLASS_NORMAL, 0);
        expect_call(1, missed);
        assert_int_equal(engine_act(&w, 1, VERB_MISS, 0), REFUSED_NOT);
        for (int i = 0; i < 4; i++, w.now += SECOND) /* apart: of equal keys the later is behind */
            take(1, CLASS_GREEN, 0);
        for (int i = 0; i < 3; i++, w.now += SECOND)
            take(1, CLASS_NORMAL, 0);
        assert_int_equal(engine_on(&w, 0, VERB_REJOIN, missed), REFUSED_NOT);
        /* Strict: behind the four green ones, and the first whose key has a say. */
        assert_int_equal(hall_ahead(w.hall, missed), rule == DISPATCH_STRICT ? 5 : 3);
        engine_stop(&w);
    }
}

/* R-D: P - A - N; an empty class passes its turn on. */
static void turns_go_round_and_skip_who_is_not_there(void **state)
{
    (void)state;
    begin(DISPATCH_TURNS);
    open_hall();
    ticket_id n1 = take(1, CLASS_NORMAL, 0), n2 = take(2, CLASS_NORMAL, 0);
    w.now += MINUTE;
    ticket_id a = take(1, CLASS_APPOINTMENT, w.now), p1 = take(2, CLASS_PRIORITY, 0);
    ticket_id early = take(1, CLASS_APPOINTMENT, w.now + 10 * MINUTE), p2 = take(1, CLASS_GREEN, 0);
    const ticket_id order[] = {p1, a, n1, p2, n2, early};
    static const uint8_t why[] = {CALL_WHY_TURN_PRIVILEGED, CALL_WHY_TURN_APPOINTMENT,
                                  CALL_WHY_TURN_ANYBODY,    CALL_WHY_TURN_PRIVILEGED,
                                  CALL_WHY_TURN_ANYBODY,    CALL_WHY_TURN_ANYBODY};
    for (size_t i = 0; i < countof(order); i++) {
        expect_call(1, order[i]);
        assert_int_equal(last_call().why, why[i]);
        serve(1);
    }
    engine_stop(&w);
}

/* R-D: while a normal ticket has waited beyond its limit, every second turn is anybody's. */
static void an_ageing_hall_takes_the_oldest_every_second_turn(void **state)
{
    (void)state;
    begin(DISPATCH_TURNS);
    open_hall();
    ticket_id n[3], p[3];
    for (int i = 0; i < 3; i++)
        n[i] = take(1, CLASS_NORMAL, 0);
    w.now += 31 * MINUTE;
    for (int i = 0; i < 3; i++)
        p[i] = take(1, CLASS_PRIORITY, 0);
    const ticket_id order[] = {n[0], p[0], n[1], n[2], p[1]}; /* A finds nobody: N again */
    for (size_t i = 0; i < countof(order); i++) {
        expect_call(1, order[i]);
        serve(1);
    }
    expect_call(1, p[2]);
    engine_stop(&w);
}

/* R-D, D-19: inside a letter the window's first group goes first, however young. */
static void groups_order_a_turn(void **state)
{
    (void)state;
    begin(DISPATCH_TURNS);
    w.windows[0].groups[0] = 2;
    w.windows[0].groups[1] = 1;
    open_hall();
    ticket_id second = take(1, CLASS_NORMAL, 0);
    w.now += MINUTE;
    ticket_id first = take(2, CLASS_NORMAL, 0);
    expect_call(1, first);
    assert_int_equal(last_call().runner_up, second.n);
    engine_stop(&w);
}

/* Each window has its own turn, it is state: a restart and an undo bring it back. */
static void a_turn_is_remembered(void **state)
{
    (void)state;
    begin(DISPATCH_TURNS);
    open_hall();
    for (int i = 0; i < 4; i++)
        take(1, i < 2 ? CLASS_NORMAL : CLASS_PRIORITY, 0);
    assert_int_equal(engine_act(&w, 1, VERB_CALL_NEXT, 0), REFUSED_NOT);
    assert_int_equal(last_call().turn, 1);
    assert_int_equal(engine_act(&w, 2, VERB_CALL_NEXT, 0), REFUSED_NOT);
    assert_int_equal(last_call().turn, 1); /* window 2 begins with P as well */
    engine_replay(&w);
    serve(1);
    assert_int_equal(engine_act(&w, 1, VERB_CALL_NEXT, 0), REFUSED_NOT);
    assert_int_equal(last_call().turn, 0); /* A passed on to N */
    engine_stop(&w);
}

/* Facts carry everything: a day of one rule is the same day in a hall that has another by now. */
static void facts_of_one_rule_replay_under_another(void **state)
{
    (void)state;
    for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_TURNS; rule++) {
        begin(rule);
        open_hall();
        for (uint8_t i = 0; i < 12; i++, w.now += MINUTE)
            take(1 + i % 2, i % 4, 0);
        for (int i = 0; i < 5; i++) {
            assert_int_equal(engine_act(&w, 1, VERB_CALL_NEXT, 0), REFUSED_NOT);
            serve(1);
        }
        struct hall_def other = w.def;
        other.rules.dispatch = (uint8_t)((rule + 1) % 4);
        void *memory = malloc(hall_bytes(&other, w.tickets));
        assert_non_null(memory);
        struct hall *again = hall_init(memory, &other, w.tickets);
        for (uint32_t i = 0; i < w.record_count; i++) {
            assert_null(hall_objection(again, &w.record[i]));
            hall_apply(again, &w.record[i]);
        }
        assert_true(hall_digest(again) == hall_digest(w.hall));
        assert_null(hall_check(again));
        free(memory);
        engine_stop(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_start_counts_as_taken_earlier_and_short_work_a_little),
        cmocka_unit_test(other_rules_know_no_head_start),
        cmocka_unit_test(a_second_leg_has_its_bonus),
        cmocka_unit_test(help_is_delayed_at_a_comprehensive_window_only),
        cmocka_unit_test(the_returned_go_before_any_key),
        cmocka_unit_test(strict_takes_green_appointment_priority_normal),
        cmocka_unit_test(head_and_tail_hold_under_every_rule),
        cmocka_unit_test(who_missed_comes_back_behind_the_third),
        cmocka_unit_test(turns_go_round_and_skip_who_is_not_there),
        cmocka_unit_test(an_ageing_hall_takes_the_oldest_every_second_turn),
        cmocka_unit_test(groups_order_a_turn),
        cmocka_unit_test(a_turn_is_remembered),
        cmocka_unit_test(facts_of_one_rule_replay_under_another),
    };
    return cmocka_run_group_tests_name("engine_dispatch", tests, NULL, NULL);
}
