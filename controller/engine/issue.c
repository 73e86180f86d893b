/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "engine/dispatch.h"
#include "engine/issue.h"
#include "engine/lease.h"
#include "engine/numbering.h"
#include "engine/quota.h"

enum refusal issue_room(const struct act *act, uint16_t service, uint8_t ticket_class)
{
    if (act->hall->issued == act->hall->capacity ||
        !numbering_next(act->hall, service, ticket_class).number)
        return REFUSED_FULL;
    return REFUSED_NOT;
}

static enum refusal check_request(const struct act *act, int32_t index)
{
    const struct command *command = act->command;
    if (index < 0)
        return REFUSED_UNKNOWN_SERVICE;
    if (!act->hall->services[index].def->prefix[0])
        return REFUSED_NO_ISSUE; /* D-44: a step of journeys only */
    if (command->ticket_class >= CLASS_RETURNED)
        return REFUSED_CLASS; /* nobody comes in as returned */
    if (command->source == SOURCE_KIOSK && command->ticket_class == CLASS_APPOINTMENT)
        return REFUSED_CLASS; /* R-A5: it is checked in */
    if (command->lang >= LANG_COUNT || command->source >= SOURCE_COUNT ||
        command->proof >= PROOF_COUNT)
        return REFUSED_MALFORMED;
    return REFUSED_NOT;
}

/* In the order of R-K3: what the hall has, then what the person may have. */
static enum refusal may_issue(struct act *act, struct issuing *issuing)
{
    const struct service *service = &act->hall->services[issuing->service];
    enum refusal no =
        quota_session(act->hall, service, act->now, act->command->tz_min, &issuing->session);
    if (no == REFUSED_NOT_OPEN &&
        hall_over_noon(act->hall, service->def->id, act->now, act->command->tz_min)) {
        issuing->session = SESSION_NONE; /* R-O4: no session's numbers */
        no = REFUSED_NOT;
    }
    if (!no)
        no = journey_asked(act);
    if (!no)
        no = issue_room(act, issuing->service, issuing->ticket_class);
    if (!no)
        no = grant_person(act, issuing);
    return no ? no : grant_class(act, issuing);
}

enum refusal rule_issue(struct act *act)
{
    const struct command *command = act->command;
    int32_t index = service_index(act->hall, command->service);
    enum refusal no = check_request(act, index);
    if (no)
        return no;
    struct issuing issuing = {
        .service = (uint16_t)index,
        .ticket_class = command->ticket_class,
        .lang = command->lang,
        .principals = command->principals,
        .source = command->source,
        .proof = command->proof,
        .age_band = command->age_band,
        .id_a = command->id_a,
        .id_b = command->id_b,
        .granted = command->staff && (role_leads(command->role) || command->role == ROLE_GUIDE),
        .due = command->ticket_class == CLASS_APPOINTMENT ? command->from : 0,
        .journey = command->journey,
    };
    no = may_issue(act, &issuing);
    if (!no)
        issue_emit(act, &issuing);
    return no;
}

static struct ticket_place place_of(const struct act *act, const struct issuing *issuing)
{
    if (issuing->due && issuing->ticket_class == CLASS_APPOINTMENT)
        return dispatch_appointment(act->hall, issuing->service, issuing->due, act->now);
    return dispatch_place(act->hall, issuing->service, issuing->ticket_class, false, act->now);
}

