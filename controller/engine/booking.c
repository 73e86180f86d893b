/* SPDX-License-Identifier: Apache-2.0 */
/*
 * booking - appointments: made, taken back, and turned into tickets (R-A1 … R-A9).
 *
 * The shell keeps them between the days and gives those of today as BOOK commands; here
 * they live from the opening of their day to its close.
 */
#include <assert.h>
#include <string.h>

#include "domain/booking_code.h"
#include "domain/calendar.h"
#include "engine/issue.h"

/* The session that the slot lies in; SESSION_NONE = outside of all (R-A9). */
static uint8_t session_around(const struct hall *hall, const struct service_def *def, msec from,
                              msec until, int16_t tz_min)
{
    struct civil local = calendar_local(from, tz_min);
    struct calendar_hours day = calendar_hours(hall->def, def, calendar_date(local));
    uint16_t start = calendar_minute(local);
    msec end = start + (until - from) / MINUTE;
    for (int i = 0; i < day.hours->count; i++)
        if ((day.open >> i & 1) && start >= day.hours->sessions[i].from_min &&
            end <= day.hours->sessions[i].to_min)
            return (uint8_t)(i + 1);
    return SESSION_NONE;
}

/* R-A7: what is left of a session's quota for those who come without appointment. */
static bool share_full(const struct hall *hall, const struct service *service, uint8_t session)
{
    uint32_t share = hall->def->rules.booking_share_pct;
    uint32_t quota = session == SESSION_NONE ? 0 : session_quota(service, session);
    return quota && share && (service->sessions[session - 1].booked + 1u) * 100u > quota * share;
}

/* Slots that are over come in as well: the day may have been opened late, and whoever was told of
 * an appointment is to be found. */
static bool slot_sane(const struct act *act, const struct service_def *def)
{
    const struct command *command = act->command;
    msec from = command->from, until = command->until;
    uint32_t today = calendar_date(calendar_local(act->now, command->tz_min));
    return from > 0 && until - from == def->slot_min * MINUTE && from % MINUTE == 0 &&
           calendar_date(calendar_local(from, command->tz_min)) == today &&
           calendar_date(calendar_local(until - 1, command->tz_min)) == today;
}

static enum refusal may_book(const struct act *act, int32_t index, uint8_t *session)
{
    const struct hall *hall = act->hall;
    const struct command *command = act->command;
    if (index < 0)
        return REFUSED_UNKNOWN_SERVICE;
    const struct service *service = &hall->services[index];
    if (!service->def->prefix[0] || !service->def->bookable)
        return REFUSED_NO_ISSUE;
    if (!command->code[0] || !memchr(command->code, '\0', sizeof(command->code)) ||
        !slot_sane(act, service->def))
        return REFUSED_MALFORMED;
    uint32_t person = person_find(hall, command->id_a, command->id_b);
    if (booking_find(hall, command->code) || (person && hall->persons[person].booking))
        return REFUSED_BOOKING_USED; /* R-A3: one a person and day */
    *session = session_around(hall, service->def, command->from, command->until, command->tz_min);
    uint16_t places = service->def->slot_places;
    if (hall->booking_count == hall->booking_room ||
        bookings_in_slot(hall, (uint16_t)index, command->from, places) >= places ||
        share_full(hall, service, *session))
        return REFUSED_BOOKING_FULL;
    return REFUSED_NOT;
}

enum refusal rule_book(struct act *act)
{
    const struct command *command = act->command;
    uint8_t session = SESSION_NONE;
    enum refusal no = may_book(act, service_index(act->hall, command->service), &session);
    if (no)
        return no;
    struct fact fact = {.kind = FACT_KIND_BOOKED};
    fact.booked = (struct fact_booked){
        .booking = act->hall->booking_count + 1,
        .service = command->service.n,
        .from = command->from,
        .until = command->until,
        .id_a = command->id_a,
        .id_b = command->id_b,
        .session = session,
    };
    copy_who(fact.booked.code, sizeof(fact.booked.code), command->code);
    booking_code_fold(fact.booked.code);
    copy_who(fact.booked.who, sizeof(fact.booked.who), command->who);
    emit(act, &fact);
    act->result->service = command->service;
    return REFUSED_NOT;
}

