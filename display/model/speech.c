/* SPDX-License-Identifier: Apache-2.0 */
#include "model/speech.h"

#include <string.h>

#define RATE_END 10 /* of voice_def.rate, both ways */

static void add(struct speech_plan *plan, uint8_t part, msec ms)
{
    if (ms == 0 || plan->count == SPEECH_PARTS_MAX)
        return;
    plan->parts[plan->count++] = part;
    plan->total += ms;
}

static void add_sentence(struct speech_plan *plan, const struct speech_times *times, uint8_t at)
{
    bool after_speech = plan->count > 0 && plan->parts[plan->count - 1] != SPEECH_LEAD;
    if (times->sentence[at] && after_speech)
        add(plan, SPEECH_GAP, SPEECH_GAP_MS);
    add(plan, (uint8_t)(SPEECH_SENTENCE + at), times->sentence[at]);
}

static void build(const struct speech_times *times, uint8_t said, uint8_t languages,
                  struct speech_plan *plan)
{
    memset(plan, 0, sizeof(*plan));
    add(plan, SPEECH_LEAD, times->lead);
    for (uint8_t i = 0; i < said; i++)
        add_sentence(plan, times, 0);
    for (uint8_t i = 1; i < languages; i++)
        add_sentence(plan, times, i);
}

/* R-V5: all languages before the repetitions. */
void speech_plan(const struct speech_times *times, struct speech_plan *plan)
{
    build(times, times->times, times->count, plan);
    for (uint8_t languages = times->count; languages > 0; languages--)
        for (uint8_t said = times->times; said > 0; said--) {
            build(times, said, languages, plan);
            if (plan->total <= SPEECH_MAX_MS)
                return;
        }
}

uint32_t speech_rate(const struct speech_times *times)
{
    struct speech_plan plan;
    build(times, times->times, times->count, &plan);
    if (plan.total <= SPEECH_MAX_MS)
        return 100;
    msec spoken = 0;
    for (uint32_t i = 0; i < plan.count; i++)
        if (plan.parts[i] >= SPEECH_SENTENCE)
            spoken += times->sentence[plan.parts[i] - SPEECH_SENTENCE];
    msec room = SPEECH_MAX_MS - (plan.total - spoken);
    msec rate = room > 0 ? (spoken * 100 + room - 1) / room + 1 : SPEECH_FASTER_MAX;
    return rate < SPEECH_FASTER_MAX ? (uint32_t)rate : SPEECH_FASTER_MAX;
}

uint32_t speech_volume(const struct voice_def *voice, uint16_t minute)
{
    for (uint8_t i = 0; i < voice->volume_count; i++)
        if (minute >= voice->volumes[i].time.from_min && minute < voice->volumes[i].time.to_min)
            return voice->volumes[i].percent;
    return 100;
}

uint32_t speech_words(int8_t rate)
{
    int end = rate < 0 ? SPEECH_WORDS - SPEECH_WORDS_SLOW : SPEECH_WORDS_FAST - SPEECH_WORDS;
    return (uint32_t)(SPEECH_WORDS + rate * end / RATE_END);
}

static void add_language(uint8_t langs[LANG_COUNT], uint8_t *count, uint8_t lang)
{
    for (uint8_t i = 0; i < *count; i++)
        if (langs[i] == lang)
            return;
    langs[(*count)++] = lang;
}

uint8_t speech_languages(const struct hall_def *def, uint8_t asked, uint8_t langs[LANG_COUNT])
{
    uint8_t count = 0;
    for (uint8_t i = 0; i < def->voice.language_count; i++)
        add_language(langs, &count, def->voice.languages[i]);
    for (uint8_t lang = 0; lang < LANG_COUNT; lang++)
        if (def->languages[lang] && asked >> lang & 1)
            add_language(langs, &count, lang);
    return count;
}
