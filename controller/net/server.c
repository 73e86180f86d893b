/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* accept4 */
#include "net/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/client.h"
#include "net/limits.h"
#include "os/clock.h"
#include "os/log.h"

#define BACKLOG 512
#define ACCEPTS_MAX 32 /* per wake-up: those who are here are served as well */
#define SEND_BUFFER (64 * 1024)
#define USER_TIMEOUT_MS 10000 /* bytes nobody acknowledges: the device is gone */
#define ACCEPT_PAUSE_MS SECOND

struct server {
    struct server_options options;
    int fd;
    uint16_t port;
    struct event acceptable;
    bool accepting;
    msec accept_again; /* 0 = accepting */
    struct limits limits;
    struct replays replays;
    struct client *clients;
    uint32_t count;
    uint64_t numbers; /* given to clients so far */
    uint32_t budget;
    uint32_t refused; /* connections, since the start */
    uint32_t strange;
    struct log_site full, starved, odd, forged;
};

static enum err parse_address(const char *host, uint16_t port, struct sockaddr_in *address)
{
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, host, &address->sin_addr) != 1)
        return log_fault(ERR_CONFIG,
                         "listen=%s is not an IPv4 address; write 0.0.0.0:PORT or 127.0.0.1:PORT",
                         host);
    return ERR_NONE;
}

static const char *advice(int why)
{
    if (why == EADDRINUSE)
        return "; is another controller running? stop it, or give another --listen";
    if (why == EADDRNOTAVAIL)
        return "; give --listen an address of this machine, or 0.0.0.0 for all of them";
    if (why == EACCES)
        return "; give --listen a port from 1024 on";
    return "";
}

static enum err open_socket(struct server *server, struct sockaddr_in *address)
{
    const int on = 1;
    socklen_t length = sizeof(*address);
    server->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (server->fd < 0)
        return log_fault(ERR_IO, "no socket: %s", strerror(errno));
    setsockopt(server->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(server->fd, (const struct sockaddr *)address, sizeof(*address)) ||
        listen(server->fd, BACKLOG) ||
        getsockname(server->fd, (struct sockaddr *)address, &length)) {
        int why = errno;
        return log_fault(ERR_IO, "listen=%s:%u cannot be opened: %s%s", server->options.host,
                         server->options.port, strerror(why), advice(why));
    }
    server->port = ntohs(address->sin_port);
    return ERR_NONE;
}

static struct client *find(const struct server *server, uint64_t number)
{
    for (struct client *client = server->clients; client; client = client->next)
        if (client->number == number)
            return client;
    return NULL;
}

/* False when the newcomer finds no place. */
static bool enter(struct server *server, uint64_t number, uint32_t address, msec now)
{
    uint64_t evicted;
    switch (limits_enter(&server->limits, number, address, now, &evicted)) {
    case LIMITS_ENTER:
        return true;
    case LIMITS_REPLACE: {
        struct client *victim = find(server, evicted);
        if (victim)
            client_drop(victim, SESSION_REASON_FULL, NULL, 0);
        return true;
    }
    case LIMITS_FULL:
    case LIMITS_SHUT:
        break;
    }
    return false;
}

/* Sessions, those who knock, and those who were thrown out in this round. */
static bool is_full(const struct server *server)
{
    return server->count >= server->options.clients_max + LIMITS_WAITING_MAX + ACCEPTS_MAX;
}

