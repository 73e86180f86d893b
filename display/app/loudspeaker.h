/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loudspeaker - one sound device that may be missing, come late, stall or go away.
 *
 * It is opened when something is to be played or a try is due: after 1 s, 2 s, 4 s … up to
 * once a minute. A device that takes no samples for 2 s has stalled: what was to be played is
 * lost, and it is closed and opened anew. One that goes while nothing is played is opened anew,
 * too. Each change is one line in the log.
 *
 * Threads: one, and not one that draws: opening, playing and closing may all block.
 */
#ifndef APP_LOUDSPEAKER_H
#define APP_LOUDSPEAKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"

#define LOUDSPEAKER_RETRY_MIN_MS SECOND
#define LOUDSPEAKER_RETRY_MAX_MS MINUTE
#define LOUDSPEAKER_STALL_MS (2 * SECOND)

enum loudspeaker_state { LOUDSPEAKER_PLAYS, LOUDSPEAKER_ENDED, LOUDSPEAKER_FAILED };

struct loudspeaker {
    int hertz;
    uint32_t device; /* 0 = not open */
    bool told;       /* that there is none */
    msec retry, wait;
    uint32_t left; /* bytes at the last look … */
    msec moved;    /* … and when they became fewer */
};

/* Opens it when it is not: now, or when a try is due. True when it is open. */
bool loudspeaker_open(struct loudspeaker *loudspeaker, msec now);
bool loudspeaker_due(const struct loudspeaker *loudspeaker, msec now);
void loudspeaker_close(struct loudspeaker *loudspeaker);
/* The last act of the thread that used it. */
void loudspeaker_fini(struct loudspeaker *loudspeaker);

/* Behind what it plays already. */
void loudspeaker_play(struct loudspeaker *loudspeaker, const int16_t *samples, uint32_t count,
                      msec now);
/* Call often. FAILED once; then it is closed. */
enum loudspeaker_state loudspeaker_poll(struct loudspeaker *loudspeaker, msec now);
void loudspeaker_hush(struct loudspeaker *loudspeaker);

#endif
