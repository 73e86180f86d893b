/* SPDX-License-Identifier: Apache-2.0 */
#include "link/link.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "link/dial.h"
#include "link/hall_clock.h"
#include "link/reconnect.h"
#include "os/clock.h"
#include "os/log.h"
#include "protocol/session.h"

#define STALE_MS (5 * SECOND) /* D-13 */
#define LOST_MS (10 * SECOND) /* D-13 */
#define OUTPUT_SIZE (256 * 1024)
/* What may wait in libevent's buffer: the rest stays in ours, which is bounded. */
#define SOCKET_QUEUE (32 * 1024)
#define CREDIT 2 /* deltas the controller may send without a VACK */

struct link {
    struct link_options options;
    struct device_key key;
    char *host, *bind_address;
    struct event_base *base;
    struct event *timer;
    struct bufferevent *socket; /* NULL between two tries */
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
    bool synced;             /* the view is whole, or none was asked for */
    bool asked;              /* SYNC was sent: what does not join until the snapshot is expected */
    enum link_state told;    /* the state last given to on_state */
    struct log_site site_dial, site_refused, site_closed, site_error;
    uint8_t input[SESSION_INPUT_SIZE];
    uint8_t output[OUTPUT_SIZE];
};

static const char *const state_names[] = {
    [LINK_CONNECTING] = "connecting", [LINK_SYNCING] = "syncing", [LINK_LIVE] = "live",
    [LINK_STALE] = "stale",           [LINK_LOST] = "lost",
};

const char *link_state_name(enum link_state state)
{
    return (size_t)state < countof(state_names) ? state_names[state] : "?";
}

/* ---- state and timer ---- */

static enum link_state state_at(const struct link *link, msec now)
{
    if (now - link->heard >= LOST_MS)
        return LINK_LOST;
    if (now - link->heard >= STALE_MS)
        return LINK_STALE;
    if (!link->socket || link->session.state != SESSION_OPEN)
        return LINK_CONNECTING;
    return link->synced ? LINK_LIVE : LINK_SYNCING;
}

static msec next_wake(const struct link *link, msec now)
{
    msec next = link->socket ? session_next_deadline(&link->session) : link->dial_at;
    msec older = link->heard + (now - link->heard < STALE_MS ? STALE_MS : LOST_MS);
    return older > now && older < next ? older : next;
}

/* Tells a changed state and sets the timer; the end of every way in from the event loop. */
static void settle(struct link *link, msec now)
{
    enum link_state state = state_at(link, now);
    if (state != link->told) {
        link->told = state;
        log_info("controller=%s:%u link=%s", link->host, link->options.port,
                 link_state_name(state));
        if (link->options.on_state)
            link->options.on_state(link->options.context, state);
    }
    msec wait = next_wake(link, now) - now;
    if (wait < 0)
        wait = 0;
    const struct timeval after = {wait / SECOND, wait % SECOND * 1000};
    event_add(link->timer, &after);
}

/* ---- bytes out ---- */

static void flush(struct link *link)
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
    flush(link);
    return err;
}

static void send_sync(struct link *link)
{
    struct message sync = {.type = MSG_TYPE_SYNC};
    sync.sync.view = link->options.view;
    sync.sync.epoch = link->view.loaded ? link->view.epoch : 0;
    sync.sync.rev = link->view.loaded ? link->view.rev : 0;
    sync.sync.credit = CREDIT;
    link->synced = false;
    link->asked = true;
    (void)!link_send(link, &sync); /* no room: the silence that follows ends the session */
}

static void send_vack(struct link *link)
{
    struct message vack = {.type = MSG_TYPE_VACK};
    vack.vack.rev = link->view.rev;
    vack.vack.credit = CREDIT;
    (void)!link_send(link, &vack);
}

/* ---- the connection ---- */

