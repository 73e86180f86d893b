/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stations - what pads, strips and rating pads are told: always the whole state of their
 * window, repeated freely, so that a lost frame heals (protocol/SPEC.md 6).
 */
#include <stdlib.h>
#include <string.h>

#include "app/controller.h"
#include "protocol/bits.h"

#define ROUNDS 5 /* each station behind a line hears its state again every 5 s */

static bool is_station(uint8_t kind)
{
    return kind == DEVICE_PAD || kind == DEVICE_STRIP || kind == DEVICE_RATING;
}

enum err stations_open(struct controller *c)
{
    const struct hall_def *def = c->def;
    c->target_count = def->window_count + def->room_count;
    c->line_count = def->line_count;
    for (uint32_t i = 0; i < def->device_count; i++)
        c->station_count += is_station(def->devices[i].kind);
    c->stations = calloc(c->station_count + 1, sizeof(*c->stations));
    c->lines = calloc(c->line_count + 1, sizeof(*c->lines));
    c->targets = calloc(c->target_count + 1, sizeof(*c->targets));
    if (!c->stations || !c->lines || !c->targets)
        return log_fault(ERR_NOMEM, "no memory for %u stations", c->station_count);
    for (uint32_t i = 0, n = 0; i < def->device_count; i++)
        if (is_station(def->devices[i].kind))
            c->stations[n++].device = i;
    for (uint32_t i = 0; i < c->line_count; i++)
        c->lines[i].def = &def->lines[i];
    for (uint32_t i = 0; i < def->window_count; i++)
        c->targets[i].target.n = def->windows[i].number;
    for (uint32_t i = 0; i < def->room_count; i++)
        c->targets[def->window_count + i].target.n = (uint16_t)(TARGET_ROOM | def->rooms[i].id);
    return line_sessions_open(c);
}

const struct device_def *station_def(const struct controller *c, const struct station *station)
{
    return &c->def->devices[station->device];
}

struct station *station_by_device(struct controller *c, uint32_t device)
{
    for (uint32_t i = 0; i < c->station_count; i++)
        if (c->stations[i].device == device)
            return &c->stations[i];
    return NULL;
}

struct target_state *target_of(struct controller *c, target_id target)
{
    for (uint32_t i = 0; i < c->target_count; i++)
        if (c->targets[i].target.n == target.n)
            return &c->targets[i];
    return NULL;
}

/* What a strip shows in place of its window's state: the words of lunch and of after hours. */
static uint8_t picture_of(const struct target_state *target)
{
    const struct row_window *row = &target->row;
    if (row->state == WINDOW_PAUSED && row->pause_reason == PAUSE_LUNCH)
        return STRIP_LUNCH;
    if (row->state == WINDOW_IDLE && row->duty == DUTY_AFTER_HOURS)
        return STRIP_EXTENDED;
    return STRIP_DARK;
}

static void all_due(struct controller *c, struct station *station)
{
    const struct target_state *target = target_of(c, station->id.target);
    uint8_t kind = c->def->devices[station->device].kind;
    station->call_due = kind != DEVICE_RATING; /* D-17: rating pads are driven by unicast */
    station->state_due = kind == DEVICE_PAD;
    station->rate_due = kind == DEVICE_RATING;
    station->picture_due =
        kind == DEVICE_STRIP && target && target->known && picture_of(target) != STRIP_DARK;
}

void stations_hello(struct controller *c, struct station *station, const struct device_id *id,
                    struct peer *peer)
{
    station->online = true;
    station->id = *id;
    station->peer = peer;
    station->rate_ticket.n = 0;
    if (peer)
        line_keys_drop(&station->keys, 0); /* whoever speaks behind a line now is another one */
    all_due(c, station);
}

void stations_gone(struct controller *c, struct station *station)
{
    if (!station->online)
        return;
    station->online = false;
    station->peer = NULL;
    station->call_due = station->state_due = station->rate_due = false;
    station->picture_due = false;
    peers_device(c, station->device, false, NULL);
}

/* It shows something else than the truth: a frame was lost. */
void stations_status(struct controller *c, struct station *station, const struct msg_status *status)
{
    const struct target_state *target = target_of(c, station->id.target);
    if (!target || !target->known || station->id.kind == DEVICE_RATING)
        return;
    const struct row_window *row = &target->row;
    if (status->state != row->state || status->call != (uint8_t)row->call ||
        status->prefix != row->prefix || status->number != row->number)
        all_due(c, station);
}

/* ---- what is due ---- */

