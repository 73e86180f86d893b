/* SPDX-License-Identifier: Apache-2.0 */
/*
 * objection_back - may a ticket or a window be put back to where it says (D-20)?
 *
 * Every other fact names a step from where things are; these name a state, so all that
 * hangs on a state is asked for here.
 */
#include "engine/dispatch.h"
#include "engine/rules.h"
#include "engine/say.h"

static bool in_time(int64_t time, msec at)
{
    return time >= 0 && time <= at;
}

static bool times_make_sense(const struct fact_ticket_back *back, msec at)
{
    return in_time(back->called, at) && in_time(back->recalled, at) && in_time(back->started, at) &&
           in_time(back->ended, at) && in_time(back->served, at) && in_time(back->parked, at) &&
           in_time(back->held_away, at) && in_time(back->held_kept, at) &&
           in_time(back->held_meanwhile, at);
}

/* Its window has nobody else, and works. */
static const char *at_window(const struct hall *hall, uint32_t slot, uint16_t index)
{
    const struct target *target = &hall->targets[index];
    SAY(index, "the ticket goes back to no window");
    SAY(!target->ticket || target->ticket == slot, "the window has another ticket");
    SAY(target->state != WINDOW_CLOSED && target->state != WINDOW_OFFLINE, "the window is closed");
    return NULL;
}

/* Two tickets never stand at one place. O(log n). */
static const char *in_queue(const struct hall *hall, uint32_t slot,
                            const struct fact_ticket_back *back)
{
    uint16_t sent = back->sent ? target_index(hall, (target_id){back->sent}) : 0;
    int32_t service = service_index(hall, (service_id){back->service});
    const struct ticket_queue *queue =
        sent ? &hall->targets[sent].queue : &hall->services[service].queue;
    SAY(back->order > 0 && back->order <= hall->order, "it never had that place");
    const struct ticket_place place = {
        .key = back->key,
        .joined = back->joined,
        .order = back->order,
        .returned = back->returned,
    };
    uint32_t there = ticket_queue_nth(queue, ticket_queue_rank(queue, &place));
    SAY(!there || there == slot || hall->nodes[there].place.order != back->order,
        "its place is taken");
    return NULL;
}

static const char *whole(const struct hall *hall, const struct fact_ticket_back *back)
{
    SAY(service_index(hall, (service_id){back->service}) >= 0, "the hall has no such service");
    SAY((!back->sent || target_index(hall, (target_id){back->sent})) &&
            (!back->target || target_index(hall, (target_id){back->target})),
        "the hall has no such window or room");
    SAY(!back->home || (back->step && target_index(hall, (target_id){back->home})),
        "it would come back to nowhere");
    SAY(back->ticket_class < CLASS_COUNT && back->park_kind < PARK_KIND_COUNT && !back->score,
        "no ticket is like that");
    return NULL;
}

const char *objection_to_ticket_back(const struct hall *hall, const struct fact *fact)
{
    const struct fact_ticket_back *back = &fact->ticket_back;
    uint32_t slot = ticket_slot(hall, (ticket_id){back->ticket});
    uint16_t index = target_index(hall, (target_id){back->target});
    SAY(hall->day, "the day is not open");
    SAY(slot, "there is no such ticket today");
    uint8_t now = hall->tickets[slot].state;
    SAY(now != TICKET_CANCELLED && now != TICKET_EXPIRED, "the ticket is over");
    const char *no = whole(hall, back);
    if (no)
        return no;
    SAY(times_make_sense(back, fact->at), "its times make no sense");
    switch (back->state) {
    case TICKET_WAITING:
        return in_queue(hall, slot, back);
    case TICKET_CALLED:
    case TICKET_SERVING:
        return at_window(hall, slot, index);
    case TICKET_PARKED:
        SAY(back->park_kind && index, "it is parked in no known way");
        return NULL;
    case TICKET_MISSED:
        return NULL;
    default:
        return "no ticket goes back to that";
    }
}

/* A ticket that is called or served was put there by a fact of its own. */
static const char *with_ticket(const struct hall *hall, const struct fact_target_back *back,
                               const struct target *target)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){back->ticket});
    bool busy = target->state == WINDOW_CALLING || target->state == WINDOW_SERVING;
    bool to_busy = back->state == WINDOW_CALLING || back->state == WINDOW_SERVING;
    SAY(!back->ticket || slot, "there is no such ticket today");
    if (busy || to_busy) {
        SAY(target->state == back->state && target->ticket == slot,
            "the window has another ticket");
        return NULL;
    }
    SAY((back->state == WINDOW_RATING) == (slot != 0), "the window has another ticket");
    SAY(!slot || hall->tickets[slot].state == TICKET_SERVED, "the ticket's state forbids it");
    return NULL;
}

const char *objection_to_target_back(const struct hall *hall, const struct fact *fact)
{
    const struct fact_target_back *back = &fact->target_back;
    uint16_t index = target_index(hall, (target_id){back->target});
    SAY(hall->day, "the day is not open");
    SAY(index, "the hall has no such window or room");
    const struct target *target = &hall->targets[index];
    SAY(target->state != WINDOW_CLOSED && target->state != WINDOW_OFFLINE, "the window is closed");
    SAY(back->state > WINDOW_CLOSED && back->state < WINDOW_STATE_COUNT,
        "no window goes back to that");
    SAY(back->pause_reason < PAUSE_REASON_COUNT &&
            (back->state != WINDOW_PAUSED || back->pause_reason) &&
            (back->state != WINDOW_IDLE || !back->pause_reason),
        "its pause makes no sense");
    SAY(!back->last || ticket_slot(hall, (ticket_id){back->last}), "there is no such ticket today");
    SAY(in_time(back->since, fact->at), "its times make no sense");
    SAY(back->turn < DISPATCH_TURNS_MAX, "its turn is in no pattern");
    return with_ticket(hall, back, target);
}

const char *objection_to_undone(const struct hall *hall, const struct fact *fact)
{
    const struct fact_undone *undone = &fact->undone;
    SAY(hall->day, "the day is not open");
    SAY(target_index(hall, (target_id){undone->target}), "the hall has no such window or room");
    SAY(undone->announce <= hall->announced, "it withdraws what was never said");
    return NULL;
}
