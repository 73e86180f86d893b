/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys - every key of the YAML files, once: type, need, range, default.
 *
 * raw.h makes the structs of these rows and schema.c what libcyaml and our own
 * checks read (D-36: defaults in one table). halls/README.md explains them to people.
 *
 *     N(key, need, least, most, default)  a number
 *     Y(key, default)                     true or false
 *     E(key, need, words, default)        one of the words of schema.c
 *     T(key, need, bytes)                 a text
 *     W(key, need, size)                  a text in each language; size: names, texts
 *     L(key, need, type, entry, most)     a list; entry: a value of schema.c
 *     M(key, need, mapping)               keys inside keys
 */
#ifndef CONFIG_KEYS_H
#define CONFIG_KEYS_H

/* clang-format off */
#define HALL_KEYS(N, Y, E, T, W, L, M)                    \
    T(id, NEEDED, 63)                                     \
    W(name, NEEDED, names)                                \
    W(level, MAYBE, names)                                \
    T(time_zone, NEEDED, 63)                              \
    T(phone, MAYBE, 63)                                   \
    T(phone_url, MAYBE, 191)                              \
    Y(slip_both, 0)                                       \
    N(capacity, MAYBE, 0, 1000000, 0)                     \
    N(tickets_day, MAYBE, 10, TICKETS_DAY_MAX, 20000)     \
    L(languages, NEEDED, uint32_t, language, 3)           \
    Y(mongolian_first, 0)                                 \
    M(hours, NEEDED, hours)                               \
    L(floors, NEEDED, struct raw_floor, floor, FLOORS_MAX)\
    L(holidays, MAYBE, struct raw_holiday, holiday, HOLIDAYS_MAX)\
    L(booking_ways, MAYBE, struct raw_words, texts, BOOKING_WAYS_MAX)\
    L(halls_near, MAYBE, struct raw_near, near, HALLS_NEAR_MAX)\
    M(rules, MAYBE, rules)                                \
    M(voice, MAYBE, voice)                                \
    M(boards, MAYBE, boards)

#define HOURS_KEYS(N, Y, E, T, W, L, M)                   \
    L(days, MAYBE, uint32_t, day, 7)                      \
    N(early_min, MAYBE, 0, 240, 15)                       \
    N(stop_min, MAYBE, 0, 240, 15)                        \
    L(sessions, NEEDED, char *, session, SESSIONS_MAX)

#define HOLIDAY_KEYS(N, Y, E, T, W, L, M)                 \
    T(date, NEEDED, 15)                                   \
    E(kind, MAYBE, holiday_kind, HOLIDAY_CLOSED)

#define NEAR_KEYS(N, Y, E, T, W, L, M)                    \
    W(name, NEEDED, names)                                \
    W(address, MAYBE, texts)                              \
    W(services, MAYBE, texts)                             \
    T(hours, MAYBE, 63)                                   \
    T(phone, MAYBE, 63)

#define FLOOR_KEYS(N, Y, E, T, W, L, M)                   \
    N(number, NEEDED, 1, 200, 0)                          \
    W(name, NEEDED, names)                                \
    W(exits, MAYBE, texts)

