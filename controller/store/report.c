/* SPDX-License-Identifier: Apache-2.0 */
#include "store/report.h"

#include <stdlib.h>
#include <string.h>

#include "os/log.h"
#include "report/day_report.h"
#include "store/offline.h"

#define TEXT_STEP 65536

/* Where the rows come from: one of the two. */
struct rows_from {
    struct store *store;
    const char *dir;
    uint32_t day;
};

struct reading {
    uint32_t facts, facts_at_close;
    struct day_report_head head; /* row 0: not closed */
    struct day_report *report;
};

struct text {
    char *at;
    size_t length, size;
    bool bad;
};

static enum err read_rows(const struct rows_from *from,
                          enum err (*row)(void *context, const struct store_row *row),
                          void *context)
{
    return from->store ? store_day(from->store, from->day, row, context)
                       : offline_day(from->dir, from->day, row, context);
}

static enum err measure(void *context, const struct store_row *row)
{
    struct reading *reading = context;
    reading->facts += row->facts.count;
    for (uint32_t i = 0; i < row->facts.count; i++)
        if (row->facts.list[i].kind == FACT_KIND_DAY_CLOSED) {
            reading->head.row = row->seq;
            memcpy(reading->head.link, row->link, sizeof(reading->head.link));
            reading->facts_at_close = reading->facts;
        }
    return ERR_NONE;
}

static enum err take(void *context, const struct store_row *row)
{
    const struct reading *reading = context;
    for (uint32_t i = 0; i < row->facts.count && row->seq <= reading->head.row; i++)
        day_report_fact(reading->report, &row->facts.list[i], row->seq);
    return ERR_NONE;
}

static void add_line(void *context, const char *line)
{
    struct text *text = context;
    size_t n = strlen(line);
    if (!text->bad && text->length + n + 1 > text->size) {
        char *larger = realloc(text->at, text->size + n + TEXT_STEP);
        text->bad = !larger;
        text->at = larger ? larger : text->at;
        text->size += larger ? n + TEXT_STEP : 0;
    }
    if (text->bad)
        return;
    memcpy(text->at + text->length, line, n + 1);
    text->length += n;
}

static enum err make(const struct rows_from *from, char **out, size_t *length)
{
    struct reading reading = {.head = {.day = from->day}};
    struct text text = {0};
    *out = NULL;
    enum err err = read_rows(from, measure, &reading);
    if (err || !reading.head.row)
        return err;
    void *memory = malloc(day_report_bytes(reading.facts_at_close));
    if (!memory)
        return log_fault(ERR_NOMEM, "no memory for the report of a day of %u facts", reading.facts);
    reading.report = day_report_init(memory, reading.facts_at_close);
    err = read_rows(from, take, &reading);
    if (!err)
        day_report_print(reading.report, &reading.head, add_line, &text);
    free(memory);
    if (!err && text.bad)
        err = log_fault(ERR_NOMEM, "no memory for the report of a day");
    if (err)
        free(text.at);
    else
        *out = text.at;
    *length = text.length;
    return err;
}

enum err report_of_store(struct store *store, uint32_t day, char **text, size_t *length)
{
    const struct rows_from from = {store, NULL, day};
    return make(&from, text, length);
}

enum err report_of_folder(const char *dir, uint32_t day, char **text, size_t *length)
{
    const struct rows_from from = {NULL, dir, day};
    return make(&from, text, length);
}
