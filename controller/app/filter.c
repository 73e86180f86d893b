/* SPDX-License-Identifier: Apache-2.0 */
#include "app/filter.h"

#include <string.h>

_Static_assert(ZONES_MAX <= 32 && FLOORS_MAX <= 16, "a bit for each zone and floor");

static uint32_t zone_bit(const struct hall_def *def, uint16_t zone)
{
    for (uint32_t i = 0; i < def->zone_count; i++)
        if (def->zones[i].id == zone)
            return 1u << i;
    return 0;
}

static uint16_t floor_bit(const struct hall_def *def, uint8_t floor)
{
    for (uint32_t i = 0; i < def->floor_count; i++)
        if (def->floors[i].number == floor)
            return (uint16_t)(1u << i);
    return 0;
}

static uint32_t service_index(const struct hall_def *def, uint16_t service)
{
    uint32_t i = 0;
    while (i < def->service_count && def->services[i].id.n != service)
        i++;
    return i;
}

static void place_target(const struct hall_def *def, uint16_t target, struct scope *scope)
{
    const struct window_def *window = def_window(def, target);
    const struct room_def *room =
        target & TARGET_ROOM ? def_room(def, target & (uint16_t)~TARGET_ROOM) : NULL;
    scope->target = target;
    if (window) {
        scope->zones = zone_bit(def, window->zone);
        scope->floors = floor_bit(def, window->floor);
    } else if (room) {
        scope->zones = zone_bit(def, room->zone);
        scope->floors = floor_bit(def, room->floor);
    }
}

/* A service belongs to its zone and to every place where a window serves it. */
static void place_service(const struct hall_def *def, uint16_t service, struct scope *scope)
{
    const struct service_def *found = def_service(def, (service_id){service});
    scope->service = service;
    scope->zones = found ? zone_bit(def, found->zone) : 0;
    scope->floors = 0;
    for (uint32_t i = 0; i < def->window_count; i++) {
        if (!def_window_serves(&def->windows[i], (service_id){service}))
            continue;
        scope->zones |= zone_bit(def, def->windows[i].zone);
        scope->floors |= floor_bit(def, def->windows[i].floor);
    }
}

/* What names no window belongs where its voice zone is. */
static void place_voice(const struct hall_def *def, uint16_t voice_zone, struct scope *scope)
{
    for (uint32_t i = 0; i < def->window_count; i++) {
        if (def->windows[i].voice_zone != voice_zone)
            continue;
        scope->zones |= zone_bit(def, def->windows[i].zone);
        scope->floors |= floor_bit(def, def->windows[i].floor);
    }
}

void scope_of(const struct hall_def *def, const struct view_row *row, struct scope *scope)
{
    struct row_announce announce;
    struct row_missed missed;
    struct row_text text;
    *scope = (struct scope){.kind = row->kind, .key = row->key};
    switch (row->kind) {
    case ROW_TYPE_WINDOW:
        place_target(def, (uint16_t)row->key, scope);
        break;
    case ROW_TYPE_SERVICE:
        place_service(def, (uint16_t)row->key, scope);
        break;
    case ROW_TYPE_ANNOUNCE:
        view_row_decode(row, &announce);
        place_target(def, announce.target, scope);
        if (!announce.target)
            place_voice(def, announce.voice_zone, scope);
        scope->voice_zone = announce.voice_zone;
        break;
    case ROW_TYPE_MISSED:
        view_row_decode(row, &missed);
        place_service(def, missed.service, scope);
        break;
    case ROW_TYPE_TEXT:
        view_row_decode(row, &text);
        scope->view = text.view;
        break;
    case ROW_TYPE_PLAYLIST:
        scope->view = (uint16_t)(row->key >> 8);
        break;
    default: /* hall, ticket, device: they belong nowhere in particular */
        break;
    }
}

static bool init_window(struct filter *filter, const struct hall_def *def, uint16_t number)
{
    const struct window_def *window = def_window(def, number);
    if (!window)
        return false;
    filter->target = number;
    filter->voice_zone = window->voice_zone;
    for (uint8_t i = 0; i < window->service_count; i++) {
        uint32_t index = service_index(def, window->services[i].n);
        if (index < SERVICES_MAX)
            filter->services[index / 8] |= (uint8_t)(1u << index % 8);
    }
    return true;
}

static bool init_board(struct filter *filter, const struct hall_def *def, uint16_t index)
{
    if (index >= def->device_count)
        return false;
    const struct device_def *device = &def->devices[index];
    filter->board = index;
    filter->zone = device->zone;
    filter->floor = device->floor;
    filter->one = device->window || device->room;
    if (device->room)
        filter->target = (uint16_t)(TARGET_ROOM | device->room);
    if (filter->one)
        return device->room || init_window(filter, def, device->window);
    filter->zones = device->zone ? zone_bit(def, device->zone) : UINT32_MAX;
    filter->voice_zone = device->voice_zone;
    if (device->shows != BOARD_SHOWS_FLOOR)
        return filter->zones != 0;
    filter->zones = 0;
    filter->floors = floor_bit(def, device->floor);
    return filter->floors != 0;
}

