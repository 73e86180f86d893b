/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tunnel - the session with the controller that carries the frames of all lines.
 *
 * TUNNEL is the only way for frames, both ways (D-02). While there is no session the
 * lines know it: they say *controller lost* and forward nothing (D-11, D-14).
 */
#ifndef APP_TUNNEL_H
#define APP_TUNNEL_H

#include "app/line.h"
#include "fetch/fetch.h"
#include "link/address.h"
#include "link/link.h"
#include "os/log.h"

struct tunnel {
    struct event_base *base;
    struct link *link;
    struct fetch *fetch; /* where the hall definition comes from */
    bool renew;          /* the loop was ended to start again with another one */
    struct line *lines[LINES_MAX];
    size_t count;
    bool up;
    uint32_t sessions;
    struct log_site full, unknown;
};

/* The lines are added to tunnel->lines by the caller, before or after. The key is forgotten: the
 * link has it. capture: NULL, or a file (link/capture.h). */
enum err tunnel_open(struct tunnel *tunnel, struct event_base *base, const struct address *address,
                     struct device_key *key, struct fetch *fetch, const char *capture) MUST_CHECK;
void tunnel_close(struct tunnel *tunnel);
/* For line_options.on_event; the context is the tunnel. */
void tunnel_event(void *context, uint16_t line, const struct bus_event *event);

#endif
