/* SPDX-License-Identifier: Apache-2.0 */
/* Touch panel, keypad and scanner: only what a kiosk knows comes through (T11, R-K15). */
#include <string.h>

#include "device/keys.h"
#include "device/scan.h"
#include "device/touchpanel.h"
#include "test.h"

static struct touchpanel panel;
static struct scan scan;

static int start(void **state)
{
    (void)state;
    panel = (struct touchpanel){.max_x = 4095, .max_y = 4095, .w = 1920, .h = 1080};
    scan = (struct scan){.length = 0};
    return 0;
}

static enum panel_news take(uint16_t type, uint16_t code, int32_t value)
{
    return touchpanel_take(&panel, &(struct input_record){type, code, value});
}

static enum panel_news report(void)
{
    return take(INPUT_SYN, INPUT_SYN_REPORT, 0);
}

static void finger(int32_t slot, int32_t id)
{
    take(INPUT_ABS, INPUT_MT_SLOT, slot);
    take(INPUT_ABS, INPUT_MT_ID, id);
}

static void at(int32_t x, int32_t y)
{
    take(INPUT_ABS, INPUT_MT_X, x);
    take(INPUT_ABS, INPUT_MT_Y, y);
}

static void place(int16_t x, int16_t y)
{
    assert_int_equal(panel.x, x);
    assert_int_equal(panel.y, y);
}

/* ---- touches ---- */

static void a_finger_goes_down_moves_and_leaves(void **state)
{
    (void)state;
    finger(0, 7);
    at(0, 4095);
    assert_int_equal(report(), PANEL_DOWN);
    place(0, 1079);
    at(4095, 0);
    assert_int_equal(report(), PANEL_MOVE);
    place(1919, 0);
    finger(0, -1);
    assert_int_equal(report(), PANEL_UP);
    place(1919, 0);
    assert_int_equal(report(), PANEL_NO_NEWS);
}

static void only_the_first_finger_counts(void **state)
{
    (void)state;
    finger(0, 1);
    at(1000, 1000);
    report();
    finger(1, 2);
    at(3000, 3000);
    assert_int_equal(report(), PANEL_NO_NEWS);
    place(468, 263);
    finger(1, -1);
    assert_int_equal(report(), PANEL_NO_NEWS);
    finger(0, -1);
    assert_int_equal(report(), PANEL_UP);
    place(468, 263);
}

/* The kernel leaves out what a slot said before. */
static void a_finger_that_comes_back_to_the_same_place_is_there(void **state)
{
    (void)state;
    finger(0, 1);
    at(1000, 1000);
    finger(1, 2);
    at(3000, 3000);
    report();
    finger(0, -1);
    finger(1, -1);
    report();
    finger(0, 3); /* no X, no Y: unchanged */
    assert_int_equal(report(), PANEL_DOWN);
    place(468, 263);
}

static void a_panel_without_slots_speaks_with_its_button(void **state)
{
    (void)state;
    take(INPUT_ABS, INPUT_ABS_X, 2048);
    take(INPUT_ABS, INPUT_ABS_Y, 2048);
    assert_int_equal(report(), PANEL_NO_NEWS);
    take(INPUT_KEY, INPUT_BTN_TOUCH, 1);
    assert_int_equal(report(), PANEL_DOWN);
    place(959, 539);
    take(INPUT_KEY, INPUT_BTN_TOUCH, 0);
    assert_int_equal(report(), PANEL_UP);
}

static void a_turned_panel_is_turned_back(void **state)
{
    (void)state;
    static const struct {
        uint16_t turn;
        int16_t x, y; /* of the panel's lower left corner */
    } turns[] = {{0, 0, 1079}, {90, 0, 0}, {180, 1919, 0}, {270, 1919, 1079}};
    for (size_t i = 0; i < countof(turns); i++) {
        panel.turn = turns[i].turn;
        finger(0, (int32_t)i);
        at(0, 4095);
        assert_int_equal(report(), PANEL_DOWN);
        place(turns[i].x, turns[i].y);
        finger(0, -1);
        report();
    }
}

static void what_the_kernel_dropped_cancels_the_touch(void **state)
{
    (void)state;
    finger(0, 1);
    at(1000, 1000);
    report();
    take(INPUT_SYN, INPUT_SYN_DROPPED, 0);
    at(4000, 4000);
    assert_int_equal(report(), PANEL_UP);
    place(TOUCHPANEL_BESIDE, TOUCHPANEL_BESIDE);
    finger(0, 2);
    at(5000, -3); /* outside of its range: at the edge */
    assert_int_equal(report(), PANEL_DOWN);
    place(1919, 0);
    assert_int_equal(touchpanel_lost(&panel), PANEL_UP);
    assert_int_equal(touchpanel_lost(&panel), PANEL_NO_NEWS);
}

static void fingers_behind_the_sixteenth_do_not_exist(void **state)
{
    (void)state;
    finger(TOUCHPANEL_SLOTS, 1);
    at(1, 1);
    assert_int_equal(report(), PANEL_NO_NEWS);
    finger(-1, 1);
    at(1, 1);
    assert_int_equal(report(), PANEL_NO_NEWS);
    finger(TOUCHPANEL_SLOTS - 1, 1);
    at(1, 1);
    assert_int_equal(report(), PANEL_DOWN);
}

