/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phrase - the sentence of an announcement: as people read it, and as the synthesiser is
 * to read it.
 *
 * The sentence comes from the word table ("v.call" …). A ticket number is read sign by
 * sign, a window or floor as a number (R-V2): A001 at window 12 is 请A零零一号到十二号窗口.
 * The readings are for espeak-ng: Chinese as pinyin for the voice cmn-latn-pinyin (see
 * spoken/reading.h), English with each letter of a prefix set apart, since "A zero" would be read
 * as an article.
 *
 * Ownership: the caller owns the texts. Errors: none; what does not fit is cut.
 * Threads:   none; pure.
 */
#ifndef MODEL_PHRASE_H
#define MODEL_PHRASE_H

#include "domain/words.h"
#include "model/announce.h"

#define PHRASE_SIZE 512

struct phrase_source {
    const struct words *words;
    const struct hall_def *def;
    uint8_t floor; /* where it is heard: other floors are named (v.call.floor) */
    bool training; /* t07: 演练 before each call */
    bool yao;      /* 幺 for the digit 1 of a number (R-V2) */
};

/* "请A零零一号到三号窗口办理业务。", "Ticket A, zero zero one, please proceed to window 3." */
size_t phrase_call(const struct phrase_source *source, enum lang lang,
                   const struct announce_entry *entry, char *to, size_t size);
/* A sentence without arguments: v.fault, v.closing. */
size_t phrase_plain(const struct phrase_source *source, enum lang lang, enum word word, char *to,
                    size_t size);
/* What the synthesiser gets for a sentence of that language. */
size_t phrase_reading(enum lang lang, const char *sentence, char *to, size_t size);

#endif