static void adopt(struct server *server, int fd, const struct sockaddr_in *from, msec now)
{
    const int on = 1, size = SEND_BUFFER, patience = USER_TIMEOUT_MS;
    uint32_t address = ntohl(from->sin_addr.s_addr);
    uint64_t number = server->numbers + 1;
    if (!address || is_full(server) || !enter(server, number, address, now)) {
        server->refused++;
        log_every(&server->full,
                  "a connection was refused: %u are open, %u wait for their handshake; refused=%u",
                  server->count, limits_waiting(&server->limits), server->refused);
        client_shut_out(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof(patience));
    struct client *client = client_new(server, &server->replays, server->options.base, fd, now);
    if (!client) {
        limits_leave(&server->limits, number);
        close(fd);
        return;
    }
    char text[INET_ADDRSTRLEN] = "?";
    inet_ntop(AF_INET, &from->sin_addr, text, sizeof(text));
    snprintf(client->peer, sizeof(client->peer), "%s:%u", text, ntohs(from->sin_port));
    client->number = server->numbers = number;
    client->address = address;
    client->half_open = true;
    client->next = server->clients;
    server->clients = client;
    server->count++;
}

static void pause_accepting(struct server *server, msec now)
{
    log_every(&server->starved, "no connection can be accepted now: %s", strerror(errno));
    event_del(&server->acceptable);
    server->accept_again = now + ACCEPT_PAUSE_MS;
}

static void on_acceptable(evutil_socket_t listener, short what, void *context)
{
    struct server *server = context;
    msec now = clock_mono_ms();
    (void)what;
    for (int i = 0; i < ACCEPTS_MAX; i++) {
        struct sockaddr_in from;
        socklen_t length = sizeof(from);
        int fd = accept4(listener, (struct sockaddr *)&from, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            adopt(server, fd, &from, now);
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            pause_accepting(server, now);
            return;
        } else if (errno != ECONNABORTED && errno != EINTR)
            return;
    }
}

enum err server_check(const char *host)
{
    struct sockaddr_in address;
    return parse_address(host, 0, &address);
}

enum err server_new(const struct server_options *options, struct server **result)
{
    struct sockaddr_in address;
    *result = NULL;
    enum err err = parse_address(options->host, options->port, &address);
    if (err)
        return err;
    struct server *server = calloc(1, sizeof(*server));
    if (!server)
        return log_fault(ERR_NOMEM, "server: out of memory");
    server->options = *options;
    server->budget = SERVER_BUDGET;
    err = open_socket(server, &address);
    if (!err && (event_assign(&server->acceptable, options->base, server->fd, EV_READ | EV_PERSIST,
                              on_acceptable, server) ||
                 event_add(&server->acceptable, NULL)))
        err = log_fault(ERR_IO, "server: the event loop refused the socket");
    server->accepting = !err;
    if (err) {
        server_free(server);
        return err;
    }
    *result = server;
    return ERR_NONE;
}

void server_free(struct server *server)
{
    if (!server)
        return;
    while (server->clients) {
        struct client *client = server->clients;
        server->clients = client->next;
        client_free(client);
    }
    if (server->accepting)
        event_del(&server->acceptable);
    if (server->fd >= 0)
        close(server->fd);
    free(server);
}

uint16_t server_port(const struct server *server)
{
    return server->port;
}

uint32_t server_waiting(const struct server *server)
{
    return limits_waiting(&server->limits);
}

uint32_t server_shut_out(const struct server *server)
{
    return server->refused;
}

/* Most of these got no word, so that here is the only place where it is said (SPEC.md 10). Keys
 * that are not known or wrong were said by whoever looked them up. */
static void tell_stranger(struct server *server, const struct client *client)
{
    enum session_reason why = client->session.reason;
    if (why != SESSION_REASON_HELLO_LATE && why != SESSION_REASON_HELLO_LONG &&
        why != SESSION_REASON_NOT_HELLO && why != SESSION_REASON_EARLY &&
        why != SESSION_REASON_UNPROVEN)
        return;
    server->strange++;
    log_every(&server->odd, "peer=%s came no further than its handshake: %s; strangers=%u",
              client->peer, client->session.text, server->strange);
}

/* Nobody loses or repeats frames on TCP: somebody puts them in (D-45: an alarm, and no more). */
static void tell_forged(struct server *server, struct client *client)
{
    uint32_t forged = client_forged(client);
    if (forged != client->forged)
        log_every(&server->forged,
                  "peer=%s somebody puts frames into the session of this device; it goes on; "
                  "forged=%u",
                  client->peer, forged);
    client->forged = forged;
}

/* Its handshake is over, well or not. */
static void leave(struct server *server, struct client *client, msec now)
{
    if (client->half_open)
        limits_leave(&server->limits, client->number);
    if (client->half_open && !client->greeted)
        limits_failed(&server->limits, client->address, now);
    client->half_open = false;
}

/* What became of it says whether its address is one of ours. */
static void judge_address(struct server *server, const struct client *client, msec now)
{
    if (client->session.reason == SESSION_REASON_REVOKED)
        limits_forget(&server->limits, client->address);
    else if (client->proven)
        limits_proven(&server->limits, client->address, now);
}

void server_tick(struct server *server, msec now)
{
    server->budget = SERVER_BUDGET;
    if (server->accept_again && now >= server->accept_again &&
        event_add(&server->acceptable, NULL) == 0)
        server->accept_again = 0;
    for (struct client *client = server->clients; client; client = client->next) {
        bool proven = client->proven;
        client_feed(client, &server->options.calls, &server->budget, now);
        client_tick(client, now);
        tell_forged(server, client);
        if (client->session.state != SESSION_EXPECT_NOISE1)
            leave(server, client, now);
        if (client->proven && !proven)
            judge_address(server, client, now);
    }
}

bool server_has_more(const struct server *server)
{
    for (const struct client *client = server->clients; client; client = client->next)
        if (client->pending_length)
            return true;
    return false;
}

msec server_next_deadline(const struct server *server)
{
    msec next = server->accept_again ? server->accept_again : INT64_MAX;
    for (const struct client *client = server->clients; client; client = client->next) {
        msec deadline = session_next_deadline(&client->session);
        if (deadline < next)
            next = deadline;
    }
    return next;
}

/* Who did not get a share of the budget is first next time. */
static void rotate(struct server *server)
{
    struct client *first = server->clients, *last = first;
    if (!first || !first->next)
        return;
    while (last->next)
        last = last->next;
    server->clients = first->next;
    first->next = NULL;
    last->next = first;
}

void server_flush(struct server *server)
{
    msec now = clock_mono_ms();
    for (struct client *client = server->clients; client; client = client->next) {
        client_flush(client);
        /* The owner may send to others here: they are flushed after, or next round. */
        if (client->fd < 0 && client->admitted) {
            client->admitted = false;
            server->options.calls.closed(server->options.calls.context, client,
                                         client->session.text);
        }
    }
    for (struct client **at = &server->clients; *at;) {
        struct client *client = *at;
        if (client->fd >= 0) {
            at = &client->next;
            continue;
        }
        *at = client->next;
        tell_stranger(server, client);
        leave(server, client, now);
        judge_address(server, client, now);
        client_free(client);
        server->count--;
    }
    rotate(server);
}

void server_stop(struct server *server)
{
    for (struct client *client = server->clients; client; client = client->next)
        client_drop(client, SESSION_REASON_STOPPING, NULL, 0);
    server_flush(server);
}
