/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import - tickets that a kiosk gave alone come in (D-22), and slips that nobody holds go.
 *
 * The paper is out: an import is refused only when it cannot be true. It joins at its time of
 * issue, not when it came. When it stands for a command whose answer did not come in time
 * (`supersedes`), that command must not lead to a second ticket: what it issued is void while
 * it waits, in the same commit; what never came is refused when it comes. A ticket that was
 * called meanwhile stays: a ghost call is a nuisance, a skipped visitor a broken promise.
 *
 * What a kiosk gave that is lost for good comes in by its slip: whoever has it in hand admits it
 * (F18).
 */
#include <assert.h>

#include "domain/calendar.h"
#include "engine/dispatch.h"
#include "engine/lease.h"
#include "engine/numbering.h"
#include "engine/quota.h"
#include "engine/rules.h"

/* The lease that holds this label for this kiosk; NULL = there is none. */
static struct lease *lease_of(const struct act *act)
{
    const struct command *command = act->command;
    struct lease *lease = lease_find(act->hall, command->lease);
    if (!lease || !lease_is_of(lease, command->who))
        return NULL;
    struct label prefix = act->hall->services[lease->service].prefix, label = command->label;
    if (label.number < lease->first || label.number > lease->last)
        return NULL;
    prefix.number = label.number;
    return label_same(label, prefix) ? lease : NULL;
}

static msec between(msec moment, msec least, msec most)
{
    return moment < least ? least : moment > most ? most : moment;
}

static enum refusal may_import(const struct act *act, const struct lease *lease)
{
    const struct command *command = act->command;
    const struct hall *hall = act->hall;
    if (command->arg2 != hall->day)
        return REFUSED_DAY_CLOSED; /* R-N9: the slip was good for its date only */
    if (!lease || (lease->ended && command->issued > lease->ended))
        return REFUSED_UNKNOWN_LEASE;
    if (hall->services[lease->service].def->id.n != command->service.n)
        return REFUSED_UNKNOWN_SERVICE;
    if (command->ticket_class >= CLASS_RETURNED || command->lang >= LANG_COUNT ||
        command->arg >= PRINT_RESULT_COUNT || command->issued <= 0)
        return REFUSED_MALFORMED;
    return REFUSED_NOT;
}

/* The command that the import stands for: its ticket goes, or it will be refused when it comes. */
static void supersede(struct act *act)
{
    const struct command *command = act->command;
    struct hall *hall = act->hall;
    uint32_t slot = ticket_slot(hall, command->ticket);
    struct fact fact = {0};
    if (!command->other_uid)
        return;
    if (slot && hall->tickets[slot].state == TICKET_WAITING) {
        fact.kind = FACT_KIND_VOIDED;
        fact.voided.ticket = command->ticket.n;
        fact.voided.reason = VOID_SUPERSEDED;
        copy_who(fact.voided.who, sizeof(fact.voided.who), command->who);
    } else if (!slot) {
        fact.kind = FACT_KIND_SUPERSEDED;
        fact.superseded.uid = command->other_uid;
        fact.superseded.boot = command->other_boot;
        fact.superseded.seq = command->other_seq;
        fact.superseded.ticket = next_ticket(hall);
    } else {
        return;
    }
    emit(act, &fact);
}

static struct fact_issued issued_alone(const struct act *act, const struct lease *lease, msec given)
{
    const struct command *command = act->command;
    const struct hall *hall = act->hall;
    uint16_t service = lease->service;
    msec joined = between(given, hall->opened, act->now);
    struct ticket_place place = dispatch_place(hall, service, command->ticket_class, false, joined);
    struct fact_issued issued = {
        .ticket = next_ticket(hall),
        .service = hall->services[service].def->id.n,
        .prefix = prefix_pack(command->label),
        .number = command->label.number,
        .ticket_class = command->ticket_class,
        .lang = command->lang,
        .joined = place.joined,
        .key = place.key,
        .order = place.order,
        .principals = command->principals,
        .source = SOURCE_ALONE,
        .proof = command->proof,
        .item = command->item,
        .id_a = command->id_a,
        .id_b = command->id_b,
        .age_band = command->age_band,
        .journey = command->journey,
        .lease = hall->first + (uint32_t)(lease - hall->leases),
        .issued = command->issued,
        .session = quota_session_at(hall, &hall->services[service], joined, command->tz_min),
    };
    copy_who(issued.device, sizeof(issued.device), command->who);
    return issued;
}

static void tell(struct act *act, uint32_t slot)
{
    struct result *result = act->result;
    answer(act, slot);
    result->ahead = hall_ahead(act->hall, result->ticket);
}

/* The number has a ticket: the same slip told again, or shown to somebody before its kiosk came
 * back (F18). The command that it stands for may be told for the first time now. */
