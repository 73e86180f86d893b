/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An old copy of the state was restored (F24, D-26): nothing new begins until a person accepts
 * it, and then nothing is given that the lost rows may have given.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/state.h"
#include "engine_fixture.h"

static struct device_def devices[] = {{.name = "kiosk-1", .kind = DEVICE_KIOSK},
                                      {.name = "kiosk-2", .kind = DEVICE_KIOSK},
                                      {.name = "board-1", .kind = DEVICE_BOARD}};

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    w.def.rules.lease_size = 10;
    w.def.rules.lease_first = 600;
    w.def.devices = devices;
    w.def.device_count = countof(devices);
    engine_start(&w, 400);
    return 0;
}

static enum refusal behind(struct command command, uint32_t lost)
{
    command.behind = true;
    command.lost = lost;
    return engine_do(&w, command);
}

static enum refusal accept(uint32_t lost, uint32_t numbers)
{
    return behind((struct command){.verb = VERB_ACCEPT_HISTORY,
                                   .arg = numbers,
                                   .arg2 = 2,
                                   .from = 900,
                                   .who = "manager"},
                  lost);
}

static struct command lease_for(const char *kiosk, uint16_t service)
{
    struct command command = {.verb = VERB_LEASE, .service = {service}};
    snprintf(command.text, sizeof(command.text), "%s", kiosk);
    return command;
}

static void nothing_new_begins_and_what_was_begun_ends(void **state)
{
    (void)state;
    engine_open_day(&w);
    engine_issue(&w, 1);
    engine_issue(&w, 1);
    engine_press(&w, 1, KEY_NEXT);
    assert_int_equal(behind((struct command){.verb = VERB_ISSUE, .service = {1}}, 5),
                     REFUSED_HISTORY);
    assert_int_equal(behind((struct command){.key = KEY_NEXT, .target = {2}}, 5), REFUSED_HISTORY);
    assert_int_equal(behind((struct command){.key = KEY_NEXT, .target = {1}}, 5), REFUSED_HISTORY);
    assert_int_equal(behind(lease_for("kiosk-1", 1), 5), REFUSED_HISTORY);
    assert_int_equal(behind((struct command){.verb = VERB_IMPORT}, 5), REFUSED_HISTORY);
    assert_int_equal(behind((struct command){.key = KEY_FINISH, .target = {1}}, 5), REFUSED_NOT);
    assert_int_equal(behind((struct command){.verb = VERB_DAY_CLOSE, .arg = 1}, 5), REFUSED_NOT);
    assert_int_equal(behind((struct command){.verb = VERB_DAY_OPEN, .arg = ENGINE_DAY}, 5),
                     REFUSED_HISTORY);
}

static void a_whole_history_is_not_accepted(void **state)
{
    (void)state;
    engine_open_day(&w);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_ACCEPT_HISTORY, .arg2 = 2}),
                     REFUSED_WRONG_STATE);
}

static void numbers_ids_and_announcements_are_passed_over(void **state)
{
    (void)state;
    engine_open_day(&w);
    ticket_id last = engine_issue(&w, 1);
    assert_int_equal(accept(7, 0), REFUSED_NOT);
    assert_string_equal(engine_facts(&w), "history_accepted");
    ticket_id next = engine_issue(&w, 1);
    assert_int_equal(next.n, last.n + 8);
    assert_int_equal(engine_ticket(&w, next).label.number, 9);
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 2)).label.number, 8);
    struct ticket_view view;
    for (uint32_t id = last.n + 1; id < next.n; id++)
        assert_false(hall_ticket(w.hall, (ticket_id){id}, &view));
    assert_true(hall_ticket(w.hall, last, &view));
    assert_int_equal(hall_ticket_at(w.hall, 1).n, next.n);
}

static void a_person_who_knows_says_how_many_numbers(void **state)
{
    (void)state;
    engine_open_day(&w);
    engine_issue(&w, 1);
    assert_int_equal(accept(3000, 4), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, 6);
}

static void between_two_days_the_next_one_passes_over_them(void **state)
{
    (void)state;
    engine_open_day(&w);
    ticket_id last = engine_issue(&w, 1);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    assert_int_equal(accept(30, 0), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    ticket_id next = engine_issue(&w, 1);
    assert_int_equal(engine_ticket(&w, next).label.number, 31);
    assert_true(next.n > last.n + 30);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 2), REFUSED_NOT);
    assert_int_equal(engine_ticket(&w, engine_issue(&w, 1)).label.number, 1); /* once */
}

