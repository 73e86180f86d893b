/* SPDX-License-Identifier: Apache-2.0 */
#include "engine_random.h"

#include <stdio.h>

uint32_t roll(struct dice *dice, uint32_t below)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    uint64_t x = dice->state ^ dice->state >> 29;
    return below ? (uint32_t)((x * 0x9e3779b97f4a7c15u) >> 33) % below : 0;
}

bool chance(struct dice *dice, uint32_t percent)
{
    return roll(dice, 100) < percent;
}

/* Half of the head starts are long enough to matter within a random day. */
static void random_dispatch(struct dice *dice, struct rules_def *rules)
{
    rules->dispatch = (uint8_t)roll(dice, 4);
    for (uint8_t class = CLASS_PRIORITY; class <= CLASS_GREEN; class ++)
        rules->head_start_min[class] = chance(dice, 50) ? (uint16_t)roll(dice, 20) : 0;
    rules->transfer_bonus_min = (uint16_t)roll(dice, 10);
    rules->help_delay_min = (uint16_t)roll(dice, 6);
    rules->short_weight_pm = chance(dice, 50) ? (uint16_t)roll(dice, 2000) : 0;
}

static void random_rules(struct dice *dice, struct rules_def *rules)
{
    rules->recall_max = (uint8_t)(1 + roll(dice, 4));
    rules->recall_spacing_s = (uint16_t)roll(dice, 12);
    rules->miss_calls = (uint8_t)(1 + roll(dice, 4));
    rules->miss_after_s = (uint16_t)roll(dice, 60);
    rules->return_policy = (uint8_t)roll(dice, 3);
    rules->return_places = (uint8_t)roll(dice, 5);
    rules->return_max = (uint8_t)roll(dice, 3);
    rules->parked_max = (uint8_t)roll(dice, 4);
    random_dispatch(dice, rules);
    rules->rating_s = chance(dice, 20) ? 0 : (uint16_t)(1 + roll(dice, 90));
}

static void random_verbs(struct dice *dice, struct rules_def *rules)
{
    rules->undo_s = chance(dice, 20) ? 0 : (uint8_t)(5 + roll(dice, 50));
    rules->items_max = (uint8_t)(1 + roll(dice, 4));
    rules->rating_change_min = (uint8_t)roll(dice, 4);
    rules->auto_call_s = chance(dice, 70) ? 0 : (uint16_t)(1 + roll(dice, 60));
    rules->auto_miss_s = chance(dice, 70) ? 0 : (uint16_t)(1 + roll(dice, 90));
    rules->auto_finish_s = chance(dice, 80) ? 0 : (uint16_t)(1 + roll(dice, 200));
}

static void random_leases(struct dice *dice, struct rules_def *rules)
{
    rules->lease_size = chance(dice, 20) ? 0 : (uint16_t)(1 + roll(dice, 6));
    rules->lease_first = (uint16_t)(1 + roll(dice, 40));
}

static void random_service(struct dice *dice, struct service_def *service, uint32_t index)
{
    if (index && chance(dice, 15))
        return; /* a step of journeys: no prefix */
    /* Few letters, so that services share prefixes, apart or overlapping. */
    service->prefix[0] = (char)('A' + roll(dice, 4));
    if (chance(dice, 50)) {
        service->first = (uint16_t)(1 + roll(dice, 30));
        service->last = (uint16_t)(service->first + roll(dice, 60));
    }
    service->zone = (uint16_t)(1 + roll(dice, 2));
    service->wait_limit_min = (uint16_t)roll(dice, 10);
    service->mean_ms = (uint32_t)(roll(dice, 15) * MINUTE);
}

/* R-M10: steps that follow a service which issues numbers. */
static void random_journeys(struct dice *dice, struct engine_hall *w)
{
    w->def.journey_count = roll(dice, ENGINE_JOURNEYS + 1);
    for (uint32_t i = 0; i < w->def.journey_count; i++) {
        struct journey_def *journey = &w->journeys[i];
        *journey = (struct journey_def){.id = (uint16_t)(i + 1), .back = chance(dice, 50)};
        journey->count = (uint8_t)(1 + roll(dice, 4));
        for (uint8_t k = 0; k < journey->count; k++)
            journey->steps[k].n = (uint16_t)(1 + roll(dice, w->def.service_count));
    }
}

static void serve(struct window_def *window, uint16_t service)
{
    if (!def_window_serves(window, (service_id){service}))
        window->services[window->service_count++].n = service;
}

static void random_window(struct dice *dice, struct engine_hall *w, struct window_def *window)
{
    window->start = (uint8_t)roll(dice, 2);
    window->next = (uint8_t)roll(dice, 2);
    window->zone = (uint16_t)(1 + roll(dice, 2));
    window->kind = (uint8_t)roll(dice, 2); /* normal or comprehensive */
    for (uint32_t i = 0; i < w->def.service_count; i++)
        window->groups[i] = (uint8_t)roll(dice, 1 + WINDOW_GROUPS_MAX);
    for (uint32_t i = 0; i < w->def.service_count; i++)
        if (chance(dice, 40))
            serve(window, (uint16_t)(i + 1));
    window->named_call = chance(dice, 50);
    window->transfer_count = (uint8_t)roll(dice, 4);
    for (uint8_t i = 0; i < window->transfer_count; i++) {
        if (chance(dice, 50))
            window->transfers[i].service.n = (uint16_t)(1 + roll(dice, w->def.service_count));
        else
            window->transfers[i].target.n = (uint16_t)(1 + roll(dice, w->def.window_count));
    }
}

