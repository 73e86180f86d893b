/* SPDX-License-Identifier: Apache-2.0 */
/*
 * window - open, close, pause, resume, ask for help.
 */
#include <assert.h>

#include "engine/rules.h"

static void close_rating(struct act *act)
{
    const struct target *target = act_target(act);
    if (target->state != WINDOW_RATING)
        return;
    struct fact fact = {.kind = FACT_KIND_RATING_CLOSED};
    fact.rating_closed.target = target->id.n;
    fact.rating_closed.ticket = slot_id(act->hall, target->ticket).n;
    emit(act, &fact);
}

enum refusal rule_open(struct act *act)
{
    if (act_target(act)->state != WINDOW_CLOSED)
        return REFUSED_WRONG_STATE;
    if (nobody_signed_on(act))
        return REFUSED_NOT_SIGNED_ON;
    struct fact fact = {.kind = FACT_KIND_WINDOW_OPENED};
    fact.window_opened.target = act_target(act)->id.n;
    copy_who(fact.window_opened.clerk, sizeof(fact.window_opened.clerk), acting(act));
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_window_opened(struct hall *hall, const struct fact *fact)
{
    uint16_t index = fact_target(hall, fact->window_opened.target);
    move_target(hall, index, WINDOW_DO_OPEN, fact->at);
    digest_target(hall, index);
}

enum refusal window_may_close(struct act *act)
{
    const struct target *target = act_target(act);
    if (target->state == WINDOW_CALLING || target->state == WINDOW_SERVING) {
        answer(act, target->ticket);
        return REFUSED_WINDOW_BUSY;
    }
    /* Those sent to this very window would wait for nobody (R-O3). */
    uint32_t waits = target->queue.first ? target->queue.first : duty_holds(act);
    if (waits) {
        answer(act, waits);
        return REFUSED_WINDOW_BUSY;
    }
    return REFUSED_NOT;
}

void window_close(struct act *act)
{
    close_rating(act);
    struct fact fact = {.kind = FACT_KIND_WINDOW_CLOSED};
    fact.window_closed.target = act_target(act)->id.n;
    copy_who(fact.window_closed.clerk, sizeof(fact.window_closed.clerk), acting(act));
    emit(act, &fact);
}

enum refusal rule_close(struct act *act)
{
    if (act_target(act)->state == WINDOW_CLOSED)
        return REFUSED_WINDOW_CLOSED;
    enum refusal no = window_may_close(act);
    if (!no)
        window_close(act);
    return no;
}

void apply_window_closed(struct hall *hall, const struct fact *fact)
{
    uint16_t index = fact_target(hall, fact->window_closed.target);
    assert(!hall->targets[index].ticket);
    move_target(hall, index, WINDOW_DO_CLOSE, fact->at);
    digest_target(hall, index);
}

enum refusal rule_pause(struct act *act)
{
    const struct target *target = act_target(act);
    if (!act->arg || act->arg >= PAUSE_REASON_COUNT)
        return REFUSED_MALFORMED;
    if (target->state == WINDOW_CLOSED)
        return REFUSED_WINDOW_CLOSED;
    if (target->pause_reason)
        return REFUSED_PAUSED; /* paused, or will be after this ticket */
    close_rating(act);
    struct fact fact = {.kind = FACT_KIND_WINDOW_PAUSED};
    fact.window_paused.target = target->id.n;
    fact.window_paused.reason = (uint8_t)act->arg;
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_window_paused(struct hall *hall, const struct fact *fact)
{
    uint16_t index = fact_target(hall, fact->window_paused.target);
    assert(!hall->targets[index].pause_reason && fact->window_paused.reason);
    move_target(hall, index, WINDOW_DO_PAUSE, fact->at);
    hall->targets[index].pause_reason = fact->window_paused.reason;
    digest_target(hall, index);
}

enum refusal rule_resume(struct act *act)
{
    const struct target *target = act_target(act);
    if (target->state == WINDOW_CLOSED)
        return REFUSED_WINDOW_CLOSED;
    if (!target->pause_reason)
        return REFUSED_WRONG_STATE;
    struct fact fact = {.kind = FACT_KIND_WINDOW_RESUMED};
    fact.window_resumed.target = target->id.n;
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_window_resumed(struct hall *hall, const struct fact *fact)
{
    uint16_t index = fact_target(hall, fact->window_resumed.target);
    assert(hall->targets[index].pause_reason);
    move_target(hall, index, WINDOW_DO_RESUME, fact->at);
    hall->targets[index].pause_reason = PAUSE_NONE;
    digest_target(hall, index);
}

/* Never refused, also without a window (a kiosk) or a day: somebody is in need. */
