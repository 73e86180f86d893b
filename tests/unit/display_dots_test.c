/* SPDX-License-Identifier: Apache-2.0 */
/* What a panel of dots says now, in which order, how fast and how bright. */
#include <string.h>

#include "display_sample.h"
#include "model/dots.h"
#include "test.h"

#define SAY(name) (1u << DOTS_SAY_##name)

static const struct service_def services[] = {{.id = {1}, .prefix = "A"},
                                              {.id = {2}, .prefix = "B", .confidential = true}};
static const struct device_def device = {.name = "board-9", .kind = DEVICE_BOARD};
static struct hall_def def;
static struct board board;
static struct announce announce;
static struct board_time now;

static int set_up(void **state)
{
    (void)state;
    def =
        (struct hall_def){.service_count = 2, .services = services, .boards = {.order_note = true}};
    board_init(&board, &def, &device);
    announce_init(&announce, 0);
    now = sample_time;
    board_begin(&board);
    board_end(&board, &now);
    board_heard(&board, &now);
    return 0;
}

static uint32_t say(bool training, bool notice)
{
    return dots_to_say(&board, &now, training, notice);
}

static void put_waiting(uint16_t service)
{
    board_begin(&board);
    board_put_service(&board, &(struct board_service){.id = {service}, .waiting = 3});
    board_end(&board, &now);
}

/* D-13, R-L12: rows that may be old are dim, then gone; an emergency is over everything. */
static void old_data_is_never_shown_as_live(void **state)
{
    (void)state;
    assert_int_equal(dots_page(&board, &announce, &now), DOTS_QUIET);
    now.mono += BOARD_STALE_MS - 1;
    assert_int_equal(dots_page(&board, &announce, &now), DOTS_QUIET);
    now.mono += 1;
    assert_int_equal(dots_page(&board, &announce, &now), DOTS_STALE);
    assert_int_equal(say(false, true), SAY(OFF));
    now.mono += BOARD_LOST_MS - BOARD_STALE_MS;
    assert_int_equal(dots_page(&board, &announce, &now), DOTS_LOST);
    board.emergency = 1;
    assert_int_equal(dots_page(&board, &announce, &now), DOTS_EMERGENCY);
}

static void a_call_takes_the_panel_but_not_on_old_news(void **state)
{
    struct announce_entry entry = sample_call(1, "A023", 6, now.mono), spoken;
    (void)state;
    announce_offer(&announce, &entry);
    assert_true(announce_step(&announce, &board, now.mono, &spoken));
    assert_int_equal(dots_page(&board, &announce, &now), DOTS_CALL);
    board_aged(&board, BOARD_LOST);
    assert_int_equal(dots_page(&board, &announce, &now), DOTS_LOST);
}

/* R-L11, D-26: no confidential service waits there; training is said with everything. */
static void what_there_is_to_say(void **state)
{
    (void)state;
    assert_int_equal(say(false, false), SAY(ADVICE) | SAY(ORDER));
    put_waiting(2);
    assert_int_equal(say(false, false), SAY(ADVICE) | SAY(ORDER));
    put_waiting(1);
    assert_int_equal(say(false, false), SAY(WAITING) | SAY(ADVICE) | SAY(ORDER));
    def.boards.order_note = false;
    assert_int_equal(say(false, false), SAY(WAITING) | SAY(ADVICE));
    assert_int_equal(say(false, true), SAY(NOTICE));
    assert_int_equal(say(true, true), SAY(TRAINING) | SAY(NOTICE));
    assert_int_equal(say(true, false), SAY(TRAINING) | SAY(WAITING));
}

static void begin(struct dots_line *line, uint32_t wanted, uint8_t rows)
{
    const struct dots_say what = {.wanted = wanted, .languages = 1, .rows = rows};
    *line = (struct dots_line){0};
    assert_true(dots_turn(line, &what, 0));
}

