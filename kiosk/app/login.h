/* SPDX-License-Identifier: Apache-2.0 */
/*
 * login - a person's PIN becomes the proof that goes to the controller (D-43), off the screen's
 * thread: stretching it takes a twentieth of a second.
 *
 *     login_start -> on_proof: send LOGIN -> login_answered with LOGIN_OK -> on_signed
 *                 \-> without a controller: on_signed at once, from memory
 *
 * Whoever signed on here today may do so again while there is no controller: a hash of the proof is
 * remembered, in memory only, and forgotten with the day or when the PIN is refused. Five wrong
 * PINs then forget the person: the controller decides again.
 *
 * One person at a time. Ownership: login_close joins the thread.
 */
#ifndef APP_LOGIN_H
#define APP_LOGIN_H

#include "base/err.h"
#include "model/sign.h"
#include "os/secrets.h"
#include "protocol/message.h"

#define LOGIN_REMEMBERED 16
#define LOGIN_ALONE_TRIES 5 /* as the controller counts */

struct event_base;
struct login;

struct login_options {
    struct event_base *base;
    void *context;
    /* Send LOGIN; false = there is no controller now. `proof` is wiped afterwards. */
    bool (*on_proof)(void *context, uint32_t seq, uint32_t staff,
                     const uint8_t proof[SECRETS_STRETCHED]);
    void (*on_signed)(void *context, const struct kiosk_signing *signing);
};

enum err login_open(const struct login_options *options, struct login **login) MUST_CHECK;
void login_close(struct login *login);

/* The hall whose staff this is: from WELCOME. Another one forgets everybody. */
void login_welcome(struct login *login, uint64_t instance);
/* Another day forgets everybody. */
void login_day(struct login *login, uint32_t day);
/* Copies the PIN and wipes the copy. Without any WELCOME so far, on_signed says BUSY. */
void login_start(struct login *login, uint32_t seq, uint32_t staff, const char *pin);
/* LOGIN_OK; calls on_signed. */
void login_answered(struct login *login, const struct msg_login_ok *answer);

#endif
