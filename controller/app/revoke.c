/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revoke - keys that are worth nothing any more: who came in with one goes at once, and
 * nothing it sent afterwards is run.
 *
 * hallctl revoke, adopt --force and a deleted key file all change STATE/devices, which is
 * looked at four times a second, before anything that devices sent is taken.
 */
#include "app/controller.h"
#include "os/clock.h"

/* Another key, or none: what a session was opened with is not in force any more. */
static bool is_void(const struct controller *c, const struct device_id *id)
{
    return roster_serial(c->roster, id->uid) != id->serial;
}

static void cut_peers(struct controller *c)
{
    for (uint32_t i = 0; i < c->peer_count; i++) {
        struct peer *peer = &c->peers[i];
        if (!peer->client || !is_void(c, &peer->id))
            continue;
        struct client *client = peer->client;
        c->cut_sessions++;
        peers_closed(c, client, session_reason_text(SESSION_REASON_REVOKED));
        client_drop(client, SESSION_REASON_REVOKED, NULL, 0);
    }
}

/* Behind a line keys outlive the station's presence, and a handshake may be under way. */
static bool is_cut_off(const struct controller *c, const struct station *station)
{
    const struct device_key *key = roster_find_name(c->roster, station_def(c, station)->name);
    if (station->keys.asking && (!key || key->uid != station->keys.uid))
        return true;
    return station->keys.keyed && is_void(c, &station->claims);
}

static void cut_stations(struct controller *c)
{
    for (uint32_t i = 0; i < c->station_count; i++) {
        struct station *station = &c->stations[i];
        if (station->peer || !is_cut_off(c, station))
            continue;
        c->cut_sessions += station->online;
        lines_revoked(c, station->device);
    }
}

void revoke_tick(struct controller *c, msec mono)
{
    if (mono >= c->roster_due) {
        c->roster_due = mono + ROSTER_LOOK_MS;
        roster_look(c->roster);
    }
    if (c->roster_readings == roster_readings(c->roster))
        return;
    c->roster_readings = roster_readings(c->roster);
    cut_peers(c);
    cut_stations(c);
}
