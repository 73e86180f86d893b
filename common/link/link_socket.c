/* SPDX-License-Identifier: Apache-2.0 */
#include "link/link_private.h"

#include <string.h>
#include <unistd.h>

#include <event2/buffer.h>

#include "link/dial.h"
#include "os/clock.h"
#include "os/secrets.h"

/* What may wait in libevent's buffer: the rest stays in ours, which is bounded. */
#define SOCKET_QUEUE (32 * 1024)
#define PIECES_MAX 16 /* of what waits there, when it is sent at the end */

void link_flush(struct link *link)
{
    if (!link->socket)
        return;
    struct evbuffer *queue = bufferevent_get_output(link->socket);
    size_t length, queued = evbuffer_get_length(queue);
    const uint8_t *bytes = session_output(&link->session, &length);
    if (!length || queued >= SOCKET_QUEUE)
        return;
    size_t n = length < SOCKET_QUEUE - queued ? length : SOCKET_QUEUE - queued;
    if (bufferevent_write(link->socket, bytes, n) == 0)
        session_output_drop(&link->session, n);
}

enum err link_send(struct link *link, const struct message *message)
{
    if (!link->socket)
        return ERR_GONE;
    enum err err = session_send(&link->session, message, clock_mono_ms());
    link_flush(link);
    return err;
}

/* ---- how it ends ---- */

static enum link_end how_it_ended(const struct link *link)
{
    const struct session *session = &link->session;
    if (session->opened)
        return LINK_END_CLOSED;
    if (!link->connected)
        return LINK_END_UNREACHABLE;
    if (session->state == SESSION_EXPECT_NOISE2) /* hung up on, without a word */
        return LINK_END_DOOR;
    return session->reason == SESSION_REASON_PEER_BYE ? LINK_END_REFUSED : LINK_END_SILENT;
}

/* Each kind of end has its own minute: "not adopted" must not wait behind "nobody listens". */
static void tell_end(struct link *link, enum link_end end, const char *why)
{
    const char *host = link->host;
    unsigned port = link->options.port;
    switch (end) {
    case LINK_END_UNREACHABLE:
    case LINK_END_SILENT:
        log_every(&link->site_dial, "controller=%s:%u cannot be reached: %s; trying again", host,
                  port, why);
        break;
    case LINK_END_DOOR:
        log_every(&link->site_refused,
                  "controller=%s:%u closed the door on %s: it is not adopted there, its key was "
                  "revoked, or this is another key; hallctl adopt it; trying again",
                  host, port, link->key.name);
        break;
    case LINK_END_REFUSED:
        log_every(&link->site_refused, "controller=%s:%u refused this device: %s; trying again",
                  host, port, why);
        break;
    case LINK_END_CLOSED:
        if (link->session.reason == SESSION_REASON_HISTORY) { /* T12: people have to look */
            log_every(&link->site_refused,
                      "controller=%s:%u is not believed: %s; was an old copy restored? trying "
                      "again",
                      host, port, why);
            break;
        }
        log_every(&link->site_closed, "controller=%s:%u connection=closed why=\"%s\"", host, port,
                  why);
        break;
    }
    if (link->options.on_end)
        link->options.on_end(link->options.context, end, why);
}

