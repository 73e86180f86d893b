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
    uint32_t seq, lines;
    ticket_id ticket;
};

static enum err take_row(void *context, const struct store_row *row)
{
    struct history *history = context;
    for (uint32_t i = 0; i < row->facts.count && history->lines < ANSWER_MAX; i++) {
        const struct fact *fact = &row->facts.list[i];
        struct subject subject;
        subject_of(fact, &subject);
        /* One command may have touched another ticket as well: finish one, call the next. */
        if (subject.ticket != history->ticket.n)
            continue;
        struct message message = {.type = MSG_TYPE_HISTORY};
        message.history.seq = history->seq;
        message.history.jseq = row->seq;
        message.history.at_ms = (uint64_t)fact->at;
        fact_print(fact, message.history.text, sizeof(message.history.text));
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
    struct history history = {.peer = peer, .seq = req->seq};
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
        (void)!store_history(c->store, history.ticket, take_row, &history);
    struct message last = {.type = MSG_TYPE_HISTORY};
    last.history.seq = req->seq;
    last.history.last = 1;
    client_send(peer->client, &last);
    msec done = clock_mono_ms();
    c->history_after = done + (done - begun);
}
