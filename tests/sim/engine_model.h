/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_model - the hall as a stranger would keep it who only reads the facts: plain
 * arrays, searched from end to end. It knows no rule but the order of calling, and
 * says what a fact breaks.
 */
#ifndef TESTS_ENGINE_MODEL_H
#define TESTS_ENGINE_MODEL_H

#include "engine_hall.h"

#define MODEL_TICKETS_MAX 600
#define MODEL_TARGETS_MAX 16
#define MODEL_BOOKINGS_MAX 64
#define MODEL_QUOTAS_MAX 400
#define MODEL_LEASES_MAX 400
#define MODEL_SERVICES_MAX 64 /* ids below */

struct model_ticket {
    uint32_t id;
    uint8_t state; /* enum ticket_state */
    bool returned, readied;
    uint8_t ticket_class;
    uint16_t service, sent, at, prefix, number;
    int64_t key, joined;
    uint32_t order;
    uint8_t items, park_kind;
    msec parked, held[PARK_KIND_COUNT], rated;
    uint16_t journey, home; /* R-M10: it comes back to that window */
    uint8_t step;
    uint64_t id_a, id_b;   /* of who took it */
    uint16_t home_service; /* it was issued for */
    uint8_t session, issued_class, void_reason;
};

/* A ticket before the last command that touched it, and the window that gave it (0 = none). */
struct model_kept {
    uint32_t command;
    uint16_t at;
    struct model_ticket before;
};

struct model_target {
    uint16_t id;
    uint32_t ticket; /* called or served */
    uint32_t call;
    uint8_t groups[MODEL_SERVICES_MAX]; /* by service id: 1-5; 0 = the window is not for it */
    uint8_t turn, turn_before;          /* now, before its last call */
    bool undone, undid_call;
    uint32_t staff;
    uint64_t able; /* a bit for each service id */
};

/* Numbers of a kiosk; they stay its own as long as the date lasts (R-N7). */
struct model_lease {
    uint32_t id;
    uint16_t service, prefix, first, last;
};

struct model_booking {
    char state; /* o open, u used, c cancelled */
    uint16_t service;
    uint8_t session;
    msec from, until;
    uint64_t id_a, id_b;
    char code[25];
};

/* What model_issue keeps of this opening of the day. */
struct model_issue {
    uint32_t tickets_from, booking_count, quota_count;
    struct model_booking bookings[MODEL_BOOKINGS_MAX];
    struct fact_quota_set quotas[MODEL_QUOTAS_MAX];
};

struct engine_model {
    struct model_issue issue;
    const struct hall_def *def;
    uint32_t day, last_id, count, date_from; /* tickets of this date begin at date_from */
    uint32_t announced, calls, noticed;
    uint8_t emergency;
    struct model_ticket tickets[MODEL_TICKETS_MAX];
    struct model_target targets[MODEL_TARGETS_MAX];
    uint32_t target_count;
    struct model_lease leases[MODEL_LEASES_MAX]; /* of this date */
    uint32_t lease_count, lease_from;            /* of this opening begin at lease_from */
    uint32_t command;        /* counted by whoever gives them: facts of one belong together */
    uint16_t acting;         /* the target that gives it */
    struct model_ticket was; /* the ticket of this fact before it */
    struct model_kept kept[MODEL_TICKETS_MAX];
};

void model_init(struct engine_model *model, const struct hall_def *def);
/* NULL, or the promise that this fact breaks. */
const char *model_see(struct engine_model *model, const struct fact *fact);
/* 1-5; 0 = the window does not take that service now (R-M13, R-D3). */
uint8_t model_group(const struct model_target *target, uint16_t service);
uint32_t model_waiting(const struct engine_model *model);
/* NULL, or what the hall shows otherwise of its tickets. */
const char *model_agrees(const struct engine_model *model, const struct hall *hall);

#endif
