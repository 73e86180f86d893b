/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/hours.h"

uint8_t hours_all(const struct hours *hours)
{
    return (uint8_t)((1u << hours->count) - 1);
}

uint8_t hours_on(const struct hours *hours, uint8_t weekday)
{
    return !hours->weekdays || (hours->weekdays >> weekday & 1) ? hours_all(hours) : 0;
}

static bool inside(const struct hours *hours, int session, uint16_t minute, uint16_t early,
                   uint16_t stop)
{
    return minute + early >= hours->sessions[session].from_min &&
           minute + stop < hours->sessions[session].to_min;
}

int hours_session(const struct hours *hours, uint8_t open, uint16_t minute, int from)
{
    for (int i = from; i < hours->count; i++)
        if ((open >> i & 1) && inside(hours, i, minute, hours->early_min, hours->stop_min))
            return i;
    return -1;
}

bool hours_ticketing(const struct hours *hours, uint8_t open, uint16_t minute)
{
    return hours_session(hours, open, minute, 0) >= 0;
}

bool hours_service(const struct hours *hours, uint8_t open, uint16_t minute)
{
    for (int i = 0; i < hours->count; i++)
        if ((open >> i & 1) && inside(hours, i, minute, 0, 0))
            return true;
    return false;
}

bool hours_between(const struct hours *hours, uint8_t open, uint16_t minute)
{
    bool behind = false, before = false;
    for (int i = 0; i < hours->count; i++) {
        if (!(open >> i & 1))
            continue;
        behind |= minute + hours->early_min >= hours->sessions[i].from_min;
        before |= minute + hours->stop_min < hours->sessions[i].to_min;
    }
    return behind && before && !hours_ticketing(hours, open, minute);
}

bool hours_over(const struct hours *hours, uint8_t open, uint16_t minute)
{
    for (int i = 0; i < hours->count; i++)
        if ((open >> i & 1) && minute < hours->sessions[i].to_min)
            return false;
    return true;
}

int32_t hours_opens_in(const struct hours *hours, uint8_t open, uint16_t minute)
{
    if (hours_ticketing(hours, open, minute))
        return 0;
    for (int i = 0; i < hours->count; i++)
        if ((open >> i & 1) && hours->sessions[i].from_min > minute + hours->early_min)
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
