/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dots - what a large panel of LEDs says now: which page, which sentence at its bottom, how bright.
 *
 * The rows and calls are those of the TVs (board.h, announce.h). What a panel adds is that it has
 * few dots: sentences run one after the other through its last line, and a panel of a single line
 * shows its rows in turn, then a sentence.
 *
 * A sentence that fits stands for 6 s. A longer one stands for 3 s, moves to the left by whole dots
 * until its end is seen, and stands again: 50 dots a second, but no more than 6 signs (R-L14). Its
 * text is kept while it is up, so counts that change in the meantime do not make it jump.
 *
 * Ownership: the caller's. Time: monotonic ms. Threads: none; pure.
 * Sources:   R-L6, R-L7, R-L11, R-L12, R-L13, R-L14, D-13, D-26.
 */
#ifndef MODEL_DOTS_H
#define MODEL_DOTS_H

#include "model/announce.h"
#include "model/board.h"

#define DOTS_STAND_MS (6 * SECOND)
#define DOTS_EDGE_MS (3 * SECOND) /* R-L14 */
#define DOTS_TURN_MS (3 * SECOND) /* R-L14: a row of a panel with one line */
#define DOTS_TURNS 3              /* rows before its next sentence */
#define DOTS_A_SECOND 50
#define DOTS_SIGNS_A_SECOND 6 /* R-L14 */
#define DOTS_TEXT_SIZE 512    /* bytes of a sentence */
#define DOTS_DIM_PERCENT 30   /* of the brightness: what is shown is not live */

enum dots_page {
    DOTS_EMERGENCY, /* over everything */
    DOTS_CALL,      /* takes over */
    DOTS_LOST,      /* no data: nothing that may be wrong is shown */
    DOTS_STALE,     /* 5 s old: the rows stand, dim, and a sentence says so (D-13) */
    DOTS_ROWS,
    DOTS_QUIET /* nobody is called */
};
enum dots_page dots_page(const struct board *board, const struct announce *announce,
                         const struct board_time *time);

/* In the order in which they run. */
enum dots_sentence {
    DOTS_SAY_OFF, /* alone, while the data is old */
    DOTS_SAY_TRAINING,
    DOTS_SAY_NOTICE, /* alone but for training */
    DOTS_SAY_CLOSING,
    DOTS_SAY_WAITING,
    DOTS_SAY_MISSED,
    DOTS_SAY_ADVICE,
    DOTS_SAY_ORDER,
    DOTS_SAY_COUNT
};
/* What there is to say now: bit 1 << enum dots_sentence. Never none. */
uint32_t dots_to_say(const struct board *board, const struct board_time *time, bool training,
                     bool notice);

/* The line: what is up, and since when. Zeroed = nothing yet. */
struct dots_line {
    bool begun;
    uint8_t sentence; /* enum dots_sentence */
    uint8_t language; /* of the hall's, in turn */
    uint8_t row;      /* of a panel with one line: 1 = the newest call …; 0 = the sentence */
    bool wide;        /* the rows */
    msec since;
    uint16_t box, width, signs; /* dots of its place, dots and characters of the text */
    char text[DOTS_TEXT_SIZE];
};
struct dots_say {
    uint32_t wanted;   /* dots_to_say */
    uint8_t languages; /* 1 or 2 */
    uint8_t rows;      /* to be shown in turn: 0 on panels with more lines */
    bool wide_rows;    /* number and window alone: a row takes two turns */
};
/* The next one's turn has come: the caller fills text, width and signs when `row` is 0. */
bool dots_turn(struct dots_line *line, const struct dots_say *say, msec now);
/* Dots to the left. */
uint16_t dots_shift(const struct dots_line *line, msec now);
bool dots_moving(const struct dots_line *line, msec now);
/* When it looks different next. */
msec dots_due(const struct dots_line *line, msec now);
/* D-26: is it the word "training" that stands on a panel too small for both? */
bool dots_training_turn(msec now);
/* Percent, by the time of day; dim when the page is not live. */
uint8_t dots_brightness(const struct board *board, enum dots_page page,
                        const struct board_time *time);

#endif
