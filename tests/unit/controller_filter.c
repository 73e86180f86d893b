/* SPDX-License-Identifier: Apache-2.0 */
/* Which rows belong to which view; notices, and the boards that they are for. */
#include "controller_rows.h"

static bool shows(const struct fixture *f, uint16_t view, uint8_t kind, uint32_t key)
{
    struct filter filter;
    struct scope scope;
    const struct view_row *row = view_find(&f->rows.table, kind, key);
    assert_true(filter_init(&filter, &f->w.def, view));
    assert_non_null(row);
    scope_of(&f->w.def, row, &scope);
    return filter_shows(&filter, &scope);
}

static void each_view_shows_its_part(void **state)
{
    struct fixture *f = *state;
    uint32_t at = 0;
    ticket_id id = engine_issue(&f->w, 1);
    refresh(f);
    engine_press(&f->w, 1, KEY_NEXT);
    refresh(f);
    uint32_t announce = view_each(&f->rows.table, ROW_TYPE_ANNOUNCE, &at)->key;
    const uint16_t board1 = VIEW(VIEW_KIND_BOARD, 0), board2 = VIEW(VIEW_KIND_BOARD, 1),
                   board3 = VIEW(VIEW_KIND_BOARD, 2);
    assert_true(shows(f, board1, ROW_TYPE_WINDOW, 1));
    assert_false(shows(f, board2, ROW_TYPE_WINDOW, 1));
    assert_true(shows(f, board2, ROW_TYPE_WINDOW, 3));
    assert_true(shows(f, board3, ROW_TYPE_WINDOW, 1)); /* no zone: the whole hall */
    assert_true(shows(f, board1, ROW_TYPE_ANNOUNCE, announce));
    assert_false(shows(f, board2, ROW_TYPE_ANNOUNCE, announce));
    const uint16_t floor2 = VIEW(VIEW_KIND_BOARD, 5); /* all zones of it */
    assert_true(shows(f, floor2, ROW_TYPE_WINDOW, 3));
    assert_false(shows(f, floor2, ROW_TYPE_WINDOW, 1));
    assert_false(shows(f, floor2, ROW_TYPE_ANNOUNCE, announce));
    assert_true(shows(f, board3, ROW_TYPE_ANNOUNCE, announce)); /* silent: shown, not said (R-L9) */
    assert_true(shows(f, board2, ROW_TYPE_SERVICE, 2));         /* window 3 of its zone serves it */
    assert_false(shows(f, board2, ROW_TYPE_SERVICE, 1));
    assert_true(shows(f, VIEW(VIEW_KIND_FLOOR, 2), ROW_TYPE_WINDOW, 3));
    assert_false(shows(f, VIEW(VIEW_KIND_FLOOR, 2), ROW_TYPE_WINDOW, 2));
    assert_true(shows(f, VIEW(VIEW_KIND_WINDOW, 2), ROW_TYPE_WINDOW, 2));
    assert_false(shows(f, VIEW(VIEW_KIND_WINDOW, 2), ROW_TYPE_WINDOW, 1));
    assert_false(shows(f, VIEW(VIEW_KIND_WINDOW, 2), ROW_TYPE_SERVICE, 3));
    assert_true(shows(f, VIEW(VIEW_KIND_KIOSK, 0), ROW_TYPE_SERVICE, 3));
    assert_false(shows(f, VIEW(VIEW_KIND_KIOSK, 0), ROW_TYPE_WINDOW, 1));
    assert_true(shows(f, VIEW(VIEW_KIND_CONSOLE, 0), ROW_TYPE_TICKET, id.n));
    assert_false(shows(f, VIEW(VIEW_KIND_HALL, 0), ROW_TYPE_TICKET, id.n));
    for (uint8_t kind = ROW_TYPE_CLERK; kind <= ROW_TYPE_LINE; kind++) {
        struct filter filter;
        assert_true(filter_init(&filter, &f->w.def, VIEW(VIEW_KIND_HALL, 0)));
        assert_false(filter_shows(&filter, &(struct scope){.kind = kind})); /* D-43 */
    }
    for (uint16_t kind = VIEW_KIND_HALL; kind <= VIEW_KIND_BOARD; kind++)
        assert_true(shows(f, VIEW(kind, kind == VIEW_KIND_BOARD ? 0 : 1), ROW_TYPE_HALL, 0));
}

