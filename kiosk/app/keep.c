/* SPDX-License-Identifier: Apache-2.0 */
#include "app/keep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/staff.h"
#include "os/file.h"
#include "os/log.h"

#define TEXT_MAX 256

static bool read_line(const char *line, struct kept *kept)
{
    unsigned value = 0;
    char name[16] = "", rest = 0;
    if (sscanf(line, "%15s %u%c", name, &value, &rest) != 2)
        return false;
    if (strcmp(name, "volume") == 0 && value <= KIOSK_VOLUME_MAX)
        kept->volume = (uint8_t)value;
    else if (strcmp(name, "stopped") == 0 && value <= 1)
        kept->stopped = value != 0;
    else
        return false;
    return true;
}

enum err keep_read(const char *dir, struct kept *kept)
{
    char path[FILE_PATH_MAX], *after = NULL;
    uint8_t *bytes;
    size_t length;
    enum err err = file_in(dir, "staff", path) ? ERR_NONE : ERR_CONFIG;
    if (err || !file_exists(path))
        return err;
    err = file_read(path, TEXT_MAX, &bytes, &length);
    if (err)
        return log_fault(ERR_IO, "%s cannot be read; check the rights of the state folder", path);
    char text[TEXT_MAX + 1];
    memcpy(text, bytes, length);
    text[length] = '\0';
    free(bytes);
    for (char *line = strtok_r(text, "\n", &after); line; line = strtok_r(NULL, "\n", &after))
        if (!read_line(line, kept))
            log_warn("%s: \"%.40s\" is not understood; set it again on the staff page", path, line);
    return ERR_NONE;
}

enum err keep_write(const char *dir, const struct kept *kept)
{
    char path[FILE_PATH_MAX], text[TEXT_MAX];
    enum err err = file_in(dir, "staff", path) ? ERR_NONE : ERR_CONFIG;
    int length =
        snprintf(text, sizeof(text), "volume %u\nstopped %u\n", kept->volume, kept->stopped);
    return err ? err : file_write(path, text, (size_t)length, 0644);
}
