/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of vocab.h: codes are forever (D-04, D-06, D-18), names are lower case and
 * lead back; and the look-ups of hall_def.h.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "domain/hall_def.h"
#include "domain/words.h"
#include "golden.h"
#include "test.h"

static void print_table(struct golden *golden, const char *title, const char *(*name)(uint8_t))
{
    golden_printf(golden, "%s\n", title);
    for (uint32_t code = 0; code < 256; code++)
        if (strcmp(name((uint8_t)code), "?") != 0)
            golden_printf(golden, "  %u %s\n", code, name((uint8_t)code));
}

/* A changed line is a broken wire, journal or archive; only new lines are right. */
static void codes_are_forever(void **state)
{
    (void)state;
    struct golden golden;
    golden_open(&golden, "base_vocab.txt");
    print_table(&golden, "ticket states", ticket_state_name);
    print_table(&golden, "window states", window_state_name);
    print_table(&golden, "ticket classes", ticket_class_name);
    print_table(&golden, "pad keys", pad_key_name);
    print_table(&golden, "pause reasons", pause_reason_name);
    print_table(&golden, "park kinds", park_kind_name);
    print_table(&golden, "print results", print_result_name);
    print_table(&golden, "device kinds", device_kind_name);
    print_table(&golden, "void reasons", void_reason_name);
    print_table(&golden, "class proofs", class_proof_name);
    print_table(&golden, "issue sources", issue_source_name);
    print_table(&golden, "staff roles", staff_role_name);
    print_table(&golden, "window duties", window_duty_name);
    print_table(&golden, "verbs", verb_name);
    print_table(&golden, "refusals", refusal_name);
    print_table(&golden, "strip shows", strip_show_name);
    golden_close(&golden);
}

static void names_lead_back_to_their_codes(void **state)
{
    (void)state;
    for (uint8_t key = 1; key < 40; key++)
        if (strcmp(pad_key_name(key), "?") != 0)
            assert_int_equal(pad_key_from_name(pad_key_name(key)), key);
    for (uint8_t kind = 1; kind < DEVICE_KIND_COUNT; kind++)
        assert_int_equal(device_kind_from_name(device_kind_name(kind)), kind);
    for (uint8_t class = 0; class < CLASS_COUNT; class ++) {
        bool found = false;
        assert_int_equal(ticket_class_from_name(ticket_class_name(class), &found), class);
        assert_true(found);
    }
    bool found = true;
    assert_int_equal(ticket_class_from_name("vip", &found), CLASS_NORMAL);
    assert_false(found);
    assert_int_equal(pad_key_from_name("F1"), KEY_NONE);
    assert_int_equal(device_kind_from_name(""), DEVICE_NONE);
}

/* The names come from the word table; a row out of order would lie in every log. */
static void refusal_names_match_their_rows(void **state)
{
    (void)state;
#define X(name, code, text) #name,
    static const char *const rows[] = {REFUSALS(X)};
#undef X
    assert_string_equal(refusal_name(REFUSED_NOT), "done");
    for (uint8_t i = 1; i < REFUSAL_COUNT; i++) {
        char lower[32] = "";
        for (size_t k = 0; rows[i][k]; k++)
            lower[k] = (char)tolower(rows[i][k]);
        assert_string_equal(refusal_name(i), lower);
        assert_string_not_equal(refusal_text(i), "?");
        char key[48];
        snprintf(key, sizeof(key), "refusal.%s", lower);
        assert_string_equal(word_key((enum word)(WORD_REFUSAL_EMPTY + i - 1)), key);
    }
}

static const struct zone_def zones[] = {{.id = 4, .letter = "D"}};
static const struct service_def services[] = {{.id = {1}},
                                              {.id = {2},
                                               .hours = {.count = 1, .sessions = {{540, 660}}}},
                                              {.id = {9}}};
static const struct window_def windows[] = {
    {.number = 3, .service_count = 2, .services = {{1}, {2}}},
    {.number = 5, .service_count = 1, .services = {{2}}},
    {.number = 8, .service_count = 1, .services = {{1}}},
};
static const struct room_def rooms[] = {{.id = 7}};
static const struct line_def lines[] = {{.id = 2}};
static const struct device_def devices[] = {{.name = "pad-3", .line = 2, .address = 1},
                                            {.name = "kiosk-1"}};
static const struct hall_def hall = {.hours = {.count = 2},
                                     .zone_count = countof(zones),
                                     .service_count = countof(services),
                                     .window_count = countof(windows),
                                     .room_count = countof(rooms),
                                     .line_count = countof(lines),
                                     .device_count = countof(devices),
                                     .zones = zones,
                                     .services = services,
                                     .windows = windows,
                                     .rooms = rooms,
                                     .lines = lines,
                                     .devices = devices};

static void what_is_defined_is_found(void **state)
{
    (void)state;
    assert_ptr_equal(def_zone(&hall, 4), &zones[0]);
    assert_ptr_equal(def_service(&hall, (service_id){9}), &services[2]);
    assert_ptr_equal(def_window(&hall, 5), &windows[1]);
    assert_ptr_equal(def_room(&hall, 7), &rooms[0]);
    assert_ptr_equal(def_line(&hall, 2), &lines[0]);
    assert_ptr_equal(def_device(&hall, "kiosk-1"), &devices[1]);
    assert_ptr_equal(def_station(&hall, 2, 1), &devices[0]);
}

static void what_is_not_defined_is_null(void **state)
{
    (void)state;
    assert_null(def_zone(&hall, 1));
    assert_null(def_service(&hall, (service_id){0}));
    assert_null(def_window(&hall, 4));
    assert_null(def_room(&hall, 0));
    assert_null(def_line(&hall, 0));
    assert_null(def_device(&hall, ""));
    assert_null(def_station(&hall, 2, 2));
    assert_null(def_station(&hall, 0, 0)); /* kiosk-1 is on no line */
}

static void a_service_knows_its_windows_and_hours(void **state)
{
    (void)state;
    uint16_t low = 0, high = 0;
    assert_true(def_service_windows(&hall, (service_id){1}, &low, &high));
    assert_int_equal(low, 3);
    assert_int_equal(high, 8);
    assert_false(def_service_windows(&hall, (service_id){9}, &low, &high));
    assert_true(def_window_serves(&windows[1], (service_id){2}));
    assert_false(def_window_serves(&windows[1], (service_id){1}));
    assert_ptr_equal(def_hours(&hall, &services[0]), &hall.hours);
    assert_ptr_equal(def_hours(&hall, &services[1]), &services[1].hours);
}

static void a_missing_language_shows_chinese(void **state)
{
    (void)state;
    static const struct names name = {{[LANG_ZH] = "社保", [LANG_EN] = "Insurance"}};
    static const struct texts text = {{[LANG_ZH] = "材料"}};
    assert_string_equal(names_get(&name, LANG_EN), "Insurance");
    assert_string_equal(names_get(&name, LANG_MN), "社保"); /* R-G2 */
    assert_string_equal(texts_get(&text, LANG_EN), "材料");
    assert_string_equal(lang_code(LANG_MN), "mn");
    assert_string_equal(lang_code(LANG_COUNT), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_forever),
        cmocka_unit_test(names_lead_back_to_their_codes),
        cmocka_unit_test(refusal_names_match_their_rows),
        cmocka_unit_test(what_is_defined_is_found),
        cmocka_unit_test(what_is_not_defined_is_null),
        cmocka_unit_test(a_service_knows_its_windows_and_hours),
        cmocka_unit_test(a_missing_language_shows_chinese),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
