/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "load/load.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "os/log.h"

uint64_t load_clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

msec load_now(const struct load *load)
{
    msec hall = load->console ? link_hall_ms(load->console) : 0;
    return hall ? hall - load->midnight : 0;
}

void load_timer(struct load *load, struct event *timer, msec at)
{
    msec wait = (at - load_now(load)) * 1000 / load->speed; /* real microseconds */
    if (wait < 0)
        wait = 0;
    struct timeval tv = {wait / 1000000, wait % 1000000};
    event_add(timer, &tv);
}

enum err load_key(const struct load *load, const char *name, struct device_key *key)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/%s.key", load->keys, name);
    return device_key_read(path, key);
}

/* Devices have an address each: 127.1.x.y counts them, so that caps by address are those of a
 * hall and not of one machine (D-33). */
static void own_address(struct load *load, char address[32])
{
    uint32_t n = load->devices++;
    snprintf(address, 32, "127.1.%u.%u", n / 250 % 250, n % 250 + 1);
}

struct link *load_link(struct load *load, const char *name, uint16_t view, uint32_t rows,
                       struct link_options *options)
{
    struct device_key key;
    if (load_key(load, name, &key))
        return NULL;
    char address[32];
    own_address(load, address);
    options->host = load->host;
    options->port = load->port;
    options->bind_address = address;
    options->key = &key;
    options->view = view;
    options->rows_max = rows;
    struct link *link = link_new(load->base, options);
    device_key_wipe(&key);
    return link;
}

void load_send(struct load *load, struct link *link, struct pending *ask)
{
    uint64_t now = load_clock_us();
    if (!ask->first_us)
        ask->first_us = now;
    else
        load->resent++;
    ask->sent_us = now;
    /* Without a session the answer stays out and the patrol comes by again. */
    enum err err = link_send(link, &ask->message);
    (void)err;
}

/* ---- boards ---- */

static void on_board_rows(void *context, const struct view_rows *view)
{
    struct load *load = context;
    const struct view_row *at;
    for (uint32_t i = 0; (at = view_each(view, ROW_TYPE_ANNOUNCE, &i));) {
        struct row_announce row;
        view_row_decode(at, &row);
        book_shown(&load->book, at->key, row.target, label_from_wire(row.prefix, row.number),
                   load_clock_us());
    }
}

/* ---- the console ---- */

static void on_console_message(void *context, const struct message *message)
{
    struct load *load = context;
    uint32_t session = message->type == MSG_TYPE_RESULT ? message->result.session : 0;
    if (session && session <= load->day->window_count)
        clerk_answer(&load->clerks[session - 1], &message->result);
}

static void on_console_state(void *context, enum link_state state)
{
    struct load *load = context;
    if (state == LINK_CONNECTING)
        load->reconnects++;
    for (uint32_t i = 0; state == LINK_LIVE && i < load->day->window_count; i++)
        if (load->clerks[i].ask.message.type == MSG_TYPE_ACT)
            clerk_resend(&load->clerks[i]);
}

static void on_console_welcome(void *context, const struct msg_welcome *welcome)
{
    struct load *load = context;
    if (load->midnight)
        return;
    msec local = (msec)welcome->now_ms + welcome->tz_min * MINUTE;
    load->midnight = (msec)welcome->now_ms - local % (24 * HOUR);
    load->speed = welcome->training ? welcome->training : 1;
    log_info("replay controller=%s:%u speed=%u", load->host, load->port, load->speed);
    log_quiet(true); /* a hundred links say each step of theirs: differences would drown in it */
}

/* ---- the day ---- */

/* Visitors go to the machine of their zone; zones with two machines share them. */
static uint32_t machine_of(const struct load *load, uint32_t visitor)
{
    uint32_t zone = load->day->services[load->day->visitors[visitor].service].zone;
    return (zone + LOAD_ZONES * (visitor % 2)) % LOAD_KIOSKS;
}

