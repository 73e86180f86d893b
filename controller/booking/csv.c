/* SPDX-License-Identifier: Apache-2.0 */
#include "booking/csv.h"

#include <string.h>

void csv_open(struct csv *csv, const void *bytes, size_t size)
{
    const char *text = bytes;
    *csv = (struct csv){text, text + size, 0, 1};
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        csv->at += 3;
}

static bool at_line_end(const struct csv *csv)
{
    return csv->at == csv->end || *csv->at == '\n' ||
           (*csv->at == '\r' && (csv->at + 1 == csv->end || csv->at[1] == '\n'));
}

static void pass_line_end(struct csv *csv)
{
    while (csv->at < csv->end && *csv->at != '\n')
        csv->at++;
    if (csv->at < csv->end)
        csv->at++;
    csv->next++;
}

/* What does not fit is passed over and named. */
static void add(struct csv_row *row, char *field, size_t *length, char c)
{
    if (c == '\0')
        row->problem = "the line holds a NUL character; remove it";
    else if (*length == CSV_FIELD_SIZE - 1)
        row->problem = "a field has more than 63 bytes; shorten it";
    else
        field[(*length)++] = c;
}

static void quoted(struct csv *csv, struct csv_row *row, char *field, size_t *length)
{
    for (csv->at++; csv->at < csv->end && *csv->at != '\n'; csv->at++) {
        bool quote = *csv->at == '"';
        if (quote && (csv->at + 1 == csv->end || csv->at[1] != '"')) {
            csv->at++;
            if (!at_line_end(csv) && *csv->at != ',')
                row->problem = "text behind a closing quote; put the whole field in quotes";
            return;
        }
        if (quote)
            csv->at++;
        add(row, field, length, *csv->at);
    }
    row->problem = "a quote is not closed on its line; add the closing quote";
}

static void read_field(struct csv *csv, struct csv_row *row, char field[CSV_FIELD_SIZE])
{
    size_t length = 0;
    while (csv->at < csv->end && *csv->at == ' ')
        csv->at++;
    if (csv->at < csv->end && *csv->at == '"')
        quoted(csv, row, field, &length);
    for (; !at_line_end(csv) && *csv->at != ','; csv->at++)
        add(row, field, &length, *csv->at);
    while (length && field[length - 1] == ' ')
        length--;
    field[length] = '\0';
}

static void read_row(struct csv *csv, struct csv_row *row)
{
    for (bool more = true; more && !row->problem;) {
        if (row->count == CSV_FIELDS_MAX) {
            row->problem = "more than 8 fields; remove what stands behind the last column";
            return;
        }
        read_field(csv, row, row->fields[row->count++]);
        more = !at_line_end(csv);
        csv->at += more && *csv->at == ',';
    }
}

bool csv_next(struct csv *csv, struct csv_row *row)
{
    while (csv->at < csv->end && at_line_end(csv))
        pass_line_end(csv);
    if (csv->at == csv->end)
        return false;
    memset(row, 0, sizeof(*row));
    csv->line = csv->next;
    read_row(csv, row);
    pass_line_end(csv);
    return true;
}
