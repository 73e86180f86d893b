/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The controller of bus_world.h: the keying of controller/app as it is, and in place of the
 * hall one window that counts its calls.
 */
#include <assert.h>
#include <string.h>

#include "bus_world.h"

#define FLYING_MAX 3 /* as in controller/app/lines.c */
#define REPEAT_MS (5 * SECOND)

static void draw(struct world *w, uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)world_random(w, 256);
}

static bool has_room(const struct world *w)
{
    return w->credit + FLYING_MAX > BUS_QUEUE_MAX;
}

static bool say(struct world *w, struct world_station *s, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    if (!w->credit || line_keys_seal(&s->keys, message, frame, sizeof(frame), &length))
        return false;
    return world_send_down(w, frame, length);
}

struct rec_call_entry controller_entry(const struct world *w)
{
    return (struct rec_call_entry){.target = 1,
                                   .prefix = 'A',
                                   .number = w->number,
                                   .state = (uint8_t)(w->number ? WINDOW_CALLING : WINDOW_IDLE),
                                   .call = w->call};
}

static void fill_call(const struct world *w, struct message *message)
{
    *message = (struct message){.type = MSG_TYPE_CALL};
    message->call.entries.count = 1;
    message->call.entries.list[0] = controller_entry(w);
}

static void tell(struct world *w, struct world_station *s)
{
    struct message message;
    fill_call(w, &message);
    if (s->station.kind == DEVICE_RATING)
        message = (struct message){.type = MSG_TYPE_RATE_CLOSE};
    (void)say(w, s, &message);
}

static void tell_all(struct world *w)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    struct message message;
    fill_call(w, &message);
    if (w->credit && !channel_seal(&w->group.channel, &message, frame, sizeof(frame), &length))
        (void)world_send_down(w, frame, length);
}

/* ---- commands ---- */

static void execute(struct world *w, struct world_station *s, uint8_t index,
                    const struct msg_press *press)
{
    struct world_press *made = NULL;
    for (uint32_t i = 0; i < w->press_count; i++)
        if (w->presses[i].station == index && w->presses[i].boot == s->boot &&
            w->presses[i].seq == press->seq)
            made = &w->presses[i];
    assert(made); /* nobody but a person makes presses */
    s->result = (struct message){.type = MSG_TYPE_RESULT};
    s->result.result.seq = press->seq;
    if (press->seen != w->call) {
        s->result.result.code = REFUSED_STALE;
        return;
    }
    made->executed = w->now;
    made->executions++;
    w->call++;
    w->number++;
}

static void take_press(struct world *w, struct world_station *s, uint8_t index,
                       const struct msg_press *press)
{
    bool repeat = s->results_seq == press->seq; /* D-09: answered, not executed */
    uint8_t call = w->call;
    if (!repeat)
        execute(w, s, index, press);
    s->results_seq = press->seq;
    (void)say(w, s, &s->result);
    if (call != w->call)
        tell_all(w);
}

static void take_message(struct world *w, struct world_station *s, uint8_t index,
                         const struct message *message)
{
    if (message->type == MSG_TYPE_PRESS) {
        take_press(w, s, index, &message->press);
    } else if (message->type == MSG_TYPE_GKEY_OK) {
        if (line_group_confirms(&w->group, &message->gkey_ok))
            s->gkey_wanted = false;
    } else if (message->type == MSG_TYPE_STATUS) {
        bool right = message->status.call == w->call && message->status.number == w->number;
        if (s->station.kind != DEVICE_RATING && !right)
            tell(w, s);
    }
}

/* ---- sessions ---- */

static void take_noise2(struct world *w, struct world_station *s, const struct bus_event *event)
{
    struct message message;
    uint32_t forged = s->keys.forged;
    if (line_keys_noise2(&s->keys, event->frame, event->length, w->now, &message)) {
        s->claims = message.hello.boot ? message.hello.boot : ++w->boots;
        s->handshakes++;
    }
    w->forged += s->keys.forged - forged;
}

static void take_sealed(struct world *w, struct world_station *s, const struct bus_event *event)
{
    struct message message;
    bool first;
    enum channel_result result =
        line_keys_open(&s->keys, event->frame, event->length, w->now, &message, &first);
    assert(result != CHANNEL_BAD && result != CHANNEL_UNKNOWN);
    w->forged += result == CHANNEL_FORGED;
    if (result != CHANNEL_MESSAGE && result != CHANNEL_GAP)
        return;
    if (first) {
        if (s->claims != s->boot)
            s->results_seq = 0;
        s->boot = s->claims;
        s->gkey_wanted = w->group.turning;
        s->sessions++;
        tell(w, s);
    }
    s->open |= s->keys.proven;
    take_message(w, s, (uint8_t)(event->address - 1), &message);
}

static void hear(struct world *w, const struct bus_event *event)
{
    struct message message;
    struct world_station *s = &w->stations[event->address - 1];
    struct wire_in in = {event->frame + FRAME_HEADER, event->frame + event->length, false};
    w->uplinks++;
    line_keys_present(&s->keys, true, w->now);
    switch (event->frame[FRAME_CTL] & CTL_SEC_MASK) {
    case CTL_SEC_SEALED:
        take_sealed(w, s, event);
        break;
    case CTL_SEC_HANDSHAKE:
        take_noise2(w, s, event);
        break;
    default:
        if (event->frame[FRAME_HEADER] == MSG_TYPE_NEED && !message_decode(&in, &message))
            line_keys_need(&s->keys, w->now);
    }
}

