/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link_private - what the parts of the link share: link.c (life, state, timer), link_socket.c (the
 * connection, bytes) and link_take.c (messages and rows that come in). Not for others.
 */
#ifndef LINK_LINK_PRIVATE_H
#define LINK_LINK_PRIVATE_H

#include <event2/bufferevent.h>
#include <event2/event.h>

#include "link/capture.h"
#include "link/hall_clock.h"
#include "link/link.h"
#include "link/reconnect.h"
#include "os/log.h"
#include "protocol/session.h"

#define LINK_OUTPUT_SIZE (256 * 1024)
#define LINK_CREDIT 2 /* deltas the controller may send without a VACK */

struct link {
    struct link_options options;
    struct device_key key;
    char *host, *bind_address;
    struct event_base *base;
    struct event *timer;
    struct bufferevent *socket; /* NULL between two tries */
    struct capture *capture;    /* NULL = none */
    struct session session;
    struct reconnect reconnect;
    struct hall_clock clock;
    struct view_rows view;
    struct message message;  /* the one being handled */
    uint64_t instance, jseq; /* as the last WELCOME said */
    uint32_t boot, epoch;    /* epoch: of the journal, not of the view */
    msec heard;              /* last data of an open session; the start before that */
    msec opened;             /* 0: no WELCOME on this connection */
    msec dial_at;            /* between two tries: when the next one is due */
    uint32_t dialled;        /* addresses of the host tried one after the other */
    bool more_addresses;     /* another one is left in this round */
    bool connected;          /* somebody listens there */
    bool synced;             /* the view is whole, or none was asked for */
    bool asked;              /* SYNC was sent: what does not join until the snapshot is expected */
    enum link_state told;    /* the state last given to on_state */
    struct log_site site_dial, site_refused, site_closed, site_error;
    uint8_t input[SESSION_INPUT_SIZE];
    uint8_t output[LINK_OUTPUT_SIZE];
};

/* link.c. Tells a changed state and sets the timer; the end of every way in from the event loop. */
void link_settle(struct link *link, msec now);

/* link_socket.c */
void link_dial(struct link *link, msec now);
void link_flush(struct link *link);
/* The connection ends: says why, and when the next try is due. */
void link_close(struct link *link, const char *why, msec now);
/* Says BYE and closes, for good. */
void link_hang_up(struct link *link);

/* link_take.c. What the session makes of some bytes; link->message is its message. */
void link_take(struct link *link, enum session_event event, msec now);

#endif
