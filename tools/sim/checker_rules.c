/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checker_rules - what the facts must keep to beside the way of a ticket: who sits where, turns,
 * names, journeys, appointments, quotas, items, ratings, what is taken back, what happens by
 * itself.
 */
#include <stdlib.h>

#include "domain/calendar.h"
#include "sim/checker_ledger.h"

#define BREAK(what, ...) checker_break(checker, PROMISE_##what, __VA_ARGS__)

/* ---- clerks (D-43, R-M13) ---- */

static void see_assigned(struct ledger *ledger, const struct fact_assigned *fact)
{
    struct ledger_target *target = ledger_target(ledger, fact->target);
    int32_t service = ledger_service(ledger, fact->service);
    if (target && service >= 0)
        target->serves[service] = fact->on ? (fact->group ? fact->group : 1) : 0;
}

static void read_skills(const struct ledger *ledger, struct ledger_target *target, const char *list)
{
    for (uint32_t s = 0; s < SERVICES_MAX; s++)
        target->able[s] = !list[0];
    while (*list) {
        char *end;
        int32_t service = ledger_service(ledger, (uint16_t)strtoul(list, &end, 10));
        if (service >= 0)
            target->able[service] = true;
        list = *end ? end + 1 : end;
    }
}

static void see_signed_on(struct checker *checker, const struct fact_signed_on *on)
{
    struct ledger *ledger = &checker->ledger;
    struct ledger_target *target = ledger_target(ledger, on->target);
    if (!target || target->staff)
        BREAK(CLERK, "two people are signed on at window %u", on->target);
    for (uint32_t i = 0; i < ledger->target_count; i++)
        if (ledger->targets[i].staff == on->staff)
            BREAK(CLERK, "person %u is signed on at windows %u and %u", on->staff,
                  ledger->targets[i].id, on->target);
    if (!target)
        return;
    target->staff = on->staff;
    read_skills(ledger, target, on->services);
}

static void see_signed_off(struct checker *checker, const struct fact_signed_off *off)
{
    struct ledger_target *target = ledger_target(&checker->ledger, off->target);
    if (!target || target->staff != off->staff) {
        BREAK(CLERK, "person %u goes from window %u and is not there", off->staff, off->target);
        return;
    }
    target->staff = 0;
    read_skills(&checker->ledger, target, "");
}

/* ---- calls ---- */

static void see_turn(struct checker *checker, const struct ledger_ticket *ticket,
                     const struct ledger_target *target, const struct fact *fact)
{
    const struct fact_called *called = &fact->called;
    const struct ledger *ledger = &checker->ledger;
    bool turns = ledger->def->rules.dispatch == DISPATCH_TURNS && !ticket->sent;
    if (called->why == CALL_WHY_NAMED || called->why == CALL_WHY_RETURN || !turns) {
        if (called->turn != target->turn)
            BREAK(TURNS, "window %u passes its turn without taking it", called->target);
        return;
    }
    struct ledger_turn turn = ledger_by_turns(ledger, target, fact->at);
    if (turn.ticket != ticket)
        BREAK(SKIPPED, "window %u calls ticket %u; it is the turn of %u", called->target,
              called->ticket,
              turn.ticket ? ledger->first + (uint32_t)(turn.ticket - ledger->tickets) : 0);
    if (turn.why != called->why || turn.turn != called->turn)
        BREAK(TURNS, "window %u: turn %u for reason %u, not %u for %u", called->target,
              called->turn, called->why, turn.turn, turn.why);
}

static void see_named(struct checker *checker, const struct fact_called *called)
{
    const struct window_def *window = def_window(checker->ledger.def, called->target);
    if (!window || !window->named_call)
        BREAK(NAMED, "window %u has no right to name ticket %u", called->target, called->ticket);
    if (!called->text[0] && !called->reason)
        BREAK(NAMED, "ticket %u is named without a reason", called->ticket);
}

