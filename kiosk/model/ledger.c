/* SPDX-License-Identifier: Apache-2.0 */
#include "model/ledger.h"

#include <assert.h>
#include <string.h>

#include "domain/label.h"
#include "domain/vocab.h"

void ledger_init(struct ledger *ledger)
{
    memset(ledger, 0, sizeof(*ledger));
}

/* ---- finding ---- */

const struct ledger_slip *ledger_slip(const struct ledger *ledger, uint32_t number)
{
    for (uint32_t i = ledger->slip_count; i > 0 && number; i--)
        if (ledger->slips[i - 1].number == number)
            return &ledger->slips[i - 1];
    return NULL;
}

static struct ledger_slip *find(struct ledger *ledger, uint32_t number)
{
    const struct ledger_slip *slip = ledger_slip(ledger, number);
    return slip ? &ledger->slips[slip - ledger->slips] : NULL;
}

static struct ledger_lease *find_lease(struct ledger *ledger, uint32_t id)
{
    for (uint32_t i = 0; i < ledger->lease_count; i++)
        if (ledger->leases[i].lease == id)
            return &ledger->leases[i];
    return NULL;
}

const struct ledger_lease *ledger_lease(const struct ledger *ledger, uint32_t lease)
{
    for (uint32_t i = 0; i < ledger->lease_count; i++)
        if (ledger->leases[i].lease == lease)
            return &ledger->leases[i];
    return NULL;
}

static struct label label_of(const char *prefix, uint16_t number)
{
    struct label label = {.number = number};
    for (size_t i = 0; i < PREFIX_MAX && prefix[i]; i++)
        label.prefix[i] = prefix[i];
    return label;
}

struct label ledger_label(const struct ledger_slip *slip)
{
    if (slip->state == SLIP_ASKED)
        return (struct label){.number = 0};
    return slip->alone ? label_of(slip->leased.prefix, slip->leased.number)
                       : label_of(slip->acked.prefix, slip->acked.number);
}

/* ---- leases ---- */

static uint32_t left_of(const struct ledger *ledger, const struct ledger_lease *lease)
{
    /* D-26: those of an older history count again when the hall has told them again. */
    bool good = lease->day == ledger->day && lease->epoch == ledger->hall.epoch;
    return good && lease->next <= lease->last ? 1u + lease->last - lease->next : 0;
}

uint32_t ledger_left(const struct ledger *ledger, service_id service)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < ledger->lease_count; i++)
        if (ledger->leases[i].service == service.n)
            left += left_of(ledger, &ledger->leases[i]);
    return left;
}

uint32_t ledger_left_all(const struct ledger *ledger)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < ledger->lease_count; i++)
        left += left_of(ledger, &ledger->leases[i]);
    return left;
}

const struct ledger_lease *ledger_next(const struct ledger *ledger, service_id service)
{
    for (uint32_t i = 0; i < ledger->lease_count; i++)
        if (ledger->leases[i].service == service.n && left_of(ledger, &ledger->leases[i]))
            return &ledger->leases[i];
    return NULL;
}

static void burn(struct ledger_lease *lease)
{
    lease->next = (uint16_t)(lease->last + 1);
}

void ledger_pass_one(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->lease_count; i++)
        if (ledger->leases[i].next <= ledger->leases[i].last)
            ledger->leases[i].next++;
}

void ledger_doubt_paper(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->slip_count; i++)
        if (ledger->slips[i].state == SLIP_GIVEN)
            ledger->slips[i].state = SLIP_PRINTING;
}

void ledger_burn_all(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->lease_count; i++)
        burn(&ledger->leases[i]);
}

static bool makes_sense(const struct ledger_lease *lease)
{
    return lease->lease && lease->first && lease->first <= lease->last &&
           lease->last <= LABEL_NUMBER_MAX && prefix_valid(lease->prefix) &&
           (!lease->next || (lease->next >= lease->first && lease->next <= lease->last + 1));
}

/* Another block with a number of this one that may have been given: never. */
static bool overlaps(const struct ledger *ledger, const struct ledger_lease *lease)
{
    for (uint32_t i = 0; i < ledger->lease_count; i++) {
        const struct ledger_lease *other = &ledger->leases[i];
        if (strcmp(other->prefix, lease->prefix) == 0 && lease->first <= other->last &&
            other->first <= lease->last)
            return true;
    }
    return false;
}

bool ledger_takes(const struct ledger *ledger, const struct ledger_lease *lease)
{
    const struct ledger_lease *known = ledger_lease(ledger, lease->lease);
    /* Of an older history: kept, so that it is known when it is told again, and not given. */
    bool day = !ledger->day || lease->day == ledger->day; /* 0: what was saved of a rotten one */
    bool epoch = !ledger->hall.instance || lease->epoch <= ledger->hall.epoch;
    if (!makes_sense(lease) || !lease->day || !day || !epoch)
        return false;
    if (!known)
        return ledger->lease_count < LEDGER_LEASES_MAX && !overlaps(ledger, lease);
    return known->first == lease->first && known->last == lease->last &&
           strcmp(known->prefix, lease->prefix) == 0 && known->service == lease->service &&
           lease->epoch >= known->epoch;
}

