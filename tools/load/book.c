/* SPDX-License-Identifier: Apache-2.0 */
#include "load/book.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "os/log.h"

#define ID_SPAN 100000u
#define ANNOUNCE_SPAN 1000000u
#define SHOWN_DIFFERENCES 20

static enum err latency_init(struct latency *latency, uint32_t capacity)
{
    *latency = (struct latency){.capacity = capacity, .us = calloc(capacity, sizeof(uint32_t))};
    return latency->us ? ERR_NONE : ERR_NOMEM;
}

enum err book_init(struct book *book, uint32_t visitors)
{
    *book = (struct book){.visitors = visitors};
    book->tickets = calloc(visitors, sizeof(*book->tickets));
    book->by_id = calloc(ID_SPAN, sizeof(*book->by_id));
    book->announced = calloc(ANNOUNCE_SPAN, 1);
    if (!book->tickets || !book->by_id || !book->announced ||
        latency_init(&book->issue, visitors) || latency_init(&book->call, visitors * 4) ||
        latency_init(&book->shown, visitors * 4)) {
        book_fini(book);
        return log_fault(ERR_NOMEM, "no memory for %u visitors", visitors);
    }
    return ERR_NONE;
}

void book_fini(struct book *book)
{
    free(book->tickets);
    free(book->by_id);
    free(book->announced);
    free(book->issue.us);
    free(book->call.us);
    free(book->shown.us);
    *book = (struct book){0};
}

void book_differs(struct book *book, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    if (book->differences++ < SHOWN_DIFFERENCES)
        log_fault(ERR_NONE, "difference: %s", text);
}

struct book_ticket *book_find(struct book *book, uint32_t id)
{
    if (!book->id_first || id < book->id_first || id - book->id_first >= ID_SPAN)
        return NULL;
    uint32_t visitor = book->by_id[id - book->id_first];
    return visitor ? &book->tickets[visitor - 1] : NULL;
}

void book_acknowledged(struct book *book, uint32_t visitor, uint32_t id, struct label label,
                       uint32_t service, msec at)
{
    struct book_ticket *ticket = &book->tickets[visitor];
    if (ticket->id) {
        if (ticket->id != id)
            book_differs(book, "visitor %u was given ticket %u and then %u", visitor, ticket->id,
                         id);
        return; /* the answer to a repeat */
    }
    /* Kiosks are answered in any order: leave room below the first id. */
    if (!book->id_first)
        book->id_first = id > 1000 ? id - 1000 : 1;
    if (id < book->id_first || id - book->id_first >= ID_SPAN) {
        book_differs(book, "ticket id %u is out of any range", id);
        return;
    }
    uint32_t *slot = &book->by_id[id - book->id_first];
    if (*slot)
        book_differs(book, "ticket id %u was given to visitors %u and %u", id, *slot - 1, visitor);
    *slot = visitor + 1;
    *ticket = (struct book_ticket){.id = id, .label = label, .visitor = visitor};
    ticket->legs[0] = (struct book_leg){.service = service, .joined = at};
    book->acknowledged++;
}

bool book_was_shown(const struct book_ticket *ticket, uint16_t target)
{
    for (uint32_t i = 0; i < ticket->sight_count; i++)
        if (ticket->sights[i].target == target)
            return true;
    return false;
}

/* Press to board, once both are known. */
static void note_latency(struct book *book, const struct book_ticket *ticket, uint16_t target)
{
    for (uint32_t n = 0; n <= ticket->leg; n++)
        for (uint32_t i = 0; i < ticket->sight_count; i++)
            if (ticket->legs[n].target == target && ticket->sights[i].target == target)
                latency_add(&book->shown, ticket->sights[i].at_us - ticket->legs[n].pressed_us);
}

void book_leaves(struct book_ticket *ticket, uint32_t service)
{
    ticket->leaving_to = service;
}

void book_left(struct book_ticket *ticket, msec at)
{
    if (!ticket->leaving_to)
        return; /* a call came before the answer */
    assert(ticket->leg + 1 < BOOK_LEGS_MAX);
    ticket->leg++;
    ticket->legs[ticket->leg] = (struct book_leg){.service = ticket->leaving_to, .joined = at};
    ticket->leaving_to = 0;
}

void book_called(struct book *book, uint32_t id, struct label label, uint16_t target, uint32_t call,
                 uint64_t pressed_us, msec at)
{
    char text[LABEL_TEXT_SIZE];
    label_print(label, text);
    struct book_ticket *ticket = book_find(book, id);
    assert(ticket);
    if (ticket->legs[ticket->leg].target)
        book_left(ticket, at);
    struct book_leg *leg = &ticket->legs[ticket->leg];
    if (!label_same(ticket->label, label))
        book_differs(book, "ticket %u was called as %s, not by its own number", id, text);
    if (leg->target)
        book_differs(book, "%s was called to window %u and to window %u", text, leg->target,
                     target);
    if (ticket->end != BOOK_OPEN)
        book_differs(book, "%s was called to window %u after its end", text, target);
    leg->target = target;
    leg->call = call;
    leg->pressed_us = pressed_us;
    ticket->calls++;
    if (book_was_shown(ticket, target))
        note_latency(book, ticket, target);
}

void book_shown(struct book *book, uint32_t announce, uint16_t target, struct label label,
                uint64_t now_us)
{
    if (!book->announce_first)
        book->announce_first = announce > 1000 ? announce - 1000 : 1;
    uint32_t n = announce - book->announce_first;
    if (n >= ANNOUNCE_SPAN || book->announced[n])
        return;
    for (uint32_t i = 0; i < book->visitors; i++) {
        struct book_ticket *ticket = &book->tickets[i];
        if (!ticket->id || !label_same(ticket->label, label))
            continue;
        book->announced[n] = 1;
        if (book_was_shown(ticket, target) || ticket->sight_count == countof(ticket->sights))
            return; /* a recall */
        ticket->sights[ticket->sight_count++] = (struct book_sight){target, now_us};
        note_latency(book, ticket, target);
        return;
    }
}

void latency_add(struct latency *latency, uint64_t us)
{
    if (latency->count < latency->capacity)
        latency->us[latency->count++] = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

uint32_t latency_quantile(struct latency *latency, uint32_t per_mille)
{
    if (!latency->count)
        return 0;
    qsort(latency->us, latency->count, sizeof(*latency->us), ascending);
    uint64_t index = ((uint64_t)latency->count * per_mille + 999) / 1000;
    return latency->us[index ? index - 1 : 0];
}
