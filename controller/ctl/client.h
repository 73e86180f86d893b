/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client - one short conversation with a controller, blocking.
 *
 * Devices use common/link, which reconnects for ever; a tool for people says at once, in
 * one sentence, why it cannot talk.
 *
 * Ownership: client_open allocates, client_close releases (NULL is allowed).
 * Errors:    one sentence on stderr, then NULL or false. Threads: none.
 */
#ifndef CTL_CLIENT_H
#define CTL_CLIENT_H

#include <stdbool.h>

#include "base/base.h"
#include "link/address.h"
#include "link/link.h"
#include "protocol/view.h"

#define CLIENT_ANSWER_MS (5 * SECOND)
#define CLIENT_FOREVER (-1)

struct client;

struct client *client_open(const struct address *address, const struct device_key *key);
void client_close(struct client *client);
const struct msg_welcome *client_welcome(const struct client *client);

bool client_send(struct client *client, const struct message *message);
/* The next message within `wait_ms`; false when none came (a sentence, unless the caller waits
 * for ever and the controller stopped: also a sentence). */
bool client_next(struct client *client, struct message *message, msec wait_ms);
/* The next message of that type; others are passed over. */
bool client_await(struct client *client, uint8_t type, struct message *message);
/* All rows of the view; valid until client_close. */
const struct view_rows *client_rows(struct client *client, uint16_t view);

#endif
