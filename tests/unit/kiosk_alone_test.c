/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk without a controller, and every place where its power can go (D-21, D-22). */
#include <string.h>

#include "kiosk_play.h"

#define OWN 600

static int start_alone(void **state)
{
    start(state);
    lease(*state, 50, A, OWN, 609);
    link_is(*state, false);
    return 0;
}

static int start_with_leases(void **state)
{
    start(state);
    lease(*state, 50, A, OWN, 609);
    return 0;
}

static void want(struct fixture *f)
{
    press(f, KIOSK_ACT_HOME, 0);
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_CONFIRM, 0);
}

static void told(struct fixture *f, uint8_t refusal)
{
    send(f, (struct kiosk_event){.type = KIOSK_RESULT,
                                 .number = f->model.telling.seq,
                                 .code = refusal,
                                 .ticket_no = 900 + f->model.telling.slip});
}

static const struct ledger_slip *shown(const struct fixture *f)
{
    return ledger_slip(&f->model.ledger, f->model.slip);
}

/* ---- rule 1, 5: only what is leased and written down ---- */

static void alone_it_gives_its_own_numbers_in_order(void **state)
{
    struct fixture *f = *state;
    for (uint16_t i = 0; i < 3; i++) {
        want(f);
        PAGE(KIOSK_ISSUED);
        assert_int_equal(f->model.ticket.label.number, OWN + i);
        assert_true(f->model.ticket.alone);
        assert_true(wrote(f, LEDGER_KIND_LEASED) && wrote(f, LEDGER_KIND_PRINTING));
        assert_null(did(f, KIOSK_DO_REQUEST));
        printed(f, did(f, KIOSK_DO_PRINT)->ticket.n, PRINT_PRINTED);
        wait_ms(f, 4 * SECOND);
    }
    assert_int_equal(ledger_unsent(&f->model.ledger), 3);
}

/* In the order of the effects: the entry stands before what it guards. */
static void what_is_printed_was_written_down_before(void **state)
{
    struct fixture *f = *state;
    struct kiosk_effects effects;
    struct kiosk_event confirm = {.type = KIOSK_DOWN, .action = KIOSK_ACT_CONFIRM};
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    confirm.now = f->now += SECOND;
    kiosk_step(&f->model, &confirm, &effects);
    confirm.type = KIOSK_UP;
    kiosk_step(&f->model, &confirm, &effects);
    static const uint8_t kinds[] = {LEDGER_KIND_INTENT, LEDGER_KIND_LEASED, LEDGER_KIND_PRINTING};
    assert_int_equal(effects.count, countof(kinds) + 1);
    for (size_t i = 0; i < countof(kinds); i++) {
        assert_int_equal(effects.list[i].type, KIOSK_DO_JOURNAL);
        assert_int_equal(effects.list[i].entry.kind, kinds[i]);
    }
    assert_int_equal(effects.list[countof(kinds)].type, KIOSK_DO_PRINT);
}

static void a_lease_that_is_used_up_names_the_desk(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 10; i++) {
        want(f);
        printed(f, f->model.ticket.id.n, PRINT_PRINTED);
        wait_ms(f, 4 * SECOND);
    }
    assert_false(kiosk_can_issue(&f->model, (service_id){A}));
    want(f);
    assert_int_equal(f->effects.count + f->entry_count, 0);
    assert_int_equal(ledger_left_all(&f->model.ledger), 0);
}

static void another_service_without_a_lease_gives_nothing(void **state)
{
    struct fixture *f = *state;
    assert_true(kiosk_can_issue(&f->model, (service_id){A}));
    assert_false(kiosk_can_issue(&f->model, (service_id){B}));
}

/* Another date, an unknown time, a closed day: the lease is of a day. */
static void it_gives_nothing_on_another_day(void **state)
{
    struct fixture *f = *state;
    send(f, (struct kiosk_event){.type = KIOSK_TICK, .hall_ms = 0});
    assert_false(kiosk_can_issue(&f->model, (service_id){A}));
    wait_ms(f, 24 * HOUR);
    assert_false(kiosk_can_issue(&f->model, (service_id){A}));
}

