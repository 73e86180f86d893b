/* SPDX-License-Identifier: Apache-2.0 */
/*
 * accept - an old copy of the state was restored, and a person says that it is the one to go
 * on with (F24, D-26).
 *
 * Nobody knows what the lost rows said, but how many they were: devices remember. A row issues
 * at most one ticket, makes at most one call and leases at most one block. So every series
 * passes over as many numbers as rows are lost, ids and announcements as well, and leases
 * begin above all that can have been leased: nothing is given twice.
 */
#include <assert.h>

#include "engine/lease.h"
#include "engine/numbering.h"
#include "engine/rules.h"

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Services that share one series, at the most. */
static uint32_t widest_series(const struct hall *hall)
{
    uint32_t widest = 0;
    for (uint32_t s = 0; s < hall->service_count; s++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < hall->service_count; i++)
            count += numbering_series(hall, (uint16_t)i) == numbering_series(hall, (uint16_t)s);
        widest = larger(widest, count);
    }
    return widest;
}

/* Numbers of one series that the lost rows can have leased: each block is a row; a kiosk has one of
 * each service, and another one for each half that was imported, which is a row a number. */
static uint32_t leased_at_most(const struct hall *hall, uint32_t lost)
{
    uint32_t size = hall->def->rules.lease_size, kiosks = 0;
    for (uint32_t i = 0; i < hall->def->device_count; i++)
        kiosks += hall->def->devices[i].kind == DEVICE_KIOSK;
    uint32_t blocks = kiosks * widest_series(hall);
    return smaller(smaller(lost, LABEL_NUMBER_MAX) * size,
                   blocks * size + 2 * smaller(lost, LABEL_NUMBER_MAX));
}

enum refusal rule_accept_history(struct act *act)
{
    const struct command *command = act->command;
    struct hall *hall = act->hall;
    if (!command->behind)
        return REFUSED_WRONG_STATE; /* nothing is lost: an epoch is not raised for nothing */
    if (hall->day && hall->jump_count == JUMPS_MAX)
        return REFUSED_FULL;
    uint32_t lost = command->lost, skip = act->arg ? act->arg : lost, top = 0;
    struct fact fact = {.kind = FACT_KIND_HISTORY_ACCEPTED};
    fact.history_accepted.epoch = command->arg2;
    fact.history_accepted.seen = (uint64_t)command->from;
    fact.history_accepted.lost = smaller(lost, TICKETS_DAY_MAX);
    fact.history_accepted.skip = (uint16_t)smaller(skip, LABEL_NUMBER_MAX);
    if (hall->def->rules.lease_size) {
        top = numbering_top(hall) + fact.history_accepted.skip;
        top = larger(larger(top, hall->burnt_last), hall->def->rules.lease_first);
        top = smaller(top + leased_at_most(hall, lost), LABEL_NUMBER_MAX);
        fact.history_accepted.burnt_first = hall->def->rules.lease_first;
        fact.history_accepted.burnt_last = (uint16_t)top;
    }
    copy_who(fact.history_accepted.who, sizeof(fact.history_accepted.who), command->who);
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_history_accepted(struct hall *hall, const struct fact *fact)
{
    const struct fact_history_accepted *accepted = &fact->history_accepted;
    if (!hall->day) { /* the next day begins behind what was lost of it */
        hall->passed = accepted->skip;
        hall->passed_ids += accepted->lost;
        hall->passed_first = accepted->burnt_first;
        hall->passed_last = accepted->burnt_last;
        return;
    }
    assert(hall->jump_count < JUMPS_MAX);
    hall->jumps[hall->jump_count++] = (struct jump){hall->issued, accepted->lost};
    hall->calls += accepted->lost;
    hall->announced += accepted->lost;
    hall->announce_floor = hall->announced;
    hall->burnt_first = accepted->burnt_first;
    hall->burnt_last = accepted->burnt_last;
    numbering_pass(hall, accepted->skip);
}

const char *accept_objection(const struct hall *hall, const struct fact_history_accepted *accepted)
{
    if (accepted->skip > LABEL_NUMBER_MAX || accepted->burnt_last > LABEL_NUMBER_MAX ||
        accepted->burnt_first > accepted->burnt_last || accepted->lost > TICKETS_DAY_MAX)
        return "it passes over more numbers than there are";
    if (accepted->burnt_last < hall->burnt_last)
        return "numbers that were burnt come back";
    if (hall->announced > UINT32_MAX - accepted->lost ||
        hall->calls > UINT32_MAX - accepted->lost ||
        next_ticket(hall) > UINT32_MAX - accepted->lost - hall->capacity ||
        hall->passed_ids > UINT32_MAX / 2)
        return "it passes over more ids than there are";
    return hall->day && hall->jump_count == JUMPS_MAX ? "the history was accepted too often today"
                                                      : NULL;
}
