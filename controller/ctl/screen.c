/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen - fetches a picture of what a device shows: SCREEN_REQ, OFFER, then GET and DATA
 * until all of it is here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "os/file.h"

#define PICTURE_MAX (64u * 1024 * 1024)
#define CHUNK sizeof(((struct msg_data *)NULL)->bytes.at)
#define REF 1
#define SCREEN_WAIT_MS (20 * SECOND) /* a large screen takes a while to become a PNG */

static bool take_offer(void *context, const struct message *message)
{
    struct message *offer = context;
    *offer = *message;
    return message->type == MSG_TYPE_OFFER;
}

static bool check_offer(const char *device, const struct msg_offer *offer)
{
    if (offer->code == REFUSED_UNKNOWN_DEVICE)
        complain("no device %s is connected", device);
    else if (offer->code == REFUSED_BUSY)
        complain("too many pictures are being fetched; try again");
    else if (offer->code || !offer->size || offer->size > PICTURE_MAX)
        complain("%s has no picture to give", device);
    else
        return true;
    return false;
}

static bool ask(struct client *client, const char *device, struct msg_offer *offer)
{
    struct message message = {.type = MSG_TYPE_SCREEN_REQ};
    message.screen_req.ref = REF;
    snprintf(message.screen_req.device, sizeof(message.screen_req.device), "%s", device);
    if (!client_send(client, &message) ||
        !client_talk(client, SCREEN_WAIT_MS, take_offer, &message))
        return false;
    *offer = message.offer;
    return check_offer(device, offer);
}

/* DATA, or the OFFER that says that there will be none. */
static bool take_piece(void *context, const struct message *message)
{
    struct message *piece = context;
    *piece = *message;
    return message->type == MSG_TYPE_DATA || message->type == MSG_TYPE_OFFER;
}

static bool fetch(struct client *client, uint8_t *bytes, uint32_t size)
{
    struct message message;
    for (uint32_t have = 0; have < size;) {
        message = (struct message){.type = MSG_TYPE_GET};
        uint32_t left = size - have;
        message.get = (struct msg_get){REF, have, (uint16_t)(left < CHUNK ? left : CHUNK)};
        if (!client_send(client, &message) ||
            !client_talk(client, CLIENT_ANSWER_MS, take_piece, &message))
            return false;
        if (message.type == MSG_TYPE_OFFER) {
            complain("the picture is gone; try again");
            return false;
        }
        uint16_t length = message.data.bytes.length;
        if (message.data.offset != have || !length || length > left) {
            complain("the device sent something else than it was asked for");
            return false;
        }
        memcpy(bytes + have, message.data.bytes.at, length);
        have += length;
    }
    return true;
}

static bool is_png(const uint8_t *bytes, uint32_t size)
{
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return size > sizeof(signature) && memcmp(bytes, signature, sizeof(signature)) == 0;
}

static int save(const char *path, const uint8_t *bytes, uint32_t size)
{
    if (!is_png(bytes, size)) {
        complain("what the device sent is no PNG picture");
        return 1;
    }
    return file_write(path, bytes, size, 0644) ? 1 : 0;
}

int ctl_screen(const struct ctl *ctl)
{
    struct client *client = client_open(ctl, VIEW_KIND_NONE);
    struct msg_offer offer;
    int status = 1;
    if (client && ask(client, ctl->words[0], &offer)) {
        uint8_t *bytes = malloc(offer.size);
        if (bytes && fetch(client, bytes, offer.size))
            status = save(ctl->words[1], bytes, offer.size);
        free(bytes);
    }
    client_close(client);
    return status;
}