static void leases_are_burnt_with_the_day(void **state)
{
    struct fixture *f = *state;
    send(f, (struct kiosk_event){.type = KIOSK_LEASE, .number = 0});
    assert_true(wrote(f, LEDGER_KIND_BURNT));
    assert_false(kiosk_can_issue(&f->model, (service_id){A}));
    lease(f, 50, A, OWN, 609); /* told again: burnt stays burnt */
    assert_false(kiosk_can_issue(&f->model, (service_id){A}));
}

static void a_lease_of_another_history_is_not_taken(void **state)
{
    struct fixture *f = *state;
    struct ledger_lease other = {.lease = 60,
                                 .day = PLAY_DAY,
                                 .service = B,
                                 .prefix = "B",
                                 .first = 600,
                                 .last = 609,
                                 .epoch = 2};
    send(f, (struct kiosk_event){.type = KIOSK_LEASE, .up = true, .lease = &other});
    assert_int_equal(f->entry_count, 0);
    other.epoch = 1, other.day = PLAY_DAY - 1;
    send(f, (struct kiosk_event){.type = KIOSK_LEASE, .up = true, .lease = &other});
    assert_int_equal(f->entry_count, 0);
}

/* ---- rule 6: no answer in time ---- */

static void no_answer_in_two_seconds_gives_a_number_of_its_own(void **state)
{
    struct fixture *f = *state;
    uint32_t seq = ask(f);
    assert_true(wrote(f, LEDGER_KIND_INTENT));
    wait_ms(f, KIOSK_GIVE_UP_MS - 1);
    PAGE(KIOSK_CONFIRM);
    wait_ms(f, 1);
    PAGE(KIOSK_ISSUED);
    assert_non_null(did(f, KIOSK_DO_PRINT));
    assert_int_equal(f->model.ticket.label.number, OWN);
    assert_int_equal(shown(f)->asked.seq, seq);
    assert_int_equal(shown(f)->asked.boot, f->model.boot);
    assert_true(shown(f)->leased.supersedes);
    answer(f, seq, REFUSED_NOT); /* too late: neither shown nor printed */
    assert_int_equal(f->effects.count + f->entry_count, 0);
    assert_int_equal(f->model.ticket.label.number, OWN);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    assert_int_equal(did(f, KIOSK_DO_IMPORT)->result, PRINT_PRINTED);
}

static void an_appointment_is_not_given_a_number_of_its_own(void **state)
{
    struct fixture *f = *state;
    press(f, KIOSK_ACT_CHECK_IN, 0);
    for (int i = 0; i < KIOSK_CODE_DIGITS; i++)
        press(f, KIOSK_ACT_KEY, '1');
    press(f, KIOSK_ACT_OK, 0);
    uint32_t seq = did(f, KIOSK_DO_CHECK_IN)->seq;
    wait_ms(f, KIOSK_GIVE_UP_MS);
    assert_null(did(f, KIOSK_DO_PRINT));
    wait_ms(f, KIOSK_NO_OWN_MS);
    PAGE(KIOSK_REFUSED);
    answer(f, seq, REFUSED_NOT); /* it has its number, and no slip: the desk finds it */
    assert_int_equal(did(f, KIOSK_DO_REPORT)->result, PRINT_FAILED);
}

static void the_link_lost_while_asking_gives_a_number_of_its_own(void **state)
{
    struct fixture *f = *state;
    ask(f);
    link_is(f, false);
    wait_ms(f, KIOSK_GIVE_UP_MS);
    PAGE(KIOSK_ISSUED);
    assert_true(shown(f)->leased.supersedes);
}

/* ---- coming back ---- */

