/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day - one day of a hall to replay: who comes, for what, how long it takes.
 *
 * Reads the CSV files of a day folder: services.csv, windows.csv, shifts.csv,
 * trace.csv and hall.csv (format: tests/data/days/README.md). Milliseconds since
 * midnight; windows and services count from 0 here, from 1 in a hall.
 *
 * Ownership: day_read allocates, day_free releases. Errors: ERR_CONFIG, ERR_IO, with
 * one line naming file and line.
 */
#ifndef LOAD_DAY_H
#define LOAD_DAY_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

#define DAY_SERVICES_MAX 120
#define DAY_WINDOWS_MAX 1200
#define DAY_SHIFTS_MAX 8000
#define DAY_VISITORS_MAX 50000
#define DAY_WINDOW_SERVICES_MAX 40

struct day_service {
    uint32_t zone;
    msec mean;
};

struct day_window {
    uint32_t zone;
    bool comprehensive, staffed;
    uint32_t speed_pm, pool_pm; /* per mille of the work's time; pool_pm in a foreign zone */
    uint32_t count;
    uint32_t services[DAY_WINDOW_SERVICES_MAX];
};

struct day_shift {
    uint32_t window;
    bool pause; /* a break; else the window is open */
    msec start, end;
};

struct day_visitor {
    msec arrive, patience, work;
    uint32_t service;
    int32_t next_service; /* -1 = none */
    msec next_work, next_patience;
};

struct day {
    uint32_t service_count, window_count, shift_count, visitor_count;
    struct day_service *services;
    struct day_window *windows;
    struct day_shift *shifts;
    struct day_visitor *visitors;
    msec open, close, no_show; /* how long a window waits for somebody who left */
};

enum err day_read(const char *dir, struct day *day) MUST_CHECK;
void day_free(struct day *day);

#endif
