/* SPDX-License-Identifier: Apache-2.0 */
#include "core/strip.h"

#include "core/when.h"

void strip_init(struct strip *strip, target_id target)
{
    *strip = (struct strip){.target = target, .lost = 1};
}

void strip_take_call(struct strip *strip, const struct rec_call_entry *entry, msec now)
{
    if (entry->target != strip->target.n)
        return;
    struct label label = label_from_wire(entry->prefix, entry->number);
    bool again = strip->known && strip->state == entry->state && strip->call == entry->call &&
                 label_same(strip->label, label);
    bool other = !label_same(strip->label, label);
    strip->known = true;
    strip->state = entry->state;
    strip->call = entry->call;
    strip->label = label;
    if (!again)
        strip->picture = STRIP_DARK;
    if (again || entry->state != WINDOW_CALLING)
        return;
    /* R-L4: a recall within 5 s does not flash again; another number always does. */
    if (other || !strip->flash || now - strip->flash >= STRIP_AGAIN_MS)
        strip->flash = now;
}

void strip_take_picture(struct strip *strip, const struct msg_picture *picture, msec now)
{
    if (picture->target != strip->target.n || picture->picture >= STRIP_SHOW_COUNT)
        return;
    strip->picture = (uint8_t)picture->picture;
    strip->picture_until = picture->life_s ? now + picture->life_s * SECOND : 0;
}

/* R-O3, lunch: what stands in place of the state. A number goes before it. */
static enum strip_show shown_instead(const struct strip *strip, enum strip_show show, msec now)
{
    bool over = strip->picture_until && now >= strip->picture_until;
    if (!strip->picture || over || show == STRIP_CALL || show == STRIP_SERVING)
        return show;
    return (enum strip_show)strip->picture;
}

void strip_online(struct strip *strip, bool online, msec now)
{
    if (online)
        strip->lost = 0;
    else if (!strip->lost)
        strip->lost = now;
}

static enum strip_show show_of(uint8_t state)
{
    switch (state) {
    case WINDOW_CALLING:
        return STRIP_CALL;
    case WINDOW_SERVING:
        return STRIP_SERVING;
    case WINDOW_PAUSED:
        return STRIP_PAUSED;
    case WINDOW_IDLE:
    case WINDOW_RATING: /* R-L2: the number stands until the ticket is finished */
        return STRIP_IDLE;
    default:
        return STRIP_CLOSED;
    }
}

static bool flashing(const struct strip *strip, msec now)
{
    return strip->state == WINDOW_CALLING && strip->flash && now - strip->flash < STRIP_FLASH_MS;
}

void strip_view(const struct strip *strip, uint16_t training, msec now, struct strip_view *view)
{
    *view = (struct strip_view){.show = STRIP_DARK, .lit = true};
    if (!strip->known)
        return;
    view->show = shown_instead(strip, show_of(strip->state), now);
    if (strip->lost && now - strip->lost >= STRIP_STALE_MS)
        view->show = STRIP_LOST;
    if (view->show == STRIP_CALL || view->show == STRIP_SERVING)
        view->label = strip->label;
    if (view->show == STRIP_CALL && flashing(strip, now))
        view->lit = (now - strip->flash) / STRIP_HALF_MS % 2 == 0;
    else if (training && view->show != STRIP_LOST && now / STRIP_TRAINING_MS % 2)
        *view = (struct strip_view){.show = STRIP_TRAINING, .lit = true};
}

msec strip_deadline(const struct strip *strip, uint16_t training, msec now)
{
    msec when = WHEN_NEVER;
    if (!strip->known)
        return when;
    if (flashing(strip, now))
        when = strip->flash + ((now - strip->flash) / STRIP_HALF_MS + 1) * STRIP_HALF_MS;
    if (strip->lost && now - strip->lost < STRIP_STALE_MS)
        when = when_sooner(when, strip->lost + STRIP_STALE_MS);
    if (strip->picture && strip->picture_until > now)
        when = when_sooner(when, strip->picture_until);
    if (training)
        when = when_sooner(when, (now / STRIP_TRAINING_MS + 1) * STRIP_TRAINING_MS);
    return when;
}
