/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "config/check.h"

static bool letter_valid(const char *letter)
{
    size_t n = strlen(letter);
    return (n == 1 || n == 2) && strspn(letter, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == n;
}

/* R-M12: what does not fit on one page of the kiosk. */
static void check_zone_page(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    uint32_t count = 0;
    for (uint32_t s = 0; s < def->service_count; s++)
        count += def->services[s].prefix[0] && def->services[s].zone == def->zones[i].id;
    if (def->zones[i].on_kiosk && count > ZONE_SERVICES_MAX)
        build_mistake(build, PART_ZONES, build_path(build, "zones[%u].id", i + 1),
                      "%u services are on the kiosk page of zone %u, at most %d fit; move some to "
                      "another zone",
                      count, def->zones[i].id, ZONE_SERVICES_MAX);
}

static void check_zone_twins(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t k = 0; k < i; k++) {
        if (def->zones[k].id == def->zones[i].id)
            build_mistake(build, PART_ZONES, build_path(build, "zones[%u].id", i + 1),
                          "zone %u is there already; give each zone its own id", def->zones[i].id);
        if (strcmp(def->zones[k].letter, def->zones[i].letter) == 0)
            build_mistake(build, PART_ZONES, build_path(build, "zones[%u].letter", i + 1),
                          "letter %s is used by zone %u; give each zone its own",
                          def->zones[i].letter, def->zones[k].id);
    }
}

static void check_zones(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->zone_count; i++) {
        const struct zone_def *zone = &def->zones[i];
        check_zone_twins(build, i);
        if (!letter_valid(zone->letter))
            build_mistake(build, PART_ZONES, build_path(build, "zones[%u].letter", i + 1),
                          "\"%s\" is no letter; write one or two capitals such as A", zone->letter);
        if (!zone->floor_count)
            build_mistake(build, PART_ZONES, build_path(build, "zones[%u].floors", i + 1),
                          "a zone needs a floor; add one");
        for (uint32_t f = 0; f < zone->floor_count; f++)
            check_floor(build, PART_ZONES, build_path(build, "zones[%u].floors[%u]", i + 1, f + 1),
                        zone->floors[f]);
        check_zone_page(build, i);
    }
}

static void check_voice_zones(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->voice_zone_count; i++) {
        const char *path = build_path(build, "voice_zones[%u].id", i + 1);
        for (uint32_t k = 0; k < i; k++)
            if (def->voice_zones[k].id == def->voice_zones[i].id)
                build_mistake(build, PART_ZONES, path,
                              "voice zone %u is there already; give each its own id",
                              def->voice_zones[i].id);
        /* D-12: with none a call is never heard, with two it is heard twice. */
        if (build->devices && !def->voice_zones[i].display[0])
            build_mistake(build, PART_ZONES, path,
                          "no board speaks for voice zone %u; give one board in devices.yaml "
                          "voice_zone: %u",
                          def->voice_zones[i].id, def->voice_zones[i].id);
    }
}

static void check_rooms(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->room_count; i++) {
        const struct room_def *room = &def->rooms[i];
        for (uint32_t k = 0; k < i; k++)
            if (def->rooms[k].id == room->id)
                build_mistake(build, PART_ZONES, build_path(build, "rooms[%u].id", i + 1),
                              "room %u is there already; give each its own id", room->id);
        check_floor(build, PART_ZONES, build_path(build, "rooms[%u].floor", i + 1), room->floor);
        check_zone(build, PART_ZONES, build_path(build, "rooms[%u].zone", i + 1), room->zone);
        check_voice_zone(build, PART_ZONES, build_path(build, "rooms[%u].voice_zone", i + 1),
                         room->voice_zone);
    }
}

void check_places(struct build *build)
{
    check_zones(build);
    check_voice_zones(build);
    check_rooms(build);
}