#define RULES_KEYS(N, Y, E, T, W, L, M)                   \
    M(head_start_min, MAYBE, head_start)                  \
    N(transfer_bonus_min, MAYBE, 0, 240, 20)              \
    N(help_delay_min, MAYBE, 0, 240, 10)                  \
    N(short_weight_pm, MAYBE, 0, 10000, 1000)             \
    N(recall_max, MAYBE, 1, 10, 4)                        \
    N(recall_spacing_s, MAYBE, 0, 300, 10)                \
    N(miss_calls, MAYBE, 1, 10, 3)                        \
    N(miss_after_s, MAYBE, 0, 3600, 60)                   \
    E(return_policy, MAYBE, return_policy, RETURN_PLACES) \
    N(return_places, MAYBE, 1, 10, 3)                     \
    N(return_max, MAYBE, 1, 10, 1)                        \
    N(parked_max, MAYBE, 0, 20, 3)                        \
    N(rating_s, MAYBE, 5, 600, 60)                        \
    N(announce_expiry_s, MAYBE, 10, 3600, 240)            \
    N(missed_shown_min, MAYBE, 0, 240, 10)                \
    N(ticket_repeat_s, MAYBE, 0, 60, 3)                   \
    E(dispatch, MAYBE, dispatch, DISPATCH_HEADSTART)      \
    E(preset, MAYBE, preset, PRESET_UNSET)                \
    N(undo_s, MAYBE, 0, 60, 10)                           \
    N(items_max, MAYBE, 1, 20, 5)                         \
    N(auto_call_s, MAYBE, 0, 600, 0)                      \
    N(auto_miss_s, MAYBE, 0, 3600, 0)                     \
    N(auto_finish_s, MAYBE, 0, 14400, 0)                  \
    N(rating_change_min, MAYBE, 0, 60, 5)                 \
    N(rating_slip_min, MAYBE, 0, 1440, 0)                 \
    N(principals_max, MAYBE, 1, 50, 5)                    \
    E(one_ticket, MAYBE, one_ticket, ONE_TICKET_SERVICE)  \
    N(voids_day, MAYBE, 0, 20, 2)                         \
    N(green_day, MAYBE, 0, 1000, 10)                      \
    N(priority_age, MAYBE, 0, 120, 60)                    \
    Y(priority_proof, 0)                                  \
    N(checkin_early_min, MAYBE, 0, 240, 15)               \
    N(late_min, MAYBE, 0, 240, 15)                        \
    N(booking_share_pct, MAYBE, 0, 100, 30)               \
    N(no_shows, MAYBE, 0, 10, 0)                          \
    N(no_show_days, MAYBE, 1, 90, 30)                     \
    N(lease_size, MAYBE, 0, 200, 10)                      \
    N(lease_first, MAYBE, 1, LABEL_NUMBER_MAX, 600)       \
    N(keep_days, MAYBE, 0, 3650, 730)                     \
    Y(sign_on, 0)                                         \
    Y(announce_missed, 0)                                 \
    Y(announce_next, 0)

/* R-V1, R-V2, R-V5, R-V7, R-V8; rate: a number with a sign */
#define VOICE_KEYS(N, Y, E, T, W, L, M)                   \
    L(languages, MAYBE, uint32_t, language, 3)            \
    N(times, MAYBE, 1, 3, 2)                              \
    Y(chime, 1)                                           \
    E(digit_one, MAYBE, digit_one, DIGIT_ONE_YI)          \
    T(rate, MAYBE, 15)                                    \
    T(pack, MAYBE, 63)                                    \
    L(volumes, MAYBE, struct raw_volume, volume, VOICE_VOLUMES_MAX)\
    Y(silent, 0)

#define VOLUME_KEYS(N, Y, E, T, W, L, M)                  \
    T(from, NEEDED, 15)                                   \
    T(to, NEEDED, 15)                                     \
    N(percent, NEEDED, 0, 100, 0)

#define BOARDS_KEYS(N, Y, E, T, W, L, M)                  \
    Y(order_note, 1)                                      \
    Y(pages, 1)                                           \
    L(brightness, MAYBE, struct raw_volume, volume, VOICE_VOLUMES_MAX)

#define HEAD_START_KEYS(N, Y, E, T, W, L, M)              \
    N(priority, MAYBE, 0, 480, 60)                        \
    N(appointment, MAYBE, 0, 480, 75)                     \
    N(green, MAYBE, 0, 480, 120)

#define ZONES_FILE_KEYS(N, Y, E, T, W, L, M)                                    \
    L(zones, NEEDED, struct raw_zone, zone, ZONES_MAX)                          \
    L(voice_zones, NEEDED, struct raw_voice_zone, voice_zone, VOICE_ZONES_MAX)  \
    L(rooms, MAYBE, struct raw_room, room, ROOMS_MAX)

