/* SPDX-License-Identifier: Apache-2.0 */
#include "link/link_private.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "os/clock.h"

#define STALE_MS (5 * SECOND) /* D-13 */
#define LOST_MS (10 * SECOND) /* D-13 */
/* A second SYN goes out after 1 s, a third one only after 3 s: sooner by a new try. */
#define CONNECT_MS 1200
#define NEVER INT64_MAX

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

/* A pulled cable ends no connection, and TCP asks for its other end at ever longer intervals: whom
 * people wait for begins anew as soon as they see that nothing comes (F10, D-13). */
static msec given_up_at(const struct link *link)
{
    if (!link->socket || !link->options.away_max_ms)
        return NEVER;
    if (!link->connected)
        return link->session.started + CONNECT_MS;
    return link->opened ? link->heard + STALE_MS : NEVER;
}

static msec next_wake(const struct link *link, msec now)
{
    msec next = link->socket ? session_next_deadline(&link->session) : link->dial_at;
    msec given_up = given_up_at(link);
    if (given_up < next)
        next = given_up;
    msec older = link->heard + (now - link->heard < STALE_MS ? STALE_MS : LOST_MS);
    return older > now && older < next ? older : next;
}

void link_settle(struct link *link, msec now)
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

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    struct link *link = context;
    msec now = clock_mono_ms();
    if (!link->socket && link->dial_at <= now)
        link_dial(link, now);
    else if (link->socket && session_tick(&link->session, now))
        link_close(link, link->session.text, now);
    else if (given_up_at(link) <= now)
        link_close(link, link->connected ? "nothing heard for 5 s" : "no answer", now);
    link_flush(link);
    link_settle(link, now);
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
    if (options->capture && !(link->capture = capture_open(options->capture))) {
        link_free(link); /* said */
        return NULL;
    }
    signal(SIGPIPE, SIG_IGN);
    msec now = clock_mono_ms();
    link->heard = now;
    link->dial_at = now;
    reconnect_init(&link->reconnect, link->key.uid ^ (uint64_t)now);
    link_settle(link, now);
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
    link_hang_up(link);
    if (link->timer)
        event_free(link->timer);
    free(link->view.rows);
    free(link->host);
    free(link->bind_address);
    capture_close(link->capture);
    crypto_wipe(link, sizeof(*link)); /* the device key, the session's keys, what was said last */
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