void issue_emit(struct act *act, const struct issuing *issuing)
{
    struct hall *hall = act->hall;
    const struct command *command = act->command;
    struct label label = numbering_next(hall, issuing->service, issuing->ticket_class);
    struct ticket_place place = place_of(act, issuing);
    struct fact fact = {.kind = FACT_KIND_ISSUED};
    fact.issued = (struct fact_issued){
        .ticket = next_ticket(hall),
        .service = hall->services[issuing->service].def->id.n,
        .prefix = prefix_pack(label),
        .number = label.number,
        .ticket_class = issuing->ticket_class,
        .lang = issuing->lang,
        .joined = place.joined,
        .key = place.key,
        .order = place.order,
        .principals = issuing->principals,
        .source = issuing->source,
        .proof = issuing->proof,
        .item = command->item,
        .id_a = issuing->id_a,
        .id_b = issuing->id_b,
        .journey = issuing->journey,
        .of = command->of.n,
        .booking = issuing->booking,
        .session = issuing->session,
        .staff = issuing->granted ? command->staff : 0,
    };
    /* R-Y1: an age is kept where it is the proof, nowhere else. */
    if (issuing->ticket_class == CLASS_PRIORITY && issuing->proof == PROOF_CARD)
        fact.issued.age_band = issuing->age_band;
    copy_who(fact.issued.device, sizeof(fact.issued.device), command->who);
    emit(act, &fact);

    answer_slip(act, hall->issued);
}

static void count_issued(struct hall *hall, uint16_t index, const struct fact_issued *issued)
{
    struct service *service = &hall->services[index];
    if (issued->booking)
        booking_move(hall, issued->booking, BOOKING_USED);
    if (issued->session != SESSION_NONE)
        service->sessions[issued->session - 1].issued++;
    service->green = (uint16_t)(service->green + (issued->ticket_class == CLASS_GREEN));
    digest_service(hall, index);
}

void apply_issued(struct hall *hall, const struct fact *fact)
{
    const struct fact_issued *issued = &fact->issued;
    int32_t service = service_index(hall, (service_id){issued->service});
    assert(hall->day && service >= 0 && hall->issued < hall->capacity);
    assert(issued->ticket == next_ticket(hall));

    uint32_t slot = ++hall->issued;
    hall->tickets[slot] = (struct ticket){
        .state = TICKET_WAITING,
        .ticket_class = issued->ticket_class,
        .lang = issued->lang,
        .principals = issued->principals,
        .items = 1,
        .step = issued->journey ? 1 : 0,
        .journey = issued->journey,
        .item = issued->item,
        .of = issued->of,
        .unprinted = true, /* until a PRINTED fact says otherwise (D-21) */
        .label = prefix_unpack(issued->prefix, issued->number),
        .service = (uint16_t)service,
        .issued = issued->lease ? issued->joined : fact->at,
        .told = issued->lease ? issued->issued : 0,
        .booking = issued->booking,
        .session = issued->session,
    };
    hall->states[TICKET_WAITING]++;
    if (issued->lease)
        lease_count(hall, lease_find(hall, issued->lease));
    else
        numbering_used(hall, (uint16_t)service, issued->ticket_class, issued->number);
    labels_add(hall, slot);
    count_issued(hall, (uint16_t)service, issued);
    person_took(hall, person_of(hall, issued->id_a, issued->id_b), slot);
    const struct ticket_place place = {
        .key = issued->key,
        .joined = issued->joined,
        .order = issued->order,
        .returned = issued->ticket_class == CLASS_RETURNED,
    };
    queue_join(hall, slot, &place);
    digest_ticket(hall, slot);
}

enum refusal rule_printed(struct act *act)
{
    uint32_t slot = ticket_slot(act->hall, act->command->ticket);
    if (!slot)
        return REFUSED_UNKNOWN_TICKET;
    if (!act->arg || act->arg >= PRINT_RESULT_COUNT)
        return REFUSED_MALFORMED;
    struct fact fact = {.kind = FACT_KIND_PRINTED};
    fact.printed.ticket = act->command->ticket.n;
    fact.printed.result = (uint8_t)act->arg;
    copy_who(fact.printed.device, sizeof(fact.printed.device), act->command->who);
    emit(act, &fact);
    answer(act, slot);
    return REFUSED_NOT;
}

void apply_printed(struct hall *hall, const struct fact *fact)
{
    uint32_t slot = fact_slot(hall, fact->printed.ticket);
    if (fact->printed.result == PRINT_PRINTED)
        hall->tickets[slot].unprinted = false; /* a failed reprint does not take it back */
    digest_ticket(hall, slot);
}
