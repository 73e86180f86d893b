/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_journal - where the simulated controller writes: rows in memory, encoded as the store
 * does, or the real store on the disk of disk.h.
 */
#ifndef SIM_WORLD_JOURNAL_H
#define SIM_WORLD_JOURNAL_H

#include "sim/faults.h"
#include "store/store.h"

struct journal;

/* `vfs`: the real store; one such journal at a time in a process. */
struct journal *journal_new(bool vfs, uint64_t seed);
void journal_free(struct journal *journal);

enum err journal_start(struct journal *journal,
                       enum err (*row)(void *context, const struct store_row *row),
                       void *context) MUST_CHECK;
enum err journal_begin(struct journal *journal) MUST_CHECK;
enum err journal_append(struct journal *journal, const struct command *command,
                        const struct result *result, const struct facts *facts,
                        uint64_t *seq) MUST_CHECK;
enum err journal_commit(struct journal *journal) MUST_CHECK;
enum err journal_find(struct journal *journal, const struct command_id *id, struct store_row *row,
                      bool *found) MUST_CHECK;
enum err journal_checkpoint(struct journal *journal) MUST_CHECK;
/* A piece of store_tidy; in memory there is nothing to do. */
enum err journal_tidy(struct journal *journal, bool *more) MUST_CHECK;
/* Every row of that date; in memory the ones that are left. */
enum err journal_day(struct journal *journal, uint32_t day,
                     enum err (*row)(void *context, const struct store_row *row),
                     void *context) MUST_CHECK;
/* Somebody heard of all that was appended: from now on it must be there. */
void journal_heard(struct journal *journal);
/* One of the next calls of the disk is torn, and nothing works after it (vfs only). */
void journal_cut_soon(struct journal *journal, struct dice *dice);
/* The machine stops here. In memory: `kept` says whether what nobody has heard of yet reached
 * the disk. */
void journal_crash(struct journal *journal, struct dice *dice, bool kept);
bool journal_is_vfs(const struct journal *journal);

#endif
