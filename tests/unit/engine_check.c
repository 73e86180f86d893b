/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall_check: a hall that makes no sense is noticed, and named. Each sentence is provoked by
 * a change that no fact could make, straight in the hall's memory.
 */
#include "engine/numbering.h"
#include "engine_sane.h"

/* After the change, and the hall is as it was. */
static void noticed(const char *sentence)
{
    const char *wrong = hall_check(hall);
    if (!wrong || strcmp(wrong, sentence) != 0)
        fail_msg("'%s' is not noticed, but: %s", sentence, wrong ? wrong : "nothing");
    hall_mend();
    assert_null(hall_check(hall));
}

/* Its digest says so too: somebody wrote it, and wrote it wrongly. */
static void ticket_noticed(uint32_t slot, const char *sentence)
{
    digest_ticket(hall, slot);
    noticed(sentence);
}

static void window_noticed(uint16_t window, const char *sentence)
{
    digest_target(hall, window);
    noticed(sentence);
}

#define TICKET(slot) (hall->tickets[slot])
#define WINDOW(window) (hall->targets[window])

static void a_ticket_has_a_state_a_service_and_a_number_of_its_own(void **state)
{
    (void)state;
    TICKET(LIVELY_RATED).state = TICKET_NONE;
    noticed("a ticket has no state");
    TICKET(LIVELY_RATED).state = TICKET_STATE_COUNT;
    noticed("a ticket has no state");
    TICKET(LIVELY_RATED).service = 3;
    noticed("a ticket has no service");
    TICKET(LIVELY_RATED).label.number = TICKET(LIVELY_WAITING).label.number;
    noticed("two tickets have one number");
    TICKET(LIVELY_RATED).score = 0;
    noticed("a ticket changed beside its digest");
    TICKET(LIVELY_MISSED).score = 3;
    ticket_noticed(LIVELY_MISSED, "an unfinished visit is rated");
    hall->issued = LIVELY_ROOM + 1;
    noticed("more tickets than there is room for");
}

static void a_ticket_is_where_its_state_says(void **state)
{
    (void)state;
    TICKET(LIVELY_WAITING).state = TICKET_MISSED;
    ticket_noticed(LIVELY_WAITING, "a ticket waits and is in no queue");
    TICKET(LIVELY_MISSED).state = TICKET_WAITING;
    ticket_noticed(LIVELY_MISSED, "a ticket waits and is in no queue");
    TICKET(LIVELY_CALLED).target = 0;
    ticket_noticed(LIVELY_CALLED, "a called ticket is not at its window");
    TICKET(LIVELY_CALLED).target = W_SERVING;
    ticket_noticed(LIVELY_CALLED, "a called ticket is not at its window");
    TICKET(LIVELY_CALLED).state = TICKET_SERVING;
    ticket_noticed(LIVELY_CALLED, "a called ticket is not at its window");
    TICKET(LIVELY_WAITING).service = 1;
    ticket_noticed(LIVELY_WAITING, "a ticket is in a queue that is not its own");
    TICKET(LIVELY_WAITING).sent = W_IDLE;
    ticket_noticed(LIVELY_WAITING, "a ticket is in a queue that is not its own");
    WINDOW(W_SERVING).ticket = LIVELY_RATED; /* one that is over */
    TICKET(LIVELY_SERVING).state = TICKET_VOIDED;
    digest_ticket(hall, LIVELY_SERVING);
    hall->states[TICKET_SERVING]--;
    hall->states[TICKET_VOIDED]++;
    window_noticed(W_SERVING, "a window has a ticket that is not called");
}

static void a_window_has_a_ticket_as_its_state_says(void **state)
{
    (void)state;
    WINDOW(W_IDLE).ticket = LIVELY_RATED;
    window_noticed(W_IDLE, "a window's state and ticket disagree");
    WINDOW(W_RATING).ticket = 0;
    window_noticed(W_RATING, "a window's state and ticket disagree");
    WINDOW(W_RATING).ticket = LIVELY_MISSED;
    window_noticed(W_RATING, "a window asks for a rating of an unfinished visit");
    WINDOW(W_PAUSED).pause_reason = PAUSE_NONE;
    window_noticed(W_PAUSED, "a window is paused without reason");
    WINDOW(W_IDLE).pause_reason = PAUSE_LUNCH;
    window_noticed(W_IDLE, "an idle window should be paused");
    hall->day = 0;
    noticed("a window is open on a closed day");
    WINDOW(W_IDLE).since++;
    noticed("a window changed beside its digest");
}

