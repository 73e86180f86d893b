/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbound - what the hall decided, as messages for devices.
 *
 * Threads: none; pure.
 */
#ifndef APP_OUTBOUND_H
#define APP_OUTBOUND_H

#include "app/results.h"
#include "app/ticket_key.h"
#include "domain/hall_def.h"
#include "protocol/view.h"

struct outbound_asked {
    uint8_t type; /* enum msg_type of the request */
    struct command_id id;
    uint32_t epoch;
    int16_t tz_min;
    const struct hall_def *def;
    const struct ticket_key *key; /* of the open day; NULL = the ticket is of none: no code */
};

/* The answer to a command: TICKET for TICKET_REQ, CHECKIN and a reprint, else RESULT. */
void outbound_answer(const struct answer *answer, const struct outbound_asked *asked,
                     struct message *message);

/* ack_seq: the last command of the target's pad that was answered. */
struct rec_call_entry outbound_call(target_id target, const struct row_window *row,
                                    uint16_t ack_seq);

struct outbound_pad {
    target_id target;
    msec now;
    uint16_t training;
};
void outbound_padstate(const struct outbound_pad *pad, const struct row_window *row,
                       struct message *message);

#endif
