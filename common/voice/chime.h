/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chime - two falling tones that die away: heard in a hall, and no alarm.
 */
#ifndef VOICE_CHIME_H
#define VOICE_CHIME_H

#include "voice/engine.h"

#define CHIME_MS 700

/* Behind what the track holds. */
void chime_add(struct track *track, int hertz);

#endif