/* Somebody takes a number of that service and is called there: the id of the announcement. */
static uint32_t announced(struct fixture *f, uint16_t service, uint16_t window)
{
    uint32_t at = 0;
    engine_issue(&f->w, service);
    refresh(f);
    engine_press(&f->w, window, KEY_NEXT);
    refresh(f);
    return view_each(&f->rows.table, ROW_TYPE_ANNOUNCE, &at)->key;
}

/* D-12: what another one says in the same zone, it shows by its rows and does not say. */
static void a_board_hears_the_calls_of_its_own_voice_zone_only(void **state)
{
    struct fixture *f = *state;
    struct device_def other[countof(devices)];
    uint32_t announce = announced(f, 1, 1);
    assert_true(shows(f, VIEW(VIEW_KIND_BOARD, 0), ROW_TYPE_ANNOUNCE, announce));
    memcpy(other, devices, sizeof(other));
    other[0].voice_zone = 2;
    f->w.def.devices = other;
    assert_true(shows(f, VIEW(VIEW_KIND_BOARD, 0), ROW_TYPE_WINDOW, 1));
    assert_false(shows(f, VIEW(VIEW_KIND_BOARD, 0), ROW_TYPE_ANNOUNCE, announce));
    f->w.def.devices = devices;
}

/* docs/ui t08: its own window, what it serves, and who else serves that; nothing said, no list. */
static void a_board_at_a_window_shows_that_window_and_who_stands_in_for_it(void **state)
{
    struct fixture *f = *state;
    const uint16_t board4 = VIEW(VIEW_KIND_BOARD, 3), board5 = VIEW(VIEW_KIND_BOARD, 4);
    uint32_t announce = announced(f, 2, 3);
    assert_true(shows(f, board4, ROW_TYPE_HALL, 0));
    assert_true(shows(f, board4, ROW_TYPE_WINDOW, 3));
    assert_true(shows(f, board4, ROW_TYPE_WINDOW, 1));  /* serves 2 as well */
    assert_false(shows(f, board4, ROW_TYPE_WINDOW, 4)); /* of its zone, for another service */
    assert_true(shows(f, board4, ROW_TYPE_SERVICE, 2));
    assert_false(shows(f, board4, ROW_TYPE_SERVICE, 1));
    assert_false(shows(f, board4, ROW_TYPE_ANNOUNCE, announce));
    assert_true(shows(f, board5, ROW_TYPE_WINDOW, TARGET_ROOM + 1));
    assert_false(shows(f, board5, ROW_TYPE_WINDOW, 1));
    assert_false(shows(f, board5, ROW_TYPE_SERVICE, 1));
}

/* ---- pages ---- */

static bool plays(const struct fixture *f, uint16_t view, uint16_t place)
{
    struct filter filter;
    const struct view_row row = {.kind = ROW_TYPE_PLAYLIST, .key = (uint32_t)place << 8 | 3};
    struct scope scope;
    scope_of(&f->w.def, &row, &scope);
    assert_true(filter_init(&filter, &f->w.def, view));
    return filter_shows(&filter, &scope);
}

/* R-L9: of every place where it stands, and of no other; only boards play. */
static void a_board_hears_the_lists_of_its_places(void **state)
{
    struct fixture *f = *state;
    const uint16_t board1 = VIEW(VIEW_KIND_BOARD, 0), board3 = VIEW(VIEW_KIND_BOARD, 2);
    assert_true(plays(f, board1, VIEW(VIEW_KIND_HALL, 0)));
    assert_true(plays(f, board1, VIEW(VIEW_KIND_ZONE, 1)));
    assert_false(plays(f, board1, VIEW(VIEW_KIND_ZONE, 2)));
    assert_true(plays(f, board1, board1));
    assert_false(plays(f, board1, board3));
    assert_true(plays(f, board3, VIEW(VIEW_KIND_FLOOR, 1)));
    assert_false(plays(f, board3, VIEW(VIEW_KIND_FLOOR, 2)));
    assert_false(plays(f, VIEW(VIEW_KIND_BOARD, 3), VIEW(VIEW_KIND_HALL, 0))); /* at a window */
    assert_false(plays(f, VIEW(VIEW_KIND_HALL, 0), VIEW(VIEW_KIND_HALL, 0)));
    assert_false(plays(f, VIEW(VIEW_KIND_KIOSK, 0), VIEW(VIEW_KIND_HALL, 0)));
    assert_true(plays(f, VIEW(VIEW_KIND_ADMIN, 0), board1));
}

