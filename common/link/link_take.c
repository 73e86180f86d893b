/* SPDX-License-Identifier: Apache-2.0 */
#include "link/link_private.h"

/* ---- rows ---- */

static void send_sync(struct link *link)
{
    struct message sync = {.type = MSG_TYPE_SYNC};
    sync.sync.view = link->options.view;
    sync.sync.epoch = link->view.loaded ? link->view.epoch : 0;
    sync.sync.rev = link->view.loaded ? link->view.rev : 0;
    sync.sync.credit = LINK_CREDIT;
    link->synced = false;
    link->asked = true;
    (void)!link_send(link, &sync); /* no room: the silence that follows ends the session */
}

static void send_vack(struct link *link)
{
    struct message vack = {.type = MSG_TYPE_VACK};
    vack.vack.rev = link->view.rev;
    vack.vack.credit = LINK_CREDIT;
    (void)!link_send(link, &vack);
}

/* False: the connection is of no use any more. */
static bool take_rows(struct link *link, enum view_result result)
{
    switch (result) {
    case VIEW_CHANGED:
        link->synced = true;
        link->asked = false;
        send_vack(link);
        if (link->options.on_rows)
            link->options.on_rows(link->options.context, &link->view);
        return true;
    case VIEW_GAP:
        /* Deltas that were on their way when we asked do not join either: ask once. */
        if (!link->asked)
            send_sync(link);
        return true;
    case VIEW_BAD:
        log_every(&link->site_error, "view=0x%04x rows do not fit or make no sense (room for %u)",
                  link->options.view, link->view.capacity);
        return false;
    case VIEW_SAME:
        /* After a reconnect with nothing new the hash alone says that our rows are still right. */
        if (link->view.loaded && link->message.vhash.rev == link->view.rev) {
            link->synced = true;
            link->asked = false;
        }
        return true;
    case VIEW_OTHER:
    case VIEW_PENDING:
        return true;
    }
    return true;
}

/* ---- messages ---- */

static void take_welcome(struct link *link, const struct msg_welcome *welcome, msec now)
{
    /* Rows of another instance (D-26: a training hall, a new state folder) mean nothing here, nor
     * does what this controller sends behind them because our HELLO named them. */
    bool foreign = link->view.loaded && link->instance != welcome->instance;
    if (foreign)
        link->view.loaded = false;
    bool older = link->instance == welcome->instance &&
                 (welcome->epoch < link->epoch ||
                  (welcome->epoch == link->epoch && welcome->jseq < link->jseq));
    if (older) { /* T12: an old copy of the hall's state, or somebody who has one */
        session_refuse(&link->session, SESSION_REASON_HISTORY, NULL, 0, now);
        return;
    }
    link->instance = welcome->instance;
    link->epoch = welcome->epoch;
    link->jseq = welcome->jseq;
    if (!link->boot)
        link->boot = welcome->boot; /* D-09: a device without memory gets its number */
    hall_clock_welcome(&link->clock, welcome, now);
    link->opened = now;
    log_training(welcome->training != 0);
    link->synced = link->options.view == VIEW_KIND_NONE;
    log_info("controller=%s:%u session=open device=%s boot=%u", link->host, link->options.port,
             link->key.name, link->boot);
    if (link->options.on_welcome)
        link->options.on_welcome(link->options.context, welcome);
    /* Rows follow the WELCOME by themselves: a snapshot, or what joins the rows we have. */
    link->asked = !link->synced && !link->view.loaded;
    if (foreign && !link->synced)
        send_sync(link);
}

/* D-26: the highest (epoch, jseq) of this instance that we were told of. */
static void note_history(struct link *link, const struct message *message)
{
    uint64_t jseq = message->type == MSG_TYPE_RESULT   ? message->result.jseq
                    : message->type == MSG_TYPE_TICKET ? message->ticket.jseq
                                                       : 0;
    if (jseq > link->jseq)
        link->jseq = jseq;
}

static void take_message(struct link *link, msec now)
{
    const struct message *message = &link->message;
    enum view_result result = view_feed(&link->view, message);
    if (result != VIEW_OTHER) {
        if (!take_rows(link, result))
            session_refuse(&link->session, SESSION_REASON_CLOSED, "rows make no sense", 0, now);
        return;
    }
    note_history(link, message);
    if (message->type == MSG_TYPE_ERROR)
        log_every(&link->site_error, "controller does not take message type=0x%02x: %s",
                  message->error.ref_type, message->error.text);
    if (link->options.on_message)
        link->options.on_message(link->options.context, message);
}

void link_take(struct link *link, enum session_event event, msec now)
{
    switch (event) {
    case SESSION_WELCOME:
        take_welcome(link, &link->message.welcome, now);
        break;
    case SESSION_MESSAGE:
        take_message(link, now);
        break;
    case SESSION_PONGED:
        hall_clock_pong(&link->clock, &link->message.pong, link->session.rtt_ms, now);
        break;
    case SESSION_NOTHING:
    case SESSION_KNOCK:
    case SESSION_HELLO:
    case SESSION_ASKED:
    case SESSION_ENDED:
        break;
    }
}
