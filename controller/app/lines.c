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

static bool is_on(const struct controller *c, const struct station *station,
                  const struct line *line)
{
    return station_def(c, station)->line == line->def->id;
}

static void line_reset(struct controller *c, struct line *line, struct peer *bus)
{
    line->bus = bus;
    line->credit = line->peak = 0;
    channel_init_group(&line->group, ADDRESS_ALL, true, 0, (const uint8_t[RECORD_KEY]){0}, 0);
    for (uint32_t i = 0; i < c->station_count; i++)
        if (!c->stations[i].peer && is_on(c, &c->stations[i], line))
            stations_gone(c, &c->stations[i]);
}

void lines_opened(struct controller *c, struct peer *bus)
{
    for (uint32_t i = 0; i < c->line_count; i++)
        if (masters(bus, &c->lines[i]))
            line_reset(c, &c->lines[i], bus);
}

void lines_closed(struct controller *c, struct peer *bus)
{
    for (uint32_t i = 0; i < c->line_count; i++)
        if (c->lines[i].bus == bus)
            line_reset(c, &c->lines[i], NULL);
}

/* ---- out ---- */

static const uint8_t no_key[RECORD_KEY];

/* A frame travels decoded: the bus program writes the link bits before it encodes (D-01). */
static bool seal(struct channel *channel, const struct message *message, struct msg_tunnel *tunnel)
{
    size_t length;
    if (channel_seal(channel, message, tunnel->frame.at, sizeof(tunnel->frame.at), &length))
        return false;
    tunnel->frame.length = (uint16_t)length;
    return true;
}

static void send(struct line *line, struct channel *channel, const struct message *message)
{
    struct message tunnel = {.type = MSG_TYPE_TUNNEL};
    tunnel.tunnel.line = line->def->id;
    if (!line->bus || !line->credit || !seal(channel, message, &tunnel.tunnel))
        return;
    line->credit--;
    client_send(line->bus->client, &tunnel);
}

void lines_send(struct controller *c, struct station *station, const struct message *message)
{
    struct line *line = line_of(c, station_def(c, station)->line);
    if (line && station->online)
        send(line, &station->channel, message);
}

/* Up to eight targets that are due on this line, in one frame to all. */
static bool next_call(struct controller *c, struct line *line, struct message *message)
{
    message->type = MSG_TYPE_CALL;
    message->call.entries.count = 0;
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        uint8_t n = message->call.entries.count;
        if (!station->call_due || station->peer || !is_on(c, station, line))
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

static bool has_room(const struct line *line)
{
    return line->credit && line->peak - line->credit < LINE_FLYING_MAX;
}

/* Calls first: people look at them. */
static void push(struct controller *c, struct line *line)
{
    struct message *message = &c->scratch;
    while (has_room(line) && next_call(c, line, message))
        send(line, &line->group, message);
    for (uint32_t i = 0; i < c->station_count && has_room(line); i++) {
        struct station *station = &c->stations[i];
        if (!station->online || station->peer || !is_on(c, station, line))
            continue;
        if ((station->rate_due || station->state_due) && stations_next(c, station, message))
            send(line, &station->channel, message);
    }
}

void lines_push(struct controller *c)
{
    for (uint32_t i = 0; i < c->line_count; i++)
        if (c->lines[i].bus && client_is_open(c->lines[i].bus->client))
            push(c, &c->lines[i]);
}

/* ---- in ---- */

static void say_bye(struct line *line, uint8_t address, enum session_reason reason,
                    const char *text)
{
    struct channel channel;
    struct message message = {.type = MSG_TYPE_BYE};
    message.bye.reason = (uint8_t)reason;
    snprintf(message.bye.text, sizeof(message.bye.text), "%s",
             text ? text : session_reason_text(reason));
    channel_init(&channel, ADDRESS_CONTROLLER, address, 0, no_key, no_key);
    send(line, &channel, &message);
}

/* HELLO begins a new session with counters of its own. */
static void take_hello(struct controller *c, struct line *line, struct station *station,
                       const struct channel *channel, const struct msg_hello *hello)
{
    struct server_refusal refusal = {SESSION_REASON_UNKNOWN_DEVICE, NULL, 0};
    struct device_id id;
    uint32_t device;
    bool known = admit_device(c, hello, &device, &id, &refusal);
    if (!known || device != station->device) {
        say_bye(line, channel->peer, refusal.reason,
                known ? "another station belongs to this address" : refusal.text);
        return;
    }
    struct message welcome = {.type = MSG_TYPE_WELCOME};
    admit_welcome(c, hello, &id, &welcome.welcome);
    welcome.welcome.address = channel->peer;
    station->channel = *channel;
    boots_saw(&c->boots, id.uid, id.boot);
    stations_hello(c, station, &id, NULL);
    lines_send(c, station, &welcome);
    peers_device(c, device, true, NULL);
    log_info("device=%s kind=%s session=open boot=%u line=%u address=%u", id.name,
             device_kind_name(id.kind), id.boot, line->def->id, channel->peer);
}

static void take_message(struct controller *c, struct station *station,
                         const struct message *message)
{
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
    messages_command(c, message, &station->id, (struct origin){ORIGIN_STATION, index, 0});
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
    struct message message;
    struct channel fresh;
    channel_init(&fresh, ADDRESS_CONTROLLER, address, 0, no_key, no_key);
    enum channel_result hello = channel_open(&fresh, frame, length, &message);
    if ((hello == CHANNEL_MESSAGE || hello == CHANNEL_GAP) && message.type == MSG_TYPE_HELLO) {
        take_hello(c, line, station, &fresh, &message.hello);
        return;
    }
    if (!station->online || station->peer) {
        say_bye(line, address, SESSION_REASON_NOT_HELLO, NULL);
        return;
    }
    enum channel_result result = channel_open(&station->channel, frame, length, &message);
    if (result == CHANNEL_MESSAGE || result == CHANNEL_GAP)
        take_message(c, station, &message);
}

static void take_station(struct controller *c, struct line *line,
                         const struct msg_bus_station *news)
{
    struct station *station = station_at(c, line, news->address);
    if (!station || station->peer)
        return;
    if (!news->online && station->online) {
        log_info("device=%s session=closed why=\"silent on its line\" errors=%u", station->id.name,
                 news->errors);
        stations_gone(c, station);
    }
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
