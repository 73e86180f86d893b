/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall_objection to facts about people at windows (D-43), papers for a later day (R-M10), and
 * a history that was accepted (D-26).
 */
#include "engine_objections.h"

static void who_signs_on_finds_a_free_window(void **state)
{
    (void)state;
    FACT(SIGNED_ON, signed_on, .target = W_IDLE, .staff = 7, .role = ROLE_CLERK, .services = "1 2");
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(signed_on.target, 99, NO_TARGET);
    BUT(signed_on.staff, 0, "somebody is signed on there already");
    WHERE(hall->targets[W_IDLE].staff = 8, "somebody is signed on there already");
    WHERE(hall->targets[W_CALLING].staff = 7, "this person is signed on elsewhere");
    strcpy(good.signed_on.services, "1 x");
    meets(good, "its list of services is none");
}

static void who_signs_off_was_there(void **state)
{
    (void)state;
    struct fact good = {.kind = FACT_KIND_SIGNED_OFF, .signed_off = {.target = W_IDLE, .staff = 7}};
    meets(good, "this person is not there");
    WHERE(hall->targets[W_IDLE].staff = 8, "this person is not there");
    WHERE(hall->targets[W_IDLE].staff = 7, NULL);
    BUT(signed_off.staff, 0, "this person is not there");
    BUT(signed_off.target, 99, NO_TARGET);
}

static void a_duty_is_a_windows(void **state)
{
    (void)state;
    FACT(DUTY_SET, duty_set, .target = W_IDLE, .duty = DUTY_LUNCH + DUTY_AFTER_HOURS);
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(duty_set.target, 99, "the hall has no such window");
    BUT(duty_set.target, TARGET_ROOM + 1, "the hall has no such window");
    BUT(duty_set.duty, DUTY_LUNCH + DUTY_AFTER_HOURS + 1, "there is no such duty");
}

static void a_second_slip_is_of_a_ticket_and_an_emergency_is_known(void **state)
{
    (void)state;
    struct fact good = {.kind = FACT_KIND_REPRINTED, .reprinted = {.ticket = id(LIVELY_WAITING)}};
    meets(good, NULL);
    BUT(reprinted.ticket, id(99), NO_TICKET);
    good = (struct fact){.kind = FACT_KIND_EMERGENCY, .emergency = {EMERGENCY_EVACUATE, "20"}};
    meets(good, NULL);
    BUT(emergency.emergency, EMERGENCY_COUNT, "the emergency is unknown");
    meets((struct fact){.kind = FACT_KIND_MAINTAINED}, NULL);
}

static void what_is_said_and_shown_has_its_number(void **state)
{
    (void)state;
    FACT(ANNOUNCED, announced, .announce = hall->announced + 1, .kind = ANNOUNCE_NEXT,
         .ticket = id(LIVELY_WAITING), .target = 1);
    BUT(announced.announce, hall->announced, "announcements are missing before it");
    BUT(announced.kind, ANNOUNCE_CALL, "that is announced by a call");
    BUT(announced.ticket, id(99), NO_TICKET);
    BUT(announced.target, 99, "the hall has no such window or room");
    good = (struct fact){.kind = FACT_KIND_NOTICE, .notice = {.notice = 1, .view = 1, .text = "x"}};
    meets(good, NULL);
    BUT(notice.notice, 3, "notices are missing before it");
    BUT(notice.view, 0, "it is for no place");
    good.notice.text[0] = '\xe4';
    meets(good, "its text is no text");
}

static void papers_are_of_a_visit_that_is_done(void **state)
{
    (void)state;
    FACT(PICK_UP, pick_up, .ticket = id(LIVELY_RATED), .day = ENGINE_DAY + 1, .service = 1);
    BUT(pick_up.ticket, id(99), NO_TICKET);
    BUT(pick_up.ticket, id(LIVELY_WAITING), TICKET_FORBIDS);
    BUT(pick_up.day, ENGINE_DAY, "it is picked up before it is done");
}

static void an_accepted_history_passes_over_what_there_is(void **state)
{
    (void)state;
    const char *numbers = "it passes over more numbers than there are";
    const char *ids = "it passes over more ids than there are";
    FACT(HISTORY_ACCEPTED, history_accepted, .lost = 5, .skip = 5, .burnt_first = 3,
         .burnt_last = 9);
    BUT(history_accepted.skip, LABEL_NUMBER_MAX + 1, numbers);
    BUT(history_accepted.burnt_last, LABEL_NUMBER_MAX + 1, numbers);
    BUT(history_accepted.burnt_first, 10, numbers);
    BUT(history_accepted.lost, TICKETS_DAY_MAX, NULL);
    BUT(history_accepted.lost, TICKETS_DAY_MAX + 1, numbers);
    WHERE(hall->burnt_last = 10, "numbers that were burnt come back");
    WHERE(hall->announced = UINT32_MAX - 4, ids);
    WHERE(hall->calls = UINT32_MAX - 4, ids);
    WHERE(hall->first = UINT32_MAX - hall->capacity - 4, ids);
    WHERE(hall->passed_ids = UINT32_MAX / 2 + 1, ids);
    WHERE(hall->jump_count = JUMPS_MAX, "the history was accepted too often today");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_signs_on_finds_a_free_window),
        TEST(who_signs_off_was_there),
        TEST(a_duty_is_a_windows),
        TEST(a_second_slip_is_of_a_ticket_and_an_emergency_is_known),
        TEST(what_is_said_and_shown_has_its_number),
        TEST(papers_are_of_a_visit_that_is_done),
        TEST(an_accepted_history_passes_over_what_there_is),
    };
    return cmocka_run_group_tests_name("engine_objections_clerks", tests, NULL, NULL);
}
