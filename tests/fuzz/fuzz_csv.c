/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_csv - any bytes are rows of bounded, ended fields, on ascending lines, and the reader ends.
 */
#include <stdlib.h>
#include <string.h>

#include "booking/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv csv;
    struct csv_row row;
    uint32_t line = 0, lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    csv_open(&csv, data, size);
    while (csv_next(&csv, &row)) {
        require(row.count >= 1 && row.count <= CSV_FIELDS_MAX);
        require(csv.line > line && csv.line <= lines);
        line = csv.line;
        for (uint32_t i = 0; i < row.count; i++)
            require(memchr(row.fields[i], '\0', CSV_FIELD_SIZE) != NULL);
        require(csv.at <= csv.end);
    }
    require(csv.at == csv.end);
    return 0;
}
