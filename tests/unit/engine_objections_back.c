/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall_objection to what an undo puts back (D-20): these facts name a state instead of a step, so
 * all that hangs on a state is objected to.
 */
#include "engine_objections.h"

/* Where the ticket stands now, as a fact that puts it there. */
static struct fact_ticket_back back_of(uint32_t slot)
{
    const struct ticket *ticket = &hall->tickets[slot];
    const struct ticket_place *place = &hall->nodes[slot].place;
    return (struct fact_ticket_back){
        .ticket = id(slot),
        .state = ticket->state,
        .target = hall->targets[ticket->target].id.n,
        .service = hall->services[ticket->service].def->id.n,
        .called = ticket->called,
        .started = ticket->started,
        .joined = place->joined,
        .key = place->key,
        .order = place->order,
    };
}

static void a_ticket_goes_back_to_a_service_and_a_window_that_are_there(void **state)
{
    (void)state;
    FACT(TICKET_BACK, ticket_back, .ticket = id(LIVELY_MISSED), .state = TICKET_MISSED,
         .service = 1);
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(ticket_back.ticket, id(99), NO_TICKET);
    BUT(ticket_back.ticket, id(LIVELY_CANCELLED), "the ticket is over");
    WHERE(hall->tickets[LIVELY_MISSED].state = TICKET_EXPIRED, "the ticket is over");
    BUT(ticket_back.service, 9, NO_SERVICE);
    BUT(ticket_back.target, W_IDLE, NULL);
    BUT(ticket_back.target, 99, NO_TARGET);
    BUT(ticket_back.sent, W_IDLE, NULL);
    BUT(ticket_back.sent, 99, NO_TARGET);
    BUT(ticket_back.ticket_class, CLASS_COUNT, "no ticket is like that");
    BUT(ticket_back.park_kind, PARK_KIND_COUNT, "no ticket is like that");
    BUT(ticket_back.score, 3, "no ticket is like that");
    BUT(ticket_back.state, TICKET_SERVED, "no ticket goes back to that");
    BUT(ticket_back.state, TICKET_NONE, "no ticket goes back to that");
}

static void its_times_are_neither_before_all_nor_behind_now(void **state)
{
    (void)state;
    const char *no = "its times make no sense";
    FACT(TICKET_BACK, ticket_back, .ticket = id(LIVELY_MISSED), .state = TICKET_MISSED,
         .service = 1);
    BUT(ticket_back.called, -1, no);
    BUT(ticket_back.called, hall->now + 1, no);
    BUT(ticket_back.recalled, -1, no);
    BUT(ticket_back.started, -1, no);
    BUT(ticket_back.ended, -1, no);
    BUT(ticket_back.served, -1, no);
    BUT(ticket_back.parked, -1, no);
    BUT(ticket_back.held_away, -1, no);
    BUT(ticket_back.held_kept, -1, no);
    BUT(ticket_back.held_meanwhile, -1, no);
}

static void who_goes_back_to_a_queue_had_its_place(void **state)
{
    (void)state;
    struct fact good = {.kind = FACT_KIND_TICKET_BACK, .ticket_back = back_of(LIVELY_CALLED)};
    good.ticket_back.state = TICKET_WAITING;
    good.ticket_back.target = 0;
    meets(good, NULL);
    BUT(ticket_back.order, 0, "it never had that place");
    BUT(ticket_back.order, hall->order + 1, "it never had that place");
    BUT(ticket_back.sent, W_IDLE, NULL);
    const struct ticket_place *taken = &hall->nodes[LIVELY_WAITING].place;
    good.ticket_back.key = taken->key;
    good.ticket_back.joined = taken->joined;
    BUT(ticket_back.order, taken->order, "its place is taken");
    good = (struct fact){.kind = FACT_KIND_TICKET_BACK, .ticket_back = back_of(LIVELY_WAITING)};
    BUT(ticket_back.target, 0, NULL); /* where it is already */
}

static void who_goes_back_to_a_window_finds_it_free(void **state)
{
    (void)state;
    FACT(TICKET_BACK, ticket_back, .ticket = id(LIVELY_MISSED), .state = TICKET_CALLED,
         .service = 1, .target = W_IDLE);
    BUT(ticket_back.state, TICKET_SERVING, NULL);
    BUT(ticket_back.target, 0, "the ticket goes back to no window");
    BUT(ticket_back.target, W_CALLING, "the window has another ticket");
    BUT(ticket_back.target, W_CLOSED, "the window is closed");
    WHERE(hall->targets[W_IDLE].state = WINDOW_OFFLINE, "the window is closed");
    good.ticket_back.ticket = id(LIVELY_SERVING);
    good.ticket_back.target = W_SERVING;
    meets(good, NULL); /* a start is undone */
}

