/* SPDX-License-Identifier: Apache-2.0 */
/* The paper of a roll, counted (R-B9). */
#include "device/roll.h"

#include <string.h>

#include "test.h"

static void a_roll_lasts_as_long_as_its_slips(void **state)
{
    (void)state;
    struct roll roll = {0};
    assert_int_equal(roll_pct(&roll, 60), 100);
    assert_int_equal(roll_slips_left(&roll, 60), 60000 / ROLL_SLIP_MM);
    for (int i = 0; i < 100; i++)
        roll_take(&roll, 108); /* 120 mm with the feed to the knife */
    assert_int_equal(roll.used_mm, 12000);
    assert_int_equal(roll_pct(&roll, 60), 80);
    assert_int_equal(roll_slips_left(&roll, 60), 400); /* by the mean of its own slips */
    assert_int_equal(roll_slips_full(&roll, 60), 500);
}

static void a_roll_that_lasts_longer_than_said_is_empty_not_negative(void **state)
{
    (void)state;
    struct roll roll = {.used_mm = 61000, .slips = 500};
    assert_int_equal(roll_pct(&roll, 60), 0);
    assert_int_equal(roll_slips_left(&roll, 60), 0);
}

static void another_roll_begins_anew(void **state)
{
    (void)state;
    struct roll roll = {.used_mm = 61000, .slips = 500};
    roll_change(&roll, 1234567890123);
    assert_int_equal(roll.used_mm, 0);
    assert_int_equal(roll.slips, 0);
    assert_int_equal(roll.changed, 1234567890123);
}

static void counts_have_an_end(void **state)
{
    (void)state;
    struct roll roll = {.used_mm = 999999998, .slips = 999999999}, again = {0};
    char text[ROLL_TEXT_SIZE];
    roll_take(&roll, 100);
    assert_int_equal(roll.used_mm, 999999999);
    assert_int_equal(roll.slips, 999999999);
    roll_print(&roll, text);
    assert_true(roll_parse(&again, text, strlen(text)));
    assert_int_equal(again.used_mm, roll.used_mm);
    struct roll odd = {.used_mm = 1, .slips = 999999999};
    assert_int_equal(roll_slips_left(&odd, 60), 59999 / ROLL_SLIP_MM);
}

static void the_text_gives_back_the_roll(void **state)
{
    (void)state;
    struct roll roll = {.used_mm = 43210, .slips = 321, .changed = 1774000000123}, again = {0};
    char text[ROLL_TEXT_SIZE];
    roll_print(&roll, text);
    assert_true(roll_parse(&again, text, strlen(text)));
    assert_memory_equal(&again, &roll, sizeof(roll));
}

static void other_texts_change_nothing(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "used_mm 5", "used_mm 5 slips 6 changed -1",
                                        "used_mm 5 slips 6 changed 7 more",
                                        "used_mm x slips 6 changed 7"};
    struct roll roll = {.used_mm = 9};
    for (size_t i = 0; i < countof(wrong); i++)
        assert_false(roll_parse(&roll, wrong[i], strlen(wrong[i])));
    char longer[ROLL_TEXT_SIZE];
    memset(longer, ' ', sizeof(longer));
    assert_false(roll_parse(&roll, longer, sizeof(longer)));
    assert_int_equal(roll.used_mm, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_roll_lasts_as_long_as_its_slips),
        cmocka_unit_test(a_roll_that_lasts_longer_than_said_is_empty_not_negative),
        cmocka_unit_test(another_roll_begins_anew),
        cmocka_unit_test(counts_have_an_end),
        cmocka_unit_test(the_text_gives_back_the_roll),
        cmocka_unit_test(other_texts_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
