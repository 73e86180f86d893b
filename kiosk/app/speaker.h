/* SPDX-License-Identifier: Apache-2.0 */
/*
 * speaker - says one thing at a time; what comes next cuts it off. Never holds up the screen.
 *
 * A thread makes the samples; speaker_poll, called by the loop, hands them to the sound device.
 * Without a device nothing is said, and it is looked for again once a minute.
 *
 * Ownership: speaker_open allocates and starts the thread; speaker_close accepts NULL and comes
 *            before screen_close, which ends SDL.
 * Errors:    ERR_CONFIG, ERR_NOMEM, logged. Threads: all functions belong to the caller's one.
 */
#ifndef APP_SPEAKER_H
#define APP_SPEAKER_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

#define SPEAKER_RETRY_MS MINUTE
#define SPEAKER_TEXT_MAX 4096 /* bytes of a reading */

struct speaker;

enum err speaker_open(msec now, struct speaker **speaker) MUST_CHECK;
void speaker_close(struct speaker *speaker);

/* There is a sound device. */
bool speaker_works(const struct speaker *speaker);
struct utterance {
    bool chinese;        /* a reading (spoken/reading.h); else English */
    uint8_t rings;       /* chimes before it */
    const char *reading; /* "" = only the chimes */
    uint32_t percent;    /* of the full volume; 0 = silence */
};
/* In place of what is being said. */
void speaker_say(struct speaker *speaker, const struct utterance *utterance);
void speaker_poll(struct speaker *speaker, msec now);
/* Until all is said; for tests. */
bool speaker_busy(const struct speaker *speaker);

#endif
