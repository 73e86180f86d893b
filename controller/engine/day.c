/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day - a working day begins, ends, and its time passes.
 */
#include <assert.h>
#include <string.h>

#include "domain/calendar.h"
#include "engine/lease.h"
#include "engine/numbering.h"
#include "engine/rules.h"

/* Ids are counted in the instance and never used again, also when the controller starts
 * between two days and knows nothing of the last one: each date owns a range of them. */
#define IDS_PER_DAY 100000u
#define DAY_FIRST 20200101u
#define DAY_LAST 21301231u /* its range still fits 32 bits */

static uint32_t ids_of(uint32_t day)
{
    msec since = calendar_midnight(day, 0) - calendar_midnight(DAY_FIRST, 0);
    return (uint32_t)(since / (24 * HOUR)) * IDS_PER_DAY;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* F24: an old copy was accepted while no day was open; what was lost may be of this one. */
static void pass_over(const struct hall *hall, struct fact_day_opened *opened)
{
    if (hall->passed > opened->skip)
        opened->skip = hall->passed;
    if (hall->passed_last > opened->burnt_last) {
        opened->burnt_first = hall->passed_first;
        opened->burnt_last = hall->passed_last;
    }
}

/* When the hours of that date end; 0 = it has none, or the hall is never shut. */
static msec hours_end(const struct hall *hall, uint32_t day, int16_t tz_min)
{
    struct calendar_hours local = calendar_hours(hall->def, NULL, day);
    uint16_t last = 0;
    for (int i = 0; i < local.hours->count; i++)
        if (local.open >> i & 1 && local.hours->sessions[i].to_min > last)
            last = local.hours->sessions[i].to_min;
    return last ? calendar_midnight(day, tz_min) + last * MINUTE : 0;
}

enum refusal rule_day_open(struct act *act)
{
    struct hall *hall = act->hall;
    uint32_t day = act->arg;
    if (hall->day)
        return REFUSED_DAY_IS_OPEN;
    if (!day)
        day = calendar_date(calendar_local(act->now, act->command->tz_min));
    if (!calendar_date_valid(day))
        return REFUSED_MALFORMED;
    if (day < DAY_FIRST || day > DAY_LAST)
        return REFUSED_CLOCK; /* F09: a battery is empty; a person has to say what day it is */

    struct fact fact = {.kind = FACT_KIND_DAY_OPENED};
    fact.day_opened = (struct fact_day_opened){
        .day = day,
        .tz_min = act->command->tz_min,
        .first = larger(next_ticket(hall) + hall->lease_count, ids_of(day) + 1) + hall->passed_ids,
        .calls = larger(hall->calls, ids_of(day)) + hall->passed_ids,
        .announce = larger(hall->announced, ids_of(day)) + hall->passed_ids,
        /* R-N7: a date that is opened again does not give a number twice. */
        .skip = day == hall->last_day ? numbering_most(hall) : 0,
        .over = hours_end(hall, day, act->command->tz_min),
        .emergency = hall->emergency,
    };
    if (day == hall->last_day)
        lease_burnt(hall, &fact.day_opened.burnt_first, &fact.day_opened.burnt_last);
    pass_over(hall, &fact.day_opened);
    copy_who(fact.day_opened.who, sizeof(fact.day_opened.who), act->command->who);
    emit(act, &fact);
    return REFUSED_NOT;
}

/* Nothing of the days before is left, so that a replay may begin with this fact. */
static void forget(struct hall *hall)
{
    digest_settle(hall);
    for (uint32_t slot = 1; slot <= hall->issued; slot++) {
        hall->digest -= hall->tickets[slot].hash;
        hall->tickets[slot] = (struct ticket){0};
        hall->nodes[slot] = (struct ticket_node){0};
    }
    memset(hall->states, 0, sizeof(hall->states));
    hall->issued = 0;
    hall->order = 0;
    labels_clear(hall);
    bookings_clear(hall);
    persons_clear(hall);
    sessions_clear(hall);
    notices_forget(hall);
    for (uint32_t i = 0; i < hall->service_count; i++)
        hall->services[i].sample_count = hall->services[i].sample_next = 0;
    for (uint16_t i = 1; i <= hall->target_count; i++) {
        assert(hall->targets[i].state == WINDOW_CLOSED && !hall->targets[i].parked.count);
        hall->targets[i].last = 0;
        hall->targets[i].call = 0;
        hall->targets[i].order = 0;
        hall->undos[i] = (struct undo){0};
        hall->targets[i].turn = 0;
    }
}

void apply_day_opened(struct hall *hall, const struct fact *fact)
{
    const struct fact_day_opened *opened = &fact->day_opened;
    assert(!hall->day && !hall->waiting && !hall->missed.count && !hall->rating.count);
    forget(hall);
    lease_forget(hall, opened->burnt_first, opened->burnt_last);
    numbering_restart(hall, opened->skip);
    hall->day = hall->last_day = opened->day;
    hall->opened = fact->at;
    hall->jump_count = 0;
    hall->passed_ids = 0;
    hall->passed = hall->passed_first = hall->passed_last = 0;
    hall->tz_min = opened->tz_min;
    hall->emergency = opened->emergency;
    hall->first = opened->first;
    hall->calls = opened->calls;
    hall->announced = hall->announce_floor = opened->announce;
    hall->facts = 0;
    for (uint16_t i = 1; i <= hall->target_count; i++) {
        hall->targets[i].since = fact->at;
        digest_target(hall, i);
    }
}

static bool somebody_at_a_window(const struct hall *hall)
{
    return hall->states[TICKET_CALLED] || hall->states[TICKET_SERVING];
}

/* R-C5, R-O3: who waits is called as long as a window is open. */
static bool somebody_may_be_called(const struct hall *hall)
{
    for (uint16_t i = 1; hall->waiting && i <= hall->target_count; i++)
        if (hall->targets[i].state != WINDOW_CLOSED)
            return true;
    return false;
}

enum refusal rule_day_close(struct act *act)
{
    const struct hall *hall = act->hall;
    bool force = act->arg == 1;
    if (!force && (somebody_at_a_window(hall) || somebody_may_be_called(hall)))
        return REFUSED_STILL_OPEN;
    struct fact fact = {.kind = FACT_KIND_DAY_CLOSED};
    fact.day_closed.day = hall->day;
    fact.day_closed.issued = hall->issued;
    fact.day_closed.served = hall->states[TICKET_SERVED] + hall->states[TICKET_SERVING];
    fact.day_closed.expired = hall->states[TICKET_EXPIRED] + hall->states[TICKET_WAITING] +
                              hall->states[TICKET_MISSED] + hall->states[TICKET_PARKED] +
                              hall->states[TICKET_CALLED];
    fact.day_closed.no_shows = bookings_open(hall); /* R-A6 */
    copy_who(fact.day_closed.who, sizeof(fact.day_closed.who), act->command->who);
    emit(act, &fact);
    return REFUSED_NOT;
}

/* R-C5: whoever still holds a number expires; who is being served has been served. */
static void end_ticket(struct hall *hall, uint32_t slot, msec at)
{
    struct ticket *ticket = &hall->tickets[slot];
    if (lifecycle_final(ticket->state))
        return;
    if (ticket->state == TICKET_WAITING)
        queue_leave(hall, slot);
    else if (ticket->state == TICKET_MISSED)
        link_list_remove(&hall->missed, hall->links, slot);
    else if (parked_here(ticket))
        link_list_remove(&hall->targets[ticket->target].parked, hall->links, slot);
    move_ticket(hall, slot, ticket->state == TICKET_SERVING ? ACTION_FINISH : ACTION_EXPIRE, at);
    digest_ticket(hall, slot);
}

void apply_day_closed(struct hall *hall, const struct fact *fact)
{
    assert(hall->day == fact->day_closed.day);
    for (uint32_t slot = 1; slot <= hall->issued; slot++)
        end_ticket(hall, slot, fact->at);
    for (uint16_t i = 1; i <= hall->target_count; i++) {
        if (hall->targets[i].state != WINDOW_CLOSED)
            move_target(hall, i, WINDOW_DO_DAY_END, fact->at);
        assign_default(hall, i); /* changes hold for the day */
        digest_target(hall, i);
    }
    hall->day = 0;
    assert(!hall->waiting && !hall->missed.count && !hall->rating.count);
    assert(hall->states[TICKET_EXPIRED] == fact->day_closed.expired);
}

static msec rating_end(const struct hall *hall)
{
    if (!hall->rating.head)
        return 0;
    /* All ratings are open equally long, so the list is in the order of their ends. */
    return hall->targets[hall->rating.head].since + hall->def->rules.rating_s * SECOND;
}

msec hall_next_deadline(const struct hall *hall)
{
    msec rating = rating_end(hall), other = auto_deadline(hall);
    return rating && (!other || rating < other) ? rating : other;
}

/* R-O8: only told; the hall's own time does not go back. */
enum refusal rule_clock(struct act *act)
{
    const struct command *command = act->command;
    if (command->from == command->until)
        return REFUSED_WRONG_STATE;
    struct fact fact = {.kind = FACT_KIND_CLOCK_STEPPED};
    fact.clock_stepped.from = command->from;
    fact.clock_stepped.to = command->until;
    emit(act, &fact);
    return REFUSED_NOT;
}

/* Time is no window's act, whichever one the command named: nothing of it is taken back (D-20). */
enum refusal rule_tick(struct act *act)
{
    struct hall *hall = act->hall;
    act->index = 0;
    /* One place stays free for the digest; the rest of a crowd is due at once again. */
    while (rating_end(hall) && rating_end(hall) <= act->now && act->facts->count < FACTS_MAX - 1) {
        const struct target *target = &hall->targets[hall->rating.head];
        struct fact fact = {.kind = FACT_KIND_RATING_CLOSED};
        fact.rating_closed.target = target->id.n;
        fact.rating_closed.ticket = slot_id(hall, target->ticket).n;
        emit(act, &fact);
    }
    if (!act->command->behind) /* F24 */
        auto_tick(act);
    act->result->verb = VERB_TICK; /* not the step that a finish became */
    if (act->facts->count)
        return REFUSED_NOT;
    return refuse_until(act, REFUSED_TOO_SOON, hall_next_deadline(hall));
}
