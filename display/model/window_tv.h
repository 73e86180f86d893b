/* SPDX-License-Identifier: Apache-2.0 */
/*
 * window_tv - what a small TV above one window, or beside a room, shows (docs/ui t08).
 *
 * The shell copies the rows of its view between window_tv_begin and window_tv_end, as it does
 * for a board. It is the window's state that is shown, so what was missed or taken back is gone
 * with the row that says so; a call stays yellow until serving starts.
 *
 * Ownership: the caller's; def must outlive it.
 * Errors:    none; of more than WINDOW_TV_OTHERS_MAX windows the lowest numbers are kept.
 * Time:      monotonic, passed in.
 * Sources:   R-L1 … R-L3, R-L10, R-L11, R-L13, R-O3, R-O4, docs/ui 9.
 */
#ifndef MODEL_WINDOW_TV_H
#define MODEL_WINDOW_TV_H

#include "model/board.h"

#define WINDOW_TV_TOGGLE_MS SECOND      /* R-L13: yellow, row, yellow: a second each … */
#define WINDOW_TV_AGAIN_MS (5 * SECOND) /* … and not again for the same number within it (R-L4) */
#define WINDOW_TV_OTHERS_MAX 64

enum window_tv_page {
    WINDOW_TV_UNKNOWN, /* no row of it was heard */
    WINDOW_TV_IDLE,
    WINDOW_TV_CALL,
    WINDOW_TV_SERVING,
    WINDOW_TV_PAUSED,
    WINDOW_TV_LUNCH,
    WINDOW_TV_CLOSED
};

/* A window or room as the controller tells it. */
struct window_tv_target {
    target_id target;
    uint8_t state;        /* enum window_state */
    uint8_t pause_reason; /* enum pause_reason */
    uint8_t duty;         /* enum window_duty */
    struct label label;
    uint32_t call; /* counts the calls of this target */
};

struct window_tv {
    const struct hall_def *def;
    target_id target; /* 0 = this display is no TV of a window */
    bool known;       /* a row of it came with the last picture */
    bool filled;      /* there was a picture before this one */
    struct window_tv_target own;
    msec lit; /* when the last flashing began; 0 = none */
    struct label lit_label;
    bool counted; /* people waiting were told: of any service that may be named */
    uint32_t waiting;
    uint16_t lo_min, hi_min, wait_min; /* minutes; 0 = not known (R-W3) */
    uint32_t other_count;
    uint16_t others[WINDOW_TV_OTHERS_MAX]; /* ascending: they go on calling for its people */
};

/* target 0 = no TV of a window: nothing is kept. */
void window_tv_init(struct window_tv *tv, const struct hall_def *def, target_id target);

void window_tv_begin(struct window_tv *tv);
/* Its own, and every other one that its view holds. */
void window_tv_put_target(struct window_tv *tv, const struct window_tv_target *target, msec mono);
void window_tv_put_service(struct window_tv *tv, const struct board_service *service);
void window_tv_end(struct window_tv *tv);

enum window_tv_page window_tv_page(const struct window_tv *tv);
/* Is a call shown in the colours of a row at this moment? At most three changes, a second apart,
 * and only at its start. */
bool window_tv_blink(const struct window_tv *tv, msec mono);
/* It serves though the hall's hours are over (R-O3). */
bool window_tv_after_hours(const struct window_tv *tv);
/* R-L11: nothing is said of what it serves. */
bool window_tv_confidential(const struct window_tv *tv);
/* The floor it is on; 0 = not known. */
uint8_t window_tv_floor(const struct window_tv *tv);

#endif
