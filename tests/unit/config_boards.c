/* SPDX-License-Identifier: Apache-2.0 */
/* How a hall speaks and what its boards are: the defaults, what is written, and the limits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_hall.h"
#include "test.h"

#define RULES "rules:"
#define BOARD "name: board-2, kind: board, floor: 2, voice_zone: 2"

/* NULL when the hall is refused; *report (allocated) says why. */
static struct hall_def *load(const char *file, const char *what, const char *with, char **report)
{
    struct hall_files files;
    struct hall_def *def = NULL;
    uint32_t mistakes;
    hall_files_read(&files);
    if (file)
        hall_files_patch(&files, file, what, with);
    (void)hall_files_load(&files, report, &def, &mistakes);
    hall_files_free(&files);
    return def;
}

static struct hall_def *good(const char *file, const char *what, const char *with)
{
    char *report;
    struct hall_def *def = load(file, what, with, &report);
    assert_string_equal(report, "");
    assert_non_null(def);
    free(report);
    return def;
}

static void refused(const char *file, const char *what, const char *with, const char *said)
{
    char *report;
    assert_null(load(file, what, with, &report));
    if (!strstr(report, said))
        fail_msg("\"%s\" is not in: %s", said, report);
    free(report);
}

/* R-V1, R-V2, R-V5, R-V7, R-V8 */
static void a_hall_that_says_nothing_speaks_chinese_twice_with_a_chime(void **state)
{
    (void)state;
    struct hall_def *def = good(NULL, NULL, NULL);
    const struct voice_def *voice = &def->voice;
    assert_int_equal(voice->language_count, 1);
    assert_int_equal(voice->languages[0], LANG_ZH);
    assert_int_equal(voice->times, 2);
    assert_true(voice->chime);
    assert_false(voice->silent);
    assert_int_equal(voice->digit_one, DIGIT_ONE_YI);
    assert_int_equal(voice->rate, 0);
    assert_string_equal(voice->pack, "default"); /* R-V9 */
    assert_int_equal(voice->volume_count, 0);
    assert_true(def->boards.order_note && def->boards.pages);
    assert_false(def->rules.announce_missed || def->rules.announce_next); /* quiet halls */
    config_free(def);
}

static void everything_that_is_written_is_there(void **state)
{
    (void)state;
    struct hall_def *def =
        good("hall.yaml", RULES,
             "voice: {languages: [en, zh], times: 3, chime: false, digit_one: yao, rate: -10,"
             " pack: ming-1, silent: true, volumes: [{from: \"12:00\", to: \"13:30\", percent: 0},"
             " {from: \"13:30\", to: \"17:00\", percent: 100}]}\n"
             "boards: {order_note: false, pages: false}\n" RULES
             "\n  announce_missed: true\n  announce_next: true");
    const struct voice_def *voice = &def->voice;
    assert_int_equal(voice->language_count, 2);
    assert_int_equal(voice->languages[0], LANG_EN);
    assert_int_equal(voice->languages[1], LANG_ZH);
    assert_int_equal(voice->times, 3);
    assert_false(voice->chime);
    assert_true(voice->silent);
    assert_int_equal(voice->digit_one, DIGIT_ONE_YAO);
    assert_int_equal(voice->rate, -VOICE_RATE_MAX);
    assert_string_equal(voice->pack, "ming-1");
    assert_int_equal(voice->volume_count, 2);
    assert_int_equal(voice->volumes[0].time.from_min, 12 * 60);
    assert_int_equal(voice->volumes[0].time.to_min, 13 * 60 + 30);
    assert_int_equal(voice->volumes[0].percent, 0);
    assert_int_equal(voice->volumes[1].percent, 100);
    assert_false(def->boards.order_note || def->boards.pages);
    assert_true(def->rules.announce_missed && def->rules.announce_next);
    config_free(def);
}

static void says_from(const char *voice, const char *pack)
{
    char with[80];
    snprintf(with, sizeof(with), "voice: {%s}\n" RULES, voice);
    struct hall_def *def = good("hall.yaml", RULES, with);
    assert_string_equal(def->voice.pack, pack);
    config_free(def);
}

