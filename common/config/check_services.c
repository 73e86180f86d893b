/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "config/check.h"
#include "domain/item_def.h"

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

/* D-22: not a mistake, the hall works; but its kiosks give no number of that service while alone.
 */
static void check_leases(struct build *build, const struct service_def *service, uint32_t row)
{
    const struct rules_def *rules = &build->out->def.rules;
    const char *path = build_path(build, "services[%u].last", row);
    if (!build->hall || !rules->lease_size || !*service->prefix ||
        service->last >= rules->lease_first)
        return;
    report_warn(&build->report, PART_SERVICES,
                document_find(&build->documents[PART_SERVICES], path), path,
                "its numbers end at %u, below lease_first (%u) in hall.yaml: a kiosk without "
                "controller gives none of them; raise one, lower the other, or write lease_size: 0",
                service->last, rules->lease_first);
}

struct range {
    const char *word;
    uint16_t first, last;
};

/* R-N6: the number alone tells the class, so no number may belong to two of them. */
static void check_ranges(struct build *build, const struct service_def *service, uint32_t row)
{
    const struct range ranges[] = {
        {"first to last", service->first, service->last},
#define CLASS_RANGE(word, code) {word, service->class_first[code], service->class_last[code]}
        CLASS_RANGE("priority", CLASS_PRIORITY),
        CLASS_RANGE("appointment", CLASS_APPOINTMENT),
        CLASS_RANGE("green", CLASS_GREEN),
    };
    for (size_t i = 1; i < countof(ranges); i++)
        for (size_t k = 0; k < i; k++)
            if (ranges[i].first && ranges[k].first && ranges[i].first <= ranges[k].last &&
                ranges[k].first <= ranges[i].last)
                build_mistake(build, PART_SERVICES,
                              build_path(build, "services[%u].class_numbers.%s", row,
                                         ranges[i].word),
                              "%u-%u overlaps %s (%u-%u); the number could not tell the class",
                              ranges[i].first, ranges[i].last, ranges[k].word, ranges[k].first,
                              ranges[k].last);
    if (!*service->prefix && (ranges[1].first || ranges[2].first || ranges[3].first))
        build_mistake(build, PART_SERVICES, build_path(build, "services[%u].class_numbers", row),
                      "a service without prefix issues no numbers; remove it or give a prefix");
}

static void check_quotas(struct build *build, const struct service_def *service, uint32_t row)
{
    const struct raw_service *raw = &build->services->services[row - 1];
    const char *path = build_path(build, "services[%u].quotas", row);
    /* As written: a session that cannot be read is a mistake of its own. */
    uint32_t sessions = raw->hours.sessions_count;
    if (!sessions && build->hall)
        sessions = build->hall->hours.sessions_count;
    if (!raw->quotas_count)
        return;
    if (!*service->prefix)
        build_mistake(build, PART_SERVICES, path,
                      "a service without prefix issues no numbers; remove it or give a prefix");
    if (sessions && raw->quotas_count != sessions)
        build_mistake(build, PART_SERVICES, path,
                      "%u given for a day of %u; write one for each session, 0 = no limit",
                      raw->quotas_count, sessions);
    for (uint32_t i = 0; i < raw->quotas_count; i++)
        if (raw->quotas[i] > TICKETS_DAY_MAX)
            build_mistake(build, PART_SERVICES,
                          build_path(build, "services[%u].quotas[%u]", row, i + 1),
                          "%u is out of range; write 0 to %d", raw->quotas[i], TICKETS_DAY_MAX);
}

static void check_slots(struct build *build, const struct service_def *service, uint32_t row)
{
    const char *path = build_path(build, "services[%u].slot_min", row);
    if (!service->slot_min != !service->slot_places)
        build_mistake(build, PART_SERVICES, path,
                      "slot_min and slot_places belong together; give both for appointments, "
                      "neither without");
    else if (service->slot_min && (service->slot_min < 5 || 60 % service->slot_min != 0) &&
             service->slot_min % 60 != 0)
        build_mistake(build, PART_SERVICES, path,
                      "slots of %u min do not fit the hours of a clock; write 15, 20, 30, 60 or "
                      "whole hours",
                      service->slot_min);
    if (service->slot_min && !*service->prefix)
        build_mistake(build, PART_SERVICES, path,
                      "a service without prefix issues no numbers; remove it or give a prefix");
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
    check_leases(build, service, i + 1);
    check_ranges(build, service, i + 1);
    check_quotas(build, service, i + 1);
    check_slots(build, service, i + 1);
    check_zone(build, PART_SERVICES, build_path(build, "services[%u].zone", i + 1), service->zone);
    if (build->windows_whole && !def_service_windows(def, service->id, &low, &high))
        build_mistake(build, PART_SERVICES, build_path(build, "services[%u].id", i + 1),
                      "no window serves service %u; add it to a window in windows.yaml",
                      service->id.n);
}

/* R-M10: whoever takes a number begins one journey, or none. */
static void check_journey_items(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct journey_def *journey = &def->journeys[i];
    for (uint32_t k = 0; k < journey->item_count; k++) {
        const char *path = build_path(build, "journeys[%u].items[%u]", i + 1, k + 1);
        const struct item_def *item = def_item(def, journey->items[k]);
        if (!item)
            build_mistake(build, PART_SERVICES, path,
                          "there is no item %u; add it to items.csv or change it",
                          journey->items[k]);
        else if (item->service.n != journey->steps[0].n)
            build_mistake(build, PART_SERVICES, path,
                          "item %u belongs to service %u; the journey begins at service %u",
                          item->id, item->service.n, journey->steps[0].n);
        else if (def_journey_begun(def, item->service, item->id) != journey->id)
            build_mistake(build, PART_SERVICES, path,
                          "item %u begins journey %u already; keep one of the two", item->id,
                          def_journey_begun(def, item->service, item->id));
    }
}

static void check_journey_always(struct build *build, uint32_t i)
{
    const struct journey_def *journeys = build->out->def.journeys;
    for (uint32_t k = 0; k < i && journeys[i].always; k++)
        if (journeys[k].always && journeys[k].steps[0].n == journeys[i].steps[0].n)
            build_mistake(build, PART_SERVICES, build_path(build, "journeys[%u].always", i + 1),
                          "every number of service %u begins journey %u already; keep one",
                          journeys[i].steps[0].n, journeys[k].id);
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
    check_journey_always(build, i);
    check_journey_items(build, i);
}

void check_services(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    for (uint32_t i = 0; i < def->service_count; i++)
        check_one(build, i);
    for (uint32_t i = 0; i < def->journey_count; i++)
        check_journey(build, i);
}
