/* SPDX-License-Identifier: Apache-2.0 */
#include "core/station.h"

#include "core/when.h"

/* What STATUS tells of the picture. */
struct shown {
    uint16_t prefix, number;
    uint8_t state, call;
};

static struct shown shown(const struct station *station)
{
    struct label label = {0};
    struct shown shown = {0};
    if (station->kind == DEVICE_PAD) {
        label = station->pad.label;
        shown.state = station->pad.state;
        shown.call = station->pad.call;
    } else if (station->kind == DEVICE_STRIP) {
        label = station->strip.label;
        shown.state = station->strip.state;
        shown.call = station->strip.call;
    } else {
        label = station->rating.ticket.n ? station->rating.label : label;
        shown.state = (uint8_t)station->rating.screen;
    }
    shown.prefix = label_wire_prefix(label);
    shown.number = label.number;
    return shown;
}

static bool same(struct shown a, struct shown b)
{
    return a.prefix == b.prefix && a.number == b.number && a.state == b.state && a.call == b.call;
}

void station_init(struct station *station, uint8_t kind, target_id target, msec now)
{
    *station = (struct station){.kind = kind, .target = target, .started = now, .status_due = now};
    pad_init(&station->pad, target);
    strip_init(&station->strip, target);
    rating_init(&station->rating);
}

void station_online(struct station *station, msec now)
{
    station->online = true;
    strip_online(&station->strip, true, now);
    if (station->pad.seq) /* said to a session that is gone: the same press again, at once */
        station->pad.repeat = now;
    station_doubt(station, now);
}

void station_welcome(struct station *station, const struct msg_welcome *welcome, msec now)
{
    if (welcome->target && welcome->target != station->target.n) {
        station->target = (target_id){welcome->target};
        station->name = NULL; /* that was another window's */
        pad_init(&station->pad, station->target);
        strip_init(&station->strip, station->target);
    }
    if (welcome->press_life_ds)
        station->pad.life = welcome->press_life_ds * SECOND / 10;
    station->training = welcome->training;
    station_online(station, now);
}

void station_offline(struct station *station, msec now)
{
    station->online = false;
    strip_online(&station->strip, false, now);
}

void station_doubt(struct station *station, msec now)
{
    station->status_due = now;
}

static void take_call(struct station *station, const struct msg_call *call, msec now)
{
    for (uint8_t i = 0; i < call->entries.count; i++) {
        if (station->kind == DEVICE_PAD)
            pad_take_call(&station->pad, &call->entries.list[i], now);
        else if (station->kind == DEVICE_STRIP)
            strip_take_call(&station->strip, &call->entries.list[i], now);
    }
}

static void take_result(struct station *station, const struct msg_result *result, msec now)
{
    if (station->kind == DEVICE_RATING) {
        rating_take_result(&station->rating, result, now);
        return;
    }
    pad_take_result(&station->pad, result, now);
    if (result->code == REFUSED_STALE) /* what we show is old: say so, and get it anew */
        station_doubt(station, now);
}

void station_take(struct station *station, const struct message *message, msec now)
{
    struct shown before = shown(station);
    switch (message->type) {
    case MSG_TYPE_CALL:
        take_call(station, &message->call, now);
        break;
    case MSG_TYPE_PADSTATE:
        if (station->kind == DEVICE_PAD)
            pad_take_state(&station->pad, &message->padstate, now);
        break;
    case MSG_TYPE_PICTURE: /* D-37 */
        if (station->kind == DEVICE_STRIP)
            strip_take_picture(&station->strip, &message->picture, now);
        break;
    case MSG_TYPE_RESULT:
        take_result(station, &message->result, now);
        break;
    case MSG_TYPE_RATE_OPEN:
        if (station->kind == DEVICE_RATING)
            rating_take_open(&station->rating, &message->rate_open, now);
        break;
    case MSG_TYPE_RATE_CLOSE:
        rating_take_close(&station->rating, &message->rate_close);
        break;
    default:
        return;
    }
    if (!same(before, shown(station)))
        station_doubt(station, now);
}

static void fill_status(const struct station *station, msec now, struct msg_status *status)
{
    struct shown picture = shown(station);
    *status = (struct msg_status){
        .uptime_s = (uint32_t)((now - station->started) / SECOND),
        .flags = station->flags,
        .rx_bad = station->rx_bad,
        .target = station->target.n,
        .prefix = picture.prefix,
        .number = picture.number,
        .state = picture.state,
        .call = picture.call,
        .rx_forged = station->rx_forged,
    };
}

bool station_next(struct station *station, msec now, struct station_out *out)
{
    if (!station->online)
        return false;
    if (station->kind == DEVICE_PAD && pad_next(&station->pad, now, &out->message.press)) {
        out->message.type = MSG_TYPE_PRESS;
        out->expires = station->pad.pressed + station->pad.life;
        return true;
    }
    if (station->kind == DEVICE_RATING && rating_next(&station->rating, now, &out->message.rate)) {
        out->message.type = MSG_TYPE_RATE;
        out->expires = station->rating.until;
        return true;
    }
    if (now < station->status_due)
        return false;
    station->status_due = now + STATION_STATUS_MS;
    fill_status(station, now, &out->message.status);
    out->message.type = MSG_TYPE_STATUS;
    out->expires = now + STATION_STATUS_MS;
    return true;
}

void station_tick(struct station *station, msec now)
{
    struct shown before = shown(station);
    pad_tick(&station->pad, now);
    rating_tick(&station->rating, now);
    if (!same(before, shown(station)))
        station_doubt(station, now);
}

msec station_deadline(const struct station *station)
{
    msec when = when_sooner(pad_deadline(&station->pad), rating_deadline(&station->rating));
    return station->online ? when_sooner(when, station->status_due) : when;
}

static uint16_t next_seq(const struct station *station)
{
    uint16_t seq = (uint16_t)(station->seq + 1);
    return seq ? seq : 1;
}

enum pad_taken station_press(struct station *station, uint8_t key, uint16_t arg, msec now)
{
    /* D-14; and without a picture nobody can have seen what he presses on (D-08). */
    if (!station->online || !station->pad.known)
        return PAD_NO_LINK;
    uint16_t seq = next_seq(station);
    enum pad_taken taken = pad_press(&station->pad, key, arg, seq, now);
    if (taken == PAD_TAKEN)
        station->seq = seq;
    return taken;
}

bool station_rate(struct station *station, uint8_t score, msec now)
{
    uint16_t seq = next_seq(station);
    if (!rating_choose(&station->rating, score, seq, now))
        return false;
    station->seq = seq;
    return true;
}
