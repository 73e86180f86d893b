/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journal - the file in which a kiosk writes down what it gives, before it gives it
 * (docs/reliability.md 8; the bytes: model/ledger_bytes.h).
 *
 * STATE/journal, mode 0600: numbers, services, keys of leases, hashes that nobody can turn back
 * without the day's key (T09, D-23). It is written anew in the fewest entries at each start, when
 * it has grown, and when a day is over, so nothing of an earlier day stays. A file with rot in it
 * is kept as STATE/journal.rotten for who looks for the cause.
 *
 * Ownership: journal_open opens, journal_close closes; both take a zeroed one.
 * Errors:    logged where they happen. Nothing may be given while one was not written: `broken`.
 */
#ifndef APP_JOURNAL_H
#define APP_JOURNAL_H

#include "base/err.h"
#include "model/ledger_bytes.h"
#include "os/file.h"

#define JOURNAL_GROWS (256 * 1024) /* then it is written anew */
#define JOURNAL_MAX (4 * 1024 * 1024)
#define JOURNAL_STEP_MAX 16 /* entries of one step */

struct journal {
    char path[FILE_PATH_MAX];
    int fd; /* -1 = none */
    uint32_t generation, frames;
    size_t size, fresh; /* now; when it was written anew */
    bool broken;
};

/* Reads DIR/journal into the ledger and writes it anew. */
void journal_open(struct journal *journal, const char *dir, struct ledger *ledger);
void journal_close(struct journal *journal);
/* One step, durable when it returns; ERR_IO: it is not there, and `broken` until a journal_renew
 * succeeds. */
enum err journal_write(struct journal *journal, const struct ledger_entry *entries,
                       uint32_t count) MUST_CHECK;
/* Writes it anew, with what the ledger says now. */
enum err journal_renew(struct journal *journal, const struct ledger *ledger) MUST_CHECK;
bool journal_is_long(const struct journal *journal);

#endif