static void one_import_at_a_time_the_oldest_first(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 3; i++) {
        want(f);
        printed(f, f->model.ticket.id.n, PRINT_PRINTED);
        wait_ms(f, 4 * SECOND);
    }
    link_is(f, true);
    for (uint32_t slip = 1; slip <= 3; slip++) {
        const struct kiosk_effect *import = did(f, KIOSK_DO_IMPORT);
        assert_int_equal(f->effects.count, 1);
        assert_int_equal(import->slip, slip);
        uint32_t seq = import->seq;
        wait_ms(f, KIOSK_RESEND_MS); /* no answer: the same again */
        assert_int_equal(f->effects.count, 1);
        assert_int_equal(did(f, KIOSK_DO_IMPORT)->seq, seq);
        told(f, REFUSED_NOT);
        assert_true(wrote(f, LEDGER_KIND_IMPORTED));
    }
    assert_int_equal(f->effects.count, 0);
    assert_true(kiosk_told(&f->model));
}

static void an_import_waits_for_a_hall_that_is_busy(void **state)
{
    struct fixture *f = *state;
    want(f);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    link_is(f, true);
    told(f, REFUSED_HISTORY);
    assert_int_equal(f->effects.count + f->entry_count, 0);
    wait_ms(f, KIOSK_RESEND_MS);
    assert_non_null(did(f, KIOSK_DO_IMPORT));
    told(f, REFUSED_UNKNOWN_LEASE); /* for good: for the staff */
    assert_int_equal(f->model.ledger.refused, 1);
    wait_ms(f, KIOSK_RESEND_MS);
    assert_int_equal(f->effects.count, 0);
}

/* ---- rules 3: no paper ---- */

static void without_paper_it_can_be_tried_again(void **state)
{
    struct fixture *f = *state;
    want(f);
    uint32_t job = f->model.ticket.id.n;
    printed(f, job, PRINT_NO_PAPER);
    PAGE(KIOSK_NO_PAPER);
    assert_true(kiosk_may_retry(&f->model));
    press(f, KIOSK_ACT_REPRINT, 0);
    PAGE(KIOSK_ISSUED);
    assert_int_equal(did(f, KIOSK_DO_PRINT)->ticket.n, job);
    assert_true(f->model.ticket.reprinted != 0); /* maybe half of it came out: marked */
    printed(f, job, PRINT_PRINTED);
    PAGE(KIOSK_ISSUED);
    assert_int_equal(ledger_unprinted(&f->model.ledger), 0);
}

/* D-21: never by a timer, only by the visitor, and asked once. */
static void a_number_without_paper_is_given_back_only_by_its_visitor(void **state)
{
    struct fixture *f = *state;
    want(f);
    printed(f, f->model.ticket.id.n, PRINT_FAILED);
    wait_ms(f, 121 * SECOND);
    PAGE(KIOSK_HOME);
    assert_false(wrote(f, LEDGER_KIND_VOIDED));
    assert_int_equal(ledger_unprinted(&f->model.ledger), 1);
    wait_ms(f, 4 * SECOND);
    want(f);
    printed(f, f->model.ticket.id.n, PRINT_FAILED);
    press(f, KIOSK_ACT_GIVE_BACK, 0);
    assert_false(wrote(f, LEDGER_KIND_VOIDED));
    press(f, KIOSK_ACT_GIVE_BACK_YES, 0);
    assert_true(wrote(f, LEDGER_KIND_VOIDED));
    PAGE(KIOSK_HOME);
    link_is(f, true);
    told(f, REFUSED_NOT); /* the first, unprinted */
    assert_non_null(did(f, KIOSK_DO_IMPORT));
    told(f, REFUSED_NOT);
    assert_non_null(did(f, KIOSK_DO_VOID));
    told(f, REFUSED_NOT);
    assert_int_equal(f->model.ledger.slip_count, 1); /* waits for a new roll */
}

static void what_was_not_printed_is_printed_after_a_new_roll(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 3; i++) {
        want(f);
        printed(f, f->model.ticket.id.n, PRINT_NO_PAPER);
        press(f, KIOSK_ACT_HOME, 0);
        wait_ms(f, 4 * SECOND);
    }
    assert_int_equal(f->model.staff.unprinted, 3);
    press(f, KIOSK_ACT_REPRINT_LEFT, 0);
    for (int i = 0; i < 3; i++) {
        assert_non_null(did(f, KIOSK_DO_PRINT));
        printed(f, did(f, KIOSK_DO_PRINT)->ticket.n, PRINT_PRINTED);
    }
    assert_null(did(f, KIOSK_DO_PRINT));
    assert_int_equal(f->model.staff.unprinted, 0);
}

