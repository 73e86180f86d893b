/* SPDX-License-Identifier: Apache-2.0 */
#include "model/speech.h"

#include <string.h>

#define LUNCH_FROM (12 * 60)
#define LUNCH_TO (13 * 60 + 30)
#define LUNCH_PERCENT 60

static void add(struct speech_plan *plan, const struct speech_times *times, enum speech_part part)
{
    if (times->part[part] == 0)
        return;
    bool spoken = part == SPEECH_CHINESE || part == SPEECH_ENGLISH;
    bool after_speech = plan->count > 0 && plan->parts[plan->count - 1] != SPEECH_CHIME;
    if (spoken && after_speech) {
        plan->parts[plan->count++] = SPEECH_GAP;
        plan->total += SPEECH_GAP_MS;
    }
    plan->parts[plan->count++] = (uint8_t)part;
    plan->total += times->part[part];
}

static void build(const struct speech_times *times, bool again, bool english,
                  struct speech_plan *plan)
{
    memset(plan, 0, sizeof(*plan));
    add(plan, times, SPEECH_CHIME);
    add(plan, times, SPEECH_CHINESE);
    if (again && !times->once)
        add(plan, times, SPEECH_CHINESE);
    if (english)
        add(plan, times, SPEECH_ENGLISH);
}

void speech_plan(const struct speech_times *times, struct speech_plan *plan)
{
    build(times, true, true, plan);
    if (plan->total > SPEECH_MAX_MS) /* R-V5: both languages before the repetition */
        build(times, false, true, plan);
    if (plan->total > SPEECH_MAX_MS)
        build(times, true, false, plan);
    if (plan->total > SPEECH_MAX_MS)
        build(times, false, false, plan);
}

uint32_t speech_rate(const struct speech_times *times)
{
    struct speech_plan plan;
    build(times, true, true, &plan);
    if (plan.total <= SPEECH_MAX_MS)
        return 100;
    msec spoken = 0;
    for (uint32_t i = 0; i < plan.count; i++)
        if (plan.parts[i] == SPEECH_CHINESE || plan.parts[i] == SPEECH_ENGLISH)
            spoken += times->part[plan.parts[i]];
    msec room = SPEECH_MAX_MS - (plan.total - spoken);
    msec rate = room > 0 ? (spoken * 100 + room - 1) / room + 1 : SPEECH_FASTER_MAX;
    return rate < SPEECH_FASTER_MAX ? (uint32_t)rate : SPEECH_FASTER_MAX;
}

uint32_t speech_volume(uint16_t minute)
{
    return minute >= LUNCH_FROM && minute < LUNCH_TO ? LUNCH_PERCENT : 100;
}