static void see_early_call(struct checker *checker, const struct ledger_target *target, msec at)
{
    msec idle = checker->ledger.def->rules.auto_call_s * SECOND;
    if (checker->ledger.verb == VERB_TICK && (!idle || at - target->since < idle))
        BREAK(AUTO, "window %u calls by itself after %lld ms", target->id,
              (long long)(at - target->since));
}

void ledger_called_rules(struct checker *checker, const struct ledger_ticket *ticket,
                         const struct ledger_target *target, const struct fact *fact)
{
    const struct fact_called *called = &fact->called;
    const struct ledger *ledger = &checker->ledger;
    bool sent = ticket->sent == called->target, window = called->target < TARGET_ROOM;
    bool by_rule = called->why != CALL_WHY_NAMED && called->why != CALL_WHY_RETURN;
    if (called->why == CALL_WHY_NAMED)
        see_named(checker, called);
    if (ledger->def->rules.sign_on && window && !target->staff)
        BREAK(CLERK, "window %u calls and nobody is signed on", called->target);
    if (called->why != CALL_WHY_RETURN && !sent && !ledger_serves(target, ticket->service))
        BREAK(CLERK, "window %u calls ticket %u, which it does not serve now", called->target,
              called->ticket);
    if (by_rule && called->key != ledger_key_at(ledger, ticket, target))
        BREAK(KEY, "window %u sees another key of ticket %u", called->target, called->ticket);
    see_turn(checker, ticket, target, fact);
    see_early_call(checker, target, fact->at);
}

static void see_early_miss(struct checker *checker, const struct fact_missed *missed, msec at)
{
    const struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, missed->ticket);
    msec patience = checker->ledger.def->rules.auto_miss_s * SECOND;
    if (checker->ledger.verb == VERB_TICK && ticket &&
        (!patience || at - ticket->called < patience))
        BREAK(AUTO, "ticket %u is missed by itself %lld ms after its call", missed->ticket,
              (long long)(at - ticket->called));
}

/* Also a step of a journey ends by itself. */
static void see_early_end(struct checker *checker, uint32_t id, msec at)
{
    const struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, id);
    msec enough = checker->ledger.def->rules.auto_finish_s * SECOND;
    if (checker->ledger.verb == VERB_TICK && ticket && (!enough || at - ticket->started < enough))
        BREAK(AUTO, "ticket %u is done by itself %lld ms after its start", id,
              (long long)(at - ticket->started));
}

static void see_started_at(struct ledger *ledger, const struct fact_started *started)
{
    struct ledger_ticket *ticket = ledger_ticket(ledger, started->ticket);
    if (ticket)
        ticket->started = started->at;
}

/* ---- journeys (R-M10) ---- */

static const struct journey_def *journey_of(const struct ledger *ledger, uint16_t id)
{
    for (uint32_t i = 0; i < ledger->def->journey_count && id; i++)
        if (ledger->def->journeys[i].id == id)
            return &ledger->def->journeys[i];
    return NULL;
}

static bool right_step(const struct journey_def *journey, const struct ledger_ticket *ticket,
                       const struct fact_transferred *moved)
{
    if (ticket->home) /* back to where it came from; this step is done there */
        return moved->step == ticket->step && moved->service == journey->steps[0].n &&
               !moved->back && (!moved->to || moved->to == ticket->home);
    bool comes_back = journey->back && moved->step < journey->count;
    return moved->step == ticket->step + 1 && moved->step <= journey->count &&
           moved->service == journey->steps[moved->step - 1].n &&
           moved->back == (comes_back ? moved->from : 0);
}

void ledger_moved_on(struct checker *checker, struct ledger_ticket *ticket,
                     const struct fact_transferred *moved)
{
    const struct journey_def *journey = journey_of(&checker->ledger, ticket->journey);
    if (!moved->step && !moved->back)
        return; /* by hand */
    if (!journey || !right_step(journey, ticket, moved))
        BREAK(JOURNEY, "ticket %u goes to service %u as step %u behind step %u", moved->ticket,
              moved->service, moved->step, ticket->step);
    ticket->step = moved->step;
    ticket->home = moved->back;
}

