/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/utf8.h"
#include "config/build.h"
#include "config/spans.h"

static void build_line(struct line_def *to, const struct raw_line *from)
{
    to->id = (uint16_t)from->id;
    utf8_copy(to->port, sizeof(to->port), from->port ? from->port : "");
    to->baud = from->baud;
    to->floor = (uint8_t)from->floor;
    utf8_copy(to->bus, sizeof(to->bus), from->bus);
}

/* "4095x4095"; an absent one is 0x0. */
static bool range_parse(const char *text, uint16_t *w, uint16_t *h)
{
    unsigned x = 0, y = 0;
    char rest = 0;
    *w = *h = 0;
    if (!text)
        return true;
    if (sscanf(text, "%5ux%5u%c", &x, &y, &rest) != 2 || x == 0 || y == 0 || x > UINT16_MAX ||
        y > UINT16_MAX)
        return false;
    *w = (uint16_t)x;
    *h = (uint16_t)y;
    return true;
}

static void build_device(struct device_def *to, const struct raw_device *from)
{
    utf8_copy(to->name, sizeof(to->name), from->name);
    to->kind = (uint8_t)from->kind;
    to->floor = (uint8_t)from->floor;
    to->zone = (uint16_t)from->zone;
    to->window = (uint16_t)from->window;
    to->line = (uint16_t)from->line;
    to->address = (uint8_t)from->address;
    to->voice_zone = (uint16_t)from->voice_zone;
    to->portrait = from->portrait;
    to->shows = (uint8_t)from->shows;
    to->language = (uint8_t)from->language;
    to->rows = (uint8_t)from->rows;
    to->paper_mm = (uint8_t)from->paper_mm;
    to->roll_m = (uint16_t)from->roll_m;
    utf8_copy(to->printer, sizeof(to->printer), from->printer ? from->printer : "");
    utf8_copy(to->reader, sizeof(to->reader), from->reader ? from->reader : "");
    utf8_copy(to->scanner, sizeof(to->scanner), from->scanner ? from->scanner : "");
    utf8_copy(to->keypad, sizeof(to->keypad), from->keypad ? from->keypad : "");
    utf8_copy(to->touch, sizeof(to->touch), from->touch ? from->touch : "");
    to->touch_turn = (uint16_t)from->touch_turn;
    to->panel =
        (struct panel){.bottom_mm = (uint16_t)from->panel_bottom_mm, .portrait = from->portrait};
    if (from->panel_mm_count == 2)
        to->panel.w_mm = (uint16_t)from->panel_mm[0], to->panel.h_mm = (uint16_t)from->panel_mm[1];
    to->room = (uint16_t)from->room;
    if (from->matrix_count == 2)
        to->matrix_w = from->matrix[0] > UINT16_MAX ? UINT16_MAX : (uint16_t)from->matrix[0],
        to->matrix_h = from->matrix[1] > UINT16_MAX ? UINT16_MAX : (uint16_t)from->matrix[1];
    utf8_copy(to->matrix_out, sizeof(to->matrix_out), from->matrix_out ? from->matrix_out : "");
    to->matrix_driver = (uint8_t)from->matrix_driver;
    (void)range_parse(from->touch_range, &to->touch_w, &to->touch_h); /* the checks name it */
}

static struct device_def *add(struct build *build, const char *list, uint32_t row)
{
    uint32_t at = build->out->def.device_count;
    if (at == DEVICES_MAX)
        return NULL;
    build->out->def.device_count++;
    build->device_rows[at] = (struct device_origin){list, row};
    return &build->out->devices[at];
}

/* One device for each window; addresses count up from the one given. */
static bool add_stations(struct build *build, const struct raw_station *from,
                         const struct spans *spans, uint32_t row)
{
    uint32_t address = from->address;
    for (uint32_t i = 0; i < spans->count; i++)
        for (uint32_t n = spans->list[i].low; n <= spans->list[i].high; n++) {
            struct device_def *to = add(build, "stations", row);
            if (!to)
                return false;
            snprintf(to->name, sizeof(to->name), "%s-%u", device_kind_name((uint8_t)from->kind), n);
            to->kind = (uint8_t)from->kind;
            to->window = (uint16_t)n;
            to->line = (uint16_t)from->line;
            /* 255 is no address: it is named by the checks, not wrapped to a good one. */
            to->address = (uint8_t)(address > 255 ? 255 : address);
            address += from->line ? 1 : 0;
        }
    return true;
}

static void place_at(struct device_def *device, uint8_t floor, uint16_t zone)
{
    if (!device->floor)
        device->floor = floor;
    if (!device->zone)
        device->zone = zone;
}

/* Stations and boards stand on the floor and in the zone of their window or room. */
static void place_stations(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->device_count; i++) {
        struct device_def *device = &build->out->devices[i];
        const struct window_def *window = device->window ? def_window(def, device->window) : NULL;
        const struct room_def *room = device->room ? def_room(def, device->room) : NULL;
        if (window)
            place_at(device, window->floor, window->zone);
        else if (room)
            place_at(device, room->floor, room->zone);
    }
}

/* D-12: the board that speaks for a zone; the checks refuse none and two. */
static void name_speakers(struct build *build)
{
    struct loaded_hall *out = build->out;
    for (uint32_t i = 0; i < out->def.device_count; i++)
        for (uint32_t z = 0; z < out->def.voice_zone_count; z++)
            if (out->devices[i].kind == DEVICE_BOARD &&
                out->devices[i].voice_zone == out->voice_zones[z].id)
                utf8_copy(out->voice_zones[z].display, NAME_SIZE, out->devices[i].name);
}

static bool build_stations(struct build *build)
{
    const struct raw_devices_file *from = build->devices;
    for (uint32_t i = 0; i < from->stations_count; i++) {
        struct spans spans;
        const char *problem = spans_parse(from->stations[i].windows, &spans);
        if (problem)
            build_mistake(build, PART_DEVICES, build_path(build, "stations[%u].windows", i + 1),
                          "%s", problem);
        else if (!add_stations(build, &from->stations[i], &spans, i + 1))
            return false;
    }
    return true;
}

void build_devices(struct build *build)
{
    const struct raw_devices_file *from = build->devices;
    struct loaded_hall *out = build->out;
    out->def.line_count = from->lines_count;
    for (uint32_t i = 0; i < from->lines_count; i++)
        build_line(&out->lines[i], &from->lines[i]);
    bool fits = build_stations(build);
    for (uint32_t i = 0; i < from->devices_count && fits; i++) {
        struct device_def *to = add(build, "devices", i + 1);
        if (to)
            build_device(to, &from->devices[i]);
        fits = to != NULL;
    }
    if (!fits)
        build_mistake(build, PART_DEVICES, "devices", "a hall has at most %d devices; make it two",
                      DEVICES_MAX);
    place_stations(build);
    name_speakers(build);
}
