/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as the journal of a kiosk: read or refused. What was read is written in the fewest
 * entries and read again as the same, and no number that a slip has is given once more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/ledger_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ledger first, second;

static void must(int condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void give_once(const struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->slip_count; i++) {
        const struct ledger_slip *slip = &ledger->slips[i];
        const struct ledger_lease *lease =
            slip->alone ? ledger_lease(ledger, slip->leased.lease) : NULL;
        must(!lease || lease->next > slip->leased.number, "a number would be given twice");
    }
}

static void read_again(const struct ledger *ledger)
{
    static uint8_t bytes[LEDGER_FRAME_MAX * (LEDGER_SLIPS_MAX + LEDGER_LEASES_MAX + 1)];
    struct ledger_entry entries[LEDGER_PIECE_MAX];
    struct ledger_reading reading;
    size_t length = 0;
    uint32_t n;
    for (uint32_t piece = 0; (n = ledger_piece(ledger, piece, entries)) > 0; piece++) {
        size_t frame = ledger_frame(1, piece, entries, n, bytes + length, sizeof(bytes) - length);
        must(frame > 0, "a piece does not fit");
        length += frame;
    }
    ledger_read(bytes, length, &second, &reading);
    if (!length)
        return;
    must(reading.end == LEDGER_END_WHOLE, "what was written does not read");
    second.last_slip = ledger->last_slip; /* counts on from the slips that are left */
    must(memcmp(&second, ledger, sizeof(second)) == 0, "another ledger came back");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ledger_reading reading;
    ledger_read(data, size, &first, &reading);
    must(reading.end != LEDGER_END_ROTTEN || ledger_left_all(&first) == 0, "rot, and numbers");
    give_once(&first);
    if (first.hall.instance)
        read_again(&first);
    return 0;
}
