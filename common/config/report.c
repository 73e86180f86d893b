/* SPDX-License-Identifier: Apache-2.0 */
#include "config/report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void report_add(struct report *report, enum config_part part, struct place place, const char *path,
                const char *fmt, ...)
{
    if (report->count++ >= MISTAKES_MAX)
        return;
    struct mistake *mistake = &report->list[report->count - 1];
    mistake->part = (uint8_t)part;
    mistake->place = place;
    int n = snprintf(mistake->text, MISTAKE_SIZE, "%.*s: ", PATH_SIZE, *path ? path : "-");
    va_list args;
    va_start(args, fmt);
    vsnprintf(mistake->text + n, MISTAKE_SIZE - (size_t)n, fmt, args);
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
    uint32_t kept = report->count < MISTAKES_MAX ? report->count : MISTAKES_MAX;
    qsort(report->list, kept, sizeof(report->list[0]), compare);
    for (uint32_t i = 0; i < kept; i++)
        fprintf(to, "%s:%u:%u: %s\n", report->names[report->list[i].part],
                report->list[i].place.line, report->list[i].place.column, report->list[i].text);
    if (report->count > kept)
        fprintf(to, "%u more mistakes; mend these first\n", report->count - kept);
}
