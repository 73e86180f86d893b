/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_rules - what some halls have and others do not: sessions with quotas, appointments,
 * journeys, people who sign on, calls by name, items, calls, misses and ends by themselves.
 *
 * Its dice are its own, so that the rest of a hall stays what it is without these.
 */
#include <stdlib.h>

#include "sim/world.h"

enum { DICE_RULES = 2 };

#define JOURNEYS_DRAWN 3

static void draw_rules(struct dice *dice, struct rules_def *rules)
{
    rules->sign_on = dice_chance(dice, 400);
    rules->items_max = (uint8_t)(1 + dice_roll(dice, 4));
    rules->auto_call_s = (uint16_t)(dice_chance(dice, 200) ? 15 + dice_roll(dice, 60) : 0);
    rules->auto_miss_s = (uint16_t)(dice_chance(dice, 150) ? 60 + dice_roll(dice, 120) : 0);
    rules->rating_change_min = (uint8_t)dice_roll(dice, 4);
    rules->late_min = (uint16_t)dice_roll(dice, 15);
    rules->checkin_early_min = (uint16_t)(5 + dice_roll(dice, 20));
    rules->booking_share_pct = (uint8_t)(dice_chance(dice, 500) ? 0 : 20 + dice_roll(dice, 81));
}

/* The sessions meet during the day: a quota is used up and there is another. */
static void draw_hours(struct dice *dice, struct hall_def *def, struct service_def *services)
{
    if (dice_chance(dice, 500))
        return;
    uint16_t noon = (uint16_t)(9 * 60 + dice_roll(dice, 180));
    def->hours = (struct hours){.count = 2, .sessions = {{0, noon}, {noon, 24 * 60}}};
    for (uint32_t i = 0; i < def->service_count; i++)
        services[i].hours = (struct hours){0};
}

static void draw_service(struct dice *dice, const struct plan *plan, struct service_def *service)
{
    static const uint16_t slots[] = {5, 10, 15, 30};
    uint32_t expected = plan->people / plan->services + 1;
    if (dice_chance(dice, 250))
        for (int i = 0; i < 2; i++)
            service->quota[i] = (uint16_t)(1 + expected / 3 + dice_roll(dice, expected));
    service->bookable = service->prefix[0] && dice_chance(dice, 500);
    service->slot_min = slots[dice_roll(dice, countof(slots))];
    service->slot_places = (uint16_t)(1 + dice_roll(dice, 6));
    service->wait_limit_min = (uint16_t)(1 + dice_roll(dice, 30));
}

static void draw_windows(struct dice *dice, const struct plan *plan, struct window_def *windows)
{
    for (uint32_t i = 0; i < plan->windows; i++) {
        windows[i].named_call = dice_chance(dice, 500);
        for (uint8_t k = 0; k < windows[i].service_count; k++)
            windows[i].groups[k] = (uint8_t)(1 + dice_roll(dice, 3));
    }
}

static void draw_journeys(struct dice *dice, struct hall_def *def)
{
    struct journey_def *journeys = calloc(JOURNEYS_DRAWN, sizeof(*journeys));
    if (!journeys)
        abort();
    for (uint16_t i = 0; i < JOURNEYS_DRAWN; i++) {
        struct journey_def *journey = &journeys[i];
        journey->id = (uint16_t)(i + 1);
        journey->count = (uint8_t)(2 + dice_roll(dice, 3));
        journey->back = dice_chance(dice, 300);
        for (uint8_t k = 0; k < journey->count; k++)
            journey->steps[k] = def->services[dice_roll(dice, def->service_count)].id;
    }
    def->journeys = journeys;
    def->journey_count = dice_chance(dice, 600) ? JOURNEYS_DRAWN : 0;
}

void hall_extend(const struct plan *plan, struct hall_def *def, struct service_def *services,
                 struct window_def *windows)
{
    struct dice dice = dice_of(plan->seed, DICE_RULES, 0);
    draw_rules(&dice, &def->rules);
    draw_hours(&dice, def, services);
    for (uint32_t i = 0; i < def->service_count; i++)
        draw_service(&dice, plan, &services[i]);
    draw_windows(&dice, plan, windows);
    draw_journeys(&dice, def);
    if (dice_chance(&dice, 150)) /* some visits take longer than that */
        def->rules.auto_finish_s = (uint16_t)(plan->service_s + dice_roll(&dice, 600));
}
