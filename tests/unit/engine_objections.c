/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall_objection: every fact that a hall could not carry out meets its own sentence, and the
 * same fact without that mistake meets none. The hall is the lively one.
 */
#include "engine_objections.h"

/* ---- days ---- */

static void a_fact_is_of_its_time_and_known(void **state)
{
    (void)state;
    FACT(HELP, help, .target = W_IDLE);
    BUT(at, hall->now - 1, "it is older than the fact before it");
    BUT(at, INT64_MAX, "it is older than the fact before it");
    BUT(kind, 250, "this version does not know it");
}

static void a_day_opens_behind_the_last_one(void **state)
{
    (void)state;
    uint32_t calls = hall->calls, announced = hall->announced;
    const char *skips = "it skips more numbers than there are";
    hall->day = 0;
    memcpy(sane, w.memory, size); /* closed from here on */
    FACT(DAY_OPENED, day_opened, .day = ENGINE_DAY + 1, .first = id(1) + hall->issued,
         .calls = calls, .announce = announced);
    WHERE(hall->day = ENGINE_DAY, "the day before is still open");
    BUT(day_opened.day, 20260231, "the day has no date");
    BUT(day_opened.first, 0, "its ticket ids were used before");
    BUT(day_opened.first, id(LIVELY_TICKETS), "its ticket ids were used before");
    BUT(day_opened.first, UINT32_MAX, "its ticket ids were used before");
    BUT(day_opened.calls, calls - 1, "its calls or announcements were counted before");
    BUT(day_opened.announce, announced - 1, "its calls or announcements were counted before");
    BUT(day_opened.skip, LABEL_NUMBER_MAX + 1, skips);
    BUT(day_opened.burnt_first, 1, skips);
    BUT(day_opened.burnt_last, LABEL_NUMBER_MAX + 1, skips);
    BUT(day_opened.emergency, EMERGENCY_COUNT, "the emergency is unknown");
}

static void a_day_closes_with_its_own_count(void **state)
{
    (void)state;
    FACT(DAY_CLOSED, day_closed, .day = ENGINE_DAY, .expired = 13);
    BUT(day_closed.day, ENGINE_DAY + 1, "that day is not open");
    BUT(day_closed.expired, 12, "other tickets were open at its close");
    BUT(day_closed.no_shows, 1, "other appointments were open at its close");
    WHERE(hall->day = 0, "that day is not open");
}

/* ---- tickets come ---- */

static void a_ticket_has_the_next_id_a_free_number_and_a_new_place(void **state)
{
    (void)state;
    const char *given = "its number was given before";
    FACT(ISSUED, issued, .ticket = id(LIVELY_TICKETS + 1), .service = 1,
         .prefix = prefix_pack(hall->services[0].prefix),
         .number = numbering_counts(hall, 0)->last + 1, .order = hall->order + 1,
         .joined = hall->now);
    WHERE(hall->day = 0, CLOSED_DAY);
    WHERE(hall->capacity = LIVELY_TICKETS, "the hall has no room for so many tickets");
    BUT(issued.service, 9, NO_SERVICE);
    BUT(issued.ticket, id(LIVELY_TICKETS), "ticket ids are missing before it");
    BUT(issued.prefix, 0, "the service has another prefix");
    BUT(issued.prefix, prefix_pack(hall->services[1].prefix), "the service has another prefix");
    BUT(issued.number, numbering_counts(hall, 0)->last, given);
    BUT(issued.number, LABEL_NUMBER_MAX + 1, given);
    BUT(issued.ticket_class, CLASS_COUNT, "the class or language is unknown");
    BUT(issued.lang, LANG_COUNT, "the class or language is unknown");
    BUT(issued.order, hall->order, "its place was taken before");
    BUT(issued.number, 603, "its number was leased to others, or to nobody");
}

static void a_ticket_given_alone_is_in_its_lease(void **state)
{
    (void)state;
    const char *no = "its number was leased to others, or to nobody";
    FACT(ISSUED, issued, .ticket = id(LIVELY_TICKETS + 1), .service = 1,
         .prefix = prefix_pack(hall->services[0].prefix), .number = 601, .order = hall->order + 1,
         .joined = hall->now, .lease = id(LIVELY_LEASE), .issued = hall->now - 1);
    BUT(issued.lease, id(1) - 1, no);
    BUT(issued.lease, id(3), no);
    BUT(issued.lease, id(LIVELY_ENDED), no);
    BUT(issued.number, 599, no);
    BUT(issued.number, 610, no);
    BUT(issued.joined, hall->opened - 1, no);
    BUT(issued.issued, 0, no);
    BUT(issued.number, 600, "its number was given before");
}

