/* SPDX-License-Identifier: Apache-2.0 */
#include "app/roll_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/file.h"
#include "os/log.h"

enum err roll_read(const char *dir, struct roll *roll)
{
    char path[FILE_PATH_MAX];
    uint8_t *bytes;
    size_t length;
    *roll = (struct roll){0};
    enum err err = file_in(dir, "paper", path) ? ERR_NONE : ERR_CONFIG;
    if (err || !file_exists(path))
        return err;
    err = file_read(path, ROLL_TEXT_SIZE, &bytes, &length);
    if (err)
        return log_fault(ERR_IO, "%s cannot be read; check the rights of the state folder", path);
    if (!roll_parse(roll, (const char *)bytes, length))
        log_warn("%s does not hold a count of paper; press 已换纸 on the staff page", path);
    free(bytes);
    return ERR_NONE;
}

enum err roll_write(const char *dir, const struct roll *roll)
{
    char path[FILE_PATH_MAX], text[ROLL_TEXT_SIZE];
    enum err err = file_in(dir, "paper", path) ? ERR_NONE : ERR_CONFIG;
    roll_print(roll, text);
    return err ? err : file_write(path, text, strlen(text), 0644);
}
