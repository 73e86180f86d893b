/* SPDX-License-Identifier: Apache-2.0 */
/*
 * voice - speaks one thing at a time without holding up the screen.
 *
 * A thread makes the samples (synth); the caller's thread hands them to SDL's audio queue
 * and asks with voice_poll whether they have been played. SDL_AUDIODRIVER is honoured.
 *
 * No sound device is no reason to stop a board: one sentence in the log, voice_works is
 * false, what is to be said is over at once, and the device is tried again once a minute.
 *
 * Ownership: voice_open allocates and starts the thread; voice_close accepts NULL and comes
 *            before screen_close, which ends SDL.
 * Errors:    ERR_CONFIG, ERR_NOMEM, logged.
 * Threads:   all functions belong to the caller's one thread.
 */
#ifndef APP_VOICE_H
#define APP_VOICE_H

#include "app/synth.h"

#define VOICE_RETRY_MS MINUTE

struct voice;

struct voice_options {
    bool mute; /* screens only (R-V8) */
    uint32_t rate;
};

enum err voice_open(const struct voice_options *options, msec now, struct voice **voice) MUST_CHECK;
void voice_close(struct voice *voice);

/* A sound device is open, or none is wanted. */
bool voice_works(const struct voice *voice);
/* Begins; false when there is nothing to speak with. The voice must not be busy. */
bool voice_say(struct voice *voice, const struct speech *speech, msec now);
bool voice_busy(const struct voice *voice);
/* Call often while busy. True once, when what was said is over. */
bool voice_poll(struct voice *voice, msec now);

#endif
