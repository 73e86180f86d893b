/* SPDX-License-Identifier: Apache-2.0 */
/*
 * act - what `press` and `act` share: one command, one answer, the exit status.
 */
#ifndef CTL_ACT_H
#define CTL_ACT_H

#include "ctl/ctl.h"
#include "protocol/message.h"

/* Sends and says what came of it. */
int act_send(const struct ctl *ctl, struct message *act);
/* The same without a word when it is done; *code is the answer's. */
int act_send_quietly(const struct ctl *ctl, struct message *act, uint8_t *code);
bool act_window(const char *word, uint16_t *target);
/* The open ticket behind a number of today. */
int act_find(const struct ctl *ctl, const char *word, uint32_t *ticket);

/* act_ticket.c: verbs about one ticket, or all of a service. False: not one of these. */
bool act_ticket(const struct ctl *ctl, int *status);

#endif