/* The last words, BYE, straight to the socket: freeing a bufferevent drops what it holds. */
static void say_last(struct link *link)
{
    size_t length;
    const uint8_t *bytes = session_output(&link->session, &length);
    bool free_way = evbuffer_get_length(bufferevent_get_output(link->socket)) == 0;
    if (length && free_way && link->opened)
        (void)!send(bufferevent_getfd(link->socket), bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Each kind of end has its own minute: "not adopted" must not wait behind "nobody listens". */
static void log_end(struct link *link, const char *why, bool eof)
{
    const char *host = link->host;
    unsigned port = link->options.port;
    if (link->session.reason == SESSION_REASON_PEER_BYE && !link->opened)
        log_every(&link->site_refused, "controller=%s:%u refused this device: %s; trying again",
                  host, port, why);
    else if (eof && link->session.state == SESSION_EXPECT_NOISE2)
        log_every(&link->site_refused,
                  "controller=%s:%u closed the door on %s: it is not adopted there, its key was "
                  "revoked, or this is another key; hallctl adopt it; trying again",
                  host, port, link->key.name);
    else if (!link->opened)
        log_every(&link->site_dial, "controller=%s:%u cannot be reached: %s; trying again", host,
                  port, why);
    else
        log_every(&link->site_closed, "controller=%s:%u connection=closed why=\"%s\"", host, port,
                  why);
}

static void close_socket(struct link *link, msec now, const char *why, bool eof)
{
    log_end(link, why, eof);
    say_last(link);
    bufferevent_free(link->socket);
    link->socket = NULL;
    msec wait = reconnect_delay(&link->reconnect, link->opened ? now - link->opened : 0);
    if (link->session.reason == SESSION_REASON_REKEY)
        wait = 0; /* new keys, the same rows: nobody should notice */
    if (link->session.reason == SESSION_REASON_PEER_BYE && link->session.retry_ms > wait)
        wait = link->session.retry_ms;
    link->dial_at = now + wait;
    link->opened = 0;
    link->synced = false;
    link->asked = false;
}

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
        .credit = CREDIT,
    };
    hello->hall_hash.length = HALL_HASH_SIZE;
    memcpy(hello->hall_hash.at, link->options.hall_hash, HALL_HASH_SIZE);
    memcpy(hello->name, link->key.name, sizeof(hello->name));
}

/* Without random numbers there is no session: DEAD, found by the timer, tried again later. */
static void start_session(struct link *link, msec now)
{
    struct msg_hello hello;
    uint8_t ephemeral[CRYPTO_POINT];
    const struct session_buffers buffers = {link->input, link->output, sizeof(link->output)};
    fill_hello(link, &hello);
    bool random = getrandom(ephemeral, sizeof(ephemeral), 0) == sizeof(ephemeral);
    session_init_client(&link->session, &buffers, &hello, link->key.key, ephemeral, now);
    crypto_wipe(ephemeral, sizeof(ephemeral));
    if (!random)
        session_refuse(&link->session, SESSION_REASON_FAULT, "no random numbers", 0, now);
}

static void on_readable(struct bufferevent *socket, void *context);
static void on_writable(struct bufferevent *socket, void *context);
static void on_event(struct bufferevent *socket, short what, void *context);

static void dial(struct link *link, msec now)
{
    struct dial dial;
    enum err err = dial_open(&dial, link->host, link->options.port, link->bind_address);
    if (!err)
        link->socket = bufferevent_socket_new(link->base, dial.fd, BEV_OPT_CLOSE_ON_FREE);
    if (!link->socket) {
        log_every(&link->site_dial, "controller=%s:%u cannot be reached: %s; trying again",
                  link->host, link->options.port, err ? dial.why : "out of memory");
        if (dial.fd >= 0)
            close(dial.fd);
        link->dial_at = now + reconnect_delay(&link->reconnect, 0);
        return;
    }
    bufferevent_setcb(link->socket, on_readable, on_writable, on_event, link);
    bufferevent_enable(link->socket, EV_READ | EV_WRITE);
    start_session(link, now);
    flush(link);
    if (bufferevent_socket_connect(link->socket, (struct sockaddr *)&dial.to,
                                   (int)dial.to_length) != 0 &&
        link->socket)
        close_socket(link, now, "cannot connect", false);
}

