/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server - the listening end of HALL/1: accepts, keeps sessions, delivers messages.
 *
 * Callbacks move bytes into sessions and messages to `calls`; nothing is written to a
 * socket before server_flush, which the turn calls after its commit (commit, then act).
 * A wake-up delivers at most SERVER_BUDGET messages; what is left comes with the next,
 * and server_has_more says so.
 *
 *     loop:  wait; server_tick; turn; server_flush (frees who is gone)
 *
 * Limits:    first frame a NOISE1 within 3 s and 256 bytes (session.h); who waits for its
 *            handshake, and whose address is shut (limits.h), costs 2 KB until it has shown
 *            its key; a client that leaves CLIENT_OUTPUT_MAX unread is dropped.
 * Ownership: server_new allocates, and each connection its own buffers. A client lives
 *            until the server_flush after its `closed`.
 * Errors:    server_new logs. A client's trouble ends that client only.
 * Threads:   the turn's.
 */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "base/base.h"
#include "base/err.h"
#include "protocol/message.h"
#include "protocol/session.h"

#define SERVER_BUDGET 256
#define CLIENT_OUTPUT_MAX (256u * 1024)

struct event_base;
struct server;
struct client;

struct server_refusal {
    enum session_reason reason;
    const char *text; /* NULL = the reason's own sentence */
    uint16_t retry_ms;
};

struct server_calls {
    void *context;
    /* The key of the device with that uid (NOISE_PSK bytes), or NULL: closed without a word. */
    const uint8_t *(*key)(void *context, struct client *client, uint64_t uid);
    /* It named that uid and does not hold its key. */
    void (*stranger)(void *context, struct client *client, uint64_t uid);
    /* A HELLO: fill *welcome and return true, or *refusal and return false. It may be a replay:
     * nothing that others can see may change before `proven`. */
    bool (*hello)(void *context, struct client *client, const struct msg_hello *hello,
                  struct msg_welcome *welcome, struct server_refusal *refusal);
    /* The device's first record came: from now on the HELLO counts (D-45). */
    void (*proven)(void *context, struct client *client);
    void (*message)(void *context, struct client *client, const struct message *message);
    /* Only for clients whose HELLO was accepted. */
    void (*closed)(void *context, struct client *client, const char *why);
    /* The hall's clock, for PONG. */
    msec (*hall_ms)(void *context, int16_t *tz_min);
};

struct server_options {
    struct event_base *base;
    const char *host;     /* an IPv4 address */
    uint16_t port;        /* 0 = any */
    uint32_t clients_max; /* sessions; those who knock come on top (limits.h) */
    struct server_calls calls;
};

/* May a controller listen there? ERR_CONFIG for what is no address. */
enum err server_check(const char *host) MUST_CHECK;
/* ERR_CONFIG as above; ERR_IO when it cannot listen. */
enum err server_new(const struct server_options *options, struct server **server) MUST_CHECK;
void server_free(struct server *server);
uint16_t server_port(const struct server *server);

/* Ends what is overdue and delivers what an earlier budget left. */
void server_tick(struct server *server, msec now);
/* Messages wait for the next round: do not block. */
bool server_has_more(const struct server *server);
/* When server_tick has something to do. */
msec server_next_deadline(const struct server *server);
/* Writes what sockets take, then frees clients that are gone. */
void server_flush(struct server *server);
/* Connections that have not finished their handshake, and those that never got a place for one. */
uint32_t server_waiting(const struct server *server);
uint32_t server_shut_out(const struct server *server);
/* BYE to all, as far as sockets take it. */
void server_stop(struct server *server);

/* ---- one client ---- */
/* A client whose output is full is dropped: it does not read (reason SLOW). */
void client_send(struct client *client, const struct message *message);
/* Bytes not yet taken by the socket: those who conflate wait while there are many. */
size_t client_backlog(const struct client *client);
void client_drop(struct client *client, enum session_reason reason, const char *text,
                 uint16_t retry_ms);
bool client_is_open(const struct client *client);
/* Frames in its session that did not open, or were of no session (SPEC.md 1). */
uint32_t client_forged(const struct client *client);
void client_set_user(struct client *client, void *user);
void *client_user(const struct client *client);
/* "127.0.0.1:40312", for logs. */
const char *client_peer(const struct client *client);

#endif
