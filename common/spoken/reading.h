/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading - hanzi to pinyin with tone numbers, for the espeak-ng voice cmn-latn-pinyin.
 *
 * That voice reads hanzi by itself, but one sign at a time, and so takes the wrong one of
 * several readings (调解, 重新, 银行) and misreads a few signs (务). The table reading.def
 * holds the signs of our own sentences and such words; the longest entry wins. What is not
 * in it, as in the name of a new room, goes to the voice as it is: it is spoken, at worst
 * with a wrong tone.
 *
 * Threads: none; pure.
 */
#ifndef SPOKEN_READING_H
#define SPOKEN_READING_H

#include <stdbool.h>
#include <stddef.h>

/* 请A零零一号 -> "qing3 A ling2 ling2 yi1 hao4". Returns the bytes written. */
size_t reading_pinyin(const char *sentence, char *to, size_t size);
/* Does the table know every hanzi of this text? */
bool reading_known(const char *text);

#endif
