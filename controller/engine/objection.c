/* SPDX-License-Identifier: Apache-2.0 */
/*
 * objection - may this fact be carried out? decide emits no other; but a journal can be
 * replayed over another definition of the hall, and then apply must not be reached.
 */
#include "domain/calendar.h"
#include "engine/dispatch.h"
#include "engine/lease.h"
#include "engine/numbering.h"
#include "engine/rules.h"
#include "engine/say.h"

#define TIME_MAX ((msec)1 << 52)

static const char *to_day_opened(const struct hall *hall, const struct fact_day_opened *opened)
{
    SAY(!hall->day, "the day before is still open");
    SAY(calendar_date_valid(opened->day), "the day has no date");
    SAY(opened->first > 0 && opened->first >= next_ticket(hall) &&
            opened->first <= UINT32_MAX - hall->capacity,
        "its ticket ids were used before");
    SAY(opened->calls >= hall->calls && opened->announce >= hall->announced,
        "its calls or announcements were counted before");
    SAY(opened->skip <= LABEL_NUMBER_MAX && opened->burnt_first <= opened->burnt_last &&
            opened->burnt_last <= LABEL_NUMBER_MAX,
        "it skips more numbers than there are");
    SAY(opened->emergency < EMERGENCY_COUNT, "the emergency is unknown");
    return NULL;
}

static const char *to_day_closed(const struct hall *hall, const struct fact_day_closed *closed)
{
    const uint32_t *states = hall->states;
    SAY(hall->day && closed->day == hall->day, "that day is not open");
    SAY(closed->expired == states[TICKET_EXPIRED] + states[TICKET_WAITING] + states[TICKET_MISSED] +
                               states[TICKET_PARKED] + states[TICKET_CALLED],
        "other tickets were open at its close");
    SAY(closed->no_shows == bookings_open(hall), "other appointments were open at its close");
    return NULL;
}

/* A number given alone is in its lease; one given by the hall is in none. */
static bool leased_so(const struct hall *hall, const struct fact_issued *issued, uint16_t service)
{
    if (!issued->lease)
        return lease_pass(hall, numbering_series(hall, service), issued->number) == issued->number;
    if (issued->lease < hall->first || issued->lease - hall->first >= hall->lease_count)
        return false;
    const struct lease *lease = &hall->leases[issued->lease - hall->first];
    return lease->service == service && issued->number >= lease->first &&
           issued->number <= lease->last && issued->joined >= hall->opened && issued->issued;
}

static const char *to_leased(const struct hall *hall, const struct fact_leased *leased)
{
    int32_t index = service_index(hall, (service_id){leased->service});
    SAY(hall->day, "the day is not open");
    SAY(index >= 0, "the hall has no such service");
    SAY(hall->lease_count < hall->lease_room, "the hall has no room for so many leases");
    SAY(leased->lease == hall->first + hall->lease_count, "leases are missing before it");
    const struct series *series = numbering_counts(hall, numbering_series(hall, (uint16_t)index));
    SAY(leased->prefix == prefix_pack(hall->services[index].prefix) && leased->prefix,
        "the service has another prefix");
    SAY(leased->first > series->leased && leased->first > series->last &&
            leased->first > hall->burnt_last && leased->first <= leased->last &&
            leased->last <= LABEL_NUMBER_MAX,
        "its numbers were given before");
    SAY(leased->first >= numbering_first(hall->services[index].def) &&
            leased->last <= numbering_last(hall->services[index].def),
        "the service has other numbers");
    SAY(leased->device[0], "a lease is nobody's");
    return NULL;
}

static const char *to_lease_ended(const struct hall *hall, uint32_t lease)
{
    SAY(hall->day && lease >= hall->first && lease - hall->first < hall->lease_count,
        "there is no such lease today");
    SAY(!hall->leases[lease - hall->first].ended, "the lease was over before");
    return NULL;
}

static const char *to_issued(const struct hall *hall, const struct fact_issued *issued)
{
    int32_t index = service_index(hall, (service_id){issued->service});
    SAY(hall->day, "the day is not open");
    SAY(index >= 0, "the hall has no such service");
    SAY(hall->issued < hall->capacity, "the hall has no room for so many tickets");
    SAY(issued->ticket == next_ticket(hall), "ticket ids are missing before it");
    struct label label = prefix_unpack(issued->prefix, 0);
    const struct service *service = &hall->services[index];
    SAY(label.prefix[0] && label_same(label, service->prefix), "the service has another prefix");
    SAY(issued->ticket_class < CLASS_COUNT && issued->lang < LANG_COUNT,
        "the class or language is unknown");
    label.number = issued->number;
    SAY(issued->number && issued->number <= LABEL_NUMBER_MAX && !labels_find(hall, label) &&
            (issued->lease ||
             !numbering_passed(hall, (uint16_t)index, issued->ticket_class, issued->number)),
        "its number was given before");
    SAY(leased_so(hall, issued, (uint16_t)index), "its number was leased to others, or to nobody");
    SAY(issued->session <= SESSIONS_MAX, "it is of no session");
    SAY(!issued->booking || (issued->booking <= hall->booking_count &&
                             hall->bookings[issued->booking].state == BOOKING_OPEN),
        "its appointment does not stand");
    SAY(issued->order > hall->order, "its place was taken before");
    return NULL;
}