void ledger_finished_rules(struct checker *checker, const struct fact_finished *finished)
{
    const struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, finished->ticket);
    const struct journey_def *journey =
        ticket ? journey_of(&checker->ledger, ticket->journey) : NULL;
    if (journey && (ticket->home || ticket->step < journey->count))
        BREAK(JOURNEY, "ticket %u ends at step %u of %u", finished->ticket, ticket->step,
              journey->count);
    if (ticket && finished->items != ticket->items)
        BREAK(ITEMS, "ticket %u ends with %u businesses, it had %u", finished->ticket,
              finished->items, ticket->items);
}

/* ---- appointments and quotas (R-A1 … R-A7, R-K5) ---- */

static void see_booked(struct checker *checker, const struct fact_booked *booked)
{
    struct ledger *ledger = &checker->ledger;
    int32_t service = ledger_service(ledger, booked->service);
    uint32_t others = 0;
    if (service < 0 || booked->booking != ledger->booking_count + 1 ||
        ledger->booking_count == ledger->booking_size) {
        BREAK(FACT, "appointment %u is booked out of turn", booked->booking);
        return;
    }
    for (uint32_t i = 1; i <= ledger->booking_count; i++)
        others += ledger->bookings[i].state != BOOKING_CANCELLED &&
                  ledger->bookings[i].service == service &&
                  ledger->bookings[i].from == booked->from;
    if (others >= ledger->def->services[service].slot_places)
        BREAK(BOOKING, "appointment %u is more than its slot has places", booked->booking);
    ledger->bookings[++ledger->booking_count] =
        (struct ledger_booking){(uint16_t)service, BOOKING_OPEN, booked->session, booked->from,
                                booked->until};
    if (booked->session)
        ledger->sessions[service][booked->session - 1].held++;
}

static struct ledger_booking *open_booking(struct checker *checker, uint32_t number)
{
    struct ledger *ledger = &checker->ledger;
    struct ledger_booking *booking = &ledger->bookings[number];
    if (!number || number > ledger->booking_count || booking->state != BOOKING_OPEN) {
        BREAK(BOOKING, "appointment %u is not open", number);
        return NULL;
    }
    if (booking->session)
        ledger->sessions[booking->service][booking->session - 1].held--;
    return booking;
}

static void see_unbooked(struct checker *checker, const struct fact_unbooked *fact, msec at)
{
    struct ledger_booking *booking = open_booking(checker, fact->booking);
    if (!booking)
        return;
    if (at >= booking->from)
        BREAK(BOOKING, "appointment %u is taken back when it has begun", fact->booking);
    booking->state = BOOKING_CANCELLED;
}

/* D-18: not before it may be; too late is like everybody. The key it comes to. */
static msec due_of(struct checker *checker, const struct fact_issued *issued, msec at)
{
    const struct rules_def *rules = &checker->ledger.def->rules;
    struct ledger_booking *booking = open_booking(checker, issued->booking);
    if (!booking)
        return 0;
    booking->state = BOOKING_USED;
    bool late = at > booking->until + rules->late_min * MINUTE;
    if (checker->ledger.def->services[booking->service].id.n != issued->service ||
        at < booking->from - rules->checkin_early_min * MINUTE ||
        issued->ticket_class != (late ? CLASS_NORMAL : CLASS_APPOINTMENT))
        BREAK(BOOKING, "ticket %u is not what appointment %u promised", issued->ticket,
              issued->booking);
    return late ? 0 : booking->from;
}

