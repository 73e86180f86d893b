/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "config/build.h"
#include "config/spans.h"

/* R-N6: "801-899". */
static void build_range(struct build *build, const char *text, const char *word, uint32_t row,
                        enum ticket_class ticket_class, struct service_def *to)
{
    struct spans spans;
    if (!text)
        return;
    const char *problem = spans_parse(text, &spans);
    if (!problem && (spans.count != 1 || spans.list[0].high > LABEL_NUMBER_MAX))
        problem = "write one range of 1 to 9999, such as 801-899";
    if (problem) {
        build_mistake(build, PART_SERVICES,
                      build_path(build, "services[%u].class_numbers.%s", row, word), "%s", problem);
        return;
    }
    to->class_first[ticket_class] = spans.list[0].low;
    to->class_last[ticket_class] = spans.list[0].high;
}

static void build_class_numbers(struct build *build, const struct raw_class_numbers *from,
                                uint32_t row, struct service_def *to)
{
    build_range(build, from->priority, "priority", row, CLASS_PRIORITY, to);
    build_range(build, from->appointment, "appointment", row, CLASS_APPOINTMENT, to);
    build_range(build, from->green, "green", row, CLASS_GREEN, to);
}

static void build_service(struct build *build, struct service_def *to,
                          const struct raw_service *from, uint32_t row)
{
    to->id.n = (uint16_t)from->id;
    utf8_copy(to->prefix, sizeof(to->prefix), from->prefix ? from->prefix : "");
    to->zone = (uint16_t)from->zone;
    build_names(&to->name, &from->name);
    build_names(&to->brief, from->brief.zh ? &from->brief : &from->name);
    build_texts(&to->hint, &from->hint);
    build_texts(&to->materials, &from->materials);
    to->first = (uint16_t)from->first;
    to->last = (uint16_t)from->last;
    to->mean_ms = (uint32_t)(from->mean_min * MINUTE);
    to->wait_limit_min = (uint16_t)from->wait_limit_min;
    to->serve_limit_min = (uint16_t)from->serve_limit_min;
    to->confidential = from->confidential;
    to->id_required = from->id_required;
    for (uint32_t i = 0; i < from->quotas_count; i++)
        to->quota[i] = (uint16_t)from->quotas[i];
    to->bookable = from->slot_min && from->slot_places;
    to->slot_min = (uint16_t)from->slot_min;
    to->slot_places = (uint16_t)from->slot_places;
    build_class_numbers(build, &from->class_numbers, row, to);
    if (from->hours.sessions_count)
        build_hours(build, PART_SERVICES, build_path(build, "services[%u].hours", row),
                    &from->hours, &build->out->def.hours, &to->hours);
}

static void build_journey(struct journey_def *to, const struct raw_journey *from)
{
    to->id = (uint16_t)from->id;
    build_names(&to->name, &from->name);
    to->count = (uint8_t)from->steps_count;
    for (uint32_t i = 0; i < from->steps_count; i++)
        to->steps[i].n = (uint16_t)from->steps[i];
    to->back = from->back;
    to->always = from->always;
    to->item_count = (uint8_t)from->items_count;
    for (uint32_t i = 0; i < from->items_count; i++)
        to->items[i] = (uint16_t)from->items[i];
}

void build_services(struct build *build)
{
    const struct raw_services_file *from = build->services;
    struct loaded_hall *out = build->out;
    out->def.service_count = from->services_count;
    for (uint32_t i = 0; i < from->services_count; i++)
        build_service(build, &out->services[i], &from->services[i], i + 1);
    out->def.journey_count = from->journeys_count;
    for (uint32_t i = 0; i < from->journeys_count; i++)
        build_journey(&out->journeys[i], &from->journeys[i]);
}
