/* SPDX-License-Identifier: Apache-2.0 */
/*
 * carousel - which page of public information a board shows now.
 *
 * Pages follow one another, each for its seconds. A call takes the board at once; the pages come
 * back 10 s after the last call began. The page that was interrupted goes on when enough of
 * its time is left to be read, else the next one begins. Under anything else that needs the board
 * (`blocked`: an emergency, old data, a notice) there is no page.
 *
 * Time:    monotonic ms, passed in. Threads: none; pure.
 * Sources: R-L9, docs/ui t03.
 */
#ifndef MODEL_CAROUSEL_H
#define MODEL_CAROUSEL_H

#include <stdbool.h>

#include "base/base.h"
#include "domain/media.h"

#define CAROUSEL_BACK_MS (10 * SECOND) /* R-L9 */
#define CAROUSEL_LEAST_MS (5 * SECOND) /* less is left of a page: the next one */
#define CAROUSEL_NONE UINT32_MAX

struct carousel {
    uint32_t count;
    uint16_t seconds[PLAYLIST_ROWS_MAX];
    uint32_t at;
    msec shown;    /* of the page `at`, so far */
    msec stepped;  /* the last step */
    uint32_t call; /* id of the last take-over seen, 0 = none yet … */
    msec called;   /* … and when it began */
    bool on;
};

/* Another list, from its first page; the calls seen are kept. */
void carousel_set(struct carousel *carousel, const uint16_t *seconds, uint32_t count);
/* `call`: id of the announcement that takes the board, 0 = none. The page to show, or
 * CAROUSEL_NONE. */
uint32_t carousel_step(struct carousel *carousel, msec now, uint32_t call, bool blocked);
/* The page that is due cannot be shown. */
void carousel_skip(struct carousel *carousel);
/* The page after the one that is due: to be made ready. */
uint32_t carousel_next(const struct carousel *carousel);

#endif
