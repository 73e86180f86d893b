/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_hall - a small hall from the dice of its plan: services that share windows, windows of
 * both kinds, a step without numbers, a room, and rules that are as tight as they may be.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/world.h"

enum { DICE_HALL = 1 };

static void draw_rules(struct dice *dice, struct rules_def *rules)
{
    *rules = (struct rules_def){
        .head_start_min = {0, 60, 75, 120, 0},
        .transfer_bonus_min = 20,
        .help_delay_min = 10,
        .short_weight_pm = 1000,
        .recall_max = (uint8_t)(1 + dice_roll(dice, 4)),
        .recall_spacing_s = (uint16_t)dice_roll(dice, 15),
        .miss_calls = (uint8_t)(1 + dice_roll(dice, 3)),
        .miss_after_s = (uint16_t)dice_roll(dice, 60),
        .return_policy = (uint8_t)dice_roll(dice, 3),
        .return_places = (uint8_t)dice_roll(dice, 5),
        .return_max = (uint8_t)(1 + dice_roll(dice, 3)),
        .parked_max = (uint8_t)(1 + dice_roll(dice, 3)),
        .rating_s = (uint16_t)(dice_chance(dice, 400) ? 0 : 5 + dice_roll(dice, 60)),
        .announce_expiry_s = 120,
        .missed_shown_min = 30,
        .ticket_repeat_s = 3,
        .dispatch = (uint8_t)dice_roll(dice, 4),
        .undo_s = 10,
        .principals_max = 5,
        .one_ticket = ONE_TICKET_OFF,
        .checkin_early_min = 15,
        .lease_size = (uint16_t)(dice_chance(dice, 300) ? 0 : 2 + dice_roll(dice, 20)),
        .lease_first = (uint16_t)(dice_chance(dice, 500) ? 600 : 50),
    };
}

static void all_day(struct hours *hours)
{
    *hours = (struct hours){.count = 1, .sessions = {{0, 24 * 60}}};
}

static void draw_services(struct dice *dice, const struct plan *plan, struct service_def *services)
{
    for (uint32_t i = 0; i < plan->services; i++) {
        services[i].id.n = (uint16_t)(i + 1);
        services[i].prefix[0] = "ABCDEFGH"[dice_chance(dice, 200) ? 0 : i % 8];
        services[i].first = (uint16_t)(dice_chance(dice, 300) ? 101 : 1);
        services[i].last = LABEL_NUMBER_MAX;
        services[i].mean_ms = (1 + dice_roll(dice, 15)) * (uint32_t)MINUTE;
        services[i].zone = (uint16_t)(1 + dice_roll(dice, 2));
        if (i > 0 && dice_chance(dice, 100))
            services[i].prefix[0] = '\0'; /* a step of journeys */
        all_day(&services[i].hours);
    }
}

static void serve(struct window_def *window, uint16_t service)
{
    if (!def_window_serves(window, (service_id){service})) {
        window->groups[window->service_count] = 1;
        window->services[window->service_count++].n = service;
    }
}

static void draw_transfers(struct dice *dice, const struct plan *plan, struct window_def *window)
{
    window->transfer_count = (uint8_t)dice_roll(dice, 4);
    for (uint32_t i = 0; i < window->transfer_count; i++) {
        if (dice_chance(dice, 700))
            window->transfers[i].service.n = (uint16_t)(1 + dice_roll(dice, plan->services));
        else
            window->transfers[i].target.n = (uint16_t)(1 + dice_roll(dice, plan->windows));
    }
}

static void draw_windows(struct dice *dice, const struct plan *plan, struct window_def *windows)
{
    for (uint32_t i = 0; i < plan->windows; i++) {
        windows[i].number = (uint16_t)(i + 1);
        windows[i].zone = (uint16_t)(1 + dice_roll(dice, 2));
        windows[i].kind = dice_chance(dice, 300) ? WINDOW_KIND_COMPREHENSIVE : WINDOW_KIND_NORMAL;
        windows[i].floor = 1;
        windows[i].voice_zone = 1;
        windows[i].start = (uint8_t)dice_roll(dice, 2);
        windows[i].next = (uint8_t)dice_roll(dice, 2);
        for (uint32_t s = 0; s < plan->services; s++)
            if (dice_chance(dice, 400))
                serve(&windows[i], (uint16_t)(s + 1));
        draw_transfers(dice, plan, &windows[i]);
    }
    for (uint32_t s = 0; s < plan->services; s++)
        serve(&windows[dice_roll(dice, plan->windows)], (uint16_t)(s + 1));
    for (uint32_t i = 0; i < plan->windows; i++)
        if (!windows[i].service_count)
            serve(&windows[i], 1);
}

static void *array(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        abort();
    return memory;
}

struct hall_def *hall_generate(const struct plan *plan)
{
    struct dice dice = dice_of(plan->seed, DICE_HALL, 0);
    struct hall_def *def = array(1, sizeof(*def));
    struct service_def *services = array(plan->services, sizeof(*services));
    struct window_def *windows = array(plan->windows, sizeof(*windows));
    strcpy(def->id, "simulated");
    strcpy(def->time_zone, "Asia/Shanghai");
    def->languages[LANG_ZH] = true;
    def->tickets_day = TICKETS_DAY_MAX;
    all_day(&def->hours);
    draw_rules(&dice, &def->rules);
    draw_services(&dice, plan, services);
    draw_windows(&dice, plan, windows);
    def->services = services;
    def->windows = windows;
    def->rooms = array(1, sizeof(struct room_def));
    def->service_count = plan->services;
    def->window_count = plan->windows;
    hall_extend(plan, def, services, windows);
    return def;
}

static void *duplicate(const void *from, size_t count, size_t size)
{
    void *to = array(count, size);
    if (count)
        memcpy(to, from, count * size);
    return to;
}

struct hall_def *hall_copy(const struct hall_def *def)
{
    struct hall_def *copy = duplicate(def, 1, sizeof(*def));
    struct service_def *services = duplicate(def->services, def->service_count, sizeof(*services));
    for (uint32_t i = 0; i < def->service_count; i++)
        all_day(&services[i].hours); /* the simulated day has no breaks */
    copy->services = services;
    copy->windows = duplicate(def->windows, def->window_count, sizeof(*def->windows));
    copy->rooms = duplicate(def->rooms, def->room_count, sizeof(*def->rooms));
    copy->journeys = duplicate(def->journeys, def->journey_count, sizeof(*def->journeys));
    return copy;
}

void hall_release(struct hall_def *def)
{
    if (!def)
        return;
    free((void *)(uintptr_t)def->services);
    free((void *)(uintptr_t)def->windows);
    free((void *)(uintptr_t)def->rooms);
    free((void *)(uintptr_t)def->journeys);
    free(def);
}