static void a_lease_is_of_new_numbers_for_somebody(void **state)
{
    (void)state;
    const char *given = "its numbers were given before", *others = "the service has other numbers";
    FACT(LEASED, leased, .lease = id(3), .service = 1,
         .prefix = prefix_pack(hall->services[0].prefix), .first = 610, .last = 619,
         .device = "kiosk-1");
    WHERE(hall->day = 0, CLOSED_DAY);
    WHERE(hall->lease_room = hall->lease_count, "the hall has no room for so many leases");
    BUT(leased.service, 9, NO_SERVICE);
    BUT(leased.lease, id(2), "leases are missing before it");
    BUT(leased.prefix, prefix_pack(hall->services[1].prefix), "the service has another prefix");
    BUT(leased.first, 609, given);
    WHERE(numbering_counts(hall, 0)->last = 612, given);
    WHERE(hall->burnt_last = 612, given);
    BUT(leased.last, 609, given);
    BUT(leased.last, LABEL_NUMBER_MAX + 1, given);
    BUT(leased.device[0], '\0', "a lease is nobody's");
    w.services[0].first = 700;
    w.services[0].last = 800;
    meets(good, others);
    w.services[0].first = 1;
    w.services[0].last = 615;
    meets(good, others);
    good.leased.service = 3;
    good.leased.prefix = 0;
    meets(good, "the service has another prefix");
}

static void a_lease_ends_once(void **state)
{
    (void)state;
    FACT(LEASE_ENDED, lease_ended, .lease = id(LIVELY_LEASE));
    WHERE(hall->day = 0, "there is no such lease today");
    BUT(lease_ended.lease, id(3), "there is no such lease today");
    BUT(lease_ended.lease, id(1) - 1, "there is no such lease today");
    BUT(lease_ended.lease, id(LIVELY_ENDED), "the lease was over before");
}

static void somebody_is_superseded(void **state)
{
    (void)state;
    FACT(SUPERSEDED, superseded, .uid = 7);
    BUT(superseded.uid, 0, "nobody is superseded");
    WHERE(hall->day = 0, "nobody is superseded");
}

static void a_slip_is_of_a_ticket(void **state)
{
    (void)state;
    FACT(PRINTED, printed, .ticket = id(LIVELY_WAITING));
    BUT(printed.ticket, id(LIVELY_TICKETS + 1), NO_TICKET);
}

/* ---- tickets are called ---- */

static void a_call_is_the_next_of_its_window(void **state)
{
    (void)state;
    const char *missing = "calls are missing before it";
    uint32_t call = hall->targets[W_IDLE].call + 1, announce = hall->announced + 1;
    FACT(CALLED, called, .ticket = id(LIVELY_WAITING), .target = W_IDLE, .call = call,
         .announce = announce);
    BUT(called.ticket, id(99), NO_TICKET);
    BUT(called.target, 99, NO_TARGET);
    BUT(called.ticket, id(LIVELY_RATED), TICKET_FORBIDS);
    BUT(called.target, W_CALLING, WINDOW_FORBIDS);
    BUT(called.target, W_CLOSED, WINDOW_FORBIDS);
    BUT(called.call, call + 1, missing);
    BUT(called.announce, announce + 1, missing);
    BUT(called.announce, 0, missing);
    BUT(called.turn, 255, "its turn is in no pattern");
    BUT(called.ticket, id(LIVELY_KEPT), NULL);
    good.called.ticket = id(LIVELY_KEPT);
    BUT(called.target, W_EMPTY, "the ticket is parked elsewhere");
}

static void a_recall_is_the_next_of_its_ticket(void **state)
{
    (void)state;
    const char *missing = "calls are missing before it";
    uint32_t call = hall->targets[W_CALLING].call + 1, announce = hall->announced + 1;
    FACT(RECALLED, recalled, .ticket = id(LIVELY_CALLED), .target = W_CALLING, .call = call,
         .announce = announce, .calls = 2);
    BUT(recalled.ticket, id(99), NO_TICKET);
    BUT(recalled.target, 99, NO_TARGET);
    BUT(recalled.target, W_IDLE, "the ticket is not at that window");
    BUT(recalled.call, call + 1, missing);
    BUT(recalled.announce, announce + 1, missing);
    BUT(recalled.announce, 0, missing);
    BUT(recalled.calls, 1, missing);
    WHERE(hall->targets[W_CALLING].state = WINDOW_IDLE, WINDOW_FORBIDS);
    WHERE(hall->tickets[LIVELY_CALLED].state = TICKET_SERVED, TICKET_FORBIDS);
}

