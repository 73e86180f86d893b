/* SPDX-License-Identifier: Apache-2.0 */
#include "day/day.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "day/csv.h"
#include "os/log.h"

#define ZONE_MAX 9999
#define PER_MILLE_MAX 100000
#define PATIENCE_MAX (1000 * HOUR)

/* May another row come? Says so when not. */
static bool room(struct csv *csv, uint32_t count, uint32_t most)
{
    if (count == most)
        csv_bad(csv, 0, "more than %u rows", most);
    return count < most;
}

/* Rows are counted from 0 without gaps, so that a number is a place. */
static bool counted(struct csv *csv, uint32_t count)
{
    if (csv_number(csv, 0, 0, INT32_MAX) != count)
        csv_bad(csv, 0, "'%.40s' where %u was expected; rows count from 0", csv->cells[0], count);
    return !csv->err;
}

static enum err read_hall(struct day *day, const char *dir)
{
    struct csv csv;
    const struct {
        const char *key;
        msec *value;
    } keys[] = {{"noshow_ms", &day->no_show},
                {"open_ms", &day->open},
                {"close_ms", &day->close},
                {"late_grace_ms", &day->late_grace}};
    bool seen[countof(keys)] = {false};
    csv_open(&csv, dir, "hall.csv", "key,value");
    while (csv_row(&csv)) {
        size_t i = 0;
        while (i < countof(keys) && strcmp(csv.cells[0], keys[i].key) != 0)
            i++;
        if (i == countof(keys) || seen[i]) {
            csv_bad(&csv, 0, "'%.40s' is %s", csv.cells[0],
                    i < countof(keys) ? "said twice" : "not known");
            break;
        }
        seen[i] = true;
        *keys[i].value = csv_number(&csv, 1, 0, DAY_SPAN);
    }
    for (size_t i = 0; i < countof(keys) && !csv.err; i++)
        if (!seen[i])
            csv.err = log_fault(ERR_CONFIG, "%s: '%s' is missing", csv.path, keys[i].key);
    return csv_close(&csv);
}

static enum err read_services(struct day *day, const char *dir)
{
    struct csv csv;
    csv_open(&csv, dir, "services.csv", "service,zone,mean_ms,cv_permille");
    while (csv_row(&csv) && room(&csv, day->service_count, SERVICES_MAX) &&
           counted(&csv, day->service_count)) {
        csv_number(&csv, 3, 0, PER_MILLE_MAX);
        day->services[day->service_count++] =
            (struct day_service){.zone = (uint32_t)csv_number(&csv, 1, 0, ZONE_MAX),
                                 .mean = csv_number(&csv, 2, 1, 24 * HOUR)};
    }
    if (!csv.err && !day->service_count)
        csv.err = log_fault(ERR_CONFIG, "%s: no service", csv.path);
    return csv_close(&csv);
}

static bool add_service(struct csv *csv, struct day_window *window, const char *word,
                        uint32_t services)
{
    char *end;
    unsigned long service = strtoul(word, &end, 10);
    if (*end || word[0] == '-' || word[0] == '+' || service >= services) {
        csv_bad(csv, 6, "'%.40s' is no service; they count from 0 to %u", word, services - 1);
        return false;
    }
    for (uint32_t i = 0; i < window->count; i++)
        if (window->services[i] == service)
            csv_bad(csv, 6, "service %lu is listed twice", service);
    if (window->count == WINDOW_SERVICES_MAX)
        csv_bad(csv, 6, "more than %d services", WINDOW_SERVICES_MAX);
    if (csv->err)
        return false;
    window->services[window->count++] = (uint32_t)service;
    return true;
}

static enum err read_windows(struct day *day, const char *dir)
{
    struct csv csv;
    csv_open(&csv, dir, "windows.csv",
             "window,zone,comprehensive,staffed,speed_pm,pool_pm,services,static_services");
    while (csv_row(&csv) && room(&csv, day->window_count, WINDOWS_MAX) &&
           counted(&csv, day->window_count)) {
        struct day_window *window = &day->windows[day->window_count++];
        window->zone = (uint32_t)csv_number(&csv, 1, 0, ZONE_MAX);
        window->comprehensive = csv_number(&csv, 2, 0, 1) != 0;
        window->staffed = csv_number(&csv, 3, 0, 1) != 0;
        window->speed_pm = (uint32_t)csv_number(&csv, 4, 1, PER_MILLE_MAX);
        window->pool_pm = (uint32_t)csv_number(&csv, 5, 1, PER_MILLE_MAX);
        char *rest = NULL;
        char *word = strtok_r(csv.cells[6], " ", &rest);
        while (word && add_service(&csv, window, word, day->service_count))
            word = strtok_r(NULL, " ", &rest);
    }
    if (!csv.err && !day->window_count)
        csv.err = log_fault(ERR_CONFIG, "%s: no window", csv.path);
    return csv_close(&csv);
}

static int by_window(const void *a, const void *b)
{
    const struct day_shift *x = a, *y = b;
    if (x->window != y->window)
        return x->window < y->window ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->pause - y->pause;
}

