/* SPDX-License-Identifier: Apache-2.0 */
#include "app/synth.h"

#include <stdlib.h>
#include <string.h>

#include "model/speech.h"
#include "os/log.h"
#include "voice/chime.h"
#include "voice/engine.h"

struct synth {
    int hertz;
    uint32_t rate;
    struct track chime, chinese, english, whole;
};

static uint32_t samples_of(const struct synth *synth, msec ms)
{
    return (uint32_t)(ms * synth->hertz / SECOND);
}

static msec ms_of(const struct synth *synth, const struct track *track)
{
    return (msec)track->count * SECOND / synth->hertz;
}

enum err synth_open(uint32_t rate, struct synth **opened)
{
    *opened = NULL;
    struct synth *synth = calloc(1, sizeof(*synth));
    if (!synth)
        return ERR_NOMEM;
    synth->rate = rate;
    enum err err = engine_start(&synth->hertz);
    uint32_t most = samples_of(synth, SPEECH_MAX_MS);
    if (!err && !(track_init(&synth->chime, samples_of(synth, CHIME_MS)) &&
                  track_init(&synth->chinese, most) && track_init(&synth->english, most) &&
                  track_init(&synth->whole, most)))
        err = log_fault(ERR_NOMEM, "no memory for sound");
    if (err) {
        synth_close(synth);
        return err;
    }
    chime_add(&synth->chime, synth->hertz);
    *opened = synth;
    return ERR_NONE;
}

void synth_close(struct synth *synth)
{
    if (!synth)
        return;
    track_fini(&synth->chime);
    track_fini(&synth->chinese);
    track_fini(&synth->english);
    track_fini(&synth->whole);
    free(synth);
}

int synth_hertz(const struct synth *synth)
{
    return synth->hertz;
}

static void speak_both(struct synth *synth, const struct speech *speech, uint32_t percent,
                       struct speech_times *times)
{
    uint32_t rate = synth->rate * percent / 100;
    engine_say(&synth->chinese, true, rate, speech->chinese);
    engine_say(&synth->english, false, rate, speech->english);
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
