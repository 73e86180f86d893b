/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff - the staff page of the kiosk (k25): paper, test slip, volume, out of use, pure.
 *
 * It is opened by a gesture that stands on no screen (R-K15): six touches of the corners of the
 * header, where nothing else can be touched, in the order of `corners` in staff.c. Then comes
 * the page of model/sign.h.
 *
 * What staff do is told to the controller under the session of the person, in order, each until it
 * is answered; signing off is the last of them. Out of use stays so until staff end it, also over
 * a restart: the shell keeps `stopped` and `volume` (KIOSK_DO_KEEP) and brings them back
 * (KIOSK_KEPT).
 */
#ifndef MODEL_STAFF_H
#define MODEL_STAFF_H

#include <stdbool.h>

#include "base/base.h"

#define KIOSK_CORNER 160                 /* px from the side */
#define KIOSK_CORNER_HIGH 104            /* px from the top */
#define KIOSK_GESTURE_MS (3 * SECOND)    /* from one corner to the next */
#define KIOSK_VOLUME_MAX 10              /* 0 = silent */
#define KIOSK_VOLUME_FIRST 6             /* of a new kiosk */
#define KIOSK_TEST_SLIP_MS (45 * SECOND) /* no word from the printer: treat as failed */
#define KIOSK_PAPER_LOW_PCT 10           /* of the roll, counted: warn (R-B9) */
#define KIOSK_ACTS_MAX 8
#define KIOSK_ACT_RESEND_MS (5 * SECOND)

/* Told to the controller; sent again under its seq until it is answered. */
struct kiosk_act {
    uint8_t type; /* KIOSK_DO_MAINTAIN or KIOSK_DO_LOGOUT */
    uint16_t arg;
    uint32_t session, seq;
    msec sent;
};

/* The roll, as the shell counts it. */
struct kiosk_paper {
    bool known; /* false: prints to files, or the roll's length is not given */
    uint8_t pct;
    uint16_t slips_left, slips_full;
    msec changed; /* UTC ms, 0 = never by staff */
};

enum kiosk_part { KIOSK_PART_NONE, KIOSK_PART_OK, KIOSK_PART_LOST };

struct kiosk_staff {
    uint8_t volume;
    bool stopped;
    uint8_t corner; /* touched so far */
    msec corner_at;
    bool new_roll; /* said, and no test slip has come out since */
    uint8_t test;  /* enum kiosk_print: of the test slip */
    msec test_until;
    struct kiosk_paper paper;
    uint8_t reader, scanner;               /* enum kiosk_part */
    uint16_t unprinted;                    /* numbers without a slip that can be printed again */
    struct kiosk_act acts[KIOSK_ACTS_MAX]; /* the oldest is under way */
    uint32_t act_count;
};

struct kiosk_model;
struct kiosk_event;
struct kiosk_effects;

void kiosk_staff_init(struct kiosk_model *model);
/* A touch of a corner; true when it was the last one and the PIN is asked for. */
bool kiosk_staff_gesture(struct kiosk_model *model, const struct kiosk_event *event);
bool kiosk_staff_press(struct kiosk_model *model, uint16_t action, uint16_t arg,
                       struct kiosk_effects *effects);
/* KIOSK_SIGNED … KIOSK_PARTS. */
void kiosk_staff_event(struct kiosk_model *model, const struct kiosk_event *event,
                       struct kiosk_effects *effects);
void kiosk_staff_tick(struct kiosk_model *model, struct kiosk_effects *effects);
/* The controller's answer to an act of staff; false when it was not one. */
bool kiosk_staff_result(struct kiosk_model *model, uint32_t seq, struct kiosk_effects *effects);
/* The link is back: the oldest act goes out again. */
void kiosk_staff_link(struct kiosk_model *model, struct kiosk_effects *effects);
/* At most KIOSK_ACTS_MAX; while the controller is away for longer the oldest is forgotten, it
 * stands in the kiosk's own log. */
void kiosk_act(struct kiosk_model *model, struct kiosk_act act, struct kiosk_effects *effects);

#endif
