/* SPDX-License-Identifier: Apache-2.0 */
#include "app/rows.h"

#include <string.h>

#include "app/subject.h"
#include "engine/lifecycle.h"

#define AHEAD_PER_TICK 256 /* tickets whose place in the queue is counted anew each second */

static uint32_t target_count(const struct hall_def *def)
{
    return def->window_count + def->room_count;
}

static uint32_t row_capacity(const struct hall_def *def, uint32_t tickets)
{
    return 1 + target_count(def) + def->service_count + tickets + HALL_ANNOUNCES_MAX +
           ROWS_MISSED_MAX + 2 * def->device_count + STAFF_MAX +
           HALL_NOTICES_MAX * ROWS_TEXT_PARTS_MAX + PAGES_ROWS_MAX;
}

size_t rows_bytes(const struct hall_def *def, uint32_t tickets)
{
    return (size_t)row_capacity(def, tickets) * sizeof(struct view_row) +
           ROWS_CHANGES * sizeof(struct scope) + target_count(def) * sizeof(bool);
}

void rows_init(struct rows *rows, void *memory, const struct hall_def *def, uint32_t tickets,
               const struct hall *hall)
{
    uint32_t capacity = row_capacity(def, tickets);
    memset(rows, 0, sizeof(*rows));
    memset(memory, 0, rows_bytes(def, tickets));
    rows->def = def;
    rows->hall = hall;
    rows->all = true;
    view_init(&rows->table, memory, capacity);
    rows->changes = (struct scope *)(void *)(rows->table.rows + capacity);
    rows->targets = (bool *)(rows->changes + ROWS_CHANGES);
}

/* ---- changes ---- */

static struct scope *next_change(struct rows *rows)
{
    rows->rev++;
    return &rows->changes[rows->rev % ROWS_CHANGES];
}

void rows_set(struct rows *rows, uint8_t kind, uint32_t key, const void *row)
{
    if (!view_set(&rows->table, kind, key, rows->rev + 1, row))
        return;
    scope_of(rows->def, view_find(&rows->table, kind, key), next_change(rows));
}

void rows_unset(struct rows *rows, uint8_t kind, uint32_t key)
{
    const struct view_row *row = view_find(&rows->table, kind, key);
    struct scope scope;
    if (!row)
        return;
    scope_of(rows->def, row, &scope);
    scope.gone = true;
    view_remove(&rows->table, kind, key);
    *next_change(rows) = scope;
}

bool rows_reaches(const struct rows *rows, uint32_t rev)
{
    return rev <= rows->rev && rows->rev - rev < ROWS_CHANGES;
}

const struct scope *rows_change(const struct rows *rows, uint32_t rev)
{
    return &rows->changes[rev % ROWS_CHANGES];
}

void rows_device(struct rows *rows, uint32_t index, const struct row_device *device)
{
    rows_set(rows, ROW_TYPE_DEVICE, index, device);
}

/* ---- marks ---- */

static uint32_t service_index(const struct hall_def *def, uint16_t service)
{
    for (uint32_t i = 0; i < def->service_count; i++)
        if (def->services[i].id.n == service)
            return i;
    return SERVICES_MAX;
}

static void touch_service(struct rows *rows, uint16_t service)
{
    uint32_t index = service_index(rows->def, service);
    if (index < SERVICES_MAX)
        rows->services[index] = true;
}

static void touch_target(struct rows *rows, uint16_t target)
{
    const struct hall_def *def = rows->def;
    for (uint32_t i = 0; i < def->window_count; i++)
        if (def->windows[i].number == target)
            rows->targets[i] = true;
    for (uint32_t i = 0; i < def->room_count && target & TARGET_ROOM; i++)
        if ((def->rooms[i].id | TARGET_ROOM) == target)
            rows->targets[def->window_count + i] = true;
}

static void touch_services(struct rows *rows, uint16_t target)
{
    for (uint32_t i = 0; i < rows->def->service_count; i++)
        if (hall_serves(rows->hall, target, rows->def->services[i].id))
            rows->services[i] = true;
}

/* Also where the ticket was until now, which the fact need not name: the service it leaves, the
 * window where it was parked. */
static void touch_ticket(struct rows *rows, uint32_t id)
{
    struct ticket_view ticket;
    struct row_ticket held;
    if (!id)
        return;
    if (rows->touched == ROWS_TOUCHED_MAX)
        rows->all = true;
    else
        rows->tickets[rows->touched++] = (ticket_id){id};
    if (hall_ticket(rows->hall, (ticket_id){id}, &ticket))
        touch_service(rows, ticket.service.n);
    if (view_get(&rows->table, ROW_TYPE_TICKET, id, &held)) {
        touch_service(rows, held.service);
        touch_target(rows, held.target);
    }
}

/* ---- missed numbers (R-C3) ---- */

static struct missed *missed_place(struct rows *rows, uint32_t ticket)
{
    struct missed *oldest = rows->missed;
    for (uint32_t i = 0; i < ROWS_MISSED_MAX; i++) {
        if (rows->missed[i].ticket.n == ticket)
            return &rows->missed[i];
        if (rows->missed[i].at < oldest->at)
            oldest = &rows->missed[i];
    }
    return ticket ? NULL : oldest;
}

static void forget_missed(struct rows *rows, uint32_t ticket)
{
    struct missed *place = missed_place(rows, ticket);
    if (place)
        *place = (struct missed){{0}, 0};
}

static void remember_missed(struct rows *rows, uint32_t ticket, msec at)
{
    forget_missed(rows, ticket);
    *missed_place(rows, 0) = (struct missed){{ticket}, at};
}

static void new_day(struct rows *rows)
{
    rows->all = true;
    memset(rows->missed, 0, sizeof(rows->missed));
}

