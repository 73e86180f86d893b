/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leases - kiosks are told which numbers are theirs alone (D-22): all of today's with each
 * session, and one more of a service when half of what they have is used.
 *
 * A kiosk that comes without a boot number has lost its journal, or never had one: which of its
 * numbers it gave alone nobody knows, so its leases end and it gets others. What it gave before
 * and still tells of is taken (F18).
 */
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "protocol/bits.h"
#include "protocol/crypto.h"

#define ASKED_A_ROUND 8 /* of one kiosk: the turn is for visitors */

static bool is_kiosk(const struct peer *peer)
{
    return peer->client && peer->proven && peer->id.kind == DEVICE_KIOSK &&
           peer->device != DEVICE_UNLISTED;
}

static void tell(struct controller *c, struct peer *peer, const struct lease_view *lease)
{
    struct message *message = &c->scratch;
    *message = (struct message){.type = MSG_TYPE_LEASE};
    message->lease.lease = lease->lease;
    message->lease.state = lease->ended ? LEASE_BURNT : LEASE_GRANTED;
    message->lease.day = hall_day(c->hall);
    message->lease.service = lease->service.n;
    message->lease.prefix = label_wire_prefix(lease->first);
    message->lease.first = lease->first.number;
    message->lease.last = lease->last;
    message->lease.epoch = c->identity.epoch;
    message->lease.jseq = c->jseq;
    if (!lease->ended) {
        if (ticket_key_get(&c->ticket_key, c->settings.state_dir, message->lease.day))
            return; /* logged; without a key it could make no codes */
        message->lease.key.length = TICKET_KEY_BYTES;
        ticket_key_of_lease(&c->ticket_key, lease->lease, message->lease.key.at);
    }
    client_send(peer->client, message);
    crypto_wipe(&message->lease, sizeof(message->lease));
}

static bool belongs(const struct lease_view *lease, const struct peer *peer)
{
    return strcmp(lease->device, peer->id.name) == 0;
}

void leases_hello(struct controller *c, struct peer *peer)
{
    struct lease_view lease;
    if (!is_kiosk(peer))
        return;
    for (uint32_t i = 0; !peer->lease_forgot && hall_lease(c->hall, i, &lease); i++)
        if (belongs(&lease, peer))
            tell(c, peer, &lease);
    peer->lease_due = true;
    peer->lease_at = 0;
}

/* What a committed fact means to a kiosk. */
static void tell_fact(struct controller *c, struct peer *peer, const struct fact *fact)
{
    struct lease_view lease;
    uint32_t first = hall_ticket_first(c->hall), id = 0;
    if (fact->kind == FACT_KIND_LEASED)
        id = fact->leased.lease;
    else if (fact->kind == FACT_KIND_LEASE_ENDED)
        id = fact->lease_ended.lease;
    if (id >= first && hall_lease(c->hall, id - first, &lease) && belongs(&lease, peer))
        tell(c, peer, &lease);
    bool again = fact->kind == FACT_KIND_DAY_OPENED || fact->kind == FACT_KIND_LEASE_ENDED ||
                 (fact->kind == FACT_KIND_ISSUED && fact->issued.lease);
    if (again) {
        peer->lease_due = true;
        peer->lease_at = 0;
    }
    if (fact->kind == FACT_KIND_DAY_CLOSED) {
        /* Lease 0: all of that day are burnt. */
        struct message burnt = {.type = MSG_TYPE_LEASE};
        burnt.lease.state = LEASE_BURNT;
        burnt.lease.day = fact->day_closed.day;
        burnt.lease.epoch = c->identity.epoch;
        burnt.lease.jseq = c->jseq;
        client_send(peer->client, &burnt);
    }
}

void leases_facts(struct controller *c, const struct facts *facts)
{
    for (uint32_t f = 0; f < facts->count; f++) {
        uint8_t kind = facts->list[f].kind;
        if (kind != FACT_KIND_LEASED && kind != FACT_KIND_LEASE_ENDED &&
            kind != FACT_KIND_DAY_OPENED && kind != FACT_KIND_DAY_CLOSED &&
            kind != FACT_KIND_ISSUED)
            continue;
        if (kind == FACT_KIND_ISSUED && !facts->list[f].issued.lease)
            continue;
        for (uint32_t i = 0; i < c->peer_count; i++)
            if (is_kiosk(&c->peers[i]))
                tell_fact(c, &c->peers[i], &facts->list[f]);
    }
}

/* The kiosk keeps it in its own journal, and somebody should know why. */
void leases_refused(struct controller *c, const struct turn_entry *entry)
{
    char label[LABEL_TEXT_SIZE];
    label_print(entry->command.label, label);
    log_every(&c->refused_slips, "device=%s ticket=%s was given alone and does not come in: %s",
              entry->command.who, label, refusal_text(entry->answer.result.code));
}

/* A kiosk of one zone offers the services of that zone, one of the whole hall all. */
static bool offers(const struct controller *c, const struct peer *peer,
                   const struct service_def *service)
{
    uint16_t zone = c->def->devices[peer->device].zone;
    return service->prefix[0] && (!zone || zone == service->zone);
}

static void ask(struct controller *c, struct peer *peer)
{
    uint32_t asked = 0, size = c->def->rules.lease_size;
    for (; peer->lease_at < c->def->service_count && asked < ASKED_A_ROUND; peer->lease_at++) {
        const struct service_def *service = &c->def->services[peer->lease_at];
        if (!offers(c, peer, service) ||
            hall_lease_left(c->hall, peer->id.name, service->id) > size / 2)
            continue;
        struct command command = {.verb = VERB_LEASE, .service = service->id};
        snprintf(command.text, sizeof(command.text), "%s", peer->id.name);
        if (!turn_add(c, &command, (struct origin){ORIGIN_HALL, 0, 0}, 0))
            return;
        asked++;
    }
    peer->lease_due = peer->lease_at < c->def->service_count;
}

/* One command ends a few of them; asked again until there are none. */
static void end_forgotten(struct controller *c, struct peer *peer)
{
    struct lease_view lease;
    bool any = false;
    for (uint32_t i = 0; !any && hall_lease(c->hall, i, &lease); i++)
        any = !lease.ended && belongs(&lease, peer);
    struct command command = {.verb = VERB_LEASE_END};
    snprintf(command.text, sizeof(command.text), "%s", peer->id.name);
    peer->lease_forgot = any;
    if (any)
        (void)turn_add(c, &command, (struct origin){ORIGIN_HALL, 0, 0}, 0);
}

void leases_tick(struct controller *c)
{
    if (!hall_day(c->hall) || !c->def->rules.lease_size || c->room >= STORE_ROOM_SCARCE ||
        c->seen.behind)
        return; /* what room there is is for visitors (F06); F24 */
    for (uint32_t i = 0; i < c->peer_count; i++)
        if (is_kiosk(&c->peers[i]) && c->peers[i].lease_forgot)
            end_forgotten(c, &c->peers[i]);
        else if (is_kiosk(&c->peers[i]) && c->peers[i].lease_due)
            ask(c, &c->peers[i]);
}
