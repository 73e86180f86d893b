/* SPDX-License-Identifier: Apache-2.0 */
/*
 * raw - the YAML files as libcyaml fills them: the rows of keys.h as structs.
 *
 * Numbers, yes/no and words of choice are uint32_t, texts are pointers (NULL = not
 * given), lists are a pointer and a count. Nothing is checked against anything else.
 */
#ifndef CONFIG_RAW_H
#define CONFIG_RAW_H

#include <stdint.h>

#include "config/keys.h"
#include "domain/hall_def.h"

#define UNSAID 0 /* start, next: whatever suits the window's devices */

struct raw_words {
    char *zh, *en, *mn;
};

#define RAW_N(key, need, least, most, fallback) uint32_t key;
#define RAW_Y(key, fallback) uint32_t key;
#define RAW_E(key, need, words, fallback) uint32_t key;
#define RAW_T(key, need, most) char *key;
#define RAW_W(key, need, size) struct raw_words key;
#define RAW_L(key, need, type, entry, most) \
    type *key;                              \
    uint32_t key##_count;
#define RAW_M(key, need, mapping) struct raw_##mapping key;
#define RAW(KEYS) KEYS(RAW_N, RAW_Y, RAW_E, RAW_T, RAW_W, RAW_L, RAW_M)

/* clang-format off */
struct raw_hours { RAW(HOURS_KEYS) };
struct raw_floor { RAW(FLOOR_KEYS) };
struct raw_holiday { RAW(HOLIDAY_KEYS) };
struct raw_near { RAW(NEAR_KEYS) };
struct raw_head_start { RAW(HEAD_START_KEYS) };
struct raw_rules { RAW(RULES_KEYS) };
struct raw_volume { RAW(VOLUME_KEYS) };
struct raw_voice { RAW(VOICE_KEYS) };
struct raw_boards { RAW(BOARDS_KEYS) };
struct raw_hall { RAW(HALL_KEYS) };
struct raw_zone { RAW(ZONE_KEYS) };
struct raw_voice_zone { RAW(VOICE_ZONE_KEYS) };
struct raw_room { RAW(ROOM_KEYS) };
struct raw_zones_file { RAW(ZONES_FILE_KEYS) };
struct raw_class_numbers { RAW(CLASS_NUMBERS_KEYS) };
struct raw_service { RAW(SERVICE_KEYS) };
struct raw_journey { RAW(JOURNEY_KEYS) };
struct raw_services_file { RAW(SERVICES_FILE_KEYS) };
struct raw_transfer { RAW(TRANSFER_KEYS) };
struct raw_window { RAW(WINDOW_KEYS) };
struct raw_windows_file { RAW(WINDOWS_FILE_KEYS) };
struct raw_line { RAW(LINE_KEYS) };
struct raw_station { RAW(STATION_KEYS) };
struct raw_device { RAW(DEVICE_KEYS) };
struct raw_devices_file { RAW(DEVICES_FILE_KEYS) };
/* clang-format on */

#undef RAW
#undef RAW_N
#undef RAW_Y
#undef RAW_E
#undef RAW_T
#undef RAW_W
#undef RAW_L
#undef RAW_M

#endif
