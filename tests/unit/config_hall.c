/* SPDX-License-Identifier: Apache-2.0 */
#include "config_hall.h"

#include <stdlib.h>
#include <string.h>

#include "os/file.h"
#include "test.h"

void hall_files_read(struct hall_files *files)
{
    for (uint32_t i = 0; i < CONFIG_FILES; i++) {
        char path[512];
        uint8_t *bytes;
        snprintf(path, sizeof(path), "%s/halls/good/%s", TEST_DATA_DIR, config_file_name(i));
        files->list[i].name = config_file_name(i);
        assert_int_equal(file_read(path, 65536, &bytes, &files->list[i].length), ERR_NONE);
        files->texts[i] = (char *)bytes;
        files->list[i].bytes = bytes;
    }
}

void hall_files_free(struct hall_files *files)
{
    for (uint32_t i = 0; i < CONFIG_FILES; i++)
        free(files->texts[i]);
}

void hall_files_patch(struct hall_files *files, const char *name, const char *what,
                      const char *with)
{
    uint32_t i = 0;
    while (strcmp(files->list[i].name, name) != 0)
        i++;
    const char *old = files->texts[i];
    const char *at = *what ? strstr(old, what) : old + strlen(old);
    assert_non_null(at);
    size_t size = strlen(old) + strlen(with) + 1;
    char *text = malloc(size);
    assert_non_null(text);
    snprintf(text, size, "%.*s%s%s", (int)(at - old), old, with, at + strlen(what));
    free(files->texts[i]);
    files->texts[i] = text;
    files->list[i].bytes = (const uint8_t *)text;
    files->list[i].length = strlen(text);
}

enum err hall_files_load(const struct hall_files *files, char **report, struct hall_def **def,
                         uint32_t *mistakes)
{
    size_t size;
    FILE *to = open_memstream(report, &size);
    assert_non_null(to);
    enum err err = config_parse(files->list, to, def, mistakes);
    assert_int_equal(fclose(to), 0);
    return err;
}