static void a_start_is_behind_its_call(void **state)
{
    (void)state;
    FACT(STARTED, started, .ticket = id(LIVELY_CALLED), .target = W_CALLING, .at = hall->now);
    BUT(started.ticket, id(LIVELY_SERVING), "the ticket is not at that window");
    BUT(started.at, hall->tickets[LIVELY_CALLED].called - 1, "it starts before the call");
    BUT(started.at, hall->now + 1, "it starts before the call");
}

static void who_finishes_was_served_there(void **state)
{
    (void)state;
    FACT(FINISHED, finished, .ticket = id(LIVELY_SERVING), .target = W_SERVING);
    BUT(finished.rating, 1, NULL);
    BUT(finished.target, W_IDLE, "the ticket is not at that window");
    WHERE(hall->tickets[LIVELY_SERVING].state = TICKET_MISSED, TICKET_FORBIDS);
}

static void a_miss_is_counted_and_ends_in_one_of_two_ways(void **state)
{
    (void)state;
    FACT(MISSED, missed, .ticket = id(LIVELY_CALLED), .target = W_CALLING, .times = 1,
         .state = TICKET_MISSED);
    BUT(missed.state, TICKET_VOIDED, NULL);
    BUT(missed.state, TICKET_SERVED, "no miss ends like this");
    BUT(missed.times, 2, "a miss is missing before it");
    BUT(missed.ticket, id(99), "a miss is missing before it");
    BUT(missed.target, W_SERVING, "the ticket is not at that window");
}

static void it_is_parked_in_a_known_way(void **state)
{
    (void)state;
    FACT(PARKED, parked, .ticket = id(LIVELY_SERVING), .target = W_SERVING, .kind = PARK_KEPT);
    BUT(parked.kind, PARK_NONE, "it is parked in no known way");
    BUT(parked.kind, PARK_KIND_COUNT, "it is parked in no known way");
    BUT(parked.target, W_CALLING, "the ticket is not at that window");
}

static void a_transfer_goes_to_somewhere(void **state)
{
    (void)state;
    FACT(TRANSFERRED, transferred, .ticket = id(LIVELY_SERVING), .from = W_SERVING, .service = 2,
         .order = hall->order + 1);
    BUT(transferred.ticket, id(99), NO_TICKET);
    BUT(transferred.service, 9, NO_SERVICE);
    BUT(transferred.to, W_IDLE, NULL);
    BUT(transferred.to, 99, NO_TARGET);
    BUT(transferred.ticket_class, CLASS_COUNT, "the class is unknown");
    BUT(transferred.order, hall->order, "its place was taken before");
    BUT(transferred.order, hall->nodes[LIVELY_SERVING].place.order, NULL); /* its place is kept */
    BUT(transferred.from, 0, TICKET_FORBIDS);
    BUT(transferred.from, W_IDLE, "the ticket is not at that window");
    good.transferred.ticket = id(LIVELY_WAITING); /* who waits is at no window */
    BUT(transferred.from, 0, NULL);
}

static void who_rejoins_was_missed_or_away(void **state)
{
    (void)state;
    FACT(REJOINED, rejoined, .ticket = id(LIVELY_MISSED), .order = hall->order + 1);
    BUT(rejoined.ticket, id(99), NO_TICKET);
    BUT(rejoined.ticket, id(LIVELY_AWAY), NULL);
    BUT(rejoined.ticket, id(LIVELY_KEPT), TICKET_FORBIDS);
    BUT(rejoined.ticket, id(LIVELY_RATED), TICKET_FORBIDS);
    BUT(rejoined.to, W_IDLE, NULL);
    BUT(rejoined.to, 99, NO_TARGET);
    BUT(rejoined.ticket_class, CLASS_COUNT, "the class is unknown");
    BUT(rejoined.order, hall->order, "its place was taken before");
}

/* ---- tickets end ---- */

static void what_is_rated_was_served(void **state)
{
    (void)state;
    FACT(RATED, rated, .ticket = id(LIVELY_ASKED), .target = W_RATING, .score = 5);
    BUT(rated.ticket, id(99), NO_TICKET);
    BUT(rated.score, 0, "a rating has no score");
    BUT(rated.ticket, id(LIVELY_MISSED), TICKET_FORBIDS);
}

