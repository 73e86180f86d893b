/* SPDX-License-Identifier: Apache-2.0 */
#include "model_issue.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "engine/say.h"
#include "model_next.h"

static bool is_over(const struct model_ticket *ticket)
{
    return ticket->state == TICKET_SERVED || ticket->state == TICKET_CANCELLED ||
           ticket->state == TICKET_VOIDED || ticket->state == TICKET_EXPIRED;
}

static uint32_t opening_from(const struct engine_model *model)
{
    return model->issue.tickets_from;
}

/* ---- numbers of a session (R-K5, R-K7) ---- */

static uint32_t quota_of(const struct engine_model *model, uint16_t service, uint8_t session)
{
    for (uint32_t i = model->issue.quota_count; i-- > 0;)
        if (model->issue.quotas[i].service == service &&
            model->issue.quotas[i].session + 1 == session)
            return model->issue.quotas[i].quota;
    return def_service(model->def, (service_id){service})->quota[session - 1];
}

static uint32_t gone(const struct engine_model *model, uint16_t service, uint8_t session)
{
    uint32_t count = 0;
    for (uint32_t i = opening_from(model); i < model->count; i++)
        count += model->tickets[i].home_service == service && model->tickets[i].session == session;
    for (uint32_t i = 0; i < model->issue.booking_count; i++)
        count += model->issue.bookings[i].service == service &&
                 model->issue.bookings[i].session == session &&
                 model->issue.bookings[i].state == 'o';
    return count;
}

/* ---- people (R-K8, R-K10) ---- */

static bool given_back(const struct model_ticket *ticket)
{
    if (ticket->state == TICKET_CANCELLED)
        return true;
    uint8_t why = ticket->void_reason;
    return ticket->state == TICKET_VOIDED && (!why || why == VOID_CITIZEN || why == VOID_LEFT);
}

static const char *see_person(const struct engine_model *model, const struct fact_issued *issued,
                              bool staff)
{
    const struct rules_def *rules = &model->def->rules;
    bool said = issued->id_a || issued->id_b;
    uint32_t back = 0;
    SAY(said || staff || !def_service(model->def, (service_id){issued->service})->id_required,
        "a ticket without the card that its service wants (R-K10)");
    for (uint32_t i = opening_from(model); said && i < model->count; i++) {
        const struct model_ticket *other = &model->tickets[i];
        if (other->id_a != issued->id_a || other->id_b != issued->id_b)
            continue;
        back += given_back(other);
        SAY(rules->one_ticket == ONE_TICKET_OFF || is_over(other) ||
                (rules->one_ticket == ONE_TICKET_SERVICE && other->service != issued->service),
            "one person holds two tickets (R-K8)");
    }
    SAY(staff || !rules->voids_day || back < rules->voids_day,
        "a ticket for somebody who gave too many back (R-K10)");
    return NULL;
}

/* ---- classes (R-P2, R-K11) ---- */

static const char *see_class(const struct engine_model *model, const struct fact_issued *issued,
                             bool staff)
{
    const struct rules_def *rules = &model->def->rules;
    uint32_t green = 0;
    for (uint32_t i = opening_from(model); i < model->count; i++)
        green += model->tickets[i].issued_class == CLASS_GREEN &&
                 model->tickets[i].home_service == issued->service;
    SAY(issued->ticket_class != CLASS_GREEN || !rules->green_day || green < rules->green_day,
        "more green tickets than a day has (R-P2)");
    SAY(issued->ticket_class != CLASS_GREEN || !rules->priority_proof || staff,
        "a green ticket that nobody granted");
    SAY(issued->ticket_class != CLASS_PRIORITY || !rules->priority_proof || staff ||
            issued->proof == PROOF_SLIP ||
            (issued->proof == PROOF_CARD && issued->age_band >= rules->priority_age),
        "priority without proof");
    SAY(!rules->principals_max || issued->principals <= 1 || staff,
        "several people on a ticket and nobody confirmed it (R-K11)");
    SAY(issued->source != SOURCE_KIOSK || issued->ticket_class != CLASS_APPOINTMENT,
        "a kiosk makes up an appointment (R-A5)");
    return NULL;
}

/* ---- appointments (R-A3 … R-A9) ---- */

static struct model_booking *booking_of(struct engine_model *model, uint32_t number)
{
    return number && number <= model->issue.booking_count ? &model->issue.bookings[number - 1]
                                                          : NULL;
}

