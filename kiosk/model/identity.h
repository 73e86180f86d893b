/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity - who takes a number, as far as the hall must know: a card or a token that was
 * shown, priority by age, and an agent with the people he takes the number for.
 *
 *     choose -> [card -> take it away] -> confirm          R-K9, R-K10, R-I1, R-I2
 *     choose -> confirm -> agent -> a guide's PIN -> agent, confirmed -> issued      R-K11
 *
 * Nothing of a card reaches this model but a hash under the day's key and the age band (R-Y1,
 * R-Y2); home forgets both. A card that stays in the reader is followed on every page: when its
 * time is over a guide is told, once.
 *
 * kiosk.h holds one; the functions for pages are in identity_model.h.
 */
#ifndef MODEL_IDENTITY_H
#define MODEL_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"

#define KIOSK_ID_HASH 16
#define KIOSK_REMIND_MS (5 * SECOND) /* R-I2: 请取走身份证 */
#define KIOSK_PRINCIPALS_SHOWN 5     /* k26: cards 1 … 5, more goes to the guide */

enum kiosk_reader { KIOSK_READER_NONE, KIOSK_READER_OK, KIOSK_READER_MISSING };

enum kiosk_card_news {
    KIOSK_CARD_READER, /* reader: it answers, or it does not (R-I4) */
    KIOSK_CARD_READ,
    KIOSK_CARD_TOKEN, /* a social card or a QR code: nothing lies in the reader (R-I5) */
    KIOSK_CARD_TROUBLE,
    KIOSK_CARD_GONE
};

struct kiosk_card {
    uint8_t news, reader;
    bool hashed;      /* false: this kiosk has no key of the day (D-23) */
    uint8_t age_band; /* 60, 65, 70; 0 = younger or not known */
    uint8_t id_hash[KIOSK_ID_HASH];
};

struct kiosk_identity {
    uint8_t reader;  /* enum kiosk_reader */
    bool lies;       /* a card is in the reader */
    msec lies_until; /* then a guide is told (k19); 0 = has been told */
    msec remind_at;
    /* of this visitor, forgotten at home */
    bool shown;     /* a card or a token was: no page asks again */
    bool check_in;  /* it was for an appointment (k10) */
    bool for_age;   /* it was asked for as a proof of age (R-P1) */
    bool too_young; /* for priority by age: a guide decides */
    bool trouble;   /* take it up and put it again */
    bool help_sent; /* a guide was called to confirm an agent (k26) */
};

#endif
