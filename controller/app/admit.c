/* SPDX-License-Identifier: Apache-2.0 */
/*
 * admit - who may come in, and what it is told at the door.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "net/roles.h"
#include "os/clock.h"
#include "protocol/bits.h"

/* What both ends know: every capability of this version. */
#define X(name, bit, text) | (bit)
enum { KNOWN_CAPS = 0 CAPABILITIES(X) };
#undef X

#define TAKEOVER_MS (20 * SECOND)
#define TAKEOVERS_MAX 3 /* soon after each other: more are two devices with one key */
#define TAKEOVER_RETRY_MS 30000

static uint32_t device_index(const struct hall_def *def, const char *name)
{
    const struct device_def *device = def_device(def, name);
    return device ? (uint32_t)(device - def->devices) : DEVICE_UNLISTED;
}

/* Refuses with a sentence of our own. */
PRINTF_LIKE(4, 5)
static bool refuse(struct controller *c, struct server_refusal *refusal, enum session_reason reason,
                   const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(c->sentence, sizeof(c->sentence), fmt, args);
    va_end(args);
    *refusal = (struct server_refusal){reason, c->sentence, 0};
    log_every(&c->refused, "a device was refused: %s", c->sentence);
    return false;
}

static bool know_device(struct controller *c, const struct msg_hello *hello, uint32_t *index,
                        struct server_refusal *refusal)
{
    const struct device_key *key = roster_find(c->roster, hello->uid);
    const enum session_reason why = SESSION_REASON_UNKNOWN_DEVICE;
    if (!key)
        return refuse(c, refusal, why, "no device %s with uid %016" PRIx64 "; hallctl adopt it",
                      hello->name, hello->uid);
    if (strcmp(key->name, hello->name) != 0 || key->kind != hello->kind)
        return refuse(c, refusal, why, "this key belongs to the %s %s, not to the %s %s",
                      device_kind_name(key->kind), key->name, device_kind_name(hello->kind),
                      hello->name);
    *index = device_index(c->def, key->name);
    /* Administrators and consoles stand nowhere in the hall. */
    if (*index == DEVICE_UNLISTED && key->kind != DEVICE_ADMIN && key->kind != DEVICE_CONSOLE)
        return refuse(c, refusal, why, "%s is not in the definition of this hall", key->name);
    if (*index != DEVICE_UNLISTED && c->def->devices[*index].kind != key->kind)
        return refuse(c, refusal, why, "%s is a %s in the definition of this hall, not a %s",
                      key->name, device_kind_name(c->def->devices[*index].kind),
                      device_kind_name(key->kind));
    return true;
}

/* D-09: a counter that the device keeps, or the next one from us. Never an old one: its commands
 * could be taken for those of that earlier start. */
static bool number_boot(struct controller *c, const struct msg_hello *hello, uint32_t *boot,
                        struct server_refusal *refusal)
{
    uint32_t highest = boots_highest(&c->boots, hello->uid);
    bool shared = hello->kind == DEVICE_ADMIN; /* several sessions, each with its own number */
    if (!boots_may_be(&c->boots, hello->boot))
        return refuse(c, refusal, SESSION_REASON_UNKNOWN_DEVICE, "%s: boot %u makes no sense",
                      hello->name, hello->boot);
    if (hello->boot && hello->boot < highest && !shared)
        return refuse(c, refusal, SESSION_REASON_UNKNOWN_DEVICE,
                      "%s: boot %u is older than %u; let it count on, or send 0", hello->name,
                      hello->boot, highest);
    *boot = hello->boot;
    if (!*boot && boots_next(&c->boots, hello->uid, boot))
        return refuse(c, refusal, SESSION_REASON_FULL, "no boot number can be stored");
    return true;
}

/* F24: a device that saw more of this instance's history than we have proves that ours was
 * restored from an old copy: its numbers would be given twice. */
static bool history_is_whole(struct controller *c, const struct msg_hello *hello,
                             struct server_refusal *refusal)
{
    if (hello->instance != c->identity.instance || hello->epoch < c->identity.epoch ||
        (hello->epoch == c->identity.epoch && hello->jseq <= c->jseq))
        return true;
    return refuse(c, refusal, SESSION_REASON_HISTORY,
                  "%s has seen journal row %" PRIu64 ", this one ends at %" PRIu64
                  "; was an old copy restored?",
                  hello->name, hello->jseq, c->jseq);
}

