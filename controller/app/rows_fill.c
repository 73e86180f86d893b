/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/rows.h"
#include "domain/calendar.h"

static uint16_t clip(int64_t n)
{
    return n < 0 ? 0 : n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
}

/* Also the minutes until the next opening today; 0 = open, or not again today. */
static bool ticketing(const struct rows *rows, const struct service_def *service,
                      const struct rows_time *time, uint16_t *opens_in)
{
    struct civil local = calendar_local(time->now, time->tz_min);
    struct calendar_hours day = calendar_hours(rows->def, service, calendar_date(local));
    uint16_t minute = calendar_minute(local);
    *opens_in = clip(hours_opens_in(day.hours, day.open, minute));
    return hall_day(rows->hall) && hours_ticketing(day.hours, day.open, minute);
}

void rows_fill_hall(struct rows *rows, const struct rows_time *time)
{
    struct row_hall row = {
        .day = hall_day(rows->hall),
        .issued = hall_tickets(rows->hall),
        .waiting = hall_waiting_all(rows->hall),
        .training = time->training,
        .emergency = hall_emergency(rows->hall),
    };
    row.ticketing = ticketing(rows, NULL, time, &row.opens_in_min);
    rows_set(rows, ROW_TYPE_HALL, 0, &row);
}

void rows_fill_service(struct rows *rows, uint32_t index, const struct rows_time *time)
{
    const struct service_def *service = &rows->def->services[index];
    uint32_t ahead = hall_ahead_of_new(rows->hall, service->id, CLASS_NORMAL, time->now);
    struct row_service row = {
        .waiting = clip(hall_waiting(rows->hall, service->id)),
        .windows = clip(hall_windows_open(rows->hall, service->id)),
        .ahead_normal = clip(ahead),
        .ahead_priority =
            clip(hall_ahead_of_new(rows->hall, service->id, CLASS_PRIORITY, time->now)),
    };
    row.left = clip(hall_left(rows->hall, service->id, time->now, time->tz_min)); /* R-K7 */
    row.ticketing = service->prefix[0] && ticketing(rows, service, time, &row.opens_in_min);
    if (service->prefix[0] && hall_day(rows->hall) &&
        hall_over_noon(rows->hall, service->id, time->now, time->tz_min)) {
        row.ticketing = true; /* R-O4: a window on lunch duty serves it */
        row.opens_in_min = 0;
    }
    /* R-W3: nothing known, no minutes. */
    (void)hall_estimate(rows->hall, service->id, ahead, &row.lo_min, &row.hi_min, &row.wait_min);
    rows_set(rows, ROW_TYPE_SERVICE, service->id.n, &row);
}

void rows_fill_target(struct rows *rows, target_id target, const struct rows_time *time)
{
    struct window_view window;
    struct ticket_view ticket;
    if (!hall_window(rows->hall, target, &window))
        return;
    struct row_window row = {
        .state = window.state,
        .call = window.call,
        .calls = window.calls,
        .ticket = window.ticket.n,
        .since_ms = (uint64_t)window.since,
        .order = window.order,
        .pause_reason = window.pause_reason,
        .parked = window.parked,
        .duty = hall_duty(rows->hall, target, time->now, time->tz_min), /* R-O3, R-O4 */
    };
    if (!(target.n & TARGET_ROOM))
        row.waiting = clip(hall_waiting_window(rows->hall, target.n));
    if (window.ticket.n && hall_ticket(rows->hall, window.ticket, &ticket)) {
        row.prefix = label_wire_prefix(ticket.label);
        row.number = ticket.label.number;
        row.ticket_class = ticket.ticket_class;
        row.service = ticket.service.n;
    }
    rows_set(rows, ROW_TYPE_WINDOW, target.n, &row);
}

static bool is_open(uint8_t state)
{
    return state == TICKET_WAITING || state == TICKET_CALLED || state == TICKET_SERVING ||
           state == TICKET_PARKED || state == TICKET_MISSED;
}

/* The place counted last; counting costs a walk through the queue. */
static uint16_t held_ahead(const struct rows *rows, ticket_id id)
{
    struct row_ticket held = {0};
    (void)view_get(&rows->table, ROW_TYPE_TICKET, id.n, &held);
    return held.ahead;
}

void rows_fill_ticket(struct rows *rows, ticket_id id, bool with_ahead)
{
    struct ticket_view ticket;
    if (!hall_ticket(rows->hall, id, &ticket) || !is_open(ticket.state)) {
        rows_unset(rows, ROW_TYPE_TICKET, id.n); /* D-15: only while it is open */
        return;
    }
    struct row_ticket row = {
        .state = ticket.state,
        .service = ticket.service.n,
        .ticket_class = ticket.ticket_class,
        .prefix = label_wire_prefix(ticket.label),
        .number = ticket.label.number,
        .joined_ms = (uint64_t)ticket.joined,
        .target = ticket.target.n,
        .unprinted = ticket.unprinted,
        .items = ticket.items,
        .park_kind = ticket.park_kind,
    };
    if (ticket.state == TICKET_WAITING)
        row.ahead = with_ahead ? clip(hall_ahead(rows->hall, id)) : held_ahead(rows, id);
    rows_set(rows, ROW_TYPE_TICKET, id.n, &row);
}

