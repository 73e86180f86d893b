/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ticker - the line at the bottom of a board: sentences one after the other.
 *
 * A sentence that fits its box stands; a longer one stands for a moment, moves to the left
 * by whole pixels (D-34: one texture moved) until its end is seen, and stands again. It moves
 * 60 px a second, a pixel for each picture of the screen, but no faster than 6 signs a second, and
 * nothing is up for less than 3 s (R-L14).
 *
 * Threads: none; pure.
 */
#ifndef MODEL_TICKER_H
#define MODEL_TICKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"

#define TICKER_TEXTS_MAX 8
#define TICKER_TEXT_SIZE 400          /* bytes of a sentence with NUL */
#define TICKER_STAND_MS (12 * SECOND) /* of a sentence that fits */
#define TICKER_EDGE_MS (3 * SECOND)   /* before and after moving, R-L14 */
#define TICKER_SIGNS_A_SECOND 6       /* R-L14 */
#define TICKER_PX_A_SECOND 60

struct ticker_text {
    uint16_t width; /* px */
    uint16_t signs; /* characters */
};

struct ticker {
    uint16_t box;   /* px wide */
    uint16_t about; /* the caller's: sentences about something else do not wait */
    uint32_t count;
    struct ticker_text texts[TICKER_TEXTS_MAX];
    char said[TICKER_TEXTS_MAX][TICKER_TEXT_SIZE]; /* by ticker_say */
};

struct ticker_place {
    uint32_t index; /* which sentence */
    uint16_t shift; /* px to the left */
    bool moving;    /* to the left, pixel by pixel */
    msec next;      /* when the place is another one, and not before */
};

void ticker_init(struct ticker *ticker, uint16_t box);
/* False when there is no room for one more. */
bool ticker_add(struct ticker *ticker, struct ticker_text text);
/* The same, with the words. */
bool ticker_say(struct ticker *ticker, const char *said, struct ticker_text text);
/* `next` takes the place of what is there, but not while one of both moves: nothing jumps. True
 * when it did. */
bool ticker_follow(struct ticker *ticker, const struct ticker *next, msec now);
struct ticker_place ticker_at(const struct ticker *ticker, msec now);

#endif
