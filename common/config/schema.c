/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"

#include <stddef.h>

#include "config/raw.h"

#define NEEDED CYAML_FLAG_DEFAULT
#define MAYBE CYAML_FLAG_OPTIONAL

#define CHOICES(name) static const cyaml_strval_t name##_choices[]

CHOICES(language) = {{"zh", LANG_ZH}, {"en", LANG_EN}, {"mn", LANG_MN}};
CHOICES(day) = {{"mon", 0}, {"tue", 1}, {"wed", 2}, {"thu", 3}, {"fri", 4}, {"sat", 5}, {"sun", 6}};
CHOICES(return_policy) = {{"places", RETURN_PLACES}, {"tail", RETURN_TAIL}, {"void", RETURN_VOID}};
CHOICES(dispatch) = {{"headstart", DISPATCH_HEADSTART},
                     {"fifo", DISPATCH_FIFO},
                     {"strict", DISPATCH_STRICT},
                     {"turns", DISPATCH_TURNS}};
CHOICES(preset) = {{"fair", PRESET_FAIR},
                   {"default", PRESET_DEFAULT},
                   {"strict-like", PRESET_STRICT_LIKE},
                   {"fifo", PRESET_FIFO}};
CHOICES(one_ticket) = {{"service", ONE_TICKET_SERVICE},
                       {"hall", ONE_TICKET_HALL},
                       {"off", ONE_TICKET_OFF}};
CHOICES(digit_one) = {{"yi", DIGIT_ONE_YI}, {"yao", DIGIT_ONE_YAO}};
CHOICES(matrix_driver) = {{"plain", MATRIX_PLAIN},
                          {"plain-rg", MATRIX_PLAIN_RG},
                          {"plain-rgb", MATRIX_PLAIN_RGB}};
CHOICES(board_shows) = {{"zone", BOARD_SHOWS_ZONE}, {"floor", BOARD_SHOWS_FLOOR}};
CHOICES(board_language) = {{"zh", BOARD_ZH}, {"en", BOARD_EN}, {"both", BOARD_BOTH}};
CHOICES(holiday_kind) = {{"closed", HOLIDAY_CLOSED},
                         {"working", HOLIDAY_WORKING},
                         {"morning", HOLIDAY_MORNING},
                         {"afternoon", HOLIDAY_AFTERNOON}};
CHOICES(window_kind) = {{"normal", WINDOW_KIND_NORMAL},
                        {"comprehensive", WINDOW_KIND_COMPREHENSIVE},
                        {"cashier", WINDOW_KIND_CASHIER},
                        {"pickup", WINDOW_KIND_PICKUP},
                        {"desk", WINDOW_KIND_DESK},
                        {"step", WINDOW_KIND_STEP}};
/* One more than the enum: UNSAID is 0. */
CHOICES(start) = {{"implied", START_IMPLIED + 1}, {"explicit", START_EXPLICIT + 1}};
CHOICES(next) = {{"finish_and_call", NEXT_FINISH_AND_CALL + 1}, {"refuse", NEXT_REFUSE + 1}};
CHOICES(baud) = {{"9600", 9600},
                 {"19200", 19200},
                 {"38400", 38400},
                 {"57600", 57600},
                 {"115200", 115200}};
CHOICES(station_kind) = {{"pad", DEVICE_PAD}, {"strip", DEVICE_STRIP}, {"rating", DEVICE_RATING}};
#define X(name, code, text) {text, code},
CHOICES(device_kind) = {DEVICE_KINDS(X)};
#undef X

#define VALUE_NUMBER(need)                                               \
    {                                                                    \
        .type = CYAML_UINT, .flags = need, .data_size = sizeof(uint32_t) \
    }
