/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book - what the devices of a replay saw: every ticket that was acknowledged, every
 * call, every end. Afterwards audit.h holds it against the journal.
 *
 * Ownership: book_init allocates, book_fini releases. Threads: none.
 */
#ifndef LOAD_BOOK_H
#define LOAD_BOOK_H

#include <stdbool.h>
#include <stdio.h>

#include "base/base.h"
#include "base/err.h"
#include "domain/label.h"
#include "domain/vocab.h"

#define BOOK_LEGS_MAX 2 /* a visit has at most one transfer in the days we replay */

struct book_leg {
    uint32_t service;    /* of the hall: from 1 */
    uint16_t target;     /* who called; 0 = not called */
    uint32_t call;       /* the target's count at that call */
    msec joined;         /* hall time, as acknowledged */
    uint64_t pressed_us; /* our own clock, for the latency to the board */
};

/* A board may announce a call before the pad has its answer. */
struct book_sight {
    uint16_t target;
    uint64_t at_us;
};

enum book_end { BOOK_OPEN, BOOK_SERVED, BOOK_MISSED };

struct book_ticket {
    uint32_t id; /* 0 = not acknowledged yet */
    struct label label;
    uint32_t visitor;
    uint32_t leg, calls; /* the leg now; calls in all */
    enum book_end end;
    struct book_leg legs[BOOK_LEGS_MAX];
    uint32_t leaving_to; /* a transfer to this service is asked and not answered yet; 0 = none */
    uint32_t sight_count;
    struct book_sight sights[BOOK_LEGS_MAX + 2];
};

struct latency {
    uint32_t count, capacity;
    uint32_t *us;
};

struct book {
    uint32_t visitors, acknowledged, served, missed, printed;
    uint32_t differences;        /* each was written to stderr */
    struct book_ticket *tickets; /* by visitor */
    uint32_t id_first, id_count; /* by_id[id - id_first] = visitor + 1 */
    uint32_t *by_id;
    uint32_t announce_first;
    uint8_t *announced; /* [id - announce_first]: some board has shown it */
    struct latency issue, call, shown;
};

enum err book_init(struct book *book, uint32_t visitors) MUST_CHECK;
void book_fini(struct book *book);

/* Counts a difference between what was promised and what was seen, and writes it (the first 20). */
void book_differs(struct book *book, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* NULL when no device was given that id. */
struct book_ticket *book_find(struct book *book, uint32_t id);
void book_acknowledged(struct book *book, uint32_t visitor, uint32_t id, struct label label,
                       uint32_t service, msec at);
/* The transfer was asked; a window may call the ticket before the asker hears that it was done. */
void book_leaves(struct book_ticket *ticket, uint32_t service);
/* The transfer is done: the next leg begins, once. */
void book_left(struct book_ticket *ticket, msec at);
/* The id is known (book_find). */
void book_called(struct book *book, uint32_t id, struct label label, uint16_t target, uint32_t call,
                 uint64_t pressed_us, msec at);
/* A board shows announcement `announce`; only its first sight counts. Unknown tickets are passed
 * over: a kiosk may hear of its ticket later than the boards, after a restart. */
void book_shown(struct book *book, uint32_t announce, uint16_t target, struct label label,
                uint64_t now_us);
bool book_was_shown(const struct book_ticket *ticket, uint16_t target);

void latency_add(struct latency *latency, uint64_t us);
/* The value that `per_mille` of all are not above; 0 when there are none. Sorts. */
uint32_t latency_quantile(struct latency *latency, uint32_t per_mille);

#endif
