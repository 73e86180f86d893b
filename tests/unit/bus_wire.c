/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of tools/line/wire.h, in its name.
 */
#include "test.h"

#include <string.h>

#include "line/wire.h"

#define BAUD 10000 /* a character takes a millisecond */
#define MS 1000000

static struct wire wire;

static size_t heard(int64_t now, uint32_t *speaker, uint8_t *bytes)
{
    size_t count = 0;
    while (wire_next(&wire, now, speaker, &bytes[count]))
        count++;
    return count;
}

static void characters_come_at_the_speed_of_the_line(void **state)
{
    uint8_t bytes[16];
    uint32_t speaker = 9;
    (void)state;
    wire_init(&wire, 3, BAUD);
    assert_true(wire_deadline(&wire) == INT64_MAX);
    wire_put(&wire, 1, (const uint8_t *)"abc", 3, 0);
    assert_true(wire_deadline(&wire) == MS);
    assert_int_equal(heard(MS - 1, &speaker, bytes), 0);
    assert_int_equal(heard(2 * MS, &speaker, bytes), 2);
    assert_int_equal(speaker, 1);
    assert_memory_equal(bytes, "ab", 2);
    assert_int_equal(heard(3 * MS, &speaker, bytes), 1);
    assert_int_equal(wire.spoilt, 0);
}

static void two_that_speak_at_once_are_understood_by_nobody(void **state)
{
    uint8_t bytes[16];
    uint32_t speaker;
    (void)state;
    wire_init(&wire, 3, BAUD);
    wire_put(&wire, 0, (const uint8_t *)"aaaa", 4, 0);
    wire_put(&wire, 1, (const uint8_t *)"bb", 2, MS + MS / 2);
    assert_int_equal(heard(10 * MS, &speaker, bytes), 6);
    assert_int_equal(wire.spoilt, 5); /* all but the first, which was over by then */
    assert_int_equal(bytes[0], 'a');
    for (size_t i = 1; i < 6; i++)
        assert_true(bytes[i] != 'a' && bytes[i] != 'b');
}

static void one_after_the_other_is_no_collision(void **state)
{
    uint8_t bytes[16];
    uint32_t speaker;
    (void)state;
    wire_init(&wire, 3, BAUD);
    wire_put(&wire, 0, (const uint8_t *)"aa", 2, 0);
    assert_int_equal(heard(2 * MS, &speaker, bytes), 2);
    wire_put(&wire, 2, (const uint8_t *)"cc", 2, 2 * MS);
    assert_int_equal(heard(4 * MS, &speaker, bytes), 2);
    assert_memory_equal(bytes, "cc", 2);
    assert_int_equal(wire.spoilt, 0);
}

static void what_does_not_fit_is_dropped_and_counted(void **state)
{
    static uint8_t many[WIRE_QUEUE_SIZE + 10];
    (void)state;
    wire_init(&wire, WIRE_ENDS_MAX, BAUD);
    wire_put(&wire, WIRE_ENDS_MAX - 1, many, sizeof(many), 0);
    assert_int_equal(wire.dropped, 10);
    uint32_t speaker;
    uint8_t byte;
    for (size_t i = 0; i < WIRE_QUEUE_SIZE; i++)
        assert_true(wire_next(&wire, (int64_t)HOUR * MS, &speaker, &byte));
    assert_false(wire_next(&wire, (int64_t)HOUR * MS, &speaker, &byte));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_come_at_the_speed_of_the_line),
        cmocka_unit_test(two_that_speak_at_once_are_understood_by_nobody),
        cmocka_unit_test(one_after_the_other_is_no_collision),
        cmocka_unit_test(what_does_not_fit_is_dropped_and_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