#define ZONE_KEYS(N, Y, E, T, W, L, M)                    \
    N(id, NEEDED, 1, 65535, 0)                            \
    T(letter, NEEDED, 3)                                  \
    W(name, NEEDED, names)                                \
    W(hint, MAYBE, texts)                                 \
    N(colour, MAYBE, 0, 5, 0)                             \
    L(floors, NEEDED, uint32_t, number, FLOORS_MAX)       \
    Y(on_kiosk, 1)

#define VOICE_ZONE_KEYS(N, Y, E, T, W, L, M)              \
    N(id, NEEDED, 1, 65535, 0)                            \
    W(name, NEEDED, names)

#define ROOM_KEYS(N, Y, E, T, W, L, M)                    \
    N(id, NEEDED, 1, 32767, 0)                            \
    W(name, NEEDED, names)                                \
    N(floor, NEEDED, 1, 200, 0)                           \
    N(zone, NEEDED, 1, 65535, 0)                          \
    N(voice_zone, NEEDED, 1, 65535, 0)

#define SERVICES_FILE_KEYS(N, Y, E, T, W, L, M)                       \
    L(services, NEEDED, struct raw_service, service, SERVICES_MAX)    \
    L(journeys, MAYBE, struct raw_journey, journey, JOURNEYS_MAX)

#define SERVICE_KEYS(N, Y, E, T, W, L, M)                 \
    N(id, NEEDED, 1, 65535, 0)                            \
    T(prefix, MAYBE, 15)                                  \
    N(zone, NEEDED, 1, 65535, 0)                          \
    W(name, NEEDED, names)                                \
    W(brief, MAYBE, names)                                \
    W(hint, MAYBE, texts)                                 \
    W(materials, MAYBE, texts)                            \
    N(first, MAYBE, 1, LABEL_NUMBER_MAX, 1)               \
    N(last, MAYBE, 1, LABEL_NUMBER_MAX, LABEL_NUMBER_MAX) \
    N(mean_min, MAYBE, 1, 480, 10)                        \
    N(wait_limit_min, MAYBE, 1, 600, 30)                  \
    N(serve_limit_min, MAYBE, 1, 600, 30)                 \
    Y(confidential, 0)                                    \
    Y(id_required, 0)                                     \
    M(hours, MAYBE, hours)                                \
    L(quotas, MAYBE, uint32_t, number, SESSIONS_MAX)      \
    M(class_numbers, MAYBE, class_numbers)                \
    N(slot_min, MAYBE, 0, 240, 0)                         \
    N(slot_places, MAYBE, 0, 1000, 0)

/* "801-899": numbers by which the class can be told (R-N6) */
#define CLASS_NUMBERS_KEYS(N, Y, E, T, W, L, M)           \
    T(priority, MAYBE, 15)                                \
    T(appointment, MAYBE, 15)                             \
    T(green, MAYBE, 15)

#define JOURNEY_KEYS(N, Y, E, T, W, L, M)                 \
    N(id, NEEDED, 1, 65535, 0)                            \
    W(name, NEEDED, names)                                \
    L(steps, NEEDED, uint32_t, number, JOURNEY_STEPS_MAX) \
    Y(back, 0)                                            \
    Y(always, 0)                                          \
    L(items, MAYBE, uint32_t, number, JOURNEY_ITEMS_MAX)

#define WINDOWS_FILE_KEYS(N, Y, E, T, W, L, M)            \
    L(windows, NEEDED, struct raw_window, window, WINDOWS_MAX)