static void a_day_takes_so_many_accepts(void **state)
{
    (void)state;
    engine_open_day(&w);
    for (int i = 0; i < JUMPS_MAX; i++) {
        assert_int_equal(accept(2, 0), REFUSED_NOT);
        engine_issue(&w, 1);
    }
    assert_int_equal(accept(2, 0), REFUSED_FULL);
}

/* ---- the property: two histories that part, and no number, id or lease in both ---- */

static bool given[2][10000];
static uint32_t highest_id;

static void note(const struct fact *fact, bool lost)
{
    if (fact->kind == FACT_KIND_ISSUED && lost) {
        given[fact->issued.service - 1][fact->issued.number] = true;
        highest_id = fact->issued.ticket;
    } else if (fact->kind == FACT_KIND_ISSUED) {
        assert_false(given[fact->issued.service - 1][fact->issued.number]);
        assert_true(fact->issued.ticket > highest_id);
    } else if (fact->kind == FACT_KIND_LEASED) {
        for (uint32_t n = fact->leased.first; n <= fact->leased.last; n++) {
            if (!lost)
                assert_false(given[fact->leased.service - 1][n]);
            given[fact->leased.service - 1][n] |= lost;
        }
    }
}

/* So many rows of a day: tickets, leases, imports. */
static uint32_t live(uint32_t rows, bool lost)
{
    uint32_t made = 0;
    for (uint32_t i = 0; made < rows && i < 4 * rows; i++) {
        struct command command = {.verb = VERB_ISSUE, .service = {(uint16_t)(1 + i % 2)}};
        struct lease_view lease;
        if (i % 3 == 1)
            command = lease_for(i % 2 ? "kiosk-1" : "kiosk-2", (uint16_t)(1 + i / 2 % 2));
        if (i % 3 == 2 && hall_lease(w.hall, hall_leases(w.hall) - 1, &lease)) {
            command = (struct command){.verb = VERB_IMPORT,
                                       .service = lease.service,
                                       .lease = lease.lease,
                                       .label = lease.first,
                                       .issued = w.now,
                                       .arg2 = ENGINE_DAY};
            command.label.number = (uint16_t)(lease.first.number + lease.given);
            snprintf(command.who, sizeof(command.who), "%s", lease.device);
            /* What a lease gives is its kiosk's in both histories. */
            made += engine_do(&w, command) == REFUSED_NOT && w.facts.count;
            continue;
        }
        w.now += SECOND;
        if (engine_do(&w, command))
            continue;
        made++;
        for (uint32_t f = 0; f < w.facts.count; f++)
            note(&w.facts.list[f], lost);
    }
    return made;
}

static void nothing_is_given_in_both_histories(void **state)
{
    (void)state;
    w.def.rules.lease_first = 20; /* soon in the way of the series */
    for (uint32_t before = 0; before < 60; before += 7) {
        memset(given, 0, sizeof(given));
        highest_id = 0;
        engine_open_day(&w);
        live(before, true);
        uint32_t copied = w.record_count;
        uint32_t lost = live(5 + before * 2 % 50, true);

        /* The copy comes back. */
        memset(w.memory, 0, hall_bytes(&w.def, w.tickets));
        w.hall = hall_init(w.memory, &w.def, w.tickets);
        for (uint32_t i = 0; i < copied; i++)
            hall_apply(w.hall, &w.record[i]);
        w.record_count = copied;
        assert_int_equal(accept(lost, 0), REFUSED_NOT);
        live(60, false);
        assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
        engine_replay(&w);
        w.hall = hall_init(w.memory, &w.def, w.tickets);
        w.record_count = 0;
    }
    engine_open_day(&w);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_new_begins_and_what_was_begun_ends),
        TEST(a_whole_history_is_not_accepted),
        TEST(numbers_ids_and_announcements_are_passed_over),
        TEST(a_person_who_knows_says_how_many_numbers),
        TEST(between_two_days_the_next_one_passes_over_them),
        TEST(a_day_takes_so_many_accepts),
        TEST(nothing_is_given_in_both_histories),
    };
    return cmocka_run_group_tests_name("engine_accept", tests, NULL, NULL);
}
