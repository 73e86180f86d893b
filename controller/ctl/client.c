/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/client.h"

#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include "ctl/say.h"

#define ROWS_MAX 65536

struct client {
    struct event_base *base;
    struct event *timer;
    struct link *link;
    char peer[ADDRESS_HOST_SIZE + 8];
    const char *name; /* of the key */
    struct msg_welcome welcome;
    client_taker taker; /* NULL: what comes is passed over */
    void *context;
    bool welcomed, loaded;
    bool content; /* what is waited for is here */
    bool late, over;
};

/* ---- what comes from the link ---- */

static void wake(struct client *client)
{
    client->content = true;
    event_base_loopbreak(client->base);
}

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct client *client = context;
    client->welcome = *welcome;
    client->welcomed = true;
    wake(client);
}

static void on_rows(void *context, const struct view_rows *view)
{
    struct client *client = context;
    client->loaded = view->loaded;
    wake(client);
}

static void on_message(void *context, const struct message *message)
{
    struct client *client = context;
    if (message->type == MSG_TYPE_ERROR) {
        complain("the controller refused: %s", message->error.text);
        client->over = true;
        event_base_loopbreak(client->base);
    } else if (!client->content && client->taker && client->taker(client->context, message)) {
        wake(client);
    }
}

/* The link would try again; people want to know. */
static void on_end(void *context, enum link_end end, const char *why)
{
    struct client *client = context;
    client->over = true;
    event_base_loopbreak(client->base);
    switch (end) {
    case LINK_END_UNREACHABLE:
        complain("no controller at %s: %s; start hall-controller, or say --controller HOST:PORT",
                 client->peer, why);
        break;
    case LINK_END_SILENT:
        complain("what listens at %s is no controller, or it hangs", client->peer);
        break;
    case LINK_END_DOOR:
        complain("the controller at %s closed the door on %s: it is not adopted there, its key was "
                 "revoked, or this is another key; hallctl adopt it",
                 client->peer, client->name);
        break;
    case LINK_END_REFUSED:
        complain("the controller at %s refused this key: %s", client->peer, why);
        break;
    case LINK_END_CLOSED:
        complain("%s ended the conversation: %s", client->peer, why);
        break;
    }
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    struct client *client = context;
    (void)fd;
    (void)what;
    client->late = true;
    event_base_loopbreak(client->base);
}

/* Until what is waited for is here. False: it is over (said), or late. */
static bool wait_for_it(struct client *client, msec wait_ms)
{
    const struct timeval after = {wait_ms / SECOND, wait_ms % SECOND * 1000};
    client->late = false;
    if (wait_ms != CLIENT_FOREVER)
        event_add(client->timer, &after);
    while (!client->content && !client->over && !client->late)
        event_base_loop(client->base, EVLOOP_ONCE);
    event_del(client->timer);
    return client->content;
}

/* ---- life ---- */

static enum err open_link(struct client *client, const struct ctl *ctl, uint16_t view)
{
    const struct link_options options = {.host = ctl->address.host,
                                         .port = ctl->address.port,
                                         .key = &ctl->device,
                                         .view = view,
                                         .rows_max = view == VIEW_KIND_NONE ? 0 : ROWS_MAX,
                                         .capture = ctl->capture,
                                         .context = client,
                                         .on_welcome = on_welcome,
                                         .on_rows = on_rows,
                                         .on_message = on_message,
                                         .on_end = on_end};
    client->name = ctl->device.name;
    snprintf(client->peer, sizeof(client->peer), "%s:%u", ctl->address.host, ctl->address.port);
    client->base = event_base_new();
    client->timer = client->base ? event_new(client->base, -1, 0, on_timer, client) : NULL;
    if (!client->timer) {
        complain("out of memory");
        return ERR_NOMEM;
    }
    client->link = link_new(client->base, &options);
    if (client->link && ctl->capture)
        complain("%s holds all that is said, names of people included, and no keys; delete it when "
                 "it is read",
                 ctl->capture);
    return client->link ? ERR_NONE : ERR_NOMEM;
}

struct client *client_open(const struct ctl *ctl, uint16_t view)
{
    struct client *client = calloc(1, sizeof(*client));
    if (!client) {
        complain("out of memory");
        return NULL;
    }
    if (!open_link(client, ctl, view)) {
        (void)wait_for_it(client, 2 * CLIENT_ANSWER_MS); /* the link itself gives up earlier */
        if (client->welcomed)
            return client;
        if (client->late)
            complain("what listens at %s is no controller, or it hangs", client->peer);
    }
    client_close(client);
    return NULL;
}

void client_close(struct client *client)
{
    if (!client)
        return;
    link_free(client->link);
    if (client->timer)
        event_free(client->timer);
    if (client->base)
        event_base_free(client->base);
    free(client);
}

const struct msg_welcome *client_welcome(const struct client *client)
{
    return &client->welcome;
}

/* ---- the conversation ---- */

bool client_send(struct client *client, const struct message *message)
{
    if (!link_send(client->link, message))
        return true;
    if (!client->over)
        complain("the connection to %s broke", client->peer);
    return false;
}

static bool complain_late(const struct client *client, msec wait_ms)
{
    if (client->late && !client->over)
        complain("no answer from the controller at %s within %d s", client->peer,
                 (int)(wait_ms / SECOND));
    return false;
}

bool client_talk(struct client *client, msec wait_ms, client_taker taker, void *context)
{
    client->taker = taker;
    client->context = context;
    client->content = false;
    bool answered = wait_for_it(client, wait_ms);
    client->taker = NULL;
    return answered || complain_late(client, wait_ms);
}

struct awaited {
    uint8_t type;
    struct message *message;
};

static bool take_awaited(void *context, const struct message *message)
{
    const struct awaited *awaited = context;
    if (message->type != awaited->type)
        return false;
    *awaited->message = *message;
    return true;
}

bool client_await_long(struct client *client, uint8_t type, msec wait_ms, struct message *message)
{
    struct awaited awaited = {type, message};
    return client_talk(client, wait_ms, take_awaited, &awaited);
}

bool client_await(struct client *client, uint8_t type, struct message *message)
{
    return client_await_long(client, type, CLIENT_ANSWER_MS, message);
}

const struct view_rows *client_rows(struct client *client)
{
    while (!client->loaded) {
        client->content = false;
        if (!wait_for_it(client, CLIENT_ANSWER_MS)) {
            complain_late(client, CLIENT_ANSWER_MS);
            return NULL;
        }
    }
    return link_view(client->link);
}
