/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assign - what a window is for, changed while the hall is open (R-M13).
 *
 * A change holds from the next call on: a ticket that is at a window stays there, and
 * one that waits keeps its queue. The end of the day brings the definition back.
 */
#include <assert.h>

#include "engine/rules.h"

#define GROUP_USUAL 1 /* where none is said */

bool target_serves(const struct hall *hall, uint16_t index, uint16_t service)
{
    assert(service < hall->service_count);
    return hall->services[service].windows[index / 64] >> index % 64 & 1;
}

uint16_t service_window(const struct hall *hall, uint16_t service, uint16_t after)
{
    const uint64_t *words = hall->services[service].windows;
    uint32_t from = after + 1u;
    uint64_t mask = ~(uint64_t)0 << from % 64;
    for (uint32_t word = from / 64; word < TARGET_WORDS; word++, mask = ~(uint64_t)0)
        if (words[word] & mask)
            return (uint16_t)(word * 64 + (uint32_t)__builtin_ctzll(words[word] & mask));
    return 0;
}

int assign_find(const struct target *target, uint16_t service)
{
    for (uint8_t i = 0; i < target->assigned_count; i++)
        if (target->assigned[i].service == service)
            return i;
    return -1;
}

static uint64_t mix(uint64_t h, uint64_t field)
{
    h = (h ^ field) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

uint64_t assign_hash(const struct target *target)
{
    uint64_t h = target->assigned_count;
    for (uint8_t i = 0; i < target->assigned_count; i++)
        h = mix(h, (uint64_t)target->assigned[i].service << 8 | target->assigned[i].group);
    for (uint32_t i = 0; i < SERVICE_WORDS; i++)
        h = mix(h, target->able[i]);
    return h;
}

static void take_part(struct hall *hall, uint16_t index, bool part)
{
    const struct target *target = &hall->targets[index];
    bool open = target_open(target);
    for (uint8_t i = 0; i < target->served_count; i++) {
        struct service *service = &hall->services[target->served[i].service];
        uint64_t bit = (uint64_t)1 << index % 64;
        if (part)
            service->windows[index / 64] |= bit;
        else
            service->windows[index / 64] &= ~bit;
        assert(part || !open || service->open > 0);
        service->open = (uint16_t)(service->open + (open ? part ? 1 : -1 : 0));
    }
}

void assign_renew(struct hall *hall, uint16_t index)
{
    struct target *target = &hall->targets[index];
    take_part(hall, index, false);
    target->served_count = 0;
    for (uint8_t i = 0; i < target->assigned_count; i++) {
        uint16_t service = target->assigned[i].service;
        if (target->able[service / 64] >> service % 64 & 1)
            target->served[target->served_count++] = target->assigned[i];
    }
    take_part(hall, index, true);
    target->lists = assign_hash(target);
    crowd_renew(hall, index);
}

void assign_default(struct hall *hall, uint16_t index)
{
    struct target *target = &hall->targets[index];
    const struct window_def *def = target->def;
    target->assigned_count = 0;
    for (uint8_t i = 0; def && i < def->service_count; i++) {
        int32_t service = service_index(hall, def->services[i]);
        if (service >= 0 && assign_find(target, (uint16_t)service) < 0)
            target->assigned[target->assigned_count++] =
                (struct served){(uint16_t)service, def->groups[i] ? def->groups[i] : GROUP_USUAL};
    }
    target->lunch = def && def->lunch_duty;
    target->late = def && def->after_hours;
    clerk_leaves(hall, index);
}

/* A device or an administrator's key may; of people only those who run a hall or a section. */
static enum refusal may_assign(const struct act *act, int32_t service)
{
    if (act->command->staff && !role_leads(act->command->role))
        return REFUSED_DENIED;
    if (!act_target(act)->def)
        return REFUSED_UNKNOWN_WINDOW; /* a room is called to, it serves nothing by itself */
    return service < 0 ? REFUSED_UNKNOWN_SERVICE : REFUSED_NOT;
}

static void emit_assigned(struct act *act, uint8_t group, bool on)
{
    struct fact fact = {.kind = FACT_KIND_ASSIGNED};
    fact.assigned.target = act_target(act)->id.n;
    fact.assigned.service = act->command->service.n;
    fact.assigned.group = group;
    fact.assigned.on = on;
    copy_who(fact.assigned.who, sizeof(fact.assigned.who), act->command->who);
    emit(act, &fact);
}

enum refusal rule_assign(struct act *act)
{
    int32_t service = service_index(act->hall, act->command->service);
    enum refusal no = may_assign(act, service);
    if (no)
        return no;
    uint8_t group = act->command->group ? act->command->group : GROUP_USUAL;
    if (group > WINDOW_GROUPS_MAX)
        return REFUSED_MALFORMED;
    const struct target *target = act_target(act);
    int place = assign_find(target, (uint16_t)service);
    if (place >= 0 && target->assigned[place].group == group)
        return REFUSED_WRONG_STATE; /* it is for that already */
    if (place < 0 && target->assigned_count == WINDOW_SERVICES_MAX)
        return REFUSED_WINDOW_FULL;
    emit_assigned(act, group, true);
    return REFUSED_NOT;
}

/* Is another window for it today, open or not? */
static bool others_assigned(const struct hall *hall, uint16_t service, uint16_t but)
{
    for (uint16_t i = 1; i <= hall->target_count; i++)
        if (i != but && assign_find(&hall->targets[i], service) >= 0)
            return true;
    return false;
}

enum refusal rule_unassign(struct act *act)
{
    int32_t service = service_index(act->hall, act->command->service);
    enum refusal no = may_assign(act, service);
    if (no)
        return no;
    int place = assign_find(act_target(act), (uint16_t)service);
    if (place < 0)
        return REFUSED_NOT_SERVED_HERE;
    /* R-O3: who takes a number is served. Give it to another window first. */
    if (!others_assigned(act->hall, (uint16_t)service, act->index))
        return REFUSED_LAST_WINDOW;
    emit_assigned(act, act_target(act)->assigned[place].group, false);
    return REFUSED_NOT;
}

void apply_assigned(struct hall *hall, const struct fact *fact)
{
    const struct fact_assigned *assigned = &fact->assigned;
    uint16_t index = fact_target(hall, assigned->target);
    struct target *target = &hall->targets[index];
    int32_t service = service_index(hall, (service_id){assigned->service});
    assert(service >= 0 && target->def);

    int place = assign_find(target, (uint16_t)service);
    if (!assigned->on) {
        assert(place >= 0);
        target->assigned_count--;
        for (uint8_t i = (uint8_t)place; i < target->assigned_count; i++)
            target->assigned[i] = target->assigned[i + 1];
    } else {
        if (place < 0)
            place = target->assigned_count++;
        assert(target->assigned_count <= WINDOW_SERVICES_MAX);
        target->assigned[place] = (struct served){(uint16_t)service, assigned->group};
    }
    assign_renew(hall, index);
    digest_target(hall, index);
}
