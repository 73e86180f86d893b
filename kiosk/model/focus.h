/* SPDX-License-Identifier: Apache-2.0 */
/*
 * focus - a kiosk used without touching the screen: its keys, and the place the next OK will press
 * (R-X4).
 *
 * The ring is drawn from the first key on until somebody touches the screen (docs/ui 1.3). The
 * order of the places follows from the page as drawn: view/focus.h finds the next one, and the
 * event KIOSK_FOCUS names it. A key restarts the page's time as a touch does (R-K2).
 *
 * Threads: none; pure.
 */
#ifndef MODEL_FOCUS_H
#define MODEL_FOCUS_H

#include <stdbool.h>
#include <stdint.h>

struct kiosk_model;
struct kiosk_event;

struct kiosk_focus {
    bool shown;           /* keys are in use */
    uint16_t action, arg; /* KIOSK_ACT_NONE = the first of the page */
    uint8_t nth;          /* of those with this action and arg, in reading order */
};

enum kiosk_key_kind {
    KIOSK_KEY_NONE,
    KIOSK_KEY_NEXT,
    KIOSK_KEY_PREVIOUS,
    KIOSK_KEY_OK,
    KIOSK_KEY_BACK,
    KIOSK_KEY_DELETE, /* 返回 where nothing is typed */
    KIOSK_KEY_HELP,
    KIOSK_KEY_SPEAK, /* the voice guide: on, then the page again */
    KIOSK_KEY_SIGN   /* types a letter or digit where the page has that key */
};
struct kiosk_key {
    uint8_t kind; /* enum kiosk_key_kind */
    char sign;    /* 0-9, A-Z */
};

/* KIOSK_FOCUS, and what a touch does to the ring. */
void kiosk_focus_event(struct kiosk_model *model, const struct kiosk_event *event);

#endif
