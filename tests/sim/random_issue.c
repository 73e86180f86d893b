/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "engine_random.h"

static void random_rules(struct dice *dice, struct rules_def *rules)
{
    rules->one_ticket = (uint8_t)roll(dice, 3);
    rules->voids_day = (uint8_t)roll(dice, 3);
    rules->green_day = (uint16_t)roll(dice, 8);
    rules->principals_max = (uint8_t)roll(dice, 4);
    rules->priority_proof = chance(dice, 30);
    rules->priority_age = 60;
    rules->checkin_early_min = (uint16_t)roll(dice, 20);
    rules->late_min = (uint16_t)roll(dice, 10);
    rules->booking_share_pct = (uint8_t)roll(dice, 101);
}

static void random_service(struct dice *dice, struct service_def *service)
{
    for (int i = 0; i < SESSIONS_MAX && chance(dice, 50); i++)
        service->quota[i] = (uint16_t)roll(dice, 30);
    service->id_required = chance(dice, 10);
    service->bookable = chance(dice, 60);
    service->slot_min = (uint16_t)(1 + roll(dice, 10));
    service->slot_places = (uint16_t)(1 + roll(dice, 4));
    /* Sometimes apart from everybody's numbers, sometimes across them. */
    for (int class = CLASS_PRIORITY; class <= CLASS_GREEN && chance(dice, 40); class ++) {
        service->class_first[class] = (uint16_t)(60 + roll(dice, 60));
        service->class_last[class] = (uint16_t)(service->class_first[class] + roll(dice, 10));
    }
}

void random_issue(struct dice *dice, struct engine_hall *w)
{
    random_rules(dice, &w->def.rules);
    for (uint32_t i = 0; i < w->def.service_count; i++)
        random_service(dice, &w->services[i]);
    if (chance(dice, 50)) /* the sessions meet while the days go on */
        w->def.hours = (struct hours){.count = 2,
                                      .early_min = (uint16_t)roll(dice, 20),
                                      .sessions = {{0, 970}, {970, 1440}}};
}

static void random_person(struct dice *dice, struct command *command)
{
    if (chance(dice, 50))
        command->id_a = command->id_b = 1 + roll(dice, 25);
}

static void random_code(struct dice *dice, struct command *command)
{
    snprintf(command->code, sizeof(command->code), "K%u", roll(dice, 40));
}

void random_request(struct dice *dice, struct command *command)
{
    random_person(dice, command);
    command->principals = (uint8_t)roll(dice, 6);
    command->source = (uint8_t)roll(dice, SOURCE_BOOKING);
    command->proof = (uint8_t)roll(dice, PROOF_COUNT);
    command->age_band = (uint8_t)(50 + 5 * roll(dice, 5));
}

struct command random_appointment(struct dice *dice, const struct engine_hall *w)
{
    struct command command = {.who = "desk"};
    uint32_t service = roll(dice, w->def.service_count);
    uint32_t what = roll(dice, 100);
    command.service.n = (uint16_t)(service + 1);
    if (what < 45) {
        command.verb = VERB_BOOK;
        command.from = (w->now / MINUTE + roll(dice, 40)) * MINUTE;
        command.until = command.from + w->services[service].slot_min * MINUTE;
        random_code(dice, &command);
        random_person(dice, &command);
    } else if (what < 85) {
        command.verb = VERB_CHECK_IN;
        command.service.n = 0;
        if (chance(dice, 70))
            random_code(dice, &command);
        else
            random_person(dice, &command);
    } else if (what < 95) {
        command.verb = VERB_UNBOOK;
        random_code(dice, &command);
    } else {
        command.verb = VERB_QUOTA;
        command.arg = roll(dice, 30);
        command.arg2 = roll(dice, 4);
    }
    return command;
}
