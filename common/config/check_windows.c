/* SPDX-License-Identifier: Apache-2.0 */
#include "config/check.h"

static bool stands_in(const struct zone_def *zone, uint8_t floor)
{
    for (uint8_t i = 0; i < zone->floor_count; i++)
        if (zone->floors[i] == floor)
            return true;
    return false;
}

static void check_place(struct build *build, const struct window_def *window, uint32_t row)
{
    const struct zone_def *zone = def_zone(&build->out->def, window->zone);
    check_zone(build, PART_WINDOWS, build_path(build, "windows[%u].zone", row), window->zone);
    check_floor(build, PART_WINDOWS, build_path(build, "windows[%u].floor", row), window->floor);
    check_voice_zone(build, PART_WINDOWS, build_path(build, "windows[%u].voice_zone", row),
                     window->voice_zone);
    if (zone && !stands_in(zone, window->floor))
        build_mistake(build, PART_WINDOWS, build_path(build, "windows[%u].floor", row),
                      "zone %u is not on floor %u; add the floor to the zone or change it",
                      window->zone, window->floor);
}

static void check_window_services(struct build *build, const struct window_def *window,
                                  uint32_t row)
{
    for (uint32_t i = 0; i < window->service_count; i++) {
        const char *path = build_path(build, "windows[%u].services[%u]", row, i + 1);
        check_service(build, PART_WINDOWS, path, window->services[i].n);
        for (uint32_t k = 0; k < i; k++)
            if (window->services[k].n == window->services[i].n) {
                build_mistake(build, PART_WINDOWS, path, "service %u is given twice; keep one",
                              window->services[i].n);
                break;
            }
    }
    /* A desk is a place to be sent to; everything else is there to serve. */
    if (!window->service_count && window->kind != WINDOW_KIND_DESK)
        build_mistake(build, PART_WINDOWS, build_path(build, "windows[%u].services", row),
                      "a window without services; add some, or kind: desk for a place people are "
                      "only sent to");
}

/* D-19: groups are a matter of turns; under another rule they say nothing. */
static void check_groups(struct build *build, const struct raw_window *window, uint32_t row)
{
    const char *path = build_path(build, "windows[%u].groups", row);
    if (!window->groups_count)
        return;
    if (window->groups_count != window->services_count)
        build_mistake(build, PART_WINDOWS, path,
                      "%u groups for %u services; write one beside each service",
                      window->groups_count, window->services_count);
    if (build->hall && build->out->def.rules.dispatch != DISPATCH_TURNS)
        report_warn(&build->report, PART_WINDOWS,
                    document_find(&build->documents[PART_WINDOWS], path), path,
                    "groups have no effect; they need dispatch: turns in hall.yaml");
    for (uint32_t i = 0; i < window->groups_count; i++)
        if (window->groups[i] < 1 || window->groups[i] > WINDOW_GROUPS_MAX)
            build_mistake(build, PART_WINDOWS,
                          build_path(build, "windows[%u].groups[%u]", row, i + 1),
                          "group %u is none; write 1 to %d, 1 goes first", window->groups[i],
                          WINDOW_GROUPS_MAX);
}

static void check_transfers(struct build *build, const struct raw_window *window, uint32_t row)
{
    for (uint32_t i = 0; i < window->transfers_count; i++) {
        const struct raw_transfer *to = &window->transfers[i];
        const char *path = build_path(build, "windows[%u].transfers[%u]", row, i + 1);
        if (!!to->service + !!to->window + !!to->room != 1)
            build_mistake(build, PART_WINDOWS, path,
                          "write exactly one of service, window or room");
        if (to->service)
            check_service(build, PART_WINDOWS, path, to->service);
        if (to->window)
            check_window(build, PART_WINDOWS, path, to->window);
        if (to->room)
            check_room(build, PART_WINDOWS, path, to->room);
    }
}

void check_windows(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    uint32_t checked[WINDOWS_MAX + 1] = {0}; /* one entry may stand for many windows */
    for (uint32_t i = 0; i < def->window_count; i++) {
        uint32_t row = build->window_rows[i];
        if (i && def->windows[i - 1].number == def->windows[i].number)
            build_mistake(build, PART_WINDOWS, build_path(build, "windows[%u].number", row),
                          "window %u is there already; give each number once",
                          def->windows[i].number);
        if (checked[row]++)
            continue;
        check_place(build, &def->windows[i], row);
        check_window_services(build, &def->windows[i], row);
        check_groups(build, &build->windows->windows[row - 1], row);
        check_transfers(build, &build->windows->windows[row - 1], row);
    }
}
