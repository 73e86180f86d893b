/* SPDX-License-Identifier: Apache-2.0 */
#include "model/ticker.h"
#include "test.h"

static struct ticker ticker;

static void add(uint16_t width, uint16_t signs)
{
    assert_true(ticker_add(&ticker, (struct ticker_text){width, signs}));
}

static void a_sentence_that_fits_stands(void **state) /* R-L14 */
{
    (void)state;
    ticker_init(&ticker, 1000);
    add(1000, 20);
    for (msec now = 0; now < 2 * MINUTE; now += 100) {
        struct ticker_place place = ticker_at(&ticker, now);
        assert_int_equal(place.index, 0);
        assert_int_equal(place.shift, 0);
        assert_false(place.moving);
        assert_int_equal(place.next, (now / TICKER_STAND_MS + 1) * TICKER_STAND_MS);
    }
}

static void sentences_take_turns(void **state)
{
    (void)state;
    ticker_init(&ticker, 1000);
    add(900, 20);
    add(800, 20);
    assert_int_equal(ticker_at(&ticker, TICKER_STAND_MS - 1).index, 0);
    assert_int_equal(ticker_at(&ticker, TICKER_STAND_MS).index, 1);
    assert_int_equal(ticker_at(&ticker, 2 * TICKER_STAND_MS).index, 0);
}

static void a_long_sentence_moves_no_faster_than_6_signs_a_second(void **state) /* R-L14 */
{
    (void)state;
    ticker_init(&ticker, 1000);
    add(2400, 300); /* 8 px a sign: 48 px a second */
    uint16_t last = 0;
    msec moved = 0;
    for (msec now = 0; now < 35 * SECOND; now += 10) {
        struct ticker_place place = ticker_at(&ticker, now);
        assert_true(place.shift >= last);
        last = place.shift;
        moved += place.moving ? 10 : 0;
        if (now <= TICKER_EDGE_MS) /* readable before it moves */
            assert_int_equal(place.shift, 0);
        if (now == TICKER_EDGE_MS + SECOND)
            assert_in_range(place.shift, 47, 48);
    }
    assert_int_equal(last, 1400); /* its end was seen */
    assert_in_range(moved, 29160, 29180);
}

static void a_long_sentence_stands_at_its_end(void **state) /* R-L14: 3 s */
{
    (void)state;
    ticker_init(&ticker, 1000);
    add(1288, 50);
    add(100, 3);
    msec moving = (msec)288 * SECOND / TICKER_PX_A_SECOND;
    msec end = TICKER_EDGE_MS + moving;
    assert_int_equal(ticker_at(&ticker, end).shift, 288);
    assert_int_equal(ticker_at(&ticker, end + TICKER_EDGE_MS - 1).index, 0);
    assert_int_equal(ticker_at(&ticker, end + TICKER_EDGE_MS).index, 1);
}

/* D-34: whole pixels, one after the other, each when `next` said: no jump, no picture for nothing.
 */
static void it_moves_a_pixel_at_a_time_at_60_px_a_second(void **state)
{
    (void)state;
    ticker_init(&ticker, 1000);
    add(2400, 50);
    msec now = TICKER_EDGE_MS;
    struct ticker_place place = ticker_at(&ticker, now);
    assert_int_equal(ticker_at(&ticker, 0).next, place.next);
    for (uint16_t shift = 0; shift < 1400; shift++) {
        assert_true(place.moving);
        assert_int_equal(place.shift, shift);
        assert_int_equal(ticker_at(&ticker, place.next - 1).shift, shift);
        assert_in_range(place.next - now, 16, 17);
        now = place.next;
        place = ticker_at(&ticker, now);
    }
    assert_false(place.moving);
    assert_int_equal(place.shift, 1400);
    assert_in_range(now - TICKER_EDGE_MS, 23333, 23334); /* 1400 px */
    assert_int_equal(place.next, now + TICKER_EDGE_MS);  /* stands, then the next sentence */
}

static void there_is_a_limit_to_sentences(void **state)
{
    (void)state;
    ticker_init(&ticker, 1000);
    assert_int_equal(ticker_at(&ticker, 12345).shift, 0); /* none at all */
    for (int i = 0; i < TICKER_TEXTS_MAX; i++)
        add(10, 1);
    assert_false(ticker_add(&ticker, (struct ticker_text){10, 1}));
}

static struct ticker next;

static void say(struct ticker *to, const char *text, uint16_t width)
{
    assert_true(ticker_say(to, text, (struct ticker_text){width, 20}));
}

static void other_sentences_wait_until_nothing_moves(void **state) /* D-34: no jump */
{
    (void)state;
    ticker_init(&ticker, 1000);
    say(&ticker, "long", 1600);
    say(&ticker, "short", 100);
    ticker_init(&next, 1000);
    say(&next, "other", 100);
    msec moves = TICKER_EDGE_MS + SECOND;
    assert_true(ticker_at(&ticker, moves).moving);
    assert_false(ticker_follow(&ticker, &next, moves));
    assert_string_equal(ticker.said[0], "long");
    while (ticker_at(&ticker, moves).moving)
        moves += 100;
    assert_true(ticker_follow(&ticker, &next, moves));
    assert_string_equal(ticker.said[0], "other");
    assert_int_equal(ticker.count, 1);
    assert_false(ticker_follow(&ticker, &next, moves)); /* the same */
}

static void the_first_sentences_do_not_wait(void **state)
{
    (void)state;
    ticker_init(&ticker, 0);
    ticker_init(&next, 1000);
    say(&next, "long", 1600);
    assert_true(ticker_follow(&ticker, &next, TICKER_EDGE_MS + SECOND));
    assert_string_equal(ticker.said[0], "long");
    next.about = 60; /* training began (docs/ui t07) */
    next.said[0][0] = 'L';
    assert_true(ticker_follow(&ticker, &next, TICKER_EDGE_MS + SECOND));
    assert_string_equal(ticker.said[0], "Long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_that_fits_stands),
        cmocka_unit_test(sentences_take_turns),
        cmocka_unit_test(a_long_sentence_moves_no_faster_than_6_signs_a_second),
        cmocka_unit_test(a_long_sentence_stands_at_its_end),
        cmocka_unit_test(it_moves_a_pixel_at_a_time_at_60_px_a_second),
        cmocka_unit_test(there_is_a_limit_to_sentences),
        cmocka_unit_test(other_sentences_wait_until_nothing_moves),
        cmocka_unit_test(the_first_sentences_do_not_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
