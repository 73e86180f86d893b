/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strip - the LED strip over a window: one state and one number (R-L1 … R-L6).
 *
 * A call flashes 3 s, once a second, then stands still until the ticket is finished;
 * the same picture again never flashes again within 5 s (R-L4). The strip holds state
 * only in memory (R-L5). A strip that heard nothing for 10 s no longer shows its last
 * number as if it were true (D-13).
 *
 * Stations hold letters and digits only; sentences are pictures that are shown by
 * number (D-37): enum strip_show is that number. What a window's state does not say (lunch,
 * after hours) the controller asks for by PICTURE; it stands until the window says something else.
 */
#ifndef CORE_STRIP_H
#define CORE_STRIP_H

#include "base/base.h"
#include "domain/label.h"
#include "domain/vocab.h"
#include "protocol/message.h"

#define STRIP_FLASH_MS (3 * SECOND)
#define STRIP_HALF_MS 500 /* 1 Hz: lit, dark (R-L13) */
#define STRIP_AGAIN_MS (5 * SECOND)
#define STRIP_STALE_MS (10 * SECOND)
#define STRIP_TRAINING_MS (3 * SECOND) /* every other 3 s the word 演练 */

struct strip {
    target_id target;
    bool known;
    uint8_t state, call;
    struct label label;
    uint8_t picture;    /* enum strip_show instead of the state's; 0 = none */
    msec picture_until; /* 0 = until the next call */
    msec flash;         /* when the last flashing began */
    msec lost;          /* the session ended; 0 = it is open */
};

void strip_init(struct strip *strip, target_id target);
void strip_take_call(struct strip *strip, const struct rec_call_entry *entry, msec now);
/* A picture that is not known is not shown. */
void strip_take_picture(struct strip *strip, const struct msg_picture *picture, msec now);
void strip_online(struct strip *strip, bool online, msec now);

struct strip_view {
    enum strip_show show;
    struct label label; /* CALL, SERVING */
    bool lit;           /* false in the dark half of flashing */
};
void strip_view(const struct strip *strip, uint16_t training, msec now, struct strip_view *view);
/* When the view next changes by time alone. */
msec strip_deadline(const struct strip *strip, uint16_t training, msec now);

#endif