/* R-L14: at most 6 signs a second, by whole dots; 3 s before and behind. */
static void a_long_sentence_is_no_faster_than_it_can_be_read(void **state)
{
    static const struct {
        uint16_t width, signs;
    } texts[] = {{800, 50}, {800, 100}, {800, 400}, {193, 12}, {65000, 4000}, {400, 0}};
    (void)state;
    for (size_t i = 0; i < countof(texts); i++) {
        struct dots_line line;
        begin(&line, SAY(ADVICE), 0);
        line.box = 192;
        line.width = texts[i].width;
        line.signs = texts[i].signs;
        uint16_t last = 0;
        msec at = 0;
        for (; dots_shift(&line, at) < line.width - line.box; at += 20) {
            uint16_t shift = dots_shift(&line, at);
            assert_true(shift >= last && shift - last <= 2); /* 50 a second, 20 ms apart */
            if (at <= DOTS_EDGE_MS)
                assert_int_equal(shift, 0);
            last = shift;
        }
        msec least = texts[i].signs ? (msec)(line.width - line.box) * texts[i].signs * SECOND /
                                          line.width / DOTS_SIGNS_A_SECOND
                                    : 0;
        assert_true(at - DOTS_EDGE_MS + 20 >= least);
        const struct dots_say what = {.wanted = SAY(ADVICE) | SAY(ORDER), .languages = 1};
        assert_false(dots_turn(&line, &what, at + DOTS_EDGE_MS - 40));
        assert_true(dots_turn(&line, &what, at + DOTS_EDGE_MS + 40));
        assert_int_equal(line.sentence, DOTS_SAY_ORDER);
    }
}

static void a_short_one_stands(void **state)
{
    struct dots_line line;
    const struct dots_say what = {.wanted = SAY(ADVICE), .languages = 2};
    (void)state;
    begin(&line, SAY(ADVICE), 0);
    line.box = line.width = 192;
    assert_false(dots_moving(&line, 4 * SECOND));
    assert_int_equal(dots_due(&line, 0), DOTS_STAND_MS);
    assert_false(dots_turn(&line, &what, DOTS_STAND_MS - 1));
    assert_true(dots_turn(&line, &what, DOTS_STAND_MS));
    assert_int_equal(line.language, 1); /* then in the other language */
    assert_true(dots_turn(&line, &what, 2 * DOTS_STAND_MS));
    assert_int_equal(line.language, 0);
}

static void a_sentence_that_is_no_longer_true_ends_at_once(void **state)
{
    struct dots_line line;
    const struct dots_say off = {.wanted = SAY(OFF), .languages = 1};
    (void)state;
    begin(&line, SAY(WAITING), 0);
    line.box = 192;
    line.width = 900;
    line.signs = 60;
    assert_true(dots_turn(&line, &off, 10));
    assert_int_equal(line.sentence, DOTS_SAY_OFF);
}

/* A panel of one line: its rows, each long enough to be read, then one sentence. */
static void a_single_line_shows_rows_in_turn(void **state)
{
    struct dots_line line;
    const struct dots_say what = {.wanted = SAY(ADVICE), .languages = 1, .rows = 9};
    msec at = 0;
    (void)state;
    begin(&line, SAY(ADVICE), 9);
    for (uint8_t row = 1; row <= DOTS_TURNS; row++) {
        assert_int_equal(line.row, row);
        assert_false(dots_turn(&line, &what, at + DOTS_TURN_MS - 1));
        at += DOTS_TURN_MS;
        assert_true(dots_turn(&line, &what, at));
    }
    assert_int_equal(line.row, 0);
    assert_int_equal(line.sentence, DOTS_SAY_ADVICE);
    const struct dots_say none = {.wanted = SAY(ADVICE), .languages = 1};
    line.row = 2; /* the calls are over */
    assert_true(dots_turn(&line, &none, at + 1));
    assert_int_equal(line.row, 0);
}

static void brightness_follows_the_day_and_what_is_shown(void **state)
{
    (void)state; /* it is 9:42 */
    assert_int_equal(dots_brightness(&board, DOTS_ROWS, &now), 100);
    def.boards.brightness_count = 1;
    def.boards.brightness[0].time = (struct hours_session){.from_min = 582, .to_min = 583};
    def.boards.brightness[0].percent = 40;
    assert_int_equal(dots_brightness(&board, DOTS_ROWS, &now), 40);
    assert_int_equal(dots_brightness(&board, DOTS_LOST, &now), 12);
    assert_int_equal(dots_brightness(&board, DOTS_STALE, &now), 12);
    assert_int_equal(dots_brightness(&board, DOTS_EMERGENCY, &now), 100);
    def.boards.brightness[0].percent = 0;
    assert_int_equal(dots_brightness(&board, DOTS_CALL, &now), 1); /* never dark */
    now.hall += MINUTE;
    assert_int_equal(dots_brightness(&board, DOTS_ROWS, &now), 100);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(old_data_is_never_shown_as_live),
        TEST(a_call_takes_the_panel_but_not_on_old_news),
        TEST(what_there_is_to_say),
        TEST(a_long_sentence_is_no_faster_than_it_can_be_read),
        TEST(a_short_one_stands),
        TEST(a_sentence_that_is_no_longer_true_ends_at_once),
        TEST(a_single_line_shows_rows_in_turn),
        TEST(brightness_follows_the_day_and_what_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