static bool apply_lease(struct ledger *ledger, const struct ledger_lease *lease)
{
    if (!ledger_takes(ledger, lease))
        return false;
    struct ledger_lease *known = find_lease(ledger, lease->lease);
    if (known) { /* told again with each session: what was given of it stays given */
        known->epoch = lease->epoch;
        known->key = lease->key;
        return true;
    }
    ledger->day = lease->day;
    known = &ledger->leases[ledger->lease_count++];
    *known = *lease;
    if (!known->next)
        known->next = known->first;
    return true;
}

static bool apply_burnt(struct ledger *ledger, const struct ledger_burnt *burnt)
{
    struct ledger_lease *lease = find_lease(ledger, burnt->lease);
    if (!burnt->lease)
        ledger_burn_all(ledger);
    else if (lease)
        burn(lease);
    return !burnt->lease || lease;
}

/* ---- days ---- */

static void forget_day(struct ledger *ledger)
{
    ledger->refused = ledger_unsent(ledger);
    memset(ledger->leases, 0, sizeof(ledger->leases)); /* their keys, too */
    memset(ledger->slips, 0, sizeof(ledger->slips));
    ledger->lease_count = ledger->slip_count = 0;
}

static bool apply_hall(struct ledger *ledger, const struct ledger_hall *hall)
{
    bool other = ledger->hall.instance && ledger->hall.instance != hall->instance;
    if (!hall->instance || (!other && hall->epoch < ledger->hall.epoch))
        return false;
    if (other) {
        forget_day(ledger);
        ledger->day = 0;
    }
    ledger->hall = *hall;
    return true;
}

static bool apply_day(struct ledger *ledger, const struct ledger_day *day)
{
    if (!day->day)
        return false;
    if (ledger->day && day->day != ledger->day)
        forget_day(ledger);
    ledger->day = day->day;
    ledger->refused += day->refused;
    return true;
}

/* ---- slips ---- */

static void drop(struct ledger *ledger, struct ledger_slip *slip)
{
    uint32_t index = (uint32_t)(slip - ledger->slips);
    ledger->slip_count--;
    memmove(slip, slip + 1, (ledger->slip_count - index) * sizeof(*slip));
    memset(&ledger->slips[ledger->slip_count], 0, sizeof(*slip));
}

/* The hall knows that nobody got paper; after so many it is the desk's business. */
static struct ledger_slip *least_wanted(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->slip_count; i++)
        if (ledger->slips[i].state == SLIP_FAILED &&
            ledger_duty(&ledger->slips[i]) == LEDGER_DUTY_NONE)
            return &ledger->slips[i];
    return NULL;
}

bool ledger_has_room(const struct ledger *ledger)
{
    if (ledger->slip_count < LEDGER_SLIPS_MAX)
        return true;
    for (uint32_t i = 0; i < ledger->slip_count; i++)
        if (ledger->slips[i].state == SLIP_FAILED &&
            ledger_duty(&ledger->slips[i]) == LEDGER_DUTY_NONE)
            return true;
    return false;
}

static bool apply_intent(struct ledger *ledger, const struct ledger_intent *intent)
{
    if (intent->slip <= ledger->last_slip || !ledger_has_room(ledger))
        return false;
    if (ledger->slip_count == LEDGER_SLIPS_MAX)
        drop(ledger, least_wanted(ledger));
    struct ledger_slip *slip = &ledger->slips[ledger->slip_count++];
    memset(slip, 0, sizeof(*slip));
    slip->number = ledger->last_slip = intent->slip;
    slip->asked = *intent;
    return true;
}

static bool apply_acked(struct ledger *ledger, const struct ledger_acked *acked)
{
    struct ledger_slip *slip = find(ledger, acked->slip);
    if (!slip || slip->state != SLIP_ASKED || !acked->ticket || !acked->number)
        return false;
    slip->state = SLIP_GIVEN;
    slip->ticket = acked->ticket;
    slip->acked = *acked;
    return true;
}

static bool given_before(const struct ledger *ledger, const struct ledger_leased *leased)
{
    for (uint32_t i = 0; i < ledger->slip_count; i++) {
        const struct ledger_slip *slip = &ledger->slips[i];
        if (slip->alone && slip->leased.number == leased->number &&
            strcmp(slip->leased.prefix, leased->prefix) == 0)
            return true;
    }
    return false;
}

static bool apply_leased(struct ledger *ledger, const struct ledger_leased *leased)
{
    struct ledger_slip *slip = find(ledger, leased->slip);
    struct ledger_lease *lease = find_lease(ledger, leased->lease);
    if (!slip || slip->state != SLIP_ASKED || !lease || leased->number < lease->first ||
        leased->number > lease->last || strcmp(lease->prefix, leased->prefix) != 0 ||
        given_before(ledger, leased))
        return false;
    if (lease->next <= leased->number)
        lease->next = (uint16_t)(leased->number + 1);
    slip->state = SLIP_GIVEN;
    slip->alone = true;
    slip->leased = *leased;
    return true;
}

