/* SPDX-License-Identifier: Apache-2.0 */
/* What is still owed to the hall and to the visitors, and the ledger as entries again. */
#include <string.h>

#include "domain/vocab.h"
#include "model/ledger.h"

enum ledger_duty ledger_duty(const struct ledger_slip *slip)
{
    bool settled = slip->state == SLIP_PRINTED || slip->state == SLIP_FAILED || slip->voided;
    if (!settled)
        return LEDGER_DUTY_NONE;
    if (slip->alone && !slip->imported)
        return LEDGER_DUTY_IMPORT;
    if (slip->told)
        return LEDGER_DUTY_NONE;
    return slip->voided ? LEDGER_DUTY_VOID : LEDGER_DUTY_REPORT;
}

const struct ledger_slip *ledger_untold(const struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->slip_count; i++)
        if (ledger_duty(&ledger->slips[i]) != LEDGER_DUTY_NONE)
            return &ledger->slips[i];
    return NULL;
}

uint32_t ledger_unsent(const struct ledger *ledger)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < ledger->slip_count; i++)
        count += ledger->slips[i].alone && !ledger->slips[i].imported;
    return count;
}

uint32_t ledger_unprinted(const struct ledger *ledger)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < ledger->slip_count; i++)
        count += ledger->slips[i].state == SLIP_FAILED && !ledger->slips[i].voided;
    return count;
}

/* ---- as entries ---- */

static uint32_t entries_of(const struct ledger_slip *slip, struct ledger_entry *entry)
{
    uint32_t n = 0, number = slip->number;
    bool printed_once = slip->copy || slip->state > SLIP_GIVEN;
    entry[n++] = (struct ledger_entry){.kind = LEDGER_KIND_INTENT, .intent = slip->asked};
    if (slip->state == SLIP_ASKED)
        return n;
    if (slip->alone)
        entry[n++] = (struct ledger_entry){.kind = LEDGER_KIND_LEASED, .leased = slip->leased};
    else
        entry[n++] = (struct ledger_entry){.kind = LEDGER_KIND_ACKED, .acked = slip->acked};
    for (int i = 0; i < printed_once + slip->copy; i++)
        entry[n++] = (struct ledger_entry){.kind = LEDGER_KIND_PRINTING, .printing = {number}};
    if (slip->state == SLIP_PRINTED)
        entry[n++] = (struct ledger_entry){.kind = LEDGER_KIND_PRINTED, .printed = {number}};
    if (slip->state == SLIP_FAILED)
        entry[n++] =
            (struct ledger_entry){.kind = LEDGER_KIND_FAILED, .failed = {number, slip->result}};
    if (slip->voided)
        entry[n++] =
            (struct ledger_entry){.kind = LEDGER_KIND_VOIDED, .voided = {number, slip->voided}};
    uint8_t told = slip->told ? slip->result : PRINT_NONE;
    if (slip->imported)
        entry[n++] = (struct ledger_entry){.kind = LEDGER_KIND_IMPORTED,
                                           .imported = {number, slip->ticket, told, 0}};
    else if (slip->told)
        entry[n++] =
            (struct ledger_entry){.kind = LEDGER_KIND_REPORTED, .reported = {number, told, 0}};
    return n;
}

/* Piece 0: hall and day; then a lease each, then a slip each. */
uint32_t ledger_piece(const struct ledger *ledger, uint32_t piece,
                      struct ledger_entry entries[LEDGER_PIECE_MAX])
{
    uint32_t n = 0;
    if (piece == 0) {
        if (ledger->forgot)
            entries[n++] = (struct ledger_entry){.kind = LEDGER_KIND_FORGOT, .forgot = {1}};
        if (!ledger->hall.instance)
            return n;
        entries[n++] = (struct ledger_entry){.kind = LEDGER_KIND_HALL, .hall = ledger->hall};
        if (ledger->day)
            entries[n++] = (struct ledger_entry){.kind = LEDGER_KIND_DAY,
                                                 .day = {ledger->day, ledger->refused}};
        return n;
    }
    uint32_t at = piece - 1;
    if (at < ledger->lease_count) {
        entries[0] = (struct ledger_entry){.kind = LEDGER_KIND_LEASE, .lease = ledger->leases[at]};
        return 1;
    }
    at -= ledger->lease_count;
    return at < ledger->slip_count ? entries_of(&ledger->slips[at], entries) : 0;
}