static void take_special(struct rows *rows, const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_KIND_DAY_OPENED:
        new_day(rows);
        break;
    case FACT_KIND_DAY_CLOSED:
        rows->all = true;
        break;
    case FACT_KIND_MISSED:
        remember_missed(rows, fact->missed.ticket, fact->at);
        break;
    case FACT_KIND_CALLED:
        forget_missed(rows, fact->called.ticket);
        break;
    case FACT_KIND_REJOINED:
        forget_missed(rows, fact->rejoined.ticket);
        break;
    case FACT_KIND_SIGNED_ON: /* R-D3: a window serves more, or less, than before */
    case FACT_KIND_SIGNED_OFF:
        memset(rows->services, true, sizeof(rows->services));
        break;
    case FACT_KIND_UNDONE: /* D-20: it is said no more */
        rows_unset(rows, ROW_TYPE_ANNOUNCE, fact->undone.announce);
        break;
    case FACT_KIND_TICKET_BACK:
        if (fact->ticket_back.state == TICKET_MISSED)
            remember_missed(rows, fact->ticket_back.ticket, fact->ticket_back.ended);
        break;
    default:
        break;
    }
}

/* Open windows count in the rows of their services. Any fact may open or close one: a pause
 * asked for while somebody was served begins when that ticket is finished, missed or rated. */
static bool opened_or_closed(const struct rows *rows, uint16_t target)
{
    struct window_view now;
    struct row_window shown;
    return hall_window(rows->hall, (target_id){target}, &now) &&
           view_get(&rows->table, ROW_TYPE_WINDOW, target, &shown) &&
           lifecycle_window_open(now.state) != lifecycle_window_open(shown.state);
}

void rows_fact(struct rows *rows, const struct fact *fact)
{
    struct subject subject;
    take_special(rows, fact);
    if (rows->all) /* on replay: everything is read at its end */
        return;
    subject_of(fact, &subject);
    touch_ticket(rows, subject.ticket);
    if (subject.service)
        touch_service(rows, subject.service);
    for (uint8_t i = 0; i < subject.target_count; i++) {
        touch_target(rows, subject.targets[i]);
        if (opened_or_closed(rows, subject.targets[i]))
            touch_services(rows, subject.targets[i]);
    }
}

/* ---- refresh ---- */

static target_id target_at(const struct hall_def *def, uint32_t index)
{
    if (index < def->window_count)
        return (target_id){def->windows[index].number};
    return (target_id){(uint16_t)(TARGET_ROOM | def->rooms[index - def->window_count].id)};
}

/* A window's row counts who waits for it, so it changes with each of its services. */
static bool target_marked(const struct rows *rows, uint32_t index)
{
    if (rows->all || rows->targets[index])
        return true;
    if (index >= rows->def->window_count)
        return false;
    uint16_t window = rows->def->windows[index].number;
    for (uint32_t i = 0; i < rows->def->service_count; i++)
        if (rows->services[i] && hall_serves(rows->hall, window, rows->def->services[i].id))
            return true;
    return false;
}

/* Everything anew: at start, with a new day. */
static void refresh_tickets(struct rows *rows)
{
    uint32_t count = hall_tickets(rows->hall), at = 0;
    const struct view_row *row;
    while ((row = view_each(&rows->table, ROW_TYPE_TICKET, &at))) {
        struct ticket_view ticket;
        if (hall_ticket(rows->hall, (ticket_id){row->key}, &ticket))
            continue;
        rows_unset(rows, ROW_TYPE_TICKET, row->key);
        at--;
    }
    for (uint32_t i = 0; i < count; i++)
        rows_fill_ticket(rows, hall_ticket_at(rows->hall, i), false);
}

void rows_refresh(struct rows *rows, const struct rows_time *time)
{
    if (rows->all)
        refresh_tickets(rows);
    for (uint32_t i = 0; i < rows->touched && !rows->all; i++)
        rows_fill_ticket(rows, rows->tickets[i], true);
    for (uint32_t i = 0; i < target_count(rows->def); i++)
        if (target_marked(rows, i))
            rows_fill_target(rows, target_at(rows->def, i), time);
    for (uint32_t i = 0; i < rows->def->service_count; i++)
        if (rows->all || rows->services[i])
            rows_fill_service(rows, i, time);
    rows_fill_hall(rows, time);
    rows_fill_announces(rows, time);
    rows_fill_texts(rows, time);
    rows_expire(rows, time);
    rows->all = false;
    rows->touched = 0;
    memset(rows->services, 0, sizeof(rows->services));
    memset(rows->targets, 0, target_count(rows->def) * sizeof(bool));
}

/* Each call moves everybody behind it one place up: counted in turns, not in each turn. */
static void refresh_places(struct rows *rows)
{
    uint32_t count = hall_tickets(rows->hall);
    for (uint32_t done = 0; done < AHEAD_PER_TICK && done < count; done++) {
        struct ticket_view ticket;
        if (rows->ahead_next >= count)
            rows->ahead_next = 0;
        ticket_id id = hall_ticket_at(rows->hall, rows->ahead_next++);
        if (hall_ticket(rows->hall, id, &ticket) && ticket.state == TICKET_WAITING)
            rows_fill_ticket(rows, id, true);
    }
}

void rows_tick(struct rows *rows, const struct rows_time *time)
{
    for (uint32_t i = 0; i < rows->def->service_count; i++)
        rows->services[i] = true;
    /* Noon and the end of the last session are no facts, and change what a window's duty is. */
    memset(rows->targets, true, target_count(rows->def) * sizeof(bool));
    refresh_places(rows);
    rows_refresh(rows, time);
}
