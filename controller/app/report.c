/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report - closing a day freezes its report (R-O7, R-Z2): STATE/reports/2026-03-18.csv, with the
 * row that closed it and that row's link of the chain (T15).
 *
 * Made after the answers of the turn that closed it went out, when the hall is empty. What fails is
 * logged and costs nobody anything: `hallctl report` makes the same bytes from the journal.
 */
#include "store/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/controller.h"
#include "os/clock.h"

static bool path_of(const struct controller *c, const char *name, char path[FILE_PATH_MAX])
{
    int n = snprintf(path, FILE_PATH_MAX, "%s/reports%s", c->settings.state_dir, name);
    return n > 0 && n < FILE_PATH_MAX;
}

void report_push(struct controller *c)
{
    char path[FILE_PATH_MAX], name[24], *text;
    size_t length;
    uint32_t day = c->report_due;
    if (!day)
        return;
    c->report_due = 0;
    msec begun = clock_mono_ms();
    snprintf(name, sizeof(name), "/%04u-%02u-%02u.csv", day / 10000, day / 100 % 100, day % 100);
    if (!path_of(c, "", path) || file_make_dir(path, 0700) || !path_of(c, name, path) ||
        report_of_store(c->store, day, &text, &length) || !text)
        return;
    if (!file_write(path, text, length, 0600))
        log_info("report day=%u file=%s ms=%" PRId64, day, path, clock_mono_ms() - begun);
    free(text);
}

/* The process died between the close and the report. */
void report_start(struct controller *c)
{
    char path[FILE_PATH_MAX], name[24];
    uint32_t day = c->last_day;
    snprintf(name, sizeof(name), "/%04u-%02u-%02u.csv", day / 10000, day / 100 % 100, day % 100);
    if (day && !hall_day(c->hall) && path_of(c, name, path) && !file_exists(path))
        c->report_due = day;
}
