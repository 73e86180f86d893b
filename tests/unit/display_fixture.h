/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display_fixture - a small hall for the tests of boards: two floors, zone A with one
 * confidential service and one step, a room upstairs.
 */
#ifndef TESTS_DISPLAY_FIXTURE_H
#define TESTS_DISPLAY_FIXTURE_H

#include "model/announce.h"
#include "model/board.h"
#include "test.h"

#define ZH(hanzi)         \
    {                     \
        .text = { hanzi } \
    }

static const struct floor_def small_floors[] = {{.number = 1, .name = ZH("1楼")},
                                                {.number = 6, .name = ZH("6楼")}};
static const struct zone_def small_zones[] =
    {{.id = 1, .letter = "A", .name = ZH("便民服务区"), .floor_count = 1, .floors = {1}},
     {.id = 2, .letter = "B", .name = ZH("企业注册区")}};
static const struct service_def small_services[] =
    {{.id = {1}, .prefix = "A", .zone = 1, .name = ZH("社保")},
     {.id = {2}, .prefix = "Z", .zone = 1, .name = ZH("社会救助"), .confidential = true},
     {.id = {3}, .prefix = "", .zone = 1, .name = ZH("统一收费")},
     {.id = {4}, .prefix = "B", .zone = 2, .name = ZH("企业设立")},
     {.id = {5}, .prefix = "C", .zone = 1, .name = ZH("五")},
     {.id = {6}, .prefix = "D", .zone = 1, .name = ZH("六")},
     {.id = {7}, .prefix = "E", .zone = 1, .name = ZH("七")},
     {.id = {8}, .prefix = "F", .zone = 1, .name = ZH("八")},
     {.id = {9}, .prefix = "G", .zone = 1, .name = ZH("九")},
     {.id = {10}, .prefix = "H", .zone = 1, .name = ZH("十")}};
static const struct window_def small_windows[] = {{.number = 3, .zone = 1, .floor = 1},
                                                  {.number = 5, .zone = 1, .floor = 1},
                                                  {.number = 6, .zone = 1, .floor = 1},
                                                  {.number = 12, .zone = 1, .floor = 1},
                                                  {.number = 108, .zone = 1, .floor = 6},
                                                  {.number = 110, .zone = 1, .floor = 1}};
static const struct room_def small_rooms[] =
    {{.id = 1, .name = {.text = {"颁证室", "Ceremony room"}}, .floor = 6, .zone = 1},
     {.id = 2, .name = {.text = {"咨询台", "Help desk"}}, .floor = 1, .zone = 1}};
static const struct device_def small_device = {.name = "board-1",
                                               .kind = DEVICE_BOARD,
                                               .floor = 1,
                                               .zone = 1,
                                               .voice_zone = 1};

static const struct hall_def small_hall = {
    .id = "small",
    .name = ZH("小厅"),
    .languages = {true, true, false},
    .hours = {.count = 2, .stop_min = 15, .sessions = {{510, 720}, {810, 1020}}},
    .floor_count = countof(small_floors),
    .zone_count = countof(small_zones),
    .service_count = countof(small_services),
    .window_count = countof(small_windows),
    .room_count = countof(small_rooms),
    .floors = small_floors,
    .zones = small_zones,
    .services = small_services,
    .windows = small_windows,
    .rooms = small_rooms,
};

/* 2026-03-18 09:42 in China. */
#define MORNING ((msec)1773798120 * SECOND)

static inline struct board_time at_ms(msec ms)
{
    return (struct board_time){1000 * SECOND + ms, MORNING + ms, 480};
}

static inline struct label label_of(const char *text)
{
    struct label label;
    assert_true(label_parse(text, &label));
    return label;
}

#endif
