/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display_crawl - the line at the bottom of a real board while it moves: how far from look to look,
 * whether a look shows two places at once, what the board costs meanwhile.
 *
 * When it moves is known: the board goes by the monotonic clock, and so does this program.
 *
 * Ownership: crawl_open .. crawl_close. Errors: logged.
 */
#ifndef BENCH_DISPLAY_CRAWL_H
#define BENCH_DISPLAY_CRAWL_H

#include "bench/display_tv.h"
#include "domain/hall_def.h"
#include "domain/words.h"
#include "model/ticker.h"

struct screen;

struct crawl {
    struct screen *screen; /* for its fonts */
    struct words words;
    struct ticker ticker;
    double seconds, cpu, px; /* watched so far; CPU of the board */
    double stolen;           /* seconds of all processors that another machine on this host had */
    /* Moves seen between two looks less than two steps apart; with more time between them nobody
     * can tell one move from several (unseen). Two pixels at once are late by a frame; a jump is
     * more than that, or the second one within a second: that is what people see. */
    double steps, late, jumps, unseen, torn, worst_px;
    double late_at;
};

/* Of that board, in a hall that issues tickets. */
enum err crawl_open(struct crawl *crawl, const struct hall_def *def, const char *board) MUST_CHECK;
/* The next sentence that moves, to its end. */
enum err crawl_watch(struct crawl *crawl, const struct tv *tv) MUST_CHECK;
void crawl_close(struct crawl *crawl);

#endif