/* It is the ticket at that window, and both may do this now. */
static const char *to_acted(const struct hall *hall, uint32_t ticket, uint16_t target,
                            enum ticket_action action, enum window_action window)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){ticket});
    uint16_t index = target_index(hall, (target_id){target});
    SAY(slot, "there is no such ticket today");
    SAY(index, "the hall has no such window or room");
    SAY(hall->targets[index].ticket == slot, "the ticket is not at that window");
    SAY(lifecycle_ticket(hall->tickets[slot].state, action), "the ticket's state forbids it");
    SAY(lifecycle_window(hall->targets[index].state, window) != LIFECYCLE_NOWHERE,
        "the window's state forbids it");
    return NULL;
}

static const char *to_called(const struct hall *hall, const struct fact_called *called)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){called->ticket});
    uint16_t index = target_index(hall, (target_id){called->target});
    SAY(slot, "there is no such ticket today");
    SAY(index, "the hall has no such window or room");
    const struct ticket *ticket = &hall->tickets[slot];
    SAY(lifecycle_ticket(ticket->state, ACTION_CALL), "the ticket's state forbids it");
    SAY(lifecycle_window(hall->targets[index].state, WINDOW_DO_CALL) != LIFECYCLE_NOWHERE,
        "the window's state forbids it");
    SAY(!parked_here(ticket) || ticket->target == index, "the ticket is parked elsewhere");
    SAY(called->call == hall->targets[index].call + 1 && called->announce &&
            called->announce == hall->announced + 1,
        "calls are missing before it");
    SAY(called->turn < DISPATCH_TURNS_MAX, "its turn is in no pattern");
    return NULL;
}

static const char *to_recalled(const struct hall *hall, const struct fact_recalled *recalled)
{
    const char *no =
        to_acted(hall, recalled->ticket, recalled->target, ACTION_RECALL, WINDOW_DO_RECALL);
    if (no)
        return no;
    uint16_t index = target_index(hall, (target_id){recalled->target});
    uint32_t slot = hall->targets[index].ticket;
    SAY(recalled->call == hall->targets[index].call + 1 && recalled->announce &&
            recalled->announce == hall->announced + 1 &&
            recalled->calls == hall->tickets[slot].calls + 1,
        "calls are missing before it");
    return NULL;
}

static const char *to_started(const struct hall *hall, const struct fact *fact)
{
    const char *no =
        to_acted(hall, fact->started.ticket, fact->started.target, ACTION_START, WINDOW_DO_START);
    if (no)
        return no;
    uint32_t slot = ticket_slot(hall, (ticket_id){fact->started.ticket});
    SAY(fact->started.at >= hall->tickets[slot].called && fact->started.at <= fact->at,
        "it starts before the call");
    return NULL;
}

static const char *to_missed(const struct hall *hall, const struct fact_missed *missed)
{
    bool final = missed->state == TICKET_VOIDED;
    uint32_t slot = ticket_slot(hall, (ticket_id){missed->ticket});
    SAY(final || missed->state == TICKET_MISSED, "no miss ends like this");
    SAY(slot && missed->times == hall->tickets[slot].misses + 1, "a miss is missing before it");
    return to_acted(hall, missed->ticket, missed->target, final ? ACTION_VOID : ACTION_MISS,
                    WINDOW_DO_RELEASE);
}

static const char *to_parked(const struct hall *hall, const struct fact_parked *parked)
{
    SAY(parked->kind > PARK_NONE && parked->kind < PARK_KIND_COUNT, "it is parked in no known way");
    return to_acted(hall, parked->ticket, parked->target, ACTION_PARK, WINDOW_DO_RELEASE);
}

static const char *to_transferred(const struct hall *hall, const struct fact_transferred *moved)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){moved->ticket});
    SAY(slot, "there is no such ticket today");
    SAY(service_index(hall, (service_id){moved->service}) >= 0, "the hall has no such service");
    SAY(!moved->to || target_index(hall, (target_id){moved->to}),
        "the hall has no such window or room");
    SAY(moved->ticket_class < CLASS_COUNT, "the class is unknown");
    SAY(!moved->back || (moved->step && target_index(hall, (target_id){moved->back})),
        "it would come back to nowhere");
    SAY(!moved->step || hall->tickets[slot].journey, "the ticket is on no journey");
    SAY(moved->order > hall->order || moved->order == hall->nodes[slot].place.order,
        "its place was taken before");
    if (moved->from)
        return to_acted(hall, moved->ticket, moved->from, ACTION_TRANSFER, WINDOW_DO_RELEASE);
    SAY(hall->tickets[slot].state == TICKET_WAITING, "the ticket's state forbids it");
    return NULL;
}