#define WINDOW_KEYS(N, Y, E, T, W, L, M)                  \
    T(number, NEEDED, 63)                                 \
    N(zone, NEEDED, 1, 65535, 0)                          \
    N(floor, NEEDED, 1, 200, 0)                           \
    N(voice_zone, NEEDED, 1, 65535, 0)                    \
    E(kind, MAYBE, window_kind, WINDOW_KIND_NORMAL)       \
    W(name, MAYBE, names)                                 \
    E(start, MAYBE, start, UNSAID)                        \
    E(next, MAYBE, next, UNSAID)                          \
    Y(confidential, 0)                                    \
    L(services, MAYBE, uint32_t, number, WINDOW_SERVICES_MAX) \
    L(groups, MAYBE, uint32_t, number, WINDOW_SERVICES_MAX)   \
    Y(lunch_duty, 0)                                      \
    Y(after_hours, 1)                                     \
    Y(named_call, 0)                                      \
    L(transfers, MAYBE, struct raw_transfer, transfer, WINDOW_TRANSFERS_MAX)

#define TRANSFER_KEYS(N, Y, E, T, W, L, M)                \
    N(service, MAYBE, 1, 65535, 0)                        \
    N(window, MAYBE, 1, 32767, 0)                         \
    N(room, MAYBE, 1, 32767, 0)

#define DEVICES_FILE_KEYS(N, Y, E, T, W, L, M)                  \
    L(lines, MAYBE, struct raw_line, line, LINES_MAX)           \
    L(stations, MAYBE, struct raw_station, station, DEVICES_MAX)\
    L(devices, NEEDED, struct raw_device, device, DEVICES_MAX)

#define LINE_KEYS(N, Y, E, T, W, L, M)                    \
    N(id, NEEDED, 1, 65535, 0)                            \
    T(port, MAYBE, 191)                                   \
    E(baud, MAYBE, baud, 19200)                           \
    N(floor, NEEDED, 1, 200, 0)                           \
    T(bus, NEEDED, 63)

#define STATION_KEYS(N, Y, E, T, W, L, M)                 \
    E(kind, NEEDED, station_kind, 0)                      \
    T(windows, NEEDED, 63)                                \
    N(line, MAYBE, 1, 65535, 0)                           \
    N(address, MAYBE, 0, 255, 0)

#define DEVICE_KEYS(N, Y, E, T, W, L, M)                  \
    T(name, NEEDED, 63)                                   \
    E(kind, NEEDED, device_kind, 0)                       \
    N(floor, MAYBE, 1, 200, 0)                            \
    N(zone, MAYBE, 0, 65535, 0)                           \
    N(window, MAYBE, 1, 32767, 0)                         \
    N(line, MAYBE, 1, 65535, 0)                           \
    N(address, MAYBE, 0, 255, 0)                          \
    N(voice_zone, MAYBE, 1, 65535, 0)                     \
    Y(portrait, 0)                                        \
    T(printer, MAYBE, 127)                                \
    N(paper_mm, MAYBE, 58, 80, 80)                        \
    N(roll_m, MAYBE, 0, 500, 60)                          \
    T(reader, MAYBE, 127)                                 \
    T(scanner, MAYBE, 127)                                \
    T(keypad, MAYBE, 127)                                 \
    T(touch, MAYBE, 127)                                  \
    T(touch_range, MAYBE, 15)                             \
    N(touch_turn, MAYBE, 0, 270, 0)                       \
    L(panel_mm, MAYBE, uint32_t, number, 2)               \
    N(panel_bottom_mm, MAYBE, 1, 3000, 0)                 \
    N(room, MAYBE, 1, 32767, 0)                           \
    L(matrix, MAYBE, uint32_t, number, 2)                 \
    T(matrix_out, MAYBE, 127)                             \
    E(matrix_driver, MAYBE, matrix_driver, MATRIX_PLAIN)  \
    E(shows, MAYBE, board_shows, BOARD_SHOWS_ZONE)        \
    E(language, MAYBE, board_language, BOARD_ZH)          \
    N(rows, MAYBE, 6, 10, 0)
/* clang-format on */

#endif
