/* SPDX-License-Identifier: Apache-2.0 */
/*
 * peers - the devices that are connected: rows on their way to them, what they say of
 * themselves.
 */
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "os/clock.h"

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
