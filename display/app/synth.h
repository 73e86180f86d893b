/* SPDX-License-Identifier: Apache-2.0 */
/*
 * synth - sentences to samples, from recorded clips or through libespeak-ng, with the chime,
 * at most 12 s in all.
 *
 * A sentence is put together from the clips of the pack where they cover it; otherwise its
 * whole language is synthesised, so no voice changes within a sentence. A language without
 * clips and without a voice (Mongolian) is not said. Clips cannot speak faster. Takes some 20 ms
 * a sentence.
 *
 * Ownership: buffers are allocated once by synth_open; samples stay valid until the next call.
 * Errors:    ERR_CONFIG when espeak-ng or a voice is missing: one sentence naming the package.
 *            A pack that cannot be read is one line in the log, and espeak-ng speaks.
 * Threads:   one at a time; espeak-ng has one state per process.
 */
#ifndef APP_SYNTH_H
#define APP_SYNTH_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"
#include "model/phrase.h"

/* What is to be said, as people read it (phrase_call). */
struct speech {
    struct {
        uint8_t lang; /* enum lang */
        char sentence[PHRASE_SIZE];
    } said[LANG_COUNT];
    uint8_t count;   /* languages, in order */
    uint8_t times;   /* of the first one */
    bool chime;      /* before it … */
    bool pause;      /* … or, after another one, only a pause */
    uint32_t volume; /* percent */
};

struct samples {
    const int16_t *at;
    uint32_t count;
    int hertz;
};

struct synth;

/* `rate` in words a minute; `pack` may be NULL or "". */
enum err synth_open(uint32_t rate, const char *pack, struct synth **synth) MUST_CHECK;
void synth_close(struct synth *synth);
int synth_hertz(const struct synth *synth);
/* Chime or pause: at hand at once, so it can sound while the rest is made. None when there is
 * nothing to say. */
struct samples synth_lead(struct synth *synth, const struct speech *speech);
/* All that follows; the lead counts in its 12 s. */
struct samples synth_rest(struct synth *synth, const struct speech *speech);

#endif
