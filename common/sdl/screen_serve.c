/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/screen_serve.h"

#include <string.h>

static void offer(const struct screen_serve *serve, uint32_t ref, enum offer_code code,
                  struct message *answer)
{
    *answer = (struct message){.type = MSG_TYPE_OFFER};
    answer->offer.ref = ref;
    answer->offer.code = (uint8_t)code;
    answer->offer.kind = BLOB_SCREEN;
    answer->offer.size = code == OFFER_READY ? (uint32_t)serve->picture.length : 0;
    memcpy(answer->offer.name, "screen.png", sizeof("screen.png"));
}

static void take_picture(struct screen_serve *serve, const struct screen *screen, uint32_t ref,
                         struct message *answer)
{
    picture_free(&serve->picture);
    serve->ref = ref;
    bool failed = screen_picture_afar(screen, &serve->picture) != ERR_NONE;
    offer(serve, ref, failed ? OFFER_FAILED : OFFER_READY, answer);
}

static void give_bytes(const struct screen_serve *serve, const struct msg_get *get,
                       struct message *answer)
{
    if (get->ref != serve->ref || get->offset >= serve->picture.length) {
        offer(serve, get->ref, OFFER_GONE, answer);
        return;
    }
    size_t left = serve->picture.length - get->offset;
    size_t count = get->length < SCREEN_CHUNK_MAX ? get->length : SCREEN_CHUNK_MAX;
    if (count > left)
        count = left;
    *answer = (struct message){.type = MSG_TYPE_DATA};
    answer->data.ref = get->ref;
    answer->data.offset = get->offset;
    answer->data.bytes.length = (uint16_t)count;
    memcpy(answer->data.bytes.at, serve->picture.bytes + get->offset, count);
}

bool screen_serve_answer(struct screen_serve *serve, const struct screen *screen,
                         const struct message *message, struct message *answer)
{
    if (message->type == MSG_TYPE_SCREEN_REQ)
        take_picture(serve, screen, message->screen_req.ref, answer);
    else if (message->type == MSG_TYPE_GET)
        give_bytes(serve, &message->get, answer);
    else
        return false;
    return true;
}

void screen_serve_fini(struct screen_serve *serve)
{
    picture_free(&serve->picture);
}