/* ---- notices ---- */

static void notice(struct fixture *f, uint16_t view, const char *text, const char *more)
{
    struct command command = {.verb = VERB_NOTICE,
                              .role = ROLE_MANAGER,
                              .view = view,
                              .style = 5,
                              .arg = 60};
    strncpy(command.notice, text, sizeof(command.notice) - 1);
    strncpy(command.more, more, sizeof(command.more) - 1);
    assert_int_equal(engine_do(&f->w, command), REFUSED_NOT);
    refresh(f);
}

static struct row_text text_row(const struct fixture *f, uint32_t key)
{
    struct row_text row = {0};
    assert_true(view_get(&f->rows.table, ROW_TYPE_TEXT, key, &row));
    return row;
}

static void a_notice_is_rows_of_whole_characters_until_its_time(void **state)
{
    struct fixture *f = *state;
    char text[4 * NOTICE_TEXT_MAX + 1] = "", more[4 * NOTICE_MORE_MAX + 1] = "", all[256] = "";
    for (int i = 0; i < NOTICE_TEXT_MAX; i++)
        strcat(text, "𠀀");
    for (int i = 0; i < NOTICE_MORE_MAX; i++)
        strcat(more, i % 2 ? "号" : "x");
    notice(f, VIEW(VIEW_KIND_HALL, 0), text, more);
    uint8_t parts = text_row(f, 1 << 4).parts;
    assert_true(parts <= ROWS_TEXT_PARTS_MAX);
    assert_int_equal(count_rows(f, ROW_TYPE_TEXT), parts);
    for (uint8_t i = 0; i < parts; i++) {
        struct row_text row = text_row(f, 1u << 4 | i);
        assert_true(utf8_valid(row.text)); /* cut between characters */
        assert_int_equal(row.small, i >= 2);
        assert_int_equal(row.style, 5);
        strcat(all, row.text);
    }
    assert_int_equal(strncmp(all, text, strlen(text)), 0);
    assert_string_equal(all + strlen(text), more);
    notice(f, VIEW(VIEW_KIND_HALL, 0), "short", ""); /* the newest wins */
    assert_int_equal(count_rows(f, ROW_TYPE_TEXT), 1);
    assert_string_equal(text_row(f, 2 << 4).text, "short");
    f->w.now += 60 * SECOND;
    const struct rows_time time = time_of(f);
    rows_tick(&f->rows, &time);
    assert_int_equal(count_rows(f, ROW_TYPE_TEXT), 0);
}

/* By where a board stands, not by what it shows; but one at a window or room shows none (t08). */
static void a_notice_is_for_the_boards_that_stand_there(void **state)
{
    struct fixture *f = *state;
    static const struct {
        uint16_t view;
        bool at[countof(devices)];
    } places[] = {{VIEW(VIEW_KIND_HALL, 0), {true, true, true, false, false, true}},
                  {VIEW(VIEW_KIND_FLOOR, 1), {false, false, true, false, false, false}},
                  {VIEW(VIEW_KIND_ZONE, 2), {false, true, false, false, false, false}},
                  {VIEW(VIEW_KIND_BOARD, 2), {false, false, true, false, false, false}}};
    for (uint32_t i = 0; i < countof(places); i++) {
        notice(f, places[i].view, "x", "");
        uint32_t key = (i + 1) << 4;
        for (uint16_t board = 0; board < countof(devices); board++)
            assert_int_equal(shows(f, VIEW(VIEW_KIND_BOARD, board), ROW_TYPE_TEXT, key),
                             places[i].at[board]);
        assert_true(shows(f, VIEW(VIEW_KIND_ADMIN, 0), ROW_TYPE_TEXT, key));
        assert_false(shows(f, VIEW(VIEW_KIND_KIOSK, 0), ROW_TYPE_TEXT, key));
        assert_false(shows(f, VIEW(VIEW_KIND_WINDOW, 1), ROW_TYPE_TEXT, key));
    }
}

