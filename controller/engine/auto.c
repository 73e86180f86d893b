/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auto - what happens at a window without a key: the next is called after so long idle
 * (自动顺呼), who does not come is missed (the option of R-C1), who has been served for so long
 * is done (自动结束办理). All are off by default.
 *
 * Windows are looked at in their order, so a tick gives the same facts again; what does
 * not fit into one is due at once in the next.
 */
#include "engine/dispatch.h"
#include "engine/rules.h"

static msec call_due(const struct hall *hall, uint16_t index)
{
    const struct target *target = &hall->targets[index];
    if (!hall->def->rules.auto_call_s || target->state != WINDOW_IDLE ||
        target_unsigned(hall, index))
        return 0;
    if (!dispatch_next(hall, index, hall->now).slot)
        return 0;
    return target->since + hall->def->rules.auto_call_s * SECOND;
}

/* Each call begins his time anew. */
static msec miss_due(const struct hall *hall, uint16_t index)
{
    const struct target *target = &hall->targets[index];
    if (!hall->def->rules.auto_miss_s || target->state != WINDOW_CALLING)
        return 0;
    return hall->tickets[target->ticket].recalled + hall->def->rules.auto_miss_s * SECOND;
}

/* From the start, also of one that a later key implied; a return begins it anew. */
static msec finish_due(const struct hall *hall, uint16_t index)
{
    const struct target *target = &hall->targets[index];
    if (!hall->def->rules.auto_finish_s || target->state != WINDOW_SERVING)
        return 0;
    return hall->tickets[target->ticket].started + hall->def->rules.auto_finish_s * SECOND;
}

static bool is_on(const struct hall *hall)
{
    const struct rules_def *rules = &hall->def->rules;
    return hall->day && (rules->auto_call_s || rules->auto_miss_s || rules->auto_finish_s);
}

msec auto_deadline(const struct hall *hall)
{
    msec soonest = 0;
    for (uint16_t i = 1; is_on(hall) && i <= hall->target_count; i++) {
        msec due = call_due(hall, i) + miss_due(hall, i) + finish_due(hall, i); /* one at most */
        if (due && (!soonest || due < soonest))
            soonest = due;
    }
    return soonest;
}

static bool is_due(msec due, msec now)
{
    return due && due <= now;
}

void auto_tick(struct act *act)
{
    const struct rules_def *rules = &act->hall->def->rules;
    uint32_t of_one = rules->announce_next || rules->announce_missed ? 2 : 1; /* facts, at most */
    for (uint16_t i = 1; is_on(act->hall) && i <= act->hall->target_count; i++) {
        if (act->facts->count + of_one >= FACTS_MAX)
            break; /* one place stays free for the digest */
        act->index = i;
        if (is_due(miss_due(act->hall, i), act->now))
            emit_missed(act, act_target(act)->ticket);
        else if (is_due(finish_due(act->hall, i), act->now))
            (void)rule_finish(act);
        else if (is_due(call_due(act->hall, i), act->now))
            (void)rule_call_next(act); /* refused: it stays idle */
    }
    act->index = 0;
}
