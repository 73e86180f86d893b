/* SPDX-License-Identifier: Apache-2.0 */
#include "load/day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"

#define COLUMNS_MAX 16
#define LINE_MAX_BYTES 1024

struct csv {
    char path[1024];
    FILE *file;
    uint32_t line;
    char text[LINE_MAX_BYTES];
    char *cells[COLUMNS_MAX];
    uint32_t count;
};

static enum err csv_open(struct csv *csv, const char *dir, const char *name)
{
    *csv = (struct csv){0};
    snprintf(csv->path, sizeof(csv->path), "%s/%s", dir, name);
    csv->file = fopen(csv->path, "r");
    if (!csv->file || !fgets(csv->text, sizeof(csv->text), csv->file)) {
        if (csv->file)
            fclose(csv->file);
        return log_fault(ERR_USAGE, "cannot read %s; --day wants a folder with a day to replay",
                         csv->path);
    }
    csv->line = 1;
    return ERR_NONE;
}

static void cut_cells(struct csv *csv)
{
    csv->text[strcspn(csv->text, "\r\n")] = '\0';
    csv->count = 0;
    for (char *at = csv->text; at && csv->count < COLUMNS_MAX;) {
        csv->cells[csv->count++] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = '\0';
    }
}

/* The next row with at least `columns` cells; false at the end. A short row is a mistake. */
static bool csv_row(struct csv *csv, uint32_t columns, enum err *err)
{
    if (*err || !fgets(csv->text, sizeof(csv->text), csv->file))
        return false;
    csv->line++;
    cut_cells(csv);
    if (csv->count < columns)
        *err = log_fault(ERR_CONFIG, "%s:%u: %u columns, %u expected", csv->path, csv->line,
                         csv->count, columns);
    return !*err;
}

/* A whole number of cell `i` from least to most. */
static int64_t cell(struct csv *csv, uint32_t i, int64_t least, int64_t most, enum err *err)
{
    char *end;
    long long v = strtoll(csv->cells[i], &end, 10);
    if (!*err && (end == csv->cells[i] || *end || v < least || v > most))
        *err = log_fault(ERR_CONFIG, "%s:%u: column %u: '%s' is not a number from %lld to %lld",
                         csv->path, csv->line, i + 1, csv->cells[i], (long long)least,
                         (long long)most);
    return *err ? least : v;
}

static enum err too_many(const struct csv *csv, uint32_t most)
{
    return log_fault(ERR_CONFIG, "%s:%u: more than %u rows", csv->path, csv->line, most);
}

static const int64_t ms_max = 48 * HOUR;

static enum err read_hall(struct day *day, const char *dir)
{
    struct csv csv;
    enum err err = csv_open(&csv, dir, "hall.csv");
    if (err)
        return err;
    while (csv_row(&csv, 2, &err)) {
        msec value = cell(&csv, 1, 0, ms_max, &err);
        if (strcmp(csv.cells[0], "noshow_ms") == 0)
            day->no_show = value;
        else if (strcmp(csv.cells[0], "open_ms") == 0)
            day->open = value;
        else if (strcmp(csv.cells[0], "close_ms") == 0)
            day->close = value;
    }
    fclose(csv.file);
    return err;
}

static enum err read_services(struct day *day, const char *dir)
{
    struct csv csv;
    enum err err = csv_open(&csv, dir, "services.csv");
    if (err)
        return err;
    while (csv_row(&csv, 3, &err)) {
        if (day->service_count == DAY_SERVICES_MAX) {
            err = too_many(&csv, DAY_SERVICES_MAX);
            break;
        }
        cell(&csv, 0, day->service_count, day->service_count, &err);
        day->services[day->service_count++] =
            (struct day_service){.zone = (uint32_t)cell(&csv, 1, 0, 99, &err),
                                 .mean = cell(&csv, 2, 1, ms_max, &err)};
    }
    fclose(csv.file);
    return err;
}

static void read_list(struct csv *csv, uint32_t column, struct day_window *window,
                      uint32_t services, enum err *err)
{
    char *rest = NULL;
    for (char *word = strtok_r(csv->cells[column], " ", &rest); word && !*err;
         word = strtok_r(NULL, " ", &rest)) {
        unsigned long service = strtoul(word, NULL, 10);
        if (service >= services || window->count == DAY_WINDOW_SERVICES_MAX)
            *err = log_fault(ERR_CONFIG, "%s:%u: '%s' is no service, or more than %u", csv->path,
                             csv->line, word, DAY_WINDOW_SERVICES_MAX);
        else
            window->services[window->count++] = (uint32_t)service;
    }
}