/* ---- keys ---- */

static void a_keypad_has_its_keys_and_no_other(void **state)
{
    (void)state;
    uint32_t seen[KEYPAD_SPEAK + 1] = {0}, known = 0;
    for (uint32_t code = 0; code <= UINT16_MAX; code++) {
        enum keypad_key key = keys_of_pad((uint16_t)code);
        assert_in_range(key, KEYPAD_NONE, KEYPAD_SPEAK);
        seen[key]++;
        known += key != KEYPAD_NONE;
    }
    for (int key = KEYPAD_0; key <= KEYPAD_SPEAK; key++)
        assert_true(seen[key] > 0);
    assert_int_equal(known, 34);
    static const uint16_t never[] = {29, 97, 56, 100, 125, 126, 60, 62, 88, 111, 99, 119, 116};
    for (size_t i = 0; i < countof(never); i++) /* Ctrl, Alt, Meta, F2, F4, F12, Del, SysRq … */
        assert_int_equal(keys_of_pad(never[i]), KEYPAD_NONE);
}

/* Types a text as a scanner does; true when it came out as a line. */
static bool type(const uint16_t *codes, size_t count)
{
    struct typed typed = {false};
    bool line = false;
    for (size_t i = 0; i < count; i++) {
        uint8_t c = keys_of_scanner(&typed, codes[i] & 0xff, !(codes[i] & 0x200));
        if (c)
            line = scan_take(&scan, c, 0);
    }
    return line;
}

#define SHIFT 42
#define RELEASE 0x200

static void a_typing_scanner_gives_its_line(void **state)
{
    (void)state;
    static const uint16_t codes[] = {SHIFT, 37, SHIFT | RELEASE, 5,  8,  2,  2, SHIFT, 39, 53,
                                     8,     12, SHIFT | RELEASE, 12, 52, 13, 28};
    assert_true(type(codes, countof(codes)));
    assert_string_equal(scan.text, "K4711:?&_-.=");
}

static void a_code_that_types_commands_does_nothing(void **state)
{
    (void)state;
    static const uint16_t ctrl[] = {29, 56, 62, 30, 28};
    assert_false(type(ctrl, countof(ctrl)));
    assert_int_equal(scan.length, 0);
    static const uint16_t good[] = {30, 28};
    assert_true(type(good, countof(good)));
}

/* ---- lines ---- */

static bool feed(const char *text, msec now)
{
    bool line = false;
    for (; *text; text++)
        line = scan_take(&scan, (uint8_t)*text, now);
    return line;
}

static void a_scanned_line_has_at_most_96_characters(void **state)
{
    (void)state;
    char text[SCAN_MAX + 3] = "";
    memset(text, 'A', SCAN_MAX);
    assert_false(feed(text, 0));
    assert_true(feed("\r", 0));
    assert_int_equal(scan.length, SCAN_MAX);
    scan_wipe(&scan);
    text[SCAN_MAX] = 'A';
    feed(text, 0);
    assert_false(feed("\r", 0)); /* dropped whole */
    assert_true(feed("B\n", 0));
    assert_string_equal(scan.text, "B");
}

static void other_characters_make_a_line_worthless(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        bool good = c < 128 && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789 :/.?=&_-",
                                      c);
        if (c == '\r' || c == '\n')
            continue;
        scan_wipe(&scan);
        scan_take(&scan, 'A', 0);
        scan_take(&scan, (uint8_t)c, 0);
        assert_int_equal(scan_take(&scan, '\r', 0), good);
    }
}

static void half_a_line_is_forgotten_after_two_seconds(void **state)
{
    (void)state;
    feed("HALF", 0);
    assert_true(feed("WHOLE\r", SCAN_LINE_MS + 1));
    assert_string_equal(scan.text, "WHOLE");
    scan_wipe(&scan);
    feed("HALF", 0);
    assert_true(feed("WHOLE\r", SCAN_LINE_MS));
    assert_string_equal(scan.text, "HALFWHOLE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_finger_goes_down_moves_and_leaves, start),
        cmocka_unit_test_setup(only_the_first_finger_counts, start),
        cmocka_unit_test_setup(a_finger_that_comes_back_to_the_same_place_is_there, start),
        cmocka_unit_test_setup(a_panel_without_slots_speaks_with_its_button, start),
        cmocka_unit_test_setup(a_turned_panel_is_turned_back, start),
        cmocka_unit_test_setup(what_the_kernel_dropped_cancels_the_touch, start),
        cmocka_unit_test_setup(fingers_behind_the_sixteenth_do_not_exist, start),
        cmocka_unit_test_setup(a_keypad_has_its_keys_and_no_other, start),
        cmocka_unit_test_setup(a_typing_scanner_gives_its_line, start),
        cmocka_unit_test_setup(a_code_that_types_commands_does_nothing, start),
        cmocka_unit_test_setup(a_scanned_line_has_at_most_96_characters, start),
        cmocka_unit_test_setup(other_characters_make_a_line_worthless, start),
        cmocka_unit_test_setup(half_a_line_is_forgotten_after_two_seconds, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