#define VALUE_CHOICE(need, words)                                                               \
    {                                                                                           \
        .type = CYAML_ENUM, .flags = (need) | CYAML_FLAG_STRICT, .data_size = sizeof(uint32_t), \
        .enumeration =                                                                          \
        { words##_choices,                                                                      \
          countof(words##_choices) }                                                            \
    }
#define VALUE_TEXT(need, most)                                                      \
    {                                                                               \
        .type = CYAML_STRING, .flags = (need) | CYAML_FLAG_POINTER, .data_size = 1, \
        .string =                                                                   \
        { 0,                                                                        \
          most }                                                                    \
    }
#define VALUE_MAPPING(need, held, table)                                                      \
    {                                                                                         \
        .type = CYAML_MAPPING, .flags = need, .data_size = sizeof(held), .mapping = { table } \
    }
#define VALUE_LIST(need, held, entry_value, most)                                                \
    {                                                                                            \
        .type = CYAML_SEQUENCE, .flags = (need) | CYAML_FLAG_POINTER, .data_size = sizeof(held), \
        .sequence =                                                                              \
        { entry_value,                                                                           \
          0,                                                                                     \
          most }                                                                                 \
    }

#define FIELD(name, ...) {.key = #name, .data_offset = offsetof(THIS, name), .value = __VA_ARGS__},
#define FIELD_N(key, need, least, most, fallback) FIELD(key, VALUE_NUMBER(need))
#define FIELD_Y(name, fallback) \
    FIELD(name, {.type = CYAML_BOOL, .flags = MAYBE, .data_size = sizeof(uint32_t)})
#define FIELD_E(key, need, words, fallback) FIELD(key, VALUE_CHOICE(need, words))
#define FIELD_T(key, need, most) FIELD(key, VALUE_TEXT(need, most))
#define FIELD_W(key, need, size) FIELD(key, VALUE_MAPPING(need, struct raw_words, size##_fields))
#define FIELD_M(key, need, kind) FIELD(key, VALUE_MAPPING(need, struct raw_##kind, kind##_fields))
#define FIELD_L(name, need, held, entry, most)     \
    {.key = #name,                                 \
     .data_offset = offsetof(THIS, name),          \
     .count_offset = offsetof(THIS, name##_count), \
     .count_size = sizeof(uint32_t),               \
     .value = VALUE_LIST(need, held, &entry##_value, most)},

#define RULE(key, least, most, fallback) {#key, offsetof(THIS, key), least, most, fallback},
#define RULE_N(key, need, least, most, fallback) RULE(key, least, most, fallback)
#define RULE_Y(key, fallback) RULE(key, 0, 1, fallback)
#define RULE_E(key, need, words, fallback) RULE(key, 0, UINT32_MAX, fallback)
#define RULE_NONE(...)

#define SHAPE(kind, KEYS)                                                                  \
    static const cyaml_schema_field_t kind##_fields[] = {                                  \
        KEYS(FIELD_N, FIELD_Y, FIELD_E, FIELD_T, FIELD_W, FIELD_L, FIELD_M){.key = NULL}}; \
    static const struct schema_rule kind##_rules[] = {                                     \
        KEYS(RULE_N, RULE_Y, RULE_E, RULE_NONE, RULE_NONE, RULE_NONE, RULE_NONE){.key = NULL}};

#define ENTRY_OF(kind, held) \
    static const cyaml_schema_value_t kind##_value = VALUE_MAPPING(NEEDED, held, kind##_fields);
#define ENTRY(kind)                                  \
    static const cyaml_schema_value_t kind##_value = \
        VALUE_MAPPING(NEEDED, struct raw_##kind, kind##_fields);

static const cyaml_schema_value_t language_value = VALUE_CHOICE(NEEDED, language);
static const cyaml_schema_value_t day_value = VALUE_CHOICE(NEEDED, day);
static const cyaml_schema_value_t number_value = VALUE_NUMBER(NEEDED);
static const cyaml_schema_value_t session_value = VALUE_TEXT(NEEDED, 63);

#define NAMES_KEYS(N, Y, E, T, W, L, M) \
    T(zh, NEEDED, NAME_SIZE - 1) T(en, MAYBE, NAME_SIZE - 1) T(mn, MAYBE, NAME_SIZE - 1)
#define TEXTS_KEYS(N, Y, E, T, W, L, M) \
    T(zh, NEEDED, TEXT_SIZE - 1) T(en, MAYBE, TEXT_SIZE - 1) T(mn, MAYBE, TEXT_SIZE - 1)

/* clang-format off */
#define THIS struct raw_words
SHAPE(names, NAMES_KEYS)
SHAPE(texts, TEXTS_KEYS) ENTRY_OF(texts, struct raw_words)
#undef THIS
#define THIS struct raw_hours
SHAPE(hours, HOURS_KEYS)
#undef THIS
#define THIS struct raw_floor
SHAPE(floor, FLOOR_KEYS) ENTRY(floor)
#undef THIS
#define THIS struct raw_holiday
SHAPE(holiday, HOLIDAY_KEYS) ENTRY(holiday)
#undef THIS
#define THIS struct raw_near
SHAPE(near, NEAR_KEYS) ENTRY(near)
#undef THIS
#define THIS struct raw_head_start
SHAPE(head_start, HEAD_START_KEYS)
#undef THIS
#define THIS struct raw_rules
SHAPE(rules, RULES_KEYS)
#undef THIS
#define THIS struct raw_volume
SHAPE(volume, VOLUME_KEYS) ENTRY(volume)
#undef THIS
#define THIS struct raw_voice
SHAPE(voice, VOICE_KEYS)
#undef THIS
#define THIS struct raw_boards
SHAPE(boards, BOARDS_KEYS)
#undef THIS
#define THIS struct raw_hall
SHAPE(hall, HALL_KEYS)
#undef THIS
#define THIS struct raw_zone
SHAPE(zone, ZONE_KEYS) ENTRY(zone)
#undef THIS
#define THIS struct raw_voice_zone
SHAPE(voice_zone, VOICE_ZONE_KEYS) ENTRY(voice_zone)
#undef THIS
#define THIS struct raw_room
SHAPE(room, ROOM_KEYS) ENTRY(room)
#undef THIS
#define THIS struct raw_zones_file
SHAPE(zones_file, ZONES_FILE_KEYS)
#undef THIS
#define THIS struct raw_class_numbers
SHAPE(class_numbers, CLASS_NUMBERS_KEYS)
#undef THIS
#define THIS struct raw_service
SHAPE(service, SERVICE_KEYS) ENTRY(service)
#undef THIS
#define THIS struct raw_journey
SHAPE(journey, JOURNEY_KEYS) ENTRY(journey)
#undef THIS
#define THIS struct raw_services_file
SHAPE(services_file, SERVICES_FILE_KEYS)
#undef THIS
#define THIS struct raw_transfer
SHAPE(transfer, TRANSFER_KEYS) ENTRY(transfer)
#undef THIS
#define THIS struct raw_window
SHAPE(window, WINDOW_KEYS) ENTRY(window)
#undef THIS
#define THIS struct raw_windows_file
SHAPE(windows_file, WINDOWS_FILE_KEYS)
#undef THIS
#define THIS struct raw_line
SHAPE(line, LINE_KEYS) ENTRY(line)
#undef THIS
#define THIS struct raw_station
SHAPE(station, STATION_KEYS) ENTRY(station)
#undef THIS
#define THIS struct raw_device
SHAPE(device, DEVICE_KEYS) ENTRY(device)
#undef THIS
#define THIS struct raw_devices_file
SHAPE(devices_file, DEVICES_FILE_KEYS)
#undef THIS

#define SHAPES(X)                                                                        \
    X(names) X(texts) X(hours) X(floor) X(holiday) X(near) X(class_numbers) X(head_start) X(rules) X(hall) X(zone)            \
    X(voice_zone) X(room) X(zones_file) X(service) X(journey) X(services_file)           \
    X(volume) X(voice) X(boards)                                                         \
    X(transfer) X(window) X(windows_file) X(line) X(station) X(device) X(devices_file)
/* clang-format on */

#define PART(held, table) VALUE_MAPPING(CYAML_FLAG_POINTER, held, table)
                                                                                                            static const
    cyaml_schema_value_t parts[PART_ITEMS] = {
        [PART_HALL] = PART(struct raw_hall, hall_fields),
        [PART_ZONES] = PART(struct raw_zones_file, zones_file_fields),
        [PART_SERVICES] = PART(struct raw_services_file, services_file_fields),
        [PART_WINDOWS] = PART(struct raw_windows_file, windows_file_fields),
        [PART_DEVICES] = PART(struct raw_devices_file, devices_file_fields),
};

const char *schema_file_name(enum config_part part)
{
    static const char *const names[PART_COUNT] = {"hall.yaml",    "zones.yaml",   "services.yaml",
                                                  "windows.yaml", "devices.yaml", "items.csv"};
    return names[part];
}

const cyaml_schema_value_t *schema_of(enum config_part part)
{
    return &parts[part];
}

const struct schema_rule *schema_rules(const cyaml_schema_field_t *fields)
{
    static const struct {
        const cyaml_schema_field_t *fields;
        const struct schema_rule *rules;
    } shapes[] = {
#define X(kind) {kind##_fields, kind##_rules},
        SHAPES(X)
#undef X
    };
    static const struct schema_rule none[] = {{.key = NULL}};
    for (size_t i = 0; i < countof(shapes); i++)
        if (shapes[i].fields == fields)
            return shapes[i].rules;
    return none;
}
