/* SPDX-License-Identifier: Apache-2.0 */
/*
 * archive - the rows of one closed day in a file of their own, STATE/archive/2026-03-18.db.
 *
 * An archive is written once and never changed. Its head says whose rows they are, which, and the
 * chain before the first and behind the last of them: so each follows from the one before, and the
 * journal follows from the last. It is complete or not there: it is written under another name,
 * synced and renamed. A date that is opened again has one archive all the same, since the rows of a
 * date are moved when another date opens (tidy.h).
 *
 * Ownership: archive_begin and archive_open open a connection of their own; archive_close accepts
 *            one that is not open. Errors: logged with the file's name, never the journal's fault.
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "store/rows.h"

#define ARCHIVE_FOLDER "archive"
#define ARCHIVE_NAME_SIZE 48

struct meta;

struct archive_head {
    uint32_t day; /* yyyymmdd */
    uint64_t first, last;
    uint8_t before[CHAIN_BYTES], link[CHAIN_BYTES];
};

struct archive {
    struct source source;
    char name[ARCHIVE_NAME_SIZE];
    struct archive_head head;
    sqlite3_stmt *insert; /* while it is written */
};

/* "2026-03-18.db"; `again`: the first row behind the date, when another archive has that name. */
void archive_name(const struct archive_head *head, bool again, char name[ARCHIVE_NAME_SIZE]);
/* FILE_PATH_MAX bytes. */
enum err archive_path(const char *dir, const char *name, const char *suffix, char *path) MUST_CHECK;

/* A new one, NAME.new. */
enum err archive_begin(struct archive *archive, const char *dir,
                       const struct chain *chain) MUST_CHECK;
enum err archive_put(struct archive *archive, sqlite3_stmt *raw) MUST_CHECK;
/* Writes the head, syncs and gives it its name. Closes it in any case. */
enum err archive_publish(struct archive *archive, const struct meta *meta) MUST_CHECK;
/* Closes and removes one that was not published. */
void archive_drop(struct archive *archive);

/* Opens archive->name for reading and reads the head, which must be of this folder. */
enum err archive_open(struct archive *archive, const char *dir, const struct chain *chain,
                      const struct meta *meta) MUST_CHECK;
void archive_close(struct archive *archive);
/* Every page and row, against the head. */
enum err archive_check(const struct archive *archive, rows_taker take, void *context) MUST_CHECK;

#endif
