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
    const struct history_own own = {c->identity.instance, c->jseq, c->identity.epoch};
    struct history_seen told = {.epoch = hello->epoch, .row = hello->jseq};
    snprintf(told.device, sizeof(told.device), "%s", hello->name);
    if (hello->instance != own.instance ||
        !history_seen_note(&c->seen, c->settings.state_dir, &own, &told))
        return true;
    return refuse(c, refusal, SESSION_REASON_HISTORY,
                  "%s has seen journal row %" PRIu64 ", this one ends at %" PRIu64
                  "; was an old copy restored?",
                  hello->name, hello->jseq, c->jseq);
}

static void compare_hall(struct controller *c, const struct msg_hello *hello)
{
    static const uint8_t none[HALL_HASH_SIZE];
    if (hello->hall_hash.length == HALL_HASH_SIZE &&
        memcmp(hello->hall_hash.at, none, HALL_HASH_SIZE) != 0 &&
        memcmp(hello->hall_hash.at, c->def->hash, HALL_HASH_SIZE) != 0)
        log_warn("device=%s was started with another definition of the hall", hello->name);
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
    compare_hall(c, hello);
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
    uint32_t device;
    struct device_id id;
    if (!admit_device(c, hello, &device, &id, refusal))
        return false;
    if (takeover_shuts_out(c, hello->uid)) {
        *refusal = (struct server_refusal){SESSION_REASON_TWICE, c->sentence, TAKEOVER_RETRY_MS};
        snprintf(c->sentence, sizeof(c->sentence), TAKEOVER_FIGHT, hello->name);
        return false;
    }
    struct peer *peer = takeover_place(c, hello->uid, hello->kind);
    if (!peer) {
        refusal->reason = SESSION_REASON_FULL;
        return false;
    }
    *peer = (struct peer){.client = client,
                          .number = ++c->peer_numbers,
                          .device = device,
                          .id = id,
                          .lease_forgot = hello->boot == 0,
                          .opened = clock_mono_ms()};
    client_set_user(client, peer);
    admit_welcome(c, hello, &id, welcome);
    start_feed(c, peer, hello);
    return true;
}

void admit_proven(void *context, struct client *client)
{
    struct controller *c = context;
    struct peer *peer = peer_of(client);
    if (!peer || !takeover_proven(c, peer))
        return;
    c->handshakes++;
    boots_saw(&c->boots, peer->id.uid, peer->id.boot);
    log_info("device=%s kind=%s session=open boot=%u peer=%s", peer->id.name,
             device_kind_name(peer->id.kind), peer->id.boot, client_peer(client));
    if (peer->no_view)
        messages_no_view(c, peer, peer->no_view);
    if (peer->device == DEVICE_UNLISTED)
        return;
    peers_device(c, peer->device, true, NULL);
    leases_hello(c, peer);
    if (station_by_device(c, peer->device))
        stations_hello(c, station_by_device(c, peer->device), &peer->id, peer);
    if (peer->id.kind == DEVICE_BUS)
        lines_opened(c, peer);
    bookings_tell(c, peer);
}
