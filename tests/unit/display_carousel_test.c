/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of public information in turn, and how calls interrupt them (R-L9). */
#include "model/carousel.h"
#include "test.h"

static const uint16_t seconds[] = {12, 20, 5};
static struct carousel carousel;

static int begin(void **state)
{
    (void)state;
    carousel = (struct carousel){0};
    carousel_set(&carousel, seconds, countof(seconds));
    assert_int_equal(carousel_step(&carousel, 1000, 0, false), 0);
    return 0;
}

/* Ticks of a tenth of a second until `until`; the page of the last one. */
static uint32_t run(msec from, msec until, uint32_t call)
{
    uint32_t page = CAROUSEL_NONE;
    for (msec now = from; now <= until; now += 100)
        page = carousel_step(&carousel, now, call, false);
    return page;
}

static void each_page_is_shown_for_its_time_and_then_the_first_again(void **state)
{
    (void)state;
    assert_int_equal(run(1000, 12900, 0), 0);
    assert_int_equal(run(13000, 13000, 0), 1);
    assert_int_equal(run(13100, 32900, 0), 1);
    assert_int_equal(run(33000, 33000, 0), 2);
    assert_int_equal(run(33100, 38000, 0), 0);
}

static void a_call_interrupts_at_once_and_the_page_returns_after_10_s(void **state)
{
    (void)state;
    assert_int_equal(run(1000, 4000, 0), 0);
    assert_int_equal(carousel_step(&carousel, 4100, 7, false), CAROUSEL_NONE);
    assert_int_equal(run(4200, 10000, 7), CAROUSEL_NONE);
    assert_int_equal(run(10100, 14000, 0), CAROUSEL_NONE); /* the list of calls, alone */
    assert_int_equal(run(14100, 14100, 0), 0);
    assert_int_equal(run(14200, 23000, 0), 0); /* 3 s were shown before: 9 s are left */
    assert_int_equal(run(23100, 23100, 0), 1);
}

static void a_page_of_which_little_is_left_gives_way_to_the_next(void **state)
{
    (void)state;
    run(1000, 9000, 0);
    run(9100, 15000, 7);
    assert_int_equal(run(15100, 19100, 0), 1);
}

static void one_call_behind_another_counts_from_the_last(void **state)
{
    (void)state;
    run(1100, 7000, 7);
    run(7100, 13000, 8);
    assert_int_equal(run(13100, 17000, 0), CAROUSEL_NONE);
    assert_int_equal(run(17100, 17100, 0), 0);
}

static void nothing_is_shown_while_the_board_is_needed(void **state)
{
    (void)state;
    assert_int_equal(carousel_step(&carousel, 2000, 0, true), CAROUSEL_NONE);
    assert_int_equal(carousel_step(&carousel, 3000, 0, false), 0); /* back at once */
}

static void a_new_list_begins_with_its_first_page(void **state)
{
    (void)state;
    run(1000, 20000, 0);
    carousel_set(&carousel, seconds, 1);
    assert_int_equal(run(20100, 60000, 0), 0); /* a single page stays */
    carousel_set(&carousel, NULL, 0);
    assert_int_equal(run(60100, 60100, 0), CAROUSEL_NONE);
    assert_int_equal(carousel_next(&carousel), CAROUSEL_NONE);
}

static void a_list_is_bounded(void **state)
{
    static uint16_t many[PLAYLIST_ROWS_MAX + 1];
    (void)state;
    for (size_t i = 0; i < countof(many); i++)
        many[i] = PAGE_SECONDS_LEAST;
    carousel_set(&carousel, many, countof(many));
    assert_int_equal(carousel.count, PLAYLIST_ROWS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_page_is_shown_for_its_time_and_then_the_first_again, begin),
        cmocka_unit_test_setup(a_call_interrupts_at_once_and_the_page_returns_after_10_s, begin),
        cmocka_unit_test_setup(a_page_of_which_little_is_left_gives_way_to_the_next, begin),
        cmocka_unit_test_setup(one_call_behind_another_counts_from_the_last, begin),
        cmocka_unit_test_setup(nothing_is_shown_while_the_board_is_needed, begin),
        cmocka_unit_test_setup(a_new_list_begins_with_its_first_page, begin),
        cmocka_unit_test_setup(a_list_is_bounded, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