static void clips_are_said_unless_a_hall_wants_it_live(void **state) /* R-V7, R-V9 */
{
    (void)state;
    says_from("times: 1", VOICE_PACK_DEFAULT);
    says_from("pack: default", VOICE_PACK_DEFAULT);
    says_from("pack: ming-1", "ming-1");
    says_from("pack: live", "");
    says_from("pack: \"\"", "");
    says_from("rate: 3", ""); /* clips have one rate */
    says_from("rate: 0", VOICE_PACK_DEFAULT);
    says_from("rate: 3, pack: ming-1", "ming-1");
}

static void percents(const char *begin, uint32_t count, const char *said)
{
    char list[1024];
    snprintf(list, sizeof(list), "%s", begin);
    for (uint32_t i = 0; i < count; i++)
        snprintf(list + strlen(list), sizeof(list) - strlen(list),
                 "%s{from: \"%u:00\", to: \"%u:30\", percent: 50}", i ? ", " : "", i + 8, i + 8);
    strcat(list, "]}\n" RULES);
    if (said)
        refused("hall.yaml", RULES, list, said);
    else
        config_free(good("hall.yaml", RULES, list));
}

static void the_volumes_of_a_day_have_a_limit(void **state)
{
    (void)state;
    percents("voice: {rate: 10, volumes: [", VOICE_VOLUMES_MAX, NULL);
    percents("boards: {brightness: [", VOICE_VOLUMES_MAX, NULL);
    percents("boards: {brightness: [", VOICE_VOLUMES_MAX + 1,
             "boards.brightness: 9 entries; at most 8");
    percents("voice: {rate: 10, volumes: [", VOICE_VOLUMES_MAX + 1,
             "voice.volumes: 9 entries; at most 8");
}

static void the_rate_has_limits(void **state)
{
    (void)state;
    config_free(good("hall.yaml", RULES, "voice: {rate: -10}\n" RULES));
    config_free(good("hall.yaml", RULES, "voice: {rate: 10}\n" RULES));
    refused("hall.yaml", RULES, "voice: {rate: 11}\n" RULES, "\"11\" is no rate");
    refused("hall.yaml", RULES, "voice: {rate: -11}\n" RULES, "\"-11\" is no rate");
    refused("hall.yaml", RULES, "voice: {rate: 0x1}\n" RULES, "\"0x1\" is no rate");
    refused("hall.yaml", RULES, "voice: {times: 4}\n" RULES, "voice.times: 4 is out of range");
}

static void a_board_at_a_window_or_room_stands_where_it_stands(void **state)
{
    (void)state;
    struct hall_def *def = good("devices.yaml", BOARD,
                                BOARD "}\n  - {name: board-3, kind: board, window: 4}\n"
                                      "  - {name: board-4, kind: board, room: 1");
    const struct device_def *window = def_device(def, "board-3"),
                            *room = def_device(def, "board-4");
    assert_int_equal(window->window, 4);
    assert_int_equal(window->floor, def_window(def, 4)->floor);
    assert_int_equal(window->zone, def_window(def, 4)->zone);
    assert_int_equal(room->room, 1);
    assert_int_equal(room->floor, 2);
    assert_int_equal(room->zone, 2);
    config_free(def);
}

static void a_panel_of_dots_has_limits(void **state)
{
    (void)state;
    struct hall_def *def = good("devices.yaml", BOARD,
                                BOARD ", matrix: [1024, 512], matrix_out: \"udp:10.0.0.9:5005\"");
    const struct device_def *board = def_device(def, "board-2");
    assert_int_equal(board->matrix_w, MATRIX_W_MAX);
    assert_int_equal(board->matrix_h, MATRIX_H_MAX);
    assert_int_equal(board->matrix_driver, MATRIX_PLAIN);
    assert_string_equal(board->matrix_out, "udp:10.0.0.9:5005");
    config_free(def);
    config_free(good("devices.yaml", BOARD,
                     BOARD ", matrix: [96, 16], matrix_driver: plain-rgb, matrix_out: /dev/ttyS3"));
    refused("devices.yaml", BOARD, BOARD ", matrix: [1025, 512]", "devices[5].matrix: write");
    refused("devices.yaml", BOARD, BOARD ", matrix: [1024, 513]", "devices[5].matrix: write");
    refused("devices.yaml", BOARD, BOARD ", matrix: [95, 16]", "devices[5].matrix: write");
    refused("devices.yaml", BOARD, BOARD ", matrix: [96, 15]", "devices[5].matrix: write");
    refused("devices.yaml", BOARD, BOARD ", matrix: [65632, 16]", "devices[5].matrix: write");
}

