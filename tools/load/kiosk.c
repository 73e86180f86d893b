/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk - visitors stand in line at a machine and take one ticket each.
 */
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>

#include "load/load.h"
#include "os/log.h"

static void serve(struct kiosk *kiosk)
{
    if (kiosk->ask.waiting || !kiosk->count)
        return;
    const struct day_visitor *visitor = &kiosk->load->day->visitors[kiosk->line[kiosk->head]];
    kiosk->ask = (struct pending){.waiting = true, .seq = ++kiosk->seq};
    kiosk->ask.message.type = MSG_TYPE_TICKET_REQ;
    kiosk->ask.message.ticket_req =
        (struct msg_ticket_req){.seq = kiosk->seq,
                                .service = (uint16_t)(visitor->service + 1),
                                .principals = 1};
    load_send(kiosk->load, kiosk->link, &kiosk->ask);
}

static void printed(struct kiosk *kiosk, uint32_t ticket)
{
    struct message message = {.type = MSG_TYPE_PRINTED};
    message.printed =
        (struct msg_printed){.seq = ++kiosk->seq, .ticket = ticket, .result = PRINT_PRINTED};
    if (link_send(kiosk->link, &message) == ERR_NONE)
        kiosk->load->book.printed++;
}

static void take_ticket(struct kiosk *kiosk, const struct msg_ticket *ticket)
{
    struct load *load = kiosk->load;
    if (!kiosk->ask.waiting || ticket->seq != kiosk->ask.seq)
        return; /* the answer to a repeat */
    uint32_t visitor = kiosk->line[kiosk->head];
    if (ticket->code == REFUSED_BUSY)
        return; /* asked again by the timer */
    kiosk->ask.waiting = false;
    kiosk->head = (kiosk->head + 1) % load->day->visitor_count;
    kiosk->count--;
    if (ticket->code != REFUSED_NOT) {
        book_differs(&load->book, "visitor %u got no ticket: %s", visitor,
                     refusal_text(ticket->code));
    } else {
        latency_add(&load->book.issue, load_clock_us() - kiosk->ask.first_us);
        book_acknowledged(&load->book, visitor, ticket->ticket,
                          label_from_wire(ticket->prefix, ticket->number), ticket->service,
                          (msec)ticket->issued_ms - load->midnight);
        printed(kiosk, ticket->ticket);
    }
    serve(kiosk);
}

static void on_message(void *context, const struct message *message)
{
    if (message->type == MSG_TYPE_TICKET)
        take_ticket(context, &message->ticket);
}

static void on_state(void *context, enum link_state state)
{
    struct kiosk *kiosk = context;
    if (state == LINK_LIVE && kiosk->ask.waiting)
        load_send(kiosk->load, kiosk->link, &kiosk->ask);
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    (void)fd, (void)what;
    struct kiosk *kiosk = context;
    if (kiosk->ask.waiting && load_clock_us() - kiosk->ask.sent_us > LOAD_ANSWER_MS * 1000)
        load_send(kiosk->load, kiosk->link, &kiosk->ask);
    serve(kiosk);
}

enum err kiosk_open(struct kiosk *kiosk, struct load *load, uint32_t number)
{
    *kiosk = (struct kiosk){.load = load};
    kiosk->line = calloc(load->day->visitor_count, sizeof(*kiosk->line));
    kiosk->timer = event_new(load->base, -1, EV_PERSIST, on_timer, kiosk);
    if (!kiosk->line || !kiosk->timer)
        return log_fault(ERR_NOMEM, "no memory for a kiosk");
    char name[32];
    snprintf(name, sizeof(name), "kiosk-%u", number + 1);
    struct link_options options = {.context = kiosk,
                                   .on_message = on_message,
                                   .on_state = on_state};
    kiosk->link = load_link(load, name, VIEW(VIEW_KIND_KIOSK, 0), 256, &options);
    struct timeval second = {1, 0};
    if (!kiosk->link || event_add(kiosk->timer, &second))
        return ERR_IO;
    return ERR_NONE;
}

void kiosk_close(struct kiosk *kiosk)
{
    link_free(kiosk->link);
    if (kiosk->timer)
        event_free(kiosk->timer);
    free(kiosk->line);
    *kiosk = (struct kiosk){0};
}

void kiosk_visit(struct kiosk *kiosk, uint32_t visitor)
{
    kiosk->line[(kiosk->head + kiosk->count++) % kiosk->load->day->visitor_count] = visitor;
    serve(kiosk);
}
