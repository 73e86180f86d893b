/* SPDX-License-Identifier: Apache-2.0 */
/*
 * peers - the devices that are connected: rows on their way to them, what they say of
 * themselves.
 */
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "os/clock.h"

#define SEEN_EVERY_MS (30 * SECOND) /* hall time; a row that changes each second helps nobody */

struct peer *peer_of(const struct client *client)
{
    return client_user(client);
}

struct peer *peer_by_number(struct controller *c, uint64_t number)
{
    for (uint32_t i = 0; i < c->peer_count && number; i++)
        if (c->peers[i].client && c->peers[i].number == number)
            return &c->peers[i];
    return NULL;
}

struct peer *peer_by_device(struct controller *c, uint32_t device)
{
    for (uint32_t i = 0; i < c->peer_count && device != DEVICE_UNLISTED; i++)
        if (c->peers[i].client && c->peers[i].proven && c->peers[i].device == device)
            return &c->peers[i];
    return NULL;
}

void peers_closed(void *context, struct client *client, const char *why)
{
    struct controller *c = context;
    struct peer *peer = peer_of(client);
    if (!peer)
        return; /* replaced by a newer session */
    client_set_user(client, NULL);
    c->forged += client_forged(client);
    if (!peer->proven) { /* nobody ever saw it */
        peer->client = NULL;
        return;
    }
    log_info("device=%s session=closed why=\"%s\"", peer->id.name, why);
    struct station *station = station_by_device(c, peer->device);
    if (station && station->peer == peer)
        stations_gone(c, station);
    if (peer->id.kind == DEVICE_BUS)
        lines_closed(c, peer);
    peer->client = NULL;
    if (peer->id.kind == DEVICE_ADMIN) /* each of its sessions had a number of its own */
        results_retire(c->results, peer->id.uid, peer->id.boot);
    if (peer->device != DEVICE_UNLISTED && !peer_by_device(c, peer->device))
        peers_device(c, peer->device, false, NULL);
}

void peers_feed(struct controller *c, msec mono)
{
    for (uint32_t i = 0; i < c->peer_count; i++) {
        struct peer *peer = &c->peers[i];
        if (!peer->client || !peer->feed.on)
            continue;
        if (feed_is_slow(&peer->feed, mono)) {
            client_drop(peer->client, SESSION_REASON_SLOW, NULL, 0);
            continue;
        }
        while (client_is_open(peer->client) && client_backlog(peer->client) < FEED_BACKLOG &&
               feed_next(&peer->feed, &c->rows, mono, &c->scratch))
            client_send(peer->client, &c->scratch);
    }
}

void peers_event(struct controller *c, uint64_t jseq, const struct facts *facts)
{
    for (uint32_t i = 0; i < c->peer_count; i++) {
        struct peer *peer = &c->peers[i];
        if (!peer->client || !peer->watching)
            continue;
        for (uint32_t f = 0; f < facts->count; f++) {
            struct message message = {.type = MSG_TYPE_EVENT};
            message.event.jseq = jseq;
            message.event.at_ms = (uint64_t)facts->list[f].at;
            fact_print(&facts->list[f], message.event.text, sizeof(message.event.text));
            client_send(peer->client, &message);
        }
    }
}

static bool says_the_same(const struct row_device *row, const struct row_device *held)
{
    struct row_device a = *row, b = *held;
    a.seen_ms = b.seen_ms = 0;
    return memcmp(&a, &b, sizeof(a)) == 0 && row->seen_ms - held->seen_ms < SEEN_EVERY_MS;
}

/* Frames for the device's session that did not open: a wrong key, or an attack. */
static uint32_t forged_to_us(struct controller *c, uint32_t device)
{
    const struct station *station = station_by_device(c, device);
    const struct peer *peer = peer_by_device(c, device);
    return peer ? client_forged(peer->client) : station ? station->keys.forged : 0;
}

static uint16_t sum(uint32_t a, uint32_t b)
{
    return (uint16_t)(a + b < UINT16_MAX ? a + b : UINT16_MAX);
}

static void put_row(struct controller *c, uint32_t device, struct row_device *row)
{
    row->denied = c->denied_of[device];
    if (c->devices[device].kind && says_the_same(row, &c->devices[device]))
        return;
    memcpy(&c->devices[device], row, sizeof(*row));
    rows_device(&c->rows, device, row);
}

void peers_device(struct controller *c, uint32_t device, bool online,
                  const struct msg_status *status)
{
    struct row_device row;
    memcpy(&row, &c->devices[device], sizeof(row)); /* with its padding: it is compared */
    row.kind = c->def->devices[device].kind;
    row.online = online;
    row.seen_ms = (uint64_t)c->clock.last;
    if (status) {
        row.flags = status->flags;
        row.target = status->target;
        row.prefix = status->prefix;
        row.number = status->number;
        row.state = status->state;
        row.call = status->call;
        row.spoken = status->spoken;
        row.printed = status->printed;
        row.printer = status->printer;
        row.rx_bad = status->rx_bad;
        row.rx_forged = sum(status->rx_forged, forged_to_us(c, device));
    }
    put_row(c, device, &row);
}

void peers_denied(struct controller *c, uint32_t device, const struct device_id *id, uint8_t type,
                  const char *why)
{
    c->denials++;
    log_every(&c->denied, "device=%s message=%s refused: %s; denied=%u", id->name,
              message_name(type), why, c->denials);
    if (device != DEVICE_UNLISTED)
        c->denied_of[device] = sum(c->denied_of[device], 1);
}

/* A flood of refused messages changes a row once a second, not once each. */
void peers_second(struct controller *c)
{
    for (uint32_t i = 0; i < c->def->device_count; i++) {
        struct row_device row;
        if (c->denied_of[i] == c->devices[i].denied || !c->devices[i].kind)
            continue;
        memcpy(&row, &c->devices[i], sizeof(row));
        put_row(c, i, &row);
    }
}