static const char *to_rejoined(const struct hall *hall, const struct fact_rejoined *back)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){back->ticket});
    SAY(slot, "there is no such ticket today");
    const struct ticket *ticket = &hall->tickets[slot];
    SAY(lifecycle_ticket(ticket->state, ACTION_REJOIN) && !parked_here(ticket),
        "the ticket's state forbids it");
    SAY(!back->to || target_index(hall, (target_id){back->to}),
        "the hall has no such window or room");
    SAY(back->ticket_class < CLASS_COUNT, "the class is unknown");
    SAY(back->order > hall->order, "its place was taken before");
    return NULL;
}

static const char *to_rated(const struct hall *hall, const struct fact_rated *rated)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){rated->ticket});
    SAY(slot, "there is no such ticket today");
    SAY(rated->score > 0, "a rating has no score");
    SAY(hall->tickets[slot].state == TICKET_SERVED, "the ticket's state forbids it");
    return NULL;
}

static const char *to_cancelled(const struct hall *hall, const struct fact_cancelled *cancelled)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){cancelled->ticket});
    SAY(slot, "there is no such ticket today");
    SAY(lifecycle_ticket(hall->tickets[slot].state, ACTION_CANCEL) &&
            !parked_here(&hall->tickets[slot]),
        "the ticket's state forbids it");
    return NULL;
}

static const char *to_voided(const struct hall *hall, const struct fact_voided *voided)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){voided->ticket});
    SAY(slot, "there is no such ticket today");
    SAY(voided->reason > VOID_NONE && voided->reason < VOID_REASON_COUNT,
        "it is void for no known reason");
    if (voided->target)
        return to_acted(hall, voided->ticket, voided->target, ACTION_VOID, WINDOW_DO_RELEASE);
    SAY(lifecycle_ticket(hall->tickets[slot].state, ACTION_VOID) &&
            hall->tickets[slot].state != TICKET_CALLED,
        "the ticket's state forbids it");
    return NULL;
}

static const char *to_item_added(const struct hall *hall, const struct fact_item_added *added)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){added->ticket});
    uint16_t index = target_index(hall, (target_id){added->target});
    SAY(slot, "there is no such ticket today");
    SAY(index, "the hall has no such window or room");
    SAY(hall->targets[index].ticket == slot && hall->tickets[slot].state == TICKET_SERVING,
        "the ticket is not at that window");
    SAY(added->items == hall->tickets[slot].items + 1, "an item is missing before it");
    return NULL;
}

static const char *to_window(const struct hall *hall, uint16_t target, enum window_action action)
{
    uint16_t index = target_index(hall, (target_id){target});
    SAY(hall->day, "the day is not open");
    SAY(index, "the hall has no such window or room");
    SAY(lifecycle_window(hall->targets[index].state, action) != LIFECYCLE_NOWHERE,
        "the window's state forbids it");
    bool pausing = hall->targets[index].pause_reason != PAUSE_NONE;
    SAY(action != WINDOW_DO_PAUSE || !pausing, "the window is paused already");
    SAY(action != WINDOW_DO_RESUME || pausing, "the window is not paused");
    return NULL;
}

static const char *to_booked(const struct hall *hall, const struct fact_booked *booked)
{
    uint32_t person = person_find(hall, booked->id_a, booked->id_b);
    SAY(hall->day, "the day is not open");
    SAY(service_index(hall, (service_id){booked->service}) >= 0, "the hall has no such service");
    SAY(hall->booking_count < hall->booking_room, "the hall has no room for so many appointments");
    SAY(booked->booking == hall->booking_count + 1, "appointments are missing before it");
    SAY(booked->code[0] && !booking_code_given(hall, booked->code), "its code was given before");
    SAY(!person || !hall->persons[person].booking, "this person has an appointment");
    SAY(booked->session <= SESSIONS_MAX, "it is of no session");
    return NULL;
}

static const char *to_unbooked(const struct hall *hall, uint32_t number)
{
    SAY(hall->day, "the day is not open");
    SAY(number && number <= hall->booking_count && hall->bookings[number].state == BOOKING_OPEN,
        "that appointment does not stand");
    return NULL;
}

static const char *to_quota_set(const struct hall *hall, const struct fact_quota_set *set)
{
    SAY(hall->day, "the day is not open");
    SAY(service_index(hall, (service_id){set->service}) >= 0, "the hall has no such service");
    SAY(set->session < SESSIONS_MAX, "it is of no session");
    return NULL;
}

