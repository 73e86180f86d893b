/* SPDX-License-Identifier: Apache-2.0 */
#include "config/pack.h"

#include <assert.h>
#include <string.h>

#include "config/schema.h"

#define LENGTH_SIZE 8

size_t pack_head(uint32_t index, size_t length, uint8_t head[PACK_HEAD_MAX])
{
    const char *name = config_file_name(index);
    size_t at = strlen(name) + 1;
    assert(at + LENGTH_SIZE <= PACK_HEAD_MAX);
    memcpy(head, name, at);
    for (int i = 0; i < LENGTH_SIZE; i++)
        head[at++] = (uint8_t)((uint64_t)length >> (8 * i));
    return at;
}

uint32_t pack_parts(const struct config_file files[CONFIG_FILES])
{
    return files[PART_ITEMS].length ? CONFIG_FILES : PART_ITEMS;
}

size_t pack_size(const struct config_file files[CONFIG_FILES])
{
    uint8_t head[PACK_HEAD_MAX];
    size_t size = 0;
    for (uint32_t i = 0; i < pack_parts(files); i++)
        size += pack_head(i, files[i].length, head) + files[i].length;
    return size;
}

void pack_write(const struct config_file files[CONFIG_FILES], uint8_t *bytes)
{
    uint8_t head[PACK_HEAD_MAX];
    for (uint32_t i = 0; i < pack_parts(files); i++) {
        size_t length = pack_head(i, files[i].length, head);
        memcpy(bytes, head, length);
        if (files[i].length)
            memcpy(bytes + length, files[i].bytes, files[i].length);
        bytes += length + files[i].length;
    }
}

/* The length of file `index`, from what stands before it; *at moves behind that. */
static bool read_head(uint32_t index, const uint8_t *bytes, size_t size, size_t *at, size_t *length)
{
    const char *name = config_file_name(index);
    size_t n = strlen(name) + 1;
    if (size - *at < n + LENGTH_SIZE || memcmp(bytes + *at, name, n) != 0)
        return false;
    uint64_t value = 0;
    for (int i = 0; i < LENGTH_SIZE; i++)
        value |= (uint64_t)bytes[*at + n + (size_t)i] << (8 * i);
    *at += n + LENGTH_SIZE;
    *length = (size_t)value;
    return value <= PACK_FILE_MAX && value <= size - *at;
}

bool pack_read(const uint8_t *bytes, size_t size, struct config_file files[CONFIG_FILES])
{
    size_t at = 0;
    for (uint32_t i = 0; i < CONFIG_FILES; i++) {
        size_t length = 0;
        bool ends = i == PART_ITEMS && at == size;
        if (!ends && (!read_head(i, bytes, size, &at, &length) || (i == PART_ITEMS && !length)))
            return false;
        files[i] = (struct config_file){config_file_name(i), bytes + at, length};
        at += length;
    }
    return at == size;
}
