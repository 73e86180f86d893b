/* SPDX-License-Identifier: Apache-2.0 */
/*
 * controller_rows - a small hall with its rows, for the tests of rows, filters and feeds.
 */
#ifndef TESTS_CONTROLLER_ROWS_H
#define TESTS_CONTROLLER_ROWS_H

#include <stdlib.h>
#include <string.h>

#include "app/feed.h"
#include "base/utf8.h"
#include "engine_hall.h"
#include "test.h"

#define TICKETS 400
#define EPOCH 9

static const struct zone_def zones[] = {{.id = 1}, {.id = 2}};
static const struct floor_def floors[] = {{.number = 1}, {.number = 2}};
static const struct device_def devices[] = {
    {.name = "board-1", .kind = DEVICE_BOARD, .zone = 1, .voice_zone = 1},
    {.name = "board-2", .kind = DEVICE_BOARD, .zone = 2, .voice_zone = 2},
    {.name = "board-3", .kind = DEVICE_BOARD, .floor = 1},
    {.name = "board-4", .kind = DEVICE_BOARD, .zone = 2, .floor = 2, .window = 3},
    {.name = "board-5", .kind = DEVICE_BOARD, .zone = 1, .floor = 1, .room = 1},
    {.name = "board-6", .kind = DEVICE_BOARD, .floor = 2, .shows = BOARD_SHOWS_FLOOR},
};

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

struct fixture {
    struct engine_hall w;
    struct rows rows;
    void *memory;
};

/* Windows 1 and 2 stand in zone 1 on floor 1, the others in zone 2 on floor 2. */
static inline int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    engine_define_small(&f->w);
    f->w.def.zones = zones;
    f->w.def.zone_count = countof(zones);
    f->w.def.floors = floors;
    f->w.def.floor_count = countof(floors);
    f->w.def.devices = devices;
    f->w.def.device_count = countof(devices);
    f->w.def.languages[LANG_EN] = true;
    f->w.def.rules.announce_expiry_s = 60;
    f->w.def.rules.missed_shown_min = 30;
    for (uint32_t i = 0; i < f->w.def.window_count; i++) {
        f->w.windows[i].zone = f->w.windows[i].voice_zone = i < 2 ? 1 : 2;
        f->w.windows[i].floor = i < 2 ? 1 : 2;
    }
    for (uint32_t i = 0; i < f->w.def.service_count; i++)
        f->w.services[i].zone = i == 2 ? 2 : 1;
    engine_start(&f->w, TICKETS);
    f->memory = malloc(rows_bytes(&f->w.def, TICKETS));
    rows_init(&f->rows, f->memory, &f->w.def, TICKETS, f->w.hall);
    engine_open_day(&f->w);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    engine_stop(&f->w);
    free(f->memory);
    free(f);
    return 0;
}

static struct rows_time time_of(const struct fixture *f)
{
    return (struct rows_time){.now = f->w.now};
}

/* What the controller does after each commit. */
static void refresh(struct fixture *f)
{
    const struct rows_time time = time_of(f);
    for (uint32_t i = 0; i < f->w.facts.count; i++)
        rows_fact(&f->rows, &f->w.facts.list[i]);
    f->w.facts.count = 0;
    rows_refresh(&f->rows, &time);
}

static uint32_t count_rows(const struct fixture *f, uint8_t kind)
{
    uint32_t at = 0, n = 0;
    while (view_each(&f->rows.table, kind, &at))
        n++;
    return n;
}

static inline struct row_window window_row(const struct fixture *f, uint16_t window)
{
    struct row_window row = {0};
    assert_true(view_get(&f->rows.table, ROW_TYPE_WINDOW, window, &row));
    return row;
}

#endif
