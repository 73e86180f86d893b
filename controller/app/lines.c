/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lines - stations behind RS-485: their frames travel end to end inside TUNNEL, through
 * the bus program that masters the line (D-02).
 *
 * Calls wait as marks, not as frames: while the line is busy they are merged, eight targets
 * to a frame, and the newest state goes out when there is room.
 */
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "net/roles.h"
#include "os/clock.h"
#include "protocol/bits.h"

#define CALL_ENTRIES 8 /* D-02 */
/* Frames of ours that may wait in the bus program: few, so that what waits is still a mark. */
#define LINE_FLYING_MAX 3

struct line *line_of(struct controller *c, uint16_t id)
{
    for (uint32_t i = 0; i < c->line_count; i++)
        if (c->lines[i].def->id == id)
            return &c->lines[i];
    return NULL;
}

static bool masters(const struct peer *bus, const struct line *line)
{
    return strcmp(bus->id.name, line->def->bus) == 0;
}

static struct station *station_at(struct controller *c, const struct line *line, uint8_t address)
{
    const struct device_def *def = def_station(c->def, line->def->id, address);
    return def ? station_by_device(c, (uint32_t)(def - c->def->devices)) : NULL;
}

bool lines_has(const struct controller *c, const struct line *line, const struct station *station)
{
    return !station->peer && station_def(c, station)->line == line->def->id;
}

static void gone(struct controller *c, struct station *station, const char *why)
{
    if (station->online)
        log_info("device=%s session=closed why=\"%s\"", station->id.name, why);
    stations_gone(c, station);
}

/* Keys outlive the tunnel: a station that still holds its own goes on with them. */
static void line_reset(struct controller *c, struct line *line, struct peer *bus)
{
    msec mono = clock_mono_ms();
    line->bus = bus;
    line->credit = line->peak = 0;
    line->due = INT64_MAX;
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        if (!lines_has(c, line, station))
            continue;
        line_keys_present(&station->keys, false, mono);
        gone(c, station, "its bus program is gone");
    }
}

/* D-02: the bus program counts on from here; it cannot read the counter of sealed frames. */
static void tell_gctr(const struct line *line)
{
    const struct message message = {.type = MSG_TYPE_BUSCTL,
                                    .busctl = {.line = line->def->id,
                                               .gctr = line->group.channel.out.next}};
    client_send(line->bus->client, &message);
}

void lines_opened(struct controller *c, struct peer *bus)
{
    for (uint32_t i = 0; i < c->line_count; i++)
        if (masters(bus, &c->lines[i])) {
            line_reset(c, &c->lines[i], bus);
            tell_gctr(&c->lines[i]);
        }
}

void lines_closed(struct controller *c, struct peer *bus)
{
    for (uint32_t i = 0; i < c->line_count; i++)
        if (c->lines[i].bus == bus)
            line_reset(c, &c->lines[i], NULL);
}

/* ---- out ---- */

bool lines_room(const struct line *line)
{
    return line->credit && line->peak - line->credit < LINE_FLYING_MAX;
}

/* A frame travels decoded: the bus program writes the link bits before it encodes (D-01). */
static void give(struct line *line, const struct message *tunnel)
{
    line->credit--;
    client_send(line->bus->client, tunnel);
}

bool lines_say_frame(struct line *line, const uint8_t *frame, size_t length)
{
    struct message tunnel = {.type = MSG_TYPE_TUNNEL};
    tunnel.tunnel.line = line->def->id;
    if (!line->bus || !line->credit || !length || length > sizeof(tunnel.tunnel.frame.at))
        return false;
    tunnel.tunnel.frame.length = (uint16_t)length;
    memcpy(tunnel.tunnel.frame.at, frame, length);
    give(line, &tunnel);
    return true;
}

bool lines_say(struct line *line, struct station *station, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    if (!line->bus || !line->credit ||
        line_keys_seal(&station->keys, message, frame, sizeof(frame), &length))
        return false;
    return lines_say_frame(line, frame, length);
}

void lines_send(struct controller *c, struct station *station, const struct message *message)
{
    struct line *line = line_of(c, station_def(c, station)->line);
    if (line && station->online)
        (void)lines_say(line, station, message);
}

static void say_to_all(struct line *line, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    if (!channel_seal(&line->group.channel, message, frame, sizeof(frame), &length))
        (void)lines_say_frame(line, frame, length);
}

