/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sam - talks to a reader of second-generation ID cards, and keeps of a card only its
 * number and date of birth.
 *
 *     AA AA AA 96 69 | length, 2 bytes | command or 00 00 status | data | xor
 *
 *     absent --find--> found --select--> selected --read--> read --looks--> gone
 *                        \------ any error ------> lift: taken away and put again
 *
 * While the card lies there after it was read, its additional address is asked for, which
 * answers without a photograph; when that fails the card is looked for once more, and only
 * when both fail twice it is gone (R-I2). Never asked more often than each SAM_POLL_MS.
 *
 * Bytes are taken one at a time: name, address and photograph are never stored, not even
 * for a moment (R-I1, R-Y1).
 *
 * Ownership: the caller's memory. What sam_step returns is to be written to the reader.
 * Time:      monotonic, passed in. Errors: none; a reader that says nothing is `missing`.
 */
#ifndef DEVICE_SAM_H
#define DEVICE_SAM_H

#include "base/base.h"
#include "device/citizen.h"

#define SAM_POLL_MS 300            /* domain rule: no faster */
#define SAM_REST_MS (5 * SECOND)   /* nobody wants a card: only asked whether it lives */
#define SAM_ANSWER_MS (1 * SECOND) /* find, select, status */
#define SAM_READ_MS (4 * SECOND)   /* text and photograph at 115200 baud and much more */
#define SAM_MISSING_AFTER 3        /* requests without an answer */
#define SAM_GONE_AFTER 2           /* rounds in which the card was not there */
#define SAM_BODY_MAX 1288          /* status, two lengths, 256 + 1024 bytes, xor */
#define SAM_REQUEST_SIZE 10

/* Commands as command << 8 | parameter. */
#define SAM_STATUS 0x11ffu
#define SAM_FIND 0x2001u
#define SAM_SELECT 0x2002u
#define SAM_READ 0x3001u
#define SAM_LOOK 0x3003u /* the additional address: 90 = there is one, 91 = none; both: a card */

#define SAM_OK 0x90u
#define SAM_FOUND 0x9fu
#define SAM_NO_ENTRY 0x91u

/* What sam_step and sam_take tell; at most one at a time. */
enum sam_news {
    SAM_NO_NEWS,
    SAM_CARD,    /* a card was read: sam->citizen; wipe it when used */
    SAM_TROUBLE, /* take it up and put it again */
    SAM_GONE,    /* the card was taken away */
    SAM_HERE,    /* the reader answers */
    SAM_MISSING  /* it does not */
};

enum sam_state { SAM_ABSENT, SAM_TO_SELECT, SAM_TO_READ, SAM_LYING, SAM_LOOKING, SAM_LIFT };

struct sam {
    uint8_t state; /* enum sam_state */
    bool wanted;
    bool here, told; /* the reader answers; said so */
    uint8_t unanswered, absent;
    uint16_t asked; /* the command under way; 0 = none */
    msec sent, due; /* due: the next request, not before */
    /* the answer so far */
    uint16_t at, length;
    uint8_t xor_sum, status, sync;
    struct citizen citizen;
};

void sam_init(struct sam *sam, msec now);
/* Cards are looked for only while a page asks for one, and until the last one is taken away. */
void sam_want(struct sam *sam, bool wanted, msec now);
/* The wire was opened or lost: nothing is under way. */
void sam_reset(struct sam *sam, msec now);
/* The request that is due now into `request`; returns its bytes, 0 = none. */
size_t sam_step(struct sam *sam, msec now, uint8_t request[SAM_REQUEST_SIZE], enum sam_news *news);
/* One byte from the reader. */
enum sam_news sam_take(struct sam *sam, uint8_t byte, msec now);
bool sam_lies(const struct sam *sam); /* a card was read and is still there */

/* A request as it stands on the wire. */
size_t sam_request(uint16_t command, uint8_t request[SAM_REQUEST_SIZE]);

#endif
