/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each test states one promise of core/strip.h or core/rating.h, in its name.
 */
#include "test.h"

#include "core/rating.h"
#include "core/strip.h"
#include "core/when.h"

#define T0 ((msec)60000)

static struct strip strip_of(uint8_t state, uint8_t call, uint16_t number)
{
    struct strip strip;
    strip_init(&strip, (target_id){6});
    strip_online(&strip, true, T0);
    const struct rec_call_entry entry = {.target = 6,
                                         .prefix = 'A',
                                         .number = number,
                                         .state = state,
                                         .call = call};
    strip_take_call(&strip, &entry, T0);
    return strip;
}

static void call(struct strip *strip, uint8_t number_of_call, uint16_t number, msec now)
{
    const struct rec_call_entry entry = {.target = 6,
                                         .prefix = 'A',
                                         .number = number,
                                         .state = WINDOW_CALLING,
                                         .call = number_of_call};
    strip_take_call(strip, &entry, now);
}

static enum strip_show show_at(const struct strip *strip, msec now)
{
    struct strip_view view;
    strip_view(strip, 0, now, &view);
    return view.show;
}

static bool lit_at(const struct strip *strip, msec now)
{
    struct strip_view view;
    strip_view(strip, 0, now, &view);
    return view.lit;
}

static void every_state_of_a_window_has_its_picture(void **state)
{
    (void)state;
    static const struct {
        uint8_t state;
        enum strip_show show;
    } rows[] = {{WINDOW_OFFLINE, STRIP_CLOSED},  {WINDOW_CLOSED, STRIP_CLOSED},
                {WINDOW_IDLE, STRIP_IDLE},       {WINDOW_CALLING, STRIP_CALL},
                {WINDOW_SERVING, STRIP_SERVING}, {WINDOW_RATING, STRIP_IDLE},
                {WINDOW_PAUSED, STRIP_PAUSED}};
    for (size_t i = 0; i < countof(rows); i++) {
        struct strip strip = strip_of(rows[i].state, 1, 23);
        assert_int_equal(show_at(&strip, T0 + 20 * SECOND), rows[i].show);
    }
}

static void a_call_flashes_three_seconds_once_a_second(void **state)
{
    (void)state;
    struct strip strip = strip_of(WINDOW_IDLE, 1, 0);
    call(&strip, 2, 23, T0);
    for (int half = 0; half < 6; half++) /* R-L2 */
        assert_int_equal(lit_at(&strip, T0 + half * STRIP_HALF_MS + 1), half % 2 == 0);
    assert_true(lit_at(&strip, T0 + STRIP_FLASH_MS + 600));
    assert_int_equal(show_at(&strip, T0 + HOUR), STRIP_CALL);
    assert_true(strip_deadline(&strip, 0, T0) == T0 + STRIP_HALF_MS);
    assert_true(strip_deadline(&strip, 0, T0 + HOUR) == WHEN_NEVER);
}

static void the_same_picture_never_flashes_again_and_a_recall_not_within_five_seconds(void **state)
{
    (void)state;
    struct strip strip = strip_of(WINDOW_IDLE, 1, 0);
    call(&strip, 2, 23, T0);
    call(&strip, 2, 23, T0 + 6 * SECOND); /* state is repeated freely */
    assert_true(lit_at(&strip, T0 + 6 * SECOND + 700));
    call(&strip, 3, 23, T0 + 10 * SECOND); /* called again */
    assert_false(lit_at(&strip, T0 + 10 * SECOND + 700));
    call(&strip, 4, 23, T0 + 14 * SECOND); /* R-L4 */
    assert_true(lit_at(&strip, T0 + 14 * SECOND + 700));
    call(&strip, 5, 24, T0 + 14 * SECOND); /* another number always does */
    assert_false(lit_at(&strip, T0 + 14 * SECOND + 700));
}

static void picture(struct strip *strip, uint16_t number, uint16_t life_s, msec now)
{
    const struct msg_picture message = {.target = 6, .picture = number, .life_s = life_s};
    strip_take_picture(strip, &message, now);
}

