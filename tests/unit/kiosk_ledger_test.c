/* SPDX-License-Identifier: Apache-2.0 */
/* What a kiosk has written down: leases, slips, and what the hall still has to hear (D-22). */
#include <string.h>

#include "domain/vocab.h"
#include "model/ledger.h"
#include "test.h"

#define DAY 20260318u
#define SERVICE 1

static struct ledger ledger;

#define DO(...) assert_true(ledger_apply(&ledger, &(struct ledger_entry){__VA_ARGS__}))
#define NOT(...) assert_false(ledger_apply(&ledger, &(struct ledger_entry){__VA_ARGS__}))

static struct ledger_entry lease(uint32_t id, uint16_t first, uint16_t last)
{
    return (struct ledger_entry){.kind = LEDGER_KIND_LEASE,
                                 .lease = {.lease = id,
                                           .day = DAY,
                                           .service = SERVICE,
                                           .prefix = "A",
                                           .first = first,
                                           .last = last,
                                           .epoch = 1}};
}

static int start(void **state)
{
    (void)state;
    ledger_init(&ledger);
    DO(.kind = LEDGER_KIND_HALL, .hall = {.instance = 7, .epoch = 1});
    DO(.kind = LEDGER_KIND_DAY, .day = {.day = DAY});
    struct ledger_entry entry = lease(50, 600, 609);
    assert_true(ledger_apply(&ledger, &entry));
    return 0;
}

static uint32_t left(void)
{
    return ledger_left(&ledger, (service_id){SERVICE});
}

static void intent(uint32_t slip)
{
    DO(.kind = LEDGER_KIND_INTENT, .intent = {.slip = slip, .service = SERVICE, .seq = slip});
}

static void leased(uint32_t slip, uint16_t number)
{
    DO(.kind = LEDGER_KIND_LEASED,
       .leased = {.slip = slip, .lease = 50, .prefix = "A", .number = number});
}

static void alone(uint32_t slip)
{
    intent(slip);
    leased(slip, ledger_next(&ledger, (service_id){SERVICE})->next);
}

static void acked(uint32_t slip)
{
    intent(slip);
    DO(.kind = LEDGER_KIND_ACKED,
       .acked = {.slip = slip, .ticket = 100 + slip, .prefix = "A", .number = 1});
}

static enum ledger_duty duty(uint32_t slip)
{
    return ledger_duty(ledger_slip(&ledger, slip));
}

/* ---- leases ---- */

static void numbers_of_a_lease_are_given_once_and_in_order(void **state)
{
    (void)state;
    for (uint32_t i = 1; i <= 10; i++) {
        assert_int_equal(left(), 11 - i);
        alone(i);
        assert_int_equal(ledger_label(ledger_slip(&ledger, i)).number, 599 + i);
    }
    assert_null(ledger_next(&ledger, (service_id){SERVICE}));
    intent(11);
    NOT(.kind = LEDGER_KIND_LEASED,
        .leased = {.slip = 11, .lease = 50, .prefix = "A", .number = 605});
    NOT(.kind = LEDGER_KIND_LEASED,
        .leased = {.slip = 11, .lease = 50, .prefix = "A", .number = 610});
}

static void a_lease_told_again_does_not_begin_again(void **state)
{
    (void)state;
    alone(1);
    struct ledger_entry again = lease(50, 600, 609);
    assert_true(ledger_apply(&ledger, &again));
    assert_int_equal(left(), 9);
    struct ledger_entry other = lease(50, 620, 629), over = lease(51, 605, 614);
    assert_false(ledger_apply(&ledger, &other));
    assert_false(ledger_apply(&ledger, &over)); /* no number of one that is known */
    struct ledger_entry next = lease(51, 610, 619);
    assert_true(ledger_apply(&ledger, &next));
    assert_int_equal(left(), 19);
}

