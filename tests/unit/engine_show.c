/* SPDX-License-Identifier: Apache-2.0 */
/* Notices on boards: who may, what a line is, one a place, their end. */
#include <string.h>

#include "engine_fixture.h"

#define HALL 0x1000u
#define FLOOR 0x2001u

static int setup(void **state)
{
    (void)state;
    engine_define_small(&w);
    engine_start(&w, 50);
    engine_open_day(&w);
    return 0;
}

static enum refusal show(uint8_t role, uint16_t view, const char *text, const char *more,
                         uint32_t seconds)
{
    struct command command = {.verb = VERB_NOTICE,
                              .role = role,
                              .view = view,
                              .style = 2,
                              .arg = seconds,
                              .who = "admin-1"};
    strncpy(command.notice, text, sizeof(command.notice) - 1);
    strncpy(command.more, more, sizeof(command.more) - 1);
    return engine_do(&w, command);
}

static uint32_t shown(struct notice_view list[HALL_NOTICES_MAX])
{
    return hall_notices(w.hall, w.now, list, HALL_NOTICES_MAX);
}

static void managers_and_guides_write_on_boards(void **state)
{
    (void)state;
    for (uint8_t role = ROLE_NONE; role < ROLE_COUNT; role++) {
        bool may = role == ROLE_MANAGER || role == ROLE_GUIDE;
        assert_int_equal(show(role, HALL, "x", "", 60), may ? REFUSED_NOT : REFUSED_DENIED);
    }
}

static void a_notice_says_what_where_and_until_when(void **state)
{
    (void)state;
    struct notice_view list[HALL_NOTICES_MAX];
    assert_int_equal(show(ROLE_MANAGER, FLOOR, "今日取号即将结束", "已取号的请继续等候", 600),
                     REFUSED_NOT);
    assert_int_equal(shown(list), 1);
    assert_string_equal(list[0].text, "今日取号即将结束");
    assert_string_equal(list[0].more, "已取号的请继续等候");
    assert_int_equal(list[0].view, FLOOR);
    assert_int_equal(list[0].style, 2);
    w.now += 600 * SECOND - 1;
    assert_int_equal(shown(list), 1);
    w.now += 1;
    assert_int_equal(shown(list), 0);
}

static void the_newest_of_a_place_wins_and_another_place_keeps_its_own(void **state)
{
    (void)state;
    struct notice_view list[HALL_NOTICES_MAX];
    show(ROLE_MANAGER, HALL, "one", "", 600);
    show(ROLE_MANAGER, FLOOR, "two", "", 600);
    show(ROLE_GUIDE, HALL, "three", "", 600);
    assert_int_equal(shown(list), 2);
    assert_string_equal(list[0].text, "three");
    assert_string_equal(list[1].text, "two");
    assert_true(list[0].id > list[1].id);
}

static void it_ends_by_a_word_and_only_once(void **state)
{
    (void)state;
    struct notice_view list[HALL_NOTICES_MAX];
    show(ROLE_MANAGER, HALL, "one", "", 600);
    show(ROLE_MANAGER, FLOOR, "two", "", 600);
    assert_int_equal(show(ROLE_MANAGER, FLOOR, "", "", 0), REFUSED_NOT);
    assert_int_equal(shown(list), 1);
    assert_int_equal(show(ROLE_MANAGER, FLOOR, "", "", 0), REFUSED_NOT); /* it is over already */
    assert_int_equal(w.facts.count, 0);
    assert_int_equal(show(ROLE_MANAGER, 0, "", "", 0), REFUSED_NOT); /* every one */
    assert_int_equal(shown(list), 0);
}

