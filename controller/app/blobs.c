/* SPDX-License-Identifier: Apache-2.0 */
/*
 * blobs - the hall definition in force, for devices that were started with another one (D-41).
 *
 * The receiver pulls: BLOB_REQ is answered by OFFER, each GET by one DATA. A piece waits until the
 * rows of that device are out, and one waits at a time, the newest that was asked for: so a
 * transfer costs no queue and nobody's rows.
 */
#include <stdlib.h>
#include <string.h>

#include "app/controller.h"
#include "config/pack.h"
#include "protocol/bits.h"

#define PIECE sizeof(((struct msg_data *)NULL)->bytes.at)

enum err blobs_open(struct controller *c)
{
    struct config_file files[CONFIG_FILES];
    for (uint32_t i = 0; i < CONFIG_FILES; i++)
        files[i] = (struct config_file){NULL, c->in_force.bytes[i], c->in_force.length[i]};
    c->pack_size = pack_size(files);
    c->pack = malloc(c->pack_size);
    if (!c->pack)
        return log_fault(ERR_NOMEM, "start");
    pack_write(files, c->pack);
    return ERR_NONE;
}

static void offer(struct controller *c, struct peer *peer, uint32_t ref, enum offer_code code)
{
    struct message message = {.type = MSG_TYPE_OFFER};
    message.offer.ref = ref;
    message.offer.code = (uint8_t)code;
    message.offer.kind = BLOB_HALL;
    if (code == OFFER_READY) {
        message.offer.size = (uint32_t)c->pack_size;
        message.offer.sha256.length = HALL_HASH_SIZE;
        memcpy(message.offer.sha256.at, c->def->hash, HALL_HASH_SIZE);
        memcpy(message.offer.name, "hall", sizeof("hall"));
    }
    client_send(peer->client, &message);
}

/* By its hash, or whatever is in force. Firmware is not kept here. */
void blobs_request(struct controller *c, struct peer *peer, const struct msg_blob_req *req)
{
    if (req->kind == BLOB_MEDIA) {
        media_request(c, peer, req);
        return;
    }
    bool any = req->sha256.length == 0;
    bool ours = req->sha256.length == HALL_HASH_SIZE &&
                memcmp(req->sha256.at, c->def->hash, HALL_HASH_SIZE) == 0;
    bool given = req->kind == BLOB_HALL && (any || ours);
    peer->pull = (struct pull){.offered = given, .ref = req->ref};
    offer(c, peer, req->ref, given ? OFFER_READY : OFFER_GONE);
}

bool blobs_get(struct controller *c, struct peer *peer, const struct msg_get *get)
{
    if (!peer->pull.offered || peer->pull.ref != get->ref)
        return false;
    if (get->offset >= c->pack_size || !get->length) {
        offer(c, peer, get->ref, OFFER_GONE);
        return true;
    }
    peer->pull.due = true;
    peer->pull.offset = get->offset;
    peer->pull.length = get->length;
    return true;
}

static void give(struct controller *c, struct peer *peer)
{
    struct message *message = &c->scratch;
    size_t left = c->pack_size - peer->pull.offset, count = peer->pull.length;
    if (count > PIECE)
        count = PIECE;
    if (count > left)
        count = left;
    *message = (struct message){.type = MSG_TYPE_DATA};
    message->data.ref = peer->pull.ref;
    message->data.offset = peer->pull.offset;
    message->data.bytes.length = (uint16_t)count;
    memcpy(message->data.bytes.at, c->pack + peer->pull.offset, count);
    peer->pull.due = false;
    client_send(peer->client, message);
}

void blobs_push(struct controller *c)
{
    for (uint32_t i = 0; i < c->peer_count; i++) {
        struct peer *peer = &c->peers[i];
        if (peer->client && peer->pull.due && client_is_open(peer->client) &&
            client_backlog(peer->client) < FEED_BACKLOG)
            give(c, peer);
    }
}