static void a_picture_stands_until_its_window_says_something_else(void **state) /* D-37 */
{
    (void)state;
    struct strip strip = strip_of(WINDOW_PAUSED, 1, 0);
    picture(&strip, STRIP_LUNCH, 0, T0);
    assert_int_equal(show_at(&strip, T0 + HOUR), STRIP_LUNCH);
    struct rec_call_entry entry = {.target = 6, .prefix = 'A', .state = WINDOW_PAUSED, .call = 1};
    strip_take_call(&strip, &entry, T0); /* the same again: state is repeated freely */
    assert_int_equal(show_at(&strip, T0 + HOUR), STRIP_LUNCH);
    entry.state = WINDOW_IDLE;
    strip_take_call(&strip, &entry, T0);
    assert_int_equal(show_at(&strip, T0 + HOUR), STRIP_IDLE);
    picture(&strip, STRIP_EXTENDED, 0, T0); /* R-O3 */
    call(&strip, 2, 23, T0);
    assert_int_equal(show_at(&strip, T0), STRIP_CALL); /* a number goes before it */
    picture(&strip, STRIP_EXTENDED, 0, T0);
    assert_int_equal(show_at(&strip, T0), STRIP_CALL);
}

static void a_picture_for_a_time_ends_by_itself_and_unknown_ones_are_none(void **state)
{
    (void)state;
    struct strip strip = strip_of(WINDOW_IDLE, 1, 0);
    picture(&strip, STRIP_EXTENDED, 10, T0);
    assert_true(strip_deadline(&strip, 0, T0) == T0 + 10 * SECOND);
    assert_int_equal(show_at(&strip, T0 + 10 * SECOND - 1), STRIP_EXTENDED);
    assert_int_equal(show_at(&strip, T0 + 10 * SECOND), STRIP_IDLE);
    picture(&strip, STRIP_SHOW_COUNT, 0, T0);
    assert_int_equal(show_at(&strip, T0 + HOUR), STRIP_IDLE);
    picture(&strip, STRIP_EXTENDED, 0, T0);
    picture(&strip, STRIP_DARK, 0, T0); /* none any more */
    assert_int_equal(show_at(&strip, T0), STRIP_IDLE);
}

static void old_numbers_are_not_shown_as_true(void **state)
{
    (void)state;
    struct strip strip = strip_of(WINDOW_SERVING, 1, 23);
    strip_online(&strip, false, T0);
    assert_int_equal(show_at(&strip, T0 + STRIP_STALE_MS - 1), STRIP_SERVING);
    assert_int_equal(show_at(&strip, T0 + STRIP_STALE_MS), STRIP_LOST); /* D-13 */
    strip_online(&strip, true, T0 + HOUR);
    assert_int_equal(show_at(&strip, T0 + HOUR), STRIP_SERVING);
}

static void a_strip_that_heard_nothing_is_dark(void **state)
{
    (void)state;
    struct strip strip;
    strip_init(&strip, (target_id){6});
    assert_int_equal(show_at(&strip, T0), STRIP_DARK);
    struct rec_call_entry other = {.target = 7, .state = WINDOW_CALLING};
    strip_take_call(&strip, &other, T0);
    assert_int_equal(show_at(&strip, T0), STRIP_DARK);
}

static void in_training_the_word_stands_every_other_time(void **state)
{
    (void)state;
    struct strip strip = strip_of(WINDOW_SERVING, 1, 23);
    struct strip_view view;
    int training = 0;
    for (int i = 0; i < 10; i++) {
        strip_view(&strip, 30, T0 + i * STRIP_TRAINING_MS, &view);
        training += view.show == STRIP_TRAINING;
    }
    assert_int_equal(training, 5);
}

/* ---- rating ---- */

static struct rating asked(void)
{
    struct rating rating;
    rating_init(&rating);
    const struct msg_rate_open open = {.ticket = 99, .prefix = 'A', .number = 23, .timeout_s = 60};
    rating_take_open(&rating, &open, T0);
    return rating;
}

