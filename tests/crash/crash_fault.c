/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash_fault - every call to the disk fails in turn (F03, F04, F06): with an error, with a full
 * disk, half done, or as a sync after which the kernel takes the pages for clean; once and for
 * good. A turn is then committed once or not at all, and stays so over the power loss after it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "scenario.h"
#include "sim/disk.h"
#include "store/offline.h"
#include "test.h"

/* Fails at call `at`; the restarted process works on what the kernel still shows; then the power
 * goes. */
static bool survives(struct scenario *s)
{
    bool whole = scenario_run(s);
    if (!whole && !disk_failed()) {
        snprintf(s->complaint, sizeof(s->complaint), "refused on a good disk at step %zu", s->step);
        return false;
    }
    scenario_kill(s);
    disk_repair();
    if (!scenario_verify(s))
        return false;
    scenario_kill(s);
    disk_power_loss(LOSS_ALL);
    scenario_new_boot(s);
    if (!scenario_verify(s))
        return false;
    scenario_skip(s);
    return scenario_run(s);
}

/* What is told to fail from a call on that cannot fail like this lets the next one fail that can:
 * that one was it, and the next life begins behind it. */
static void fail_everywhere(enum fault fault, bool persists)
{
    for (uint64_t at = 1, failed;; at = failed + 1) {
        struct scenario s;
        disk_reset(at);
        scenario_begin(&s);
        disk_fail_at(at, fault, persists);
        bool good = survives(&s);
        failed = disk_failed();
        scenario_end(&s);
        if (!good)
            fail_msg("call %llu fails (kind %d, %s): %s", (unsigned long long)at, fault,
                     persists ? "for good" : "once", s.complaint);
        if (!failed)
            break;
    }
}

static void an_error_once(void **state)
{
    (void)state;
    fail_everywhere(FAULT_IO, false);
}

static void an_error_for_good(void **state)
{
    (void)state;
    fail_everywhere(FAULT_IO, true);
}

static void a_full_disk_once(void **state)
{
    (void)state;
    fail_everywhere(FAULT_FULL, false);
}

static void a_full_disk_for_good(void **state)
{
    (void)state;
    fail_everywhere(FAULT_FULL, true);
}

static void a_short_write_once(void **state)
{
    (void)state;
    fail_everywhere(FAULT_SHORT, false);
}

static void a_short_write_for_good(void **state)
{
    (void)state;
    fail_everywhere(FAULT_SHORT, true);
}

/* The model in which exit and restart alone loses acknowledged tickets. */
static void a_failed_sync_once(void **state)
{
    (void)state;
    fail_everywhere(FAULT_SYNC, false);
}

static void a_failed_sync_for_good(void **state)
{
    (void)state;
    fail_everywhere(FAULT_SYNC, true);
}

/* ---- copies ---- */

/* A copy that is said to be good is good, also after the power loss that follows. */
static bool copies_survive(struct scenario *s, const char *copy, const char *back)
{
    struct offline_report report;
    bool copied = !offline_backup(s->f.dir, copy, &report);
    bool restored = copied && !offline_restore(copy, back, NULL, &report);
    disk_repair();
    disk_power_loss(LOSS_ALL);
    if (copied && offline_verify_file(copy, &report)) {
        snprintf(s->complaint, sizeof(s->complaint), "the copy is not good");
        return false;
    }
    if (restored) {
        struct store_options options = fixture_options(&s->f);
        options.dir = back;
        if (store_open(&options, &s->f.store)) {
            snprintf(s->complaint, sizeof(s->complaint), "what was brought back is not good");
            return false;
        }
        scenario_kill(s);
    }
    scenario_new_boot(s);
    return scenario_verify(s);
}

static void fail_copies(enum fault fault, bool persists)
{
    for (uint64_t at = 1, failed;; at = failed + 1) {
        struct scenario s;
        char copy[128], back[128];
        disk_reset(at);
        scenario_begin(&s);
        scenario_fill(&s);
        fixture_path(&s.f, "copy.db", copy);
        fixture_path(&s.f, "back", back);
        uint64_t begun = disk_calls();
        disk_fail_at(begun + at, fault, persists);
        bool good = copies_survive(&s, copy, back);
        failed = disk_failed() ? disk_failed() - begun : 0;
        scenario_end(&s);
        if (!good)
            fail_msg("call %llu of the copying fails (kind %d, %s): %s", (unsigned long long)at,
                     fault, persists ? "for good" : "once", s.complaint);
        if (!failed)
            break;
    }
}

static void a_copy_that_is_said_to_be_good_is_good(void **state)
{
    (void)state;
    for (enum fault fault = FAULT_IO; fault < FAULT_COUNT; fault++) {
        fail_copies(fault, false);
        fail_copies(fault, true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_once),
        cmocka_unit_test(an_error_for_good),
        cmocka_unit_test(a_full_disk_once),
        cmocka_unit_test(a_full_disk_for_good),
        cmocka_unit_test(a_short_write_once),
        cmocka_unit_test(a_short_write_for_good),
        cmocka_unit_test(a_failed_sync_once),
        cmocka_unit_test(a_failed_sync_for_good),
        cmocka_unit_test(a_copy_that_is_said_to_be_good_is_good),
    };
    disk_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
