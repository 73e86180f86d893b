/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_ledger_day - the entries of a day with numbers given alone: for tests of the kiosk's
 * journal.
 */
#ifndef TESTS_KIOSK_LEDGER_DAY_H
#define TESTS_KIOSK_LEDGER_DAY_H

#include "model/ledger.h"

#define DAY 20260318u

static const struct ledger_entry of_hall = {.kind = LEDGER_KIND_HALL,
                                            .hall = {.instance = 7, .epoch = 1}};
static const struct ledger_entry of_day = {.kind = LEDGER_KIND_DAY, .day = {.day = DAY}};
static const struct ledger_entry of_lease = {.kind = LEDGER_KIND_LEASE,
                                             .lease = {.lease = 50,
                                                       .day = DAY,
                                                       .service = 1,
                                                       .prefix = "A",
                                                       .first = 600,
                                                       .last = 609,
                                                       .epoch = 1}};

static struct ledger_entry intent(uint32_t slip)
{
    return (struct ledger_entry){.kind = LEDGER_KIND_INTENT,
                                 .intent = {.slip = slip, .service = 1}};
}

/* The first slip gets the lease's first number. */
static struct ledger_entry leased(uint32_t slip)
{
    return (struct ledger_entry){.kind = LEDGER_KIND_LEASED,
                                 .leased = {.slip = slip,
                                            .lease = 50,
                                            .prefix = "A",
                                            .number = (uint16_t)(599 + slip)}};
}

#endif