/* ---- announcements (D-12) ---- */

static uint16_t voice_zone_of(const struct hall_def *def, target_id target)
{
    if (target.n & TARGET_ROOM) {
        const struct room_def *room = def_room(def, target.n & (uint16_t)~TARGET_ROOM);
        return room ? room->voice_zone : 0;
    }
    const struct window_def *window = def_window(def, target.n);
    return window ? window->voice_zone : 0;
}

/* R-V5: those of the hall, and the ticket's own. */
static uint8_t langs_of(const struct hall_def *def, uint8_t lang)
{
    uint8_t langs = (uint8_t)(def->voice.language_count ? 0 : 1u << LANG_ZH);
    for (uint8_t i = 0; i < def->voice.language_count; i++)
        langs |= (uint8_t)(1u << def->voice.languages[i]);
    if (lang < LANG_COUNT && def->languages[lang])
        langs |= (uint8_t)(1u << lang);
    return langs;
}

static void fill_announce(struct rows *rows, const struct announce_view *announce)
{
    struct row_announce row = {
        .voice_zone = voice_zone_of(rows->def, announce->target),
        /* Whoever is told to get ready may be called by another window. */
        .target = announce->kind == ANNOUNCE_NEXT ? 0 : announce->target.n,
        .prefix = label_wire_prefix(announce->label),
        .number = announce->label.number,
        .kind = announce->kind,
        .langs = langs_of(rows->def, announce->lang),
        .at_ms = (uint64_t)announce->at,
        .life_s = rows->def->rules.announce_expiry_s,
    };
    rows_set(rows, ROW_TYPE_ANNOUNCE, announce->id, &row);
}

/* Its life is real time, also when the hall's clock runs faster (D-27), as boards count it. */
static bool lives(msec at, uint16_t life_s, const struct rows_time *time)
{
    msec faster = time->training ? time->training : 1;
    return at + life_s * SECOND * faster > time->now;
}

void rows_fill_announces(struct rows *rows, const struct rows_time *time)
{
    struct announce_view list[HALL_ANNOUNCES_MAX];
    uint32_t count = hall_announces(rows->hall, rows->announced, list, HALL_ANNOUNCES_MAX);
    for (uint32_t i = 0; i < count; i++) {
        if (lives(list[i].at, rows->def->rules.announce_expiry_s, time) && !list[i].gone)
            fill_announce(rows, &list[i]);
        rows->announced = list[i].id + 1;
    }
}

static void expire_announces(struct rows *rows, const struct rows_time *time)
{
    uint32_t at = 0;
    const struct view_row *row;
    while ((row = view_each(&rows->table, ROW_TYPE_ANNOUNCE, &at))) {
        struct row_announce announce;
        view_row_decode(row, &announce);
        if (lives((msec)announce.at_ms, announce.life_s, time))
            continue;
        rows_unset(rows, ROW_TYPE_ANNOUNCE, row->key);
        at--; /* the next one moved here */
    }
}

/* ---- missed numbers (R-C3) ---- */

static bool is_shown(const struct rows *rows, const struct missed *missed, msec now)
{
    struct ticket_view ticket;
    return missed->ticket.n && missed->at + rows->def->rules.missed_shown_min * MINUTE > now &&
           hall_ticket(rows->hall, missed->ticket, &ticket) && ticket.state == TICKET_MISSED;
}

static bool keeps_missed(const struct rows *rows, uint32_t ticket, msec now)
{
    for (uint32_t i = 0; i < ROWS_MISSED_MAX; i++)
        if (rows->missed[i].ticket.n == ticket)
            return is_shown(rows, &rows->missed[i], now);
    return false;
}

static void refresh_missed(struct rows *rows, msec now)
{
    uint32_t at = 0;
    const struct view_row *held;
    while ((held = view_each(&rows->table, ROW_TYPE_MISSED, &at))) {
        if (keeps_missed(rows, held->key, now))
            continue;
        rows_unset(rows, ROW_TYPE_MISSED, held->key);
        at--;
    }
    for (uint32_t i = 0; i < ROWS_MISSED_MAX; i++) {
        const struct missed *missed = &rows->missed[i];
        struct ticket_view ticket;
        if (!is_shown(rows, missed, now) || !hall_ticket(rows->hall, missed->ticket, &ticket))
            continue;
        struct row_missed row = {ticket.service.n, label_wire_prefix(ticket.label),
                                 ticket.label.number, (uint64_t)missed->at};
        rows_set(rows, ROW_TYPE_MISSED, missed->ticket.n, &row);
    }
}

void rows_expire(struct rows *rows, const struct rows_time *time)
{
    expire_announces(rows, time);
    refresh_missed(rows, time->now);
}