bool admit_device(struct controller *c, const struct msg_hello *hello, uint32_t *device,
                  struct device_id *id, struct server_refusal *refusal)
{
    uint32_t boot;
    if (!know_device(c, hello, device, refusal) || !history_is_whole(c, hello, refusal) ||
        !number_boot(c, hello, &boot, refusal))
        return false;
    *id = (struct device_id){.uid = hello->uid, .boot = boot, .kind = hello->kind};
    id->serial = roster_serial(c->roster, hello->uid);
    snprintf(id->name, sizeof(id->name), "%s", hello->name);
    if (*device != DEVICE_UNLISTED)
        id->target.n = c->def->devices[*device].window;
    return true;
}

void admit_welcome(struct controller *c, const struct msg_hello *hello, const struct device_id *id,
                   struct msg_welcome *welcome)
{
    *welcome = (struct msg_welcome){
        .proto = PROTO_VERSION,
        .caps = hello->caps & KNOWN_CAPS,
        .boot = id->boot,
        .now_ms = (uint64_t)controller_now(c),
        .tz_min = controller_tz(c),
        .training = c->settings.training,
        .keep_s = session_keep_s(id->kind),
        .press_life_ds = PRESS_LIFE_DS,
        .instance = c->identity.instance,
        .epoch = c->identity.epoch,
        .jseq = c->jseq,
        .target = id->target.n,
    };
    welcome->hall_hash.length = HALL_HASH_SIZE;
    memcpy(welcome->hall_hash.at, c->def->hash, HALL_HASH_SIZE);
    snprintf(welcome->label, sizeof(welcome->label), "%s", id->name);
}

/* ---- sessions on TCP ---- */

const uint8_t *admit_key(void *context, struct client *client, uint64_t uid)
{
    struct controller *c = context;
    const struct device_key *key = roster_find(c->roster, uid);
    const struct revoked *revoked = key ? NULL : roster_revoked(c->roster, uid);
    if (key)
        return key->key;
    if (revoked) {
        c->revoked_devices++;
        log_every(&c->revoked,
                  "peer=%s says it is %s %s, whose key was revoked on %s; "
                  "revoked_devices=%u",
                  client_peer(client), device_kind_name(revoked->kind), revoked->name, revoked->at,
                  c->revoked_devices);
        return NULL;
    }
    c->unknown_devices++;
    log_every(&c->strangers, "peer=%s uid=%016" PRIx64 " is not adopted here; unknown_devices=%u",
              client_peer(client), uid, c->unknown_devices);
    return NULL;
}

void admit_stranger(void *context, struct client *client, uint64_t uid)
{
    struct controller *c = context;
    const struct device_key *key = roster_find(c->roster, uid);
    c->wrong_keys++;
    log_every(&c->wrong,
              "peer=%s says it is %s and does not hold its key; adopt it again and give it the new "
              "key; wrong_keys=%u",
              client_peer(client), key ? key->name : "?", c->wrong_keys);
}

static void release(struct controller *c, struct peer *old, uint16_t retry_ms)
{
    struct client *client = old->client;
    peers_closed(c, client, session_reason_text(SESSION_REASON_TWICE));
    client_drop(client, SESSION_REASON_TWICE, NULL, retry_ms);
}

/* An administrator may watch and act at the same time; the oldest of many sessions goes. */
static void make_room(struct controller *c, uint64_t uid)
{
    struct peer *oldest = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->peer_count; i++) {
        struct peer *peer = &c->peers[i];
        if (!peer->client || peer->id.uid != uid)
            continue;
        count++;
        if (!oldest || peer->number < oldest->number)
            oldest = peer;
    }
    if (count > ADMINS_MAX) /* with the newcomer */
        release(c, oldest, 0);
}

static struct peer *session_of(struct controller *c, uint64_t uid, bool proven)
{
    for (uint32_t i = 0; i < c->peer_count; i++)
        if (c->peers[i].client && c->peers[i].id.uid == uid && c->peers[i].proven == proven)
            return &c->peers[i];
    return NULL;
}

static struct fight *fight_of(struct controller *c, uint64_t uid, msec now)
{
    for (size_t i = 0; i < FIGHTS_MAX; i++)
        if (c->fights[i].uid == uid && c->fights[i].until > now)
            return &c->fights[i];
    return NULL;
}

static void note_fight(struct controller *c, uint64_t uid, msec now)
{
    struct fight *place = &c->fights[0];
    for (size_t i = 0; i < FIGHTS_MAX; i++)
        if (c->fights[i].until < place->until)
            place = &c->fights[i];
    *place = (struct fight){uid, now + TAKEOVER_RETRY_MS};
}

/* The newest session of a device is the device, unless two fight for one key: then both stay out
 * for a while, and somebody has to look. *takeovers: how many in a row this will be. */
