/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clips - a list of recorded pieces, and which of them make up a sentence.
 *
 * The list is the text file voice.txt of a pack:
 *
 *     jiaohao-voice 1
 *     rate 22050
 *     language zh
 *     clip call-1.wav 请
 *     clip call-2.wav 号窗口办理业务
 *
 * A line that begins with # is a comment. A sentence is covered with as few clips as can be,
 * which is as long ones as there are. Spaces between them count for nothing, a comma for a
 * short pause, a full stop for a longer one. A number that has no clip of its own is said as
 * its thousands, hundreds and rest: 305 is 300 and 5.
 *
 * Ownership: the texts point into the bytes given to clips_parse, which changes them.
 * Errors:    one sentence with its line. Threads: none; pure.
 */
#ifndef SPOKEN_CLIPS_H
#define SPOKEN_CLIPS_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/hall_def.h"

#define CLIPS_FILE "voice.txt"
#define CLIPS_BYTES_MAX (256u * 1024) /* of voice.txt */
#define CLIPS_MAX 2048                /* in a pack */
#define CLIP_TEXT_MAX 120             /* bytes */
#define CLIP_NAME_MAX 63              /* of a file */
#define CLIP_SENTENCE_MAX 1023        /* bytes */
#define CLIP_PARTS_MAX 96             /* of a sentence */
#define CLIP_COMMA_MS 150
#define CLIP_STOP_MS 350
#define CLIPS_RATE_MIN 8000
#define CLIPS_RATE_MAX 48000

struct clip {
    const char *text, *file;
    uint16_t length; /* of text, bytes */
    uint16_t next;   /* index + 1 of another one with the same first byte; 0 = none */
    uint8_t lang;
};

struct clips {
    uint32_t count, rate;
    struct clip list[CLIPS_MAX];
    uint16_t heads[LANG_COUNT][256]; /* index + 1 by first byte, capitals as small letters */
};

struct clips_mistake {
    uint32_t line;
    char text[200];
};

/* `bytes` ends in NUL behind `length`. False and the first mistake when it is no good list. */
bool clips_parse(struct clips *clips, char *bytes, size_t length, struct clips_mistake *mistake);

struct clip_parts {
    uint32_t count;
    struct clip_part {
        uint16_t clip;     /* index */
        uint16_t pause_ms; /* behind it */
    } parts[CLIP_PARTS_MAX];
    char missing[CLIP_TEXT_MAX]; /* when it cannot be said: from where on */
};

/* False when some piece of the sentence has no clip in this language. */
bool clips_compose(const struct clips *clips, enum lang lang, const char *sentence,
                   struct clip_parts *parts);

#endif
