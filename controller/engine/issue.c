/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "domain/calendar.h"
#include "engine/dispatch.h"
#include "engine/lease.h"
#include "engine/numbering.h"
#include "engine/rules.h"

/* R-K5: may a ticket of this service be taken now, by the hall's wall clock? */
static bool ticketing(const struct act *act, const struct service_def *service)
{
    struct civil local = calendar_local(act->now, act->command->tz_min);
    struct calendar_hours day = calendar_hours(act->hall->def, service, calendar_date(local));
    return hours_ticketing(day.hours, day.open, calendar_minute(local));
}

static enum refusal may_issue(const struct act *act, int32_t index)
{
    const struct command *command = act->command;
    if (index < 0)
        return REFUSED_UNKNOWN_SERVICE;
    const struct service_def *service = act->hall->services[index].def;
    if (!service->prefix[0])
        return REFUSED_NO_ISSUE; /* D-44: a step of journeys only */
    if (command->ticket_class >= CLASS_RETURNED)
        return REFUSED_CLASS; /* nobody comes in as returned */
    if (command->lang >= LANG_COUNT)
        return REFUSED_MALFORMED;
    if (!ticketing(act, service))
        return REFUSED_NOT_OPEN;
    if (act->hall->issued == act->hall->capacity ||
        !numbering_next(act->hall, (uint16_t)index).number)
        return REFUSED_FULL;
    return REFUSED_NOT;
}

enum refusal rule_issue(struct act *act)
{
    struct hall *hall = act->hall;
    const struct command *command = act->command;
    int32_t index = service_index(hall, command->service);
    enum refusal no = may_issue(act, index);
    if (no)
        return no;

    uint16_t service = (uint16_t)index;
    struct label label = numbering_next(hall, service);
    struct ticket_place place =
        command->from && command->ticket_class == CLASS_APPOINTMENT
            ? dispatch_appointment(hall, service, command->from, act->now)
            : dispatch_place(hall, service, command->ticket_class, false, act->now);
    struct fact fact = {.kind = FACT_KIND_ISSUED};
    fact.issued = (struct fact_issued){
        .ticket = hall->first + hall->issued,
        .service = command->service.n,
        .prefix = prefix_pack(label),
        .number = label.number,
        .ticket_class = command->ticket_class,
        .lang = command->lang,
        .joined = place.joined,
        .key = place.key,
        .order = place.order,
        .principals = command->principals,
    };
    copy_who(fact.issued.device, sizeof(fact.issued.device), command->who);
    emit(act, fact);

    struct result *result = act->result;
    answer(act, hall->issued);
    result->ahead = hall_ahead(hall, result->ticket);
    hall_estimate(hall, command->service, result->ahead, &result->lo_min, &result->hi_min,
                  &result->wait_min);
    return REFUSED_NOT;
}

void apply_issued(struct hall *hall, const struct fact *fact)
{
    const struct fact_issued *issued = &fact->issued;
    int32_t service = service_index(hall, (service_id){issued->service});
    assert(hall->day && service >= 0 && hall->issued < hall->capacity);
    assert(issued->ticket == hall->first + hall->issued);

    uint32_t slot = ++hall->issued;
    hall->tickets[slot] = (struct ticket){
        .state = TICKET_WAITING,
        .ticket_class = issued->ticket_class,
        .lang = issued->lang,
        .principals = issued->principals,
        .items = 1,
        .unprinted = true, /* until a PRINTED fact says otherwise (D-21) */
        .label = prefix_unpack(issued->prefix, issued->number),
        .service = (uint16_t)service,
        .issued = issued->lease ? issued->joined : fact->at,
        .told = issued->lease ? issued->issued : 0,
    };
    hall->states[TICKET_WAITING]++;
    if (issued->lease)
        lease_count(hall, lease_find(hall, issued->lease));
    else
        numbering_used(hall, (uint16_t)service, issued->number);
    labels_add(hall, slot);
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
    emit(act, fact);
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
