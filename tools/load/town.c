/* SPDX-License-Identifier: Apache-2.0 */
#include "load/town.h"

#include <stdio.h>

#include "load/load.h"
#include "os/log.h"

static FILE *begin(const char *dir, const char *name)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *file = fopen(path, "w");
    if (!file)
        log_fault(ERR_IO, "cannot write %s", path);
    return file;
}

static enum err end(FILE *file, const char *name)
{
    return fclose(file) ? log_fault(ERR_IO, "cannot write %s", name) : ERR_NONE;
}

static enum err write_hall(const struct day *day, const char *dir)
{
    FILE *file = begin(dir, "hall.yaml");
    if (!file)
        return ERR_IO;
    /* Doors open all day: the day itself says who comes and which windows are open. Every ticket of
     * the day arrives from few machines, so two of one kind within seconds are two people. */
    fprintf(file,
            "id: " TOWN_ID "\nname: {zh: 压力测试大厅, en: Load hall}\ntime_zone: Asia/Shanghai\n"
            "languages: [zh, en]\ntickets_day: %u\nfloors:\n  - {number: 1, name: {zh: 1楼}}\n"
            "hours:\n  early_min: 0\n  stop_min: 0\n  sessions: [\"00:00-24:00\"]\n"
            "  days: [mon, tue, wed, thu, fri, sat, sun]\n"
            "rules:\n  miss_calls: 1\n  miss_after_s: %lld\n  rating_s: 5\n"
            "  announce_expiry_s: 20\n  ticket_repeat_s: 0\n  dispatch: fifo\n",
            day->visitor_count + 1000, (long long)(day->no_show / SECOND));
    return end(file, "hall.yaml");
}

static enum err write_zones(const char *dir)
{
    FILE *file = begin(dir, "zones.yaml");
    if (!file)
        return ERR_IO;
    fprintf(file, "zones:\n");
    for (uint32_t z = 1; z <= LOAD_ZONES; z++)
        fprintf(file, "  - {id: %u, letter: %c, name: {zh: %u区}, colour: %u, floors: [1]}\n", z,
                (char)('A' + z - 1), z, z - 1);
    fprintf(file, "voice_zones:\n");
    for (uint32_t z = 1; z <= LOAD_ZONES; z++)
        fprintf(file, "  - {id: %u, name: {zh: %u区}}\n", z, z);
    return end(file, "zones.yaml");
}

/* AA, AB, … without the letters that look like digits (R-N3). */
static void prefix_of(uint32_t service, char prefix[3])
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
    prefix[0] = letters[service / (sizeof(letters) - 1)];
    prefix[1] = letters[service % (sizeof(letters) - 1)];
    prefix[2] = '\0';
}

static enum err write_services(const struct day *day, const char *dir)
{
    FILE *file = begin(dir, "services.yaml");
    if (!file)
        return ERR_IO;
    fprintf(file, "services:\n");
    for (uint32_t s = 0; s < day->service_count; s++) {
        char prefix[3];
        prefix_of(s, prefix);
        fprintf(file, "  - {id: %u, prefix: %s, zone: %u, name: {zh: 业务%u}, mean_min: %lld}\n",
                s + 1, prefix, day->services[s].zone + 1, s + 1,
                (long long)((day->services[s].mean + MINUTE - 1) / MINUTE));
    }
    return end(file, "services.yaml");
}

static enum err write_windows(const struct day *day, const char *dir)
{
    FILE *file = begin(dir, "windows.yaml");
    if (!file)
        return ERR_IO;
    fprintf(file, "windows:\n");
    for (uint32_t w = 0; w < day->window_count; w++) {
        const struct day_window *window = &day->windows[w];
        fprintf(file, "  - {number: %u, zone: %u, floor: 1, voice_zone: %u, kind: %s, services: [",
                w + 1, window->zone + 1, window->zone + 1,
                window->comprehensive ? "comprehensive" : "normal");
        for (uint32_t i = 0; i < window->count; i++)
            fprintf(file, "%s%u", i ? ", " : "", window->services[i] + 1);
        fprintf(file, "]}\n");
    }
    return end(file, "windows.yaml");
}

static enum err write_devices(const struct day *day, const char *dir)
{
    FILE *file = begin(dir, "devices.yaml");
    if (!file)
        return ERR_IO;
    fprintf(file, "stations:\n  - {kind: pad, windows: \"1-%u\"}\ndevices:\n", day->window_count);
    for (uint32_t i = 0; i < LOAD_KIOSKS; i++)
        fprintf(file, "  - {name: kiosk-%u, kind: kiosk, floor: 1}\n", i + 1);
    for (uint32_t i = 0; i < LOAD_BOARDS; i++) {
        uint32_t zone = i % LOAD_ZONES + 1;
        fprintf(file, "  - {name: board-%u, kind: board, floor: 1, zone: %u", i + 1, zone);
        if (i < LOAD_ZONES) /* one voice a zone (D-12) */
            fprintf(file, ", voice_zone: %u", zone);
        fprintf(file, "}\n");
    }
    fprintf(file, "  - {name: console-1, kind: console}\n  - {name: admin-1, kind: admin}\n");
    return end(file, "devices.yaml");
}

enum err town_write(const struct day *day, const char *dir)
{
    enum err err = write_hall(day, dir);
    if (!err)
        err = write_zones(dir);
    if (!err)
        err = write_services(day, dir);
    if (!err)
        err = write_windows(day, dir);
    if (!err)
        err = write_devices(day, dir);
    return err;
}
