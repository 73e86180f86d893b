/* SPDX-License-Identifier: Apache-2.0 */
/*
 * objection_clerks - may this fact of a window, its people or a journey be carried out?
 */
#include "engine/rules.h"
#include "engine/say.h"

static const char *to_assigned(const struct hall *hall, const struct fact_assigned *assigned)
{
    uint16_t index = target_index(hall, (target_id){assigned->target});
    int32_t service = service_index(hall, (service_id){assigned->service});
    SAY(hall->day, "the day is not open");
    SAY(index && hall->targets[index].def, "the hall has no such window");
    SAY(service >= 0, "the hall has no such service");
    const struct target *target = &hall->targets[index];
    bool found = assign_find(target, (uint16_t)service) >= 0;
    SAY(assigned->on <= 1 && assigned->group >= 1 && assigned->group <= WINDOW_GROUPS_MAX,
        "no service is assigned like this");
    SAY(assigned->on || found, "the window was not for that service");
    SAY(!assigned->on || found || target->assigned_count < WINDOW_SERVICES_MAX,
        "the window is for too many services");
    return NULL;
}

static const char *to_signed_on(const struct hall *hall, const struct fact_signed_on *on)
{
    uint16_t index = target_index(hall, (target_id){on->target});
    uint64_t able[SERVICE_WORDS];
    SAY(hall->day, "the day is not open");
    SAY(index, "the hall has no such window or room");
    SAY(on->staff && !hall->targets[index].staff, "somebody is signed on there already");
    SAY(!clerk_window(hall, on->staff), "this person is signed on elsewhere");
    SAY(skills_read(hall, on->services, able), "its list of services is none");
    return NULL;
}

static const char *to_signed_off(const struct hall *hall, const struct fact_signed_off *off)
{
    uint16_t index = target_index(hall, (target_id){off->target});
    SAY(index, "the hall has no such window or room");
    SAY(off->staff && hall->targets[index].staff == off->staff, "this person is not there");
    return NULL;
}

static const char *to_duty_set(const struct hall *hall, const struct fact_duty_set *set)
{
    uint16_t index = target_index(hall, (target_id){set->target});
    SAY(hall->day, "the day is not open");
    SAY(index && hall->targets[index].def, "the hall has no such window");
    SAY(set->duty <= DUTY_LUNCH + DUTY_AFTER_HOURS, "there is no such duty");
    return NULL;
}

static const char *to_pick_up(const struct hall *hall, const struct fact_pick_up *later)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){later->ticket});
    SAY(slot, "there is no such ticket today");
    SAY(hall->tickets[slot].state == TICKET_SERVED, "the ticket's state forbids it");
    SAY(later->day > hall->day, "it is picked up before it is done");
    return NULL;
}

const char *objection_to_clerks(const struct hall *hall, const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_KIND_SIGNED_ON:
        return to_signed_on(hall, &fact->signed_on);
    case FACT_KIND_SIGNED_OFF:
        return to_signed_off(hall, &fact->signed_off);
    case FACT_KIND_ASSIGNED:
        return to_assigned(hall, &fact->assigned);
    case FACT_KIND_DUTY_SET:
        return to_duty_set(hall, &fact->duty_set);
    case FACT_KIND_PICK_UP:
        return to_pick_up(hall, &fact->pick_up);
    default:
        return "this version does not know it";
    }
}
