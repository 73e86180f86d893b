/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quota - how many numbers a service gives in each session (R-K5, R-K7), and changing
 * that while the hall is open (R-M13).
 *
 * An open appointment holds a number of the session it falls into, so that walk-in
 * visitors cannot take it; one that nobody came for holds it until the day is over.
 */
#include <assert.h>

#include "domain/calendar.h"
#include "engine/numbering.h"
#include "engine/quota.h"
#include "engine/rules.h"

uint16_t session_quota(const struct service *service, uint8_t session)
{
    const struct session *of = &service->sessions[session - 1];
    assert(session != SESSION_NONE && session <= SESSIONS_MAX);
    return of->quota_set ? of->quota : service->def->quota[session - 1];
}

uint32_t session_left(const struct service *service, uint8_t session)
{
    uint16_t quota = session_quota(service, session);
    const struct session *of = &service->sessions[session - 1];
    uint32_t gone = (uint32_t)of->issued + of->held;
    if (!quota)
        return UINT32_MAX;
    return gone < quota ? quota - gone : 0;
}

void sessions_clear(struct hall *hall)
{
    for (uint16_t i = 0; i < hall->service_count; i++) {
        struct service *service = &hall->services[i];
        for (int s = 0; s < SESSIONS_MAX; s++)
            service->sessions[s] = (struct session){0};
        service->green = 0;
        digest_service(hall, i);
    }
}

enum refusal quota_session(const struct hall *hall, const struct service *service, msec now,
                           int16_t tz_min, uint8_t *session)
{
    struct civil local = calendar_local(now, tz_min);
    struct calendar_hours day = calendar_hours(hall->def, service->def, calendar_date(local));
    uint16_t minute = calendar_minute(local);
    int at = hours_session(day.hours, day.open, minute, 0);
    if (at < 0)
        return REFUSED_NOT_OPEN;
    for (; at >= 0; at = hours_session(day.hours, day.open, minute, at + 1)) {
        *session = (uint8_t)(at + 1);
        if (session_left(service, *session))
            return REFUSED_NOT;
    }
    return REFUSED_QUOTA;
}

uint8_t quota_session_at(const struct hall *hall, const struct service *service, msec at,
                         int16_t tz_min)
{
    uint8_t session = SESSION_NONE;
    enum refusal no = quota_session(hall, service, at, tz_min, &session);
    return no == REFUSED_NOT_OPEN ? SESSION_NONE : session;
}

/* Until ticketing opens again what may be taken now does not matter: the next session's. */
uint32_t hall_left(const struct hall *hall, service_id id, msec now, int16_t tz_min)
{
    int32_t index = service_index(hall, id);
    uint8_t session;
    if (index < 0 || !hall->services[index].def->prefix[0])
        return 0;
    const struct service *service = &hall->services[index];
    uint32_t left = numbering_left(hall, (uint16_t)index);
    enum refusal no = quota_session(hall, service, now, tz_min, &session);
    if (no == REFUSED_QUOTA)
        return 0;
    return no || session_left(service, session) > left ? left : session_left(service, session);
}

/* arg = numbers, arg2 = session of the day, counted from 1. */
enum refusal rule_quota(struct act *act)
{
    int32_t index = service_index(act->hall, act->command->service);
    uint32_t session = act->command->arg2;
    if (index < 0)
        return REFUSED_UNKNOWN_SERVICE;
    const struct service_def *def = act->hall->services[index].def;
    if (!def->prefix[0])
        return REFUSED_NO_ISSUE;
    if (session < 1 || session > def_hours(act->hall->def, def)->count ||
        act->arg > TICKETS_DAY_MAX)
        return REFUSED_MALFORMED;
    struct fact fact = {.kind = FACT_KIND_QUOTA_SET};
    fact.quota_set.service = def->id.n;
    fact.quota_set.session = (uint8_t)(session - 1);
    fact.quota_set.quota = (uint16_t)act->arg;
    copy_who(fact.quota_set.who, sizeof(fact.quota_set.who), act->command->who);
    emit(act, &fact);
    act->result->service = def->id;
    return REFUSED_NOT;
}

void apply_quota_set(struct hall *hall, const struct fact *fact)
{
    int32_t index = service_index(hall, (service_id){fact->quota_set.service});
    assert(index >= 0 && fact->quota_set.session < SESSIONS_MAX);
    struct session *session = &hall->services[index].sessions[fact->quota_set.session];
    session->quota_set = true;
    session->quota = fact->quota_set.quota;
    digest_service(hall, (uint16_t)index);
}
