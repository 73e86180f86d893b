/* SPDX-License-Identifier: Apache-2.0 */
#include "app/boot.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "os/file.h"
#include "os/log.h"

#define TEXT_MAX 32

static enum err read_count(const char *path, uint32_t *boot)
{
    uint8_t *bytes;
    size_t length;
    *boot = 0;
    if (!file_exists(path))
        return ERR_NONE;
    enum err err = file_read(path, TEXT_MAX, &bytes, &length);
    if (err)
        return log_fault(ERR_IO, "%s cannot be read; check the rights of the state folder", path);
    char *end;
    unsigned long value = strtoul((const char *)bytes, &end, 10);
    bool good = end != (const char *)bytes && (*end == '\n' || *end == '\0') && value < UINT32_MAX;
    free(bytes);
    if (!good)
        return log_fault(ERR_CONFIG, "%s does not hold a number of starts; delete the file", path);
    *boot = (uint32_t)value;
    return ERR_NONE;
}

enum err boot_count(const char *dir, uint32_t *boot)
{
    char path[FILE_PATH_MAX], text[TEXT_MAX];
    int length = snprintf(path, sizeof(path), "%s/boot", dir);
    if (length < 0 || (size_t)length >= sizeof(path))
        return log_fault(ERR_CONFIG, "--state %s: the path is too long", dir);
    enum err err = file_make_dir(dir, 0755);
    if (!err)
        err = read_count(path, boot);
    if (err)
        return err;
    ++*boot;
    length = snprintf(text, sizeof(text), "%" PRIu32 "\n", *boot);
    return file_write(path, text, (size_t)length, 0644);
}
