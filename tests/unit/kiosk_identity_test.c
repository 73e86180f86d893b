/* SPDX-License-Identifier: Apache-2.0 */
/* Card, priority by age and agent on the way to a number (R-K8 … R-K11, R-I1, R-I2, R-I4). */
#include <string.h>

#include "kiosk_play.h"

/* The hall of kiosk_play, with a service that wants a card and a proof for priority. */
static struct hall_def hall;
static struct service_def services[4];

static int begin(void **state)
{
    start(state);
    struct fixture *f = *state;
    hall = *f->model.def;
    memcpy(services, hall.services, sizeof(services));
    services[0].id_required = true;
    hall.services = services;
    hall.rules.priority_proof = true;
    hall.rules.priority_age = 65;
    hall.rules.principals_max = 5;
    f->model.def = &hall;
    return 0;
}

static void card(struct fixture *f, uint8_t news, uint8_t age_band)
{
    struct kiosk_card card = {.news = news,
                              .reader = KIOSK_READER_OK,
                              .hashed = true,
                              .age_band = age_band,
                              .id_hash = {7}};
    send(f, (struct kiosk_event){.type = KIOSK_CARD_NEWS, .card = &card});
}

static void choose(struct fixture *f, uint16_t service)
{
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, service);
}

static bool has_effect(const struct fixture *f, uint8_t type, uint16_t arg)
{
    for (uint32_t i = 0; i < f->effects.count; i++)
        if (f->effects.list[i].type == type && f->effects.list[i].arg == arg)
            return true;
    return false;
}

/* ---- the card ---- */

static void a_service_that_wants_a_card_asks_for_it_first(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    PAGE(KIOSK_CARD);
    assert_true(kiosk_wants_card(&f->model));
    card(f, KIOSK_CARD_READ, 0);
    PAGE(KIOSK_CARD_TAKE);
    assert_false(kiosk_wants_card(&f->model));
    card(f, KIOSK_CARD_GONE, 0);
    PAGE(KIOSK_CONFIRM);
    assert_true(f->model.wish.has_id);
    assert_int_equal(f->model.wish.id_hash[0], 7);
    choose(f, B);
    PAGE(KIOSK_CONFIRM);
}

/* R-Y1: what was shown for one number is not kept for the next. */
static void home_and_another_service_forget_the_card(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    card(f, KIOSK_CARD_READ, 70);
    card(f, KIOSK_CARD_GONE, 0);
    press(f, KIOSK_ACT_HOME, 0);
    assert_false(f->model.wish.has_id);
    assert_int_equal(f->model.wish.id_hash[0], 0);
    choose(f, A);
    PAGE(KIOSK_CARD);
    card(f, KIOSK_CARD_READ, 70);
    card(f, KIOSK_CARD_GONE, 0);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_SERVICES);
    press(f, KIOSK_ACT_SERVICE, B); /* which wants none */
    PAGE(KIOSK_CONFIRM);
    assert_false(f->model.wish.has_id || f->model.wish.priority);
    assert_int_equal(f->model.wish.id_hash[0], 0);
}

/* R-I2 */
static void a_card_is_reminded_of_every_five_seconds(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    card(f, KIOSK_CARD_READ, 0);
    int said = 0;
    for (int i = 0; i < 20; i++) {
        wait_ms(f, SECOND);
        said += has_effect(f, KIOSK_DO_REMIND, 0);
    }
    assert_int_equal(said, 4);
    card(f, KIOSK_CARD_GONE, 0);
    wait_ms(f, KIOSK_REMIND_MS);
    assert_false(has_effect(f, KIOSK_DO_REMIND, 0));
}

/* k19: silence decides nothing, and the card is not forgotten by the hall. */
static void a_card_left_behind_calls_a_guide_once(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    card(f, KIOSK_CARD_READ, 0);
    wait_ms(f, kiosk_page_ms(&f->model));
    assert_true(has_effect(f, KIOSK_DO_HELP, KIOSK_HELP_FOR_CARD));
    assert_false(has_effect(f, KIOSK_DO_REQUEST, 0));
    PAGE(KIOSK_HOME);
    send(f, (struct kiosk_event){.type = KIOSK_RESULT, .number = f->model.calling.seq});
    wait_ms(f, 10 * MINUTE);
    assert_false(has_effect(f, KIOSK_DO_HELP, KIOSK_HELP_FOR_CARD));
}