bool filter_init(struct filter *filter, const struct hall_def *def, uint16_t view)
{
    uint16_t number = VIEW_NUMBER(view);
    *filter = (struct filter){.kind = (uint8_t)VIEW_KIND(view), .def = def};
    switch (filter->kind) {
    case VIEW_KIND_FLOOR:
        filter->floor = (uint8_t)number;
        filter->floors = number <= UINT8_MAX ? floor_bit(def, (uint8_t)number) : 0;
        return filter->floors != 0;
    case VIEW_KIND_ZONE:
        filter->zone = number;
        filter->zones = zone_bit(def, number);
        return filter->zones != 0;
    case VIEW_KIND_WINDOW:
        return init_window(filter, def, number);
    case VIEW_KIND_BOARD:
        return init_board(filter, def, number);
    case VIEW_KIND_HALL:
    case VIEW_KIND_KIOSK:
    case VIEW_KIND_CONSOLE:
    case VIEW_KIND_ADMIN:
        return true;
    default:
        return false;
    }
}

static bool serves(const struct filter *filter, uint16_t service)
{
    uint32_t index = service_index(filter->def, service);
    return index < SERVICES_MAX && filter->services[index / 8] & 1u << index % 8;
}

static bool window_shows(const struct filter *filter, const struct scope *scope)
{
    if (scope->kind == ROW_TYPE_WINDOW || scope->kind == ROW_TYPE_ANNOUNCE)
        return scope->target == filter->target;
    return serves(filter, scope->service);
}

/* docs/ui t08: its own target; the services there, for who waits; and where else they are served,
 * for when it pauses. It says nothing and lists nobody who was missed. */
static bool one_shows(const struct filter *filter, const struct scope *scope)
{
    if (scope->kind == ROW_TYPE_SERVICE)
        return serves(filter, scope->service);
    if (scope->kind != ROW_TYPE_WINDOW)
        return false;
    if (scope->target == filter->target)
        return true;
    const struct window_def *window = def_window(filter->def, scope->target);
    for (uint8_t i = 0; window && i < window->service_count; i++)
        if (serves(filter, window->services[i].n))
            return true;
    return false;
}

/* A board may stand in many places: of its texts it shows the newest, of its pages the nearest. */
static bool stands_there(const struct filter *filter, uint16_t view)
{
    uint16_t number = VIEW_NUMBER(view);
    bool board = filter->kind == VIEW_KIND_BOARD;
    switch (VIEW_KIND(view)) {
    case VIEW_KIND_HALL:
        return board || filter->kind == VIEW_KIND_FLOOR || filter->kind == VIEW_KIND_ZONE;
    case VIEW_KIND_FLOOR:
        return filter->floor == number;
    case VIEW_KIND_ZONE:
        return filter->zone == number;
    case VIEW_KIND_BOARD:
        return board && filter->board == number;
    default:
        return false;
    }
}

/* Board: it shows its zone, but speaks only for its voice zone (D-12). One that does not speak
 * needs the calls of its zone all the same: each takes it over, and rows of windows alone would
 * hide a call that the next one at the same window replaced at once (R-L9). */
static bool board_shows(const struct filter *filter, const struct scope *scope)
{
    if (scope->kind == ROW_TYPE_ANNOUNCE && filter->voice_zone)
        return scope->voice_zone == filter->voice_zone;
    return filter->zones == UINT32_MAX || filter->zones & scope->zones ||
           filter->floors & scope->floors;
}

bool filter_shows(const struct filter *filter, const struct scope *scope)
{
    if (filter->kind == VIEW_KIND_CONSOLE || filter->kind == VIEW_KIND_ADMIN)
        return true;
    if (scope->kind == ROW_TYPE_TICKET || scope->kind == ROW_TYPE_DEVICE ||
        scope->kind == ROW_TYPE_CLERK || scope->kind == ROW_TYPE_LINE ||
        scope->kind == ROW_TYPE_BOARD)
        return false; /* D-15, D-43: everybody else sees counts, and nobody's name */
    if (filter->one && (scope->kind == ROW_TYPE_PLAYLIST || scope->kind == ROW_TYPE_TEXT))
        return false; /* docs/ui t08: a TV above a window has no room for either */
    if (scope->kind == ROW_TYPE_PLAYLIST) /* R-L9 */
        return filter->kind == VIEW_KIND_BOARD && stands_there(filter, scope->view);
    if (scope->kind == ROW_TYPE_HALL || filter->kind == VIEW_KIND_HALL)
        return true;
    if (scope->kind == ROW_TYPE_TEXT)
        return stands_there(filter, scope->view);
    switch (filter->kind) {
    case VIEW_KIND_FLOOR:
        return filter->floors & scope->floors;
    case VIEW_KIND_ZONE:
        return filter->zones & scope->zones;
    case VIEW_KIND_WINDOW:
        return window_shows(filter, scope);
    case VIEW_KIND_BOARD:
        return filter->one ? one_shows(filter, scope) : board_shows(filter, scope);
    default: /* KIOSK */
        return scope->kind == ROW_TYPE_SERVICE;
    }
}
