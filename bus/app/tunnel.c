/* SPDX-License-Identifier: Apache-2.0 */
#include "app/tunnel.h"

#include <string.h>

#include <event2/event.h>

#include "os/again.h"
#include "os/clock.h"
#include "protocol/bits.h"

static void set_up(struct tunnel *tunnel, bool up)
{
    if (tunnel->up == up)
        return;
    tunnel->up = up;
    tunnel->sessions += up;
    log_info("tunnel=%s", up ? "up" : "down");
    /* Other starts of this program, and other sessions, get other numbers. */
    uint32_t number = tunnel->link ? link_boot(tunnel->link) + tunnel->sessions : 0;
    for (size_t i = 0; i < tunnel->count; i++)
        line_tunnel(tunnel->lines[i], up, (uint8_t)(number & BEAT_TUNNEL_MASK));
}

static void tell(struct tunnel *tunnel, const struct message *message)
{
    if (link_send(tunnel->link, message))
        log_debug("message=%s lost", message_name(message->type));
}

/* Stations keep their keys meanwhile; nobody is served by lines that are not the hall's. */
static void renew_if_ready(struct tunnel *tunnel)
{
    if (!fetch_ready(tunnel->fetch) || tunnel->renew)
        return;
    tunnel->renew = true;
    again_hold();
    event_base_loopexit(tunnel->base, NULL);
}

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct tunnel *tunnel = context;
    struct message ask;
    set_up(tunnel, false); /* of the session before, if its end was not seen */
    set_up(tunnel, true);
    if (fetch_welcome(tunnel->fetch, welcome, &ask))
        tell(tunnel, &ask);
    renew_if_ready(tunnel);
}

static void on_state(void *context, enum link_state state)
{
    /* STALE is no end: nothing need come from the controller for 5 s (D-13). */
    if (state == LINK_CONNECTING || state == LINK_LOST)
        set_up(context, false);
    else if (state == LINK_LIVE)
        set_up(context, true);
}

static struct line *find_line(struct tunnel *tunnel, uint16_t id)
{
    for (size_t i = 0; i < tunnel->count; i++)
        if (line_id(tunnel->lines[i]) == id)
            return tunnel->lines[i];
    log_every(&tunnel->unknown, "line=%u a message came for a line that is not ours", id);
    return NULL;
}

static void on_message(void *context, const struct message *message)
{
    struct tunnel *tunnel = context;
    struct line *line;
    struct message answer;
    if (fetch_message(tunnel->fetch, message, &answer)) {
        if (answer.type)
            tell(tunnel, &answer);
        renew_if_ready(tunnel);
    } else if (message->type == MSG_TYPE_TUNNEL) {
        line = find_line(tunnel, message->tunnel.line);
        if (line)
            line_frame(line, message->tunnel.frame.at, message->tunnel.frame.length);
    } else if (message->type == MSG_TYPE_BUSCTL) {
        line = find_line(tunnel, message->busctl.line);
        if (line)
            line_gctr(line, message->busctl.gctr);
    }
}

static bool fill(uint16_t line, const struct bus_event *event, struct message *message)
{
    switch (event->kind) {
    case BUS_EVENT_UPLINK:
        message->type = MSG_TYPE_TUNNEL;
        message->tunnel.line = line;
        message->tunnel.t_us = (uint32_t)(clock_mono_ms() * 1000);
        message->tunnel.frame.length = (uint16_t)event->length;
        memcpy(message->tunnel.frame.at, event->frame, event->length);
        return true;
    case BUS_EVENT_STATION:
        message->type = MSG_TYPE_BUS_STATION;
        message->bus_station = (struct msg_bus_station){.line = line,
                                                        .address = event->address,
                                                        .online = event->online};
        message->bus_station.errors = event->errors;
        return true;
    case BUS_EVENT_CREDIT:
        message->type = MSG_TYPE_BUSCTL;
        message->busctl = (struct msg_busctl){.line = line, .credit = event->credit};
        return true;
    case BUS_EVENT_FOREIGN:
    case BUS_EVENT_DROPPED:
        break;
    }
    return false;
}

void tunnel_event(void *context, uint16_t line, const struct bus_event *event)
{
    struct tunnel *tunnel = context;
    struct message message;
    if (!tunnel->up || !fill(line, event, &message))
        return;
    /* D-11: what does not go out now is not kept; the station says it again while it holds. */
    if (link_send(tunnel->link, &message))
        log_every(&tunnel->full, "line=%u address=%u the controller does not take it", line,
                  event->address);
}

enum err tunnel_open(struct tunnel *tunnel, struct event_base *base, const struct address *address,
                     struct device_key *key, struct fetch *fetch, const char *capture)
{
    struct link_options options = {.host = address->host,
                                   .port = address->port,
                                   .key = key,
                                   .view = VIEW(VIEW_KIND_NONE, 0),
                                   .capture = capture,
                                   .context = tunnel,
                                   .on_state = on_state,
                                   .on_welcome = on_welcome,
                                   .on_message = on_message};
    memcpy(options.hall_hash, fetch->used, sizeof(options.hall_hash));
    tunnel->base = base;
    tunnel->fetch = fetch;
    tunnel->link = link_new(base, &options);
    device_key_forget(key);
    return tunnel->link ? ERR_NONE : ERR_NOMEM;
}

void tunnel_close(struct tunnel *tunnel)
{
    if (tunnel->link)
        link_free(tunnel->link);
    tunnel->link = NULL;
}
