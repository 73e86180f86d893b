/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The halls that come with the product are what their tables promise.
 */
#include <string.h>

#include "base/utf8.h"
#include "config/config.h"
#include "test.h"

static struct hall_def *load(const char *name)
{
    char dir[512];
    struct hall_def *def;
    snprintf(dir, sizeof(dir), "%s/%s", TEST_HALLS_DIR, name);
    assert_int_equal(config_load(dir, stderr, &def, NULL), ERR_NONE);
    return def;
}

static uint32_t count_devices(const struct hall_def *def, enum device_kind kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < def->device_count; i++)
        count += def->devices[i].kind == kind;
    return count;
}

static void jianchang_has_110_windows_in_six_zones(void **state)
{
    const struct hall_def *def = *state;
    /* Marriage (3) belongs to A, real estate (13) to C. */
    static const uint32_t want[] = {32 + 3, 14, 8 + 13, 22, 10, 8};
    assert_int_equal(def->floor_count, 7);
    assert_int_equal(def->zone_count, 6);
    assert_int_equal(def->window_count, 110);
    for (uint32_t z = 0; z < 6; z++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < def->window_count; i++)
            count += def->windows[i].zone == def->zones[z].id;
        assert_int_equal(def->zones[z].letter[0], 'A' + (int)z);
        assert_int_equal(def->zones[z].colour, z);
        assert_int_equal(count, want[z]);
    }
    for (uint32_t i = 0; i < def->window_count; i++)
        assert_int_equal(def->windows[i].number, i + 1);
}

static void jianchang_issues_23_prefixes(void **state)
{
    const struct hall_def *def = *state;
    char letters[64] = "";
    size_t n = 0;
    for (uint32_t i = 0; i < def->service_count; i++)
        for (const char *c = def->services[i].prefix; *c && n < sizeof(letters) - 1; c++)
            letters[n++] = *c;
    assert_int_equal(strlen(letters), 23); /* every letter but I, O, Q */
    for (const char *c = "ABCDEFGHJKLMNPRSTUVWXYZ"; *c; c++)
        assert_non_null(strchr(letters, *c));
}

static void service_is_at(const struct hall_def *def, const char *prefix, uint16_t low,
                          uint16_t high)
{
    for (uint32_t i = 0; i < def->service_count; i++) {
        uint16_t from, to;
        if (strcmp(def->services[i].prefix, prefix) != 0)
            continue;
        assert_true(def_service_windows(def, def->services[i].id, &from, &to));
        assert_int_equal(from, low);
        assert_int_equal(to, high);
        return;
    }
    fail_msg("no service with prefix %s", prefix);
}

static void jianchang_serves_where_the_table_says(void **state)
{
    const struct hall_def *def = *state;
    static const struct {
        const char *prefix;
        uint16_t low, high;
    } want[] = {{"A", 1, 8},   {"G", 9, 14},  {"H", 15, 20},  {"J", 21, 23}, {"Z", 24, 24},
                {"K", 25, 27}, {"L", 28, 30}, {"Y", 32, 32},  {"B", 55, 59}, {"M", 60, 62},
                {"N", 64, 67}, {"C", 87, 87}, {"X", 95, 104}, {"D", 33, 40}, {"P", 41, 46},
                {"R", 47, 50}, {"S", 51, 53}, {"E", 69, 72},  {"T", 73, 74}, {"U", 75, 78},
                {"F", 79, 84}, {"V", 85, 86}, {"W", 108, 110}};
    for (size_t i = 0; i < countof(want); i++)
        service_is_at(def, want[i].prefix, want[i].low, want[i].high);
}

/* R-M10: by the item, so that who asks for an extract is not sent to pay taxes. */
static void jianchang_begins_its_journeys_with_their_items(void **state)
{
    const struct hall_def *def = *state;
    assert_int_equal(def_journey_begun(def, (service_id){14}, 89), 1);
    assert_int_equal(def_journey_begun(def, (service_id){14}, 96), 0); /* 信息查询 */
    assert_int_equal(def_journey_begun(def, (service_id){14}, 0), 0);
    assert_int_equal(def_journey_begun(def, (service_id){10}, 63), 2);
    assert_int_equal(def_journey_begun(def, (service_id){13}, 81),
                     0); /* only where it is asked for */
    assert_int_equal(def_journey(def, 3)->count, 8);
    assert_null(def_journey(def, 0));
    assert_null(def_journey(def, 99));
}

static void jianchang_has_its_devices(void **state)
{
    const struct hall_def *def = *state;
    assert_int_equal(count_devices(def, DEVICE_KIOSK), 10);
    assert_int_equal(count_devices(def, DEVICE_BOARD), 19);
    assert_int_equal(count_devices(def, DEVICE_STRIP), 110);
    assert_int_equal(count_devices(def, DEVICE_RATING), 110);
    assert_int_equal(count_devices(def, DEVICE_PAD), 40);
    assert_int_equal(def->line_count, 10);       /* D-39 */
    assert_int_equal(def->voice_zone_count, 12); /* D-12 */
    for (uint32_t i = 1; i <= 4; i++) {
        char name[16];
        snprintf(name, sizeof(name), "pad-%u", i);
        assert_non_null(def_device(def, name));
    }
    assert_int_equal(def_device(def, "board-15")->window, 24); /* docs/ui t08 */
    assert_int_equal(def_device(def, "board-15")->floor, 1);
    assert_int_equal(def_device(def, "board-18")->room, 3);
    assert_int_equal(def_device(def, "board-18")->floor, 6);
    assert_int_equal(def_device(def, "board-19")->matrix_w, 320);
    assert_string_equal(def->voice_zones[0].display, "board-1");
    assert_int_equal(def_device(def, "board-1")->zone, 1);
}

