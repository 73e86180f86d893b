/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/client.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ctl/say.h"
#include "link/address.h"
#include "os/clock.h"
#include "protocol/session.h"

#define ROWS_MAX 65536
#define OUTPUT_SIZE (64 * 1024)

struct client {
    int fd;
    char peer[300];
    struct session session;
    struct msg_welcome welcome;
    struct view_rows view;
    struct view_row *rows;
    size_t pending_at, pending_length;
    uint8_t pending[4096];
    uint8_t input[SESSION_INPUT_SIZE];
    uint8_t output[OUTPUT_SIZE];
};

static int dial(const struct address *address, const char *peer)
{
    char port[8];
    struct addrinfo *list, hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_UNSPEC};
    snprintf(port, sizeof(port), "%u", address->port);
    int code = getaddrinfo(address->host, port, &hints, &list);
    if (code) {
        complain("no controller at %s: %s; say --controller HOST:PORT", peer, gai_strerror(code));
        return -1;
    }
    int fd = -1, why = 0;
    for (const struct addrinfo *at = list; at && fd < 0; at = at->ai_next) {
        fd = socket(at->ai_family, SOCK_STREAM, 0);
        if (fd >= 0 && connect(fd, at->ai_addr, at->ai_addrlen)) {
            why = errno;
            close(fd);
            fd = -1;
        }
    }
    freeaddrinfo(list);
    if (fd < 0)
        complain("no controller at %s: %s; start hall-controller, or say --controller HOST:PORT",
                 peer, strerror(why));
    return fd;
}

