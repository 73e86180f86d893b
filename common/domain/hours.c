/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/hours.h"

static bool on_day(const struct hours *hours, uint8_t weekday)
{
    return !hours->weekdays || (hours->weekdays >> weekday & 1);
}

static bool inside(const struct hours *hours, uint8_t weekday, uint16_t minute, uint16_t early,
                   uint16_t stop)
{
    if (!on_day(hours, weekday))
        return false;
    for (uint8_t i = 0; i < hours->count; i++)
        if (minute + early >= hours->sessions[i].from_min &&
            minute + stop < hours->sessions[i].to_min)
            return true;
    return false;
}

bool hours_ticketing(const struct hours *hours, uint8_t weekday, uint16_t minute)
{
    return inside(hours, weekday, minute, hours->early_min, hours->stop_min);
}

bool hours_service(const struct hours *hours, uint8_t weekday, uint16_t minute)
{
    return inside(hours, weekday, minute, 0, 0);
}

int32_t hours_opens_in(const struct hours *hours, uint8_t weekday, uint16_t minute)
{
    if (hours_ticketing(hours, weekday, minute))
        return 0;
    if (!on_day(hours, weekday))
        return -1;
    for (uint8_t i = 0; i < hours->count; i++)
        if (hours->sessions[i].from_min > minute + hours->early_min)
            return hours->sessions[i].from_min - hours->early_min - minute;
    return -1;
}

bool hours_valid(const struct hours *hours)
{
    if (hours->count > SESSIONS_MAX)
        return false;
    for (uint8_t i = 0; i < hours->count; i++) {
        const struct hours_session *s = &hours->sessions[i];
        if (s->to_min > 1440 || s->from_min + hours->stop_min >= s->to_min)
            return false;
        if (i && s->from_min < hours->sessions[i - 1].to_min)
            return false;
    }
    return true;
}