/* The kinds of fact that concern a window only, and those that change nothing. */
static const char *to_the_rest(const struct hall *hall, const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_KIND_PRINTED:
        SAY(ticket_slot(hall, (ticket_id){fact->printed.ticket}), "there is no such ticket today");
        return NULL;
    case FACT_KIND_HISTORY_ACCEPTED:
        return accept_objection(hall, &fact->history_accepted);
    case FACT_KIND_LEASED:
        return to_leased(hall, &fact->leased);
    case FACT_KIND_LEASE_ENDED:
        return to_lease_ended(hall, fact->lease_ended.lease);
    case FACT_KIND_SUPERSEDED:
        SAY(hall->day && fact->superseded.uid, "nobody is superseded");
        return NULL;
    case FACT_KIND_WINDOW_OPENED:
        return to_window(hall, fact->window_opened.target, WINDOW_DO_OPEN);
    case FACT_KIND_WINDOW_CLOSED:
        return to_window(hall, fact->window_closed.target, WINDOW_DO_CLOSE);
    case FACT_KIND_WINDOW_PAUSED:
        SAY(fact->window_paused.reason, "a pause has no reason");
        return to_window(hall, fact->window_paused.target, WINDOW_DO_PAUSE);
    case FACT_KIND_WINDOW_RESUMED:
        return to_window(hall, fact->window_resumed.target, WINDOW_DO_RESUME);
    case FACT_KIND_RATING_CLOSED:
        return to_window(hall, fact->rating_closed.target, WINDOW_DO_RATED);
    case FACT_KIND_REPRINTED:
        SAY(ticket_slot(hall, (ticket_id){fact->reprinted.ticket}),
            "there is no such ticket today");
        return NULL;
    case FACT_KIND_EMERGENCY:
        SAY(fact->emergency.emergency < EMERGENCY_COUNT, "the emergency is unknown");
        return NULL;
    case FACT_KIND_ANNOUNCED:
        return announce_objection(hall, &fact->announced);
    case FACT_KIND_NOTICE:
        return notice_objection(hall, &fact->notice);
    case FACT_KIND_HELP:
    case FACT_KIND_MAINTAINED:
    case FACT_KIND_CLOCK_STEPPED:
    case FACT_KIND_DIGEST:
        return NULL;
    default:
        return objection_to_clerks(hall, fact);
    }
}

const char *hall_objection(const struct hall *hall, const struct fact *fact)
{
    SAY(fact->at >= hall->now && fact->at <= TIME_MAX, "it is older than the fact before it");
    switch (fact->kind) {
    case FACT_KIND_DAY_OPENED:
        return to_day_opened(hall, &fact->day_opened);
    case FACT_KIND_DAY_CLOSED:
        return to_day_closed(hall, &fact->day_closed);
    case FACT_KIND_ISSUED:
        return to_issued(hall, &fact->issued);
    case FACT_KIND_CALLED:
        return to_called(hall, &fact->called);
    case FACT_KIND_RECALLED:
        return to_recalled(hall, &fact->recalled);
    case FACT_KIND_STARTED:
        return to_started(hall, fact);
    case FACT_KIND_FINISHED:
        return to_acted(hall, fact->finished.ticket, fact->finished.target, ACTION_FINISH,
                        fact->finished.rating ? WINDOW_DO_FINISH : WINDOW_DO_RELEASE);
    case FACT_KIND_MISSED:
        return to_missed(hall, &fact->missed);
    case FACT_KIND_PARKED:
        return to_parked(hall, &fact->parked);
    case FACT_KIND_TRANSFERRED:
        return to_transferred(hall, &fact->transferred);
    case FACT_KIND_REJOINED:
        return to_rejoined(hall, &fact->rejoined);
    case FACT_KIND_RATED:
        return to_rated(hall, &fact->rated);
    case FACT_KIND_CANCELLED:
        return to_cancelled(hall, &fact->cancelled);
    case FACT_KIND_VOIDED:
        return to_voided(hall, &fact->voided);
    case FACT_KIND_ITEM_ADDED:
        return to_item_added(hall, &fact->item_added);
    case FACT_KIND_UNDONE:
        return objection_to_undone(hall, fact);
    case FACT_KIND_TICKET_BACK:
        return objection_to_ticket_back(hall, fact);
    case FACT_KIND_TARGET_BACK:
        return objection_to_target_back(hall, fact);
    case FACT_KIND_BOOKED:
        return to_booked(hall, &fact->booked);
    case FACT_KIND_UNBOOKED:
        return to_unbooked(hall, fact->unbooked.booking);
    case FACT_KIND_QUOTA_SET:
        return to_quota_set(hall, &fact->quota_set);
    default:
        return to_the_rest(hall, fact);
    }
}
