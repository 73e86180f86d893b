/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall - the queue engine: the rules of a hall, pure.
 *
 *     hall_decide(hall, command, facts, result)   rules: refuse, or emit facts
 *     hall_apply(hall, fact)                      the only code that changes state
 *
 * decide checks everything first; a refused command leaves the hall exactly as it
 * was. Every emitted fact goes through apply at once, so after decide the hall is
 * already in the new state; the shell journals the facts and commits before anyone
 * hears of it. Restart = hall_init, then hall_apply of the facts since the last
 * DAY_OPENED, also when that day is closed again.
 *
 * No clock, I/O, allocation or random numbers: the same commands give the same day.
 *
 * Memory:  sized once: hall_bytes(def, tickets) bytes given by the caller, aligned
 *          for max_align_t. Tested at 50,000 tickets and 1,100 windows. Queues are
 *          ordered trees (ticket_queue.h): join, leave and rank are O(log n).
 * Time:    UTC ms inside commands, never going back; local minutes through tz_min.
 * Errors:  refusals only. apply asserts what decide promised.
 * Threads: none; the controller's turn.
 * Sources: docs/rules.md, docs/dispatch.md, docs/decisions D-04 … D-10, D-16 … D-20.
 */
#ifndef ENGINE_HALL_H
#define ENGINE_HALL_H

#include "domain/hall_def.h"
#include "engine/command.h"
#include "engine/fact.h"

struct hall;

/* Most tickets a day; the day is full (REFUSED_FULL) when reached. */
#define HALL_TICKETS_DEFAULT 20000
#define HALL_TICKETS_MAX TICKETS_DAY_MAX
#define HALL_ANNOUNCES_MAX 256 /* living announcements; the oldest is overwritten */
#define HALL_NOTICES_MAX 16    /* at once; one more takes the place of the one that is over first */
#define NOTICE_TEXT_MAX 24     /* characters (docs/ui t06) */
#define NOTICE_MORE_MAX 34

size_t hall_bytes(const struct hall_def *def, uint32_t tickets);
struct hall *hall_init(void *memory, const struct hall_def *def, uint32_t tickets);

/* facts->count is 0 on a refusal. *result is always filled. */
void hall_decide(struct hall *hall, const struct command *command, struct facts *facts,
                 struct result *result);
void hall_apply(struct hall *hall, const struct fact *fact);
/* NULL when hall_apply may carry this fact out, else a clause that says why not. decide emits no
 * other; a replay asks, since the journal may be of another definition of the hall. O(1). */
const char *hall_objection(const struct hall *hall, const struct fact *fact);

/* When the hall next wants a VERB_TICK command (rating pad closes), or 0 = not. */
msec hall_next_deadline(const struct hall *hall);

/* Invariants: every open ticket is in exactly one place (queue, window, parked, missed), counts
 * agree, one ticket a window, numbers unique. NULL when they hold, else a sentence. O(tickets). */
const char *hall_check(const struct hall *hall);

/* D-31: sum of 64-bit hashes over tickets and windows, field list HALL_DIGEST_LIST. O(what changed
 * since it was last asked for), of which the hall takes the hashes now and keeps them; the state is
 * left as it is. decide appends a DIGEST fact with each 1,000th fact of a day and at its close. */
#define HALL_DIGEST_LIST 2
uint64_t hall_digest(struct hall *hall);
/* The same over an older list, back to the one of the release before: what it wrote in the
 * morning is proven by this version at noon. O(tickets) for all but the newest. */
#define HALL_DIGEST_LIST_OLDEST 1
uint64_t hall_digest_of(struct hall *hall, uint8_t list);

/* ---- reading ---- */
struct ticket_view {
    ticket_id id;
    uint8_t state, ticket_class, lang;
    service_id service;
    struct label label;
    target_id target; /* where it is called, served, parked, or last was */
    msec issued, joined, called, started, ended;
    int64_t key;
    uint32_t order;
    uint8_t calls, misses, score;
    bool unprinted;    /* no PRINTED fact says that the slip came out */
    uint8_t park_kind; /* enum park_kind of its last parking; 0 = never parked */
    bool sent;         /* waits for, or was called by, the one target it was sent to (D-16) */
    uint8_t items;     /* businesses on it, the first one counted */
    /* D-07: how long it was parked so far; only kept time is the window's. While it is parked the
     * time runs from `parked` on. */
    msec parked, held_away, held_kept, held_meanwhile;
    msec served;  /* at windows in this leg, until it last left one */
    msec rated;   /* the first time; 0 = not rated (R-E5: that is no good rating) */
    uint8_t step; /* of its journey, from 1; 0 = none (R-M10) */
    uint16_t journey;
    uint32_t of, pick_up; /* whose papers it picks up; when its own are ready, yyyymmdd */
};
struct window_view {
    /* pause_reason in CALLING, SERVING, RATING: it pauses when that is over */
    uint8_t state, pause_reason, parked;
    uint32_t call;    /* calls and recalls of this target today */
    uint8_t calls;    /* of the present ticket */
    ticket_id ticket; /* called, serving or just finished (RATING) */
    msec since;       /* of this state */
    uint32_t order;   /* hall-wide counter of calls: the newest is highest */
    uint32_t staff;   /* signed on here; 0 = nobody */
    uint8_t role;
    bool lunch, late; /* on duty over noon, after hours */
};
struct announce_view {
    uint32_t id; /* counted per instance, never reused */
    target_id target;
    struct label label;
    uint8_t kind; /* enum announce_kind */
    uint8_t lang; /* of the ticket */
    bool gone;    /* withdrawn by an undo (D-20) */
    msec at;
};

