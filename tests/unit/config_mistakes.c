/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every kind of mistake in a hall definition is named with its file, line, column and
 * key. The sentences are in tests/golden/config_mistakes.txt, for people to review.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_hall.h"
#include "golden.h"
#include "test.h"

#define HALL "hall.yaml"
#define ZONES "zones.yaml"
#define SERVICES "services.yaml"
#define WINDOWS "windows.yaml"
#define DEVICES "devices.yaml"
#define KIOSK "kind: kiosk, floor: 1"
#define BOARD "name: board-2, kind: board, floor: 2"
#define RULES "rules:"

/* In `file`, `what` becomes `with`; `key` must then be named in the report. */
static const struct {
    const char *name, *file, *what, *with, *key;
} cases[] = {
    /* form */
    {"syntax error", ZONES, "floors: [1]", "floors: [1", "zones.yaml:7:"},
    {"tab", HALL, "  early_min", "\tearly_min", "hall.yaml:7:1"},
    {"not UTF-8", HALL, "Test hall", "Test \xc3hall", "hall.yaml:2:"},
    {"empty file", WINDOWS, "", NULL, "windows.yaml:1:1"},
    {"second document", HALL, "id: good\n", "id: good\n---\n", "hall.yaml"},
    {"unknown key", HALL, "time_zone", "timezone", "hall.yaml:3:1: timezone"},
    {"unknown key deep down", SERVICES, "mean_min", "mean", "services.yaml:6:5: services[1].mean"},
    {"key given twice", HALL, "  stop_min: 15", "  early_min: 10", "hours.early_min"},
    {"missing key", WINDOWS, "    zone: 1\n", "", "windows[1].zone"},
    {"name missing in zh", ZONES, "{zh: 便民区, en", "{en", "zones[1].name.zh"},
    {"list for a value", HALL, "id: good", "id: [good]", "hall.yaml:1:5: id"},
    {"value for a list", HALL, "[zh, en]", "zh", "languages"},
    {"value for keys", ZONES, "{zh: 便民区, en: Public}", "便民区", "zones[1].name"},
    {"not a number", WINDOWS, "floor: 1", "floor: one", "windows[1].floor"},
    {"a negative number", WINDOWS, "floor: 1", "floor: -1", "windows[1].floor"},
    {"an octal number", SERVICES, "mean_min: 9", "mean_min: 010", "services[1].mean_min"},
    {"a number out of range", SERVICES, "mean_min: 9", "mean_min: 481", "services[1].mean_min"},
    {"neither true nor false", ZONES, "letter: B", "letter: B\n    on_kiosk: maybe", "on_kiosk"},
    {"unknown choice", WINDOWS, "cashier", "till", "windows[2].kind"},
    {"text too long", ZONES, "letter: A", "letter: ABCD", "zones[1].letter"},
    {"alias", ZONES, "floors: [1]", "floors: &f [1]\n    floors2: *f", "zones[1].floors2"},
    {"alias used", SERVICES,
     "  - id: 1\n    prefix: A\n    zone: 1\n    name: {zh: 社保, en: Insurance}",
     "  - id: 1\n    prefix: A\n    zone: 1\n    name: &n {zh: 社保, en: Insurance}\n    brief: *n",
     "services[1].brief"},
    /* hall.yaml */
    {"id with capitals", HALL, "id: good", "id: Good Hall", "id"},
    {"unknown time zone", HALL, "Asia/Shanghai", "Asia/Jianchang", "time_zone"},
    {"unknown language", HALL, "[zh, en]", "[zh, fr]", "languages[2]"},
    {"language twice", HALL, "[zh, en]", "[zh, zh]", "languages[2]"},
    {"no Chinese", HALL, "[zh, en]", "[en]", "languages"},
    {"day twice", HALL, "[mon, tue,", "[mon, mon,", "hours.days"},
    {"malformed session", HALL, "\"8:30-12:00\"", "\"8.30-12\"", "hours.sessions[1]"},
    {"session ends before it starts", HALL, "\"8:30-12:00\"", "\"12:00-8:30\"", "sessions[1]"},
    {"sessions overlap", HALL, "13:30-17:00", "11:30-17:00", "hours.sessions[2]"},
    {"session no longer than stop_min", HALL, "13:30-17:00", "13:30-13:45", "hours.sessions[2]"},
    {"no session", HALL, "[\"8:30-12:00\", \"13:30-17:00\"]", "[]", "hours.sessions"},
    {"floor twice", HALL, "number: 2", "number: 1", "floors[2].number"},
    {"missed before called enough", HALL, "recall_max: 4", "recall_max: 2", "rules"},
    {"phone page too long for a QR code", HALL, "id: good",
     "phone_url: http://hall.example/0123456789/0123456789/01234567=\nid: good", "phone_url"},
    {"phone page without http", HALL, "id: good", "phone_url: www.x.cn\nid: good", "phone_url"},
    {"holiday that is no date", HALL, "\"2026-10-01\"", "\"2026-02-29\"", "holidays[1].date"},
    {"holiday twice", HALL, "2026-10-10", "2026-10-01", "holidays[2].date"},
    {"holidays in no order", HALL, "2026-10-10", "2026-09-30", "holidays[2].date"},
    {"holiday of an unknown kind", HALL, "kind: working", "kind: half", "holidays[2].kind"},
    {"age that proves nothing", HALL, "recall_max: 4",
     "recall_max: 4\n  priority_proof: true\n  priority_age: 0", "rules.priority_age"},
    {"spoken language twice", HALL, RULES, "voice: {languages: [zh, zh]}\n" RULES,
     "voice.languages[2]"},
    {"spoken language that the hall has not", HALL, RULES, "voice: {languages: [zh, mn]}\n" RULES,
     "voice.languages[2]"},
    {"rate that is none", HALL, RULES, "voice: {rate: quick}\n" RULES, "voice.rate"},
    {"rate out of range", HALL, RULES, "voice: {rate: -11}\n" RULES, "voice.rate"},
    {"pack that is a path", HALL, RULES, "voice: {pack: ../clips}\n" RULES, "voice.pack"},
    {"volume at no time", HALL, RULES,
     "voice: {volumes: [{from: noon, to: \"13:30\", percent: 9}]}\n" RULES,
     "voice.volumes[1].from"},
    {"volumes that overlap", HALL, RULES,
     "voice: {volumes: [{from: \"12:00\", to: \"13:30\", percent: 60}, {from: \"13:00\", to: "
     "\"14:00\", percent: 50}]}\n" RULES,
     "voice.volumes[2].from"},
    {"volume above full", HALL, RULES,
     "voice: {volumes: [{from: \"12:00\", to: \"13:30\", percent: 101}]}\n" RULES,
     "voice.volumes[1].percent"},
    /* zones.yaml */
    {"zone twice", ZONES, "- id: 2", "- id: 1", "zones[2].id"},
    {"two zones with one letter", ZONES, "letter: B", "letter: A", "zones[2].letter"},
    {"letter that is none", ZONES, "letter: B", "letter: b", "zones[2].letter"},
    {"zone on unknown floor", ZONES, "[1, 2]", "[1, 2, 9]", "zones[2].floors[3]"},
    {"zone on no floor", ZONES, "[1, 2]", "[]", "zones[2].floors"},
    {"voice zone twice", ZONES, "- {id: 2, name: {zh: 二楼", "- {id: 1, name: {zh: 二楼",
     "voice_zones[2].id"},
    {"voice zone without a board", DEVICES, ", voice_zone: 2", "", "voice_zones[2].id"},
    {"room on unknown floor", ZONES, "floor: 2, zone: 2", "floor: 3, zone: 2", "rooms[1].floor"},
    {"room in unknown zone", ZONES, "zone: 2, voice_zone", "zone: 7, voice_zone", "rooms[1].zone"},
    {"room in unknown voice zone", ZONES, "voice_zone: 2}", "voice_zone: 7}", "rooms[1].voice"},
    {"room twice", ZONES, "rooms:\n",
     "rooms:\n  - {id: 1, name: {zh: 室}, floor: 1, zone: 1, voice_zone: 1}\n", "rooms[2].id"},
    /* services.yaml */
    {"service twice", SERVICES, "- id: 3", "- id: 1", "services[3].id"},
    {"prefix used twice", SERVICES, "prefix: B", "prefix: A", "services[2].prefix"},
    {"prefix that looks like a digit", SERVICES, "prefix: B", "prefix: O", "services[2].prefix"},
    {"prefix too long", SERVICES, "prefix: B", "prefix: ABC", "services[2].prefix"},
    {"prefix in small letters", SERVICES, "prefix: B", "prefix: b", "services[2].prefix"},
    {"service in unknown zone", SERVICES, "zone: 2", "zone: 9", "services[2].zone"},
    {"number range inverted", SERVICES, "first: 1", "first: 801", "services[2].first"},
    {"class numbers that are no range", SERVICES, "901-999", "9xx", "class_numbers.priority"},
    {"class numbers in two ranges", SERVICES, "801-899", "\"801-850,860\"",
     "services[2].class_numbers.appointment"},
    {"class numbers above four digits", SERVICES, "901-999", "901-10000", "class_numbers.priority"},
    {"class numbers that overlap", SERVICES, "901-999", "899-999",
     "services[2].class_numbers.appointment"},
    {"class numbers of everybody", SERVICES, "801-899", "800-899",
     "services[2].class_numbers.appointment"},
    {"class numbers without prefix", SERVICES, "name: {zh: 收费, en: Cashier}",
     "name: {zh: 收费, en: Cashier}\n    first: 1\n    last: 9\n    class_numbers: {green: 10-20}",
     "services[3].class_numbers"},
    {"quotas for too few sessions", SERVICES, "quotas: [200, 0]", "quotas: [200]",
     "services[1].quotas"},
    {"quotas for too many sessions", SERVICES, "quotas: [200, 0]", "quotas: [200, 0, 9]",
     "services[1].quotas"},
    {"quota above all tickets", SERVICES, "quotas: [200, 0]", "quotas: [200, 50001]",
     "services[1].quotas[2]"},
    {"quotas without prefix", SERVICES, "name: {zh: 收费, en: Cashier}",
     "name: {zh: 收费, en: Cashier}\n    quotas: [1, 1]", "services[3].quotas"},
    {"slot without places", SERVICES, "    slot_places: 4\n", "", "services[1].slot_min"},
    {"slot that fits no hour", SERVICES, "slot_min: 30", "slot_min: 25", "services[1].slot_min"},
    {"slots without prefix", SERVICES, "name: {zh: 收费, en: Cashier}",
     "name: {zh: 收费, en: Cashier}\n    slot_min: 30\n    slot_places: 1", "services[3].slot_min"},
    {"brief name too long", SERVICES, "mean_min: 9", "brief: {zh: 社会保险业务}",
     "services[1].brief.zh"},
    {"service without a window", SERVICES,
     "journeys:", "  - {id: 4, prefix: C, zone: 1, name: {zh: 公安}}\njourneys:", "services[4].id"},
    {"service hours that overlap", SERVICES, "[\"9:00-11:00\"]",
     "[\"9:00-11:00\", \"10:00-12:00\"]", "services[2].hours.sessions[2]"},
    {"journey with unknown service", SERVICES, "[2, 3]", "[2, 8]", "journeys[1].steps[2]"},
    {"journey of one step", SERVICES, "[2, 3]", "[2]", "journeys[1].steps"},
    {"journey nobody can begin", SERVICES, "[2, 3]", "[3, 2]", "journeys[1].steps[1]"},
    {"journey twice", SERVICES, "journeys:\n",
     "journeys:\n  - {id: 1, name: {zh: 甲}, steps: [1, 3]}\n", "journeys[2].id"},
    {"journey with unknown item", SERVICES, "[2, 3]", "[2, 3], items: [3, 9]",
     "journeys[1].items[2]"},
    {"journey with another's item", SERVICES, "[2, 3]", "[2, 3], items: [1]",
     "journeys[1].items[1]"},
    {"journeys that share an item", SERVICES, "journeys:\n",
     "journeys:\n  - {id: 4, name: {zh: 甲}, steps: [2, 3], items: [3]}\n"
     "  - {id: 5, name: {zh: 乙}, steps: [2, 3], items: [3]}\n",
     "journeys[2].items[1]"},
    {"two journeys of every number", SERVICES, "journeys:\n",
     "journeys:\n  - {id: 4, name: {zh: 甲}, steps: [2, 3], always: true}\n"
     "  - {id: 5, name: {zh: 乙}, steps: [2, 3], always: true}\n",
     "journeys[2].always"},
    /* windows.yaml */
    {"window twice", WINDOWS, "number: 3", "number: 2", "windows[3].number"},
    {"window range backwards", WINDOWS, "number: 1-2", "number: 2-1", "windows[1].number"},
    {"window number that is none", WINDOWS, "number: 1-2", "number: A1", "windows[1].number"},
    {"window in unknown zone", WINDOWS, "zone: 2", "zone: 9", "windows[3].zone"},
    {"window on unknown floor", WINDOWS, "floor: 2", "floor: 9", "windows[3].floor"},
    {"window outside its zone", WINDOWS, "floor: 1", "floor: 2", "windows[1].floor"},
    {"window in unknown voice zone", WINDOWS, "voice_zone: 2", "voice_zone: 9",
     "windows[3].voice_zone"},
    {"window with unknown service", WINDOWS, "services: [2]", "services: [2, 9]",
     "windows[3].services[2]"},
    {"window with a service twice", WINDOWS, "services: [2]", "services: [2, 2]",
     "windows[3].services[2]"},
    {"window without services", WINDOWS, "services: [3]", "services: []", "windows[2].services"},
    {"transfer to unknown service", WINDOWS, "{service: 3}", "{service: 9}",
     "windows[1].transfers[1]"},
    {"transfer to unknown window", WINDOWS, "{window: 4}", "{window: 9}",
     "windows[1].transfers[2]"},
    {"transfer to unknown room", WINDOWS, "{room: 1}", "{room: 9}", "windows[1].transfers[3]"},
    {"transfer to two places", WINDOWS, "{room: 1}", "{room: 1, window: 4}",
     "windows[1].transfers[3]"},
    /* devices.yaml */
    {"line twice", DEVICES, "lines:\n", "lines:\n  - {id: 1, floor: 1, bus: bus-1}\n",
     "lines[2].id"},
    {"port used twice", DEVICES, "lines:\n  - {id: 1, floor: 1, bus: bus-1}\n",
     "lines:\n  - {id: 1, floor: 1, bus: bus-1, port: /dev/ttyS0}\n"
     "  - {id: 2, floor: 1, bus: bus-1, port: /dev/ttyS0}\n",
     "lines[2].port"},
    {"line on unknown floor", DEVICES, "{id: 1, floor: 1", "{id: 1, floor: 9", "lines[1].floor"},
    {"line without bus device", DEVICES, "bus: bus-1", "bus: bus-9", "lines[1].bus"},
    {"line mastered by a kiosk", DEVICES, "bus: bus-1", "bus: kiosk-1", "lines[1].bus"},
    {"line of unknown speed", DEVICES, "bus: bus-1", "bus: bus-1, baud: 1200", "lines[1].baud"},
    {"device name twice", DEVICES, "name: board-2", "name: board-1", "devices[5].name"},
    {"device name with capitals", DEVICES, "name: board-2", "name: Board 2", "devices[5].name"},
    {"station name twice", DEVICES, "name: pad-3, kind: pad, window: 3",
     "name: pad-2, kind: pad, window: 3", "devices[1].name"},
    {"unknown kind of device", DEVICES, "kind: kiosk", "kind: robot", "devices[3].kind"},
    {"device on unknown floor", DEVICES, "kind: kiosk, floor: 1", "kind: kiosk, floor: 9",
     "devices[3].floor"},
    {"device in unknown zone", DEVICES, "floor: 1, zone: 1", "floor: 1, zone: 9",
     "devices[4].zone"},
    {"kiosk on no floor", DEVICES, "kind: kiosk, floor: 1", "kind: kiosk", "devices[3].floor"},
    {"board in unknown voice zone", DEVICES, "floor: 2, voice_zone: 2", "floor: 2, voice_zone: 9",
     "devices[5].voice_zone"},
    {"voice zone with two boards", DEVICES, "floor: 2, voice_zone: 2", "floor: 2, voice_zone: 1",
     "devices[5].voice_zone"},
    {"kiosk that speaks", DEVICES, "kind: kiosk, floor: 1", "kind: kiosk, floor: 1, voice_zone: 1",
     "devices[3].voice_zone"},
    {"station without window", DEVICES, "window: 1, line", "line", "devices[2].window"},
    {"station at unknown window", DEVICES, "kind: pad, window: 3", "kind: pad, window: 9",
     "devices[1].window"},
    {"two pads at a window", DEVICES, "kind: pad, window: 3", "kind: pad, window: 1",
     "devices[1].window"},
    {"station on unknown line", DEVICES, "window: 1, line: 1", "window: 1, line: 7",
     "devices[2].line"},
    {"station without address", DEVICES, "line: 1, address: 20", "line: 1", "devices[2].address"},
    {"address 0", DEVICES, "address: 20", "address: 0", "devices[2].address"},
    {"address above 239", DEVICES, "address: 20", "address: 240", "devices[2].address"},
    {"stations counted above 239", DEVICES, "address: 10", "address: 239", "stations[2].address"},
    {"address used twice", DEVICES, "address: 20", "address: 11", "devices[2].address"},
    {"address without line", DEVICES, "kind: pad, window: 3", "kind: pad, window: 3, address: 4",
     "devices[1].address"},
    {"kiosk on a line", DEVICES, "kind: kiosk, floor: 1", "kind: kiosk, floor: 1, line: 1",
     "devices[3].line"},
    {"reader that is no path", DEVICES, KIOSK, KIOSK ", reader: COM3", "devices[3].reader"},
    {"scanner that is no path", DEVICES, KIOSK, KIOSK ", scanner: usb", "devices[3].scanner"},
    {"keypad that is no path", DEVICES, KIOSK, KIOSK ", keypad: usb", "devices[3].keypad"},
    {"touch panel that is no path", DEVICES, KIOSK, KIOSK ", touch: event3", "devices[3].touch"},
    {"one path for two devices", DEVICES, KIOSK, KIOSK ", reader: /dev/ttyS1, scanner: /dev/ttyS1",
     "devices[3].scanner"},
    {"a malformed touch range", DEVICES, KIOSK,
     KIOSK ", touch: /dev/input/event3, touch_range: 4095x0", "devices[3].touch_range"},
    {"a panel turned askew", DEVICES, KIOSK, KIOSK ", touch: /dev/input/event3, touch_turn: 45",
     "devices[3].touch_turn"},
    {"a panel without a height", DEVICES, KIOSK, KIOSK ", panel_mm: [708]", "devices[3].panel_mm"},
    {"a panel of another shape", DEVICES, KIOSK, KIOSK ", panel_mm: [398, 708]",
     "devices[3].panel_mm"},
    {"a mounting without a size", DEVICES, KIOSK, KIOSK ", panel_bottom_mm: 900",
     "devices[3].panel_bottom_mm"},
    {"a turned panel that is not there", DEVICES, KIOSK, KIOSK ", touch_turn: 90",
     "devices[3].touch_turn"},
    {"pad with a card reader", DEVICES, "kind: pad, window: 3",
     "kind: pad, window: 3, reader: /dev/ttyS1", "devices[1].reader"},
    {"board at a window and a room", DEVICES, BOARD, BOARD ", window: 3, room: 1",
     "devices[5].room"},
    {"board at an unknown window", DEVICES, BOARD, BOARD ", window: 9", "devices[5].window"},
    {"board at an unknown room", DEVICES, BOARD, BOARD ", room: 9", "devices[5].room"},
    {"board of a window that speaks", DEVICES, BOARD, BOARD ", window: 3", "devices[5].voice_zone"},
    {"kiosk at a room", DEVICES, KIOSK, KIOSK ", room: 1", "devices[3].room"},
    {"kiosk of dots", DEVICES, KIOSK, KIOSK ", matrix: [96, 32]", "devices[3].matrix"},
    {"panel of one side", DEVICES, BOARD, BOARD ", matrix: [64]", "devices[5].matrix"},
    {"dots at a window", DEVICES, BOARD, BOARD ", window: 3, matrix: [96, 32]",
     "devices[5].matrix"},
    {"dots that go nowhere", DEVICES, BOARD, BOARD ", matrix: [96, 32], matrix_out: panel",
     "devices[5].matrix_out"},
    {"dots without a port", DEVICES, BOARD, BOARD ", matrix: [96, 32], matrix_out: \"udp:panel\"",
     "devices[5].matrix_out"},
    {"TV with an output for dots", DEVICES, BOARD, BOARD ", matrix_out: /dev/ttyS3",
     "devices[5].matrix_out"},
    {"panel of an unknown kind", DEVICES, BOARD, BOARD ", matrix: [96, 32], matrix_driver: any",
     "devices[5].matrix_driver"},
    {"stations of a backward range", DEVICES, "strip, windows: 1-2", "strip, windows: 2-1",
     "stations[2].windows"},
};

