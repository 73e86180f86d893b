/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "config/build.h"
#include "config/spans.h"

static void build_zone(struct zone_def *to, const struct raw_zone *from)
{
    to->id = (uint16_t)from->id;
    utf8_copy(to->letter, sizeof(to->letter), from->letter);
    build_names(&to->name, &from->name);
    build_texts(&to->hint, &from->hint);
    to->colour = (uint8_t)from->colour;
    to->floor_count = (uint8_t)from->floors_count;
    for (uint32_t i = 0; i < from->floors_count; i++)
        to->floors[i] = (uint8_t)from->floors[i];
    to->on_kiosk = from->on_kiosk;
}

static void build_room(struct room_def *to, const struct raw_room *from)
{
    to->id = (uint16_t)from->id;
    build_names(&to->name, &from->name);
    to->floor = (uint8_t)from->floor;
    to->zone = (uint16_t)from->zone;
    to->voice_zone = (uint16_t)from->voice_zone;
}

void build_places(struct build *build)
{
    const struct raw_zones_file *from = build->zones;
    struct loaded_hall *out = build->out;
    out->def.zone_count = from->zones_count;
    for (uint32_t i = 0; i < from->zones_count; i++)
        build_zone(&out->zones[i], &from->zones[i]);
    out->def.voice_zone_count = from->voice_zones_count;
    for (uint32_t i = 0; i < from->voice_zones_count; i++) {
        out->voice_zones[i].id = (uint16_t)from->voice_zones[i].id;
        build_names(&out->voice_zones[i].name, &from->voice_zones[i].name);
    }
    out->def.room_count = from->rooms_count;
    for (uint32_t i = 0; i < from->rooms_count; i++)
        build_room(&out->rooms[i], &from->rooms[i]);
}

static struct transfer_def build_transfer(const struct raw_transfer *from)
{
    struct transfer_def to = {.service = {(uint16_t)from->service},
                              .target = {(uint16_t)from->window}};
    if (from->room)
        to.target.n = (uint16_t)(TARGET_ROOM | from->room);
    return to;
}

static void build_window(struct window_def *to, const struct raw_window *from)
{
    *to = (struct window_def){.zone = (uint16_t)from->zone,
                              .floor = (uint8_t)from->floor,
                              .kind = (uint8_t)from->kind,
                              .voice_zone = (uint16_t)from->voice_zone,
                              .start = (uint8_t)from->start,
                              .next = (uint8_t)from->next,
                              .confidential = from->confidential,
                              .lunch_duty = from->lunch_duty,
                              .after_hours = from->after_hours,
                              .named_call = from->named_call,
                              .service_count = (uint8_t)from->services_count,
                              .transfer_count = (uint8_t)from->transfers_count};
    build_names(&to->name, &from->name);
    for (uint32_t i = 0; i < from->services_count; i++)
        to->services[i].n = (uint16_t)from->services[i];
    for (uint32_t i = 0; i < from->services_count; i++)
        to->groups[i] = i < from->groups_count ? (uint8_t)from->groups[i] : 1;
    for (uint32_t i = 0; i < from->transfers_count; i++)
        to->transfers[i] = build_transfer(&from->transfers[i]);
}

/* Keeps the numbers ascending, whatever their order in the file. */
static void insert(struct build *build, const struct window_def *window, uint32_t row)
{
    struct loaded_hall *out = build->out;
    uint32_t at = out->def.window_count++, behind = 0;
    while (at > 0 && out->windows[at - 1].number > window->number) {
        at--;
        behind++;
    }
    memmove(&out->windows[at + 1], &out->windows[at], behind * sizeof(*window));
    memmove(&build->window_rows[at + 1], &build->window_rows[at], behind * sizeof(row));
    out->windows[at] = *window;
    build->window_rows[at] = row;
}

static bool insert_all(struct build *build, const struct spans *spans, struct window_def *window,
                       uint32_t row)
{
    for (uint32_t i = 0; i < spans->count; i++)
        for (uint32_t n = spans->list[i].low; n <= spans->list[i].high; n++) {
            if (build->out->def.window_count == WINDOWS_MAX)
                return false;
            window->number = (uint16_t)n;
            insert(build, window, row);
        }
    return true;
}

void build_windows(struct build *build)
{
    const struct raw_windows_file *from = build->windows;
    for (uint32_t i = 0; i < from->windows_count; i++) {
        struct spans spans;
        struct window_def window;
        const char *problem = spans_parse(from->windows[i].number, &spans);
        const char *path = build_path(build, "windows[%u].number", i + 1);
        build_window(&window, &from->windows[i]);
        if (problem) {
            build->windows_whole = false;
            build_mistake(build, PART_WINDOWS, path, "%s", problem);
        } else if (!insert_all(build, &spans, &window, i + 1)) {
            build_mistake(build, PART_WINDOWS, path, "a hall has at most %d windows; make it two",
                          WINDOWS_MAX);
            return;
        }
    }
}

void build_window_modes(struct build *build)
{
    struct loaded_hall *out = build->out;
    bool has_pad[SPAN_NUMBER_MAX + 1] = {false};
    for (uint32_t i = 0; i < out->def.device_count; i++)
        if (out->devices[i].kind == DEVICE_PAD && out->devices[i].window <= SPAN_NUMBER_MAX)
            has_pad[out->devices[i].window] = true;
    for (uint32_t i = 0; i < out->def.window_count; i++) {
        struct window_def *window = &out->windows[i];
        bool pad = has_pad[window->number];
        /* D-05: a pad has few keys, so it implies; a browser asks. */
        if (window->start == UNSAID)
            window->start = (pad ? START_IMPLIED : START_EXPLICIT) + 1;
        if (window->next == UNSAID)
            window->next = (pad ? NEXT_FINISH_AND_CALL : NEXT_REFUSE) + 1;
        window->start--;
        window->next--;
    }
}
