/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine - a reading (spoken/reading.h, or English) to samples through libespeak-ng.
 *
 * Takes some 20 ms a sentence: not for a thread that draws.
 *
 * Ownership: tracks allocate once, in track_init.
 * Errors:    ERR_CONFIG when espeak-ng or a voice is missing: one sentence naming the package.
 * Threads:   one at a time; espeak-ng has one state per process.
 */
#ifndef VOICE_ENGINE_H
#define VOICE_ENGINE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

#define ENGINE_RATE_DEFAULT 175 /* espeak-ng's words a minute */

struct track {
    int16_t *at; /* 16 bits, one channel */
    uint32_t count, capacity;
    const atomic_bool *stop; /* not NULL: set to true, the sentence ends where it is */
};

bool track_init(struct track *track, uint32_t capacity);
void track_fini(struct track *track);
/* at NULL = silence. What is over the capacity is cut. */
void track_add(struct track *track, const int16_t *at, uint32_t count);

/* Once a process; more are harmless. The samples a second. */
enum err engine_start(int *hertz) MUST_CHECK;
/* Replaces what the track holds; silence before and after is cut. */
void engine_say(struct track *track, bool chinese, uint32_t rate, const char *reading);

#endif
