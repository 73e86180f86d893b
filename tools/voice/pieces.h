/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pieces - what a pack of clips must hold to say every sentence of the word table, pure.
 *
 * The sentences are cut at their placeholders and at their marks; besides these a pack needs
 * letters, digits, numbers and the rooms of a hall.
 */
#ifndef VOICE_PIECES_H
#define VOICE_PIECES_H

#include "domain/words.h"

#define PIECES_MAX 1024
#define PIECE_SIZE 121 /* CLIP_TEXT_MAX and NUL */

struct pieces {
    uint32_t count;
    char text[PIECES_MAX][PIECE_SIZE];
    bool ends[PIECES_MAX]; /* it is the end of a sentence */
};

/* `def` may be NULL: then without rooms. */
void pieces_list(struct pieces *pieces, const struct words *words, const struct hall_def *def,
                 enum lang lang);

/* The words of sentences that a board says. */
extern const enum word pieces_sentences[];
extern const uint32_t pieces_sentence_count;

#endif