static void see_quota(struct checker *checker, const struct fact_issued *issued, int32_t service,
                      msec at)
{
    struct ledger *ledger = &checker->ledger;
    const struct service_def *def = &ledger->def->services[service];
    const struct hours *hours = def_hours(ledger->def, def);
    struct ledger_session *session = &ledger->sessions[service][issued->session - 1];
    uint16_t minute = calendar_minute(calendar_local(at, ledger->tz_min));
    bool by_rule = !issued->lease && !issued->booking;
    if (by_rule && session->quota && session->issued + session->held >= session->quota)
        BREAK(QUOTA, "ticket %u is one more than the %u of service %u in session %u",
              issued->ticket, session->quota, issued->service, issued->session);
    if (by_rule &&
        (issued->session > hours->count || minute >= hours->sessions[issued->session - 1].to_min))
        BREAK(QUOTA, "ticket %u is counted in session %u, which is over", issued->ticket,
              issued->session);
    session->issued++;
}

void ledger_issued_rules(struct checker *checker, const struct fact_issued *issued, msec at)
{
    struct ledger *ledger = &checker->ledger;
    int32_t service = ledger_service(ledger, issued->service);
    msec due = issued->booking ? due_of(checker, issued, at) : 0;
    if (issued->session)
        see_quota(checker, issued, service, at);
    if (issued->key != ledger_rule_key(ledger, (uint16_t)service, issued->ticket_class, false,
                                       issued->joined, due))
        BREAK(KEY, "ticket %u joins with another key than the rule's", issued->ticket);
}

static void see_quota_set(struct ledger *ledger, const struct fact_quota_set *set)
{
    int32_t service = ledger_service(ledger, set->service);
    if (service >= 0)
        ledger->sessions[service][set->session].quota = set->quota;
}

/* ---- items, ratings, undo ---- */

static void see_item(struct checker *checker, const struct fact_item_added *added)
{
    struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, added->ticket);
    if (!ticket || added->items != ticket->items + 1 ||
        added->items > checker->ledger.def->rules.items_max)
        BREAK(ITEMS, "ticket %u gets business %u", added->ticket, added->items);
    else
        ledger_touch(&checker->ledger, ticket)->items = added->items;
}

static void see_rated(struct checker *checker, const struct fact_rated *rated, msec at)
{
    struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, rated->ticket);
    msec change = checker->ledger.def->rules.rating_change_min * MINUTE;
    if (!ticket || ticket->state != TICKET_SERVED || ticket->at != rated->target)
        BREAK(RATED, "ticket %u is rated at window %u and was not served there", rated->ticket,
              rated->target);
    else if (ticket->rated && at > ticket->rated + change)
        BREAK(RATED, "ticket %u is rated again after %lld ms", rated->ticket,
              (long long)(at - ticket->rated));
    else if (!ticket->rated)
        ticket->rated = at;
}

void ledger_back_rules(struct checker *checker, struct ledger_ticket *ticket,
                       const struct fact_ticket_back *back)
{
    const struct ledger_before *was = &ticket->before;
    int32_t service = ledger_service(&checker->ledger, back->service);
    /* A window that has closed meanwhile gets nobody back. */
    bool sent = back->sent == was->sent || !back->sent;
    if (back->state != was->state || service != was->service || !sent ||
        back->ticket_class != was->ticket_class || back->returned != was->returned ||
        back->key != was->key || back->step != was->step || back->items != was->items ||
        back->home != was->home)
        BREAK(UNDONE, "ticket %u comes back as it never was", back->ticket);
    ticket->step = back->step;
    ticket->items = back->items;
    ticket->home = back->home;
    ticket->called = back->recalled;
    ticket->started = back->started;
    if (!back->score)
        ticket->rated = 0;
}

static void see_undone(struct checker *checker, const struct fact_undone *undone, msec at)
{
    const struct ledger_target *target = ledger_target(&checker->ledger, undone->target);
    msec limit = checker->ledger.def->rules.undo_s * SECOND;
    if (!target || at - target->acted > limit)
        BREAK(UNDONE, "window %u takes back a %s of %lld ms ago", undone->target,
              verb_name(undone->verb), target ? (long long)(at - target->acted) : 0);
}

