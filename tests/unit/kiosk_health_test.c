/* SPDX-License-Identifier: Apache-2.0 */
/* When somebody has to come to a kiosk, and when it is said (R-B9). */
#include "device/health.h"

#include "protocol/bits.h"
#include "test.h"

static const struct health well = {.paper_pct = 80,
                                   .printer = PRINTER_READY,
                                   .reader = PART_READY,
                                   .celsius = 45};

static struct health_alarms alarms;
static struct health_alarm list[HEALTH_ALARM_COUNT];

static int start(void **state)
{
    (void)state;
    alarms = (struct health_alarms){0};
    return 0;
}

static void told(const struct health *health, uint32_t count)
{
    assert_int_equal(health_changes(&alarms, health, list), count);
}

static void a_well_machine_has_no_alarm(void **state)
{
    (void)state;
    told(&well, 0);
}

static void no_paper_is_told_once_and_taken_back(void **state)
{
    (void)state;
    struct health health = well;
    health.printer = PRINTER_NO_PAPER;
    told(&health, 1);
    assert_int_equal(list[0].kind, HEALTH_ALARM_PAPER_OUT);
    assert_true(list[0].on);
    told(&health, 0);
    told(&well, 1);
    assert_int_equal(list[0].kind, HEALTH_ALARM_PAPER_OUT);
    assert_false(list[0].on);
}

static void a_tenth_of_the_roll_is_little(void **state)
{
    (void)state;
    struct health health = well;
    health.paper_pct = HEALTH_PAPER_LOW_PCT + 1;
    told(&health, 0);
    health.paper_pct = HEALTH_PAPER_LOW_PCT;
    told(&health, 1);
    assert_int_equal(list[0].kind, HEALTH_ALARM_PAPER_LOW);
    assert_int_equal(list[0].arg, HEALTH_PAPER_LOW_PCT);
    health.printer = PRINTER_NO_PAPER; /* the graver one takes its place */
    told(&health, 2);
    health = well;
    health.paper_pct = HEALTH_PAPER_UNKNOWN;
    health.printer = PRINTER_NEAR_END; /* the printer's own sensor */
    told(&health, 2);
    assert_int_equal(list[1].kind, HEALTH_ALARM_PAPER_LOW);
    assert_int_equal(list[1].arg, 0);
}

static void cover_fault_and_silence_are_the_printers(void **state)
{
    (void)state;
    static const uint8_t states[] = {PRINTER_COVER, PRINTER_FAULT, PRINTER_OFFLINE};
    struct health health = well;
    health.printer = states[0];
    told(&health, 1);
    assert_int_equal(list[0].kind, HEALTH_ALARM_PRINTER);
    for (size_t i = 1; i < countof(states); i++) {
        health.printer = states[i];
        told(&health, 0); /* still the same alarm */
    }
    told(&well, 1);
}

static void heat_does_not_flicker(void **state)
{
    (void)state;
    struct health health = well;
    health.celsius = HEALTH_HOT_CELSIUS - 1;
    told(&health, 0);
    health.celsius = HEALTH_HOT_CELSIUS;
    told(&health, 1);
    assert_int_equal(list[0].arg, HEALTH_HOT_CELSIUS);
    health.celsius = HEALTH_COOL_CELSIUS;
    told(&health, 0);
    health.celsius = HEALTH_COOL_CELSIUS - 1;
    told(&health, 1);
    assert_false(list[0].on);
    health.celsius = HEALTH_CELSIUS_UNKNOWN;
    told(&health, 0);
}

static void a_lost_reader_is_told_a_missing_one_is_not(void **state)
{
    (void)state;
    struct health health = well;
    health.reader = PART_NONE;
    told(&health, 0);
    health.reader = PART_FAULT;
    told(&health, 1);
    assert_int_equal(list[0].kind, HEALTH_ALARM_READER);
}

/* What changes with every ticket would be a message a ticket. */
static void counts_are_no_news(void **state)
{
    (void)state;
    struct health health = well;
    health.slips = 1, health.lease_left = 9, health.paper_pct = 79, health.unsent = 3;
    health.celsius = (int16_t)(well.celsius + HEALTH_CELSIUS_STEP - 1);
    assert_false(health_is_news(&well, &health));
    health.celsius = (int16_t)(well.celsius + HEALTH_CELSIUS_STEP);
    assert_true(health_is_news(&well, &health));
    health = well;
    health.unprinted = 1;
    assert_true(health_is_news(&well, &health));
    health = well;
    health.stopped = true;
    assert_true(health_is_news(&well, &health));
    struct health used = well;
    used.slips = 400;
    assert_true(health_is_news(&used, &well)); /* a new roll */
}

int main(void)
{
#define T(test) cmocka_unit_test_setup(test, start)
    const struct CMUnitTest tests[] = {
        T(a_well_machine_has_no_alarm),
        T(no_paper_is_told_once_and_taken_back),
        T(a_tenth_of_the_roll_is_little),
        T(cover_fault_and_silence_are_the_printers),
        T(heat_does_not_flicker),
        T(a_lost_reader_is_told_a_missing_one_is_not),
        T(counts_are_no_news),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