static void a_roll_that_ends_again_stops_it(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        want(f);
        printed(f, f->model.ticket.id.n, PRINT_NO_PAPER);
        press(f, KIOSK_ACT_HOME, 0);
        wait_ms(f, 4 * SECOND);
    }
    press(f, KIOSK_ACT_REPRINT_LEFT, 0);
    printed(f, did(f, KIOSK_DO_PRINT)->ticket.n, PRINT_NO_PAPER);
    assert_null(did(f, KIOSK_DO_PRINT));
    wait_ms(f, SECOND);
    assert_null(did(f, KIOSK_DO_PRINT));
}

/* ---- rule 2: the power goes ---- */

static void cut_before_the_answer_leaves_no_number(void **state)
{
    struct fixture *f = *state;
    ask(f);
    restart(f);
    wait_ms(f, SECOND);
    assert_true(wrote(f, LEDGER_KIND_ENDED));
    PAGE(KIOSK_HOME);
    assert_null(did(f, KIOSK_DO_PRINT));
}

static void cut_while_printing_prints_the_same_number_marked(void **state)
{
    struct fixture *f = *state;
    want(f);
    struct kiosk_ticket before = f->model.ticket;
    restart(f);
    wait_ms(f, SECOND);
    PAGE(KIOSK_ISSUED);
    assert_int_equal(did(f, KIOSK_DO_PRINT)->ticket.n, before.id.n);
    assert_true(label_same(f->model.ticket.label, before.label));
    assert_true(f->model.ticket.reprinted != 0);
    assert_int_equal(f->model.ticket.issued, before.issued);
    printed(f, before.id.n, PRINT_PRINTED);
    assert_int_equal(f->model.ledger.slips[0].state, SLIP_PRINTED);
}

/* Between ACKED and PRINTING nothing went to the printer: not a copy. */
static void cut_before_printing_prints_it_unmarked(void **state)
{
    struct fixture *f = *state;
    struct kiosk_ticket ticket = {.seq = ask(f), .id = {9}, .label = {"A", 23}, .service = {A}};
    struct ledger_entry entry = {.kind = LEDGER_KIND_ACKED,
                                 .acked = {.slip = 1, .ticket = 9, .prefix = "A", .number = 23}};
    struct ledger only_acked = f->model.ledger;
    assert_true(ledger_apply(&only_acked, &entry));
    (void)ticket;
    f->model.ledger = only_acked;
    f->model.asking.active = false;
    kiosk_restored(&f->model);
    f->model.page = KIOSK_HOME;
    struct kiosk_effects effects;
    struct kiosk_event tick = {.type = KIOSK_TICK,
                               .now = f->now += SECOND,
                               .hall_ms = f->model.hall_ms,
                               .tz_min = 480};
    kiosk_step(&f->model, &tick, &effects);
    assert_int_equal(effects.list[effects.count - 1].type, KIOSK_DO_PRINT);
    assert_int_equal(f->model.ticket.reprinted, 0);
}

static void cut_after_printing_prints_nothing_and_tells_the_hall(void **state)
{
    struct fixture *f = *state;
    want(f);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    restart(f);
    wait_ms(f, SECOND);
    assert_null(did(f, KIOSK_DO_PRINT));
    link_is(f, true);
    assert_non_null(did(f, KIOSK_DO_IMPORT));
    restart(f); /* the answer did not come */
    wait_ms(f, SECOND);
    link_is(f, true);
    assert_non_null(did(f, KIOSK_DO_IMPORT));
    told(f, REFUSED_NOT);
    restart(f);
    wait_ms(f, SECOND);
    link_is(f, true);
    assert_int_equal(f->effects.count, 0);
}

