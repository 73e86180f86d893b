/* SPDX-License-Identifier: Apache-2.0 */
/*
 * figures - what the controller counts, for who asks by STATS_REQ.
 */
#include "app/controller.h"
#include "domain/vocab.h"
#include "os/clock.h"
#include "protocol/bits.h"

static uint32_t sessions(const struct controller *c)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->peer_count; i++)
        count += c->peers[i].client && c->peers[i].proven;
    for (uint32_t i = 0; i < c->station_count; i++)
        count += c->stations[i].online && !c->stations[i].peer;
    return count;
}

/* Frames that did not open: of sessions that are over, and of those that are not. */
static uint32_t forged(const struct controller *c)
{
    uint32_t count = c->forged;
    for (uint32_t i = 0; i < c->peer_count; i++)
        count += c->peers[i].client ? client_forged(c->peers[i].client) : 0;
    for (uint32_t i = 0; i < c->station_count; i++)
        count += c->stations[i].keys.forged;
    return count;
}

static void put(struct msg_stats *stats, uint16_t key, uint64_t value)
{
    stats->figures.list[stats->figures.count++] = (struct rec_figure){key, value};
}

static uint64_t clock_apart_s(const struct day_clock *clock)
{
    msec apart = clock->wall - clock->last;
    return clock->training ? 0 : (uint64_t)((apart < 0 ? -apart : apart) / SECOND);
}

static void put_hall(const struct controller *c, struct msg_stats *stats)
{
    put(stats, FIGURE_UPTIME_S, (uint64_t)((clock_mono_ms() - c->started) / SECOND));
    put(stats, FIGURE_SESSIONS, sessions(c));
    put(stats, FIGURE_WAITING, server_waiting(c->server));
    put(stats, FIGURE_HANDSHAKES, c->handshakes);
    put(stats, FIGURE_REFUSED, c->unknown_devices + c->wrong_keys + c->revoked_devices);
    put(stats, FIGURE_UNKNOWN, c->unknown_devices);
    put(stats, FIGURE_WRONG_KEY, c->wrong_keys);
    put(stats, FIGURE_REVOKED, c->revoked_devices);
    put(stats, FIGURE_CUT, c->cut_sessions);
    put(stats, FIGURE_SHUT_OUT, server_shut_out(c->server));
    put(stats, FIGURE_DENIED, c->denials);
    put(stats, FIGURE_FORGED, forged(c));
    put(stats, FIGURE_CLOCK, c->clock.doubt);
    put(stats, FIGURE_LOST_ROWS, c->seen.behind ? c->seen.lost : 0);
    put(stats, FIGURE_CLOCK_APART_S, clock_apart_s(&c->clock));
}

void figures_answer(struct controller *c, struct peer *peer, const struct msg_stats_req *req)
{
    struct message *message = &c->scratch;
    *message = (struct message){.type = MSG_TYPE_STATS};
    message->stats.seq = req->seq;
    message->stats.scope = req->scope;
    message->stats.id = req->id;
    if (req->scope == STATS_HALL && req->id == 0)
        put_hall(c, &message->stats);
    else
        message->stats.code = REFUSED_MALFORMED; /* nothing is counted apart for it */
    client_send(peer->client, message);
}