static void spoil(struct hall_files *files, size_t i)
{
    if (cases[i].with) {
        hall_files_patch(files, cases[i].file, cases[i].what, cases[i].with);
        return;
    }
    for (uint32_t f = 0; f < CONFIG_FILES; f++)
        if (strcmp(files->list[f].name, cases[i].file) == 0)
            files->list[f].length = 0;
}

static void each_mistake_is_named_with_its_place(void **state)
{
    (void)state;
    struct golden golden;
    golden_open(&golden, "config_mistakes.txt");
    for (size_t i = 0; i < countof(cases); i++) {
        struct hall_files files;
        struct hall_def *def;
        uint32_t mistakes = 0;
        char *report;
        hall_files_read(&files);
        spoil(&files, i);
        enum err err = hall_files_load(&files, &report, &def, &mistakes);
        if (err != ERR_CONFIG || def || !strstr(report, cases[i].key))
            fail_msg("%s: \"%s\" is not in: %s", cases[i].name, cases[i].key, report);
        golden_printf(&golden, "%s\n%s", cases[i].name, report);
        free(report);
        hall_files_free(&files);
    }
    golden_close(&golden);
}

static void the_unspoilt_hall_has_none(void **state)
{
    (void)state;
    struct hall_files files;
    struct hall_def *def;
    uint32_t mistakes = 7;
    char *report;
    hall_files_read(&files);
    assert_int_equal(hall_files_load(&files, &report, &def, &mistakes), ERR_NONE);
    assert_int_equal(mistakes, 0);
    assert_string_equal(report, "");
    free(report);
    config_free(def);
    hall_files_free(&files);
}

