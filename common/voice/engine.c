/* SPDX-License-Identifier: Apache-2.0 */
#include "voice/engine.h"

#include <espeak-ng/speak_lib.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"

#define VOICE_CHINESE "cmn-latn-pinyin" /* "cmn" reads pinyin as English */
#define VOICE_ENGLISH "en"
#define SILENCE 64  /* samples below are silence: espeak-ng ends each sentence with some */
#define LOUDNESS 80 /* of espeak-ng: 100 reaches the ends of 16 bits and would be clipped */

bool track_init(struct track *track, uint32_t capacity)
{
    *track = (struct track){.at = calloc(capacity, sizeof(*track->at))};
    track->capacity = track->at ? capacity : 0;
    return track->at != NULL;
}

void track_fini(struct track *track)
{
    free(track->at);
    *track = (struct track){.at = NULL};
}

void track_add(struct track *track, const int16_t *at, uint32_t count)
{
    if (count > track->capacity - track->count)
        count = track->capacity - track->count;
    if (at)
        memcpy(track->at + track->count, at, count * sizeof(*at));
    else
        memset(track->at + track->count, 0, count * sizeof(*at));
    track->count += count;
}

/* espeak-ng calls with samples until it has no more, or we say that it is enough. */
static int take_samples(short *wave, int count, espeak_EVENT *events)
{
    struct track *track = events->user_data;
    if (wave && count > 0 && track)
        track_add(track, wave, (uint32_t)count);
    return track && (track->count == track->capacity || (track->stop && *track->stop));
}

static enum err choose(const char *voice)
{
    if (espeak_SetVoiceByName(voice) == EE_OK)
        return ERR_NONE;
    return log_fault(ERR_CONFIG, "espeak-ng has no voice %s; install the package espeak-ng-data",
                     voice);
}

/* Samples come back before espeak_Synth returns: no second thread writes them. Once a process and
 * to its end: espeak_Terminate waits for ever for the library's own thread when that has not begun
 * to listen yet (espeak-ng 1.51), and a program must stop when told to. */
enum err engine_start(int *out)
{
    static int hertz;
    if (hertz <= 0)
        hertz = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, espeakINITIALIZE_DONT_EXIT);
    if (hertz <= 0)
        return log_fault(ERR_CONFIG,
                         "espeak-ng does not start; install the package espeak-ng-data");
    espeak_SetSynthCallback(take_samples);
    *out = hertz;
    return choose(VOICE_CHINESE);
}

/* The pauses of a call are ours (R-V1), not what espeak-ng leaves before and after. */
static void trim(struct track *track)
{
    uint32_t from = 0;
    while (from < track->count && abs(track->at[from]) < SILENCE)
        from++;
    while (track->count > from && abs(track->at[track->count - 1]) < SILENCE)
        track->count--;
    track->count -= from;
    memmove(track->at, track->at + from, track->count * sizeof(*track->at));
}

void engine_say(struct track *track, bool chinese, uint32_t rate, const char *reading)
{
    track->count = 0;
    if (!reading[0] || choose(chinese ? VOICE_CHINESE : VOICE_ENGLISH))
        return;
    espeak_SetParameter(espeakRATE, (int)rate, 0);
    espeak_SetParameter(espeakVOLUME, LOUDNESS, 0);
    espeak_ERROR error = espeak_Synth(reading, strlen(reading) + 1, 0, POS_CHARACTER, 0,
                                      espeakCHARS_UTF8, NULL, track);
    if (error != EE_OK)
        log_warn("espeak-ng error=%d", error);
    trim(track);
}
