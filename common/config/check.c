/* SPDX-License-Identifier: Apache-2.0 */
#include "config/check.h"

#include <string.h>

#include "os/clock.h"

void check_floor(struct build *build, enum config_part part, const char *path, uint32_t number)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->floor_count; i++)
        if (def->floors[i].number == number)
            return;
    if (build->hall)
        build_mistake(build, part, path, "there is no floor %u; add it to hall.yaml or change it",
                      number);
}

void check_zone(struct build *build, enum config_part part, const char *path, uint32_t id)
{
    if (build->zones && !def_zone(&build->out->def, (uint16_t)id))
        build_mistake(build, part, path, "there is no zone %u; add it to zones.yaml or change it",
                      id);
}

void check_voice_zone(struct build *build, enum config_part part, const char *path, uint32_t id)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->voice_zone_count; i++)
        if (def->voice_zones[i].id == id)
            return;
    if (build->zones)
        build_mistake(build, part, path,
                      "there is no voice zone %u; add it to zones.yaml or change it", id);
}

void check_service(struct build *build, enum config_part part, const char *path, uint32_t id)
{
    if (build->services && !def_service(&build->out->def, (service_id){(uint16_t)id}))
        build_mistake(build, part, path,
                      "there is no service %u; add it to services.yaml or change it", id);
}

void check_window(struct build *build, enum config_part part, const char *path, uint32_t number)
{
    if (build->windows_whole && !def_window(&build->out->def, (uint16_t)number))
        build_mistake(build, part, path,
                      "there is no window %u; add it to windows.yaml or change it", number);
}

void check_room(struct build *build, enum config_part part, const char *path, uint32_t id)
{
    if (build->zones && !def_room(&build->out->def, (uint16_t)id))
        build_mistake(build, part, path, "there is no room %u; add it to zones.yaml or change it",
                      id);
}

static void check_id(struct build *build)
{
    const char *id = build->out->def.id;
    if (!*id || strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(id))
        build_mistake(build, PART_HALL, "id",
                      "\"%s\" is no id; write small letters, digits and dashes", id);
}

static void check_languages(struct build *build)
{
    const struct raw_hall *hall = build->hall;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < hall->languages_count; i++) {
        if (seen >> hall->languages[i] & 1)
            build_mistake(build, PART_HALL, build_path(build, "languages[%u]", i + 1),
                          "given twice; keep one of them");
        seen |= 1u << hall->languages[i];
    }
    if (!(seen >> LANG_ZH & 1)) /* R-G2: the one that is shown when another lacks a text */
        build_mistake(build, PART_HALL, "languages", "zh is missing; add it");
}

static void check_floors(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    if (!def->floor_count)
        build_mistake(build, PART_HALL, "floors", "a hall needs a floor; add one");
    for (uint32_t i = 0; i < def->floor_count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (def->floors[k].number == def->floors[i].number) {
                build_mistake(build, PART_HALL, build_path(build, "floors[%u].number", i + 1),
                              "floor %u is there already; give each floor once",
                              def->floors[i].number);
                break;
            }
}

/* Two truths for one figure: the preset would win over what stands there to be read. */
static void check_preset(struct build *build)
{
    struct document *document = &build->documents[PART_HALL];
    yaml_node_t *rules = document_value(document, document_root(document), "rules");
    if (build->out->def.rules.preset != PRESET_UNSET &&
        document_value(document, rules, "head_start_min"))
        build_mistake(build, PART_HALL, "rules.preset",
                      "a preset fills head_start_min; write one of the two");
}

static void check_holidays(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->holiday_count; i++) {
        const char *path = build_path(build, "holidays[%u].date", i + 1);
        const char *text = build->hall->holidays[i].date;
        uint32_t date = def->holidays[i].date;
        uint32_t before = i ? def->holidays[i - 1].date : 0;
        if (!date)
            build_mistake(build, PART_HALL, path,
                          "\"%s\" is no date; write year, month and day as 2026-10-01", text);
        else if (date == before)
            build_mistake(build, PART_HALL, path, "%s is there already; give each date once", text);
        else if (date < before)
            build_mistake(build, PART_HALL, path,
                          "%s is before the date above it; sort the dates, so that people can "
                          "check them",
                          text);
    }
}

static void check_rules(struct build *build)
{
    const struct rules_def *rules = &build->out->def.rules;
    if (rules->miss_calls > rules->recall_max)
        build_mistake(build, PART_HALL, "rules",
                      "miss_calls (%u) is more than recall_max (%u); nobody could ever be missed",
                      rules->miss_calls, rules->recall_max);
    if (rules->priority_proof && !rules->priority_age)
        build_mistake(build, PART_HALL, "rules.priority_age",
                      "with priority_proof an age of 0 lets every card prove priority; write "
                      "one such as 60");
}

void check_hall(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    check_preset(build);
    check_id(build);
    check_languages(build);
    check_floors(build);
    if (clock_zone_check(def->time_zone))
        build_mistake(build, PART_HALL, "time_zone",
                      "time zone \"%s\" is not known; write a name from /usr/share/zoneinfo such "
                      "as Asia/Shanghai",
                      def->time_zone);
    if (!build->hall->hours.sessions_count)
        build_mistake(build, PART_HALL, "hours.sessions", "a hall needs a session; add one");
    check_rules(build);
    check_voice(build);
    check_holidays(build);
    if (*def->phone_url && strncmp(def->phone_url, "http://", 7) != 0 &&
        strncmp(def->phone_url, "https://", 8) != 0)
        build_mistake(build, PART_HALL, "phone_url",
                      "not a web address; begin with http:// or https://, or leave it out");
    if (strlen(def->phone_url) > PHONE_URL_MAX)
        build_mistake(build, PART_HALL, "phone_url",
                      "the address has %zu bytes; a QR code holds %d of it and the ticket, shorten "
                      "it",
                      strlen(def->phone_url), PHONE_URL_MAX);
}