static void who_cancels_is_at_no_window(void **state)
{
    (void)state;
    FACT(CANCELLED, cancelled, .ticket = id(LIVELY_WAITING));
    BUT(cancelled.ticket, id(99), NO_TICKET);
    BUT(cancelled.ticket, id(LIVELY_KEPT), TICKET_FORBIDS);
    BUT(cancelled.ticket, id(LIVELY_SERVING), TICKET_FORBIDS);
}

static void what_is_void_is_so_for_a_reason(void **state)
{
    (void)state;
    FACT(VOIDED, voided, .ticket = id(LIVELY_WAITING), .reason = VOID_NONE + 1);
    BUT(voided.ticket, id(99), NO_TICKET);
    BUT(voided.reason, VOID_NONE, "it is void for no known reason");
    BUT(voided.reason, VOID_REASON_COUNT, "it is void for no known reason");
    BUT(voided.ticket, id(LIVELY_RATED), TICKET_FORBIDS);
    BUT(voided.ticket, id(LIVELY_CALLED), TICKET_FORBIDS);
    good.voided.ticket = id(LIVELY_CALLED);
    BUT(voided.target, W_CALLING, NULL);
    BUT(voided.target, W_SERVING, "the ticket is not at that window");
}

static void an_item_is_added_while_it_is_served(void **state)
{
    (void)state;
    FACT(ITEM_ADDED, item_added, .ticket = id(LIVELY_SERVING), .target = W_SERVING,
         .items = hall->tickets[LIVELY_SERVING].items + 1);
    BUT(item_added.ticket, id(99), NO_TICKET);
    BUT(item_added.target, 99, NO_TARGET);
    BUT(item_added.target, W_CALLING, "the ticket is not at that window");
    WHERE(hall->tickets[LIVELY_SERVING].state = TICKET_CALLED, "the ticket is not at that window");
    BUT(item_added.items, 9, "an item is missing before it");
}

/* ---- appointments and quotas ---- */

static void an_appointment_is_new_and_of_nobody_who_has_one(void **state)
{
    (void)state;
    FACT(BOOKED, booked, .booking = 1, .service = 1, .id_a = 5, .id_b = 6, .code = "K7");
    WHERE(hall->day = 0, CLOSED_DAY);
    WHERE(hall->booking_room = 0, "the hall has no room for so many appointments");
    BUT(booked.service, 9, NO_SERVICE);
    BUT(booked.booking, 2, "appointments are missing before it");
    BUT(booked.code[0], '\0', "its code was given before");
    BUT(booked.session, SESSIONS_MAX + 1, "it is of no session");
    lively_book(good);
    good.booked.booking = 2;
    meets(good, "its code was given before");
    BUT(booked.code[0], 'L', "this person has an appointment");
    good.booked.code[0] = 'L';
    BUT(booked.id_a, 7, NULL);
}

static void an_appointment_that_stands_is_taken_or_given_up_once(void **state)
{
    (void)state;
    const char *not_stands = "that appointment does not stand";
    const struct fact booked = {.kind = FACT_KIND_BOOKED,
                                .booked = {.booking = 1, .service = 1, .code = "K7"}};
    lively_book(booked);
    FACT(UNBOOKED, unbooked, .booking = 1);
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(unbooked.booking, 0, not_stands);
    BUT(unbooked.booking, 2, not_stands);
    WHERE(hall->bookings[1].state = BOOKING_OPEN + 1, not_stands);
    good = (struct fact){.kind = FACT_KIND_ISSUED,
                         .issued = {.ticket = id(LIVELY_TICKETS + 1),
                                    .service = 1,
                                    .prefix = prefix_pack(hall->services[0].prefix),
                                    .number = numbering_counts(hall, 0)->last + 1,
                                    .order = hall->order + 1}};
    BUT(issued.booking, 1, NULL);
    BUT(issued.booking, 2, "its appointment does not stand");
    BUT(issued.session, SESSIONS_MAX + 1, "it is of no session");
    good.issued.booking = 1;
    WHERE(hall->bookings[1].state = BOOKING_OPEN + 1, "its appointment does not stand");
}

