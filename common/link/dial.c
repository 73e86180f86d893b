/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "link/dial.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum err fail(struct dial *dial, const char *why)
{
    if (dial->fd >= 0)
        close(dial->fd);
    dial->fd = -1;
    dial->why = why;
    return ERR_IO;
}

/* The nth address of that name, counted round; *more: it is not the last one. */
static const char *look_up(const char *host, uint16_t port, int family, uint32_t nth,
                           struct dial *found)
{
    char service[8];
    snprintf(service, sizeof(service), "%u", port);
    const struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list;
    int result = getaddrinfo(host, service, &hints, &list);
    if (result)
        return gai_strerror(result);
    uint32_t count = 0;
    for (const struct addrinfo *at = list; at; at = at->ai_next)
        count++;
    const struct addrinfo *chosen = list;
    for (uint32_t i = 0; i < nth % count; i++)
        chosen = chosen->ai_next;
    memcpy(&found->to, chosen->ai_addr, chosen->ai_addrlen);
    found->to_length = chosen->ai_addrlen;
    found->more = chosen->ai_next;
    freeaddrinfo(list);
    return NULL;
}

enum err dial_open(struct dial *dial, const char *host, uint16_t port, const char *bind_address,
                   uint32_t nth)
{
    *dial = (struct dial){.fd = -1};
    const char *why = look_up(host, port, AF_UNSPEC, nth, dial);
    if (why)
        return fail(dial, why);
    int family = dial->to.ss_family;
    dial->fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (dial->fd < 0)
        return fail(dial, strerror(errno));
    /* Frames are small and people wait for them: never collect them for a fuller packet. */
    int on = 1;
    if (setsockopt(dial->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0)
        return fail(dial, strerror(errno));
    if (!bind_address)
        return ERR_NONE;
    struct dial from;
    why = look_up(bind_address, 0, family, 0, &from);
    if (why)
        return fail(dial, why);
    if (bind(dial->fd, (const struct sockaddr *)&from.to, from.to_length) != 0)
        return fail(dial, strerror(errno));
    return ERR_NONE;
}