static void another_day_or_epoch_is_refused(void **state)
{
    (void)state;
    struct ledger_entry entry = lease(51, 610, 619);
    entry.lease.day = DAY - 1;
    assert_false(ledger_apply(&ledger, &entry));
    entry.lease.day = DAY;
    entry.lease.epoch = 2;
    assert_false(ledger_apply(&ledger, &entry));
    NOT(.kind = LEDGER_KIND_HALL, .hall = {.instance = 7, .epoch = 0});
}

/* D-26: after accept-history only what the hall has told again is good, from where it was. */
static void an_older_history_gives_nothing_until_it_is_told_again(void **state)
{
    (void)state;
    alone(1);
    DO(.kind = LEDGER_KIND_HALL, .hall = {.instance = 7, .epoch = 2});
    assert_int_equal(left(), 0);
    struct ledger_entry again = lease(50, 600, 609);
    again.lease.epoch = 2;
    assert_true(ledger_apply(&ledger, &again));
    assert_int_equal(left(), 9);
}

static void leases_are_burnt(void **state)
{
    (void)state;
    struct ledger_entry next = lease(51, 610, 619), again = lease(50, 600, 609);
    assert_true(ledger_apply(&ledger, &next));
    DO(.kind = LEDGER_KIND_BURNT, .burnt = {.lease = 50});
    assert_int_equal(left(), 10);
    assert_true(ledger_apply(&ledger, &again)); /* burnt stays burnt */
    assert_int_equal(left(), 10);
    DO(.kind = LEDGER_KIND_BURNT, .burnt = {.lease = 0});
    assert_int_equal(ledger_left_all(&ledger), 0);
    NOT(.kind = LEDGER_KIND_BURNT, .burnt = {.lease = 99});
}

static void another_day_forgets_the_one_before_and_counts_what_never_came_in(void **state)
{
    (void)state;
    alone(1);
    acked(2);
    DO(.kind = LEDGER_KIND_DAY, .day = {.day = DAY + 1});
    assert_int_equal(ledger.refused, 1);
    assert_int_equal(ledger.slip_count + ledger.lease_count, 0);
    DO(.kind = LEDGER_KIND_HALL, .hall = {.instance = 8, .epoch = 1}); /* another instance */
    assert_int_equal(ledger.day, 0);
}

static void the_limit_of_leases_holds(void **state)
{
    (void)state;
    ledger.lease_count = 0;
    for (uint32_t i = 0; i < LEDGER_LEASES_MAX; i++) {
        struct ledger_entry entry = lease(i + 1, (uint16_t)(i + 1), (uint16_t)(i + 1));
        assert_true(ledger_apply(&ledger, &entry));
    }
    struct ledger_entry more = lease(5000, 5000, 5000);
    assert_false(ledger_apply(&ledger, &more));
}

/* ---- slips ---- */

