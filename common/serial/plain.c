/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plain - a line as a plain descriptor: a pseudo-terminal, or a serial server on TCP.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "serial/backend.h"

#define TCP_PREFIX "tcp:"

struct backend {
    int fd;
    bool connecting;
};

static void plain_close(struct backend *backend)
{
    if (backend->fd >= 0)
        close(backend->fd);
    free(backend);
}

static void open_terminal(struct backend *backend, const char *path, char why[BACKEND_WHY_SIZE])
{
    struct termios mode;
    backend->fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (backend->fd < 0) {
        snprintf(why, BACKEND_WHY_SIZE, "%s", strerror(errno));
        return;
    }
    if (tcgetattr(backend->fd, &mode) == 0) {
        cfmakeraw(&mode);
        (void)tcsetattr(backend->fd, TCSANOW, &mode);
        (void)tcflush(backend->fd, TCIFLUSH);
    }
}

static void dial(struct backend *backend, const struct addrinfo *address,
                 char why[BACKEND_WHY_SIZE])
{
    int on = 1;
    backend->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (backend->fd < 0) {
        snprintf(why, BACKEND_WHY_SIZE, "%s", strerror(errno));
        return;
    }
    (void)setsockopt(backend->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (connect(backend->fd, address->ai_addr, address->ai_addrlen) == 0)
        return;
    backend->connecting = errno == EINPROGRESS;
    if (!backend->connecting) {
        snprintf(why, BACKEND_WHY_SIZE, "%s", strerror(errno));
        close(backend->fd);
        backend->fd = -1;
    }
}

static void open_server(struct backend *backend, const char *where, char why[BACKEND_WHY_SIZE])
{
    char host[256];
    const char *colon = strrchr(where, ':');
    if (!colon || colon == where || (size_t)(colon - where) >= sizeof(host)) {
        snprintf(why, BACKEND_WHY_SIZE, "write it as tcp:HOST:PORT");
        return;
    }
    memcpy(host, where, (size_t)(colon - where));
    host[colon - where] = 0;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
    int status = getaddrinfo(host, colon + 1, &hints, &list);
    if (status) {
        snprintf(why, BACKEND_WHY_SIZE, "%s", gai_strerror(status));
        return;
    }
    dial(backend, list, why);
    freeaddrinfo(list);
}

static struct backend *plain_open(const char *path, uint32_t baud, char why[BACKEND_WHY_SIZE])
{
    (void)baud; /* the other end's business */
    struct backend *backend = calloc(1, sizeof(*backend));
    if (!backend) {
        snprintf(why, BACKEND_WHY_SIZE, "out of memory");
        return NULL;
    }
    backend->fd = -1;
    if (strncmp(path, TCP_PREFIX, strlen(TCP_PREFIX)) == 0)
        open_server(backend, path + strlen(TCP_PREFIX), why);
    else
        open_terminal(backend, path, why);
    if (backend->fd >= 0)
        return backend;
    plain_close(backend);
    return NULL;
}

static int plain_descriptor(const struct backend *backend)
{
    return backend->fd;
}

static bool plain_ready(struct backend *backend, char why[BACKEND_WHY_SIZE], bool *failed)
{
    *failed = false;
    if (!backend->connecting)
        return true;
    struct pollfd writable = {.fd = backend->fd, .events = POLLOUT};
    if (poll(&writable, 1, 0) == 0)
        return false;
    int error = 0;
    socklen_t length = sizeof(error);
    (void)getsockopt(backend->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    backend->connecting = false;
    if (error) {
        *failed = true;
        snprintf(why, BACKEND_WHY_SIZE, "%s", strerror(error));
    }
    return !error;
}

static ssize_t plain_read(struct backend *backend, uint8_t *bytes, size_t count)
{
    ssize_t n = read(backend->fd, bytes, count);
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? BACKEND_AGAIN : n;
}

static ssize_t plain_write(struct backend *backend, const uint8_t *bytes, size_t count)
{
    ssize_t n = write(backend->fd, bytes, count);
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : n;
}

const struct backend_type backend_plain = {plain_open, plain_descriptor, plain_ready,
                                           plain_read, plain_write,      plain_close};
