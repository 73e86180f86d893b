/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A journal is replayed over another definition, or not as it was written: the hall
 * objects in words before it would go wrong.
 */
#include <stdlib.h>
#include <string.h>

#include "engine_hall.h"
#include "test.h"

static struct engine_hall w; /* where the facts were made */

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 20);
    engine_open_day(&w);
    engine_issue(&w, 2);
    engine_issue(&w, 1);
    engine_press(&w, 3, KEY_NEXT);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    engine_stop(&w);
    return 0;
}

/* The first objection of a hall with that definition and room, or NULL. */
static const char *objection(const struct hall_def *def, uint32_t tickets)
{
    void *memory = malloc(hall_bytes(def, tickets));
    assert_non_null(memory);
    struct hall *hall = hall_init(memory, def, tickets);
    const char *why = NULL;
    for (uint32_t i = 0; i < w.record_count && !why; i++) {
        why = hall_objection(hall, &w.record[i]);
        if (!why)
            hall_apply(hall, &w.record[i]);
    }
    free(memory);
    return why;
}

static void its_own_journal_meets_no_objection(void **state)
{
    (void)state;
    assert_null(objection(&w.def, 20));
}

static void another_definition_is_noticed(void **state)
{
    (void)state;
    struct hall_def def = w.def;
    def.service_count = 1;
    assert_string_equal(objection(&def, 20), "the hall has no such service");
    def = w.def;
    def.window_count = 2;
    assert_string_equal(objection(&def, 20), "the hall has no such window or room");
    assert_string_equal(objection(&w.def, 1), "the hall has no room for so many tickets");
    strcpy(w.services[1].prefix, "C");
    assert_string_equal(objection(&w.def, 20), "the service has another prefix");
}

/* The facts: day_opened issued issued window_opened called. */
static void a_changed_journal_is_noticed(void **state)
{
    (void)state;
    struct fact kept = w.record[2];
    w.record[2].issued.ticket++;
    assert_string_equal(objection(&w.def, 20), "ticket ids are missing before it");
    w.record[2] = kept;
    w.record[2].issued.order = 1;
    assert_string_equal(objection(&w.def, 20), "its place was taken before");
    w.record[2] = w.record[1];
    w.record[2].issued.ticket++;
    assert_string_equal(objection(&w.def, 20), "its number was given before");
    w.record[2] = kept;
    w.record[2].at--;
    assert_string_equal(objection(&w.def, 20), "it is older than the fact before it");
    w.record[2] = kept;
    w.record[3] = w.record[4];
    assert_string_equal(objection(&w.def, 20), "the window's state forbids it");
    w.record[0] = w.record[1];
    assert_string_equal(objection(&w.def, 20), "the day is not open");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(its_own_journal_meets_no_objection),
        TEST(another_definition_is_noticed),
        TEST(a_changed_journal_is_noticed),
    };
    return cmocka_run_group_tests_name("engine_objection", tests, NULL, NULL);
}
