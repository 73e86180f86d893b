/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_seen - do devices remember more of this hall than its journal holds (F24, D-26)?
 *
 * Then an old copy of the state was restored, and what is lost here was given to people. What
 * was seen is kept in STATE/history-seen ("instance epoch row lost device"), so that a restart
 * does not forget it, and neither does a journal that grows past that row meanwhile.
 * Only a higher epoch, made by VERB_ACCEPT_HISTORY, ends it.
 *
 * Errors: ERR_IO, logged.
 */
#ifndef APP_HISTORY_SEEN_H
#define APP_HISTORY_SEEN_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

struct history_seen {
    bool behind;
    uint32_t epoch; /* … of the row `row`, the highest that any device has seen */
    uint64_t row;
    uint32_t lost; /* rows, at least */
    char device[25];
};

struct history_own {
    uint64_t instance, row;
    uint32_t epoch;
};

enum err history_seen_open(struct history_seen *seen, const char *state_dir,
                           const struct history_own *own) MUST_CHECK;
/* A device says what it has seen of this instance. True when that is more than we have. */
bool history_seen_note(struct history_seen *seen, const char *state_dir,
                       const struct history_own *own, const struct history_seen *told);
/* It was accepted: the epoch is above all that was seen. */
void history_seen_end(struct history_seen *seen, const char *state_dir);

#endif
