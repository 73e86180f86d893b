/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day - one day of a hall to replay: who comes, for what, how long it takes.
 *
 * Reads the CSV files of a day folder: hall.csv, services.csv, windows.csv, shifts.csv
 * and trace.csv (format: tests/data/days/README.md). Milliseconds since midnight;
 * windows and services count from 0 here, from 1 in a hall.
 *
 * Ownership: day_read allocates, day_free releases. Errors: ERR_CONFIG, ERR_IO, ERR_USAGE,
 * with one line naming file, line, column and what was expected.
 */
#ifndef DAY_DAY_H
#define DAY_DAY_H

#include <stdbool.h>

#include "base/err.h"
#include "domain/hall_def.h"

#define DAY_SHIFTS_MAX 16000
#define DAY_SPAN (48 * HOUR) /* the latest moment, so that a visit may end after midnight */

struct day_service {
    uint32_t zone;
    msec mean; /* as configured */
};

struct day_window {
    uint32_t zone;
    bool comprehensive, staffed;
    uint32_t speed_pm, pool_pm; /* per mille of the work's time; pool_pm in a foreign zone */
    uint32_t count;
    uint32_t services[WINDOW_SERVICES_MAX];
    uint32_t shift, shift_count; /* its own in day.shifts */
};

struct day_shift {
    uint32_t window;
    bool pause; /* a break; else the window is open */
    msec start, end;
};

struct day_visitor {
    uint32_t ticket; /* as the trace calls it */
    uint8_t ticket_class;
    msec arrive, patience, work;
    msec due; /* of an appointment; -1 = none */
    uint32_t service;
    int32_t next_service; /* -1 = none */
    msec next_work, next_patience;
};

struct day {
    uint32_t service_count, window_count, shift_count, visitor_count;
    struct day_service *services;
    struct day_window *windows;
    struct day_shift *shifts; /* by window, then by start */
    struct day_visitor *visitors;
    msec open, close;
    msec no_show;    /* how long a window waits for somebody who left */
    msec late_grace; /* an appointment later than this counts as normal */
};

enum err day_read(const char *dir, struct day *day) MUST_CHECK;
void day_free(struct day *day);
/* How long this work takes at this window. */
msec day_duration(const struct day *day, uint32_t window, uint32_t service, msec work);

#endif
