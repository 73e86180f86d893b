/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clerk - one window: calls with the pad, serves, transfers, takes breaks, goes home.
 *
 * What a pad cannot say in a day with forty services (send this person to service n,
 * close the window) goes through the console, as a clerk's browser would.
 */
#include <event2/event.h>
#include <stdio.h>
#include <string.h>

#include "load/load.h"
#include "os/log.h"

static uint16_t number(const struct clerk *clerk)
{
    return (uint16_t)(clerk->window + 1);
}

static void wake_at(struct clerk *clerk, msec at)
{
    clerk->due = at;
    load_timer(clerk->load, clerk->timer, at);
}

static void press(struct clerk *clerk, enum pad_key key)
{
    clerk->state = CLERK_ASKING;
    clerk->ask = (struct pending){.waiting = true, .seq = ++clerk->pad_seq};
    clerk->ask.message.type = MSG_TYPE_PRESS;
    clerk->ask.message.press = (struct msg_press){.seq = clerk->pad_seq,
                                                  .key = (uint8_t)key,
                                                  .seen = (uint8_t)clerk->call};
    load_send(clerk->load, clerk->link, &clerk->ask);
}

static void act(struct clerk *clerk, enum verb verb, uint16_t service)
{
    clerk->state = CLERK_ASKING;
    clerk->ask = (struct pending){.waiting = true, .seq = ++clerk->act_seq};
    clerk->ask.message.type = MSG_TYPE_ACT;
    clerk->ask.message.act = (struct msg_act){.session = number(clerk),
                                              .seq = clerk->act_seq,
                                              .verb = (uint8_t)verb,
                                              .target = number(clerk),
                                              .service = service,
                                              .place = PLACE_BONUS};
    load_send(clerk->load, clerk->load->console, &clerk->ask);
}

/* The shift this window is in at `now`; *next gets the start of the one after, or -1. */
static const struct day_shift *shift_at(const struct clerk *clerk, msec now, msec *next)
{
    const struct day *day = clerk->load->day;
    const struct day_shift *found = NULL;
    *next = -1;
    for (uint32_t i = 0; i < day->shift_count; i++) {
        const struct day_shift *shift = &day->shifts[i];
        if (shift->window != clerk->window || shift->pause)
            continue;
        if (now >= shift->start && now < shift->end)
            found = shift;
        else if (shift->start > now && (*next < 0 || shift->start < *next))
            *next = shift->start;
    }
    return found;
}

/* A break that is due and was not taken: its number among the breaks of the window, or -1. */
static int break_due(const struct clerk *clerk, msec now, msec *length)
{
    const struct day *day = clerk->load->day;
    int n = -1;
    for (uint32_t i = 0; i < day->shift_count; i++) {
        const struct day_shift *shift = &day->shifts[i];
        if (shift->window != clerk->window || !shift->pause)
            continue;
        n++;
        if (n < (int)countof(clerk->on_break_done) && !clerk->on_break_done[n] &&
            shift->start <= now && now < shift->end) {
            *length = shift->end - shift->start;
            return n;
        }
    }
    return -1;
}

/* Free: go home, take a break, call, or wait. */
static void decide(struct clerk *clerk)
{
    msec now = load_now(clerk->load), next, length;
    if (!shift_at(clerk, now, &next)) {
        if (clerk->open) {
            act(clerk, VERB_CLOSE, 0);
            return;
        }
        clerk->state = CLERK_OFF;
        if (next >= 0)
            wake_at(clerk, next);
        return;
    }
    int due = clerk->open ? break_due(clerk, now, &length) : -1;
    if (due >= 0) {
        clerk->on_break_done[due] = true;
        clerk->break_length = length;
        press(clerk, KEY_PAUSE);
        return;
    }
    if (clerk->waiting) {
        press(clerk, KEY_NEXT);
        return;
    }
    clerk->state = CLERK_IDLE;
    wake_at(clerk, now + MINUTE);
}

/* Looked so often, a second of the patrol apart, before the ticket counts as nobody's. */
#define PUZZLED_MAX 120

