/* SPDX-License-Identifier: Apache-2.0 */
/*
 * internal - what day_report keeps: one record for each fact about a ticket or a person, and room
 * to count.
 */
#ifndef REPORT_INTERNAL_H
#define REPORT_INTERNAL_H

#include "domain/hall_def.h"
#include "report/day_report.h"

/* One fact about one ticket; those of the day and of who signs on or off are about none. */
struct record {
    uint8_t kind; /* enum fact_kind */
    bool gone;    /* undone */
    uint8_t ticket_class, why, score;
    uint16_t service, target, clerk; /* clerk: index, 0 = nobody named */
    uint32_t ticket;                 /* its place in `ids`; of a fact about none: 0 */
    uint32_t before;                 /* the record of the same ticket before it, + 1 */
    msec at, moment;                 /* moment: of joining, of starting */
    uint32_t number;                 /* ISSUED: its appointment; DAY_CLOSED: no-shows */
    uint64_t row;
};

/* A ticket on its way through the records. */
struct visit {
    uint8_t state, ticket_class, score;
    uint16_t service, target, clerk;
    uint8_t aside;                /* enum park_kind, while it is parked */
    uint16_t aside_at, aside_by;  /* the window and clerk where that counts */
    msec waits_since, here_since; /* 0 = it does not wait, is not at a window */
    msec aside_since;
};

/* One wait, one time at a window or aside, of one group. */
struct sample {
    uint16_t group;
    uint8_t what; /* enum sample_kind */
    msec length;
};
enum sample_kind {
    SAMPLE_WAIT,
    SAMPLE_SERVE,
    SAMPLE_AWAY,
    SAMPLE_KEPT,
    SAMPLE_MEANWHILE,
    SAMPLE_KINDS
};

/* Groups: the hall, then services, classes, targets, clerks. */
#define OF_HALL 0u
#define OF_SERVICE 1u
#define OF_CLASS (OF_SERVICE + SERVICES_MAX)
#define OF_TARGET (OF_CLASS + CLASS_COUNT)
#define OF_CLERK (OF_TARGET + WINDOWS_MAX + ROOMS_MAX)
#define GROUPS (OF_CLERK + REPORT_CLERKS_MAX + 1)
#define GROUPS_EACH 5 /* that one record counts for */

#define COUNTS(X)  \
    X(issued)      \
    X(called)      \
    X(served)      \
    X(missed)      \
    X(cancelled)   \
    X(voided)      \
    X(expired)     \
    X(transferred) \
    X(rated_5)     \
    X(rated_4)     \
    X(rated_3)     \
    X(rated_2)     \
    X(rated_1)     \
    X(declined)    \
    X(overtime_s)
#define X(name) COUNT_##name,
enum count { COUNTS(X) COUNT_KINDS };
#undef X

struct day_report {
    uint32_t room, count, tickets, clerks, sample_count, service_count, target_count;
    bool full;
    struct record *records; /* [0 .. room) */
    struct visit *visits;   /* [0 .. room) */
    struct sample *samples; /* [0 .. GROUPS_EACH * room) */
    uint32_t *ids, *last;   /* [0 .. room): ascending ids; newest record of each, + 1 */
    char (*names)[25];      /* [1 .. REPORT_CLERKS_MAX] */
    uint16_t services[SERVICES_MAX], targets[WINDOWS_MAX + ROOMS_MAX];
    uint32_t counts[GROUPS][COUNT_KINDS];
    uint32_t appointments, no_shows;
    msec over;                            /* when the last session of the date ended; 0 = none */
    msec on_since[REPORT_CLERKS_MAX + 1], /* 0 = not signed on */
        done_last[REPORT_CLERKS_MAX + 1]; /* the last visit that they finished */
};

#endif
