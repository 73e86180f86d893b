/* SPDX-License-Identifier: Apache-2.0 */
/*
 * results - what the hall answered to the last commands of each session, so that a repeated
 * command gets the same answer and is never run twice (D-09).
 *
 * A command is (device, boot, session, seq). Per (device, boot, session) the answers of the
 * last RESULTS_REMEMBERED numbers are kept in a sliding window: a number in it that is not
 * known is new, one below it is too old to be judged and is never run. Filled again on
 * replay; refusals are not in the journal, so after a restart they are decided anew (D-10).
 *
 * Memory:  results_bytes(sessions), the caller's, at least one session. When more come, the one
 *          that was silent longest is forgotten.
 * Threads: none; pure.
 */
#ifndef APP_RESULTS_H
#define APP_RESULTS_H

#include "engine/command.h"

#define RESULTS_REMEMBERED 32

struct answer {
    struct result result;
    uint64_t jseq; /* the journal row, or the last one before a refusal */
};

enum results_found {
    RESULTS_NEW,
    RESULTS_KNOWN, /* *answer is what was said */
    RESULTS_OLD,   /* below the window */
};

struct results;
size_t results_bytes(uint32_t sessions);
struct results *results_init(void *memory, uint32_t sessions);
enum results_found results_find(const struct results *results, const struct command_id *id,
                                struct answer *answer);
void results_put(struct results *results, const struct command_id *id, const struct answer *answer);
/* The highest number of that session, 0 = none. */
uint32_t results_highest(const struct results *results, uint64_t uid, uint32_t boot,
                         uint32_t session);
/* Whether a number that is not found was certainly never run: it is above all of its session, and
 * the session was not forgotten meanwhile. A session that comes again after others were forgotten
 * may have run more than is remembered of it: a late one of its numbers does not say how many. */
bool results_is_above(const struct results *results, const struct command_id *id);
/* Nobody will come back as this start of the device: it is the first to be forgotten. */
void results_retire(struct results *results, uint64_t uid, uint32_t boot);

#endif
