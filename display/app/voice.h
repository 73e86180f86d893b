/* SPDX-License-Identifier: Apache-2.0 */
/*
 * voice - speaks one thing at a time without holding up the screen.
 *
 * A thread of its own starts the synthesiser, opens the sound device, makes the samples and feeds
 * them; the caller only leaves what is to be said and asks whether it is over. Nothing here waits
 * for the thread: when it does not move for 3 s - a driver that hangs - what was to be said counts
 * as over, the voice as failed, and the board goes on. The next thing to say tries again. Without
 * a synthesiser the voice has failed for good.
 * SDL_AUDIODRIVER is honoured.
 *
 * Ownership: voice_open allocates and starts the thread; voice_close accepts NULL, comes before
 *            screen_close, and leaves a thread that hangs behind.
 * Errors:    ERR_NOMEM, logged; the thread logs its own.
 * Threads:   all functions belong to the caller's one thread.
 */
#ifndef APP_VOICE_H
#define APP_VOICE_H

#include "app/synth.h"

#define VOICE_LATE_MS (3 * SECOND)
#define VOICE_CLOSE_MS SECOND

/* Codes of BOARD_STATUS.sound. */
enum voice_sound { VOICE_SOUND_NONE, VOICE_SOUND_WORKS, VOICE_SOUND_FAILED };

struct voice;

struct voice_options {
    bool mute;        /* screens only (R-V8) */
    uint32_t rate;    /* words a minute */
    const char *pack; /* folder of recorded clips, "" or NULL = live synthesis */
};

enum err voice_open(const struct voice_options *options, struct voice **voice) MUST_CHECK;
void voice_close(struct voice *voice);

enum voice_sound voice_sound(struct voice *voice);
/* Begins; false when there is nothing to speak with now. The voice must not be busy. */
bool voice_say(struct voice *voice, const struct speech *speech, msec now);
bool voice_busy(const struct voice *voice);
/* Call often while busy. True once, when what was said is over. */
bool voice_poll(struct voice *voice, msec now);
/* Did what was said last sound to its end? Also true where nothing is to sound (mute). */
bool voice_heard(const struct voice *voice);
/* What sounds is worth nothing any more: silence, at once. */
void voice_hush(struct voice *voice);

#endif
