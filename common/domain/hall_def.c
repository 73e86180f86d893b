/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/hall_def.h"

#include <string.h>

const char *lang_code(enum lang lang)
{
    static const char *const codes[LANG_COUNT] = {"zh", "en", "mn"};
    return lang < LANG_COUNT ? codes[lang] : "?";
}

const char *names_get(const struct names *names, enum lang lang)
{
    return names->text[lang][0] ? names->text[lang] : names->text[LANG_ZH];
}

const char *texts_get(const struct texts *texts, enum lang lang)
{
    return texts->text[lang][0] ? texts->text[lang] : texts->text[LANG_ZH];
}

#define FIND(array, count, test)              \
    for (uint32_t i = 0; i < def->count; i++) \
        if (test)                             \
            return &def->array[i];            \
    return NULL

const struct zone_def *def_zone(const struct hall_def *def, uint16_t id)
{
    FIND(zones, zone_count, def->zones[i].id == id);
}

const struct service_def *def_service(const struct hall_def *def, service_id id)
{
    FIND(services, service_count, def->services[i].id.n == id.n);
}

const struct window_def *def_window(const struct hall_def *def, uint16_t number)
{
    FIND(windows, window_count, def->windows[i].number == number);
}

const struct room_def *def_room(const struct hall_def *def, uint16_t id)
{
    FIND(rooms, room_count, def->rooms[i].id == id);
}

const struct line_def *def_line(const struct hall_def *def, uint16_t id)
{
    FIND(lines, line_count, def->lines[i].id == id);
}

const struct device_def *def_device(const struct hall_def *def, const char *name)
{
    FIND(devices, device_count, strcmp(def->devices[i].name, name) == 0);
}

const struct device_def *def_station(const struct hall_def *def, uint16_t line, uint8_t address)
{
    FIND(devices, device_count,
         line && def->devices[i].line == line && def->devices[i].address == address);
}

bool def_window_serves(const struct window_def *window, service_id service)
{
    for (uint8_t i = 0; i < window->service_count; i++)
        if (window->services[i].n == service.n)
            return true;
    return false;
}

const struct hours *def_hours(const struct hall_def *def, const struct service_def *service)
{
    return service->hours.count ? &service->hours : &def->hours;
}

bool def_service_windows(const struct hall_def *def, service_id id, uint16_t *low, uint16_t *high)
{
    bool found = false;
    for (uint32_t i = 0; i < def->window_count; i++) {
        if (!def_window_serves(&def->windows[i], id))
            continue;
        if (!found)
            *low = def->windows[i].number;
        *high = def->windows[i].number;
        found = true;
    }
    return found;
}

const struct journey_def *def_journey(const struct hall_def *def, uint16_t id)
{
    FIND(journeys, journey_count, id && def->journeys[i].id == id);
}

static bool journey_has_item(const struct journey_def *journey, uint16_t item)
{
    for (uint8_t i = 0; i < journey->item_count && item; i++)
        if (journey->items[i] == item)
            return true;
    return false;
}

uint16_t def_journey_begun(const struct hall_def *def, service_id service, uint16_t item)
{
    uint16_t always = 0;
    for (uint32_t i = 0; i < def->journey_count; i++) {
        const struct journey_def *journey = &def->journeys[i];
        if (journey->steps[0].n != service.n)
            continue;
        if (journey_has_item(journey, item))
            return journey->id;
        if (journey->always)
            always = journey->id;
    }
    return always;
}
