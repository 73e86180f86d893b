/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numbers - what a kiosk does with a number that exists, and with an appointment.
 *
 *     progress: typed or scanned -> asked -> waiting, called, missed, served, ...
 *     with the slip's code: cancel, rejoin, print again (D-24); with the number alone: rate
 *     check-in: code, card or QR -> a ticket, or why not (R-A5, R-A6)
 *
 * One question to the hall at a time; without an answer in 5 s it is given up and the page
 * names the help desk. What stands here is forgotten with the page: at home everything is
 * wiped. kiosk.h holds one; the functions for pages are in pages.h, request.h and query.h.
 *
 * Errors: none. Threads: none.
 */
#ifndef MODEL_NUMBERS_H
#define MODEL_NUMBERS_H

#include "domain/hall_def.h"
#include "domain/vocab.h"

#define KIOSK_QUERY_MS (5 * SECOND)   /* no answer: to the help desk */
#define KIOSK_REFRESH_MS (5 * SECOND) /* R-W4: a number that is shown is asked for again */
#define KIOSK_DIGITS_MIN 3            /* numbers are printed with three digits at least */
#define KIOSK_DIGITS_MAX 4
#define KIOSK_CODE_DIGITS 6 /* k10: of an appointment, as booking platforms send them */
#define KIOSK_REASONS 5
#define KIOSK_SLIP_CODE_SIZE 97 /* text of a slip's QR, with NUL */

/* What became of a number (FOUND). Minutes 0 = not known (R-W3). */
struct kiosk_found {
    uint32_t seq;
    uint8_t refusal; /* enum refusal */
    ticket_id id;
    struct label label;
    service_id service;
    uint8_t state, ticket_class; /* enum ticket_state, ticket_class */
    bool vouched;                /* the code is this slip's */
    bool may_rejoin, may_rate, unprinted;
    uint16_t target; /* window or room; 0 = none */
    uint8_t calls;
    uint16_t ahead, lo_min, hi_min, wait_min;
    msec issued, since, ended;                        /* since: called, missed, started at */
    uint8_t score;                                    /* 0 = not rated, or not said */
    uint16_t change_s;                                /* rated; it may be changed so long */
    uint16_t back_ahead, back_lo, back_hi, back_wait; /* its place after coming back now */
};

/* The one question under way. */
struct kiosk_query {
    bool active;
    bool quiet;   /* nobody waits for it: a number on the page is kept up to date */
    uint8_t verb; /* of the holder of a slip; 0 = the number is looked up */
    uint32_t seq;
    msec asked;
};

enum kiosk_answer {
    KIOSK_ANSWER_NONE,
    KIOSK_ANSWER_FOUND,
    KIOSK_ANSWER_UNKNOWN, /* no such number today */
    KIOSK_ANSWER_REFUSED, /* an act was refused: `refusal` says why */
    KIOSK_ANSWER_SILENT   /* the hall did not answer in time */
};

struct kiosk_numbers {
    char prefix[PREFIX_MAX + 1];
    char digits[KIOSK_DIGITS_MAX + 1];
    bool letters;                    /* the keys are letters now */
    bool hint;                       /* 扫小票 was pressed: where to hold it */
    bool for_card;                   /* with hint: 刷身份证 was */
    bool to_rate;                    /* came to rate a visit */
    char code[KIOSK_SLIP_CODE_SIZE]; /* of the scanned slip; "" = typed */
    struct kiosk_query query;
    uint8_t answer, refusal;  /* enum kiosk_answer, enum refusal */
    struct kiosk_found found; /* with KIOSK_ANSWER_FOUND; kept when an act is refused */
    msec found_at;
    bool rejoined;      /* just now, here */
    uint8_t score;      /* 5 best ... 1; 0 = not chosen (R-E6: nothing is chosen beforehand) */
    uint8_t reasons;    /* bit n = reason n */
    msec change_until;  /* a rating given here may be changed so long */
    struct kiosk_held { /* R-K8: the ticket that this person has already */
        ticket_id id;
        struct label label;
        service_id service;
        uint16_t ahead, lo_min, hi_min, wait_min;
        msec issued;
    } held;
    bool any_code;           /* k10: the code is not six digits */
    uint8_t booking_refusal; /* enum refusal: why the appointment gave no ticket */
    service_id booking_service;
    msec slot; /* when to come back; 0 = not known */
};

#endif
