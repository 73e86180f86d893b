/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spell - numbers, labels and times of a text as they are said (R-V2).
 *
 * A number of a ticket is read sign by sign, any other as a number: A001 at window 12 is
 * A零零一 and 十二. English keeps digits of numbers: the voice reads them well.
 *
 * Errors: none; what does not fit is cut at a whole character. Threads: none; pure.
 */
#ifndef SPOKEN_SPELL_H
#define SPOKEN_SPELL_H

#include "domain/words.h"

/* 3 -> 三, 12 -> 十二, 110 -> 一百一十, 2005 -> 二千零五; other languages: digits. 0..9999. */
size_t spell_number(const struct words *words, enum lang lang, uint16_t number, char *to,
                    size_t size);
/* A023 -> A零二三; English "A, zero two three". */
size_t spell_label(const struct words *words, enum lang lang, struct label label, char *to,
                   size_t size);
/* A whole sentence: "A区 15–25 分钟" -> "A区 十五到二十五 分钟", "8:15" -> "八点十五". Digits right
 * after a letter, with a zero in front or more than four are read sign by sign. */
size_t spell_text(const struct words *words, enum lang lang, const char *text, char *to,
                  size_t size);

#endif