static void wait_for_visitor(struct clerk *clerk, const struct msg_result *result)
{
    if (clerk->puzzled++ == PUZZLED_MAX) {
        book_differs(&clerk->load->book, "window %u called ticket %u, which no kiosk was given",
                     number(clerk), result->ticket);
        clerk->puzzled = 0;
        decide(clerk);
        return;
    }
    clerk->puzzle = *result;
    clerk->state = CLERK_PUZZLED;
    wake_at(clerk, load_now(clerk->load) + (msec)clerk->load->speed * SECOND / 2);
}

static void serve(struct clerk *clerk, const struct msg_result *result)
{
    struct load *load = clerk->load;
    struct book_ticket *ticket = book_find(&load->book, result->ticket);
    if (!ticket) {
        wait_for_visitor(clerk, result);
        return;
    }
    clerk->puzzled = 0;
    struct label label = label_from_wire(result->prefix, result->number);
    book_called(&load->book, result->ticket, label, number(clerk), result->call,
                clerk->ask.first_us, load_now(load));
    clerk->visitor = ticket->visitor;
    const struct day_visitor *visitor = &load->day->visitors[ticket->visitor];
    const struct book_leg *leg = &ticket->legs[ticket->leg];
    msec now = load_now(load), patience = ticket->leg ? visitor->next_patience : visitor->patience;
    msec work = day_duration(load->day, clerk->window, leg->service - 1,
                             ticket->leg ? visitor->next_work : visitor->work);
    bool came = now - leg->joined <= patience;
    clerk->state = came ? CLERK_WORKING : CLERK_LOOKING;
    wake_at(clerk, now + (came ? work : load->day->no_show + SECOND));
}

/* The visitor of this window is done: to the next service, out, or never came. */
static void end_visit(struct clerk *clerk)
{
    struct book_ticket *ticket = &clerk->load->book.tickets[clerk->visitor];
    const struct day_visitor *visitor = &clerk->load->day->visitors[clerk->visitor];
    if (clerk->state == CLERK_LOOKING)
        press(clerk, KEY_MISS);
    else if (visitor->next_service >= 0 && !ticket->leg) {
        book_leaves(ticket, (uint32_t)visitor->next_service + 1);
        act(clerk, VERB_TRANSFER, (uint16_t)(visitor->next_service + 1));
    } else
        press(clerk, KEY_FINISH);
}

static void done(struct clerk *clerk, const struct message *asked, const struct msg_result *result)
{
    struct book *book = &clerk->load->book;
    struct book_ticket *ticket = &book->tickets[clerk->visitor];
    if (asked->type == MSG_TYPE_ACT && asked->act.verb == VERB_CLOSE) {
        clerk->open = false;
    } else if (asked->type == MSG_TYPE_ACT) {
        book_left(ticket, load_now(clerk->load));
    } else if (asked->press.key == KEY_NEXT) {
        clerk->open = true;
        if (!result->ticket) { /* nobody waits, but the window is open now (D-43) */
            clerk->waiting = 0;
            decide(clerk);
            return;
        }
        latency_add(&book->call, load_clock_us() - clerk->ask.first_us);
        serve(clerk, result);
        return;
    } else if (asked->press.key == KEY_PAUSE) {
        clerk->state = CLERK_BREAK;
        wake_at(clerk, load_now(clerk->load) + clerk->break_length);
        return;
    } else if (asked->press.key == KEY_FINISH) {
        ticket->end = BOOK_SERVED;
        book->served++;
    } else if (asked->press.key == KEY_MISS) {
        ticket->end = BOOK_MISSED;
        book->missed++;
    }
    decide(clerk);
}

/* The hall's clock runs fast and a PONG may set this end's forward, so that a clerk who counted to
 * a minute was early by the controller's count (R-C1). Looks again, as a person would. */
static bool too_early(struct clerk *clerk, const struct message *asked, uint8_t code, msec retry)
{
    if (asked->type != MSG_TYPE_PRESS || asked->press.key != KEY_MISS || code != REFUSED_CALL_MORE)
        return false;
    clerk->state = CLERK_LOOKING;
    wake_at(clerk, load_now(clerk->load) + retry + SECOND);
    return true;
}

