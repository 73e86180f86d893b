/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "config/check.h"

#define ADDRESS_MAX 239 /* protocol: 0 is the master, 240 and up are groups */

static bool is_station(const struct device_def *device)
{
    return device->kind == DEVICE_PAD || device->kind == DEVICE_STRIP ||
           device->kind == DEVICE_RATING;
}

/* One of many made of a row of `stations`. */
static bool is_listed(const struct build *build, uint32_t i)
{
    return strcmp(build->device_rows[i].list, "stations") == 0;
}

static const char *path_of(struct build *build, uint32_t i, const char *key)
{
    return build_path(build, "%s[%u].%s", build->device_rows[i].list, build->device_rows[i].row,
                      key);
}

static void check_line(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct line_def *line = &def->lines[i];
    const struct device_def *bus = def_device(def, line->bus);
    uint32_t stations = 0;
    for (uint32_t k = 0; k < i; k++) {
        if (def->lines[k].id == line->id)
            build_mistake(build, PART_DEVICES, build_path(build, "lines[%u].id", i + 1),
                          "line %u is there already; give each its own id", line->id);
        if (*line->port && strcmp(def->lines[k].port, line->port) == 0)
            build_mistake(build, PART_DEVICES, build_path(build, "lines[%u].port", i + 1),
                          "port %s is used by line %u; a line needs its own", line->port,
                          def->lines[k].id);
    }
    check_floor(build, PART_DEVICES, build_path(build, "lines[%u].floor", i + 1), line->floor);
    if (!bus || bus->kind != DEVICE_BUS)
        build_mistake(build, PART_DEVICES, build_path(build, "lines[%u].bus", i + 1),
                      "there is no device \"%s\" of kind bus; add it to devices", line->bus);
    for (uint32_t k = 0; k < def->device_count; k++)
        stations += def->devices[k].line == line->id;
    if (stations > STATIONS_PER_LINE_MAX) /* D-39: what one poll cycle can serve in time */
        build_mistake(build, PART_DEVICES, build_path(build, "lines[%u].id", i + 1),
                      "line %u has %u stations, at most %d are served in time; add a line",
                      line->id, stations, STATIONS_PER_LINE_MAX);
}

static void check_on_line(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct device_def *device = &def->devices[i];
    if (!def_line(def, device->line))
        build_mistake(build, PART_DEVICES, path_of(build, i, "line"),
                      "there is no line %u; add it to lines or change it", device->line);
    const char *path = path_of(build, i, "address");
    if (device->address < 1 || device->address > ADDRESS_MAX)
        build_mistake(build, PART_DEVICES, path,
                      "address of %s is %u; a station on a line needs one from 1 to %d",
                      device->name, device->address, ADDRESS_MAX);
    for (uint32_t k = 0; k < i; k++)
        if (def->devices[k].line == device->line && def->devices[k].address == device->address) {
            build_mistake(build, PART_DEVICES, path,
                          "address %u of %s is used by %s on line %u; give each its own",
                          device->address, device->name, def->devices[k].name, device->line);
            break;
        }
}

static void check_station(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct device_def *device = &def->devices[i];
    bool listed = is_listed(build, i);
    if (!device->window)
        build_mistake(build, PART_DEVICES, path_of(build, i, "window"),
                      "%s stands at no window; add window: N", device->name);
    else
        check_window(build, PART_DEVICES, path_of(build, i, listed ? "windows" : "window"),
                     device->window);
    for (uint32_t k = 0; k < i; k++)
        if (device->window && def->devices[k].kind == device->kind &&
            def->devices[k].window == device->window) {
            build_mistake(build, PART_DEVICES, path_of(build, i, listed ? "windows" : "window"),
                          "window %u has a %s already (%s); keep one", device->window,
                          device_kind_name(device->kind), def->devices[k].name);
            break;
        }
    if (device->line)
        check_on_line(build, i);
    else if (device->address)
        build_mistake(build, PART_DEVICES, path_of(build, i, "address"),
                      "an address needs a line; add line: N or remove the address");
}

static void check_speaker(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct device_def *device = &def->devices[i];
    const char *path = path_of(build, i, "voice_zone");
    if (device->kind != DEVICE_BOARD) {
        build_mistake(build, PART_DEVICES, path, "only a board speaks; remove voice_zone");
        return;
    }
    check_voice_zone(build, PART_DEVICES, path, device->voice_zone);
    for (uint32_t k = 0; k < i; k++)
        if (def->devices[k].kind == DEVICE_BOARD &&
            def->devices[k].voice_zone == device->voice_zone) {
            build_mistake(build, PART_DEVICES, path,
                          "%s speaks for voice zone %u already; one board a voice zone",
                          def->devices[k].name, device->voice_zone);
            break;
        }
}

static void check_elsewhere(struct build *build, uint32_t i)
{
    const struct device_def *device = &build->out->def.devices[i];
    if (device->line || device->address)
        build_mistake(build, PART_DEVICES, path_of(build, i, device->line ? "line" : "address"),
                      "only pads, strips and rating pads are on a line; remove line and address");
    if ((device->kind == DEVICE_KIOSK || device->kind == DEVICE_BOARD) && !device->floor)
        build_mistake(build, PART_DEVICES, path_of(build, i, "floor"),
                      "%s stands on no floor; add floor: N", device->name);
}

static void check_name(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const char *name = def->devices[i].name;
    bool listed = is_listed(build, i);
    /* Names become file names of keys. */
    if (!*name || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(name))
        build_mistake(build, PART_DEVICES, path_of(build, i, "name"),
                      "\"%s\" is no name; write small letters, digits and dashes", name);
    for (uint32_t k = 0; k < i; k++)
        if (strcmp(def->devices[k].name, name) == 0) {
            build_mistake(build, PART_DEVICES, path_of(build, i, listed ? "windows" : "name"),
                          "the name %s is used already; give each device its own", name);
            break;
        }
}

/* Only what is written: a station without a place has that of its window. */
static void check_place(struct build *build, uint32_t i)
{
    if (is_listed(build, i))
        return;
    const struct raw_device *raw = &build->devices->devices[build->device_rows[i].row - 1];
    if (raw->floor)
        check_floor(build, PART_DEVICES, path_of(build, i, "floor"), raw->floor);
    if (raw->zone)
        check_zone(build, PART_DEVICES, path_of(build, i, "zone"), raw->zone);
}

void check_devices(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->line_count; i++)
        check_line(build, i);
    for (uint32_t i = 0; i < def->device_count; i++) {
        const struct device_def *device = &def->devices[i];
        check_name(build, i);
        check_place(build, i);
        check_kiosk_devices(build, i);
        if (device->voice_zone)
            check_speaker(build, i);
        check_board(build, i);
        if (is_station(device))
            check_station(build, i);
        else
            check_elsewhere(build, i);
    }
}