void random_hall(struct dice *dice, struct engine_hall *w)
{
    engine_define(w, 1 + roll(dice, 6), 1 + roll(dice, 6), roll(dice, 3));
    random_rules(dice, &w->def.rules);
    random_verbs(dice, &w->def.rules);
    random_leases(dice, &w->def.rules);
    for (uint32_t i = 0; i < w->def.service_count; i++)
        random_service(dice, &w->services[i], i);
    for (uint32_t i = 0; i < w->def.window_count; i++)
        random_window(dice, w, &w->windows[i]);
    for (uint32_t i = 0; i < w->def.service_count; i++)
        serve(&w->windows[roll(dice, w->def.window_count)], (uint16_t)(i + 1));
    random_journeys(dice, w);
    w->def.rules.sign_on = chance(dice, 25);
    w->def.rules.announce_missed = chance(dice, 25);
    w->def.rules.announce_next = chance(dice, 25);
    for (uint32_t i = 0; i < w->def.window_count; i++) {
        w->windows[i].lunch_duty = chance(dice, 30);
        w->windows[i].after_hours = chance(dice, 30);
    }
}

/* Mostly one that exists. */
static uint16_t random_target(struct dice *dice, const struct engine_hall *w)
{
    if (chance(dice, 3))
        return (uint16_t)roll(dice, 65536);
    uint32_t i = roll(dice, w->def.window_count + w->def.room_count);
    return (uint16_t)(i < w->def.window_count ? i + 1 : TARGET_ROOM + 1 + i - w->def.window_count);
}

static uint32_t random_ticket(struct dice *dice, const struct engine_hall *w)
{
    if (chance(dice, 3))
        return roll(dice, UINT32_MAX);
    return hall_ticket_first(w->hall) + roll(dice, hall_tickets(w->hall) + 1);
}

struct command random_command(struct dice *dice, const struct engine_hall *w)
{
    struct command command = {
        .verb = (uint8_t)roll(dice, VERB_COUNT + 1),
        .key = (uint8_t)roll(dice, 12),
        .target = {random_target(dice, w)},
        .place = (uint8_t)roll(dice, PLACE_COUNT + 1),
        .ticket_class = (uint8_t)roll(dice, CLASS_COUNT + 1),
        .arg = roll(dice, 6),
        .staff = chance(dice, 50) ? roll(dice, 5) : 0,
        .role = (uint8_t)roll(dice, ROLE_COUNT),
        .journey = (uint16_t)(chance(dice, 20) ? roll(dice, ENGINE_JOURNEYS + 1) : 0),
        .of = {chance(dice, 5) ? 1 + roll(dice, 3) : 0},
        .group = (uint8_t)roll(dice, WINDOW_GROUPS_MAX + 2),
        .who = "random",
    };
    if (command.verb == VERB_DAY_CLOSE || command.verb == VERB_DAY_OPEN)
        command.verb = VERB_ISSUE; /* days are the script's */
    if (chance(dice, 60))
        command.ticket.n = random_ticket(dice, w);
    if (chance(dice, 50))
        command.service.n = (uint16_t)roll(dice, w->def.service_count + 2);
    else
        command.to.n = random_target(dice, w);
    if (chance(dice, 10)) {
        command.seen = roll(dice, 4);
        command.seen_bits = chance(dice, 50) ? 8 : 32;
    }
    if (chance(dice, 60)) /* some of the services, or a list that is none */
        snprintf(command.list, sizeof(command.list), "%u%s%u", 1 + roll(dice, 6),
                 chance(dice, 90) ? " " : "x", 1 + roll(dice, 6));
    if (chance(dice, 30) && command.verb == VERB_PICK_UP)
        command.arg = 20990101;
    if (chance(dice, 5))
        command.expect = random_ticket(dice, w);
    command.vouched = chance(dice, 50);
    command.source = chance(dice, 20) ? SOURCE_KIOSK : SOURCE_NONE;
    if (command.verb == VERB_ACCEPT_HISTORY) {
        command.behind = chance(dice, 30);
        command.lost = roll(dice, 8);
        command.arg = roll(dice, 3);
    }
    if (chance(dice, 30))
        command.lease = hall_ticket_first(w->hall) + roll(dice, 3);
    if (chance(dice, 30)) {
        command.label = (struct label){{(char)('A' + roll(dice, 4))}, (uint16_t)roll(dice, 60)};
        command.issued = w->now - (msec)roll(dice, 1000000);
        command.arg2 = hall_day(w->hall);
    }
    return command;
}

struct command likely_key(struct dice *dice, const struct engine_hall *w, uint16_t window)
{
    static const uint8_t calling[] = {KEY_RECALL, KEY_RECALL, KEY_START, KEY_START,
                                      KEY_FINISH, KEY_MISS,   KEY_PARK,  KEY_TRANSFER};
    static const uint8_t serving[] = {KEY_FINISH, KEY_FINISH, KEY_NEXT, KEY_PARK, KEY_TRANSFER};
    static const uint8_t other[] = {KEY_NEXT, KEY_NEXT, KEY_NEXT, KEY_PAUSE, KEY_RETURN};
    struct window_view view;
    struct command command = {.target = {window}, .arg = 1 + roll(dice, 3), .who = "clerk"};
    if (chance(dice, 10)) { /* whatever it was: not that */
        command.key = KEY_UNDO;
        return command;
    }
    if (!hall_window(w->hall, command.target, &view))
        return command;
    command.seen = view.call;
    command.seen_bits = 8;
    command.place = (uint8_t)roll(dice, PLACE_COUNT);
    if (view.state == WINDOW_CALLING)
        command.key = calling[roll(dice, countof(calling))];
    else if (view.state == WINDOW_SERVING)
        command.key = serving[roll(dice, countof(serving))];
    else
        command.key = other[roll(dice, countof(other))];
    return command;
}