static void a_choice_is_said_until_it_is_answered_and_thanked_for(void **state)
{
    (void)state;
    struct rating rating = asked();
    struct msg_rate rate;
    assert_false(rating_next(&rating, T0, &rate)); /* R-E3: nothing is chosen beforehand */
    assert_true(rating_choose(&rating, 2, 5, T0));
    assert_true(rating_next(&rating, T0, &rate));
    assert_int_equal(rate.ticket, 99);
    assert_int_equal(rate.score, 2);
    assert_false(rating_next(&rating, T0 + 1, &rate));
    assert_true(rating_next(&rating, T0 + RATING_REPEAT_MS, &rate));
    assert_int_equal(rate.seq, 5);
    const struct msg_result result = {.seq = 5, .code = REFUSED_NOT};
    rating_take_result(&rating, &result, T0 + 1100);
    assert_int_equal(rating.screen, RATING_THANKS);
    rating_tick(&rating, T0 + 1100 + RATING_THANKS_MS);
    assert_int_equal(rating.screen, RATING_IDLE);
}

static void no_answer_of_the_person_is_no_rating(void **state)
{
    (void)state;
    struct rating rating = asked();
    struct msg_rate rate;
    assert_int_equal(rating_left_s(&rating, T0), 60);
    rating_tick(&rating, T0 + RATING_OPEN_MS); /* R-E5 */
    assert_int_equal(rating.screen, RATING_IDLE);
    assert_false(rating_next(&rating, T0 + RATING_OPEN_MS, &rate));
    rating = asked();
    assert_true(rating_choose(&rating, 0, 6, T0)); /* rather not */
    assert_false(rating_next(&rating, T0, &rate));
}

static void one_visit_is_asked_once(void **state)
{
    (void)state;
    struct rating rating = asked();
    const struct msg_rate_open again = {.ticket = 99, .timeout_s = 60};
    rating_take_open(&rating, &again, T0 + 30 * SECOND); /* a repeat gives no more time */
    rating_tick(&rating, T0 + RATING_OPEN_MS);
    assert_int_equal(rating.screen, RATING_IDLE);
    rating = asked();
    assert_true(rating_choose(&rating, 5, 7, T0));
    assert_false(rating_choose(&rating, 1, 8, T0)); /* R-E2 */
    const struct msg_result result = {.seq = 7, .code = REFUSED_RATED};
    rating_take_result(&rating, &result, T0);
    rating_take_open(&rating, &again, T0);
    assert_int_equal(rating.screen, RATING_THANKS);
}

static void the_hall_may_close_it_and_bad_scores_are_none(void **state)
{
    (void)state;
    struct rating rating = asked();
    assert_false(rating_choose(&rating, RATING_BEST + 1, 1, T0));
    const struct msg_rate_close other = {.ticket = 98}, close = {.ticket = 99};
    rating_take_close(&rating, &other);
    assert_int_equal(rating.screen, RATING_ASK);
    rating_take_close(&rating, &close);
    assert_int_equal(rating.screen, RATING_IDLE);
    assert_false(rating_choose(&rating, 5, 1, T0));
}

static void a_choice_nobody_answers_is_given_up(void **state)
{
    (void)state;
    struct rating rating = asked();
    assert_true(rating_choose(&rating, 5, 1, T0));
    assert_true(rating_deadline(&rating) == T0);
    rating_tick(&rating, T0 + RATING_GIVE_UP_MS);
    assert_int_equal(rating.screen, RATING_IDLE);
    assert_true(rating_deadline(&rating) == WHEN_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_of_a_window_has_its_picture),
        cmocka_unit_test(a_call_flashes_three_seconds_once_a_second),
        cmocka_unit_test(the_same_picture_never_flashes_again_and_a_recall_not_within_five_seconds),
        cmocka_unit_test(a_picture_stands_until_its_window_says_something_else),
        cmocka_unit_test(a_picture_for_a_time_ends_by_itself_and_unknown_ones_are_none),
        cmocka_unit_test(old_numbers_are_not_shown_as_true),
        cmocka_unit_test(a_strip_that_heard_nothing_is_dark),
        cmocka_unit_test(in_training_the_word_stands_every_other_time),
        cmocka_unit_test(a_choice_is_said_until_it_is_answered_and_thanked_for),
        cmocka_unit_test(no_answer_of_the_person_is_no_rating),
        cmocka_unit_test(one_visit_is_asked_once),
        cmocka_unit_test(the_hall_may_close_it_and_bad_scores_are_none),
        cmocka_unit_test(a_choice_nobody_answers_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