static bool may_take_over(struct controller *c, const struct msg_hello *hello, msec now,
                          uint8_t *takeovers, struct server_refusal *refusal)
{
    struct peer *old = session_of(c, hello->uid, true);
    *takeovers = 0;
    if (hello->kind == DEVICE_ADMIN)
        return true;
    if (old && now - old->opened < TAKEOVER_MS)
        *takeovers = (uint8_t)(old->takeovers + 1);
    if (*takeovers > TAKEOVERS_MAX) {
        note_fight(c, hello->uid, now);
        release(c, old, TAKEOVER_RETRY_MS);
    }
    if (!fight_of(c, hello->uid, now))
        return true;
    refuse(c, refusal, SESSION_REASON_TWICE, "two devices use the key of %s", hello->name);
    refusal->retry_ms = TAKEOVER_RETRY_MS;
    return false;
}

static struct peer *free_peer(struct controller *c)
{
    for (uint32_t i = 0; i < c->peer_count; i++)
        if (!c->peers[i].client)
            return &c->peers[i];
    return NULL;
}

static void compare_hall(struct controller *c, const struct msg_hello *hello)
{
    static const uint8_t none[HALL_HASH_SIZE];
    if (hello->hall_hash.length == HALL_HASH_SIZE &&
        memcmp(hello->hall_hash.at, none, HALL_HASH_SIZE) != 0 &&
        memcmp(hello->hall_hash.at, c->def->hash, HALL_HASH_SIZE) != 0)
        log_warn("device=%s was started with another definition of the hall", hello->name);
}

uint16_t admit_view(const struct peer *peer, uint16_t view)
{
    if (VIEW_NUMBER(view) != VIEW_OWN)
        return view;
    if (VIEW_KIND(view) == VIEW_KIND_BOARD && peer->device != DEVICE_UNLISTED)
        return VIEW(VIEW_KIND_BOARD, (uint16_t)peer->device);
    return VIEW_KIND(view) == VIEW_KIND_WINDOW ? VIEW(VIEW_KIND_WINDOW, peer->id.target.n) : view;
}

/* Rows go out in the same flight as the WELCOME; SYNC is for gaps and other views. */
static void start_feed(struct controller *c, struct peer *peer, const struct msg_hello *hello)
{
    const struct msg_sync sync = {admit_view(peer, hello->view), hello->view_epoch, hello->rev,
                                  hello->credit};
    const struct role_place own = {peer->id.target.n, peer->device};
    if (!hello->view || !hello->credit)
        return;
    if (!roles_may_view(peer->id.kind, sync.view, own) ||
        !feed_sync(&peer->feed, &c->rows, &sync, c->identity.boot, clock_mono_ms()))
        peer->no_view = hello->view; /* said once it has proven itself */
}

bool admit_hello(void *context, struct client *client, const struct msg_hello *hello,
                 struct msg_welcome *welcome, struct server_refusal *refusal)
{
    struct controller *c = context;
    msec mono = clock_mono_ms();
    uint32_t device;
    uint8_t takeovers;
    struct device_id id;
    if (!admit_device(c, hello, &device, &id, refusal) ||
        !may_take_over(c, hello, mono, &takeovers, refusal))
        return false;
    struct peer *pending = hello->kind == DEVICE_ADMIN ? NULL : session_of(c, hello->uid, false);
    if (pending) /* one handshake at a time; the device itself tries again */
        release(c, pending, 0);
    struct peer *peer = free_peer(c);
    if (!peer) {
        refusal->reason = SESSION_REASON_FULL;
        return false;
    }
    *peer = (struct peer){.client = client,
                          .number = ++c->peer_numbers,
                          .device = device,
                          .id = id,
                          .opened = mono,
                          .takeovers = takeovers};
    client_set_user(client, peer);
    compare_hall(c, hello);
    admit_welcome(c, hello, &id, welcome);
    start_feed(c, peer, hello);
    return true;
}

void admit_proven(void *context, struct client *client)
{
    struct controller *c = context;
    struct peer *peer = peer_of(client);
    if (!peer)
        return;
    struct peer *old = session_of(c, peer->id.uid, true);
    if (peer->id.kind == DEVICE_ADMIN)
        make_room(c, peer->id.uid);
    else if (old)
        release(c, old, 0);
    peer->proven = true;
    c->handshakes++;
    boots_saw(&c->boots, peer->id.uid, peer->id.boot);
    log_info("device=%s kind=%s session=open boot=%u peer=%s", peer->id.name,
             device_kind_name(peer->id.kind), peer->id.boot, client_peer(client));
    if (peer->no_view)
        messages_no_view(c, peer, peer->no_view);
    if (peer->device == DEVICE_UNLISTED)
        return;
    peers_device(c, peer->device, true, NULL);
    if (station_by_device(c, peer->device))
        stations_hello(c, station_by_device(c, peer->device), &peer->id, peer);
    if (peer->id.kind == DEVICE_BUS)
        lines_opened(c, peer);
}
