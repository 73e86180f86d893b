/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record - pieces to WAV files through espeak-ng: silence cut, all equally loud.
 */
#ifndef VOICE_RECORD_H
#define VOICE_RECORD_H

#include <stdio.h>

#include "base/err.h"
#include "voice/engine.h"
#include "voice/pieces.h"

#define RECORD_LOUDNESS 3600 /* root mean square of what sounds */
#define RECORD_PEAK 30000    /* never above */

/* Silence off both ends, then as loud as every other clip. Pure but for the track. */
void record_level(struct track *track);
/* Writes DIR/LANG-NNN.wav for each piece, and its line to `list`. ERR_IO, logged. */
enum err record_pieces(const char *dir, const struct pieces *pieces, enum lang lang, int hertz,
                       uint32_t rate, FILE *list) MUST_CHECK;

#endif
