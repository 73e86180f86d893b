/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build - from the raw structs of the files to struct hall_def, and the state that
 * the checks share: what was read, and from which row each part came.
 *
 * A file that could not be read leaves its raw pointer NULL; what needs it is then
 * taken as known, so one mistake does not cause a hundred.
 */
#ifndef CONFIG_BUILD_H
#define CONFIG_BUILD_H

#include "config/document.h"
#include "config/raw.h"
#include "config/report.h"
#include "domain/item_def.h"

/* One allocation for a whole hall; `def` first, so config_free can free it. */
struct loaded_hall {
    struct hall_def def;
    struct floor_def floors[FLOORS_MAX];
    struct zone_def zones[ZONES_MAX];
    struct voice_zone_def voice_zones[VOICE_ZONES_MAX];
    struct room_def rooms[ROOMS_MAX];
    struct service_def services[SERVICES_MAX];
    struct journey_def journeys[JOURNEYS_MAX];
    struct window_def windows[WINDOWS_MAX];
    struct line_def lines[LINES_MAX];
    struct device_def devices[DEVICES_MAX];
    struct holiday_def holidays[HOLIDAYS_MAX];
    struct texts booking_ways[BOOKING_WAYS_MAX];
    struct near_def halls_near[HALLS_NEAR_MAX];
    struct item_def items[ITEMS_MAX];
    char item_texts[ITEM_TEXTS_MAX];
};

#define ITEM_PLACES 6

/* Where a device of the definition was written. */
struct device_origin {
    const char *list; /* "stations" or "devices" */
    uint32_t row;     /* from 1 */
};

struct build {
    struct document documents[PART_COUNT];
    void *raw[PART_COUNT]; /* what libcyaml filled */
    const struct raw_hall *hall;
    const struct raw_zones_file *zones;
    const struct raw_services_file *services;
    const struct raw_windows_file *windows;
    bool windows_whole; /* every row of it could be understood */
    const struct raw_devices_file *devices;
    struct loaded_hall *out;
    uint32_t window_rows[WINDOWS_MAX]; /* from 1 */
    struct device_origin device_rows[DEVICES_MAX];
    struct place item_places[ITEMS_MAX][ITEM_PLACES]; /* enum item_place */
    char path[PATH_SIZE];
    struct report report;
};

/* Fills build->out from the raw structs; adds what cannot be expressed in it. */
void build_hall(struct build *build);
void build_places(struct build *build);
void build_services(struct build *build);
void build_windows(struct build *build);
void build_devices(struct build *build);
/* Windows that say neither start nor next get what suits them; after build_devices. */
void build_window_modes(struct build *build);

/* How calls are spoken, what boards show besides; of hall.yaml. */
void build_voice(struct build *build);

void build_names(struct names *to, const struct raw_words *from);
void build_texts(struct texts *to, const struct raw_words *from);
/* `path` is where the hours stand; `usual` (may be NULL) gives what is left out. */
void build_hours(struct build *build, enum config_part part, const char *path,
                 const struct raw_hours *from, const struct hours *usual, struct hours *to);

/* The path, kept until the next call. */
const char *build_path(struct build *build, const char *fmt, ...) PRINTF_LIKE(2, 3);
void build_mistake(struct build *build, enum config_part part, const char *path, const char *fmt,
                   ...) PRINTF_LIKE(4, 5);

#endif