static bool flush(struct client *client)
{
    size_t length;
    const uint8_t *bytes = session_output(&client->session, &length);
    while (length) {
        ssize_t n = send(client->fd, bytes, length, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        session_output_drop(&client->session, (size_t)n);
        bytes = session_output(&client->session, &length);
    }
    return true;
}

/* More bytes, or false at `until`. */
static bool read_more(struct client *client, msec until)
{
    for (;;) {
        msec now = clock_mono_ms(), wake = session_next_deadline(&client->session);
        if (session_tick(&client->session, now))
            return true; /* the caller finds it dead */
        flush(client);
        if (until >= 0 && now >= until)
            return false;
        if (until >= 0 && until < wake)
            wake = until;
        struct pollfd poll_fd = {client->fd, POLLIN, 0};
        if (poll(&poll_fd, 1, wake > now ? (int)(wake - now) : 0) <= 0)
            continue;
        ssize_t n = recv(client->fd, client->pending, sizeof(client->pending), 0);
        if (n <= 0)
            session_refuse(&client->session, SESSION_REASON_CLOSED,
                           "the controller closed the connection", 0, now);
        client->pending_at = 0;
        client->pending_length = n > 0 ? (size_t)n : 0;
        return true;
    }
}

/* The next event of the session that somebody cares about. */
static enum session_event next_event(struct client *client, struct message *message, msec until)
{
    for (;;) {
        while (client->pending_length && client->session.state != SESSION_DEAD) {
            enum session_event event;
            size_t n = session_feed(&client->session, client->pending + client->pending_at,
                                    client->pending_length, clock_mono_ms(), message, &event);
            client->pending_at += n;
            client->pending_length -= n;
            if (event == SESSION_MESSAGE || event == SESSION_WELCOME)
                return event;
        }
        if (client->session.state == SESSION_DEAD)
            return SESSION_ENDED;
        if (!read_more(client, until))
            return SESSION_NOTHING;
    }
}

static bool greet(struct client *client, const struct device_key *key)
{
    struct msg_hello hello = {.kind = key->kind, .uid = key->uid};
    struct message message;
    memcpy(hello.name, key->name, sizeof(hello.name));
    const struct session_buffers buffers = {client->input, client->output, sizeof(client->output)};
    uint8_t ephemeral[CRYPTO_POINT];
    if (getrandom(ephemeral, sizeof(ephemeral), 0) != sizeof(ephemeral)) {
        complain("this machine has no random numbers");
        return false;
    }
    session_init_client(&client->session, &buffers, &hello, key->key, ephemeral, clock_mono_ms());
    crypto_wipe(ephemeral, sizeof(ephemeral));
    switch (next_event(client, &message, clock_mono_ms() + CLIENT_ANSWER_MS)) {
    case SESSION_WELCOME:
        client->welcome = message.welcome;
        return true;
    case SESSION_ENDED:
        if (client->session.reason != SESSION_REASON_PEER_BYE)
            break;
        complain("the controller at %s refused this key: %s", client->peer, client->session.text);
        return false;
    case SESSION_NOTHING:
    case SESSION_KNOCK:
    case SESSION_HELLO:
    case SESSION_MESSAGE:
    case SESSION_ASKED:
    case SESSION_PONGED:
        break;
    }
    complain("what listens at %s is no controller, or it hangs", client->peer);
    return false;
}

struct client *client_open(const struct address *address, const struct device_key *key)
{
    struct client *client = calloc(1, sizeof(*client));
    if (client)
        client->rows = calloc(ROWS_MAX, sizeof(*client->rows));
    if (!client || !client->rows) {
        complain("out of memory");
        free(client);
        return NULL;
    }
    view_init(&client->view, client->rows, ROWS_MAX);
    snprintf(client->peer, sizeof(client->peer), "%s:%u", address->host, address->port);
    client->fd = dial(address, client->peer);
    if (client->fd >= 0 && greet(client, key))
        return client;
    client_close(client);
    return NULL;
}

void client_close(struct client *client)
{
    if (!client)
        return;
    if (client->fd >= 0) {
        session_refuse(&client->session, SESSION_REASON_CLOSED, NULL, 0, clock_mono_ms());
        flush(client);
        close(client->fd);
    }
    free(client->rows);
    free(client);
}

const struct msg_welcome *client_welcome(const struct client *client)
{
    return &client->welcome;
}

bool client_send(struct client *client, const struct message *message)
{
    if (session_send(&client->session, message, clock_mono_ms()) == ERR_NONE && flush(client))
        return true;
    complain("the connection to %s broke", client->peer);
    return false;
}

bool client_next(struct client *client, struct message *message, msec wait_ms)
{
    msec until = wait_ms == CLIENT_FOREVER ? CLIENT_FOREVER : clock_mono_ms() + wait_ms;
    switch (next_event(client, message, until)) {
    case SESSION_MESSAGE:
        return true;
    case SESSION_ENDED:
        complain("%s ended the conversation: %s", client->peer, client->session.text);
        return false;
    case SESSION_NOTHING:
    case SESSION_KNOCK:
    case SESSION_HELLO:
    case SESSION_WELCOME:
    case SESSION_ASKED:
    case SESSION_PONGED:
        break;
    }
    complain("no answer from the controller at %s within %d s", client->peer,
             (int)(wait_ms / SECOND));
    return false;
}

bool client_await(struct client *client, uint8_t type, struct message *message)
{
    msec until = clock_mono_ms() + CLIENT_ANSWER_MS;
    while (client_next(client, message, until - clock_mono_ms())) {
        if (message->type == type)
            return true;
        if (message->type == MSG_TYPE_ERROR) {
            complain("the controller refused: %s", message->error.text);
            return false;
        }
    }
    return false;
}

const struct view_rows *client_rows(struct client *client, uint16_t view)
{
    struct message message = {.type = MSG_TYPE_SYNC};
    message.sync.view = view;
    if (!client_send(client, &message))
        return NULL;
    while (client_next(client, &message, CLIENT_ANSWER_MS)) {
        if (message.type == MSG_TYPE_ERROR) {
            complain("the controller refused: %s", message.error.text);
            return NULL;
        }
        enum view_result result = view_feed(&client->view, &message);
        if (result == VIEW_CHANGED)
            return &client->view;
        if (result == VIEW_BAD) {
            complain("the rows of the controller make no sense to this version");
            return NULL;
        }
    }
    return NULL;
}
