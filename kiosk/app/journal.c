/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "app/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/log.h"

#define MODE 0600

static enum err fault(struct journal *journal, const char *what)
{
    bool again = journal->broken;
    journal->broken = true;
    return again ? ERR_IO
                 : log_fault(ERR_IO,
                             "%s cannot be %s: %s; no numbers are given out until it can; check "
                             "the disk and the rights of the state folder",
                             journal->path, what, strerror(errno));
}

/* ---- writing ---- */

enum err journal_write(struct journal *journal, const struct ledger_entry *entries, uint32_t count)
{
    uint8_t frame[LEDGER_FRAME_MAX];
    if (journal->broken)
        return ERR_IO;
    size_t length =
        ledger_frame(journal->generation, journal->frames, entries, count, frame, sizeof(frame));
    errno = EFBIG;
    bool kept = length && file_write_fd(journal->fd, frame, length) && fdatasync(journal->fd) == 0;
    int why = errno;
    explicit_bzero(frame, sizeof(frame));
    errno = why;
    if (!kept)
        return fault(journal, "written");
    journal->frames++;
    journal->size += length;
    return ERR_NONE;
}

static size_t put_all(const struct journal *journal, const struct ledger *ledger, uint8_t *bytes,
                      size_t room, uint32_t *frames)
{
    struct ledger_entry entries[LEDGER_PIECE_MAX];
    size_t length = 0;
    uint32_t piece = 0, n;
    do { /* a journal of a kiosk that met no hall yet has one empty frame: it is not a lost one */
        n = ledger_piece(ledger, piece, entries);
        if (n || !piece)
            length += ledger_frame(journal->generation, piece++, entries, n, bytes + length,
                                   room - length);
    } while (n);
    /* It came by a rename and cannot be cut: an empty frame behind it, so that damage is not
     * taken for the end. */
    length += ledger_frame(journal->generation, piece++, entries, 0, bytes + length, room - length);
    *frames = piece;
    return length;
}

enum err journal_renew(struct journal *journal, const struct ledger *ledger)
{
    uint8_t *bytes = malloc(JOURNAL_MAX);
    if (!bytes)
        return log_fault(ERR_NOMEM, "journal");
    journal->generation++;
    size_t length = put_all(journal, ledger, bytes, JOURNAL_MAX, &journal->frames);
    enum err err = file_write(journal->path, bytes, length, MODE);
    explicit_bzero(bytes, length);
    free(bytes);
    if (journal->fd >= 0)
        close(journal->fd);
    journal->fd = err ? -1 : open(journal->path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (journal->fd < 0)
        return fault(journal, err ? "written" : "opened");
    journal->size = journal->fresh = length;
    journal->broken = false;
    return ERR_NONE;
}

bool journal_is_long(const struct journal *journal)
{
    return !journal->broken && journal->size > journal->fresh + JOURNAL_GROWS;
}

/* ---- reading ---- */

static void put_aside(const struct journal *journal)
{
    char aside[FILE_PATH_MAX + 8];
    snprintf(aside, sizeof(aside), "%s.rotten", journal->path);
    if (rename(journal->path, aside) != 0)
        log_warn("%s is not kept: %s", aside, strerror(errno));
}

static void judge(const struct journal *journal, const struct ledger_reading *reading, bool there,
                  const struct ledger *ledger)
{
    if (reading->end == LEDGER_END_CUT)
        log_warn("%s ends in the middle of an entry, at byte %zu: cut off; one number of each "
                 "lease is passed over",
                 journal->path, reading->bad);
    if (!there || reading->end == LEDGER_END_WHOLE || reading->end == LEDGER_END_CUT)
        return;
    (void)log_fault(ERR_IO,
                    "%s is damaged at byte %zu; %" PRIu32 " slips were saved, no number of its "
                    "leases is given any more; look at the disk; kept as journal.rotten",
                    journal->path, reading->frames ? reading->bad : 0, ledger->slip_count);
    put_aside(journal);
}

void journal_open(struct journal *journal, const char *dir, struct ledger *ledger)
{
    struct ledger_reading reading;
    uint8_t *bytes = NULL;
    size_t length = 0;
    journal->fd = -1;
    ledger_read(NULL, 0, ledger, &reading); /* as long as nothing else is known */
    snprintf(journal->path, sizeof(journal->path), "%.*s/journal", FILE_PATH_MAX - 16, dir);
    bool there = file_exists(journal->path);
    if (there && file_read(journal->path, JOURNAL_MAX, &bytes, &length) == ERR_NONE)
        ledger_read(bytes, length, ledger, &reading);
    if (bytes) {
        explicit_bzero(bytes, length); /* keys of leases, hashes of identities */
        free(bytes);
    }
    judge(journal, &reading, there, ledger);
    journal->generation = reading.generation;
    if (journal_renew(journal, ledger) == ERR_NONE)
        log_info("journal slips=%" PRIu32 " unsent=%" PRIu32 " leases=%" PRIu32
                 " numbers_left=%" PRIu32,
                 ledger->slip_count, ledger_unsent(ledger), ledger->lease_count,
                 ledger_left_all(ledger));
}

void journal_close(struct journal *journal)
{
    if (journal->fd >= 0)
        close(journal->fd);
    journal->fd = -1;
}
