/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables are the specification, so the test prints them whole and compares with
 * tests/golden/engine_lifecycle.txt: a changed rule shows up as a diff to review.
 */
#include "engine/lifecycle.h"
#include "golden.h"
#include "test.h"

static void the_tables_match_their_print(void **state)
{
    (void)state;
    struct golden g;
    golden_open(&g, "engine_lifecycle.txt");
    for (uint8_t s = 0; s < TICKET_STATE_COUNT; s++)
        for (int a = 0; a < TICKET_ACTION_COUNT; a++) {
            uint8_t to = lifecycle_ticket(s, (enum ticket_action)a);
            if (to != TICKET_NONE)
                golden_printf(&g, "ticket %-8s %-8s -> %s\n", ticket_state_name(s),
                              ticket_action_name((enum ticket_action)a), ticket_state_name(to));
        }
    for (uint8_t s = 0; s < WINDOW_STATE_COUNT; s++)
        for (int a = 0; a < WINDOW_ACTION_COUNT; a++) {
            uint8_t to = lifecycle_window(s, (enum window_action)a);
            if (to != LIFECYCLE_NOWHERE)
                golden_printf(&g, "window %-8s %-8s -> %s\n", window_state_name(s),
                              window_action_name((enum window_action)a), window_state_name(to));
        }
    golden_close(&g);
}

static void only_four_states_are_final(void **state)
{
    (void)state;
    for (uint8_t s = 1; s < TICKET_STATE_COUNT; s++)
        assert_int_equal(lifecycle_final(s), s == TICKET_SERVED || s == TICKET_CANCELLED ||
                                                 s == TICKET_VOIDED || s == TICKET_EXPIRED);
    assert_false(lifecycle_final(TICKET_NONE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_match_their_print),
        cmocka_unit_test(only_four_states_are_final),
    };
    return cmocka_run_group_tests_name("engine_lifecycle", tests, NULL, NULL);
}
