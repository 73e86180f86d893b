/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dial - a TCP socket that is about to be connected.
 *
 * Names are looked up at once; a name that is not in /etc/hosts may block for as long
 * as the resolver takes, so installations give addresses.
 */
#ifndef LINK_DIAL_H
#define LINK_DIAL_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/base.h"
#include "base/err.h"

struct dial {
    int fd; /* non-blocking, TCP_NODELAY, bound when asked for; the caller closes it */
    struct sockaddr_storage to;
    socklen_t to_length;
    bool more;       /* the host has an address after this one */
    const char *why; /* of ERR_IO: a phrase for the log */
};

/* bind_address NULL = any. nth: which of the host's addresses, counted round. Says nothing; fd is
 * -1 and `why` set on ERR_IO. */
enum err dial_open(struct dial *dial, const char *host, uint16_t port, const char *bind_address,
                   uint32_t nth) MUST_CHECK;

#endif
