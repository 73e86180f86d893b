/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows - the hall's state as rows of views, kept up to date from facts.
 *
 * One table for the whole hall and a ring of its last ROWS_CHANGES changes; each change has
 * its own revision. A client's delta is read from the ring, so a slow client costs nothing
 * and gets fewer, newer rows (protocol/SPEC.md 4).
 *
 *     each fact:           rows_fact (marks what it touches; also on replay)
 *     after the commit:    rows_refresh (reads the hall, changes rows)
 *     every second:        rows_tick (opening hours, estimates, expiry)
 *
 * Memory:  rows_bytes(def, tickets), the caller's. Threads: none; pure.
 */
#ifndef APP_ROWS_H
#define APP_ROWS_H

#include "app/filter.h"
#include "domain/media.h"
#include "engine/hall.h"
#include "staff/staff_list.h"

#define ROWS_CHANGES 16384 /* more than the rows of any turn */
#define ROWS_MISSED_MAX 256
#define ROWS_TEXT_PARTS_MAX 8 /* of a notice: 24 and 34 characters, 48 bytes a part */
#define ROWS_TOUCHED_MAX 4096 /* tickets touched between two refreshes; more = all are read */

struct rows_time {
    msec now;
    int16_t tz_min;
    uint16_t training; /* 0 = real time */
};

struct missed {
    ticket_id ticket; /* 0 = free place */
    msec at;
};

struct rows {
    const struct hall_def *def;
    const struct hall *hall;
    uint32_t rev; /* of the newest change; 0 = nothing yet */
    struct view_rows table;
    struct scope *changes; /* at rev % ROWS_CHANGES */

    /* marks */
    bool all;
    bool services[SERVICES_MAX];
    uint32_t touched;
    ticket_id tickets[ROWS_TOUCHED_MAX];
    bool *targets; /* windows, then rooms, in the order of the definition */

    /* what the hall does not keep */
    uint32_t announced; /* first id not seen yet */
    uint32_t day;       /* the last one opened */
    struct missed missed[ROWS_MISSED_MAX];
    uint32_t ahead_next; /* index among today's tickets: places in the queue, in turns */
};

size_t rows_bytes(const struct hall_def *def, uint32_t tickets);
void rows_init(struct rows *rows, void *memory, const struct hall_def *def, uint32_t tickets,
               const struct hall *hall);

void rows_fact(struct rows *rows, const struct fact *fact);
void rows_refresh(struct rows *rows, const struct rows_time *time);
void rows_tick(struct rows *rows, const struct rows_time *time);
/* index: of the device in the definition. */
void rows_device(struct rows *rows, uint32_t index, const struct row_device *device);

/* True when the ring still holds every change after `rev`. */
bool rows_reaches(const struct rows *rows, uint32_t rev);
const struct scope *rows_change(const struct rows *rows, uint32_t rev);

/* ---- for the files of this module ---- */
void rows_set(struct rows *rows, uint8_t kind, uint32_t key, const void *row);
void rows_unset(struct rows *rows, uint8_t kind, uint32_t key);
void rows_fill_hall(struct rows *rows, const struct rows_time *time);
void rows_fill_service(struct rows *rows, uint32_t index, const struct rows_time *time);
void rows_fill_target(struct rows *rows, target_id target, const struct rows_time *time);
void rows_fill_ticket(struct rows *rows, ticket_id id, bool with_ahead);
void rows_fill_announces(struct rows *rows, const struct rows_time *time);
void rows_fill_texts(struct rows *rows, const struct rows_time *time);
void rows_expire(struct rows *rows, const struct rows_time *time);

#endif
