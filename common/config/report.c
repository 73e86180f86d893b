/* SPDX-License-Identifier: Apache-2.0 */
#include "config/report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

PRINTF_LIKE(6, 0)
static void keep(struct report *report, enum config_part part, struct place place, const char *path,
                 const char *kind, const char *fmt, va_list args)
{
    if (report->kept == MISTAKES_MAX)
        return;
    struct mistake *mistake = &report->list[report->kept++];
    mistake->part = (uint8_t)part;
    mistake->place = place;
    int n = snprintf(mistake->text, MISTAKE_SIZE, "%.*s: %s", PATH_SIZE, *path ? path : "-", kind);
    vsnprintf(mistake->text + n, MISTAKE_SIZE - (size_t)n, fmt, args);
}

void report_add(struct report *report, enum config_part part, struct place place, const char *path,
                const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report->count++;
    keep(report, part, place, path, "", fmt, args);
    va_end(args);
}

void report_warn(struct report *report, enum config_part part, struct place place, const char *path,
                 const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    report->warned++;
    keep(report, part, place, path, "warning: ", fmt, args);
    va_end(args);
}

static int compare(const void *a, const void *b)
{
    const struct mistake *one = a, *two = b;
    if (one->part != two->part)
        return one->part < two->part ? -1 : 1;
    if (one->place.line != two->place.line)
        return one->place.line < two->place.line ? -1 : 1;
    if (one->place.column != two->place.column)
        return one->place.column < two->place.column ? -1 : 1;
    return strcmp(one->text, two->text); /* the same order in every run */
}

void report_print(struct report *report, FILE *to)
{
    qsort(report->list, report->kept, sizeof(report->list[0]), compare);
    for (uint32_t i = 0; i < report->kept; i++)
        fprintf(to, "%s:%u:%u: %s\n", report->names[report->list[i].part],
                report->list[i].place.line, report->list[i].place.column, report->list[i].text);
    uint32_t all = report->count + report->warned;
    if (all > report->kept)
        fprintf(to, "%u more mistakes; mend these first\n", all - report->kept);
}