/* Up to eight targets that are due on this line, in one frame to all. */
static bool next_call(struct controller *c, struct line *line, struct message *message)
{
    message->type = MSG_TYPE_CALL;
    message->call.entries.count = 0;
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        uint8_t n = message->call.entries.count;
        if (!station->call_due || !lines_has(c, line, station))
            continue;
        const struct target_state *target = target_of(c, station->id.target);
        bool listed = false;
        for (uint8_t k = 0; k < n; k++)
            listed |= message->call.entries.list[k].target == station->id.target.n;
        if (!listed && n == CALL_ENTRIES)
            break;
        station->call_due = false;
        if (listed || !target || !target->known)
            continue;
        message->call.entries.list[n] =
            outbound_call(target->target, &target->row, target->ack_seq);
        message->call.entries.count++;
    }
    return message->call.entries.count > 0;
}

/* Calls first: people look at them. Then sessions, then what each pad shows besides. */
static void push(struct controller *c, struct line *line, msec mono)
{
    struct message *message = &c->scratch;
    while (lines_room(line) && next_call(c, line, message))
        say_to_all(line, message);
    line_sessions_push(c, line, mono);
    for (uint32_t i = 0; i < c->station_count && lines_room(line); i++) {
        struct station *station = &c->stations[i];
        if (!station->online || !lines_has(c, line, station))
            continue;
        bool picture = station->picture_due && !station->call_due;
        if ((station->rate_due || station->state_due || picture) &&
            stations_next(c, station, message))
            (void)lines_say(line, station, message);
    }
}

/* What is due already waits for credit or a place among the handshakes: news of those wakes us. */
static msec next_due(const struct controller *c, const struct line *line, msec mono)
{
    msec due = line->group.turning ? line->group.turn_by : INT64_MAX;
    for (uint32_t i = 0; i < c->station_count; i++) {
        const struct station *station = &c->stations[i];
        msec when = line_keys_deadline(&station->keys);
        if (!lines_has(c, line, station))
            continue;
        if (station->gkey_wanted && station->gkey_due > mono && station->gkey_due < when)
            when = station->gkey_due;
        if (when > mono && when < due)
            due = when;
    }
    return due;
}

void lines_push(struct controller *c)
{
    msec mono = clock_mono_ms();
    for (uint32_t i = 0; i < c->line_count; i++) {
        struct line *line = &c->lines[i];
        if (!line->bus || !client_is_open(line->bus->client))
            continue;
        push(c, line, mono);
        line->due = next_due(c, line, mono);
    }
}

msec lines_deadline(const struct controller *c)
{
    msec due = INT64_MAX;
    for (uint32_t i = 0; i < c->line_count; i++)
        if (c->lines[i].bus && c->lines[i].due < due)
            due = c->lines[i].due;
    return due;
}

void lines_revoked(struct controller *c, uint32_t device)
{
    struct station *station = station_by_device(c, device);
    struct line *line = station ? line_of(c, station_def(c, station)->line) : NULL;
    if (!line || station->peer)
        return;
    struct message bye = {.type = MSG_TYPE_BYE};
    bye.bye.reason = SESSION_REASON_REVOKED;
    snprintf(bye.bye.text, sizeof(bye.bye.text), "%s", session_reason_text(SESSION_REASON_REVOKED));
    (void)lines_say(line, station, &bye);
    msec mono = clock_mono_ms();
    line_keys_drop(&station->keys, mono);
    gone(c, station, session_reason_text(SESSION_REASON_REVOKED));
    if (station_def(c, station)->kind != DEVICE_RATING) /* which never had the group key */
        line_sessions_turn(c, line, mono);
}

/* ---- in ---- */

static void take_message(struct controller *c, struct line *line, struct station *station,
                         const struct message *message)
{
    if (message->type == MSG_TYPE_GKEY_OK) {
        line_sessions_confirmed(line, station, &message->gkey_ok);
        return;
    }
    uint32_t index = (uint32_t)(station - c->stations);
    if (!roles_allow(station->id.kind, message)) {
        peers_denied(c, station->device, &station->id, message->type, "not for this kind");
        return;
    }
    if (message->type == MSG_TYPE_STATUS) {
        peers_device(c, station->device, true, &message->status);
        stations_status(c, station, &message->status);
        return;
    }
    if (message->type == MSG_TYPE_ALARM) {
        peers_alarm(c, station->device, &message->alarm);
        return;
    }
    messages_command(c, message, &station->id, (struct origin){ORIGIN_STATION, index, 0});
}