static void see_target_back(struct ledger *ledger, const struct fact_target_back *back)
{
    struct ledger_target *target = ledger_target(ledger, back->target);
    if (!target)
        return;
    target->since = back->since;
    target->turn = back->turn;
}

/* The window at which it happened; 0 = at none. */
static uint16_t place_of(const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_KIND_CALLED:
        return fact->called.target;
    case FACT_KIND_RECALLED:
        return fact->recalled.target;
    case FACT_KIND_STARTED:
        return fact->started.target;
    case FACT_KIND_FINISHED:
        return fact->finished.target;
    case FACT_KIND_MISSED:
        return fact->missed.target;
    case FACT_KIND_TRANSFERRED:
        return fact->transferred.from;
    case FACT_KIND_PARKED:
        return fact->parked.target;
    case FACT_KIND_VOIDED:
        return fact->voided.target;
    case FACT_KIND_WINDOW_OPENED:
        return fact->window_opened.target;
    case FACT_KIND_WINDOW_CLOSED:
        return fact->window_closed.target;
    case FACT_KIND_WINDOW_PAUSED:
        return fact->window_paused.target;
    case FACT_KIND_WINDOW_RESUMED:
        return fact->window_resumed.target;
    case FACT_KIND_RATING_CLOSED:
        return fact->rating_closed.target;
    case FACT_KIND_ITEM_ADDED:
        return fact->item_added.target;
    default:
        return 0;
    }
}

static void note_place(struct ledger *ledger, const struct fact *fact)
{
    uint16_t place = place_of(fact);
    struct ledger_target *target = place ? ledger_target(ledger, place) : NULL;
    if (!target)
        return;
    if (fact->kind != FACT_KIND_ITEM_ADDED && fact->kind != FACT_KIND_RECALLED)
        target->since = fact->at;
    if (ledger->verb != VERB_TICK && fact->kind != FACT_KIND_RATING_CLOSED)
        target->acted = fact->at;
}

static void see_clerks(struct checker *checker, const struct fact *fact)
{
    if (fact->kind == FACT_KIND_SIGNED_ON)
        see_signed_on(checker, &fact->signed_on);
    else if (fact->kind == FACT_KIND_SIGNED_OFF)
        see_signed_off(checker, &fact->signed_off);
    else if (fact->kind == FACT_KIND_ASSIGNED)
        see_assigned(&checker->ledger, &fact->assigned);
}

void ledger_rules_fact(struct checker *checker, const struct fact *fact)
{
    struct ledger *ledger = &checker->ledger;
    if (fact->kind != FACT_KIND_CALLED) /* that one looks at what was before */
        note_place(ledger, fact);
    switch (fact->kind) {
    case FACT_KIND_MISSED:
        see_early_miss(checker, &fact->missed, fact->at);
        return;
    case FACT_KIND_STARTED:
        see_started_at(ledger, &fact->started);
        return;
    case FACT_KIND_FINISHED:
        see_early_end(checker, fact->finished.ticket, fact->at);
        return;
    case FACT_KIND_TRANSFERRED:
        see_early_end(checker, fact->transferred.ticket, fact->at);
        return;
    case FACT_KIND_BOOKED:
        see_booked(checker, &fact->booked);
        return;
    case FACT_KIND_UNBOOKED:
        see_unbooked(checker, &fact->unbooked, fact->at);
        return;
    case FACT_KIND_QUOTA_SET:
        see_quota_set(ledger, &fact->quota_set);
        return;
    case FACT_KIND_ITEM_ADDED:
        see_item(checker, &fact->item_added);
        return;
    case FACT_KIND_RATED:
        see_rated(checker, &fact->rated, fact->at);
        return;
    case FACT_KIND_UNDONE:
        see_undone(checker, &fact->undone, fact->at);
        return;
    case FACT_KIND_TARGET_BACK:
        see_target_back(ledger, &fact->target_back);
        return;
    default:
        see_clerks(checker, fact);
        return;
    }
}