static void mistakes_of_all_files_are_named_in_one_run(void **state)
{
    (void)state;
    struct hall_files files;
    struct hall_def *def;
    uint32_t mistakes;
    char *report;
    hall_files_read(&files);
    hall_files_patch(&files, HALL, "Asia/Shanghai", "Mars");
    hall_files_patch(&files, HALL, "8:30-12:00", "12:00-8:30");
    hall_files_patch(&files, ZONES, "letter: B", "letter: A");
    hall_files_patch(&files, SERVICES, "mean_min: 9", "mean: 9");
    hall_files_patch(&files, SERVICES, "prefix: B", "prefix: A");
    hall_files_patch(&files, WINDOWS, "services: [2]", "services: [2, 9]");
    hall_files_patch(&files, DEVICES, "address: 20", "address: 11");
    hall_files_patch(&files, "items.csv", "SHBZKSL", "shbzksl");
    assert_int_equal(hall_files_load(&files, &report, &def, &mistakes), ERR_CONFIG);
    assert_int_equal(mistakes, 8);
    const char *at = report;
    for (uint32_t i = 0; i < CONFIG_FILES; i++) { /* in the order of the files */
        at = strstr(at, config_file_name(i));
        assert_non_null(at);
    }
    free(report);
    hall_files_free(&files);
}