/* Whoever is next may be called by any window of that voice zone: it names none. */
static void who_is_next_hears_it_in_the_voice_zone_of_the_window(void **state)
{
    struct fixture *f = *state;
    struct row_announce row;
    uint32_t at = 0;
    f->w.def.rules.announce_next = true;
    engine_issue(&f->w, 1);
    engine_issue(&f->w, 1);
    assert_int_equal(engine_press(&f->w, 1, KEY_NEXT), REFUSED_NOT);
    refresh(f);
    (void)view_each(&f->rows.table, ROW_TYPE_ANNOUNCE, &at);
    const struct view_row *next = view_each(&f->rows.table, ROW_TYPE_ANNOUNCE, &at);
    view_row_decode(next, &row);
    assert_int_equal(row.kind, ANNOUNCE_NEXT);
    assert_int_equal(row.target, 0);
    assert_int_equal(row.voice_zone, 1);
    assert_true(shows(f, VIEW(VIEW_KIND_BOARD, 0), ROW_TYPE_ANNOUNCE, next->key));
    assert_false(shows(f, VIEW(VIEW_KIND_BOARD, 1), ROW_TYPE_ANNOUNCE, next->key));
    assert_true(shows(f, VIEW(VIEW_KIND_ZONE, 1), ROW_TYPE_ANNOUNCE, next->key));
    assert_false(shows(f, VIEW(VIEW_KIND_ZONE, 2), ROW_TYPE_ANNOUNCE, next->key));
}

/* R-V5 */
static void the_hall_says_in_which_languages_everybody_is_called(void **state)
{
    struct fixture *f = *state;
    struct row_announce row;
    uint32_t at = 0;
    f->w.def.voice = (struct voice_def){.language_count = 1, .languages = {LANG_EN}};
    engine_do(&f->w, (struct command){.verb = VERB_ISSUE, .service = {1}, .lang = LANG_MN});
    assert_int_equal(engine_press(&f->w, 1, KEY_NEXT), REFUSED_NOT);
    refresh(f);
    view_row_decode(view_each(&f->rows.table, ROW_TYPE_ANNOUNCE, &at), &row);
    assert_int_equal(row.langs, 1u << LANG_EN); /* the hall has no Mongolian */
}

static void views_that_make_no_sense_are_refused(void **state)
{
    struct fixture *f = *state;
    struct filter filter;
    assert_false(filter_init(&filter, &f->w.def, VIEW(VIEW_KIND_ZONE, 9)));
    assert_false(filter_init(&filter, &f->w.def, VIEW(VIEW_KIND_FLOOR, 300)));
    assert_false(filter_init(&filter, &f->w.def, VIEW(VIEW_KIND_WINDOW, 99)));
    assert_false(filter_init(&filter, &f->w.def, VIEW(VIEW_KIND_BOARD, countof(devices))));
    assert_false(filter_init(&filter, &f->w.def, VIEW(VIEW_KIND_NONE, 0)));
    assert_false(filter_init(&filter, &f->w.def, VIEW(15, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_view_shows_its_part),
        TEST(a_board_hears_the_calls_of_its_own_voice_zone_only),
        TEST(a_board_at_a_window_shows_that_window_and_who_stands_in_for_it),
        TEST(a_board_hears_the_lists_of_its_places),
        TEST(a_notice_is_rows_of_whole_characters_until_its_time),
        TEST(a_notice_is_for_the_boards_that_stand_there),
        TEST(who_is_next_hears_it_in_the_voice_zone_of_the_window),
        TEST(the_hall_says_in_which_languages_everybody_is_called),
        TEST(views_that_make_no_sense_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