static void after_a_start_the_next_number_is_another_one(void **state)
{
    struct fixture *f = *state;
    want(f);
    restart(f);
    wait_ms(f, SECOND);
    printed(f, f->model.ticket.id.n, PRINT_PRINTED);
    wait_ms(f, 11 * SECOND);
    want(f);
    assert_int_equal(f->model.ticket.label.number, OWN + 1);
}

static void the_day_after_nothing_of_yesterday_is_printed(void **state)
{
    struct fixture *f = *state;
    want(f);
    restart(f);
    f->now += 24 * HOUR;
    wait_ms(f, SECOND);
    assert_null(did(f, KIOSK_DO_PRINT));
    PAGE(KIOSK_HOME);
}

/* ---- a journal that cannot be written ---- */

static void a_number_that_is_not_written_down_is_not_given(void **state)
{
    struct fixture *f = *state;
    want(f);
    uint32_t slip = f->model.slip;
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL, .number = slip, .code = 1});
    PAGE(KIOSK_REFUSED);
    assert_false(kiosk_can_issue(&f->model, (service_id){A}));
    wait_ms(f, SECOND);
    assert_int_equal(f->effects.count, 0);
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = true});
    assert_int_equal(ledger_slip(&f->model.ledger, slip)->voided, VOID_NEVER_GIVEN);
    wait_ms(f, SECOND);
    assert_null(did(f, KIOSK_DO_PRINT));
    assert_true(kiosk_can_issue(&f->model, (service_id){A}));
}

/* Its number was shown before: it stays good, only the paper is missing still. */
static void a_number_that_was_given_before_stays(void **state)
{
    struct fixture *f = *state;
    want(f);
    uint32_t slip = f->model.slip;
    printed(f, f->model.ticket.id.n, PRINT_NO_PAPER);
    press(f, KIOSK_ACT_HOME, 0);
    press(f, KIOSK_ACT_REPRINT_LEFT, 0);
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL, .number = slip});
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = true});
    assert_int_equal(ledger_slip(&f->model.ledger, slip)->voided, 0);
    assert_int_equal(ledger_unprinted(&f->model.ledger), 1);
}

static void a_request_that_is_not_written_down_is_not_sent(void **state)
{
    struct fixture *f = *state;
    ask(f);
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL});
    PAGE(KIOSK_REFUSED);
    assert_false(kiosk_busy(&f->model));
    send(f, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = true});
    assert_true(wrote(f, LEDGER_KIND_ENDED));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, start_alone)
#define L(name) cmocka_unit_test_setup(name, start_with_leases)
    const struct CMUnitTest tests[] = {
        T(alone_it_gives_its_own_numbers_in_order),
        T(what_is_printed_was_written_down_before),
        T(a_lease_that_is_used_up_names_the_desk),
        T(another_service_without_a_lease_gives_nothing),
        T(it_gives_nothing_on_another_day),
        T(leases_are_burnt_with_the_day),
        T(a_lease_of_another_history_is_not_taken),
        L(no_answer_in_two_seconds_gives_a_number_of_its_own),
        L(an_appointment_is_not_given_a_number_of_its_own),
        L(the_link_lost_while_asking_gives_a_number_of_its_own),
        T(one_import_at_a_time_the_oldest_first),
        T(an_import_waits_for_a_hall_that_is_busy),
        T(without_paper_it_can_be_tried_again),
        T(a_number_without_paper_is_given_back_only_by_its_visitor),
        T(what_was_not_printed_is_printed_after_a_new_roll),
        T(a_roll_that_ends_again_stops_it),
        L(cut_before_the_answer_leaves_no_number),
        T(cut_while_printing_prints_the_same_number_marked),
        L(cut_before_printing_prints_it_unmarked),
        T(cut_after_printing_prints_nothing_and_tells_the_hall),
        T(after_a_start_the_next_number_is_another_one),
        T(the_day_after_nothing_of_yesterday_is_printed),
        T(a_number_that_is_not_written_down_is_not_given),
        T(a_number_that_was_given_before_stays),
        L(a_request_that_is_not_written_down_is_not_sent),
    };
#undef T
#undef L
    return cmocka_run_group_tests_name("kiosk_alone", tests, NULL, NULL);
}