static enum refusal import_again(struct act *act, uint32_t slot)
{
    const struct command *command = act->command;
    const struct ticket *ticket = &act->hall->tickets[slot];
    bool by_hand = ticket->told == TOLD_BY_HAND;
    answer(act, slot);
    if (!by_hand && (ticket->told != command->issued || ticket->lang != command->lang))
        return REFUSED_NUMBER_USED;
    const struct command_id other = {.uid = command->other_uid,
                                     .boot = command->other_boot,
                                     .seq = command->other_seq};
    if (by_hand && !lease_superseded(act->hall, &other)) /* one tombstone is enough */
        supersede(act);
    act->known = !act->facts->count;
    return REFUSED_NOT;
}

enum refusal rule_import(struct act *act)
{
    struct hall *hall = act->hall;
    const struct command *command = act->command;
    const struct lease *lease = lease_of(act);
    enum refusal no = may_import(act, lease);
    if (no)
        return no;
    uint32_t slot = labels_find(hall, command->label);
    if (slot)
        return import_again(act, slot);
    if (hall->issued == hall->capacity)
        return REFUSED_FULL;

    struct fact fact = {.kind = FACT_KIND_ISSUED};
    supersede(act);
    fact.issued = issued_alone(act, lease, command->issued);
    emit(act, &fact);
    slot = hall->issued;
    if (command->arg) {
        fact = (struct fact){.kind = FACT_KIND_PRINTED};
        fact.printed.ticket = slot_id(hall, slot).n;
        fact.printed.result = (uint8_t)command->arg;
        copy_who(fact.printed.device, sizeof(fact.printed.device), command->who);
        emit(act, &fact);
    }
    tell(act, slot);
    return REFUSED_NOT;
}

/* The moment of the day that the slip says. Of the date on which the day was opened: it may have
 * been given another one by hand. */
static msec said_on_slip(const struct act *act)
{
    const struct hall *hall = act->hall;
    uint32_t date = calendar_date(calendar_local(hall->opened, hall->tz_min));
    return calendar_midnight(date, hall->tz_min) + act->arg * MINUTE;
}

/* F18: a slip of a number that a kiosk gave alone and never told. Who has it in hand vouches for
 * it; arg = the minute of the day printed on it. */
enum refusal rule_admit(struct act *act)
{
    struct hall *hall = act->hall;
    const struct command *command = act->command;
    const struct lease *lease = lease_with(hall, command->label);
    uint32_t slot = labels_find(hall, command->label);
    if (slot) {
        answer(act, slot); /* it is known: its state says what became of it */
        return REFUSED_NUMBER_USED;
    }
    if (act->arg >= 24 * HOUR / MINUTE || command->ticket_class >= CLASS_RETURNED)
        return REFUSED_MALFORMED;
    if (!lease || (lease->ended && said_on_slip(act) > lease->ended))
        return REFUSED_UNKNOWN_LEASE;
    if (hall->issued == hall->capacity)
        return REFUSED_FULL;
    struct fact fact = {.kind = FACT_KIND_ISSUED};
    fact.issued = issued_alone(act, lease, said_on_slip(act));
    fact.issued.issued = TOLD_BY_HAND;
    fact.issued.source = SOURCE_DESK;
    emit(act, &fact);
    fact = (struct fact){.kind = FACT_KIND_PRINTED}; /* it is in somebody's hand */
    fact.printed.ticket = slot_id(hall, hall->issued).n;
    fact.printed.result = PRINT_PRINTED;
    copy_who(fact.printed.device, sizeof(fact.printed.device), acting(act));
    emit(act, &fact);
    tell(act, hall->issued);
    return REFUSED_NOT;
}

/* D-21: only its kiosk can know that nobody holds a slip; a called one stays (ghost before skip).
 */
enum refusal rule_void_slip(struct act *act)
{
    const struct command *command = act->command;
    uint32_t slot = ticket_slot(act->hall, command->ticket);
    if (!command->ticket.n && lease_of(act))
        slot = labels_find(act->hall, command->label);
    if (!slot)
        return command->lease && !lease_of(act) ? REFUSED_UNKNOWN_LEASE : REFUSED_UNKNOWN_TICKET;
    answer(act, slot);
    const struct ticket *ticket = &act->hall->tickets[slot];
    if (ticket->state == TICKET_VOIDED) {
        act->known = true;
        return REFUSED_NOT;
    }
    if (ticket->state != TICKET_WAITING)
        return REFUSED_WRONG_STATE;
    struct fact fact = {.kind = FACT_KIND_VOIDED};
    fact.voided.ticket = slot_id(act->hall, slot).n;
    fact.voided.reason = VOID_NEVER_GIVEN;
    copy_who(fact.voided.who, sizeof(fact.voided.who), command->who);
    emit(act, &fact);
    return REFUSED_NOT;
}