static bool apply_printing(struct ledger *ledger, uint32_t number)
{
    struct ledger_slip *slip = find(ledger, number);
    if (!slip || slip->state == SLIP_ASKED || slip->state == SLIP_PRINTED || slip->voided)
        return false;
    slip->copy = slip->state != SLIP_GIVEN;
    slip->state = SLIP_PRINTING;
    slip->result = PRINT_NONE;
    slip->told = false;
    return true;
}

static bool is_done(const struct ledger_slip *slip)
{
    bool settled = slip->state == SLIP_PRINTED || slip->voided;
    return settled && ledger_duty(slip) == LEDGER_DUTY_NONE;
}

static bool apply_outcome(struct ledger *ledger, uint32_t number, uint8_t result)
{
    struct ledger_slip *slip = find(ledger, number);
    bool printing = slip && slip->state == SLIP_PRINTING;
    bool never = slip && slip->state == SLIP_GIVEN && result != PRINT_PRINTED;
    if ((!printing && !never) || !result || result >= PRINT_RESULT_COUNT)
        return false;
    slip->state = result == PRINT_PRINTED ? SLIP_PRINTED : SLIP_FAILED;
    slip->result = result;
    slip->told = false;
    return true;
}

static bool apply_taken(struct ledger *ledger, uint32_t number)
{
    const struct ledger_slip *slip = ledger_slip(ledger, number);
    return slip && slip->state == SLIP_PRINTED;
}

static bool apply_voided(struct ledger *ledger, const struct ledger_voided *voided)
{
    struct ledger_slip *slip = find(ledger, voided->slip);
    if (!slip || slip->state == SLIP_ASKED || slip->voided || !voided->reason)
        return false;
    slip->voided = voided->reason;
    slip->told = false;
    return true;
}

static bool apply_ended(struct ledger *ledger, uint32_t number)
{
    struct ledger_slip *slip = find(ledger, number);
    if (!slip || slip->state != SLIP_ASKED)
        return false;
    drop(ledger, slip);
    return true;
}

/* ---- what the hall has answered ---- */

static bool apply_imported(struct ledger *ledger, const struct ledger_imported *imported)
{
    struct ledger_slip *slip = find(ledger, imported->slip);
    if (!slip || !slip->alone || slip->imported)
        return false;
    if (imported->code) {
        ledger->refused++;
        drop(ledger, slip);
        return true;
    }
    slip->imported = true;
    slip->ticket = imported->ticket;
    slip->told = !slip->voided && slip->result && imported->result == slip->result;
    if (is_done(slip))
        drop(ledger, slip);
    return true;
}

static bool apply_reported(struct ledger *ledger, const struct ledger_reported *reported)
{
    struct ledger_slip *slip = find(ledger, reported->slip);
    if (!slip || ledger_duty(slip) < LEDGER_DUTY_VOID)
        return false;
    slip->told = slip->voided || reported->result == slip->result;
    if (is_done(slip))
        drop(ledger, slip);
    return true;
}

bool ledger_apply(struct ledger *ledger, const struct ledger_entry *entry)
{
    switch ((enum ledger_kind)entry->kind) {
    case LEDGER_KIND_HALL:
        return apply_hall(ledger, &entry->hall);
    case LEDGER_KIND_DAY:
        return apply_day(ledger, &entry->day);
    case LEDGER_KIND_LEASE:
        return apply_lease(ledger, &entry->lease);
    case LEDGER_KIND_BURNT:
        return apply_burnt(ledger, &entry->burnt);
    case LEDGER_KIND_INTENT:
        return apply_intent(ledger, &entry->intent);
    case LEDGER_KIND_ENDED:
        return apply_ended(ledger, entry->ended.slip);
    case LEDGER_KIND_ACKED:
        return apply_acked(ledger, &entry->acked);
    case LEDGER_KIND_LEASED:
        return apply_leased(ledger, &entry->leased);
    case LEDGER_KIND_PRINTING:
        return apply_printing(ledger, entry->printing.slip);
    case LEDGER_KIND_PRINTED:
        return apply_outcome(ledger, entry->printed.slip, PRINT_PRINTED);
    case LEDGER_KIND_TAKEN:
        return apply_taken(ledger, entry->taken.slip);
    case LEDGER_KIND_FAILED:
        return entry->failed.result != PRINT_PRINTED &&
               apply_outcome(ledger, entry->failed.slip, entry->failed.result);
    case LEDGER_KIND_VOIDED:
        return apply_voided(ledger, &entry->voided);
    case LEDGER_KIND_IMPORTED:
        return apply_imported(ledger, &entry->imported);
    case LEDGER_KIND_REPORTED:
        return apply_reported(ledger, &entry->reported);
    case LEDGER_KIND_FORGOT:
        ledger->forgot = entry->forgot.on != 0;
        return true;
    case LEDGER_KIND_COUNT:
        break;
    }
    return false;
}
