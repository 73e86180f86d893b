/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store - the journal and what is derived from it, on disk.
 *
 * One row = one command, timer or import with all its facts and its result (D-10),
 * hash-chained. A turn is one transaction: store_begin, any number of store_append,
 * store_commit; only after store_commit returned may anyone hear of it.
 *
 * SQLite as docs/reliability.md 1.1 says: one connection, EXCLUSIVE before WAL,
 * synchronous=FULL, no automatic checkpoints, STRICT tables. A failed commit is
 * "outcome unknown": the store writes its marker (D-32) and the process must stop.
 *
 * Opening a day moves the rows before it out of the table that a start reads, checks and replays:
 * it costs one day however old the hall is. store_tidy then moves them into an archive a day, and
 * removes archives whose time is over (D-29). A command id is unique within the open day; over days
 * the device's boot and counter see to that (D-09).
 *
 * Narrow on purpose: a second backend (PostgreSQL, etcd) implements these calls.
 *
 * Ownership: store_open allocates; store_close accepts NULL.
 * Errors:    logged here once with the path and what to do. ERR_OTHER_HALL: the
 *            folder belongs to another hall; ERR_NEWER: a newer version wrote it.
 * Threads:   the turn's.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"
#include "engine/command.h"
#include "engine/fact.h"

struct store;

struct store_options {
    const char *dir;     /* state folder; made when missing */
    const char *hall_id; /* must be the folder's own */
    bool training;       /* must be the folder's own */
    uint32_t reserve_mb; /* kept back for a full disk; 0 = nothing, and its room is not looked at */
};

struct store_identity {
    uint64_t instance; /* random per state folder (D-26) */
    uint32_t epoch;
    uint32_t boot; /* this start's number; counts up at each store_open */
    uint64_t seq;  /* of the last row */
};

enum err store_open(const struct store_options *options, struct store **store) MUST_CHECK;
void store_close(struct store *store);
void store_identity(const struct store *store, struct store_identity *identity);

/* Rows of the open day (from its DAY_OPENED on), oldest first; each fact in order, and each row's
 * command id and result for the table of remembered results. Stops at the first error of `row`. */
struct store_row {
    uint64_t seq;
    msec at;
    struct command_id id;
    uint8_t verb;
    struct result result;
    struct facts facts;
    uint8_t link[16]; /* of the chain, behind this row */
};
enum err store_replay(struct store *store,
                      enum err (*row)(void *context, const struct store_row *row),
                      void *context) MUST_CHECK;

/* The row of the open day that a command made, if any: *found. For a repeat from a session that is
 * remembered no longer. */
enum err store_find_command(struct store *store, const struct command_id *id, struct store_row *row,
                            bool *found) MUST_CHECK;

enum err store_begin(struct store *store) MUST_CHECK;
/* *seq gets the row's number. */
enum err store_append(struct store *store, const struct command *command,
                      const struct result *result, const struct facts *facts,
                      uint64_t *seq) MUST_CHECK;
enum err store_commit(struct store *store) MUST_CHECK;
/* Nothing appended since begin: close the transaction. */
void store_rollback(struct store *store);
/* When idle: moves the WAL into the file. The turn calls it after 1 s without work. */
enum err store_checkpoint(struct store *store) MUST_CHECK;

/* A piece of what is to be done about closed days, some milliseconds, between two turns; *more:
 * call again. keep_days: how long archives are kept, 0 = for ever. What stands in its way is logged
 * and left for the next day or start; an error is the journal's and final, like that of a turn. */
enum err store_tidy(struct store *store, uint32_t keep_days, bool *more) MUST_CHECK;

/* How much room the disk has, looked at now (room.h). NONE: nothing may be begun that can wait, no
 * tickets above all; what is written for the people who are here finds the room that was kept back.
 */
enum store_room {
    STORE_ROOM_PLENTY,
    STORE_ROOM_LOW,
    STORE_ROOM_SCARCE, /* nothing large: no backups, archives and reports */
    STORE_ROOM_NONE
};
enum store_room store_room(struct store *store);

/* A copy of the journal into STATE/backup while turns go on: begin, then a step after each turn
 * until no more are needed, or an error: then it is given up, logged, and the journal is what it
 * was. One at a time. *until: the last row in it; the file is then STATE/backup/until-ROW.db. */
enum err store_backup_begin(struct store *store) MUST_CHECK;
enum err store_backup_step(struct store *store, bool *more, uint64_t *until) MUST_CHECK;

/* Rows of any day that mention a ticket, oldest first. For hallctl. */
enum err store_history(struct store *store, ticket_id ticket,
                       enum err (*row)(void *context, const struct store_row *row),
                       void *context) MUST_CHECK;
/* The ticket that had this label on that day (yyyymmdd); 0 = none. */
enum err store_find(struct store *store, struct label label, uint32_t day,
                    ticket_id *ticket) MUST_CHECK;

/* Every row of that date (yyyymmdd), wherever it lies, oldest first. None: no error. */
enum err store_day(struct store *store, uint32_t day,
                   enum err (*row)(void *context, const struct store_row *row),
                   void *context) MUST_CHECK;

/* Follows the chain of every row that is not archived and checks the whole file. A start does so
 * for the open day only (D-29): its cost must not grow with the age of the hall. */
enum err store_verify(struct store *store) MUST_CHECK;

#endif