/* A window's shifts stand together; two of one kind do not overlap. */
static enum err sort_shifts(struct day *day, const char *path)
{
    if (day->shift_count)
        qsort(day->shifts, day->shift_count, sizeof(*day->shifts), by_window);
    const struct day_shift *last[2] = {NULL, NULL};
    for (uint32_t i = 0; i < day->shift_count; i++) {
        const struct day_shift *shift = &day->shifts[i];
        const struct day_shift *before = last[shift->pause];
        struct day_window *window = &day->windows[shift->window];
        if (before && before->window == shift->window && before->end > shift->start)
            return log_fault(ERR_CONFIG, "%s: window %u: two rows of one kind overlap at %lld",
                             path, shift->window, (long long)shift->start);
        if (!window->shift_count++)
            window->shift = i;
        last[shift->pause] = shift;
    }
    return ERR_NONE;
}

static enum err read_shifts(struct day *day, const char *dir)
{
    struct csv csv;
    csv_open(&csv, dir, "shifts.csv", "window,kind,start_ms,end_ms");
    while (csv_row(&csv) && room(&csv, day->shift_count, DAY_SHIFTS_MAX)) {
        bool pause = strcmp(csv.cells[1], "break") == 0;
        if (!pause && strcmp(csv.cells[1], "open") != 0)
            csv_bad(&csv, 1, "'%.40s' is neither open nor break", csv.cells[1]);
        struct day_shift *shift = &day->shifts[day->shift_count++];
        *shift = (struct day_shift){.window = (uint32_t)csv_number(&csv, 0, 0,
                                                                   (int64_t)day->window_count - 1),
                                    .pause = pause,
                                    .start = csv_number(&csv, 2, 0, DAY_SPAN)};
        shift->end = csv_number(&csv, 3, 0, DAY_SPAN);
        if (shift->end <= shift->start)
            csv_bad(&csv, 3, "it should be later than start_ms");
    }
    enum err err = csv_close(&csv);
    return err ? err : sort_shifts(day, csv.path);
}

static void read_visitor(struct csv *csv, const struct day *day, struct day_visitor *visitor)
{
    int64_t last = (int64_t)day->service_count - 1;
    *visitor = (struct day_visitor){
        .ticket = (uint32_t)csv_number(csv, 0, 0, INT32_MAX),
        .arrive = csv_number(csv, 1, 0, 24 * HOUR - 1),
        .service = (uint32_t)csv_number(csv, 2, 0, last),
        .ticket_class = (uint8_t)csv_number(csv, 3, CLASS_NORMAL, CLASS_GREEN),
        .due = csv_number(csv, 4, -1, DAY_SPAN),
        .patience = csv_number(csv, 5, -1, PATIENCE_MAX),
        .work = csv_number(csv, 6, 0, 24 * HOUR),
        .next_service = (int32_t)csv_number(csv, 7, -1, last),
        .next_work = csv_number(csv, 8, 0, 24 * HOUR),
        .next_patience = csv_number(csv, 9, -1, PATIENCE_MAX),
    };
    if ((visitor->ticket_class == CLASS_APPOINTMENT) != (visitor->due >= 0))
        csv_bad(csv, 4, "appointments (class 2) have a due time, all others -1");
}

static enum err read_visitors(struct day *day, const char *dir)
{
    struct csv csv;
    uint32_t tickets[SERVICES_MAX] = {0};
    csv_open(&csv, dir, "trace.csv",
             "ticket,arrive_ms,service,class,due_ms,patience_ms,work_ms,next_service,next_work_ms,"
             "next_patience_ms");
    while (csv_row(&csv) && room(&csv, day->visitor_count, TICKETS_DAY_MAX)) {
        struct day_visitor *visitor = &day->visitors[day->visitor_count++];
        read_visitor(&csv, day, visitor);
        if (day->visitor_count > 1 && visitor->arrive < visitor[-1].arrive)
            csv_bad(&csv, 1, "earlier than in the row before");
        if (day->visitor_count > 1 && visitor->ticket <= visitor[-1].ticket)
            csv_bad(&csv, 0, "not above that of the row before");
        if (++tickets[visitor->service] > LABEL_NUMBER_MAX)
            csv_bad(&csv, 2, "more than %d tickets of one service", LABEL_NUMBER_MAX);
    }
    return csv_close(&csv);
}

msec day_duration(const struct day *day, uint32_t window, uint32_t service, msec work)
{
    assert(window < day->window_count && service < day->service_count);
    const struct day_window *at = &day->windows[window];
    msec took = work * at->speed_pm / 1000;
    return at->zone == day->services[service].zone ? took : took * at->pool_pm / 1000;
}

enum err day_read(const char *dir, struct day *day)
{
    *day = (struct day){0};
    day->services = calloc(SERVICES_MAX, sizeof(*day->services));
    day->windows = calloc(WINDOWS_MAX, sizeof(*day->windows));
    day->shifts = calloc(DAY_SHIFTS_MAX, sizeof(*day->shifts));
    day->visitors = calloc(TICKETS_DAY_MAX, sizeof(*day->visitors));
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
