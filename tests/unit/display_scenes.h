/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display_scenes - the pages of a board with the data of the drawings: Jianchang on 18 March 2026,
 * 9:42. Each scene is reached by what a board hears, as a hall would reach it.
 */
#ifndef TESTS_DISPLAY_SCENES_H
#define TESTS_DISPLAY_SCENES_H

#include "sdl/pixmaps.h"
#include "view/view.h"

/* Name, picture, what the board holds, what happens then (display_scenes.c) */
#define DISPLAY_SCENES(X)                                                     \
    X(BOARD, "board", drawn, NULL)                                            \
    X(QUIET, "quiet", empty, NULL)                                            \
    X(START, "start", NULL, start)                                            \
    X(WIDEST, "widest", widest, NULL)                                         \
    X(SIX_ROWS, "six-rows", widest, six_rows)                                 \
    X(TEN_ROWS, "ten-rows", widest, ten_rows)                                 \
    X(CALL, "call", drawn, call_first)                                        \
    X(CALL_BLINK, "call-blink", drawn, call_blink)                            \
    X(CALL_TWO, "call-two", drawn, call_both)                                 \
    X(CALL_ROOM, "call-room", drawn, call_room)                               \
    X(CALL_FLOOR, "call-floor", drawn, call_floor)                            \
    X(CALL_WIDEST, "call-widest", widest, call_widest)                        \
    X(CALL_TWO_WIDEST, "call-two-widest", widest, call_both_widest)           \
    X(CALL_PICK_UP, "call-pick-up", drawn, call_pick_up)                      \
    X(CALL_STALE, "call-stale", drawn, call_stale)                            \
    X(CLOSING, "closing", drawn, closing)                                     \
    X(CLOSED, "closed", drawn, closed)                                        \
    X(NOTICE, "notice", drawn, notice)                                        \
    X(NOTICE_WARN, "notice-warn", widest, notice_warn)                        \
    X(NOTICE_TICKER, "notice-ticker", drawn, notice_ticker)                   \
    X(UNREAD, "unread", drawn, unread)                                        \
    X(STALE, "stale", drawn, stale)                                           \
    X(LOST, "lost", drawn, lost)                                              \
    X(EVACUATION, "evacuation", drawn, evacuation)                            \
    X(EVACUATION_LOST, "evacuation-lost", drawn, evacuation_lost)             \
    X(TRAINING, "training", drawn, training)                                  \
    X(TRAINING_CALL, "training-call", drawn, training_call)                   \
    X(TRAINING_EVACUATION, "training-evacuation", drawn, training_evacuation) \
    X(HALL, "hall", NULL, hall)                                               \
    X(PAGE, "page", drawn, page_item)                                         \
    X(PAGE_LIST, "page-list", drawn, page_list)                               \
    X(PAGE_TABLE, "page-table", widest, page_table)                           \
    X(PAGE_IMAGE, "page-image", drawn, page_image)

#define X(name, text, data, act) DISPLAY_SCENE_##name,
enum display_scene { DISPLAY_SCENES(X) DISPLAY_SCENE_COUNT };
#undef X
const char *display_scene_name(enum display_scene scene);

/* How a scene is seen: the languages, which way up, how many pixels. */
struct display_look {
    const char *suffix;
    bool portrait, english, both;
    bool chinese_only;        /* a hall without English */
    int16_t shown_w, shown_h; /* of the screen; 0 = the list's */
    bool some;                /* only DISPLAY_SCENE_BOARD and _CALL: the pixels are what differs */
};
#define DISPLAY_LOOKS 9
extern const struct display_look display_looks[DISPLAY_LOOKS];

/* What a scene stands on; the caller's, static (about 60 KB). */
struct display_stage {
    const struct hall_def *def; /* set by the caller: Jianchang, which has a board-1 */
    const struct words *words;  /* set by the caller */
    struct hall_def hall;
    struct board board;
    struct announce announce;
    struct ticker ticker;
    struct board_screen screen;
    struct page_text text;
    struct page_lay lay;
    struct info_page page;
};

/* Afterwards stage->screen can be drawn. */
void display_play(struct display_stage *stage, const struct display_look *look,
                  enum display_scene scene);
/* The picture of DISPLAY_SCENE_PAGE_IMAGE. */
const struct pixmap *display_pixmap(void);
/* Ticker and list, measured with `measure`. */
void display_draw(struct display_stage *stage, struct draw *draw,
                  const struct text_measure *measure);

#endif
