/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screens - a picture of what a device shows, fetched by an administrator.
 *
 * SCREEN_REQ and GET go to the device, OFFER and DATA come back; the controller only
 * passes them on. The asker pulls, so a slow one slows only itself.
 */
#include <stdio.h>

#include "app/controller.h"
#include "os/clock.h"

#define RELAY_MS (30 * SECOND)

static struct screen_relay *by_asker(struct controller *c, uint64_t asker, uint32_t ref)
{
    for (uint32_t i = 0; i < SCREENS_MAX; i++)
        if (asker && c->screens[i].asker == asker && c->screens[i].ref == ref)
            return &c->screens[i];
    return NULL;
}

static struct screen_relay *by_device(struct controller *c, uint64_t device, uint32_t own_ref)
{
    for (uint32_t i = 0; i < SCREENS_MAX; i++)
        if (device && c->screens[i].device == device && c->screens[i].own_ref == own_ref)
            return &c->screens[i];
    return NULL;
}

static struct screen_relay *free_relay(struct controller *c)
{
    for (uint32_t i = 0; i < SCREENS_MAX; i++)
        if (!peer_by_number(c, c->screens[i].asker)) /* it has its picture, or gave up */
            return &c->screens[i];
    return NULL;
}

static void no_offer(struct peer *asker, uint32_t ref, enum refusal why)
{
    struct message message = {.type = MSG_TYPE_OFFER};
    message.offer.ref = ref;
    message.offer.code = (uint8_t)why;
    client_send(asker->client, &message);
}

static void begin(struct controller *c, struct peer *asker, const struct msg_screen_req *req)
{
    const struct device_def *def = def_device(c->def, req->device);
    struct peer *device = def ? peer_by_device(c, (uint32_t)(def - c->def->devices)) : NULL;
    struct screen_relay *relay = by_asker(c, asker->number, req->ref);
    if (!relay)
        relay = free_relay(c);
    if (!device || !relay) {
        no_offer(asker, req->ref, device ? REFUSED_BUSY : REFUSED_UNKNOWN_DEVICE);
        return;
    }
    *relay = (struct screen_relay){asker->number, device->number, req->ref, ++c->screen_refs,
                                   clock_mono_ms() + RELAY_MS};
    struct message message = {.type = MSG_TYPE_SCREEN_REQ, .screen_req = *req};
    message.screen_req.ref = relay->own_ref;
    client_send(device->client, &message);
}

static void pass_get(struct controller *c, struct peer *asker, const struct msg_get *get)
{
    struct screen_relay *relay = by_asker(c, asker->number, get->ref);
    struct peer *device = relay ? peer_by_number(c, relay->device) : NULL;
    if (!device) {
        no_offer(asker, get->ref, REFUSED_UNKNOWN_DEVICE);
        return;
    }
    relay->until = clock_mono_ms() + RELAY_MS;
    struct message message = {.type = MSG_TYPE_GET, .get = *get};
    message.get.ref = relay->own_ref;
    client_send(device->client, &message);
}

/* OFFER and DATA begin with their ref. */
static void pass_back(struct controller *c, struct peer *device, const struct message *message)
{
    uint32_t own_ref = message->type == MSG_TYPE_OFFER ? message->offer.ref : message->data.ref;
    struct screen_relay *relay = by_device(c, device->number, own_ref);
    struct peer *asker = relay ? peer_by_number(c, relay->asker) : NULL;
    if (!asker)
        return; /* who asked is gone */
    c->scratch = *message;
    if (message->type == MSG_TYPE_OFFER)
        c->scratch.offer.ref = relay->ref;
    else
        c->scratch.data.ref = relay->ref;
    client_send(asker->client, &c->scratch);
}

void screens_take(struct controller *c, struct peer *peer, const struct message *message)
{
    if (message->type == MSG_TYPE_SCREEN_REQ)
        begin(c, peer, &message->screen_req);
    else if (message->type == MSG_TYPE_GET)
        pass_get(c, peer, &message->get);
    else
        pass_back(c, peer, message);
}

void screens_tick(struct controller *c, msec mono)
{
    for (uint32_t i = 0; i < SCREENS_MAX; i++)
        if (c->screens[i].asker && mono >= c->screens[i].until)
            c->screens[i] = (struct screen_relay){0};
}
