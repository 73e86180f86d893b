/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may have which ticket: cards, one person one ticket, proofs of classes, agents.
 */
#include <string.h>

#include "engine_fixture.h"

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    return 0;
}

static void begin(void)
{
    engine_start(&w, 40);
    engine_open_day(&w);
}

static enum refusal take(struct command command)
{
    command.verb = VERB_ISSUE;
    if (!command.service.n)
        command.service.n = 1;
    strcpy(command.who, "kiosk");
    return engine_do(&w, command);
}

static enum refusal with_card(uint64_t card, uint16_t service)
{
    return take((
        struct command){.service = {service}, .id_a = card, .id_b = ~card, .source = SOURCE_KIOSK});
}

static void serve_one(void)
{
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    assert_int_equal(engine_press(&w, 1, KEY_FINISH), REFUSED_NOT);
}

static void one_person_holds_one_ticket_of_a_service(void **state)
{
    (void)state;
    engine_start(&w, 40);
    engine_open_day(&w);
    assert_int_equal(engine_act(&w, 1, VERB_OPEN, 0), REFUSED_NOT);
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
    ticket_id first = w.result.ticket;
    assert_int_equal(with_card(7, 1), REFUSED_HAS_TICKET); /* R-K8 */
    assert_int_equal(w.result.ticket.n, first.n);          /* which can be printed again */
    assert_int_equal(w.result.label.number, 1);
    assert_int_equal(with_card(7, 2), REFUSED_NOT); /* another service */
    assert_int_equal(with_card(8, 1), REFUSED_NOT); /* another person */
    assert_int_equal(take((struct command){0}), REFUSED_NOT);
    assert_int_equal(take((struct command){0}), REFUSED_NOT); /* R-K9: nothing said */
    serve_one();
    assert_int_equal(with_card(7, 1), REFUSED_NOT); /* the first was served */
}

static void half_an_identity_is_another_person(void **state)
{
    (void)state;
    begin();
    assert_int_equal(take((struct command){.id_a = 5, .id_b = 1}), REFUSED_NOT);
    assert_int_equal(take((struct command){.id_a = 5, .id_b = 2}), REFUSED_NOT);
    assert_int_equal(take((struct command){.id_a = 5}), REFUSED_NOT);
    assert_int_equal(take((struct command){.id_b = 1}), REFUSED_NOT);
    assert_int_equal(take((struct command){.id_b = 1}), REFUSED_HAS_TICKET);
}

static void the_hall_may_be_one_or_no_rule_at_all(void **state)
{
    (void)state;
    w.def.rules.one_ticket = ONE_TICKET_HALL;
    begin();
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
    assert_int_equal(with_card(7, 2), REFUSED_HAS_TICKET);
    engine_stop(&w);
    engine_define_small(&w);
    w.def.rules.one_ticket = ONE_TICKET_OFF;
    begin();
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
}

static void a_transferred_ticket_counts_where_it_is(void **state)
{
    (void)state;
    begin();
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
    assert_int_equal(engine_do(&w, (struct command){.verb = VERB_TRANSFER,
                                                    .ticket = w.result.ticket,
                                                    .service = {2}}),
                     REFUSED_NOT);
    assert_int_equal(with_card(7, 2), REFUSED_HAS_TICKET);
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
}

static void a_service_may_ask_for_a_card(void **state)
{
    (void)state;
    w.services[0].id_required = true;
    begin();
    assert_int_equal(take((struct command){.source = SOURCE_KIOSK}), REFUSED_ID_NEEDED); /* R-K10 */
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
    assert_int_equal(take((struct command){.source = SOURCE_DESK}), REFUSED_NOT); /* R-K9 */
    assert_int_equal(take((struct command){.proof = PROOF_GUIDE}), REFUSED_NOT);
    assert_int_equal(take((struct command){.proof = PROOF_CARD}), REFUSED_ID_NEEDED);
    assert_int_equal(take((struct command){.service = {2}}), REFUSED_NOT);
}

