/* SPDX-License-Identifier: Apache-2.0 */
#include "app/synth.h"

#include <stdlib.h>
#include <string.h>

#include "model/speech.h"
#include "os/log.h"
#include "voice/chime.h"
#include "voice/engine.h"
#include "voice/pack.h"

struct synth {
    int hertz;
    uint32_t rate;
    struct pack *pack; /* NULL = everything live */
    struct track chime, lead, sentence[LANG_COUNT], rest;
};

static uint32_t samples_of(const struct synth *synth, msec ms)
{
    return (uint32_t)(ms * synth->hertz / SECOND);
}

static msec ms_of(const struct synth *synth, const struct track *track)
{
    return (msec)track->count * SECOND / synth->hertz;
}

static bool allocate(struct synth *synth)
{
    uint32_t most = samples_of(synth, SPEECH_MAX_MS);
    bool ok = track_init(&synth->chime, samples_of(synth, CHIME_MS)) &&
              track_init(&synth->lead, samples_of(synth, CHIME_MS)) &&
              track_init(&synth->rest, samples_of(synth, SPEECH_MAX_MS - CHIME_MS)); /* R-V5 */
    for (uint8_t i = 0; ok && i < LANG_COUNT; i++)
        ok = track_init(&synth->sentence[i], most);
    return ok;
}

enum err synth_open(uint32_t rate, const char *pack, struct synth **opened)
{
    *opened = NULL;
    struct synth *synth = calloc(1, sizeof(*synth));
    if (!synth)
        return ERR_NOMEM;
    synth->rate = rate;
    enum err err = engine_start(&synth->hertz);
    if (!err && !allocate(synth))
        err = log_fault(ERR_NOMEM, "no memory for sound");
    if (err) {
        synth_close(synth);
        return err;
    }
    chime_add(&synth->chime, synth->hertz);
    if (pack && pack[0] && pack_open(pack, (uint32_t)synth->hertz, &synth->pack))
        log_warn("calls are spoken by espeak-ng instead");
    *opened = synth;
    return ERR_NONE;
}

void synth_close(struct synth *synth)
{
    if (!synth)
        return;
    pack_close(synth->pack);
    track_fini(&synth->chime);
    track_fini(&synth->lead);
    track_fini(&synth->rest);
    for (uint8_t i = 0; i < LANG_COUNT; i++)
        track_fini(&synth->sentence[i]);
    free(synth);
}

int synth_hertz(const struct synth *synth)
{
    return synth->hertz;
}

static struct samples at_volume(const struct synth *synth, struct track *track, uint32_t volume)
{
    for (uint32_t i = 0; i < track->count; i++)
        track->at[i] = (int16_t)((int32_t)track->at[i] * (int32_t)volume / 100);
    return (struct samples){track->at, track->count, synth->hertz};
}

static bool says_anything(const struct speech *speech)
{
    for (uint8_t i = 0; i < speech->count; i++)
        if (speech->said[i].sentence[0])
            return true;
    return false;
}

struct samples synth_lead(struct synth *synth, const struct speech *speech)
{
    synth->lead.count = 0;
    if (says_anything(speech) && speech->chime)
        track_add(&synth->lead, synth->chime.at, synth->chime.count);
    else if (says_anything(speech) && speech->pause)
        track_add(&synth->lead, NULL, samples_of(synth, SPEECH_GAP_MS));
    return at_volume(synth, &synth->lead, speech->volume);
}

/* One language, recorded or live. Only the live one can speak faster. */
static void say(struct synth *synth, enum lang lang, const char *sentence, uint32_t rate,
                struct track *track)
{
    char reading[PHRASE_SIZE];
    track->count = 0;
    if (!sentence[0] || (synth->pack && pack_say(synth->pack, lang, sentence, track)))
        return;
    if (lang != LANG_ZH && lang != LANG_EN)
        return; /* R-G8: from recordings only */
    phrase_reading(lang, sentence, reading, sizeof(reading));
    engine_say(track, lang == LANG_ZH, rate, reading);
}

static void say_all(struct synth *synth, const struct speech *speech, uint32_t percent,
                    struct speech_times *times)
{
    *times = (struct speech_times){.lead = ms_of(synth, &synth->lead),
                                   .count = speech->count,
                                   .times = speech->times};
    for (uint8_t i = 0; i < speech->count; i++) {
        say(synth, (enum lang)speech->said[i].lang, speech->said[i].sentence,
            synth->rate * percent / 100, &synth->sentence[i]);
        times->sentence[i] = ms_of(synth, &synth->sentence[i]);
    }
}

static void join(struct synth *synth, const struct speech_plan *plan)
{
    synth->rest.count = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        if (plan->parts[i] == SPEECH_LEAD)
            continue; /* it sounds already */
        if (plan->parts[i] == SPEECH_GAP) {
            track_add(&synth->rest, NULL, samples_of(synth, SPEECH_GAP_MS));
            continue;
        }
        const struct track *sentence = &synth->sentence[plan->parts[i] - SPEECH_SENTENCE];
        track_add(&synth->rest, sentence->at, sentence->count);
    }
}

struct samples synth_rest(struct synth *synth, const struct speech *speech)
{
    struct speech_times times;
    struct speech_plan plan;
    say_all(synth, speech, 100, &times);
    uint32_t percent = speech_rate(&times);
    if (percent != 100) /* R-V5 */
        say_all(synth, speech, percent, &times);
    speech_plan(&times, &plan);
    join(synth, &plan);
    return at_volume(synth, &synth->rest, speech->volume);
}
