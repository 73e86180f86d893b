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
                        bool second_leg, msec joined, msec due);
/* As this window sees it, with its help delay. */
int64_t ledger_key_at(const struct ledger *ledger, const struct ledger_ticket *ticket,
                      const struct ledger_target *target);
bool ledger_before(const struct ledger *ledger, const struct ledger_ticket *a,
                   const struct ledger_ticket *b, const struct window_def *window);
/* Is it among what the window serves now? */
bool ledger_serves(const struct ledger_target *target, uint16_t service);
/* Everything is as at the opening of a day. */
void ledger_clear(struct ledger *ledger);
/* Before a ticket changes: keeps what it was before the row that is being read. */
struct ledger_ticket *ledger_touch(const struct ledger *ledger, struct ledger_ticket *ticket);

/* checker_turns.c: whose turn it is by the rule of turns; NULL = nobody's. */
struct ledger_turn {
    const struct ledger_ticket *ticket;
    uint8_t why, turn;
};
struct ledger_turn ledger_by_turns(const struct ledger *ledger, const struct ledger_target *target,
                                   msec now);

/* checker_rules.c: facts beside the way of tickets. */
void ledger_rules_fact(struct checker *checker, const struct fact *fact);
void ledger_issued_rules(struct checker *checker, const struct fact_issued *issued, msec at);
void ledger_called_rules(struct checker *checker, const struct ledger_ticket *ticket,
                         const struct ledger_target *target, const struct fact *fact);
void ledger_moved_on(struct checker *checker, struct ledger_ticket *ticket,
                     const struct fact_transferred *moved);
void ledger_finished_rules(struct checker *checker, const struct fact_finished *finished);
void ledger_back_rules(struct checker *checker, struct ledger_ticket *ticket,
                       const struct fact_ticket_back *back);

#endif
