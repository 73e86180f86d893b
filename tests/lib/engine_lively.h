/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_lively - a hall in the middle of its day, with a ticket and a window in every state,
 * for tests that ask about each of them.
 *
 * All windows but 8 serve 1 and 2, start and call by hand, and stand as their names say.
 * Tickets are named by their slots, windows by their numbers, which are their indexes too.
 */
#ifndef TESTS_ENGINE_LIVELY_H
#define TESTS_ENGINE_LIVELY_H

#include "engine_hall.h"

enum lively_ticket {
    LIVELY_ASKED = 1, /* served at W_RATING, which asks how it was */
    LIVELY_CALLED,    /* at W_CALLING */
    LIVELY_SERVING,   /* at W_SERVING */
    LIVELY_MISSED,
    LIVELY_KEPT, /* parked at W_IDLE, with its papers */
    LIVELY_AWAY, /* parked, and gone for a while */
    LIVELY_CANCELLED,
    LIVELY_RATED,       /* served and rated */
    LIVELY_SENT,        /* waits for W_IDLE alone */
    LIVELY_WAITING,     /* and the five behind it, in the queue of service 1 */
    LIVELY_OTHER = 16,  /* waits for service 2 */
    LIVELY_ALONE,       /* A600, of LIVELY_LEASE: a kiosk gave it */
    LIVELY_TICKETS = 17 /* … and no more */
};

enum lively_window {
    W_RATING = 1,
    W_CALLING,
    W_SERVING,
    W_IDLE,
    W_PAUSED,
    W_EMPTY,
    W_CLOSED,
    W_STEP
};

#define LIVELY_ROOM 30 /* tickets it has room for */
#define LIVELY_LEASE 1 /* A600 … A609, kiosk-1's */
#define LIVELY_ENDED 2 /* B600 … B609, kiosk-1's, taken back */

void engine_start_lively(struct engine_hall *w);
/* The id of the day's first, second … ticket or lease. */
uint32_t engine_id(const struct engine_hall *w, uint32_t nth);

#endif