static void a_window_serves_what_it_is_for(void **state)
{
    (void)state;
    struct target *idle = &WINDOW(W_IDLE);
    const char *no = "a window serves what it should not, or less";
    idle->lists++;
    noticed("a window's services changed beside their hash");
    idle->able[0] &= ~1u; /* its clerk may not serve the first, and it still does */
    idle->lists = assign_hash(idle);
    window_noticed(W_IDLE, no);
    idle->served[0].service = 1; /* in another order */
    idle->served[1].service = 0;
    window_noticed(W_IDLE, no);
    idle->served_count = 1;
    window_noticed(W_IDLE, no);
    hall->services[2].windows[0] |= 1u << W_IDLE; /* more than it is for */
    window_noticed(W_IDLE, no);
    hall->services[0].open++;
    noticed("the open windows of a service are counted wrongly");
    hall->crowds[W_IDLE]++;
    noticed("the people for whom a window works are counted wrongly");
    hall->open[0] ^= 1u << W_IDLE;
    noticed("a window is listed as open wrongly");
}

static void a_list_holds_what_it_is_for_and_all_of_it(void **state)
{
    (void)state;
    hall->missed.head = LIVELY_RATED;
    noticed("a ticket is listed as missed wrongly");
    hall->missed.head = 0;
    noticed("a missed ticket is not listed");
    hall->rating.head = W_IDLE;
    noticed("a window is listed as rating wrongly");
    hall->rating.head = 0;
    noticed("a rating is open and not listed");
    WINDOW(W_IDLE).parked.head = LIVELY_AWAY; /* away: nobody's burden */
    window_noticed(W_IDLE, "a window holds a ticket that is not parked there");
    WINDOW(W_EMPTY).parked.head = LIVELY_KEPT;
    window_noticed(W_EMPTY, "a window holds a ticket that is not parked there");
    WINDOW(W_IDLE).parked.head = 0;
    noticed("a parked ticket is at no window");
}

static void what_is_counted_is_counted_rightly(void **state)
{
    (void)state;
    hall->states[TICKET_SERVED]++;
    noticed("tickets are counted wrongly by state");
    hall->waiting++;
    noticed("a waiting ticket is in no queue");
    WINDOW(W_IDLE).queue.root = WINDOW(W_IDLE).queue.first = 0; /* who was sent there is lost */
    noticed("a waiting ticket is in no queue");
    hall->digest++;
    noticed("the digest is not the sum of its parts");
    TICKET(LIVELY_RATED).stale = true;
    noticed("a ticket's hash is stale and not listed");
}

static void a_lease_has_numbers_and_its_tickets(void **state)
{
    (void)state;
    struct lease *lease = &hall->leases[0];
    lease->given++;
    noticed("leases and the tickets of them disagree");
    lease->first = 0;
    noticed("a lease has no numbers");
    lease->last = lease->first - 1;
    noticed("a lease has no numbers");
    lease->last = lease->first + 1; /* two numbers, and three tickets of them */
    lease->given = 3;
    TICKET(LIVELY_RATED).told = TICKET(LIVELY_CANCELLED).told = 1;
    digest_ticket(hall, LIVELY_RATED);
    ticket_noticed(LIVELY_CANCELLED, "more tickets came of a lease than it has numbers");
    numbering_counts(hall, 0)->leased = 0;
    noticed("a series does not know of a lease");
    hall->leases[0].ended++;
    noticed("a lease changed beside its digest");
}

static void a_queue_is_in_order_and_counted(void **state)
{
    (void)state;
    struct ticket_queue *queue = &hall->services[0].queue;
    struct ticket_node *nodes = queue->nodes;
    uint32_t root = queue->root, second = ticket_queue_nth(queue, 1);
    nodes[root].parent = second;
    noticed("a queue's root has a parent");
    queue->first = second;
    noticed("a queue's first is not its first");
    nodes[second].size++;
    noticed("a queue's subtree is counted wrongly");
    nodes[root].classes ^= 1u << CLASS_COUNT;
    noticed("a queue's subtree has other classes");
    nodes[second].place.key = nodes[queue->first].place.key - 1;
    ticket_noticed(second, "a queue is out of order");
}