static void a_slip_goes_from_step_to_step_and_no_other_way(void **state)
{
    (void)state;
    NOT(.kind = LEDGER_KIND_ACKED, .acked = {.slip = 1, .ticket = 1, .number = 1});
    intent(1);
    NOT(.kind = LEDGER_KIND_INTENT, .intent = {.slip = 1}); /* counted, never twice */
    NOT(.kind = LEDGER_KIND_PRINTING, .printing = {1});     /* rule 1: no number, no paper */
    NOT(.kind = LEDGER_KIND_VOIDED, .voided = {1, VOID_CITIZEN});
    DO(.kind = LEDGER_KIND_ACKED, .acked = {.slip = 1, .ticket = 9, .prefix = "A", .number = 1});
    NOT(.kind = LEDGER_KIND_ENDED, .ended = {1, 0});
    NOT(.kind = LEDGER_KIND_PRINTED, .printed = {1}); /* PRINTING comes first */
    NOT(.kind = LEDGER_KIND_REPORTED, .reported = {1, PRINT_PRINTED, 0});
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    assert_int_equal(duty(1), LEDGER_DUTY_NONE);
    NOT(.kind = LEDGER_KIND_TAKEN, .taken = {1});
    DO(.kind = LEDGER_KIND_PRINTED, .printed = {1});
    DO(.kind = LEDGER_KIND_TAKEN, .taken = {1});
    NOT(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    assert_int_equal(duty(1), LEDGER_DUTY_REPORT);
    DO(.kind = LEDGER_KIND_REPORTED, .reported = {1, PRINT_PRINTED, 0});
    assert_null(ledger_slip(&ledger, 1)); /* the hall knows all */
}

static void an_answer_no_or_a_lost_intent_leaves_nothing(void **state)
{
    (void)state;
    intent(1);
    assert_null(ledger_untold(&ledger));
    DO(.kind = LEDGER_KIND_ENDED, .ended = {1, REFUSED_FULL});
    assert_int_equal(ledger.slip_count, 0);
    assert_int_equal(left(), 10);
}

static void what_went_to_the_printer_once_is_a_copy_the_next_time(void **state)
{
    (void)state;
    alone(1);
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    assert_false(ledger_slip(&ledger, 1)->copy);
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    assert_true(ledger_slip(&ledger, 1)->copy);
    DO(.kind = LEDGER_KIND_FAILED, .failed = {1, PRINT_NO_PAPER});
    assert_int_equal(ledger_unprinted(&ledger), 1);
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    assert_true(ledger_slip(&ledger, 1)->copy);
}

/* One import; its result is told with it, a later one as a report of the hall's ticket. */
static void a_slip_given_alone_is_imported_once_and_then_reported(void **state)
{
    (void)state;
    alone(1);
    assert_int_equal(ledger_unsent(&ledger), 1);
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    DO(.kind = LEDGER_KIND_FAILED, .failed = {1, PRINT_NO_PAPER});
    assert_int_equal(duty(1), LEDGER_DUTY_IMPORT);
    DO(.kind = LEDGER_KIND_IMPORTED, .imported = {1, 77, PRINT_NO_PAPER, 0});
    NOT(.kind = LEDGER_KIND_IMPORTED, .imported = {1, 77, PRINT_NO_PAPER, 0});
    assert_int_equal(duty(1), LEDGER_DUTY_NONE);
    assert_int_equal(ledger_unsent(&ledger), 0);
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1}); /* a new roll */
    DO(.kind = LEDGER_KIND_PRINTED, .printed = {1});
    assert_int_equal(duty(1), LEDGER_DUTY_REPORT);
    assert_int_equal(ledger_slip(&ledger, 1)->ticket, 77);
    DO(.kind = LEDGER_KIND_REPORTED, .reported = {1, PRINT_PRINTED, 0});
    assert_int_equal(ledger.slip_count, 0);
}

static void a_result_that_changed_on_the_way_is_told_again(void **state)
{
    (void)state;
    acked(1);
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    DO(.kind = LEDGER_KIND_FAILED, .failed = {1, PRINT_FAILED});
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    DO(.kind = LEDGER_KIND_PRINTED, .printed = {1});
    DO(.kind = LEDGER_KIND_REPORTED, .reported = {1, PRINT_FAILED, 0});
    assert_int_equal(duty(1), LEDGER_DUTY_REPORT);
}