static void a_broken_file_does_not_accuse_the_others(void **state)
{
    (void)state;
    struct hall_files files;
    struct hall_def *def;
    uint32_t mistakes;
    char *report;
    hall_files_read(&files);
    hall_files_patch(&files, ZONES, "zones:", "zones: ]");
    assert_int_equal(hall_files_load(&files, &report, &def, &mistakes), ERR_CONFIG);
    assert_int_equal(mistakes, 1);
    free(report);
    hall_files_free(&files);
}

static void more_mistakes_than_kept_are_counted(void **state)
{
    (void)state;
    struct hall_files files;
    struct hall_def *def;
    uint32_t mistakes;
    char *report;
    hall_files_read(&files);
    for (int i = 0; i < 250; i++) {
        char key[32];
        snprintf(key, sizeof(key), "key%d: 1\n", i);
        hall_files_patch(&files, HALL, "", key);
    }
    assert_int_equal(hall_files_load(&files, &report, &def, &mistakes), ERR_CONFIG);
    assert_int_equal(mistakes, 250);
    assert_non_null(strstr(report, "\n50 more mistakes"));
    free(report);
    hall_files_free(&files);
}

/* What config_load says of `dir`; the caller frees it. */
static char *said_of(const char *dir, uint32_t *mistakes)
{
    char *report;
    size_t size;
    struct hall_def *def;
    FILE *to = open_memstream(&report, &size);
    assert_int_equal(config_load(dir, to, &def, mistakes), ERR_CONFIG);
    fclose(to);
    assert_null(def);
    return report;
}

