/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client - one short conversation with a controller, over common/link.
 *
 * A link reconnects for ever; a tool for people says at once, in one sentence, why it
 * cannot talk, and gives up.
 *
 * Ownership: client_open allocates, client_close releases (NULL is allowed).
 * Errors:    one sentence on stderr, then NULL or false. Threads: none.
 */
#ifndef CTL_CLIENT_H
#define CTL_CLIENT_H

#include <stdbool.h>

#include "base/base.h"
#include "ctl/ctl.h"
#include "link/link.h"

#define CLIENT_ANSWER_MS (5 * SECOND)
#define CLIENT_FOREVER (-1)

struct client;

/* view: whose rows client_rows will wait for; VIEW_KIND_NONE = none. */
struct client *client_open(const struct ctl *ctl, uint16_t view);
void client_close(struct client *client);
const struct msg_welcome *client_welcome(const struct client *client);

bool client_send(struct client *client, const struct message *message);
/* Takes a message; true when the conversation's question is answered. It may send. */
typedef bool (*client_taker)(void *context, const struct message *message);
/* Gives each message that comes to `taker` until it is content. False, after a sentence, when that
 * took longer than wait_ms, or the controller ended the conversation or refused (ERROR). */
bool client_talk(struct client *client, msec wait_ms, client_taker taker, void *context);
/* Waits for the next message of that type; others are passed over. */
bool client_await(struct client *client, uint8_t type, struct message *message);
bool client_await_long(struct client *client, uint8_t type, msec wait_ms, struct message *message);
/* All rows of the view; valid until client_close. */
const struct view_rows *client_rows(struct client *client);

#endif
