/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client - one accepted connection: socket, session, buffers. Private to net.
 */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include <event2/event.h>
#include <event2/event_struct.h>

#include "net/replays.h"
#include "net/server.h"

#define CLIENT_CHUNK 4096 /* read at once */

/* What a session needs, and one that only knocks does not get. */
struct client_room {
    uint8_t pending[CLIENT_CHUNK];
    uint8_t input[SESSION_INPUT_SIZE];
    uint8_t output[CLIENT_OUTPUT_MAX];
};

struct client {
    struct server *server;
    struct replays *replays; /* the server's */
    struct client *next;
    uint64_t number; /* counted, never 0 */
    int fd;          /* -1 = closed */
    struct event readable, writable;
    uint32_t address;
    uint32_t forged; /* as last looked at */
    struct session session;
    bool greeted;   /* it holds the key of the device it names */
    bool admitted;  /* `closed` is owed */
    bool proven;    /* `proven` was told */
    bool half_open; /* has a place in the limits */
    bool writing;   /* `writable` is armed */
    char peer[32];
    void *user;
    const uint8_t *pending; /* read, not yet fed */
    size_t pending_length;
    struct client_room *room; /* NULL until it is greeted */
    uint8_t first_pending[SESSION_FIRST_INPUT];
    uint8_t first_input[SESSION_FIRST_INPUT];
    uint8_t first_output[SESSION_FIRST_OUTPUT];
};

struct client *client_new(struct server *server, struct replays *replays, struct event_base *base,
                          int fd, msec now);
void client_free(struct client *client);
/* Closes the socket of somebody who is owed no word; the system keeps nothing of it, so that a
 * storm leaves no TIME_WAIT behind for each of its connections. */
void client_shut_out(int fd);
/* Feeds what is pending while *budget lasts. */
void client_feed(struct client *client, const struct server_calls *calls, uint32_t *budget,
                 msec now);
void client_tick(struct client *client, msec now);
/* Writes what the socket takes; closes it when the session is dead. */
void client_flush(struct client *client);

#endif
