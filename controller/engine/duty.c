/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duty - which windows stay over noon (R-O4), and who may go home (R-O3).
 *
 * Over noon, between two sessions, tickets are issued for what the windows on lunch duty
 * serve, and for nothing else. Calling is not forbidden to the others: who holds a number
 * is a person, and a clerk who stays a little longer helps them.
 *
 * After the day's last session everybody who holds a ticket is served. A window goes when
 * all that wait for it have another open window; one on after-hours duty goes when nobody
 * waits for it at all. A manager or leader may close any window at any time.
 */
#include <assert.h>

#include "domain/calendar.h"
#include "engine/rules.h"

struct local {
    struct calendar_hours hours;
    uint16_t minute;
};

static struct local local_of(const struct hall *hall, const struct service_def *service, msec now,
                             int16_t tz_min)
{
    struct civil civil = calendar_local(now, tz_min);
    return (struct local){calendar_hours(hall->def, service, calendar_date(civil)),
                          calendar_minute(civil)};
}

bool hall_over_noon(const struct hall *hall, service_id id, msec now, int16_t tz_min)
{
    int32_t index = service_index(hall, id);
    if (index < 0)
        return false;
    struct local local = local_of(hall, hall->services[index].def, now, tz_min);
    if (!hours_between(local.hours.hours, local.hours.open, local.minute))
        return false;
    for (uint16_t i = 0; (i = service_window(hall, (uint16_t)index, i)) != 0;)
        if (hall->targets[i].lunch)
            return true;
    return false;
}

static bool after_hours(const struct hall *hall, msec now, int16_t tz_min)
{
    struct local local = local_of(hall, NULL, now, tz_min);
    return local.hours.open && hours_over(local.hours.hours, local.hours.open, local.minute);
}

uint8_t hall_duty(const struct hall *hall, target_id id, msec now, int16_t tz_min)
{
    uint16_t index = target_index(hall, id);
    if (!index || !target_open(&hall->targets[index]))
        return DUTY_NORMAL;
    const struct target *target = &hall->targets[index];
    if (after_hours(hall, now, tz_min))
        return DUTY_AFTER_HOURS; /* whoever still works does overtime */
    struct local local = local_of(hall, NULL, now, tz_min);
    bool noon = hours_between(local.hours.hours, local.hours.open, local.minute);
    return noon && target->lunch ? DUTY_LUNCH : DUTY_NORMAL;
}

static bool another_takes(const struct hall *hall, uint16_t service, uint16_t but)
{
    for (uint16_t i = 0; (i = service_window(hall, service, i)) != 0;)
        if (i != but && target_open(&hall->targets[i]))
            return true;
    return false;
}

uint32_t duty_holds(const struct act *act)
{
    const struct hall *hall = act->hall;
    const struct target *target = act_target(act);
    if (role_leads(act->command->role) || !after_hours(hall, act->now, act->command->tz_min))
        return 0;
    for (uint8_t i = 0; i < target->served_count; i++) {
        uint16_t service = target->served[i].service;
        uint32_t first = hall->services[service].queue.first;
        if (first && (target->late || !another_takes(hall, service, act->index)))
            return first;
    }
    return 0;
}

enum refusal rule_duty(struct act *act)
{
    const struct target *target = act_target(act);
    if (act->command->staff && !role_leads(act->command->role))
        return REFUSED_DENIED;
    if (!target->def)
        return REFUSED_UNKNOWN_WINDOW;
    if (act->arg > DUTY_LUNCH + DUTY_AFTER_HOURS)
        return REFUSED_MALFORMED;
    bool lunch = act->arg & DUTY_LUNCH, late = act->arg & DUTY_AFTER_HOURS;
    act->known = target->lunch == lunch && target->late == late;
    if (act->known)
        return REFUSED_NOT;
    struct fact fact = {.kind = FACT_KIND_DUTY_SET};
    fact.duty_set.target = target->id.n;
    fact.duty_set.duty = (uint8_t)act->arg;
    copy_who(fact.duty_set.who, sizeof(fact.duty_set.who), act->command->who);
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_duty_set(struct hall *hall, const struct fact *fact)
{
    uint16_t index = fact_target(hall, fact->duty_set.target);
    struct target *target = &hall->targets[index];
    assert(target->def);
    target->lunch = fact->duty_set.duty & DUTY_LUNCH;
    target->late = fact->duty_set.duty & DUTY_AFTER_HOURS;
    digest_target(hall, index);
}