/* Whoever goes home leaves the card as well. */
static void a_card_left_by_going_home_calls_a_guide_too(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    card(f, KIOSK_CARD_READ, 0);
    press(f, KIOSK_ACT_HOME, 0);
    wait_ms(f, MINUTE);
    assert_true(has_effect(f, KIOSK_DO_HELP, KIOSK_HELP_FOR_CARD));
}

static void a_card_that_cannot_be_read_is_said_until_it_is_lifted(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    card(f, KIOSK_CARD_TROUBLE, 0);
    PAGE(KIOSK_CARD);
    assert_true(f->model.identity.trouble);
    card(f, KIOSK_CARD_GONE, 0);
    assert_false(f->model.identity.trouble);
}

/* R-K9, R-I4 */
static void without_a_card_a_guide_is_called(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    press(f, KIOSK_ACT_NO_CARD, 0);
    assert_true(has_effect(f, KIOSK_DO_HELP, KIOSK_HELP_FOR_GUIDE));
    PAGE(KIOSK_CARD);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_SERVICES);
}

/* D-23: a kiosk without the key of the day goes on without the check. */
static void without_a_key_of_the_day_it_goes_on(void **state)
{
    struct fixture *f = *state;
    struct kiosk_card news = {.news = KIOSK_CARD_READ};
    choose(f, A);
    send(f, (struct kiosk_event){.type = KIOSK_CARD_NEWS, .card = &news});
    card(f, KIOSK_CARD_GONE, 0);
    PAGE(KIOSK_CONFIRM);
    assert_false(f->model.wish.has_id);
}

static void a_reader_that_dies_with_a_card_in_it_does_not_hold_the_visitor(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    card(f, KIOSK_CARD_READ, 0);
    struct kiosk_card news = {.news = KIOSK_CARD_READER, .reader = KIOSK_READER_MISSING};
    send(f, (struct kiosk_event){.type = KIOSK_CARD_NEWS, .card = &news});
    PAGE(KIOSK_CONFIRM);
}

/* R-I5 */
static void a_token_needs_no_taking_away(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    card(f, KIOSK_CARD_TOKEN, 0);
    PAGE(KIOSK_CONFIRM);
    assert_true(f->model.wish.has_id);
}

static void a_card_that_nobody_asked_for_changes_no_page(void **state)
{
    struct fixture *f = *state;
    card(f, KIOSK_CARD_READ, 70);
    PAGE(KIOSK_HOME);
    assert_false(f->model.wish.has_id);
    choose(f, B);
    card(f, KIOSK_CARD_TOKEN, 0);
    PAGE(KIOSK_CONFIRM);
    assert_false(f->model.wish.has_id);
}

/* ---- priority (R-P1, R-P3) ---- */

static void priority_by_age_wants_a_card_and_can_be_refused(void **state)
{
    struct fixture *f = *state;
    choose(f, B);
    press(f, KIOSK_ACT_PRIORITY, 1);
    PAGE(KIOSK_CARD);
    card(f, KIOSK_CARD_READ, 65);
    card(f, KIOSK_CARD_GONE, 0);
    PAGE(KIOSK_CONFIRM);
    assert_true(f->model.wish.priority);
    assert_int_equal(f->model.wish.proof, PROOF_CARD);
    assert_int_equal(f->model.wish.age_band, 65);
    press(f, KIOSK_ACT_PRIORITY, 0);
    assert_false(f->model.wish.priority);
    press(f, KIOSK_ACT_PRIORITY, 1); /* the proof still stands */
    PAGE(KIOSK_CONFIRM);
    assert_true(f->model.wish.priority);
}

static void too_young_for_priority_is_said_and_nothing_else(void **state)
{
    struct fixture *f = *state;
    choose(f, B);
    press(f, KIOSK_ACT_PRIORITY, 1);
    card(f, KIOSK_CARD_READ, 60);
    card(f, KIOSK_CARD_GONE, 0);
    PAGE(KIOSK_CONFIRM);
    assert_true(f->model.identity.too_young);
    assert_false(f->model.wish.priority);
    assert_int_equal(f->model.wish.age_band, 0); /* R-Y1: of no use, so it is not kept */
}

static void back_from_the_card_leads_to_the_question(void **state)
{
    struct fixture *f = *state;
    choose(f, B);
    press(f, KIOSK_ACT_PRIORITY, 1);
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_CONFIRM);
    assert_false(f->model.wish.priority);
}

static void a_hall_that_wants_no_proof_asks_for_none(void **state)
{
    struct fixture *f = *state;
    hall.rules.priority_proof = false;
    choose(f, B);
    press(f, KIOSK_ACT_PRIORITY, 1);
    PAGE(KIOSK_CONFIRM);
    assert_true(f->model.wish.priority);
}