static void on_arrival(evutil_socket_t fd, short what, void *context)
{
    (void)fd, (void)what;
    struct load *load = context;
    msec now = load_now(load);
    if (!now) {
        struct timeval soon = {0, 50000};
        event_add(load->arrival, &soon);
        return;
    }
    while (load->next_visitor < load->day->visitor_count &&
           load->day->visitors[load->next_visitor].arrive <= now) {
        kiosk_visit(&load->kiosks[machine_of(load, load->next_visitor)], load->next_visitor);
        load->next_visitor++;
    }
    if (load->next_visitor < load->day->visitor_count)
        load_timer(load, load->arrival, load->day->visitors[load->next_visitor].arrive);
}

/* Once a second: commands without an answer go again; the end of the day is noticed. */
static void on_patrol(evutil_socket_t fd, short what, void *context)
{
    (void)fd, (void)what;
    struct load *load = context;
    uint64_t now = load_clock_us();
    for (uint32_t i = 0; i < load->day->window_count; i++) {
        struct clerk *clerk = &load->clerks[i];
        if (clerk->ask.waiting && now - clerk->ask.sent_us > LOAD_ANSWER_MS * 1000)
            clerk_resend(clerk);
    }
    if (load_over(load))
        event_base_loopbreak(load->base);
}

bool load_over(const struct load *load)
{
    const struct book *book = &load->book;
    return book->acknowledged == book->visitors && book->served + book->missed == book->visitors;
}

static enum err open_console(struct load *load)
{
    struct link_options options = {.context = load,
                                   .on_message = on_console_message,
                                   .on_state = on_console_state,
                                   .on_welcome = on_console_welcome};
    load->console = load_link(load, "console-1", VIEW(VIEW_KIND_HALL, 0), 4096, &options);
    return load->console ? ERR_NONE : ERR_IO;
}

static enum err open_boards(struct load *load, const uint16_t *views)
{
    for (uint32_t i = 0; i < LOAD_BOARDS; i++) {
        char name[32];
        snprintf(name, sizeof(name), "board-%u", i + 1);
        struct link_options options = {.context = load, .on_rows = on_board_rows};
        load->boards[i] = load_link(load, name, views[i], 4096, &options);
        if (!load->boards[i])
            return ERR_IO;
    }
    return ERR_NONE;
}

enum err load_open(struct load *load, const uint16_t *board_views)
{
    enum err err = book_init(&load->book, load->day->visitor_count);
    load->clerks = calloc(load->day->window_count, sizeof(*load->clerks));
    load->arrival = event_new(load->base, -1, 0, on_arrival, load);
    load->patrol = event_new(load->base, -1, EV_PERSIST, on_patrol, load);
    if (!err && (!load->clerks || !load->arrival || !load->patrol))
        err = log_fault(ERR_NOMEM, "no memory for %u windows", load->day->window_count);
    if (!err)
        err = open_console(load);
    if (!err)
        err = open_boards(load, board_views);
    for (uint32_t i = 0; !err && i < LOAD_KIOSKS; i++)
        err = kiosk_open(&load->kiosks[i], load, i);
    for (uint32_t i = 0; !err && i < load->day->window_count; i++)
        err = clerk_open(&load->clerks[i], load, i);
    struct timeval soon = {0, 50000}, second = {1, 0};
    if (!err && (event_add(load->arrival, &soon) || event_add(load->patrol, &second)))
        err = log_fault(ERR_IO, "the event loop takes no timers");
    return err;
}

void load_close(struct load *load)
{
    for (uint32_t i = 0; load->clerks && i < load->day->window_count; i++)
        clerk_close(&load->clerks[i]);
    for (uint32_t i = 0; i < LOAD_KIOSKS; i++)
        kiosk_close(&load->kiosks[i]);
    for (uint32_t i = 0; i < LOAD_BOARDS; i++)
        link_free(load->boards[i]);
    link_free(load->console);
    if (load->arrival)
        event_free(load->arrival);
    if (load->patrol)
        event_free(load->patrol);
    free(load->clerks);
    book_fini(&load->book);
}