static const char *see_checked_in(struct engine_model *model, const struct fact *fact)
{
    const struct fact_issued *issued = &fact->issued;
    const struct rules_def *rules = &model->def->rules;
    struct model_booking *booking = booking_of(model, issued->booking);
    SAY(booking && booking->state == 'o', "an appointment is used twice, or was none");
    SAY(booking->service == issued->service && booking->session == issued->session,
        "an appointment for something else");
    SAY(fact->at >= booking->from - rules->checkin_early_min * MINUTE, "checked in too early");
    bool late = fact->at > booking->until + rules->late_min * MINUTE;
    SAY(issued->ticket_class == (late ? CLASS_NORMAL : CLASS_APPOINTMENT), "lateness is wrong");
    SAY(late || issued->key == model_key(model->def, issued->service, CLASS_APPOINTMENT, false,
                                         issued->joined, booking->from),
        "an appointment's key is not that of its slot (D-18)");
    SAY((!booking->id_a && !booking->id_b) ||
            (booking->id_a == issued->id_a && booking->id_b == issued->id_b),
        "an appointment of somebody else");
    booking->state = 'u';
    return NULL;
}

static const char *see_issued(struct engine_model *model, const struct fact *fact)
{
    const struct fact_issued *issued = &fact->issued;
    bool staff = issued->staff || issued->source == SOURCE_DESK || issued->proof == PROOF_GUIDE ||
                 issued->proof == PROOF_LEADER;
    SAY(issued->session <= SESSIONS_MAX, "there are not so many sessions");
    if (issued->lease)
        return NULL; /* the paper is out: whatever it says, it is taken in */
    const char *wrong = see_person(model, issued, staff);
    if (wrong)
        return wrong;
    if (issued->booking)
        return see_checked_in(model, fact);
    SAY(issued->session, "a ticket is taken outside of the sessions");
    uint32_t quota = quota_of(model, issued->service, issued->session);
    SAY(!quota || gone(model, issued->service, issued->session) < quota,
        "more numbers than the session has (R-K7)");
    return see_class(model, issued, staff);
}

static const char *see_booked(struct engine_model *model, const struct fact_booked *booked)
{
    const struct service_def *service = def_service(model->def, (service_id){booked->service});
    uint32_t in_slot = 0, in_session = 0;
    SAY(service && service->bookable, "a service takes no appointments");
    SAY(booked->booking == model->issue.booking_count + 1, "appointments are not counted");
    for (uint32_t i = 0; i < model->issue.booking_count; i++) {
        const struct model_booking *other = &model->issue.bookings[i];
        bool stands = other->state != 'c', same = other->service == booked->service;
        SAY(strcmp(other->code, booked->code) != 0, "two appointments have one code");
        SAY(!stands || (!booked->id_a && !booked->id_b) || other->id_a != booked->id_a ||
                other->id_b != booked->id_b,
            "one person has two appointments (R-A3)");
        in_slot += stands && same && other->from == booked->from;
        in_session += stands && same && other->session == booked->session;
    }
    SAY(in_slot < service->slot_places, "a slot has more appointments than places");
    uint32_t share = model->def->rules.booking_share_pct;
    uint32_t quota = booked->session ? quota_of(model, booked->service, booked->session) : 0;
    SAY(!quota || !share || (in_session + 1) * 100 <= quota * share,
        "appointments take more than their share (R-A7)");
    assert(model->issue.booking_count < MODEL_BOOKINGS_MAX);
    struct model_booking *added = &model->issue.bookings[model->issue.booking_count++];
    *added = (struct model_booking){'o',           booked->service, booked->session, booked->from,
                                    booked->until, booked->id_a,    booked->id_b,    ""};
    memcpy(added->code, booked->code, sizeof(added->code));
    return NULL;
}

static const char *see_unbooked(struct engine_model *model, const struct fact *fact)
{
    struct model_booking *booking = booking_of(model, fact->unbooked.booking);
    SAY(booking && booking->state == 'o', "an appointment is taken back that does not stand");
    SAY(fact->at < booking->from, "an appointment is taken back too late (R-A4)");
    booking->state = 'c';
    return NULL;
}

static const char *see_close(const struct engine_model *model, const struct fact *fact)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < model->issue.booking_count; i++)
        open += model->issue.bookings[i].state == 'o';
    SAY(fact->day_closed.no_shows == open, "those who did not come are counted wrongly (R-A6)");
    return NULL;
}

const char *model_see_issue(struct engine_model *model, const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_KIND_DAY_OPENED:
        model->issue = (struct model_issue){.tickets_from = model->count};
        return NULL;
    case FACT_KIND_DAY_CLOSED:
        return see_close(model, fact);
    case FACT_KIND_ISSUED:
        return see_issued(model, fact);
    case FACT_KIND_BOOKED:
        return see_booked(model, &fact->booked);
    case FACT_KIND_UNBOOKED:
        return see_unbooked(model, fact);
    case FACT_KIND_QUOTA_SET:
        assert(model->issue.quota_count < MODEL_QUOTAS_MAX);
        model->issue.quotas[model->issue.quota_count++] = fact->quota_set;
        return NULL;
    default:
        return NULL;
    }
}
