/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checker_ledger - the lists behind the ledger, for the facts that change it.
 */
#ifndef SIM_CHECKER_LEDGER_H
#define SIM_CHECKER_LEDGER_H

#include "sim/checker.h"

/* NULL and -1: there is no such. */
struct ledger_target *ledger_target(struct ledger *ledger, uint16_t id);
int32_t ledger_service(const struct ledger *ledger, uint16_t id);

void ledger_list_add(struct ledger_list *list, uint32_t ticket);
void ledger_wait(struct ledger *ledger, struct ledger_ticket *ticket);
void ledger_stop_waiting(struct ledger *ledger, struct ledger_ticket *ticket);

/* Somebody who should be called there instead, by the rule of the hall; NULL = nobody. */
const struct ledger_ticket *ledger_skipped(struct ledger *ledger,
                                           const struct ledger_ticket *ticket,
                                           const struct ledger_target *target);
/* The key that somebody gets who joins by the rule. */
int64_t ledger_rule_key(const struct ledger *ledger, uint16_t service, uint8_t ticket_class,
                        bool second_leg, msec joined);

#endif