/* A second miss is final (R-C2): the ticket is void. */
static void lose_one(uint64_t card)
{
    assert_int_equal(with_card(card, 1), REFUSED_NOT);
    w.now += HOUR;
    assert_int_equal(engine_press(&w, 1, KEY_NEXT), REFUSED_NOT);
    for (int i = 0; i < 2; i++) {
        w.now += MINUTE;
        assert_int_equal(engine_press(&w, 1, KEY_RECALL), REFUSED_NOT);
    }
    assert_int_equal(engine_press(&w, 1, KEY_MISS), REFUSED_NOT);
}

static void who_gives_too_many_back_is_sent_to_the_desk(void **state)
{
    (void)state;
    w.def.rules.voids_day = 2;
    w.def.rules.return_policy = RETURN_VOID;
    begin();
    lose_one(7);
    lose_one(7);
    assert_int_equal(with_card(7, 1), REFUSED_ID_DESK); /* R-K10 */
    assert_int_equal(with_card(7, 2), REFUSED_ID_DESK);
    assert_int_equal(with_card(8, 1), REFUSED_NOT);
    assert_int_equal(take((struct command){.id_a = 7, .id_b = ~UINT64_C(7), .source = SOURCE_DESK}),
                     REFUSED_NOT);
}

static void giving_back_is_counted_up_to_the_limit(void **state)
{
    (void)state;
    w.def.rules.voids_day = 2;
    w.def.rules.return_policy = RETURN_VOID;
    begin();
    lose_one(7);
    assert_int_equal(with_card(7, 1), REFUSED_NOT); /* one of two */
}

static void a_class_may_need_a_proof(void **state)
{
    (void)state;
    static const struct {
        uint8_t ticket_class, proof, age, source;
        enum refusal refusal;
    } cases[] = {
        {CLASS_PRIORITY, PROOF_NONE, 0, SOURCE_KIOSK, REFUSED_PROOF_NEEDED},
        {CLASS_PRIORITY, PROOF_CARD, 59, SOURCE_KIOSK, REFUSED_PROOF_NEEDED},
        {CLASS_PRIORITY, PROOF_CARD, 60, SOURCE_KIOSK, REFUSED_NOT},
        {CLASS_PRIORITY, PROOF_NONE, 60, SOURCE_KIOSK, REFUSED_PROOF_NEEDED},
        {CLASS_PRIORITY, PROOF_SLIP, 0, SOURCE_KIOSK, REFUSED_NOT},
        {CLASS_PRIORITY, PROOF_GUIDE, 0, SOURCE_DESK, REFUSED_NOT},
        {CLASS_PRIORITY, PROOF_NONE, 0, SOURCE_DESK, REFUSED_NOT},
        {CLASS_GREEN, PROOF_CARD, 99, SOURCE_KIOSK, REFUSED_PROOF_NEEDED},
        {CLASS_GREEN, PROOF_LEADER, 0, SOURCE_DESK, REFUSED_NOT},
        {CLASS_NORMAL, PROOF_NONE, 0, SOURCE_KIOSK, REFUSED_NOT},
        {CLASS_APPOINTMENT, PROOF_BOOKING, 0, SOURCE_KIOSK, REFUSED_CLASS}, /* R-A5 */
        {CLASS_APPOINTMENT, PROOF_BOOKING, 0, SOURCE_NONE, REFUSED_NOT},
        {CLASS_APPOINTMENT, PROOF_NONE, 0, SOURCE_NONE, REFUSED_PROOF_NEEDED},
        {CLASS_RETURNED, PROOF_LEADER, 0, SOURCE_DESK, REFUSED_CLASS},
    };
    w.def.rules.priority_proof = true;
    w.def.rules.priority_age = 60;
    begin();
    for (size_t i = 0; i < countof(cases); i++) {
        assert_int_equal(take((struct command){.ticket_class = cases[i].ticket_class,
                                               .proof = cases[i].proof,
                                               .age_band = cases[i].age,
                                               .source = cases[i].source}),
                         cases[i].refusal);
    }
}