/* All of it, now, or false. */
static bool send_now(evutil_socket_t fd, const void *bytes, size_t length)
{
    return send(fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length;
}

/* The last words, up to BYE, straight to the socket: freeing a bufferevent drops what it holds. */
static void say_last(struct link *link)
{
    struct evbuffer_iovec pieces[PIECES_MAX];
    evutil_socket_t fd = bufferevent_getfd(link->socket);
    int count = evbuffer_peek(bufferevent_get_output(link->socket), -1, NULL, pieces, PIECES_MAX);
    bool through = link->session.opened && count <= PIECES_MAX;
    for (int i = 0; i < count && through; i++)
        through = send_now(fd, pieces[i].iov_base, pieces[i].iov_len);
    size_t length;
    const uint8_t *bytes = session_output(&link->session, &length);
    if (through && length)
        (void)!send_now(fd, bytes, length);
}

static void drop_socket(struct link *link)
{
    bufferevent_free(link->socket);
    link->socket = NULL;
    link->opened = 0;
    link->connected = false;
    link->synced = false;
    link->asked = false;
}

/* Nobody is there to be hammered at, or nobody there had anything against it: whom people wait for
 * looks more often. Spread, too. */
static msec wait_away(const struct link *link, msec wait)
{
    msec most = link->options.away_max_ms;
    return most == 0 || wait <= most ? wait : most / 2 + wait % (most / 2 + 1);
}

static msec wait_after(struct link *link, msec now)
{
    const struct session *session = &link->session;
    msec wait = reconnect_delay(&link->reconnect, link->opened ? now - link->opened : 0);
    enum link_end end = how_it_ended(link);
    if (end == LINK_END_UNREACHABLE ||
        (end == LINK_END_CLOSED && session->reason == SESSION_REASON_NONE))
        return wait_away(link, wait);
    if (session->reason == SESSION_REASON_REKEY)
        return 0; /* new keys, the same rows: nobody should notice */
    if (session->reason == SESSION_REASON_PEER_BYE && session->retry_ms > wait)
        return session->retry_ms;
    return wait;
}

void link_close(struct link *link, const char *why, msec now)
{
    enum link_end end = how_it_ended(link);
    bool next = end == LINK_END_UNREACHABLE && link->more_addresses;
    say_last(link);
    link->dial_at = next ? now : now + wait_after(link, now);
    drop_socket(link);
    if (!next) /* "localhost" may be two addresses, and one of them be nobody's */
        tell_end(link, end, why);
}

void link_hang_up(struct link *link)
{
    if (!link->socket)
        return;
    session_refuse(&link->session, SESSION_REASON_CLOSED, NULL, 0, clock_mono_ms());
    say_last(link);
    drop_socket(link);
}

/* ---- how it begins ---- */

static void fill_hello(const struct link *link, struct msg_hello *hello)
{
    *hello = (struct msg_hello){
        .kind = link->key.kind,
        .caps = link->options.caps,
        .uid = link->key.uid,
        .boot = link->boot,
        .firmware = link->options.firmware,
        .instance = link->instance,
        .epoch = link->epoch,
        .jseq = link->jseq,
        .view = link->options.view,
        .rev = link->view.loaded ? link->view.rev : 0,
        .view_epoch = link->view.loaded ? link->view.epoch : 0,
        .credit = LINK_CREDIT,
        .proto_min = PROTO_VERSION, /* for the capture; the session fills them in by itself */
        .proto_max = PROTO_VERSION,
        .schema_rev = SCHEMA_REV,
    };
    hello->hall_hash.length = HALL_HASH_SIZE;
    memcpy(hello->hall_hash.at, link->options.hall_hash, HALL_HASH_SIZE);
    memcpy(hello->name, link->key.name, sizeof(hello->name));
}

static void start_session(struct link *link, const uint8_t ephemeral[CRYPTO_POINT], msec now)
{
    struct msg_hello hello;
    size_t length;
    const struct session_buffers buffers = {link->input, link->output, sizeof(link->output)};
    fill_hello(link, &hello);
    session_init_client(&link->session, &buffers, &hello, link->key.key, ephemeral, now);
    const uint8_t *first = session_output(&link->session, &length);
    capture_first(link->capture, first, length, &hello);
    session_watch(&link->session, capture_tap(link->capture));
}

static void on_readable(struct bufferevent *socket, void *context);
static void on_writable(struct bufferevent *socket, void *context);
static void on_event(struct bufferevent *socket, short what, void *context);

/* There was not even a connection to wait for. */
static void put_off(struct link *link, const char *why, msec now)
{
    link->dial_at = now + wait_away(link, reconnect_delay(&link->reconnect, 0));
    tell_end(link, LINK_END_UNREACHABLE, why);
}

static void connect_to(struct link *link, const struct dial *dial,
                       const uint8_t ephemeral[CRYPTO_POINT], msec now)
{
    link->more_addresses = dial->more;
    bufferevent_setcb(link->socket, on_readable, on_writable, on_event, link);
    bufferevent_enable(link->socket, EV_READ | EV_WRITE);
    start_session(link, ephemeral, now);
    link_flush(link);
    if (bufferevent_socket_connect(link->socket, (const struct sockaddr *)&dial->to,
                                   (int)dial->to_length) != 0 &&
        link->socket)
        link_close(link, "cannot connect", now);
}

void link_dial(struct link *link, msec now)
{
    struct dial dial = {.fd = -1};
    uint8_t ephemeral[CRYPTO_POINT];
    if (!secrets_random(ephemeral, sizeof(ephemeral))) {
        put_off(link, "this machine has no random numbers", now);
        return;
    }
    if (dial_open(&dial, link->host, link->options.port, link->bind_address, link->dialled++))
        put_off(link, dial.why, now);
    else
        link->socket = bufferevent_socket_new(link->base, dial.fd, BEV_OPT_CLOSE_ON_FREE);
    if (link->socket) {
        connect_to(link, &dial, ephemeral, now);
    } else if (dial.fd >= 0) {
        close(dial.fd);
        put_off(link, "out of memory", now);
    }
    crypto_wipe(ephemeral, sizeof(ephemeral));
}

/* ---- bytes in ---- */

static void feed(struct link *link, const uint8_t *bytes, size_t count, msec now)
{
    while (count && link->session.state != SESSION_DEAD) {
        enum session_event event;
        size_t n = session_feed(&link->session, bytes, count, now, &link->message, &event);
        link_take(link, event, now);
        /* Not of a controller that was refused for what it said: its rows grow old (D-13, T12). */
        if (link->session.state == SESSION_OPEN)
            link->heard = link->session.heard;
        bytes += n;
        count -= n;
    }
}

static void on_readable(struct bufferevent *socket, void *context)
{
    struct link *link = context;
    msec now = clock_mono_ms();
    uint8_t bytes[4096];
    size_t n;
    while (link->session.state != SESSION_DEAD &&
           (n = bufferevent_read(socket, bytes, sizeof(bytes))) > 0)
        feed(link, bytes, n, now);
    if (link->session.state == SESSION_DEAD)
        link_close(link, link->session.text, now);
    else
        link_flush(link);
    link_settle(link, now);
}

static void on_writable(struct bufferevent *socket, void *context)
{
    (void)socket;
    link_flush(context);
}

static void on_event(struct bufferevent *socket, short what, void *context)
{
    (void)socket;
    struct link *link = context;
    msec now = clock_mono_ms();
    if (what & BEV_EVENT_CONNECTED) {
        link->connected = true;
        link->dialled = 0;
    }
    if (!(what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)))
        return;
    link_close(link,
               what & BEV_EVENT_EOF ? "the controller closed it"
                                    : evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()),
               now);
    link_settle(link, now);
}