static void a_quota_is_of_a_service_and_a_session(void **state)
{
    (void)state;
    FACT(QUOTA_SET, quota_set, .service = 1, .quota = 5);
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(quota_set.service, 9, NO_SERVICE);
    BUT(quota_set.session, SESSIONS_MAX, "it is of no session");
}

/* ---- windows ---- */

static void a_window_does_what_its_state_allows(void **state)
{
    (void)state;
    FACT(WINDOW_OPENED, window_opened, .target = W_CLOSED);
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(window_opened.target, 99, NO_TARGET);
    BUT(window_opened.target, W_IDLE, WINDOW_FORBIDS);
    good = (struct fact){.kind = FACT_KIND_WINDOW_CLOSED, .window_closed.target = W_IDLE};
    BUT(window_closed.target, W_IDLE, NULL);
    BUT(window_closed.target, W_SERVING, WINDOW_FORBIDS);
    good = (struct fact){.kind = FACT_KIND_RATING_CLOSED, .rating_closed.target = W_RATING};
    BUT(rating_closed.target, W_RATING, NULL);
    BUT(rating_closed.target, W_IDLE, WINDOW_FORBIDS);
}

static void a_pause_has_a_reason_and_an_end(void **state)
{
    (void)state;
    FACT(WINDOW_PAUSED, window_paused, .target = W_IDLE, .reason = PAUSE_LUNCH);
    BUT(window_paused.reason, PAUSE_NONE, "a pause has no reason");
    WHERE(hall->targets[W_IDLE].pause_reason = PAUSE_LUNCH, "the window is paused already");
    good = (struct fact){.kind = FACT_KIND_WINDOW_RESUMED, .window_resumed.target = W_PAUSED};
    BUT(window_resumed.target, W_PAUSED, NULL);
    BUT(window_resumed.target, W_CLOSED, WINDOW_FORBIDS);
    WHERE(hall->targets[W_PAUSED].pause_reason = PAUSE_NONE, "the window is not paused");
}

static void a_service_is_assigned_to_a_window_with_room(void **state)
{
    (void)state;
    const char *so = "no service is assigned like this";
    FACT(ASSIGNED, assigned, .target = W_IDLE, .service = 3, .group = 1, .on = 1);
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(assigned.target, 99, "the hall has no such window");
    BUT(assigned.target, TARGET_ROOM + 1, "the hall has no such window");
    BUT(assigned.service, 9, NO_SERVICE);
    BUT(assigned.on, 2, so);
    BUT(assigned.group, 0, so);
    BUT(assigned.group, WINDOW_GROUPS_MAX + 1, so);
    BUT(assigned.on, 0, "the window was not for that service");
    BUT(assigned.service, 1, NULL); /* in another group */
    WHERE(hall->targets[W_IDLE].assigned_count = WINDOW_SERVICES_MAX,
          "the window is for too many services");
    good.assigned.service = 1;
    BUT(assigned.on, 0, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fact_is_of_its_time_and_known),
        TEST(a_day_opens_behind_the_last_one),
        TEST(a_day_closes_with_its_own_count),
        TEST(a_ticket_has_the_next_id_a_free_number_and_a_new_place),
        TEST(a_ticket_given_alone_is_in_its_lease),
        TEST(a_lease_is_of_new_numbers_for_somebody),
        TEST(a_lease_ends_once),
        TEST(somebody_is_superseded),
        TEST(a_slip_is_of_a_ticket),
        TEST(a_call_is_the_next_of_its_window),
        TEST(a_recall_is_the_next_of_its_ticket),
        TEST(a_start_is_behind_its_call),
        TEST(who_finishes_was_served_there),
        TEST(a_miss_is_counted_and_ends_in_one_of_two_ways),
        TEST(it_is_parked_in_a_known_way),
        TEST(a_transfer_goes_to_somewhere),
        TEST(who_rejoins_was_missed_or_away),
        TEST(what_is_rated_was_served),
        TEST(who_cancels_is_at_no_window),
        TEST(what_is_void_is_so_for_a_reason),
        TEST(an_item_is_added_while_it_is_served),
        TEST(an_appointment_is_new_and_of_nobody_who_has_one),
        TEST(an_appointment_that_stands_is_taken_or_given_up_once),
        TEST(a_quota_is_of_a_service_and_a_session),
        TEST(a_window_does_what_its_state_allows),
        TEST(a_pause_has_a_reason_and_an_end),
        TEST(a_service_is_assigned_to_a_window_with_room),
    };
    return cmocka_run_group_tests_name("engine_objections", tests, NULL, NULL);
}