static void what_a_class_was_granted_on_is_a_bare_code(void **state)
{
    (void)state;
    begin();
    assert_int_equal(take((struct command){.ticket_class = CLASS_PRIORITY,
                                           .proof = PROOF_CARD,
                                           .age_band = 65}),
                     REFUSED_NOT);
    assert_int_equal(w.facts.list[0].issued.proof, PROOF_CARD); /* R-P3 */
    assert_int_equal(w.facts.list[0].issued.age_band, 65);
    assert_int_equal(take((struct command){.proof = PROOF_CARD, .age_band = 65}), REFUSED_NOT);
    assert_int_equal(w.facts.list[0].issued.age_band, 0); /* R-Y1: proves nothing here */
}

static void green_tickets_are_capped(void **state)
{
    (void)state;
    w.def.rules.green_day = 2;
    begin();
    struct command green = {.ticket_class = CLASS_GREEN, .proof = PROOF_LEADER};
    assert_int_equal(take(green), REFUSED_NOT);
    assert_int_equal(take(green), REFUSED_NOT);
    assert_int_equal(take(green), REFUSED_CLASS_FULL); /* R-P2, also for a leader */
    green.service.n = 2;
    assert_int_equal(take(green), REFUSED_NOT); /* each service its own */
    assert_int_equal(take((struct command){.ticket_class = CLASS_PRIORITY}), REFUSED_NOT);
}

static void for_several_people_a_guide_confirms(void **state)
{
    (void)state;
    w.def.rules.principals_max = 5;
    begin();
    assert_int_equal(take((struct command){.principals = 1}), REFUSED_NOT); /* R-K11 */
    assert_int_equal(take((struct command){.principals = 2}), REFUSED_AGENT);
    assert_int_equal(take((struct command){.principals = 2, .proof = PROOF_CARD}), REFUSED_AGENT);
    assert_int_equal(take((struct command){.principals = 2, .proof = PROOF_GUIDE}), REFUSED_NOT);
    assert_int_equal(take((struct command){.principals = 6, .proof = PROOF_GUIDE}), REFUSED_NOT);
    assert_int_equal(take((struct command){.principals = 200, .source = SOURCE_DESK}), REFUSED_NOT);
}

static void codes_that_are_none_are_refused(void **state)
{
    (void)state;
    begin();
    assert_int_equal(take((struct command){.proof = PROOF_COUNT}), REFUSED_MALFORMED);
    assert_int_equal(take((struct command){.source = SOURCE_COUNT}), REFUSED_MALFORMED);
}

static void a_new_day_knows_nobody(void **state)
{
    (void)state;
    begin();
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 0), REFUSED_NOT);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    assert_int_equal(with_card(7, 1), REFUSED_NOT);
}

static void as_many_people_as_tickets(void **state)
{
    (void)state;
    begin();
    for (uint64_t card = 1; card <= 40; card++) /* all in one bucket of 64 */
        assert_int_equal(with_card(card << 32, 2), REFUSED_NOT);
    assert_int_equal(with_card(41ull << 32, 2), REFUSED_FULL);
    for (uint64_t card = 1; card <= 40; card++)
        assert_int_equal(with_card(card << 32, 2),
                         REFUSED_FULL); /* R-K3: numbers are asked first */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_person_holds_one_ticket_of_a_service),
        TEST(half_an_identity_is_another_person),
        TEST(the_hall_may_be_one_or_no_rule_at_all),
        TEST(a_transferred_ticket_counts_where_it_is),
        TEST(a_service_may_ask_for_a_card),
        TEST(who_gives_too_many_back_is_sent_to_the_desk),
        TEST(giving_back_is_counted_up_to_the_limit),
        TEST(a_class_may_need_a_proof),
        TEST(what_a_class_was_granted_on_is_a_bare_code),
        TEST(green_tickets_are_capped),
        TEST(for_several_people_a_guide_confirms),
        TEST(codes_that_are_none_are_refused),
        TEST(a_new_day_knows_nobody),
        TEST(as_many_people_as_tickets),
    };
    return cmocka_run_group_tests_name("engine_grant", tests, NULL, NULL);
}
