/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clerks - who sits at a window (D-43), and what they may serve there (R-D3).
 *
 * One window for a person, one person at a window. Signing on opens nothing: the first
 * call does. Signing off closes the window, since nobody is there. Whether the person is
 * who they say is proven before the command is made; here only numbers are known.
 */
#include <assert.h>
#include <string.h>

#include "engine/rules.h"

enum { OFF_BY_HAND, OFF_ELSEWHERE, OFF_DAY_END };
#define MOVE 1 /* SIGN_ON's argument: leave the other window, let whoever is here go */
#define FORCE                                                                           \
    1 /* SIGN_OFF's argument: also in the middle of a ticket; the window stays as it is \
       */

uint16_t clerk_window(const struct hall *hall, uint32_t staff)
{
    for (uint16_t i = 1; i <= hall->target_count && staff; i++)
        if (hall->targets[i].staff == staff)
            return i;
    return 0;
}

bool skills_read(const struct hall *hall, const char *list, uint64_t able[SERVICE_WORDS])
{
    memset(able, list[0] ? 0 : 0xff, SERVICE_WORDS * sizeof(*able));
    while (*list) {
        uint32_t id = 0;
        if (*list < '0' || *list > '9')
            return false;
        for (; *list >= '0' && *list <= '9'; list++)
            if ((id = id * 10 + (uint32_t)(*list - '0')) > UINT16_MAX)
                return false;
        int32_t service = service_index(hall, (service_id){(uint16_t)id});
        if (service >= 0) /* another day's definition may have had it */
            able[service / 64] |= (uint64_t)1 << service % 64;
        if (*list == ' ' && !*++list)
            return false; /* a list that was cut off */
    }
    return true;
}

static bool serves_something(const struct target *target, const uint64_t able[SERVICE_WORDS])
{
    for (uint8_t i = 0; i < target->assigned_count; i++) {
        uint16_t service = target->assigned[i].service;
        if (able[service / 64] >> service % 64 & 1)
            return true;
    }
    return target->assigned_count == 0; /* a room, a desk: they get what is sent to them */
}

static void emit_off(struct act *act, uint16_t index, uint8_t why)
{
    const struct target *target = &act->hall->targets[index];
    struct fact fact = {.kind = FACT_KIND_SIGNED_OFF};
    fact.signed_off.target = target->id.n;
    fact.signed_off.staff = target->staff;
    fact.signed_off.why = why;
    emit(act, &fact);
}

/* Away from the window `index`: it closes, as it does at the end of a shift. */
static enum refusal leave(struct act *act, uint16_t index, uint8_t why)
{
    uint16_t here = act->index;
    enum refusal no = REFUSED_NOT;
    act->index = index;
    if (act->hall->targets[index].state != WINDOW_CLOSED) {
        no = window_may_close(act);
        if (!no)
            window_close(act);
    }
    act->index = here;
    if (!no)
        emit_off(act, index, why);
    return no;
}

static enum refusal may_sit(const struct hall *hall, uint16_t index, uint8_t role, const char *list,
                            uint64_t able[SERVICE_WORDS])
{
    if (!skills_read(hall, list, able))
        return REFUSED_MALFORMED;
    if (role != ROLE_CLERK && !role_leads(role))
        return REFUSED_DENIED; /* who guides, audits or inspects serves nobody */
    if (!serves_something(&hall->targets[index], able))
        return REFUSED_NOT_QUALIFIED;
    return REFUSED_NOT;
}

bool hall_may_sign_on(const struct hall *hall, target_id target, uint8_t role, const char *list)
{
    uint64_t able[SERVICE_WORDS];
    uint16_t index = target_index(hall, target);
    return index && may_sit(hall, index, role, list, able) == REFUSED_NOT;
}

bool hall_clerk(const struct hall *hall, uint32_t staff, target_id *target)
{
    uint16_t index = clerk_window(hall, staff);
    *target = hall->targets[index].id;
    return index != 0;
}

enum refusal rule_sign_on(struct act *act)
{
    const struct command *command = act->command;
    const struct target *target = act_target(act);
    uint64_t able[SERVICE_WORDS];
    enum refusal no = command->staff
                          ? may_sit(act->hall, act->index, command->role, command->list, able)
                          : REFUSED_MALFORMED;
    if (no)
        return no;
    uint16_t other = clerk_window(act->hall, command->staff);
    if (other == act->index && target->role == command->role &&
        memcmp(able, target->able, sizeof(able)) == 0) {
        act->known = true; /* a console that lost its session and proves itself again */
        return REFUSED_NOT;
    }
    if (other && other != act->index && act->arg != MOVE)
        return REFUSED_STAFF_ELSEWHERE;
    if (target->staff && target->staff != command->staff && act->arg != MOVE)
        return REFUSED_WINDOW_TAKEN;
    if (other && other != act->index)
        no = leave(act, other, OFF_ELSEWHERE);
    if (no)
        return no;
    if (target->staff) /* the shift changes; a ticket at the window stays with it */
        emit_off(act, act->index, target->staff == command->staff ? OFF_BY_HAND : OFF_ELSEWHERE);
    struct fact fact = {.kind = FACT_KIND_SIGNED_ON};
    fact.signed_on.target = target->id.n;
    fact.signed_on.staff = command->staff;
    fact.signed_on.role = command->role;
    copy_who(fact.signed_on.services, sizeof(fact.signed_on.services), command->list);
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_signed_on(struct hall *hall, const struct fact *fact)
{
    uint16_t index = fact_target(hall, fact->signed_on.target);
    struct target *target = &hall->targets[index];
    assert(!target->staff);
    target->staff = fact->signed_on.staff;
    target->role = fact->signed_on.role;
    bool read = skills_read(hall, fact->signed_on.services, target->able);
    assert(read); /* hall_objection read them before */
    (void)read;
    assign_renew(hall, index);
    digest_target(hall, index);
}

/* A person may go by name, wherever they sit. */
static void find_window(struct act *act)
{
    if (!act->index)
        act->index = clerk_window(act->hall, act->command->staff);
}

enum refusal rule_sign_off(struct act *act)
{
    const struct command *command = act->command;
    find_window(act);
    if (!act->index || !act_target(act)->staff)
        return REFUSED_NOT_SIGNED_ON;
    bool own = !command->staff || command->staff == act_target(act)->staff;
    if (!own && !role_leads(command->role))
        return REFUSED_DENIED;
    if (act->arg == FORCE && (!command->staff || role_leads(command->role))) {
        emit_off(act, act->index, OFF_ELSEWHERE);
        return REFUSED_NOT;
    }
    return leave(act, act->index, OFF_BY_HAND);
}

void clerk_leaves(struct hall *hall, uint16_t index)
{
    struct target *target = &hall->targets[index];
    target->staff = 0;
    target->role = ROLE_NONE;
    memset(target->able, 0xff, sizeof(target->able));
    assign_renew(hall, index);
}

void apply_signed_off(struct hall *hall, const struct fact *fact)
{
    uint16_t index = fact_target(hall, fact->signed_off.target);
    assert(hall->targets[index].staff == fact->signed_off.staff);
    clerk_leaves(hall, index);
    digest_target(hall, index);
}
