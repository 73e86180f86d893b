/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command - what somebody asks of the hall, and what the hall answered.
 *
 * Made by controller/app/inbound from messages, by timers (uid 0) and by the
 * simulator. Pure data.
 */
#ifndef ENGINE_COMMAND_H
#define ENGINE_COMMAND_H

#include "base/base.h"
#include "domain/label.h"
#include "domain/vocab.h"

/* D-09. uid 0 = the hall itself (timers): boot = the controller's start, seq counted by it. */
struct command_id {
    uint64_t uid;
    uint32_t boot, session, seq;
};

struct command {
    struct command_id id;
    uint8_t verb;       /* enum verb; VERB_NONE when `key` says it */
    uint8_t key;        /* enum pad_key; the hall maps key and window state to a verb (D-05) */
    msec now;           /* UTC, the hall's clock; never goes back */
    int16_t tz_min;     /* of the hall's time zone at that moment (D-28) */
    target_id target;   /* the window that acts */
    ticket_id ticket;   /* 0 = the one the window has; IMPORT: what `other` issued (shell) */
    service_id service; /* ISSUE, TRANSFER */
    target_id to;       /* TRANSFER to a window or room */
    uint8_t place;      /* enum transfer_place */
    uint8_t ticket_class, lang, principals;
    /* park kind, pause reason, score, print result, key 6's choice, day, void reason, the staff
     * number of a transfer to a person */
    uint32_t arg;
    bool behind;   /* devices have seen more than this journal holds (F24): the shell says so … */
    uint32_t lost; /* … and how many rows; ACCEPT_HISTORY: arg numbers, arg2 epoch, from seen */
    uint32_t arg2; /* rating reason; IMPORT: the day; VOID: 1 = all of the service or target */
    /* ISSUE, IMPORT, CHECK_IN, BOOK. id: HMAC of the identity under the day's key, both 0 = not
     * said (D-22). of: the earlier ticket that a pick-up refers to. */
    uint64_t id_a, id_b;
    uint16_t item, journey;
    uint8_t age_band, proof, source; /* enum class_proof, issue_source */
    ticket_id of;
    uint32_t booking; /* BOOK, UNBOOK: its number */
    char code[25];    /* BOOK, CHECK_IN: what the citizen shows */
    msec from, until; /* BOOK, ISSUE of an appointment: its slot; CLOCK: the step */
    uint32_t lease;   /* LEASE, LEASE_END, IMPORT, VOID_SLIP */
    /* IMPORT, VOID_SLIP: the number that was printed; CANCEL, VOID, CALL_NAMED: instead of ticket
     */
    struct label label;
    uint16_t last;      /* LEASE: numbers label.number … last */
    msec issued;        /* IMPORT: when the kiosk gave it */
    uint64_t other_uid; /* IMPORT: the command it stands for (supersedes), 0 = none */
    uint32_t other_boot, other_seq;
    bool vouched;   /* REPRINT: the slip's code was shown, and is right (shell, D-24) */
    uint32_t staff; /* SIGN_ON: who; other verbs: who acts, 0 = a device */
    uint8_t role;   /* enum staff_role of `staff` */
    uint8_t group;  /* ASSIGN: 1-5 */
    char list[241]; /* SIGN_ON: services that `staff` may serve, "1 2 14" */
    char text[49];  /* the reason in words; LEASE: the kiosk it is for; MAINTAIN: the kiosk */
    /* D-08. seen: the call shown at the target when the key went down (the target's call count);
     * seen_bits = 8 for pads, 32 for browsers, 0 = not said. expect: the ticket named on the key;
     * VOID of all: how many wait (R-C4).
     */
    uint32_t seen;
    uint8_t seen_bits;
    uint32_t expect;
    uint16_t view;              /* NOTICE: its place, 0 = all that are to end */
    uint8_t style;              /* NOTICE; arg: for how many seconds */
    char notice[97], more[137]; /* NOTICE: "" = it is over */
    char who[25];               /* clerk or device, for the facts */
};

/* The answer to one command; journaled with its facts (D-10). */
struct result {
    uint8_t code; /* enum refusal; REFUSED_NOT = done */
    uint8_t verb; /* what the key came to */
    target_id target;
    ticket_id ticket;
    struct label label;
    service_id service;
    uint8_t ticket_class;
    uint32_t call;                     /* the target's call count now */
    uint32_t retry_ms;                 /* TOO_SOON: try again after */
    uint32_t ahead;                    /* ISSUE: people who go first */
    uint16_t lo_min, hi_min, wait_min; /* ISSUE: 0 = not known */
    msec at;
    /* ISSUE, REPRINT: when the ticket was issued, and the slot of its appointment; BOOKING_EARLY:
     * when to come back. 0 = not said. */
    msec issued, slot;
    uint8_t principals;
    /* … and what it was taken for, and the journey that it goes on (R-M10); 0 = none. */
    uint16_t item, journey;
    uint8_t step;
};

#endif