static void a_slip_given_back_is_imported_and_then_void(void **state)
{
    (void)state;
    alone(1);
    DO(.kind = LEDGER_KIND_VOIDED, .voided = {1, VOID_CITIZEN});
    NOT(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    assert_int_equal(duty(1), LEDGER_DUTY_IMPORT);
    DO(.kind = LEDGER_KIND_IMPORTED, .imported = {1, 77, 0, 0});
    assert_int_equal(duty(1), LEDGER_DUTY_VOID);
    DO(.kind = LEDGER_KIND_REPORTED, .reported = {1, 0, 0});
    assert_int_equal(ledger.slip_count, 0);
}

static void an_import_that_is_refused_is_counted_for_the_staff(void **state)
{
    (void)state;
    alone(1);
    DO(.kind = LEDGER_KIND_IMPORTED, .imported = {1, 0, 0, REFUSED_UNKNOWN_LEASE});
    assert_int_equal(ledger.refused, 1);
    assert_int_equal(ledger.slip_count, 0);
}

/* The limit LEDGER_SLIPS_MAX: only what the hall knows makes room. */
static void a_full_ledger_gives_nothing_more_until_the_hall_knows(void **state)
{
    (void)state;
    for (uint32_t i = 1; i <= LEDGER_SLIPS_MAX; i++)
        acked(i);
    assert_false(ledger_has_room(&ledger));
    NOT(.kind = LEDGER_KIND_INTENT, .intent = {.slip = 5000});
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {3});
    DO(.kind = LEDGER_KIND_FAILED, .failed = {3, PRINT_FAILED});
    assert_false(ledger_has_room(&ledger));
    DO(.kind = LEDGER_KIND_REPORTED, .reported = {3, PRINT_FAILED, 0});
    assert_true(ledger_has_room(&ledger));
    DO(.kind = LEDGER_KIND_INTENT, .intent = {.slip = 5000});
    assert_null(ledger_slip(&ledger, 3));
    assert_int_equal(ledger.slip_count, LEDGER_SLIPS_MAX);
}

/* ---- as entries again ---- */

static void the_same_ledger_comes_of_its_pieces(void **state)
{
    (void)state;
    static struct ledger copy;
    alone(1);
    alone(2);
    acked(3);
    acked(4);
    alone(5);
    intent(6);
    DO(.kind = LEDGER_KIND_FORGOT, .forgot = {1});
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {1});
    DO(.kind = LEDGER_KIND_PRINTED, .printed = {1});
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {2});
    DO(.kind = LEDGER_KIND_FAILED, .failed = {2, PRINT_NO_PAPER});
    DO(.kind = LEDGER_KIND_IMPORTED, .imported = {2, 71, PRINT_NO_PAPER, 0});
    DO(.kind = LEDGER_KIND_PRINTING, .printing = {4});
    DO(.kind = LEDGER_KIND_FAILED, .failed = {4, PRINT_FAILED});
    DO(.kind = LEDGER_KIND_REPORTED, .reported = {4, PRINT_FAILED, 0});
    DO(.kind = LEDGER_KIND_VOIDED, .voided = {5, VOID_CITIZEN});
    struct ledger_entry entries[LEDGER_PIECE_MAX];
    ledger_init(&copy);
    uint32_t n;
    for (uint32_t piece = 0; (n = ledger_piece(&ledger, piece, entries)) > 0; piece++)
        for (uint32_t i = 0; i < n; i++)
            assert_true(ledger_apply(&copy, &entries[i]));
    assert_memory_equal(&copy, &ledger, sizeof(ledger));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, start)
    const struct CMUnitTest tests[] = {
        T(numbers_of_a_lease_are_given_once_and_in_order),
        T(a_lease_told_again_does_not_begin_again),
        T(another_day_or_epoch_is_refused),
        T(an_older_history_gives_nothing_until_it_is_told_again),
        T(leases_are_burnt),
        T(another_day_forgets_the_one_before_and_counts_what_never_came_in),
        T(the_limit_of_leases_holds),
        T(a_slip_goes_from_step_to_step_and_no_other_way),
        T(an_answer_no_or_a_lost_intent_leaves_nothing),
        T(what_went_to_the_printer_once_is_a_copy_the_next_time),
        T(a_slip_given_alone_is_imported_once_and_then_reported),
        T(a_result_that_changed_on_the_way_is_told_again),
        T(a_slip_given_back_is_imported_and_then_void),
        T(an_import_that_is_refused_is_counted_for_the_staff),
        T(a_full_ledger_gives_nothing_more_until_the_hall_knows),
        T(the_same_ledger_comes_of_its_pieces),
    };
#undef T
    return cmocka_run_group_tests_name("kiosk_ledger", tests, NULL, NULL);
}
