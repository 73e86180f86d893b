/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_serve - lets the hall see what a screen shows: SCREEN_REQ answered by OFFER,
 * then GET by DATA, the receiver pulling (hallctl screen kiosk-1 shot.png).
 *
 * One picture is held at a time: the newest request takes the place of the one before.
 * A GET for another picture or behind its end gets an OFFER with code OFFER_GONE.
 *
 * Ownership: the caller's memory; the picture is allocated per request and freed by the
 *            next one or by screen_serve_fini.
 */
#ifndef SDL_SCREEN_SERVE_H
#define SDL_SCREEN_SERVE_H

#include "protocol/bits.h"
#include "protocol/message.h"
#include "sdl/screen.h"

#define SCREEN_CHUNK_MAX 4096

struct screen_serve {
    uint32_t ref;
    struct picture picture;
};

/* True when the message was one of ours: *answer is then to be sent. */
bool screen_serve_answer(struct screen_serve *serve, const struct screen *screen,
                         const struct message *message, struct message *answer);
void screen_serve_fini(struct screen_serve *serve);

#endif
