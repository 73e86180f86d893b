/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grant - who may have which ticket: one person one ticket, cards where they are asked
 * for, proofs of the classes, caps. What a class was granted on is kept as a bare code,
 * never why (R-P3, R-Y1).
 */
#include <assert.h>

#include "engine/issue.h"

bool grant_by_staff(const struct issuing *issuing)
{
    return issuing->source == SOURCE_DESK || issuing->proof == PROOF_GUIDE ||
           issuing->proof == PROOF_LEADER || issuing->granted;
}

/* The open ticket that forbids another one; 0 = none. */
static uint32_t held_ticket(const struct hall *hall, uint32_t person, uint16_t service)
{
    uint8_t rule = hall->def->rules.one_ticket;
    if (rule == ONE_TICKET_OFF)
        return 0;
    for (uint32_t at = hall->persons[person].ticket; at; at = hall->tickets[at].same_person)
        if (!lifecycle_final(hall->tickets[at].state) &&
            (rule == ONE_TICKET_HALL || hall->tickets[at].service == service))
            return at;
    return 0;
}

/* By the person, not by the hall: cancelled, left, or missed for good. */
static bool is_given_back(const struct ticket *ticket)
{
    if (ticket->state == TICKET_CANCELLED)
        return true;
    return ticket->state == TICKET_VOIDED &&
           (ticket->void_reason == VOID_NONE || ticket->void_reason == VOID_CITIZEN ||
            ticket->void_reason == VOID_LEFT);
}

/* R-K10: tickets that this person gave back, up to `most`. */
static uint32_t given_back(const struct hall *hall, uint32_t person, uint32_t most)
{
    uint32_t count = 0;
    for (uint32_t at = hall->persons[person].ticket; at && count < most;
         at = hall->tickets[at].same_person)
        count += is_given_back(&hall->tickets[at]);
    return count;
}

enum refusal grant_person(struct act *act, const struct issuing *issuing)
{
    const struct hall *hall = act->hall;
    const struct rules_def *rules = &hall->def->rules;
    bool staff = grant_by_staff(issuing), said = issuing->id_a || issuing->id_b;
    if (!said && hall->services[issuing->service].def->id_required && !staff)
        return REFUSED_ID_NEEDED; /* R-K9: a guide issues without */
    uint32_t person = person_find(hall, issuing->id_a, issuing->id_b);
    uint32_t held = person ? held_ticket(hall, person, issuing->service) : 0;
    if (held) {
        answer_slip(act, held); /* R-K8: it can be printed again */
        return REFUSED_HAS_TICKET;
    }
    if (person && rules->voids_day && !staff &&
        given_back(hall, person, rules->voids_day) >= rules->voids_day)
        return REFUSED_ID_DESK;
    return REFUSED_NOT;
}

static bool is_proven(const struct rules_def *rules, const struct issuing *issuing)
{
    bool card = issuing->proof == PROOF_CARD && issuing->age_band >= rules->priority_age;
    if (!rules->priority_proof || grant_by_staff(issuing))
        return true;
    switch ((enum ticket_class)issuing->ticket_class) {
    case CLASS_PRIORITY:
        return card || issuing->proof == PROOF_SLIP;
    case CLASS_APPOINTMENT:
        return issuing->proof == PROOF_BOOKING;
    case CLASS_GREEN:
        return false; /* granted by a guide or leader only */
    case CLASS_NORMAL:
    case CLASS_RETURNED:
    case CLASS_COUNT:
        break;
    }
    return true;
}

enum refusal grant_class(const struct act *act, const struct issuing *issuing)
{
    const struct rules_def *rules = &act->hall->def->rules;
    assert(issuing->ticket_class < CLASS_COUNT);
    if (!is_proven(rules, issuing))
        return REFUSED_PROOF_NEEDED;
    /* R-P2: the cap stands, whoever grants. */
    if (issuing->ticket_class == CLASS_GREEN && rules->green_day &&
        act->hall->services[issuing->service].green >= rules->green_day)
        return REFUSED_CLASS_FULL;
    /* R-K11: a machine cannot see for whom somebody stands. */
    if (rules->principals_max && issuing->principals > 1 && !grant_by_staff(issuing))
        return REFUSED_AGENT;
    return REFUSED_NOT;
}
