/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complete - can a pack say everything: each sentence of the word table, every label, windows
 * 1 to 999, floors, and the rooms of a hall?
 */
#ifndef VOICE_COMPLETE_H
#define VOICE_COMPLETE_H

#include <stdio.h>

#include "domain/words.h"
#include "voice/pack.h"

/* A sentence that cannot be said is one line to `report`, of each room the first one, at most ten a
 * language. Returns how many there are; *tried, how many were tried. */
uint32_t complete_check(const struct pack *pack, const struct words *words,
                        const struct hall_def *def, enum lang lang, FILE *report, uint32_t *tried);

#endif