/* The age goes along only where it is the proof (R-Y1). */
static void an_age_that_proves_nothing_is_not_written_down(void **state)
{
    struct fixture *f = *state;
    choose(f, A);
    card(f, KIOSK_CARD_READ, 70);
    card(f, KIOSK_CARD_GONE, 0);
    press(f, KIOSK_ACT_PRIORITY, 0);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_true(has_effect(f, KIOSK_DO_REQUEST, 0));
    const struct ledger_slip *slip = ledger_slip(&f->model.ledger, f->model.asking.slip);
    assert_non_null(slip);
    assert_int_equal(slip->asked.age_band, 0);
    assert_int_equal(slip->asked.proof, PROOF_NONE);
    assert_int_equal(slip->asked.id_hash.length, KIOSK_ID_HASH);
}

/* ---- agents (R-K11) ---- */

static void an_agent_needs_a_guide(void **state)
{
    struct fixture *f = *state;
    choose(f, B);
    press(f, KIOSK_ACT_AGENT, 0);
    PAGE(KIOSK_AGENT);
    press(f, KIOSK_ACT_PRINCIPALS, 3);
    press(f, KIOSK_ACT_CONFIRM, 0);
    PAGE(KIOSK_PIN);
    assert_true(has_effect(f, KIOSK_DO_HELP, KIOSK_HELP_FOR_AGENT));
    assert_false(has_effect(f, KIOSK_DO_REQUEST, 0));
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_AGENT);
    assert_int_equal(f->model.wish.principals, 3);
    f->model.wish.session = 9; /* what kiosk_sign does when the PIN was right */
    press(f, KIOSK_ACT_PRINCIPALS, 5);
    assert_int_equal(f->model.wish.principals, 3); /* the guide confirmed three */
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_true(has_effect(f, KIOSK_DO_REQUEST, 0));
}

static void an_agent_stands_for_no_more_than_the_hall_allows(void **state)
{
    struct fixture *f = *state;
    hall.rules.principals_max = 3;
    choose(f, B);
    press(f, KIOSK_ACT_AGENT, 0);
    press(f, KIOSK_ACT_PRINCIPALS, 4);
    assert_int_equal(f->model.wish.principals, 1);
    press(f, KIOSK_ACT_PRINCIPALS, 3);
    assert_int_equal(f->model.wish.principals, 3);
    press(f, KIOSK_ACT_NO_CARD, 0); /* for more people: a guide */
    assert_true(has_effect(f, KIOSK_DO_HELP, KIOSK_HELP_FOR_GUIDE));
    press(f, KIOSK_ACT_BACK, 0);
    PAGE(KIOSK_CONFIRM);
    assert_int_equal(f->model.wish.principals, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_service_that_wants_a_card_asks_for_it_first, begin),
        cmocka_unit_test_setup(home_and_another_service_forget_the_card, begin),
        cmocka_unit_test_setup(a_card_is_reminded_of_every_five_seconds, begin),
        cmocka_unit_test_setup(a_card_left_behind_calls_a_guide_once, begin),
        cmocka_unit_test_setup(a_card_left_by_going_home_calls_a_guide_too, begin),
        cmocka_unit_test_setup(a_card_that_cannot_be_read_is_said_until_it_is_lifted, begin),
        cmocka_unit_test_setup(without_a_card_a_guide_is_called, begin),
        cmocka_unit_test_setup(without_a_key_of_the_day_it_goes_on, begin),
        cmocka_unit_test_setup(a_reader_that_dies_with_a_card_in_it_does_not_hold_the_visitor,
                               begin),
        cmocka_unit_test_setup(a_token_needs_no_taking_away, begin),
        cmocka_unit_test_setup(a_card_that_nobody_asked_for_changes_no_page, begin),
        cmocka_unit_test_setup(priority_by_age_wants_a_card_and_can_be_refused, begin),
        cmocka_unit_test_setup(too_young_for_priority_is_said_and_nothing_else, begin),
        cmocka_unit_test_setup(back_from_the_card_leads_to_the_question, begin),
        cmocka_unit_test_setup(a_hall_that_wants_no_proof_asks_for_none, begin),
        cmocka_unit_test_setup(an_age_that_proves_nothing_is_not_written_down, begin),
        cmocka_unit_test_setup(an_agent_needs_a_guide, begin),
        cmocka_unit_test_setup(an_agent_stands_for_no_more_than_the_hall_allows, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
