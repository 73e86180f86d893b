/* SPDX-License-Identifier: Apache-2.0 */
#include "net/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/log.h"

/* Of the budget: a handshake costs as much as that many messages. */
#define KNOCK_COST 8

void client_shut_out(int fd)
{
    const struct linger at_once = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(fd);
}

static void end(struct client *client, const char *why)
{
    /* The socket is gone or useless: nobody hears this BYE. */
    session_refuse(&client->session, SESSION_REASON_CLOSED, why, 0, clock_mono_ms());
    if (client->fd >= 0) {
        event_del(&client->readable);
        event_del(&client->writable);
        if (client->greeted)
            close(client->fd);
        else
            client_shut_out(client->fd);
        client->fd = -1;
    }
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct client *client = context;
    (void)what;
    /* What an earlier budget left over goes first; the socket keeps the rest. */
    if (client->pending_length || client->session.state == SESSION_DEAD)
        return;
    struct client_room *room = client->room;
    uint8_t *to = room ? room->pending : client->first_pending;
    ssize_t n = recv(fd, to, room ? sizeof(room->pending) : sizeof(client->first_pending), 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        /* TCP_USER_TIMEOUT: also one that lives, and does not read. */
        end(client, n < 0 && errno == ETIMEDOUT ? "the device took nothing for 10 s"
                    : n < 0                     ? "the connection broke"
                                                : "the device closed the connection");
        return;
    }
    client->pending = to;
    client->pending_length = (size_t)n;
}

static void on_writable(evutil_socket_t fd, short what, void *context)
{
    struct client *client = context;
    (void)fd;
    (void)what;
    client->writing = false; /* the flush at the end of this round writes */
}

struct client *client_new(struct server *server, struct replays *replays, struct event_base *base,
                          int fd, msec now)
{
    struct client *client = calloc(1, sizeof(*client));
    if (!client)
        return NULL;
    client->server = server;
    client->replays = replays;
    client->fd = fd;
    const struct session_buffers buffers = {client->first_input, client->first_output,
                                            sizeof(client->first_output)};
    session_init_server(&client->session, &buffers, now);
    if (event_assign(&client->readable, base, fd, EV_READ | EV_PERSIST, on_readable, client) ||
        event_assign(&client->writable, base, fd, EV_WRITE, on_writable, client) ||
        event_add(&client->readable, NULL)) {
        free(client);
        return NULL;
    }
    return client;
}

void client_free(struct client *client)
{
    end(client, NULL);
    session_wipe(&client->session);
    free(client->room);
    free(client);
}

/* Large and mostly untouched: the pages come when they are written. */
static bool make_room(struct client *client)
{
    client->room = malloc(sizeof(*client->room));
    if (!client->room)
        return false;
    const struct session_buffers buffers = {client->room->input, client->room->output,
                                            sizeof(client->room->output)};
    session_grow(&client->session, &buffers);
    return true;
}

/* Who names a device without its key is closed without a word, and so is an old first message
 * played again (D-45): it would cost a handshake and a snapshot each time. */
static enum session_event take_knock(struct client *client, const struct server_calls *calls,
                                     struct message *message, msec now)
{
    uint8_t ephemeral[CRYPTO_POINT];
    const struct msg_noise1 *knock = &message->noise1;
    const uint8_t *key = calls->key(calls->context, client, knock->uid);
    if (!key || getrandom(ephemeral, sizeof(ephemeral), 0) != sizeof(ephemeral)) {
        session_refuse(&client->session, SESSION_REASON_UNKNOWN_DEVICE, NULL, 0, now);
        return SESSION_ENDED;
    }
    if (replays_known(client->replays, knock->msg.at, knock->msg.length, now)) {
        session_refuse(&client->session, SESSION_REASON_NOT_HELLO,
                       "its first message was played again", 0, now);
        return SESSION_ENDED;
    }
    uint8_t first[REPLAYS_BYTES] = {0};
    memcpy(first, knock->msg.at, sizeof(first));
    enum session_event event =
        session_unlock(&client->session, knock, key, ephemeral, message, now);
    crypto_wipe(ephemeral, sizeof(ephemeral));
    bool stranger = client->session.reason == SESSION_REASON_WRONG_KEY;
    client->greeted = !stranger && client->session.reason != SESSION_REASON_FAULT;
    if (client->greeted)
        replays_remember(client->replays, first, now);
    else if (stranger)
        calls->stranger(calls->context, client, knock->uid);
    return event;
}

