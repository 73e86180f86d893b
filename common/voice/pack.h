/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack - a folder of recorded clips: sentences to samples without a synthesiser.
 *
 * Every file of the list is looked at once, in pack_open, so a pack that is not whole is told
 * at start and not at a call. Afterwards a clip is read when it is said: the system keeps the
 * files in memory as long as there is room.
 *
 * Ownership: pack_open allocates; pack_close accepts NULL.
 * Errors:    ERR_CONFIG and one sentence in the log with folder, file, line and remedy.
 */
#ifndef VOICE_PACK_H
#define VOICE_PACK_H

#include "base/err.h"
#include "spoken/clips.h"
#include "voice/engine.h"

#define PACK_CLIP_S 12 /* the longest clip */

struct pack;

/* Where the pack of that name lies: HALL/voice/NAME, else share/voice/NAME beside the program. */
bool pack_find(const char *hall, const char *name, char *path, size_t size);
/* The folder of a hall's pack; "" for live synthesis, and when it is nowhere: one line in the log.
 */
void pack_choose(const char *hall, const char *name, char *path, size_t size);
enum err pack_open(const char *folder, uint32_t hertz, struct pack **pack) MUST_CHECK;
void pack_close(struct pack *pack);
uint32_t pack_count(const struct pack *pack);

/* Replaces what the track holds. False when a piece has no clip, which is told once a language, or
 * cannot be read. */
bool pack_say(struct pack *pack, enum lang lang, const char *sentence, struct track *track);
/* The same without sound: what is missing is in parts->missing. */
bool pack_covers(const struct pack *pack, enum lang lang, const char *sentence,
                 struct clip_parts *parts);

#endif