/* ---- bytes in ---- */

static void take_welcome(struct link *link, const struct msg_welcome *welcome, msec now)
{
    /* Rows of another instance (D-26: a training hall, a new state folder) mean nothing here. */
    if (link->instance != welcome->instance)
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
    link->asked = !link->synced; /* the rows follow the WELCOME by themselves */
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

static void take_event(struct link *link, enum session_event event, msec now)
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

static void feed(struct link *link, const uint8_t *bytes, size_t count, msec now)
{
    while (count && link->session.state != SESSION_DEAD) {
        enum session_event event;
        size_t n = session_feed(&link->session, bytes, count, now, &link->message, &event);
        if (link->session.state == SESSION_OPEN)
            link->heard = link->session.heard;
        take_event(link, event, now);
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
        close_socket(link, now, link->session.text, false);
    else
        flush(link);
    settle(link, now);
}

static void on_writable(struct bufferevent *socket, void *context)
{
    (void)socket;
    flush(context);
}

static void on_event(struct bufferevent *socket, short what, void *context)
{
    (void)socket;
    struct link *link = context;
    if (!(what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)))
        return;
    msec now = clock_mono_ms();
    close_socket(link, now,
                 what & BEV_EVENT_EOF ? "the controller closed it"
                                      : evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()),
                 what & BEV_EVENT_EOF);
    settle(link, now);
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    struct link *link = context;
    msec now = clock_mono_ms();
    if (!link->socket && link->dial_at <= now)
        dial(link, now);
    else if (link->socket && session_tick(&link->session, now))
        close_socket(link, now, link->session.text, false);
    flush(link);
    settle(link, now);
}

/* ---- life ---- */

struct link *link_new(struct event_base *base, const struct link_options *options)
{
    struct link *link = calloc(1, sizeof(*link));
    if (!link)
        goto fail;
    link->options = *options;
    link->key = *options->key;
    link->boot = options->boot;
    link->base = base;
    link->host = strdup(options->host);
    link->bind_address = options->bind_address ? strdup(options->bind_address) : NULL;
    link->timer = event_new(base, -1, 0, on_timer, link);
    struct view_row *rows = calloc(options->rows_max ? options->rows_max : 1, sizeof(*rows));
    view_init(&link->view, rows, options->rows_max);
    if (!link->host || (options->bind_address && !link->bind_address) || !link->timer || !rows)
        goto fail;
    signal(SIGPIPE, SIG_IGN);
    msec now = clock_mono_ms();
    link->heard = now;
    link->dial_at = now;
    reconnect_init(&link->reconnect, link->key.uid ^ (uint64_t)now);
    settle(link, now);
    return link;
fail:
    (void)log_fault(ERR_NOMEM, "link to %s: out of memory", options->host);
    link_free(link);
    return NULL;
}

void link_free(struct link *link)
{
    if (!link)
        return;
    if (link->socket) {
        session_refuse(&link->session, SESSION_REASON_CLOSED, NULL, 0, clock_mono_ms());
        say_last(link);
        bufferevent_free(link->socket);
    }
    if (link->timer)
        event_free(link->timer);
    free(link->view.rows);
    free(link->host);
    free(link->bind_address);
    device_key_wipe(&link->key);
    if (link->session.output)
        session_wipe(&link->session);
    free(link);
}

enum link_state link_state(const struct link *link)
{
    return state_at(link, clock_mono_ms());
}

const struct view_rows *link_view(const struct link *link)
{
    return &link->view;
}

msec link_hall_ms(const struct link *link)
{
    return hall_clock_now(&link->clock, clock_mono_ms());
}

int16_t link_tz_min(const struct link *link)
{
    return link->clock.tz_min;
}

uint16_t link_training(const struct link *link)
{
    return link->clock.training;
}

uint32_t link_boot(const struct link *link)
{
    return link->boot;
}