/* What the board itself would refuse at its start, in the hall. */
static void dots_go_to_an_address_or_a_line(void **state)
{
    (void)state;
    static const char *const right[] = {"udp:10.0.8.40:1",         "udp:10.0.8.40:65535",
                                        "udp:[fe80::1%eth0]:5005", "udp:[2001:db8::1]:5005",
                                        "/dev/ttyS3@115200",       "/dev/ttyS3@4000000"};
    static const char *const wrong[] =
        {"udp:panel:5005",    "udp:10.0.8.40:0", "udp:10.0.8.40:65536",
         "udp:10.0.8.40:x",   "udp::5005",       "udp:",
         "udp:5005",          "udp:[]:5005",     "udp:2001:db8::1:5005",
         "/dev/ttyS3@9600",   "/dev/ttyS3@fast", "/dev/ttyS3@",
         "/dev/ttyS3@4000001"};
    char board[160];
    for (size_t i = 0; i < countof(right); i++) {
        snprintf(board, sizeof(board), BOARD ", matrix: [96, 16], matrix_out: \"%s\"", right[i]);
        config_free(good("devices.yaml", BOARD, board));
    }
    for (size_t i = 0; i < countof(wrong); i++) {
        snprintf(board, sizeof(board), BOARD ", matrix: [96, 16], matrix_out: \"%s\"", wrong[i]);
        refused("devices.yaml", BOARD, board, "devices[5].matrix_out: write");
    }
}

static void a_board_shows_a_floor_in_the_language_it_is_told(void **state) /* R-L7 */
{
    (void)state;
    struct hall_def *def = good(NULL, NULL, NULL);
    const struct device_def *board = def_device(def, "board-2");
    assert_int_equal(board->shows, BOARD_SHOWS_ZONE);
    assert_int_equal(board->language, BOARD_ZH);
    assert_int_equal(board->rows, 0);
    config_free(def);
    def = good("devices.yaml", BOARD, BOARD ", shows: floor, language: both, rows: 10");
    board = def_device(def, "board-2");
    assert_int_equal(board->shows, BOARD_SHOWS_FLOOR);
    assert_int_equal(board->language, BOARD_BOTH);
    assert_int_equal(board->rows, 10);
    config_free(def);
    refused("devices.yaml", BOARD, BOARD ", zone: 1, shows: floor",
            "a board of a whole floor has no zone; remove zone or this");
    refused("devices.yaml", BOARD, BOARD ", rows: 5", "rows");
    refused("devices.yaml", BOARD, BOARD ", rows: 11", "rows");
    refused("devices.yaml", "name: bus-1, kind: bus, floor: 1",
            "name: bus-1, kind: bus, floor: 1, language: en",
            "only a board shows calls; remove it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hall_that_says_nothing_speaks_chinese_twice_with_a_chime),
        cmocka_unit_test(everything_that_is_written_is_there),
        cmocka_unit_test(clips_are_said_unless_a_hall_wants_it_live),
        cmocka_unit_test(the_volumes_of_a_day_have_a_limit),
        cmocka_unit_test(the_rate_has_limits),
        cmocka_unit_test(a_board_at_a_window_or_room_stands_where_it_stands),
        cmocka_unit_test(a_panel_of_dots_has_limits),
        cmocka_unit_test(dots_go_to_an_address_or_a_line),
        cmocka_unit_test(a_board_shows_a_floor_in_the_language_it_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