static void what_was_parked_was_parked_somewhere(void **state)
{
    (void)state;
    FACT(TICKET_BACK, ticket_back, .ticket = id(LIVELY_MISSED), .state = TICKET_PARKED,
         .service = 1, .target = W_IDLE, .park_kind = PARK_KEPT);
    BUT(ticket_back.park_kind, PARK_NONE, "it is parked in no known way");
    BUT(ticket_back.target, 0, "it is parked in no known way");
}

static void a_window_goes_back_to_a_state_that_makes_sense(void **state)
{
    (void)state;
    const char *pause = "its pause makes no sense", *nowhere = "no window goes back to that";
    FACT(TARGET_BACK, target_back, .target = W_IDLE, .state = WINDOW_IDLE);
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(target_back.target, 99, NO_TARGET);
    BUT(target_back.target, W_CLOSED, "the window is closed");
    WHERE(hall->targets[W_IDLE].state = WINDOW_OFFLINE, "the window is closed");
    BUT(target_back.state, WINDOW_CLOSED, nowhere);
    BUT(target_back.state, WINDOW_STATE_COUNT, nowhere);
    BUT(target_back.pause_reason, PAUSE_REASON_COUNT, pause);
    BUT(target_back.pause_reason, PAUSE_LUNCH, pause);
    BUT(target_back.state, WINDOW_PAUSED, pause);
    BUT(target_back.last, id(LIVELY_RATED), NULL);
    BUT(target_back.last, id(99), NO_TICKET);
    BUT(target_back.since, -1, "its times make no sense");
    BUT(target_back.since, hall->now + 1, "its times make no sense");
    BUT(target_back.turn, 255, "its turn is in no pattern");
    good.target_back.state = WINDOW_PAUSED;
    BUT(target_back.pause_reason, PAUSE_LUNCH, NULL);
}

static void a_window_goes_back_with_the_ticket_it_has(void **state)
{
    (void)state;
    const char *other = "the window has another ticket";
    FACT(TARGET_BACK, target_back, .target = W_CALLING, .state = WINDOW_CALLING,
         .ticket = id(LIVELY_CALLED));
    BUT(target_back.ticket, id(99), NO_TICKET);
    BUT(target_back.ticket, id(LIVELY_WAITING), other);
    BUT(target_back.state, WINDOW_SERVING, other);
    BUT(target_back.state, WINDOW_IDLE, other);
    BUT(target_back.target, W_IDLE, other);
    good = (struct fact){.kind = FACT_KIND_TARGET_BACK,
                         .target_back = {.target = W_SERVING,
                                         .state = WINDOW_SERVING,
                                         .ticket = id(LIVELY_SERVING)}};
    meets(good, NULL);
    BUT(target_back.state, WINDOW_RATING, other);
}

static void a_rating_goes_back_with_a_finished_visit(void **state)
{
    (void)state;
    FACT(TARGET_BACK, target_back, .target = W_IDLE, .state = WINDOW_RATING,
         .ticket = id(LIVELY_ASKED));
    BUT(target_back.ticket, 0, "the window has another ticket");
    BUT(target_back.state, WINDOW_IDLE, "the window has another ticket");
    BUT(target_back.ticket, id(LIVELY_MISSED), TICKET_FORBIDS);
}

static void what_is_taken_back_was_said(void **state)
{
    (void)state;
    FACT(UNDONE, undone, .target = W_IDLE, .announce = hall->announced);
    WHERE(hall->day = 0, CLOSED_DAY);
    BUT(undone.target, 99, NO_TARGET);
    BUT(undone.announce, hall->announced + 1, "it withdraws what was never said");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_ticket_goes_back_to_a_service_and_a_window_that_are_there),
        TEST(its_times_are_neither_before_all_nor_behind_now),
        TEST(who_goes_back_to_a_queue_had_its_place),
        TEST(who_goes_back_to_a_window_finds_it_free),
        TEST(what_was_parked_was_parked_somewhere),
        TEST(a_window_goes_back_to_a_state_that_makes_sense),
        TEST(a_window_goes_back_with_the_ticket_it_has),
        TEST(a_rating_goes_back_with_a_finished_visit),
        TEST(what_is_taken_back_was_said),
    };
    return cmocka_run_group_tests_name("engine_objections_back", tests, NULL, NULL);
}
