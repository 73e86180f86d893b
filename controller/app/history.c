/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history - everything that happened to one number, from the journal.
 */
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "app/subject.h"
#include "os/clock.h"

#define ANSWER_MAX 500 /* no ticket has more; a bound all the same */

struct history {
    struct peer *peer;
    const struct hall *hall;
    uint32_t seq, lines;
    ticket_id ticket;
};

#define MORE_SIZE 32 /* " other=A042" */

/* What a fact does not say of itself: people ahead at its issue, the number of the other ticket
 * that a call speaks of. False: the fact is not about this ticket. */
static bool say_more(const struct history *history, const struct store_row *row,
                     const struct fact *fact, char more[MORE_SIZE])
{
    struct subject subject;
    struct ticket_view other;
    char label[LABEL_TEXT_SIZE];
    subject_of(fact, &subject);
    bool own = subject.ticket == history->ticket.n;
    bool passed = fact->kind == FACT_KIND_CALLED && fact->called.runner_up == history->ticket.n;
    more[0] = '\0';
    if (own && fact->kind == FACT_KIND_ISSUED)
        snprintf(more, MORE_SIZE, " ahead=%u", row->result.ahead);
    if (fact->kind != FACT_KIND_CALLED)
        return own;
    ticket_id id = {own ? fact->called.runner_up : fact->called.ticket};
    if (id.n && hall_ticket(history->hall, id, &other)) {
        label_print(other.label, label);
        snprintf(more, MORE_SIZE, " other=%s", label);
    }
    return own || passed;
}

static enum err take_row(void *context, const struct store_row *row)
{
    struct history *history = context;
    for (uint32_t i = 0; i < row->facts.count && history->lines < ANSWER_MAX; i++) {
        const struct fact *fact = &row->facts.list[i];
        char more[MORE_SIZE];
        /* One command may have touched another ticket as well: finish one, call the next. */
        if (!say_more(history, row, fact, more))
            continue;
        struct message message = {.type = MSG_TYPE_HISTORY};
        message.history.seq = history->seq;
        message.history.jseq = row->seq;
        message.history.at_ms = (uint64_t)fact->at;
        size_t room = sizeof(message.history.text) - strlen(more);
        size_t at = fact_print(fact, message.history.text, room);
        memcpy(message.history.text + (at < room ? at : room - 1), more, strlen(more) + 1);
        client_send(history->peer->client, &message);
        history->lines++;
    }
    return ERR_NONE;
}

/* An answer reads a whole day. Afterwards the hall has at least as long for its visitors. */
static bool too_soon(const struct controller *c, struct peer *peer, msec mono)
{
    if (mono >= c->history_after)
        return false;
    struct message message = {.type = MSG_TYPE_ERROR};
    message.error.code = REFUSED_BUSY;
    message.error.ref_type = MSG_TYPE_HISTORY_REQ;
    snprintf(message.error.text, sizeof(message.error.text), "too many questions; ask again");
    client_send(peer->client, &message);
    return true;
}

void history_answer(struct controller *c, struct peer *peer, const struct msg_history_req *req)
{
    struct history history = {.peer = peer, .hall = c->hall, .seq = req->seq};
    msec begun = clock_mono_ms();
    if (too_soon(c, peer, begun))
        return;
    struct label label = label_from_wire(req->prefix, req->number);
    uint32_t day = req->day ? req->day : c->last_day;
    bool found = day == hall_day(c->hall) && hall_find(c->hall, label, &history.ticket);
    /* A fault was logged; the answer is then as short as what could be read. */
    if (!found && store_find(c->store, label, day, &history.ticket))
        history.ticket.n = 0;
    if (history.ticket.n)
        (void)!store_day(c->store, day, take_row, &history);
    struct message last = {.type = MSG_TYPE_HISTORY};
    last.history.seq = req->seq;
    last.history.last = 1;
    client_send(peer->client, &last);
    msec done = clock_mono_ms();
    c->history_after = done + (done - begun);
}
