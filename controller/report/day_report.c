/* SPDX-License-Identifier: Apache-2.0 */
#include "report/day_report.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/internal.h"

static size_t take(size_t *at, size_t count, size_t size)
{
    const size_t unit = _Alignof(max_align_t);
    size_t here = *at;
    *at += (count * size + unit - 1) / unit * unit;
    return here;
}

struct layout {
    size_t records, visits, samples, ids, last, names, total;
};

static struct layout measure(uint32_t facts)
{
    struct layout at = {0};
    take(&at.total, 1, sizeof(struct day_report));
    at.records = take(&at.total, facts, sizeof(struct record));
    at.visits = take(&at.total, facts, sizeof(struct visit));
    at.samples = take(&at.total, (size_t)facts * GROUPS_EACH, sizeof(struct sample));
    at.ids = take(&at.total, facts, sizeof(uint32_t));
    at.last = take(&at.total, facts, sizeof(uint32_t));
    at.names = take(&at.total, REPORT_CLERKS_MAX + 1, 25);
    return at;
}

size_t day_report_bytes(uint32_t facts)
{
    return measure(facts).total;
}

struct day_report *day_report_init(void *memory, uint32_t facts)
{
    struct layout at = measure(facts);
    uint8_t *bytes = memory;
    memset(memory, 0, at.total);
    struct day_report *report = memory;
    report->room = facts;
    report->records = (void *)(bytes + at.records);
    report->visits = (void *)(bytes + at.visits);
    report->samples = (void *)(bytes + at.samples);
    report->ids = (void *)(bytes + at.ids);
    report->last = (void *)(bytes + at.last);
    report->names = (void *)(bytes + at.names);
    return report;
}

static uint16_t clerk_index(struct day_report *report, const char *name)
{
    if (!name[0])
        return 0;
    for (uint16_t i = 1; i <= report->clerks; i++)
        if (strcmp(report->names[i], name) == 0)
            return i;
    if (report->clerks == REPORT_CLERKS_MAX)
        return 0;
    report->clerks++;
    strcpy(report->names[report->clerks], name); /* S(…, 24) of the fact */
    return (uint16_t)report->clerks;
}

/* Ids ascend with the facts; gaps are possible. -1 = not of this date. */
static int64_t slot_of(const struct day_report *report, uint32_t id)
{
    uint32_t low = 0, high = report->tickets;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (report->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < report->tickets && report->ids[low] == id ? (int64_t)low : -1;
}

/* D-20: everything that the command which touched it last made of it. */
static void take_back(struct day_report *report, uint32_t id)
{
    int64_t slot = slot_of(report, id);
    if (slot < 0 || !report->last[slot])
        return;
    uint64_t row = report->records[report->last[slot] - 1].row;
    while (report->last[slot]) {
        struct record *record = &report->records[report->last[slot] - 1];
        if (record->row != row || record->kind == FACT_KIND_ISSUED)
            return;
        record->gone = true;
        report->last[slot] = record->before;
    }
}

static bool of_ticket(struct day_report *report, const struct fact *fact, struct record *to)
{
    switch (fact->kind) {
    case FACT_KIND_ISSUED:
        to->ticket = fact->issued.ticket;
        to->service = fact->issued.service;
        to->ticket_class = fact->issued.ticket_class;
        to->moment = fact->issued.joined;
        to->number = fact->issued.booking;
        return true;
    case FACT_KIND_CALLED:
        to->ticket = fact->called.ticket;
        to->target = fact->called.target;
        to->why = fact->called.why;
        to->clerk = clerk_index(report, fact->called.clerk);
        return true;
    case FACT_KIND_STARTED:
        to->ticket = fact->started.ticket;
        to->moment = fact->started.at;
        return true;
    case FACT_KIND_FINISHED:
        to->ticket = fact->finished.ticket;
        to->clerk = clerk_index(report, fact->finished.clerk);
        return true;
    case FACT_KIND_MISSED:
        to->ticket = fact->missed.ticket;
        to->why = fact->missed.state;
        return true;
    case FACT_KIND_TRANSFERRED:
        to->ticket = fact->transferred.ticket;
        to->service = fact->transferred.service;
        to->target = fact->transferred.from;
        return true;
    case FACT_KIND_PARKED:
        to->ticket = fact->parked.ticket;
        to->why = fact->parked.kind;
        return true;
    case FACT_KIND_REJOINED:
        to->ticket = fact->rejoined.ticket;
        return true;
    case FACT_KIND_RATED:
        to->ticket = fact->rated.ticket;
        to->score = fact->rated.score;
        return true;
    case FACT_KIND_CANCELLED:
        to->ticket = fact->cancelled.ticket;
        return true;
    case FACT_KIND_VOIDED:
        to->ticket = fact->voided.ticket;
        return true;
    default:
        return false;
    }
}

/* As facts name whoever acts. */
static uint16_t staff_index(struct day_report *report, uint32_t staff)
{
    char name[12];
    snprintf(name, sizeof(name), "%" PRIu32, staff);
    return clerk_index(report, name);
}

/* About no ticket: the day, and who sits where. */
static bool of_nobody(struct day_report *report, const struct fact *fact, struct record *to)
{
    switch (fact->kind) {
    case FACT_KIND_DAY_OPENED:
        to->moment = fact->day_opened.over;
        return true;
    case FACT_KIND_SIGNED_ON:
        to->clerk = staff_index(report, fact->signed_on.staff);
        return true;
    case FACT_KIND_SIGNED_OFF:
        to->clerk = staff_index(report, fact->signed_off.staff);
        return true;
    case FACT_KIND_DAY_CLOSED:
        to->number = fact->day_closed.no_shows;
        return true;
    default:
        return false;
    }
}

void day_report_fact(struct day_report *report, const struct fact *fact, uint64_t row)
{
    struct record record = {.kind = fact->kind, .at = fact->at, .row = row};
    if (fact->kind == FACT_KIND_TICKET_BACK)
        take_back(report, fact->ticket_back.ticket);
    bool nobody = of_nobody(report, fact, &record);
    if (!nobody && !of_ticket(report, fact, &record))
        return;
    if (report->count == report->room) {
        report->full = true;
        return;
    }
    if (fact->kind == FACT_KIND_ISSUED) {
        assert(!report->tickets || report->ids[report->tickets - 1] < record.ticket);
        report->ids[report->tickets++] = record.ticket;
    }
    int64_t slot = nobody ? -1 : slot_of(report, record.ticket);
    if (!nobody && slot < 0)
        return;
    record.ticket = nobody ? 0 : (uint32_t)slot;
    record.before = nobody ? 0 : report->last[slot];
    report->records[report->count++] = record;
    if (!nobody)
        report->last[slot] = report->count;
}
