/* SPDX-License-Identifier: Apache-2.0 */
/*
 * takeover - several sessions of one key: the newest proven one is the device, unless two devices
 * fight for the key. A session that has not proven itself (D-45) ends no other but its like.
 */
#include <stdio.h>

#include "app/controller.h"
#include "os/clock.h"

#define SOON_MS (20 * SECOND)
#define TAKEOVERS_MAX 3 /* each soon after the one before: more are two devices with one key */

static void release(struct controller *c, struct peer *peer, const char *why, uint16_t retry_ms)
{
    struct client *client = peer->client;
    peers_closed(c, client, why ? why : session_reason_text(SESSION_REASON_TWICE));
    client_drop(client, SESSION_REASON_TWICE, why, retry_ms);
}

/* The oldest session of that key, or of anybody (uid 0), of those that are proven or are not; how
 * many there are. */
static struct peer *oldest(struct controller *c, uint64_t uid, bool proven, uint32_t *count)
{
    struct peer *found = NULL;
    *count = 0;
    for (uint32_t i = 0; i < c->peer_count; i++) {
        struct peer *peer = &c->peers[i];
        if (!peer->client || peer->proven != proven || (uid && peer->id.uid != uid))
            continue;
        ++*count;
        if (!found || peer->number < found->number)
            found = peer;
    }
    return found;
}

/* An administrator may watch and act at the same time. */
static uint32_t sessions_max(uint8_t kind)
{
    return kind == DEVICE_ADMIN ? ADMINS_MAX : 1;
}

struct peer *takeover_place(struct controller *c, uint64_t uid, uint8_t kind)
{
    uint32_t count;
    struct peer *pending = oldest(c, uid, false, &count);
    if (count >= sessions_max(kind)) /* a device itself tries again */
        release(c, pending, NULL, 0);
    for (uint32_t i = 0; i < c->peer_count; i++)
        if (!c->peers[i].client)
            return &c->peers[i];
    /* Whoever recorded first messages of many devices must not keep one out that is there. */
    pending = oldest(c, 0, false, &count);
    if (pending)
        release(c, pending, NULL, 0);
    return pending;
}

/* ---- two devices, one key ---- */

bool takeover_shuts_out(const struct controller *c, uint64_t uid)
{
    msec now = clock_mono_ms();
    for (size_t i = 0; i < FIGHTS_MAX; i++)
        if (c->fights[i].uid == uid && c->fights[i].until > now)
            return true;
    return false;
}

/* Both stay out for a while, and somebody has to look. */
static void end_fight(struct controller *c, struct peer *old, struct peer *peer)
{
    struct fight *place = &c->fights[0];
    for (size_t i = 0; i < FIGHTS_MAX; i++)
        if (c->fights[i].until < place->until)
            place = &c->fights[i];
    *place = (struct fight){peer->id.uid, clock_mono_ms() + TAKEOVER_RETRY_MS};
    snprintf(c->sentence, sizeof(c->sentence), TAKEOVER_FIGHT, peer->id.name);
    log_every(&c->fought, "%s, at %s and at %s; both stay out for %d s; adopt one of them anew",
              c->sentence, client_peer(old->client), client_peer(peer->client),
              TAKEOVER_RETRY_MS / 1000);
    release(c, old, c->sentence, TAKEOVER_RETRY_MS);
    release(c, peer, c->sentence, TAKEOVER_RETRY_MS);
}

bool takeover_proven(struct controller *c, struct peer *peer)
{
    uint32_t count;
    struct peer *old = oldest(c, peer->id.uid, true, &count);
    if (peer->id.kind != DEVICE_ADMIN && old && clock_mono_ms() - old->opened < SOON_MS)
        peer->takeovers = (uint8_t)(old->takeovers + 1);
    if (peer->takeovers > TAKEOVERS_MAX) {
        end_fight(c, old, peer);
        return false;
    }
    if (count >= sessions_max(peer->id.kind))
        release(c, old, NULL, 0);
    peer->proven = true;
    return true;
}
