/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_config - any five files are loaded or refused, never worse.
 *
 * Input: the files of a hall in their order, each ended by a line "%%%". What loads must
 * be sound enough for every reader: counts within limits, texts ended, ids that resolve.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char separator[] = "%%%\n";

static const uint8_t *find(const uint8_t *from, const uint8_t *end)
{
    for (; end - from >= (ptrdiff_t)(sizeof(separator) - 1); from++)
        if (memcmp(from, separator, sizeof(separator) - 1) == 0)
            return from;
    return NULL;
}

static void split(const uint8_t *data, size_t size, struct config_file files[CONFIG_FILES])
{
    const uint8_t *end = data + size;
    for (uint32_t i = 0; i < CONFIG_FILES; i++) {
        const uint8_t *stop = find(data, end);
        files[i].name = config_file_name(i);
        files[i].bytes = data;
        files[i].length = (size_t)((stop ? stop : end) - data);
        data = stop ? stop + sizeof(separator) - 1 : end;
    }
}

static void require(int truth)
{
    if (!truth)
        abort();
}

static void use(const struct hall_def *def)
{
    require(def->floor_count >= 1 && def->floor_count <= FLOORS_MAX);
    require(def->window_count <= WINDOWS_MAX && def->device_count <= DEVICES_MAX);
    require(hours_valid(&def->hours));
    for (uint32_t i = 0; i < def->window_count; i++) {
        require(def_zone(def, def->windows[i].zone) != NULL);
        for (uint8_t k = 0; k < def->windows[i].service_count; k++)
            require(def_service(def, def->windows[i].services[k]) != NULL);
    }
    for (uint32_t i = 0; i < def->device_count; i++) {
        require(strlen(def->devices[i].name) < NAME_SIZE);
        require(!def->devices[i].line || def_line(def, def->devices[i].line));
    }
    for (uint32_t i = 0; i < def->voice_zone_count; i++)
        require(def_device(def, def->voice_zones[i].display) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    struct config_file files[CONFIG_FILES];
    struct hall_def *def;
    uint32_t mistakes = 0;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    split(data, size, files);
    enum err err = config_parse(files, nowhere, &def, &mistakes);
    require((err == ERR_NONE) == (def != NULL) && (err == ERR_NONE) == (mistakes == 0));
    if (def)
        use(def);
    config_free(def);
    return 0;
}