static enum err read_windows(struct day *day, const char *dir)
{
    struct csv csv;
    enum err err = csv_open(&csv, dir, "windows.csv");
    if (err)
        return err;
    while (csv_row(&csv, 7, &err)) {
        if (day->window_count == DAY_WINDOWS_MAX) {
            err = too_many(&csv, DAY_WINDOWS_MAX);
            break;
        }
        struct day_window *window = &day->windows[day->window_count];
        cell(&csv, 0, day->window_count, day->window_count, &err);
        window->zone = (uint32_t)cell(&csv, 1, 0, 99, &err);
        window->comprehensive = cell(&csv, 2, 0, 1, &err) != 0;
        window->staffed = cell(&csv, 3, 0, 1, &err) != 0;
        window->speed_pm = (uint32_t)cell(&csv, 4, 1, 100000, &err);
        window->pool_pm = (uint32_t)cell(&csv, 5, 1, 100000, &err);
        read_list(&csv, 6, window, day->service_count, &err);
        day->window_count++;
    }
    fclose(csv.file);
    return err;
}

static enum err read_shifts(struct day *day, const char *dir)
{
    struct csv csv;
    enum err err = csv_open(&csv, dir, "shifts.csv");
    if (err)
        return err;
    while (csv_row(&csv, 4, &err)) {
        if (day->shift_count == DAY_SHIFTS_MAX) {
            err = too_many(&csv, DAY_SHIFTS_MAX);
            break;
        }
        day->shifts[day->shift_count++] =
            (struct day_shift){.window = (uint32_t)cell(&csv, 0, 0, day->window_count - 1, &err),
                               .pause = strcmp(csv.cells[1], "break") == 0,
                               .start = cell(&csv, 2, 0, ms_max, &err),
                               .end = cell(&csv, 3, 0, ms_max, &err)};
    }
    fclose(csv.file);
    return err;
}

static enum err read_visitors(struct day *day, const char *dir)
{
    struct csv csv;
    enum err err = csv_open(&csv, dir, "trace.csv");
    if (err)
        return err;
    while (csv_row(&csv, 10, &err)) {
        if (day->visitor_count == DAY_VISITORS_MAX) {
            err = too_many(&csv, DAY_VISITORS_MAX);
            break;
        }
        int64_t last = (int64_t)day->service_count - 1;
        day->visitors[day->visitor_count++] =
            (struct day_visitor){.arrive = cell(&csv, 1, 0, ms_max, &err),
                                 .service = (uint32_t)cell(&csv, 2, 0, last, &err),
                                 .patience = cell(&csv, 5, -1, 1000 * HOUR, &err),
                                 .work = cell(&csv, 6, 0, ms_max, &err),
                                 .next_service = (int32_t)cell(&csv, 7, -1, last, &err),
                                 .next_work = cell(&csv, 8, 0, ms_max, &err),
                                 .next_patience = cell(&csv, 9, -1, 1000 * HOUR, &err)};
    }
    fclose(csv.file);
    return err;
}

enum err day_read(const char *dir, struct day *day)
{
    *day = (struct day){0};
    day->services = calloc(DAY_SERVICES_MAX, sizeof(*day->services));
    day->windows = calloc(DAY_WINDOWS_MAX, sizeof(*day->windows));
    day->shifts = calloc(DAY_SHIFTS_MAX, sizeof(*day->shifts));
    day->visitors = calloc(DAY_VISITORS_MAX, sizeof(*day->visitors));
    enum err err = day->services && day->windows && day->shifts && day->visitors
                       ? ERR_NONE
                       : log_fault(ERR_NOMEM, "no memory for a day");
    if (!err)
        err = read_hall(day, dir);
    if (!err)
        err = read_services(day, dir);
    if (!err)
        err = read_windows(day, dir);
    if (!err)
        err = read_shifts(day, dir);
    if (!err)
        err = read_visitors(day, dir);
    if (err)
        day_free(day);
    return err;
}

void day_free(struct day *day)
{
    free(day->services);
    free(day->windows);
    free(day->shifts);
    free(day->visitors);
    *day = (struct day){0};
}
