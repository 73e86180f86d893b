/* SPDX-License-Identifier: Apache-2.0 */
#include "app/boot.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "os/file.h"
#include "os/log.h"

#define TEXT_MAX 32

/* 0 = none: what is not a number is as good as lost. */
static enum err read_count(const char *path, uint32_t *boot)
{
    uint8_t *bytes;
    size_t length;
    *boot = 0;
    if (!file_exists(path))
        return ERR_NONE;
    enum err err = file_read(path, TEXT_MAX, &bytes, &length);
    if (err && err != ERR_TOOBIG)
        return log_fault(ERR_IO, "%s cannot be read; check the rights of the state folder", path);
    char *end = NULL;
    unsigned long value = err ? 0 : strtoul((const char *)bytes, &end, 10);
    bool good = end && (*end == '\n' || *end == '\0') && value < UINT32_MAX;
    free(bytes);
    if (good)
        *boot = (uint32_t)value;
    if (!*boot)
        log_warn("%s does not hold a number of starts; the controller gives a new one", path);
    return ERR_NONE;
}

enum err boot_count(const char *dir, uint32_t *boot)
{
    char path[FILE_PATH_MAX];
    enum err err = file_in(dir, "boot", path) ? ERR_NONE : ERR_CONFIG;
    if (!err)
        err = file_make_dir(dir, 0755);
    if (!err)
        err = read_count(path, boot);
    if (err || !*boot)
        return err;
    ++*boot;
    return boot_keep(dir, *boot);
}

enum err boot_keep(const char *dir, uint32_t boot)
{
    char path[FILE_PATH_MAX], text[TEXT_MAX];
    enum err err = file_in(dir, "boot", path) ? ERR_NONE : ERR_CONFIG;
    int length = snprintf(text, sizeof(text), "%" PRIu32 "\n", boot);
    return err ? err : file_write(path, text, (size_t)length, 0644);
}
