/* SPDX-License-Identifier: Apache-2.0 */
#include "model/window_tv.h"

#include <string.h>

void window_tv_init(struct window_tv *tv, const struct hall_def *def, target_id target)
{
    memset(tv, 0, sizeof(*tv));
    tv->def = def;
    tv->target = target;
}

void window_tv_begin(struct window_tv *tv)
{
    tv->known = false;
    tv->counted = false;
    tv->waiting = 0;
    tv->lo_min = tv->hi_min = tv->wait_min = 0;
    tv->other_count = 0;
}

static const struct window_def *own_window(const struct window_tv *tv)
{
    return def_window(tv->def, tv->target.n);
}

uint8_t window_tv_floor(const struct window_tv *tv)
{
    const struct room_def *room = board_room(tv->def, tv->target);
    const struct window_def *window = own_window(tv);
    if (room)
        return room->floor;
    return window ? window->floor : 0;
}

static bool serves_one_of(const struct window_def *other, const struct window_def *own)
{
    for (uint8_t i = 0; i < own->service_count; i++)
        if (def_window_serves(other, own->services[i]))
            return true;
    return false;
}

static bool goes_on(uint8_t state)
{
    return state == WINDOW_IDLE || state == WINDOW_CALLING || state == WINDOW_SERVING ||
           state == WINDOW_RATING;
}

/* Only on the same floor: who waits here looks for a window that can be seen from here. */
static bool takes_our_people(const struct window_tv *tv, const struct window_tv_target *target)
{
    const struct window_def *own = own_window(tv);
    const struct window_def *other = def_window(tv->def, target->target.n);
    return own && other && other->floor == own->floor && goes_on(target->state) &&
           serves_one_of(other, own);
}

static void put_other(struct window_tv *tv, uint16_t number)
{
    uint32_t at = tv->other_count;
    if (at == WINDOW_TV_OTHERS_MAX) {
        if (tv->others[at - 1] < number)
            return;
        at--;
    } else {
        tv->other_count++;
    }
    for (; at > 0 && tv->others[at - 1] > number; at--)
        tv->others[at] = tv->others[at - 1];
    tv->others[at] = number;
}

static void put_own(struct window_tv *tv, const struct window_tv_target *target, msec mono)
{
    bool called = target->state == WINDOW_CALLING && target->label.number;
    bool news = tv->own.state != WINDOW_CALLING || tv->own.call != target->call ||
                !label_same(tv->own.label, target->label);
    bool other = !tv->lit || !label_same(tv->lit_label, target->label);
    /* A TV that has just started did not see the call come: it stands still. R-L4: the same
     * number again soon after does not flash again. */
    if (called && news && tv->filled && (other || mono - tv->lit >= WINDOW_TV_AGAIN_MS)) {
        tv->lit = mono;
        tv->lit_label = target->label;
    }
    tv->own = *target;
    tv->known = true;
}

void window_tv_put_target(struct window_tv *tv, const struct window_tv_target *target, msec mono)
{
    if (tv->target.n == 0)
        return;
    if (target->target.n == tv->target.n)
        put_own(tv, target, mono);
    else if (takes_our_people(tv, target))
        put_other(tv, target->target.n);
}

/* R-L11, D-44: of a confidential service nothing is shown; a step of journeys has no queue. */
static bool is_counted(const struct window_tv *tv, service_id id)
{
    const struct window_def *window = own_window(tv);
    const struct service_def *service = def_service(tv->def, id);
    return window && service && !window_tv_confidential(tv) && !service->confidential &&
           service->prefix[0] && def_window_serves(window, id);
}

/* From the shortest wait of its services to the longest. */
static void widen(struct window_tv *tv, const struct board_service *service)
{
    if (service->lo_min && (!tv->lo_min || service->lo_min < tv->lo_min))
        tv->lo_min = service->lo_min;
    if (service->hi_min > tv->hi_min)
        tv->hi_min = service->hi_min;
    if (service->wait_min > tv->wait_min)
        tv->wait_min = service->wait_min;
}

void window_tv_put_service(struct window_tv *tv, const struct board_service *service)
{
    if (!is_counted(tv, service->id))
        return;
    tv->counted = true;
    tv->waiting += service->waiting;
    if (service->waiting)
        widen(tv, service);
}

void window_tv_end(struct window_tv *tv)
{
    tv->filled = true;
}

enum window_tv_page window_tv_page(const struct window_tv *tv)
{
    if (!tv->known)
        return WINDOW_TV_UNKNOWN;
    switch (tv->own.state) {
    case WINDOW_CALLING:
        return WINDOW_TV_CALL;
    case WINDOW_SERVING:
        return WINDOW_TV_SERVING;
    case WINDOW_IDLE:
    case WINDOW_RATING: /* R-L2: the number stands until the ticket is finished */
        return WINDOW_TV_IDLE;
    case WINDOW_PAUSED:
        return tv->own.pause_reason == PAUSE_LUNCH ? WINDOW_TV_LUNCH : WINDOW_TV_PAUSED;
    default: /* nobody opens a room */
        return tv->target.n >= TARGET_ROOM ? WINDOW_TV_IDLE : WINDOW_TV_CLOSED;
    }
}

bool window_tv_blink(const struct window_tv *tv, msec mono)
{
    msec age = mono - tv->lit;
    return tv->lit && age >= WINDOW_TV_TOGGLE_MS && age < 2 * WINDOW_TV_TOGGLE_MS;
}

bool window_tv_after_hours(const struct window_tv *tv)
{
    return tv->known && tv->own.duty == DUTY_AFTER_HOURS;
}

bool window_tv_confidential(const struct window_tv *tv)
{
    const struct window_def *window = own_window(tv);
    if (!window)
        return false;
    if (window->confidential || window->service_count == 0)
        return window->confidential;
    for (uint8_t i = 0; i < window->service_count; i++) {
        const struct service_def *service = def_service(tv->def, window->services[i]);
        if (service && !service->confidential)
            return false;
    }
    return true;
}