static void an_unreadable_folder_is_named_once(void **state)
{
    (void)state;
    uint32_t mistakes;
    char *report = said_of("/nowhere", &mistakes);
    assert_int_equal(mistakes, 1);
    assert_string_equal(report, "/nowhere: cannot be read: No such file or directory; give --hall "
                                "a folder with hall.yaml, zones.yaml, services.yaml, windows.yaml "
                                "and devices.yaml\n");
    free(report);
}

static void a_missing_or_huge_file_is_named(void **state)
{
    (void)state;
    char dir[] = "/tmp/hall-config-XXXXXX", path[64];
    uint32_t mistakes;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/zones.yaml", dir);
    FILE *huge = fopen(path, "w");
    assert_non_null(huge);
    assert_int_equal(ftruncate(fileno(huge), (1 << 20) + 1), 0);
    fclose(huge);
    snprintf(path, sizeof(path), "%s/hall.yaml", dir);
    fclose(fopen(path, "w"));
    char *report = said_of(dir, &mistakes);
    assert_int_equal(mistakes, 4); /* not items.csv: a hall may have none */
    assert_non_null(strstr(report, "/zones.yaml:1:1: -: cannot be read: it has more than 1 MB"));
    assert_non_null(strstr(report, "/windows.yaml:1:1: -: cannot be read: No such file"));
    assert_null(strstr(report, "/hall.yaml:1:1: -: cannot"));
    free(report);
    unlink(path);
    snprintf(path, sizeof(path), "%s/zones.yaml", dir);
    unlink(path);
    rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_unspoilt_hall_has_none),
        cmocka_unit_test(each_mistake_is_named_with_its_place),
        cmocka_unit_test(mistakes_of_all_files_are_named_in_one_run),
        cmocka_unit_test(a_broken_file_does_not_accuse_the_others),
        cmocka_unit_test(more_mistakes_than_kept_are_counted),
        cmocka_unit_test(an_unreadable_folder_is_named_once),
        cmocka_unit_test(a_missing_or_huge_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