void clerk_answer(struct clerk *clerk, const struct msg_result *result)
{
    /* A pad's answer carries the low 16 bits of its counter; both counters stay below that. */
    if (!clerk->ask.waiting || (result->seq & 0xffff) != (clerk->ask.seq & 0xffff))
        return;
    struct message asked = clerk->ask.message;
    bool next = asked.type == MSG_TYPE_PRESS && asked.press.key == KEY_NEXT;
    if (result->code == REFUSED_BUSY)
        return; /* asked again by the timer */
    clerk->ask.waiting = false;
    if (result->call || result->code == REFUSED_NOT)
        clerk->call = result->call;
    if (result->code == REFUSED_NOT) {
        done(clerk, &asked, result);
        return;
    }
    if (too_early(clerk, &asked, result->code, result->retry_ms))
        return;
    if (next && (result->code == REFUSED_EMPTY || result->code == REFUSED_STALE)) {
        if (result->code == REFUSED_EMPTY)
            clerk->waiting = 0;
        clerk->state = CLERK_IDLE;
        if (result->code == REFUSED_EMPTY)
            wake_at(clerk, load_now(clerk->load) + MINUTE);
        else
            decide(clerk);
        return;
    }
    book_differs(&clerk->load->book, "window %u: %s refused: %s", number(clerk),
                 asked.type == MSG_TYPE_ACT ? verb_name(asked.act.verb)
                                            : pad_key_name(asked.press.key),
                 refusal_text(result->code));
    clerk->state = CLERK_IDLE;
    wake_at(clerk, load_now(clerk->load) + MINUTE);
}

void clerk_resend(struct clerk *clerk)
{
    bool act = clerk->ask.message.type == MSG_TYPE_ACT;
    if (clerk->ask.waiting)
        load_send(clerk->load, act ? clerk->load->console : clerk->link, &clerk->ask);
}

static void on_message(void *context, const struct message *message)
{
    struct clerk *clerk = context;
    if (message->type == MSG_TYPE_RESULT) {
        clerk_answer(clerk, &message->result);
    } else if (message->type == MSG_TYPE_PADSTATE) {
        clerk->waiting = message->padstate.waiting;
        if (clerk->state == CLERK_IDLE && clerk->waiting)
            decide(clerk);
    }
}

static void on_state(void *context, enum link_state state)
{
    struct clerk *clerk = context;
    if (state == LINK_LIVE && clerk->ask.message.type == MSG_TYPE_PRESS)
        clerk_resend(clerk);
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    (void)fd, (void)what;
    struct clerk *clerk = context;
    if (!load_now(clerk->load)) {
        struct timeval soon = {0, 100000};
        event_add(clerk->timer, &soon);
        return;
    }
    if (load_now(clerk->load) < clerk->due) { /* a restart took the hall's clock back a little */
        wake_at(clerk, clerk->due);
        return;
    }
    if (clerk->state == CLERK_WORKING || clerk->state == CLERK_LOOKING) {
        end_visit(clerk);
    } else if (clerk->state == CLERK_PUZZLED) {
        struct msg_result puzzle = clerk->puzzle;
        serve(clerk, &puzzle);
    } else if (clerk->state == CLERK_BREAK) {
        clerk->waiting = 1; /* 呼叫 on a paused window resumes it (R-B7) */
        decide(clerk);
    } else if (clerk->state != CLERK_ASKING) {
        decide(clerk);
    }
}

enum err clerk_open(struct clerk *clerk, struct load *load, uint32_t window)
{
    *clerk = (struct clerk){.load = load, .window = window, .waiting = 1};
    clerk->timer = event_new(load->base, -1, 0, on_timer, clerk);
    if (!clerk->timer)
        return log_fault(ERR_NOMEM, "no memory for a clerk");
    char name[32];
    snprintf(name, sizeof(name), "pad-%u", window + 1);
    struct link_options options = {.context = clerk,
                                   .on_message = on_message,
                                   .on_state = on_state};
    clerk->link = load_link(load, name, 0, 0, &options);
    struct timeval soon = {0, 100000};
    if (!clerk->link || event_add(clerk->timer, &soon))
        return ERR_IO;
    return ERR_NONE;
}

void clerk_close(struct clerk *clerk)
{
    link_free(clerk->link);
    if (clerk->timer)
        event_free(clerk->timer);
    *clerk = (struct clerk){0};
}