static bool next_rate(struct controller *c, struct station *station,
                      const struct target_state *target, struct message *message)
{
    const struct row_window *row = &target->row;
    struct ticket_view ticket;
    bool idle = station->idle_due;
    station->rate_due = station->idle_due = false;
    if (row->state == WINDOW_RATING && hall_ticket(c->hall, (ticket_id){row->ticket}, &ticket)) {
        msec left = (msec)row->since_ms + c->def->rules.rating_s * SECOND - c->clock.last;
        uint16_t left_s = 0;
        if (left > 0)
            left_s = (uint16_t)(left / SECOND);
        station->rate_ticket = ticket.id;
        message->type = MSG_TYPE_RATE_OPEN;
        message->rate_open = (struct msg_rate_open){
            .ticket = row->ticket,
            .prefix = row->prefix,
            .number = row->number,
            .lang = ticket.lang,
            .timeout_s = left_s,
        };
        return true;
    }
    if (!station->rate_ticket.n && !idle)
        return false;
    message->type = MSG_TYPE_RATE_CLOSE; /* ticket 0: nothing is asked at all */
    message->rate_close =
        (struct msg_rate_close){.ticket = station->rate_ticket.n, .why = RATE_CLOSE_OVER};
    station->rate_ticket.n = 0;
    return true;
}

bool stations_next(struct controller *c, struct station *station, struct message *message)
{
    struct target_state *target = target_of(c, station->id.target);
    if (!target || !target->known) {
        station->call_due = station->state_due = station->rate_due = false;
        station->picture_due = false;
        return false;
    }
    if (station->rate_due && next_rate(c, station, target, message))
        return true;
    if (station->state_due) {
        const struct outbound_pad pad = {target->target, c->clock.last, c->settings.training};
        station->state_due = false;
        outbound_padstate(&pad, &target->row, message);
        return true;
    }
    if (!station->call_due && station->picture_due) { /* behind the call, which would end it */
        station->picture_due = false;
        message->type = MSG_TYPE_PICTURE;
        message->picture =
            (struct msg_picture){.target = target->target.n, .picture = picture_of(target)};
        return true;
    }
    if (!station->call_due)
        return false;
    station->call_due = false;
    message->type = MSG_TYPE_CALL;
    message->call.entries.count = 1;
    message->call.entries.list[0] = outbound_call(target->target, &target->row, target->ack_seq);
    return true;
}

/* ---- rows to stations ---- */

static bool entry_changed(const struct rec_call_entry *a, const struct rec_call_entry *b)
{
    return a->prefix != b->prefix || a->number != b->number || a->state != b->state ||
           a->call != b->call || a->ack_seq != b->ack_seq;
}

static void take_row(struct controller *c, struct target_state *target)
{
    uint8_t before = target->known ? picture_of(target) : STRIP_DARK;
    if (!view_get(&c->rows.table, ROW_TYPE_WINDOW, target->target.n, &target->row))
        return;
    struct rec_call_entry entry = outbound_call(target->target, &target->row, target->ack_seq);
    bool call = !target->known || entry_changed(&entry, &target->told);
    target->told = entry;
    target->known = true;
    bool other = picture_of(target) != before;
    bool picture = other || (call && before != STRIP_DARK); /* a call ends it at the strip */
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        if (!station->online || station->id.target.n != target->target.n)
            continue;
        station->call_due |= call && station->id.kind != DEVICE_RATING;
        station->state_due |= station->id.kind == DEVICE_PAD;
        station->picture_due |= picture && station->id.kind == DEVICE_STRIP;
        station->rate_due |= station->id.kind == DEVICE_RATING;
    }
}

static void take_changes(struct controller *c)
{
    if (!rows_reaches(&c->rows, c->rows_rev)) {
        for (uint32_t i = 0; i < c->target_count; i++)
            take_row(c, &c->targets[i]);
        c->rows_rev = c->rows.rev;
    }
    while (c->rows_rev < c->rows.rev) {
        const struct scope *change = rows_change(&c->rows, ++c->rows_rev);
        struct target_state *target =
            change->kind == ROW_TYPE_WINDOW ? target_of(c, (target_id){change->target}) : NULL;
        if (target)
            take_row(c, target);
    }
}

void stations_push(struct controller *c)
{
    take_changes(c);
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        while (station->peer && client_is_open(station->peer->client) &&
               stations_next(c, station, &c->scratch))
            client_send(station->peer->client, &c->scratch);
    }
}

void stations_second(struct controller *c)
{
    c->round = (c->round + 1) % ROUNDS;
    for (uint32_t i = c->round; i < c->station_count; i += ROUNDS)
        if (c->stations[i].online && !c->stations[i].peer) {
            all_due(c, &c->stations[i]);
            c->stations[i].idle_due = true;
        }
}
