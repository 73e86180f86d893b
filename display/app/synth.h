/* SPDX-License-Identifier: Apache-2.0 */
/*
 * synth - sentences to samples through libespeak-ng, with the chime, cut to 12 s.
 *
 * Takes some 20 ms a sentence, so voice runs it in a thread of its own.
 *
 * Ownership: buffers are allocated once by synth_open.
 * Errors:    ERR_CONFIG when espeak-ng or a voice is missing: one sentence naming the package.
 * Threads:   one at a time; espeak-ng has one state per process.
 */
#ifndef APP_SYNTH_H
#define APP_SYNTH_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"
#include "model/phrase.h"
#include "voice/engine.h"

#define SYNTH_RATE_DEFAULT ENGINE_RATE_DEFAULT

/* What is to be said, as readings (phrase_reading). An empty one is not said. */
struct speech {
    char chinese[PHRASE_SIZE], english[PHRASE_SIZE];
    bool once;       /* a notice */
    uint32_t volume; /* percent */
};

struct samples {
    const int16_t *at;
    uint32_t count;
    int hertz;
};

struct synth;

enum err synth_open(uint32_t rate, struct synth **synth) MUST_CHECK;
void synth_close(struct synth *synth);
int synth_hertz(const struct synth *synth);
/* The samples stay valid until the next call. None when nothing could be said. */
struct samples synth_say(struct synth *synth, const struct speech *speech);

#endif