static void jianchang_addresses_are_in_slot_order(void **state)
{
    const struct hall_def *def = *state;
    static const uint8_t order[DEVICE_KIND_COUNT] =
        {[DEVICE_PAD] = 1, [DEVICE_RATING] = 2, [DEVICE_STRIP] = 3};
    for (uint32_t l = 0; l < def->line_count; l++) {
        uint8_t kind = 1;
        uint32_t windows = 0;
        const struct device_def *device;
        for (uint8_t a = 1; (device = def_station(def, def->lines[l].id, a)); a++) {
            assert_true(order[device->kind] >= kind);
            kind = order[device->kind];
            windows += device->kind == DEVICE_STRIP;
            assert_int_equal(device->floor, def->lines[l].floor);
        }
        assert_true(windows >= 1 && windows <= 16);
    }
}

static void jianchang_names_everything_twice(void **state)
{
    const struct hall_def *def = *state;
    assert_string_not_equal(def->name.text[LANG_EN], "");
    for (uint32_t i = 0; i < def->zone_count; i++) {
        assert_string_not_equal(def->zones[i].name.text[LANG_EN], "");
        assert_non_null(strchr(def->zones[i].hint.text[LANG_ZH], '\n'));
        assert_non_null(strchr(def->zones[i].hint.text[LANG_EN], '\n'));
    }
    for (uint32_t i = 0; i < def->service_count; i++) {
        assert_string_not_equal(def->services[i].name.text[LANG_EN], "");
        assert_string_not_equal(def->services[i].brief.text[LANG_EN], "");
        assert_string_not_equal(def->services[i].hint.text[LANG_EN], "");
        assert_true(utf8_length(def->services[i].brief.text[LANG_ZH]) <= 4);
        assert_string_not_equal(def->services[i].materials.text[LANG_EN],
                                def->services[i].prefix[0] ? "" : "-");
    }
    for (uint32_t i = 0; i < def->room_count; i++)
        assert_string_not_equal(def->rooms[i].name.text[LANG_EN], "");
    for (uint32_t i = 0; i < def->voice_zone_count; i++)
        assert_string_not_equal(def->voice_zones[i].name.text[LANG_EN], "");
}

static void jianchang_keeps_the_decided_rules(void **state)
{
    const struct hall_def *def = *state;
    const struct rules_def *rules = &def->rules;
    assert_int_equal(rules->head_start_min[CLASS_PRIORITY], 60);
    assert_int_equal(rules->head_start_min[CLASS_APPOINTMENT], 75);
    assert_int_equal(rules->head_start_min[CLASS_GREEN], 120);
    assert_int_equal(rules->return_policy, RETURN_PLACES); /* R-C2 */
    assert_int_equal(rules->return_places, 3);
    assert_true(hours_ticketing(&def->hours, hours_on(&def->hours, 0), 8 * 60 + 15)); /* R-O2 */
    assert_false(hours_ticketing(&def->hours, hours_on(&def->hours, 0), 11 * 60 + 45));
    assert_false(hours_ticketing(&def->hours, hours_on(&def->hours, 5), 10 * 60));
    assert_true(def_service(def, (service_id){8})->confidential); /* R-L11 */
    assert_true(def_service(def, (service_id){14})->id_required); /* R-K10 */
}

static void modes_follow_the_pads(void **state)
{
    const struct hall_def *def = *state; /* D-05 */
    assert_int_equal(def_window(def, 1)->start, START_IMPLIED);
    assert_int_equal(def_window(def, 1)->next, NEXT_FINISH_AND_CALL);
    assert_int_equal(def_window(def, 20)->start, START_EXPLICIT);
    assert_int_equal(def_window(def, 20)->next, NEXT_REFUSE);
}

static void township_runs_without_a_line(void **state)
{
    (void)state;
    struct hall_def *def = load("township");
    assert_int_equal(def->window_count, 4);
    assert_int_equal(def->service_count, 4);
    assert_int_equal(def->line_count, 0);
    assert_int_equal(count_devices(def, DEVICE_KIOSK), 1);
    assert_int_equal(count_devices(def, DEVICE_BOARD), 1);
    assert_int_equal(count_devices(def, DEVICE_BUS), 0);
    assert_int_equal(def_device(def, "pad-4")->line, 0);
    config_free(def);
}

static void the_hash_is_of_the_files(void **state)
{
    const struct hall_def *def = *state;
    struct hall_def *again = load("jianchang"), *other = load("township");
    assert_memory_equal(again->hash, def->hash, sizeof(def->hash));
    assert_memory_not_equal(other->hash, def->hash, sizeof(def->hash));
    config_free(again);
    config_free(other);
}

static int open_hall(void **state)
{
    *state = load("jianchang");
    return 0;
}

static int close_hall(void **state)
{
    config_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jianchang_has_110_windows_in_six_zones),
        cmocka_unit_test(jianchang_issues_23_prefixes),
        cmocka_unit_test(jianchang_serves_where_the_table_says),
        cmocka_unit_test(jianchang_begins_its_journeys_with_their_items),
        cmocka_unit_test(jianchang_has_its_devices),
        cmocka_unit_test(jianchang_addresses_are_in_slot_order),
        cmocka_unit_test(jianchang_names_everything_twice),
        cmocka_unit_test(jianchang_keeps_the_decided_rules),
        cmocka_unit_test(modes_follow_the_pads),
        cmocka_unit_test(township_runs_without_a_line),
        cmocka_unit_test(the_hash_is_of_the_files),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
