/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day - the working day opens by itself (D-28): at 04:00 local time, and at start when it
 * is not open yet. A day left open is closed first, once nobody is being served, and at
 * 06:00 in any case.
 */
#include "app/controller.h"
#include "domain/calendar.h"
#include "os/clock.h"

#define OPENS_MINUTE 240
/* Whoever is still being served then was forgotten at the end of yesterday: the new day must not
 * wait for a key that nobody will press. */
#define PATIENCE_MINUTE 360
#define LOOK_MS SECOND

static bool somebody_is_served(const struct controller *c)
{
    for (uint32_t i = 0; i < c->def->window_count; i++) {
        struct window_view window;
        if (hall_window(c->hall, (target_id){c->def->windows[i].number}, &window) &&
            (window.state == WINDOW_SERVING || window.state == WINDOW_CALLING))
            return true;
    }
    return false;
}

static void add(struct controller *c, enum verb verb, uint32_t arg)
{
    const struct command command = {.verb = (uint8_t)verb, .arg = arg};
    turn_add(c, &command, (struct origin){ORIGIN_HALL, 0, 0}, 0);
}

void day_tick(struct controller *c, msec mono)
{
    if (mono < c->day_after)
        return;
    c->day_after = mono + LOOK_MS;
    struct civil local = calendar_local(controller_now(c), controller_tz(c));
    uint32_t today = calendar_date(local), open = hall_day(c->hall);
    uint16_t minute = calendar_minute(local);
    bool due = minute >= OPENS_MINUTE || (!c->day_started && !open);
    c->day_started = true;
    /* A day that was closed today stays closed, also over a restart. */
    if (open == today || c->last_day >= today || !due)
        return;
    if (open && (minute >= PATIENCE_MINUTE || !somebody_is_served(c)))
        add(c, VERB_DAY_CLOSE, 1);
    else if (!open && calendar_works(c->def, today))
        add(c, VERB_DAY_OPEN, today);
}