/* docs/ui t06: the frame of a notice holds 24 characters, and 34. */
static void a_line_has_a_limit_in_characters(void **state)
{
    (void)state;
    char text[NOTICE_TEXT_MAX * 4 + 1] = "", more[NOTICE_MORE_MAX * 4 + 1] = "";
    for (int i = 0; i < NOTICE_TEXT_MAX; i++)
        strcat(text, "𠀀");
    for (int i = 0; i < NOTICE_MORE_MAX; i++)
        strcat(more, "𠀀");
    assert_int_equal(show(ROLE_MANAGER, HALL, text, more, 60), REFUSED_NOT);
    struct notice_view list[HALL_NOTICES_MAX];
    assert_int_equal(shown(list), 1);
    assert_string_equal(list[0].text, text);
    assert_string_equal(list[0].more, more);
    assert_int_equal(show(ROLE_MANAGER, HALL, "1234567890123456789012345", "", 60),
                     REFUSED_MALFORMED);
    assert_int_equal(show(ROLE_MANAGER, HALL, "x", "12345678901234567890123456789012345", 60),
                     REFUSED_MALFORMED);
}

static void what_is_no_line_is_refused(void **state)
{
    (void)state;
    assert_int_equal(show(ROLE_MANAGER, HALL, "a\nb", "", 60), REFUSED_MALFORMED);
    assert_int_equal(show(ROLE_MANAGER, HALL, "a\x7f", "", 60), REFUSED_MALFORMED);
    assert_int_equal(show(ROLE_MANAGER, HALL, "\xe4\xbb", "", 60), REFUSED_MALFORMED);
    assert_int_equal(show(ROLE_MANAGER, HALL, "x", "\x1b[2J", 60), REFUSED_MALFORMED);
    assert_int_equal(show(ROLE_MANAGER, HALL, "x", "", 0), REFUSED_MALFORMED);
    assert_int_equal(show(ROLE_MANAGER, 0, "x", "", 60), REFUSED_MALFORMED);
    assert_int_equal(show(ROLE_MANAGER, HALL, "", "x", 60), REFUSED_MALFORMED);
}

static void one_more_than_there_are_places_takes_that_of_the_first_to_end(void **state)
{
    (void)state;
    struct notice_view list[HALL_NOTICES_MAX];
    for (uint16_t i = 0; i < HALL_NOTICES_MAX; i++)
        assert_int_equal(show(ROLE_MANAGER, (uint16_t)(HALL + i), "x", "", 100u + i), REFUSED_NOT);
    assert_int_equal(shown(list), HALL_NOTICES_MAX);
    assert_int_equal(show(ROLE_MANAGER, FLOOR, "y", "", 60), REFUSED_NOT);
    assert_int_equal(shown(list), HALL_NOTICES_MAX);
    for (uint32_t i = 0; i < HALL_NOTICES_MAX; i++)
        assert_int_not_equal(list[i].view, HALL);
}

/* It is the staff's of this day: a replay that begins with the next one knows nothing of it. */
static void it_ends_when_the_next_day_opens(void **state)
{
    (void)state;
    struct notice_view list[HALL_NOTICES_MAX];
    show(ROLE_MANAGER, HALL, "x", "", UINT16_MAX);
    assert_int_equal(engine_act(&w, 0, VERB_DAY_CLOSE, 1), REFUSED_NOT);
    assert_int_equal(shown(list), 1); /* also on a closed day */
    w.now += HOUR;
    assert_int_equal(engine_act(&w, 0, VERB_DAY_OPEN, ENGINE_DAY + 1), REFUSED_NOT);
    assert_int_equal(shown(list), 0);
}

/* D-31: a text that a replay did not bring back is a mismatch. */
static void a_notice_is_in_the_digest_and_none_leaves_it_as_it_was(void **state)
{
    (void)state;
    uint64_t before = hall_digest(w.hall);
    show(ROLE_MANAGER, HALL, "x", "", 60);
    assert_true(hall_digest(w.hall) != before);
    show(ROLE_MANAGER, HALL, "", "", 0);
    assert_true(hall_digest(w.hall) == before);
}

#define SHOWS(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHOWS(managers_and_guides_write_on_boards),
        SHOWS(a_notice_says_what_where_and_until_when),
        SHOWS(the_newest_of_a_place_wins_and_another_place_keeps_its_own),
        SHOWS(it_ends_by_a_word_and_only_once),
        SHOWS(a_line_has_a_limit_in_characters),
        SHOWS(what_is_no_line_is_refused),
        SHOWS(one_more_than_there_are_places_takes_that_of_the_first_to_end),
        SHOWS(it_ends_when_the_next_day_opens),
        SHOWS(a_notice_is_in_the_digest_and_none_leaves_it_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