static void so_is_the_queue_of_a_window(void **state)
{
    (void)state;
    struct ticket_queue *queue = &WINDOW(W_IDLE).queue;
    queue->nodes[queue->root].parent = LIVELY_WAITING;
    noticed("a queue's root has a parent");
}

/* Two tickets of one person, A and B, and an appointment of another. */
static void add_persons(void)
{
    struct command ask = {.verb = VERB_ISSUE, .service = {1}, .id_a = 5, .id_b = 6};
    struct fact booked = {.kind = FACT_KIND_BOOKED, .at = w.now};
    assert_int_equal(engine_do(&w, ask), REFUSED_NOT);
    ask.service.n = 2;
    assert_int_equal(engine_do(&w, ask), REFUSED_NOT);
    booked.booked = (struct fact_booked){.booking = 1, .service = 1, .id_a = 7, .session = 1};
    strcpy(booked.booked.code, "K7");
    hall_apply(hall, &booked);
    assert_null(hall_check(hall));
    digest_settle(hall);
    memcpy(sane, w.memory, size);
}

static void a_person_has_the_tickets_it_took(void **state)
{
    (void)state;
    const uint32_t first = LIVELY_TICKETS + 1, second = first + 1;
    add_persons();
    TICKET(first).person = hall->person_count + 1;
    ticket_noticed(first, "a ticket is nobody's");
    TICKET(LIVELY_RATED).same_person = first;
    ticket_noticed(LIVELY_RATED, "a ticket of nobody has another of the same");
    hall->persons[TICKET(first).person].id_a = 99;
    ticket_noticed(first, "one person is there twice");
    TICKET(first).same_person = second;
    ticket_noticed(first, "a person's tickets are another's");
    TICKET(second).same_person = LIVELY_RATED;
    ticket_noticed(second, "a person's tickets are another's");
    hall->persons[TICKET(first).person].ticket = LIVELY_RATED;
    noticed("a person's newest ticket is missing");
}

static void an_appointment_is_found_and_counted(void **state)
{
    (void)state;
    add_persons();
    struct booking *booking = &hall->bookings[1];
    booking->code[0] = 'L';
    noticed("two appointments have one code");
    booking->state = 0;
    noticed("an appointment has no state");
    booking->state = BOOKING_CANCELLED + 1;
    noticed("an appointment has no state");
    hall->persons[booking->person].booking = 0;
    noticed("a person has two appointments");
    booking->from++;
    noticed("an appointment changed beside its digest");
    booking->session = 2;
    digest_booking(hall, 1);
    hall->services[0].sessions[0].booked = 0;
    hall->services[0].sessions[0].held = 0;
    digest_service(hall, 0);
    noticed("appointments are counted wrongly by session");
    hall->services[0].sessions[0].held = 2;
    digest_service(hall, 0);
    noticed("more appointments hold a number than there are");
    hall->services[0].sessions[0].issued++;
    noticed("a service changed beside its digest");
    hall->services[0].sessions[0].issued++;
    digest_service(hall, 0);
    noticed("tickets are counted wrongly by session");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_ticket_has_a_state_a_service_and_a_number_of_its_own),
        TEST(a_ticket_is_where_its_state_says),
        TEST(a_window_has_a_ticket_as_its_state_says),
        TEST(a_window_serves_what_it_is_for),
        TEST(a_list_holds_what_it_is_for_and_all_of_it),
        TEST(what_is_counted_is_counted_rightly),
        TEST(a_lease_has_numbers_and_its_tickets),
        TEST(a_person_has_the_tickets_it_took),
        TEST(an_appointment_is_found_and_counted),
        TEST(a_queue_is_in_order_and_counted),
        TEST(so_is_the_queue_of_a_window),
    };
    return cmocka_run_group_tests_name("engine_check", tests, NULL, NULL);
}