/* A wrong key and an attack look alike; wiring does not (D-45: no keys are changed for it). */
static void alarm(struct line *line, struct station *station, const char *name, msec mono)
{
    if (line_keys_tamper(&station->keys, mono))
        log_every(&line->forged,
                  "line=%u device=%s more than %d frames in 10 s do not open; tampering? "
                  "rx_forged=%u",
                  line->def->id, name, LINE_KEYS_FORGED_MAX, station->keys.forged);
}

static void take_sealed(struct controller *c, struct line *line, struct station *station,
                        const uint8_t *frame, size_t length, msec mono)
{
    struct message message;
    bool first;
    enum channel_result result =
        line_keys_open(&station->keys, frame, length, mono, &message, &first);
    if (result == CHANNEL_FORGED)
        alarm(line, station, station_def(c, station)->name, mono);
    if (result == CHANNEL_FORGED || result == CHANNEL_FOREIGN || result == CHANNEL_REPEAT)
        return;
    if (first)
        line_sessions_proven(c, line, station);
    else if (!station->online && station->keys.proven)
        line_sessions_resumed(c, line, station);
    if (result == CHANNEL_MESSAGE || result == CHANNEL_GAP)
        take_message(c, line, station, &message);
}

/* The closed list of what a station may say clear to us is NEED (D-25). */
static void take_clear(struct line *line, struct station *station, const char *name,
                       const uint8_t *frame, size_t length, msec mono)
{
    struct message message;
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    if (frame[FRAME_HEADER] != MSG_TYPE_NEED || message_decode(&in, &message)) {
        log_every(&line->odd, "line=%u device=%s says %s without sealing it: refused",
                  line->def->id, name, message_name(frame[FRAME_HEADER]));
        return;
    }
    if (message.need.what == NEED_SESSION)
        line_keys_need(&station->keys, mono);
}

static void take_frame(struct controller *c, struct line *line, const uint8_t *frame, size_t length)
{
    if (length <= FRAME_HEADER || frame[FRAME_DST] != ADDRESS_CONTROLLER)
        return;
    uint8_t address = frame[FRAME_SRC];
    struct station *station = station_at(c, line, address);
    if (!station) {
        log_every(&line->odd, "line=%u address=%u has no station in the hall definition",
                  line->def->id, address);
        return;
    }
    if (station->peer) /* it is on TCP: whoever speaks here is another one */
        return;
    const char *name = station_def(c, station)->name;
    uint32_t forged = station->keys.forged;
    msec mono = clock_mono_ms();
    line_keys_present(&station->keys, true, mono);
    switch (frame[FRAME_CTL] & CTL_SEC_MASK) {
    case CTL_SEC_SEALED:
        take_sealed(c, line, station, frame, length, mono);
        break;
    case CTL_SEC_HANDSHAKE:
        line_sessions_noise2(c, line, station, frame, length, mono);
        if (station->keys.forged != forged)
            alarm(line, station, name, mono);
        break;
    case CTL_SEC_CLEAR:
        take_clear(line, station, name, frame, length, mono);
        break;
    default:
        break; /* stations do not speak to groups */
    }
}

static void take_station(struct controller *c, struct line *line,
                         const struct msg_bus_station *news)
{
    struct station *station = station_at(c, line, news->address);
    if (!station || station->peer)
        return;
    line_keys_present(&station->keys, news->online, clock_mono_ms());
    if (!news->online)
        gone(c, station, "silent on its line");
}

void lines_message(struct controller *c, struct peer *bus, const struct message *message)
{
    /* All three begin with the line. */
    uint16_t id = message->type == MSG_TYPE_TUNNEL   ? message->tunnel.line
                  : message->type == MSG_TYPE_BUSCTL ? message->busctl.line
                                                     : message->bus_station.line;
    struct line *line = line_of(c, id);
    if (!line || line->bus != bus) {
        log_every(&c->odd, "device=%s speaks for line=%u, which is not its own", bus->id.name, id);
        return;
    }
    if (message->type == MSG_TYPE_TUNNEL)
        take_frame(c, line, message->tunnel.frame.at, message->tunnel.frame.length);
    else if (message->type == MSG_TYPE_BUS_STATION)
        take_station(c, line, &message->bus_station);
    else {
        line->credit += message->busctl.credit;
        if (line->credit > line->peak)
            line->peak = line->credit;
    }
}
