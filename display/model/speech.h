/* SPDX-License-Identifier: Apache-2.0 */
/*
 * speech - what is heard of one announcement and in which order, within 12 s.
 *
 *     chime, Chinese, 0.5 s, Chinese, [0.5 s, English]      (R-V1, R-V5)
 *
 * The first language is said as often as the hall wants it, every other one once. When that
 * is longer than 12 s the voice speaks faster, at most by a quarter; when it is still longer,
 * first the repetitions go, then the last language.
 *
 * Time: milliseconds of sound. Threads: none; pure.
 */
#ifndef MODEL_SPEECH_H
#define MODEL_SPEECH_H

#include "domain/hall_def.h"

#define SPEECH_MAX_MS (12 * SECOND) /* R-V5 */
#define SPEECH_GAP_MS 500           /* R-V1 */
#define SPEECH_TIMES_MAX 3          /* R-V1 */
#define SPEECH_PARTS_MAX (1 + 2 * (SPEECH_TIMES_MAX + LANG_COUNT - 1))
#define SPEECH_FASTER_MAX 125 /* percent of the usual rate */
#define SPEECH_WORDS 175      /* a minute, at rate 0 */
#define SPEECH_WORDS_SLOW 120 /* at -10 */
#define SPEECH_WORDS_FAST 260 /* at 10 */

/* What a plan is made of; SPEECH_SENTENCE + i is the sentence of the i-th language. */
enum speech_part { SPEECH_LEAD, SPEECH_GAP, SPEECH_SENTENCE };

struct speech_times {
    msec lead; /* chime, or a pause after the last announcement; 0 = none */
    uint8_t count;
    uint8_t times;             /* of the first language, 1 … SPEECH_TIMES_MAX */
    msec sentence[LANG_COUNT]; /* 0 = it cannot be said */
};

struct speech_plan {
    uint32_t count;
    uint8_t parts[SPEECH_PARTS_MAX]; /* enum speech_part */
    msec total;
};

void speech_plan(const struct speech_times *times, struct speech_plan *plan);
/* 100 when everything fits in 12 s at the usual rate, else the percentage at which it does, at
 * most SPEECH_FASTER_MAX. */
uint32_t speech_rate(const struct speech_times *times);

/* R-V7: percent of the volume at this minute of the day. */
uint32_t speech_volume(const struct voice_def *voice, uint16_t minute);
/* R-V7: words a minute of a rate from -10 to 10. */
uint32_t speech_words(int8_t rate);

/* R-V5: the languages that an announcement is said in, in order: those of the hall's voice, then
 * what the ticket asks for (bits 1 << enum lang) and the hall has. */
uint8_t speech_languages(const struct hall_def *def, uint8_t asked, uint8_t langs[LANG_COUNT]);

#endif
