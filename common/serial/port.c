/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "serial/port.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "os/log.h"
#include "serial/backend.h"

#define SERIAL_PREFIX "serial:"
#define TCP_PREFIX "tcp:"

struct port {
    struct port_options options;
    char *path, *name;
    const struct backend_type *type;
    const char *place; /* the path without its prefix */
    struct event_base *base;
    struct event *readable, *writable, *again;
    struct backend *backend; /* NULL = closed */
    bool open, said;
    msec backoff;
    size_t waiting;
    uint8_t out[PORT_WRITE_MAX];
};

const struct backend_type *backend_for(const char *path, const char **rest)
{
    char real[PATH_MAX];
    *rest = path;
    if (strncmp(path, SERIAL_PREFIX, strlen(SERIAL_PREFIX)) == 0) {
        *rest = path + strlen(SERIAL_PREFIX);
        return &backend_tty;
    }
    if (strncmp(path, TCP_PREFIX, strlen(TCP_PREFIX)) == 0)
        return &backend_plain;
    /* Asked at each try: a link may point elsewhere by now. */
    if (realpath(path, real) && strncmp(real, "/dev/pts/", strlen("/dev/pts/")) == 0)
        return &backend_plain;
    return &backend_tty;
}

static void try_later(struct port *port)
{
    const struct timeval wait = {port->backoff / SECOND, port->backoff % SECOND * 1000};
    event_add(port->again, &wait);
    port->backoff =
        port->backoff * 2 < PORT_BACKOFF_MAX_MS ? port->backoff * 2 : PORT_BACKOFF_MAX_MS;
}

static void shut(struct port *port, const char *why)
{
    bool was_open = port->open;
    if (!port->said || was_open)
        log_warn("%s port=%s %s: %s; trying again", port->name, port->path,
                 was_open ? "closed" : "cannot be opened", why);
    port->said = true;
    if (port->readable)
        event_free(port->readable);
    if (port->writable)
        event_free(port->writable);
    port->readable = port->writable = NULL;
    if (port->backend)
        port->type->close(port->backend);
    port->backend = NULL;
    port->open = false;
    port->waiting = 0;
    if (was_open && port->options.on_state)
        port->options.on_state(port->options.context, false);
    try_later(port);
}

static void opened(struct port *port)
{
    port->open = true;
    port->said = false;
    log_info("%s port=%s open baud=%u", port->name, port->path, port->options.baud);
    event_add(port->readable, NULL);
    if (port->options.on_state)
        port->options.on_state(port->options.context, true);
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct port *port = context;
    uint8_t bytes[PORT_READ_MAX];
    (void)fd;
    (void)what;
    ssize_t n = port->type->read(port->backend, bytes, sizeof(bytes));
    if (n == BACKEND_AGAIN)
        return;
    if (n <= 0) { /* readable, and nothing there: hung up (a closed pty, a pulled adapter) */
        shut(port, "hung up");
        return;
    }
    port->backoff = PORT_BACKOFF_MIN_MS;
    port->options.on_bytes(port->options.context, bytes, (size_t)n);
    explicit_bzero(bytes, sizeof(bytes)); /* it may have been a card (R-I1) */
}

static void drain(struct port *port)
{
    ssize_t n = port->type->write(port->backend, port->out, port->waiting);
    if (n < 0) {
        shut(port, "hung up");
        return;
    }
    port->waiting -= (size_t)n;
    memmove(port->out, port->out + n, port->waiting);
    if (port->waiting)
        event_add(port->writable, NULL);
}

/* A serial server may take its time to answer. */
static void settle(struct port *port)
{
    char why[BACKEND_WHY_SIZE];
    bool failed;
    if (port->type->ready(port->backend, why, &failed))
        opened(port);
    else if (failed)
        shut(port, why);
    else
        event_add(port->writable, NULL);
}

static void on_writable(evutil_socket_t fd, short what, void *context)
{
    struct port *port = context;
    (void)fd;
    (void)what;
    if (port->open)
        drain(port);
    else
        settle(port);
}

static void try_open(struct port *port)
{
    char why[BACKEND_WHY_SIZE] = "";
    port->type = backend_for(port->path, &port->place);
    port->backend = port->type->open(port->place, port->options.baud, why);
    if (!port->backend) {
        shut(port, why);
        return;
    }
    int fd = port->type->descriptor(port->backend);
    port->readable = event_new(port->base, fd, EV_READ | EV_PERSIST, on_readable, port);
    port->writable = event_new(port->base, fd, EV_WRITE, on_writable, port);
    if (!port->readable || !port->writable)
        shut(port, "out of memory");
    else
        settle(port);
}

static void on_again(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    try_open(context);
}

struct port *port_new(struct event_base *base, const struct port_options *options)
{
    struct port *port = calloc(1, sizeof(*port));
    if (!port)
        goto fail;
    port->options = *options;
    port->base = base;
    port->backoff = PORT_BACKOFF_MIN_MS;
    port->path = strdup(options->path);
    port->name = strdup(options->name);
    port->again = evtimer_new(base, on_again, port);
    if (!port->path || !port->name || !port->again)
        goto fail;
    try_open(port);
    return port;
fail:
    (void)log_fault(ERR_NOMEM, "port=%s", options->path);
    port_free(port);
    return NULL;
}

void port_free(struct port *port)
{
    if (!port)
        return;
    if (port->readable)
        event_free(port->readable);
    if (port->writable)
        event_free(port->writable);
    if (port->again)
        event_free(port->again);
    if (port->backend)
        port->type->close(port->backend);
    free(port->path);
    free(port->name);
    free(port);
}

void port_write(struct port *port, const uint8_t *bytes, size_t count)
{
    if (!port->open || count > sizeof(port->out) - port->waiting)
        return; /* lost, as on a cut wire; the line's own repeats deal with that */
    memcpy(port->out + port->waiting, bytes, count);
    port->waiting += count;
    if (port->waiting == count) /* nothing was waiting */
        drain(port);
}

bool port_is_open(const struct port *port)
{
    return port->open;
}

size_t port_room(const struct port *port)
{
    return port->open ? sizeof(port->out) - port->waiting : 0;
}
