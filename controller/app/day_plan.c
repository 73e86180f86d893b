/* SPDX-License-Identifier: Apache-2.0 */
#include "app/day_plan.h"

#include "domain/calendar.h"

#define OPENS_MINUTE 240
/* Whoever is still being served then was forgotten at the end of yesterday: the new day must not
 * wait for a key that nobody will press. */
#define PATIENCE_MINUTE 360

static struct civil local_of(const struct day_clock *clock, int16_t tz_min)
{
    return calendar_local(clock->doubt == CLOCK_BEHIND ? clock->wall : clock->last, tz_min);
}

uint32_t day_plan_date(const struct day_clock *clock, int16_t tz_min)
{
    return clock->doubt == CLOCK_IMPLAUSIBLE ? 0 : calendar_date(local_of(clock, tz_min));
}

enum verb day_plan(const struct day_look *look, uint32_t *date)
{
    struct civil local = local_of(look->clock, look->tz_min);
    uint16_t minute = calendar_minute(local);
    *date = day_plan_date(look->clock, look->tz_min);
    /* A day that was closed today stays closed, also over a restart. */
    if (!*date || look->clock->doubt == CLOCK_AHEAD || look->last >= *date)
        return VERB_NONE;
    if (minute < OPENS_MINUTE && (look->started || look->open))
        return VERB_NONE;
    if (look->open)
        return minute >= PATIENCE_MINUTE || !look->served ? VERB_DAY_CLOSE : VERB_NONE;
    return calendar_works(look->def, *date) ? VERB_DAY_OPEN : VERB_NONE;
}
