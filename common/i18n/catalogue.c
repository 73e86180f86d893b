/* SPDX-License-Identifier: Apache-2.0 */
#include "i18n/catalogue.h"

#include <string.h>

#define MAGIC 0x950412deu
#define HEADER_SIZE 28
#define ROW_SIZE 8 /* length, offset */

/* msgfmt writes in the byte order of its machine; other orders are refused. */
static uint32_t number_at(const struct catalogue *catalogue, size_t at)
{
    uint32_t value;
    memcpy(&value, catalogue->bytes + at, sizeof(value));
    return value;
}

static bool table_fits(const struct catalogue *catalogue, uint32_t at)
{
    return at <= catalogue->length &&
           catalogue->count <= (catalogue->length - at) / (size_t)ROW_SIZE;
}

bool catalogue_open(struct catalogue *catalogue, const uint8_t *bytes, size_t length)
{
    *catalogue = (struct catalogue){.bytes = bytes, .length = length};
    if (length < HEADER_SIZE || number_at(catalogue, 0) != MAGIC)
        return false;
    catalogue->count = number_at(catalogue, 8);
    catalogue->keys = number_at(catalogue, 12);
    catalogue->texts = number_at(catalogue, 16);
    return table_fits(catalogue, catalogue->keys) && table_fits(catalogue, catalogue->texts);
}

static const char *string_at(const struct catalogue *catalogue, uint32_t table, uint32_t row)
{
    size_t length = number_at(catalogue, table + (size_t)row * ROW_SIZE);
    size_t at = number_at(catalogue, table + (size_t)row * ROW_SIZE + 4);
    if (at >= catalogue->length || length >= catalogue->length - at ||
        catalogue->bytes[at + length] != 0)
        return NULL;
    return (const char *)catalogue->bytes + at;
}

const char *catalogue_find(const struct catalogue *catalogue, const char *key)
{
    for (uint32_t row = 0; row < catalogue->count; row++) {
        const char *found = string_at(catalogue, catalogue->keys, row);
        if (!found || strcmp(found, key) != 0)
            continue;
        const char *text = string_at(catalogue, catalogue->texts, row);
        return text && *text ? text : NULL;
    }
    return NULL;
}
