/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "config/check.h"

#define BRIEF_MAX 4 /* hanzi, for large text */

static void check_prefix(struct build *build, uint32_t i)
{
    const struct raw_service *raw = &build->services->services[i];
    const char *path = build_path(build, "services[%u].prefix", i + 1);
    if (!raw->prefix || !*raw->prefix)
        return; /* D-44: a step of journeys */
    if (strlen(raw->prefix) > PREFIX_MAX)
        build_mistake(build, PART_SERVICES, path, "\"%s\" is too long; write one or two letters",
                      raw->prefix);
    else if (strpbrk(raw->prefix, "IOQ"))
        build_mistake(build, PART_SERVICES, path,
                      "I, O and Q look like digits on a strip; choose other letters");
    else if (!prefix_valid(raw->prefix))
        build_mistake(build, PART_SERVICES, path, "\"%s\" is no prefix; write capitals A to Z",
                      raw->prefix);
    for (uint32_t k = 0; k < i; k++) {
        const char *other = build->services->services[k].prefix;
        if (other && strcmp(other, raw->prefix) == 0)
            build_mistake(build, PART_SERVICES, path,
                          "prefix %s is used by service %u; two tickets could show one number",
                          other, build->services->services[k].id);
    }
}

static void check_numbers(struct build *build, const struct service_def *service, uint32_t row)
{
    if (service->first > service->last)
        build_mistake(build, PART_SERVICES, build_path(build, "services[%u].first", row),
                      "the first number (%u) is above the last (%u); exchange them", service->first,
                      service->last);
    if (build->services->services[row - 1].brief.zh &&
        utf8_length(service->brief.text[LANG_ZH]) > BRIEF_MAX)
        build_mistake(build, PART_SERVICES, build_path(build, "services[%u].brief.zh", row),
                      "at most %d characters fit in large text; shorten it", BRIEF_MAX);
}

static void check_one(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct service_def *service = &def->services[i];
    uint16_t low, high;
    for (uint32_t k = 0; k < i; k++)
        if (def->services[k].id.n == service->id.n) {
            build_mistake(build, PART_SERVICES, build_path(build, "services[%u].id", i + 1),
                          "service %u is there already; give each its own id", service->id.n);
            break;
        }
    check_prefix(build, i);
    check_numbers(build, service, i + 1);
    check_zone(build, PART_SERVICES, build_path(build, "services[%u].zone", i + 1), service->zone);
    if (build->windows_whole && !def_service_windows(def, service->id, &low, &high))
        build_mistake(build, PART_SERVICES, build_path(build, "services[%u].id", i + 1),
                      "no window serves service %u; add it to a window in windows.yaml",
                      service->id.n);
}

static void check_journey(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct journey_def *journey = &def->journeys[i];
    const struct service_def *first = def_service(def, journey->steps[0]);
    for (uint32_t k = 0; k < i; k++)
        if (def->journeys[k].id == journey->id)
            build_mistake(build, PART_SERVICES, build_path(build, "journeys[%u].id", i + 1),
                          "journey %u is there already; give each its own id", journey->id);
    for (uint32_t s = 0; s < journey->count; s++)
        check_service(build, PART_SERVICES,
                      build_path(build, "journeys[%u].steps[%u]", i + 1, s + 1),
                      journey->steps[s].n);
    if (journey->count < 2)
        build_mistake(build, PART_SERVICES, build_path(build, "journeys[%u].steps", i + 1),
                      "a journey needs two steps or more");
    else if (first && !first->prefix[0])
        build_mistake(build, PART_SERVICES, build_path(build, "journeys[%u].steps[1]", i + 1),
                      "service %u issues no numbers, so nobody can begin here; give it a prefix or "
                      "begin with another step",
                      first->id.n);
}

void check_services(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->service_count; i++)
        check_one(build, i);
    for (uint32_t i = 0; i < def->journey_count; i++)
        check_journey(build, i);
}
