/* SPDX-License-Identifier: Apache-2.0 */
#include "app/outbound.h"

#include "domain/calendar.h"
#include "protocol/slip_code.h"

static uint16_t clip(int64_t n)
{
    return n < 0 ? 0 : n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
}

/* D-24. Whoever cannot be told from a forger gets no code: their number is as good as typed. */
static void print_qr(const struct result *result, const struct outbound_asked *asked,
                     struct msg_ticket *ticket)
{
    struct slip_code slip = {.ticket = result->ticket.n};
    if (asked->key && slip_code_sign(&slip, asked->key->key, asked->key->day))
        slip_code_print(asked->def, ticket->day, result->label, &slip, ticket->qr);
}

static void ticket_answer(const struct answer *answer, const struct outbound_asked *asked,
                          struct message *message)
{
    const struct result *result = &answer->result;
    message->type = MSG_TYPE_TICKET;
    message->ticket = (struct msg_ticket){
        .seq = asked->id.seq,
        .code = result->code,
        .service = result->service.n,
        .ticket_class = result->ticket_class,
        .epoch = asked->epoch,
        .jseq = answer->jseq,
        .slot_ms = (uint64_t)result->slot,
    };
    if (result->code && result->code != REFUSED_HAS_TICKET)
        return;
    struct msg_ticket *ticket = &message->ticket;
    ticket->ticket = result->ticket.n;
    ticket->prefix = label_wire_prefix(result->label);
    ticket->number = result->label.number;
    ticket->ahead = clip(result->ahead);
    ticket->lo_min = result->lo_min;
    ticket->hi_min = result->hi_min;
    ticket->wait_min = result->wait_min;
    msec issued = result->issued ? result->issued : result->at; /* of before there was `issued` */
    ticket->issued_ms = (uint64_t)issued;
    ticket->principals = result->principals;
    ticket->day = calendar_date(calendar_local(issued, asked->tz_min));
    if (!result->code) /* R-K8: whoever holds one already asks for another slip */
        print_qr(result, asked, ticket);
    if (result->code)
        return;
    ticket->item = result->item;
    ticket->journey = result->journey;
    ticket->step = result->step;
}

void outbound_answer(const struct answer *answer, const struct outbound_asked *asked,
                     struct message *message)
{
    const struct result *result = &answer->result;
    bool slip = asked->type == MSG_TYPE_SLIP && result->verb == VERB_REPRINT; /* R-T2 */
    if (asked->type == MSG_TYPE_TICKET_REQ || asked->type == MSG_TYPE_CHECKIN || slip) {
        ticket_answer(answer, asked, message);
        return;
    }
    /* A pad compares the number it sent, which has 16 bits. */
    bool narrow = asked->type == MSG_TYPE_PRESS || asked->type == MSG_TYPE_RATE;
    message->type = MSG_TYPE_RESULT;
    message->result = (struct msg_result){
        .session = asked->id.session,
        .seq = narrow ? asked->id.seq & 0xffff : asked->id.seq,
        .code = result->code,
        .target = result->target.n,
        .ticket = result->ticket.n,
        .prefix = label_wire_prefix(result->label),
        .number = result->label.number,
        .call = result->call,
        .retry_ms = clip(result->retry_ms),
        .epoch = asked->epoch,
        .jseq = answer->jseq,
    };
}

struct rec_call_entry outbound_call(target_id target, const struct row_window *row,
                                    uint16_t ack_seq)
{
    return (struct rec_call_entry){
        .target = target.n,
        .prefix = row->prefix,
        .number = row->number,
        .state = row->state,
        .call = (uint8_t)row->call, /* D-03 */
        .ack_seq = ack_seq,
    };
}

void outbound_padstate(const struct outbound_pad *pad, const struct row_window *row,
                       struct message *message)
{
    message->type = MSG_TYPE_PADSTATE;
    message->padstate = (struct msg_padstate){
        .target = pad->target.n,
        .state = row->state,
        .call = (uint8_t)row->call,
        .prefix = row->prefix,
        .number = row->number,
        .waiting = row->waiting,
        .parked = row->parked,
        /* 0 = not said: which key means what is the engine's to decide (D-05), and a pad that
         * was told less than the truth would refuse good presses. */
        .keys = 0,
        .training = pad->training,
        .calls = row->calls,
        .since_s = clip((pad->now - (msec)row->since_ms) / SECOND),
    };
}