void apply_booked(struct hall *hall, const struct fact *fact)
{
    const struct fact_booked *booked = &fact->booked;
    struct booking booking = {
        .service = (uint16_t)service_index(hall, (service_id){booked->service}),
        .session = booked->session,
        .from = booked->from,
        .until = booked->until,
        .person = person_of(hall, booked->id_a, booked->id_b),
    };
    assert(booked->booking == hall->booking_count + 1);
    memcpy(booking.code, booked->code, sizeof(booking.code));
    booking_add(hall, &booking);
}

/* The one of that number, code or identity; 0 = none. */
static uint32_t booking_meant(const struct hall *hall, const struct command *command)
{
    if (command->booking)
        return command->booking <= hall->booking_count ? command->booking : 0;
    if (!memchr(command->code, '\0', sizeof(command->code)))
        return 0;
    if (command->code[0])
        return booking_find(hall, command->code);
    uint32_t person = person_find(hall, command->id_a, command->id_b);
    return person ? hall->persons[person].booking : 0;
}

enum refusal rule_unbook(struct act *act)
{
    uint32_t number = booking_meant(act->hall, act->command);
    if (!number)
        return REFUSED_UNKNOWN_BOOKING;
    const struct booking *booking = &act->hall->bookings[number];
    if (booking->state != BOOKING_OPEN)
        return REFUSED_BOOKING_USED;
    if (act->now >= booking->from)
        return REFUSED_TOO_LATE; /* R-A4 */
    struct fact fact = {.kind = FACT_KIND_UNBOOKED};
    fact.unbooked.booking = number;
    copy_who(fact.unbooked.who, sizeof(fact.unbooked.who), act->command->who);
    emit(act, &fact);
    act->result->service = act->hall->services[booking->service].def->id;
    return REFUSED_NOT;
}

void apply_unbooked(struct hall *hall, const struct fact *fact)
{
    booking_move(hall, fact->unbooked.booking, BOOKING_CANCELLED);
}

/* A code that is shown with another card than it was made with is somebody else's. */
static bool is_theirs(const struct hall *hall, const struct booking *booking,
                      const struct command *command)
{
    const struct person *person = &hall->persons[booking->person];
    bool said = command->id_a || command->id_b;
    if (command->service.n && command->service.n != hall->services[booking->service].def->id.n)
        return false;
    return !said || !booking->person ||
           (person->id_a == command->id_a && person->id_b == command->id_b);
}

static enum refusal may_check_in(struct act *act, const struct booking *booking,
                                 struct issuing *issuing)
{
    const struct rules_def *rules = &act->hall->def->rules;
    msec opens = booking->from - rules->checkin_early_min * MINUTE;
    if (booking->state != BOOKING_OPEN)
        return REFUSED_BOOKING_USED;
    if (act->now < opens) {
        act->result->slot = booking->from; /* when to come back */
        return refuse_until(act, REFUSED_BOOKING_EARLY, opens);
    }
    /* D-18, R-A6: late only behind slot and grace; then in its turn like everybody. */
    if (act->now > booking->until + rules->late_min * MINUTE)
        issuing->ticket_class = CLASS_NORMAL;
    enum refusal no = issue_room(act, issuing->service, issuing->ticket_class);
    return no ? no : grant_person(act, issuing);
}

/* R-A5. Hours and quota were asked when it was booked (R-A9). */
enum refusal rule_check_in(struct act *act)
{
    const struct command *command = act->command;
    const struct hall *hall = act->hall;
    if (command->lang >= LANG_COUNT || command->source >= SOURCE_COUNT)
        return REFUSED_MALFORMED;
    uint32_t number = booking_meant(hall, command);
    const struct booking *booking = &hall->bookings[number];
    if (!number || !is_theirs(hall, booking, command))
        return REFUSED_UNKNOWN_BOOKING;
    bool said = command->id_a || command->id_b;
    const struct person *person = &hall->persons[booking->person];
    struct issuing issuing = {
        .service = booking->service,
        .ticket_class = CLASS_APPOINTMENT,
        .lang = command->lang,
        .principals = 1,
        .session = booking->session,
        .source = SOURCE_BOOKING,
        .proof = PROOF_BOOKING,
        .id_a = said ? command->id_a : person->id_a,
        .id_b = said ? command->id_b : person->id_b,
        .booking = number,
        .due = booking->from,
        .journey = /* R-M10: no item is said with a code */
        def_journey_begun(hall->def, hall->services[booking->service].def->id, 0),
    };
    enum refusal no = may_check_in(act, booking, &issuing);
    if (!no)
        issue_emit(act, &issuing);
    return no;
}