/* Numbers of the open day that kiosks alone may give, in the order of granting (D-22). */
struct lease_view {
    uint32_t lease;
    service_id service;
    struct label first;
    uint16_t last, given; /* given: tickets that came of it so far */
    bool ended;
    const char *device; /* valid until the day is opened anew */
};
uint32_t hall_leases(const struct hall *hall);
bool hall_lease(const struct hall *hall, uint32_t index, struct lease_view *view);
/* Numbers that the kiosk may still give for this service. O(leases). */
uint32_t hall_lease_left(const struct hall *hall, const char *device, service_id service);

uint32_t hall_day(const struct hall *hall);          /* yyyymmdd, 0 = closed */
uint32_t hall_tickets(const struct hall *hall);      /* issued today */
uint32_t hall_ticket_first(const struct hall *hall); /* id of today's first */
/* The id of today's n-th, counted from 0; n < hall_tickets. */
ticket_id hall_ticket_at(const struct hall *hall, uint32_t n);
bool hall_ticket(const struct hall *hall, ticket_id id, struct ticket_view *view);
/* Today's ticket with this label. */
bool hall_find(const struct hall *hall, struct label label, ticket_id *id);
bool hall_window(const struct hall *hall, target_id target, struct window_view *view);
uint32_t hall_waiting(const struct hall *hall, service_id service);
uint32_t hall_waiting_all(const struct hall *hall);
/* Waiting at the services of this window. */
uint32_t hall_waiting_window(const struct hall *hall, uint16_t window);
/* Is it among what the window serves now: assigned to it (R-M13), and within the skills of whoever
 * is signed on (R-D3)? */
bool hall_serves(const struct hall *hall, uint16_t window, service_id service);
/* Where this person is signed on; false = nowhere. */
bool hall_clerk(const struct hall *hall, uint32_t staff, target_id *target);
/* Could somebody of that role, who may serve these ("1 2 14", "" = everything), sit there? */
bool hall_may_sign_on(const struct hall *hall, target_id target, uint8_t role, const char *list);
/* R-O4: is it over noon, between two sessions, and a window on lunch duty serves it? Then tickets
 * are issued. */
bool hall_over_noon(const struct hall *hall, service_id service, msec now, int16_t tz_min);
/* enum window_duty of an open window at that moment. */
uint8_t hall_duty(const struct hall *hall, target_id target, msec now, int16_t tz_min);
/* Windows that are open (not closed, not paused) and serve it. */
uint32_t hall_windows_open(const struct hall *hall, service_id service);
/* People who would go first if one of this class joined now (R-W1). */
uint32_t hall_ahead_of_new(const struct hall *hall, service_id service, uint8_t ticket_class,
                           msec now);
uint32_t hall_ahead(const struct hall *hall, ticket_id id);
/* What the holder of its slip may do now; false = no such ticket today. */
struct slip_view {
    bool may_rejoin;        /* R-C2, D-07 */
    uint32_t ahead_if_back; /* people who would go first if it came back now (D-19) */
    bool may_rate;          /* for the first time, or anew (R-E2) */
    msec rate_until;        /* a rating that was given may be changed; 0 = it may not */
    msec slot;              /* of its appointment; 0 = it came of none */
    uint8_t principals;
};
bool hall_slip(const struct hall *hall, ticket_id id, msec now, struct slip_view *view);
/* enum emergency; no day's. */
uint8_t hall_emergency(const struct hall *hall);
/* Numbers that somebody without appointment may still take there: of the session, of the range. */
uint32_t hall_left(const struct hall *hall, service_id service, msec now, int16_t tz_min);
/* Today's appointments, 1 … hall_bookings(). */
enum booking_state { BOOKING_OPEN = 1, BOOKING_USED, BOOKING_CANCELLED };
struct booking_view {
    service_id service;
    uint8_t state; /* enum booking_state */
    msec from, until;
    uint64_t id_a, id_b; /* both 0 = not said */
    char code[25];
};
uint32_t hall_bookings(const struct hall *hall);
bool hall_booking(const struct hall *hall, uint32_t number, struct booking_view *view);
/* 0 = there is none of that code; small letters are capitals. */
uint32_t hall_booking_find(const struct hall *hall, const char *code);
/* R-W2, rounded as R-W3; false when nothing is known or no window is open. Minutes. */
bool hall_estimate(const struct hall *hall, service_id service, uint32_t ahead, uint16_t *lo,
                   uint16_t *hi, uint16_t *wait);
/* Announcements made at or after `since_id`, oldest first; at most `max`. */
uint32_t hall_announces(const struct hall *hall, uint32_t since_id, struct announce_view *list,
                        uint32_t max);
/* Texts of the staff that are on boards now; at most `max`. */
struct notice_view {
    uint32_t id; /* the newest is highest */
    uint16_t view;
    uint8_t style, lang;
    msec until;
    char text[97], more[137];
};
uint32_t hall_notices(const struct hall *hall, msec now, struct notice_view *list, uint32_t max);
/* Missed and not yet rejoined, newest first; at most `max` (R-C3). */
uint32_t hall_missed(const struct hall *hall, ticket_id *list, uint32_t max);
/* Parked at this target (kept, meanwhile), the longest parked first; at most `max`. */
uint32_t hall_parked(const struct hall *hall, target_id target, ticket_id *list, uint32_t max);
/* The ticket that CALL_NEXT would call there now (the name on a key, D-08); false = nobody. */
bool hall_next(const struct hall *hall, target_id target, ticket_id *id);

#endif
