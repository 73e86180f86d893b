/* SPDX-License-Identifier: Apache-2.0 */
/* replays: first messages that were accepted within the last minute (D-45). */
#include "net/replays.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

#define MESSAGE 96 /* a first message with a HELLO is about that long */

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct replays));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

/* The n-th first message: its ephemeral key is like no other's. */
static const uint8_t *message(uint32_t n)
{
    static uint8_t bytes[MESSAGE];
    memset(bytes, 0x55, sizeof(bytes));
    memcpy(bytes + REPLAYS_BYTES - sizeof(n), &n, sizeof(n));
    return bytes;
}

static bool known(const struct replays *replays, uint32_t n, msec now)
{
    return replays_known(replays, message(n), MESSAGE, now);
}

static void a_message_is_known_for_exactly_a_minute(void **state)
{
    struct replays *replays = *state;
    assert_false(known(replays, 1, 1000));
    replays_remember(replays, message(1), 1000);
    assert_true(known(replays, 1, 1000));
    assert_false(known(replays, 2, 1000));
    assert_true(known(replays, 1, 1000 + 59999));
    assert_false(known(replays, 1, 1000 + 60000));
}

static void only_the_beginning_of_a_message_counts(void **state)
{
    struct replays *replays = *state;
    uint8_t other[MESSAGE];
    replays_remember(replays, message(1), 0);
    memcpy(other, message(1), sizeof(other));
    other[REPLAYS_BYTES] ^= 1; /* does not open then, but it is none of ours to say so */
    assert_true(replays_known(replays, other, sizeof(other), 0));
    for (size_t i = 0; i < REPLAYS_BYTES; i++) {
        other[i] ^= 1;
        assert_false(replays_known(replays, other, sizeof(other), 0));
        other[i] ^= 1;
    }
    assert_true(replays_known(replays, other, REPLAYS_BYTES, 0));
    for (size_t length = 0; length < REPLAYS_BYTES; length++)
        assert_false(replays_known(replays, other, length, 0));
}

static void an_empty_place_is_no_message(void **state)
{
    static const uint8_t zeros[MESSAGE];
    assert_false(replays_known(*state, zeros, sizeof(zeros), 0));
}

static void as_many_as_it_holds_are_all_known_and_one_more_pushes_out_the_oldest(void **state)
{
    struct replays *replays = *state;
    for (uint32_t n = 0; n < REPLAYS_MAX; n++)
        replays_remember(replays, message(n), (msec)n);
    for (uint32_t n = 0; n < REPLAYS_MAX; n++)
        assert_true(known(replays, n, REPLAYS_MAX));
    replays_remember(replays, message(REPLAYS_MAX), REPLAYS_MAX);
    assert_false(known(replays, 0, REPLAYS_MAX));
    assert_true(known(replays, 1, REPLAYS_MAX));
    assert_true(known(replays, REPLAYS_MAX, REPLAYS_MAX));
}

static void many_more_go_round(void **state)
{
    struct replays *replays = *state;
    const uint32_t last = 5 * REPLAYS_MAX + 7;
    replays->next = UINT32_MAX - 10; /* a counter that wraps on the way */
    for (uint32_t n = 0; n <= last; n++)
        replays_remember(replays, message(n), 0);
    assert_true(known(replays, last, 0));
    assert_true(known(replays, last - REPLAYS_MAX + 1, 0));
    assert_false(known(replays, last - REPLAYS_MAX, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_message_is_known_for_exactly_a_minute, setup, teardown),
        cmocka_unit_test_setup_teardown(only_the_beginning_of_a_message_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_place_is_no_message, setup, teardown),
        cmocka_unit_test_setup_teardown(
            as_many_as_it_holds_are_all_known_and_one_more_pushes_out_the_oldest, setup, teardown),
        cmocka_unit_test_setup_teardown(many_more_go_round, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
