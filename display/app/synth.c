/* SPDX-License-Identifier: Apache-2.0 */
#include "app/synth.h"

#include <espeak-ng/speak_lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/speech.h"
#include "os/log.h"

#define VOICE_CHINESE "cmn-latn-pinyin" /* "cmn" reads pinyin as English */
#define VOICE_ENGLISH "en"
#define CHIME_TONE_MS 350
#define CHIME_TONES 2
#define SILENCE 64  /* samples below are silence: espeak-ng ends each sentence with some */
#define LOUDNESS 80 /* of espeak-ng: 100 reaches the ends of 16 bits and would be clipped */
#define TWO_PI 6.2831853f

struct track {
    int16_t *at;
    uint32_t count, capacity;
};

struct synth {
    int hertz;
    uint32_t rate;
    struct track chime, chinese, english, whole;
};

static bool track_init(struct track *track, uint32_t capacity)
{
    track->at = calloc(capacity, sizeof(*track->at));
    track->capacity = track->at ? capacity : 0;
    return track->at != NULL;
}

static void track_add(struct track *track, const int16_t *at, uint32_t count)
{
    if (count > track->capacity - track->count)
        count = track->capacity - track->count;
    if (at)
        memcpy(track->at + track->count, at, count * sizeof(*at));
    else
        memset(track->at + track->count, 0, count * sizeof(*at));
    track->count += count;
}

static uint32_t samples_of(const struct synth *synth, msec ms)
{
    return (uint32_t)(ms * synth->hertz / SECOND);
}

static msec ms_of(const struct synth *synth, const struct track *track)
{
    return (msec)track->count * SECOND / synth->hertz;
}

/* Two falling tones that die away: heard in a hall, and no alarm. */
static void ring(struct synth *synth)
{
    static const float tones[CHIME_TONES] = {784.0f, 622.0f};
    uint32_t each = samples_of(synth, CHIME_TONE_MS);
    for (uint32_t tone = 0; tone < CHIME_TONES; tone++)
        for (uint32_t i = 0; i < each; i++) {
            float at = (float)i / (float)synth->hertz;
            float rise = i < 200 ? (float)i / 200.0f : 1.0f; /* no click */
            float fall = expf(-6.0f * at) * (1.0f - (float)i / (float)each);
            float value = sinf(TWO_PI * tones[tone] * at) * rise * fall * 14000.0f;
            int16_t sample = (int16_t)value;
            track_add(&synth->chime, &sample, 1);
        }
}

/* espeak-ng calls with samples until it has no more. */
static int take_samples(short *wave, int count, espeak_EVENT *events)
{
    if (wave && count > 0 && events->user_data)
        track_add(events->user_data, wave, (uint32_t)count);
    return 0;
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
 * to listen yet (espeak-ng 1.51), and a board must stop when told to. */
static int start_library(void)
{
    static int hertz;
    if (hertz <= 0)
        hertz = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, espeakINITIALIZE_DONT_EXIT);
    return hertz;
}

enum err synth_open(uint32_t rate, struct synth **opened)
{
    *opened = NULL;
    struct synth *synth = calloc(1, sizeof(*synth));
    if (!synth)
        return ERR_NOMEM;
    synth->rate = rate;
    synth->hertz = start_library();
    if (synth->hertz <= 0) {
        free(synth);
        return log_fault(ERR_CONFIG,
                         "espeak-ng does not start; install the package espeak-ng-data");
    }
    espeak_SetSynthCallback(take_samples);
    enum err err = choose(VOICE_CHINESE);
    uint32_t most = samples_of(synth, SPEECH_MAX_MS);
    if (!err && !(track_init(&synth->chime, samples_of(synth, CHIME_TONES * CHIME_TONE_MS)) &&
                  track_init(&synth->chinese, most) && track_init(&synth->english, most) &&
                  track_init(&synth->whole, most)))
        err = log_fault(ERR_NOMEM, "no memory for sound");
    if (err) {
        synth_close(synth);
        return err;
    }
    ring(synth);
    *opened = synth;
    return ERR_NONE;
}

void synth_close(struct synth *synth)
{
    if (!synth)
        return;
    free(synth->chime.at);
    free(synth->chinese.at);
    free(synth->english.at);
    free(synth->whole.at);
    free(synth);
}

int synth_hertz(const struct synth *synth)
{
    return synth->hertz;
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

static void speak(struct track *track, const char *voice, uint32_t rate, const char *text)
{
    track->count = 0;
    if (!text[0] || choose(voice))
        return;
    espeak_SetParameter(espeakRATE, (int)rate, 0);
    espeak_SetParameter(espeakVOLUME, LOUDNESS, 0);
    espeak_ERROR error =
        espeak_Synth(text, strlen(text) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, track);
    if (error != EE_OK)
        log_warn("espeak-ng error=%d", error);
    trim(track);
}

static void speak_both(struct synth *synth, const struct speech *speech, uint32_t percent,
                       struct speech_times *times)
{
    uint32_t rate = synth->rate * percent / 100;
    speak(&synth->chinese, VOICE_CHINESE, rate, speech->chinese);
    speak(&synth->english, VOICE_ENGLISH, rate, speech->english);
    *times = (struct speech_times){.once = speech->once};
    times->part[SPEECH_CHIME] = ms_of(synth, &synth->chime);
    times->part[SPEECH_CHINESE] = ms_of(synth, &synth->chinese);
    times->part[SPEECH_ENGLISH] = ms_of(synth, &synth->english);
}

static void join(struct synth *synth, const struct speech_plan *plan)
{
    synth->whole.count = 0;
    for (uint32_t i = 0; i < plan->count; i++)
        switch ((enum speech_part)plan->parts[i]) {
        case SPEECH_CHIME:
            track_add(&synth->whole, synth->chime.at, synth->chime.count);
            break;
        case SPEECH_CHINESE:
            track_add(&synth->whole, synth->chinese.at, synth->chinese.count);
            break;
        case SPEECH_ENGLISH:
            track_add(&synth->whole, synth->english.at, synth->english.count);
            break;
        case SPEECH_GAP:
            track_add(&synth->whole, NULL, samples_of(synth, SPEECH_GAP_MS));
            break;
        case SPEECH_PART_COUNT:
            break;
        }
}

struct samples synth_say(struct synth *synth, const struct speech *speech)
{
    struct speech_times times;
    struct speech_plan plan;
    speak_both(synth, speech, 100, &times);
    uint32_t percent = speech_rate(&times);
    if (percent != 100) /* R-V5 */
        speak_both(synth, speech, percent, &times);
    speech_plan(&times, &plan);
    join(synth, &plan);
    bool silent = synth->chinese.count == 0 && synth->english.count == 0;
    for (uint32_t i = 0; i < synth->whole.count; i++)
        synth->whole.at[i] = (int16_t)((int32_t)synth->whole.at[i] * (int32_t)speech->volume / 100);
    return (struct samples){synth->whole.at, silent ? 0 : synth->whole.count, synth->hertz};
}
