/* SPDX-License-Identifier: Apache-2.0 */
/*
 * undo - what the last command of a window changed, so that it can be taken back (D-20).
 *
 * The hall keeps one such picture for each target, made while the command is carried
 * out: the target and its tickets as they were before the first fact. It is no state
 * of the hall: not in the digest, not replayed. After a restart there is nothing to
 * undo. The facts of an undo hold everything, so that its replay needs no picture.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_UNDO_H
#define ENGINE_UNDO_H

#include "engine/state.h"

#define UNDO_TICKETS_MAX 2 /* finish and call: the one before and the next */

struct undo_ticket {
    uint32_t slot;
    uint32_t acted; /* ticket.acted when the command was done: nobody touched it while it is that */
    struct ticket ticket;
    struct ticket_place place;
};

struct undo_target {
    uint8_t state, pause_reason, turn;
    uint32_t ticket, last;
    msec since;
};

struct undo {
    uint8_t verb; /* VERB_NONE: there is nothing */
    uint8_t count;
    msec at;
    uint32_t announce; /* the call or recall that it made, 0 = none */
    struct undo_target before, after;
    struct undo_ticket tickets[UNDO_TICKETS_MAX];
};

struct act;
/* Before a rule runs, before each of its facts is applied, and when all are. */
void undo_begin(struct act *act);
void undo_note(struct act *act, const struct fact *fact);
void undo_end(struct act *act);

#endif
