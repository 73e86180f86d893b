/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of a hall definition that say who is called next.
 */
#include <stdlib.h>
#include <string.h>

#include "config_hall.h"
#include "test.h"

#define RULES "hall.yaml", "  recall_max: 4\n  head_start_min: {priority: 60}"

struct loaded {
    struct hall_files files;
    struct hall_def *def;
    char *report;
    uint32_t mistakes;
};

static struct loaded load(const char *file, const char *what, const char *with)
{
    struct loaded hall = {.mistakes = 0};
    hall_files_read(&hall.files);
    if (file)
        hall_files_patch(&hall.files, file, what, with);
    enum err err = hall_files_load(&hall.files, &hall.report, &hall.def, &hall.mistakes);
    assert_int_equal(err == ERR_NONE, hall.mistakes == 0);
    return hall;
}

/* After its files changed once more; without a mistake. */
static void reload(struct loaded *hall)
{
    free(hall->report);
    config_free(hall->def);
    assert_int_equal(hall_files_load(&hall->files, &hall->report, &hall->def, &hall->mistakes),
                     ERR_NONE);
}

static void unload(struct loaded *hall)
{
    free(hall->report);
    config_free(hall->def);
    hall_files_free(&hall->files);
}

static void expect_head_starts(const char *rules, uint16_t priority, uint16_t appointment,
                               uint16_t green)
{
    struct loaded hall = load(RULES, rules);
    assert_string_equal(hall.report, "");
    const uint16_t *is = hall.def->rules.head_start_min;
    assert_int_equal(is[CLASS_NORMAL], 0);
    assert_int_equal(is[CLASS_PRIORITY], priority);
    assert_int_equal(is[CLASS_APPOINTMENT], appointment);
    assert_int_equal(is[CLASS_GREEN], green);
    assert_int_equal(is[CLASS_RETURNED], 0);
    unload(&hall);
}

static void a_preset_fills_the_head_starts(void **state)
{
    (void)state;
    expect_head_starts("  recall_max: 4", 60, 75, 120);
    expect_head_starts("  preset: fair", 30, 45, 120);
    expect_head_starts("  preset: default", 60, 75, 120);
    expect_head_starts("  preset: strict-like", 90, 90, 120);
    expect_head_starts("  preset: fifo", 0, 0, 0);
    expect_head_starts("  head_start_min: {priority: 17}", 17, 75, 120);
}

static void a_preset_beside_head_starts_is_a_mistake(void **state)
{
    (void)state;
    struct loaded hall = load(RULES, "  preset: fair\n  head_start_min: {priority: 60}");
    assert_int_equal(hall.mistakes, 1);
    assert_non_null(strstr(hall.report, "rules.preset: a preset fills head_start_min"));
    unload(&hall);
}

static void the_rule_is_head_start_unless_the_hall_says_another(void **state)
{
    (void)state;
    static const char *const written[] = {
        [DISPATCH_HEADSTART] = "  dispatch: headstart",
        [DISPATCH_FIFO] = "  dispatch: fifo",
        [DISPATCH_STRICT] = "  dispatch: strict",
        [DISPATCH_TURNS] = "  dispatch: turns",
    };
    struct loaded hall = load(NULL, NULL, NULL);
    assert_int_equal(hall.def->rules.dispatch, DISPATCH_HEADSTART); /* R-P1: never strict */
    unload(&hall);
    for (uint8_t rule = 0; rule < countof(written); rule++) {
        hall = load(RULES, written[rule]);
        assert_int_equal(hall.def->rules.dispatch, rule);
        unload(&hall);
    }
}

/* D-19 */
static void groups_without_turns_are_a_warning_and_no_mistake(void **state)
{
    (void)state;
    struct loaded hall = load("windows.yaml", "services: [2]", "services: [2]\n    groups: [2]");
    assert_int_equal(hall.mistakes, 0);
    assert_non_null(strstr(hall.report, "windows[3].groups: warning: groups have no effect"));
    assert_int_equal(def_window(hall.def, 3)->groups[0], 2);
    assert_int_equal(def_window(hall.def, 1)->groups[0], 1);
    hall_files_patch(&hall.files, RULES, "  dispatch: turns");
    reload(&hall);
    assert_string_equal(hall.report, "");
    unload(&hall);
}

/* D-22: it would be noticed only when the controller is away. */
static void numbers_that_end_below_the_leases_are_a_warning(void **state)
{
    (void)state;
    struct loaded hall = load("services.yaml", "prefix: A", "prefix: A\n    last: 599");
    assert_int_equal(hall.mistakes, 0);
    assert_non_null(strstr(hall.report, "services[1].last: warning: its numbers end at 599, below "
                                        "lease_first (600)"));
    unload(&hall);
    hall = load("services.yaml", "prefix: A", "prefix: A\n    last: 600");
    assert_string_equal(hall.report, "");
    hall_files_patch(&hall.files, "services.yaml", "last: 600", "last: 599");
    hall_files_patch(&hall.files, RULES, "  lease_size: 0");
    reload(&hall);
    assert_string_equal(hall.report, "");
    unload(&hall);
}

static void expect_group_mistake(const char *groups, const char *sentence)
{
    struct loaded hall = load("windows.yaml", "services: [2]", groups);
    assert_int_equal(hall.mistakes, 1);
    assert_non_null(strstr(hall.report, sentence));
    unload(&hall);
}

static void a_group_is_1_to_5_and_one_beside_each_service(void **state)
{
    (void)state;
    expect_group_mistake("services: [2]\n    groups: [0]", "group 0 is none; write 1 to 5");
    expect_group_mistake("services: [2]\n    groups: [6]", "group 6 is none; write 1 to 5");
    expect_group_mistake("services: [2]\n    groups: [1, 2]", "2 groups for 1 services");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_preset_fills_the_head_starts),
        cmocka_unit_test(a_preset_beside_head_starts_is_a_mistake),
        cmocka_unit_test(the_rule_is_head_start_unless_the_hall_says_another),
        cmocka_unit_test(groups_without_turns_are_a_warning_and_no_mistake),
        cmocka_unit_test(numbers_that_end_below_the_leases_are_a_warning),
        cmocka_unit_test(a_group_is_1_to_5_and_one_beside_each_service),
    };
    return cmocka_run_group_tests_name("config_dispatch", tests, NULL, NULL);
}
