/* SPDX-License-Identifier: Apache-2.0 */
/*
 * speech - what is heard of one announcement and in which order, within 12 s.
 *
 *     chime, Chinese, 0.5 s, Chinese, [0.5 s, English]      (R-V1, R-V5)
 *
 * When that is longer than 12 s the voice speaks faster, at most by a quarter; when it is
 * still longer, first the second Chinese sentence goes, then the English one.
 *
 * Time: milliseconds of sound. Threads: none; pure.
 */
#ifndef MODEL_SPEECH_H
#define MODEL_SPEECH_H

#include <stdbool.h>

#include "base/base.h"

#define SPEECH_MAX_MS (12 * SECOND) /* R-V5 */
#define SPEECH_GAP_MS 500           /* R-V1 */
#define SPEECH_PARTS_MAX 8
#define SPEECH_FASTER_MAX 125 /* percent of the usual rate */

enum speech_part { SPEECH_CHIME, SPEECH_CHINESE, SPEECH_ENGLISH, SPEECH_GAP, SPEECH_PART_COUNT };

/* How long each part is; 0 = there is none. */
struct speech_times {
    msec part[SPEECH_PART_COUNT];
    bool once; /* a notice is said once, a call twice (R-V1) */
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

/* R-V7: percent of the volume at this minute of the day; quieter at lunch, 12:00-13:30. */
uint32_t speech_volume(uint16_t minute);

#endif
