/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pad - a call pad: eight keys, one command on its way, a display of three lines.
 *
 * A press is one PRESS with a new seq and the call that was shown (`seen`, D-08). It
 * is repeated with the same seq until RESULT; after 3 s it dies (D-11), so a press made
 * while the hall was away never calls anybody later. Nothing else can be pressed
 * meanwhile. CALL.ack_seq is not looked at: it does not say of which start of the pad.
 *
 * Time:    monotonic milliseconds, passed in.
 * Threads: none; no memory but this struct.
 */
#ifndef CORE_PAD_H
#define CORE_PAD_H

#include "base/base.h"
#include "domain/label.h"
#include "domain/vocab.h"
#include "protocol/message.h"

#define PAD_DEBOUNCE_MS 30
#define PAD_LIFE_MS (3 * SECOND) /* D-11; WELCOME.press_life_ds says otherwise */
#define PAD_LOCK_MS SECOND       /* the same key again asks again, after that */
#define PAD_REPEAT_MS 500        /* without RESULT */
#define PAD_NOTICE_MS (2 * SECOND)
#define PAD_CHOOSE_MS (5 * SECOND) /* key 6 waits for a key 1-8 */

enum pad_taken {
    PAD_TAKEN,    /* on its way */
    PAD_CHOOSING, /* key 6: now one of the keys 1-8 */
    PAD_BOUNCE,   /* the same key within 30 ms */
    PAD_LOCKED,   /* a press is on its way */
    PAD_NO_LINK,  /* D-14: refused, red light */
    PAD_NOT_NOW,  /* the key makes no sense now: red light, nothing is sent */
};

enum pad_outcome { PAD_PENDING, PAD_DONE, PAD_REFUSED, PAD_NO_ANSWER };

struct pad {
    target_id target;
    /* as the controller said last */
    bool known;
    uint8_t state, call, calls, parked;
    struct label label;
    uint16_t waiting, keys, training;
    msec since; /* when it was `since_s` seconds in this state */
    uint32_t since_s;
    /* the press on its way; seq 0 = none */
    uint16_t seq, arg;
    uint8_t key, seen;
    msec pressed, repeat, life;
    uint8_t edge_key;
    msec edge;
    msec choose_until; /* key 6 was pressed; 0 = not choosing */
    /* how the last press ended */
    uint16_t last_seq;
    uint8_t last_code; /* enum refusal */
    enum pad_outcome last;
    struct label last_label;
    msec notice_until, retry_at; /* the reason is shown; TOO_SOON: allowed again */
};

void pad_init(struct pad *pad, target_id target);

/* A key went down. seq: a new number for it, used only when the answer is PAD_TAKEN. */
enum pad_taken pad_press(struct pad *pad, uint8_t key, uint16_t arg, uint16_t seq, msec now);

void pad_take_state(struct pad *pad, const struct msg_padstate *state, msec now);
void pad_take_call(struct pad *pad, const struct rec_call_entry *entry, msec now);
void pad_take_result(struct pad *pad, const struct msg_result *result, msec now);

/* Fills PRESS when it is time to say it (again). */
bool pad_next(struct pad *pad, msec now, struct msg_press *press);
/* The press died, the notice ends, choosing ends. */
void pad_tick(struct pad *pad, msec now);
msec pad_deadline(const struct pad *pad);

/* What the display shows; the shell or the font of the device makes text of it. */
enum pad_notice {
    PAD_NOTICE_NONE,
    PAD_NOTICE_REFUSED, /* `code`; retry_s when it is TOO_SOON */
    PAD_NOTICE_NO_ANSWER,
    PAD_NOTICE_OFFLINE,
    PAD_NOTICE_CHOOSE, /* press 1-8: where to */
    PAD_NOTICE_SENDING,
};
struct pad_view {
    enum pad_notice notice;
    uint8_t code;
    uint16_t retry_s;
    bool known;
    uint8_t state, calls, parked;
    struct label label;
    uint16_t waiting, keys;
    uint32_t shown_s; /* time in this state */
};
void pad_view(const struct pad *pad, bool online, msec now, struct pad_view *view);

#endif