void controller_hear(struct world *w, const struct bus_event *event)
{
    if (w->noise.swap && !w->held.length && world_random(w, 1000) < w->noise.swap) {
        w->held = *event;
        memcpy(w->held_frame, event->frame, event->length);
        w->held.frame = w->held_frame;
        return;
    }
    hear(w, event);
    if (w->held.length)
        hear(w, &w->held);
    w->held.length = 0;
}

static void begin(struct world *w)
{
    struct world_station *best = NULL;
    uint32_t busy = 0;
    for (uint8_t i = 0; i < w->count; i++) {
        struct world_station *s = &w->stations[i];
        busy += line_keys_busy(&s->keys);
        if (line_keys_wants(&s->keys, w->now) &&
            (!best || line_keys_rank(&s->keys, s->station.kind) <
                          line_keys_rank(&best->keys, best->station.kind)))
            best = s;
    }
    if (!best || busy >= LINE_KEYS_AT_A_TIME)
        return;
    uint8_t ephemeral[CRYPTO_POINT];
    draw(w, ephemeral, sizeof(ephemeral));
    enum err err = line_keys_begin(&best->keys, best->identity.uid, best->psk, ephemeral, w->now);
    assert(!err);
    (void)err;
}

static void welcome(struct world *w, struct world_station *s)
{
    struct message message = {.type = MSG_TYPE_WELCOME};
    message.welcome.boot = s->claims;
    message.welcome.proto = PROTO_VERSION;
    message.welcome.target = 1;
    if (s->station.kind != DEVICE_RATING)
        line_group_welcome(&w->group, &message.welcome);
    if (say(w, s, &message))
        line_keys_welcomed(&s->keys, w->now);
}

static void tick(struct world *w, struct world_station *s)
{
    uint8_t frame[FRAME_MAX_BUS];
    w->failed += line_keys_tick(&s->keys, w->now);
    s->open &= line_keys_alive(&s->keys, w->now);
    if (!has_room(w))
        return;
    enum line_keys_say due = line_keys_due(&s->keys, w->now);
    if (due == LINE_KEYS_NOISE1)
        (void)world_send_down(w, frame, line_keys_noise1(&s->keys, frame, w->now));
    else if (due == LINE_KEYS_WELCOME)
        welcome(w, s);
}

static void tell_group_key(struct world *w)
{
    bool all = true;
    for (uint8_t i = 0; i < w->count; i++) {
        struct world_station *s = &w->stations[i];
        if (!s->open || !s->gkey_wanted || s->station.kind == DEVICE_RATING)
            continue;
        struct message message = {.type = MSG_TYPE_GKEY};
        all = false;
        if (w->now < s->gkey_due || !has_room(w))
            continue;
        line_group_gkey(&w->group, &message);
        if (say(w, s, &message))
            s->gkey_due = w->now + SECOND;
    }
    if (!line_group_tick(&w->group, all, w->now))
        return;
    for (uint8_t i = 0; i < w->count; i++) {
        w->stations[i].keys.wanted |= w->stations[i].gkey_wanted;
        w->stations[i].gkey_wanted = false;
    }
}

void controller_tick(struct world *w)
{
    for (uint8_t i = 0; i < w->count; i++)
        tick(w, &w->stations[i]);
    if (has_room(w))
        begin(w);
    if (w->group.turning)
        tell_group_key(w);
    if (w->now < w->second)
        return;
    w->second = w->now + REPEAT_MS;
    tell_all(w);
    for (uint8_t i = 0; i < w->count; i++)
        if (w->stations[i].open && w->stations[i].station.kind == DEVICE_RATING)
            tell(w, &w->stations[i]);
}

void controller_start(struct world *w)
{
    uint8_t key[RECORD_KEY];
    draw(w, key, sizeof(key));
    line_group_init(&w->group, key);
    w->held.length = 0;
    for (uint8_t i = 0; i < w->count; i++) {
        struct world_station *s = &w->stations[i];
        line_keys_init(&s->keys, (uint8_t)(i + 1), w->bus.settings.baud,
                       (uint8_t)world_random(w, 256));
        s->open = s->gkey_wanted = false;
    }
}

void controller_tunnel(struct world *w)
{
    w->held.length = 0;
    for (uint8_t i = 0; i < w->count; i++) {
        line_keys_present(&w->stations[i].keys, false, w->now);
        w->stations[i].open = false;
    }
}

void world_revoke(struct world *w, uint8_t station)
{
    struct message bye = {.type = MSG_TYPE_BYE};
    struct world_station *revoked = &w->stations[station];
    uint8_t key[RECORD_KEY];
    (void)say(w, revoked, &bye);
    line_keys_drop(&revoked->keys, w->now);
    draw(w, revoked->psk, sizeof(revoked->psk)); /* no handshake with it succeeds any more */
    revoked->open = false;
    draw(w, key, sizeof(key));
    line_group_turn(&w->group, key, w->now);
    for (uint8_t i = 0; i < w->count; i++) {
        w->stations[i].gkey_wanted = w->stations[i].keys.keyed;
        w->stations[i].gkey_due = w->now;
    }
}
