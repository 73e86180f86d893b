/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display_window_scenes - what a TV above a window shows (docs/ui t08) with the data of the
 * drawing: window 6 of Jianchang on 18 March 2026, 9:42. Each scene is reached by what the TV
 * hears.
 */
#ifndef TESTS_DISPLAY_WINDOW_SCENES_H
#define TESTS_DISPLAY_WINDOW_SCENES_H

#include "view/view.h"

/* Name, picture, target, what happens (display_window_scenes.c) */
#define WINDOW_SCENES(X)                                          \
    X(IDLE, "window-idle", 6, idle)                               \
    X(CALL, "window-call", 6, call)                               \
    X(CALL_BLINK, "window-call-blink", 6, call_blink)             \
    X(SERVING, "window-serving", 6, serving)                      \
    X(PAUSED, "window-paused", 6, paused)                         \
    X(PAUSED_LAST, "window-paused-last", 6, paused_last)          \
    X(LUNCH, "window-lunch", 6, lunch)                            \
    X(CLOSED, "window-closed", 6, closed)                         \
    X(AFTER_HOURS, "window-after-hours", 6, after_hours)          \
    X(NOBODY, "window-nobody", 6, nobody)                         \
    X(UNKNOWN_WAIT, "window-unknown-wait", 6, unknown_wait)       \
    X(WIDEST_CALL, "window-widest-call", 110, widest_call)        \
    X(WIDEST_SERVING, "window-widest-serving", 110, widest_serve) \
    X(WIDEST_PAUSED, "window-widest-paused", 15, widest_paused)   \
    X(CONFIDENTIAL, "window-confidential", 24, idle)              \
    X(CONFIDENTIAL_CALL, "window-confidential-call", 24, call)    \
    X(ROOM, "window-room", TARGET_ROOM + 3, idle)                 \
    X(ROOM_CALL, "window-room-call", TARGET_ROOM + 3, call)       \
    X(START, "window-start", 6, start)                            \
    X(STALE, "window-stale", 6, stale)                            \
    X(STALE_CALL, "window-stale-call", 6, stale_call)             \
    X(LOST, "window-lost", 6, lost)                               \
    X(LOST_CALL, "window-lost-call", 6, lost_call)                \
    X(TRAINING, "window-training", 6, training)                   \
    X(TRAINING_CALL, "window-training-call", 110, training_call)  \
    X(EVACUATION, "window-evacuation", 6, evacuation)

#define X(name, text, target, act) WINDOW_SCENE_##name,
enum window_scene { WINDOW_SCENES(X) WINDOW_SCENE_COUNT };
#undef X
const char *window_scene_name(enum window_scene scene);

struct window_scene_look {
    const char *suffix;
    bool portrait, english, chinese_only;
    int16_t shown_w, shown_h; /* of the screen; 0 = the list's */
};
#define WINDOW_LOOKS 5
extern const struct window_scene_look window_scene_looks[WINDOW_LOOKS];

/* What a scene stands on; the caller's, static. */
struct window_stage {
    const struct hall_def *def; /* set by the caller: Jianchang */
    const struct words *words;  /* set by the caller */
    struct hall_def hall;
    struct board board;
    struct announce announce;
    struct ticker ticker;
    struct window_tv tv;
    struct board_screen screen;
};

/* Afterwards stage->screen can be drawn. */
void window_play(struct window_stage *stage, const struct window_scene_look *look,
                 enum window_scene scene);

#endif