static void take_hello(struct client *client, const struct server_calls *calls,
                       const struct msg_hello *hello, msec now)
{
    struct msg_welcome welcome = {0};
    struct server_refusal refusal = {SESSION_REASON_FULL, NULL, 0};
    if (make_room(client)) {
        refusal.reason = SESSION_REASON_UNKNOWN_DEVICE;
        client->admitted = calls->hello(calls->context, client, hello, &welcome, &refusal);
    }
    if (!client->admitted)
        session_refuse(&client->session, refusal.reason, refusal.text, refusal.retry_ms, now);
    else if (session_welcome(&client->session, &welcome, now))
        end(client, "no room for the WELCOME");
}

/* The first record: the HELLO was said by the device itself, just now. */
static void tell_proven(struct client *client, const struct server_calls *calls)
{
    if (client->proven || !client->session.proven || client->session.state != SESSION_OPEN)
        return;
    client->proven = true;
    calls->proven(calls->context, client);
}

static void take_event(struct client *client, const struct server_calls *calls,
                       enum session_event event, struct message *message, msec now)
{
    int16_t tz_min;
    switch (event) {
    case SESSION_KNOCK:
        event = take_knock(client, calls, message, now);
        if (event == SESSION_HELLO)
            take_hello(client, calls, &message->hello, now);
        break;
    case SESSION_MESSAGE:
        calls->message(calls->context, client, message);
        break;
    case SESSION_ASKED: {
        msec hall_ms = calls->hall_ms(calls->context, &tz_min);
        session_pong(&client->session, &message->ping, hall_ms, tz_min, now);
        break;
    }
    case SESSION_NOTHING:
    case SESSION_HELLO:
    case SESSION_WELCOME:
    case SESSION_PONGED:
    case SESSION_ENDED:
        break;
    }
}

void client_feed(struct client *client, const struct server_calls *calls, uint32_t *budget,
                 msec now)
{
    struct message message;
    enum session_event event;
    while (client->pending_length && *budget && client->session.state != SESSION_DEAD) {
        size_t n = session_feed(&client->session, client->pending, client->pending_length, now,
                                &message, &event);
        client->pending += n;
        client->pending_length -= n;
        uint32_t cost = event == SESSION_KNOCK ? KNOCK_COST : event != SESSION_NOTHING;
        *budget -= cost < *budget ? cost : *budget;
        tell_proven(client, calls);
        if (client->session.state != SESSION_DEAD) /* thrown out with its first record */
            take_event(client, calls, event, &message, now);
    }
    if (client->session.state == SESSION_DEAD)
        client->pending_length = 0;
}

void client_tick(struct client *client, msec now)
{
    if (session_next_deadline(&client->session) <= now)
        (void)session_tick(&client->session, now); /* DEAD is found by the flush */
}

static void wait_writable(struct client *client)
{
    if (!client->writing && event_add(&client->writable, NULL) == 0)
        client->writing = true;
}

void client_flush(struct client *client)
{
    size_t length;
    const uint8_t *bytes = session_output(&client->session, &length);
    while (client->fd >= 0 && length && !client->writing) {
        ssize_t n = send(client->fd, bytes, length, MSG_NOSIGNAL);
        if (n > 0) {
            session_output_drop(&client->session, (size_t)n);
            bytes = session_output(&client->session, &length);
        } else if (n < 0 && errno == EAGAIN) {
            wait_writable(client);
        } else if (n == 0 || errno != EINTR) {
            end(client, "the connection broke");
        }
    }
    /* A dead session's last words were tried once; who does not read them does not get them. */
    if (client->session.state == SESSION_DEAD)
        end(client, NULL);
}

void client_send(struct client *client, const struct message *message)
{
    if (session_send(&client->session, message, clock_mono_ms()) == ERR_TOOBIG)
        client_drop(client, SESSION_REASON_SLOW, NULL, 0);
}

size_t client_backlog(const struct client *client)
{
    size_t length;
    session_output(&client->session, &length);
    return length;
}

void client_drop(struct client *client, enum session_reason reason, const char *text,
                 uint16_t retry_ms)
{
    session_refuse(&client->session, reason, text, retry_ms, clock_mono_ms());
}

bool client_is_open(const struct client *client)
{
    return client->session.state == SESSION_OPEN;
}

uint32_t client_forged(const struct client *client)
{
    return client->session.channel.forged + client->session.channel.refused;
}

void client_set_user(struct client *client, void *user)
{
    client->user = user;
}

void *client_user(const struct client *client)
{
    return client->user;
}

const char *client_peer(const struct client *client)
{
    return client->peer;
}
