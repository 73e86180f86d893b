/* SPDX-License-Identifier: Apache-2.0 */
/*
 * touchpanel - events of an input device as touches of one finger (T11, R-K15).
 *
 * Multi-touch protocol B: the finger that came first counts until it leaves, the others do
 * nothing. A panel without slots speaks with BTN_TOUCH (or the left mouse key) and ABS_X,
 * ABS_Y. Places are scaled from the panel's ranges to the page; `turn` says how the panel is
 * mounted against it. What the kernel dropped cancels the touch: it ends beside the page.
 *
 * Ownership: the caller's memory. Errors: none; what makes no sense is ignored.
 */
#ifndef DEVICE_TOUCHPANEL_H
#define DEVICE_TOUCHPANEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As in linux/input-event-codes.h; kiosk/app checks that they are. */
#define INPUT_SYN 0
#define INPUT_KEY 1
#define INPUT_ABS 3
#define INPUT_SYN_REPORT 0
#define INPUT_SYN_DROPPED 3
#define INPUT_BTN_LEFT 0x110
#define INPUT_BTN_TOUCH 0x14a
#define INPUT_ABS_X 0
#define INPUT_ABS_Y 1
#define INPUT_MT_SLOT 0x2f
#define INPUT_MT_X 0x35
#define INPUT_MT_Y 0x36
#define INPUT_MT_ID 0x39

#define TOUCHPANEL_BESIDE (-1) /* where a cancelled touch ends */
#define TOUCHPANEL_SLOTS 16    /* fingers behind the sixteenth do not exist */

struct input_record {
    uint16_t type, code;
    int32_t value;
};

enum panel_news { PANEL_NO_NEWS, PANEL_DOWN, PANEL_MOVE, PANEL_UP };

struct touchpanel {
    /* set by the caller */
    int32_t min_x, max_x, min_y, max_y;
    int16_t w, h;  /* of the page */
    uint16_t turn; /* degrees clockwise: 0, 90, 180, 270 */
    /* its own */
    bool slots; /* protocol B was seen */
    bool held;  /* of the finger that counts, as reported so far */
    bool down;  /* as told */
    bool moved, dropped;
    int32_t slot, finger; /* the slot spoken of; the one that counts */
    /* Each slot's last place: the kernel leaves out what did not change since its last finger. */
    int32_t raw_x[TOUCHPANEL_SLOTS], raw_y[TOUCHPANEL_SLOTS];
    int16_t x, y; /* of the last news */
};

/* What the record brings about; x and y are then on the page, or both TOUCHPANEL_BESIDE. */
enum panel_news touchpanel_take(struct touchpanel *panel, const struct input_record *record);
/* The device went away: a finger on it leaves the page. */
enum panel_news touchpanel_lost(struct touchpanel *panel);

#endif
