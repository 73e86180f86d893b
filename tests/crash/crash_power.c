/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash_power - the power is cut at every call to the disk, and what was not synced is lost, kept,
 * torn or turned to garbage (F02): no committed row is lost, no row is there in part.
 */
#include <stdio.h>
#include <stdlib.h>

#include "scenario.h"
#include "sim/disk.h"
#include "test.h"

#define OPENING_PARTS 12

static uint64_t calls_of_plan(void)
{
    struct scenario s;
    disk_reset(1);
    scenario_begin(&s);
    bool whole = scenario_run(&s);
    uint64_t calls = disk_calls();
    scenario_end(&s);
    assert_true(whole);
    return calls;
}

/* One life: cut, start, look; cut again at once, because what a start has shown to devices must
 * stay, too; then go on with the day and look a last time. */
static bool survives(struct scenario *s, enum loss loss)
{
    scenario_run(s);
    scenario_kill(s);
    disk_power_loss(loss);
    scenario_new_boot(s);
    if (!scenario_verify(s))
        return false;
    scenario_kill(s);
    disk_power_loss(LOSS_ALL);
    scenario_new_boot(s);
    if (!scenario_verify(s))
        return false;
    scenario_skip(s);
    if (!scenario_run(s))
        return false;
    disk_power_loss(LOSS_ALL);
    scenario_new_boot(s);
    return scenario_verify(s);
}

/* How often the losses that are drawn are drawn anew. */
static uint64_t seeds(void)
{
    const char *text = getenv("CRASH_SEEDS");
    uint64_t n = text ? strtoull(text, NULL, 10) : 0;
    return n ? n : 1;
}

static void cut_everywhere(enum loss loss, uint64_t rounds)
{
    uint64_t calls = calls_of_plan();
    for (uint64_t i = 0; i < calls * rounds; i++) {
        struct scenario s;
        uint64_t at = 1 + i % calls;
        disk_reset(i * LOSS_COUNT + loss);
        scenario_begin(&s);
        disk_cut_at(at);
        bool good = survives(&s, loss);
        scenario_end(&s);
        if (!good)
            fail_msg("round %llu, cut at call %llu, loss %d: %s", (unsigned long long)(i / calls),
                     (unsigned long long)at, loss, s.complaint);
    }
    print_message("%llu cuts\n", (unsigned long long)(calls * rounds));
}

static void nothing_unsynced_survives(void **state)
{
    (void)state;
    cut_everywhere(LOSS_ALL, 1);
}

static void everything_unsynced_survives(void **state)
{
    (void)state;
    cut_everywhere(LOSS_NONE, 1);
}

static void any_sectors_survive(void **state)
{
    (void)state;
    cut_everywhere(LOSS_RANDOM, seeds());
}

static void torn_sectors_are_garbage(void **state)
{
    (void)state;
    cut_everywhere(LOSS_GARBAGE, seeds());
}

/* F01, then F02: a killed process leaves rows in the page cache that were never synced. A start
 * that has read them tells devices that their commands were done: so they must be on the disk by
 * then. */
static bool stays_shown(struct scenario *s, uint64_t at)
{
    disk_cut_at(at);
    scenario_run(s);
    scenario_kill(s);
    disk_revive();
    if (!scenario_verify(s))
        return false;
    scenario_kill(s);
    disk_power_loss(LOSS_ALL);
    scenario_new_boot(s);
    return scenario_verify(s);
}

static void what_a_restart_shows_is_on_the_disk(void **state)
{
    (void)state;
    uint64_t calls = calls_of_plan();
    for (uint64_t at = 1; at <= calls; at++) {
        struct scenario s;
        disk_reset(at);
        scenario_begin(&s);
        bool good = stays_shown(&s, at);
        scenario_end(&s);
        if (!good)
            fail_msg("killed at call %llu: %s", (unsigned long long)at, s.complaint);
    }
}

/* The one turn of a day that is large: it and its checkpoint, cut at some of its calls. */
static bool opening_survives(struct scenario *s, uint32_t part, uint64_t *calls)
{
    scenario_fill_long(s);
    uint64_t begun = disk_calls();
    disk_cut_at(part ? begun + *calls * part / OPENING_PARTS : 0);
    scenario_open_day(s);
    *calls = part ? *calls : disk_calls() - begun;
    scenario_kill(s);
    disk_power_loss((enum loss)(part % LOSS_COUNT));
    scenario_new_boot(s);
    return scenario_verify(s);
}

static void opening_a_long_day_may_be_cut(void **state)
{
    (void)state;
    uint64_t calls = 0; /* of the opening; counted in the first life, which is not cut */
    for (uint32_t part = 0; part <= OPENING_PARTS; part++) {
        struct scenario s;
        disk_reset(part);
        scenario_begin(&s);
        bool good = opening_survives(&s, part, &calls);
        scenario_end(&s);
        if (!good)
            fail_msg("cut at part %u of %llu calls: %s", part, (unsigned long long)calls,
                     s.complaint);
    }
    print_message("%llu calls\n", (unsigned long long)calls);
}

/* D-32: power or process dies in the middle of the copying. */
static bool copying_survives(struct scenario *s, uint64_t at, bool power)
{
    scenario_fill(s);
    scenario_mark(s);
    disk_cut_at(disk_calls() + at);
    scenario_run(s);
    scenario_kill(s);
    if (power) {
        disk_power_loss((enum loss)(at % LOSS_COUNT));
        scenario_new_boot(s);
    } else {
        disk_revive();
    }
    if (!scenario_verify(s))
        return false;
    scenario_kill(s);
    disk_power_loss(LOSS_ALL);
    scenario_new_boot(s);
    return scenario_verify(s);
}

static void cut_in_the_copy(bool power)
{
    for (uint64_t at = 1; at < 400; at++) {
        struct scenario s;
        disk_reset(at);
        scenario_begin(&s);
        bool good = copying_survives(&s, at, power);
        scenario_end(&s);
        if (!good)
            fail_msg("cut at call %llu of the copying: %s", (unsigned long long)at, s.complaint);
    }
}

static void copying_forward_may_be_cut(void **state)
{
    (void)state;
    cut_in_the_copy(true);
}

static void copying_forward_may_be_killed(void **state)
{
    (void)state;
    cut_in_the_copy(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_unsynced_survives),
        cmocka_unit_test(everything_unsynced_survives),
        cmocka_unit_test(any_sectors_survive),
        cmocka_unit_test(torn_sectors_are_garbage),
        cmocka_unit_test(what_a_restart_shows_is_on_the_disk),
        cmocka_unit_test(opening_a_long_day_may_be_cut),
        cmocka_unit_test(copying_forward_may_be_cut),
        cmocka_unit_test(copying_forward_may_be_killed),
    };
    disk_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
