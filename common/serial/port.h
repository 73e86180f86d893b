/* SPDX-License-Identifier: Apache-2.0 */
/*
 * port - one serial line of an RS-485 adapter, a pseudo-terminal or a serial server,
 * opened again for as long as the program runs.
 *
 *     /dev/ttyS0, /dev/serial/by-id/…   a tty, through libserialport: 8N1, raw, RS-485
 *     serial:PATH                       the same for a name that does not look like one
 *     /dev/pts/N, or a link to it       a pseudo-terminal, as a plain descriptor (D-38)
 *     tcp:HOST:PORT                     a serial server that passes bytes as they are
 *
 * A port that is missing or goes away is said once, in one sentence, and tried again
 * after 0.2 s, then twice as long, up to 5 s. Bytes that lay in the device before it
 * was opened are thrown away: they are old (D-11).
 *
 * Ownership: port_new allocates, at start only. Errors: none but that sentence; bytes
 *            written to a closed port are lost, as they are on a cut wire.
 * Threads:   none; libevent.
 */
#ifndef SERIAL_PORT_H
#define SERIAL_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define PORT_BACKOFF_MIN_MS 200
#define PORT_BACKOFF_MAX_MS (5 * SECOND)
#define PORT_READ_MAX 256
#define PORT_WRITE_MAX 1024 /* bytes that wait for a slow device */

struct event_base;
struct port;

struct port_options {
    const char *path; /* copied */
    uint32_t baud;
    const char *name; /* for the log: "line=3"; copied */
    void *context;
    /* At most PORT_READ_MAX bytes. */
    void (*on_bytes)(void *context, const uint8_t *bytes, size_t count);
    void (*on_state)(void *context, bool open); /* may be NULL */
};

/* NULL, logged, when there is no memory. The first try to open is made at once. */
struct port *port_new(struct event_base *base, const struct port_options *options) MUST_CHECK;
void port_free(struct port *port);
void port_write(struct port *port, const uint8_t *bytes, size_t count);
bool port_is_open(const struct port *port);
/* Bytes that port_write takes now. */
size_t port_room(const struct port *port);

#endif
