/* SPDX-License-Identifier: Apache-2.0 */
/* Packets of dots as datagrams. The address is one, no name: a resolver could hold up the loop. */
#include <errno.h>
#include <event2/event.h>
#include <event2/util.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/matrix.h"
#include "os/log.h"

#define PREFIX "udp:"
#define OUT_SIZE 128
#define ANSWERS_A_TURN 64 /* then the loop has its turn */

struct udp {
    int fd;
    struct event *readable;
    struct sockaddr_storage to;
    socklen_t length;
    bool connected;
};

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct matrix_wire *wire = context;
    uint8_t bytes[MATRIX_ANSWER + 1];
    (void)what;
    for (uint32_t i = 0; i < ANSWERS_A_TURN; i++) {
        struct matrix_answer answer;
        ssize_t got = recv(fd, bytes, sizeof(bytes), 0);
        if (got < 0)
            return; /* nothing more; or nobody listens there, which is no answer either */
        if (matrix_answer(bytes, (size_t)got, &answer))
            wire->on_answer(wire->context, &answer);
    }
}

static struct addrinfo *find(const char *out)
{
    char host[OUT_SIZE];
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                   .ai_socktype = SOCK_DGRAM};
    struct addrinfo *found = NULL;
    const char *begin = out + strlen(PREFIX), *port = strrchr(begin, ':');
    if (!port || strlen(out) >= sizeof(host))
        return NULL;
    size_t length = (size_t)(port - begin);
    if (length > 2 && begin[0] == '[' && begin[length - 1] == ']') { /* udp:[fe80::1]:5005 */
        begin++;
        length -= 2;
    }
    memcpy(host, begin, length);
    host[length] = '\0';
    return getaddrinfo(host, port + 1, &hints, &found) == 0 ? found : NULL;
}

static void udp_close(struct matrix_wire *wire)
{
    struct udp *udp = wire->own;
    if (udp->readable)
        event_free(udp->readable);
    if (udp->fd >= 0)
        close(udp->fd);
    free(udp);
    wire->own = NULL;
}

/* Connected, so that only the panel is heard. There may be no way to it yet; and where this machine
 * gets another address, the old connection leads nowhere. */
static void reach(struct udp *udp)
{
    const struct sockaddr none = {.sa_family = AF_UNSPEC};
    (void)connect(udp->fd, &none, sizeof(none));
    udp->connected = connect(udp->fd, (struct sockaddr *)&udp->to, udp->length) == 0;
}

static enum err udp_open(struct matrix_wire *wire, const char *out)
{
    struct addrinfo *to = find(out);
    if (!to)
        return log_fault(ERR_CONFIG,
                         "matrix_out %s: write the panel's address, not a name, and its port, like "
                         "udp:10.0.8.40:5005",
                         out);
    struct udp *udp = calloc(1, sizeof(*udp));
    wire->own = udp;
    if (udp) {
        memcpy(&udp->to, to->ai_addr, to->ai_addrlen);
        udp->length = to->ai_addrlen;
        udp->fd = socket(to->ai_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (udp->fd >= 0)
            udp->readable = event_new(wire->base, udp->fd, EV_READ | EV_PERSIST, on_readable, wire);
    }
    freeaddrinfo(to);
    if (!udp || !udp->readable || event_add(udp->readable, NULL))
        return log_fault(ERR_IO, "%s: no socket: %s", wire->name, strerror(errno));
    return ERR_NONE;
}

static bool udp_send(struct matrix_wire *wire, const uint8_t *packet, size_t count)
{
    struct udp *udp = wire->own;
    if (!udp->connected)
        reach(udp);
    if (!udp->connected || send(udp->fd, packet, count, MSG_NOSIGNAL) >= 0)
        return true;
    if (errno == EAGAIN || errno == ENOBUFS || errno == EINTR)
        return false;
    udp->connected = false; /* a panel that is not there: its answers will be missed */
    return true;
}

const struct matrix_wire_type matrix_udp = {PREFIX, MATRIX_PACKET_MAX, udp_open, udp_send,
                                            udp_close};
