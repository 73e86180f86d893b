/* SPDX-License-Identifier: Apache-2.0 */
#include "day/csv.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"

/* The next line without its end; false at the end of the file and after a mistake. */
static bool read_line(struct csv *csv)
{
    if (csv->err || !fgets(csv->text, sizeof(csv->text), csv->file))
        return false;
    csv->line++;
    size_t length = strlen(csv->text);
    bool whole = length > 0 && csv->text[length - 1] == '\n';
    if (!whole && !feof(csv->file)) {
        csv->err = log_fault(ERR_CONFIG, "%s:%u: longer than %d bytes, or with a zero byte in it",
                             csv->path, csv->line, CSV_LINE_MAX - 2);
        return false;
    }
    csv->text[strcspn(csv->text, "\r\n")] = '\0';
    return true;
}

static void name_columns(struct csv *csv, const char *header)
{
    for (const char *at = header; *at && csv->columns < CSV_COLUMNS_MAX;) {
        size_t length = strcspn(at, ",");
        assert(length && length < sizeof(csv->names[0]));
        memcpy(csv->names[csv->columns++], at, length);
        at += length + (at[length] == ',');
    }
}

void csv_open(struct csv *csv, const char *dir, const char *name, const char *header)
{
    *csv = (struct csv){0};
    name_columns(csv, header);
    snprintf(csv->path, sizeof(csv->path), "%s/%s", dir, name);
    csv->file = fopen(csv->path, "r");
    if (!csv->file) {
        csv->err = log_fault(ERR_USAGE, "cannot read %s (%s); a folder with a day is wanted",
                             csv->path, strerror(errno));
        return;
    }
    if (!read_line(csv) && !csv->err)
        csv->err =
            log_fault(ERR_CONFIG, "%s: empty; its first line should be '%s'", csv->path, header);
    if (!csv->err && strcmp(csv->text, header) != 0)
        csv->err = log_fault(ERR_CONFIG, "%s:1: the first line should be '%s'", csv->path, header);
}

static uint32_t cut_cells(struct csv *csv)
{
    uint32_t count = 0;
    for (char *at = csv->text; at; count++) {
        if (count < CSV_COLUMNS_MAX)
            csv->cells[count] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = '\0';
    }
    return count;
}

bool csv_row(struct csv *csv)
{
    if (!read_line(csv))
        return false;
    uint32_t count = cut_cells(csv);
    if (count != csv->columns)
        csv->err = log_fault(ERR_CONFIG, "%s:%u: %u columns; there should be %u", csv->path,
                             csv->line, count, csv->columns);
    return !csv->err;
}

void csv_bad(struct csv *csv, uint32_t column, const char *fmt, ...)
{
    if (csv->err)
        return;
    char text[256];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    assert(column < csv->columns);
    csv->err =
        log_fault(ERR_CONFIG, "%s:%u: %s: %s", csv->path, csv->line, csv->names[column], text);
}

int64_t csv_number(struct csv *csv, uint32_t column, int64_t least, int64_t most)
{
    assert(column < csv->columns && least <= most);
    const char *cell = csv->cells[column];
    char *end = NULL;
    errno = 0;
    long long value = strtoll(cell, &end, 10);
    bool digits = cell[0] == '-' || (cell[0] >= '0' && cell[0] <= '9'); /* no blanks, no plus */
    if (digits && end != cell && !*end && !errno && value >= least && value <= most)
        return value;
    csv_bad(csv, column, "'%.40s' is not a whole number from %lld to %lld", cell, (long long)least,
            (long long)most);
    return least;
}

enum err csv_close(struct csv *csv)
{
    if (csv->file && ferror(csv->file) && !csv->err)
        csv->err = log_fault(ERR_IO, "%s: %s", csv->path, strerror(errno));
    if (csv->file)
        fclose(csv->file);
    csv->file = NULL;
    return csv->err;
}
